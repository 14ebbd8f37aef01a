"""The statement that failed, as syntax, with what led to it."""

from __future__ import annotations

import ast
import inspect
import linecache
import tokenize
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import types
    from collections.abc import Iterator

_LONGEST_BLOCK: Final = 2_000
_SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_STRAIGHT: Final = (ast.With, ast.AsyncWith)
"""Compound statements whose body runs once, and what follows after it."""

_NOT_ITS_OWN: Final = frozenset({"body", "orelse", "handlers", "finalbody", "decorator_list", "returns", "type_params"})


class Statement(NamedTuple):
    """One statement. Lines and columns are those of the file.

    Attributes:
        node: Its syntax.
        around: The compound statements that it stands in, the outermost first.
        before: The statements of the same function that end above it, in order.
        after: The statements that run next when it does not fail, its own body first.
    """

    node: ast.stmt
    around: tuple[ast.stmt, ...] = ()
    before: tuple[ast.stmt, ...] = ()
    after: tuple[ast.stmt, ...] = ()

    def expressions(self) -> Iterator[ast.expr]:
        """The expressions that the statement itself evaluates, not those of its body."""
        for field, value in ast.iter_fields(self.node):
            if field in _NOT_ITS_OWN:
                continue
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, ast.expr):
                    yield each
                elif isinstance(each, ast.withitem):
                    yield each.context_expr

    def nodes(self) -> Iterator[ast.AST]:
        """All nodes of its expressions."""
        for expression in self.expressions():
            yield from ast.walk(expression)

    def given(self, name: str) -> Source | None:
        """What the name was last given in this function, above this statement."""
        for node in (*reversed(self.before), *reversed(self.around)):
            for target, value in _givings(node):
                if any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(target)):
                    return Source(value, node)
        return None

    def gives(self) -> frozenset[str]:
        """The names that it gives a value."""
        targets = (target for target, _ in _givings(self.node))
        return frozenset(each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name))

    def handles(self) -> bool:
        """Whether it stands in an `except`."""
        handlers = [each for node in self.around for each in getattr(node, "handlers", ())]
        return any(each.lineno <= self.node.lineno <= (each.end_lineno or 0) for each in handlers)


class Source(NamedTuple):
    """What a name was given, and the statement that gave it."""

    value: ast.expr
    node: ast.stmt


def _givings(node: ast.stmt) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Targets, each with the expression that it is given a value from."""
    if isinstance(node, ast.Assign):
        yield from ((target, node.value) for target in node.targets)
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        yield node.target, node.value
    elif isinstance(node, ast.For | ast.AsyncFor):
        yield node.target, node.iter
    elif isinstance(node, ast.With | ast.AsyncWith):
        yield from ((item.optional_vars, item.context_expr) for item in node.items if item.optional_vars is not None)
    for each in Statement(node).nodes():
        if isinstance(each, ast.NamedExpr):
            yield each.target, each.value


def failing(frame: types.FrameType, line: int, column: int | None = None) -> Statement | None:
    """Find the statement of `frame` that was running; `None` where there is no source.

    Args:
        frame: Where the failure passed through.
        line: The line that was running.
        column: The column too, where it is known: several statements may share a line.
    """
    code = frame.f_code
    body = _syntax(code.co_filename, code.co_firstlineno, code.co_name)
    found = _innermost(body, line, column, ())
    if found is None:
        return None
    node, around, after = found
    start = (node.lineno, node.col_offset)
    before = (each for each in _all(body) if (each.end_lineno or 0, each.end_col_offset or 0) <= start)
    return Statement(node, around, tuple(sorted(before, key=lambda each: (each.lineno, each.col_offset))), after)


@lru_cache(maxsize=64)
def _syntax(filename: str, first_line: int, name: str) -> list[ast.stmt]:
    """The statements of a function, or of a module; none of what is part of a statement, as a lambda is."""
    lines = linecache.getlines(filename)
    if name == "<module>":
        return _parsed("".join(lines))
    if name.startswith("<") or first_line > len(lines):
        return []
    try:
        block = inspect.getblock(lines[first_line - 1 : first_line + _LONGEST_BLOCK])
    except (SyntaxError, tokenize.TokenError):  # the file is no longer what was run
        return []
    # Below a line of ours, so that columns stay what they are: a text over several lines may hold any indentation.
    nested = block[0][:1].isspace()
    tree = _parsed(f"if 1:\n{''.join(block)}" if nested else "".join(block))
    inner = tree[0].body if nested and tree and isinstance(tree[0], ast.If) else tree
    for node in inner:
        ast.increment_lineno(node, first_line - (2 if nested else 1))
    return [each for node in inner if isinstance(node, _SCOPES) for each in node.body]


def _parsed(source: str) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError):
        return []


def _all(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a body and of those in it, but not of functions and classes that it defines."""
    for node in body:
        yield node
        if not isinstance(node, _SCOPES):
            for inner in _bodies(node):
                yield from _all(inner)


def _innermost(
    body: list[ast.stmt], line: int, column: int | None, around: tuple[ast.stmt, ...]
) -> tuple[ast.stmt, tuple[ast.stmt, ...], tuple[ast.stmt, ...]] | None:
    for index, node in enumerate(body):
        if not _covers(node, line, column):
            continue
        rest = tuple(body[index + 1 :])
        for inner in _bodies(node):
            if (found := _innermost(inner, line, column, (*around, node))) is not None:
                return (*found[:2], (*found[2], *rest)) if isinstance(node, _STRAIGHT) else found
        return node, around, (*node.body, *rest) if isinstance(node, _STRAIGHT) else rest
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
