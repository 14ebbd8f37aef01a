"""The HTTP exchange as text: a gutter before every remote line, 4 kB at most."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import settings as quick
from hypothesis import strategies as st

from pytest_httpstatus import _settings
from pytest_httpstatus._model import Dialect, Exchange, Request, Response
from pytest_httpstatus._rendering import text as whole
from pytest_httpstatus._rendering import transcript
from tests.exchanges import ACCEPT, HTML, JSON, REQUESTS, exchange, failure

FORM = ("Content-Type", "application/x-www-form-urlencoded")
TEXT = ("Content-Type", "text/plain")


def shown(given, *, expected=200, lang="en", detail="normal", **more):
    return transcript(failure(given, expected, **more), lang, detail)


def lines(given, gutter, **more):
    return [line.removeprefix(f"{gutter} ") for line in shown(given, **more).split("\n") if line.startswith(gutter)]


def test_the_example_of_the_design():
    given = exchange(
        401,
        b'{"detail": "Not authenticated"}',
        ("Date", "Wed, 21 Oct 2026 07:28:00 GMT"),
        JSON,
        ("WWW-Authenticate", 'Bearer realm="api"'),
        ("X-Request-Id", "7f3c91"),
        elapsed=0.0124,
        asked=(("User-Agent", "python-requests/2"), ("Accept-Encoding", "gzip"), ACCEPT, ("Connection", "keep-alive")),
        reason="Unauthorized",
    )
    assert """> GET https://api.test/users/me
> accept: application/json
> (no authorization)
> (no cookie)
< 401 Unauthorized (12 ms, 31 bytes)
< content-type: application/json
< www-authenticate: Bearer realm="api"
< x-request-id: 7f3c91
| {"detail": "Not authenticated"}
$ curl -i -H 'accept: application/json' https://api.test/users/me""" == shown(given)


def test_the_same_in_korean():
    given = exchange(401, b"x" * 3_000, TEXT, elapsed=0.0124, url="http://a.test/", asked=())
    assert (
        """> GET http://a.test/
> (authorization 없음)
> (cookie 없음)
< 401 Unauthorized (12 ms, 3,000바이트)
< content-type: text/plain
< (www-authenticate 없음)
"""
        + "".join(f"| {'x' * columns}\n" for columns in (300, 300, 300, 300, 300, 300, 200))
        + "| (3,000자 중 앞 2,000자)\n$ curl -i http://a.test/"
        == shown(given, lang="ko")
    )


def test_where_nothing_but_the_code_is_known_there_is_no_exchange():
    assert "" == shown(Exchange(Response(404)))
    assert "got 404 Not Found, expected 200 OK" == whole(failure(Exchange(Response(404))), "en", "short").split("\n")[0]


def test_what_little_is_known_is_shown():
    assert "< 404 Not Found\n< server: x\n| (not known)" == shown(Exchange(Response(404, fields=(("Server", "x"),))))
    assert "> GET\n< 404 Not Found\n| (not known)" == shown(Exchange(Response(404), Request("GET")))
    assert "> /x\n< 404 Not Found\n| (not known)" == shown(Exchange(Response(404), Request(url="/x")))


@pytest.mark.parametrize(
    ("line", "more"),
    [
        ("404 Not Found (0 bytes)", {}),
        ("404 Nope (0 bytes)", {"reason": "Nope"}),
        ("404 (0 bytes)", {"reason": ""}),
        ("HTTP/1.1 404 Not Found (0 bytes)", {"version": "1.1"}),
        ("404 Not Found (1,234 ms, 0 bytes)", {"elapsed": 1.2344}),
        ("404 Not Found (0 bytes)", {"elapsed": -1.0}),
        ("404 Not Found (1 byte)", {"content": b"x"}),
        ("404 Not Found", {"content": None}),
        (f"404 {'r' * 77}... (0 bytes)", {"reason": "r" * 10_000}),
        (r"404 \x1b[31mNo \rpe (0 bytes)", {"reason": "\x1b[31mNo\n\rpe"}),
    ],
)
def test_the_status_line_is_as_it_was_sent(line, more):
    assert line == lines(exchange(404, **{"content": b"", **more}), "<")[0]


