"""Errors in an envelope of their own: codes of APIs that name a cause, also inside a success."""

from __future__ import annotations

import re
from typing import Any, Final

from pytest_httpstatus import _fields
from pytest_httpstatus._diagnosis import (
    aws,  # the module: a rule by its own name would be found here as well
    lazy,
)
from pytest_httpstatus._diagnosis.rule import Case, Found, rule

_INNER: Final = lazy.pattern(r"<(?:[\w-]+:)?status>\s*HTTP/[\d.]+ (\d{3})\b[^<]*</")


def _object(found: object, *keys: str) -> dict[str, Any]:
    """The JSON object behind the keys; an empty one where there is none."""
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _text(found: object) -> str:
    return found if isinstance(found, str) else ""


def _error(case: Case) -> dict[str, Any]:
    return _object(case.received.document, "error")


def _wants_failure(case: Case) -> bool:
    """Whether a failure was asked for, and a success came."""
    return case.expectation is not None and min(case.expectation.codes) >= 400


@rule("envelopes.graphql", codes="200", source="GraphQL, October 2021, Section 7.1", rank=65)
def graphql(case: Case) -> Found:
    found = _object(case.received.document)
    errors = found.get("errors")
    first = _object(errors[0]) if isinstance(errors, list) and errors else {}
    sure = "data" in found or "locations" in first or "extensions" in first
    if not _wants_failure(case) or not sure or not _text(first.get("message")):
        return None
    path = first.get("path")
    place = ".".join(map(str, path)) if isinstance(path, list) else ""
    kind = _text(_object(first, "extensions").get("code"))
    if kind and place:
        return {"kind": kind, "path": place}
    return {"kind_alone": kind} if kind else {"path_alone": place} if place else None


@rule(
    "envelopes.inner-code",
    codes="200",
    source="https://developers.arcgis.com/arcgis-rest-js/error-handling",
    row="200 JSON object with a top-level error key",
    rank=65,
)
def inner_code(case: Case) -> Found:
    inner, said = _error(case).get("code"), _text(_error(case).get("message"))
    if not _wants_failure(case) or type(inner) is not int or not 400 <= inner <= 599 or not said:
        return None
    return {"inner": str(inner), "said": said}


@rule(
    "envelopes.multi-status",
    codes="207",
    source="RFC 4918, Sections 11.1, 11.4 and 13",
    row="207 XML multistatus with an inner status of 4xx or 5xx; 424 inside a 207",
    rank=80,
)
def multi_status(case: Case) -> Found:
    found = [int(code) for code in _INNER.findall(case.received.text)] or _statuses(case.received.document)
    failed = sorted(code for code in found if code >= 400)
    if not failed:
        return None
    codes = {code: failed.count(code) for code in failed}
    shown = ", ".join(f"{code} ({count})" if count > 1 else str(code) for code, count in codes.items())
    other = {"dependent": "424"} if 424 in failed and len(codes) > 1 else {}
    return {"inner": shown, "count": str(len(failed)), "total": str(len(found))} | other


def _statuses(document: object) -> list[int]:
    """The status of each item, in a list or under the only list of an object."""
    lists = [each for each in _object(document).values() if isinstance(each, list)]
    items = document if isinstance(document, list) else lists[0] if len(lists) == 1 else []
    codes = (each.get("status", each.get("statusCode")) for each in items if isinstance(each, dict))
    return [code for code in codes if type(code) is int and 100 <= code <= 599]


_OAUTH: Final = (
    "invalid_grant", "invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
)  # fmt: skip


@rule("envelopes.oauth", codes="400 | 401", source="RFC 6749, Section 5.2", rank=70)
def oauth(case: Case) -> Found:
    found = _object(case.received.document)
    error = found.get("error")
    if error not in _OAUTH or found.keys() - {"error", "error_description", "error_uri"}:
        return None
    return {str(error): str(error)}


