"""`assert_status` and the failure that it raises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

if TYPE_CHECKING:
    from pytest_httpstatus._expectation import Expectation, StatusSpec
    from pytest_httpstatus._model import Exchange, Failure

R = TypeVar("R")
_CLASSES: Final = {f"{n}{x}": n for n in range(1, 6) for x in ("xx", "XX")}


class StatusMismatch(AssertionError):
    """The response is not what was expected.

    Attributes:
        failure: All that is known of it, redacted and made of plain values.
    """

    # As pytest does for its own `Failed`: the E lines read `StatusMismatch: ...` without a module.
    __module__ = "builtins"

    def __init__(self, message: str, failure: Failure | None = None) -> None:
        super().__init__(message)
        self.failure = failure

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (str(self), self.failure)


def _rebuilt(message: str, failure: Failure | None) -> StatusMismatch:
    return StatusMismatch(message, failure)


def __tracebackhide__(excinfo: Any) -> bool:  # noqa: N807  # the name that pytest looks for
    """Hide our frames for our own failure; a bug keeps its traceback."""
    return isinstance(excinfo.value, StatusMismatch)


def assert_status(response: R, expected: StatusSpec, *, because: str | None = None) -> R:
    """Assert the status of a response.

    Args:
        response: A response of any HTTP client; a bare status code is accepted too. Nothing unread is read.
        expected: A code (`404`), a class (`"4xx"`), a name (`"not found"`), a range (`"200-204"`), several
            (`"404 | 410"`, `[200, "3xx"]`), or a class without a code (`"2xx & !204"`).
        because: A reason of your own, shown with the failure.

    Returns:
        The response, so that a test can go on with it.

    Raises:
        StatusMismatch: The status is another one; the message says why.
        ValueError: `expected` is no valid expectation.
        TypeError: `response` is no response, or `expected` of a type that can be none.

    Example:
        >>> assert_status(404, "4xx")
        404
    """
    # Inline, since the budget of a passing check does not hold one more call.
    try:
        code = response.status_code  # type: ignore[attr-defined]
        if type(code) is int and (
            code == expected if type(expected) is int else code // 100 == _CLASSES.get(expected)  # type: ignore[call-overload]
        ):
            return response
    except (AttributeError, TypeError):  # another client's attribute, an unhashable expectation
        pass
    return judge(response, expected, because)


def judge(response: R, expected: StatusSpec, because: str | None) -> R:
    """Read, parse, match; return the response, refuse the input, or raise the explained failure."""
    from pytest_httpstatus._clients import status_of  # late: the inline path needs none of it
    from pytest_httpstatus._expectation import parse

    expectation = parse(expected)
    code = status_of(response)
    if code is not None and expectation.meets(code):
        return response
    fail(exchange_of(response), expectation, because=because)


def exchange_of(response: object) -> Exchange:
    """Read a response.

    Raises:
        TypeError: It is none; the message says what came and what to do.
        ValueError: Its status code is none.
    """
    from pytest_httpstatus._clients import read
    from pytest_httpstatus._clients.strangers import refuse

    exchange = read(response)
    if exchange is None or not 100 <= exchange.response.code <= 999:
        refuse(response, exchange)
    return exchange


def fail(exchange: Exchange, expectation: Expectation, **findings: Any) -> NoReturn:
    """Raise the explained failure. `findings` are those of `examine`."""
    from pytest_httpstatus import _settings
    from pytest_httpstatus._explaining import examine
    from pytest_httpstatus._rendering.message import render

    failure = examine(exchange, expectation, **findings)
    settings = _settings.current()
    raise StatusMismatch(render(failure, settings.lang, settings.detail), failure)
