"""The own answers of frameworks and of Python's servers: made by the real one where it is installed."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
import requests

from pytest_httpstatus._content import read
from pytest_httpstatus._diagnosis import frameworks, litestar, pydantic, rest
from pytest_httpstatus._diagnosis.rule import Case, Rule
from pytest_httpstatus._model import Exchange, Request, Response
from tests.diagnosis.conftest import One, causes, checks, likely
from tests.diagnosis.sites import (
    BROKEN,
    GUNICORN,
    HTML,
    JSON,
    PAGE,
    TEXT,
    by_http,
    django,
    from_aiohttp,
    from_falcon,
    from_fastapi,
    from_flask,
    from_http_server,
    from_litestar,
    from_rest,
    from_tornado,
    get,
    rest_site,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """The servers log each failure that the tests ask for."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


# -- Django -----------------------------------------------------------------------------------------------------------


FORM = "application/x-www-form-urlencoded"
NO_PAGE = "the application raised an exception; this is Django's own 500 page, which does not name it"


@pytest.mark.parametrize(
    ("sentence", "debug", "method", "path", "words"),
    [
        ("Django refused the request for its CSRF token: CSRF cookie not set.", True, "POST", "/form", {"csrf": True}),
        ("Django refused the request for its CSRF token", False, "POST", "/form", {"csrf": True}),
        (
            "Django does not allow the host evil.test: it is not in ALLOWED_HOSTS",
            True,
            "GET",
            "/form",
            {"headers": {"Host": "evil.test"}},
        ),
        (
            "the request is above a limit of Django: DATA_UPLOAD_MAX_MEMORY_SIZE",
            True,
            "POST",
            "/form",
            {"data": "x" * 200, "content_type": FORM},
        ),
        (
            "the request is above a limit of Django: DATA_UPLOAD_MAX_NUMBER_FIELDS",
            True,
            "POST",
            "/form",
            {"data": "a=1&b=2&c=3", "content_type": FORM},
        ),
        (
            "the POST went to a URL without its final slash, and APPEND_SLASH cannot redirect it",
            True,
            "POST",
            "/slash",
            {},
        ),
        ("no URL pattern matches the path: nothing", True, "GET", "/nothing", {}),
        ("no URL pattern matches the path", True, "GET", "/", {}),
        (
            "the path matched, and tests.diagnosis.sites.view raised Http404: no user 9",
            True,
            "GET",
            "/missing",
            {},
        ),
        (
            "PermissionDenied was raised: the answer is Django's own 403 page, not a CSRF failure",
            False,
            "GET",
            "/denied",
            {},
        ),
    ],
)
def test_django_by_its_own_pages(sentence: str, *, debug: bool, method: str, path: str, words: dict[str, Any]) -> None:
    with django(DEBUG=debug) as test:
        client = test.Client(raise_request_exception=False, enforce_csrf_checks=words.pop("csrf", False))
        response = getattr(client, method.lower())(path, **words)
    assert [sentence] == likely(response, 299)


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_the_exception_on_a_debug_page_of_django(accept: str) -> None:
    with django(DEBUG=True) as test:
        response = test.Client(raise_request_exception=False).get("/boom", headers={"Accept": accept})
        korean = likely(response, 200, "ko")
    (sentence,) = likely(response, 200)
    assert sentence.startswith("the application raised KeyError: 'name', in tests/diagnosis/sites.py:")
    assert korean[0].startswith("애플리케이션에서 KeyError 예외가 발생했습니다. 내용: 'name'. 위치: tests/diagnosis/")


@pytest.mark.parametrize(
    ("lines", "method", "path", "words"),
    [
        (
            [
                "is evil.test in ALLOWED_HOSTS? this page names no reason, the log django.security does",
            ],
            "GET",
            "/form",
            {"headers": {"Host": "evil.test"}},
        ),
    ],
)
def test_pages_of_django_that_name_no_reason_are_worth_a_check(
    lines: list[str], method: str, path: str, words: dict[str, Any]
) -> None:
    with django(DEBUG=False) as test:
        response = getattr(test.Client(), method.lower())(path, **words)
    assert [] == likely(response, 200)
    assert lines == checks(response, 200)[: len(lines)]


def test_a_page_of_django_over_a_socket_says_no_more_than_itself(one: One) -> None:
    with django() as test:
        client = test.Client(raise_request_exception=False)
        pages = [client.get(path).content.decode() for path in ("/boom", "/missing")]
    error, missing = one("GET", 500, HTML, pages[0]), one("GET", 404, HTML, pages[1], path="/missing")
    assert ([NO_PAGE], []) == (likely(error, 200), likely(missing, 200))
    assert ["the log of django.request on 127.0.0.1 has the traceback"] == checks(error, 200)
    assert (
        "Django's own 404 page: does a URL pattern match /missing, or did its view raise Http404 "
        "(get_object_or_404)? DEBUG = True tells"
    ) in checks(missing, 200)
    assert ["애플리케이션에서 예외가 발생했습니다. Django의 기본 500 페이지에는 예외가 나오지 않습니다"] == likely(
        error, 200, "ko"
    )


