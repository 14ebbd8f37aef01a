"""What a status demands: which rules are broken, which are only worth a remark, and what nobody can decide."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from pytest_httpstatus import _content
from pytest_httpstatus._catalogue import languages, sentences
from pytest_httpstatus._clients import exchange_of
from pytest_httpstatus._model import Dialect, Exchange, Hop, Request, Response
from pytest_httpstatus._rendering.words import Words
from pytest_httpstatus._requirements import RULES, check
from pytest_httpstatus._requirements.wishes import WISHES

Ask = Callable[..., Any]
Lines = tuple[str, ...]
FAILING = {rule.id for rule in RULES if rule.fails}
PROBLEM = "Content-Type: application/problem+json"
PARTS = "Content-Type: multipart/byteranges; boundary=abc"
PART = "Content-Range: bytes 0-1/9"
ONE_PART = f"--abc\r\n{PART}\r\n\r\nab\r\n--abc--".encode()
TWO_PARTS = f"--abc\r\n{PART}\r\n\r\nab\r\n--abc\r\n\r\nc\r\n--abc--".encode()
ETAG = 'ETag: "1"'


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Send a request with requests to a server that answers any bytes."""
    requests = pytest.importorskip("requests")
    answers: list[bytes] = []

    def serve() -> None:
        with suppress(OSError):  # closed at the end
            while True:
                connection, _ = server.accept()
                with connection:
                    read = b""
                    while b"\r\n\r\n" not in read:
                        read += connection.recv(65_536)
                    connection.sendall(answers.pop())

    def send(code: int, *lines: str, content: bytes = b"", method: str = "GET", sent: Lines = ()) -> Any:
        answers.append("\r\n".join([f"HTTP/1.1 {code} Any", *lines, "", ""]).encode() + content)
        headers = dict(line.split(": ", 1) for line in sent)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        return requests.request(method, url, headers=headers, allow_redirects=False)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield send
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def found(thing: Any) -> tuple[list[str], list[str]]:
    """The ids of the broken rules and of the remarks, each of which has words for its evidence."""
    exchange = thing if isinstance(thing, Exchange) else exchange_of(thing)
    broken, remarks = check(exchange, _content.read(exchange.response.content, exchange.response.fields))
    for words in (Words(lang, exchange.client) for lang in languages()):
        assert all(said.sentence and said.headline for said in map(words.unmet, broken))
        assert all(said.sentence or said.checks for said in map(words.unmet, remarks))
    return [each.id for each in broken], [each.id for each in remarks]


def made(
    code: int,
    *lines: str,
    content: bytes | None = b"",
    method: str | None = "GET",
    sent: Lines | None = (),
    url: str | None = "https://api.test/x",
    **more: Any,
) -> Exchange:
    """An exchange that no library produces."""
    client = Dialect(in_process=more.pop("in_process", False))
    hops = more.pop("hops", ())
    fields = more.pop("fields", tuple(tuple(line.split(": ", 1)) for line in lines))
    state = "unread" if content is None else "kept"
    asked = None if sent is None else tuple(tuple(line.split(": ", 1)) for line in sent)
    response = Response(code, fields=fields, content=content, content_state=state, **more)
    return Exchange(response, Request(method, url, asked), hops, client)


