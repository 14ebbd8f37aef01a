"""The labelled lines under the headline: what an exception says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from pytest_httpstatus import _fields
from pytest_httpstatus._rendering import visible, waited
from pytest_httpstatus._rendering.news import code_and_phrase, headline, hosts_differ, is_code, shown_target
from pytest_httpstatus._rendering.words import FAILED, Words, failed_part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_httpstatus._model import Failure, Hop, VendorMeaning
    from pytest_httpstatus._settings import Detail

COLUMNS: Final = 72
INDENT: Final = 2
LABEL: Final = 13
LONGEST_HOP: Final = 30
ROOM: Final = COLUMNS - INDENT - LABEL
LONGEST_TRACE: Final = ROOM
MOST_LIKELY: Final = 2
MOST_CHECKS: Final = 3
MOST_HOPS: Final = 6
MOST_TRACES: Final = 2
_WITH_RETRY_AFTER: Final = frozenset({300, 301, 302, 303, 304, 305, 306, 307, 308, 403, 413})
"""Codes that are final, unless the server says when to come back."""

_TRACE_FIELDS: Final = (
    "x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "x-amz-request-id", "x-amzn-trace-id",
    "x-ms-request-id", "cf-ray", "x-trace-id", "traceparent", "sentry-trace", "x-sentry-id",
)  # fmt: skip


def render(failure: Failure, lang: str, detail: Detail = "normal") -> str:
    """The text of a failure without its exchange: one line of news, then labelled lines."""
    words = Words(lang, failure.exchange.client)
    parts = (part for part in _PARTS if part.in_short or detail != "short")
    lines = (line for part in parts for line in _said(part, failure, words, detail))
    return "\n".join([headline(failure, lang), *map(visible.inert, lines), *_failed(failure, lang)])


def labelled(label: str, texts: list[str], lang: str) -> str:
    """Labelled lines alone, laid out as in a message: for what is known only once a report is made."""
    shown = [visible.line(each) for each in texts]
    lines = _lines(_Part(label, lambda _failure, _words, _detail: shown, "once"), Words(lang), shown)
    return "\n".join(map(visible.inert, lines))


def _failed(failure: Failure, lang: str) -> list[str]:
    """A line for what could not even be looked for: a project's own hook that raised."""
    found = [dict(each.evidence) for each in failure.findings if each.id == FAILED]
    return [f"{' ' * INDENT}{failed_part(each.get('part', ''), each.get('error', ''), lang)}" for each in found]


def _said(part: _Part, failure: Failure, words: Words, detail: Detail) -> list[str]:
    """The lines of one part; one that fails says so in one line, and the others are there."""
    words = Words("en", failure.exchange.client) if part.english else words
    try:
        return list(_lines(part, words, part.texts(failure, words, detail)))
    except Exception as error:  # noqa: BLE001  # nothing of ours may hide the user's failure
        return [f"{' ' * INDENT}{failed_part(part.label, type(error).__name__, words.lang)}"]


def _lines(part: _Part, words: Words, texts: list[str]) -> Iterator[str]:
    """Lay labelled text out: two blanks, the label in its column, the text wrapped beside it."""
    label = visible.pad(words.label(part.label), LABEL)
    bullet = "- " if part.layout == "bullets" else ""
    # What goes on in the next line must not look like the next row, or the next check.
    hang = "" if part.layout == "each" else "  "
    for index, text in enumerate(texts):
        for count, line in enumerate(visible.wrap(text, COLUMNS - INDENT - LABEL - len(hang))):
            lead = label if count == 0 and (index == 0 or part.layout == "each") else " " * LABEL
            yield f"{' ' * INDENT}{lead}{hang if count else bullet}{line}".rstrip()


def _logged(failure: Failure, _words: Words, _detail: Detail) -> list[str]:
    return [visible.line(each) for each in failure.logged]