_EXISTS: Final = lazy.pattern(
    r"(?i)(?:duplicate key value violates unique constraint|unique constraint failed"
    r"|duplicate entry '[^'\n]{0,80}' for key)"
)


def _kubernetes(case: Case) -> str:
    """The reason of a Kubernetes `Status`."""
    found = _object(case.received.document)
    return _text(found.get("reason")) if (found.get("kind"), found.get("status")) == ("Status", "Failure") else ""


@rule(
    "envelopes.exists",
    codes="400 | 409 | 500",
    source="kube_core reason list; google.rpc.Code; PostgreSQL, SQLite and MySQL error texts",
    row="409 POST of something that already exists (AlreadyExists, unique constraint)",
    rank=75,
)
def exists(case: Case) -> Found:
    constraint = _EXISTS.search(case.received.text[:8_000])
    status = _text(_error(case).get("status"))
    named = next((each for each in (_kubernetes(case), status, aws.error_code(case)) if each.endswith(_TAKEN)), "")
    said = named or (constraint[0] if constraint else "")
    return {"said": said} if said else None


_TAKEN: Final = ("AlreadyExists", "ALREADY_EXISTS", "AlreadyExistsException", "BucketAlreadyOwnedByYou")


@rule(
    "envelopes.stale-version",
    codes="409 | 410 | 412",
    source="kube_core reason list; Elasticsearch optimistic concurrency control",
    row="409 response mentions resourceVersion, version, revision or ETag; 410 JSON with Expired",
    rank=75,
)
def stale_version(case: Case) -> Found:
    reason = _kubernetes(case)
    message = _text(_object(case.received.document).get("message"))
    if reason == "Conflict" and "the object has been modified" in message:
        return {"changed": "resourceVersion"}
    if reason in {"Expired", "Gone"} or (reason and "too old resource version" in message):
        return {"old": "resourceVersion"}
    return {"changed": "version"} if _error(case).get("type") == "version_conflict_engine_exception" else None


_ASKS_KEY: Final = lazy.pattern(
    r"idempotency[- ]key[^.\n]{0,40}\b(?:required|missing)|missing[^.\n]{0,20}idempotency[- ]key"
)


@rule(
    "envelopes.idempotency",
    codes="400 | 404 | 409 | 422",
    source="stripe 16.1.0 _http_client.py; draft-ietf-httpapi-idempotency-key-header",
    row="409 request has Idempotency-Key",
    rank=80,
)
def idempotency(case: Case) -> Found:
    if _error(case).get("type") == "idempotency_error":
        return {"reused": "Idempotency-Key"}
    if case.asked("idempotency-key"):
        name = {409: "pending", 422: "other"}.get(case.code)
        return {name: str(case.code)} if name else None
    said = case.received.text[:2_000].lower() if case.knows_request_fields else ""
    return {"absent": "idempotency-key"} if "idempotency" in said and _ASKS_KEY.search(said) else None


_GOOGLE: Final = {
    "API_KEY_INVALID": "key",
    "SERVICE_DISABLED": "disabled",
    "ACCESS_TOKEN_EXPIRED": "expired",
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": "scope",
}
"""What a reason of Google says, as the name of its evidence."""


@rule("envelopes.google", codes="400 | 401 | 403", source="https://cloud.google.com/apis/design/errors", rank=82)
def google(case: Case) -> Found:
    details = _error(case).get("details")
    reasons = [_object(each).get("reason") for each in details] if isinstance(details, list) else []
    return next(({name: reason} for reason, name in _GOOGLE.items() if reason in reasons), None)


_NO_ROUTE: Final = lazy.pattern(
    r"No static resource [^\s\"<]{1,200}|No route matches \[[A-Z]+\] \"[^\"]{1,200}\""
    r"|The route [^\s\"]{1,200} could not be found\.|Cannot [A-Z]+ /[^\s\"<]{0,200}"
)
"""Spring, Rails, Laravel, and Express with NestJS."""

