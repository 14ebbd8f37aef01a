"""Rows for the clients that call an application without a socket. Each mounts the site in its framework's own way.

An application that is sent `X-Stream` gives its content from a generator.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from importlib import import_module
from typing import Any
from wsgiref.headers import Headers

from tests.clients.row import Row, Send
from tests.clients.site import answer

Check = Callable[[Any], Any]
METHODS = ["GET", "POST", "DELETE"]


@dataclass(frozen=True)
class Asked:
    """What a test asks a client to send."""

    method: str
    path: str
    headers: dict[str, str]
    json: object
    follow: bool | None
    stream: bool

    def words(self, **names: str) -> dict[str, Any]:
        """The options in a client's words; what the test did not say is left out, so that defaults stand."""
        return {name: getattr(self, mine) for name, mine in names.items() if getattr(self, mine) is not None}

    @property
    def fields(self) -> dict[str, str]:
        return self.headers | ({"X-Stream": "1"} if self.stream else {})


def _sender(send: Callable[[Asked, Check], Any]) -> Send:
    def sender(  # as `Send` has it
        _base: str,
        method: str,
        path: str,
        check: Check,
        *,
        headers: Mapping[str, str] | None = None,
        json: object = None,
        follow: bool | None = None,
        stream: bool = False,
    ) -> Any:
        return send(Asked(method, path, dict(headers or {}), json, follow, stream), check)

    return sender


def _chunks(content: bytes) -> Iterator[bytes]:
    yield content[:4]
    yield content[4:]


# Django: its site is in django_site.py.


def _django_words(asked: Asked) -> dict[str, Any]:
    kind = {} if asked.json is None else {"content_type": "application/json"}
    return asked.words(data="json", follow="follow") | kind | {"headers": asked.fields}


def _django(asked: Asked, check: Check) -> Any:
    import_module("tests.clients.django_site")
    client = import_module("django.test").Client()
    return check(getattr(client, asked.method.lower())(asked.path, **_django_words(asked)))


def _async_django(asked: Asked, check: Check) -> Any:
    import_module("tests.clients.django_site")
    client = import_module("django.test").AsyncClient()

    async def send() -> Any:
        return check(await getattr(client, asked.method.lower())(asked.path, **_django_words(asked)))

    return asyncio.run(send())


def _rest(asked: Asked, check: Check) -> Any:
    urls = import_module("tests.clients.django_site").Rest
    client = import_module("rest_framework.test").APIClient()
    words = asked.words(data="json", follow="follow") | ({} if asked.json is None else {"format": "json"})
    with import_module("django.test").override_settings(ROOT_URLCONF=urls):
        return check(getattr(client, asked.method.lower())(asked.path, headers=asked.fields, **words))


# Flask and Werkzeug


@cache
def flask_site() -> Any:
    flask = import_module("flask")
    application = flask.Flask(__name__)

    @application.route("/<path:_path>", methods=METHODS)
    def site(_path: str) -> Any:
        return _werkzeug_answer(flask.request, flask.Response)

    return application


@cache
def werkzeug_site() -> Any:
    werkzeug = import_module("werkzeug")
    return werkzeug.Request.application(lambda request: _werkzeug_answer(request, werkzeug.Response))


def _werkzeug_answer(request: Any, response: Any) -> Any:
    code, lines, content = answer(request.method, request.full_path, request.headers, request.get_data())
    return response(_chunks(content) if "X-Stream" in request.headers else content, code, lines)


def _flask(asked: Asked, check: Check) -> Any:
    with flask_site().test_client() as client:
        return _werkzeug_check(client, asked, check)


def _werkzeug(asked: Asked, check: Check) -> Any:
    return _werkzeug_check(import_module("werkzeug.test").Client(werkzeug_site()), asked, check)


def _werkzeug_check(client: Any, asked: Asked, check: Check) -> Any:
    words = asked.words(method="method", headers="fields", json="json", follow_redirects="follow")
    with client.open(asked.path, **words) as response:
        return check(response)


# Starlette, FastAPI, Litestar: their clients are httpx clients.


async def _starlette_answer(request: Any) -> Any:
    code, lines, content = answer(request.method, _target(request.url), request.headers, await request.body())
    response = import_module("starlette.responses").Response(content, code)
    for name, value in lines:
        response.headers.append(name, value)
    return response


def _target(url: Any) -> str:
    return f"{url.path}?{url.query}" if url.query else str(url.path)


@cache
def starlette_site() -> Any:
    route = import_module("starlette.routing").Route("/{path:path}", _starlette_answer, methods=METHODS)
    return import_module("starlette.applications").Starlette(routes=[route])


@cache
def fastapi_site() -> Any:
    fastapi = import_module("fastapi")
    application = fastapi.FastAPI()

    async def site(request: Any) -> Any:
        return await _starlette_answer(request)

    # The annotation is given as a class: as text it could not be found.
    site.__annotations__ = {"request": fastapi.Request}
    application.api_route("/{path:path}", methods=METHODS, response_model=None)(site)
    return application


