"""The calls that came, and what can be asserted of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NoReturn

from pytest_httpstatus import _fields
from pytest_httpstatus._assertions import __tracebackhide__ as __tracebackhide__  # noqa: PLC0414  # hides these frames too
from pytest_httpstatus._model import Hop, Request

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_httpstatus._mocking.answer import Plan
    from pytest_httpstatus._mocking.clock import Clock
    from pytest_httpstatus._model import Response

_DATE_LOSES: Final = 1
"""Seconds: a date has whole ones only, and was cut when it was written."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the client, and what it was answered.

    Attributes:
        hop: Request and response as plain values.
        at: Seconds since the test began.
        waited: Seconds since the answer before; `None` for the first call.
        headers: The fields of the request; names are found in any case.
        by_retry: Whether urllib3's `Retry` made it.
    """

    hop: Hop
    at: float
    waited: float | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    by_retry: bool = False

    @property
    def method(self) -> str:
        return self.hop.request.method or ""

    @property
    def url(self) -> str:
        return self.hop.request.url or ""

    @property
    def content(self) -> bytes | None:
        """What was sent; `None` where it cannot be known."""
        return self.hop.request.content

    @property
    def status(self) -> int:
        """The code that it was answered with."""
        return self.hop.response.code

    @property
    def asked_to_wait(self) -> int | None:
        """The seconds of the answer's `Retry-After`."""
        return _fields.retry_after(self.hop.response.fields)

    @property
    def least_wait(self) -> int:
        """The seconds that whoever honours `Retry-After` has waited for certain."""
        dated = _fields.seconds(_fields.value(self.hop.response.fields, "retry-after")) is None
        return max(0, (self.asked_to_wait or 0) - (_DATE_LOSES if dated else 0))

    def same_request(self, other: Call) -> bool:
        """Whether the other asks the same again, with the same credentials."""
        return self._asked() == other._asked()

    def _asked(self) -> tuple[object, ...]:
        credentials = (_fields.value(self.hop.request.fields, name) for name in ("authorization", "cookie"))
        return (self.method, self.url, self.content, *credentials)

    def __repr__(self) -> str:
        # No query, no field: pytest shows it, and a credential may stand there.
        return f"<Call {self.method} {_fields.path_of(self.url).partition('?')[0]}: {self.status}>"


class Mocked:
    """The answers of one `mock_status(...)`, and the calls that they got.

    Attributes:
        calls: The calls so far, oldest first.
    """

    def __init__(self, plans: Sequence[Plan], asked: Request, clock: Clock, log: list[Call]) -> None:
        self.calls: tuple[Call, ...] = ()
        self._plans = tuple(plans)
        self._asked = asked
        self._clock = clock
        self._log = log
        self._lock = Lock()

    def __repr__(self) -> str:
        return f"<Mocked {', '.join(str(each.status.code) for each in self._plans)}: {len(self.calls)} calls>"

    @property
    def waits(self) -> tuple[float, ...]:
        """The seconds between each answer and the next call."""
        return tuple(each.waited for each in self.calls if each.waited is not None)

    @property
    def left(self) -> int:
        """How many answers were not given yet."""
        return max(0, len(self._plans) - len(self.calls))

    def answer(self, request: Request, headers: Mapping[str, str], *, by_retry: bool) -> Response:
        """Answer a request: the next in turn, and the last one for ever."""
        with self._lock:
            response = self._plans[min(len(self.calls), len(self._plans) - 1)].answer(request)
            now = self._clock.now()
            waited = now - self.calls[-1].at if self.calls else None
            call = Call(Hop(request, response), now, waited, headers, by_retry)
            self.calls = (*self.calls, call)
            self._log.append(call)
        return response

    def assert_calls(self, count: int, *, method: str | None = None, because: str | None = None) -> Mocked:
        """Assert how many calls came.

        Args:
            count: The number, exactly.
            method: Count those with this method alone: `"POST"`.
            because: A reason of your own, shown with the failure.

        Returns:
            This object.

        Raises:
            StatusMismatch: There were more, or fewer; the message tells what the client did after each answer.
        """
        got = sum(method in {None, each.method} for each in self.calls)
        if got != count:
            self._fail("calls", {"got": got, "expected": count}, method=method, more=got < count, because=because)
        return self

    def assert_waited(self, at_least: float | None = None, *, because: str | None = None) -> Mocked:
        """Assert that the client waited before each further call.

        Args:
            at_least: Seconds; without it, those that each answer asked for with `Retry-After`.
            because: A reason of your own, shown with the failure.

        Returns:
            This object.

        Raises:
            StatusMismatch: One of the waits was shorter, or there was no second call.
        """
        wanted = [(after.waited or 0.0, *_least(before, at_least)) for before, after in pairwise(self.calls)]
        if not wanted:
            first = self.calls[0].asked_to_wait if self.calls else None
            expected = first if at_least is None else at_least
            self._fail("no_wait", {"expected": expected or 0}, more=True, because=because)
        for got, least, shown in wanted:
            if got < least:
                self._fail("wait", {"got": got, "expected": shown}, because=because)
        return self

    def assert_not_repeated(self, *, because: str | None = None) -> Mocked:
        """Assert that the client called, and sent no request twice.

        A request is the same when method, URL, content and credentials are: to come back with new credentials after
        a 401 is no repeat.

        Args:
            because: A reason of your own, shown with the failure.

        Returns:
            This object.

        Raises:
            StatusMismatch: A request came again, or none came at all.
        """
        most = max((sum(map(each.same_request, self.calls)) for each in self.calls), default=0)
        if most != 1:
            self._fail("repeats", {"got": most, "expected": 1}, more=most < 1, because=because)
        return self

    def _fail(self, kind: str, said: dict[str, float], **more: Any) -> NoReturn:
        from pytest_httpstatus._mocking.message import Told, mismatch  # late: on a failure only

        raise mismatch(Told(kind, said, self.calls, self._first(), tuple(self._log), **more))

    def _first(self) -> Hop:
        """The first call; before any came, what the answers were registered for."""
        return self.calls[0].hop if self.calls else Hop(self._asked, self._plans[0].answer(self._asked))


def _least(call: Call, at_least: float | None) -> tuple[float, float]:
    """The seconds that have to pass after an answer, and those that are shown."""
    if at_least is not None:
        return at_least, at_least
    return call.least_wait, call.asked_to_wait or 0
