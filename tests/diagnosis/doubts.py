"""Exchanges that are not what the test expected, and prove no cause: the application's own answers, and near-misses.

The causes of a case are those that are true of it all the same; of most there are none.
"""
# ruff: noqa: E501  # one case a line reads best

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.diagnosis.faults import bearer, django, fastapi, flask, follow, front, one, rest
from tests.diagnosis.recorded import nginx_page
from tests.diagnosis.scene import Case, case
from tests.diagnosis.sites import GUNICORN, HTML, JSON, PAGE, TEXT, from_litestar, from_tornado

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEYED: Final = bearer("Bearer abcdefgh")
_CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="api"'}
_XML: Final = {"Content-Type": "application/xml"}


def _page(text: str) -> str:
    return f"<!doctype html><html><head><title>Shop</title></head><body><p>{text}</p></body></html>"


def _said(
    code: int, text: str, key: str = "detail", fields: Mapping[str, str] | None = None
) -> tuple[str, int, Mapping[str, str], str]:
    return "GET", code, JSON | (dict(fields) if fields else {}), f'{{"{key}": "{text}"}}'


_FASTAPI: Final = (
    case("FastAPI: no such user", "", 200, fastapi("GET", "/users/9")),
    case("FastAPI: no route, or a 404 without a word", "", 200, fastapi("GET", "/nothing")),
    case("FastAPI: HTTPException(404)", "", 200, fastapi("GET", "/said/404")),
    case("FastAPI: HTTPException(400) with a sentence", "", 200, fastapi("POST", "/said/400?detail=the+cart+is+empty", json={"a": 1})),
    case("FastAPI: HTTPException(403) with a sentence, credentials sent", "", 200, fastapi("GET", "/said/403?detail=not+yours", **_KEYED)),
    case("FastAPI: HTTPException(403), no credentials and no challenge", "", 200, fastapi("GET", "/said/403?detail=not+yours")),
    case("FastAPI: HTTPException(409)", "", 201, fastapi("POST", "/said/409?detail=seat+taken", json={"seat": 1})),
    case("FastAPI: HTTPException(410)", "", 200, fastapi("GET", "/said/410")),
    case("FastAPI: HTTPException(422) with a sentence", "", 201, fastapi("POST", "/said/422?detail=no+seats+left", json={"seat": 1})),
    case("FastAPI: HTTPException(429) without a word", "", 200, fastapi("GET", "/said/429")),
    case("FastAPI: HTTPException(500)", "", 200, fastapi("GET", "/said/500")),
    case("FastAPI: HTTPException(503)", "", 200, fastapi("GET", "/said/503?detail=closed+for+today")),
    case("FastAPI: a 401 to a login with a wrong password", "", 200, fastapi("POST", "/said/401?detail=wrong", data={"username": "kim", "password": "abcdefgh"})),
    case("FastAPI: 200 is the default of a POST", "", 201, fastapi("POST", "/search?word=tea")),
    case("FastAPI: 201 where 200 was expected", "", 200, fastapi("POST", "/users", json={"email": "a@b.test"})),
    case("FastAPI: a value out of range", "", 201, fastapi("POST", "/users", json={"email": "a", "age": -1})),
    case("FastAPI: a value of the wrong type", "", 201, fastapi("POST", "/users", json={"email": "a", "age": "forty"})),
    case("FastAPI: a query parameter out of range", "", 200, fastapi("GET", "/users/?limit=1000")),
    case("FastAPI: a query parameter is missing", "", 200, fastapi("POST", "/search")),
    case("FastAPI: a number in the path that is none", "", 200, fastapi("GET", "/users/7-8")),
    case("FastAPI: an error page of its own", "", 200, fastapi("GET", "/answered/500?kind=html&text=We+are+sorry")),
    case("FastAPI: a text of its own", "", 200, fastapi("GET", "/answered/502?kind=text&text=the+bank+does+not+answer")),
    case("FastAPI: found where nothing was expected", "", 404, fastapi("GET", "/users/7")),
    case("FastAPI: an empty list where a 404 was expected", "", 404, fastapi("GET", "/users/")),
    case("FastAPI: no content where content was expected", "", 200, fastapi("DELETE", "/answered/202")),
    case("FastAPI: a user's text is Invalid host header", "", 200, fastapi("GET", '/answered/400?text={"detail":"Invalid host header"}')),
    case("FastAPI: a text that only begins like a refusal", "", 200, fastapi("GET", "/answered/400?kind=text&text=Invalid+host+header+of+the+table")),
    case("FastAPI: the whole file where a part was expected, none asked", "", 206, fastapi("GET", "/static/__init__.py")),
    case("FastAPI: post, redirect, get where a 404 was expected", "", 404, fastapi("POST", "/forms")),
)  # fmt: skip

