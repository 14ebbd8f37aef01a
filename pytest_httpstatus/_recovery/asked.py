"""What the failing statement expected of a status, read from its syntax and from plain values of its frame."""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pytest_httpstatus._expectation import Expectation
from pytest_httpstatus._recovery import codes
from pytest_httpstatus._recovery.plain import held, plain
from pytest_httpstatus._recovery.scope import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_httpstatus._recovery.scope import Scope
    from pytest_httpstatus._recovery.statement import Statement

_STATUS_NAMES: Final = frozenset({"status_code", "status", "code", "status_int"})
_COMPARE: Final[dict[type[ast.cmpop], Callable[[Any, Any], bool]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Is: operator.eq,
    ast.IsNot: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda code, several: code in several,
    ast.NotIn: lambda code, several: code not in several,
}
_METHODS: Final[dict[str, type[ast.cmpop]]] = {
    "assertEqual": ast.Eq,
    "assertEquals": ast.Eq,
    "assertNotEqual": ast.NotEq,
    "assertIs": ast.Is,
    "assertIn": ast.In,
    "assertNotIn": ast.NotIn,
    "assertLess": ast.Lt,
    "assertLessEqual": ast.LtE,
    "assertGreater": ast.Gt,
    "assertGreaterEqual": ast.GtE,
}
_DJANGO: Final = {"assertContains": (200, 3), "assertNotContains": (200, 3), "assertRedirects": (302, 2)}
"""The status that an assertion of Django asks for, and the place of the argument that says another."""


class Check(NamedTuple):
    """One condition on a status.

    Attributes:
        subject: The expression whose status it is: of a response, or of a stored code when `stored`.
        codes: The codes that meet it.
        stored: Whether `subject` is the code itself, kept in a name.
        followed: The codes that meet it where the client followed redirects, if those are others.
    """

    subject: ast.expr
    codes: frozenset[int]
    stored: bool = False
    followed: frozenset[int] | None = None


def expectation(met: frozenset[int]) -> Expectation:
    return Expectation(met, codes.spelled(met))


def checks(statement: Statement, scope: Scope) -> list[Check]:
    """The conditions that the statement had to meet, in the order of their evaluation."""
    node = statement.node
    if isinstance(node, ast.Assert) and not gives_up(node):
        return list(condition(node.test, scope))
    found = list(_raised_under(statement, scope))
    for each in statement.nodes():
        if isinstance(each, ast.Call):
            found.extend(_call(each, scope))
    return found


def _raised_under(statement: Statement, scope: Scope) -> Iterator[Check]:
    """`if response.status_code != 200: raise ...`: what was asked is the opposite of the condition."""
    around = statement.around[-1] if statement.around else None
    if isinstance(around, ast.If) and gives_up(statement.node):
        yield from condition(around.test, scope, negated=statement.node in around.body)


def gives_up(node: ast.stmt) -> bool:
    if isinstance(node, ast.Raise):
        return True
    if isinstance(node, ast.Assert):
        return isinstance(node.test, ast.Constant) and not node.test.value
    call = node.value if isinstance(node, ast.Expr) else None
    return isinstance(call, ast.Call) and called(call) == "fail"


def called(call: ast.Call) -> str:
    """The last name of what is called; empty where it has none."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def condition(node: ast.expr, scope: Scope, *, negated: bool = False) -> Iterator[Check]:
    """The conditions on statuses in an expression that had to be true; to be false, when `negated`."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield from condition(node.operand, scope, negated=not negated)
    elif isinstance(node, ast.BoolOp):
        yield from _several(node, scope, negated=negated)
    elif (truth := _of_truth(node)) is not None:
        yield from condition(truth[0], scope, negated=negated is truth[1])
    else:
        found = _compared(node, scope) if isinstance(node, ast.Compare) else _truth(node, scope)
        for check in found:
            yield check._replace(codes=codes.ALL - check.codes) if negated else check


def _several(node: ast.BoolOp, scope: Scope, *, negated: bool) -> Iterator[Check]:
    """All parts of a conjunction bind; of an alternative only parts that speak of one subject can be joined."""
    parts = [list(condition(value, scope, negated=negated)) for value in node.values]
    if isinstance(node.op, ast.And) is not negated:
        yield from (check for part in parts for check in part)
        return
    subjects = {ast.dump(check.subject) for part in parts for check in part}
    if len(subjects) == 1 and all(len(part) == 1 for part in parts):
        yield parts[0][0]._replace(codes=frozenset().union(*(part[0].codes for part in parts)))


def _of_truth(node: ast.expr) -> tuple[ast.expr, bool] | None:
    """`r.ok is True`: what is compared, and with which of both."""
    if not isinstance(node, ast.Compare) or len(node.ops) != 1 or not isinstance(node.ops[0], ast.Is | ast.Eq):
        return None
    other = node.comparators[0]
    return (node.left, other.value) if isinstance(other, ast.Constant) and isinstance(other.value, bool) else None


def _compared(node: ast.Compare, scope: Scope) -> list[Check]:
    """Each link of a comparison; the links of a chain that speak of one subject are one condition."""
    sides = [node.left, *node.comparators]
    found: dict[str, Check] = {}
    for left, sign, right in zip(sides, node.ops, sides[1:], strict=False):
        for check in _link(left, type(sign), right, scope):
            key = ast.dump(check.subject)
            found[key] = check._replace(codes=check.codes & found[key].codes) if key in found else check
    return list(found.values())


def _link(left: ast.expr, sign: type[ast.cmpop], right: ast.expr, scope: Scope) -> Iterator[Check]:
    """One comparison; two conditions where both sides may be a stored code."""
    for subject, other, swapped in ((left, right, False), (right, left, True)):
        value = _expected(other, scope)
        status = _status(subject, scope) or (_Status(subject) if isinstance(value, Expectation) else None)
        if status is None or value is None or _status(other, scope, stored=False):
            continue
        met = _meeting(sign, status.divisor, value, swapped=swapped)
        if met is not None:
            yield Check(status.subject, met, status.stored)


def _expected(node: ast.expr, scope: Scope) -> Any:
    """What a status is compared with; of a matcher that was computed, what the assert kept."""
    value = scope.resolve(node)
    joined = isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr | ast.BitAnd)
    if joined or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert)):
        kept = [each for each in map(held, scope.operands()) if each is not None]
        return kept[0] if kept else None
    return plain(value)