FIELDS = [
    "accept",
    "Allow",
    "ETag",
    "Retry-After",
    "Link",
    "Content-Range",
    "Vary",
    "Proxy-Status",
    "RateLimit",
    "Server",
    "X-Other",
    "Upgrade",
    "Alt-Svc",
    "WWW-Authenticate",
    "Proxy-Authenticate",
    "Accept-Patch",
    "Cache-Control",
    "Operation-Location",
]
ASKED = [
    "Accept",
    "Content-Type",
    "Range",
    "If-Match",
    "If-None-Match",
    "Host",
    "X-Other",
    "Origin",
    "Upgrade",
    "Early-Data",
    "Content-Length",
    "Content-Encoding",
    "Accept-Language",
    "Cache-Control",
    "Access-Control-Request-Method",
]

MATTER = [
    (404, "retry-after server", "accept content-type"),
    (101, "retry-after server upgrade", "accept content-type upgrade"),
    (201, "etag retry-after server", "accept content-type"),
    (202, "retry-after server operation-location", "accept content-type"),
    (206, "etag retry-after content-range server", "accept content-type range"),
    (302, "retry-after server cache-control", "accept content-type host"),
    (304, "etag retry-after vary server cache-control", "accept content-type if-match if-none-match"),
    (401, "retry-after server www-authenticate", "accept content-type (no (no"),
    (403, "retry-after ratelimit server www-authenticate", "accept content-type origin"),
    (405, "allow retry-after server", "accept content-type access-control-request-method"),
    (406, "accept retry-after vary server", "accept content-type accept-language"),
    (407, "retry-after server proxy-authenticate", "accept content-type (no"),
    (412, "etag retry-after server", "accept content-type if-match if-none-match"),
    (413, "retry-after server", "accept content-type content-length"),
    (415, "accept retry-after server accept-patch", "accept content-type content-encoding"),
    (416, "etag retry-after content-range server", "accept content-type range"),
    (421, "retry-after server alt-svc", "accept content-type host"),
    (425, "retry-after server alt-svc", "accept content-type early-data"),
    (426, "retry-after server upgrade", "accept content-type upgrade"),
    (428, "etag retry-after server", "accept content-type if-match if-none-match"),
    (429, "retry-after ratelimit server", "accept content-type"),
    (451, "retry-after link server", "accept content-type"),
    (502, "retry-after proxy-status server", "accept content-type"),
    (503, "retry-after proxy-status ratelimit server", "accept content-type"),
    (504, "retry-after proxy-status server", "accept content-type cache-control"),
    (999, "retry-after server", "accept content-type"),
]


@pytest.mark.parametrize(("code", "answered", "asked"), MATTER)
def test_the_fields_that_matter_for_a_code_are_shown(code, answered, asked):
    given = exchange(code, b"", *((name, "1") for name in FIELDS), asked=tuple((name, "1") for name in ASKED))
    names = [[line.split(":")[0].split()[0] for line in lines(given, gutter, expected=299)[1:]] for gutter in "<>"]
    assert [answered.split(), asked.split()] == names


@pytest.mark.parametrize(
    ("absent", "code"),
    [
        (["> (no authorization)", "> (no cookie)", "< (no www-authenticate)"], 401),
        (["< (no allow)"], 405),
        (["> (no proxy-authorization)", "< (no proxy-authenticate)"], 407),
        (["> (no content-type)"], 415),
        (["> (no if-match)"], 428),
        ([], 404),
    ],
)
def test_absent_fields_that_matter_stand_in_brackets(absent, code):
    assert absent == [line for line in shown(exchange(code)).split("\n") if "(no " in line]
    unknown = shown(Exchange(Response(code), Request("GET", "/x")))
    assert "(no " not in unknown


