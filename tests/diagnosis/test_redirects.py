"""Redirects: followed or not against the wish, to the same resource elsewhere, to a login page, in a circle."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import requests

from tests.diagnosis.conftest import One, Stage, causes, checks, likely


def test_a_redirect_that_was_expected_and_followed(stage: Stage) -> None:
    stage.play("/login", 302, {"Location": "/home"})
    stage.play("/home", 200)
    response = stage.ask("POST", "/login")
    assert {"redirects.followed": "requests followed the redirect; this is the answer of hop 2"} == causes(
        response, "3xx"
    )
    assert [
        'to assert the redirect: assert_redirect(resp, to="/home")',
        "or stop at it: allow_redirects=False",
    ] == checks(response, "3xx")
    assert ["requests에서 리다이렉트를 따라갔고, 이 응답은 2번째 요청의 응답입니다"] == likely(response, 302, "ko")


def test_the_words_are_those_of_the_client_at_hand() -> None:
    flask = pytest.importorskip("flask")
    app = flask.Flask(__name__)
    app.add_url_rule("/old", "old", lambda: flask.redirect("/new"))
    app.add_url_rule("/new", "new", lambda: "new")
    client = app.test_client()
    followed = client.get("/old", follow_redirects=True)
    assert ["Flask test client followed the redirect; this is the answer of hop 2"] == likely(followed, 302)
    assert "or stop at it: follow_redirects=False" in checks(followed, 302)
    stopped = client.get("/old")
    assert ["the redirect to /new was not followed"] == likely(stopped, 200)
    assert [
        "to go where it leads: follow_redirects=True",
        'if the redirect is meant: assert_redirect(resp, to="/new")',
    ] == checks(stopped, 200)


def test_hops_that_are_no_redirects_do_not_count(stage: Stage) -> None:
    challenge = {"WWW-Authenticate": 'Digest realm="api", nonce="n", qop="auth"'}
    stage.play("/me", 401, challenge)
    response = stage.ask("GET", "/me", auth=requests.auth.HTTPDigestAuth("user", "password"))
    assert [401] == [hop.status_code for hop in response.history]
    assert "redirects.followed" not in causes(response, "3xx")


SLASH = "the path lacks its final slash, and location only adds it: /users/?page=2"
NO_SLASH = "the path has a final slash too many, and location only drops it: /users"


@pytest.mark.parametrize(
    ("sentence", "path", "location"),
    [
        (SLASH, "/users?page=2", "/users/?page=2"),
        (NO_SLASH, "/users/", "/users"),
        ("http was asked for, and location is the same URI with https", "/users", "https://127.0.0.1/users"),
        (
            "location is the same URI on another host: www.api.test instead of 127.0.0.1",
            "/users",
            "http://www.api.test/users",
        ),
        (
            (
                "the server sent the request to its login page, /accounts/login/?next=/users; no cookie and no "
                "authorization field were sent"
            ),
            "/users",
            "/accounts/login/?next=/users",
        ),
        (
            (
                "the server sent the request to its login page, https://id.test/oauth2/authorize?redirect_uri=x; no "
                "cookie and no authorization field were sent"
            ),
            "/users",
            "https://id.test/oauth2/authorize?redirect_uri=x",
        ),
        ("the redirects lead in a circle: /users was asked for before", "/users", "/users"),
        (
            "the redirect to http://a.test/users/ was not followed",
            "/users",
            "http://a.test/users/",
        ),
        ("the redirect to /elsewhere was not followed", "/users", "/elsewhere"),
        ("the redirect to /select?next=/users was not followed", "/users", "/select?next=/users"),
    ],
)
def test_where_a_redirect_leads(one: One, sentence: str, path: str, location: str) -> None:
    response = one("GET", 301, {"Location": location}, path=path)
    assert [sentence] == likely(response, 200)
    no_way_out = "login page" in sentence or "circle" in sentence
    assert no_way_out == ("to go where it leads: allow_redirects=True" not in checks(response, 200))


@pytest.mark.parametrize(
    ("count", "method", "code"), [(1, "POST", 301), (1, "PUT", 302), (0, "GET", 301), (0, "POST", 307)]
)
def test_what_following_would_cost_is_told_where_it_would(one: One, count: int, method: str, code: int) -> None:
    found = checks(one(method, code, {"Location": "/users/"}), 201)
    assert count == found.count(f"following loses the content: a client may turn this {method} into GET")


def test_a_slash_in_korean(one: One) -> None:
    assert ["경로 끝에 슬래시(/)가 없고, Location 헤더는 슬래시만 덧붙였습니다: /users/"] == likely(
        one("GET", 308, {"Location": "/users/"}), 200, "ko"
    )


def test_real_frameworks_redirect_for_a_slash_and_for_https() -> None:
    pytest.importorskip("fastapi")
    from fastapi import FastAPI
    from fastapi.testclient import TestClient
    from starlette.middleware.httpsredirect import HTTPSRedirectMiddleware

    plain, secured = FastAPI(), FastAPI()
    plain.get("/users/")(lambda: "users")
    secured.add_middleware(HTTPSRedirectMiddleware)
    with TestClient(plain, follow_redirects=False) as client:
        response = client.get("/users")
    with TestClient(secured, follow_redirects=False) as client:
        redirected = client.get("/users/")
    assert ["the path lacks its final slash, and location only adds it: /users/"] == likely(response, 200)
    assert ["http was asked for, and location is the same URI with https"] == likely(redirected, 200)


def test_https_that_leads_to_http() -> None:
    pytest.importorskip("starlette")
    from starlette.applications import Starlette
    from starlette.responses import RedirectResponse
    from starlette.routing import Route
    from starlette.testclient import TestClient

    app = Starlette(routes=[Route("/users", lambda _request: RedirectResponse("http://testserver/users/"))])
    with TestClient(app, base_url="https://testserver", follow_redirects=False) as client:
        response = client.get("/users")
    assert ["https was asked for, and location leads to http: http://testserver/users/"] == likely(response, 200)
    assert "does the application trust X-Forwarded-Proto of the proxy that ends TLS?" in checks(response, 200)


def test_a_login_page_that_was_reached(stage: Stage) -> None:
    stage.play("/users", 302, {"Location": "/login?next=/users"})
    stage.play("/login", 200, {"Content-Type": "text/html"}, "<html><input type=password></html>")
    response = stage.ask("GET", "/users", headers={"Cookie": "session=abcdefgh"})
    assert ["the server sent the request to its login page, /login?next=/users"] == likely(response, 401)
    assert ["is this the client that logs in, or a bare one?"] == checks(response, 401)


def test_django_is_told_its_own_way_to_log_in() -> None:
    pytest.importorskip("django")
    from tests.clients import django_site  # it configures Django, which has to come first

    from django.contrib.auth.decorators import login_required  # isort: skip
    from django.test import Client, override_settings
    from django.urls import path

    assert django_site

    def page(_request: object) -> None: ...

    class Urls:
        urlpatterns = (path("page", login_required(page)),)

    with override_settings(
        ROOT_URLCONF=Urls,
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
    ):
        response = Client().get("/page")
    assert [
        (
            "the server sent the request to its login page, /accounts/login/?next=/page; no cookie and no "
            "authorization field were sent"
        )
    ] == likely(response, 200)
    assert "to log in with the Django test client: client.force_login(user)" in checks(response, 200)


def test_django_keeps_no_first_request_and_the_target_is_shown_as_it_was_written() -> None:
    pytest.importorskip("django")
    from tests.clients import django_site  # it configures Django, which has to come first

    from django.test import Client  # isort: skip

    assert django_site
    response = Client().get("/moved/302", follow=True)
    assert ["Django test client followed the redirect; this is the answer of hop 2"] == likely(response, 302)
    assert ['to assert the redirect: assert_redirect(resp, to="/new")', "or stop at it: follow=False"] == checks(
        response, 302
    )


def test_a_post_that_became_a_get(stage: Stage) -> None:
    stage.play("/users", 301, {"Location": "/users/"})
    stage.play("/users/", 200, {}, "[]")
    sentence = "POST became GET on the 301 redirect to /users/, and its content was left behind"
    assert [sentence] == likely(stage.ask("POST", "/users", json={}), 201)
    stage.play("/users/", 405, {"Allow": "POST"})
    response = stage.ask("POST", "/users", json={})
    assert {"redirects.method-changed": sentence} == causes(response, 201)
    assert [
        "send the POST to /users/ at once",
        "or let the server redirect with 307 or 308, which keep the method",
    ] == checks(response, 201)


def test_a_get_after_a_form_is_meant_unless_it_is_refused(stage: Stage) -> None:
    stage.play("/users", 302, {"Location": "/thanks"})
    stage.play("/thanks", 404)
    assert {} == causes(stage.ask("POST", "/users"), 200)
    stage.play("/thanks", 405, {"Allow": "POST"})
    assert ["redirects.method-changed"] == list(causes(stage.ask("POST", "/users"), 200))
    stage.play("/users", 303, {"Location": "/thanks"})
    assert ["routing.method-not-allowed"] == list(causes(stage.ask("POST", "/users"), 200))
    stage.play("/users", 307, {"Location": "/thanks"})
    assert "redirects.method-changed" not in causes(stage.ask("POST", "/users"), 200)


def test_content_that_a_redirect_cost(stage: Stage) -> None:
    stage.play("/users/7", 301, {"Location": "/users/7/"})
    stage.play("/users/7/", 400, {}, "no")
    response = stage.ask("PUT", "/users/7", json={"name": "Kim"})
    assert ["PUT was sent again after the 301 redirect to /users/7/, without its content"] == likely(response, 200)
    assert "redirects.content-lost" not in causes(stage.ask("PUT", "/users/7"), 200)


def test_a_circle(stage: Stage) -> None:
    stage.play("/a", 302, {"Location": "/b"})
    stage.play("/b", 302, {"Location": "/a"})
    with pytest.raises(requests.TooManyRedirects) as caught:
        stage.ask("GET", "/a")
    assert "the redirects lead in a circle: /" in likely(caught.value, 200)[0]


@pytest.mark.parametrize(
    ("method", "code", "fields"),
    [("POST", 302, {}), ("POST", 303, {}), ("GET", 302, {"Set-Cookie": "tried=1"})],
)
def test_a_redirect_to_itself_that_may_end(one: One, method: str, code: int, fields: Any) -> None:
    assert "redirects.loop" not in causes(one(method, code, {"Location": "/users", **fields}), 200)


def test_a_redirect_without_a_target(one: One) -> None:
    assert ["the redirect has no location field, so no client can follow it"] == likely(one("GET", 302), 200)
    assert {} == causes(302, 200)


def test_a_location_that_is_no_uri_is_left_alone() -> None:
    response = SimpleNamespace(status_code=301, headers={"Location": "http://[::"}, url="http://a.test/users")
    assert [] == likely(response, 200)


def test_an_upload_that_is_not_complete(one: One) -> None:
    response = one("PUT", 308, {"Range": "bytes=0-524287"})
    assert {
        "redirects.resume-incomplete": "an upload that is not complete, and no redirect: the server has bytes=0-524287 "
        "and sent no location"
    } == causes(response, 200)
    assert ["go on with the upload at byte 524288"] == checks(response, 200)
