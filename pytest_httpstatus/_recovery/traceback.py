"""The places of the user's code that a failure passed through, and what the libraries below them still hold."""

from __future__ import annotations

import sysconfig
from itertools import islice
from os import sep
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_httpstatus._clients import CLIENTS
from pytest_httpstatus._recovery.look import Passed
from pytest_httpstatus._recovery.plain import plain
from pytest_httpstatus._recovery.scope import Scope
from pytest_httpstatus._recovery.statement import failing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType, TracebackType

    from pytest_httpstatus._recovery.statement import Statement

_PATHS: Final = sysconfig.get_paths()
_LIBRARIES: Final = tuple({_PATHS[name] + sep for name in ("stdlib", "platstdlib", "purelib", "platlib")})
_OURS: Final = str(Path(__file__).parent.parent) + sep
_INSTALLED: Final = frozenset({"site-packages", "dist-packages"})
_OPERANDS: Final = ("first", "second", "member", "a", "b")
_OF_CLIENTS: Final = {"json": "self", "get_json": "self"}
"""Methods that read a response, and the name that they call it by."""


class Frame(NamedTuple):
    """One frame of a traceback, with the line and the column that were running."""

    frame: FrameType
    line: int
    column: int | None

    @property
    def file(self) -> str:
        return self.frame.f_code.co_filename

    @property
    def name(self) -> str:
        return self.frame.f_code.co_name


class Place(NamedTuple):
    """A statement of the user's that was running, with the names of its frame, and what was passed on to libraries."""

    statement: Statement
    scope: Scope
    file: str
    passed: Passed


def frames(traceback: TracebackType | None) -> Iterator[Frame]:
    """Each frame, the outermost first."""
    while traceback is not None:
        frame, last = traceback.tb_frame, traceback.tb_lasti // 2
        position = next(islice(frame.f_code.co_positions(), last, None), (None,) * 4)
        yield Frame(frame, traceback.tb_lineno, position[2])
        traceback = traceback.tb_next


def places(traceback: TracebackType | None, test_file: str) -> list[Place]:
    """The user's statements, the innermost first; none above the test."""
    found: list[Place] = []
    passed = Passed()
    through = list(frames(traceback))
    start = next((place for place, each in enumerate(through) if each.file == test_file), 0)
    for each in reversed(through[start:]):
        if not _is_users(each.file, test_file):
            passed = _passed_on(each.frame, passed)
            continue
        statement = failing(*each)
        if statement is not None:  # else a lambda, part of a statement further out
            found.append(Place(statement, Scope(each.frame), each.file, passed))
            passed = Passed()
    return found


def _is_users(file: str, test_file: str) -> bool:
    if file == test_file:
        return True
    return not file.startswith((*_LIBRARIES, _OURS, "<")) and _INSTALLED.isdisjoint(Path(file).parts)


def _passed_on(frame: FrameType, passed: Passed) -> Passed:
    """Add what the frame of a library holds: the operands that unittest compared, and the response it was given."""
    module = str(frame.f_globals.get("__name__", ""))
    names = frame.f_locals
    if module == "unittest.case":
        compared = (plain(names.get(name)) for name in _OPERANDS)
        return passed._replace(codes=passed.codes | {code for code in compared if type(code) is int and code >= 100})
    if module == "django.test.testcases":
        followed = names.get("redirect_response", passed.followed)
        return passed._replace(things=(*passed.things, names.get("response")), followed=followed)
    name = _OF_CLIENTS.get(frame.f_code.co_name)
    if name is not None and module.partition(".")[0] in CLIENTS:
        return passed._replace(things=(*passed.things, names.get(name)))
    return passed