def _server(failure: Failure, _words: Words, _detail: Detail) -> list[str]:
    return [visible.row(each) for each in failure.said]


def _broken(failure: Failure, words: Words, _detail: Detail) -> list[str]:
    return [said for each in failure.unmet if each.section and (said := words.unmet(each).sentence)]


def _unmet(failure: Failure, words: Words, _detail: Detail) -> list[str]:
    """What the caller asked for beyond the rules."""
    return [said for each in failure.unmet if not each.section and (said := words.unmet(each).sentence)]


def _likely(failure: Failure, words: Words, _detail: Detail) -> list[str]:
    return [said for each in failure.findings if (said := words.finding(each).sentence)][:MOST_LIKELY]


def _hops(failure: Failure, words: Words, _detail: Detail) -> list[str]:
    """Each redirect with where it led, and the answer that was asserted; methods and targets in columns."""
    exchange = failure.exchange
    if not exchange.redirects:
        return []
    rows = [(hop.request, hop.response, f", {_led_to(hop, words)}") for hop in exchange.hops]
    last = f", {words.phrase('text', 'asserted')}" if exchange.answered else ""
    rows.append((exchange.request, exchange.response, last))
    methods = _column([visible.line(request.method or "") for request, _, _ in rows])
    unknown = words.phrase("exchange", "unknown")
    targets = [shown_target(request, with_host=hosts_differ(failure)) or unknown for request, _, _ in rows]
    shown = _column([visible.cut_middle(target, LONGEST_HOP) for target in targets])
    lines = [
        f"{number}. {f'{method} {target}' if method else target}  {code_and_phrase(response, words)}{rest}"
        for number, (method, target, (_, response, rest)) in enumerate(zip(methods, shown, rows, strict=True), start=1)
    ]
    return lines if len(lines) <= MOST_HOPS else [*lines[:3], "...", *lines[-2:]]


def _column(texts: list[str]) -> list[str]:
    columns = max(map(visible.width, texts))
    return [visible.pad(text, columns) for text in texts]


def _earlier(failure: Failure, words: Words, _detail: Detail) -> list[str]:
    """What the same test was answered before."""
    if not failure.earlier:
        return []
    methods = _column([visible.line(hop.request.method or "") for hop in failure.earlier])
    targets = (shown_target(hop.request, with_host=False) for hop in failure.earlier)
    shown = _column([visible.cut_middle(target, LONGEST_HOP) for target in targets])
    asked = [f"{method} {target}" if method else target for method, target in zip(methods, shown, strict=True)]
    return [
        f"{target}  {code_and_phrase(hop.response, words)}{_location(hop, words)}".strip()
        for target, hop in zip(asked, failure.earlier, strict=True)
    ]


def _location(hop: Hop, words: Words) -> str:
    location = _fields.value(hop.response.fields, "location")
    return f", {words.phrase('text', 'location')}: {visible.line(location)}" if location else ""


def _led_to(hop: Hop, words: Words) -> str:
    location = _fields.value(hop.response.fields, "location")
    if not location:
        return words.phrase("exchange", "absent", name="location")
    return f"{words.phrase('text', 'location')}: {visible.line(location)}"


def _means(failure: Failure, words: Words, detail: Detail) -> list[str]:
    """The catalogue's sentence; left out where the lines above say more."""
    code = failure.exchange.response.code
    if not is_code(code):
        return []
    status = words.status(code)
    told = failure.said or failure.unmet or _likely(failure, words, detail)
    if told and detail != "full" and status.registered:
        return []
    return [recognised_vendor(failure, words) or _unregistered(code, words) or status.meaning]