def test_django_under_asgi_says_413(one: One) -> None:
    response = one("POST", 413, HTML, "413 Payload too large", data=b"x" * 200)
    sentence = "Django stopped reading the content: it is above DATA_UPLOAD_MAX_MEMORY_SIZE"
    assert [sentence, "200 bytes were sent, more than the server takes"] == likely(response, 200)


# -- Django REST framework --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "korean", "method", "path", "words", "expected"),
    [
        (
            "the session is authenticated, and its CSRF check failed: CSRF cookie not set.",
            "세션 인증은 되었지만 CSRF 검사가 실패했습니다: CSRF cookie not set.",
            "POST",
            "/csrf",
            {},
            200,
        ),
        (
            "the server has no challenge to send, so missing credentials are a 403 here and not a 401",
            "서버에 보낼 인증 요구(챌린지)가 없어 자격 증명 누락이 401 대신 403 코드로 나왔습니다",
            "GET",
            "/session",
            {},
            401,
        ),
        (
            "the view or one of its permission classes refused this user",
            "뷰나 뷰의 권한 클래스가 이 사용자를 거부했습니다",
            "GET",
            "/admin",
            {},
            200,
        ),
        (
            "a throttle of the view has counted more requests than it allows",
            "뷰의 요청 제한(throttle)이 허용한 횟수를 넘었습니다",
            "GET",
            "/throttled",
            {},
            200,
        ),
        (
            "the route matched, and its view found no object (Django REST framework says so)",
            "라우트는 일치했지만 뷰가 객체를 찾지 못했습니다(Django REST framework의 응답)",
            "GET",
            "/none",
            {},
            200,
        ),
        (
            "the route matched, and there is no such object: no User matches the query",
            "라우트는 일치했지만 조건에 맞는 객체가 없습니다: User",
            "GET",
            "/object",
            {},
            200,
        ),
    ],
)
def test_rest_framework_by_its_own_texts(
    *, sentence: str, korean: str, method: str, path: str, words: dict[str, Any], expected: int
) -> None:
    response = from_rest(method, path, **words)
    assert sentence == likely(response, expected)[0]
    assert korean == likely(response, expected, "ko")[0]


def test_a_format_that_is_not_there_is_no_object_that_is_not_there() -> None:
    response = from_rest("GET", "/any?format=xml")
    assert 404 == response.status_code
    assert ["inside.object-missing"] == list(causes(response, 200))
    sentence = "the route tests.diagnosis.sites.Own matched, and its view answered 404"
    assert [sentence] == likely(response, 200)


def test_rest_framework_puts_its_own_words_beside_the_general_ones() -> None:
    multipart = from_rest("POST", "/json", data={"a": 1})
    assert (
        'Django test client: multipart/form-data is its default; for all tests: TEST_REQUEST_DEFAULT_FORMAT = "json"'
    ) in checks(multipart, 200)
    accept = from_rest("GET", "/any", headers={"Accept": "application/xml"})
    line = "Django REST framework: add a renderer for that form to the view's renderer_classes"
    assert line in checks(accept, 200)
    session = from_rest("GET", "/session")
    line = "Django REST framework: put Token, Basic or JWT authentication first, whose challenge makes it a 401"
    assert line in checks(session, 200)


# -- simplejwt and django-ninja ---------------------------------------------------------------------------------------

NOT_VALID = {"detail": "Given token not valid for any token type", "code": "token_not_valid"}
BEARER = {"headers": {"Authorization": "Bearer abcdefgh"}}


def wrong(message: str) -> dict[str, Any]:
    return NOT_VALID | {"messages": [{"token_class": "AccessToken", "token_type": "access", "message": message}]}


@pytest.mark.parametrize(
    ("sentence", "check", "answer"),
    [
        (
            "simplejwt refused the token: Token has wrong type",
            "send the access token, not the refresh token (Token has wrong type)",
            wrong("Token has wrong type"),
        ),
        (
            "simplejwt refused the token: Token is invalid",
            "was it issued by this environment, with the same SIGNING_KEY? Token is invalid",
            wrong("Token is invalid"),
        ),
        ("simplejwt refused the token: Token is expired", "", wrong("Token is expired")),
        (
            "simplejwt refused the token: Token is blacklisted",
            "",
            {"detail": "Token is blacklisted", "code": "token_not_valid"},
        ),
        (
            "the authorization field has not exactly two parts, the scheme and the token",
            "",
            {
                "detail": "Authorization header must contain two space-delimited values",
                "code": "bad_authorization_header",
            },
        ),
        (
            "the token is good, and its user is not: User not found",
            "is the user of the token in the database of this test? User not found",
            {"detail": "User not found", "code": "user_not_found"},
        ),
    ],
)
def test_simplejwt_as_recorded(one: One, sentence: str, check: str, answer: dict[str, Any]) -> None:
    challenge = {"WWW-Authenticate": 'Bearer realm="api"', "Allow": "GET"}
    response = one("GET", 401, JSON | challenge, json.dumps(answer), **BEARER)
    assert sentence == likely(response, 200)[0]
    assert not check or check in checks(response, 200)


