"""What a field says (RFC 9110). Readers are total: what does not follow the grammar is `None` or left out."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qsl, urljoin, urlsplit, urlunsplit

from pytest_httpstatus import _lazy

if TYPE_CHECKING:
    from pytest_httpstatus._model import Fields

_MOST = 16_384
"""Characters of a field value that are looked at."""

_TOKEN: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105  # a pattern
_CHALLENGE_PARTS: Final = _lazy.pattern(
    rf"""(?:
        (?P<name>{_TOKEN})[ \t]*=[ \t]*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>{_TOKEN})(?=[ \t]*(?:,|$)))
      | (?P<scheme>{_TOKEN})(?:[ ]+(?P<token68>[A-Za-z0-9._~+/-]+=*)(?=[ \t]*(?:,|$)))?(?=[\s,]|$)
      | [^\s,][^,]*
    )""",
    re.VERBOSE,
)
_DIGITS: Final = _lazy.pattern(r"[0-9]+")
_ASCTIME: Final = _lazy.pattern(r"[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9 ][0-9] [0-9:]{8} [0-9]{4}")
_SHORT_YEAR: Final = _lazy.pattern(r"-[0-9]{2} ")
_ENDLESS: Final = 10**18
_PARAMETERS: Final = _lazy.pattern(rf""";\s*({_TOKEN})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]+))""")
_CONTENT_RANGE: Final = _lazy.pattern(r"([^\s]+) (?:([0-9]+)-([0-9]+)|\*)/([0-9]+|\*)")
_UNRESERVED: Final = _lazy.pattern(r"%([0-9A-Fa-f]{2})")
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def values(fields: Fields | None, name: str) -> list[str]:
    """All lines of the field `name`, in order; names are compared without case (section 5.1)."""
    wanted = name.lower()
    return [value for each, value in fields or () if each.lower() == wanted]


def value(fields: Fields | None, name: str) -> str | None:
    """The field's value, repeated lines joined in order (section 5.3); `None` when it is absent."""
    lines = values(fields, name)
    return ", ".join(lines) if lines else None


def members(text: str | None) -> list[str]:
    """The members of a comma-separated list without quotes; empty ones are dropped (section 5.6.1.2)."""
    return [member for each in (text or "")[:_MOST].split(",") if (member := each.strip(" \t"))]


class Challenge(NamedTuple):
    """One challenge of `WWW-Authenticate` or `Proxy-Authenticate` (section 11.3).

    Attributes:
        scheme: The scheme as sent; compare without case.
        params: Parameters by lower-case name, quotes removed.
        token68: The credentials-like text of schemes such as Negotiate, else empty.
    """

    scheme: str
    params: dict[str, str]
    token68: str = ""

    def shown(self) -> str:
        """The scheme with its realm, as people name a challenge: `Bearer realm="api"`."""
        realm = self.params.get("realm")
        return self.scheme if realm is None else f'{self.scheme} realm="{realm}"'


def challenges(text: str | None) -> list[Challenge]:
    """Read the challenges of a field value (section 11.6.1): commas part both challenges and parameters."""
    found: list[Challenge] = []
    # The third kind of part is no part at all: it is left out as far as the next comma.
    for part in _CHALLENGE_PARTS.finditer((text or "")[:_MOST]):
        if part["scheme"]:
            found.append(Challenge(part["scheme"], {}, part["token68"] or ""))
        elif part["name"] and found:
            found[-1].params.setdefault(part["name"].lower(), _unquoted(part["quoted"], part["plain"]))
    return found


def _unquoted(quoted: str | None, plain: str) -> str:
    return plain if quoted is None else re.sub(r"\\(.)", r"\1", quoted)


def seconds(text: str | None) -> int | None:
    """A whole number of seconds: ASCII digits only (section 10.2.3)."""
    return _number(text) if text and _DIGITS.fullmatch(text) else None


def _number(digits: str) -> int:
    """A number of ASCII digits. Python refuses more than 4,300 of them, and nothing in HTTP needs more than 18."""
    return min(int(digits.lstrip("0")[:19] or "0"), _ENDLESS)


