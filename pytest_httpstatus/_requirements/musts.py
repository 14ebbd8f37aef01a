"""What a status demands with MUST or by definition, as far as one exchange can decide it.

A rule answers with its evidence, or with `None`: met, not visible, or not to be decided. Not visible is not missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from pytest_httpstatus import _fields
from pytest_httpstatus._requirements import problem

if TYPE_CHECKING:
    from pytest_httpstatus._content import Content
    from pytest_httpstatus._model import Exchange

Found: TypeAlias = Mapping[str, str] | None
Look: TypeAlias = "Callable[[Exchange, Content], Found]"
Row: TypeAlias = tuple[str, str, str, Look]
"""The rule's id, the codes it binds, its section, and what finds the evidence."""

_SINGLETONS: Final = ("Content-Range", "Content-Type", "Date", "ETag", "Location", "Retry-After")
_MOST_PARTS: Final = 1_000_000  # bytes of a multipart content that are looked through


def field(exchange: Exchange, name: str) -> str | None:
    """A field of the response."""
    return _fields.value(exchange.response.fields, name)


def asked(exchange: Exchange, name: str) -> str | None:
    """A field of the request."""
    return _fields.value(exchange.request.fields, name)


def lacks(exchange: Exchange, name: str) -> bool:
    """Whether the response shows its fields, and this one is not among them."""
    return exchange.response.fields is not None and field(exchange, name) is None


def length(exchange: Exchange) -> int | None:
    """The `Content-Length`; a repeated one counts when all lines agree (section 8.6)."""
    found = set(_fields.members(field(exchange, "content-length")))
    return _fields.seconds(found.pop()) if len(found) == 1 else None


def method(exchange: Exchange) -> str:
    return exchange.request.method or ""


def said_not_to_ask(exchange: Exchange, *names: str) -> bool:
    """Whether the request shows its fields, and none of these is among them."""
    return exchange.request.fields is not None and all(asked(exchange, name) is None for name in names)


def is_multipart(exchange: Exchange) -> bool:
    return _fields.media_type(field(exchange, "content-type")) == "multipart/byteranges"


def shows_upgrades(exchange: Exchange) -> bool:
    """Whether `Upgrade` and `Connection` can be seen: HTTP/1.x over a socket; WSGI forbids applications to set them."""
    version = exchange.response.version
    return version.startswith("1") if version else not exchange.client.in_process


def one_line(exchange: Exchange, name: str) -> str | None:
    """The field when it came in one line: what lines that were joined mean is not to be read."""
    lines = _fields.values(exchange.response.fields, name)
    return lines[0] if len(lines) == 1 else None


def _content(_exchange: Exchange, content: Content) -> Found:
    return {"size": str(content.size)} if content.size else None


def _head_content(exchange: Exchange, content: Content) -> Found:
    return _content(exchange, content) if exchange.request.method == "HEAD" else None


def _content_length(exchange: Exchange, _content: Content) -> Found:
    found = length(exchange)
    return {"length": str(found)} if found and exchange.request.method != "HEAD" else None


def _length_without_content(exchange: Exchange, content: Content) -> Found:
    return None if content.size else _content_length(exchange, content)


def _malformed_length(exchange: Exchange, _content: Content) -> Found:
    text = field(exchange, "content-length")
    return None if text is None or length(exchange) is not None else {"value": text}


def _transfer_encoding(exchange: Exchange, _content: Content) -> Found:
    found = field(exchange, "transfer-encoding")
    return None if found is None else {"value": found}


def _connect_framing(exchange: Exchange, content: Content) -> Found:
    if exchange.request.method != "CONNECT":
        return None
    framed = _transfer_encoding(exchange, content) is not None
    return {"field": "Transfer-Encoding"} if framed else {"field": "Content-Length"} if length(exchange) else None


def _connect_content(exchange: Exchange, content: Content) -> Found:
    return _content(exchange, content) if exchange.request.method == "CONNECT" else None