def test_a_failed_login_is_no_refused_token(one: One) -> None:
    body = '{"detail":"No active account found with the given credentials"}'
    response = one("POST", 401, JSON, body, json={"username": "kim", "password": "abcdefgh"})
    assert ["the login itself failed: no active account has this name and this password"] == likely(response, 200)


def test_real_simplejwt_and_django_ninja() -> None:
    ninja = pytest.importorskip("ninja", reason="django-ninja is not installed")
    authentication = pytest.importorskip("rest_framework_simplejwt.authentication", reason="simplejwt is not installed")
    with rest_site() as client:
        views, urls = import_module("rest_framework.views"), import_module("django.urls")
        own = type("Own", (views.APIView,), {"authentication_classes": (authentication.JWTAuthentication,)})
        api = ninja.NinjaAPI(urls_namespace="tests")

        def create(request: Any, data: Any) -> None: ...

        create.__annotations__["data"] = type("Data", (ninja.Schema,), {"__annotations__": {"a": int}})
        api.post("/create")(create)
        api.get("/bare", auth=lambda request: None)(lambda request: {})
        patterns = type("Urls", (), {"urlpatterns": [urls.path("jwt", own.as_view()), urls.path("api/", api.urls)]})
        with import_module("django.test").override_settings(ROOT_URLCONF=patterns):
            token = client().get("/jwt", headers={"Authorization": "Bearer abc"})
            broken = client().post("/api/create", BROKEN, content_type="application/json")
            lacking = client().post("/api/create", {"b": 1}, format="json")
            bare = client().get("/api/bare")
    assert "simplejwt refused the token: Token is invalid" == likely(token, 200)[0]
    assert ["the JSON that was sent is not valid at line 1, column 7: Expecting value"] == likely(broken, 200)
    assert ['the JSON that was sent lacks "a"'] == likely(lacking, 200)
    assert "frameworks.ninja-auth" in causes(bare, 200)


def test_a_schema_of_django_ninja_as_recorded(one: One) -> None:
    body = '{"detail": [{"type": "missing", "loc": ["body", "data", "a"], "msg": "Field required"}]}'
    response = one("POST", 422, JSON, body, json={"b": 1})
    assert ['the JSON that was sent lacks "a"'] == likely(response, 200)
    assert ['보낸 JSON에 다음 필드가 없습니다: "a"'] == likely(response, 200, "ko")
    near = one("POST", 422, JSON, body.replace('"a"', '"email"'), json={"emial": 1})
    assert ['the JSON has "emial" where the server asks for "email"'] == likely(near, 200)
    assert ['send "email"'] == checks(near, 200)


# -- FastAPI and Starlette --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "method", "path", "words"),
    [
        (
            'the server asks for "limit" in the query, and it was sent in the content',
            "POST",
            "/limit",
            {"json": {"limit": 3}},
        ),
        (
            'the server asks for "limit" in the query, and it was sent in the content',
            "POST",
            "/limit",
            {"data": {"limit": 3}},
        ),
        (
            'the server asks for "name" in the content, and it was sent in the query',
            "POST",
            "/form?name=kim",
            {},
        ),
        ('the JSON has "name", and the server looks for it in a form', "POST", "/form", {"json": {"name": "kim"}}),
        (
            'the path led to a route that reads "me" as its user_id, and refuses it',
            "GET",
            "/users/me",
            {},
        ),
        (
            "the application raised an exception that nobody caught, or its answer did not fit response_model",
            "GET",
            "/boom",
            {},
        ),
    ],
)
def test_fastapi_by_its_own_answers(sentence: str, method: str, path: str, words: dict[str, Any]) -> None:
    assert sentence == likely(from_fastapi(method, path, **words), 299)[0]


def test_fastapi_in_korean() -> None:
    response = from_fastapi("GET", "/users/me")
    assert ['경로의 "me" 부분을 user_id 매개변수로 읽는 라우트가 응답했고, 그 값을 거부했습니다'] == likely(
        response, 200, "ko"
    )


def test_models_that_stand_below_their_names_are_worth_a_check() -> None:
    response = from_fastapi("POST", "/two", json={"email": "a", "n": 1})
    assert ['the JSON that was sent lacks "user", "item"'] == likely(response, 200)
    line = 'does the route take several models, or Body(embed=True)? then send {"user": {...}}'
    assert line in checks(response, 200)


@pytest.mark.parametrize("path", ["/nothing", "/socket"])
def test_a_404_of_fastapi_proves_nothing_and_is_worth_a_check(path: str) -> None:
    response = from_fastapi("GET", path)
    assert {"frameworks.fastapi-not-found": ""} == causes(response, 200)
    assert (
        f"no route for {path}? FastAPI and Starlette say exactly this: check prefix, include_router, mount, root_path"
    ) in checks(response, 200)


def test_fastapi_says_401_where_it_said_403() -> None:
    line = "FastAPI says 401 here since 0.122.0, and said 403 before: expect 401"
    assert line in checks(from_fastapi("GET", "/private"), 403)
    assert line not in checks(from_fastapi("GET", "/private"), 200)


