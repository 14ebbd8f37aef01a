"""`assert_status` and the failure that it raises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

from pytest_httpstatus._clients import exchange_of, status_of
from pytest_httpstatus._expectation import parse

if TYPE_CHECKING:
    from pytest_httpstatus._expectation import Expectation, StatusSpec
    from pytest_httpstatus._model import Exchange, Failure
    from pytest_httpstatus._sealing import Sealed
    from pytest_httpstatus._sealing.scrubbing import Scrubber

R = TypeVar("R")
_CLASSES: Final = {f"{n}{x}": n for n in range(1, 6) for x in ("xx", "XX")}
# Each code at its own place: no slower than asking for the type, and it keeps numbers out that are no status codes.
_CODES: Final = (*(None,) * 100, *range(100, 1000))


class StatusMismatch(AssertionError):  # noqa: N818  # the first word of every failure: it says what happened
    """The response is not what was expected.

    Attributes:
        failure: All that is known of it, redacted and made of plain values.
    """

    # As pytest does for its own `Failed`: the E lines read `StatusMismatch: ...` without a module.
    __module__ = "builtins"

    def __init__(self, message: str, failure: Failure | None = None) -> None:
        super().__init__(message)
        self.failure = failure
        self._scrubber: Scrubber | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        # Not the class, which is not found under its bare name. The state holds notes too; the scrubber knows secrets.
        return _rebuilt, (str(self),), {name: value for name, value in vars(self).items() if name != "_scrubber"}


def _rebuilt(message: str) -> StatusMismatch:
    return StatusMismatch(message)


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
        if _CODES[code] == code and (
            code == expected if type(expected) is int else code // 100 == _CLASSES[expected]  # type: ignore[index]
        ):
            return response
    except (AttributeError, LookupError, TypeError):  # another client's attribute, no code, another expectation
        pass
    return judge(response, expected, because)


def judge(response: R, expected: StatusSpec, because: str | None) -> R:
    """Read, parse, match; return the response, refuse the input, or raise the explained failure."""
    code = status_of(response)
    if type(expected) is int and code == expected:
        return response
    expectation = parse(expected)
    if code is None or not expectation.meets(code):
        fail(exchange_of(response), expectation, because=because)
    return response


def fail(exchange: Exchange, expectation: Expectation, **findings: Any) -> NoReturn:
    """Raise the explained failure. `findings` are those of `examine`."""
    message, sealed = _explained(exchange, expectation, findings)
    if sealed is None:
        raise StatusMismatch(message)
    mismatch = StatusMismatch(message, sealed.failure)
    mismatch._scrubber = sealed.scrubber  # noqa: SLF001  # ours: it is for the report alone
    raise mismatch


def _explained(exchange: Exchange, expectation: Expectation, findings: dict[str, Any]) -> tuple[str, Sealed | None]:
    """The message and what it was made of. A fault of ours costs the explanation, never the failure."""
    from pytest_httpstatus import _settings

    settings = _settings.current()
    part, sealed = "explanation", None
    try:
        from pytest_httpstatus._explaining import investigate
        from pytest_httpstatus._rendering.message import render

        sealed = investigate(exchange, expectation, **findings)
        part = "message"
        return render(sealed.failure, settings.lang, settings.detail), sealed
    except Exception as error:  # noqa: BLE001  # see above
        from pytest_httpstatus._rendering.words import failed_part

        line = failed_part(part, type(error).__name__, settings.lang)
        return f"got {exchange.response.code}, expected {expectation.text}\n  {line}", sealed
