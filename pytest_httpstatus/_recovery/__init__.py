"""Which response a failed test was about: what the traceback still holds, then what clients were seen to answer."""

from __future__ import annotations

import ast
import sysconfig
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_httpstatus._model import Hop
from pytest_httpstatus._recovery import asked
from pytest_httpstatus._recovery.look import Evidence, Look
from pytest_httpstatus._recovery.scope import Scope, response
from pytest_httpstatus._recovery.statement import failing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import FrameType, TracebackType

    from pytest_httpstatus._model import Exchange, Failure

_LIBRARIES: Final = tuple({sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")})
_OURS: Final = str(Path(__file__).parent.parent)
_MOST_ERRORS: Final = 20


def failure_of(error: BaseException, test_file: str, answers: Iterable[Exchange | None]) -> Failure | None:
    """Explain the response that a failed test was about; `None` when nothing is proved. The arguments are `recover`'s."""
    from pytest_httpstatus._explaining import examine  # late: when something was found

    found = recover(error, test_file, answers)
    if found is None:
        return None
    earlier = tuple(Hop(each.request, each.response) for each in found.earlier)
    return examine(found.exchange, found.expectation, symptom=found.symptom, earlier=earlier)


def recover(error: BaseException, test_file: str, answers: Iterable[Exchange | None] = ()) -> Evidence | None:
    """Find the response that a failed test was about.

    Args:
        error: What was raised.
        test_file: The file of the test: nothing above its frame is looked at.
        answers: What clients answered in this test, in order; `None` for a call that gave no answer.

    Returns:
        The evidence; `None` when nothing is proved, for a wrong attribution is worse than none.
    """
    answered = list(answers)
    for each in errors(error):
        found = _carried(each, error) or _by_frames(each, test_file, answered)
        if found is not None:
            return found._replace(earlier=_earlier(found.exchange, answered))
    return None


def errors(error: BaseException) -> Iterator[BaseException]:
    """The error, its causes, and the members of groups. A context counts unless the error is one of a connection."""
    waiting, seen = [error], set[int]()
    while waiting and len(seen) < _MOST_ERRORS:
        current = waiting.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        cause = current.__cause__
        if cause is None and not current.__suppress_context__ and not isinstance(current, OSError):
            cause = current.__context__
        members = current.exceptions if isinstance(current, BaseExceptionGroup) else ()
        waiting += [each for each in (*members, cause) if each is not None]


def _carried(error: BaseException, raised: BaseException) -> Evidence | None:
    """An exception that carries a response, or is one."""
    exchange = response(error)
    if exchange is None:
        return None
    frames = list(_frames(error.__traceback__))
    by_status = bool(frames) and frames[-1][0].f_code.co_name == "raise_for_status"
    del raised
    expectation = asked.Check(ast.Constant(0), asked.UNDER_400).expectation if by_status else None
    return Evidence(exchange, expectation)


def _frames(traceback: TracebackType | None) -> Iterator[tuple[FrameType, int, int | None]]:
    """Each frame with the line and the column that were running."""
    while traceback is not None:
        frame, last = traceback.tb_frame, traceback.tb_lasti // 2
        position = next(islice(frame.f_code.co_positions(), last, None), (None,) * 4)
        yield frame, traceback.tb_lineno, position[2]
        traceback = traceback.tb_next


def _by_frames(error: BaseException, test_file: str, answers: list[Exchange | None]) -> Evidence | None:
    compared: int | None = None
    for frame, line, column in reversed(list(_frames(error.__traceback__))):
        if not _is_users(frame.f_code.co_filename, test_file):
            compared = _unittest_operand(frame) if compared is None else compared
            continue
        statement = failing(frame, line, column)
        if statement is not None:
            found = Look(statement, Scope(frame), answers, compared).evidence(error)
            if found is not None:
                return found
        if frame.f_code.co_filename == test_file:
            break
    return None


def _is_users(file: str, test_file: str) -> bool:
    return file == test_file or not (file.startswith((*_LIBRARIES, _OURS, "<")))


def _unittest_operand(frame: FrameType) -> int | None:
    """The status that a method of unittest compared: its own frame holds both operands."""
    if not frame.f_code.co_filename.endswith("case.py"):
        return None
    names = frame.f_locals
    for name in ("first", "member", "a"):
        value = names.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and 100 <= value <= 999:
            return int(value)
    return None


def _earlier(exchange: Exchange, answers: list[Exchange | None]) -> tuple[Exchange, ...]:
    """What came before and adds: an error, a `Location`, a login. At most three, the last ones."""
    before = [each for each in answers if each is not None]
    if before and _same(before[-1], exchange):
        before.pop()
    return tuple(each for each in before if _adds(each))[-3:]


def _same(one: Exchange, other: Exchange) -> bool:
    return (one.response.code, one.request.method, one.request.url) == (
        other.response.code, other.request.method, other.request.url,
    )  # fmt: skip


def _adds(exchange: Exchange) -> bool:
    names = {name.lower() for name, _ in exchange.response.fields or ()}
    path = (exchange.request.url or "").lower()
    return exchange.response.code >= 400 or "location" in names or "login" in path or "token" in path
