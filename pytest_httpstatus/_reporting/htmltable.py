"""The table of the HTML page: endpoints by status class."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_httpstatus._model import Failure
    from pytest_httpstatus._rendering.words import Words

MOST_ENDPOINTS: Final = 200

_OUTSIDE: Final = 6
"""In place of a class, where the code is in none."""


class Line(NamedTuple):
    """One endpoint with its failures by status class."""

    endpoint: int
    name: str
    counts: Counter[int]
    total: int


class Matrix(NamedTuple):
    """The table of endpoints. `more` endpoints with `rest` failures did not find room."""

    families: list[tuple[int, str]]
    rows: list[Line]
    totals: Counter[int]
    more: int
    rest: int


def family(failure: Failure) -> int:
    """The status class as a digit; 0 where no answer came."""
    return min(failure.exchange.response.code // 100, _OUTSIDE)


def matrix(counts: Mapping[str, Counter[int]], words: Words) -> Matrix:
    """Make the table of the counts of each endpoint, in the order of their numbers."""
    lines = [Line(number, name, each, each.total()) for number, (name, each) in enumerate(counts.items())]
    lines.sort(key=lambda line: -line.total)
    totals: Counter[int] = Counter()
    for each in counts.values():
        totals.update(each)
    # No answer, the number 0, is the worst that can happen, and stands last.
    families = sorted(totals, key=lambda family: family or _OUTSIDE + 1)
    rest = lines[MOST_ENDPOINTS:]
    return Matrix(
        [(each, _family_name(each, words)) for each in families],
        lines[:MOST_ENDPOINTS],
        totals,
        len(rest),
        sum(line.total for line in rest),
    )


def _family_name(family: int, words: Words) -> str:
    if not family:
        return words.phrase("headline", "no_answer")
    return words.phrase("catalogue", "no_class") if family == _OUTSIDE else words.phrase("class", str(family))
