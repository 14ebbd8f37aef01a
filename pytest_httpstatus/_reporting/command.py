"""`httpstatus report`: the documents of many jobs as one readout."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from functools import cache
from glob import glob
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_httpstatus._rendering.visible import line
from pytest_httpstatus._rendering.words import Words
from pytest_httpstatus._reporting import merged, terminal
from pytest_httpstatus._reporting.written import write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pytest_httpstatus._reporting.record import Run

FINE: Final = 0
WRONG_USE: Final = 2
_STDOUT: Final = "-"

_EXAMPLES: Final = """\
examples:
  httpstatus report shard-*.json                      causes, in the terminal
  httpstatus report shard-*.json --html report.html   in a file, for people
  httpstatus report *.json --markdown - >>"$GITHUB_STEP_SUMMARY"
"""


class Writer(NamedTuple):
    """A file that the command can write.

    Attributes:
        name: Of the option.
        module: Of this room.
        function: Makes the file's text of a run.
        help: The option's help text.
    """

    name: str
    module: str
    function: str
    help: str


WRITERS: Final = (
    Writer("html", "htmlpage", "text", "write a page to look at"),
    Writer("markdown", "github", "markdown", "write Markdown, as for a step summary"),
    Writer("junit", "junitfile", "text", "write JUnit XML: one test case a failure"),
    Writer("json", "jsonfile", "text", "write one document of all"),
)


class _Document(NamedTuple):
    path: str
    run: Run


def main(argv: Sequence[str], lang: str) -> int:
    """Merge the documents that are named, and show them in the terminal or write the files that are asked for.

    Returns:
        0, whatever the tests have come to, for their own jobs have said it; 2 when a document was skipped, or a file
        could not be written.
    """
    options = _parser().parse_args(argv)
    files = [(writer, path) for writer in WRITERS if (path := getattr(options, writer.name))]
    # What is piped on is the file alone.
    notes = sys.stderr if any(path == _STDOUT for _, path in files) else sys.stdout
    words = Words(lang)
    documents, skipped = _read(_expanded(options.documents), words)
    if not documents:
        return WRONG_USE
    run = merged.merge(each.run for each in documents)
    here = str(Path.cwd())
    run = run._replace(lang=lang, root=here, cwd=here, environ=os.environ, complete=run.complete and not skipped)
    run = run._replace(grouped=cache(run.causes))
    unwritten = [path for writer, path in files if not _written(writer, path, run, words, notes.write)]
    if not files:
        _show(run)
    for note in _closing(documents, run, words):
        notes.write(f"{line(note)}\n")
    return WRONG_USE if skipped or unwritten else FINE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "httpstatus report",
        description="Merge what --httpstatus-json has written in several runs into one readout.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("documents", nargs="+", metavar="DOCUMENT", help="a file of --httpstatus-json")
    for writer in WRITERS:
        parser.add_argument(f"--{writer.name}", metavar="PATH", help=f"{writer.help}; - is standard output")
    return parser


def _expanded(given: Iterable[str]) -> list[str]:
    """Each file once, patterns filled in: not every shell does it."""
    found = (path for each in given for path in ([each] if Path(each).exists() else sorted(glob(each)) or [each]))  # noqa: PTH207  # takes absolute patterns too
    return list(dict.fromkeys(found))


def _read(paths: Iterable[str], words: Words) -> tuple[list[_Document], int]:
    """The documents, and how many were skipped."""
    documents, skipped = [], 0
    for path in paths:
        try:
            documents.append(_Document(path, merged.read(path)))
        except (OSError, ValueError) as error:
            skipped += 1
            _complain("skipped", path, error, words)
    return documents, skipped


def _complain(key: str, path: str, error: Exception, words: Words) -> None:
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    sys.stderr.write(f"{words.phrase('report', key, path=line(path), why=line(why))}\n")


def _written(writer: Writer, path: str, run: Run, words: Words, note: Callable[[str], object]) -> bool:
    """Whether the file could be written. One that could not costs the others nothing."""
    try:
        module = import_module(f"pytest_httpstatus._reporting.{writer.module}")
        text: str = getattr(module, writer.function)(run._replace(choice=path))
        if path != _STDOUT:
            write(path, [text])
    except Exception as error:  # noqa: BLE001  # see above
        _complain("unwritten", path, error, words)
        return False
    if path == _STDOUT:
        sys.stdout.write(text)
    else:
        note(f"{words.phrase('report', 'written', path=line(path))}\n")
    return True


def _show(run: Run) -> None:
    columns = shutil.get_terminal_size().columns
    terminal.show(run._replace(choice="on", columns=columns, write=_print))


def _print(text: str, **_colours: bool) -> None:
    sys.stdout.write(f"{text}\n")


def _closing(documents: list[_Document], run: Run, words: Words) -> list[str]:
    """How much was read, and which runs may have had more to tell."""
    counts = {"documents": len(documents), "tests": run.tests, "failures": len(run.entries)}
    ended = words.phrase("report", "counts", **counts)
    early = [each.path for each in documents if not each.run.complete]
    return [ended, *([words.phrase("report", "early", paths=", ".join(early))] if early else [])]
