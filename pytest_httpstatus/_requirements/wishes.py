"""What a caller asked for beyond the code, and what of it a response does not meet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urldefrag

from pytest_httpstatus import _fields, _invalid
from pytest_httpstatus._expectation import parse
from pytest_httpstatus._model import REDIRECTS, Exchange, Hop, Unmet
from pytest_httpstatus._requirements import problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pytest_httpstatus._content import Content
    from pytest_httpstatus._expectation import Expectation, StatusSpec

WISHES: Final = (
    "method.first-route", "problem.document", "problem.media-type", "redirect.choices", "redirect.proxy",
    "redirect.resume", "redirect.unchanged", "redirect.way", "wish.allow", "wish.content-of-head",
    "wish.content-unread", "wish.errors", "wish.field", "wish.fields-unknown", "wish.location",
    "wish.location-missing", "wish.member", "wish.member-missing", "wish.scheme", "wish.target", "wish.target-missing",
)  # fmt: skip
"""The ids that are no rule of a status: each has words in `rules.toml` too."""

_NO_REDIRECT: Final = {300: "redirect.choices", 304: "redirect.unchanged", 305: "redirect.proxy", 306: "redirect.proxy"}
_LONGEST: Final = 24  # columns of the headline that a value may take
_MOST_SHOWN: Final = 120


def unmet(name: str, /, section: str = "", **evidence: str) -> Unmet:
    """A wish that is not met. What `got` says stands shortened under `short`, for the headline."""
    if "got" in evidence:
        evidence["short"] = _short(evidence["got"], _LONGEST)
    return Unmet(name, section, tuple(evidence.items()))


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."


def _code(exchange: Exchange) -> str:
    return str(exchange.response.code)


def beside_a_wrong_code(wishes: tuple[Unmet, ...]) -> tuple[Unmet, ...]:
    """The wishes that are worth a line there: the response has the thing, with another value."""
    return tuple(each for each in wishes if "got" in dict(each.evidence))


def redirect_codes(status: StatusSpec) -> Expectation:
    """Read what `assert_redirect` is asked for.

    Raises:
        ValueError: One of the codes is not of class 3xx, so that no redirect could have it.
    """
    expectation = parse(status)
    if not expectation.codes <= frozenset(range(300, 400)):
        raise ValueError(
            f"status={expectation.text!r} holds codes that are no redirects; "
            "give codes of class 3xx, as in status=303 or status='301 | 308'"
        )
    return expectation


def fields_unknown(exchange: Exchange, wanted: str) -> tuple[Unmet, ...]:
    """A response without fields cannot meet a wish about one: to pass would be to lie."""
    return (unmet("wish.fields-unknown", wanted=wanted),) if exchange.response.fields is None else ()


def location(exchange: Exchange, wanted: str) -> tuple[Unmet, ...]:
    if unknown := fields_unknown(exchange, f"Location {wanted}"):
        return unknown
    found = _fields.value(exchange.response.fields, "location")
    if found is None:
        return (unmet("wish.location-missing", wanted=wanted),)
    return _same_uri("wish.location", found, wanted, exchange.request.url)


def _same_uri(name: str, found: str, wanted: str, base: str | None) -> tuple[Unmet, ...]:
    """Compare resolved and normalised; the fragment only where one is asked for (section 10.2.2)."""
    ends = _fields.target(found, base), _fields.target(wanted, base)
    got, asked = ends if "#" in wanted else (urldefrag(each)[0] for each in ends)
    if got == asked or (not base and _without_host(got, asked)):
        return ()
    got, asked = _relative((got, asked), base)
    return (unmet(name, got=got, wanted=asked),)


def _without_host(one: str, other: str) -> bool:
    """Where nobody knows the target URI, a path equals the path of a whole URI."""
    bare = "" in {_fields.origin(one)[1], _fields.origin(other)[1]}
    return bare and (_fields.path_of(one), urldefrag(one)[1]) == (_fields.path_of(other), urldefrag(other)[1])


def _relative(uris: tuple[str, str], base: str | None) -> tuple[str, str]:
    """Paths read better than whole URIs, where the host is the same for all."""
    if {_fields.origin(each) for each in uris} != {_fields.origin(base)}:
        return uris
    one, other = (_fields.path_of(each) + (f"#{part}" if (part := urldefrag(each)[1]) else "") for each in uris)
    return one, other


def scheme(exchange: Exchange, wanted: str) -> tuple[Unmet, ...]:
    if unknown := fields_unknown(exchange, wanted):
        return unknown
    found = _fields.challenges(_fields.value(exchange.response.fields, "www-authenticate"))
    if not found or any(each.scheme.lower() == wanted.lower() for each in found):  # none at all breaks a rule of 401
        return ()
    return (unmet("wish.scheme", got=", ".join(each.shown() for each in found), wanted=wanted),)


def methods(given: str | Collection[str]) -> list[str]:
    """The methods in the order given; those of a set sorted, so that the text is the same in every run."""
    if isinstance(given, str):
        return given.replace(",", " ").split()
    return list(given) if isinstance(given, (list, tuple)) else sorted(given)


def allow(exchange: Exchange, wanted: Collection[str]) -> tuple[Unmet, ...]:
    if unknown := fields_unknown(exchange, f"Allow {', '.join(wanted)}"):
        return unknown
    text = _fields.value(exchange.response.fields, "allow")
    if text is None:  # breaks a rule of 405
        return ()
    listed = _fields.members(text)
    free = {"OPTIONS", *(["HEAD"] if "GET" in listed else [])}
    missing = [each for each in wanted if each not in listed and each not in free]
    extra = [each for each in listed if each not in wanted and each not in free]
    sides = {"missing": ", ".join(missing), "extra": ", ".join(extra)}
    told = {name: methods for name, methods in sides.items() if methods}
    return (unmet("wish.allow", got=text, wanted=", ".join(wanted), **told),) if told else ()


def first_route(exchange: Exchange, wishes: tuple[Unmet, ...]) -> tuple[Unmet, ...]:
    """Starlette lists the methods of the first route only; its test client gives it away."""
    short = any("missing" in dict(each.evidence) for each in wishes)
    return (unmet("method.first-route", "RFC 9110, section 10.2.1"),) if short and _is_starlette(exchange) else ()


def _is_starlette(exchange: Exchange) -> bool:
    return exchange.client.name == "TestClient"


def way(exchange: Exchange, codes: Iterable[int]) -> list[Exchange]:
    """The redirects on the way, each as the exchange that it was: those followed, and the answer when it is one."""
    hops = [*exchange.hops, Hop(exchange.request, exchange.response)]
    wanted = {*REDIRECTS, *codes}
    last = len(hops) - 1
    return [
        Exchange(hop.response, hop.request, exchange.hops[:index], exchange.client)
        for index, hop in enumerate(hops)
        if hop.response.code in (wanted if index == last else REDIRECTS)
    ]


def redirect_target(passed: list[Exchange]) -> str | None:
    """Where the redirects lead, resolved, a missing fragment inherited (section 10.2.2). `None` without `Location`."""
    found, fragment = None, ""
    for each in passed:
        said, base = _fields.value(each.response.fields, "location"), each.request.url
        found = None if said is None else _fields.target(said, base)
        fragment = urldefrag(found or "")[1] or urldefrag(base or "")[1] or fragment
    return None if found is None else urldefrag(found)[0] + (f"#{fragment}" if fragment else "")


def target(passed: list[Exchange], to: str | None) -> tuple[Unmet, ...]:
    last, found = passed[-1], redirect_target(passed)
    if found is None:
        unknown = fields_unknown(last, "Location")
        return unknown or (unmet("wish.target-missing", code=_code(last)),)
    return () if to is None else _same_uri("wish.target", found, to, last.request.url)


def no_redirect(exchange: Exchange) -> tuple[Unmet, ...]:
    """Codes of class 3xx that are none (section 15.4)."""
    name = _NO_REDIRECT.get(exchange.response.code)
    return () if name is None else (unmet(name, "RFC 9110, section 15.4"),)


def resume(exchange: Exchange) -> tuple[Unmet, ...]:
    """A 308 with `Range` and no `Location` is Google's "resume incomplete"."""
    fields = exchange.response.fields
    google = exchange.response.code == 308 and _fields.value(fields, "range") and not _fields.values(fields, "location")
    return (unmet("redirect.resume", "RFC 9110, section 15.4.9"),) if google else ()


