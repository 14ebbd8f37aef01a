"""How many failures of tests that never heard of us are explained, and of how many wrongly something is said.

The suites are those of `tests/recovery/corpus`; above each test stands the line that has to be said.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

from tests.recovery.corpus.run import Case, cases, installed


class Score(NamedTuple):
    """The failures that are to be explained, and those of which nothing is to be said."""

    explained: list[Case]
    silent: list[Case]

    @property
    def right(self) -> int:
        return sum(each.right for each in self.explained)

    @property
    def wrong(self) -> list[Case]:
        """Where something else was said than what is so."""
        return [each for each in (*self.explained, *self.silent) if each.said and not each.right]


def score(*options: str) -> Score:
    """Run the suites whose clients are installed."""
    found = cases(installed(), *options)
    return Score([each for each in found if each.wanted], [each for each in found if not each.wanted])


def main() -> int:
    found = score(*sys.argv[1:])
    share = found.right / len(found.explained)
    print(f"explained rightly: {found.right} of {len(found.explained)} ({share:.1%})")
    said = sum(bool(each.said) for each in found.silent)
    print(f"said where nothing was to be said: {said} of {len(found.silent)}")
    for each in (*found.explained, *found.silent):
        if not each.right:
            print(f"{each.name}\n  wanted: {each.wanted or 'nothing'}\n  said:   {each.said or 'nothing'}")
    return int(share < 0.95 or bool(found.wrong))


if __name__ == "__main__":
    sys.exit(main())
