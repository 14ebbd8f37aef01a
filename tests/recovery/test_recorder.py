"""The recorder: only outermost calls, each in the test in which it began, and nothing of it left behind."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
import weakref
from importlib import import_module
from types import SimpleNamespace

import pytest

from pytest_httpstatus._clients import load
from pytest_httpstatus._recovery import recorder, running
from tests.recovery.corpus import shop

pytestmark = pytest.mark.skipif(sys.version_info < (3, 12), reason="sys.monitoring came with Python 3.12")
requests = pytest.importorskip("requests")
httpx = pytest.importorskip("httpx")
flask = pytest.importorskip("flask")


@pytest.fixture(scope="module")
def url():
    return shop.serve()


@pytest.fixture
def client():
    return shop.flask_app().test_client()


@pytest.fixture
def recording(monkeypatch):
    """A recorder at a tool id of its own: the session that runs this may have the other."""
    monkeypatch.setattr(recorder, "TOOL", 3)
    recording = recorder.Recorder()
    recording.start()
    yield recording
    recording.stop()


def codes(recording, *, own=True):
    return [each.exchange and each.exchange.response.code for each in recording.answers() if each.own is own]


def test_a_call_is_one_answer_with_its_parts(recording, client):
    """Method, path, status, fields and the body that the client has taken already."""
    client.get("/items/9?x=1")
    (answer,) = recording.answers()
    exchange = answer.exchange
    assert ("GET", "http://localhost/items/9?x=1", 404, b'{"detail": "no such item"}') == (
        exchange.request.method,
        exchange.request.url,
        exchange.response.code,
        exchange.response.content,
    )


def test_redirects_are_hops(recording, client, url):
    """A client that follows calls itself or its parts: one answer, with its hops."""
    client.get("/old", follow_redirects=True)
    requests.get(f"{url}/old")
    httpx.get(f"{url}/old", follow_redirects=True)
    assert [(200, 1)] * 3 == [(each.exchange.response.code, len(each.exchange.hops)) for each in recording.answers()]


def test_a_call_that_raised_is_no_answer(recording, client, url):
    """It takes its place in the order, and what comes after it is a call of its own."""
    client.get("/items/9")
    for _ in range(2):
        with pytest.raises(requests.ConnectionError):
            requests.get("http://127.0.0.1:9/")
    requests.get(f"{url}/items")
    assert [404, None, None, 200] == codes(recording)


def test_calls_inside_a_call_are_the_servers_own(recording, url):
    """An application in process that asks another server."""
    app = flask.Flask("front")
    app.get("/front")(lambda: {"found": requests.get(f"{url}/items/9").status_code})
    app.test_client().get("/front")
    assert [200] == codes(recording)


def test_tasks_take_turns(recording, url):
    """Calls of several tasks are outermost each, in the order in which they began."""

    async def main():
        async with httpx.AsyncClient(base_url=url) as client:
            await asyncio.gather(*(client.get(path) for path in ("/items", "/items/9", "/down")))

    asyncio.run(main())
    assert [200, 404, 503] == codes(recording)


def test_a_task_started_inside_a_call_belongs_to_it(recording, url):
    """An application that asks another server in a task of its own."""

    async def app(scope, receive, send):
        async def upstream():
            async with httpx.AsyncClient(base_url=url) as client:
                return await client.get("/items/9")

        await asyncio.create_task(upstream())
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def main():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
            await client.get("/")

    asyncio.run(main())
    assert [200] == codes(recording)


def test_a_task_goes_on_after_a_call_that_raised(recording, url):
    """The next call of the same task is an outermost one again."""

    async def main():
        async with httpx.AsyncClient() as client:
            with pytest.raises(httpx.ConnectError):
                await client.get("http://127.0.0.1:9/")
            await client.get(f"{url}/items")
            await client.get(f"{url}/items/9")

    asyncio.run(main())
    assert [None, 200, 404] == codes(recording)


def test_other_threads_are_told_apart(recording, url):
    """Their answers are known as such; those of a call of the test's own thread are the server's."""

    def several():
        with pytest.raises(requests.ConnectionError):
            requests.get("http://127.0.0.1:9/")
        requests.get(f"{url}/items/9")

    thread = threading.Thread(target=several)
    thread.start()
    thread.join()
    assert ([], [None, 404]) == (codes(recording), codes(recording, own=False))


def test_a_thread_inside_a_call_is_the_servers(recording, url):
    """A server in a thread that asks another while the test waits for it."""
    app = flask.Flask("front")

    @app.get("/front")
    def front():
        thread = threading.Thread(target=requests.get, args=(f"{url}/items/9",))
        thread.start()
        thread.join()
        return {}

    app.test_client().get("/front")
    assert ([200], []) == (codes(recording), codes(recording, own=False))


def test_an_answer_belongs_to_the_test_in_which_its_call_began(recording, client):
    """What returns after the test was forgotten counts for no other."""
    app = flask.Flask("slow")
    app.get("/")(lambda: (recording.forget(), {})[1])
    app.test_client().get("/")
    assert [] == codes(recording)


def test_few_are_kept(recording, client):
    """The last twenty of a test."""
    for _ in range(25):
        client.get("/items")
    assert recorder.MOST_ANSWERS == len(recording.answers())


def test_the_callers_are_known(recording, client):
    """The place of the call is, up to what calls the test."""
    client.get("/items")
    (answer,) = recording.answers()
    names = [step.code.co_name for step in answer.steps]
    assert "test_the_callers_are_known" == names[-1]


def test_nothing_is_kept_after_the_test(recording, client):
    """Neither the response nor what the callers held."""

    class Local:
        pass

    local = Local()
    response = client.get("/items")
    kept = [weakref.ref(response), weakref.ref(local)]
    recording.forget()
    del response, local
    gc.collect()
    assert [None, None] == [each() for each in kept]


def test_an_error_of_ours_stays_with_us(recording, client, monkeypatch):
    """A capture that raises is no answer, and the user's call returns."""
    with monkeypatch.context() as patch:
        patch.setattr(recorder, "trail", lambda *_: 1 / 0)
        assert 404 == client.get("/items/9").status_code
    (code,) = [each for each, client_ in recording._watched.values() if "werkzeug" in each.co_filename]
    recording._captures[id(code)] = lambda _: 1 / 0
    assert 404 == client.get("/items/9").status_code
    assert [None] == codes(recording)