def whole_way(passed: list[Exchange]) -> tuple[Unmet, ...]:
    """All redirects in one line, where the code that was asked for is that of the first."""
    if len(passed) == 1:
        return ()
    steps = (f"{each.response.code} {_fields.path_of(each.request.url)}" for each in passed)
    return (unmet("redirect.way", "RFC 9110, section 15.4", way=", ".join(steps)),)


def no_content(exchange: Exchange, content: Content) -> tuple[Unmet, ...]:
    """What a helper that returns the content says when there is none to look at."""
    if exchange.request.method == "HEAD":
        return (unmet("wish.content-of-head"),)
    return (unmet("wish.content-unread"),) if content.kind == "unread" else ()


def problem_details(exchange: Exchange, content: Content, members: dict[str, Any]) -> tuple[Unmet, ...]:
    if none := no_content(exchange, content):
        return none
    document = problem.document(exchange, content)
    return (*_problem_form(exchange, document), *_members(document or {}, members, exchange.request.url))


def _problem_form(exchange: Exchange, document: object) -> Iterator[Unmet]:
    media_type = problem.media_type(exchange)
    if media_type not in {None, *problem.MEDIA_TYPES}:
        said = {"type": media_type} if media_type else {}
        yield unmet("problem.media-type", "RFC 9457, section 3", code=_code(exchange), **said)
    elif document is None:
        yield unmet("problem.document", "RFC 9457, section 3", code=_code(exchange))


def _members(document: dict[str, Any], wanted: dict[str, Any], base: str | None) -> Iterator[Unmet]:
    found = {"type": "about:blank", **document} if document else {}
    for name, value in wanted.items():
        if name in found and not _same_member(name, found[name], value, base):
            yield unmet("wish.member", name=name, got=_shown(found[name]), wanted=_shown(value))
        if document and name not in found:
            yield unmet("wish.member-missing", name=name, wanted=_shown(value))


def _same_member(name: str, found: object, wanted: object, base: str | None) -> bool:
    if name == "type" and isinstance(found, str) and isinstance(wanted, str):
        return _fields.target(found, base) == _fields.target(wanted, base)
    return bool(found == wanted)


def _shown(value: object) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False, default=repr)
    except (ValueError, RecursionError):
        text = f"({type(value).__name__})"
    return _short(text, _MOST_SHOWN)


def errors(exchange: Exchange, content: Content, wanted: tuple[str, ...]) -> tuple[Unmet, ...]:
    if none := no_content(exchange, content):
        return none
    found = _invalid.fields_in_error(problem.json_document(exchange, content))
    if not found:
        return (unmet("wish.errors", code=_code(exchange)),)
    missing = [each for each in wanted if not any(_invalid.same_field(error.path, each) for error in found)]
    paths = ", ".join(dict.fromkeys(error.path or "(whole)" for error in found))
    return (unmet("wish.field", wanted=", ".join(missing), got=paths),) if missing else ()