# -- over the wire -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "code", "lines", "options"),
    [
        ("informational.content-length", 103, ["Content-Length: 5"], {}),
        ("informational.transfer-encoding", 103, ["Transfer-Encoding: chunked"], {"content": b"0\r\n\r\n"}),
        ("upgrade.missing", 101, [], {}),
        ("upgrade.not-offered", 101, ["Upgrade: h2c"], {"sent": ("Upgrade: websocket",)}),
        ("no-content.content-length", 204, ["Content-Length: 17"], {}),
        ("no-content.transfer-encoding", 204, ["Transfer-Encoding: chunked"], {"content": b"0\r\n\r\n"}),
        ("reset-content.content", 205, ["Content-Length: 4"], {"content": b"form"}),
        ("reset-content.content-length", 205, ["Content-Length: 7"], {"method": "OPTIONS", "content": None}),
        ("partial.no-range", 206, [], {"content": b"ab"}),
        ("partial.wrong-range", 206, ["Content-Range: bytes */9"], {}),
        ("partial.wrong-range", 206, ["Content-Range: bytes 4-1/9"], {}),
        ("partial.wrong-range", 206, ["Content-Range: bytes 0-9/9"], {}),
        ("partial.wrong-range", 206, ["Content-Range: 0-1/9"], {}),
        ("partial.range-beside-parts", 206, [PARTS, PART], {}),
        ("partial.no-boundary", 206, ["Content-Type: multipart/byteranges"], {}),
        ("partial.part-without-range", 206, [PARTS], {"content": TWO_PARTS}),
        ("partial.parts-for-one-range", 206, [PARTS], {"sent": ("Range: bytes=0-1",)}),
        ("partial.other-length", 206, [PART, "Content-Length: 3"], {"content": b"abc"}),
        ("partial.other-length", 206, [PART], {"content": b"abc"}),
        ("not-modified.method", 304, [], {"method": "PUT"}),
        ("unauthorized.challenge", 401, [], {}),
        ("unauthorized.challenge", 401, ["WWW-Authenticate: ,"], {}),
        ("proxy.challenge", 407, [], {}),
        ("method.allow", 405, [], {}),
        ("upgrade-required.upgrade", 426, [], {}),
        ("upgrade-required.upgrade", 426, ["Upgrade: ,"], {}),
        *(("retry-after.malformed", code, ["Location: /y", "Retry-After: 1.5"], {}) for code in (301, 413, 429, 503)),
        *(
            ("retry-after.malformed", 503, [f"Retry-After: {value}"], {})
            for value in ("-3", "60s", "1994-11-06T08:49:37Z", "", "+5", "1_0")
        ),
        ("content-length.malformed", 304, ["Content-Length: abc"], {}),
        ("field.repeated", 302, ["Location: /a", "Location: /b"], {}),
        ("field.repeated", 503, ["Retry-After: 1", "Retry-After: 2"], {}),
        ("field.repeated", 206, [PART, PART], {"content": b"ab"}),
        ("problem.status", 404, [PROBLEM], {"content": b'{"status": 400}'}),
        ("problem.status", 404, [PROBLEM], {"content": b'{"status": 404.5}'}),
        (
            "problem.status",
            404,
            ["Content-Type: application/problem+xml"],
            {"content": b'<?xml version="1.0"?><problem xmlns="urn:ietf:rfc:7807"><status>400</status></problem>'},
        ),
    ],
)  # fmt: skip
def test_a_broken_must_is_found(ask: Ask, rule: str, code: int, lines: list[str], options: dict[str, Any]) -> None:
    if options.get("content", b"") is None:  # announced, and never sent: what FastAPI does in process
        return_of = made(code, *lines)
        assert ([rule], []) == found(return_of)
        return
    assert [rule] == found(ask(code, *lines, **options))[0]


@pytest.mark.parametrize(
    ("code", "lines", "options"),
    [
        (200, [], {"content": b"any"}),
        (101, ["Upgrade: WebSocket"], {"sent": ("Upgrade: websocket",)}),
        (101, ["Upgrade: websocket"], {}),
        (204, [], {}),
        (204, ["Content-Length: 0"], {}),
        (204, ["Content-Length: 17"], {"method": "HEAD"}),
        (204, ["Content-Length: 0, 0"], {}),
        (205, ["Content-Length: 0"], {}),
        (206, [PART], {"content": b"ab"}),
        (206, [PART, "Content-Length: 2"], {"content": b"ab"}),
        (206, [PART, "Content-Encoding: other"], {"content": b"abc"}),
        (206, [PART, "Content-Length: 9"], {"method": "HEAD"}),
        (206, ["Content-Range: lines 0-1/9"], {"content": b"one"}),
        (206, ["Content-Range: bytes 0-1/*"], {"content": b"ab"}),
        (206, [PARTS], {"content": ONE_PART, "sent": ("Range: bytes=0-1,4-5",)}),
        (304, [], {}),
        (304, ["Content-Length: 9"], {}),
        (304, ["Content-Length: 0"], {"method": "HEAD"}),
        (401, ["WWW-Authenticate: Bearer"], {}),
        (401, ["WWW-Authenticate: Negotiate, NTLM"], {}),
        (407, ["Proxy-Authenticate: Basic realm=x"], {}),
        (405, ["Allow: GET"], {}),
        (405, ["Allow: "], {}),
        (416, [], {}),
        (426, ["Upgrade: TLS/1.0, HTTP/1.1"], {}),
        *((503, [f"Retry-After: {value}"], {}) for value in ("0", "120", "Sun, 06 Nov 1994 08:49:37 GMT")),
        (503, ["Retry-After: Sunday, 06-Nov-94 08:49:37 GMT"], {}),
        (503, ["Retry-After: Sun Nov  6 08:49:37 1994"], {}),
        (429, [], {}),
        (202, ["Retry-After: soon"], {}),
        (302, [], {}),
        (302, ["Location: /a, /b"], {}),
        (200, ["Link: </a>; rel=a", "Link: </b>; rel=b"], {}),
        (404, [PROBLEM], {"content": b'{"status": 404}'}),
        (404, [PROBLEM], {"content": b'{"status": "400"}'}),
        (404, [PROBLEM], {"content": b'{"status": true}'}),
        (404, [PROBLEM], {"content": b"{}"}),
        (404, [PROBLEM], {"content": b"[]"}),
        (404, ["Content-Type: application/json"], {"content": b'{"status": 400}'}),
    ],
)  # fmt: skip
def test_what_is_right_or_undecided_breaks_nothing(
    ask: Ask, code: int, lines: list[str], options: dict[str, Any]
) -> None:
    assert [] == found(ask(code, *lines, **options))[0]


