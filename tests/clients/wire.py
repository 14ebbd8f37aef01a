"""Clients that come over a socket, one row each."""

from __future__ import annotations

import asyncio
import json as jsons
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import cache, partial
from http.client import HTTPConnection
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from tests.clients.row import Row
from tests.clients.site import ROUTES, answer

Check = Callable[[Any], Any]
Sent = Mapping[str, str] | None

RESPONSE = frozenset({"url", "fields", "reason"})
REQUEST = frozenset({"method", "sent fields", "sent content"})


def _encoded(headers: Sent, json: object) -> tuple[dict[str, str], bytes | None]:
    """For clients that have no word for JSON."""
    if json is None:
        return dict(headers or {}), None
    return {**(headers or {}), "Content-Type": "application/json"}, jsons.dumps(json).encode()


def _words(name: str, follow: bool | None) -> dict[str, bool]:  # noqa: FBT001  # as `Send` has it
    return {} if follow is None else {name: follow}


def _requests(
    package: str,
    base: str,
    method: str,
    path: str,
    check: Check,
    *,
    headers: Sent = None,
    json: object = None,
    follow: bool | None = None,
    stream: bool = False,
) -> Any:
    with import_module(package).Session() as session:
        words = _words("allow_redirects", follow)
        with session.request(method, base + path, headers=headers, json=json, stream=stream, **words) as response:
            return check(response)


def _mocked(base: str, method: str, path: str, check: Check, **words: Any) -> Any:
    responses = import_module("responses")

    def call(request: Any) -> tuple[int, list[tuple[str, str]], bytes]:
        return answer(request.method, request.path_url, request.headers, request.body or b"")

    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        for verb, place in ROUTES:
            mock.add_callback(verb, base + place, call, content_type=None)
        return _requests("requests", base, method, path, check, **words)


def _httpx(
    package: str,
    base: str,
    method: str,
    path: str,
    check: Check,
    *,
    headers: Sent = None,
    json: object = None,
    follow: bool | None = None,
    stream: bool = False,
) -> Any:
    with import_module(package).Client() as client:
        words = _words("follow_redirects", follow)
        request = client.build_request(method, base + path, headers=headers, json=json)
        with closing(client.send(request, stream=stream, **words)) as response:
            return check(response)


def _urllib3(
    base: str,
    method: str,
    path: str,
    check: Check,
    *,
    headers: Sent = None,
    json: object = None,
    follow: bool | None = None,
    stream: bool = False,
) -> Any:
    with import_module("urllib3").PoolManager() as pool:
        words = _words("redirect", follow)
        sent = {"headers": headers, "json": json, "preload_content": not stream}
        with closing(pool.request(method, base + path, **sent, **words)) as response:
            return check(response)


def _http_client(
    base: str,
    method: str,
    path: str,
    check: Check,
    *,
    headers: Sent = None,
    json: object = None,
    follow: bool | None = None,  # has no word for it, and never follows
    stream: bool = False,  # always streams
) -> Any:
    sent, content = _encoded(headers, json)
    with closing(HTTPConnection(urlsplit(base).netloc)) as connection:
        connection.request(method, path, content, sent)
        with connection.getresponse() as response:
            return check(response)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        """Follow nothing: the redirect becomes an `HTTPError`."""


def _urllib(
    base: str,
    method: str,
    path: str,
    check: Check,
    *,
    headers: Sent = None,
    json: object = None,
    follow: bool | None = None,
    stream: bool = False,  # always streams
) -> Any:
    sent, content = _encoded(headers, json)
    request = urllib.request.Request(base + path, content, sent, method=method)  # our own server
    opener = urllib.request.build_opener(*([_Stay] if follow is False else []))
    try:
        with opener.open(request) as response:
            return check(response)
    except urllib.error.HTTPError as error:
        with error:
            return check(error)


def _aiohttp(
    base: str,
    method: str,
    path: str,
    check: Check,
    *,
    headers: Sent = None,
    json: object = None,
    follow: bool | None = None,
    stream: bool = False,
) -> Any:
    async def send() -> Any:
        async with (
            import_module("aiohttp").ClientSession() as session,
            session.request(
                method, base + path, headers=headers, json=json, **_words("allow_redirects", follow)
            ) as response,
        ):
            if not stream:
                await response.read()
            # In a thread, so that `check` can ask the loop for the rest.
            return await asyncio.to_thread(check, response)

    return asyncio.run(send())


