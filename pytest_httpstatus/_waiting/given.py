"""What a caller may give, and what is said of anything else."""

from __future__ import annotations

import inspect
from typing import Any, NoReturn

from pytest_httpstatus._clients import speaks_for, status_of
from pytest_httpstatus._expectation import shown


def tenacity(name: str) -> Any:
    """Load tenacity.

    Raises:
        ModuleNotFoundError: It is not there; the message says how to get it.
    """
    try:
        import tenacity as found
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"{name} needs tenacity: pip install 'pytest-httpstatus[wait]'", name=error.name
        ) from error
    return found


def check(call: object, timeout: object, name: str) -> None:
    """Refuse what is no call, and what is no time."""
    if not callable(call) or (speaks_for(call) and status_of(call) is not None):
        _refuse_call(call, name)
    if isinstance(timeout, bool) or not isinstance(timeout, (int, float)):
        raise TypeError(
            f"timeout is {shown(timeout)}, of type {type(timeout).__name__}; give seconds, as in timeout=30"
        )
    if not timeout > 0:
        raise ValueError(f"timeout is {timeout!r}; give the seconds to wait at most, as in timeout=30")


def _refuse_call(call: object, name: str) -> NoReturn:
    if inspect.iscoroutine(call):
        call.close()
        what = f"the coroutine of {call.__name__}(), which can be awaited only once"
    elif not callable(call) and status_of(call) is None:
        what = f"{shown(call)}, which cannot be called"
    else:
        what = f"a response, {type(call).__name__}: it answers one request, and {name} makes it again and again"
    raise TypeError(f"call is {what}; give what makes the request, as in {name}(lambda: client.get(url), 200)")


def check_plain(call: object) -> None:
    """Refuse a coroutine function where nobody awaits it."""
    if inspect.iscoroutinefunction(call):
        _refuse_coroutine(f"{getattr(call, '__name__', 'call')} is a coroutine function")


def check_answer(answer: object) -> None:
    """Refuse a coroutine in place of a response."""
    if inspect.isawaitable(answer):
        if inspect.iscoroutine(answer):
            answer.close()
        _refuse_coroutine(f"call() gave an awaitable of type {type(answer).__name__}")


def _refuse_coroutine(what: str) -> NoReturn:
    raise TypeError(f"{what}; write await wait_for_status_async(...) in place of wait_for_status(...)")


def check_awaitable(coming: object) -> None:
    """Refuse what cannot be awaited."""
    if not inspect.isawaitable(coming):
        raise TypeError(
            f"call() gave an object of type {type(coming).__name__}, which cannot be awaited; "
            "write wait_for_status(...) in place of await wait_for_status_async(...)"
        )