@cache
def litestar_site() -> Any:
    litestar, kind = import_module("litestar"), import_module("litestar.response.base").ASGIResponse

    async def site(request: Any) -> Any:
        code, lines, content = answer(request.method, _target(request.url), request.headers, await request.body())
        return kind(body=content, status_code=code, headers=lines)

    site.__annotations__ = {"request": litestar.Request, "return": kind}
    return litestar.Litestar([litestar.route("/{_path:path}", http_method=METHODS)(site)], openapi_config=None)


def _starlette(asked: Asked, check: Check) -> Any:
    return _httpx_check(import_module("starlette.testclient").TestClient(starlette_site()), asked, check)


def _fastapi(asked: Asked, check: Check) -> Any:
    return _httpx_check(import_module("fastapi.testclient").TestClient(fastapi_site()), asked, check)


def _litestar(asked: Asked, check: Check) -> Any:
    return _httpx_check(import_module("litestar.testing").TestClient(litestar_site()), asked, check)


def _httpx_check(opened: Any, asked: Asked, check: Check) -> Any:
    words = asked.words(headers="headers", json="json", follow_redirects="follow")
    with opened as client:
        if not asked.stream:
            return check(client.request(asked.method, asked.path, **words))
        with client.stream(asked.method, asked.path, **words) as response:
            return check(response)


# WebTest, Falcon, Quart


def plain_site(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """The site as WSGI has it."""
    lines = [(name[5:].replace("_", "-"), value) for name, value in environ.items() if name.startswith("HTTP_")]
    sent = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    code, lines, content = answer(environ["REQUEST_METHOD"], environ["PATH_INFO"], Headers(lines), sent)
    start_response(f"{code} {HTTPStatus(code).phrase}", lines)
    return [content]


def _webtest(asked: Asked, check: Check) -> Any:
    client = import_module("webtest").TestApp(plain_site)
    name, content = (
        (asked.method.lower(), ()) if asked.json is None else (f"{asked.method.lower()}_json", (asked.json,))
    )
    response = getattr(client, name)(asked.path, *content, headers=asked.headers, status="*")
    return check(response.maybe_follow() if asked.follow else response)


@cache
def falcon_site() -> Any:
    def site(request: Any, response: Any, **_: object) -> None:
        sent = request.bounded_stream.read()
        code, lines, response.data = answer(request.method, request.relative_uri, request.headers, sent)
        response.status = code
        for name, value in lines:
            response.append_header(name, value)

    application = import_module("falcon").App()
    application.add_sink(site, "/")
    return application


def _falcon(asked: Asked, check: Check) -> Any:
    client = import_module("falcon.testing").TestClient(falcon_site())
    return check(client.simulate_request(asked.method, asked.path, **asked.words(headers="headers", json="json")))


@cache
def quart_site() -> Any:
    quart, lines_of = import_module("quart"), import_module("werkzeug.datastructures").Headers
    application = quart.Quart(__name__)

    @application.route("/<path:_path>", methods=METHODS)
    async def site(_path: str) -> Any:
        request = quart.request
        code, lines, content = answer(request.method, request.full_path, request.headers, await request.get_data())
        return quart.Response(content, code, lines_of(lines))

    return application


def _quart(asked: Asked, check: Check) -> Any:
    words = asked.words(method="method", headers="headers", json="json", follow_redirects="follow")

    async def send() -> Any:
        return check(await quart_site().test_client().open(asked.path, **words))

    return asyncio.run(send())


_ALL = frozenset({"method", "url", "fields", "sent fields", "sent content", "content", "reason"})
_WERKZEUG = _ALL | {"hops", "apart"}
_HTTPX = _ALL | {"hops", "apart", "elapsed"}
_ANSWER = frozenset({"fields", "content", "reason"})


def _row(
    name: str, package: str, send: Callable[[Asked, Check], Any], shows: frozenset[str], rest: Check | None = None
) -> Row:
    return Row(name, package, _sender(send), shows, streams=rest is not None, rest=rest)


def _django_rest(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def _werkzeug_rest(response: Any) -> bytes:
    return b"".join(response.iter_encoded())


def _httpx_rest(response: Any) -> bytes:
    return b"".join(response.iter_bytes())


ROWS = (
    _row("Django test client", "django", _django, _ALL | {"hops"}, _django_rest),
    _row("Django test client", "django.test", _async_django, _ALL | {"hops"}, _django_rest),
    _row("Django test client", "rest_framework", _rest, _ALL | {"hops"}, _django_rest),
    _row("Flask test client", "flask", _flask, _WERKZEUG, _werkzeug_rest),
    _row("Werkzeug test client", "werkzeug", _werkzeug, _WERKZEUG, _werkzeug_rest),
    _row("TestClient", "starlette", _starlette, _HTTPX, _httpx_rest),
    _row("TestClient", "fastapi", _fastapi, _HTTPX, _httpx_rest),
    _row("TestClient", "litestar", _litestar, _HTTPX, _httpx_rest),
    _row("WebTest", "webtest", _webtest, _ALL | {"apart"}),
    _row("Falcon test client", "falcon", _falcon, _ANSWER),
    _row("Quart test client", "quart", _quart, _ANSWER | {"apart"}),
)
