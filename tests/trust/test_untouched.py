"""A test can read after an assertion what it could have read before, with every client, read and unread."""

from __future__ import annotations

import gc
import warnings
from typing import Any

import pytest

from pytest_httpstatus import StatusMismatch, assert_status, explain
from tests.clients import site
from tests.clients.row import Row

READ = {
    "requests": lambda it: it.content,
    "responses": lambda it: it.content,
    "niquests": lambda it: it.content,
    "httpx": lambda it: it.content,
    "httpx2": lambda it: it.content,
    "urllib3": lambda it: it.data,
    "http.client": lambda it: it.read(),
    "urllib.request": lambda it: it.read(),
    "tornado": lambda it: it.body,
    "curl_cffi": lambda it: it.content,
    "playwright": lambda it: it.body(),
    "django": lambda it: it.content,
    "django.test": lambda it: it.content,
    "rest_framework": lambda it: it.content,
    "flask": lambda it: it.data,
    "werkzeug": lambda it: it.data,
    "starlette": lambda it: it.content,
    "fastapi": lambda it: it.content,
    "litestar": lambda it: it.content,
    "webtest": lambda it: it.body,
    "falcon": lambda it: it.content,
}
"""How a test reads content that its client holds; what a coroutine would read is left to the other test."""


def asserted(response: Any) -> None:
    """An assertion that passes, one that fails, and an explanation; ours warns of nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert response is assert_status(response, 200)
        with pytest.raises(StatusMismatch, match=r"^got 200"):
            assert_status(response, 404)
        assert explain(response)
        gc.collect()


def test_what_can_be_read_is_the_same_before_and_after(row: Row, base: str) -> None:
    read = READ.get(row.package)
    if read is None:
        pytest.skip(f"{row.name} reads by a coroutine")

    def check(response: Any) -> bytes:
        asserted(response)
        return bytes(read(response))

    assert site.BIG == row.send(base, "GET", "/big", check)


def test_what_is_unread_can_be_read_after_assertions(row: Row, base: str) -> None:
    if not row.streams:
        pytest.skip(f"{row.name} cannot leave content unread")

    def check(response: Any) -> bytes:
        assert row.rest is not None
        asserted(response)
        return row.rest(response)

    assert site.BIG == row.send(base, "GET", "/big", check, stream=True)


def test_the_attributes_of_a_response_are_the_same_before_and_after(row: Row, base: str) -> None:
    def check(response: Any) -> tuple[set[str], set[str]]:
        before = {*vars(response)} if hasattr(response, "__dict__") else set()
        asserted(response)
        return before, {*vars(response)} if hasattr(response, "__dict__") else set()

    before, after = row.send(base, "GET", "/users/7?page=2", check)
    assert before == after


@pytest.mark.parametrize("package", ["requests", "httpx", "urllib3"])
def test_a_connection_goes_back_to_its_pool_when_the_test_has_read_all(package: str, base: str) -> None:
    module = pytest.importorskip(package)
    if package == "urllib3":
        with module.HTTPConnectionPool(base.removeprefix("http://")) as pool:
            for _ in range(3):
                response = pool.request("GET", "/new", preload_content=False)
                asserted(response)
                assert b"new" == response.read()
                response.release_conn()
            assert 1 == pool.num_connections
        return
    with getattr(module, "Session" if package == "requests" else "Client")() as client:
        for _ in range(3):
            asserted(client.get(f"{base}/new"))
        assert 1 == _connections(client)


def _connections(client: Any) -> int:
    if hasattr(client, "adapters"):
        manager = client.adapters["http://"].poolmanager
        return sum(manager.pools[key].num_connections for key in manager.pools.keys())  # noqa: SIM118  # no mapping
    return len(client._transport._pool.connections)


def test_an_unread_connection_stays_out_of_the_pool_until_it_is_read(base: str) -> None:
    requests = pytest.importorskip("requests")
    with requests.Session() as session:
        response = session.get(f"{base}/big", stream=True)
        asserted(response)
        pools = session.adapters["http://"].poolmanager.pools
        (pool,) = (pools[key] for key in pools.keys())  # noqa: SIM118  # no mapping
        assert 0 == sum(each is not None for each in pool.pool.queue)
        assert site.BIG == response.content
        assert 1 == sum(each is not None for each in pool.pool.queue)
