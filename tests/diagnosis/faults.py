"""Faults whose cause is known, because they were made on purpose: each with the cause that one would name who knows.

The causes were written down from the nature of each fault before a rule was asked. Most are made by the framework, the
client or the server itself; a server that cannot run here answers as it was recorded.
"""
# ruff: noqa: E501  # one case a line reads best

from __future__ import annotations

import gzip
import json
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import pytest
import requests

from tests.diagnosis.recorded import ANSWERS
from tests.diagnosis.scene import Case, Scene, case
from tests.diagnosis.sites import (
    BROKEN,
    HTML,
    JSON,
    TEXT,
    from_aiohttp,
    from_falcon,
    from_http_server,
    from_litestar,
    from_tornado,
    token,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Make = Callable[[Scene], Any]

_OLD: Final = token(exp=1_700_000_000)
_FUTURE: Final = token(nbf=4_000_000_000)


def _shop(package: str, module: str, function: str, *words: Any, **more: Any) -> Make:
    def make(_scene: Scene) -> Any:
        pytest.importorskip(package)
        return getattr(import_module(f"tests.diagnosis.shops.{module}"), function)(*words, **more)

    return make


def django(*words: Any, **more: Any) -> Make:
    return _shop("rest_framework", "by_django", "ask", *words, **more)


def rest(*words: Any, **more: Any) -> Make:
    return _shop("rest_framework", "by_django", "ask_rest", *words, **more)


def fastapi(*words: Any, **more: Any) -> Make:
    return _shop("fastapi", "by_fastapi", "ask", *words, **more)


def flask(*words: Any, **more: Any) -> Make:
    return _shop("flask", "by_flask", "ask", *words, **more)


def one(*words: Any, **more: Any) -> Make:
    return lambda scene: scene.one(*words, **more)


def front(*words: Any, **more: Any) -> Make:
    return lambda scene: scene.ask(*words, **more)


def follow(*words: Any, **more: Any) -> Make:
    return lambda scene: scene.follow(*words, **more)


def recorded(rule: str, code: int) -> Make:
    answer = next(each for each in ANSWERS if (each.rule, each.code) == (rule, code))
    return lambda scene: scene.recorded(answer)


def bearer(credentials: str) -> dict[str, Any]:
    return {"headers": {"Authorization": credentials}}


_DEBUG: Final = {"settings": {"DEBUG": True}}
_FORM: Final = "application/x-www-form-urlencoded"
_PREFLIGHT: Final = {"headers": {"Origin": "https://shop.test", "Access-Control-Request-Method": "POST"}}

_DJANGO: Final = (
    case("Django: an anonymous user at a page for members", "redirects.login", 200, django("GET", "/members")),
    case("Django: the same, followed to the login page", "redirects.login", 403, django("GET", "/members", follow=True)),
    case("Django: the final slash is missing", "redirects.slash", 200, django("GET", "/orders")),
    case("Django: a POST without the final slash", "redirects.slash", 200, django("POST", "/orders", {"a": "1"})),
    case("Django: a POST without the final slash, with DEBUG", "frameworks.django-append-slash", 200, django("POST", "/orders", {"a": "1"}, **_DEBUG)),
    case("Django: no CSRF token", "frameworks.django-csrf", 302, django("POST", "/order", {"a": "1"}, csrf=True)),
    case("Django: no CSRF token, with DEBUG", "frameworks.django-csrf", 302, django("POST", "/order", {"a": "1"}, csrf=True, **_DEBUG)),
    case("Django: a host that is not allowed, with DEBUG", "frameworks.django-host", 200, django("GET", "/orders/", headers={"Host": "evil.test"}, **_DEBUG)),
    case("Django: an upload above the limit, with DEBUG", "frameworks.django-upload", 200, django("POST", "/orders/", data="x" * 200, content_type=_FORM, settings={"DEBUG": True, "DATA_UPLOAD_MAX_MEMORY_SIZE": 100})),
    case("Django: a path that no pattern matches", "inside.no-route", 200, django("GET", "/ordres/9")),
    case("Django: a path that no pattern matches, with DEBUG", "frameworks.django-no-url inside.no-route", 200, django("GET", "/ordres/9", **_DEBUG)),
    case("Django: get_object_or_404 found nothing", "inside.object-missing", 200, django("GET", "/orders/9")),
    case("Django: get_object_or_404 found nothing, with DEBUG", "frameworks.django-raised-404 inside.object-missing", 200, django("GET", "/orders/9", **_DEBUG)),
    case("Django: PermissionDenied", "frameworks.django-forbidden", 200, django("GET", "/denied")),
    case("Django: an exception in the view", "inside.exception", 200, django("GET", "/boom")),
    case("Django: an exception in the view, with DEBUG", "inside.exception frameworks.debug-page", 200, django("GET", "/boom", **_DEBUG)),
    case("Django: a form that does not validate", "inside.form-invalid", 302, django("POST", "/order", {"email": "kim", "age": "old"})),
    case("Django: SECURE_SSL_REDIRECT", "redirects.https", 200, django("GET", "/orders/", settings={"SECURE_SSL_REDIRECT": True, "MIDDLEWARE": ["django.middleware.security.SecurityMiddleware"]})),
    case("Django: PREPEND_WWW", "redirects.host", 200, django("GET", "/orders/", settings={"PREPEND_WWW": True, "ALLOWED_HOSTS": ["*"]})),
    case("Django: the client followed a redirect that was asked for", "redirects.followed", 302, django("GET", "/moved", follow=True)),
    case("Django: the client does not follow", "redirects.not-followed", 200, django("GET", "/moved")),
    case("Django: GET of a view that takes POST", "routing.method-not-allowed", 200, django("GET", "/hooks")),
)  # fmt: skip

_REST: Final = (
    case("DRF: no credentials where Basic is asked for", "auth.no-credentials", 200, rest("GET", "/api/basic")),
    case("DRF: no credentials where a token is asked for", "auth.no-credentials", 200, rest("GET", "/api/token")),
    case("DRF: Bearer where Token is asked for", "auth.other-scheme", 200, rest("GET", "/api/token", **bearer("Bearer abcdefgh"))),
    case("DRF: a token without its scheme", "auth.no-scheme", 200, rest("GET", "/api/token", **bearer("abcdefgh"))),
    case("DRF: a token that is not known", "auth.refused", 200, rest("GET", "/api/token", **bearer("Token abcdefgh"))),
    case("DRF: no login is a 403 with sessions", "rest.no-challenge", 401, rest("GET", "/api/session")),
    case("DRF: no login where sessions count", "auth.forbidden-no-credentials", 200, rest("GET", "/api/session")),
    case("DRF: a permission class refuses", "frameworks.rest-permission", 200, rest("GET", "/api/admin", user=True)),
    case("DRF: a session without its CSRF token", "frameworks.rest-csrf", 201, rest("POST", "/api/csrf", {"a": 1}, format="json")),
    case("DRF: a throttle", "frameworks.rest-throttled rate.wait", 200, rest("GET", "/api/throttled")),
    case("DRF: an object that is not there", "frameworks.rest-no-object inside.object-missing", 200, rest("GET", "/api/missing")),
    case("DRF: a method that the view does not have", "routing.method-not-allowed", 204, rest("DELETE", "/api/buyers/")),
    case("DRF: multipart, the client's default, where JSON is asked for", "content.type-refused content.form-for-json", 201, rest("POST", "/api/json", {"a": 1})),
    case("DRF: a field under a near name", "content.near-field", 201, rest("POST", "/api/buyers/", {"emial": "a@b.test"}, format="json")),
    case("DRF: a field is missing", "content.missing-fields", 201, rest("POST", "/api/buyers/", {"age": 4}, format="json")),
    case("DRF: JSON that does not parse", "content.invalid-json", 201, rest("POST", "/api/buyers/", BROKEN, content_type="application/json")),
    case("DRF: JSON encoded twice", "content.json-twice", 201, rest("POST", "/api/buyers/", json.dumps(json.dumps({"email": "a@b.test"})), content_type="application/json")),
    case("DRF: a form that no renderer makes", "content.not-acceptable", 200, rest("GET", "/api/json", headers={"Accept": "application/xml"})),
    case("DRF: the final slash is missing", "redirects.slash", 201, rest("POST", "/api/buyers", {"email": "a@b.test"}, format="json")),
    case("DRF: a path that no pattern matches", "inside.no-route", 200, rest("GET", "/api/byers/")),
    case("simplejwt: a token that is no JWT", "rest.simplejwt", 200, _shop("rest_framework_simplejwt", "by_django", "ask_simplejwt", "Bearer abc")),
    case("simplejwt: three parts in the field", "rest.simplejwt", 200, _shop("rest_framework_simplejwt", "by_django", "ask_simplejwt", "Bearer abc def")),
    case("simplejwt: a token that expired", "auth.expired-token rest.simplejwt", 200, _shop("rest_framework_simplejwt", "by_django", "ask_simplejwt", f"Bearer {_OLD}")),
    case("django-ninja: a field under a near name", "content.near-field pydantic.ninja-field", 200, _shop("ninja", "by_django", "ask_ninja", "post", "/api/buyers", {"emial": "a@b.test"}, format="json")),
    case("django-ninja: a field is missing", "content.missing-fields pydantic.ninja-field", 200, _shop("ninja", "by_django", "ask_ninja", "post", "/api/buyers", {"age": 4}, format="json")),
    case("django-ninja: JSON that does not parse", "content.invalid-json", 200, _shop("ninja", "by_django", "ask_ninja", "post", "/api/buyers", BROKEN, content_type="application/json")),
)  # fmt: skip

_FASTAPI: Final = (
    case("FastAPI: no token", "auth.no-credentials", 200, fastapi("GET", "/me")),
    case("FastAPI: Basic where Bearer is asked for", "auth.other-scheme", 200, fastapi("GET", "/me", **bearer("Basic abcdefgh"))),
    case("FastAPI: a token that expired", "auth.expired-token", 200, fastapi("GET", "/me", **bearer(f"Bearer {_OLD}"))),
    case("FastAPI: a token that is not valid yet", "auth.early-token", 200, fastapi("GET", "/me", **bearer(f"Bearer {_FUTURE}"))),
    case("FastAPI: a token that is refused", "auth.refused", 200, fastapi("GET", "/me", **bearer("Bearer abcdefgh"))),
    case("FastAPI: a token without the scope", "auth.insufficient-scope", 200, fastapi("GET", "/private", **bearer("Bearer abcdefgh"))),
    case("FastAPI: a field under a near name", "content.near-field", 201, fastapi("POST", "/users", json={"emial": "a@b.test"})),
    case("FastAPI: a field is missing", "content.missing-fields", 201, fastapi("POST", "/users", json={"age": 4})),
    case("FastAPI: a nested field is missing", "content.missing-fields", 200, fastapi("POST", "/orders", json={"item": "tea", "buyer": {}})),
    case("FastAPI: a form where JSON is asked for", "content.form-for-json", 201, fastapi("POST", "/users", data={"email": "a@b.test"})),
    case("FastAPI: JSON text without its type", "content.form-for-json", 201, fastapi("POST", "/users", content='{"email": "a@b.test"}')),
    case("FastAPI: no content", "content.no-body", 201, fastapi("POST", "/users")),
    case("FastAPI: JSON that does not parse", "content.invalid-json", 201, fastapi("POST", "/users", content='{"email": "a",}', headers=JSON)),
    case("FastAPI: a query parameter sent in the content", "pydantic.wrong-place", 200, fastapi("POST", "/search", json={"word": "tea"})),
    case("FastAPI: a form field sent in the query", "pydantic.wrong-place", 200, fastapi("POST", "/login?name=kim&password=abcdefgh")),
    case("FastAPI: JSON where a form is asked for", "pydantic.form-wanted", 200, fastapi("POST", "/login", json={"name": "kim", "password": "abcdefgh"})),
    case("FastAPI: a fixed path behind a parameter route", "pydantic.path-word", 200, fastapi("GET", "/users/me")),
    case("FastAPI: two models, the content of one", "pydantic.embedded", 200, fastapi("POST", "/pairs", json={"email": "a@b.test"})),
    case("FastAPI: an exception in the route", "frameworks.starlette-error", 200, fastapi("GET", "/boom")),
    case("FastAPI: an answer that does not fit response_model", "frameworks.starlette-error", 200, fastapi("GET", "/unfit")),
    case("FastAPI: another method than the route's", "routing.method-not-allowed", 200, fastapi("GET", "/search")),
    case("FastAPI: HEAD of a GET route", "routing.head", 200, fastapi("HEAD", "/users/7")),
    case("FastAPI: a preflight without CORS middleware", "routing.options", 200, fastapi("OPTIONS", "/users", **_PREFLIGHT)),
    case("FastAPI: a slash too many", "redirects.slash", 201, fastapi("POST", "/users/7/", follow_redirects=False)),
    case("FastAPI: the client followed a redirect that was asked for", "redirects.followed", 307, fastapi("GET", "/moved")),
    case("FastAPI: post, redirect, get was followed", "redirects.followed", 303, fastapi("POST", "/forms")),
    case("FastAPI: the redirect is not followed", "redirects.not-followed", 200, fastapi("GET", "/moved", follow_redirects=False)),
    case("FastAPI: a page for members", "redirects.login", 200, fastapi("GET", "/members", follow_redirects=False)),
    case("FastAPI: the range begins behind the file", "conditional.range", 206, fastapi("GET", "/static/__init__.py", headers={"Range": "bytes=90000-"})),
    case("FastAPI: a condition that matches", "conditional.not-modified", 200, fastapi("GET", "/static/__init__.py", headers={"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"})),
    case("FastAPI: a part where the whole is wanted", "conditional.partial", 200, fastapi("GET", "/static/__init__.py", headers={"Range": "bytes=0-3"})),
    case("Starlette: a host that is not allowed", "frameworks.starlette-host", 200, lambda _scene: _starlette("trustedhost.TrustedHostMiddleware", {"allowed_hosts": ["good.test"]})),
    case("Starlette: a preflight from another origin", "frameworks.starlette-cors", 200, lambda _scene: _starlette("cors.CORSMiddleware", {"allow_origins": ["https://a.test"]}, "OPTIONS", **_PREFLIGHT)),
    case("Starlette: https is wanted", "redirects.https", 200, lambda _scene: _starlette("httpsredirect.HTTPSRedirectMiddleware", {}, follow_redirects=False)),
    case("Starlette: a proxy that ends TLS is not trusted", "redirects.downgrade", 200, fastapi("GET", "/untrusted", base_url="https://testserver", follow_redirects=False)),
)  # fmt: skip


def _starlette(middleware: str, options: dict[str, Any], method: str = "GET", **words: Any) -> Any:
    pytest.importorskip("starlette")
    module, _, name = middleware.rpartition(".")
    applications, testclient = import_module("starlette.applications"), import_module("starlette.testclient")
    app = applications.Starlette()
    app.add_middleware(getattr(import_module(f"starlette.middleware.{module}"), name), **options)
    with testclient.TestClient(app) as client:
        return client.request(method, "/users", **words)


_FLASK: Final = (
    case("Flask: a host that is not trusted", "frameworks.flask-host", 200, flask("GET", "/orders/", headers={"Host": "evil.test"}, config={"TRUSTED_HOSTS": ["good.test"]})),
    case("Flask: a form field is missing, in debug mode", "frameworks.flask-key", 200, flask("POST", "/forms", debug=True, data={"mail": "a"})),
    case("Flask: more content than allowed", "frameworks.flask-too-large", 200, flask("POST", "/forms", data={"name": "x" * 50}, config={"MAX_CONTENT_LENGTH": 5})),
    case("Flask: JSON is read, and nothing was sent", "frameworks.flask-no-json content.no-body", 201, flask("POST", "/users")),
    case("Flask: a form where JSON is asked for", "content.form-for-json", 201, flask("POST", "/users", data={"a": "1"})),
    case("Flask: JSON text without its type", "content.form-for-json", 201, flask("POST", "/users", data='{"a": 1}')),
    case("Flask: JSON that does not parse", "content.invalid-json", 201, flask("POST", "/users", data=BROKEN, content_type="application/json")),
    case("Flask: a view that returns None", "frameworks.flask-error", 200, flask("GET", "/none")),
    case("Flask: an exception in the view", "frameworks.flask-error", 200, flask("GET", "/boom")),
    case("Flask: a key that the JSON lacks", "frameworks.flask-error", 200, flask("POST", "/keys", json={"mail": "a"})),
    case("Flask: an exception under the debugger", "frameworks.debug-page", 200, _shop("flask", "by_flask", "ask_debugger", "/boom")),
    case("Flask: a rule without methods=", "routing.method-not-allowed", 201, flask("POST", "/orders/")),
    case("Flask: the final slash is missing", "redirects.slash", 200, flask("GET", "/orders")),
    case("Flask: the redirect is not followed", "redirects.not-followed", 200, flask("GET", "/moved")),
    case("Flask: the client followed a redirect that was asked for", "redirects.followed", "3xx", flask("GET", "/moved", follow_redirects=True)),
    case("Flask: a page for members", "redirects.login", 200, flask("GET", "/members")),
    case("Flask: the login page is a 200", "redirects.login", 401, flask("GET", "/members", follow_redirects=True)),
    case("Flask-WTF: no CSRF token", "frameworks.flask-csrf", 200, _shop("flask_wtf", "by_flask", "ask_extension", "form")),
    case("Flask-JWT-Extended: no token", "auth.no-credentials frameworks.flask-jwt-missing", 200, _shop("flask_jwt_extended", "by_flask", "ask_extension", "token")),
    case("Flask-JWT-Extended: Basic where Bearer is asked for", "frameworks.flask-jwt-missing", 200, _shop("flask_jwt_extended", "by_flask", "ask_extension", "token", **bearer("Basic abcdefgh"))),
    case("Flask-JWT-Extended: no JWT", "frameworks.flask-jwt-refused", 200, _shop("flask_jwt_extended", "by_flask", "ask_extension", "token", **bearer("Bearer abcdefgh"))),
)  # fmt: skip

_OTHERS: Final = (
    case("Litestar: a field is missing", "content.missing-fields litestar.field", 201, lambda _scene: from_litestar("POST", "/users", json={"age": 4})),
    case("Litestar: a field under a near name", "content.near-field litestar.field", 201, lambda _scene: from_litestar("POST", "/users", json={"emial": "a", "age": 4})),
    case("Litestar: a query parameter is missing", "frameworks.lacks", 200, lambda _scene: from_litestar("GET", "/page")),
    case("Falcon: JSON that does not parse", "frameworks.unreadable-json content.invalid-json", 200, lambda _scene: from_falcon("POST", "/users", body=BROKEN, headers=JSON)),
    case("Falcon: a parameter is missing", "frameworks.lacks", 200, lambda _scene: from_falcon("GET", "/users")),
    case("aiohttp: request.json() of what is no JSON", "content.invalid-json frameworks.aiohttp-error", 200, lambda _scene: from_aiohttp()["error"]),
    case("aiohttp: more content than allowed", "frameworks.aiohttp-too-large", 200, lambda _scene: from_aiohttp()["large"]),
    case("aiohttp: a field that is too long", "frameworks.aiohttp-too-long", 200, lambda _scene: from_aiohttp()["long"]),
    case("Tornado: no XSRF token, with its traceback", "frameworks.tornado-xsrf", 200, lambda _scene: from_tornado()["POST True"]),
    case("Tornado: an argument is missing, with its traceback", "frameworks.lacks", 200, lambda _scene: from_tornado()["GET True"]),
    case("http.server: no do_POST", "frameworks.http-server-method", 200, lambda _scene: from_http_server()[0]),
    case("uvicorn: TLS to a plain port", "frameworks.uvicorn-invalid", 200, one("GET", 400, TEXT, "Invalid HTTP request received.")),
    case("slowapi: the limit of a route", "frameworks.slowapi", 200, one("GET", 429, JSON, '{"error":"Rate limit exceeded: 5 per 1 minute"}')),
)  # fmt: skip

_CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="api"'}
_KEYED: Final = bearer("Bearer abcdefgh")
_SPRING: Final = '{"timestamp":"2026-11-24T12:00:00Z","status":404,"error":"Not Found","detail":"No static resource users.","path":"/users"}'
_RAILS: Final = '{"errors":{"email":["can\'t be blank"]}}'
_LARAVEL: Final = '{"message":"The email field is required.","errors":{"email":["The email field is required."]}}'
_MERGE: Final = {"Accept-Patch": "application/merge-patch+json"}
_DUPLICATE: Final = '{"detail":"duplicate key value violates unique constraint \\"users_email_key\\""}'
_ELSEWHERE: Final = '{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"AlreadyExists","code":409,"message":"pods \\"a\\" already exists"}'
_GRAPHQL: Final = '{"data":null,"errors":[{"message":"no","path":["me"],"extensions":{"code":"UNAUTHENTICATED"}}]}'
_S3: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{0}</Code><Message>no</Message></Error>'
_XML: Final = {"Content-Type": "application/xml"}
_DAV: Final = '<?xml version="1.0"?><D:multistatus xmlns:D="DAV:"><D:response><D:status>HTTP/1.1 403 No</D:status></D:response></D:multistatus>'


def _by_httpx(scene: Scene, code: int, fields: dict[str, str]) -> Any:
    httpx = pytest.importorskip("httpx")
    scene.stage.play("/users", code, fields)
    with httpx.Client(trust_env=False) as client:
        return client.get(f"{scene.stage.base}/users")


def _by_aiohttp(scene: Scene) -> Any:
    aiohttp = pytest.importorskip("aiohttp")
    asyncio = import_module("asyncio")
    scene.stage.play("/old", 302, {"Location": "/new"})
    scene.stage.play("/new", 200, {}, "new")

    async def ask() -> Any:
        async with aiohttp.ClientSession() as session, session.get(f"{scene.stage.base}/old") as response:
            await response.read()
            return response

    return asyncio.run(ask())


def _circle(scene: Scene) -> Any:
    with pytest.raises(requests.TooManyRedirects) as caught:
        scene.follow("GET", "/a", {"/a": (302, "/b"), "/b": (302, "/a")})
    return caught.value


_OVER_THE_WIRE: Final = (
    case("a 401 to a request without credentials", "auth.no-credentials", 200, one("GET", 401, _CHALLENGE)),
    case("httpx: a 401 to a request without credentials", "auth.no-credentials", 200, lambda scene: _by_httpx(scene, 401, _CHALLENGE)),
    case("httpx does not follow by itself", "redirects.not-followed", 200, lambda scene: _by_httpx(scene, 302, {"Location": "/new"})),
    case("aiohttp followed a redirect that was asked for", "redirects.followed", 302, _by_aiohttp),
    case("requests followed a redirect that was asked for", "redirects.followed", 302, follow("POST", "/login", {"/login": (302, "/home"), "/home": (200, "home")})),
    case("requests: a POST became a GET for its slash", "redirects.method-changed", 201, follow("POST", "/users", {"/users": (301, "/users/"), "/users/": (200, "[]")}, json={"a": 1})),
    case("requests: a PUT lost its content for its slash", "redirects.content-lost", 200, follow("PUT", "/users/7", {"/users/7": (301, "/users/7/"), "/users/7/": (400, "no")}, json={"a": 1})),
    case("requests: the token was dropped on the way", "auth.dropped-on-redirect", 200, lambda scene: scene.follow("GET", "/me", {"/me": (302, scene.stage.elsewhere("/home")), "/home": (401, "no")}, **_KEYED)),
    case("requests: the login page came with 200", "redirects.login", 401, follow("GET", "/users", {"/users": (302, "/accounts/login/?next=/users"), "/accounts/login/": (200, "<form>")})),
    case("redirects in a circle", "redirects.loop", 200, _circle),
    case("a redirect without a target", "redirects.no-location", 200, one("GET", 302)),
    case("an ingress wants https", "redirects.https", 200, one("POST", 308, {"Location": "https://127.0.0.1/users"}, json={})),
    case("early hints taken for the answer", "routing.interim", 200, one("GET", 103, {"Link": "</a.css>; rel=preload"})),
    case("a catch-all page in place of JSON", "content.html-for-json", 404, one("GET", 200, HTML, "<!doctype html><div id=app></div>", headers={"Accept": "application/json"})),
    case("an error inside a 200", "content.error-inside", "4xx", one("GET", 200, JSON, '{"success": false, "error": "no"}')),
    case("a GraphQL error inside a 200", "envelopes.graphql content.error-inside", 401, one("POST", 200, JSON, _GRAPHQL, json={"query": "{me}"})),
    case("a stale ETag", "conditional.precondition", 200, one("PUT", 412, {"ETag": '"a2"'}, headers={"If-Match": '"a1"'})),
    case("a weak tag in If-Match", "conditional.weak-tag", 200, one("PUT", 412, headers={"If-Match": 'W/"a1"'})),
    case("no condition where one is asked for", "conditional.required", 200, one("PUT", 428, data=b"a")),
    case("an Expect that nobody meets", "conditional.expectation", 200, one("GET", 417, headers={"Expect": "200-ok"})),
    case("a generator where a length is asked for", "content.length-required", 201, one("POST", 411, data=iter([b"a"]))),
    case("plain JSON where a patch type is asked for", "content.type-refused", 200, one("PATCH", 415, _MERGE, json={})),
    case("gzip that the server does not read", "content.coding-refused", 201, one("POST", 415, {"Accept-Encoding": "identity"}, data=gzip.compress(b"{}"), headers=JSON | {"Content-Encoding": "gzip"})),
    case("a server that says when to come back", "rate.wait", 200, one("GET", 503, {"Retry-After": "120"})),
    case("a quota that is used up", "rate.remaining", 200, one("GET", 429, {"X-RateLimit-Remaining": "0"}, **_KEYED)),
    case("a quota that is used up, said with 403", "rate.forbidden-limit", 200, one("GET", 403, {"X-RateLimit-Remaining": "0"}, **_KEYED)),
    case("a unique key of the database", "envelopes.exists", 201, one("POST", 409, JSON, _DUPLICATE, json={"email": "a@b.test"})),
    case("Kubernetes: it exists already", "envelopes.exists", 201, one("POST", 409, JSON, _ELSEWHERE, json={}, **_KEYED)),
    case("OAuth: a code that was used before", "envelopes.oauth", 200, one("POST", 400, JSON, '{"error":"invalid_grant"}', data={"code": "abcdefgh"})),
    case("Spring: no route", "envelopes.no-route", 200, one("GET", 404, JSON, _SPRING)),
    case("Express: no route", "envelopes.no-route", 200, one("GET", 404, HTML, "<!DOCTYPE html>\n<html><body>\n<pre>Cannot GET /users</pre>\n</body></html>")),
    case("Rails: a field is missing", "content.missing-fields", 201, one("POST", 422, JSON, _RAILS, json={"age": 4})),
    case("Laravel: a field under a near name", "content.near-field", 201, one("POST", 422, JSON, _LARAVEL, json={"emial": "a@b.test"})),
    case("S3: no such key", "aws.code", 200, one("GET", 404, _XML, _S3.format("NoSuchKey"), **_KEYED)),
    case("AWS: credentials that expired", "aws.code", 200, one("GET", 403, _XML, _S3.format("ExpiredToken"), **_KEYED)),
    case("WebDAV: a part failed inside the 207", "envelopes.multi-status", 200, one("PUT", 207, _XML, _DAV)),
    case("a proxy of the machine asks for credentials", "auth.proxy", 200, one("GET", 407, {"Proxy-Authenticate": 'Basic realm="office"'})),
    case("a cache kept an early 404", "gateways.cache", 200, one("GET", 404, {"Age": "7200"})),
)  # fmt: skip


def _in_time(scene: Scene, path: str) -> Any:
    """Ask a second time: the first is within the limit."""
    scene.ask("nginx", "GET", path)
    return scene.ask("nginx", "GET", path)


_SERVERS: Final = (
    case("nginx: the application is down", "nginx.bad-gateway", 200, front("nginx", "GET", "/refused")),
    case("nginx: the application hangs up", "nginx.bad-gateway", 200, front("nginx", "GET", "/proxied/close")),
    case("nginx: the application is slow", "nginx.gateway-timeout", 200, front("nginx", "GET", "/late")),
    case("nginx: an upload above client_max_body_size", "nginx.too-large", 200, front("nginx", "POST", "/upload", data="x" * 5_000)),
    case("nginx: no location for the path", "nginx.not-found", 200, front("nginx", "GET", "/missing")),
    case("nginx: a POST to a file", "nginx.static-file", 200, front("nginx", "POST", "/page.html")),
    case("nginx: auth_basic in front", "nginx.credentials", 200, front("nginx", "GET", "/private")),
    case("nginx: a directory without an index", "nginx.forbidden", 200, front("nginx", "GET", "/docs/")),
    case("nginx: a directory without its slash", "nginx.slash redirects.slash", 200, front("nginx", "GET", "/docs")),
    case("nginx: cookies above its buffers", "nginx.header-too-large", 200, front("nginx", "GET", "/", headers={"Cookie": "a=" + "x" * 3_000})),
    case("nginx: http to its TLS port", "nginx.plain-http", 200, lambda scene: requests.get(f"http://127.0.0.1:{scene.front('nginx').tls}/")),
    case("nginx: limit_req", "nginx.unavailable", 200, lambda scene: _in_time(scene, "/limited")),
    case("Apache: the application hangs up", "apache.bad-gateway", 200, front("apache", "GET", "/proxied/close")),
    case("Apache: the application is down", "apache.unavailable", 200, front("apache", "GET", "/refused")),
    case("Apache: a rule denies", "apache.forbidden", 200, front("apache", "GET", "/forbidden")),
    case("HAProxy: nobody is up", "proxies.haproxy", 200, front("haproxy", "GET", "/down")),
    case("HAProxy: the application is slow", "proxies.haproxy", 200, front("haproxy", "GET", "/slow")),
    case("Varnish: the application is down", "proxies.varnish", 200, front("varnish", "GET", "/refused")),
    case("Squid: a rule denies", "proxies.squid", 200, lambda scene: requests.get(f"http://127.0.0.1:{scene.behind}/forbidden", proxies={"http": scene.front("squid").base})),
    case("a gateway says what failed", "gateways.proxy-status", 200, recorded("gateways.proxy-status", 502)),
    case("Envoy: no healthy upstream", "proxies.envoy", 200, recorded("proxies.envoy", 503)),
    case("ingress-nginx: no rule", "gateways.default-backend", 200, recorded("gateways.default-backend", 404)),
    case("ALB: the target hung up", "amazon.load-balancer", 200, recorded("amazon.load-balancer", 502)),
    case("API Gateway: no such path", "amazon.api-gateway-path", 200, recorded("amazon.api-gateway-path", 403)),
    case("API Gateway: the function failed", "amazon.api-gateway-integration", 200, recorded("amazon.api-gateway-integration", 502)),
    case("CloudFront: blocked", "amazon.cloudfront", 200, recorded("amazon.cloudfront", 403)),
    case("Cloudflare: the origin is down", "clouds.cloudflare-origin", 200, recorded("clouds.cloudflare-origin", 521)),
    case("Cloudflare: a bot challenge", "clouds.cloudflare-challenge", 200, recorded("clouds.cloudflare-challenge", 403)),
    case("Google: the caller may not invoke", "clouds.google", 200, recorded("clouds.google", 403)),
    case("IIS: request filtering", "iis.substatus", 200, recorded("iis.substatus", 404)),
)  # fmt: skip

FAULTS: Final[tuple[Case, ...]] = (*_DJANGO, *_REST, *_FASTAPI, *_FLASK, *_OTHERS, *_OVER_THE_WIRE, *_SERVERS)
