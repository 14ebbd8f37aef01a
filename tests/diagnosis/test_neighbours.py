"""Codes that are taken for each other: a check, where nothing else names a cause."""

from __future__ import annotations

import pytest

from pytest_httpstatus import explain
from pytest_httpstatus._catalogue import languages
from pytest_httpstatus._diagnosis.neighbours import _PAIRS
from tests.diagnosis.conftest import One, Stage, causes, checks

KEYED = {"headers": {"X-Api-Key": "abcdefgh"}}


def pairs() -> list[tuple[int, int]]:
    both = [tuple(map(int, pair.removeprefix("pair_").split("_"))) for pair in _PAIRS]
    return [pair for lower, upper in both for pair in ((lower, upper), (upper, lower))]


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize(("got", "expected"), pairs())
def test_a_pair_is_a_check_and_no_finding(one: One, got: int, expected: int, lang: str) -> None:
    response = one("GET", got, {"Location": "/new"}, **KEYED)
    found = causes(response, expected, lang)
    (name,) = [each for each in found if each.startswith("neighbours.")]
    assert "" == found[name]
    (line,) = [each for each in checks(response, expected, lang) if each.startswith(str(min(got, expected)))]
    assert str(max(got, expected)) in line


@pytest.mark.parametrize(
    ("got", "expected"),
    [(401, 404), (404, "404 | 410"), (404, [400, 410]), (410, None), (400, 401), (500, 502), (200, 404)],
)
def test_other_codes_are_no_neighbours(one: One, got: int, expected: object) -> None:
    assert [] == [name for name in causes(one("GET", got, **KEYED), expected) if name.startswith("neighbours.")]


def test_where_a_cause_is_found_the_pair_is_not_said(one: One) -> None:
    response = one("GET", 401, {"WWW-Authenticate": 'Bearer realm="api"'})
    assert "auth.no-credentials" in causes(response, 403)
    assert "neighbours.credentials" not in causes(response, 403)


def test_a_redirect_that_was_followed_and_explains_the_code_is_enough(stage: Stage) -> None:
    stage.play("/users", 301, {"Location": "/users/"})
    stage.play("/users/", 200, {}, "[]")
    assert ["redirects.method-changed"] == list(causes(stage.ask("POST", "/users", json={}), 201))


def test_a_redirect_that_is_explained_is_still_another_than_expected(one: One) -> None:
    found = causes(one("GET", 301, {"Location": "/users/"}, **KEYED), 308)
    assert {"redirects.slash", "neighbours.permanent"} <= found.keys()


def test_the_pair_in_a_failure(one: One) -> None:
    text = explain(one("DELETE", 410, **KEYED), 404)
    assert "\n  likely  " not in text
    assert (
        "  check        - 404 means not here, 410 means removed for good: expect\n"
        "                 410 only where the server keeps a record of what it\n"
        "                 removed\n"
    ) in text
