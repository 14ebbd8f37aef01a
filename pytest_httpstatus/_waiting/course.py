"""The course of a wait: what came of each try, and whether another one follows."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pytest_httpstatus import _fields
from pytest_httpstatus._catalogue.codes import BY_CODE
from pytest_httpstatus._clients import exchange_of, read
from pytest_httpstatus._waiting.unanswered import kind_of

if TYPE_CHECKING:
    from pytest_httpstatus._expectation import Expectation
    from pytest_httpstatus._model import Evidence, Exchange

_FINAL: Final = frozenset({code for code, row in BY_CODE.items() if row.retry == "final"} | {413})
_LIMITS: Final = frozenset({403, 413})
"""Final, unless the server says when to come back."""

_NOTHING_LEFT: Final = 0.001
_GRACE: Final = 1.0
"""`Retry-After` counts whole seconds: what ends within one of the time-out still fits."""


class Try(NamedTuple):
    """What came of one call.

    Attributes:
        answer: What was returned, or the error that carries the response.
        exchange: The answer as we read it; `None` when there was none.
        error: What was raised.
        kind: The code, or why there was no answer; empty for an error that has nothing to do with it.
    """

    answer: Any = None
    exchange: Exchange | None = None
    error: Exception | None = None
    kind: str = ""


class Step(NamedTuple):
    """A try, and how long the next one may and must wait; no next one where `longest` is `None`."""

    seen: Try
    longest: float | None = None
    shortest: float = 0.0


def answered(answer: object) -> Try:
    """A call that returned.

    Raises:
        TypeError: What it returned is no response.
    """
    exchange = exchange_of(answer)
    return Try(answer, exchange, kind=str(exchange.response.code))


def raised(error: Exception) -> Try:
    """A call that raised: without an answer, with an answer that the error carries, or for a reason of its own."""
    kind = kind_of(error)
    exchange = None if kind else read(error)
    if exchange is not None and 100 <= exchange.response.code <= 999:
        return Try(error, exchange, error, str(exchange.response.code))
    return Try(error=error, kind=kind)


class Course:
    """Counts the tries and the time.

    Args:
        expectation: What is waited for.
        through: Codes to wait on, though waiting does not change them.
        timeout: Seconds.
    """

    def __init__(self, expectation: Expectation, through: frozenset[int], timeout: float) -> None:
        self.expectation = expectation
        self.last_exchange: Exchange | None = None
        self._through = through
        self._timeout = timeout
        self._began = time.monotonic()
        self._slept = 0.0
        self._tries: dict[str, int] = {}
        self._asked: dict[str, int] = {}
        self._ended: Evidence = ()

    def met(self, seen: Try) -> bool:
        """Whether an answer is what was waited for."""
        return seen.exchange is not None and self.expectation.meets(seen.exchange.response.code)

    def step(self, seen: Try) -> Step:
        """Take note of a try, and decide whether another one follows."""
        if not seen.kind or self.met(seen):
            return Step(seen)
        self._tries[seen.kind] = self._tries.get(seen.kind, 0) + 1
        self.last_exchange = seen.exchange or self.last_exchange
        asked = None if seen.exchange is None else _fields.retry_after(seen.exchange.response.fields)
        if asked is not None:
            self._asked[seen.kind] = asked
        left = self._timeout - self._spent()
        self._ended = self._end(seen, asked, left)
        if self._ended or left <= _NOTHING_LEFT:
            return Step(seen)
        return Step(seen, left, asked or 0.0)

    def pause(self, step: Step, usual: float) -> float:
        """The pause before the next try: the usual one, no shorter than the server asks, none past the time-out."""
        pause = min(step.longest or 0.0, max(usual, step.shortest))
        self._slept += pause
        return pause

    def facts(self, seen: Try) -> Evidence:
        """What is to be told of a wait that ended with `seen`, in no language."""
        tries = (("wait:try", f"{count} {kind} {self._asked.get(kind, '')}") for kind, count in self._tries.items())
        return (("wait:seconds", f"{self._spent():.3f}"), ("wait:last", seen.kind), *self._ended, *tries)

    def _spent(self) -> float:
        # A test may have frozen the clock, or sleep for nothing: what was to be slept counts as well.
        return max(time.monotonic() - self._began, self._slept)

    def _end(self, seen: Try, asked: int | None, left: float) -> Evidence:
        """Why no try is worth it any more, though there is time."""
        code = int(seen.kind) if seen.exchange is not None else 0
        if code in _FINAL and code not in self._through and not (code in _LIMITS and _is_limit(seen, asked)):
            return (("wait:final", seen.kind),)
        if asked is not None and asked > left + _GRACE and left > _NOTHING_LEFT:
            return (("wait:asked", str(asked)), ("wait:left", f"{left:.3f}"))
        return ()


def _is_limit(seen: Try, asked: int | None) -> bool:
    fields = None if seen.exchange is None else seen.exchange.response.fields
    return asked is not None or _fields.value(fields, "x-ratelimit-remaining") == "0"
