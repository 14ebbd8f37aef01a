"""Properties of a failed test for JUnit XML and for other reporters: what came and what was expected, for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from pytest_httpstatus._rendering.news import shown_target
from pytest_httpstatus._rendering.visible import cut_middle, line
from pytest_httpstatus._rendering.words import proved

if TYPE_CHECKING:
    import pytest

    from pytest_httpstatus._model import Failure

Pairs: TypeAlias = list[tuple[str, str]]

LONGEST: Final = 200
NO_ANSWER: Final = "no answer"


class Noted(NamedTuple):
    """What is kept of a test's failures until its teardown report, whose properties stand for the test.

    Attributes:
        when: The phase of the first failure.
        pairs: Its properties.
        failures: How many there were.
    """

    when: str
    pairs: Pairs
    failures: int = 1


def note(report: pytest.TestReport, failure: Failure, before: Noted | None) -> Noted:
    """Add a failure to what is kept of its test."""
    pairs = properties(failure)
    if report.when == "call":
        # JUnit closes the test case of a failed call by this report, where the teardown fails too.
        report.user_properties += pairs
    if before is None or _apart(report, before):
        return Noted(report.when or "", pairs)
    return before._replace(failures=before.failures + 1)


def add(report: pytest.TestReport, noted: Noted) -> None:
    """Give the teardown report, the last one, the properties of its test."""
    if not _apart(report, noted):
        number = [("httpstatus.failures", str(noted.failures))] if noted.failures > 1 else []
        report.user_properties += [*noted.pairs, *number]


def _apart(report: pytest.TestReport, noted: Noted) -> bool:
    """Whether JUnit makes a test case of its own of this report: that of a teardown that fails after a failed call."""
    return report.when == "teardown" and report.failed and noted.when == "call"


def properties(failure: Failure) -> Pairs:
    """Names and values, in words of no language. What is not known is left out."""
    exchange = failure.exchange
    request = exchange.first if exchange.answered else exchange.request
    values = {
        "expected": failure.expected,
        "got": str(exchange.response.code) if exchange.answered else NO_ANSWER,
        "cause": _cause(failure),
        "method": request.method or "",
        # Where no answer came, the host is what matters.
        "target": shown_target(request, with_host=False) if exchange.answered else request.url or "",
    }
    return [(f"httpstatus.{name}", cut_middle(line(value), LONGEST)) for name, value in values.items() if value]


def _cause(failure: Failure) -> str:
    """The id of what is proved, else of the first rule that is not met."""
    first = proved(failure) or next(iter(failure.unmet), None)
    return first.id if first is not None else ""
