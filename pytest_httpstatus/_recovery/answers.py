"""What clients answered in one test, and which place of its code each answer came from."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from pytest_httpstatus._recovery.scope import response

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable
    from types import CodeType

    from pytest_httpstatus._model import Exchange


class Step(NamedTuple):
    """One caller of a call: its code, and the offset of the instruction that was running."""

    code: CodeType
    offset: int

    def stands_in(self, file: str, node: ast.AST) -> bool:
        """Whether the caller was running a part of `node` of `file`; by lines where there are no columns."""
        if self.code.co_filename != file:
            return False
        line, last, column, end = next(islice(self.code.co_positions(), self.offset // 2, None), (None,) * 4)
        if line is None or last is None:
            return False
        first_line, last_line = node.lineno, node.end_lineno  # type: ignore[attr-defined]
        if column is None or end is None:
            return bool(first_line <= line and last <= last_line)
        start, stop = (first_line, node.col_offset), (last_line, node.end_col_offset)  # type: ignore[attr-defined]
        return bool(start <= (line, column) and (last, end) <= stop)


class Answer(NamedTuple):
    """One outermost call of a client.

    Attributes:
        exchange: What was answered; `None` when the call gave no answer.
        steps: Where it was called from, the nearest first.
        own: Whether the thread that runs the tests made it.
    """

    exchange: Exchange | None
    steps: tuple[Step, ...] = ()
    own: bool = True


class Answers:
    """The answers of one test, in the order in which their calls began."""

    def __init__(self, answers: Iterable[Answer] = ()) -> None:
        self.all = tuple(answers)

    def of(self, file: str, node: ast.AST) -> list[Exchange | None]:
        """What calls that `node` made were answered; `None` for one that gave no answer."""
        return [each.exchange for each in self.all if any(step.stands_in(file, node) for step in each.steps)]

    def with_code(self, code: object) -> list[Exchange]:
        """The answers that had this status, of any thread."""
        found = (each.exchange for each in self.all)
        return [each for each in found if each is not None and each.response.code == code]

    def before(self, exchange: Exchange) -> list[Exchange]:
        """The answers of this thread before that one; none where it is not among them, for their order is not known."""
        own = [each.exchange for each in self.all if each.own and each.exchange is not None]
        places = [place for place, each in enumerate(own) if same(each, exchange)]
        return own[: places[-1]] if places else []

    def before_none(self) -> list[Exchange]:
        """The answers of this thread before its last call that gave none."""
        own = [each.exchange for each in self.all if each.own]
        if None not in own:
            return []
        return [each for each in own[: len(own) - own[::-1].index(None)] if each is not None]


def same(one: Exchange, other: Exchange) -> bool:
    """Whether both are of one request and one answer, as far as it can be seen."""
    return (one.response.code, one.request.method, one.request.url) == (
        other.response.code,
        other.request.method,
        other.request.url,
    )


def distinct(things: Iterable[object]) -> list[Exchange]:
    """The responses among `things`, each once; an error and the response that it carries are one."""
    found: list[Exchange] = []
    for thing in things:
        exchange = response(thing)
        if exchange is not None and not any(same(exchange, each) for each in found):
            found.append(exchange)
    return found
