"""A failure about something else, whose value came from a response that was an error."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from pytest_httpstatus._recovery.answers import distinct, same
from pytest_httpstatus._recovery.looked import looked_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_httpstatus._model import Exchange, Symptom
    from pytest_httpstatus._recovery import asked
    from pytest_httpstatus._recovery.look import Look

_ERRORS: Final = (AssertionError, LookupError, TypeError, AttributeError, ValueError)
_JSON: Final = frozenset({"json", "get_json"})
_CONTENT: Final = _JSON | {"text", "content", "data", "body", "read", "get_data", "parsed_body"}
_FARTHEST: Final = 4
_NO_SUBJECTS: Final = frozenset({"self", "cls"})


def symptom(look: Look, error: BaseException, checks: list[asked.Check]) -> tuple[Exchange, Symptom] | None:
    """The response behind a failure that was no check of its status, and in what it shows; `None` when none is proved.

    Args:
        look: The statement that failed.
        error: What was raised.
        checks: The conditions on statuses in that statement, all met.
    """
    if not isinstance(error, _ERRORS) or not _may_depend(look, error):
        return None
    reading = set(_attributes(look))
    if checks and not reading & _CONTENT:
        return None
    used = _used(look)
    if len(used) != 1:
        return None
    exchange = used[0]
    html = bool(reading & _JSON) and _is_html(exchange)
    if not (html or exchange.response.code >= 400) or _known(look, exchange, checks):
        return None
    parsed = reading & _JSON and type(error).__name__ != "JSONDecodeError"
    return exchange, "html" if html else "json" if parsed else "answer"


def _may_depend(look: Look, error: BaseException) -> bool:
    """Whether the failure can have come from a value: a comparison, or something missing; not an error by hand."""
    return not isinstance(error, AssertionError) or isinstance(look.statement.node, ast.Assert | ast.Expr)


def _known(look: Look, exchange: Exchange, checks: list[asked.Check]) -> bool:
    """Whether the test asks for this very error: then it is its subject, and no news."""
    code = exchange.response.code
    return any(code in check.codes for check in checks) or looked_at(code, look.statement, look.scope, _subjects(look))


def _subjects(look: Look) -> list[str]:
    return [each.id for each in look.statement.nodes() if isinstance(each, ast.Name)]


def _used(look: Look) -> list[Exchange]:
    """The responses that the statement computes, names, or uses a part of; of these kinds the first that has any."""
    passed = distinct(look.passed.things)
    if passed:
        return passed
    nodes = list(look.statement.nodes())
    direct = distinct([*_named(look, nodes), *look.scope.operands()])
    if direct:
        return direct
    # What a function of the user's asked for meanwhile need not be what it failed on.
    return _merged([*distinct(_sources(look, nodes)), *(_answered(look) if look.inner else ())])


def _named(look: Look, nodes: Iterable[ast.AST]) -> Iterator[object]:
    for node in nodes:
        if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
            yield look.scope.resolve(node)


def _sources(look: Look, nodes: Iterable[ast.AST]) -> Iterator[object]:
    """The responses that names of the statement were read from: `data = response.json()`."""
    for value in _values(look, nodes):
        yield from _named(look, ast.walk(value))


def _values(look: Look, nodes: Iterable[ast.AST], far: int = 0) -> Iterator[ast.expr]:
    """The expressions that the names in `nodes` were given, and those that these were made of."""
    for node in nodes:
        if isinstance(node, ast.Name) and node.id not in _NO_SUBJECTS and far < _FARTHEST:
            source = look.statement.given(node.id)
            if source is not None:
                yield source.value
                yield from _values(look, ast.walk(source.value), far + 1)


def _answered(look: Look) -> list[Exchange]:
    """What the recorder saw of the calls in the statement, and of those that its names were given.

    Of several answers to one expression the last counts: it is what came of it.
    """
    found = []
    statement = look.statement.node
    # Before pytest 8.4 all parts of an assert have the place of the whole.
    wholes = [statement] if isinstance(statement, ast.Assert) else list(look.statement.expressions())
    for node in (*wholes, *_values(look, look.statement.nodes())):
        seen = look.answers.of(look.file, node)
        if seen:
            found.append(seen[-1])
    return [each for each in found if each is not None]


def _attributes(look: Look) -> Iterator[str]:
    nodes = list(look.statement.nodes())
    for value in _values(look, list(nodes)):
        nodes.extend(ast.walk(value))
    yield from (each.attr for each in nodes if isinstance(each, ast.Attribute))


def _merged(exchanges: Iterable[Exchange]) -> list[Exchange]:
    found: list[Exchange] = []
    for each in exchanges:
        if not any(same(each, other) for other in found):
            found.append(each)
    return found


def _is_html(exchange: Exchange) -> bool:
    start = (exchange.response.content or b"")[:200].lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html"))
