"""What may leave: redacted, bounded, exact builtins. Everything that came from outside passes here once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_httpstatus._model import MOST_FIELDS, Exchange, Failure, Finding, Hop, Request, Response, Unmet
from pytest_httpstatus._sealing import excerpt
from pytest_httpstatus._sealing.redaction import Redactor
from pytest_httpstatus._sealing.scrubbing import Scrubber

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_httpstatus._content import Content
    from pytest_httpstatus._model import ContentState, Evidence, Excerpt, Fields, Symptom
    from pytest_httpstatus._settings import Settings

LONGEST_VALUE: Final = 400
LONGEST_URL: Final = 1_000
LONGEST_EVIDENCE: Final = 300
LONGEST_SAID: Final = 200
MOST_HOPS: Final = 12
MOST_FACTS: Final = 30
MOST_CHECKS: Final = 3
LONGEST_READ: Final = 65_536


class Draft(NamedTuple):
    """A failure as the corridor found it, before it may leave."""

    exchange: Exchange
    sent: Content
    received: Content
    expected: str = ""
    matched: bool = False
    unmet: tuple[Unmet, ...] = ()
    remarks: tuple[Unmet, ...] = ()
    findings: tuple[Finding, ...] = ()
    said: tuple[str, ...] = ()
    because: str = ""
    symptom: Symptom = ""
    earlier: tuple[Hop, ...] = ()


class Sealed(NamedTuple):
    """A failure that may travel, and what hides its credentials in texts of others, which stays here."""

    failure: Failure
    scrubber: Scrubber


def seal(draft: Draft, settings: Settings) -> Sealed:
    """Redact, bound and convert a failure, so that it may be printed, kept and sent to another process."""
    # What the test sent before is a credential still.
    known = replace(draft.exchange, hops=(*draft.exchange.hops, *draft.earlier))
    redactor = Redactor(known, settings.redact, draft.sent, draft.received)
    return Sealed(_sealed(draft, _Sealer(redactor), settings.body_limit), scrubber(redactor, known))


def scrubber(redactor: Redactor, exchange: Exchange) -> Scrubber:
    """What hides the credentials of an exchange in texts of others."""
    asked = (exchange.request, *(hop.request for hop in exchange.hops))
    places = (place for each in asked for place in redactor.places((each.url or "")[:LONGEST_READ]))
    return Scrubber(redactor.values, places)


def scrubber_of(exchanges: Iterable[Exchange], names: tuple[str, ...]) -> Scrubber:
    """What hides the credentials of some exchanges in texts of others.

    Args:
        exchanges: What was asked and answered.
        names: More names, given by the user, whose values are hidden.
    """
    steps = tuple(step for each in exchanges for step in (*each.hops, Hop(each.request, each.response)))
    known = Exchange(Response(0), hops=steps)
    return scrubber(Redactor(known, names), known)


def _sealed(draft: Draft, sealer: _Sealer, limit: int) -> Failure:
    return Failure(
        sealer.exchange(draft.exchange),
        # Our own words, in the grammar of expectations: no credential could stand in them, and none may damage them.
        expected=shortened(clean(draft.expected), LONGEST_EVIDENCE),
        matched=draft.matched,
        unmet=tuple(map(sealer.unmet, draft.unmet)),
        remarks=tuple(map(sealer.unmet, draft.remarks)),
        findings=tuple(map(sealer.finding, draft.findings)),
        said=tuple(sealer.text(each, LONGEST_SAID) for each in draft.said),
        because=sealer.text(draft.because),
        symptom=draft.symptom,
        earlier=tuple(map(sealer.hop, draft.earlier)),
        sent=sealer.sent(draft.sent, limit),
        received=sealer.received(draft.received, draft.exchange.response.content_state, limit),
    )


def clean(text: object) -> str:
    """An exact `str` that every file and every pipe takes: one lone surrogate ends a whole xdist run."""
    exact = str.__str__(text) if isinstance(text, str) else str(text)
    return exact.encode("utf-8", "backslashreplace").decode("utf-8")


def shortened(text: str, longest: int) -> str:
    """Cut at the end, with three dots."""
    return text if len(text) <= longest else text[: longest - 3] + "..."


class _Sealer:
    def __init__(self, redactor: Redactor) -> None:
        self.redactor = redactor

    def text(self, text: object, longest: int = LONGEST_EVIDENCE) -> str:
        # Cut once generously before, so that no pattern sees a megabyte, and once exactly, after the credentials went.
        plain = clean(text)
        return self._within(self.redactor.head(plain, longest * 8), plain, longest)

    def _within(self, hidden: str, plain: str, longest: int) -> str:
        cut = len(plain) > longest * 8 and len(hidden) <= longest - 3
        return f"{hidden}..." if cut else shortened(hidden, longest)

    def evidence(self, evidence: Evidence) -> Evidence:
        return tuple((clean(name), self.text(value)) for name, value in evidence)

    def unmet(self, unmet: Unmet) -> Unmet:
        return replace(unmet, evidence=self.evidence(unmet.evidence))

    def finding(self, finding: Finding) -> Finding:
        # A project that forgets the comma of a tuple means one check, not its letters.
        checks = (finding.checks,) if isinstance(finding.checks, str) else finding.checks[:MOST_CHECKS]
        return Finding(
            clean(finding.id),
            self.evidence(finding.evidence),
            self.text(finding.likely),
            tuple(map(self.text, checks)),
        )

    def fields(self, fields: Fields | None) -> Fields | None:
        if fields is None:
            return None
        return tuple((self.text(name, 80), self._value(name, value)) for name, value in fields[:MOST_FIELDS])

    def _value(self, name: str, value: str) -> str:
        # A field of its own grammar is read whole; what is longer than servers take is no field worth reading.
        return shortened(clean(self.redactor.field(name, value[:LONGEST_READ])), LONGEST_VALUE)

    def request(self, request: Request) -> Request:
        return Request(
            None if request.method is None else self.text(request.method, 40),
            None if request.url is None else self._url(request.url),
            self.fields(request.fields),
        )

    def _url(self, url: str) -> str:
        return shortened(clean(self.redactor.url(url[:LONGEST_READ])), LONGEST_URL)

    def response(self, response: Response) -> Response:
        reason = None if response.reason is None else self.text(response.reason, 80)
        version = None if response.version is None else clean(response.version)[:10]
        return replace(response, reason=reason, version=version, fields=self.fields(response.fields), content=None)

    def exchange(self, exchange: Exchange) -> Exchange:
        # The first one, which the test made, and the last ones.
        hops = tuple(map(self.hop, exchange.hops[:1] + exchange.hops[1:][1 - MOST_HOPS :]))
        answer, request = self.response(exchange.response), self.request(exchange.request)
        return Exchange(answer, request, hops, exchange.client, self.facts(exchange.facts))

    def facts(self, facts: Evidence) -> Evidence:
        shown = facts[:MOST_FACTS]
        return tuple((self.text(name, 80), self._value(name.rpartition(":")[2], value)) for name, value in shown)

    def hop(self, hop: Hop) -> Hop:
        return Hop(self.request(hop.request), self.response(hop.response))

    def sent(self, content: Content, limit: int) -> Excerpt:
        # The answer is what the reader is after.
        return _cleaned(excerpt.sent(content, self.redactor, -(-limit // 3)))

    def received(self, content: Content, state: ContentState, limit: int) -> Excerpt:
        return _cleaned(excerpt.received(content, state, self.redactor, limit))


def _cleaned(made: Excerpt) -> Excerpt:
    return replace(made, text=clean(made.text), media_type=clean(made.media_type)[:100])
