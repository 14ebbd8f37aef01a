"""Causes that say no more than a closer one, or lead astray beside it, are left out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pytest_httpstatus import StatusMismatch, _settings, assert_created, explain
from pytest_httpstatus._diagnosis import instead, rules
from pytest_httpstatus._model import Finding
from pytest_httpstatus._settings import Settings
from tests.diagnosis.conftest import One, Stage, causes, checks
from tests.diagnosis.recorded import ANSWERS, JSON, Recorded, nginx_page
from tests.diagnosis.sites import HTML, PAGE

BEARER = {"headers": {"Authorization": "Bearer abcdefgh"}}
REFUSED = [each for each in ANSWERS if each.code == 403 and each.rule in instead.INSTEAD]


def test_causes_that_are_named_are_rules() -> None:
    known = {each.id for each in rules()}
    assert set() == instead.INSTEAD.keys() - known
    assert set() == set().union(*instead.INSTEAD.values()) - known


@pytest.mark.parametrize("answer", REFUSED, ids=lambda answer: f"{answer.rule} {answer.sentence[:40]}")
def test_what_refuses_everybody_asks_for_no_credentials(one: One, answer: Recorded) -> None:
    words = dict(answer.words)
    found = causes(one(words.pop("method", "GET"), answer.code, answer.fields, answer.body, **words), 200)
    assert answer.rule in found
    assert "auth.forbidden-no-credentials" not in found


def test_a_page_of_nginx_asks_for_no_credentials(one: One) -> None:
    assert ["nginx.forbidden"] == list(causes(one("GET", 403, HTML, nginx_page("403 Forbidden")), 200))


TOKEN = {"detail": "Given token not valid for any token type", "code": "token_not_valid"}
PLACE = {"detail": [{"type": "missing", "loc": ["body", "name"], "msg": "Field required"}]}


@pytest.mark.parametrize(
    ("cause", "method", "code", "fields", "body", "words"),
    [
        ("rest.simplejwt", "GET", 401, JSON | {"WWW-Authenticate": "Bearer"}, json.dumps(TOKEN), BEARER),
        ("pydantic.wrong-place", "POST", 422, JSON, json.dumps(PLACE), {"path": "/login?name=kim"}),
        (
            "frameworks.flask-jwt-missing",
            "GET",
            401,
            JSON,
            json.dumps({"msg": "Missing 'Bearer' type in 'Authorization' header. Expected"}),
            {"headers": {"Authorization": "Basic abcdefgh"}},
        ),
        (
            "frameworks.flask-no-json",
            "POST",
            415,
            HTML,
            PAGE.replace("400 Bad Request", "415 Unsupported Media Type")
            .replace("Bad Request", "Unsupported Media Type")
            .format(
                "Did not attempt to load JSON data because the request Content-Type was not &#39;application/json&#39;."
            ),
            {},
        ),
    ],
)
def test_the_closer_cause_speaks_alone(
    one: One, *, cause: str, method: str, code: int, fields: dict[str, str], body: str, words: dict[str, Any]
) -> None:
    assert [cause] == list(causes(one(method, code, fields, body, **words), 200))


def test_content_that_a_redirect_cost_was_sent(stage: Stage) -> None:
    stage.play("/users/7", 301, {"Location": "/users/7/"})
    stage.play("/users/7/", 400, {}, "no")
    assert ["redirects.content-lost"] == list(causes(stage.ask("PUT", "/users/7", json={"a": 1}), 200))


def test_the_way_to_send_a_token_is_told_once(one: One) -> None:
    body = json.dumps({"msg": "Missing Authorization Header"})
    assert (
        'Flask-JWT-Extended says "Missing Authorization Header" and sends no challenge: by default it wants '
        "authorization: Bearer <token>"
    ) in checks(one("GET", 401, JSON, body), 200)
    other = json.dumps({"msg": "Missing 'Bearer' type in 'Authorization' header. Expected"})
    sent = {"headers": {"Authorization": "Basic abcdefgh"}}
    assert ["send authorization: Bearer <token>"] == checks(one("GET", 401, JSON, other, **sent), 200)


# -- a code that was expected ------------------------------------------------------------------------------------------


def test_a_cache_is_named_where_a_helper_finds_something_else_wrong(one: One) -> None:
    response = one("POST", 201, {"Location": "/users/8", "Age": "7200"})
    with pytest.raises(StatusMismatch) as caught:
        assert_created(response, location="/users/7")
    assert "\n  likely       a cache answered, not the application (age: 7200); its\n" in str(caught.value)


def test_a_cache_is_no_news_where_nothing_is_wrong(one: One) -> None:
    response = one("POST", 201, {"Location": "/users/8", "Age": "7200"})
    assert {} == causes(response, 201)
    assert "cache answered" not in explain(response, 201)


def test_the_project_is_not_asked_of_an_expected_code(one: One) -> None:
    response = one("POST", 201, {"Location": "/users/8"})
    before = _settings.use(Settings(diagnose=lambda **_: [Finding("shop.closed", likely="the shop is closed")]))
    with pytest.raises(StatusMismatch) as caught:
        assert_created(response, location="/users/7")
    _settings.use(before)
    assert "likely" not in str(caught.value)
