"""Real clients: a `Session` with urllib3's `Retry`, tenacity, a loop. One wrong setting after another is named."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from pytest_httpstatus import status_codes
from tests.mocking.conftest import URL, message

if TYPE_CHECKING:
    from pytest_httpstatus._mocking import MockStatus
    from tests.mocking.conftest import Retrying

requests = pytest.importorskip("requests")

RIGHT: dict[str, Any] = {"total": 3, "status_forcelist": [429, 502, 503, 504], "backoff_factor": 0.5}


@pytest.fixture(autouse=True)
def _skipped(request: pytest.FixtureRequest, mock_status: MockStatus) -> None:
    if "real_time" not in request.fixturenames:
        mock_status.skip_waits()


@pytest.fixture
def real_time() -> None:
    """Let waits pass as they do."""


def likely(text: str) -> list[str]:
    """What stands under `likely` and `check`, each in one line."""
    lines = text[text.index("  likely") :].replace("\n                 ", " ").splitlines()
    return [line[15:] for line in lines]


def test_a_right_client_passes(mock_status: MockStatus, retrying: Retrying) -> None:
    orders = mock_status([503, 429, 200], URL, retry_after=3, json={"id": 7})

    assert {"id": 7} == retrying(**RIGHT).get(URL).json()
    assert (3.0, 3.0) == orders.assert_calls(3).assert_waited().waits


def test_backoff_of_retry_is_waited_where_the_server_says_nothing(mock_status: MockStatus, retrying: Retrying) -> None:
    orders = mock_status([502, 502, 502, 200], URL)

    assert 200 == retrying(**RIGHT).get(URL).status_code
    assert (0.0, 1.0, 2.0) == orders.waits


def test_retry_gives_up_after_its_tries(mock_status: MockStatus, retrying: Retrying) -> None:
    orders = mock_status(503, URL)

    assert 503 == retrying(**RIGHT).get(URL).status_code
    orders.assert_calls(4)


def test_fault_retry_after_is_not_honoured(mock_status: MockStatus, retrying: Retrying) -> None:
    orders = mock_status([503, 200], URL, retry_after=3)
    retrying(**RIGHT, respect_retry_after_header=False).get(URL)
    text = message(orders.assert_waited)

    assert "got a wait of 0 s, expected at least 3 s: GET /orders" == text.partition("\n")[0]
    assert [
        "the client came back after 0 s, though 503 Service Unavailable asked it to wait 3 s (retry-after)",
        "- leave Retry(respect_retry_after_header=True), the default, as it is",
    ] == likely(text)


def test_fault_post_is_repeated(mock_status: MockStatus, retrying: Retrying) -> None:
    orders = mock_status([503, 201], URL)
    retrying(**RIGHT, allowed_methods=None).post(URL, json={"name": "tea"})
    text = message(orders.assert_not_repeated)

    assert "got the same request 2 times, expected once: POST /orders" == text.partition("\n")[0]
    cause = "the client sent the same POST again after 503 Service Unavailable"
    harm = "the server may have carried out the first one, and POST is not idempotent"
    assert [f"{cause}: {harm}", "- leave POST out of Retry(allowed_methods=...)"] == likely(text)


def test_fault_post_is_repeated_after_it_was_refused(mock_status: MockStatus, retrying: Retrying) -> None:
    orders = mock_status([429, 201], URL)
    retrying(**RIGHT, allowed_methods=None).post(URL)

    assert [
        "urllib3's Retry sent the same POST again after 429 Too Many Requests",
        "- leave POST out of Retry(allowed_methods=...)",
    ] == likely(message(orders.assert_not_repeated))


def test_fault_401_is_repeated(mock_status: MockStatus, retrying: Retrying) -> None:
    orders = mock_status(401, URL)
    retrying(total=2, status_forcelist=[401]).get(URL)
    text = message(orders.assert_not_repeated)

    assert "got the same request 3 times, expected once: GET /orders" == text.partition("\n")[0]
    assert [
        "the client sent the same request again after 401 Unauthorized, which is final: the same request fails again",
        "- leave 401 out of Retry(status_forcelist=...)",
    ] == likely(text)


def test_fault_401_is_repeated_by_a_loop(mock_status: MockStatus) -> None:
    orders = mock_status(401, URL)
    for _ in range(2):
        requests.get(URL)

    assert "- get new credentials before the next try, or give up" == likely(message(orders.assert_not_repeated))[1]


def test_fault_a_redirect_of_a_post_is_followed_as_get(mock_status: MockStatus) -> None:
    mock_status(301, URL, location="/v2/orders")
    moved = mock_status(201, "https://api.test/v2/orders")
    requests.post(URL, json={"name": "tea"})
    text = message(lambda: moved.assert_calls(1, method="POST"))

    assert "got no call, expected 1: POST /v2/orders" == text.partition("\n")[0]
    assert [
        "the client followed 301 Moved Permanently with GET in place of POST",
        "- send POST to /v2/orders at once, or let the server answer 307 or 308: they keep the method",
    ] == likely(text)


@pytest.mark.parametrize("status", [303, 308])
def test_a_redirect_that_is_followed_as_it_should_be_is_no_fault(mock_status: MockStatus, status: int) -> None:
    mock_status(status, URL, location="/v2/orders")
    moved = mock_status(201, "https://api.test/v2/orders")
    requests.post(URL, json={"name": "tea"})

    assert "likely" not in message(lambda: moved.assert_calls(2))


def test_a_redirect_to_another_place_is_none_to_this_one(mock_status: MockStatus) -> None:
    mock_status(301, URL, location="/elsewhere")
    moved = mock_status(200, "https://api.test/v2/orders")
    requests.post(URL, allow_redirects=False)
    requests.get("https://api.test/v2/orders")

    assert "likely" not in message(lambda: moved.assert_calls(2))


def test_fault_the_client_does_not_try_again(mock_status: MockStatus, retrying: Retrying) -> None:
    orders = mock_status([503, 200], URL, retry_after=None)
    retrying(total=3, status_forcelist=[502]).get(URL)
    text = message(lambda: orders.assert_calls(2))

    assert "got 1 call, expected 2: GET /orders" == text.partition("\n")[0]
    assert [
        "the client did not come back after 503 Service Unavailable, which may pass: it is worth about three tries",
        "- try again: Retry(total=3, status_forcelist=[503])",
    ] == likely(text)


def test_an_answer_that_says_when_to_come_back_is_repeated_by_retry_unasked(
    mock_status: MockStatus, retrying: Retrying
) -> None:
    orders = mock_status([503, 200], URL)
    retrying(total=3).get(URL)

    orders.assert_calls(2).assert_waited(at_least=1)


def test_tenacity_is_measured_like_all_others(mock_status: MockStatus) -> None:
    tenacity = pytest.importorskip("tenacity")
    orders = mock_status([503, 503, 200], URL)

    @tenacity.retry(wait=tenacity.wait_exponential(multiplier=2), stop=tenacity.stop_after_delay(30))
    def get() -> Any:
        response = requests.get(URL)
        response.raise_for_status()
        return response

    assert 200 == get().status_code
    assert (2.0, 4.0) == orders.assert_calls(3).waits


def test_a_deadline_is_reached_in_skipped_time(mock_status: MockStatus) -> None:
    tenacity = pytest.importorskip("tenacity")
    orders = mock_status(503, URL)
    get = tenacity.retry(wait=tenacity.wait_fixed(10), stop=tenacity.stop_after_delay(25), reraise=True)(
        lambda: requests.get(URL).raise_for_status()
    )

    with pytest.raises(requests.HTTPError):
        get()
    assert (10.0, 10.0, 10.0) == orders.waits


def test_a_client_can_be_given_the_sleep(mock_status: MockStatus, real_time: None) -> None:
    orders = mock_status([503, 200], URL)

    def get(sleep: Any = mock_status.sleep) -> None:
        while requests.get(URL).status_code == 503:
            sleep(120)

    get()

    assert orders is orders.assert_waited(at_least=120)
    assert 120 <= orders.waits[0] < 180


def test_waits_are_real_where_nobody_skips_them(mock_status: MockStatus, real_time: None, retrying: Retrying) -> None:
    orders = mock_status([503, 200], URL)
    before = time.monotonic()
    retrying(**RIGHT).get(URL)

    assert 1 <= orders.assert_waited().waits[0] <= time.monotonic() - before


def test_a_clock_that_another_froze_is_followed(
    mock_status: MockStatus, real_time: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = iter((100.0, 107.0))
    orders = mock_status([503, 200], URL)
    with monkeypatch.context() as frozen:
        frozen.setattr(time, "monotonic", lambda: next(hands))
        for _ in range(2):
            requests.get(URL)

    assert (7.0,) == orders.waits


def test_a_custom_adapter_may_give_its_arguments_by_place(mock_status: MockStatus) -> None:
    class Adapter(requests.adapters.HTTPAdapter):
        def send(self, request: Any, *args: Any, **kwargs: Any) -> Any:
            return super().send(request, kwargs["stream"], kwargs["timeout"], kwargs["verify"])

    mock_status(204, URL)
    with requests.Session() as session:
        session.mount("https://", Adapter())
        assert 204 == session.get(URL).status_code


@pytest.mark.parametrize("code", status_codes("4xx | 5xx"))
def test_a_client_is_tried_with_every_status_in_two_lines(
    mock_status: MockStatus, retrying: Retrying, code: int
) -> None:
    orders = mock_status(code, URL)
    retrying(**RIGHT).get(URL)

    assert (4 if code in RIGHT["status_forcelist"] else 1) == len(orders.calls)
