"""What the calls prove about the client."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pytest_httpstatus import _fields
from pytest_httpstatus._catalogue.codes import BY_CODE
from pytest_httpstatus._model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytest_httpstatus._mocking.calls import Call

_NOT_IDEMPOTENT: Final = frozenset({"POST", "PATCH"})
_LOSES_METHOD: Final = frozenset({301, 302})
"""Redirects that keep the method by their definition, and lose it by the practice of clients (section 15.4.2)."""

_REFUSED_BEFORE: Final = frozenset({425, 429})
"""Errors that say that the request was not carried out."""

CHECKS: Final = {
    "final.credentials": ("credentials",),
    "final.retry": ("leave_code_out",),
    "final.own": ("mend_first",),
    "not_idempotent.retry": ("leave_method_out",),
    "not_idempotent.own": ("idempotency_key",),
    "again.retry": ("leave_method_out",),
    "ignored.retry": ("respect",),
    "ignored.own": ("sleep",),
    "gave_up": ("try_again",),
    "method_changed": ("keep_method",),
    "no_call": ("ask",),
}
"""What to do, by the id of the finding. What stands before the dot names the sentence."""


def faults(calls: Sequence[Call], log: Sequence[Call], *, more: bool) -> list[Finding]:
    """Find what the client did wrong, each fault once.

    Args:
        calls: The calls that are asserted of.
        log: All calls of the test, redirects to these among them.
        more: Whether further calls were expected.
    """
    if not calls:
        return [Finding("no_call")]
    found = [*_changed(calls, log), *(each for pair in pairwise(calls) for each in _repeated(*pair))]
    if more:
        found += _gave_up(calls[-1])
    return list({each.id.partition(".")[0]: each for each in reversed(found)}.values())[::-1]


def _changed(calls: Sequence[Call], log: Sequence[Call]) -> Iterator[Finding]:
    """A redirect that was followed with another method."""
    for before, after in pairwise(log):
        location = _fields.value(before.hop.response.fields, "location")
        if before.status not in _LOSES_METHOD or location is None or before.method == after.method:
            continue
        target = _fields.target(location, before.url)
        if after in calls and target == _fields.target(after.url, None):
            path = _fields.path_of(target).partition("?")[0]
            yield _finding("method_changed", before, after=after.method, location=path)


def _repeated(before: Call, after: Call) -> Iterator[Finding]:
    who = "retry" if after.by_retry else "own"
    asked = before.asked_to_wait
    if before.same_request(after):
        yield from _needless(before, who)
    if asked is not None and (after.waited or 0.0) < before.least_wait:
        yield _finding(f"ignored.{who}", before, waited=seconds(after.waited or 0.0), asked=str(asked))


def _needless(before: Call, who: str) -> Iterator[Finding]:
    """The same request again, where that does not help or may do harm."""
    known = BY_CODE.get(before.status)
    if known is not None and known.retry == "final" and before.asked_to_wait is None:
        yield _finding("final.credentials" if before.status == 401 and who == "own" else f"final.{who}", before)
    elif before.method in _NOT_IDEMPOTENT and _fields.value(before.hop.request.fields, "idempotency-key") is None:
        if before.status >= 400 and before.status not in _REFUSED_BEFORE:
            yield _finding(f"not_idempotent.{who}", before)
        elif who == "retry":
            yield _finding("again.retry", before)


def _gave_up(last: Call) -> Iterator[Finding]:
    known = BY_CODE.get(last.status)
    if known is not None and known.retry == "transient" and last.method not in _NOT_IDEMPOTENT:
        yield _finding("gave_up", last)


def _finding(name: str, call: Call, **evidence: str) -> Finding:
    known = BY_CODE.get(call.status)
    answer = f"{call.status} {known.phrase if known else ''}".strip()
    return Finding(name, tuple({"method": call.method, "code": str(call.status), "answer": answer, **evidence}.items()))


def seconds(value: float) -> str:
    """Seconds as people say them: `3`, `0.5`."""
    return f"{value:.1f}".removesuffix(".0")
