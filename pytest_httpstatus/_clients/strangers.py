"""What is no response: said with what came and what to do."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from pytest_httpstatus._model import Exchange


def refuse(thing: object, exchange: Exchange | None) -> NoReturn:
    """Raise the error that names what came in place of a response."""
    if exchange is not None:
        raise ValueError(f"{exchange.response.code} is no status code: a response has one from 100 to 999")
    raise TypeError(f"expected an HTTP response, got {_named(thing)}")


def _named(thing: object) -> str:
    kind = type(thing)
    if thing is None:
        return "None; does the function that makes the request return its response?"
    if isinstance(thing, type):
        return f"the class {thing.__name__}; pass an instance of it, the response itself"
    if inspect.iscoroutine(thing) or inspect.isawaitable(thing):
        return f"a {kind.__name__} that was not awaited; write `await` before the call"
    if callable(thing) and hasattr(kind, "assert_called"):
        return f"a {kind.__name__} without a status code; give it one, as in {kind.__name__}(status_code=200)"
    if isinstance(thing, bool | str | bytes | float):
        return f"{thing!r:.60} of type {kind.__name__}; pass the response itself, or its status code as an int"
    return f"an object of type {kind.__module__}.{kind.__qualname__}, which has no status code as an int"
