"""Whether a test has looked at an error before: then it is its subject, and no news."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from pytest_httpstatus._recovery import asked
from pytest_httpstatus._recovery.plain import plain
from pytest_httpstatus._recovery.statement import Statement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pytest_httpstatus._recovery.scope import Scope

_RAISING: Final = frozenset({"raises", "assertRaises", "assertRaisesRegex", "suppress"})
_OWN_CHECKS: Final = ("assert_", "expect_", "check_status", "wait_for_status")


def looked_at(code: int, statement: Statement, scope: Scope, subjects: Collection[str] = ()) -> bool:
    """Whether a statement above asks for this status, names it, or expects an error.

    Args:
        code: The status.
        statement: What failed.
        scope: The names of its frame.
        subjects: Names that are spoken of: what stood above their last assignment was about something else.
    """
    if re.search(rf"(?<![0-9]){code}(?![0-9])", scope.function):
        return True  # `test_returns_404`
    return any(_asks(each, code, scope) for each in (*_since(statement, subjects), *statement.around))


def _since(statement: Statement, subjects: Collection[str]) -> Iterable[ast.stmt]:
    given = [source.node for name in subjects if (source := statement.given(name)) is not None]
    last = max((statement.before.index(node) for node in given if node in statement.before), default=-1)
    return statement.before[last + 1 :]


def _asks(node: ast.stmt, code: int, scope: Scope) -> bool:
    alone = Statement(node)
    if any(code in check.codes for check in asked.checks(alone, scope)):
        return True
    if isinstance(node, ast.If | ast.While) and any(code in each.codes for each in asked.condition(node.test, scope)):
        return True
    return any(_mentions(each, code, scope) for each in alone.nodes())


def _mentions(node: ast.AST, code: int, scope: Scope) -> bool:
    if isinstance(node, ast.Call):
        name = asked.called(node)
        return name in _RAISING or name.startswith(_OWN_CHECKS)
    return isinstance(node, ast.Constant | ast.Attribute) and plain(scope.resolve(node)) == code
