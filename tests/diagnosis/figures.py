"""Two figures: how often the first `likely` names the cause, and how often none is said where nothing proves one.

`python -m tests.diagnosis.figures` makes all exchanges anew and prints the figures, the misses by name.
"""
# ruff: noqa: T201  # a command prints

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple

import pytest

from tests.diagnosis.conftest import causes
from tests.diagnosis.doubts import DOUBTS
from tests.diagnosis.faults import FAULTS
from tests.diagnosis.scene import Case, Scene, open_scene


class Figure(NamedTuple):
    """What came of a table of cases.

    Attributes:
        total: The cases of the table.
        misses: Those that went wrong, each with what was said.
        absent: Those that could not be made, for the program or package is not here.
    """

    total: int
    misses: dict[str, str]
    absent: tuple[str, ...]

    @property
    def hits(self) -> int:
        """The cases that went well, those that could not be made here among them: they are held elsewhere."""
        return self.total - len(self.misses)

    def __str__(self) -> str:
        return f"{self.hits} of {self.total} ({100 * self.hits / self.total:.1f} %)"


@cache
def measured() -> tuple[Figure, Figure]:
    """Make all exchanges: of the faults those that were named, of the doubts those of which nothing wrong was said."""
    with _quiet(), open_scene() as scene:
        return _figure(scene, FAULTS, _misnamed), _figure(scene, DOUBTS, _wrong)


@contextmanager
def _quiet() -> Iterator[None]:
    """Servers log what fails, and frameworks warn of their future: neither is news here."""
    logging.disable(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
    logging.disable(logging.NOTSET)


def _figure(scene: Scene, cases: Sequence[Case], look: Callable[[Case, dict[str, str]], str]) -> Figure:
    misses, absent = {}, []
    for case in cases:
        scene.stage.answers.clear()
        try:
            found = causes(case.make(scene), case.expected)
        except pytest.skip.Exception as why:
            absent.append(f"{case.name}: {why}")
            continue
        if said := look(case, {name: sentence for name, sentence in found.items() if sentence}):
            misses[case.name] = said
    return Figure(len(cases), misses, tuple(absent))


def _misnamed(case: Case, said: dict[str, str]) -> str:
    first = next(iter(said), "")
    return "" if first in case.causes else f"{first or 'nothing'}, not {' or '.join(case.causes)}"


def _wrong(case: Case, said: dict[str, str]) -> str:
    return "; ".join(f"{name}: {sentence}" for name, sentence in said.items() if name not in case.causes)


def main() -> int:
    named, silent = measured()
    for title, figure in (
        ("causes named by the first likely line", named),
        ("no wrong likely without evidence", silent),
    ):
        print(f"{title}: {figure}")
        for name, said in figure.misses.items():
            print(f"  {name}: {said}")
        for name in figure.absent:
            print(f"  not made here: {name}")
    return 0 if 0.95 * named.total <= named.hits and not silent.misses else 1


if __name__ == "__main__":
    sys.exit(main())