@pytest.mark.parametrize(
    ("rule", "code", "lines", "options"),
    [
        ("upgrade.connection", 426, ["Upgrade: websocket"], {}),
        ("created.location-missing", 201, [], {"method": "POST"}),
        ("created.location-fragment", 201, ["Location: /y#z"], {"method": "POST"}),
        ("created.location-same", 201, ["Location: /x"], {"method": "POST"}),
        ("no-content.zero-length", 204, ["Content-Length: 0"], {}),
        ("partial.total-unknown", 206, ["Content-Range: bytes 0-1/*"], {}),
        ("partial.other-range", 206, [PART], {"sent": ("Range: bytes=2-3",)}),
        ("partial.other-range", 206, [PART], {"sent": ("Range: bytes=0-5",)}),
        ("partial.not-asked", 206, [PART], {}),
        ("partial.not-asked", 416, [], {}),
        ("partial.not-get", 206, [PART], {"method": "HEAD"}),
        ("partial.no-validator", 206, [PART], {}),
        ("redirect.no-location", 302, [], {}),
        ("redirect.method", 301, ["Location: /y"], {"method": "POST"}),
        ("redirect.sticks", 308, ["Location: /y"], {}),
        ("redirect.elsewhere", 302, ["Location: http://other.test/"], {}),
        ("redirect.elsewhere", 302, ["Location: /x"], {}),
        ("not-modified.unconditional", 304, [], {}),
        ("not-modified.tag-missing", 304, [], {"sent": ('If-None-Match: "1"',)}),
        ("not-modified.tag-unknown", 304, [ETAG], {"sent": ('If-None-Match: "2", W/"3"',)}),
        ("not-modified.both-conditions", 304, [], {"sent": ('If-None-Match: "1"', "If-Modified-Since: then")}),
        ("not-modified.zero-length", 304, ["Content-Length: 0"], {}),
        ("not-modified.metadata", 304, ["Content-Type: text/html"], {}),
        ("not-modified.metadata", 304, [ETAG, "Last-Modified: then"], {}),
        ("unauthorized.refused", 401, [], {"sent": ("Authorization: Bearer abc",)}),
        ("unauthorized.realm-unquoted", 401, ["WWW-Authenticate: ,, Basic realm=x"], {}),
        ("unauthorized.param-twice", 401, ['WWW-Authenticate: Basic realm="a=b", realm="c"'], {}),
        ("unauthorized.basic-realm", 401, ["WWW-Authenticate: Basic"], {}),
        ("unauthorized.bearer-bare", 401, ['WWW-Authenticate: Bearer error="invalid_token"'], {}),
        ("unauthorized.bearer-code", 401, ['WWW-Authenticate: Bearer error="insufficient_scope"'], {}),
        ("method.allow-lists-it", 405, ["Allow: PUT, GET"], {"method": "PUT"}),
        ("method.allow-empty", 405, ["Allow: "], {}),
        ("method.unknown", 405, [], {"method": "BREW"}),
        ("method.reading", 405, [], {"method": "HEAD"}),
        ("range.no-length", 416, [], {"sent": ("Range: bytes=9-",)}),
        ("range.no-star", 416, [PART], {}),
        ("range.within", 416, ["Content-Range: bytes */9"], {"sent": ("Range: bytes=5-",)}),
        ("range.complete", 416, ["Content-Range: bytes */9"], {"sent": ("Range: bytes=9-",)}),
        ("retry-after.absent", 503, [], {}),
        ("retry-after.form", 503, ["Retry-After: Sunday, 06-Nov-94 08:49:37 GMT"], {}),
        ("retry-after.form", 503, ["Retry-After: Sun, 06 Nov 1994 08:49:37 +0900"], {}),
        ("retry-after.past", 503, ["Retry-After: Sun, 06 Nov 1994 08:49:37 GMT"], {}),
        ("retry-after.early", 429, ["Retry-After: 5", 'RateLimit: "default";r=0;t=30'], {}),
        ("error.unexplained", 503, ["Content-Length: 0"], {}),
        ("limit.stored", 429, ["Cache-Control: max-age=60"], {}),
        ("blocked.link", 451, [], {}),
        ("problem.status-no-number", 404, [PROBLEM], {"content": b'{"status": "404"}'}),
        ("problem.title", 404, [PROBLEM], {"content": b'{"title": "No such user"}'}),
        ("problem.type-relative", 404, [PROBLEM], {"content": b'{"type": "no-user"}'}),
        ("problem.success", 200, [PROBLEM], {"content": b"{}"}),
    ],
)
def test_what_surprises_is_a_remark(ask: Ask, rule: str, code: int, lines: list[str], options: dict[str, Any]) -> None:
    assert rule in found(ask(code, *lines, **options))[1]


