"""The readout on GitHub Actions: a step summary in Markdown, and annotations (`annotations.py`).

What came from outside, and what the user's suite is called, stands in code spans and fences alone: elsewhere it would
become links, mentions or images.
"""

from __future__ import annotations

import html
import re
import sys
from errno import EINVAL
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_httpstatus import _rendering
from pytest_httpstatus._rendering import visible
from pytest_httpstatus._rendering.words import Words
from pytest_httpstatus._reporting.annotations import again_at, commands, in_repository
from pytest_httpstatus._reporting.causes import LONGEST_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpstatus._reporting.causes import Cause
    from pytest_httpstatus._reporting.record import Entry, Run

ROOM: Final = 1_020 * 1_024
"""In bytes. Above 1,024 KiB GitHub drops the whole summary of a step."""

MOST_CAUSES: Final = 50
MOST_ENDPOINTS: Final = 3
MOST_EXPLAINED: Final = 10
MOST_NAMES: Final = 100
LONGEST_TITLE: Final = 160
LONGEST_ENDPOINT: Final = 100
_CLOSING: Final = 1_000
"""Bytes kept free for the remark that something was left out."""

_TICKS: Final = re.compile("`+")


def show(run: Run) -> None:
    """Append to the step summary and print the annotations, which are no part of the terminal's summary."""
    if not run.entries:
        return
    write = run.write if run.plugins("terminalreporter") else _print
    remark = _append(run)
    found = [*commands(run), *([remark] if remark else [])]
    # The progress, or a test, may have left its line without an end, and a command counts at the start of one only.
    for line in ("", *found) if found else ():
        write(line)


