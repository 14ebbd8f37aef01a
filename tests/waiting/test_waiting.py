"""`wait_for_status` and its twin: real clients, and a real service that starts late."""

from __future__ import annotations

import asyncio
import math
import socket
import sys
import threading
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from pytest_httpstatus import StatusMismatch, assert_status, wait_for_status, wait_for_status_async

for _package in ("httpx", "requests", "tenacity"):
    pytest.importorskip(_package)

import httpx  # noqa: E402  # see above
import requests  # noqa: E402


def get(service, path="/health"):
    return lambda: requests.get(service.base + path, timeout=5)


def failure_of(call, *args, **named) -> StatusMismatch:
    with pytest.raises(StatusMismatch) as caught:
        wait_for_status(call, *args, **named)
    return caught.value


def waited(error: StatusMismatch) -> str:
    """What the message says of the wait, on one line."""
    _, _, rest = str(error).partition("  waited ")
    lines = rest.split("\n")
    own = [lines[0], *(line for line in _until_label(lines[1:]))]
    return " ".join(line.strip() for line in own)


def _until_label(lines):
    for line in lines:
        if not line.startswith(" " * 15):
            return
        yield line


class Naps(list):
    """Pauses that were asked for; none is slept."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


class AsyncNaps(Naps):
    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


def test_a_service_that_starts_late_and_is_busy_at_first_is_waited_for(late):
    late.play((503, {"Retry-After": "1"}), 200)
    timer = threading.Timer(0.3, late.start)
    timer.start()

    response = wait_for_status(get(late), "2xx", timeout=30)

    timer.join()
    assert 200 == response.status_code
    assert ["/health", "/health"] == late.asked


def test_its_twin_waits_for_it_with_a_client_of_coroutines(late):
    late.play((503, {"Retry-After": "1"}), 200)

    async def waiting():
        async with httpx.AsyncClient(trust_env=False) as client:
            asyncio.get_running_loop().call_later(0.3, late.start)
            return await wait_for_status_async(lambda: client.get(late.base), "2xx", timeout=30)

    assert 200 == asyncio.run(waiting()).status_code
    assert ["/", "/"] == late.asked


def test_the_twin_works_with_aiohttp(late):
    aiohttp = pytest.importorskip("aiohttp")
    late.play(503, 404, 200)
    naps = AsyncNaps()

    async def waiting():
        async with aiohttp.ClientSession() as session:

            async def call():
                async with session.get(late.base) as response:
                    await response.read()
                    return response

            first = wait_for_status_async(call, 200, sleep=_then_start(late, naps))
            return await first

    assert 200 == asyncio.run(waiting()).status
    assert 3 == len(naps)


def _then_start(late, naps):
    async def sleep(seconds):
        if not naps:
            late.start()
        naps.append(seconds)

    return sleep


def test_the_first_answer_is_enough(service):
    naps = Naps()

    assert 200 == wait_for_status(get(service), 200, sleep=naps).status_code
    assert [] == naps


def test_an_error_that_carries_the_expected_answer_is_that_answer(service):
    service.play(200, 404)
    response = wait_for_status(lambda: urllib.request.urlopen(service.base), 404, sleep=Naps())

    with response:
        assert isinstance(response, urllib.error.HTTPError)
        assert_status(response, 404)


def test_an_error_that_carries_an_answer_is_judged_by_it(service):
    service.play(503, 200)

    def call():
        response = get(service)()
        response.raise_for_status()
        return response

    assert 200 == wait_for_status(call, "2xx", sleep=Naps()).status_code
    service.play(401)
    assert "got 401 Unauthorized, expected 2xx: GET /health" == str(failure_of(call, "2xx")).partition("\n")[0]


def test_pauses_grow_and_none_is_longer_than_two_seconds():
    naps = Naps()

    failure_of(lambda: 503, 200, timeout=30, sleep=naps)
    assert all(0 < pause <= 2 for pause in naps)
    assert naps[0] <= 0.2
    assert 30 == pytest.approx(sum(naps), abs=0.5)


def test_retry_after_in_seconds_is_honoured(service):
    service.play((503, {"Retry-After": "7"}), (429, {"Retry-After": "9"}), 200)
    naps = Naps()

    wait_for_status(get(service), 200, sleep=naps)
    assert [7, 9] == naps


def test_retry_after_as_a_date_is_honoured(service):
    now = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)
    then = now + timedelta(seconds=11)
    fields = {"Date": format_datetime(now, usegmt=True), "Retry-After": format_datetime(then, usegmt=True)}
    service.play((503, fields), 200)
    naps = Naps()

    wait_for_status(get(service), 200, sleep=naps)
    assert [11] == naps


def test_a_retry_after_that_is_over_leaves_the_usual_pause(service):
    service.play((503, {"Retry-After": "0"}), 200)
    naps = Naps()

    wait_for_status(get(service), 200, sleep=naps)
    assert 0 < naps[0] <= 0.2


def test_no_pause_passes_the_time_out(service):
    service.play((503, {"Retry-After": "4"}))
    naps = Naps()

    error = failure_of(get(service), 200, timeout=8, sleep=naps)
    assert [4] == naps[:1]
    assert sum(naps) <= 8
    assert "got 503 Service Unavailable after waiting 8 s, expected 200: GET /health" == str(error).partition("\n")[0]


def test_a_last_try_is_made_when_the_time_is_over():
    naps, answers = Naps(), []
    failure_of(lambda: answers.append(None) or 503, 200, timeout=1, sleep=naps)

    assert 1 == pytest.approx(sum(naps), abs=0.2)
    assert len(naps) + 1 == len(answers)


def test_a_server_that_asks_for_more_time_than_is_left_ends_the_wait(service):
    service.play((503, {"Retry-After": "120"}))
    naps = Naps()

    error = failure_of(get(service), 200, timeout=30, sleep=naps)
    assert [] == naps
    assert (
        "1 try: 1 x 503 Service Unavailable (retry-after 120) gave up: the server asks to wait 120 s (retry-after), "
        "30 s were left; a longer timeout would do"
    ) == waited(error)


@pytest.mark.parametrize(
    "code", [400, 401, 402, 403, 405, 406, 410, 411, 413, 414, 415, 416, 417, 422, 426, 428, 431, 451, 501, 505, 511]
)
def test_a_code_that_waiting_does_not_change_ends_the_wait(code):
    answers = iter([503, code])

    error = failure_of(lambda: next(answers), "2xx", sleep=Naps())
    assert f"gave up: waiting does not change a {code} (where it does: through={code})" in waited(error)


@pytest.mark.parametrize("code", [302, 404, 407, 408, 409, 423, 424, 425, 429, 500, 502, 503, 504, 507, 599, 777])
def test_any_other_code_may_pass(code):
    answers = iter([code, code, 200])

    assert 200 == wait_for_status(lambda: next(answers), 200, sleep=Naps())


def test_a_final_code_that_is_expected_is_no_failure():
    answers = iter([404, 410])

    assert 410 == wait_for_status(lambda: next(answers), "410 | 451", sleep=Naps())


@pytest.mark.parametrize("fields", [{"Retry-After": "1"}, {"X-RateLimit-Remaining": "0"}])
def test_a_403_that_is_a_limit_passes(service, fields):
    service.play((403, fields), 200)

    assert 200 == wait_for_status(get(service), 200, sleep=Naps()).status_code


def test_a_final_code_can_be_waited_through():
    answers = iter([401, 403, 200])

    assert 200 == wait_for_status(lambda: next(answers), 200, through="401 | 403", sleep=Naps())


def test_an_error_that_is_no_connection_error_passes_through(service):
    def call():
        raise KeyError("token")

    with pytest.raises(KeyError, match="token") as caught:
        wait_for_status(call, 200)
    assert "tenacity" not in {entry.frame.f_globals["__name__"].partition(".")[0] for entry in caught.traceback}


def test_an_interrupt_passes_through():
    def call():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        wait_for_status(call, 200)


def test_a_clock_that_stands_still_makes_no_endless_wait(monkeypatch):
    monkeypatch.setattr("time.monotonic", lambda: 17.0)

    assert "got 503 Service Unavailable after waiting 5 s" in str(failure_of(lambda: 503, 200, 5, sleep=Naps()))


def test_the_failure_counts_what_came_and_explains_the_last_answer(late):
    late.play(*[(503, {"Retry-After": "2"})] * 2, 404)
    naps = Naps()

    def sleep(seconds):
        naps.append(seconds)
        if len(naps) == 3:
            late.start()

    error = failure_of(get(late), 200, timeout=5, sleep=sleep)

    assert str(error).startswith("got 404 Not Found after waiting 5 s, expected 200: GET /health\n  waited       ")
    assert "3 x connection refused 2 x 503 Service Unavailable (retry-after 2) " in waited(error)
    assert error.failure is not None
    assert 404 == error.failure.exchange.response.code
    assert error.__cause__ is None


def test_a_service_that_went_away_is_told_apart(service):
    def call():
        if service.asked:
            raise ConnectionResetError("gone")
        return get(service)()

    service.play(503)
    error = failure_of(call, 200, timeout=1, sleep=Naps())

    assert "got 503 Service Unavailable after waiting 1 s, expected 200: GET /health" == str(error).partition("\n")[0]
    assert waited(error).endswith(
        " x connection closed without an answer the last one: connection closed without an answer"
    )
    assert isinstance(error.__cause__, ConnectionResetError)


def test_a_wait_without_any_answer_says_why(late):
    error = failure_of(get(late, "/health?token=7f3c91aa55"), 200, timeout=2, because="compose starts it", sleep=Naps())
    headline, *_ = str(error).split("\n")

    assert headline.startswith(
        f"no answer (connection refused) after waiting 2 s, expected 200: GET {late.base}/health"
    )
    assert waited(error).endswith(" x connection refused")
    assert "  because      compose starts it" in str(error)
    assert "7f3c91aa55" not in str(error)
    assert isinstance(error.__cause__, requests.ConnectionError)
    assert error.failure is not None
    assert not error.failure.exchange.answered


def test_a_wait_that_only_timed_out_says_so():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/health"
        error = failure_of(lambda: requests.get(url, timeout=0.1), 200, timeout=1, sleep=Naps())

    assert str(error).startswith(f"no answer (timed out) after waiting 1 s, expected 200: GET {url}\n")
    assert waited(error).endswith(" x timed out")


def test_a_wait_without_any_answer_of_an_unknown_kind_names_the_error():
    def call():
        raise ConnectionError

    error = failure_of(call, 200, timeout=1, sleep=Naps())
    assert "no answer (ConnectionError) after waiting 1 s, expected 200" == str(error).partition("\n")[0]
    assert waited(error).endswith(" x ConnectionError")


def test_an_error_that_cannot_be_written_hides_nothing():
    class BrokenError(ConnectionRefusedError):
        def __str__(self):
            raise RuntimeError

    def call():
        raise BrokenError

    error = failure_of(call, 200, timeout=1, sleep=Naps())
    assert str(error).startswith("no answer (BrokenError) after waiting 1 s, expected 200 OK")


def test_the_reason_of_the_user_is_shown():
    error = failure_of(lambda: 401, 200, because="the shop starts in compose")

    assert "\n  because      the shop starts in compose" in str(error)


def test_the_twin_fails_in_the_same_words(late):
    async def call():
        async with httpx.AsyncClient(trust_env=False) as client:
            return await client.get(late.base + "/health")

    async def waiting():
        await wait_for_status_async(call, 200, 2, sleep=AsyncNaps())

    with pytest.raises(StatusMismatch) as caught:
        asyncio.run(waiting())
    assert str(caught.value).startswith("no answer (connection refused) after waiting 2 s, expected 200: GET ")


async def _coroutine():
    return 200


def _later():
    return _coroutine()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (_coroutine, "_coroutine is a coroutine function; write await wait_for_status_async(...)"),
        (_later, "call() gave an awaitable of type coroutine; write await wait_for_status_async(...)"),
        (
            lambda: asyncio.Future(loop=SimpleNamespace(get_debug=bool)),
            "call() gave an awaitable of type Future; write await",
        ),
        (lambda: None, "expected an HTTP response, got None; does the function"),
        (None, "call is None, which cannot be called; give what makes the request, as in wait_for_status(lambda: "),
        ("/health", "call is '/health', which cannot be called"),
        (200, "call is a response, int: it answers one request, and wait_for_status makes it again and again"),
        (requests.Response(), "call is <Response [None]>, which cannot be called"),
        (httpx.Response(503), "call is a response, Response: it answers one request"),
    ],
)
def test_what_is_no_call_is_refused(call, message):
    with pytest.raises(TypeError) as caught:
        wait_for_status(call, 200)
    assert str(caught.value).startswith(message)


def test_a_response_that_can_be_called_is_refused_all_the_same():
    flask = pytest.importorskip("flask")
    response = flask.Flask("shop").test_client().get("/")

    with pytest.raises(TypeError, match=r"call is a response, .*Response: it answers one request"):
        wait_for_status(response, 200)


def test_a_mock_can_be_the_call():
    assert 200 == wait_for_status(Mock(return_value=200), 200)


def test_the_twin_refuses_a_coroutine_which_can_be_awaited_only_once():
    with pytest.raises(TypeError, match=r"call is the coroutine of _coroutine\(\), which can be awaited only once"):
        asyncio.run(wait_for_status_async(_coroutine(), 200))


def test_the_twin_refuses_what_cannot_be_awaited():
    with pytest.raises(TypeError) as caught:
        asyncio.run(wait_for_status_async(lambda: 200, 200))
    assert (
        "call() gave an object of type int, which cannot be awaited; "
        "write wait_for_status(...) in place of await wait_for_status_async(...)"
    ) == str(caught.value)


def test_the_twin_lets_other_errors_through():
    async def call():
        raise KeyError("token")

    with pytest.raises(KeyError, match="token"):
        asyncio.run(wait_for_status_async(call, 200))


def test_the_twin_can_be_cancelled():
    async def waiting():
        async with asyncio.timeout(0.05):
            await wait_for_status_async(_busy, 200)

    async def _busy():
        return 503

    with pytest.raises(TimeoutError):
        asyncio.run(waiting())


@pytest.mark.parametrize(
    ("timeout", "kind", "message"),
    [
        (0, ValueError, "timeout is 0; give the seconds to wait at most, as in timeout=30"),
        (-1.5, ValueError, "timeout is -1.5; give the seconds to wait at most, as in timeout=30"),
        (math.nan, ValueError, "timeout is nan; give the seconds to wait at most, as in timeout=30"),
        (True, TypeError, "timeout is True, of type bool; give seconds, as in timeout=30"),
        ("30", TypeError, "timeout is '30', of type str; give seconds, as in timeout=30"),
        (None, TypeError, "timeout is None, of type NoneType; give seconds, as in timeout=30"),
        (
            timedelta(seconds=30),
            TypeError,
            "timeout is datetime.timedelta(seconds=30), of type timedelta; give seconds, as in timeout=30",
        ),
    ],
)
def test_what_is_no_time_is_refused(timeout, kind, message):
    with pytest.raises(kind) as caught:
        wait_for_status(lambda: 200, 200, timeout)
    assert message == str(caught.value)


def test_what_is_no_expectation_is_refused_before_the_first_call():
    call = Mock()

    with pytest.raises(ValueError, match="did you mean '4xx'"):
        wait_for_status(call, "4x")
    call.assert_not_called()


@pytest.mark.parametrize("name", ["wait_for_status", "wait_for_status_async"])
def test_without_tenacity_the_error_says_how_to_get_it(name, monkeypatch):
    monkeypatch.setitem(sys.modules, "tenacity", None)
    call = Mock()

    with pytest.raises(ModuleNotFoundError) as caught:
        wait_for_status(call, 200) if name == "wait_for_status" else asyncio.run(wait_for_status_async(call, 200))
    assert f"{name} needs tenacity: pip install 'pytest-httpstatus[wait]'" == str(caught.value)
    call.assert_not_called()


def test_the_traceback_of_a_failure_ends_in_the_test():
    with pytest.raises(StatusMismatch) as caught:
        wait_for_status(lambda: 401, 200)
    assert ["test_the_traceback_of_a_failure_ends_in_the_test"] == [
        entry.name for entry in caught.traceback.filter(caught)
    ]
