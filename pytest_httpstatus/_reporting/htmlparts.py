"""What the HTML page shows, as plain values: of the run, of each cause, and a row a failure."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_httpstatus import _rendering
from pytest_httpstatus._rendering import visible
from pytest_httpstatus._rendering.message import INDENT, LABEL
from pytest_httpstatus._reporting import htmltable
from pytest_httpstatus._reporting.causes import endpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_httpstatus._model import Failure
    from pytest_httpstatus._rendering.words import Words
    from pytest_httpstatus._reporting.causes import Cause
    from pytest_httpstatus._reporting.record import Entry, Run, Via

MOST_IN_FULL: Final = 300
"""Failures with explanation and exchange, up to 7 kB each; causes have equal shares."""

MOST_LISTED: Final = 10_000
MOST_WHERE: Final = 4
LONGEST_NAME: Final = 300
"""Columns of a node id or an endpoint: a parametrised id can be a whole document."""

_MINUTES_FROM: Final = 120

_KINDS: Final = {">": "sent", "<": "received", "|": "content", "$": "command"}


class Row(NamedTuple):
    """One failure.

    Attributes:
        headline: The line of news.
        test: The test and its subtest.
        tags: What is unusual about it.
        endpoint: Number of its row in the table.
        family: Its status class as a digit; 0 where no answer came.
        full: Whether the members below are filled.
        facts: Where and when it failed.
        message: What is said of it, label by label.
        exchange: The exchange, in pieces by what they are: `sent`, `received`, `content` or `command`.
    """

    headline: str
    test: str
    tags: tuple[str, ...]
    endpoint: int
    family: int
    full: bool = False
    facts: tuple[str, ...] = ()
    message: tuple[tuple[str, str], ...] = ()
    exchange: tuple[tuple[str, str], ...] = ()


class Group(NamedTuple):
    """The failures of one cause, some of them listed. `rows` makes these, the first of them explained."""

    title: str
    size: int
    family: int
    facts: list[tuple[str, list[str]]]
    listed: int
    rows: Callable[[], list[Row]]


class Page(NamedTuple):
    """All that the page shows of a run."""

    size: int
    facts: list[tuple[str, str]]
    notes: list[str]
    groups: list[Group]
    matrix: htmltable.Matrix


def page(run: Run, words: Words) -> Page:
    """Make the page's values. Failures are explained one cause after another, when the page comes to them."""
    found = run.causes()
    sizes = [len(cause.entries) for cause in found]
    full, listed = shares(sizes, MOST_IN_FULL), shares(sizes, MOST_LISTED)
    maker = _Maker(words)
    groups = [maker.group(*each) for each in zip(found, full, listed, strict=True)]
    notes = list(_notes(run, sum(full), sum(listed), words))
    return Page(
        len(run.entries),
        list(_run_facts(run, words)),
        notes,
        [group for group in groups if group.listed],
        htmltable.matrix(maker.counts, words),
    )


