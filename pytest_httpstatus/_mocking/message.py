"""What a failed assertion about calls says: one line of news, then what the client did after each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_httpstatus import _content, _fields, _settings
from pytest_httpstatus._assertions import StatusMismatch
from pytest_httpstatus._mocking.faults import CHECKS, faults, seconds
from pytest_httpstatus._model import Exchange, Hop
from pytest_httpstatus._rendering import labelled, visible
from pytest_httpstatus._rendering.message import MOST_CHECKS, MOST_HOPS, MOST_LIKELY
from pytest_httpstatus._rendering.news import (
    LONGEST_HEADLINE,
    SHORTEST_PATH,
    code_and_phrase,
    hosts_differ,
    shown_target,
)
from pytest_httpstatus._rendering.words import Words, failed_part
from pytest_httpstatus._sealing import Draft, seal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpstatus._mocking.calls import Call
    from pytest_httpstatus._model import Failure, Finding
    from pytest_httpstatus._sealing import Sealed
    from pytest_httpstatus._settings import Settings

_ROOM: Final = "calls"
_MOST_ELSEWHERE: Final = 3


class Told(NamedTuple):
    """What is known of a failed assertion.

    Attributes:
        kind: The news: `calls`, `wait`, `no_wait` or `repeats`.
        said: What came and what was expected.
        calls: The calls that are asserted of.
        first: The first of them, or what was to be called.
        log: All calls of the test.
        method: The only method that was counted.
        more: Whether further calls were expected.
        because: The user's reason.
    """

    kind: str
    said: dict[str, float]
    calls: tuple[Call, ...]
    first: Hop
    log: tuple[Call, ...]
    method: str | None = None
    more: bool = False
    because: str | None = None


def mismatch(told: Told) -> StatusMismatch:
    """The failure, told in the language of the run. A fault of ours costs the explanation, never the failure."""
    settings = _settings.current()
    try:
        sealed = _sealed(told, settings)
        error = StatusMismatch("\n".join(_lines(told, sealed.failure, Words(settings.lang))))
        error._scrubber = sealed.scrubber  # noqa: SLF001  # ours: it is for the report alone
    except Exception as fault:  # noqa: BLE001  # see above
        line = failed_part("message", type(fault).__name__, settings.lang)
        got, expected = (seconds(told.said.get(name, 0)) for name in ("got", "expected"))
        return StatusMismatch(f"got {got}, expected {expected}\n  {line}")
    return error


def _sealed(told: Told, settings: Settings) -> Sealed:
    """The calls as the hops of an exchange, and the faults as its findings: nothing else is shown."""
    hops = [each.hop for each in told.calls] or [told.first]
    last = hops[-1]
    draft = Draft(
        Exchange(last.response, last.request, tuple(hops[:-1])),
        sent=_content.read(last.request.content, last.request.fields),
        received=_content.read(None, None),
        findings=tuple(sorted(faults(told.calls, told.log, more=told.more), key=lambda each: not _meant(told, each))),
        because=told.because or "",
        # Where nothing came, what came elsewhere may say why.
        earlier=() if told.calls else tuple(each.hop for each in told.log[-_MOST_ELSEWHERE:]),
    )
    return seal(draft, settings)


def _meant(told: Told, finding: Finding) -> bool:
    """Whether the finding is about the very thing that was asserted."""
    return told.kind == "wait" and finding.id.startswith("ignored")


def _lines(told: Told, failure: Failure, words: Words) -> Iterator[str]:
    yield _headline(told, failure, words)
    parts = {
        "calls": list(_calls(told, failure, words)) if told.calls else [words.phrase(_ROOM, "none")],
        "earlier": [f"{_asked(each, failure)}: {_answer(each, words)}" for each in failure.earlier],
        "likely": list(filter(None, (_likely(each, words) for each in failure.findings)))[:MOST_LIKELY],
        "check": [f"- {each}" for each in _checks(failure, words)],
        "because": [failure.because] if failure.because else [],
    }
    yield from (labelled(label, texts, words.lang) for label, texts in parts.items() if texts)


def _headline(told: Told, failure: Failure, words: Words) -> str:
    request = failure.exchange.first
    method = visible.line(told.method or request.method or "")
    path = shown_target(request, with_host=False)
    got = told.said.get("got", 0)
    several = {0: "_none", 1: "_one"}.get(int(got), "") if told.kind != "wait" else ""
    key = f"got_{told.kind}{several}"
    said = {name: seconds(value) for name, value in told.said.items()}
    bare = words.phrase(_ROOM, key, **said, target=f"{method} ".lstrip())
    left = max(SHORTEST_PATH, LONGEST_HEADLINE - visible.width(bare))
    return visible.inert(bare + visible.cut_middle(path, left)).rstrip()


def _calls(told: Told, failure: Failure, words: Words) -> Iterator[str]:
    """Each call with what it was answered, after the wait that the client made."""
    hops = [*failure.exchange.hops, Hop(failure.exchange.request, failure.exchange.response)][-MOST_HOPS:]
    skipped, code = len(told.calls) - len(hops), 0
    targets = {shown_target(each.request, with_host=hosts_differ(failure)) for each in hops}
    if skipped:
        yield words.phrase(_ROOM, "before", count=skipped)
    for number, (hop, call) in enumerate(zip(hops, told.calls[skipped:], strict=True), start=skipped + 1):
        request = _asked(hop, failure) if len(targets) > 1 else visible.line(hop.request.method or "")
        said = {"number": number, "request": request, "answer": _answer(hop, words, named=call.status == code)}
        code = call.status
        if call.waited is None:
            yield words.phrase(_ROOM, "call", **said)
        else:
            yield words.phrase(_ROOM, "call_after", **said, seconds=seconds(call.waited))
    yield words.phrase(_ROOM, "ended")


def _asked(hop: Hop, failure: Failure) -> str:
    target = shown_target(hop.request, with_host=hosts_differ(failure))
    return f"{visible.line(hop.request.method or '')} {visible.cut_middle(target, SHORTEST_PATH)}"


def _answer(hop: Hop, words: Words, *, named: bool = False) -> str:
    """The answer in one line; the phrase where the line above does not have it."""
    wait = _fields.value(hop.response.fields, "retry-after")
    location = _fields.value(hop.response.fields, "location")
    more = {"retry-after": wait, words.phrase("text", "location"): location}
    told = (f"{name}: {visible.line(value)}" for name, value in more.items() if value)
    answer = str(hop.response.code) if named else code_and_phrase(hop.response, words)
    return ", ".join([answer, *told])


def _likely(finding: Finding, words: Words) -> str:
    if finding.id == "no_call":
        return ""
    return words.phrase(_ROOM, f"likely_{finding.id.partition('.')[0]}", **dict(finding.evidence))


def _checks(failure: Failure, words: Words) -> list[str]:
    found = [
        words.phrase(_ROOM, f"check_{check}", **dict(finding.evidence))
        for finding in failure.findings
        for check in CHECKS[finding.id]
    ]
    return list(dict.fromkeys(found))[:MOST_CHECKS]