def _no_upgrade(exchange: Exchange, _content: Content) -> Found:
    if exchange.response.fields is None or not shows_upgrades(exchange) or _fields.members(field(exchange, "upgrade")):
        return None
    server = field(exchange, "server") or ""
    return {"server": server} if "envoy" in server.lower() else {}


def _not_offered(exchange: Exchange, _content: Content) -> Found:
    offered = {each.lower() for each in _fields.members(asked(exchange, "upgrade"))}
    taken = [each for each in _fields.members(field(exchange, "upgrade")) if each.lower() not in offered]
    return {"taken": ", ".join(taken), "offered": ", ".join(sorted(offered))} if offered and taken else None


def _upgrade_beyond_1(exchange: Exchange, _content: Content) -> Found:
    version = exchange.response.version or ""
    found = [name for name in ("Upgrade", "Connection") if field(exchange, name) is not None]
    return {"fields": ", ".join(found), "version": version} if version.startswith(("2", "3")) and found else None


def _no_range(exchange: Exchange, _content: Content) -> Found:
    return {} if lacks(exchange, "content-range") and not is_multipart(exchange) else None


def _wrong_range(exchange: Exchange, _content: Content) -> Found:
    text = one_line(exchange, "content-range")
    found = _fields.content_range(text)
    wrong = text is not None and not is_multipart(exchange) and (found is None or found.first is None)
    return {"value": text or ""} if wrong else None


def _range_beside_parts(exchange: Exchange, _content: Content) -> Found:
    found = field(exchange, "content-range")
    return {"value": found} if found is not None and is_multipart(exchange) else None


def _no_boundary(exchange: Exchange, _content: Content) -> Found:
    return {} if is_multipart(exchange) and not _boundary(exchange) else None


def _boundary(exchange: Exchange) -> str:
    return _fields.parameter(field(exchange, "content-type"), "boundary") or ""


def _part_without_range(exchange: Exchange, _content: Content) -> Found:
    content, boundary = exchange.response.content or b"", _boundary(exchange).encode("latin-1", "replace")
    if not boundary or not is_multipart(exchange) or len(content) > _MOST_PARTS:
        return None
    parts = content.split(b"--" + boundary)[1:-1]
    heads = [re.split(rb"\r?\n\r?\n", part, maxsplit=1)[0] for part in parts]
    bare = [n for n, head in enumerate(heads, start=1) if not re.search(rb"(?im)^content-range[ \t]*:", head)]
    return {"number": str(bare[0])} if bare else None


def _parts_for_one_range(exchange: Exchange, _content: Content) -> Found:
    ranges = _fields.members(asked(exchange, "range"))
    return {"range": ranges[0]} if len(ranges) == 1 and is_multipart(exchange) else None


def _other_length(exchange: Exchange, content: Content) -> Found:
    found = _fields.content_range(field(exchange, "content-range"))
    if found is None or found.unit.lower() != "bytes" or found.first is None or found.last is None:
        return None
    if is_multipart(exchange) or exchange.request.method == "HEAD":
        return None
    announced, got = found.last - found.first + 1, length(exchange)
    if lacks(exchange, "content-length") and lacks(exchange, "content-encoding"):
        got = content.size
    return None if got in {None, announced} else {"announced": str(announced), "length": str(got)}


def _wrong_method(exchange: Exchange, _content: Content) -> Found:
    method = exchange.request.method
    return {"method": method} if method and method not in {"GET", "HEAD"} else None


def _no_challenge(name: str, exchange: Exchange, _content: Content) -> Found:
    known = exchange.response.fields is not None
    return {} if known and not _fields.challenges(field(exchange, name)) else None


def _no_allow(exchange: Exchange, _content: Content) -> Found:
    return {} if lacks(exchange, "allow") else None


def _malformed_retry_after(exchange: Exchange, _content: Content) -> Found:
    text = one_line(exchange, "retry-after")
    if text is None or _fields.seconds(text) is not None or _fields.http_date(text) is not None:
        return None
    return {"value": text}


