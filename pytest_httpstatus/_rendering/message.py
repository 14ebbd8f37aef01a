"""The headline and the labelled lines: what an exception says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_httpstatus import _fields
from pytest_httpstatus._rendering import visible
from pytest_httpstatus._rendering.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpstatus._model import Failure, Hop, Request, Response
    from pytest_httpstatus._settings import Detail

COLUMNS: Final = 76
LABEL: Final = 13
LONGEST_HEADLINE: Final = 60
SHORTEST_PATH: Final = 20
_MOST_HOPS: Final = 6
_TRACE_FIELDS: Final = (
    "x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "x-amz-request-id", "x-amzn-trace-id",
    "x-ms-request-id", "cf-ray", "x-trace-id", "traceparent", "sentry-trace", "x-sentry-id",
)  # fmt: skip


def render(failure: Failure, lang: str, detail: Detail = "normal") -> str:
    """The text of a failure without its exchange: one line of news, then labelled lines."""
    words = Words(lang, failure.exchange.client)
    body = _labelled(failure, words, detail)
    return "\n".join([headline(failure, lang), *(visible.inert(line) for line in body)])


def headline(failure: Failure, lang: str) -> str:
    """The one line that survives every cut: what came, what was expected, for which request."""
    words = Words(lang, failure.exchange.client)
    got = _got(failure, words)
    if failure.matched and failure.unmet:
        said = (words.unmet(each).headline for each in failure.unmet)
        values = {"got": got, "but": ", ".join(dict.fromkeys(each for each in said if each))}
        return _with_target(words, "broken", values, failure)
    if not failure.expected:
        return _with_target(words, "explain", {"got": got}, failure)
    with_phrase = _expected(failure, words)
    line = _with_target(words, "got", {"got": got, "expected": with_phrase}, failure)
    if visible.width(line) <= LONGEST_HEADLINE and "..." not in line:
        return line
    return _with_target(words, "got", {"got": got, "expected": visible.line(failure.expected)}, failure)


def _with_target(words: Words, key: str, values: dict[str, str], failure: Failure) -> str:
    method, path = _target(failure)
    if not method and not path:
        return visible.inert(values["got"] if key == "explain" else words.phrase("headline", f"{key}_no_target", **values))
    bare = words.phrase("headline", key, **values, target=f"{method} ".lstrip())
    room = max(SHORTEST_PATH, LONGEST_HEADLINE - visible.width(bare))
    return visible.inert(bare + visible.cut_middle(path, room))


def _got(failure: Failure, words: Words) -> str:
    got = code_and_phrase(failure.exchange.response, words)
    redirects = len(failure.exchange.redirects)
    if not redirects:
        return got
    return words.phrase("headline", "redirected" if redirects == 1 else "redirected_often", got=got, count=redirects)


def _expected(failure: Failure, words: Words) -> str:
    text = visible.line(failure.expected)
    if not (len(text) == 3 and text.isdecimal()):
        return text
    return f"{text} {_phrase(words, int(text))}".rstrip()


def code_and_phrase(response: Response, words: Words) -> str:
    """The code with the catalogue's phrase: the server's own may say anything, or nothing."""
    return f"{response.code} {_phrase(words, response.code)}".rstrip()


def _phrase(words: Words, code: int) -> str:
    phrase = words.status(code).phrase if 100 <= code <= 999 else ""
    return "" if phrase.startswith("(") else phrase


def _target(failure: Failure) -> tuple[str, str]:
    """Method and path of the request that the test made; the host too where hosts differ on the way."""
    first = failure.exchange.first
    hosts = {_fields.origin(request.url)[1] for request in _requests(failure) if _fields.origin(request.url)[1]}
    return visible.line(first.method or ""), _shown_target(first, with_host=len(hosts) > 1)


def _requests(failure: Failure) -> list[Request]:
    return [failure.exchange.request, *(hop.request for hop in failure.exchange.hops)]


def _shown_target(request: Request, *, with_host: bool) -> str:
    if not request.url:
        return ""
    host = _fields.origin(request.url)[1] if with_host else ""
    return visible.line(host + _fields.path_of(request.url))


def _labelled(failure: Failure, words: Words, detail: Detail) -> Iterator[str]:
    unmet = [words.unmet(each) for each in failure.unmet]
    causes = [words.finding(each) for each in failure.findings]
    likely = [each for each in causes if each.sentence][:2]
    yield from _lines(words.label("said"), [visible.line(each) for each in failure.said], together=True)
    yield from _lines(words.label("broken"), [each.sentence for each in unmet if each.sentence])
    yield from _lines(words.label("likely"), [each.sentence for each in likely])
    if detail != "short":
        yield from _lines(words.label("hops"), _hops(failure, words), together=True)
    if detail == "full" or not (failure.said or unmet or likely):
        yield from _lines(words.label("means"), _means(failure, words))
    yield from _lines(words.label("check"), _checks(failure, words, [*unmet, *likely, *causes]), bullets=True)
    yield from _lines(words.label("because"), [visible.line(failure.because)] if failure.because else [])
    if detail != "short":
        yield from _lines(words.label("find"), _traces(failure)[:2])
    yield from _lines("transient", _transient(failure, words))


def _lines(label: str, texts: list[str], *, together: bool = False, bullets: bool = False) -> Iterator[str]:
    """Lay labelled text out: two blanks, the label in its column, the text wrapped beside it."""
    start = visible.pad(label, LABEL)
    for index, text in enumerate(texts):
        bullet, hang = ("- ", "  ") if bullets else ("", "")
        for count, line in enumerate(visible.wrap(text, COLUMNS - LABEL - len(hang))):
            lead = start if count == 0 and (index == 0 or not (together or bullets)) else " " * LABEL
            yield f"  {lead}{hang if count else bullet}{line}".rstrip()


def _means(failure: Failure, words: Words) -> list[str]:
    code = failure.exchange.response.code
    if not 100 <= code <= 999:
        return []
    status = words.status(code)
    recognised = recognised_vendor(failure, words)
    return [recognised or status.meaning]


def recognised_vendor(failure: Failure, words: Words) -> str:
    """What the vendor means by the code, where a marker in the response tells the vendor; else empty."""
    response = failure.exchange.response
    host = _fields.origin(failure.exchange.request.url)[1]
    for vendor in words.status(response.code).vendors:
        for name, wanted in vendor.markers:
            text = {":content": failure.received.text, ":host": host}.get(name, _fields.value(response.fields, name))
            if text is not None and wanted.lower() in text.lower() and (text or not name.startswith(":")):
                return words.phrase("text", "vendor", vendor=vendor.vendor, means=vendor.meaning)
    return ""


def _checks(failure: Failure, words: Words, causes: list[object]) -> list[str]:
    found = [check for cause in causes for check in cause.checks]  # type: ignore[attr-defined]
    found += [check for each in failure.remarks for check in words.unmet(each).checks]
    code = failure.exchange.response.code
    if not found and not failure.matched and 100 <= code <= 999:
        found = list(words.status(code).checks)
    return list(dict.fromkeys(found))[:3]


def _hops(failure: Failure, words: Words) -> list[str]:
    """Each redirect with where it led, and the answer that was asserted."""
    exchange = failure.exchange
    if not exchange.redirects:
        return []
    hosts = {_fields.origin(request.url)[1] for request in _requests(failure)}
    hops: list[tuple[Request, Response, str]] = [
        (hop.request, hop.response, f", {words.phrase('text', 'location')}: {_location(hop)}") for hop in exchange.hops
    ]
    hops.append((exchange.request, exchange.response, f", {words.phrase('text', 'asserted')}"))
    rows = [
        (f"{request.method or ''} {_shown_target(request, with_host=len(hosts) > 1)}".strip(), response, rest)
        for request, response, rest in hops
    ]
    shown = [(visible.cut_middle(target, 30), response, rest) for target, response, rest in rows]
    columns = max(visible.width(target) for target, _, _ in shown)
    lines = [
        f"{number}. {visible.pad(target, columns)}  {code_and_phrase(response, words)}{rest}"
        for number, (target, response, rest) in enumerate(shown, start=1)
    ]
    return lines if len(lines) <= _MOST_HOPS else [*lines[:3], "...", *lines[-2:]]


def _location(hop: Hop) -> str:
    return visible.line(_fields.value(hop.response.fields, "location") or "")


def _traces(failure: Failure) -> list[str]:
    """Ids under which a log or a tracker knows this answer."""
    fields = failure.exchange.response.fields
    sent = failure.exchange.request.fields
    found = ((name, _fields.value(fields, name) or _fields.value(sent, name)) for name in _TRACE_FIELDS)
    return [f"{name} {visible.cut(visible.line(value), 60)}" for name, value in found if value]


def _transient(failure: Failure, words: Words) -> list[str]:
    """Whether a repeat may help: by the status, or where the server says when."""
    response = failure.exchange.response
    if failure.matched or not 100 <= response.code <= 999:
        return []
    wait = _fields.retry_after(response.fields)
    retry = words.status(response.code).retry
    if wait is not None and (retry in {"transient", "depends"} or response.code in {403, 413} or response.code // 100 == 3):
        return [words.phrase("text", "transient_after", seconds=wait)]
    if retry != "transient":
        return []
    return [words.phrase("text", "transient_tries" if response.code == 503 else "transient")]