@pytest.mark.parametrize(
    ("code", "lines", "options"),
    [
        (201, ["Location: /y"], {"method": "POST"}),
        (201, [], {"method": "PUT"}),
        (204, ["Content-Type: text/html"], {}),
        (206, [PART, ETAG], {"sent": ("Range: bytes=0-1",), "content": b"ab"}),
        (206, ["Content-Range: bytes 5-8/9", ETAG], {"sent": ("Range: bytes=5-20",), "content": b"abcd"}),
        (206, ["Content-Range: bytes 5-8/9", ETAG], {"sent": ("Range: bytes=5-",), "content": b"abcd"}),
        (206, ["Content-Range: bytes 5-8/9", ETAG], {"sent": ("Range: bytes=-4",), "content": b"abcd"}),
        (301, ["Location: /y", "Cache-Control: max-age=60"], {}),
        (303, ["Location: /y"], {"method": "POST"}),
        (303, [], {}),
        (304, ["Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT"], {"sent": ("If-Modified-Since: Sun",)}),
        (304, [ETAG], {"sent": ('If-None-Match: W/"1"',)}),
        (304, ['ETag: W/"1"'], {"sent": ('If-None-Match: "1"',)}),
        (401, ['WWW-Authenticate: Negotiate YIIabc==, Basic realm="x=y"'], {}),
        (401, ['WWW-Authenticate: Bearer realm="api", error="invalid_token"'], {"sent": ("authorization: ",)}),
        (405, ["Allow: GET"], {"method": "PUT"}),
        (416, ["Content-Range: bytes */9"], {"sent": ("Range: bytes=20-",)}),
        (416, ["Content-Range: bytes */9"], {"sent": ("Range: bytes=-4",)}),
        (416, [], {"sent": ("Range: lines=1-2",)}),
        (426, ["Upgrade: websocket", "Connection: Upgrade"], {}),
        (429, ["Retry-After: 30", 'RateLimit: "default";r=0;t=30'], {"content": b"slow down"}),
        (429, ["Retry-After: 5", 'RateLimit: "default";r=0;t=30', "Age: 9"], {"content": b"slow down"}),
        (429, ["Retry-After: 5", "Cache-Control: no-store"], {"content": b"slow down"}),
        (451, ['Link: <https://x.test>; rel="blocked-by"'], {}),
        (404, [PROBLEM], {"content": b'{"title": "not found", "status": 404}'}),
        (404, [PROBLEM], {"content": b'{"title": "No such user", "type": "/problems/no-user"}'}),
        (404, [PROBLEM], {"content": b'{"title": "No", "type": "https://x.test/no"}'}),
        (499, [PROBLEM], {"content": b'{"title": "No"}'}),
    ],
)
def test_what_is_usual_is_no_remark(ask: Ask, code: int, lines: list[str], options: dict[str, Any]) -> None:
    assert ([], []) == found(ask(code, *lines, **options))


