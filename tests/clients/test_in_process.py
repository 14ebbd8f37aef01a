"""What is special about the clients that call an application without a socket."""

from __future__ import annotations

import asyncio
import io
import itertools
from typing import TYPE_CHECKING, Any

import pytest

from pytest_httpstatus._clients import read
from pytest_httpstatus._model import Exchange, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def _read(thing: object) -> Exchange:
    exchange = read(thing)
    assert exchange is not None
    return exchange


# Django


@pytest.fixture
def site() -> Any:
    pytest.importorskip("django")
    pytest.importorskip("rest_framework")
    from tests.clients import django_site

    return django_site


@pytest.fixture
def client(site: Any) -> Any:  # Django is configured there
    from django.test import Client

    return Client()


@pytest.fixture
def rest_client(site: Any) -> Any:  # as above
    from rest_framework.test import APIClient

    return APIClient()


def _awaited(send: Callable[[Any], Any], check: Callable[[Any], Any]) -> Any:
    """Send with Django's `AsyncClient`, and look at the response while the loop runs."""
    from django.test import AsyncClient

    async def run() -> Any:
        found = check(await send(AsyncClient()))
        return await found if asyncio.iscoroutine(found) else found

    return asyncio.run(run())


def test_django_stream_is_left_alone_and_gone_when_the_test_has_read_it(client: Any) -> None:
    response = client.get("/streamed")

    assert ("unread", None) == (_read(response).response.content_state, _read(response).response.content)
    assert b"first second" == b"".join(response.streaming_content)
    assert ("gone", None) == (_read(response).response.content_state, _read(response).response.content)


@pytest.mark.usefixtures("site")
def test_django_asynchronous_stream_is_left_alone_and_gone_when_the_test_has_read_it() -> None:
    async def check(response: Any) -> None:
        assert "unread" == _read(response).response.content_state
        assert b"first second" == b"".join([chunk async for chunk in response.streaming_content])
        assert "gone" == _read(response).response.content_state

    _awaited(lambda client: client.get("/streamed/async"), check)


def test_django_template_response_that_is_not_rendered_stays_so(site: Any) -> None:
    from django.test import RequestFactory

    response = site.page(RequestFactory().get("/page"))

    assert ("unread", None) == (_read(response).response.content_state, _read(response).response.content)
    assert not response.is_rendered
    assert b"a page" == response.render().content
    assert ("kept", b"a page") == (_read(response).response.content_state, _read(response).response.content)


def test_django_rest_framework_speaks_its_own_words(client: Any, rest_client: Any) -> None:
    exchange = _read(rest_client.post("/data", {"a": 1}, format="json"))
    other = _read(client.get("/data"))

    assert (201, b'{"a":1}', b'{"a":1}') == (
        exchange.response.code,
        exchange.response.content,
        exchange.request.content,
    )
    assert ('format="json"', "client.force_authenticate(user)") == (
        exchange.client.send_json,
        exchange.client.authenticate,
    )
    assert ('content_type="application/json"', "client.force_login(user)") == (
        other.client.send_json,
        other.client.authenticate,
    )


def test_django_rest_framework_response_without_a_client_is_known_by_its_class(site: Any) -> None:
    from rest_framework.response import Response

    exchange = _read(Response({"detail": "no"}, status=404))

    assert (404, "unread", 'format="json"') == (
        exchange.response.code,
        exchange.response.content_state,
        exchange.client.send_json,
    )


def test_django_cookies_are_lines_of_their_own(client: Any) -> None:
    response = client.get("/cookies")

    assert (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Set-Cookie", "one=1; Path=/"),
        ("Set-Cookie", "two=2; HttpOnly; Path=/"),
    ) == _read(response).response.fields
    assert (("Cookie", "one=1; two=2"),) == _read(client.get("/new")).request.fields


def test_django_cookies_of_another_kind_are_left_out(client: Any) -> None:
    response = client.get("/new")
    response.cookies["odd"] = "1"
    dict.__setitem__(response.cookies, "odd", "no morsel")

    assert (("Content-Type", "text/plain"),) == _read(response).response.fields


