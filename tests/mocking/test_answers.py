"""What is made is what real servers send: our helpers accept it, and our diagnosis names who answered."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import pytest

from pytest_httpstatus import (
    assert_conforms,
    assert_created,
    assert_method_not_allowed,
    assert_no_content,
    assert_problem,
    assert_redirect,
    assert_status,
    assert_unauthorized,
    assert_validation_error,
)
from pytest_httpstatus._catalogue.codes import BY_CODE
from pytest_httpstatus._clients import exchange_of
from pytest_httpstatus._explaining import examine
from tests.mocking.conftest import URL

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_httpstatus._mocking import MockStatus

requests = pytest.importorskip("requests")
pytest.importorskip("responses")

from pytest_httpstatus._mocking.answer import SHAPES  # noqa: E402  # the library above

FINAL = [code for code in BY_CODE if code >= 200]
OWN_CODES = {"cloudflare": range(520, 528), "alb": (463, 464, 561)}
HELPERS: dict[int, Callable[[Any], object]] = {
    201: lambda got: assert_created(got, location="/orders/1"),
    204: assert_no_content,
    401: lambda got: assert_unauthorized(got, scheme="Bearer"),
    405: lambda got: assert_method_not_allowed(got, allow="POST, OPTIONS"),
    **dict.fromkeys((301, 302, 303, 307, 308), lambda got: assert_redirect(got, to="/orders/moved")),
}
NGINX = dict.fromkeys((301, 302, 303, 307, 308), "redirect") | {
    401: "credentials", 403: "forbidden", 404: "not-found", 405: "static-file", 413: "too-large", 414: "uri-too-long",
    429: "limited", 502: "bad-gateway", 503: "unavailable", 504: "gateway-timeout",
    **dict.fromkeys((400, 402, 406, 408, 409, 410, 411, 412, 415, 416, 421, 500, 501, 505, 507), "page"),
}  # fmt: skip
NAMED = {
    "fastapi": {404: "frameworks.fastapi-not-found", 500: "frameworks.starlette-error"},
    "drf": {
        403: "frameworks.rest-permission", 404: "frameworks.rest-not-found", 406: "frameworks.rest-renderer",
        429: "frameworks.rest-throttled", 500: "frameworks.django-error",
    },
    "django": {
        400: "frameworks.django-bad-request", 403: "frameworks.django-forbidden", 404: "frameworks.django-not-found",
        500: "frameworks.django-error",
    },
    "flask": {
        400: "frameworks.flask-bad-request", 404: "frameworks.flask-not-found", 413: "frameworks.flask-too-large",
        500: "frameworks.flask-error",
    },
    "nginx": {code: f"nginx.{name}" for code, name in NGINX.items()},
    "cloudflare": {
        403: "clouds.cloudflare-blocked", 429: "clouds.cloudflare-code", 502: "clouds.cloudflare-gateway",
        504: "clouds.cloudflare-gateway", **dict.fromkeys(range(520, 528), "clouds.cloudflare-origin"),
    },
    "alb": dict.fromkeys((400, 403, 408, 413, 463, 464, 502, 503, 504, 561), "amazon.load-balancer"),
    "apigateway": {
        401: "amazon.api-gateway-refused", 403: "amazon.api-gateway-path", 429: "amazon.api-gateway-refused",
        500: "amazon.api-gateway-integration", 502: "amazon.api-gateway-integration", 504: "amazon.api-gateway-timeout",
    },
    "s3": {403: "aws.denied", 404: "aws.code", 503: "aws.code"},
}  # fmt: skip
"""The rules of the diagnosis that know an answer of its maker, by code."""

OWNERS = ("frameworks.", "nginx.", "clouds.", "amazon.", "aws.")


def ask(mock_status: MockStatus, *status: Any, url: str = URL, **words: Any) -> Any:
    """Register one answer, and get it."""
    mock_status(*status, url, **words)
    return requests.get(url, allow_redirects=False)


@pytest.mark.parametrize("by", SHAPES)
def test_every_answer_conforms_meets_its_helper_and_is_known_by_its_maker(mock_status: MockStatus, by: str) -> None:
    named = {}
    for code in (*FINAL, *OWN_CODES.get(by, ())):
        got = ask(mock_status, code, by=by)
        assert_conforms(got, code)
        HELPERS.get(code, assert_anything)(got)
        found = [each.id for each in examine(exchange_of(got), None).findings if each.id.startswith(OWNERS)]
        named |= {code: found[0]} if found else {}

    assert NAMED.get(by, {}) == named


def assert_anything(got: Any) -> None:
    """For a code without a helper of its own."""
    assert got.headers["Date"]


@pytest.mark.parametrize("code", [code for code in FINAL if code >= 400])
def test_an_error_is_a_problem_by_default(mock_status: MockStatus, code: int) -> None:
    assert {"type": "about:blank", "title": ask(mock_status, code).reason, "status": code} == assert_problem(
        requests.get(URL), code
    )


@pytest.mark.parametrize(("by", "code", "field"), [("fastapi", 422, "body.name"), ("drf", 400, "name")])
def test_frameworks_name_the_field_in_error(mock_status: MockStatus, by: str, code: int, field: str) -> None:
    assert [field] == [*assert_validation_error(ask(mock_status, code, by=by), field)]


# -- the bodies of frameworks, as these make them ---------------------------------------------------------------------

_PHRASES_OF_PYTHON = {413, 414, 416, 418, 422}


def test_flask_s_pages_are_werkzeug_s(mock_status: MockStatus) -> None:
    exceptions = pytest.importorskip("werkzeug.exceptions").default_exceptions
    plain = set(exceptions) - {411, 417, 418, 421, 423, 424, 451, 505}
    for code in plain:
        assert exceptions[code]().get_body() == ask(mock_status, code, by="flask").text, code


def test_fastapi_s_answers_are_starlette_s(mock_status: MockStatus) -> None:
    fastapi = pytest.importorskip("fastapi")
    client = pytest.importorskip("fastapi.testclient").TestClient
    app = fastapi.FastAPI()

    @app.get("/{code}")
    def answer(code: int) -> None:
        raise fastapi.HTTPException(code)

    with client(app) as real:
        for code in {code for code in FINAL if code > 401} - {422, 500, 510} - _PHRASES_OF_PYTHON:
            expected = real.get(f"/{code}").json()
            assert expected == ask(mock_status, code, by="fastapi").json(), code
        expected = json.loads(ask(mock_status, 422, by="fastapi").text)["detail"][0]
        assert {"type", "loc", "msg", "input"} == expected.keys()


def test_rest_framework_s_sentences_are_its_own(mock_status: MockStatus) -> None:
    pytest.importorskip("rest_framework")
    pytest.importorskip("tests.clients.django_site")
    from rest_framework import exceptions

    own = [
        exceptions.NotAuthenticated(), exceptions.PermissionDenied(), exceptions.NotFound(),
        exceptions.MethodNotAllowed("GET"), exceptions.NotAcceptable(), exceptions.UnsupportedMediaType("text/plain"),
        exceptions.Throttled(wait=1),
    ]  # fmt: skip
    for each in own:
        got = ask(mock_status, each.status_code, by="drf")
        assert {"detail": str(each.detail)} == got.json()
    assert str(exceptions.Throttled(wait=3).detail) == ask(mock_status, 429, by="drf", retry_after=3).json()["detail"]
    assert str(exceptions.Throttled().detail) == ask(mock_status, 429, by="drf", retry_after=None).json()["detail"]


def test_django_s_pages_are_its_own(mock_status: MockStatus) -> None:
    pytest.importorskip("tests.clients.django_site")
    from django.views import defaults

    page = defaults.ERROR_PAGE_TEMPLATE
    titles = {400: "Bad Request (400)", 403: "403 Forbidden", 500: "Server Error (500)"}
    for code, title in titles.items():
        assert page % {"title": title, "details": ""} == ask(mock_status, code, by="django").text
    assert "" == ask(mock_status, 409, by="django").text


# -- fields -----------------------------------------------------------------------------------------------------------

FIELDS = {
    201: {"Location": "/orders/1"},
    206: {"Content-Range": "bytes 0-9/20", "ETag": '"v1"'},
    301: {"Location": "/orders/moved"},
    304: {"ETag": '"v1"'},
    401: {"WWW-Authenticate": 'Bearer realm="api"'},
    405: {"Allow": "POST, OPTIONS"},
    407: {"Proxy-Authenticate": 'Basic realm="proxy"'},
    412: {"ETag": '"v1"'},
    415: {"Accept": "application/json"},
    416: {"Content-Range": "bytes */20"},
    426: {"Upgrade": "HTTP/3.0", "Connection": "upgrade"},
    429: {"Retry-After": "1"},
    451: {"Link": '<https://legal.example/1>; rel="blocked-by"'},
    503: {"Retry-After": "1"},
}
FRAMING = {"Date", "Content-Type", "Content-Length"}


@pytest.mark.parametrize("code", FINAL)
def test_these_fields_come_with_a_status(mock_status: MockStatus, code: int) -> None:
    got = ask(mock_status, code)

    assert FIELDS.get(code, {}) == {name: got.headers[name] for name in got.headers if name not in FRAMING} or (
        FIELDS[301] == {"Location": got.headers["Location"]} and code in {302, 303, 307, 308}
    )


@pytest.mark.parametrize(
    ("code", "words", "name", "value"),
    [
        (503, {"retry_after": 3}, "Retry-After", "3"),
        (503, {"retry_after": datetime(2026, 11, 24, 12, tzinfo=UTC)}, "Retry-After", "Tue, 24 Nov 2026 12:00:00 GMT"),
        (503, {"retry_after": None}, "Retry-After", None),
        (500, {"retry_after": "soon"}, "Retry-After", "soon"),
        (302, {"location": "/login"}, "Location", "/login"),
        (302, {"location": None}, "Location", None),
        (206, {"content_range": None}, "Content-Range", None),
        (206, {"body": "abcd"}, "Content-Range", "bytes 0-3/8"),
        (401, {"www_authenticate": "Basic realm=x"}, "WWW-Authenticate", "Basic realm=x"),
        (401, {"headers": {"www-authenticate": None}}, "WWW-Authenticate", None),
        (200, {"headers": {"content-type": "text/csv"}}, "Content-Type", "text/csv"),
        (200, {"json": [1]}, "Content-Type", "application/json"),
        (200, {"body": b"\0"}, "Content-Type", "application/octet-stream"),
        (200, {"body": "abc"}, "Content-Length", "3"),
        (204, {}, "Content-Length", None),
        (205, {}, "Content-Length", "0"),
        (207, {}, "Content-Type", "application/xml; charset=utf-8"),
        (404, {"by": "nginx"}, "Server", "nginx"),
    ],
)
def test_a_field_can_be_set_and_left_out(
    mock_status: MockStatus, code: int, words: dict[str, Any], name: str, value: str | None
) -> None:
    assert value == ask(mock_status, code, **words).headers.get(name)


@pytest.mark.parametrize(
    ("code", "words", "reason"),
    [
        (413, {}, "Content Too Large"),
        (418, {}, "I'm a teapot"),
        (404, {"by": "flask"}, "NOT FOUND"),
        (422, {"by": "flask"}, "UNPROCESSABLE ENTITY"),
        (503, {"by": "nginx"}, "Service Temporarily Unavailable"),
        (422, {"by": "nginx"}, ""),
        (522, {"by": "cloudflare"}, "Connection Timed Out"),
        (528, {"by": "cloudflare"}, ""),
        ("not found", {}, "Not Found"),
    ],
)
def test_the_phrase_is_the_registry_s_or_the_maker_s(
    mock_status: MockStatus, code: int | str, words: dict[str, Any], reason: str
) -> None:
    assert reason == ask(mock_status, code, **words).reason


def test_a_date_is_the_present_one(mock_status: MockStatus) -> None:
    sent = parsedate_to_datetime(ask(mock_status, 200).headers["Date"])

    assert abs((datetime.now(UTC) - sent).total_seconds()) < 60


def test_content_can_be_set(mock_status: MockStatus) -> None:
    assert {"id": 7} == ask(mock_status, 200, json={"id": 7}).json()
    assert "naïve" == ask(mock_status, 404, url=f"{URL}/1", body="naïve").text
    assert b"\0\1" == ask(mock_status, 200, url=f"{URL}/2", body=b"\0\1").content


def test_head_has_the_fields_and_no_content(mock_status: MockStatus) -> None:
    mock_status(404, URL)
    got, whole = requests.head(URL), requests.get(URL)

    assert (b"", whole.headers["Content-Length"]) == (got.content, got.headers["Content-Length"])
    assert_conforms(got, 404)


def test_a_refused_method_is_not_among_those_allowed(mock_status: MockStatus) -> None:
    mock_status(405, URL)

    assert_method_not_allowed(requests.delete(URL), allow="GET, HEAD")
    assert_method_not_allowed(requests.get(URL), allow="POST")


@pytest.mark.parametrize(
    ("asked", "answered"), [('"a", "b"', '"a"'), ("*", '"v1"'), (None, '"v1"')], ids=["tag", "star", "none"]
)
def test_a_304_gives_back_the_tag_that_was_asked_about(
    mock_status: MockStatus, asked: str | None, answered: str
) -> None:
    mock_status(304, URL)
    got = requests.get(URL, headers={"If-None-Match": asked})

    assert answered == assert_conforms(got, 304).headers["ETag"]


def test_cookies_are_kept_by_the_session(mock_status: MockStatus) -> None:
    mock_status([200, 200], URL, headers={"Set-Cookie": "a=1"})
    with requests.Session() as session:
        session.get(URL)
        session.get(URL)

    assert [None, "a=1"] == [each.headers.get("cookie") for each in mock_status.calls]


# -- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "status", "words", "text"),
    [
        (
            ValueError, 103, {},
            ("103 is an interim response, which no client takes for the answer: it waits for the final one that "
             "follows (RFC 9110, section 15.2); mock that one"),
        ),
        (
            ValueError, 404, {"by": "apache"},
            ("by='apache' is nobody whose answers are known; it can be problem, fastapi, drf, django, flask, nginx, "
             "cloudflare, alb, apigateway, s3"),
        ),
        (
            ValueError, 401, {"www_authenticate": None},
            ("a 401 must have WWW-Authenticate (RFC 9110, Section 15.5.2), so www_authenticate=None makes none; to "
             "answer as a server does that breaks the rule: headers={'WWW-Authenticate': None}"),
        ),
        (
            ValueError, 204, {"json": {}},
            "a 204 never has content (RFC 9110, Section 15.3.5): a client stops reading before it",
        ),
        (ValueError, "not fond", {}, "no status code is called 'not fond'; did you mean 'Not Found' (404)?"),
        (ValueError, [], {}, "mock_status needs a status to answer with, got [] and times=1"),
        (ValueError, 404, {"times": 0}, "mock_status needs a status to answer with, got 404 and times=0"),
        (ValueError, [404, 200], {"allow": "GET"}, "none of 200, 404 has allow"),
        (TypeError, 200.0, {}, "a status is a code, a name or several of them, got 200.0 (float)"),
        (
            TypeError, 503, {"retry_afer": 3},
            ("mock_status has no keyword 'retry_afer'; its fields are retry_after, location, allow, www_authenticate, "
             "proxy_authenticate, content_range, upgrade, etag"),
        ),
    ],
)  # fmt: skip
def test_what_makes_no_answer_is_refused_with_the_way_out(
    mock_status: MockStatus, error: type[Exception], status: Any, words: dict[str, Any], text: str
) -> None:
    with pytest.raises(error) as caught:
        mock_status(status, URL, **words)
    assert text == str(caught.value)


# -- sequences --------------------------------------------------------------------------------------------------------


def codes(count: int, method: str = "GET") -> list[int]:
    return [requests.request(method, URL).status_code for _ in range(count)]


def test_statuses_answer_in_turn_and_the_last_one_repeats(mock_status: MockStatus) -> None:
    mock_status([503, "not found", 200], URL)

    assert [503, 404, 200, 200] == codes(4)


def test_a_status_answers_several_times_before_the_next_registered(mock_status: MockStatus) -> None:
    mock_status(503, URL, times=2)
    mock_status(200, URL)

    assert [503, 503, 200, 200] == codes(4)


def test_each_status_of_a_sequence_takes_its_own_fields_and_the_success_the_content(mock_status: MockStatus) -> None:
    mock_status([503, 301, 201], URL, retry_after=3, location="/orders/7", json={"id": 7})
    got = [requests.post(URL, allow_redirects=False) for _ in range(3)]

    assert ["3", "3", None] == [each.headers.get("Retry-After") for each in got]
    assert [None, "/orders/7", "/orders/7"] == [each.headers.get("Location") for each in got]
    assert {"id": 7} == got[2].json()
    assert 503 == got[0].json()["status"]


def test_without_a_success_all_take_the_content(mock_status: MockStatus) -> None:
    mock_status([502, 503], URL, body="down")

    assert ["down", "down"] == [requests.get(URL).text for _ in range(2)]


def test_a_method_can_have_answers_of_its_own(mock_status: MockStatus) -> None:
    mock_status(201, URL, method="POST")
    mock_status(200, URL, method="GET")

    assert [200, 200] == codes(2)
    assert [201] == codes(1, "POST")


def test_a_query_and_a_pattern_choose_the_answer(mock_status: MockStatus) -> None:
    import re

    mock_status(404, f"{URL}?page=9")
    mock_status(200, re.compile(r"https://api\.test/users/\d+"))

    assert 404 == requests.get(URL, params={"page": 9}).status_code
    assert 200 == requests.get("https://api.test/users/7").status_code


def test_matchers_of_the_library_choose_the_answer(mock_status: MockStatus) -> None:
    from responses import matchers

    mock_status(201, URL, match=[matchers.json_params_matcher({"name": "tea"})])
    mock_status(422, URL)

    assert [201, 422] == [requests.post(URL, json={"name": name}).status_code for name in ("tea", "")]


def test_what_nobody_registered_is_refused(mock_status: MockStatus) -> None:
    mock_status(200, URL)

    with pytest.raises(requests.ConnectionError, match="doesn't match any registered mock"):
        requests.get("https://api.test/users")


def test_the_library_itself_is_at_hand(mock_status: MockStatus) -> None:
    mock_status(503, URL)
    mock_status.responses.get("https://api.test/down", body=requests.ConnectTimeout("late"))

    with pytest.raises(requests.ConnectTimeout):
        requests.get("https://api.test/down")
    assert_status(requests.get(URL), 503)