def test_middleware_of_starlette() -> None:
    trusted = import_module("starlette.middleware.trustedhost").TrustedHostMiddleware
    host = from_fastapi("GET", "/users/1", (trusted, {"allowed_hosts": ["good.test"]}))
    assert ["the host is not among those that the application allows: testserver"] == likely(host, 200)
    assert "or make the TestClient with an allowed one: base_url=" in checks(host, 200)
    cors = import_module("starlette.middleware.cors").CORSMiddleware
    asked = {"Origin": "https://b.test", "Access-Control-Request-Method": "PUT"}
    preflight = from_fastapi(
        "OPTIONS", "/users", (cors, {"allow_origins": ["https://a.test"], "allow_methods": ["GET"]}), headers=asked
    )
    assert ["the CORS preflight was refused for its origin, method"] == likely(preflight, 200)


def test_a_plain_500_is_not_called_starlettes_without_its_server(one: One) -> None:
    assert [] == likely(one("GET", 500, TEXT, "Internal Server Error"), 200)
    served = one("GET", 500, TEXT | {"Server": "uvicorn"}, "Internal Server Error")
    assert ["frameworks.starlette-error"] == list(causes(served, 200))


# -- Flask and Werkzeug -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "method", "path", "words"),
    [
        (
            "Flask does not trust the host evil.test: it is not in TRUSTED_HOSTS",
            "POST",
            "/form",
            {"headers": {"Host": "evil.test"}, "config": {"TRUSTED_HOSTS": ["good.test"]}},
        ),
        (
            'the view asked for "name" in the form, the query or the files, and it was not sent there',
            "POST",
            "/form",
            {"debug": True},
        ),
        (
            "the content is above a limit of Flask or of the view: this is Flask's own 413 page",
            "POST",
            "/form",
            {"config": {"MAX_CONTENT_LENGTH": 5}, "data": {"name": "x" * 50}},
        ),
        ("the view reads JSON, and the request has no content and no content-type field", "POST", "/json", {}),
        (
            ("the view raised an exception or returned None; this is Flask's own 500 page, which does not name it"),
            "GET",
            "/none",
            {},
        ),
    ],
)
def test_flask_by_its_own_pages(sentence: str, method: str, path: str, words: dict[str, Any]) -> None:
    assert sentence == likely(from_flask(method, path, **words), 299)[0]


def test_flask_in_korean_and_in_the_words_of_its_client() -> None:
    response = from_flask("GET", "/none")
    assert [
        "뷰에서 예외가 발생했거나 뷰가 None을 반환했습니다. Flask의 기본 500 페이지에는 예외가 나오지 않습니다"
    ] == likely(response, 200, "ko")
    # In process the log is pytest's own, and the message shows what it holds.
    assert ["let the Flask test client raise it: app.testing = True"] == checks(response, 200)
    files = from_flask(
        "POST", "/form", config={"MAX_FORM_MEMORY_SIZE": 5}, data={"name": "x" * 50}, content_type="multipart/form-data"
    )
    assert (
        "in a multipart/form-data the fields alone may pass MAX_FORM_MEMORY_SIZE (500 kB) or MAX_FORM_PARTS (1000)"
    ) in checks(files, 200)


@pytest.mark.parametrize(
    ("rule", "method", "path"),
    [
        ("frameworks.flask-bad-request", "POST", "/form"),
        ("frameworks.flask-not-found", "GET", "/nothing"),
        ("frameworks.flask-login", "GET", "/private"),
    ],
)
def test_pages_of_flask_that_name_no_reason_are_worth_a_check(rule: str, method: str, path: str) -> None:
    assert "" == causes(from_flask(method, path), 200)[rule]


def test_the_exception_on_werkzeugs_debugger() -> None:
    flask = pytest.importorskip("flask")
    debug, client = import_module("werkzeug.debug"), import_module("werkzeug.test").Client
    app = flask.Flask(__name__)
    app.debug = True
    app.add_url_rule("/boom", "boom", lambda: {}["name"])
    response = client(debug.DebuggedApplication(app)).get("/boom", environ_overrides={"wsgi.errors": _Nowhere()})
    (sentence,) = likely(response, 200)
    assert sentence.startswith("the application raised KeyError: 'name', in tests/diagnosis/test_frameworks.py:")


class _Nowhere:
    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None: ...

    def writelines(self, _lines: Any) -> None: ...


@pytest.mark.parametrize(
    "reason",
    ["The CSRF token is missing", "The CSRF session token is missing", "The CSRF tokens do not match"],
)
def test_flask_wtf_as_recorded(one: One, reason: str) -> None:
    response = one("POST", 400, HTML, PAGE.format(f"{reason}."), data={"a": "1"})
    assert [f"Flask-WTF refused the request: {reason}"] == likely(response, 200)
    assert "in the tests: WTF_CSRF_ENABLED = False" in checks(response, 200)