@pytest.mark.parametrize(
    ("path", "method", "asked", "answered"),
    [
        ("/moved/302", "post", [(None, None)], [(302, "/new")]),
        ("/moved/307", "get", [("GET", None)], [(307, "/new")]),
        ("/moved/307/308", "get", [("GET", None), ("GET", None)], [(307, "/moved/308"), (308, "/new")]),
        (
            "/moved/307/308",
            "post",
            [("POST", None), ("POST", "http://testserver/moved/308")],
            [(307, "/moved/308"), (308, "/new")],
        ),
        (
            "/moved/308/302/303/307",
            "head",
            [
                (None, None),
                (None, None),
                ("GET", "http://testserver/moved/303/307"),
                ("GET", "http://testserver/moved/307"),
            ],
            [(308, "/moved/302/303/307"), (302, "/moved/303/307"), (303, "/moved/307"), (307, "/new")],
        ),
        (
            "/moved/303/302?host=http://localhost",
            "get",
            [(None, None), ("GET", "http://localhost/moved/302")],
            [(303, "http://localhost/moved/302"), (302, "/new")],
        ),
        (
            "/moved/302/302?host=//localhost",
            "get",
            [(None, None), ("GET", None)],
            [(302, "//localhost/moved/302"), (302, "/new")],
        ),
    ],
)
def test_django_chain_tells_where_redirects_led_and_no_more_than_follows_from_it(
    client: Any,
    path: str,
    method: str,
    asked: list[tuple[str | None, str | None]],
    answered: list[tuple[int, str]],
) -> None:
    exchange = _read(getattr(client, method)(path, follow=True))

    assert asked == [(hop.request.method, hop.request.url) for hop in exchange.hops]
    assert answered == [(hop.response.code, dict(hop.response.fields or ())["Location"]) for hop in exchange.hops]
    assert exchange.hops == exchange.redirects
    assert "http://testserver/new" == exchange.request.url


def test_django_chain_with_a_strange_step_is_read_around_it(client: Any) -> None:
    response = client.get("/moved/302", follow=True)
    response.redirect_chain += ["/odd", ("/odd", "302"), ("/odd",)]

    assert [302] == [hop.response.code for hop in _read(response).hops]


def test_django_chain_of_absolute_redirects_says_nothing_of_the_default_host(client: Any) -> None:
    response = client.get("/moved/302/302", follow=True)
    response.redirect_chain.append(("http://localhost/new", 302))

    assert [None, None, None] == [hop.request.url for hop in _read(response).hops]


def test_django_body_that_the_view_left_unread_is_not_known(client: Any) -> None:
    assert None is _read(client.post("/unread", {"a": 1})).request.content
    assert b'{"a": 1}' == _read(client.post("/echo", {"a": 1}, content_type="application/json")).request.content
    assert b"" == _read(client.get("/unread")).request.content


@pytest.mark.parametrize(
    ("path", "words", "url"),
    [
        ("/new", {}, "http://testserver/new"),
        ("/new", {"secure": True}, "https://testserver/new"),
        ("/new", {"SERVER_PORT": "8000"}, "http://testserver:8000/new"),
        ("/new", {"headers": {"host": "localhost:81"}}, "http://localhost:81/new"),
        ("/new", {"SCRIPT_NAME": "/shop"}, "http://testserver/shop/new"),
        ("/caf%C3%A9/50%25?q=caf%C3%A9&r=é", {}, "http://testserver/caf%C3%A9/50%25?q=caf%C3%A9&r=%C3%A9"),
        ("/new", {"PATH_INFO": "/한"}, "http://testserver/%ED%95%9C"),
        ("/new", {"query_params": {"page": "2"}}, "http://testserver/new?page=2"),
    ],
)
def test_django_target_is_put_together_from_the_variables(
    client: Any, path: str, words: dict[str, Any], url: str
) -> None:
    if path == "/new" and "PATH_INFO" in words:
        response = client.get(path)
        response.request |= words
    else:
        response = client.get(path, **words)

    assert url == _read(response).request.url


@pytest.mark.usefixtures("site")
def test_django_asynchronous_client_is_read_from_its_scope() -> None:
    exchange = _awaited(
        lambda client: client.post("/echo?a=1", {"b": 2}, content_type="application/json", headers={"X-A": "1"}), _read
    )

    assert (
        Request(
            "POST",
            "http://testserver/echo?a=1",
            (
                ("host", "testserver"),
                ("content-length", "8"),
                ("content-type", "application/json"),
                ("x-a", "1"),
            ),
            b'{"b": 2}',
        )
        == exchange.request
    )
    assert None is _awaited(lambda client: client.post("/unread", {"b": 2}), _read).request.content


@pytest.mark.usefixtures("site")
def test_django_asynchronous_redirect_is_a_hop() -> None:
    exchange = _awaited(lambda client: client.get("/moved/302", follow=True), _read)

    assert ["/new"] == [dict(hop.response.fields or ())["Location"] for hop in exchange.hops]
    assert "http://testserver/new" == exchange.request.url