_FLASK: Final = (
    case("Flask: abort(404, why)", "", 200, flask("GET", "/orders/9")),
    case("Flask: no rule, or abort(404)", "", 200, flask("GET", "/nothing")),
    case("Flask: a word where the rule takes a number", "", 200, flask("GET", "/orders/me")),
    case("Flask: abort(400)", "", 200, flask("GET", "/aborted/400")),
    case("Flask: abort(401)", "", 200, flask("GET", "/aborted/401", **_KEYED)),
    case("Flask: abort(403)", "", 200, flask("GET", "/aborted/403", **_KEYED)),
    case("Flask: abort(409)", "", 200, flask("GET", "/aborted/409")),
    case("Flask: abort(410)", "", 200, flask("GET", "/aborted/410")),
    case("Flask: abort(413) of the view", "frameworks.flask-too-large", 200, flask("GET", "/aborted/413")),
    case("Flask: abort(500)", "frameworks.flask-error", 200, flask("GET", "/aborted/500")),
    case("Flask: abort(422)", "", 200, flask("GET", "/aborted/422")),
    case("Flask: abort(429)", "", 200, flask("GET", "/aborted/429")),
    case("Flask: abort(503)", "", 200, flask("GET", "/aborted/503")),
    case("Flask: abort(500, why)", "", 200, flask("GET", "/aborted/500?why=the+bank+is+closed")),
    case("Flask: abort(400, why) that speaks of CSRF", "", 200, flask("GET", "/aborted/400?why=The+CSRF+training+is+missing")),
    case("Flask: a form field is missing, without debug", "", 200, flask("POST", "/forms", data={"mail": "a"})),
    case("Flask: jsonify an error 400", "", 200, flask("GET", "/said/400?why=cart+is+empty")),
    case("Flask: jsonify an error 404", "", 200, flask("GET", "/said/404?why=no+such+user")),
    case("Flask: jsonify an error 500", "", 200, flask("GET", "/said/500?why=Internal+Server+Error")),
    case("Flask: jsonify an error 429", "", 200, flask("GET", "/said/429?why=slow+down")),
    case("Flask: a page of its own with 403", "", 200, flask("GET", "/page/403?why=Members+only")),
    case("Flask: a page of its own with 500", "", 200, flask("GET", "/page/500?why=Oops")),
    case("Flask: a page of its own with 404", "", 200, flask("GET", "/page/404?why=Not+here")),
    case("Flask: a 200 where 201 was expected", "", 201, flask("GET", "/orders/")),
    case("Flask: 201 where 200 was expected", "", 200, flask("POST", "/users", json={"a": 1})),
    case("Flask: the login page itself", "", 401, flask("GET", "/login")),
)  # fmt: skip

