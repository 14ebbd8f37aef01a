"""`assert_status` and the failure that it raises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

from pytest_httpstatus._clients import NAMED, exchange_of, status_of
from pytest_httpstatus._expectation import parse

if TYPE_CHECKING:
    from pytest_httpstatus._expectation import Expectation, StatusSpec
    from pytest_httpstatus._model import Exchange, Failure
    from pytest_httpstatus._sealing import Sealed
    from pytest_httpstatus._sealing.scrubbing import Scrubber

R = TypeVar("R")
# Each code at its own place, and its class: no slower than to ask for a type, and what is no code finds nothing.
# The thousand places at the end are those of negative numbers, which are counted from there.
_CODES: Final = (*(None,) * 100, *range(100, 1000), *(None,) * 1000)
_CLASSES: Final = (*(None,) * 100, *(f"{code // 100}xx" for code in range(100, 600)), *(None,) * 1000)
_kind: type | None = None
"""The last class met that has no `status_code`: a suite has mostly one client."""


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
    if type(response) is _kind:
        return _check(response, expected, because)
    try:
        if type(expected) is int:
            if _CODES[response.status_code] == expected:  # type: ignore[attr-defined]
                return response
        elif type(expected) is str and _CLASSES[response.status_code] == expected:  # type: ignore[attr-defined]
            return response
    except (AttributeError, LookupError, TypeError):  # another client's attribute, no code
        pass
    return judge(response, expected, because)


def _check(response: R, expected: StatusSpec, because: str | None) -> R:
    """The same for a client that has no `status_code`: to ask for it would raise, which costs ten times as much."""
    code = getattr(response, NAMED[type(response)], None)
    if type(code) is int and 100 <= code < 600:
        asked = code if type(expected) is int else _CLASSES[code] if type(expected) is str else None
        if asked == expected:
            return response
    return judge(response, expected, because)


def judge(response: R, expected: StatusSpec, because: str | None) -> R:
    """Read, parse, match; return the response, refuse the input, or raise the explained failure."""
    global _kind  # noqa: PLW0603  # a set of classes to look in would cost every check of every client
    code = status_of(response)
    if type(response) in NAMED:
        _kind = type(response)
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