def shares(sizes: list[int], room: int) -> list[int]:
    """Deal out `room` among groups, the largest first, as equally as their sizes allow."""
    dealt = []
    for left, size in zip(range(len(sizes), 0, -1), reversed(sizes), strict=True):
        dealt.append(min(size, room // left))
        room -= dealt[-1]
    return dealt[::-1]


def _cut(name: str) -> str:
    return visible.cut_middle(name, LONGEST_NAME)


def _run_facts(run: Run, words: Words) -> Iterator[tuple[str, str]]:
    yield words.phrase("page", "count"), f"{len(run.entries):,}"
    if passed := sum(each.passed for each in run.entries):
        yield words.phrase("summary", "passed"), f"{passed:,}"
    yield words.phrase("page", "tests"), f"{run.tests:,}"
    unit, seconds = ("min", run.duration / 60) if run.duration >= _MINUTES_FROM else ("s", run.duration)
    yield words.phrase("page", "duration"), words.phrase("unit", unit, count=f"{seconds:.0f}")
    yield words.phrase("page", "started"), f"{datetime.fromtimestamp(run.started, UTC):%Y-%m-%d %H:%M} UTC"


def _notes(run: Run, full: int, listed: int, words: Words) -> Iterator[str]:
    """What a reader must know before believing the page."""
    if not run.complete:
        yield words.phrase("page", "early")
    count = len(run.entries)
    if listed < count:
        yield words.phrase("page", "cut", listed=f"{listed:,}", total=f"{count:,}")
    if full < count:
        yield words.phrase("page", "short", full=f"{full:,}", total=f"{count:,}")


class _Maker:
    """Makes groups and rows, and counts failures by endpoint and status class, endpoints in the order of their rows."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._numbers: dict[str, int] = {}
        self.counts: dict[str, Counter[int]] = {}

    def group(self, cause: Cause, full: int, listed: int) -> Group:
        rows = [self._row(entry) for entry in cause.entries][:listed]
        return Group(
            _cut(cause.title),
            len(cause.entries),
            rows[0].family if rows else 0,
            list(self._shared(cause)),
            listed,
            lambda: [*map(self._explained, rows[:full], cause.entries), *rows[full:]],
        )

    def _shared(self, cause: Cause) -> Iterator[tuple[str, list[str]]]:
        """What holds for all failures of a cause."""
        say = self._words.phrase
        if len(cause.endpoints) > 1 or cause.endpoints[0][0] not in cause.title:
            found = [(self._named(name), count) for name, count in cause.endpoints[:MOST_WHERE]]
            shown = [f"{name} ({count:,})" if len(cause.entries) > 1 else name for name, count in found]
            more = len(cause.endpoints) - MOST_WHERE
            yield say("summary", "where"), [*shown, *([say("summary", "more", count=f"{more:,}")] if more > 0 else [])]
        if cause.via:
            yield say("summary", "through"), [self._via(cause.via)]
        elif cause.fixtures and len(cause.entries) > 1:
            yield say("summary", "uses"), [", ".join(map(visible.line, cause.fixtures))]
        if cause.checks:
            yield self._words.label("check"), list(cause.checks)

    def _named(self, endpoint: str) -> str:
        return _cut(endpoint) or self._words.phrase("exchange", "unknown")

    def _via(self, via: Via) -> str:
        place = {"name": visible.line(via.name), "path": visible.line(via.path), "line": via.line}
        return self._words.phrase("summary", via.kind, **place)

    def _row(self, entry: Entry) -> Row:
        failure = entry.failure
        name = self._named(endpoint(failure))
        number = self._numbers.setdefault(name, len(self._numbers))
        family = htmltable.family(failure)
        self.counts.setdefault(name, Counter())[family] += 1
        headline = _rendering.headline(failure, self._words.lang)
        return Row(headline, _cut(visible.line(entry.name)), tuple(self._tags(entry)), number, family)

    def _explained(self, row: Row, entry: Entry) -> Row:
        failure, lang = entry.failure, self._words.lang
        facts, message = tuple(self._facts(entry)), tuple(_message(failure, lang))
        return row._replace(full=True, facts=facts, message=message, exchange=_exchange(failure, lang))

    def _tags(self, entry: Entry) -> Iterator[str]:
        if entry.when != "call":
            yield self._words.phrase("page", entry.when)
        if entry.passed:
            yield self._words.phrase("summary", "passed")

    def _facts(self, entry: Entry) -> Iterator[str]:
        yield f"{_cut(visible.line(entry.path))}:{entry.line}"
        if entry.via:
            yield self._via(entry.via)
        yield self._words.phrase("exchange", "milliseconds", count=f"{entry.duration * 1000:,.0f}")
        if entry.attempt > 1:
            yield self._words.phrase("page", "attempt", count=entry.attempt)
        if entry.worker:
            yield visible.line(entry.worker)


def _message(failure: Failure, lang: str) -> list[tuple[str, str]]:
    """What the message says below its headline, by label. Lines stay as they are laid out: some are in columns."""
    found: list[tuple[str, str]] = []
    for line in _rendering.render(failure, lang, "full").split("\n")[1:]:
        label = visible.head(line, INDENT + LABEL)
        if label[INDENT:].startswith("("):  # what says that a part could not be shown has no label
            found.append(("", line.strip()))
        elif label.strip():
            found.append((label.strip(), line[len(label) :]))
        else:
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{line[len(label) :]}")
    return found


def _exchange(failure: Failure, lang: str) -> tuple[tuple[str, str], ...]:
    lines = _rendering.transcript(failure, lang, "full").splitlines(keepends=True)
    return tuple((_KINDS[sign], "".join(each)) for sign, each in groupby(lines, key=lambda line: line[:1]))