def http_date(text: str | None) -> datetime | None:
    """A date in any of the three forms of section 5.6.7, as UTC."""
    if not text or not text.isascii() or ("," not in text and not _ASCTIME.fullmatch(text)):
        return None
    from email.utils import parsedate_to_datetime  # late: few responses hold a date that matters

    try:
        found = parsedate_to_datetime(text[:40])
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        return _this_century(found) if _SHORT_YEAR.search(text[:40]) else found
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _this_century(date: datetime) -> datetime:
    """A year of two digits is this century's, unless that lies more than 50 years ahead (section 5.6.7)."""
    now = datetime.now(UTC)
    year = now.year // 100 * 100 + date.year % 100
    return date.replace(year=year - 100 if year - now.year > 50 else year)


def retry_after(fields: Fields | None, now: datetime | None = None) -> int | None:
    """The seconds that `Retry-After` asks to wait (section 10.2.3), never below 0; `None` when absent or malformed.

    A date counts from the response's `Date`, else from `now`, else from this moment.
    """
    text = value(fields, "retry-after")
    delay = seconds(text)
    if delay is not None:
        return delay
    date = http_date(text)
    if date is None:
        return None
    start = http_date(value(fields, "date")) or now or datetime.now(UTC)
    return max(0, round((date - start).total_seconds()))


class ContentRange(NamedTuple):
    """A `Content-Range` (section 14.4). `first` and `last` are `None` for `*`, `total` for an unknown length."""

    unit: str
    first: int | None
    last: int | None
    total: int | None


def content_range(text: str | None) -> ContentRange | None:
    """Read a `Content-Range`; `None` when absent, malformed, or with numbers that cannot be."""
    match = _CONTENT_RANGE.fullmatch((text or "")[:_MOST])
    if match is None:
        return None
    first, last, total = (_number(part) if part and part != "*" else None for part in match.group(2, 3, 4))
    wrong = (first is None and total is None) or (
        first is not None and last is not None and (last < first or (total is not None and total <= last < _ENDLESS))
    )
    return None if wrong else ContentRange(match[1], first, last, total)


def media_type(text: str | None) -> str:
    """The media type without parameters, lower case (section 8.3.1); empty when absent."""
    return (text or "")[:200].partition(";")[0].strip().lower()


def parameter(text: str | None, name: str) -> str | None:
    """A parameter of a field such as `Content-Type`, quotes removed; `None` when absent."""
    wanted = name.lower()
    found = (part for part in _PARAMETERS.finditer((text or "")[:_MOST]) if part[1].lower() == wanted)
    return next((_unquoted(part[2], part[3]) for part in found), None)


def target(reference: str, base: str | None) -> str:
    """Resolve a `Location` against the target URI of its hop and normalise it (sections 10.2.2 and 4.2.3)."""
    try:
        parts = urlsplit(urljoin(base or "", reference.strip()))
        port = parts.port
    except ValueError:
        return reference
    scheme = parts.scheme.lower()
    host = (parts.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    netloc = host if port is None or port == _DEFAULT_PORTS.get(scheme) else f"{host}:{port}"
    path = _UNRESERVED.sub(_decoded, parts.path) or ("/" if netloc else "")
    return urlunsplit((scheme, netloc, path, _UNRESERVED.sub(_decoded, parts.query), parts.fragment))


def _decoded(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if re.fullmatch(r"[A-Za-z0-9._~-]", character) else match[0].upper()


def origin(url: str | None) -> tuple[str, str, int | None]:
    """Scheme, host and port of a URL (section 4.3.1); empty texts and `None` where it has none."""
    try:
        parts = urlsplit(url or "")
        scheme = parts.scheme.lower()
        port = _DEFAULT_PORTS.get(scheme) if parts.port is None else parts.port
        return scheme, (parts.hostname or "").lower(), port
    except ValueError:
        return "", "", None


def path_of(url: str | None) -> str:
    """Path and query of a URL; `/` for an empty path."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return url or ""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def query(url: str | None) -> list[tuple[str, str]]:
    """The parameters of a URL's query, decoded."""
    try:
        return parse_qsl(urlsplit((url or "")[:_MOST]).query, keep_blank_values=True)
    except ValueError:
        return []
