"""One statement of one frame: which response it was about, and what it asked."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_httpstatus._recovery import asked
from pytest_httpstatus._recovery.answers import distinct, same
from pytest_httpstatus._recovery.scope import response
from pytest_httpstatus._recovery.symptom import symptom

if TYPE_CHECKING:
    from pytest_httpstatus._expectation import Expectation
    from pytest_httpstatus._model import Exchange, Symptom
    from pytest_httpstatus._recovery.answers import Answers
    from pytest_httpstatus._recovery.scope import Scope
    from pytest_httpstatus._recovery.statement import Source, Statement

_CODE_NAME: Final = re.compile(r"(?i)(?<!expected_)(?<!want_)(?<!wanted_)(status|code|http)")


class Evidence(NamedTuple):
    """What is known of the response behind a failure.

    Attributes:
        exchange: The response, with its request.
        expectation: What the statement asked of its status; `None` when that is not known.
        symptom: `json`, `html` or `answer`, when the failure is about something that came from the response.
        earlier: What the same test was answered before, that adds something.
    """

    exchange: Exchange
    expectation: Expectation | None = None
    symptom: Symptom = ""
    earlier: tuple[Exchange, ...] = ()


class Passed(NamedTuple):
    """What the libraries that the statement called still hold: operands of unittest, responses of clients."""

    codes: frozenset[int] = frozenset()
    things: tuple[object, ...] = ()
    followed: object = None


class Look:
    """One statement of one frame.

    Args:
        statement: The statement that was running.
        scope: The names of the frame.
        file: Where the statement stands.
        answers: What clients answered in this test.
        passed: What the frames below still hold.
        inner: Whether no statement of the user's was running below it.
    """

    def __init__(  # noqa: PLR0913  # one call makes it, by name where it matters
        self, statement: Statement, scope: Scope, file: str, answers: Answers, passed: Passed, *, inner: bool = True
    ) -> None:
        self.statement = statement
        self.scope = scope
        self.file = file
        self.answers = answers
        self.passed = passed
        self.inner = inner
        self.checks = [each for each in asked.checks(statement, scope) if self._is_status(each)]

    def evidence(self, error: BaseException) -> Evidence | None:
        unknown = False
        checks = self.checks
        for check in checks:
            exchange = self._subject(check)
            if exchange is None:
                unknown = unknown or not self._met(check)
                continue
            codes = check.followed if check.followed is not None and exchange.redirects else check.codes
            if exchange.response.code not in codes:
                return Evidence(exchange, asked.expectation(codes))
            if (landed := response(self.passed.followed)) is not None and check.followed is not None:
                missed = landed.response.code not in check.followed
                return Evidence(landed, asked.expectation(check.followed)) if missed else None
        if unknown:
            return None
        found = symptom(self, error, checks)
        return None if found is None else Evidence(found[0], symptom=found[1])

    def _is_status(self, check: asked.Check) -> bool:
        """Whether a stored number is a status: it was taken from one, or its name says so."""
        if not check.stored or not isinstance(check.subject, ast.Name):
            return True
        source = self.statement.given(check.subject.id)
        taken = source is not None and asked.status_of(source.value, self.scope) is not None
        return taken or bool(_CODE_NAME.search(check.subject.id))

    def _met(self, check: asked.Check) -> bool:
        return check.stored and self.scope.resolve(check.subject) in check.codes

    def _subject(self, check: asked.Check) -> Exchange | None:
        """The response whose status a condition is about."""
        if check.stored:
            return self._of_stored(check.subject)
        exchange = response(self.scope.resolve(check.subject))
        if exchange is not None:
            return exchange
        return None if isinstance(check.subject, ast.Name) else self._computed(check)

    def _computed(self, check: asked.Check) -> Exchange | None:
        """A response without a name: the assert or a library still holds it, or the recorder saw this call."""
        kept = distinct([*self.scope.operands(), *self.passed.things])
        seen = self.answers.of(self.file, check.subject)
        if not seen and len(self.checks) == 1:  # before pytest 8.4 all parts of an assert have the place of the whole
            seen = self.answers.of(self.file, self.statement.node)
        found = _failing(seen, check) if seen else kept[0] if len(kept) == 1 else None
        if found is not None and seen:
            # The live one knows more.
            found = next((each for each in kept if same(each, found)), found)
        shown = self._shown_codes()
        return found if found is not None and (not shown or found.response.code in shown) else None

    def _shown_codes(self) -> frozenset[int]:
        """The numbers that the failed comparison saw, as far as they may be a status."""
        numbers = (each for each in self.scope.operands() if isinstance(each, int) and 100 <= each <= 999)
        return self.passed.codes | frozenset(int.__index__(each) for each in numbers)

    def _of_stored(self, subject: ast.expr) -> Exchange | None:
        """The response that a stored code was taken from: by what its name was given, else the only one that had it."""
        code = self.scope.resolve(subject)
        source = self.statement.given(subject.id) if isinstance(subject, ast.Name) else None
        if source is not None:
            taken = asked.status_of(source.value, self.scope)
            named = response(self.scope.resolve(taken)) if taken is not None else None
            seen = self.answers.of(self.file, source.value)
            last = named or (seen[-1] if seen else None)
            return last if last is not None and last.response.code == code else self._only(code, source)
        return self._only(code, source)

    def _only(self, code: object, source: Source | None) -> Exchange | None:
        """The only response at hand that had this status, and that the number may have come from."""
        held = [each for each in distinct(self._near(source)) if each.response.code == code]
        if len(held) == 1:
            return held[0]
        answered = self.answers.with_code(code)
        return answered[0] if len(answered) == 1 and not held and source is None else None

    def _near(self, source: Source | None) -> list[object]:
        """The values of all names; where it is known what a number was given, of those given with it or used for it."""
        if source is None:
            return list(self.scope.names.values())
        used = {each.id for each in ast.walk(source.value) if isinstance(each, ast.Name)}
        given = {name: self.statement.given(name) for name in self.scope.names}
        used |= {name for name, other in given.items() if other is not None and other.node is source.node}
        return [value for name, value in self.scope.names.items() if name in used]


def _failing(seen: list[Exchange | None], check: asked.Check) -> Exchange | None:
    """The last answer; of several to one expression, as in `all(...)`, else the first that breaks the condition."""
    last = seen[-1]
    if last is None or last.response.code not in check.codes:
        return last
    return next((each for each in seen if each is not None and each.response.code not in check.codes), last)