def test_full_shows_all_fields():
    given = exchange(404, b"", ("X-Other", "1"), ("X-Other", "2"), asked=(("X-Asked", "3"),))
    assert ["x-other: 1", "x-other: 2"] == lines(given, "<", detail="full")[1:]
    assert ["x-asked: 3"] == lines(given, ">", detail="full")[1:]
    assert [] == lines(given, "<")[1:]


PRETTY = json.dumps({"name": "x" * 80, "list": [1, 2]})


@pytest.mark.parametrize(
    ("body", "content", "kind"),
    [
        (['{"a": [1, 2]}'], b'{"a":[1,2]}', JSON),
        (["{", f'  "name": "{"x" * 80}",', '  "list": [', "    1,", "    2", "  ]", "}"], PRETTY.encode(), JSON),
        (["Title", "one"], b"<html><h1>Title</h1><p>one</html>", HTML),
        (["<?xml?><a>b</a>"], b"<?xml?><a>b</a>", ("Content-Type", "text/xml")),
        (["a=1&password=***"], b"a=1&password=x", FORM),
        (["one", "", "  two"], b"one\r\n\n  two\n\n", TEXT),
        (["(image/png, 1,000 bytes)"], b"\0" * 1_000, ("Content-Type", "image/png")),
        (["(content, 1,000 bytes)"], b"\0" * 1_000, ("X", "y")),
        (["(empty)"], b"", JSON),
        (["x", "(read as utf-8)"], b"x", ("Content-Type", "text/plain; charset=idna")),
        ([r"\x1b[2J::error::x", r"\::y #\#[z"], b"\x1b[2J::error::x\n::y ##[z", TEXT),
        ([r"\::y"], b"::y", TEXT),
        (['{"a": "\\u001b[2J ::x"}'], b'{"a": "\\u001b[2J ::x"}', JSON),
    ],
)
def test_a_body_is_shown_by_its_kind(body, content, kind):
    assert body == [line.removesuffix("|") for line in lines(exchange(404, content, kind), "|")]


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("(not read by the test)", "unread"),
        ("(read by the test, no longer in memory)", "gone"),
        ("(not known)", "unknown"),
    ],
)
def test_a_body_that_is_not_at_hand_is_named(line, state):
    assert [line] == lines(exchange(404, None, content_state=state), "|")


def test_with_a_limit_of_0_no_body_is_shown():
    before = _settings.use(_settings.Settings(body_limit=0))
    try:
        given = exchange(404, b'{"a": "b"}', JSON, sent=b"a=b", asked=(FORM,), method="POST")
        found = shown(given)
    finally:
        _settings.use(before)
    assert "| (application/json not shown: httpstatus_body_limit is 0, 10 bytes)" in found.split("\n")
    assert "| (application/x-www-form-urlencoded not shown: httpstatus_body_limit is 0, 3 bytes)" in found.split("\n")
    assert "$ curl" not in found


@pytest.mark.parametrize(
    ("mark", "content"),
    [
        ("(first 2,000 of 24,310 characters)", b"x" * 24_310),
        ("(first 2,000 of 2,001 characters)", "é".encode() * 2_001),
        ("(first 2,000 characters of 100,000 bytes)", b"x" * 100_000),
    ],
)
def test_a_cut_is_marked_honestly(mark, content):
    assert mark == lines(exchange(404, content, TEXT), "|")[-1]


def test_cut_json_is_closed_and_marked():
    content = json.dumps([{"id": index, "tags": ["a"]} for index in range(500)]).encode()
    body = lines(exchange(404, content, JSON), "|")
    assert "(first 825 of 13,890 characters)" == body[-1]
    assert body[-2].endswith(" ...}]")