def _aiohttp_rest(response: Any) -> bytes:
    return asyncio.run_coroutine_threadsafe(response.read(), response._loop).result(10)


def _tornado(
    base: str,
    method: str,
    path: str,
    check: Check,
    *,
    headers: Sent = None,
    json: object = None,
    follow: bool | None = None,
    stream: bool = False,  # cannot leave content unread
) -> Any:
    sent, content = _encoded(headers, json)

    async def send() -> Any:
        with closing(import_module("tornado.httpclient").AsyncHTTPClient(force_instance=True)) as client:
            words = _words("follow_redirects", follow)
            return check(
                await client.fetch(base + path, method=method, headers=sent, body=content, raise_error=False, **words)
            )

    return asyncio.run(send())


def _curl_cffi(
    base: str,
    method: str,
    path: str,
    check: Check,
    *,
    headers: Sent = None,
    json: object = None,
    follow: bool | None = None,
    stream: bool = False,
) -> Any:
    with import_module("curl_cffi").Session() as session:
        words = _words("allow_redirects", follow)
        with closing(
            session.request(method, base + path, headers=headers, json=json, stream=stream, **words)
        ) as response:
            return check(response)


class Driver:
    """Playwright's driver, started once, in a thread of its own: its loop would be in the way of asyncio's."""

    def __init__(self) -> None:
        self.thread = ThreadPoolExecutor(1)
        self.playwright = self.thread.submit(import_module("playwright.sync_api").sync_playwright().start).result()

    def close(self) -> None:
        self.thread.submit(self.playwright.stop).result()
        self.thread.shutdown()


driver = cache(Driver)


def _playwright(base: str, method: str, path: str, check: Check, **words: Any) -> Any:
    started = driver()
    return started.thread.submit(_fetch, started.playwright, base + path, method, check, **words).result()


def _fetch(
    playwright: Any,
    url: str,
    method: str,
    check: Check,
    *,
    headers: Sent = None,
    json: object = None,
    follow: bool | None = None,
    stream: bool = False,  # the driver reads at once
) -> Any:
    context = playwright.request.new_context()
    try:
        limit = {} if follow is not False else {"max_redirects": 0}
        return check(context.fetch(url, method=method, headers=headers, data=json, **limit))
    finally:
        context.dispose()


def _read(response: Any) -> bytes:
    return response.read()


def _chunks(response: Any) -> bytes:
    return b"".join(response.iter_content())


def _content(response: Any) -> bytes:
    return response.content


_REQUESTS = RESPONSE | REQUEST | {"content", "hops", "apart", "elapsed"}

ROWS = (
    Row("requests", "requests", partial(_requests, "requests"), _REQUESTS | {"version"}, streams=True, rest=_content),
    Row("requests", "responses", _mocked, _REQUESTS, streams=True, rest=_content),
    Row("niquests", "niquests", partial(_requests, "niquests"), _REQUESTS | {"version"}, streams=True, rest=_content),
    Row("httpx", "httpx", partial(_httpx, "httpx"), _REQUESTS | {"version"}, streams=True, rest=_read),
    Row("httpx2", "httpx2", partial(_httpx, "httpx2"), _REQUESTS | {"version"}, streams=True, rest=_read),
    Row(
        "urllib3",
        "urllib3",
        _urllib3,
        RESPONSE | {"method", "content", "hops", "apart", "version"},
        streams=True,
        rest=_read,
    ),
    Row(
        "http.client",
        "http.client",
        _http_client,
        frozenset({"method", "fields", "reason", "apart", "version"}),
        streams=True,
        rest=_read,
    ),
    Row(
        "urllib.request",
        "urllib.request",
        _urllib,
        RESPONSE | {"method", "apart", "version"},
        streams=True,
        rest=_read,
    ),
    Row(
        "aiohttp",
        "aiohttp",
        _aiohttp,
        RESPONSE | {"method", "sent fields", "content", "hops", "apart", "version"},
        streams=True,
        rest=_aiohttp_rest,
    ),
    Row("tornado", "tornado", _tornado, RESPONSE | REQUEST | {"content", "apart", "elapsed"}),
    Row(
        "curl_cffi",
        "curl_cffi",
        _curl_cffi,
        RESPONSE | {"method", "sent content", "content", "hops", "apart", "elapsed", "version"},
        streams=True,
        rest=_chunks,
    ),
    Row("playwright", "playwright", _playwright, RESPONSE | {"apart"}),
)
