"""What differs between runs with the plugin and runs without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tests.neutral.run import Run
from tests.neutral.suites import Suite


@dataclass(frozen=True, slots=True)
class Comparison:
    """The runs of one suite, in pairs.

    Attributes:
        suite: What was run.
        without: Runs without the plugin.
        with_it: Runs with it.
    """

    suite: Suite
    without: tuple[Run, Run]
    with_it: tuple[Run, Run]

    @property
    def differences(self) -> list[str]:
        """What a run with the plugin shows and no run without it: a line each."""
        return sorted({*self._tests(), *self._warnings(), *self._ends(), *self._faults()})

    @property
    def unsteady(self) -> list[str]:
        """The tests that come out in two ways without the plugin."""
        first, second = self.without
        return sorted(test for test in {*first.outcomes, *second.outcomes} if _what(first, test) != _what(second, test))

    @property
    def cost(self) -> float:
        """The processor's time with the plugin over that without."""
        return sum(each.worked for each in self.with_it) / sum(each.worked for each in self.without)

    def _tests(self) -> Iterable[str]:
        tests = {test for run in (*self.without, *self.with_it) for test in run.outcomes}
        for test in tests:
            known = [_what(run, test) for run in self.without]
            for run in self.with_it:
                if (what := _what(run, test)) not in known:
                    yield f"{test}: {what or 'not run'}, without the plugin {known[0] or 'not run'}"

    def _warnings(self) -> Iterable[str]:
        most = self.without[0].warnings | self.without[1].warnings
        least = self.without[0].warnings & self.without[1].warnings
        for run in self.with_it:
            for warning in run.warnings - most:
                yield f"warned: {warning} ({run.warnings[warning]} times, without the plugin {most[warning]})"
            for warning in least - run.warnings:
                yield f"not warned: {warning} ({run.warnings[warning]} times, without the plugin {least[warning]})"

    def _faults(self) -> Iterable[str]:
        return (f"a fault of the plugin: {fault}" for run in self.with_it for fault in run.faults)

    def _ends(self) -> Iterable[str]:
        known = [run.exit for run in self.without]
        for run in self.with_it:
            if run.exit not in known:
                yield f"exit status {run.exit}, without the plugin {known[0]}"


def counted(run: Run) -> Counter[str]:
    """How many tests passed, failed, were skipped or failed as expected: each counts once, as its worst."""
    return Counter(_worst(reports) for reports in run.outcomes.values())


def _worst(reports: list[str]) -> str:
    kinds = {report.partition(" ")[2] or report for report in reports}
    return next((kind for kind in ("failed", "skipped (expected to fail)", "skipped") if kind in kinds), "passed")


def _what(run: Run, test: str) -> str:
    return "; ".join([*run.outcomes.get(test, ()), *run.raised.get(test, ())])
