"""Remarks on answers about a copy, or a part, that the client has: 206, 304 and 416."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pytest_httpstatus import _fields, _lazy
from pytest_httpstatus._requirements.musts import asked, field, lacks, method, said_not_to_ask

if TYPE_CHECKING:
    from pytest_httpstatus._content import Content
    from pytest_httpstatus._fields import ContentRange
    from pytest_httpstatus._model import Exchange
    from pytest_httpstatus._requirements.musts import Found, Row

_ONE_RANGE: Final = _lazy.pattern(r"bytes=([0-9]{1,18})-([0-9]{0,18})")


def _content_range(exchange: Exchange) -> ContentRange | None:
    return _fields.content_range(field(exchange, "content-range"))


def _total_unknown(exchange: Exchange, _content: Content) -> Found:
    found = _content_range(exchange)
    return {} if found is not None and found.total is None else None


def _other_range(exchange: Exchange, _content: Content) -> Found:
    wanted, found = _ONE_RANGE.fullmatch(asked(exchange, "range") or ""), _content_range(exchange)
    if wanted is None or found is None or found.last is None:
        return None
    ends_there = found.total is not None and found.last == found.total - 1
    last = int(wanted[2]) if wanted[2] else found.last
    same = found.first == int(wanted[1]) and (found.last == last or (found.last < last and ends_there))
    return None if same else {"range": wanted[0], "got": field(exchange, "content-range") or ""}


def _range_not_asked(exchange: Exchange, _content: Content) -> Found:
    return {} if said_not_to_ask(exchange, "range") else None


def _range_not_get(exchange: Exchange, _content: Content) -> Found:
    return {"method": method(exchange)} if method(exchange) not in {"", "GET"} else None


def _no_validator(exchange: Exchange, _content: Content) -> Found:
    return {} if lacks(exchange, "etag") and lacks(exchange, "last-modified") else None


def _unconditional(exchange: Exchange, _content: Content) -> Found:
    return {} if said_not_to_ask(exchange, "if-none-match", "if-modified-since") else None


def _tag_missing(exchange: Exchange, _content: Content) -> Found:
    return {} if asked(exchange, "if-none-match") and lacks(exchange, "etag") else None


def _tag_unknown(exchange: Exchange, _content: Content) -> Found:
    """Compare weakly: `W/"1"` is `"1"` (section 8.8.3.2)."""
    wanted, found = asked(exchange, "if-none-match") or "", field(exchange, "etag") or ""
    known = set(re.findall(r'"[^"]*"', wanted))
    unknown = bool(known and found) and found.removeprefix("W/") not in known
    return {"etag": found, "wanted": wanted} if unknown else None


def _both_conditions(exchange: Exchange, _content: Content) -> Found:
    both = asked(exchange, "if-none-match") and asked(exchange, "if-modified-since")
    return {} if both else None


def _needless_metadata(exchange: Exchange, _content: Content) -> Found:
    names = ["Content-Type", "Content-Encoding", *(["Last-Modified"] if field(exchange, "etag") else [])]
    found = [name for name in names if field(exchange, name) is not None]
    return {"names": ", ".join(found)} if found else None


def _no_current_length(exchange: Exchange, _content: Content) -> Found:
    bytes_asked = (asked(exchange, "range") or "bytes=").startswith("bytes=")
    return {} if bytes_asked and lacks(exchange, "content-range") else None


def _no_star(exchange: Exchange, _content: Content) -> Found:
    text, found = field(exchange, "content-range"), _content_range(exchange)
    return {"value": text} if text is not None and (found is None or found.first is not None) else None


def _range_begins_within(exchange: Exchange, _content: Content) -> Found:
    wanted, found = _ONE_RANGE.fullmatch(asked(exchange, "range") or ""), _content_range(exchange)
    if wanted is None or found is None or found.total is None:
        return None
    return {"total": str(found.total)} if int(wanted[1]) < found.total else None


def _range_complete(exchange: Exchange, _content: Content) -> Found:
    wanted, found = _ONE_RANGE.fullmatch(asked(exchange, "range") or ""), _content_range(exchange)
    return {} if wanted is not None and found is not None and int(wanted[1]) == found.total else None


REMARKS: Final[tuple[Row, ...]] = (
    ("partial.total-unknown", "206", "RFC 9110, section 14.4", _total_unknown),
    ("partial.other-range", "206", "RFC 9110, section 15.3.7", _other_range),
    ("partial.not-asked", "206 | 416", "RFC 9110, section 14.2", _range_not_asked),
    ("partial.not-get", "206 | 416", "RFC 9110, section 14.2", _range_not_get),
    ("partial.no-validator", "206", "RFC 9110, section 15.3.7", _no_validator),
    ("not-modified.unconditional", "304", "RFC 9110, section 15.4.5", _unconditional),
    ("not-modified.tag-missing", "304", "RFC 9110, section 15.4.5", _tag_missing),
    ("not-modified.tag-unknown", "304", "RFC 9110, section 13.1.2", _tag_unknown),
    ("not-modified.both-conditions", "304", "RFC 9110, section 13.1.3", _both_conditions),
    ("not-modified.metadata", "304", "RFC 9110, section 15.4.5", _needless_metadata),
    ("range.no-length", "416", "RFC 9110, section 15.5.17", _no_current_length),
    ("range.no-star", "416", "RFC 9110, section 14.4", _no_star),
    ("range.within", "416", "RFC 9110, section 14.2", _range_begins_within),
    ("range.complete", "416", "RFC 9110, section 15.5.17", _range_complete),
)  # fmt: skip
