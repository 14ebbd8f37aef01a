"""The statement that failed, as syntax, with what led to it."""

from __future__ import annotations

import ast
import inspect
import linecache
import textwrap
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import types
    from collections.abc import Iterator

_LONGEST_BLOCK = 2_000


class Statement(NamedTuple):
    """One statement.

    Attributes:
        node: Its syntax.
        around: The compound statements that it stands in, the outermost first.
        before: The simple statements of the same function that stand above it, in order.
    """

    node: ast.stmt
    around: tuple[ast.stmt, ...]
    before: tuple[ast.stmt, ...]

    def expressions(self) -> Iterator[ast.expr]:
        """The expressions that the statement itself evaluates, not those of its body."""
        for field, value in ast.iter_fields(self.node):
            if field in {"body", "orelse", "handlers", "finalbody", "decorator_list", "returns", "type_params"}:
                continue
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, ast.expr):
                    yield each
                elif isinstance(each, ast.withitem):
                    yield each.context_expr


def failing(frame: types.FrameType, line: int, column: int | None = None) -> Statement | None:
    """Find the statement of `frame` that stands at `line`; `None` where there is no source.

    Args:
        frame: Where the failure passed through.
        line: The line that was running.
        column: The column too, where it is known: several statements may share a line.
    """
    block = _syntax(frame.f_code.co_filename, frame.f_code.co_firstlineno, frame.f_code.co_name)
    if block is None:
        return None
    tree, indent = block
    found = _innermost(tree.body, line, None if column is None else column - indent, ())
    if found is None:
        return None
    node, around = found
    start = (node.lineno, node.col_offset)
    above = (each for each in ast.walk(tree) if isinstance(each, ast.stmt))
    before = (each for each in above if (each.end_lineno or 0, each.end_col_offset or 0) <= start)
    return Statement(node, around, tuple(sorted(before, key=lambda each: (each.lineno, each.col_offset))))


@lru_cache(maxsize=64)
def _syntax(filename: str, first_line: int, name: str) -> tuple[ast.Module, int] | None:
    """The syntax of a function, or of a module, and the columns that it was indented by."""
    lines = linecache.getlines(filename)
    if not lines or first_line > len(lines):
        return None
    block = lines if name == "<module>" else inspect.getblock(lines[first_line - 1 : first_line + _LONGEST_BLOCK])
    try:
        tree = ast.parse(textwrap.dedent("".join(block)))
    except SyntaxError:  # a lambda, a comprehension: part of a statement
        return None
    whole = name == "<module>"
    indent = 0 if whole else len(block[0]) - len(block[0].lstrip())
    return ast.increment_lineno(tree, 0 if whole else first_line - 1), indent


def _innermost(
    body: list[ast.stmt], line: int, column: int | None, around: tuple[ast.stmt, ...]
) -> tuple[ast.stmt, tuple[ast.stmt, ...]] | None:
    for node in body:
        if not _covers(node, line, column):
            continue
        for inner in _bodies(node):
            if (found := _innermost(inner, line, column, (*around, node))) is not None:
                return found
        return node, around
    return None


def _covers(node: ast.stmt, line: int, column: int | None) -> bool:
    last = node.end_lineno or node.lineno
    if not node.lineno <= line <= last:
        return False
    if column is None or node.lineno != last:
        return True
    return node.col_offset <= column < (node.end_col_offset or column + 1)


def _bodies(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    for field in ("body", "orelse", "finalbody"):
        yield getattr(node, field, [])
    for each in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        yield each.body
