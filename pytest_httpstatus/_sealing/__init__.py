"""What may leave: redacted, bounded, exact builtins. Everything that came from outside passes here once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_httpstatus._model import Exchange, Failure, Finding, Hop, Request, Response, Unmet
from pytest_httpstatus._sealing.excerpt import excerpt
from pytest_httpstatus._sealing.redaction import Redactor

if TYPE_CHECKING:
    from pytest_httpstatus._content import Content
    from pytest_httpstatus._model import Evidence, Fields
    from pytest_httpstatus._settings import Settings

MOST_FIELDS: Final = 60
LONGEST_VALUE: Final = 400
LONGEST_URL: Final = 1_000
LONGEST_EVIDENCE: Final = 300
MOST_HOPS: Final = 12


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


def seal(draft: Draft, settings: Settings) -> Failure:
    """Redact, bound and convert a failure, so that it may be printed, kept and sent to another process."""
    sealer = _Sealer(Redactor(draft.exchange, settings.redact))
    limit = settings.body_limit
    return Failure(
        sealer.exchange(draft.exchange),
        expected=sealer.text(draft.expected),
        matched=draft.matched,
        unmet=tuple(map(sealer.unmet, draft.unmet)),
        remarks=tuple(map(sealer.unmet, draft.remarks)),
        findings=tuple(map(sealer.finding, draft.findings)),
        said=tuple(map(sealer.text, draft.said)),
        because=sealer.text(draft.because),
        sent=_clean_excerpt(draft.sent, "kept", sealer, limit),
        received=_clean_excerpt(draft.received, draft.exchange.response.content_state, sealer, limit),
    )


def _clean_excerpt(content: Content, state: object, sealer: _Sealer, limit: int) -> object:
    made = excerpt(content, state, sealer.redactor, limit)  # type: ignore[arg-type]
    return replace(made, text=clean(made.text), media_type=clean(made.media_type)[:100])


def clean(text: str) -> str:
    """An exact `str` that every file and every pipe takes: one lone surrogate ends a whole xdist run."""
    return str.__str__(text).encode("utf-8", "backslashreplace").decode("utf-8")


class _Sealer:
    def __init__(self, redactor: Redactor) -> None:
        self.redactor = redactor

    def text(self, text: str, longest: int = LONGEST_EVIDENCE) -> str:
        # Cut once generously before, so that no pattern sees a megabyte, and once exactly, after the credentials went.
        hidden = clean(self.redactor.text(text[: longest * 8]))
        return hidden if len(hidden) <= longest else hidden[: longest - 3] + "..."

    def evidence(self, evidence: Evidence) -> Evidence:
        return tuple((name, self.text(value)) for name, value in evidence)

    def unmet(self, unmet: Unmet) -> Unmet:
        return replace(unmet, evidence=self.evidence(unmet.evidence))

    def finding(self, finding: Finding) -> Finding:
        return Finding(
            clean(finding.id),
            self.evidence(finding.evidence),
            self.text(finding.likely),
            tuple(self.text(each) for each in finding.checks[:3]),
        )

    def fields(self, fields: Fields | None) -> Fields | None:
        if fields is None:
            return None
        lines = ((name, self.redactor.field(name, value[: LONGEST_VALUE * 8])) for name, value in fields[:MOST_FIELDS])
        return tuple((self.text(name, 80), self._short(clean(value))) for name, value in lines)

    def _short(self, value: str) -> str:
        return value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 3] + "..."

    def request(self, request: Request) -> Request:
        return Request(
            None if request.method is None else self.text(request.method, 40),
            None if request.url is None else clean(self.redactor.url(request.url[: LONGEST_URL * 4]))[:LONGEST_URL],
            self.fields(request.fields),
        )

    def response(self, response: Response) -> Response:
        reason = None if response.reason is None else self.text(response.reason, 80)
        version = None if response.version is None else clean(response.version)[:10]
        return replace(
            response, reason=reason, version=version, fields=self.fields(response.fields), content=None
        )

    def exchange(self, exchange: Exchange) -> Exchange:
        hops = tuple(Hop(self.request(hop.request), self.response(hop.response)) for hop in exchange.hops[-MOST_HOPS:])
        return Exchange(self.response(exchange.response), self.request(exchange.request), hops, exchange.client)
