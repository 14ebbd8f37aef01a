"""What the log of a failed test proves stands at the head of the section, in every style of failure."""

from __future__ import annotations

import re
from contextlib import suppress
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest

from pytest_httpstatus._model import Exchange, Failure, Finding, Hop, Request, Response
from pytest_httpstatus._reporting import failed
from pytest_httpstatus._sealing.logged import logged

# Loaded before the first run, as in conftest: two copies of the parser of aiohttp do not work together.
for _module in (
    "aiohttp.web",
    "fastapi.testclient",
    "flask.testing",
    "tests.clients.django_site",
    "django.views.debug",
):
    with suppress(ImportError):
        import_module(_module)

FLASK = """
import flask, pytest
from pytest_httpstatus import assert_status

app = flask.Flask("shop")

@app.get("/boom")
def boom():
    try:
        {}["a"]
    except KeyError as error:
        raise ValueError("boom") from error

@app.get("/other")
def other():
    raise LookupError("other")

def ask(path="/boom"):
    return app.test_client().get(path)
"""
TRACE = """Traceback (most recent call last):
  File "/x/site-packages/flask/app.py", line 917, in full_dispatch_request
    rv = self.dispatch_request()
         ~~~~~~~~~~~~~~~~~~~~~^^
  File "/home/kim/shop/views.py", line 12, in boom
    raise ValueError("boom")
  File "/usr/lib/python3.13/json/decoder.py", line 345, in decode
    obj, end = self.raw_decode(s)
shop.errors.OutOfStock: no more
second line of it
"""
SAID = "OutOfStock: no more (kim/shop/views.py:12)"
REFUSED = "Invalid HTTP_HOST header: 'evil.test'. You may need to add 'evil.test' to ALLOWED_HOSTS."


def section(result: pytest.RunResult) -> list[str]:
    """The lines of the section, those that were wrapped in one again."""
    lines = result.outlines
    start = next((number for number, line in enumerate(lines) if "- HTTP exchange -" in line), len(lines))
    return re.sub(r"\n {15,17}(?![ -])", " ", "\n".join(lines[start + 1 :])).split("\n")


def failure(
    code: int = 500, path: str = "/boom", *findings: Finding, host: str = "testserver", **words: Any
) -> Failure:
    request = Request("GET", f"http://{host}{path}" if path else None)
    return Failure(Exchange(Response(code), request, **words), findings=findings)


def test_a_plain_assert(run: Any) -> None:
    pytest.importorskip("flask")
    result = run(f"{FLASK}\ndef test_it():\n    assert ask().status_code == 200\n", "--tb=short")
    assert [
        "got 500 Internal Server Error, expected 200 OK: GET /boom",
        "  logged       ValueError: boom (test_a_plain_assert.py:11)",
    ] == section(result)[:2]


def test_a_mismatch_of_ours(run: Any) -> None:
    pytest.importorskip("flask")
    source = f"{FLASK}\ndef test_it():\n    assert_status(ask(), 200)\n"
    place = "(test_a_mismatch_of_ours.py:11)"
    assert [f"  logged       ValueError: boom {place}", "", "> GET http://localhost/boom"] == section(
        run(source, "--tb=short")
    )[:3]
    assert f"  로그         ValueError: boom {place}" == section(run(source, "--tb=short", "--httpstatus-lang=ko"))[0]


def test_a_short_text_of_ours_has_the_log_alone(run: Any) -> None:
    pytest.importorskip("flask")
    suite = f"{FLASK}\ndef test_it():\n    assert_status(ask(), 200)\n"
    result = run(suite, "--tb=short", "--httpstatus-detail=short", "--show-capture=no")
    line, *others = section(result)
    assert line.startswith("  logged       ValueError: boom (")
    assert not any(each.startswith(">") for each in others)


@pytest.mark.parametrize("args", [("-p", "no:logging"), ("--log-level=CRITICAL",)])
def test_without_a_log_nothing_is_said(run: Any, args: tuple[str, ...]) -> None:
    pytest.importorskip("flask")
    result = run(f"{FLASK}\ndef test_it():\n    assert_status(ask(), 200)\n", "--tb=short", *args)
    assert "> GET http://localhost/boom" == section(result)[0]


