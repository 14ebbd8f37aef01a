"""What is no response: said with what came and what to do."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, NoReturn

from pytest_httpstatus._clients import probe

if TYPE_CHECKING:
    from pytest_httpstatus._model import Exchange


def refuse(thing: object, exchange: Exchange | None) -> NoReturn:
    """Raise the error that names what came in place of a response."""
    if exchange is not None:
        code = _value(exchange.response.code)
        raise ValueError(f"{code} is no status code: a response has one from 100 to 999")
    raise TypeError(f"expected an HTTP response, got {_named(thing)}")


def _named(thing: object) -> str:
    kind = type(thing)
    if thing is None:
        return "None; does the function that makes the request return its response?"
    if isinstance(thing, type):
        return f"the class {thing.__name__}; pass an instance of it, the response itself"
    if inspect.iscoroutine(thing) or inspect.isawaitable(thing):
        return f"{_a(kind)} that was not awaited; write `await` before the call"
    if callable(thing) and hasattr(kind, "assert_called"):
        return f"{_a(kind)} without a status code; give it one, as in {kind.__name__}(status_code=200)"
    if inspect.isroutine(thing):
        return f"{thing.__name__}, which was not called; write {thing.__name__}(...)"
    if isinstance(thing, (bool, str, bytes, float)):
        return f"{_value(thing)} of type {kind.__name__}; pass the response itself, or its status code as an int"
    return f"an object of type {kind.__module__}.{kind.__qualname__}, {_without(thing)}"


def _a(kind: type) -> str:
    return f"{'an' if kind.__name__[:1] in 'AEIOUaeiou' else 'a'} {kind.__name__}"


def _without(thing: object) -> str:
    for name in ("status_code", "status", "code"):
        found = probe.attribute(thing, name)
        if found is not None and not callable(found):
            return f"whose {name} is {_value(found)}, no int from 100 to 999"
    return "which has no status code as an int"


def _value(value: object) -> str:
    """A builtin as it is written, without the rest of a long one; the `repr` of another may do anything."""
    if type(value) in (str, bytes):
        return repr(value[:60])  # type: ignore[index]
    small = type(value) is int and abs(value) < 1_000_000_000
    return repr(value) if small or type(value) in (bool, float) else f"of type {type(value).__name__}"
