"""What is told of the calls that came, and what each assertion says when it fails."""

from __future__ import annotations

import pickle
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from pytest_httpstatus import _settings
from tests.mocking.conftest import URL, message

if TYPE_CHECKING:
    from pytest_httpstatus._mocking import MockStatus

requests = pytest.importorskip("requests")


@pytest.fixture(autouse=True)
def _skipped(mock_status: MockStatus) -> None:
    mock_status.skip_waits()


def call(method: str = "GET", url: str = URL, after: float = 0.0, **words: Any) -> None:
    """As a client with a loop of its own does."""
    time.sleep(after)
    requests.request(method, url, **words)


def test_calls_tell_request_answer_and_waits(mock_status: MockStatus) -> None:
    orders = mock_status([503, 200], URL)
    call("POST", f"{URL}?page=2", json={"name": "tea"}, headers={"X-Shop": "1"})
    call(after=2.5)
    first, second = orders.calls

    assert ("POST", f"{URL}?page=2", 503, None) == (first.method, first.url, first.status, first.waited)
    assert (b'{"name": "tea"}', "1", 1) == (first.content, first.headers["x-shop"], first.asked_to_wait)
    assert ("GET", URL, 200, 2.5, b"") == (second.method, second.url, second.status, second.waited, second.content)
    assert (2.5,) == orders.waits
    assert 2.5 == second.at - first.at
    assert orders.calls == mock_status.calls


def test_nothing_of_a_call_that_may_be_secret_is_in_its_repr(mock_status: MockStatus) -> None:
    orders = mock_status([401, 200], URL)
    call(url=f"{URL}?token=hunter22", headers={"Authorization": "Bearer hunter22"})

    assert "(<Call GET /orders: 401>,)" == repr(orders.calls)
    assert "<Mocked 401, 200: 1 calls>" == repr(orders)


def test_content_that_was_a_stream_is_not_known(mock_status: MockStatus) -> None:
    orders = mock_status(201, URL)
    call("POST", data=iter([b"a"]))

    assert orders.calls[0].content is None


def test_what_holds_passes_and_gives_the_object_back(mock_status: MockStatus) -> None:
    orders = mock_status([503, 503, 200], URL, retry_after=3)
    call()
    call(after=3)
    call(after=4)

    assert orders is orders.assert_calls(3).assert_waited().assert_waited(at_least=3)
    assert orders is orders.assert_calls(0, method="POST")


def test_new_credentials_or_new_content_are_no_repeat(mock_status: MockStatus) -> None:
    orders = mock_status([401, 422, 201], URL)
    call("POST", json={"a": 1})
    call("POST", json={"a": 1}, headers={"Authorization": "Bearer x"})
    call("POST", json={"a": 2}, headers={"Authorization": "Bearer x"})

    assert orders is orders.assert_not_repeated()


def test_a_date_in_retry_after_may_be_waited_for_to_the_second(mock_status: MockStatus) -> None:
    orders = mock_status([503, 200], URL, retry_after=datetime.now(UTC) + timedelta(seconds=30))
    call()
    call(after=29.5)

    assert orders is orders.assert_waited()


def test_too_few_calls(mock_status: MockStatus) -> None:
    orders = mock_status(503, URL, retry_after=3)
    call()

    assert """\
got 1 call, expected 3: GET /orders
  calls        1. GET: 503 Service Unavailable, retry-after: 3
               then no more
  likely       the client did not come back after 503 Service
                 Unavailable, which may pass: it is worth about three
                 tries
  check        - try again: Retry(total=3, status_forcelist=[503])
  because      the shop opens soon""" == message(lambda: orders.assert_calls(3, because="the shop opens soon"))


def test_no_call_at_all(mock_status: MockStatus) -> None:
    orders = mock_status(503, f"{URL}?token=hunter22", method="POST")

    assert """\
got no call, expected 3: POST /orders?token=***
  calls        none
  check        - does the client ask for this URL with this method,
                 and through requests?""" == message(lambda: orders.assert_calls(3))
    assert "got no call, expected one: POST /orders?token=***" == _first(orders.assert_not_repeated)
    assert "got no second call, expected one after 0 s: POST /orders?token=***" == _first(orders.assert_waited)


def test_where_no_call_came_those_elsewhere_are_told(mock_status: MockStatus) -> None:
    mock_status(307, URL, location="/v2/orders")
    moved = mock_status(201, "https://api.test/v2/orders")
    call(
        "POST",
        allow_redirects=False,
        headers={"Authorization": "Bearer hunter-22-secret"},
        params={"q": "hunter-22-secret"},
    )

    assert """\
got no call, expected 1: /v2/orders
  calls        none
  earlier      POST /orders?q=***: 307 Temporary Redirect, location:
                 /v2/orders
  check        - does the client ask for this URL with this method,
                 and through requests?""" == message(lambda: moved.assert_calls(1))