@pytest.mark.usefixtures("site")
def test_django_scope_without_fields_names_no_host() -> None:
    def check(response: Any) -> Request:
        response.request = {"method": "GET", "path": "/new", "headers": None}
        return _read(response).request

    assert Request("GET", content=b"") == _awaited(lambda client: client.get("/new"), check)


@pytest.mark.usefixtures("site")
def test_django_bare_response_knows_no_request() -> None:
    from django.http import HttpResponse

    exchange = _read(HttpResponse(b"gone", status=410))

    assert (410, "Gone", b"gone", "kept") == (
        exchange.response.code,
        exchange.response.reason,
        exchange.response.content,
        exchange.response.content_state,
    )
    assert Request() == exchange.request


@pytest.mark.usefixtures("site")
def test_django_response_whose_content_raises_is_read_around_it() -> None:
    from django.http import HttpResponse

    class Broken(HttpResponse):
        content = property(lambda _: 1 / 0, lambda _self, _value: None)

    response = Broken(status=500)
    del response.headers

    assert (500, "unknown", None) == (
        _read(response).response.code,
        _read(response).response.content_state,
        _read(response).response.fields,
    )


@pytest.mark.usefixtures("site")
def test_django_objects_that_are_no_responses_are_none() -> None:
    from django.http import Http404, HttpRequest

    assert (None, None) == (read(Http404("no")), read(HttpRequest()))


# Flask and Werkzeug


@pytest.fixture
def flask() -> Any:
    return pytest.importorskip("flask")


@pytest.fixture
def werkzeug() -> Any:
    return pytest.importorskip("werkzeug.test")


@pytest.fixture
def taken() -> list[str]:
    """What an application's generator was asked for."""
    return []


@pytest.fixture
def flask_client(flask: Any, taken: list[str]) -> Iterator[Any]:
    application = flask.Flask("site")

    def chunks() -> Iterator[str]:
        for chunk in ("one ", "two ", "three"):
            taken.append(chunk)
            yield chunk

    views = {
        "plain": lambda: ("plain", 404),
        "generator": lambda: flask.Response(chunks(), 503),
        "endless": lambda: flask.Response(map(str, itertools.count()), mimetype="text/event-stream"),
        "file": lambda: flask.send_file(io.BytesIO(b"a file"), "text/plain"),
        "large": lambda: b"x" * (1 << 21),
        "nothing": lambda: ("", 204),
        "unchanged": lambda: ("", 304),
        "lying": lambda: flask.Response(chunks(), headers={"Content-Length": "many"}),
    }
    for name, view in views.items():
        application.add_url_rule(f"/{name}", name, view, methods=["GET", "POST"])
    with application.test_client() as client:
        yield client


def test_flask_generator_is_left_alone_and_complete_afterwards(flask_client: Any, taken: list[str]) -> None:
    with flask_client.get("/generator") as response:
        before = list(taken)
        exchange = _read(response)

        assert (503, "unread", None) == (
            exchange.response.code,
            exchange.response.content_state,
            exchange.response.content,
        )
        assert before == taken
        assert not response.is_sequence
        assert b"one two three" == response.get_data()
        assert ("kept", b"one two three") == (_read(response).response.content_state, _read(response).response.content)


@pytest.mark.parametrize("path", ["/endless", "/large", "/lying"])
def test_flask_content_that_is_endless_or_large_is_not_touched(flask_client: Any, path: str) -> None:
    with flask_client.get(path) as response:
        assert ("unread", None) == (_read(response).response.content_state, _read(response).response.content)
        assert not response.is_sequence


@pytest.mark.parametrize(("path", "content"), [("/plain", b"plain"), ("/file", b"a file")])
def test_flask_plain_view_and_file_are_read_and_the_test_can_read_them_again(
    flask_client: Any, path: str, content: bytes
) -> None:
    with flask_client.get(path) as response:
        assert ("kept", content) == (_read(response).response.content_state, _read(response).response.content)
        assert content == response.get_data() == response.data
        assert content.decode() == response.text


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/nothing"), ("GET", "/unchanged"), ("HEAD", "/plain"), ("HEAD", "/generator")]
)
def test_flask_response_without_content_has_an_empty_one(flask_client: Any, method: str, path: str) -> None:
    with flask_client.open(path, method=method) as response:
        assert ("kept", b"") == (_read(response).response.content_state, _read(response).response.content)