def _unregistered(code: int, words: Words) -> str:
    if words.status(code).registered:
        return ""
    return words.phrase("text", "unregistered" if code < 600 else "outside", code=code, base=code // 100 * 100)


def recognised_vendor(failure: Failure, words: Words) -> str:
    """What the vendor means by the code, where a marker in the response tells the vendor; else empty."""
    vendor = _vendor(failure, words)
    return words.phrase("text", "vendor", vendor=vendor.vendor, means=vendor.meaning) if vendor else ""


def _vendor(failure: Failure, words: Words) -> VendorMeaning | None:
    response = failure.exchange.response
    special = {":content": failure.received.text, ":host": _fields.origin(failure.exchange.request.url)[1]}
    for vendor in words.status(response.code).vendors:
        for name, wanted in vendor.markers:
            text = special.get(name, _fields.value(response.fields, name))
            if text is not None and wanted.lower() in text.lower():
                return vendor
    return None


def _checks(failure: Failure, words: Words, _detail: Detail) -> list[str]:
    """Those of the rules and causes that are said, then those of the others; the catalogue's where no cause is said."""
    causes = sorted((words.finding(each) for each in failure.findings), key=lambda said: not said.sentence)
    rules = [words.unmet(each) for each in (*failure.unmet, *failure.remarks)]
    found = [check for each in (*rules, *causes) for check in each.checks]
    code = failure.exchange.response.code
    proved = failure.unmet or any(each.sentence for each in causes)
    if not proved and not failure.matched and is_code(code):
        found += (_vendor(failure, words) or words.status(code)).checks
    return list(dict.fromkeys(found))[:MOST_CHECKS]


def _because(failure: Failure, _words: Words, _detail: Detail) -> list[str]:
    return [visible.line(failure.because)] if failure.because else []


def _traces(failure: Failure, _words: Words, _detail: Detail) -> list[str]:
    """Ids under which a log or a tracker knows this answer."""
    fields = failure.exchange.response.fields
    sent = failure.exchange.request.fields
    found = ((name, _fields.value(fields, name) or _fields.value(sent, name)) for name in _TRACE_FIELDS)
    return [f"{name} {visible.cut(visible.line(value), LONGEST_TRACE)}" for name, value in found if value][:MOST_TRACES]


def _transient(failure: Failure, words: Words, _detail: Detail) -> list[str]:
    """Whether a repeat may help: by the status, or where the server says when."""
    response = failure.exchange.response
    if not failure.exchange.answered and any(("transient", "yes") in each.evidence for each in failure.findings):
        return [words.phrase("text", "transient")]
    if failure.matched or not is_code(response.code):
        return []
    wait = _fields.retry_after(response.fields)
    retry = words.status(response.code).retry
    by_field = retry in {"transient", "depends"} or response.code in _WITH_RETRY_AFTER
    if wait is not None and by_field:
        return [words.phrase("text", "transient_after", seconds=wait)]
    if retry != "transient":
        return []
    return [words.phrase("text", "transient_tries" if response.code == 503 else "transient")]


class _Part(NamedTuple):
    """One labelled part.

    Attributes:
        label: Key of its label.
        texts: What it has to say.
        layout: One label a part, one label a text, or one bullet a text.
        in_short: Whether `short` says it.
        english: Whether it is the same line in every language, so that a saved search finds it.
    """

    label: str
    texts: Callable[[Failure, Words, Detail], list[str]]
    layout: Literal["once", "each", "bullets"] = "each"
    in_short: bool = True
    english: bool = False


_PARTS: Final = (
    _Part("logged", _logged, "once"),
    _Part("waited", lambda failure, words, _: waited.tries(failure.exchange.facts, words, ROOM), "once"),
    _Part("said", _server, "once"),
    _Part("broken", _broken),
    _Part("unmet", _unmet),
    _Part("likely", _likely),
    _Part("hops", _hops, "once", in_short=False),
    _Part("earlier", _earlier, "once", in_short=False),
    _Part("means", _means),
    _Part("check", _checks, "bullets"),
    _Part("because", _because),
    _Part("find", _traces, in_short=False),
    _Part("transient", _transient, english=True),
)
"""In the order of the message."""