_RAILS_ROUTE: Final = lazy.pattern(r"ActionController::RoutingError: (.+)>")
_EXPRESS: Final = lazy.pattern(r"<pre>(Cannot [^<]+)</pre>")


@rule(
    "envelopes.no-route",
    codes="404",
    source="Spring 6.1, Rails 7, Laravel 11, Express 4 and NestJS: their own texts",
    rank=75,
)
def no_route(case: Case) -> Found:
    found = _object(case.received.document)
    exception = _RAILS_ROUTE.search(_text(found.get("exception")))
    page = _EXPRESS.search(case.received.text[:2_000])
    said = (exception, page)
    texts = [match[1] for match in said if match] + [_text(found.get(key)) for key in ("detail", "message")]
    match = next((match for each in texts if (match := _NO_ROUTE.fullmatch(each))), None)
    return None if match is None else {"said": match[0].rstrip(".")}


_RAILS: Final = lazy.pattern(r"#<([A-Z][\w:]{2,80}): (.{1,400})>", re.DOTALL)
_EXCEPTION: Final = lazy.pattern(r"[A-Z]\w*(?:\\\w+)+|[A-Z]\w*(?:Exception|Error)")


@rule(
    "envelopes.exception",
    codes="4xx | 5xx",
    source="Laravel 11 with APP_DEBUG, Rails 7 in development",
    rank=60,
)
def exception(case: Case) -> Found:
    found = _object(case.received.document)
    named = _text(found.get("exception"))
    rails = _RAILS.fullmatch(named)
    if rails:
        return None if rails[1] == "ActionController::RoutingError" else {"exception": rails[1], "why": rails[2]}
    named = named if _EXCEPTION.fullmatch(named) and isinstance(found.get("line"), int) else ""
    if not named:
        return None
    file = _text(found.get("file"))
    where = f"{'/'.join(file.split('/')[-3:])}:{found['line']}" if file else ""
    evidence = {"exception": named, "why": _text(found.get("message")), "where": where}
    return {name: value for name, value in evidence.items() if value}


@rule(
    "envelopes.elasticsearch-type",
    codes="406",
    source="https://github.com/elastic/elasticsearch-py/issues/1933",
    row="406 JSON error text Content-Type header [...] is not supported",
    rank=80,
)
def elasticsearch_type(case: Case) -> Found:
    match = re.search(r"Content-Type header \[([^\]]{0,200})\] is not supported", case.received.text[:4_000])
    if match is None:
        return None
    return {
        "newer" if "compatible-with=" in match[1] else "type" if match[1] else "untyped": match[1] or "content-type"
    }


def _github(case: Case) -> bool:
    return _fields.origin(case.url)[1] == "api.github.com"


@rule(
    "envelopes.github-hidden",
    codes="404",
    source="https://docs.github.com/rest/overview/troubleshooting",
    row="404 host api.github.com and the resource exists",
    rank=30,
)
def github_hidden(case: Case) -> Found:
    return {"host": "api.github.com"} if _github(case) else None


@rule(
    "envelopes.github-secondary",
    codes="403 | 429",
    source="https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api",
    row="403 x-ratelimit-remaining: 0, or a secondary rate limit of api.github.com",
    rank=88,
)
def github_secondary(case: Case) -> Found:
    return {} if _github(case) and "secondary rate limit" in case.received.text[:2_000] else None


@rule(
    "envelopes.webdav-lock",
    codes="423",
    source="RFC 4918, Sections 10.4 and 11.3",
    row="423 XML lock-token-submitted or no-conflicting-lock",
    rank=80,
)
def webdav_lock(case: Case) -> Found:
    match = re.search(r"<(?:[\w-]+:)?(lock-token-submitted|no-conflicting-lock)\b", case.received.text[:8_000])
    if match is None or not case.knows_request_fields or case.asked("if"):
        return None
    return {"precondition": match[1]}