@pytest.mark.parametrize(
    ("sentences", "code", "message", "sent"),
    [
        (["the token was not accepted: Not enough segments"], 422, "Not enough segments", "Bearer abcdefgh"),
        (["the token was not accepted: Token has expired"], 401, "Token has expired", "Bearer abcdefgh"),
        (
            ["the token was not accepted: Bad Authorization header"],
            422,
            "Bad Authorization header. Expected 'Authorization: Bearer <JWT>'",
            "Bearer a b",
        ),
        (
            ["the authorization field does not begin with Bearer, which is the scheme that is asked for"],
            401,
            "Missing 'Bearer' type in 'Authorization' header. Expected 'Authorization: Bearer <JWT>'",
            "Basic abcdefgh",
        ),
        (
            ["the request carried no credentials: no authorization field, no cookie"],
            401,
            "Missing Authorization Header",
            "",
        ),
    ],
)
def test_flask_jwt_extended_as_recorded(one: One, sentences: list[str], code: int, message: str, sent: str) -> None:
    headers = {"headers": {"Authorization": sent}} if sent else {}
    assert sentences == likely(one("GET", code, JSON, json.dumps({"msg": message}), **headers), 200)


def test_real_extensions_of_flask() -> None:
    flask = pytest.importorskip("flask")
    forms = pytest.importorskip("flask_wtf", reason="Flask-WTF is not installed")
    tokens = pytest.importorskip("flask_jwt_extended", reason="Flask-JWT-Extended is not installed")
    app = flask.Flask(__name__)
    app.config.update(SECRET_KEY="x" * 40, JWT_SECRET_KEY="y" * 40)
    app.add_url_rule("/private", "private", tokens.jwt_required()(lambda: ""))
    tokens.JWTManager(app)
    refused = app.test_client().get("/private", headers={"Authorization": "Bearer abc"})
    assert ["the token was not accepted: Not enough segments"] == likely(refused, 200)
    protected = flask.Flask(__name__)
    protected.config["SECRET_KEY"] = "x" * 40
    protected.add_url_rule("/form", "form", lambda: "", methods=["POST"])
    forms.CSRFProtect(protected)
    assert ["Flask-WTF refused the request: The CSRF token is missing"] == likely(
        protected.test_client().post("/form"), 200
    )


# -- Litestar and Falcon ----------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Litestar's own, of how handlers name their parameters
def test_litestar_by_its_own_answers() -> None:
    lacking = from_litestar("POST", "/users", json={"age": 4})
    assert ['the JSON that was sent lacks "email"'] == likely(lacking, 201)
    near = from_litestar("POST", "/users", json={"emial": "a@b.test", "age": 4})
    assert ['the JSON has "emial" where the server asks for "email"'] == likely(near, 201)
    assert ['서버가 요구하는 필드는 "email", 보낸 JSON의 필드는 "emial"입니다'] == likely(near, 201, "ko")
    page = from_litestar("GET", "/page")
    assert ["the request lacks a parameter that the server asks for: page, in the query"] == likely(page, 200)
    broken = from_litestar("POST", "/users", content=BROKEN, headers=JSON)
    assert ["the JSON that was sent is not valid at line 1, column 7: Expecting value"] == likely(broken, 201)
    boom = from_litestar("GET", "/boom", debug=True)
    assert likely(boom, 200)[0].startswith("the application raised KeyError: 'name', in tests/diagnosis/")


def test_falcon_by_its_own_answers() -> None:
    broken = from_falcon("POST", "/users", body=BROKEN, headers=JSON)
    line = "the server could not read the content as JSON: Expecting value: line 1 column 7 (char 6)"
    assert [line] == likely(broken, 200)
    empty = from_falcon("POST", "/users", body="", headers=JSON)
    assert ["the server could not read the content as JSON: empty"] == likely(empty, 200)
    page = from_falcon("GET", "/users")
    assert ["the request lacks a parameter that the server asks for: page"] == likely(page, 200)
    assert ["서버가 요구하는 매개변수가 요청에 없습니다: page"] == likely(page, 200, "ko")
    header = from_falcon("PUT", "/users")
    assert ["the request lacks a parameter that the server asks for: X-Shop, in the header"] == likely(header, 200)


# -- servers ----------------------------------------------------------------------------------------------------------


def test_pythons_http_server() -> None:
    method, fields, line = from_http_server()
    assert ["Python's http.server has no handler for POST: do_POST is missing"] == likely(method, 200)
    assert ["Python의 http.server에 POST 메서드의 처리기가 없습니다: do_POST"] == likely(method, 200, "ko")
    refused = "Python's http.server refused the request before its handler saw it:"
    assert [f"{refused} Too many headers"] == likely(fields, 200)
    assert [414] == [line.status_code]
    assert likely(line, 200)[0].startswith(f"{refused} ")


def test_waitress() -> None:
    waitress = pytest.importorskip("waitress.server")

    def app(_environ: Any, _start: Any) -> Any:
        raise KeyError("name")

    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=1)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    port = server.effective_port
    failed = requests.get(f"http://127.0.0.1:{port}/")
    coded = by_http(port, get("/", "Transfer-Encoding: foo"))
    server.trigger.pull_trigger(server.close)  # in its own thread: closed under its `select`, the thread would raise
    thread.join()
    assert ["the application raised before it began to answer: this is waitress's own 500"] == likely(failed, 200)
    assert [
        "waitress refused the request, and the application never saw it: Transfer-Encoding requested is not supported"
    ] == likely(coded, 200)