_DJANGO: Final = (
    case("Django: a JSON 404 of the view", "inside.object-missing", 200, django("GET", "/said/404?why=no+such+user")),
    case("Django: a JSON 400 of the view", "", 200, django("GET", "/said/400?why=cart+is+empty")),
    case("Django: a JSON 401 of the view, a cookie sent", "", 200, django("GET", "/said/401?why=log+in", headers={"Cookie": "sessionid=abcdefgh"})),
    case("Django: a JSON 403 of the view, credentials sent", "", 200, django("GET", "/said/403?why=not+yours", **_KEYED)),
    case("Django: a JSON 409 of the view", "", 201, django("POST", "/said/409?why=seat+taken", csrf=False)),
    case("Django: a JSON 500 of the view", "", 200, django("GET", "/said/500?why=the+bank+is+closed")),
    case("Django: a page of the view with 403 about CSRF", "", 200, django("GET", "/said/403?page&why=CSRF+verification+failed+in+our+course", **_KEYED)),
    case("Django: a page of the view with 500", "", 200, django("GET", "/said/500?page&why=Server+Error+(500)")),
    case("Django: a host that is not allowed, no reason shown", "", 200, django("GET", "/orders/", headers={"Host": "evil.test"})),
    case("Django: a form shown where a redirect was expected, nothing sent", "", 302, django("GET", "/order")),
    case("Django: a page where a 404 was expected", "", 404, django("GET", "/orders/")),
    case("Django: the login page itself", "", 302, django("GET", "/accounts/login/")),
    case("Django: redirected after a good form", "redirects.not-followed", 200, django("POST", "/order", {"email": "kim@shop.test", "age": "40"})),
    case("DRF: a 400 with the view's words", "", 200, rest("GET", "/api/refusing?code=400&why=cart+is+empty")),
    case("DRF: a 401 with the view's words, credentials sent", "", 200, rest("GET", "/api/refusing?code=401&why=wrong+shop", **_KEYED)),
    case("DRF: a 403 with the view's words", "", 200, rest("GET", "/api/refusing?code=403&why=not+yours", user=True, **_KEYED)),
    case("DRF: a 403 that speaks of permission", "", 200, rest("GET", "/api/refusing?code=403&why=You+do+not+have+permission", **_KEYED)),
    case("DRF: a PermissionDenied of the view itself", "frameworks.rest-permission", 200, rest("GET", "/api/denied", **_KEYED)),
    case("DRF: a 404 with the view's words", "inside.object-missing", 200, rest("GET", "/api/refusing?code=404&why=sold+out")),
    case("DRF: a 409 with the view's words", "", 200, rest("GET", "/api/refusing?code=409&why=seat+taken")),
    case("DRF: a 429 with the view's words", "", 200, rest("GET", "/api/refusing?code=429&why=Request+was+throttled+by+hand")),
    case("DRF: a 500 with the view's words", "", 200, rest("GET", "/api/refusing?code=500&why=the+bank+is+closed")),
    case("DRF: a value that is not valid", "", 201, rest("POST", "/api/buyers/", {"email": "kim"}, format="json")),
    case("DRF: two values that are not valid", "", 201, rest("POST", "/api/buyers/", {"email": "kim", "age": "old"}, format="json")),
    case("DRF: a field without a value", "", 201, rest("POST", "/api/buyers/", {"email": ""}, format="json")),
    case("DRF: 201 where 200 was expected", "", 200, rest("POST", "/api/buyers/", {"email": "a@b.test"}, format="json")),
    case("DRF: 200 where a 403 was expected", "", 403, rest("GET", "/api/json")),
    case("Litestar: a 201 by default", "", 200, lambda _scene: from_litestar("POST", "/users", json={"email": "a", "age": 4})),
    case("Litestar: a value of the wrong type", "", 201, lambda _scene: from_litestar("POST", "/users", json={"email": "a", "age": "old"})),
    case("Litestar: no route", "", 200, lambda _scene: from_litestar("GET", "/nothing")),
    case("Tornado: a 403 that names no reason", "", 200, lambda _scene: from_tornado()["POST False"]),
    case("Tornado: a 400 that names no reason", "", 200, lambda _scene: from_tornado()["GET False"]),
)  # fmt: skip