def test_flask_content_that_the_test_took_chunk_by_chunk_is_gone(flask_client: Any) -> None:
    with flask_client.get("/plain") as response:
        assert b"plain" == b"".join(response.iter_encoded())

        assert ("gone", None) == (_read(response).response.content_state, _read(response).response.content)
        assert "gone" == _read(response).response.content_state


def test_flask_sent_body_is_read_from_memory(flask_client: Any) -> None:
    with flask_client.post("/plain?a=1", json={"b": 2}, headers={"X-A": "1"}) as response:
        asked = _read(response).request

        assert ("POST", "http://localhost/plain?a=1", b'{"b": 2}') == (asked.method, asked.url, asked.content)
        assert {("X-A", "1"), ("Content-Type", "application/json")} <= set(asked.fields or ())


def test_flask_upload_that_lies_in_a_file_is_not_known(flask_client: Any) -> None:
    data = {"file": (io.BytesIO(b"x" * 600_000), "large.bin")}
    with flask_client.post("/plain", data=data) as response:
        assert None is _read(response).request.content
        response.request.environ["wsgi.input"].close()


def test_flask_bare_response_is_read_when_it_is_a_sequence(flask: Any) -> None:
    plain, odd = _read(flask.Response("é", 404)), flask.Response("")
    odd.response = [object()]

    assert ("NOT FOUND", "é".encode(), "kept") == (
        plain.response.reason,
        plain.response.content,
        plain.response.content_state,
    )
    assert (Request(), "Flask test client") == (plain.request, plain.client.name)
    assert ("unknown", None) == (_read(odd).response.content_state, _read(odd).response.content)


def test_flask_bare_response_of_a_generator_is_left_alone(flask: Any) -> None:
    response = flask.Response(iter(["one"]), headers={"Content-Length": "3"})

    assert ("unread", None) == (_read(response).response.content_state, _read(response).response.content)
    assert b"one" == response.get_data()


def test_flask_proxies_and_errors_are_no_responses(flask: Any) -> None:
    from werkzeug.exceptions import NotFound

    assert None is read(flask.request)
    assert (404, None) == ((found := _read(NotFound())).response.code, found.response.content)


def test_werkzeug_redirect_keeps_what_was_sent_with_it_only_when_its_stream_is_open(werkzeug: Any) -> None:
    from tests.clients.in_process import werkzeug_site

    with werkzeug.Client(werkzeug_site()).post("/old", json=1, follow_redirects=True) as response:
        exchange = _read(response)

    assert [("POST", "http://localhost/old", 302, None)] == [
        (hop.request.method, hop.request.url, hop.response.code, hop.request.content) for hop in exchange.hops
    ]
    assert ("GET", "http://localhost/new", b"") == (
        exchange.request.method,
        exchange.request.url,
        exchange.request.content,
    )


def test_werkzeug_history_of_another_kind_is_no_hop(werkzeug: Any) -> None:
    from tests.clients.in_process import werkzeug_site

    with werkzeug.Client(werkzeug_site()).get("/new") as response:
        response.history = ("odd",)
        assert () == _read(response).hops
        response.history = None
        assert () == _read(response).hops


@pytest.mark.parametrize(
    ("method", "body", "state", "content"),
    [
        ("GET", lambda: iter(["t", "wo"]), "kept", b"two"),
        ("GET", lambda: iter([b"on", b"e"]), "kept", b"one"),
        ("GET", list, "kept", b""),
        ("HEAD", lambda: iter([b"", b""]), "kept", b""),
        ("GET", lambda: (_ for _ in [b"one", 1 / 1]), "unknown", None),
    ],
)
def test_werkzeug_application_may_break_the_rules(
    werkzeug: Any, method: str, body: Callable[[], Any], state: str, content: bytes | None
) -> None:
    def application(_environ: object, start_response: Callable[..., Any]) -> Any:
        start_response("200 OK", [("Content-Length", "3")])
        return body()

    response = werkzeug.Client(application).open("/", method=method)

    assert (state, content) == (_read(response).response.content_state, _read(response).response.content)


def test_werkzeug_response_that_answers_with_text_has_no_known_content(werkzeug: Any) -> None:
    from tests.clients.in_process import werkzeug_site

    with werkzeug.Client(werkzeug_site()).get("/new") as response:
        response.get_data = lambda: "text"
        assert ("unknown", None) == (_read(response).response.content_state, _read(response).response.content)
        response.get_data = None
        assert ("unknown", None) == (_read(response).response.content_state, _read(response).response.content)


# WebTest


