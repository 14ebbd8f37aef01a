# ruff: noqa: PLR0133, PT018  # as people write it
"""Nothing is to be said of these: the failure is of something else, or nobody can know of which response."""

import concurrent.futures
import threading
import time
from unittest.mock import MagicMock, Mock

import pytest
import requests


def total(prices):
    return sum(prices)


def test_sum(client):
    client.post("/login")
    assert total([1, 2]) == 4


def test_sum_of_a_name(client):
    client.post("/login")
    found = total([1, 2])
    assert found == 4


def test_literal(client):
    client.get("/items/9")
    assert 1 == 2


def test_two_named(client):
    first, second = client.get("/items"), client.get("/items/9")
    assert len([first, second]) == 3


def test_two_compared(client):
    first, second = client.get("/items"), client.get("/items/9")
    assert first.status_code == second.status_code


def test_two_read(client):
    first, second = client.get("/me"), client.get("/items/9")
    assert first.get_json() == second.get_json()


def test_earlier_step(client):
    client.get("/items/9")
    numbers = {"a": 1}
    assert numbers["b"] == 1


def test_earlier_step_named(client):
    response = client.get("/items/9")
    assert response.status_code == 404
    rows = []
    assert rows[0] == 1


def test_width_by_chance(client):
    response = client.get("/items")
    width = 200
    assert width == 300
    assert response


def test_count_by_chance(client):
    client.get("/items/9")
    count = len(range(404))
    assert count == 200


def test_expected_error_compared(client):
    response = client.post("/login")
    assert response.status_code == 401
    assert response.get_json()["error"] == "another"


def test_expected_error_missing_key(client):
    response = client.get("/items/9")
    assert response.status_code == 404
    assert response.get_json()["code"] == "E404"


def test_expected_by_a_helper(client, check_status):
    response = client.get("/items/9")
    check_status(response, 404)
    assert response.get_json()["detail"] == "another"


def test_expected_in_the_same_statement(client):
    response = client.get("/items/9")
    assert response.status_code == 404 and response.get_json()["detail"] == "another"


def test_expected_and_raised(url):
    response = requests.get(f"{url}/items/9")
    with pytest.raises(requests.HTTPError):
        response.raise_for_status()
    assert response.json()["detail"] == "another"


def test_expected_by_branch(client):
    response = client.get("/items/9")
    if response.status_code == 404:
        assert response.get_json() == {}


def test_right_answer_wrong_value(client):
    response = client.get("/items")
    assert response.get_json()["items"] == [3]


def test_right_answer_missing_key(client):
    response = client.get("/items")
    assert response.get_json()["things"]


def test_right_answer_missing_key_later(client):
    client.post("/login")
    data = client.get("/items").get_json()
    assert data["things"]


def test_mock():
    response = Mock(status_code=404)
    assert response.status_code == 200


def test_magic_mock():
    response = MagicMock()
    response.status_code = 500
    assert response.status_code == 200


def test_mock_of_a_class():
    response = MagicMock(spec=requests.Response)
    response.status_code = 404
    assert response.ok is False


class Job:
    def __init__(self):
        self.status = 404
        self.code = 500


def test_a_status_that_is_none():
    job = Job()
    assert job.status == 200


def test_an_exit_code(client):
    client.get("/items/9")
    job = Job()
    assert job.code == 0


def test_handled_before_a_fault_in_the_handler(url):
    try:
        requests.get(f"{url}/items/9").raise_for_status()
    except requests.HTTPError:
        assert {}["x"]


def test_another_thread(url):
    thread = threading.Thread(target=requests.get, args=(f"{url}/items/9",))
    thread.start()
    thread.join()
    data = {"a": 1}
    assert data["b"]


def test_another_thread_at_the_same_code(url, client):
    thread = threading.Thread(target=requests.get, args=(f"{url}/items/9",))
    thread.start()
    thread.join()
    code = int("404")
    assert code == 200


def test_a_pool(url):
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda path: len(requests.get(url + path).content), ["/items", "/items/9"]))
    assert found == []


def test_a_timeout(client):
    client.get("/items/9")
    started = time.monotonic()
    assert time.monotonic() - started > 100


def test_an_attribute_of_self(client):
    class Page:
        def __init__(self):
            self.response = client.get("/items/9")
            self.title = "x"

        def check(self):
            assert self.title == "y"

    Page().check()


def test_key_raised_by_hand(client):
    client.get("/items/9")
    raise KeyError("nothing of the sort")


def test_a_class_of_responses(client):
    client.get("/items/9")
    assert requests.Response is None


def test_a_message_alone(client):
    client.get("/items/9")
    pytest.fail("a step that is not written yet")


def test_the_other_of_two(client):
    response = client.get("/items/9")
    other = client.get("/items").get_json()
    assert response.status_code == 404
    assert other["things"]
