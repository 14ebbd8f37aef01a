"""The readout in the terminal: one block a cause, most tests first."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_httpstatus._rendering import visible
from pytest_httpstatus._rendering.words import Words
from pytest_httpstatus._reporting.causes import again

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpstatus._reporting.causes import Cause
    from pytest_httpstatus._reporting.record import Run

LABEL: Final = 13
MOST_TESTS: Final = 3
MOST_ENDPOINTS: Final = 4
MOST_CHECKS: Final = 2
_NARROWEST: Final = 40
_WHOLE: Final = frozenset({"tests", "passed", "again"})
"""What is there to be copied: a terminal wraps it, and gives it back in one piece."""


def show(run: Run) -> None:
    """Write the readout where it is wanted: with `auto` from two failures on, or where nothing else says why."""
    if run.entries and (run.choice == "on" or _tells_more(run)):
        for line in lines(run):
            run.write(line.text, **({"red": True, "bold": True} if line.heading else {}))


def _tells_more(run: Run) -> bool:
    return run.verbosity > -2 and (len(run.entries) > 1 or run.traceback == "no")


class Line(NamedTuple):
    """One line; `heading` where it names a cause."""

    text: str
    heading: bool = False


def lines(run: Run) -> list[Line]:
    """The readout as lines of at most `run.columns`."""
    words = Words(run.lang)
    found = run.causes()
    count = len(str(len(found[0].entries))) if found else 0
    columns = max(_NARROWEST, run.columns)
    shown = [Line(_ruled(words.phrase("summary", "heading"), columns))]
    for cause in found:
        mark = f"{len(cause.entries):{count}} x  "
        first, *rest = visible.wrap(cause.title, columns - len(mark))
        shown += [Line(mark + first, heading=True), *(Line(" " * len(mark) + each, heading=True) for each in rest)]
        shown += [Line(" " * len(mark) + each) for each in _block(cause, run, words, columns - len(mark))]
    return shown


def _ruled(title: str, columns: int) -> str:
    """As pytest draws it, by display columns: pytest counts characters, which are two columns in Hangul."""
    left = max(1, (columns - visible.width(title) - 2) // 2)
    right = max(1, columns - visible.width(title) - 2 - left)
    return f"{'=' * left} {title} {'=' * right}"


def _block(cause: Cause, run: Run, words: Words, columns: int) -> Iterator[str]:
    for key, texts in _parts(cause, run, words):
        label = visible.pad(words.phrase("summary", key) if key != "check" else words.label(key), LABEL)
        for index, text in enumerate(texts):
            for count, line in enumerate([text] if key in _WHOLE else visible.wrap(text, columns - LABEL - 2)):
                lead = label if not index and not count else " " * LABEL
                yield visible.inert(f"{lead}{'  ' if count else ''}{line}")


def _parts(cause: Cause, run: Run, words: Words) -> Iterator[tuple[str, list[str]]]:
    """What a block says, label by label."""
    if len(cause.endpoints) > 1 or cause.endpoints[0][0] not in cause.title:
        yield "where", [_endpoints(cause, words)]
    if cause.via:
        place = {"name": cause.via.name, "path": visible.line(cause.via.path), "line": cause.via.line}
        yield "through", [words.phrase("summary", cause.via.kind, **place)]
    elif cause.fixtures and len(cause.entries) > 1:
        yield "uses", [", ".join(map(visible.line, cause.fixtures))]
    yield "tests", _tests([each.name for each in cause.entries], words)
    if later := [each.name for each in cause.entries if each.passed]:
        yield "passed", _tests(later, words)
    yield "check", [f"- {check}" for check in cause.checks[:MOST_CHECKS]]
    yield "again", [_again(cause, run)]


def _endpoints(cause: Cause, words: Words) -> str:
    many = len(cause.entries) > 1
    shown = [f"{name} ({count})" if many else name for name, count in cause.endpoints[:MOST_ENDPOINTS]]
    more = len(cause.endpoints) - MOST_ENDPOINTS
    return ", ".join([*shown, *([words.phrase("summary", "more", count=more)] if more > 0 else [])])


def _tests(tests: list[str], words: Words) -> list[str]:
    more = len(tests) - MOST_TESTS
    shown = [visible.line(test) for test in tests[:MOST_TESTS]]
    return [*shown, words.phrase("summary", "more", count=more)] if more > 0 else shown


def _again(cause: Cause, run: Run) -> str:
    """A command that runs one of the tests again, from where pytest was called."""
    test = cause.entries[0].test
    path = os.path.relpath(os.path.join(run.root, test.partition("::")[0]), run.cwd or run.root)  # noqa: PTH118  # as pytest spells ids
    return again(test, path.replace(os.sep, "/"))
