"""What the failing statement expected of a status, read from its syntax and from plain values of its frame."""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pytest_httpstatus._expectation import Expectation
from pytest_httpstatus._recovery.scope import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_httpstatus._recovery.scope import Scope
    from pytest_httpstatus._recovery.statement import Statement

ALL: Final = frozenset(range(100, 1000))
_STATUS_NAMES: Final = frozenset({"status_code", "status", "code", "status_int"})
UNDER_400: Final = frozenset(range(200, 400))
"""What `ok` and `raise_for_status` take for success; a 1xx is no final answer."""

_CLASS: Final = {n: frozenset(range(n * 100, n * 100 + 100)) for n in range(1, 6)}
_PREDICATES: Final = {
    "ok": UNDER_400,
    "is_success": _CLASS[2],
    "is_error": _CLASS[4] | _CLASS[5],
    "is_redirect": _CLASS[3],
    "is_informational": _CLASS[1],
    "is_client_error": _CLASS[4],
    "is_server_error": _CLASS[5],
}
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


class Check(NamedTuple):
    """One condition on a status.

    Attributes:
        subject: The expression whose status it is: of a response, or of a stored code when `stored`.
        codes: The codes that meet it.
        stored: Whether `subject` is the code itself, kept in a name.
    """

    subject: ast.expr
    codes: frozenset[int]
    stored: bool = False

    @property
    def expectation(self) -> Expectation:
        return Expectation(self.codes, spelled(self.codes))


def checks(statement: Statement, scope: Scope) -> list[Check]:
    """The conditions that the statement had to meet, in the order of their evaluation."""
    node = statement.node
    if isinstance(node, ast.Assert):
        return list(_condition(node.test, scope))
    found = list(_raised_under(statement, scope)) if isinstance(node, ast.Raise | ast.Expr) else []
    for expression in statement.expressions():
        for call in ast.walk(expression):
            if isinstance(call, ast.Call):
                found.extend(_call(call, scope))
    return found


def _raised_under(statement: Statement, scope: Scope) -> Iterator[Check]:
    """`if response.status_code != 200: raise ...`: what was asked is the opposite of the condition."""
    around = statement.around[-1] if statement.around else None
    if isinstance(around, ast.If) and statement.node in around.body and _gives_up(statement.node):
        yield from _condition(around.test, scope, negated=True)


def _gives_up(node: ast.stmt) -> bool:
    if isinstance(node, ast.Raise):
        return True
    call = node.value if isinstance(node, ast.Expr) else None
    name = call.func if isinstance(call, ast.Call) else None
    return (isinstance(name, ast.Attribute) and name.attr == "fail") or (
        isinstance(name, ast.Name) and name.id == "fail"
    )


def _condition(node: ast.expr, scope: Scope, *, negated: bool = False) -> Iterator[Check]:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield from _condition(node.operand, scope, negated=not negated)
    elif isinstance(node, ast.BoolOp):
        yield from _several(node, scope, negated=negated)
    else:
        found = _compared(node, scope) if isinstance(node, ast.Compare) else _truth(node, scope)
        for check in found:
            yield check._replace(codes=ALL - check.codes) if negated else check


def _several(node: ast.BoolOp, scope: Scope, *, negated: bool) -> Iterator[Check]:
    """All parts of a conjunction bind; of an alternative only parts that speak of one subject can be joined."""
    parts = [list(_condition(value, scope, negated=negated)) for value in node.values]
    if isinstance(node.op, ast.And) is not negated:
        yield from (check for part in parts for check in part)
        return
    subjects = {ast.dump(check.subject) for part in parts for check in part}
    if len(subjects) == 1 and all(len(part) == 1 for part in parts):
        yield parts[0][0]._replace(codes=frozenset().union(*(part[0].codes for part in parts)))


def _compared(node: ast.Compare, scope: Scope) -> list[Check]:
    """Each link of a comparison; the links of a chain that speak of one subject are one condition."""
    sides = [node.left, *node.comparators]
    found: dict[str, Check] = {}
    for left, sign, right in zip(sides, node.ops, sides[1:], strict=False):
        check = _link(left, type(sign), right, scope)
        if check is not None:
            key = ast.dump(check.subject)
            found[key] = check._replace(codes=check.codes & found[key].codes) if key in found else check
    return list(found.values())


def _link(left: ast.expr, sign: type[ast.cmpop], right: ast.expr, scope: Scope) -> Check | None:
    compare = _COMPARE.get(sign)
    for subject, other, swapped in ((left, right, False), (right, left, True)):
        value = _value(scope.resolve(other))
        status = _status(subject, scope) or (_Status(subject) if isinstance(value, Expectation) else None)
        if compare is None or status is None or value is None or _status(other, scope, stored=False):
            continue
        codes = _meeting(compare, status.divisor, value, swapped=swapped)
        return None if codes is None else Check(status.subject, codes, status.stored)
    return None


