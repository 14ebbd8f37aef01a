"""The HTTP exchange as text: every remote line behind a gutter, `>` request, `<` response, `|` content."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from pytest_httpstatus import _fields
from pytest_httpstatus._rendering import visible
from pytest_httpstatus._rendering.message import code_and_phrase
from pytest_httpstatus._rendering.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_httpstatus._model import Excerpt, Exchange, Failure, Fields
    from pytest_httpstatus._settings import Detail

MOST: Final = 4_000
"""Characters of a transcript, so that 5,000 failures stay readable by CI servers."""

_LONGEST_LINE: Final = 300
_ALWAYS_SENT: Final = ("accept", "content-type")
_ALWAYS: Final = (
    "content-type", "location", "retry-after", "server", "via", "age", "cache-status", "deprecation", "sunset",
    "x-request-id", "x-correlation-id", "x-amzn-requestid", "cf-ray", "traceparent",
)  # fmt: skip
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
    401: (("www-authenticate",), ("authorization", "cookie")),
    403: (("www-authenticate", *_LIMITS, "cf-mitigated"), ("authorization", "cookie", "origin", "referer", "x-csrftoken")),
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
    401: (("www-authenticate",), ("authorization", "cookie")),
    405: (("allow",), ()),
    407: (("proxy-authenticate",), ("proxy-authorization",)),
    415: ((), ("content-type",)),
    428: ((), ("if-match",)),
}
_NEVER: Final = frozenset({"user-agent", "accept-encoding", "connection", "host", "content-length", "transfer-encoding"})


def transcript(failure: Failure, lang: str, detail: Detail = "normal") -> str:
    """The exchange of a failure; empty where nothing but the code is known."""
    exchange = failure.exchange
    if exchange.request.method is None and exchange.request.url is None and exchange.response.fields is None:
        return ""
    words = Words(lang, exchange.client)
    lines = [*_request(failure, words, detail), *_response(failure, words, detail)]
    curl = _curl(failure)
    text = _bounded([visible.cut(line, _LONGEST_LINE) for line in lines], MOST - len(curl))
    return visible.inert("\n".join([*text, curl] if curl else text))


def _bounded(lines: list[str], most: int) -> list[str]:
    used = 0
    for index, line in enumerate(lines):
        used += len(line) + 1
        if used > most:
            return [*lines[:index], "| ..."]
    return lines


def _request(failure: Failure, words: Words, detail: Detail) -> Iterator[str]:
    request = failure.exchange.request
    if request.method or request.url:
        yield f"> {visible.line(request.method or '')} {visible.line(request.url or '')}".rstrip()
    code = failure.exchange.response.code
    wanted = (*_ALWAYS_SENT, *_of(code)[1])
    yield from _field_lines(">", request.fields, wanted, _missed(code)[1], words, full=detail == "full")
    if failure.sent.kind not in {"unread", "unknown", "empty", "gone"}:
        yield from _content(failure.sent, words)


def _response(failure: Failure, words: Words, detail: Detail) -> Iterator[str]:
    response = failure.exchange.response
    yield f"< {_status_line(failure, words)}"
    wanted = (*_ALWAYS, *_of(response.code)[0])
    yield from _field_lines("<", response.fields, wanted, _missed(response.code)[0], words, full=detail == "full")
    if _shows_content(failure, detail):
        yield from _content(failure.received, words)
    elif failure.received.text:
        yield f"| {words.phrase('exchange', 'success')}"


def _shows_content(failure: Failure, detail: Detail) -> bool:
    """A success is shown when the mismatch is about content or class; `full` shows it always."""
    code = failure.exchange.response.code
    if detail == "full" or code // 100 != 2 or failure.matched:
        return True
    return not failure.expected.startswith("2")


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


def _field_lines(
    gutter: str, fields: Fields | None, wanted: Iterable[str], missed: Iterable[str], words: Words, *, full: bool
) -> Iterator[str]:
    if fields is None:
        return
    names = set(wanted)
    for name, value in fields:
        if full or name.lower() in names:
            yield f"{gutter} {visible.line(name.lower())}: {visible.line(value)}"
    present = {name.lower() for name, _ in fields}
    for name in missed:
        if name not in present:
            yield f"{gutter} {words.phrase('exchange', 'absent', name=name)}"


def _content(excerpt: Excerpt, words: Words) -> Iterator[str]:
    kind = excerpt.kind
    if kind in {"unread", "gone", "unknown", "empty"}:
        yield f"| {words.phrase('exchange', kind)}"
        return
    if kind in {"binary", "hidden"}:
        media_type = visible.line(excerpt.media_type) or words.phrase("exchange", "content")
        yield f"| {words.phrase('exchange', kind, media_type=media_type, size=f'{excerpt.size or 0:,}')}"
        return
    for line in visible.visible(excerpt.text).split("\n"):
        yield f"| {line}".rstrip()
    if excerpt.total:
        unit = "cut_bytes" if excerpt.total == excerpt.size else "cut_characters"
        yield f"| {words.phrase('exchange', unit, shown=f'{excerpt.shown:,}', total=f'{excerpt.total:,}')}"
    if excerpt.charset:
        yield f"| {words.phrase('exchange', 'charset', charset=visible.line(excerpt.charset))}"


def _curl(failure: Failure) -> str:
    """A command that sends the request again, without its credentials; none for an in-process client."""
    exchange = failure.exchange
    url = exchange.request.url or ""
    if exchange.client.in_process or not url.lower().startswith(("http://", "https://")):
        return ""
    parts = ["curl", "-i", *_curl_method(exchange, failure)]
    for name, value in exchange.request.fields or ():
        if name.lower() not in _NEVER and not (name.lower() == "accept" and value == "*/*"):
            parts += ["-H", f"{name.lower()}: {value}"]
    text = failure.sent.text
    if text and failure.sent.kind in {"json", "form", "text"} and not failure.sent.total and len(text) <= 500:
        parts += ["--data-raw", text]
    parts.append(url)
    command = " ".join(shlex.quote(part) for part in parts)
    return f"$ {visible.visible(command)}" if len(command) <= 1_000 and "\n" not in command else ""


def _curl_method(exchange: Exchange, failure: Failure) -> list[str]:
    method = exchange.request.method or "GET"
    if method == "HEAD":
        return ["--head"]
    implied = "POST" if failure.sent.text and failure.sent.kind in {"json", "form", "text"} else "GET"
    return [] if method == implied else ["-X", method]