def _print(line: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(f"{line}\n".encode(encoding, "backslashreplace").decode(encoding))
    sys.stdout.flush()


def _append(run: Run) -> str:
    """Append to the step's file, in which others write too; what there is to remark on it."""
    words = Words(run.lang)
    path = run.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return words.phrase("github", "unset")
    try:
        used = _used(Path(path))
        text = markdown(run, ROOM - used)
        with Path(path).open("a", encoding="utf-8", newline="\n") as file:
            file.write(f"{chr(10) * 2 if used and text else ''}{text}")
    except OSError as error:
        return words.phrase("report", "unwritten", path=visible.line(path), why=visible.line(error.strerror or ""))
    return "" if text else words.phrase("github", "full")


def _used(path: Path) -> int:
    if not path.exists():
        return 0
    if not path.is_file():
        # To open a pipe that nobody reads would never end.
        raise OSError(EINVAL, "not a file")
    return path.stat().st_size


def markdown(run: Run, room: int = ROOM) -> str:
    """The readout as Markdown of at most `room` bytes, shortened with a remark; empty where not even that fits."""
    words = Words(run.lang)
    found = run.causes()
    left = room - _CLOSING
    tables = ("\n".join(_head(found, most, run, words)) for most in (MOST_CAUSES, 10, 1))
    head = next((text for text in tables if _size(text) <= left), "")
    if not head:
        return ""
    explained = _explained(found[:MOST_CAUSES], left - _size(head), run, words)
    parts = [head]
    for cause, texts in explained:
        parts += [*_opening(cause, len(texts), words), *texts, "</details>\n"] if texts else []
    missing = sum(min(len(cause.entries), MOST_EXPLAINED) - len(texts) for cause, texts in explained)
    if missing:
        parts.append(words.phrase("github", "shortened", count=missing) + "\n")
    return "\n".join(parts)


def _head(found: list[Cause], most: int, run: Run, words: Words) -> Iterator[str]:
    """Heading, numbers, and the causes as a table."""
    yield f"### {words.phrase('summary', 'heading')}\n"
    yield words.phrase("github", "counts", failures=len(run.entries), causes=len(found), tests=run.tests) + "\n"
    if not run.complete:
        yield words.phrase("github", "early") + "\n"
    if found:
        yield f"| {' | '.join(words.phrase('github', each) for each in ('count', 'cause', 'where', 'again'))} |"
        yield "| ---: | --- | --- | --- |"
        yield from (f"| {' | '.join(_row(cause, run, words))} |" for cause in found[:most])
        yield ""
    if len(found) > most:
        yield words.phrase("github", "unlisted", count=len(found) - most) + "\n"


def _row(cause: Cause, run: Run, words: Words) -> Iterator[str]:
    passed = sum(each.passed for each in cause.entries)
    later = f" ({words.phrase('summary', 'passed')}: {passed})" if passed else ""
    yield f"{len(cause.entries)}{later}"
    yield _cell(visible.cut(cause.title, LONGEST_TITLE))
    yield ", ".join(_endpoints(cause, words))
    yield _cell(again_at(cause.entries[0], run))


def _endpoints(cause: Cause, words: Words) -> Iterator[str]:
    many = len(cause.entries) > 1
    for name, count in cause.endpoints[:MOST_ENDPOINTS]:
        yield f"{_cell(visible.cut_middle(name, LONGEST_ENDPOINT))}{f' ({count})' if many else ''}"
    more = len(cause.endpoints) - MOST_ENDPOINTS
    if more > 0:
        yield words.phrase("summary", "more", count=more)


def _explained(found: list[Cause], room: int, run: Run, words: Words) -> list[tuple[Cause, list[str]]]:
    """A failure of each cause, then a second of each, and so on, as far as there is room."""
    texts = [(cause, list[str]()) for cause in found]
    for turn in range(MOST_EXPLAINED):
        for cause, shown in texts:
            if turn < len(cause.entries):
                text = _explanation(cause.entries[turn], run, words)
                around = [] if turn else [*_opening(cause, 1, words), "</details>\n"]
                room -= sum(_size(each) + 1 for each in (text, *around))
                if room < 0:
                    return texts
                shown.append(text)
    return texts


def _opening(cause: Cause, shown: int, words: Words) -> Iterator[str]:
    """The fold of a cause, and the names of its tests where not all are explained."""
    title = html.escape(visible.cut(cause.title, LONGEST_TITLE))
    yield f"<details>\n<summary>{len(cause.entries)} x <code>{title}</code></summary>\n"
    if cause.via:
        name, path = cause.via.name, visible.line(cause.via.path)
        through = words.phrase("summary", cause.via.kind, name=name, path=path, line=cause.via.line)
        yield f"{words.phrase('summary', 'through')}: {_code(visible.cut(visible.line(through), LONGEST_ID))}\n"
    count = len(cause.entries)
    if shown < count:
        names = [visible.cut(visible.line(each.name), LONGEST_ID) for each in cause.entries[:MOST_NAMES]]
        more = [words.phrase("summary", "more", count=count - MOST_NAMES)] if count > MOST_NAMES else []
        yield words.phrase("github", "first", shown=shown, count=count) + "\n"
        yield _fence("\n".join([*names, *more]))


def _explanation(entry: Entry, run: Run, words: Words) -> str:
    place = f"{visible.line(in_repository(entry.path, run))}:{entry.line}"
    remarks = [_code(place), *([entry.when] if entry.when != "call" else [])]
    remarks += [words.phrase("summary", "passed")] if entry.passed else []
    name = _code(visible.cut(visible.line(entry.name), LONGEST_ID))
    return f"{name} ({', '.join(remarks)})\n\n{_fence(_rendering.text(entry.failure, run.lang))}"


def _cell(text: str) -> str:
    """A code span in a table: of all that it holds, `|` alone would still count."""
    return _code(text).replace("|", "\\|")


def _code(text: str) -> str:
    """A code span. It ends only at as many backticks as it began with."""
    ticks = "`" * (_longest(text) + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{space}{text}{space}{ticks}" if text else ""


def _fence(text: str) -> str:
    """A block of code. It ends only at as many backticks as it began with."""
    ticks = "`" * max(3, _longest(text) + 1)
    return f"{ticks}text\n{text}\n{ticks}\n"


def _longest(text: str) -> int:
    return max(map(len, _TICKS.findall(text)), default=0)


def _size(text: str) -> int:
    return len(text.encode())
