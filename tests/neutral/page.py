"""The figures, for the terminal and for `docs/neutral.md`."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from statistics import mean
from typing import Final

from docs.markdown import code, table
from tests.neutral.compare import Comparison, counted
from tests.neutral.place import ROOT

PAGE: Final = ROOT / "docs" / "neutral.md"
HEAD: Final = (
    "suite",
    "pytest",
    "tests",
    "failed without",
    "failed with",
    "of them explained",
    "skipped",
    "warnings",
    "requests watched",
    "differences",
    "unsteady",
    "seconds without",
    "seconds with",
    "processor",
)
_MEASURED: Final = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- end of measured -->)", re.DOTALL)


def printed(found: Iterable[Comparison]) -> str:
    """A table in columns."""
    rows = [HEAD, *map(_row, found)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def write(found: Sequence[Comparison]) -> None:
    """Put the figures into the page."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_MEASURED.sub(lambda _: measured(found), text), encoding="utf-8")


def measured(found: Sequence[Comparison]) -> str:
    tests = sum(len(each.without[0].outcomes) for each in found)
    requests = sum(each.with_it[0].requests for each in found)
    differences = sum(len(each.differences) for each in found)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    said = (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} with {python}: {len(found)} suites, {tests:,} tests, "
        f"{requests:,} requests watched, {differences or 'no'} difference{'s' * (differences != 1)}."
    )
    parts = [said, table(HEAD, map(_row, found)), _unsteady(found), _deselected(found)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _row(found: Comparison) -> tuple[str, ...]:
    first, second = found.without[0], found.with_it[0]
    without, with_it = counted(first), counted(second)
    skipped = sum(count for kind, count in with_it.items() if kind.startswith("skipped"))
    figures = (
        len(second.outcomes),
        without["failed"],
        with_it["failed"],
        second.explained,
        skipped,
        second.warnings.total(),
        second.requests,
        len(found.differences),
        len(found.unsteady),
    )
    return (
        f"{found.suite.name} {found.suite.version}",
        first.pytest,
        *(f"{figure:,}" for figure in figures),
        f"{mean(run.seconds for run in found.without):.1f}",
        f"{mean(run.seconds for run in found.with_it):.1f}",
        f"{found.cost:.2f}",
    )


def _unsteady(found: Iterable[Comparison]) -> str:
    named = [f"- {each.suite.name}: {code(test)}" for each in found for test in each.unsteady]
    return "\n".join(["Unsteady without the plugin:", "", *named]) if named else ""


def _deselected(found: Iterable[Comparison]) -> str:
    named = [f"- {each.suite.name}: {code(test)}, {reason}" for each in found for test, reason in each.suite.deselected]
    return "\n".join(["Left out:", "", *named]) if named else ""
