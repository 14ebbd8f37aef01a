"""Without the evidence no `likely`: mismatches that tempt, clients that do not show what they sent, healthy answers."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from types import SimpleNamespace
from typing import Any

import pytest

from pytest_httpstatus._catalogue.codes import BY_CODE
from tests.diagnosis.conftest import One, Stage, likely

JSON = {"Content-Type": "application/json"}
HTML = {"Content-Type": "text/html"}
BEARER = {"WWW-Authenticate": 'Bearer realm="api"'}
KEYED = {"headers": {"X-Api-Key": "abcdefgh"}}
LOGIN = {"data": {"username": "kim", "password": "abcdefgh"}}

MISMATCHES: dict[str, tuple[str, int, dict[str, str], str, dict[str, Any], Any]] = {
    "a key in a field of its own": ("GET", 401, BEARER, "", KEYED, 200),
    "a key in the query": ("GET", 401, BEARER, "", {"params": {"api_key": "abcdefgh"}}, 200),
    "a cookie": ("GET", 401, BEARER, "", {"cookies": {"session": "abcdefgh"}}, 200),
    "a login with a form": ("POST", 401, BEARER, "", LOGIN, 200),
    "a login with JSON": ("POST", 401, {}, "", {"json": LOGIN["data"]}, 200),
    "a login with multipart": ("POST", 401, {}, "", {"files": {"password": (None, "abcdefgh")}}, 200),
    "a stream that may hold a login": ("POST", 401, BEARER, "", {"data": iter([])}, 200),
    "credentials and no challenge": ("GET", 401, {}, "", {"headers": {"Authorization": "Bearer abcdefgh"}}, 200),
    "no challenge and no scheme": ("GET", 401, {}, "", {"headers": {"Authorization": "abcdefgh"}}, 200),
    "forbidden by a rule": ("GET", 403, HTML, "<html><title>Forbidden</title></html>", {}, 200),
    "forbidden with credentials": ("GET", 403, BEARER, "Not authenticated", KEYED, 200),
    "forbidden with quota left": ("GET", 403, {"X-RateLimit-Remaining": "7"}, "", KEYED, 200),
    "not found": ("GET", 404, JSON, '{"detail": "Not Found"}', {}, 200),
    "not found with a slash": ("GET", 404, {}, "", {"path": "/users/"}, 200),
    "not allowed without Allow": ("POST", 405, {}, "", {}, 201),
    "not allowed with an empty Allow": ("POST", 405, {"Allow": ""}, "", {}, 201),
    "OPTIONS without Origin": ("OPTIONS", 405, {}, "", {}, 200),
    "HEAD without Allow": ("HEAD", 405, {}, "", {}, 200),
    "not acceptable, anything accepted": ("GET", 406, {}, "", {"headers": {"Accept": "text/html, */*"}}, 200),
    "406 that means the type sent": (
        "POST", 406, {}, "Content-Type [x] is not supported", {"json": {}, "headers": {"Accept": "text/csv"}}, 200,
    ),
    "415 for a type that is taken": ("POST", 415, {"Accept-Post": "application/json"}, "", {"json": {}}, 201),
    "415 for a coding that is taken": (
        "POST", 415, {"Accept-Encoding": "gzip, br"}, "", {"json": {}, "headers": {"Content-Encoding": "gzip"}}, 201,
    ),
    "415 without content": ("POST", 415, {}, "", {}, 201),
    "400 without a word": ("POST", 400, {}, "", {"json": {"a": 1}}, 201),
    "400 for a form": ("POST", 400, {}, "name is wrong", {"data": {"a": "1"}}, 201),
    "400 for JSON that reads": ("POST", 400, {}, "JSON parse error", {"json": [1, "a"]}, 201),
    "400 for text in JSON": ("POST", 400, {}, "", {"json": "just a text"}, 201),
    "400 for a text that begins like JSON": ("POST", 400, {}, "", {"json": "[draft] a title"}, 201),
    "422 for a value": ("POST", 422, JSON, '{"age": ["Enter a number."]}', {"json": {"age": "forty"}}, 201),
    "422 for the query": (
        "POST", 422, JSON, '{"detail": [{"loc": ["query", "q"], "msg": "Field required"}]}', {"json": {"qq": 1}}, 201,
    ),
    "a name in another case": (
        "POST", 400, JSON, '{"errors": {"Email": ["The Email field is required."]}}', {"json": {"email": ""}}, 201,
    ),
    "a value that is wrong, its name in another style": (
        "POST", 400, JSON, '{"errors": {"userName": ["must not be blank"]}}', {"json": {"user_name": " "}}, 201,
    ),
    "422 for a list": (
        "POST", 422, JSON, '{"detail": [{"loc": ["body", "a"], "msg": "Field required"}]}', {"json": [{"b": 1}]}, 201,
    ),
    "422 that says a sentence": ("POST", 422, JSON, '{"detail": "no seats left"}', {"json": {"seat": 1}}, 201),
    "409": ("POST", 409, JSON, '{"detail": "exists"}', {"json": {"a": 1}}, 201),
    "411 with a length": ("POST", 411, {}, "", {"data": "abc"}, 201),
    "412 without a condition": ("PUT", 412, {}, "", {}, 200),
    "413 without content": ("GET", 413, {}, "", {}, 200),
    "416 without a range": ("GET", 416, {"Content-Range": "bytes */9"}, "", {}, 206),
    "417 without Expect": ("GET", 417, {}, "", {}, 200),
    "428 with a condition": ("PUT", 428, {}, "", {"headers": {"If-Match": '"a"'}}, 200),
    "429 without a word": ("GET", 429, {}, "", {}, 200),
    "500": ("GET", 500, HTML, "<h1>Server Error (500)</h1>", {}, 200),
    "500 after good JSON": ("POST", 500, {}, "", {"json": {"a": 1}}, 201),
    "502": ("GET", 502, HTML, "<title>502 Bad Gateway</title>", {"headers": {"Accept": "application/json"}}, 200),
    "503 without a word": ("GET", 503, {}, "", {}, 200),
    "200 where 206 was expected, no range": ("GET", 200, {}, "", {}, 206),
    "200 where 404 was expected": ("GET", 200, JSON, '{"id": 7}', {}, 404),
    "200 with an error that is none": ("GET", 200, JSON, '{"error": null}', {}, "4xx"),
    "200 with an error, another success expected": ("GET", 200, JSON, '{"error": "no"}', {}, 204),
    "200 to a POST where 201 was expected": ("POST", 200, JSON, "{}", {"json": {}}, 201),
    "201 where 200 was expected": ("POST", 201, {"Location": "/users/7"}, "", {"json": {}}, 200),
    "204 where 200 was expected": ("DELETE", 204, {}, "", {}, 200),
    "206 that nobody asked for": ("GET", 206, {"Content-Range": "bytes 0-1/9"}, "", {}, 200),
    "304 that nobody asked for": ("GET", 304, {}, "", {}, 200),
    "a failed login that leads back": ("POST", 302, {"Location": "/login?e=1"}, "", {"path": "/login", **LOGIN}, "4xx"),
    "a logout": ("GET", 302, {"Location": "/login"}, "", {"path": "/logout"}, "4xx"),
    "another redirect than expected": ("GET", 302, {"Location": "/login?next=/users"}, "", {}, 301),
    "a blog about logins": ("GET", 302, {"Location": "/blog/catalogins"}, "", {}, "4xx"),
    "an author": ("GET", 302, {"Location": "/authors"}, "", {}, "4xx"),
    "a redirect with another path on another host": ("GET", 301, {"Location": "http://x.test/a"}, "", {}, 404),
    "a redirect with another query": ("GET", 301, {"Location": "https://127.0.0.1/users?a=1"}, "", {}, 404),
}  # fmt: skip
"""By what tempts: method, code, fields, body, words for the client, expectation."""


@pytest.mark.parametrize("case", MISMATCHES)
def test_no_likely_without_evidence(one: One, case: str) -> None:
    method, code, fields, body, words, expected = MISMATCHES[case]
    assert [] == likely(one(method, code, fields, body, **words), expected)


HEALTHY: dict[str, tuple[str, int, dict[str, str], str, dict[str, Any]]] = {
    "GET": ("GET", 200, JSON, '{"id": 7}', {}),
    "GET of a page": ("GET", 200, HTML, "<html></html>", {"headers": {"Accept": "text/html"}}),
    "POST": ("POST", 201, JSON | {"Location": "/users/7"}, "{}", {"json": {"a": 1}}),
    "POST to search": ("POST", 200, JSON, '{"errors": []}', {"json": {"q": "a"}}),
    "DELETE": ("DELETE", 204, {}, "", {}),
    "OPTIONS": ("OPTIONS", 204, {"Allow": "GET"}, "", {"headers": {"Origin": "https://a.test"}}),
    "accepted": ("POST", 202, {"Retry-After": "3"}, "", {}),
    "quota just used up": ("GET", 200, {"X-RateLimit-Remaining": "0"}, "", {}),
    "range ignored, as it may be": ("GET", 200, {}, "whole", {"headers": {"Range": "bytes=0-1"}}),
    "created-only": ("PUT", 201, {}, "", {"headers": {"If-None-Match": "*"}}),
}


@pytest.mark.parametrize("case", HEALTHY)
def test_nothing_is_found_in_a_healthy_exchange(one: One, case: str) -> None:
    method, code, fields, body, words = HEALTHY[case]
    response = one(method, code, fields, body, **words)
    assert [] == likely(response) == likely(response, code)


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_a_bare_code_proves_nothing(code: int) -> None:
    assert [] == likely(code, 299)


SILENT = {
    401: BEARER,
    403: BEARER,
    404: {},
    405: {},
    406: {},
    411: {},
    412: {"ETag": '"a"'},
    413: {},
    415: {"Accept": "application/json"},
    416: {"Content-Range": "bytes */9"},
    417: {},
    422: JSON,
    428: {},
}


@pytest.mark.parametrize("code", SILENT)
def test_a_client_that_does_not_show_what_it_sent_lacks_nothing(stage: Stage, code: int) -> None:
    body = json.dumps({"email": ["This field is required."]})
    stage.play("/users", code, SILENT[code], body)
    assert [] == likely(_by_http_client(stage), 200)
    assert [] == likely(_by_urllib(stage), 200)
    urllib3, curl = pytest.importorskip("urllib3"), pytest.importorskip("curl_cffi.requests")
    with urllib3.PoolManager() as pool:
        assert [] == likely(pool.request("POST", f"{stage.base}/users", body=b"{}"), 200)
    assert [] == likely(curl.post(f"{stage.base}/users", data={"a": "1"}), 200) or code == 413


def _by_http_client(stage: Stage) -> object:
    connection = http.client.HTTPConnection(stage.base.removeprefix("http://"))
    connection.request("POST", "/users", body=b"{}")
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def _by_urllib(stage: Stage) -> object:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{stage.base}/users", data=b"{}")
    caught.value.read()
    caught.value.close()
    return caught.value


def test_a_form_that_was_answered_as_it_should_be(stage: Stage) -> None:
    stage.play("/form", 303, {"Location": "/thanks"})
    stage.play("/thanks", 200, HTML, "<html>thanks</html>")
    response = stage.ask("POST", "/form", data={"a": "1"})
    assert [] == likely(response) == likely(response, 200) == likely(response, 404)


def test_a_redirect_that_was_followed_and_meant(stage: Stage) -> None:
    stage.play("/old", 301, {"Location": "/new"})
    stage.play("/new", 500)
    assert [] == likely(stage.ask("GET", "/old"), 200)
    assert [] == likely(stage.ask("GET", "/old"), 304)


def test_a_stranger_is_not_said_to_have_followed() -> None:
    hop = SimpleNamespace(status_code=302, headers={"Location": "/new"}, url="http://a.test/old")
    response = SimpleNamespace(status_code=200, headers={}, url="http://a.test/new", history=[hop])
    assert [] == likely(response, 302)


def test_the_user_of_a_test_client_sends_no_credentials_that_one_could_see() -> None:
    pytest.importorskip("rest_framework")
    from tests.clients import django_site  # it configures Django, which has to come first

    from django.contrib.auth.models import User  # isort: skip
    from django.test import override_settings
    from django.urls import path
    from rest_framework import permissions, views
    from rest_framework.test import APIClient

    assert django_site

    class Admin(views.APIView):
        permission_classes = (permissions.IsAdminUser,)

    class Urls:
        urlpatterns = (path("admin", Admin.as_view()),)

    client = APIClient()
    client.force_authenticate(User(username="kim"))
    with override_settings(ROOT_URLCONF=Urls):
        response = client.get("/admin")
    assert 403 == response.status_code
    assert ["the view or one of its permission classes refused this user"] == likely(response, 200)