@pytest.mark.parametrize(
    "body",
    [
        "    ask('/other')\n    assert_status(ask('/nowhere'), 200)",
        "    ask('/other')\n    app.logger.error('late')\n    assert_status(ask('/nowhere?a=/other'), 200)",
    ],
)
def test_the_log_of_another_request_is_left(run: Any, body: str) -> None:
    pytest.importorskip("flask")
    assert section(run(f"{FLASK}\ndef test_it():\n{body}\n", "--tb=short"))[0].startswith("> GET ")


def test_another_phase_is_left(run: Any) -> None:
    pytest.importorskip("flask")
    fixture = "@pytest.fixture\ndef answer():\n    return ask()\n"
    result = run(f"{FLASK}\n{fixture}\ndef test_it(answer):\n    assert_status(answer, 200)\n", "--tb=short")
    assert "> GET http://localhost/boom" == section(result)[0]
    failing = "@pytest.fixture\ndef answer():\n    assert_status(ask(), 200)\n"
    shown = section(run(f"{FLASK}\n{failing}\ndef test_it(answer):\n    pass\n", "--tb=short"))
    assert shown[0].startswith("  logged       ValueError: boom (")


def test_fastapi_hands_its_traceback_to_nobody(run: Any) -> None:
    pytest.importorskip("fastapi")
    source = """
import fastapi
from fastapi.testclient import TestClient
from pytest_httpstatus import assert_status

app = fastapi.FastAPI()

@app.get("/boom")
def boom():
    raise ValueError("boom")

def test_it():
    assert_status(TestClient(app, raise_server_exceptions=False).get("/boom"), 200)
"""
    # Only a server such as uvicorn logs it.
    assert "> GET http://testserver/boom" == section(run(source, "--tb=short", "-Wdefault"))[0]


def test_a_server_of_aiohttp(run: Any) -> None:
    pytest.importorskip("aiohttp")
    result = run(
        """
import asyncio
from aiohttp import ClientSession, web

async def boom(_request):
    raise KeyError("name")

async def ask():
    application = web.Application()
    application.router.add_get("/boom", boom)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    async with ClientSession() as session, session.get(f"http://{host}:{port}/boom") as response:
        await response.read()
    await runner.cleanup()
    return response

def test_it():
    response = asyncio.run(ask())
    assert response.status == 200
""",
        "--tb=short",
    )
    assert "  logged       KeyError: 'name' (test_a_server_of_aiohttp.py:5)" == section(result)[1]


def test_uvicorn_itself(run: Any) -> None:
    pytest.importorskip("uvicorn", reason="uvicorn is not installed")
    result = run(
        """
import socket, threading, time, urllib.error, urllib.request
import uvicorn

async def app(scope, receive, send):
    if scope["type"] == "http":
        raise ValueError("boom")

def test_it():
    server = uvicorn.Server(uvicorn.Config(app, port=0, lifespan="off", log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/")
    except urllib.error.HTTPError as error:
        code = error.code
    server.should_exit = True
    thread.join()
    assert code == 200
""",
        "--tb=short",
    )
    assert section(result)[1].startswith("  logged       ValueError: boom (")


DJANGO = """
import pytest
from pytest_httpstatus import assert_status
import tests.clients.django_site
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

def boom(_request):
    raise ValueError("boom")

class Urls:
    urlpatterns = [path("boom", boom), path("form", lambda request: HttpResponse(request.get_host()))]

@pytest.fixture(autouse=True)
def site():
    with override_settings(ROOT_URLCONF=Urls, MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"]):
        yield Client(raise_request_exception=False)
"""


@pytest.mark.parametrize(
    ("said", "call"),
    [
        (
            [f"  logged       DisallowedHost: {REFUSED}", ""],
            "get('/form', headers={'host': 'evil.test'})",
        ),
        (
            ["  logged       Django: Forbidden (CSRF cookie not set.): /form", ""],
            "__class__(enforce_csrf_checks=True).post('/form')",
        ),
        # The client holds it, so that the message has it already.
        (["> GET http://testserver/boom"], "get('/boom')"),
    ],
)
def test_django_logs_why_it_refused(run: Any, said: list[str], call: str) -> None:
    pytest.importorskip("rest_framework")
    result = run(f"{DJANGO}\ndef test_it(site):\n    assert_status(site.{call}, 200)\n", "--tb=short")
    assert said == section(result)[: len(said)]


