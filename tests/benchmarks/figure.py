"""Figures, the table of them, and how they are measured: ratios to a base, of rounds that take turns.

The processor's time is taken: the clock's would hold what else the machine does.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from time import process_time
from timeit import Timer
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value.

    Attributes:
        what: What was measured, over what.
        value: The value.
        unit: `x` for a ratio, else `us`, `ms` or `kB`.
        budget: The most that it may be; `None` for what stands beside it for comparison.
    """

    what: str
    value: float
    unit: str = "x"
    budget: float | None = None

    @property
    def holds(self) -> bool:
        return self.budget is None or self.value <= self.budget


def table(figures: Iterable[Figure]) -> str:
    """Lay out figures as the rows of a Markdown table, in columns for the terminal."""
    rows = [("what", "figure", "budget", ""), *map(_row, figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([lines[0], "| " + " | ".join("-" * max(width, 3) for width in widths) + " |", *lines[1:]])


def _row(figure: Figure) -> tuple[str, str, str, str]:
    if figure.budget is None:
        return figure.what, _shown(figure.value, figure.unit), "", ""
    verdict = "holds" if figure.holds else "BROKEN"
    return figure.what, _shown(figure.value, figure.unit), _shown(figure.budget, figure.unit), verdict


def _shown(value: float, unit: str) -> str:
    text = f"{value:.3f}" if unit == "x" and value < 1.2 else f"{value:.2f}"
    return text if unit == "x" else f"{text} {unit}"


def over(
    base: str, others: Iterable[str], names: Mapping[str, Any], *, rounds: int = 41, number: int = 20_000
) -> list[float]:
    """Time statements against a base.

    Args:
        base: The statement that the others are divided by.
        others: Statements.
        names: What the statements refer to.
        rounds: In each, every statement has its turn; the median over the rounds is taken.
        number: Runs of a statement in its turn.

    Returns:
        One ratio for each of `others`.
    """
    timers = [Timer(each, timer=process_time, globals=dict(names)) for each in (base, *others)]
    times = [[timer.timeit(number) for timer in timers] for _ in range(rounds)]
    return [median(row[column] / row[0] for row in times) for column in range(1, len(timers))]


def seconds(calls: Iterable[Callable[[], object]], *, rounds: int) -> list[float]:
    """Time calls that take turns; the median of each."""
    called = list(calls)
    times = [[_once(each) for each in called] for _ in range(rounds)]
    return [median(column) for column in zip(*times, strict=True)]


def _once(call: Callable[[], object]) -> float:
    gc.collect()
    return Timer(call, timer=process_time).timeit(1)
