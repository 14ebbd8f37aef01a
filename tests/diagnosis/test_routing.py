"""Method and path: which of them the server takes here."""

from __future__ import annotations

import http.client
import urllib.request
from typing import Any

import pytest

from tests.diagnosis.conftest import One, Stage, causes, checks, likely

CORS = {"Origin": "https://shop.test", "Access-Control-Request-Method": "POST"}


@pytest.mark.parametrize(
    ("sentence", "rule", "method", "fields", "words"),
    [
        (
            "this path does not take POST; its allow field lists GET, HEAD",
            "routing.method-not-allowed",
            "POST",
            {"Allow": "GET,HEAD"},
            {},
        ),
        (
            "the allow field lists DELETE, and it was refused all the same",
            "routing.allow-lists-it",
            "DELETE",
            {"Allow": "GET, DELETE", "Server": "nginx"},
            {},
        ),
        (
            "the path takes GET, but not HEAD: its allow field lists GET",
            "routing.head",
            "HEAD",
            {"Allow": "GET"},
            {},
        ),
        (
            "a CORS preflight from https://shop.test was taken for an ordinary request: the path takes no OPTIONS",
            "routing.options",
            "OPTIONS",
            {"Allow": "POST"},
            {"headers": CORS},
        ),
    ],
)
def test_a_405_tells_what_is_taken(
    one: One, *, sentence: str, rule: str, method: str, fields: dict[str, str], words: Any
) -> None:
    assert {rule: sentence} == causes(one(method, 405, fields, **words), 200)


def test_a_405_in_korean(one: One) -> None:
    assert ["이 경로는 POST 메서드를 받지 않습니다. allow 헤더의 메서드: GET"] == likely(
        one("POST", 405, {"Allow": "GET"}), 201, "ko"
    )


def test_who_refused_is_named_where_it_says_so(one: One) -> None:
    line = "does another layer refuse it, a proxy or a file server? server says nginx"
    assert [line] == checks(one("GET", 405, {"Allow": "GET", "Server": "nginx"}), 200)
    assert [] == checks(one("GET", 405, {"Allow": "GET"}), 200)


def test_a_fastapi_route_takes_no_head() -> None:
    fastapi = pytest.importorskip("fastapi")
    from fastapi.testclient import TestClient

    app = fastapi.FastAPI()
    app.get("/users")(lambda: "users")
    with TestClient(app) as client:
        response = client.head("/users")
        preflight = client.options("/users", headers=CORS)
    assert ["the path takes GET, but not HEAD: its allow field lists GET"] == likely(response, 200)
    assert ["routing.options"] == list(causes(preflight, 200))


def test_a_path_that_ends_in_a_slash_is_worth_a_check_and_no_more(one: One) -> None:
    response = one("GET", 404, path="/users/")
    assert {"routing.slash": ""} == causes(response, 200)
    assert "the path ends in a slash: is the route registered as /users?" in checks(response, 200)
    assert {} == causes(one("GET", 404), 200)


@pytest.mark.parametrize("code", [102, 103])
def test_an_interim_answer_is_no_final_one(stage: Stage, code: int) -> None:
    stage.play("/early", code, {"Link": "</style.css>; rel=preload"})
    sentence = f"took the interim answer {code} for the final one, which comes after it"
    assert [f"requests {sentence}"] == likely(stage.ask("GET", "/early"), 200)
    host = stage.base.removeprefix("http://")
    connection = http.client.HTTPConnection(host)
    connection.request("GET", "/early")
    assert [f"http.client {sentence}"] == likely(connection.getresponse(), 200)
    connection.close()
    with pytest.raises(urllib.request.HTTPError) as caught:
        urllib.request.urlopen(f"{stage.base}/early")
    assert [f"urllib.request {sentence}"] == likely(caught.value, 200)
    caught.value.close()
    assert {} == causes(code, 200)


def test_a_post_that_answers_200_is_asked_for_its_route(one: One) -> None:
    response = one("POST", 200, {}, "{}")
    assert {"routing.post-default": ""} == causes(response, 201)
    assert [
        "does the route say that it answers 201? FastAPI, Flask and aiohttp answer a POST with 200 by default"
    ] == checks(response, 201)
    assert {} == causes(response, 404)
    assert ["neighbours.success"] == list(causes(one("PUT", 200), 201))
