"""The fields that come with a status, and the keywords that set them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypedDict

from pytest_httpstatus import _fields
from pytest_httpstatus._expectation import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from pytest_httpstatus._model import Request, Status


class FieldValues(TypedDict, total=False):
    """The fields that have a keyword; `None` leaves out one that is only usual."""

    retry_after: int | str | datetime | None
    location: str | None
    allow: str | None
    www_authenticate: str | None
    proxy_authenticate: str | None
    content_range: str | None
    upgrade: str | None
    etag: str | None


@dataclass(frozen=True, slots=True)
class Sketch:
    """What an answer is made from.

    Attributes:
        status: The catalogue's entry.
        request: What was asked.
        fields: The fields of the status.
    """

    status: Status
    request: Request
    fields: Mapping[str, str]

    @property
    def code(self) -> int:
        return self.status.code

    @property
    def path(self) -> str:
        return _fields.path_of(self.request.url).partition("?")[0].rstrip("/")

    @property
    def host(self) -> str:
        return _fields.origin(self.request.url)[1]


class _Keyword(NamedTuple):
    """A field with a keyword of its own.

    Attributes:
        name: The field's name.
        codes: The codes that it belongs to.
        given: The codes that come with it unasked.
        default: Its value where nobody says another one.
    """

    name: str
    codes: str
    given: str
    default: Callable[[Sketch], str]


def _location(sketch: Sketch) -> str:
    return f"{sketch.path}/{1 if sketch.code == 201 else 'moved'}"


def _allow(sketch: Sketch) -> str:
    """All of the usual methods but the one that is refused."""
    return "POST, OPTIONS" if sketch.request.method in {"GET", "HEAD"} else "GET, HEAD, OPTIONS"


def _etag(sketch: Sketch) -> str:
    """The tag that the client holds, where a 304 says that it is still good."""
    known = _fields.value(sketch.request.fields, "if-none-match") or "*"
    return '"v1"' if sketch.code != 304 or known == "*" else known.partition(",")[0].strip()


KEYWORDS: Final = {
    "retry_after": _Keyword("Retry-After", "202 | 3xx | 403 | 413 | 429 | 503", "429 | 503", lambda _: "1"),
    "location": _Keyword("Location", "201 | 202 | 3xx & !304", "201 | 301 | 302 | 303 | 307 | 308", _location),
    "allow": _Keyword("Allow", "405", "405", _allow),
    "www_authenticate": _Keyword("WWW-Authenticate", "401 | 403", "401", lambda _: 'Bearer realm="api"'),
    "proxy_authenticate": _Keyword("Proxy-Authenticate", "407", "407", lambda _: 'Basic realm="proxy"'),
    "content_range": _Keyword("Content-Range", "206 | 416", "416", lambda _: "bytes */20"),
    "upgrade": _Keyword("Upgrade", "426", "426", lambda _: "HTTP/3.0"),
    "etag": _Keyword("ETag", "2xx | 304 | 412", "206 | 304 | 412", _etag),
}

_BESIDE: Final = {
    415: {"Accept": "application/json"},
    426: {"Connection": "upgrade"},
    451: {"Link": '<https://legal.example/1>; rel="blocked-by"'},
}
"""Usual fields without a keyword."""


def known(given: Mapping[str, object]) -> None:
    """Refuse keywords that are none.

    Raises:
        TypeError: There is no such keyword.
    """
    for keyword in given:
        if keyword not in KEYWORDS:
            raise TypeError(f"mock_status has no keyword {keyword!r}; its fields are {', '.join(KEYWORDS)}")


def check(status: Status, given: Mapping[str, object]) -> None:
    """Refuse to leave out what the status must have.

    Raises:
        ValueError: It is left out.
    """
    for keyword, value in given.items():
        name = KEYWORDS[keyword].name
        if value is None and name in status.required:
            raise ValueError(
                f"a {status.code} must have {name} ({status.reference}), so {keyword}=None makes none; "
                f"to answer as a server does that breaks the rule: headers={{{name!r}: None}}"
            )


def belonging(code: int, given: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the keywords that belong to a code: in a sequence each answer takes its own."""
    return {keyword: value for keyword, value in given.items() if code in parse(KEYWORDS[keyword].codes).codes}


def strangers(codes: Collection[int], given: Mapping[str, Any]) -> list[str]:
    """The keywords that belong to none of the codes."""
    return [keyword for keyword in given if not any(belonging(code, {keyword: None}) for code in codes)]


def of_status(status: Status, request: Request, given: Mapping[str, Any]) -> dict[str, str]:
    """The fields that the status brings along, with what the test says of them."""
    sketch = Sketch(status, request, {})
    found: dict[str, str] = {}
    for keyword, (name, _, codes, default) in KEYWORDS.items():
        if keyword in given:
            if given[keyword] is not None:
                found[name] = _text(given[keyword])
        elif status.code in parse(codes).codes:
            found[name] = default(sketch)
    return found | _BESIDE.get(status.code, {})


def _text(value: object) -> str:
    """A value as it is sent; a date in the one form that a sender may write (section 5.6.7)."""
    return format_datetime(value.astimezone(UTC), usegmt=True) if isinstance(value, datetime) else str(value)