@pytest.mark.parametrize(
    ("there", "code", "expected", "detail"),
    [
        (False, 200, 201, "normal"),
        (False, 200, "2xx & !200", "normal"),
        (True, 200, 201, "full"),
        (True, 200, 404, "normal"),
        (True, 200, "3xx", "normal"),
        (True, 200, "!2xx", "normal"),
        (True, 200, None, "normal"),
        (True, 404, 200, "normal"),
    ],
)
def test_a_success_shows_its_body_where_the_mismatch_is_about_the_class(there, code, expected, detail):
    hidden = "(content of a success not shown; --httpstatus-detail=full shows it)"
    assert ["text" if there else hidden] == lines(exchange(code, b"text"), "|", expected=expected, detail=detail)


def test_a_success_without_a_body_says_nothing_of_it():
    assert [] == lines(exchange(200), "|", expected=201)


@pytest.mark.parametrize(
    ("command", "given"),
    [
        ("curl -i https://a.test/", exchange(404, url="https://a.test/", asked=())),
        ("curl -i 'https://a.test/?a=1&b=2'", exchange(404, url="https://a.test/?a=1&b=2", asked=())),
        (
            "curl -i https://a.test/",
            exchange(404, url="https://a.test/", asked=(("Accept", "*/*"), ("User-Agent", "x"))),
        ),
        ("curl -i -X DELETE https://a.test/", exchange(404, url="https://a.test/", asked=(), method="DELETE")),
        ("curl -i --head https://a.test/", exchange(404, url="https://a.test/", asked=(), method="HEAD")),
        (
            "curl -i -H 'authorization: Bearer ***' -H 'x-api-key: ***' 'https://***@a.test/?token=***'",
            exchange(404, url="https://u:p@a.test/?token=x", asked=(("Authorization", "Bearer x"), ("X-Api-Key", "y"))),
        ),
        (
            "curl -i -H 'content-type: application/json' --data-raw '{\"a\": \"it'\"'\"'s\"}' https://a.test/",
            exchange(404, url="https://a.test/", asked=(JSON,), method="POST", sent=b'{"a": "it\'s"}'),
        ),
        (
            "curl -i -X PUT --data-raw 'a=1&pwd=***' https://a.test/",
            exchange(404, url="https://a.test/", asked=(), method="PUT", sent=b"a=1&pwd=secret"),
        ),
        ("curl -i -X POST https://a.test/", exchange(404, url="https://a.test/", asked=(), method="POST", sent=None)),
        (r"curl -i 'https://a.test/\x1b[2J'", exchange(404, url="https://a.test/\x1b[2J", asked=())),
        ("curl -i https://a.test/", exchange(404, url="https://a.test/", asked=None, method=None)),
        ("", exchange(404, client=Dialect("flask", in_process=True))),
        ("", exchange(404, url="ftp://a.test/")),
        ("", exchange(404, url=None)),
        ("", exchange(404, sent=b"two\nlines", method="POST", asked=())),
        ("", exchange(404, sent=b"x" * 5_000, method="POST", asked=())),
        ("", exchange(404, sent=b"\0\1", method="POST", asked=())),
        ("", exchange(404, sent=b"<?xml?><a/>", method="POST", asked=())),
        ("", exchange(404, asked=tuple((f"X-{index}", "y" * 100) for index in range(20)))),
    ],
)
def test_curl_repeats_the_request_without_its_credentials_or_is_not_there(command, given):
    found = [line.removeprefix("$ ") for line in shown(given).split("\n") if line.startswith("$")]
    assert ([command] if command else []) == found


def test_the_content_of_the_request_is_shown_by_its_kind_too():
    given = exchange(404, asked=(FORM,), sent=b"a=1&token=x", method="POST", client=REQUESTS)
    assert "> content-type: application/x-www-form-urlencoded\n| a=1&token=***\n< 404" in shown(given)
    assert "| (content, 2 bytes)\n<" in shown(exchange(404, sent=b"\0\1", method="POST"))