def test_a_fault_of_waiting_is_first_where_waiting_was_asserted(mock_status: MockStatus) -> None:
    orders = mock_status([503, 503, 201], URL, retry_after=3)
    call("POST")
    call("POST", after=0.5)

    assert "likely       the client came back after 0.5 s, though" in message(orders.assert_waited)


def _first(assertion: Any) -> str:
    return message(assertion).partition("\n")[0]


def test_a_wait_that_is_too_short(mock_status: MockStatus) -> None:
    orders = mock_status([429, 429, 200], URL, retry_after=3)
    call()
    call(after=3)
    call(after=0.5)

    assert """\
got a wait of 0.5 s, expected at least 3 s: GET /orders
  calls        1. GET: 429 Too Many Requests, retry-after: 3
               2. GET after 3 s: 429, retry-after: 3
               3. GET after 0.5 s: 200 OK
               then no more
  likely       the client came back after 0.5 s, though 429 Too Many
                 Requests asked it to wait 3 s (retry-after)
  check        - wait the seconds of Retry-After before the next try""" == message(orders.assert_waited)
    assert _first(orders.assert_waited) == _first(lambda: orders.assert_waited(at_least=3))


def test_a_wait_that_never_began(mock_status: MockStatus) -> None:
    orders = mock_status(503, URL, retry_after=3)
    call()

    assert "got no second call, expected one after 3 s: GET /orders" == _first(orders.assert_waited)
    assert "got no second call, expected one after 5 s: GET /orders" == _first(lambda: orders.assert_waited(5))


def test_a_repeat_that_cannot_help(mock_status: MockStatus) -> None:
    orders = mock_status(400, URL)
    call("PUT")
    call("PUT")

    assert """\
got the same request 2 times, expected once: PUT /orders
  calls        1. PUT: 400 Bad Request
               2. PUT after 0 s: 400
               then no more
  likely       the client sent the same request again after 400 Bad
                 Request, which is final: the same request fails again
  check        - give up after 400, or mend the request before it is
                 sent again""" == message(orders.assert_not_repeated)


def test_a_repeat_that_may_do_harm(mock_status: MockStatus) -> None:
    orders = mock_status([502, 201], URL)
    call("POST", json={})
    call("POST", json={})
    text = message(orders.assert_not_repeated)

    assert """\
  likely       the client sent the same POST again after 502 Bad
                 Gateway: the server may have carried out the first one,
                 and POST is not idempotent
  check        - repeat POST only with an Idempotency-Key that the
                 server knows""" == text[text.index("  likely") :]


@pytest.mark.parametrize(
    ("status", "method", "headers"),
    [
        ([503, 201], "POST", {"Idempotency-Key": "1"}),
        ([429, 201], "POST", {}),
        ([201, 201], "POST", {}),
        ([503, 200], "GET", {}),
        ([599, 599], "GET", {}),
    ],
    ids=["key", "refused", "success", "idempotent", "unregistered"],
)
def test_no_fault_is_claimed_that_is_none(
    mock_status: MockStatus, status: list[int], method: str, headers: dict[str, str]
) -> None:
    orders = mock_status(status, URL, headers={"Retry-After": None})
    for _ in range(2):
        call(method, headers=headers)

    assert "likely" not in message(orders.assert_not_repeated)


@pytest.mark.parametrize(("status", "method"), [(404, "GET"), (599, "GET"), (503, "POST")])
def test_to_give_up_is_no_fault_where_a_repeat_does_not_help(mock_status: MockStatus, status: int, method: str) -> None:
    orders = mock_status(status, URL)
    call(method)

    assert "likely" not in message(lambda: orders.assert_calls(3))


def test_many_calls_are_cut_to_the_last_ones(mock_status: MockStatus) -> None:
    orders = mock_status(404, URL)
    for _ in range(20):
        call()

    assert """\
got 20 calls, expected 1: GET /orders
  calls        14 more before these
               15. GET after 0 s: 404 Not Found
               16. GET after 0 s: 404
               17. GET after 0 s: 404
               18. GET after 0 s: 404
               19. GET after 0 s: 404
               20. GET after 0 s: 404
               then no more""" == message(lambda: orders.assert_calls(1))


