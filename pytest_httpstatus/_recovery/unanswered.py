"""Exceptions of clients that say that no answer came, and what the test would have asked of it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from pytest_httpstatus._clients import silence
from pytest_httpstatus._expectation import Expectation, parse
from pytest_httpstatus._recovery import asked
from pytest_httpstatus._recovery.look import Evidence
from pytest_httpstatus._recovery.statement import Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_httpstatus._recovery.scope import Scope
    from pytest_httpstatus._recovery.traceback import Place

_OURS: Final = "assert_status"


def evidence(error: BaseException, places: Iterable[Place]) -> Evidence | None:
    """The request that got no answer.

    Args:
        error: What was raised.
        places: The user's statements that it passed through, the innermost first.
    """
    exchange = silence.read(error)
    if exchange is None:
        return None
    found = (_expectation(each.statement, each.scope) for each in places)
    return Evidence(exchange, next((each for each in found if each is not None), None))


def _expectation(statement: Statement, scope: Scope) -> Expectation | None:
    """What the statement asks of a status, or the first after it that speaks of what it gives a name."""
    own, names = _wanted(statement, scope), statement.gives()
    if own is not None or not names:
        return own
    for each in map(Statement, statement.after):
        found = _wanted(each, scope, names)
        if found is not None or each.gives() & names:
            return found
    return None


def _wanted(statement: Statement, scope: Scope, names: frozenset[str] = frozenset()) -> Expectation | None:
    """The one status that a statement asks for: of what it calls itself, or of one of these names."""
    subjects = [*_conditions(statement, scope), *_ours(statement, scope)]
    about = [wanted for subject, wanted in subjects if _is_about(subject, names)]
    return about[0] if len(about) == 1 else None


def _is_about(subject: ast.expr, names: frozenset[str]) -> bool:
    if names:
        return isinstance(subject, ast.Name) and subject.id in names
    return any(isinstance(each, ast.Call) for each in ast.walk(subject))


def _conditions(statement: Statement, scope: Scope) -> Iterator[tuple[ast.expr, Expectation]]:
    for check in asked.checks(statement, scope):
        yield check.subject, asked.expectation(check.codes)


def _ours(statement: Statement, scope: Scope) -> Iterator[tuple[ast.expr, Expectation]]:
    """`assert_status(client.get("/users"), 200)`, which was never called."""
    for node in statement.nodes():
        if isinstance(node, ast.Call) and asked.called(node) == _OURS and len(node.args) > 1:
            try:
                yield node.args[0], parse(scope.resolve(node.args[1]))
            except (TypeError, ValueError):
                continue
