"""Credentials: none sent, of another scheme, expired, lost on the way, refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.diagnosis.conftest import DATE, NOW, One, Stage, causes, checks, likely
from tests.diagnosis.sites import token
from tests.exchanges import ACCEPT, JSON, exchange, failure

BEARER = {"WWW-Authenticate": 'Bearer realm="api"'}
BARE = "the request carried no credentials: no authorization field, no cookie"


def sending(credentials: str) -> dict[str, Any]:
    return {"headers": {"Authorization": credentials}}


@pytest.mark.parametrize(
    ("sentences", "fields", "words"),
    [
        ([f'{BARE}; the server asks for Bearer realm="api"'], BEARER, {}),
        ([BARE], {}, {}),
        (
            ['the request sent Token credentials; the server asks for Bearer realm="api"'],
            BEARER,
            sending("Token abcdefgh"),
        ),
        (
            ['the authorization field names no scheme before the credentials; the server asks for Bearer realm="api"'],
            BEARER,
            sending("abcdefgh"),
        ),
        (
            ["the request sent Bearer credentials, as the server asks, and they were refused"],
            BEARER,
            sending("bearer abcdefgh"),
        ),
        (
            [
                (
                    "the request sent Bearer credentials, as the server asks, and they were refused: invalid_token, "
                    "revoked by its owner; scope asked for: users:read"
                )
            ],
            {
                "WWW-Authenticate": 'Basic, Bearer error="invalid_token", error_description="revoked by its owner", '
                'scope="users:read"'
            },
            sending("Bearer abcdefgh"),
        ),
        (
            ["the token that was sent expired 3 h ago (its exp, read here and not verified)"],
            BEARER | {"Date": DATE},
            sending(f"Bearer {token(exp=NOW - 3 * 3600 - 5)}"),
        ),
        (
            ["the token that was sent expired 2 d ago (its exp, read here and not verified)"],
            {"Date": DATE},
            sending(f"Bearer {token(exp=NOW - 2.5 * 86_400)}"),
        ),
        (
            ["the token that was sent is valid only 5 min from now (its nbf, read here and not verified)"],
            BEARER | {"Date": DATE},
            sending(f"Bearer {token(nbf=NOW + 300)}"),
        ),
        (
            ["the token is good, but lacks a scope: users:write is asked for"],
            {"WWW-Authenticate": 'Bearer error="insufficient_scope", scope="users:write"', "Date": DATE},
            sending(f"Bearer {token(exp=NOW - 5)}"),
        ),
        (
            ["the token is good, but lacks a scope"],
            {"WWW-Authenticate": 'Bearer error="insufficient_scope"'},
            sending("Bearer abcdefgh"),
        ),
    ],
)
def test_a_401_tells_what_was_wrong_with_the_credentials(
    one: One, sentences: list[str], fields: dict[str, str], words: Any
) -> None:
    assert sentences == likely(one("GET", 401, fields, **words), 200)


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        (
            [
                "is this the client that logs in, or a bare one?",
                "if you log in yourself: send authorization: Bearer <token>",
            ],
            BEARER,
        ),
        (
            ["is this the client that logs in, or a bare one?", 'to send Basic credentials: auth=("user", "password")'],
            {"WWW-Authenticate": 'Basic realm="api"'},
        ),
        (
            [
                "is this the client that logs in, or a bare one?",
                "if you log in yourself: send authorization: Negotiate <credentials>",
            ],
            {"WWW-Authenticate": "Negotiate"},
        ),
        (["is this the client that logs in, or a bare one?"], {}),
    ],
)
def test_the_way_in_is_the_one_that_the_server_asks_for(one: One, lines: list[str], fields: dict[str, str]) -> None:
    assert lines == checks(one("GET", 401, fields), 200)


def test_a_token_is_dated_by_our_clock_when_the_server_shows_none(one: One) -> None:
    response = one("GET", 401, BEARER, **sending(f"Bearer {token(exp=1)}"))
    assert likely(response, 200)[0].endswith(" d ago (its exp, read here and not verified)")


@pytest.mark.parametrize(
    "broken",
    ["a.b", "a.b.c", "a.!!!.c", "a.W10.c", f"a.{'WyJh' * 9}.c", token(exp=True), token(exp=float("nan")), token()],
)
def test_what_holds_no_date_is_no_expired_token(one: One, broken: str) -> None:
    assert ["auth.refused"] == list(causes(one("GET", 401, BEARER, **sending(f"Bearer {broken}")), 200))


def test_no_part_of_the_token_is_shown(one: One) -> None:
    from pytest_httpstatus import explain

    secret = token(exp=NOW - 5, sub="the-subject")
    text = explain(one("GET", 401, BEARER | {"Date": DATE}, **sending(f"Bearer {secret}")), 200)
    assert [] == [part for part in (*secret.split("."), "the-subject") if part in text]


def test_credentials_without_a_challenge_give_only_a_check(one: One) -> None:
    response = one("GET", 401, **sending("Bearer abcdefgh"))
    assert {"auth.refused": ""} == causes(response, 200)
    assert "does the server take Bearer credentials at all? its answer names no scheme" in checks(response, 200)


def test_authorization_that_a_redirect_to_another_host_cost_is_named_alone(stage: Stage) -> None:
    stage.play("/me", 302, {"Location": stage.elsewhere("/home")})
    stage.play("/home", 401, BEARER)
    response = stage.ask("GET", "/me", **sending("Bearer abcdefgh"))
    before, after = stage.base, stage.elsewhere("")
    assert {
        "auth.dropped-on-redirect": f"authorization was sent to {before}, and dropped when the redirect led to {after}"
    } == causes(response, 200)
    assert [f"call the final URI at once: {after}/home"] == checks(response, 200)
    assert [
        f"authorization 헤더를 {before} 주소에 보냈지만, 리다이렉트가 {after} 주소로 이어지면서 빠졌습니다"
    ] == likely(response, 200, "ko")
    stage.play("/home", 403)
    assert ["auth.dropped-on-redirect"] == list(causes(response, 200))
    assert ["auth.dropped-on-redirect"] == list(causes(stage.ask("GET", "/me", **sending("Bearer abcdefgh")), 200))


def test_authorization_that_stays_on_its_host_is_not_dropped(stage: Stage) -> None:
    stage.play("/me", 302, {"Location": "/home"})
    stage.play("/home", 401, BEARER)
    assert ["auth.refused"] == list(causes(stage.ask("GET", "/me", **sending("Bearer abcdefgh")), 200))


def test_a_407_is_a_proxy(one: One) -> None:
    response = one("GET", 407, {"Proxy-Authenticate": 'Basic realm="office"'})
    assert ['a proxy on the way asks for credentials, not the API: Basic realm="office"'] == likely(response, 200)
    assert "if no proxy is meant: unset HTTP_PROXY and HTTPS_PROXY, or list 127.0.0.1 in NO_PROXY" in checks(response)
    assert {"auth.proxy": ""} == causes(one("GET", 407), 200)
    assert {"auth.proxy": ""} == causes(407, 200)


@pytest.mark.parametrize(
    ("sentence", "fields", "body"),
    [
        (
            'the request carried no credentials, and the server asks for Bearer realm="api"',
            BEARER,
            "",
        ),
        (
            "the request carried no credentials, no authorization field and no cookie, and the server says so",
            {"Content-Type": "application/json"},
            '{"detail":"Authentication credentials were not provided."}',
        ),
        ("", {}, "no"),
    ],
)
def test_a_403_without_credentials_is_a_finding_where_the_server_asks_for_them(
    one: One, sentence: str, fields: dict[str, str], body: str
) -> None:
    assert {"auth.forbidden-no-credentials": sentence} == causes(one("GET", 403, fields, body), 200)


def test_an_insufficient_scope_is_no_missing_right(one: One) -> None:
    challenge = {"WWW-Authenticate": 'Bearer error="insufficient_scope", scope="users:write"'}
    response = one("POST", 403, challenge, **sending("Bearer abcdefgh"))
    assert ["the token is good, but lacks a scope: users:write is asked for"] == likely(response, 201)
    assert ["토큰은 유효하지만 scope 값이 부족하다고 서버가 답했습니다. 필요한 scope: users:write"] == likely(
        response, 201, "ko"
    )


def test_django_logs_in_by_itself() -> None:
    pytest.importorskip("rest_framework")
    from tests.clients import django_site  # it configures Django, which has to come first

    from django.test import Client, override_settings  # isort: skip
    from django.urls import path
    from rest_framework import authentication, permissions, views
    from rest_framework.test import APIClient

    assert django_site

    class Basic(views.APIView):
        authentication_classes = (authentication.BasicAuthentication,)
        permission_classes = (permissions.IsAuthenticated,)

    class Session(Basic):
        authentication_classes = (authentication.SessionAuthentication,)

    class Urls:
        urlpatterns = (path("basic", Basic.as_view()), path("session", Session.as_view()))

    with override_settings(ROOT_URLCONF=Urls):
        basic, session, plain = APIClient().get("/basic"), APIClient().get("/session"), Client().get("/basic")
    assert [f'{BARE}; the server asks for Basic realm="api"'] == likely(basic, 200)
    assert [
        '요청에 자격 증명이 없습니다(authorization 헤더와 쿠키 없음). 서버가 요구하는 인증: Basic realm="api"'
    ] == likely(basic, 200, "ko")
    assert "to log in with the Django test client: client.force_authenticate(user)" in checks(basic, 200)
    assert "to log in with the Django test client: client.force_login(user)" in checks(plain, 200)
    assert "to log in with the Django test client: client.force_authenticate(user)" in checks(session, 200)
    assert [
        "the request carried no credentials, no authorization field and no cookie, and the server says so"
    ] == likely(session, 200)


def test_fastapi_asks_for_the_token_that_was_not_sent() -> None:
    fastapi = pytest.importorskip("fastapi")
    from fastapi.security import HTTPBearer
    from fastapi.testclient import TestClient

    app = fastapi.FastAPI()
    app.get("/me", dependencies=[fastapi.Depends(HTTPBearer())])(lambda: None)
    with TestClient(app) as client:
        response = client.get("/me")
    assert [f"{BARE}; the server asks for Bearer"] == likely(response, 200)


def test_a_login_whose_credentials_have_names_of_their_own_is_not_said_to_carry_none() -> None:
    given = exchange(401, b'{"detail": "no"}', JSON, method="POST", url="https://api.test/session",
                     sent=b'{"email": "a@b.test", "code": "123"}', asked=(ACCEPT, JSON))  # fmt: skip
    told = exchange(401, b'{"detail": "Not authenticated"}', JSON, method="POST", sent=b"{}", asked=(ACCEPT, JSON))
    assert ["", "auth.no-credentials"] == [
        next((each.id for each in failure(found).findings), "") for found in (given, told)
    ]