@pytest.mark.parametrize(
    ("sentence", "code", "title", "said"),
    [
        (
            "the request line is longer than the 4094 bytes that gunicorn takes",
            414,
            "URI Too Long",
            "Request Line is too large (8192 &gt; 4094)",
        ),
        (
            "the header fields are above a limit of gunicorn: limit request headers fields size",
            431,
            "Request Header Fields Too Large",
            "Error parsing headers: &#x27;limit request headers fields size&#x27;",
        ),
        (
            "gunicorn refused the request, and the application never saw it: Unsupported transfer coding: 'foo'",
            501,
            "Bad Request",
            "Unsupported transfer coding: &#x27;foo&#x27;",
        ),
        (
            "the application raised outside its framework, or its worker was stopped: this is gunicorn's own 500 page",
            500,
            "Internal Server Error",
            "",
        ),
    ],
)
def test_gunicorn_as_recorded(one: One, sentence: str, code: int, title: str, said: str) -> None:
    assert [sentence] == likely(one("GET", code, HTML, GUNICORN.format(title, said)), 200)


def test_uvicorn_slowapi_and_websockets_as_recorded(one: One) -> None:
    invalid = one("GET", 400, TEXT, "Invalid HTTP request received.")
    assert ["uvicorn could not read the request as HTTP: the application never saw it"] == likely(invalid, 200)
    limited = one("GET", 429, JSON, '{"error":"Rate limit exceeded: 1 per 1 minute"}')
    assert ["the limit of 1 per 1 minute is used up"] == likely(limited, 200)
    text = "Failed to open a WebSocket connection: invalid Connection header: keep-alive.\n\nYou cannot access it."
    socketed = one("GET", 426, TEXT | {"Upgrade": "websocket"}, text)
    assert ["an ordinary HTTP request reached a WebSocket server"] == likely(socketed, 200)


@pytest.mark.parametrize(
    ("code", "check"),
    [
        (400, "a 400 of Hypercorn's own: is https sent to a plain port, or is Host or the length wrong?"),
        (431, "after this 431: shrink cookies or the token, or raise h11_max_incomplete_size (16 kB)"),
        (501, "after this 501: send transfer-encoding: chunked, or a content-length"),
    ],
)
def test_hypercorn_as_recorded(one: One, code: int, check: str) -> None:
    words = {"headers": {"Connection": "keep-alive"}}
    response = one("GET", code, {"Server": "hypercorn-h11"}, **words)
    assert ["Hypercorn refused the request itself, and the application never saw it"] == likely(response, 200)
    assert [check] == checks(response, 200)
    closing = {"headers": {"Connection": "close"}}
    assert {} == causes(one("GET", code, {"Server": "hypercorn-h11"}, **closing), 200)
    assert {} == causes(one("GET", code, {"Server": "nginx"}, **words), 200)
    assert {} == causes(one("GET", code, {"Server": "hypercorn-h11"} | TEXT, **words), 200)


def test_hypercorn_itself() -> None:
    serve = pytest.importorskip("hypercorn.asyncio").serve
    config = import_module("hypercorn.config").Config()
    opened = socket.create_server(("127.0.0.1", 0))
    port = opened.getsockname()[1]
    # Given away: an owner that is left would close the number once more, which may be another socket's by then.
    config.bind, config.errorlog = [f"fd://{opened.detach()}"], None

    async def app(scope: Any, receive: Any, send: Any) -> None: ...

    async def run() -> list[Any]:
        stop = asyncio.Event()
        running = asyncio.create_task(serve(app, config, shutdown_trigger=stop.wait))
        raw = (get("/", "Content-Length: abc"), get("/", f"X-A: {'x' * 70_000}"), get("/", "Transfer-Encoding: foo"))
        found = [await asyncio.to_thread(by_http, port, each) for each in raw]
        stop.set()
        await running
        return found

    found = asyncio.run(run())
    assert [400, 431, 501] == [each.status_code for each in found]
    for each in found:
        assert ["Hypercorn refused the request itself, and the application never saw it"] == likely(each, 200)
        assert ["Hypercorn이 직접 요청을 거부했고 애플리케이션에는 도달하지 않았습니다"] == likely(each, 200, "ko")


def test_aiohttp_by_its_own_answers() -> None:
    found = from_aiohttp()
    sentence = "the handler raised an exception; this is aiohttp's own 500, which does not name it"
    assert sentence in likely(found["error"], 200)
    assert ("does the handler of this POST call request.json()? it raises where the content is no JSON") in checks(
        found["error"], 200
    )
    assert "the content is above the 50 bytes that aiohttp takes (client_max_size)" == likely(found["large"], 200)[0]
    assert ["the URL or a header field is longer than the 8190 bytes that aiohttp reads"] == likely(found["long"], 200)
    assert ["URL이나 헤더가 aiohttp가 읽는 8190바이트보다 깁니다"] == likely(found["long"], 200, "ko")
    assert {"frameworks.aiohttp-not-found": ""} == causes(found["none"], 200)