def _repeated(exchange: Exchange, _content: Content) -> Found:
    response = exchange.response
    names = [name for name in _SINGLETONS if len(_fields.values(response.fields, name)) > 1]
    return {"names": ", ".join(names)} if names and response.lines_apart else None


def _other_status(exchange: Exchange, content: Content) -> Found:
    document = problem.document(exchange, content) if problem.is_problem(exchange) else None
    status = (document or {}).get("status")
    wrong = type(status) in {int, float} and status != exchange.response.code
    return {"status": str(status)} if wrong else None


MUSTS: Final[tuple[Row, ...]] = (
    ("informational.content", "1xx", "RFC 9110, section 15.2", _content),
    ("informational.content-length", "1xx", "RFC 9110, section 8.6", _content_length),
    ("informational.transfer-encoding", "1xx", "RFC 9112, section 6.1", _transfer_encoding),
    ("upgrade.missing", "101", "RFC 9110, section 15.2.2", _no_upgrade),
    ("upgrade.not-offered", "101", "RFC 9110, section 7.8", _not_offered),
    ("upgrade.beyond-http1", "101 | 426", "RFC 9113, section 8.2.2", _upgrade_beyond_1),
    ("no-content.content", "204", "RFC 9110, section 15.3.5", _content),
    ("no-content.content-length", "204", "RFC 9110, section 8.6", _content_length),
    ("no-content.transfer-encoding", "204", "RFC 9112, section 6.1", _transfer_encoding),
    ("reset-content.content", "205", "RFC 9110, section 15.3.6", _content),
    ("reset-content.content-length", "205", "RFC 9110, section 15.3.6", _length_without_content),
    ("partial.no-range", "206", "RFC 9110, section 15.3.7.1", _no_range),
    ("partial.wrong-range", "206", "RFC 9110, section 14.4", _wrong_range),
    ("partial.range-beside-parts", "206", "RFC 9110, section 15.3.7.2", _range_beside_parts),
    ("partial.no-boundary", "206", "RFC 9110, section 15.3.7.2", _no_boundary),
    ("partial.part-without-range", "206", "RFC 9110, section 15.3.7.2", _part_without_range),
    ("partial.parts-for-one-range", "206", "RFC 9110, section 15.3.7.2", _parts_for_one_range),
    ("partial.other-length", "206", "RFC 9110, section 15.3.7.1", _other_length),
    ("connect.framing", "2xx", "RFC 9110, section 9.3.6", _connect_framing),
    ("connect.content", "2xx & !204 & !205", "RFC 9110, section 9.3.6", _connect_content),
    ("not-modified.content", "304", "RFC 9110, section 15.4.5", _content),
    ("not-modified.method", "304", "RFC 9110, section 13.1.2", _wrong_method),
    ("unauthorized.challenge", "401", "RFC 9110, section 15.5.2", partial(_no_challenge, "www-authenticate")),
    ("proxy.challenge", "407", "RFC 9110, section 15.5.8", partial(_no_challenge, "proxy-authenticate")),
    ("method.allow", "405", "RFC 9110, section 15.5.6", _no_allow),
    ("upgrade-required.upgrade", "426", "RFC 9110, section 15.5.22", _no_upgrade),
    ("retry-after.malformed", "3xx | 413 | 429 | 503", "RFC 9110, section 10.2.3", _malformed_retry_after),
    ("content-length.malformed", "1xx | 204 | 205 | 206 | 304", "RFC 9110, section 8.6", _malformed_length),
    ("head.content", "100-999 & !1xx & !204 & !205 & !304", "RFC 9110, section 9.3.2", _head_content),
    ("field.repeated", "100-999", "RFC 9110, section 5.3", _repeated),
    ("problem.status", "100-999", "RFC 9457, section 3.1.2", _other_status),
)  # fmt: skip