def test_what_is_imported_later_is_watched_from_the_next_test_on(recording, monkeypatch):
    """None is imported for it."""
    namespace: dict = {}
    exec("class TestApp:\n    def do_request(self):\n        return None\n", namespace)
    module = type(sys)("webtest.app")
    module.TestApp = namespace["TestApp"]
    monkeypatch.setitem(sys.modules, "webtest.app", module)
    monkeypatch.setattr(recorder, "SENDERS", {**recorder.SENDERS, "webtest.app": "webtest"})
    recording._modules = 0
    recording.forget()
    module.TestApp().do_request()
    assert [None] == codes(recording)


@pytest.mark.parametrize(
    "name",
    ["nowhere:Client.send", "json:dumps.nothing", "json:JSONEncoder.nothing", "functools:lru_cache_of.x", "sys:exit"],
)
def test_what_is_no_plain_function_is_not_watched(name):
    """A name that is missing, a builtin."""
    assert recorder._code_of(name) is None


def test_a_decorated_function_is_not_watched(monkeypatch):
    """Its code is its decorator's, which other functions share."""

    def decorated():
        return None

    decorated.__wrapped__ = print
    module = type(sys)("some")
    module.send = decorated
    monkeypatch.setitem(sys.modules, "some", module)
    assert recorder._code_of("some:send") is None


def test_a_taken_id_is_respected(recording):
    """A second recorder is silent, and frees nothing."""
    second = recorder.Recorder()
    second.start()
    second.forget()
    second.stop()
    assert ([], "pytest-httpstatus") == (second.answers(), sys.monitoring.get_tool(3))


def test_an_id_that_another_took_meanwhile_is_respected(monkeypatch):
    """Somebody freed ours: nothing of theirs is cleared, and nothing breaks."""
    monkeypatch.setattr(recorder, "TOOL", 3)
    recording = recorder.Recorder()
    recording.start()
    sys.monitoring.free_tool_id(3)
    sys.monitoring.use_tool_id(3, "another")
    recording._modules = 0
    recording.forget()
    recording.stop()
    assert "another" == sys.monitoring.get_tool(3)
    sys.monitoring.free_tool_id(3)


def test_without_monitoring_it_is_silent(monkeypatch):
    """As on Python 3.11."""
    monkeypatch.setattr(recorder, "sys", SimpleNamespace(modules=sys.modules))
    recording = recorder.Recorder()
    recording.start()
    recording.forget()
    assert [] == recording.answers()


def test_every_event_is_cleared_at_the_end(monkeypatch, client):
    """Events stay on code after the id is free."""
    monkeypatch.setattr(recorder, "TOOL", 3)
    recording = recorder.Recorder()
    recording.start()
    watched = [code for code, _ in recording._watched.values()]
    recording.stop()
    assert sys.monitoring.get_tool(3) is None
    sys.monitoring.use_tool_id(3, "another")
    assert [0] * len(watched) == [sys.monitoring.get_local_events(3, code) for code in watched]
    sys.monitoring.free_tool_id(3)


def test_a_task_is_known_by_asyncio_alone(monkeypatch):
    """Without it there are none."""
    monkeypatch.setattr(running, "sys", SimpleNamespace(modules={}))
    assert 0 == running._task()


def test_what_returns_without_having_begun_is_nothing():
    """Another function that is watched as well."""
    frame = sys._getframe()
    assert running.left([["code", 0, (), None, None]], frame.f_code, frame) is None


SENDERS = {
    "aiohttp": "aiohttp.client",
    "stdlib": "urllib.request",
    "urllib3": "urllib3",
    "webtest": "webtest",
    "django": "django.test.client",
}


@pytest.mark.parametrize("file", SENDERS)
def test_the_parts_of_every_client_say_what_its_response_says(recording, url, file):
    """Status, method, path and fields."""
    try:
        import_module(SENDERS[file])
    except ImportError:
        pytest.skip(f"{SENDERS[file]} is not installed")
    recording._modules = 0
    recording.forget()
    response = globals()[f"_ask_{file}"](url)
    read = load(file).read(response)
    (answer,) = recording.answers()
    exchange = answer.exchange
    assert (read.response.code, read.request.method, read.request.url, read.response.fields) == (
        exchange.response.code,
        exchange.request.method,
        exchange.request.url,
        exchange.response.fields,
    )


def _ask_aiohttp(url):
    import aiohttp

    async def main():
        async with aiohttp.ClientSession() as session, session.get(f"{url}/items/9") as response:
            return response

    return asyncio.run(main())


def _ask_stdlib(url):
    from urllib.request import urlopen

    with urlopen(f"{url}/items") as response:
        return response


def _ask_urllib3(url):
    import urllib3

    return urllib3.PoolManager().request("GET", f"{url}/items/9")


def _ask_webtest(_url):
    import webtest

    return webtest.TestApp(shop.flask_app()).get("/items/9", status=404)


def _ask_django(_url):
    from django.test import override_settings

    import_module("tests.clients.django_site")
    from django.test import Client

    with override_settings(ROOT_URLCONF="tests.clients.django_site"):
        return Client().get("/missing")