HEAD = "ERROR    shop:app.py:875 Exception on /boom [GET]\n"
OTHER = "ERROR    shop:app.py:875 Exception on /other [GET]\n"
CHAIN = "\nDuring handling of the above exception, another exception occurred:\n\n"
CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
GROUP = """ERROR    uvicorn.error:h11_impl.py:31 Exception in ASGI application
  + Exception Group Traceback (most recent call last):
  |   File "/home/kim/shop/views.py", line 29, in m
  |     async with asyncio.TaskGroup() as g: g.create_task(f())
  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/home/kim/shop/tasks.py", line 28, in f
    |     async def f(): raise ValueError("inner")
    | ValueError: inner
    +------------------------------------
"""
PLAIN = 'Traceback (most recent call last):\n  File "/x/site-packages/a.py", line 1, in a\n    b()\nKeyError\n'


@pytest.mark.parametrize(
    ("said", "text", "about"),
    [
        ([SAID], HEAD + TRACE, failure()),
        ([SAID], "2026-11-24 [E] shop: Exception on /boom [GET]\n" + TRACE, failure()),
        ([SAID], "ERROR    uvicorn.error:h11_impl.py:9 Exception in ASGI application\n\n" + TRACE, failure()),
        ([SAID], TRACE, failure()),
        ([SAID], HEAD + TRACE + HEAD + TRACE, failure()),
        ([SAID], HEAD + PLAIN + CHAIN + TRACE, failure()),
        ([SAID], HEAD + PLAIN + CAUSE + TRACE, failure()),
        (["KeyError"], HEAD + PLAIN, failure()),
        (["KeyError", SAID], HEAD + PLAIN + HEAD + TRACE, failure()),
        (["ValueError: inner (kim/shop/tasks.py:28)"], GROUP, failure()),
        ([SAID], HEAD + TRACE, failure(path="/boom?token=***")),
        ([SAID], HEAD + TRACE, failure(404)),
        ([SAID], HEAD + TRACE, failure(path="")),
        ([SAID], HEAD + TRACE, failure(502, "/new", hops=(Hop(Request("GET", "http://x/boom"), Response(302)),))),
        ([], OTHER + TRACE, failure()),
        ([], OTHER + PLAIN + CHAIN + TRACE, failure()),
        ([], "ERROR    shop:app.py:875 late\n" + TRACE, failure(404)),
        ([], TRACE, failure(200)),
        ([], HEAD, failure()),
        ([], "", failure()),
        ([], HEAD + TRACE, failure(500, "/boom", Finding("inside.exception", (("exception", "OutOfStock"),)))),
        ([], HEAD + TRACE, failure(500, "/boom", Finding("frameworks.debug-page", (("exception", "a.OutOfStock"),)))),
        ([f"DisallowedHost: {REFUSED}"], f"ERROR    django.security.DisallowedHost:response.py:57 {REFUSED}",
         failure(400, host="evil.test")),
        ([f"DisallowedHost: {REFUSED}"], f"django.security.DisallowedHost - ERROR - {REFUSED}\n{TRACE}",
         failure(400, host="evil.test")),
        ([], f"ERROR    django.security.DisallowedHost:response.py:57 {REFUSED}", failure(400, host="shop.test")),
        ([], f"ERROR    django.security.DisallowedHost:response.py:57 {REFUSED}", failure(404, host="evil.test")),
        ([], f"ERROR    django.security.DisallowedHost:response.py:57 {REFUSED}",
         failure(400, "/", Finding("frameworks.django-host", (("host", "evil.test"),)), host="evil.test")),
        ([f"DisallowedHost: {REFUSED}"], f"ERROR    django.security.DisallowedHost:response.py:57 {REFUSED}",
         failure(400, "/", Finding("frameworks.django-bad-request", (("host", "evil.test"),)), host="evil.test")),
        (["Django: Forbidden (no token): /boom"], "WARNING  django.security.csrf:log.py:9 Forbidden (no token): /boom",
         failure(403)),
        (["Django: Forbidden (no token): /boom"], "WARNING  django.security.csrf:log.py:9 Forbidden (no token): /boom",
         failure(403, "/boom", Finding("frameworks.django-csrf"))),
        ([], "WARNING  django.security.csrf:log.py:9 Forbidden (no token): /other", failure(403)),
        ([], "WARNING  django.request:log.py:9 Forbidden: /boom", failure(403)),
    ],
)  # fmt: skip
def test_a_log_is_read_as_text(said: list[str], text: str, about: Failure) -> None:
    assert said == list(logged(text, about))