@pytest.mark.parametrize(
    ("rule", "code", "lines", "options", "evidence"),
    [
        ("unauthorized.refused", 401, ['WWW-Authenticate: Basic realm="x"'], {"sent": ("Authorization: Basic eA==",)},
         {"scheme": "Basic"}),
        ("unauthorized.realm-unquoted", 401, ["WWW-Authenticate: Basic Realm=x"], {}, {}),
        ("retry-after.early", 429, ["Retry-After: 5", 'RateLimit: "a";r=0;t=40, "b";r=0;t=30'], {"content": b"slow"},
         {"wait": "5", "reset": "30"}),
        ("problem.type-relative", 404, [PROBLEM], {"content": b'{"title": "No", "type": "no-user"}'},
         {"type": "no-user"}),
        ("problem.status-no-number", 404, [PROBLEM], {"content": b'{"title": "not found", "status": "404"}'},
         {"value": "404"}),
        ("partial.other-range", 206, [PART, ETAG], {"sent": ("Range: bytes=4-5",), "content": b"ab"},
         {"range": "bytes=4-5", "got": "bytes 0-1/9"}),
        ("not-modified.tag-unknown", 304, [ETAG], {"sent": ('If-None-Match: "2"',)}, {"etag": '"1"', "wanted": '"2"'}),
        ("not-modified.tag-missing", 304, [], {"sent": ('If-None-Match: "2"',)}, {}),
        ("range.within", 416, ["Content-Range: bytes */9"], {"sent": ("Range: bytes=8-",)}, {"total": "9"}),
        ("range.complete", 416, ["Content-Range: bytes */9"], {"sent": ("Range: bytes=9-",)}, {}),
    ],
)  # fmt: skip
def test_a_remark_holds_what_it_is_about(  # noqa: PLR0917  # one row, read from left to right
    ask: Ask, rule: str, code: int, lines: list[str], options: dict[str, Any], evidence: dict[str, str]
) -> None:
    exchange = exchange_of(ask(code, *lines, **options))
    _, remarks = check(exchange, _content.read(exchange.response.content, exchange.response.fields))
    assert [(rule, {"code": str(code), **evidence})] == [(each.id, dict(each.evidence)) for each in remarks]


# -- in process, and what no library produces --------------------------------------------------------------------------


def test_a_204_with_content_is_found_where_the_application_is_called_in_process() -> None:
    test = pytest.importorskip("werkzeug.test")

    def careless(_environ: Any, start_response: Any) -> list[bytes]:
        start_response("204 No Content", [("Content-Length", "17")])
        return [b'{"deleted": true}']

    assert (["no-content.content", "no-content.content-length"], []) == found(test.Client(careless).delete("/users/7"))


def test_django_sends_a_length_of_0_and_no_connection_in_process_and_breaks_nothing() -> None:
    pytest.importorskip("rest_framework")
    from tests.clients import django_site

    from django.http import HttpResponse  # isort: skip
    from django.test import Client, override_settings
    from django.urls import path

    assert django_site
    urls = type("Urls", (), {"urlpatterns": (path("gone", lambda _: HttpResponse(status=204)),
                                             path("old", lambda _: HttpResponse(status=426)))})  # fmt: skip
    with override_settings(ROOT_URLCONF=urls, MIDDLEWARE=["django.middleware.common.CommonMiddleware"]):
        assert ([], ["no-content.zero-length"]) == found(Client().delete("/gone"))
        assert ([], []) == found(Client().get("/old"))


def test_starlette_serves_parts_and_answers_head_with_206(tmp_path: Any) -> None:
    pytest.importorskip("starlette")
    from starlette.applications import Starlette
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles
    from starlette.testclient import TestClient

    (tmp_path / "text.txt").write_text("0123456789")
    client = TestClient(Starlette(routes=[Mount("/", StaticFiles(directory=tmp_path))]))
    assert ([], []) == found(client.get("/text.txt", headers={"Range": "bytes=2-4"}))
    assert ([], []) == found(client.get("/text.txt", headers={"Range": "bytes=0-1,4-5"}))
    assert ([], ["partial.not-get"]) == found(client.head("/text.txt", headers={"Range": "bytes=2-4"}))
    assert [] == found(client.get("/text.txt", headers={"Range": "bytes=20-30"}))[0]


