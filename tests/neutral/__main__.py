"""Run the suites in turns, without the plugin and with it; exit with 1 when anything differs."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from tests.neutral import page
from tests.neutral.compare import Comparison
from tests.neutral.place import Place
from tests.neutral.run import compile_tests, run
from tests.neutral.suites import SUITES, Suite


def main(names: list[str]) -> int:
    """Compare the suites that are named, all when none is; the page is written when all were run."""
    suites = [suite for suite in SUITES if not names or suite.name in names]
    unknown = sorted({*names} - {suite.name for suite in suites})
    if unknown:
        print(f"no such suite: {', '.join(unknown)}; there are {', '.join(suite.name for suite in SUITES)}")
        return 2
    found = [compared(suite) for suite in suites]
    print(page.printed(found))
    for line in _remarks(found):
        print(line)
    if not names:
        page.write(found)
        print(f"written: {page.PAGE.relative_to(page.ROOT)}")
    return int(any(each.differences for each in found))


def compared(suite: Suite) -> Comparison:
    """Run a suite four times: without, with, with, without, so that what the machine does meanwhile meets both."""
    place = Place(suite)
    print(f"{suite.name}: made ready", end="", file=sys.stderr, flush=True)
    place.prepare()
    compile_tests(place)
    print(", run", end="", file=sys.stderr, flush=True)
    first = run(place, "without", plugin=False)
    with_it = run(place, "with", plugin=True), run(place, "with-again", plugin=True)
    found = Comparison(suite, (first, run(place, "without-again", plugin=False)), with_it)
    print(f", {len(found.differences)} differences", file=sys.stderr)
    return found


def _remarks(found: list[Comparison]) -> Iterator[str]:
    for each in found:
        for difference in each.differences:
            yield f"{each.suite.name}: DIFFERS: {difference}"
        for test in each.unsteady:
            yield f"{each.suite.name}: unsteady without the plugin: {test}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