MANY = tuple((f"X-Field-{index}", "v" * 400) for index in range(60))


@pytest.mark.parametrize("detail", ["normal", "full"])
@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize(
    "given",
    [
        exchange(
            404,
            b"x" * 5_000,
            TEXT,
            *MANY,
            asked=MANY,
            sent=b"y" * 5_000,
            method="POST",
            url="https://a.test/" + "z" * 2_000,
        ),
        exchange(401, b"x\n" * 5_000, TEXT, *MANY, asked=MANY, sent=b"y\n" * 5_000, method="POST"),
        exchange(404, "\U000e0041".encode() * 5_000, TEXT, sent="\U000e0041".encode() * 5_000, method="POST"),
        exchange(
            404,
            json.dumps([[[[index]]] for index in range(5_000)]).encode(),
            JSON,
            *MANY,
            sent=json.dumps([[1]] * 900).encode(),
        ),
        exchange(404, b"x" * 5_000, *(("Server", "s" * 290) for _ in range(60))),
    ],
    ids=["long", "lines", "invisible", "nested", "repeated"],
)
def test_a_transcript_has_4_kb_at_most(given, lang, detail):
    found = shown(given, lang=lang, detail=detail)
    assert 4_000 >= len(found)
    assert [] == [line for line in found.split("\n") if line[:2] not in {"> ", "< ", "| ", "$ ", "|"}]


def test_fields_that_have_no_room_are_counted():
    assert "(58 more fields)" == lines(exchange(404, b"", *MANY), "<", detail="full")[-1]
    assert "(헤더 58개 더 있음)" == lines(exchange(404, b"", *MANY), "<", detail="full", lang="ko")[-1]


def test_what_escapes_make_too_long_is_cut_once_more():
    assert "..." in lines(exchange(404, "\U000e0041".encode() * 5_000, TEXT), "|")


def test_a_limit_that_the_user_raised_has_its_room():
    before = _settings.use(_settings.Settings(body_limit=10_000))
    try:
        found = lines(exchange(404, b"x" * 9_000, TEXT), "|")
    finally:
        _settings.use(before)
    assert "x" * 9_000 == "".join(found)


ANYTHING = st.text(st.characters(exclude_categories=()), max_size=40) | st.sampled_from(
    [
        "\n::error::x",
        "\r::stop-commands::t",
        "##[group]",
        "##vso[x]",
        "\x1b]52;c;x\x07",
        "a: b\r\nSet-Cookie: c=d",
        "\u202e",
        " :: ",
    ]
)


@quick(deadline=None, max_examples=150)
@given(
    st.tuples(ANYTHING, ANYTHING, ANYTHING, ANYTHING),
    st.sampled_from([JSON, HTML, TEXT, FORM]),
    st.sampled_from(["normal", "full"]),
)
def test_nothing_remote_stands_at_the_start_of_a_line(texts, kind, detail):
    url, name, value, body = texts
    content = (body * 20).encode("utf-8", "surrogatepass")
    fields = ((name, value), ("Server", value), kind)
    given = exchange(
        401, content, *fields, url=f"https://a.test/{url}", method=url, reason=value, sent=content, asked=fields
    )
    found = shown(given, detail=detail)
    found.encode()
    for line in found.split("\n"):
        assert line.startswith(("> ", "< ", "| ", "$ ")) or line == "|"
        assert not re.search(r"##\[|##vso\[|^\S? ?\s*::(?=error|stop)|[\x00-\x1f\x7f-\x9f\u202e]", line)


def test_the_whole_text_is_message_and_exchange():
    found = whole(failure(exchange(404, b"no such user")), "en")
    assert found.startswith("got 404 Not Found, expected 200 OK: GET /users/me\n  server said  no such user\n")
    assert "\n\n> GET https://api.test/users/me\n" in found