def test_flask_sends_the_content_of_a_205_and_fastapi_only_its_length() -> None:
    flask, fastapi = pytest.importorskip("flask"), pytest.importorskip("fastapi")
    from fastapi.testclient import TestClient

    careless = flask.Flask(__name__)
    careless.post("/form")(lambda: ("content", 205))
    assert (["reset-content.content"], []) == found(careless.test_client().post("/form"))
    app = fastapi.FastAPI()
    app.post("/form", status_code=205)(lambda: "reset")
    assert (["reset-content.content-length"], []) == found(TestClient(app).post("/form"))


def test_tornado_has_no_allow() -> None:
    pytest.importorskip("tornado")
    import asyncio

    from tornado import httpclient, httpserver, netutil, web

    async def refused() -> Any:
        sockets = netutil.bind_sockets(0, "127.0.0.1")
        server = httpserver.HTTPServer(web.Application([("/", web.RequestHandler)]))
        server.add_sockets(sockets)
        url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}/"
        response = await httpclient.AsyncHTTPClient().fetch(url, method="DELETE", raise_error=False)
        server.stop()
        return response

    assert ["method.allow"] == found(asyncio.run(refused()))[0]


@pytest.mark.parametrize(
    ("rule", "exchange"),
    [
        ("informational.content", made(103, content=b"early")),
        ("upgrade.beyond-http1", made(426, "Upgrade: h2c", version="2")),
        ("upgrade.beyond-http1", made(101, "Connection: upgrade", version="3")),
        ("connect.framing", made(200, "Content-Length: 5", method="CONNECT")),
        ("connect.framing", made(200, "Transfer-Encoding: chunked", method="CONNECT")),
        ("connect.content", made(200, method="CONNECT", content=b"early")),
        ("not-modified.content", made(304, content=b"old")),
        ("head.content", made(200, method="HEAD", content=b"any")),
        ("no-content.content", made(204, method="HEAD", content=b"any")),
        ("reset-content.content", made(205, content=b"any")),
        ("reset-content.content-length", made(205, "Content-Length: 5", content=None)),
    ],
)
def test_what_no_client_lets_through_is_found_too(rule: str, exchange: Exchange) -> None:
    assert [rule] == found(exchange)[0]


@pytest.mark.parametrize(
    "exchange",
    [
        *(made(code, fields=None, method=None, sent=None, url=None) for code in {min(rule.codes) for rule in RULES}),
        *(made(code, fields=None, content=None) for code in (101, 204, 205, 206, 401, 405, 407, 426)),
        made(426, in_process=True),
        made(101, in_process=True, method=None),
        made(426, version="2"),
        made(200, "Content-Length: 0", method="CONNECT"),
        made(302, "Location: /a", "Location: /b", lines_apart=False),
        made(206, "Content-Range: bytes 0-1/9", content=None),
        made(206, PARTS, content=b"--abc" + bytes(1_000_001)),
        made(304, method=None),
        made(200, content=None, method="HEAD"),
        made(404, PROBLEM, content=None),
    ],
)
def test_not_visible_is_not_missing(exchange: Exchange) -> None:
    assert [] == found(exchange)[0]


def test_a_redirect_back_to_where_it_came_from_is_a_remark() -> None:
    before = Hop(Request("GET", "https://api.test/start"), Response(302))
    assert ["redirect.elsewhere"] == found(made(302, "Location: /start", hops=(before,)))[1]
    assert ["redirect.elsewhere"] == found(made(302, "Location: http://api.test/y"))[1]
    assert [] == found(made(302, "Location: /y", hops=(before,)))[1]
    assert [] == found(made(302, "Location: /y", url=None))[1]


def test_envoy_is_named_where_it_refuses_an_old_version() -> None:
    exchange = made(426, "Server: envoy", version="1.1")
    assert (("code", "426"), ("server", "envoy")) == check(exchange, _content.read(b"", ()))[0][0].evidence


# -- the table and its words -------------------------------------------------------------------------------------------


