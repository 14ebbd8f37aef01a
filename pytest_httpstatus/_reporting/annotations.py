"""Annotations of GitHub Actions: a workflow command for each cause, on the line of a test that it failed."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from pytest_httpstatus._rendering import headline, render, visible
from pytest_httpstatus._rendering.words import Words
from pytest_httpstatus._reporting.causes import LONGEST_ID, again

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpstatus._reporting.causes import Cause
    from pytest_httpstatus._reporting.record import Entry, Run

MOST: Final = 9
"""GitHub keeps ten a step: nine causes, and one line for the others."""

MOST_TESTS: Final = 3
LONGEST_TITLE: Final = 200
LONGEST_MESSAGE: Final = 4_000
"""The runner cuts at 4,096 characters."""

_LABEL: Final = 13
_OTHER: Final = "pytest_github_actions_annotate_failures"


def commands(run: Run) -> list[str]:
    """One command a cause, most tests first; a test that passed later is no error."""
    words = Words(run.lang)
    found = sorted(_untold(run), key=lambda cause: -len(cause.entries))
    shown = [_command(cause, run, words) for cause in found[:MOST]]
    return [*shown, _rest(found[MOST:], words)] if found[MOST:] else shown


def _untold(run: Run) -> Iterator[Cause]:
    for cause in run.causes():
        entries = tuple(each for each in cause.entries if not each.passed and not _annotated(each, run))
        if entries:
            yield cause._replace(entries=entries)


def _annotated(entry: Entry, run: Run) -> bool:
    """Whether the plugin that annotates each failed test has done so: it leaves out setup and teardown."""
    return entry.when == "call" and run.environ.get("GITHUB_ACTIONS") == "true" and run.plugins(_OTHER)


def _command(cause: Cause, run: Run, words: Words) -> str:
    first = cause.entries[0]
    file = _property(visible.visible(in_repository(first.path, run)))
    title = _property(visible.cut(headline(first.failure, run.lang), LONGEST_TITLE))
    message = "\n".join(_message(cause, run, words))
    cut = message if len(message) <= LONGEST_MESSAGE else f"{message[: LONGEST_MESSAGE - 3]}..."
    return f"::error file={file},line={first.line},title={title}::{_data(cut)}"


def _message(cause: Cause, run: Run, words: Words) -> Iterator[str]:
    """What the first failure says under its headline, and which other tests share the cause."""
    first = cause.entries[0]
    if len(cause.entries) > 1:
        yield words.phrase("github", "shared", count=len(cause.entries), cause=cause.title)
    yield from (line.removeprefix("  ") for line in render(first.failure, run.lang).split("\n")[1:])
    yield from _labelled(words.phrase("summary", "tests"), _tests(cause, words))
    yield from _labelled(words.phrase("summary", "again"), [again_at(first, run)])


def _tests(cause: Cause, words: Words) -> list[str]:
    shown = [visible.cut(visible.line(each.name), LONGEST_ID) for each in cause.entries[:MOST_TESTS]]
    more = len(cause.entries) - MOST_TESTS
    return [*shown, words.phrase("summary", "more", count=more)] if more > 0 else shown


def _labelled(label: str, texts: list[str]) -> Iterator[str]:
    for index, text in enumerate(texts):
        yield visible.pad("" if index else label, _LABEL) + text


def _rest(found: list[Cause], words: Words) -> str:
    title = words.phrase("github", "more_causes", count=len(found))
    message = words.phrase("github", "elsewhere", tests=sum(len(each.entries) for each in found))
    return f"::error title={_property(title)}::{_data(message)}"


def again_at(entry: Entry, run: Run) -> str:
    """A command that runs the test again, from the root of the repository: the reader sits at another machine."""
    return again(entry.test, in_repository(entry.test.partition("::")[0], run))


def in_repository(path: str, run: Run) -> str:
    """A path of the suite as GitHub knows it; as it is, where the suite lies outside of the checkout."""
    workspace = run.environ.get("GITHUB_WORKSPACE")
    if not workspace or not run.root:
        return path
    with suppress(ValueError, OSError):  # a name that no file can have, another drive
        whole = os.path.realpath(os.path.join(run.root, path))  # noqa: PTH118  # `path` may be one that `Path` changes
        found = os.path.relpath(whole, os.path.realpath(workspace)).replace(os.sep, "/")
        return path if found.startswith("../") else found
    return path


def _data(text: str) -> str:
    """Escaped as the runner's own toolkit does it for what follows the last `::`."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escaped for a property: they end at a comma, and together at a colon."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