def _meeting(compare: Callable[[Any, Any], bool], divisor: int, value: Any, *, swapped: bool) -> frozenset[int] | None:
    if isinstance(value, Expectation):
        equal = {operator.eq: value.codes, operator.ne: ALL - value.codes}
        return equal.get(compare)
    try:
        return frozenset(
            code for code in ALL if (compare(value, code // divisor) if swapped else compare(code // divisor, value))
        )
    except TypeError:
        return None


class _Status(NamedTuple):
    subject: ast.expr
    divisor: int = 1
    stored: bool = False


def _status(node: ast.expr, scope: Scope, *, stored: bool = True) -> _Status | None:
    """The expression of a status: `r.status_code`, `r.status_code // 100`, a stored code, a response itself."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv):
        divisor = scope.resolve(node.right)
        inner = _status(node.left, scope, stored=stored)
        return inner._replace(divisor=divisor) if inner and type(divisor) is int and divisor in {10, 100} else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "int" and len(node.args) == 1:
        return _status(node.args[0], scope, stored=stored)
    if isinstance(node, ast.Attribute) and node.attr in _STATUS_NAMES:
        return _Status(node.value)
    if (
        isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and node.slice.value == "HTTPStatusCode"
    ):
        return _Status(node.value.value) if isinstance(node.value, ast.Subscript) else None
    if stored and isinstance(node, ast.Name) and _is_code(scope.resolve(node)):
        return _Status(node, stored=True)
    return None


def _held(value: object) -> Expectation | None:
    """What an `IsStatus` holds; such a matcher is compared with a response as well as with its status."""
    if isinstance(value, Expectation):
        return value
    held = getattr(type(value), "expectation", None) and getattr(value, "expectation", None)
    return held if isinstance(held, Expectation) else None


def _is_code(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 100 <= value <= 599


def _value(value: object) -> Any:
    """A plain value to compare codes with; `None` when it could run the user's code."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return int(value)
    if isinstance(value, range):
        return value
    if (held := _held(value)) is not None:
        return held
    if isinstance(value, list | tuple | set | frozenset) and type(value).__module__ == "builtins":
        members = [_value(each) for each in value]
        return None if None in members or not members else members
    return None


def _truth(node: ast.expr, scope: Scope) -> list[Check]:
    """`r.ok`, `r.is_success`, `is_success(r.status_code)`, and a response of requests by itself."""
    if isinstance(node, ast.Attribute) and node.attr in _PREDICATES:
        return [Check(node.value, _PREDICATES[node.attr])]
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in _PREDICATES and len(node.args) == 1 and (status := _status(node.args[0], scope)) is not None:
            return [Check(status.subject, _PREDICATES[name], status.stored)]
        return list(_call(node, scope))
    if isinstance(node, ast.Name | ast.Attribute) and _falsy_at_errors(scope.resolve(node)):
        return [Check(node, UNDER_400)]
    return []


def _falsy_at_errors(thing: object) -> bool:
    root = type(thing).__module__.partition(".")[0]
    return thing is not UNKNOWN and root in {"requests", "niquests"} and type(thing).__name__ == "Response"


def _call(call: ast.Call, scope: Scope) -> Iterator[Check]:
    """Methods of unittest and Django, and `raise_for_status`."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in _METHODS and len(call.args) >= 2:
        check = _link(call.args[0], _METHODS[name], call.args[1], scope)
        yield from [check] if check is not None else []
    elif name in {"assertTrue", "assertFalse"} and call.args:
        yield from _condition(call.args[0], scope, negated=name == "assertFalse")
    elif name in {"assertContains", "assertNotContains", "assertRedirects"} and call.args:
        yield from _django(call, scope, 302 if name == "assertRedirects" else 200)
    elif name == "all" and len(call.args) == 1 and isinstance(call.args[0], ast.GeneratorExp | ast.ListComp):
        yield from _condition(call.args[0].elt, scope)
    elif name == "raise_for_status" and isinstance(call.func, ast.Attribute):
        yield Check(call.func.value, UNDER_400)


def _django(call: ast.Call, scope: Scope, default: int) -> Iterator[Check]:
    given = next((each.value for each in call.keywords if each.arg == "status_code"), None)
    code = default if given is None else _value(scope.resolve(given))
    if type(code) is int:
        yield Check(call.args[0], frozenset((code,)))


def spelled(codes: frozenset[int]) -> str:
    """A set of codes in the shortest spelling of the grammar."""
    whole = codes & frozenset(range(100, 600))
    missing = frozenset(range(100, 600)) - whole
    if len(missing) <= 3 and missing:
        return " & ".join(f"!{code}" for code in sorted(missing))
    classes = [n for n, members in _CLASS.items() if members <= whole]
    rest = sorted(whole.difference(*(_CLASS[n] for n in classes)))
    return " | ".join([*(f"{n}xx" for n in classes), *_runs(rest)])


def _run(first: int, last: int) -> list[str]:
    return [f"{first}-{last}"] if last - first > 1 else [str(first), str(last)]


def _runs(codes: list[int]) -> Iterator[str]:
    start = previous = None
    for code in [*codes, None]:
        if previous is not None and code == previous + 1:
            previous = code
            continue
        if start is not None and previous is not None:
            yield from [str(start)] if start == previous else _run(start, previous)
        start = previous = code
