"""What is worth a line about a response and fails nothing: SHOULD, what cannot be decided, what surprises."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pytest_httpstatus import _fields, _lazy
from pytest_httpstatus._catalogue.codes import BY_CODE
from pytest_httpstatus._requirements import problem
from pytest_httpstatus._requirements.musts import asked, field, lacks, length, method, said_not_to_ask, shows_upgrades

if TYPE_CHECKING:
    from pytest_httpstatus._content import Content
    from pytest_httpstatus._fields import Challenge
    from pytest_httpstatus._model import Exchange
    from pytest_httpstatus._requirements.musts import Found, Row

_METHODS: Final = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"}
_IMF_DATE: Final = _lazy.pattern(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT", re.ASCII)
_PARAM: Final = _lazy.pattern(r"[\w!#$%&'*+.^`|~-]+[ \t]*=[ \t]*(?=[^\s=,])")
_MOST: Final = 4_096  # characters of a field value that are searched through
_ELSEWHERE: Final = {"insufficient_scope": "403", "invalid_request": "400"}  # RFC 6750, section 3.1


def _zero_length(exchange: Exchange, _content: Content) -> Found:
    return {} if length(exchange) == 0 else None


def _no_connection_option(exchange: Exchange, _content: Content) -> Found:
    options = {each.lower() for each in _fields.members(field(exchange, "connection"))}
    there = field(exchange, "upgrade") is not None and shows_upgrades(exchange)
    return {} if there and "upgrade" not in options else None


def _no_location(exchange: Exchange, _content: Content) -> Found:
    return {} if lacks(exchange, "location") else None


def _post_without_location(exchange: Exchange, content: Content) -> Found:
    return _no_location(exchange, content) if method(exchange) == "POST" else None


def _location_fragment(exchange: Exchange, _content: Content) -> Found:
    found = field(exchange, "location") or ""
    return {"location": found} if "#" in found else None


def _location_same(exchange: Exchange, _content: Content) -> Found:
    found, url = field(exchange, "location"), exchange.request.url
    same = found and url and _fields.target(found, url) == _fields.target(url, None)
    return {"location": found or ""} if same and method(exchange) == "POST" else None


def _method_may_change(exchange: Exchange, _content: Content) -> Found:
    return {} if method(exchange) == "POST" else None


def _sticks(exchange: Exchange, _content: Content) -> Found:
    return {} if lacks(exchange, "cache-control") else None


def _leads_elsewhere(exchange: Exchange, _content: Content) -> Found:
    found, url = field(exchange, "location"), exchange.request.url
    if not found or not url:
        return None
    target = _fields.target(found, url)
    visited = {_fields.target(each or "", None) for each in (url, *(hop.request.url for hop in exchange.hops))}
    here, there = _fields.origin(url), _fields.origin(target)
    unlike = here[1] != there[1] or (here[0], there[0]) == ("https", "http") or target in visited
    return {"target": target} if unlike else None


def _asking(exchange: Exchange) -> str:
    return (field(exchange, "www-authenticate") or "")[:_MOST]


def _challenges(exchange: Exchange) -> list[Challenge]:
    return _fields.challenges(_asking(exchange))


def _refused_credentials(exchange: Exchange, _content: Content) -> Found:
    scheme = (asked(exchange, "authorization") or "").partition(" ")[0]
    return {"scheme": scheme} if scheme else None


def _realm_unquoted(exchange: Exchange, _content: Content) -> Found:
    found = re.search(r'\brealm[ \t]*=[ \t]*(?!["\s])', _asking(exchange), re.IGNORECASE)
    return {} if found and _challenges(exchange) else None


def _param_twice(exchange: Exchange, _content: Content) -> Found:
    text = re.sub(r'"(?:[^"\\]|\\.)*"', '""', _asking(exchange))
    found = _challenges(exchange)
    read = sum(len(each.params) for each in found)
    return {} if found and len(_PARAM.findall(text)) > read else None


def _basic_without_realm(exchange: Exchange, _content: Content) -> Found:
    bare = [each for each in _challenges(exchange) if each.scheme.lower() == "basic" and "realm" not in each.params]
    return {} if bare else None


def _bearer_error(exchange: Exchange) -> str:
    found = (each.params.get("error", "") for each in _challenges(exchange) if each.scheme.lower() == "bearer")
    return next(found, "")


def _error_without_credentials(exchange: Exchange, _content: Content) -> Found:
    error = _bearer_error(exchange)
    return {"error": error} if error and said_not_to_ask(exchange, "authorization") else None


def _error_of_another_code(exchange: Exchange, _content: Content) -> Found:
    error = _bearer_error(exchange)
    return {"error": error, "other": _ELSEWHERE[error]} if error in _ELSEWHERE else None


def _allow_lists_it(exchange: Exchange, _content: Content) -> Found:
    return {"method": method(exchange)} if method(exchange) in _fields.members(field(exchange, "allow")) else None


def _allow_empty(exchange: Exchange, _content: Content) -> Found:
    found = field(exchange, "allow")
    return {} if found is not None and not _fields.members(found) else None


def _method_unknown(exchange: Exchange, _content: Content) -> Found:
    return {"method": method(exchange)} if method(exchange) not in {"", *_METHODS} else None


def _reading_refused(exchange: Exchange, _content: Content) -> Found:
    return {"method": method(exchange)} if method(exchange) in {"GET", "HEAD"} else None


def _retry_after_absent(exchange: Exchange, _content: Content) -> Found:
    return {} if lacks(exchange, "retry-after") else None


def _retry_after_form(exchange: Exchange, _content: Content) -> Found:
    text = field(exchange, "retry-after") or ""
    return {"value": text} if _fields.http_date(text) is not None and not _IMF_DATE.fullmatch(text) else None


def _retry_after_past(exchange: Exchange, _content: Content) -> Found:
    text = field(exchange, "retry-after") or ""
    past = _fields.http_date(text) is not None and _fields.retry_after(exchange.response.fields) == 0
    return {"value": text} if past else None


def _retry_after_early(exchange: Exchange, _content: Content) -> Found:
    wait, from_cache = _fields.retry_after(exchange.response.fields), _fields.seconds(field(exchange, "age"))
    resets = [int(each) for each in re.findall(r";[ \t]*t=([0-9]{1,18})", field(exchange, "ratelimit") or "")]
    early = wait is not None and bool(resets) and not from_cache and wait < min(resets)
    return {"wait": str(wait), "reset": str(min(resets))} if early else None


def _unexplained(exchange: Exchange, content: Content) -> Found:
    return {} if content.size == 0 and method(exchange) != "HEAD" else None


def _stored(exchange: Exchange, _content: Content) -> Found:
    found = field(exchange, "cache-control") or ""
    names = {each.partition("=")[0].strip().lower() for each in _fields.members(found)}
    return {"value": found} if names & {"public", "max-age"} else None


def _no_blocker(exchange: Exchange, _content: Content) -> Found:
    known = exchange.response.fields is not None
    return {} if known and "blocked-by" not in (field(exchange, "link") or "").lower() else None


def _problem_of(exchange: Exchange, content: Content) -> dict[str, object]:
    return (problem.document(exchange, content) if problem.is_problem(exchange) else None) or {}


def _status_no_number(exchange: Exchange, content: Content) -> Found:
    status = _problem_of(exchange, content).get("status", 0)
    return None if type(status) in {int, float} else {"value": str(status)[:40]}


def _title_no_phrase(exchange: Exchange, content: Content) -> Found:
    found, row = _problem_of(exchange, content), BY_CODE.get(exchange.response.code)
    title, blank = found.get("title"), found.get("type", "about:blank") == "about:blank"
    if not blank or not isinstance(title, str) or row is None:
        return None
    phrases = {each.casefold() for each in (row.phrase, *row.aliases)}
    return None if title.casefold() in phrases else {"title": title, "phrase": row.phrase}


def _type_relative(exchange: Exchange, content: Content) -> Found:
    found = _problem_of(exchange, content).get("type")
    relative = isinstance(found, str) and found and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|/", found)
    return {"type": str(found)} if relative else None


def _problem_of_success(exchange: Exchange, _content: Content) -> Found:
    return {} if problem.is_problem(exchange) else None


REMARKS: Final[tuple[Row, ...]] = (
    ("upgrade.connection", "101 | 426", "RFC 9110, section 7.8", _no_connection_option),
    ("created.location-missing", "201", "RFC 9110, section 9.3.3", _post_without_location),
    ("created.location-fragment", "201", "RFC 9110, section 10.2.2", _location_fragment),
    ("created.location-same", "201", "RFC 9110, section 15.3.2", _location_same),
    ("no-content.zero-length", "204", "RFC 9110, section 8.6", _zero_length),
    ("redirect.no-location", "301 | 302 | 307 | 308", "RFC 9110, section 15.4", _no_location),
    ("redirect.method", "301 | 302", "RFC 9110, section 15.4.2", _method_may_change),
    ("redirect.sticks", "301 | 308", "RFC 9110, section 15.1", _sticks),
    ("redirect.elsewhere", "301 | 302 | 303 | 307 | 308", "RFC 9110, section 15.4", _leads_elsewhere),
    ("not-modified.zero-length", "304", "RFC 9110, section 8.6", _zero_length),
    ("unauthorized.refused", "401", "RFC 9110, section 15.5.2", _refused_credentials),
    ("unauthorized.realm-unquoted", "401", "RFC 9110, section 11.5", _realm_unquoted),
    ("unauthorized.param-twice", "401", "RFC 9110, section 11.2", _param_twice),
    ("unauthorized.basic-realm", "401", "RFC 7617, section 2", _basic_without_realm),
    ("unauthorized.bearer-bare", "401", "RFC 6750, section 3.1", _error_without_credentials),
    ("unauthorized.bearer-code", "401", "RFC 6750, section 3.1", _error_of_another_code),
    ("method.allow-lists-it", "405", "RFC 9110, section 15.5.6", _allow_lists_it),
    ("method.allow-empty", "405", "RFC 9110, section 10.2.1", _allow_empty),
    ("method.unknown", "405", "RFC 9110, section 9.1", _method_unknown),
    ("method.reading", "405", "RFC 9110, section 9.1", _reading_refused),
    ("retry-after.absent", "429 | 503", "RFC 9110, section 10.2.3", _retry_after_absent),
    ("retry-after.form", "3xx | 413 | 429 | 503", "RFC 9110, section 5.6.7", _retry_after_form),
    ("retry-after.past", "3xx | 413 | 429 | 503", "RFC 9110, section 10.2.3", _retry_after_past),
    ("retry-after.early", "429 | 503", "draft-ietf-httpapi-ratelimit-headers", _retry_after_early),
    ("error.unexplained", "429 | 503", "RFC 9110, section 15.6", _unexplained),
    ("limit.stored", "429", "RFC 6585, section 4", _stored),
    ("blocked.link", "451", "RFC 7725, section 4", _no_blocker),
    ("problem.status-no-number", "100-999", "RFC 9457, section 3.1", _status_no_number),
    ("problem.title", "4xx | 5xx", "RFC 9457, section 4.2.1", _title_no_phrase),
    ("problem.type-relative", "100-999", "RFC 9457, section 3.1.1", _type_relative),
    ("problem.success", "2xx", "RFC 9457, section 1", _problem_of_success),
)  # fmt: skip