def test_what_the_server_said_is_not_said_again() -> None:
    told = Failure(Exchange(Response(500)), said=("OutOfStock at /boom: no more",))
    assert () == logged(HEAD + TRACE, told)


def test_at_most_three_lines_the_last() -> None:
    text = "".join(f"{HEAD}{TRACE.replace('no more', f'no {number}')}" for number in range(5))
    assert ["no 2", "no 3", "no 4"] == [each.split(": ")[1].split(" (")[0] for each in logged(text, failure())]


def test_what_is_logged_is_redacted_bounded_and_clean() -> None:
    text = HEAD + TRACE.replace("no more", "http://kim:hunter2@x/?token=abcdef12 api_key=k7k7k7 \ud800 " + "x" * 9_000)
    (said,) = logged(text, failure())
    assert said.startswith("OutOfStock: http://***@x/?token=*** api_key=*** \\ud800 xxx")
    assert said.endswith("xxx... (kim/shop/views.py:12)")
    assert 250 > len(said)
    (hidden,) = logged(HEAD + TRACE.replace("no more", "shelf=b7"), failure(), ("shelf",))
    assert "OutOfStock: shelf=*** (kim/shop/views.py:12)" == hidden


def test_a_long_log_is_read_from_its_end() -> None:
    assert (SAID,) == logged("x" * 1_000_000 + "\n" + HEAD + TRACE, failure())
    assert () == logged(HEAD + TRACE + "x" * 1_000_000, failure())


def test_a_hostile_log_cannot_act_and_costs_little() -> None:
    text = HEAD + TRACE.replace("no more", "\x1b[2J ##vso[task.x]")
    section = _added(failure(), text)
    assert "  logged       OutOfStock: \\x1b[2J #\\#vso[task.x]" in section
    assert () == logged("Traceback (most recent call last):\n" * 9_000, failure())


def _added(found: Failure, text: str, read: Any = logged, when: str = "call") -> str:
    """The section that a report gains which captured `text` in the call."""
    sections: list[str] = []
    longrepr = SimpleNamespace(addsection=lambda _title, shown: sections.append(shown))
    kept = [("Captured log call", text)]
    report: Any = SimpleNamespace(
        longrepr=longrepr, when=when, get_sections=lambda name: [each for each in kept if each[0].startswith(name)]
    )
    excinfo: Any = SimpleNamespace(value=AssertionError())
    failed.explain(report, excinfo, lambda _error: found, logged=read)
    return "\n".join(sections)


def test_reading_that_fails_is_named_and_hides_nothing() -> None:
    def broken(*_: object) -> Any:
        raise ValueError

    assert [
        "500 Internal Server Error: GET /boom",
        "  (logged could not be shown: ValueError)",
    ] == _added(failure(), HEAD, broken).split("\n")[:2]
    assert "logged" not in _added(failure(), HEAD + TRACE, when="teardown")


@pytest.mark.parametrize("check", ["assert_status(answer, 200)", "assert answer.status_code == 200"])
def test_the_readouts_have_it_without_the_credentials_that_were_sent(run: Any, pytester: Any, check: str) -> None:
    pytest.importorskip("flask")
    pytest.importorskip("jinja2")
    token = "zq7f3c91ab0d"
    suite = f"""{FLASK}
@app.get("/token")
def token():
    raise ValueError("no user has " + flask.request.headers["Authorization"].split()[1])

def test_it():
    answer = app.test_client().get("/token", headers={{"Authorization": "Token {token}"}})
    {check}
"""
    result = run(suite, "--httpstatus-json=r.json", "--httpstatus-html=r.html", "--httpstatus-summary=on", "--tb=no")
    shown = "ValueError: no user has ***"
    result.stdout.fnmatch_lines([f"1 x  500 Internal Server Error: {shown}*"])
    written = [pytester.path.joinpath(f"r.{kind}").read_text("utf-8") for kind in ("json", "html")]
    assert all(shown in each and token not in each for each in (result.stdout.str(), *written))