def test_rules_have_ids_of_their_own_and_a_section() -> None:
    ids = [rule.id for rule in RULES]
    assert sorted(set(ids)) == sorted(ids)
    pattern = r"RFC \d{4}, section \d+(\.\d+)*|draft-[a-z-]+"
    assert [] == [rule.id for rule in RULES if not re.fullmatch(pattern, rule.section)]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_rule_and_every_wish_has_words_and_nothing_is_left_over(lang: str) -> None:
    words = sentences(lang, "rules")
    assert {rule.id for rule in RULES} | set(WISHES) == set(words)
    said = {name for name, entry in words.items() if entry.get("broken") and entry.get("headline")}
    remarks = {name for name in WISHES if name.startswith(("redirect.", "method."))}
    assert FAILING | (set(WISHES) - remarks) == said
    assert [] == [name for name, entry in words.items() if not all(entry["check"])]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_broken_rule_names_its_section_and_the_way_out(lang: str) -> None:
    words = sentences(lang, "rules")
    numbers = {rule.id: rule.section.rpartition(" ")[2] for rule in RULES if rule.fails}
    assert [] == [name for name, number in numbers.items() if f"{number}" not in words[name]["broken"]]
    assert [] == [name for name in numbers if not words[name]["check"][-1].endswith(": assert_status(resp, {code})")]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_words_are_said_without_a_rule_that_the_code_does_not_have(rule: Any) -> None:
    other = next(code for code in range(100, 1000) if code not in rule.codes) if len(rule.codes) < 800 else None
    assert other is None or rule.apply(made(other, fields=None), _content.read(b"", ())) is None


@pytest.mark.parametrize(
    ("headline", "code", "lines", "options"),
    [
        ("Upgrade h2c, tls/1.0", 101, ["Upgrade: h2c, tls/1.0"], {"sent": ("Upgrade: websocket",)}),
        ("Upgrade, Connection in HTTP/2", 101, ["Upgrade: a", "Connection: b"], {"version": "2"}),
        ("Content-Length after CONNECT", 200, ["Content-Length: 5"], {"method": "CONNECT"}),
        ("Transfer-Encoding after CONNECT", 200, ["Transfer-Encoding: chunked"], {"method": "CONNECT"}),
        ("Content-Range beside its parts", 206, [PARTS, PART], {}),
        ('Content-Range "bytes 4-1/9"', 206, ["Content-Range: bytes 4-1/9"], {}),
        ('Content-Range ""', 206, ["Content-Range: "], {}),
        ("no Content-Range in part 2", 206, [PARTS], {"content": TWO_PARTS}),
        ("no Content-Range in part 1", 206, [PARTS], {"content": TWO_PARTS.replace(PART.encode(), b"A: b", 1)}),
        ("parts for one range", 206, [PARTS], {"content": ONE_PART, "sent": ("Range: bytes=0-1",)}),
        ("3 bytes for a range of 2", 206, [PART], {"content": b"abc"}),
        ("method PUT", 304, [], {"method": "PUT"}),
        ('Content-Length "abc"', 304, ["Content-Length: abc"], {}),
        ("Location, Retry-After repeated", 503, ["Retry-After: 1", "Location: /a"] * 2, {"lines_apart": True}),
    ],
)
def test_what_is_broken_is_said_in_the_headline(
    headline: str, code: int, lines: list[str], options: dict[str, Any]
) -> None:
    exchange = made(code, *lines, **options)
    (broken, *_), _ = check(exchange, _content.read(exchange.response.content, exchange.response.fields))
    assert headline == Words("en").unmet(broken).headline


@pytest.mark.parametrize(("server", "said"), [("envoy", 2), ("nginx", 1)])
def test_only_envoy_is_named_where_it_refuses_an_old_version(server: str, said: int) -> None:
    (broken,), _ = check(made(426, f"Server: {server}"), _content.read(b"", ()))
    assert said == len(Words("en").unmet(broken).checks) - 1


def test_words_are_filled_with_the_evidence() -> None:
    exchange = made(204, "Content-Length: 17", method="DELETE")
    (broken,), _ = check(exchange, _content.read(b"", ()))
    english, korean = Words("en").unmet(broken), Words("ko").unmet(broken)
    assert ("Content-Length 17", "a 204 never has Content-Length (RFC 9110, section 8.6)") == (
        english.headline,
        english.sentence,
    )
    assert ("Content-Length 헤더(17)", "204 응답에는 Content-Length 헤더가 없습니다(RFC 9110, 8.6절)") == (
        korean.headline,
        korean.sentence,
    )
