"""`mock_status`: answers as real servers give them, for the test of a client."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pytest_httpstatus._mocking import fields as status_fields
from pytest_httpstatus._mocking.answer import planned, with_body
from pytest_httpstatus._mocking.calls import Call, Mocked
from pytest_httpstatus._mocking.clock import Clock
from pytest_httpstatus._model import Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from re import Pattern
    from typing import Unpack

    import pytest

    from pytest_httpstatus._mocking.answer import Plan
    from pytest_httpstatus._mocking.fields import FieldValues
    from pytest_httpstatus._mocking.served import Mock


class MockStatus:
    """Registers answers, one call an URL: the value of the fixture `mock_status`.

    Attributes:
        responses: The `RequestsMock` behind it, for what is not ours to offer (`add_passthru`, an error as answer).
    """

    def __init__(self, mock: Mock, clock: Clock) -> None:
        self.responses = mock
        self._clock = clock
        self._log: list[Call] = []

    def __call__(  # noqa: PLR0913  # all that an answer may be told
        self,
        status: int | str | Sequence[int | str],
        url: str | Pattern[str],
        *,
        method: str | None = None,
        times: int = 1,
        by: str = "problem",
        json: object = None,
        body: bytes | str | None = None,
        headers: Mapping[str, str | None] | None = None,
        match: Sequence[Any] = (),
        **fields: Unpack[FieldValues],
    ) -> Mocked:
        """Answer the requests to a URL, made with `requests`, by a status as a real server gives it.

        Args:
            status: A final code or a registered name; several, which answer in turn. The last one repeats, unless
                answers for the same URL are registered after it: then those are next.
            url: The URL, with or without a query, or a compiled pattern.
            method: The only method that is answered; all of them when omitted.
            times: How often the statuses are answered before it is the turn of the next.
            by: Whose answer it is: `"problem"` (RFC 9457), `"fastapi"`, `"drf"`, `"django"`, `"flask"`, `"nginx"`,
                `"cloudflare"`, `"alb"`, `"apigateway"` or `"s3"`.
            json: The content, as JSON. Of several statuses the successful ones get it, if there are any.
            body: The content as it is sent, in place of `json`.
            headers: Fields as they are sent, over all others; `None` leaves one out.
            match: Matchers of `responses`.
            **fields: Fields of the status: `retry_after` (seconds or a `datetime`), `location`, `allow`,
                `www_authenticate`, `proxy_authenticate`, `content_range`, `upgrade`, `etag`. Of several statuses
                those get it to which it belongs. `None` leaves out what is only usual.

        Returns:
            The calls that came, with their times, and what can be asserted of them.

        Raises:
            ValueError: There is no such status or maker, the status is interim, must have the field that is left
                out, or never has content.
            TypeError: A status is neither number nor name, or there is no such keyword.
        """
        plans = _plans(_steps(status), by, fields, headers, (json, body)) * times
        if not plans:
            raise ValueError(f"mock_status needs a status to answer with, got {status!r} and times={times}")
        shown = url if isinstance(url, str) else url.pattern
        mocked = Mocked(plans, Request(method, shown), self._clock, self._log)
        self._serve(mocked, method or "", url, match)
        return mocked

    def _serve(self, mocked: Mocked, method: str, url: str | Pattern[str], match: Sequence[Any]) -> None:
        from pytest_httpstatus._mocking.served import Served  # late: with the library of an extra

        self.responses.get_registry().add(Served(mocked, self.responses, method, url, match))

    @property
    def calls(self) -> tuple[Call, ...]:
        """All calls of the test that were answered here, oldest first."""
        return tuple(self._log)

    def skip_waits(self) -> None:
        """Let `time.sleep` return at once for the rest of the test, and the clocks of `time` go forward instead.

        Waits are still measured, to the second that was asked for.
        """
        self._clock.skip()

    def sleep(self, seconds: float) -> None:
        """Do as `time.sleep` does after `skip_waits`, for a client that is given its sleep or imported it by name."""
        self._clock.sleep(seconds)


def _steps(status: object) -> list[int | str]:
    if isinstance(status, int | str):
        return [status]
    if isinstance(status, list | tuple):
        return list(status)
    raise TypeError(f"a status is a code, a name or several of them, got {status!r} ({type(status).__name__})")


def _plans(
    steps: list[int | str],
    by: str,
    given: Mapping[str, Any],
    headers: Mapping[str, str | None] | None,
    content: tuple[object, bytes | str | None],
) -> list[Plan]:
    status_fields.known(given)
    if len(steps) == 1:
        return [with_body(planned(steps[0], by, given, headers), *content)]
    plans = [planned(each, by, {}, headers) for each in steps]
    codes = {each.status.code for each in plans}
    if unclaimed := status_fields.strangers(codes, given):
        raise ValueError(f"none of {', '.join(map(str, sorted(codes)))} has {', '.join(unclaimed)}")
    made = [planned(each.status.code, by, status_fields.belonging(each.status.code, given), headers) for each in plans]
    successes = [each for each in made if each.status.code < 300]
    return [with_body(each, *content) if each in (successes or made) else each for each in made]


@contextmanager
def mocking(monkeypatch: pytest.MonkeyPatch) -> Iterator[MockStatus]:
    """Stand in for the connections of `requests`.

    Raises:
        ModuleNotFoundError: The library `responses` is not installed.
    """
    from pytest_httpstatus._mocking.served import Mock  # late: with the library of an extra

    mock = Mock()
    with mock:
        yield MockStatus(mock, Clock(monkeypatch))
