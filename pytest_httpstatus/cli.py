"""The shell's door: `httpstatus 404`, `httpstatus list 4xx`, `httpstatus report *.json`, `httpstatus demo`."""

from __future__ import annotations

import argparse
import io
import os
import shlex
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_httpstatus._model import Status

FINE: Final = 0
NOTHING: Final = 1
WRONG_USE: Final = 2
_CUT_OFF: Final = 141  # what a shell reports for SIGPIPE, and below for SIGINT
_INTERRUPTED: Final = 130

_USAGE: Final = """\
httpstatus [--lang LANG] CODE ...
       httpstatus [--lang LANG] list [EXPECTATION] | causes
       httpstatus [--lang LANG] report DOCUMENT ... | demo [OPTION ...]"""
_EXAMPLES: Final = """\
examples:
  httpstatus 404                     what a code means, why it comes, what to do
  httpstatus "not found" 503         by its name; several at once
  httpstatus 422 --lang ko           in Korean; --lang auto follows the locale
  httpstatus list "4xx & !404"       the registered codes of an expectation
  httpstatus causes                  every cause that a failure can name
  httpstatus report shard-*.json     failures of many runs by cause; more: -h
  httpstatus demo                    a small failing suite that shows the plugin
  httpstatus demo -k 401 --lang ko   the rest of its options are pytest's
"""


def main(argv: list[str] | None = None) -> int:
    """Run the command `httpstatus`.

    Args:
        argv: The arguments after the command; those of the process when omitted.

    Returns:
        0 when all is fine, 1 when nothing was found, 2 for wrong use; the demo's own result.
    """
    _show_anything()
    try:
        code = _run(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except SystemExit as stop:  # how argparse ends for --help and for wrong options
        return int(stop.code or FINE)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader has gone, as in `| head`: Python's own flush at exit must not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _CUT_OFF
    return code


def _show_anything() -> None:
    """Show escapes, not a traceback, where a terminal has no Hangul."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _run(argv: Sequence[str]) -> int:
    # Alone, since all that the demo does not know is for pytest.
    options, rest = _lang_parser().parse_known_args(argv)
    lang = _language(options.lang)
    if rest[:1] == ["demo"]:
        return _demo(rest[1:], lang)
    if rest[:1] == ["report"]:
        return _report(rest[1:], lang)
    parser = _parser()
    options = parser.parse_args(rest)
    words: list[str] = options.words
    if options.version:
        return _version()
    if words[:1] == ["list"]:
        return _list(words[1:], lang)
    if words[:1] == ["causes"]:
        return _causes(words[1:], lang)
    if words:
        return _explain(words, lang)
    parser.print_help(sys.stderr)
    return WRONG_USE


def _lang_parser(**more: bool) -> argparse.ArgumentParser:
    from pytest_httpstatus._catalogue import languages  # late: nothing of ours is loaded for a caller of `main` alone

    parser = argparse.ArgumentParser(
        "httpstatus",
        _USAGE,
        "Explain HTTP status codes.",
        _EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        add_help=more.get("add_help", False),
    )
    known = ("auto", *languages())
    parser.add_argument(
        "--lang", choices=known, default="en", metavar="LANG", help=f"language: {', '.join(known)} (default: en)"
    )
    return parser


def _parser() -> argparse.ArgumentParser:
    parser = _lang_parser(add_help=True)
    parser.add_argument("--version", action="store_true", help="show the version and exit")
    parser.add_argument("words", nargs="*", metavar="CODE", help="a status code, or the name of one")
    return parser


def _language(chosen: str) -> str:
    if chosen != "auto":
        return chosen
    from pytest_httpstatus._options import _lang  # late: it loads pytest, which no other command needs

    return _lang(chosen)


def _version() -> int:
    from importlib.metadata import version

    return _say(f"pytest-httpstatus {version('pytest-httpstatus')}")


def _fail(message: object, code: int) -> int:
    sys.stderr.write(f"{message}\n")
    return code


def _say(text: str) -> int:
    sys.stdout.write(f"{text}\n")
    return FINE


def _explain(words: Sequence[str], lang: str) -> int:
    from pytest_httpstatus._rendering.entry import entry

    found, faults = _looked_up(_names(words), lang)
    if found:
        _say("\n\n".join(entry(status, lang) for status in found))
    for fault in faults:
        _fail(fault, WRONG_USE)
    return WRONG_USE if faults else FINE


def _names(words: Sequence[str]) -> Sequence[str]:
    """Take `not found` without quotes for one name, as long as its words are not names of their own."""
    from pytest_httpstatus._catalogue.codes import by_name

    whole = " ".join(words)
    if any(sign.isdigit() for sign in whole) or any(" " in word for word in words) or all(map(by_name, words)):
        return words
    return [whole]


def _looked_up(names: Sequence[str], lang: str) -> tuple[list[Status], list[str]]:
    found, faults = [], []
    for name in names:
        try:
            found.append(_status(name, lang))
        except ValueError as error:
            faults.append(f"{error}{_several(name)}")
    return found, faults


def _several(name: str) -> str:
    """The way out for `4xx`, which stands for codes but names none."""
    from pytest_httpstatus._expectation import parse

    try:
        parse(name)
    except ValueError:
        return ""
    return f"; for the codes that it stands for: httpstatus list {shlex.quote(name)}"


def _status(name: str, lang: str) -> Status:
    from pytest_httpstatus._catalogue import status_info

    return status_info(int(name) if name.isascii() and name.isdecimal() else name, lang=lang)


def explain_code(code: str, lang: str) -> int:
    """Print the entry of a code, for `pytest --httpstatus-explain`.

    Raises:
        pytest.UsageError: There is no such code.
    """
    from pytest_httpstatus._rendering.entry import entry

    try:
        return _say(entry(_status(code, lang), lang))
    except ValueError as error:
        import pytest  # late: it is loaded already where this is called, and no other command needs it

        raise pytest.UsageError(f"--httpstatus-explain: {error}") from None


def _list(specs: Sequence[str], lang: str) -> int:
    from pytest_httpstatus._catalogue import status_info
    from pytest_httpstatus._catalogue.codes import ROWS
    from pytest_httpstatus._expectation import parse
    from pytest_httpstatus._rendering.entry import listing
    from pytest_httpstatus._rendering.words import Words

    try:
        wanted = parse(" | ".join(specs) or "100-599").codes
    except ValueError as error:
        return _fail(error, WRONG_USE)
    found = [status_info(row.code, lang=lang) for row in ROWS if row.code in wanted]
    if not found:
        return _fail(Words(lang).phrase("catalogue", "no_codes"), NOTHING)
    return _say(listing(found))


def _causes(more: Sequence[str], lang: str) -> int:
    from pytest_httpstatus._catalogue import sentences
    from pytest_httpstatus._diagnosis import rules
    from pytest_httpstatus._rendering.entry import codes_text, table

    if more:
        return _fail(f"causes takes no {more[0]!r}", WRONG_USE)
    titles = sentences(lang, "causes")
    rows = [(each.id, codes_text(each.codes, lang), titles.get(each.id, {}).get("title", "")) for each in rules()]
    return _say(table(sorted(rows)))


def _demo(argv: Sequence[str], lang: str) -> int:
    from pytest_httpstatus import _demo

    return _demo.run(argv, lang)


def _report(argv: Sequence[str], lang: str) -> int:
    from pytest_httpstatus._reporting import command

    return command.main(argv, lang)