def test_tornado_by_its_own_answers() -> None:
    found = from_tornado()
    assert ["Tornado refused the request for its XSRF token: '_xsrf' argument missing from POST"] == likely(
        found["POST True"], 200
    )
    assert ["Tornado가 XSRF 토큰 때문에 요청을 거부했습니다: '_xsrf' argument missing from POST"] == likely(
        found["POST True"], 200, "ko"
    )
    assert ["the request lacks a parameter that the server asks for: page"] == likely(found["GET True"], 200)
    assert "" == causes(found["POST False"], 200)["frameworks.tornado-forbidden"]
    assert {} == causes(found["GET False"], 200)


# -- precision --------------------------------------------------------------------------------------------------------

DJANGO_500 = (
    '\n<!doctype html>\n<html lang="en">\n<head>\n  <title>{0}</title>\n</head>\n'
    "<body>\n  <h1>{0}</h1><p></p>\n</body>\n</html>\n"
)
MISSING = {"type": "missing", "msg": "Field required"}


def place(*loc: Any, **more: Any) -> str:
    return json.dumps({"detail": [MISSING | {"loc": list(loc)} | more]})


ALIKE: dict[str, tuple[str, int, dict[str, str], str, dict[str, Any]]] = {
    "a page about CSRF": ("POST", 403, HTML, "<html><h1>Forbidden</h1><p>CSRF verification failed.</p></html>", {}),
    "a template of the project's own": ("GET", 500, HTML, "<html><h1>Server Error (500)</h1></html>", {}),
    "Django's frame, another title": ("GET", 500, HTML, DJANGO_500.format("Shop closed"), {}),
    "a page that quotes a host": ("GET", 400, HTML, "<html><title>DisallowedHost</title></html>", {}),
    "a 413 with another text": ("POST", 413, TEXT, "Payload too large", {}),
    "a page that is not found": ("GET", 404, HTML, "<html><h1>Page not found (404)</h1></html>", {}),
    "a 403 with another frame": ("GET", 403, HTML, "<html><h1>403 Forbidden</h1></html>", {}),
    "CSRF in another member": ("POST", 403, JSON, '{"message":"CSRF Failed: no"}', {}),
    "a permission in another sentence": ("GET", 403, JSON, '{"detail":"You do not have permission."}', {}),
    "detail with more beside it": ("GET", 404, JSON, '{"detail":"No User matches the given query.","a":1}', {}),
    "a throttle of somebody else": ("GET", 429, JSON, '{"detail":"Too many requests"}', {}),
    "Not found. without Allow": ("GET", 404, JSON, '{"detail":"Not found."}', {}),
    "another media type": ("POST", 415, JSON, '{"detail":"Unsupported media type"}', {}),
    "no renderer, in other words": ("GET", 406, JSON, '{"detail":"Not acceptable"}', {}),
    "a 401 with a code of its own": ("GET", 401, JSON, '{"detail":"no","code":"token_old"}', BEARER),
    "a 401 with a code and no sentence": ("GET", 401, JSON, '{"code":"token_not_valid"}', BEARER),
    "user_not_found of somebody else": ("GET", 401, JSON, '{"detail":"who?","code":"user_not_found"}', BEARER),
    "a 401 that is a list": ("GET", 401, JSON, "[1]", BEARER),
    "Unauthorized over the wire": ("GET", 401, JSON, '{"detail":"Unauthorized"}', BEARER),
    "Not Found of an unknown server": ("GET", 404, JSON, '{"detail":"Not Found"}', {}),
    "a host header in other words": ("GET", 400, TEXT, "Invalid Host header", {}),
    "CORS in other words": ("OPTIONS", 400, TEXT, "Disallowed CORS request", {}),
    "a host in another frame": ("GET", 400, HTML, "<p>Host 'a' is not trusted.</p>", {}),
    "a key error in another frame": ("POST", 400, HTML, "<p>KeyError: 'name'</p>", {}),
    "Werkzeug's frame, own words": ("POST", 400, HTML, PAGE.format("no seats left"), {}),
    "a long page in Werkzeug's frame": ("POST", 400, HTML, PAGE.format("x" * 5_000), {}),
    "a token in other words": ("GET", 422, JSON, '{"msg":"the token is odd"}', BEARER),
    "a scheme in other words": ("GET", 401, JSON, '{"msg":"Missing token"}', BEARER),
    "trouble in other words": ("GET", 500, TEXT, "500 Internal Server Error", {}),
    "a limit in other words": ("POST", 413, TEXT, "Maximum request body size exceeded", {}),
    "a 404 like aiohttp's": ("GET", 404, TEXT, "404: Not Found", {}),
    "bytes in other words": ("GET", 400, TEXT, "Got more than expected", {}),
    "a 403 like Tornado's": (
        "POST", 403, HTML,
        "<html><title>403: Forbidden</title><body>403: Forbidden</body></html>", {},
    ),
    "Tornado with its token": (
        "POST", 403, HTML | {"Server": "TornadoServer/6.6.1"},
        "<html><title>403: Forbidden</title><body>403: Forbidden</body></html>", {"headers": {"X-XSRFToken": "abc"}},
    ),
    "a traceback of something else": ("GET", 403, TEXT, "Traceback (most recent call last):\n  nothing", {}),
    "invalid in other words": ("GET", 400, TEXT, "Invalid HTTP request", {}),
    "gunicorn's frame, own words": ("GET", 400, HTML, GUNICORN.format("Bad Request", "no seats left"), {}),
    "a page like http.server's": ("POST", 501, HTML, "<!DOCTYPE HTML><title>Error response</title>", {}),
    "waitress, not by itself": ("GET", 500, TEXT, "Internal Server Error", {}),
    "a limit that is no slowapi": ("GET", 429, JSON, '{"error":"slow down"}', {}),
    "an upgrade to something else": ("GET", 426, TEXT | {"Upgrade": "TLS/1.2"}, "Upgrade Required", {}),
    "a good JSON refused": ("POST", 400, JSON, '{"detail":"no seats left"}', {"json": {"a": 1}}),
    "a title and a description": (
        "POST", 400, JSON,
        '{"title":"No","description":"no seats left"}', {"json": {"a": 1}},
    ),
    "a status_code and a detail": (
        "POST", 400, JSON,
        '{"status_code":400,"detail":"no seats left"}', {"json": {"a": 1}},
    ),
    "a status_code of another answer": (
        "POST", 400, JSON,
        '{"status_code":409,"detail":"Missing required query parameter \'a\' for path /b"}', {"json": {"a": 1}},
    ),
    "an extra without a field": (
        "POST", 400, JSON, '{"status_code":400,"detail":"no","extra":[{"message":"too old"}, 1]}', {"json": {"a": 1}},
    ),
    "an extra that is no list": ("POST", 400, JSON, '{"status_code":400,"detail":"no","extra":{}}', {"json": {"a": 1}}),
    "a challenge with the sentence": (
        "GET", 403, JSON | {"WWW-Authenticate": "Basic"}, '{"detail":"Authentication credentials were not provided."}',
        BEARER,
    ),
    "415 with content": (
        "POST", 415, HTML,
        PAGE.format("Did not attempt to load JSON data because the request Content-Type was x").replace("400", "415"),
        {"json": {}},
    ),
    "a name in the right place": ("POST", 422, JSON, place("query", "limit"), {"json": {"a": 1}}),
    "a form with a form": ("POST", 422, JSON, place("body", "name"), {"data": {"a": "1"}}),
    "a list where an object is asked": ("POST", 422, JSON, place("body", 0), {"json": [1]}),
    "a number in the path": ("GET", 422, JSON, place("path", "id", type="greater_than", input="-1"), {}),
    "an entry of another shape": (
        "POST", 422, JSON,
        '{"detail":[1,{"loc":"a","type":"b"},{"loc":["a"]}]}', {"json": {"a": 1}},
    ),
    "a nested field of FastAPI": ("POST", 422, JSON, place("body", "home", "city"), {"json": {"home": {"city": None}}}),
}  # fmt: skip


