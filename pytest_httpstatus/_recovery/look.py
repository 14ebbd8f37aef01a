"""One statement of one frame: which response it was about, and what it asked."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_httpstatus._recovery import asked
from pytest_httpstatus._recovery.scope import UNKNOWN, inside, response
from pytest_httpstatus._recovery.statement import Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_httpstatus._expectation import Expectation
    from pytest_httpstatus._model import Exchange, Symptom
    from pytest_httpstatus._recovery.scope import Scope

_SYMPTOMS: Final = (AssertionError, LookupError, TypeError, AttributeError, ValueError)


class Evidence(NamedTuple):
    """What is known of the response behind a failure.

    Attributes:
        exchange: The response, with its request.
        expectation: What the statement asked of its status; `None` when that is not known.
        symptom: `json` or `answer`, when the failure is about something that came from the response; else empty.
        earlier: What the same test was answered before, that adds something.
    """

    exchange: Exchange
    expectation: Expectation | None = None
    symptom: Symptom = ""
    earlier: tuple[Exchange, ...] = ()


class Look:
    """One statement of one frame."""

    def __init__(
        self, statement: Statement, scope: Scope, answers: list[Exchange | None], compared: int | None
    ) -> None:
        self.statement = statement
        self.scope = scope
        self.answers = answers
        self.compared = compared

    def evidence(self, error: BaseException) -> Evidence | None:
        checks = asked.checks(self.statement, self.scope)
        for check in checks:
            exchange = self._subject(check)
            if exchange is not None and exchange.response.code not in check.codes:
                return Evidence(exchange, check.expectation)
        if any(self._subject(check) is None and not self._met(check) for check in checks):
            return None
        return self._symptom(error, checks) if isinstance(error, _SYMPTOMS) else None

    def _met(self, check: asked.Check) -> bool:
        stored = self.scope.resolve(check.subject) if check.stored else None
        return stored in check.codes

    def _subject(self, check: asked.Check) -> Exchange | None:
        """The response whose status a condition is about."""
        if check.stored:
            return self._of_stored(check.subject)
        exchange = response(self.scope.resolve(check.subject))
        if exchange is not None:
            return exchange
        if not any(isinstance(each, ast.Call | ast.Await) for each in ast.walk(check.subject)):
            return None
        return self._of_call(check)

    def _of_call(self, check: asked.Check) -> Exchange | None:
        """A response without a name: the rewritten assert kept it, or it is the last answer."""
        kept = _distinct(self.scope.operands())
        if kept:
            return kept[0] if len(kept) == 1 else None
        last = self.answers[-1] if self.answers else None
        if last is None or last.response.code in check.codes:
            return None
        code = self._shown_code()
        return last if code in (None, last.response.code) else None

    def _shown_code(self) -> int | None:
        """The status that the failed comparison saw."""
        if self.compared is not None:
            return self.compared
        return next((int(each) for each in self.scope.operands() if type(each) is int and 100 <= each <= 999), None)

    def _of_stored(self, subject: ast.expr) -> Exchange | None:
        """The response that a stored code was taken from: by its assignment, else the only answer that had it."""
        code = self.scope.resolve(subject)
        source = self._assigned(subject.id) if isinstance(subject, ast.Name) else None
        if isinstance(source, ast.Attribute):
            exchange = response(self.scope.resolve(source.value))
            if exchange is not None and exchange.response.code == code:
                return exchange
        held = [each for each in _distinct(self.scope.names.values()) if each.response.code == code]
        if len(held) == 1:
            return held[0]
        answered = [each for each in self.answers if each is not None and each.response.code == code]
        return answered[0] if len(answered) == 1 and not held else None

    def _assigned(self, name: str) -> ast.expr | None:
        """What a name was last given, above the failing statement."""
        for node in reversed(self.statement.before):
            if isinstance(node, ast.Assign) and any(
                isinstance(each, ast.Name) and each.id == name for each in node.targets
            ):
                return node.value
        return None

    def _symptom(self, error: BaseException, checks: list[asked.Check]) -> Evidence | None:
        """Something else failed, and a response that the statement used is an error, or HTML where JSON was read."""
        used = self._used()
        if not used and self._came_from_a_call() and len(self.answers) == 1 and self.answers[0] is not None:
            used = [self.answers[0]]
        if len(used) != 1 or (checks and not self._reads_content()):
            return None
        exchange = used[0]
        wrong = exchange.response.code >= 400 or (self._reads_json() and _is_html(exchange))
        if not wrong or self._looked_at(exchange) or not self._depends(error):
            return None
        if self._reads_json():
            return Evidence(exchange, symptom="html" if _is_html(exchange) else "json")
        return Evidence(exchange, symptom="answer")

    def _depends(self, error: BaseException) -> bool:
        """Whether the failure can have come from the content: a comparison of something, or a value that is missing."""
        return not isinstance(error, AssertionError) or isinstance(self.statement.node, ast.Assert | ast.Expr)

    def _nodes(self) -> Iterator[ast.AST]:
        for expression in self.statement.expressions():
            yield from ast.walk(expression)

    def _came_from_a_call(self) -> bool:
        """Whether the statement calls something, or uses what a call above gave."""
        nodes = [*self._nodes(), *(node for name in self._names() for node in self._value_nodes(name))]
        return any(isinstance(each, ast.Call | ast.Await) for each in nodes)

    def _used(self) -> list[Exchange]:
        """The responses that the statement names, computes, or uses a part of."""
        named: list[object] = []
        for node in self._nodes():
            if isinstance(node, ast.Name | ast.Attribute):
                found = self.scope.resolve(node)
                named.append(self._source(node.id) if isinstance(node, ast.Name) and response(found) is None else found)
        direct = _distinct([*named, *self.scope.operands()])
        if direct:
            return direct
        return _distinct(each for thing in [*named, *self.scope.operands()] for each in inside(thing))

    def _source(self, name: str) -> object:
        """The response that a name was read from: `data = response.json()`."""
        value = self._assigned(name)
        for node in ast.walk(value) if value is not None else ():
            if isinstance(node, ast.Name) and response(found := self.scope.resolve(node)) is not None:
                return found
        return self.scope.name(name)

    def _reads_json(self) -> bool:
        values = [*self._nodes(), *(node for name in self._names() for node in self._value_nodes(name))]
        return any(isinstance(each, ast.Attribute) and each.attr in {"json", "get_json"} for each in values)

    def _names(self) -> list[str]:
        return [each.id for each in self._nodes() if isinstance(each, ast.Name)]

    def _value_nodes(self, name: str) -> Iterable[ast.AST]:
        value = self._assigned(name)
        return ast.walk(value) if value is not None else ()

    def _reads_content(self) -> bool:
        return self._reads_json() or any(
            isinstance(each, ast.Attribute) and each.attr in {"text", "content", "data", "body"}
            for each in self._nodes()
        )

    def _looked_at(self, exchange: Exchange) -> bool:
        """Whether the test has asked for this status before: then it knows, and its error is its subject."""
        for node in self.statement.before:
            earlier = Statement(node, (), ())
            if any(exchange.response.code in check.codes for check in asked.checks(earlier, self.scope)):
                return True
            if any(_is_own_assertion(each) for each in ast.walk(node)):
                return True
        return False


def _is_own_assertion(node: ast.AST) -> bool:
    name = node.func if isinstance(node, ast.Call) else None
    text = name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")
    return text.startswith(("assert_", "expect_", "check_status"))


def _distinct(things: Iterable[object]) -> list[Exchange]:
    seen: dict[int, Exchange] = {}
    for thing in things:
        if thing is not UNKNOWN and id(thing) not in seen and (exchange := response(thing)) is not None:
            seen[id(thing)] = exchange
    return list(seen.values())


def _is_html(exchange: Exchange) -> bool:
    start = (exchange.response.content or b"")[:200].lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html"))
