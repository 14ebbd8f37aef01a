"""What an exception says, and where it was raised: no code of the user's runs, nothing is rendered."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_httpstatus import _lazy
from pytest_httpstatus._clients import probe

if TYPE_CHECKING:
    from types import TracebackType

    from pytest_httpstatus._model import Evidence

_MOST_FRAMES: Final = 1_000
_LONGEST: Final = 2_000
_PLAIN: Final = (str, int, float, bool, bytes, type(None))
_INSTALLED: Final = _lazy.pattern(
    r"[/\\](?:site|dist)-packages[/\\]|[/\\]lib(?:64)?[/\\]python3[\w.]*[/\\]|^<", re.IGNORECASE
)
_LIBRARY: Final = str(Path(os.__file__).parent)


def facts(error: BaseException, traceback: object) -> Evidence:
    """The exception's name, what it says, and the innermost line of the user's own code, where there is one."""
    found = {"exception": str.__str__(type(error).__name__), "why": message(error), "where": _where(traceback)}
    return tuple((name, value) for name, value in found.items() if value)


def message(error: BaseException) -> str:
    """What `str` would give where that runs no code but Python's own; else the first text that it was made with."""
    # Not `error.args`, which may be a property of the user's.
    given = vars(BaseException)["args"].__get__(error)
    speaker = next(cls for cls in type(error).__mro__ if "__str__" in vars(cls))
    if speaker in {BaseException, KeyError} and all(type(each) in _PLAIN for each in given):
        return speaker.__str__(error)[:_LONGEST]
    texts = [text for each in given if (text := probe.text(each) if isinstance(each, str) else None)]
    # Of Python's own with more than one, such as `OSError`, the last is the sentence.
    return (texts[-1 if speaker.__module__ == "builtins" else 0] if texts else "")[:_LONGEST]


def place(file: str, line: str) -> str:
    """A line of code as editors find it, the file as short as it is clear."""
    try:
        shown = Path(file).relative_to(Path.cwd()).as_posix()
    except (OSError, ValueError):  # elsewhere, or the working directory is gone
        shown = "/".join(file.replace("\\", "/").split("/")[-3:])
    return f"{shown}:{line}"


def is_own(file: str) -> bool:
    """Whether a file is the user's: neither installed nor of the standard library."""
    return _INSTALLED.search(file) is None and not file.startswith(_LIBRARY)


def _where(traceback: object) -> str:
    found, step = "", _next(traceback)
    for _ in range(_MOST_FRAMES):
        if step is None:
            break
        file = step.tb_frame.f_code.co_filename
        found = place(file, str(step.tb_lineno)) if is_own(file) else found
        step = step.tb_next
    return found


def _next(traceback: object) -> TracebackType | None:
    return traceback if type(traceback).__name__ == "traceback" else None  # type: ignore[return-value]