@pytest.mark.parametrize("lint", [True, False])
def test_webtest_shows_what_was_sent_and_leaves_the_stream_where_it_is(lint: bool) -> None:  # noqa: FBT001
    webtest = pytest.importorskip("webtest")
    from tests.clients.in_process import plain_site

    response = webtest.TestApp(plain_site, lint=lint).post_json("/items", {"a": 1})
    asked = _read(response).request

    assert ("POST", "http://localhost/items", b'{"a": 1}') == (asked.method, asked.url, asked.content)
    assert ("Content-Type", "application/json") in (asked.fields or ())
    assert b"" == response.request.environ["wsgi.input"].read(8)
    assert ".follow()" == _read(response).client.follow


def test_webtest_stream_that_was_closed_or_is_no_memory_is_not_known() -> None:
    webtest = pytest.importorskip("webtest")
    from tests.clients.in_process import plain_site

    response = webtest.TestApp(plain_site, lint=False).post_json("/items", {"a": 1})
    response.request.environ["wsgi.input"].close()
    assert None is _read(response).request.content
    response.request.environ["wsgi.input"] = None
    assert None is _read(response).request.content


def test_webob_bare_response_is_read_when_it_is_a_list() -> None:
    webob = pytest.importorskip("webob")
    chunks = iter([b"one"])
    plain, lazy, odd = webob.Response("é", status=404), webob.Response(app_iter=chunks), webob.Response()
    odd.app_iter = [object()]

    assert ("Not Found", "é".encode(), "kept") == (
        (found := _read(plain).response).reason,
        found.content,
        found.content_state,
    )
    assert ("unread", None) == ((found := _read(lazy).response).content_state, found.content)
    assert ("unknown", None) == ((found := _read(odd).response).content_state, found.content)
    assert b"one" == lazy.body
    assert Request() == _read(plain).request


def test_webob_request_is_no_response() -> None:
    webob = pytest.importorskip("webob")

    assert None is read(webob.Request.blank("/"))


# Falcon


def test_falcon_result_is_read_by_its_fields_and_not_by_its_repr() -> None:
    testing = pytest.importorskip("falcon.testing")
    from tests.clients.in_process import falcon_site

    result = testing.TestClient(falcon_site()).simulate_get("/missing")
    exchange = _read(result)

    assert "no such user" in repr(result)
    assert (404, "Not Found", b'{"detail": "no such user"}', "kept") == (
        exchange.response.code,
        exchange.response.reason,
        exchange.response.content,
        exchange.response.content_state,
    )
    assert (Request(), ()) == (exchange.request, exchange.hops)


def test_falcon_streamed_result_is_left_alone() -> None:
    falcon = pytest.importorskip("falcon.asgi")
    testing = pytest.importorskip("falcon.testing")

    class Events:
        async def on_get(self, _request: Any, response: Any) -> None:
            async def chunks() -> Any:
                yield b"one"

            response.stream = chunks()

    async def run() -> None:
        application = falcon.App()
        application.add_route("/events", Events())
        async with testing.ASGIConductor(application) as conductor, conductor.simulate_get_stream("/events") as result:
            exchange = _read(result)
            assert (200, "unread", None) == (
                exchange.response.code,
                exchange.response.content_state,
                exchange.response.content,
            )
            assert b"one" == await result.stream.read()

    asyncio.run(run())


def test_falcon_errors_are_codes_and_its_client_is_no_response() -> None:
    falcon = pytest.importorskip("falcon")
    from tests.clients.in_process import falcon_site

    assert 404 == _read(falcon.HTTPNotFound()).response.code
    assert None is read(pytest.importorskip("falcon.testing").TestClient(falcon_site()))


# Quart


def test_quart_response_is_read_without_a_coroutine() -> None:
    quart = pytest.importorskip("quart")
    plain, lazy = quart.Response("gone", 410), quart.Response(iter(["one"]))

    assert ("GONE", b"gone", "kept") == (
        (found := _read(plain).response).reason,
        found.content,
        found.content_state,
    )
    assert ("unread", None) == ((found := _read(lazy).response).content_state, found.content)
    assert b"one" == asyncio.run(lazy.get_data())
    assert "Quart test client" == _read(plain).client.name


def test_quart_response_in_error_of_a_websocket_is_found() -> None:
    quart = pytest.importorskip("quart")

    async def run() -> Exchange:
        from quart.testing import WebsocketResponseError

        with pytest.raises(WebsocketResponseError) as caught:
            async with quart.Quart("site").test_client().websocket("/missing") as socket:
                await socket.receive()
        return _read(caught.value)

    assert 404 == asyncio.run(run()).response.code


def test_quart_request_is_no_response() -> None:
    assert None is read(pytest.importorskip("quart").request)