@pytest.mark.parametrize("case", ALIKE)
def test_what_looks_alike_is_not_named(one: One, case: str) -> None:
    method, code, fields, body, words = ALIKE[case]
    found = causes(one(method, code, fields, body, **words), 299)
    ours = {each.id for each in _rules()}
    assert {} == {name: sentence for name, sentence in found.items() if name in ours and sentence}


def _rules() -> list[Rule]:
    modules = (frameworks, litestar, pydantic, rest)
    own = [each for module in modules for each in vars(module).values() if isinstance(each, Rule)]
    return [*own, *frameworks.TEXTS]


HOSTILE = {
    "a title without end": "<!doctype html><title>A: b" + " " * 60_000,
    "titles": "<!DOCTYPE html>" + "<title>A at " * 5_000,
    "values": "<!DOCTYPE html>" + '<title>A at x</title><pre class="exception_value">' * 1_200,
    "frames": "Traceback (most recent call last):" + '\n  File "a", line 3' * 3_000,
    "requests": "A at b\n" + "\n\nRequest Method: " * 3_500,
    "404": "<html>Page not found (404)\n" + "Request Method:\nRaised by: \n" * 2_000,
    "403": "<html>Forbidden (403)\nCSRF verification failed. Request aborted." + "Reason given for failure:" * 2_000,
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("code", [400, 403, 404, 500])
def test_a_hostile_page_costs_little(case: str, code: int) -> None:
    content = read(HOSTILE[case].encode(), tuple(HTML.items()))
    asked = Case(Exchange(Response(code), Request("GET", "http://a.test/")), content, read(b"", None))
    start = time.process_time()
    assert not [each.id for each in _rules() if code in each.codes and each.apply(asked) and each.rank > 30]
    assert time.process_time() - start < 10
