"""What a frame still holds, looked up without running any of the user's code."""

from __future__ import annotations

import ast
import builtins
import enum
import types
from typing import TYPE_CHECKING, Any, Final

from pytest_httpstatus._clients import read as read_any
from pytest_httpstatus._clients import speaks_for
from pytest_httpstatus._expectation import parse

if TYPE_CHECKING:
    from pytest_httpstatus._model import Exchange

UNKNOWN: Final = object()
"""Not to be known without running something."""

_STATUS_PLACES: Final = frozenset({"status_code", "_status_code", "status", "_status", "code", "_impl_obj"})

_COLLECTIONS: Final[tuple[Any, ...]] = (list, tuple, set, frozenset)
_MATCHER: Final = ("pytest_httpstatus._matchers", "IsStatus")
_OPERAND: Final = "@py_assert"
"""The names under which pytest's rewritten assert leaves what it computed."""


class Scope:
    """The names of one frame.

    Args:
        frame: Where the failure passed through. Only its names are read.
    """

    def __init__(self, frame: types.FrameType) -> None:
        self.names: dict[str, object] = dict(frame.f_locals)
        self.function = frame.f_code.co_name
        self._globals = frame.f_globals

    def name(self, name: str) -> object:
        for names in (self.names, self._globals, vars(builtins)):
            if name in names:
                return names[name]
        return UNKNOWN

    def operands(self) -> list[object]:
        """What the failed assert computed, the last first."""
        found = [name for name in self.names if name.startswith(_OPERAND) and name[len(_OPERAND) :].isdecimal()]
        values = (self.names[name] for name in sorted(found, key=lambda name: -int(name[len(_OPERAND) :])))
        return [value for value in values if value is not None]

    def resolve(self, node: ast.expr) -> object:
        """The value of an expression that needs no call, no property and no operator of the user's."""
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            return self.name(node.id)
        if isinstance(node, ast.Attribute):
            return _of_raises(self.resolve(node.value), node.attr)
        if isinstance(node, ast.Subscript):
            return item(self.resolve(node.value), self.resolve(node.slice))
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            values = [self.resolve(each) for each in node.elts]
            return UNKNOWN if any(each is UNKNOWN for each in values) else values
        if isinstance(node, ast.NamedExpr):
            return self.resolve(node.target)
        return self._called(node) if isinstance(node, ast.Call) else UNKNOWN

    def _called(self, node: ast.Call) -> object:
        """The few calls that are safe to repeat: `range`, collections of plain values, our own `IsStatus`."""
        function = self.resolve(node.func)
        arguments = [self.resolve(each) for each in node.args]
        if node.keywords or any(each is UNKNOWN for each in arguments):
            return UNKNOWN
        if function is range and all(type(each) is int for each in arguments):
            return _tried(range, *arguments)
        if len(arguments) != 1:
            return UNKNOWN
        only: Any = arguments[0]
        if any(function is each for each in _COLLECTIONS):
            return list(only) if type(only) in (*_COLLECTIONS, range) else UNKNOWN
        # `IsStatus("2xx")` by its name: it stands above this room, and what it would hold is what `parse` returns.
        ours = isinstance(function, type) and (function.__module__, function.__name__) == _MATCHER
        return _tried(parse, only) if ours else UNKNOWN


def _tried(make: Any, *arguments: object) -> object:
    try:
        return make(*arguments)
    except (ValueError, TypeError):
        return UNKNOWN


def _of_raises(thing: object, name: str) -> object:
    """An attribute; what `pytest.raises` caught is behind a property, which is pytest's own and safe."""
    if name == "value" and f"{type(thing).__module__}.{type(thing).__name__}" == "_pytest._code.code.ExceptionInfo":
        caught = _own(thing).get("_excinfo")
        return caught[1] if type(caught) is tuple else UNKNOWN
    return member(thing, name)


def member(thing: object, name: str) -> object:
    """An attribute that lies in the object, its slots, its class or its module: no property, no `__getattr__`."""
    if thing is UNKNOWN:
        return UNKNOWN
    if isinstance(thing, enum.EnumType):
        return thing.__members__.get(name, UNKNOWN)
    own = _own(thing)
    if name in own:
        found = own[name]
        return found if not isinstance(thing, type) or not hasattr(type(found), "__get__") else UNKNOWN
    for cls in type(thing).__mro__:
        slot = vars(cls).get(name)
        if type(slot) is types.MemberDescriptorType:
            return _slot(slot, thing)
        if slot is not None:
            return UNKNOWN
    return UNKNOWN


def _own(thing: object) -> dict[str, Any]:
    try:
        found = object.__getattribute__(thing, "__dict__")
    except AttributeError:
        return {}
    return dict(found) if isinstance(found, dict | types.MappingProxyType) else {}


def _slot(slot: types.MemberDescriptorType, thing: object) -> object:
    try:
        return slot.__get__(thing, type(thing))
    except AttributeError:
        return UNKNOWN


def item(thing: object, key: object) -> object:
    """A member of a plain list, tuple or dict."""
    if type(thing) is dict and type(key) in (str, int):
        return thing.get(key, UNKNOWN)
    if type(thing) in (list, tuple) and type(key) is int:
        values: Any = thing
        return values[key] if -len(values) <= key < len(values) else UNKNOWN
    return UNKNOWN


def response(thing: object) -> Exchange | None:
    """Read a response that a client of ours made, or a plain object of that shape; anything else is none.

    Stricter than an assertion: nobody said that this is a response. Mocks and codes alone are none, and neither is what
    has a status and no fields.
    """
    if thing is None or thing is UNKNOWN or isinstance(thing, type | int | str | bytes | types.ModuleType):
        return None
    carried = _own(thing).get("response") if isinstance(thing, BaseException) else None
    if carried is not None and not isinstance(carried, BaseException | dict):
        return response(carried)
    if not (_has_status(thing) if speaks_for(thing) else _has_shape(thing)):
        return None
    exchange = read_any(thing)
    if exchange is None or not 100 <= exchange.response.code <= 999:
        return None
    return exchange if exchange.response.fields is not None else None


def _has_status(thing: object) -> bool:
    """Whether an object of a client's package is a response: its model of something else may hold the user's code."""
    if isinstance(thing, BaseException) or not _own(thing).keys().isdisjoint(_STATUS_PLACES):
        return True
    return any(type(vars(cls).get("status_code")) is int for cls in type(thing).__mro__)  # Django's redirects and 404


def _has_shape(thing: object) -> bool:
    if type(thing) is dict:
        return "ResponseMetadata" in thing
    if hasattr(type(thing), "assert_called"):
        return False
    codes = (member(thing, name) for name in ("status_code", "status", "code"))
    held = any(isinstance(code, int) and not isinstance(code, bool) for code in codes)
    headers = member(thing, "headers")
    return held and headers is not UNKNOWN and headers is not None