_WIRE: Final = (
    case("a 401 to a key in a field of its own", "", 200, one("GET", 401, _CHALLENGE, headers={"X-Api-Key": "abcdefgh"})),
    case("a 401 to a session cookie", "", 200, one("GET", 401, cookies={"session": "abcdefgh"})),
    case("a 401 to credentials, and no hint", "", 200, one("GET", 401, JSON, '{"detail": "no"}', **_KEYED)),
    case("a 401 to a token that has expired in a field of no scheme's", "", 200, one("GET", 401, JSON, '{"code": "token_old"}', headers={"X-Auth-Token": "abcdefgh"})),
    case("a 403 with a page", "", 200, one("GET", 403, HTML, _page("Forbidden"), **_KEYED)),
    case("a 403 with some quota left", "", 200, one("GET", 403, {"X-RateLimit-Remaining": "1"}, **_KEYED)),
    case("a bare 404", "", 200, one("GET", 404)),
    case("a 404 of a path that ends in a slash", "", 200, one("GET", 404, path="/users/")),
    case("a 404 with a page", "", 200, one("GET", 404, HTML, _page("Nothing here"))),
    case("a 405 without Allow", "", 201, one("POST", 405)),
    case("a 406 to a request that takes anything", "", 200, one("GET", 406)),
    case("a 409 without a word", "", 201, one("POST", 409, json={"a": 1})),
    case("a 412 without a condition", "", 200, one("PUT", 412)),
    case("a 415 without content", "", 201, one("POST", 415)),
    case("a 416 without a range", "", 206, one("GET", 416)),
    case("a 429 without a word", "", 200, one("GET", 429)),
    case("a 500 without a word", "", 200, one("GET", 500)),
    case("a 502 without a word", "", 200, one("GET", 502)),
    case("a 503 without a word", "", 200, one("GET", 503)),
    case("a 504 without a word", "", 200, one("GET", 504)),
    case("a 302 where a 404 was expected", "", 404, one("GET", 302, {"Location": "/new"})),
    case("a 301 to another path of another host", "", 404, one("GET", 301, {"Location": "https://other.test/a"})),
    case("a 302 where a 303 was expected", "", 303, one("POST", 302, {"Location": "/thanks"})),
    case("a logout that leads to the login page", "redirects.not-followed", 204, one("POST", 302, {"Location": "/login"}, path="/logout", **_KEYED)),
    case("a form, answered as it should be, where 404 was expected", "", 404, follow("POST", "/form", {"/form": (303, "/thanks"), "/thanks": (200, "thanks")})),
    case("a redirect that was followed and meant, and then a 500", "", 200, follow("GET", "/old", {"/old": (301, "/new"), "/new": (500, "no")})),
    case("a 204 where 200 was expected", "", 200, one("DELETE", 204)),
    case("a 202 where 201 was expected", "", 201, one("POST", 202, JSON, '{"job": 7}', json={})),
    case("a 304 that nobody asked for", "", 200, one("GET", 304)),
    case("a 200 with errors that are none", "", "4xx", one("GET", 200, JSON, '{"errors": [], "error": null, "ok": true}')),
    case("a 200 that mentions an error in its text", "", 404, one("GET", 200, JSON, '{"title": "error handling", "status": "error free"}')),
    case("a page where a page was asked for", "", 404, one("GET", 200, HTML, _page("Shop"), headers={"Accept": "text/html"})),
)  # fmt: skip

