"""`wait_for_status` and its twin for coroutines: call until the status is the expected one. On tenacity."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pytest_httpstatus._assertions import __tracebackhide__ as __tracebackhide__  # hides these frames too
from pytest_httpstatus._expectation import parse
from pytest_httpstatus._waiting import course, given

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from pytest_httpstatus._expectation import StatusSpec
    from pytest_httpstatus._waiting.course import Course, Step, Try

R = TypeVar("R")

_FIRST_PAUSE: Final = 0.2
_LONGEST_PAUSE: Final = 2.0
_SHORTEST_PAUSE: Final = 0.02


def wait_for_status(  # noqa: PLR0913  # all but three by name
    call: Callable[[], R],
    expected: StatusSpec,
    timeout: float = 30,
    *,
    through: StatusSpec | None = None,
    sleep: Callable[[float], object] | None = None,
    because: str | None = None,
) -> R:
    """Call until the status is the expected one, and return that response.

    A refused connection, a time-out and other errors of a client that had no answer mean "not yet". So does any other
    status, but for those that waiting does not change, such as 401, 405 or 501: they end the wait at once (a 404 does
    not, since an ingress gives it for a service that starts). Pauses grow from a fraction of a second to two, with
    jitter; `Retry-After` is honoured, in seconds and as a date. Needs `pip install 'pytest-httpstatus[wait]'`.

    Args:
        call: Makes the request and returns its response, of any client. Errors that have nothing to do with a
            connection pass through.
        expected: As in `assert_status`.
        timeout: Seconds after which no further try is begun. One that has begun is not cut off: give your client a
            time-out of its own.
        through: Codes to wait on although they are final, such as `403` while permissions spread.
        sleep: Sleeps in place of `time.sleep`, as a test of your own may want it.
        because: A reason of your own, shown with the failure.

    Returns:
        The response; or the error that carries it, where `call` raised one (`urllib.request` does for a 404).

    Raises:
        StatusMismatch: The time is over, or waiting is of no use; the message counts what came, and explains the last
            answer.
        ValueError: `expected` is no valid expectation, or `timeout` no time.
        TypeError: `call` is not callable, or what it returns is no response.
        ModuleNotFoundError: tenacity is not installed.

    Example:
        >>> answers = iter([503, 200])
        >>> wait_for_status(lambda: next(answers), "2xx", timeout=5)
        200
    """
    given.check(call, timeout, "wait_for_status")
    given.check_plain(call)
    tenacity = given.tenacity("wait_for_status")
    run = _begun(expected, through, timeout)

    def attempt() -> Step:
        try:
            answer = call()
        except Exception as error:  # noqa: BLE001  # what is no connection error is raised again
            return run.step(course.raised(error))
        given.check_answer(answer)
        return run.step(course.answered(answer))

    slept = {} if sleep is None else {"sleep": sleep}
    step: Step = tenacity.Retrying(**_loop(run, tenacity), **slept)(attempt)
    result: R = _concluded(run, step.seen, because)
    return result


async def wait_for_status_async(  # noqa: PLR0913  # as above
    call: Callable[[], Awaitable[R]],
    expected: StatusSpec,
    timeout: float = 30,  # noqa: ASYNC109  # the twin of the function above
    *,
    through: StatusSpec | None = None,
    sleep: Callable[[float], Awaitable[object]] | None = None,
    because: str | None = None,
) -> R:
    """Await `call()` until the status is the expected one: `wait_for_status` for coroutines.

    It runs on asyncio, and on trio with tenacity 9.

    Args:
        call: Makes the request, and gives an awaitable of its response.
        expected: As in `assert_status`.
        timeout: Seconds after which no further try is begun.
        through: Codes to wait on although they are final.
        sleep: Sleeps in place of `asyncio.sleep`.
        because: A reason of your own, shown with the failure.

    Returns:
        The response; or the error that carries it.

    Raises:
        StatusMismatch: The time is over, or waiting is of no use.
        ValueError: `expected` is no valid expectation, or `timeout` no time.
        TypeError: `call` is not callable, gives no awaitable, or what comes of it is no response.
        ModuleNotFoundError: tenacity is not installed.

    Example:
        >>> import asyncio
        >>> answers = iter([503, 200])
        >>> async def call():
        ...     return next(answers)
        >>> asyncio.run(wait_for_status_async(call, "2xx", timeout=5))
        200
    """
    given.check(call, timeout, "wait_for_status_async")
    tenacity = given.tenacity("wait_for_status_async")
    run = _begun(expected, through, timeout)

    async def attempt() -> Step:
        try:
            coming: Any = call()
            answer = await coming if inspect.isawaitable(coming) else coming
        except Exception as error:  # noqa: BLE001  # as above
            return run.step(course.raised(error))
        given.check_awaitable(coming)
        return run.step(course.answered(answer))

    slept = {} if sleep is None else {"sleep": sleep}
    step: Step = await tenacity.AsyncRetrying(**_loop(run, tenacity), **slept)(attempt)
    result: R = _concluded(run, step.seen, because)
    return result


def _begun(expected: StatusSpec, through: StatusSpec | None, timeout: float) -> Course:
    return course.Course(parse(expected), frozenset() if through is None else parse(through).codes, timeout)


def _loop(run: Course, tenacity: Any) -> dict[str, Any]:
    """Tenacity's part: growing pauses with jitter, and the loop."""
    usual = tenacity.wait_random_exponential(multiplier=_FIRST_PAUSE, max=_LONGEST_PAUSE)

    def pause(state: Any) -> float:
        return run.pause(state.outcome.result(), max(_SHORTEST_PAUSE, usual(state)))

    return {"wait": pause, "retry": tenacity.retry_if_result(lambda step: step.longest is not None)}


def _concluded(run: Course, seen: Try, because: str | None) -> Any:
    if not seen.kind and seen.error is not None:
        raise seen.error
    if not run.met(seen):
        from pytest_httpstatus._waiting.failing import give_up  # late: on a failure only

        give_up(run, seen, because)
    return seen.answer
