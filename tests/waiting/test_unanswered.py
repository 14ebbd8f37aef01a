"""Which exceptions mean "not yet", and what they are called."""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from typing import Any

import pytest

from pytest_httpstatus._waiting.unanswered import kind_of


def _urllib(url: str) -> object:
    return urllib.request.urlopen(url, timeout=0.5)


def _http_client(url: str) -> object:
    with closing(HTTPConnection(url.partition("://")[2].rstrip("/"), timeout=0.5)) as connection:
        connection.request("GET", "/")
        return connection.getresponse()


def _requests(url: str) -> object:
    return pytest.importorskip("requests").get(url, timeout=0.5)


def _httpx(url: str) -> object:
    return pytest.importorskip("httpx").get(url, timeout=0.5, trust_env=False)


def _httpx_async(url: str) -> object:
    httpx = pytest.importorskip("httpx")

    async def get() -> object:
        async with httpx.AsyncClient(timeout=0.5, trust_env=False) as client:
            return await client.get(url)

    return asyncio.run(get())


def _urllib3(url: str) -> object:
    urllib3 = pytest.importorskip("urllib3")
    with urllib3.PoolManager(retries=False, timeout=0.5) as pool:
        return pool.request("GET", url)


def _aiohttp(url: str) -> object:
    aiohttp = pytest.importorskip("aiohttp")

    async def get() -> object:
        limit = aiohttp.ClientTimeout(total=0.2)
        async with aiohttp.ClientSession(timeout=limit) as session, session.get(url) as response:
            return response

    return asyncio.run(get())


def _curl_cffi(url: str) -> object:
    return pytest.importorskip("curl_cffi.requests").get(url, timeout=0.5)


CLIENTS = [_urllib, _http_client, _requests, _httpx, _httpx_async, _urllib3, _aiohttp, _curl_cffi]


def raised(call: Callable[[str], object], url: str) -> Exception:
    with pytest.raises(Exception) as caught:  # noqa: PT011  # each client raises its own
        call(url)
    return caught.value


@contextmanager
def listening(said: bytes | None) -> Iterator[str]:
    """A socket that accepts, says this and closes; `None`: it says nothing and stays open."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        over = threading.Event()

        def serve() -> None:
            while True:
                peer, _ = server.accept()
                with peer:
                    if over.is_set():
                        return
                    if said is None:
                        over.wait(5)
                    else:
                        peer.recv(4096)
                        peer.sendall(said)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        host, port = server.getsockname()
        yield f"http://{host}:{port}/"
        over.set()
        socket.create_connection((host, port)).close()
        thread.join()


@pytest.mark.parametrize("client", CLIENTS)
def test_a_refused_connection_is_one_in_every_client(client, late):
    assert "refused" == kind_of(raised(client, late.base + "/"))


@pytest.mark.parametrize("client", CLIENTS)
def test_a_server_that_says_nothing_times_out_in_every_client(client):
    with listening(None) as url:
        assert "timeout" == kind_of(raised(client, url))


@pytest.mark.parametrize("client", CLIENTS)
def test_a_server_that_closes_is_told_in_every_client(client):
    with listening(b"") as url:
        assert "closed" == kind_of(raised(client, url))


@pytest.mark.parametrize("client", [_urllib, _http_client, _requests, _httpx])
def test_an_answer_that_is_no_http_is_told(client):
    with listening(b"220 mail.test ESMTP\r\n\r\n") as url:
        assert "garbled" == kind_of(raised(client, url))


@pytest.mark.parametrize("client", [_urllib, _requests, _httpx, _urllib3, _aiohttp])
def test_tls_spoken_to_a_plain_server_is_told(client):
    with listening(b"HTTP/1.1 400 Bad Request\r\n\r\n") as url:
        assert "tls" == kind_of(raised(client, url.replace("http:", "https:")))


def test_half_an_answer_is_none():
    requests = pytest.importorskip("requests")
    with listening(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{") as url:
        assert "closed" == kind_of(raised(requests.get, url))


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("dns", socket.gaierror(socket.EAI_NONAME, "Name or service not known")),
        ("dns", urllib.error.URLError(socket.gaierror(socket.EAI_AGAIN, "Try again"))),
        ("unreachable", OSError(errno.EHOSTUNREACH, "No route to host")),
        ("timeout", TimeoutError("timed out")),
        ("closed", ConnectionResetError(errno.ECONNRESET, "Connection reset by peer")),
        ("ConnectionError", ConnectionError()),
    ],
)
def test_errors_of_the_system_are_told(kind, error):
    assert kind == kind_of(error)


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError(errno.ENOENT, "No such file or directory"),
        PermissionError(),
        KeyError("token"),
        AssertionError("connection refused"),
        urllib.error.URLError("unknown url type: htp"),
        urllib.error.URLError(FileNotFoundError(errno.ENOENT, "No such file or directory")),
    ],
)
def test_other_errors_are_not_waited_on(error):
    assert "" == kind_of(error)


@pytest.mark.parametrize("url", ["/health", "htp://127.0.0.1/", "http://"])
@pytest.mark.parametrize("client", [_requests, _httpx])
def test_a_wrong_url_is_not_waited_on(client, url):
    assert "" == kind_of(raised(client, url))


class ApiError(Exception):
    """What a library around an API raises."""


def _wrapped():
    try:
        raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
    except OSError as refused:
        raise ApiError("no connection") from refused


def _beside():
    try:
        raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
    except OSError:
        raise ApiError("no token")  # noqa: B904  # the case at hand


def test_an_error_that_a_library_raised_from_a_refused_connection_counts():
    with pytest.raises(ApiError) as caught:
        _wrapped()
    assert "refused" == kind_of(caught.value)


def test_an_error_that_was_raised_while_another_was_handled_does_not():
    with pytest.raises(ApiError) as caught:
        _beside()
    assert "" == kind_of(caught.value)


def test_an_error_of_playwright_is_known_by_its_words():
    error_class = pytest.importorskip("playwright.sync_api").Error

    assert "refused" == kind_of(error_class("APIRequestContext.get: connect ECONNREFUSED 127.0.0.1:1"))
    assert "" == kind_of(error_class("APIRequestContext.get: Invalid URL"))


def test_connection_errors_that_lead_to_themselves_come_to_an_end():
    first: Any = ConnectionError()
    first.__cause__ = second = ConnectionError(first)
    second.__cause__ = first

    assert "ConnectionError" == kind_of(first)


def test_other_errors_that_lead_to_themselves_come_to_an_end():
    first = ApiError()
    first.__cause__ = second = ApiError()
    second.__cause__ = first

    assert "" == kind_of(first)