_NEAR: Final = (
    case("authentication: the words in another sentence", "", 200, one(*_said(403, "no login is required to read this page, but you are blocked"), **_KEYED)),
    case("content: good JSON, and a 400 that speaks of JSON", "", 201, one("POST", 400, JSON, '{"detail": "the JSON feed of the shop is closed"}', json={"a": 1})),
    case("content: a form, and a 400 about a value", "", 201, one("POST", 400, JSON, '{"detail": "email is wrong"}', data={"email": "a"})),
    case("content: a name that is another word", "content.missing-fields", 201, one("POST", 422, JSON, '{"detail":[{"type":"missing","loc":["body","weight"],"msg":"Field required"}]}', json={"height": 1})),
    case("conditional: a tag in a field of another purpose", "", 200, one("PUT", 412, headers={"X-If-Match": 'W/"a1"'})),
    case("rate: Retry-After that cannot be read", "", 200, one("GET", 429, {"Retry-After": "soon"})),
    case("rate: a quota of another kind", "", 200, one("GET", 403, {"X-Storage-Remaining": "0"}, **_KEYED)),
    case("routing: OPTIONS without an Origin", "", 204, one("OPTIONS", 405)),
    case("envelopes: an OAuth word in another place", "", 200, one("POST", 400, JSON, '{"error": {"message": "invalid_grant"}}', data={"a": "1"})),
    case("envelopes: a Kubernetes word in a text", "", 201, one("POST", 409, JSON, '{"detail": "reason: AlreadyExists"}', json={})),
    case("envelopes: a unique constraint in a lesson", "", 200, one("GET", 404, JSON, '{"detail": "no lesson: duplicate key value violates unique constraint"}')),
    case("envelopes: a GraphQL success", "", "4xx", one("POST", 200, JSON, '{"data": {"errors": []}}', json={"query": "{a}"})),
    case("envelopes: an exception in a blog", "", 200, one("GET", 500, JSON, '{"title": "ValueError: boom"}')),
    case("envelopes: Cannot GET in a page of its own", "", 200, one("GET", 404, HTML, _page("Cannot GET /users, our most read article"))),
    case("envelopes: Idempotency-Key in a lesson", "", 200, one("GET", 404, JSON, '{"detail": "no page about the Idempotency-Key"}')),
    case("aws: a code in another XML", "", 200, one("GET", 404, _XML, "<?xml version='1.0'?><order><Code>Closed</Code></order>", **_KEYED)),
    case("aws: a code in a JSON of its own", "", 200, one("GET", 404, JSON, '{"code": "NoSuchKey"}', **_KEYED)),
    case("django: its sentence in a user's comment", "", 200, one("POST", 403, JSON, '{"comment": "CSRF verification failed. Request aborted."}', **_KEYED)),
    case("django: DisallowedHost in a list of errors", "", 200, one("GET", 400, JSON, '{"seen": ["DisallowedHost: Invalid HTTP_HOST header"]}')),
    case("rest: Not found. of somebody else", "", 200, one(*_said(404, "Not found."))),
    case("rest: the sentence in another member", "", 200, one(*_said(403, "You do not have permission to perform this action.", "comment"), **_KEYED)),
    case("simplejwt: its code in another answer", "", 200, one("GET", 400, JSON, '{"code": "token_not_valid", "detail": "no seats"}', **_KEYED)),
    case("fastapi: Not Found of an unknown server", "", 200, one(*_said(404, "Not Found"))),
    case("starlette: its text from an unknown server", "", 200, one("GET", 500, TEXT, "Internal Server Error")),
    case("flask: its frame, the application's words", "", 200, one("GET", 400, HTML, PAGE.format("no seats left"))),
    case("flask-jwt: msg with other words", "", 200, one("GET", 422, JSON, '{"msg": "Signature is too large"}', **_KEYED)),
    case("slowapi: an error that speaks of a limit", "", 200, one("GET", 429, JSON, '{"error": "Credit limit exceeded: 500 EUR"}')),
    case("aiohttp: its text from an unknown server", "", 200, one("GET", 404, TEXT, "404: Not Found")),
    case("gunicorn: its frame, the application's words", "", 200, one("GET", 400, HTML, GUNICORN.format("Bad Request", "no seats left"))),
    case("uvicorn: its text with more behind it", "", 200, one("GET", 400, TEXT, "Invalid HTTP request received. From: kim")),
    case("waitress: its mark in a text", "", 200, one("GET", 500, TEXT, "an essay (generated by waitress)")),
    case("http.server: its title alone", "", 200, one("POST", 501, HTML, "<html><title>Error response</title></html>")),
    case("nginx passed on the application's 404", "", 200, front("nginx", "GET", "/proxied/app-404")),
    case("nginx passed on the application's 502", "", 200, front("nginx", "GET", "/proxied/app-502")),
    case("Apache passed on the application's 503", "", 200, front("apache", "GET", "/proxied/app-503")),
    case("HAProxy passed on the application's 504", "", 200, front("haproxy", "GET", "/app-504")),
    case("Varnish passed on the application's 404", "", 200, front("varnish", "GET", "/app-404")),
    case("nginx: the name in Server, a page of the application", "", 200, one("GET", 502, HTML | {"Server": "nginx/1.25"}, _page("502 Bad Gateway"))),
    case("nginx: a page like its own with a session's cookie", "", 200, one("GET", 404, HTML | {"Set-Cookie": "session=1"}, nginx_page("404 Not Found"))),
    case("Apache: its sentence in another frame", "", 200, one("GET", 404, HTML, _page("The requested URL was not found on this server"))),
    case("Envoy: its text in the application's JSON", "", 200, one(*_said(503, "no healthy upstream", "message", {"Server": "envoy"}))),
    case("Envoy: its name, the application's text", "", 200, one("GET", 503, TEXT | {"Server": "envoy"}, "upstream is the name of our river tour")),
    case("Traefik: its text in JSON", "", 200, one(*_said(503, "no available server"))),
    case("Varnish: its name in Via, the application's page", "", 200, one("GET", 503, HTML | {"Via": "1.1 varnish"}, _page("503 Guru Meditation"))),
    case("Squid: it passed the answer on", "", 200, one("GET", 502, {"Via": "1.1 squid.test (squid/5.7)"})),
    case("Cloudflare passed the application's 403 on", "", 200, one("GET", 403, JSON | {"Server": "cloudflare", "CF-RAY": "8f0d4c1f2b3a-ICN"}, '{"detail": "not yours"}', **_KEYED)),
    case("Cloudflare passed the application's 502 on", "", 200, one("GET", 502, JSON | {"Server": "cloudflare", "CF-RAY": "8f0d4c1f2b3a-ICN"}, '{"detail": "the bank does not answer"}')),
    case("Cloudflare's code 520 from another server", "", 200, one("GET", 520, JSON, '{"detail": "no"}')),
    case("CloudFront passed an error on", "", 200, one("GET", 503, JSON | {"X-Cache": "Error from cloudfront", "Via": "1.1 x.cloudfront.net (CloudFront)"}, '{"detail": "closed"}')),
    case("ALB: an answer written into a listener's rule", "", 200, one("GET", 503, JSON | {"Server": "awselb/2.0"}, '{"detail": "closed for today"}')),
    case("API Gateway passed the application's 403 on", "", 200, one("GET", 403, JSON | {"x-amz-apigw-id": "Abc123"}, '{"message": "not yours"}', **_KEYED)),
    case("API Gateway's sentence in a larger answer", "", 200, one("GET", 403, JSON, '{"message": "Missing Authentication Token", "lesson": 7}', **_KEYED)),
    case("Lambda's sentence from an unknown host", "", 200, one("GET", 502, JSON, '{"message": "Internal server error"}')),
    case("Google: its name in Via, the application's page", "", 200, one("GET", 502, HTML | {"Via": "1.1 google"}, _page("502 Server Error"))),
    case("Akamai: a reference in a letter", "", 200, one("GET", 403, HTML, _page("Access Denied: quote reference #18 in your letter"), **_KEYED)),
    case("IIS: its name, the application's page", "", 200, one("GET", 404, HTML | {"Server": "Microsoft-IIS/10.0"}, _page("HTTP Error 404"))),
    case("a fresh answer that went through a cache", "", 200, one("GET", 404, {"Age": "0", "X-Cache": "MISS", "Cache-Status": "edge; fwd=miss"})),
    case("a Proxy-Status without an error", "", 200, one("GET", 502, {"Proxy-Status": "cdn; received-status=502"})),
    case("a default backend in a lesson", "", 200, one("GET", 404, TEXT, "the lesson default backend - 404 is not written yet")),
    case("a login word in a title", "", 404, one("GET", 302, {"Location": "/blog/catalogins"})),
)  # fmt: skip

DOUBTS: Final[tuple[Case, ...]] = (*_FASTAPI, *_FLASK, *_DJANGO, *_WIRE, *_NEAR)
