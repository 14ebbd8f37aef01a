"""The HTTP exchange as text: every remote line behind a gutter, `>` request, `<` response, `|` content."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from pytest_httpstatus._model import MOST_FIELDS
from pytest_httpstatus._rendering import visible
from pytest_httpstatus._rendering.news import code_and_phrase
from pytest_httpstatus._rendering.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_httpstatus._model import Excerpt, Exchange, Failure, Fields
    from pytest_httpstatus._settings import Detail

MOST: Final = 4_000
"""Characters of a transcript, so that 5,000 failures stay readable by CI servers."""

MOST_OF_FIELDS: Final = 900
LONGEST_LINE: Final = 300
LONGEST_CURL: Final = 1_000
LONGEST_REMARKS: Final = 120
DECODED: Final = 65_536
"""Bytes of a body that are decoded: of a longer one the characters are not counted."""

_ALWAYS_SENT: Final = ("accept", "content-type")
_ALWAYS: Final = (
    "content-type", "location", "retry-after", "server", "via", "age", "cache-status", "deprecation", "sunset",
    "x-request-id", "x-correlation-id", "x-amzn-requestid", "cf-ray", "traceparent",
)  # fmt: skip
_CREDENTIALS: Final = ("authorization", "cookie")
_CONDITIONS: Final = ("if-match", "if-none-match", "if-modified-since", "if-unmodified-since")
_LIMITS: Final = ("ratelimit", "ratelimit-policy", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset",
                  "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")  # fmt: skip
_MATTER: Final[dict[int, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    # code: fields of the response, fields of the request
    101: (("upgrade", "connection"), ("upgrade", "connection")),
    201: (("etag",), ()),
    202: (("operation-location",), ()),
    204: (("content-length", "transfer-encoding", "etag"), ()),
    206: (("content-range", "accept-ranges", "etag", "content-length"), ("range", "if-range")),
    304: (("etag", "last-modified", "vary", "cache-control", "content-length"), _CONDITIONS),
    401: (("www-authenticate",), _CREDENTIALS),
    403: (("www-authenticate", *_LIMITS, "cf-mitigated"), (*_CREDENTIALS, "origin", "referer", "x-csrftoken")),
    405: (("allow", "access-control-allow-methods"), ("access-control-request-method",)),
    406: (("accept", "vary"), ("accept-language", "accept-encoding")),
    407: (("proxy-authenticate",), ("proxy-authorization",)),
    412: (("etag", "last-modified"), _CONDITIONS),
    413: (("connection",), ("content-length",)),
    415: (("accept", "accept-encoding", "accept-patch", "accept-post"), ("content-encoding",)),
    416: (("content-range", "accept-ranges", "etag", "content-length"), ("range", "if-range")),
    421: (("alt-svc",), ("host",)),
    425: (("alt-svc",), ("early-data",)),
    426: (("upgrade", "connection"), ("upgrade", "connection")),
    428: (("etag", "last-modified"), _CONDITIONS),
    429: (_LIMITS, ()),
    451: (("link",), ()),
    502: (("proxy-status",), ()),
    503: (("proxy-status", *_LIMITS), ()),
    504: (("proxy-status",), ("cache-control",)),
}
_REDIRECT: Final = (("cache-control", "set-cookie"), ("host", "x-forwarded-proto"))
_MISSED: Final[dict[int, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    # Fields whose absence says something: of the response, of the request.
    401: (("www-authenticate",), _CREDENTIALS),
    405: (("allow",), ()),
    407: (("proxy-authenticate",), ("proxy-authorization",)),
    415: ((), ("content-type",)),
    428: ((), ("if-match",)),
}
_NEVER: Final = frozenset(
    {"user-agent", "accept-encoding", "connection", "host", "content-length", "transfer-encoding"}
)


def transcript(failure: Failure, lang: str, detail: Detail = "normal") -> str:
    """The exchange of a failure; empty where nothing but the code is known."""
    exchange = failure.exchange
    if exchange.request.method is None and exchange.request.url is None and exchange.response.fields is None:
        return ""
    words = Words(lang, exchange.client)
    lines = [*_request(failure, words, detail), *_response(failure, words, detail)]
    room = _most(failure) - sum(len(line) + 1 for line in lines)
    lines += _answer(failure, words, detail, room)
    curl = _curl(failure)
    if curl and sum(len(line) + 1 for line in lines) + len(curl) <= _most(failure):
        lines.append(curl)
    return "\n".join(lines)


def _most(failure: Failure) -> int:
    """The limit, and what the user asked for beyond it: a body is longer only by `httpstatus_body_limit`."""
    return MOST + max(0, len(failure.received.text) - MOST // 2) + max(0, len(failure.sent.text) - MOST // 4)


def _request(failure: Failure, words: Words, detail: Detail) -> Iterator[str]:
    request = failure.exchange.request
    if request.method or request.url:
        yield _cut(f"> {' '.join(visible.line(part) for part in (request.method, request.url) if part)}")
    code = failure.exchange.response.code
    wanted = None if detail == "full" else frozenset((*_ALWAYS_SENT, *_of(code)[1]))
    yield from _field_lines(">", request.fields, wanted, words)
    yield from _absent(">", request.fields, _missed(code)[1], words)
    if failure.sent.kind not in {"unread", "unknown", "empty", "gone"}:
        yield from _content(failure.sent, words, MOST // 4)


def _response(failure: Failure, words: Words, detail: Detail) -> Iterator[str]:
    response = failure.exchange.response
    if not failure.exchange.answered:
        yield f"< {words.phrase('exchange', 'no_answer')}"
        return
    yield _cut(f"< {_status_line(failure, words)}")
    wanted = None if detail == "full" else frozenset((*_ALWAYS, *_of(response.code)[0]))
    yield from _field_lines("<", response.fields, wanted, words)
    yield from _absent("<", response.fields, _missed(response.code)[0], words)


def _answer(failure: Failure, words: Words, detail: Detail, room: int) -> Iterable[str]:
    if not failure.exchange.answered:
        return ()
    if _shows_content(failure, detail):
        return _content(failure.received, words, room)
    if failure.received.kind in {"empty", "unread", "gone", "unknown"}:
        return ()
    return (f"| {words.phrase('exchange', 'success')}",)


def _shows_content(failure: Failure, detail: Detail) -> bool:
    """A success is shown when the mismatch is about content or class; `full` shows it always."""
    code = failure.exchange.response.code
    if detail == "full" or code // 100 != 2 or failure.matched or failure.unmet:
        return True
    return not failure.expected.startswith("2")


def _cut(line: str) -> str:
    return visible.inert(visible.cut(line, LONGEST_LINE))


def _status_line(failure: Failure, words: Words) -> str:
    response = failure.exchange.response
    version = f"HTTP/{visible.line(response.version)} " if response.version else ""
    reason = visible.line(response.reason) if response.reason else ""
    # The reason phrase as it was sent; only where the client does not tell, the catalogue's.
    said = f"{response.code} {reason}".rstrip() if response.reason is not None else code_and_phrase(response, words)
    return f"{version}{said}{_facts(failure, words)}"


def _facts(failure: Failure, words: Words) -> str:
    elapsed, size = failure.exchange.response.elapsed, failure.received.size
    facts = []
    if elapsed is not None and elapsed >= 0:
        facts.append(words.phrase("exchange", "milliseconds", count=f"{elapsed * 1000:,.0f}"))
    if size is not None:
        facts.append(words.phrase("exchange", "one_byte" if size == 1 else "bytes", count=f"{size:,}"))
    return f" ({', '.join(facts)})" if facts else ""


def _of(code: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return _MATTER.get(code, _REDIRECT if code // 100 == 3 else ((), ()))


def _missed(code: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return _MISSED.get(code, ((), ()))


def _field_lines(gutter: str, fields: Fields | None, wanted: frozenset[str] | None, words: Words) -> Iterator[str]:
    """The fields whose names are wanted, all of them when `None`; as many as there is room for."""
    chosen = [(name.lower(), value) for name, value in fields or () if wanted is None or name.lower() in wanted]
    lines = [_cut(f"{gutter} {visible.line(name)}: {visible.line(value)}") for name, value in chosen]
    kept = _first(lines, MOST_OF_FIELDS)
    yield from kept
    if len(kept) < len(lines):
        yield f"{gutter} {words.phrase('exchange', 'more_fields', count=len(lines) - len(kept))}"


def _absent(gutter: str, fields: Fields | None, missed: Iterable[str], words: Words) -> Iterator[str]:
    """The fields that say something by not being there; nothing where not all fields are known."""
    if fields is None or len(fields) >= MOST_FIELDS:
        return
    present = {name.lower() for name, _ in fields}
    yield from (f"{gutter} {words.phrase('exchange', 'absent', name=name)}" for name in missed if name not in present)


def _first(lines: list[str], most: int) -> list[str]:
    """The lines that take at most `most` characters together."""
    used = 0
    for index, line in enumerate(lines):
        used += len(line) + 1
        if used > most:
            return lines[:index]
    return lines


def _content(excerpt: Excerpt, words: Words, room: int) -> Iterator[str]:
    kind = excerpt.kind
    if kind in {"unread", "gone", "unknown", "empty"}:
        yield f"| {words.phrase('exchange', kind)}"
        return
    if kind in {"binary", "hidden"}:
        media_type = visible.line(excerpt.media_type) or words.phrase("exchange", "content")
        yield f"| {words.phrase('exchange', kind, media_type=media_type, size=f'{excerpt.size or 0:,}')}"
        return
    pieces = (piece for line in visible.visible(excerpt.text).split("\n") for piece in visible.wrap(line, LONGEST_LINE))
    lines = [visible.inert(f"| {piece}".rstrip()) for piece in pieces]
    kept = _first(lines, room - LONGEST_REMARKS)
    yield from kept
    if len(kept) < len(lines):
        yield "| ..."
    yield from _remarks(excerpt, words)


def _remarks(excerpt: Excerpt, words: Words) -> Iterator[str]:
    if excerpt.total:
        unit = "cut_bytes" if excerpt.total == excerpt.size and excerpt.size > DECODED else "cut_characters"
        yield f"| {words.phrase('exchange', unit, shown=f'{excerpt.shown:,}', total=f'{excerpt.total:,}')}"
    if excerpt.charset:
        yield f"| {words.phrase('exchange', 'charset', charset=visible.line(excerpt.charset))}"


def _curl(failure: Failure) -> str:
    """A command that sends the request again, without its credentials; none where it could not be the same request."""
    exchange = failure.exchange
    url = exchange.request.url or ""
    if exchange.client.in_process or not url.lower().startswith(("http://", "https://")) or not _can_send(failure.sent):
        return ""
    # `-v` tells how far a connection came.
    parts = ["curl", "-i" if exchange.answered else "-v", *_curl_method(exchange, failure)]
    for name, value in exchange.request.fields or ():
        if name.lower() not in _NEVER and not (name.lower() == "accept" and value == "*/*"):
            parts += ["-H", f"{name.lower()}: {value}"]
    if failure.sent.text:
        parts += ["--data-raw", failure.sent.text]
    command = " ".join(shlex.quote(part) for part in (*parts, url))
    shown = visible.inert(f"$ {visible.visible(command)}")
    return shown if len(shown) <= LONGEST_CURL and "\n" not in shown else ""


def _can_send(sent: Excerpt) -> bool:
    """Whether all of the content is at hand as text, or there is none."""
    if sent.kind in {"unread", "unknown", "empty", "gone"}:
        return True
    return sent.kind in {"json", "form", "text"} and not sent.total


def _curl_method(exchange: Exchange, failure: Failure) -> list[str]:
    method = exchange.request.method or "GET"
    if method == "HEAD":
        return ["--head"]
    return [] if method == ("POST" if failure.sent.text else "GET") else ["-X", method]