def test_targets_are_told_where_they_differ(mock_status: MockStatus) -> None:
    import re

    orders = mock_status(404, re.compile("https://api.test/.*"))
    call(url="https://api.test/users")
    call("DELETE", url="https://api.test/users/a-very-long-name-of-a-user/7")

    assert """\
got 2 calls, expected 1: GET /users
  calls        1. GET /users: 404 Not Found
               2. DELETE /users/a-...a-user/7 after 0 s: 404
               then no more""" == message(lambda: orders.assert_calls(1))


def test_credentials_are_hidden_wherever_they_stand(mock_status: MockStatus) -> None:
    orders = mock_status(401, URL, location="/login?next=hunter-22-secret")
    call("POST", f"{URL}?q=hunter-22-secret", headers={"Authorization": "Bearer hunter-22-secret"})
    text = message(lambda: orders.assert_calls(3, because="hunter-22-secret is the token"))

    assert "hunter-22-secret" not in text
    assert "got 1 call, expected 3: POST /orders?q=***" == text.partition("\n")[0]


def test_the_failure_is_of_the_kind_of_all_others(mock_status: MockStatus) -> None:
    orders = mock_status(503, URL)
    with pytest.raises(AssertionError) as caught:
        orders.assert_calls(1)
    again = pickle.loads(pickle.dumps(caught.value))

    assert ("StatusMismatch", None, str(caught.value)) == (type(again).__name__, again.failure, str(again))


def test_it_speaks_korean(mock_status: MockStatus, korean: None) -> None:
    orders = mock_status([503, 503, 200], URL, retry_after=3)
    call("POST")
    call("POST", after=0.5)

    assert """\
같은 요청 2번 받음, 1번 기대: POST /orders
  호출         1. POST: 503 Service Unavailable, retry-after: 3
               2. 0.5초 뒤 POST: 503, retry-after: 3
               이후 호출 없음
  유력 원인    클라이언트가 503 Service Unavailable 응답 뒤에 같은
                 POST 요청을 다시 보냈습니다. 서버가 첫 요청을 이미
                 처리했을 수 있고, POST 메서드는 멱등이 아닙니다
               503 Service Unavailable 응답이 3초 대기를
                 요구했지만(retry-after) 클라이언트가 0.5초 뒤에 다시
                 호출했습니다
  확인         - POST 요청은 서버가 인식하는 Idempotency-Key 헤더를
                 넣은 경우에만 반복하세요
               - 다시 시도하기 전에 Retry-After 헤더의 시간만큼
                 기다리세요""" == message(orders.assert_not_repeated)
    assert "호출 2번 받음, 3번 기대: POST /orders" == _first(lambda: orders.assert_calls(3))
    assert "0.5초 대기함, 최소 3초 기대: POST /orders" == _first(orders.assert_waited)


def test_a_fault_of_ours_costs_the_explanation_and_not_the_failure(
    mock_status: MockStatus, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pytest_httpstatus._mocking import message as told

    orders = mock_status(503, URL)
    call()
    monkeypatch.setattr(told, "seal", None)

    assert "got 1, expected 3\n  (message could not be shown: TypeError)" == message(lambda: orders.assert_calls(3))


def test_words_of_the_user_s_own_are_redacted_by_their_names(mock_status: MockStatus) -> None:
    before = _settings.use(_settings.Settings(redact=("voucher",)))
    try:
        orders = mock_status(503, URL)
        call(url=f"{URL}?voucher=tea-for-two")
        assert "GET /orders?voucher=***" == _first(lambda: orders.assert_calls(3)).partition(": ")[2]
    finally:
        _settings.use(before)


# -- time -------------------------------------------------------------------------------------------------------------


def test_skipped_time_goes_forward_on_every_clock(mock_status: MockStatus) -> None:
    mock_status.skip_waits()
    before = [time.time(), time.monotonic(), time.perf_counter()]
    time.sleep(3_600)
    passed = [time.time() - before[0], time.monotonic() - before[1], time.perf_counter() - before[2]]

    assert all(3_600 <= each < 3_700 for each in passed)


def test_skipped_sleep_refuses_what_sleep_refuses(mock_status: MockStatus) -> None:
    with pytest.raises(ValueError, match="sleep length must be non-negative"):
        time.sleep(-1)


def test_time_stands_still_between_sleeps(mock_status: MockStatus) -> None:
    orders = mock_status([503, 503, 200], URL)
    for wait in (0, 0.25, 3):
        call(after=wait)

    assert (0.25, 3.0) == orders.waits


def test_to_undo_the_skipping_is_noticed(mock_status: MockStatus, monkeypatch: pytest.MonkeyPatch) -> None:
    orders = mock_status([503, 503, 200], URL)
    call()
    monkeypatch.undo()
    call()
    call(after=0.02)

    assert 0.02 <= orders.waits[1]