def _meeting(sign: type[ast.cmpop], divisor: int, value: Any, *, swapped: bool) -> frozenset[int] | None:
    if sign in {ast.In, ast.NotIn}:
        if swapped and type(value) is int:  # `"200" in response.status`
            sign = ast.Eq if sign is ast.In else ast.NotEq
        elif swapped or not isinstance(value, range | frozenset):
            return None
    elif isinstance(value, range | frozenset):
        return None
    if isinstance(value, Expectation):
        return {ast.Eq: value.codes, ast.NotEq: codes.ALL - value.codes}.get(sign)
    compare = _COMPARE[sign]
    return frozenset(
        code for code in codes.ALL if (compare(value, code // divisor) if swapped else compare(code // divisor, value))
    )


class _Status(NamedTuple):
    subject: ast.expr
    divisor: int = 1
    stored: bool = False


def _status(node: ast.expr, scope: Scope, *, stored: bool = True) -> _Status | None:
    """The expression of a status: `r.status_code`, `r.status_code // 100`, a stored code, a response itself."""
    if isinstance(node, ast.NamedExpr):
        return _status(node.value, scope, stored=stored)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv):
        divisor = scope.resolve(node.right)
        inner = _status(node.left, scope, stored=stored)
        return inner._replace(divisor=divisor) if inner and type(divisor) is int and divisor in {10, 100} else None
    if isinstance(node, ast.Call):
        return _called_status(node, scope, stored=stored)
    if isinstance(node, ast.Attribute) and node.attr in _STATUS_NAMES:
        return _Status(node.value)
    if isinstance(node, ast.Subscript) and _key(node) == "HTTPStatusCode":
        return _Status(node.value.value) if isinstance(node.value, ast.Subscript) else None
    code = scope.resolve(node) if stored and isinstance(node, ast.Name) else None
    return _Status(node, stored=True) if isinstance(code, int) and 100 <= code <= 599 else None


def status_of(node: ast.expr, scope: Scope) -> ast.expr | None:
    """The response, as an expression, whose status `node` is."""
    status = _status(node, scope, stored=False)
    return status.subject if status is not None and status.divisor == 1 else None


def _key(node: ast.Subscript) -> object:
    return node.slice.value if isinstance(node.slice, ast.Constant) else None


def _called_status(call: ast.Call, scope: Scope, *, stored: bool) -> _Status | None:
    if called(call) in {"int", "str"} and isinstance(call.func, ast.Name) and len(call.args) == 1:
        return _status(call.args[0], scope, stored=stored)
    return _Status(call.func.value) if isinstance(call.func, ast.Attribute) and call.func.attr == "getcode" else None


def _truth(node: ast.expr, scope: Scope) -> list[Check]:
    """`r.ok`, `r.is_success`, `is_success(r.status_code)`, and a response of requests by itself."""
    if isinstance(node, ast.Attribute):
        met = codes.predicate(node.attr, _kind(node.value, scope))
        if met is not None:
            return [Check(node.value, met)]
    if isinstance(node, ast.Call):
        met = codes.predicate(called(node))
        if met is not None and len(node.args) == 1 and (status := _status(node.args[0], scope)) is not None:
            return [Check(status.subject, met, status.stored)]
        return list(_call(node, scope))
    return [Check(node, codes.UNDER_400)] if _falsy_at_errors(_kind(node, scope)) else []


def _kind(node: ast.expr, scope: Scope) -> type | None:
    thing = scope.resolve(node)
    return None if thing is UNKNOWN else type(thing)


def _falsy_at_errors(kind: type | None) -> bool:
    root = kind.__module__.partition(".")[0] if kind is not None else ""
    return root in {"requests", "niquests"} and kind is not None and kind.__name__ == "Response"


def _call(call: ast.Call, scope: Scope) -> Iterator[Check]:
    """Methods of unittest, Django and Playwright, and `raise_for_status`."""
    name, of = called(call), call.func.value if isinstance(call.func, ast.Attribute) else None
    if name in _METHODS and len(call.args) >= 2:
        yield from _link(call.args[0], _METHODS[name], call.args[1], scope)
    elif name in {"assertTrue", "assertFalse"} and call.args:
        yield from condition(call.args[0], scope, negated=name == "assertFalse")
    elif name in _DJANGO and call.args:
        yield from _django(call, name, scope)
    elif name == "all" and len(call.args) == 1 and isinstance(call.args[0], ast.GeneratorExp | ast.ListComp):
        yield from condition(call.args[0].elt, scope)
    elif name == "raise_for_status" and of is not None:
        yield Check(of, codes.predicate(name, _kind(of, scope)) or frozenset())
    elif name in {"to_be_ok", "not_to_be_ok"} and isinstance(of, ast.Call) and of.args:
        yield Check(of.args[0], codes.CLASS[2] if name == "to_be_ok" else codes.ALL - codes.CLASS[2])


def _django(call: ast.Call, name: str, scope: Scope) -> Iterator[Check]:
    default, place = _DJANGO[name]
    first = _argument(call, scope, "status_code", place, default)
    last = _argument(call, scope, "target_status_code", place + 1, 200) if name == "assertRedirects" else None
    if first is not None:
        yield Check(call.args[0], first, followed=last)


def _argument(call: ast.Call, scope: Scope, name: str, place: int, default: int) -> frozenset[int] | None:
    """The code that an argument gives; `None` when it is not known."""
    given = next((each.value for each in call.keywords if each.arg == name), None)
    if given is None and len(call.args) > place:
        given = call.args[place]
    code = default if given is None else plain(scope.resolve(given))
    return frozenset({code}) if type(code) is int else None
