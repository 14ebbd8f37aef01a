"""Failures grouped by cause."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pytest_httpstatus._model import SILENCE, Exchange, Finding, Request, Unmet
from pytest_httpstatus._recovery import failure_of
from pytest_httpstatus._reporting.causes import causes, endpoint
from pytest_httpstatus._reporting.record import Entry, Via
from tests.exchanges import exchange, failure, hop
from tests.reporting.entries import entry, unauthorized

NO_CREDENTIALS = "401 Unauthorized: the request carried no credentials"
LOGIN = Via("fixture", "token", "tests/conftest.py", 12)


def test_failures_of_one_diagnosis_are_one_cause_wherever_they_went():
    found = causes([unauthorized("/users/7"), unauthorized("/users/8"), unauthorized("/orders")], "en")
    assert [("auth.no-credentials", NO_CREDENTIALS, 3)] == [(each.key, each.title, len(each.entries)) for each in found]
    assert (("GET /users/{id}", 2), ("GET /orders", 1)) == found[0].endpoints
    assert "the request carried no credentials: no authorization field" in found[0].likely
    assert "is this the client that logs in, or a bare one?" == found[0].checks[0]


def test_the_title_is_in_the_readers_language():
    assert ["401 Unauthorized: 요청에 자격 증명이 없음"] == [each.title for each in causes([unauthorized()], "ko")]


def test_the_cause_with_most_failures_stands_first_and_equals_as_they_came():
    given = [entry(exchange(404)), entry(exchange(500)), *[unauthorized()] * 2]
    assert ["401", "404", "500"] == [each.title[:3] for each in causes(given, "en")]


def test_without_a_diagnosis_what_came_what_was_expected_and_the_endpoint_make_the_cause():
    given = [
        entry(exchange(404, url="https://api.test/users/7")),
        entry(exchange(404, url="https://api.test/users/8")),
        entry(exchange(404, url="https://api.test/orders")),
        entry(failure(exchange(404, url="https://api.test/orders"), 201)),
    ]
    assert [
        ("404 Not Found, expected 200: GET /users/{id}", 2),
        ("404 Not Found, expected 200: GET /orders", 1),
        ("404 Not Found, expected 201: GET /orders", 1),
    ] == [(each.title, len(each.entries)) for each in causes(given, "en")]


def test_without_a_url_the_title_ends_with_what_was_expected():
    given = [entry(failure(exchange(404, url=None, method=None), expected)) for expected in (200, None)]
    assert ["404 Not Found, expected 200", "404 Not Found"] == [each.title for each in causes(given, "en")]


def test_where_nothing_was_expected_the_title_says_what_came():
    assert "404 Not Found: GET /users/me" == causes([entry(failure(exchange(404), None))], "en")[0].title


def test_a_broken_rule_is_the_cause_of_a_right_code():
    def broken(length: str) -> object:
        unmet = (Unmet("no-content.content-length", "RFC 9110, section 8.6", (("length", length), ("code", "204"))),)
        return entry(failure(exchange(204), 204, unmet=unmet))

    found = causes([broken("17"), broken("19")], "en")
    assert ["204 No Content: a 204 never has Content-Length (RFC 9110, section 8.6)"] == [each.title for each in found]
    assert "return an empty response, or answer 200 with the content" == found[0].checks[0]


def test_where_evidence_differs_the_title_holds_for_all_and_no_evidence_is_said():
    given = [unauthorized(), entry(exchange(401, b"", ("WWW-Authenticate", "Basic")))]
    [found] = causes(given, "en")
    assert (NO_CREDENTIALS, "") == (found.title, found.likely)
    assert ("is this the client that logs in, or a bare one?",) == found.checks


def test_findings_of_a_project_are_told_apart_by_their_words():
    own = [Finding("shop.closed", likely=f"the shop is closed on {day}") for day in ("Sunday", "Monday", "Sunday")]
    given = [entry(replace(failure(exchange(409)), findings=(each,))) for each in own]
    assert [
        ("409 Conflict: the shop is closed on Sunday", 2),
        ("409 Conflict: the shop is closed on Monday", 1),
    ] == [(each.title, len(each.entries)) for each in causes(given, "en")]


def test_a_part_that_could_not_be_shown_is_no_cause():
    broken = Finding("failed-part", (("part", "likely"), ("error", "KeyError")))
    [found] = causes([entry(replace(failure(exchange(404)), findings=(broken,)))], "en")
    assert "404 Not Found, expected 200: GET /users/me" == found.title


def test_a_fixture_or_helper_is_named_where_all_failed_in_it():
    both = causes([unauthorized(via=LOGIN), unauthorized(via=LOGIN)], "en")
    one = causes([unauthorized(via=LOGIN), unauthorized()], "en")
    assert [LOGIN, None] == [both[0].via, one[0].via]


def test_fixtures_are_named_that_these_tests_share_and_no_other_failed_test_uses():
    given = [
        unauthorized(fixtures=("anonymous", "base", "tmp_path")),
        unauthorized(fixtures=("base", "anonymous", "tmp_path", "cart")),
        entry(exchange(500), fixtures=("base",)),
    ]
    assert [("anonymous",), ()] == [each.fixtures for each in causes(given, "en")]


@pytest.mark.parametrize(
    ("path", "folded"),
    [
        ("/users/42/orders/7", "/users/{id}/orders/{id}"),
        ("/users/0e8400e2-9b41-d4a7-16f4-46655440000a", "/users/{id}"),
        ("/blobs/9f86d081884c7d65", "/blobs/{id}"),
        ("/things/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/things/{id}"),
        ("/files/AbC123-long_key-of-20", "/files/{id}"),
        ("/v1/users", "/v1/users"),
        ("/api/v2", "/api/v2"),
        ("/orders/2024-archive", "/orders/2024-archive"),
        ("/facade", "/facade"),
        ("/search?q=7", "/search"),
        ("/", "/"),
    ],
)
def test_ids_in_paths_are_folded(path, folded):
    assert f"GET {folded}" == endpoint(failure(exchange(404, url=f"https://api.test{path}")))


def test_the_endpoint_is_that_of_the_request_that_the_test_made():
    given = exchange(404, hops=(hop(302, ("Location", "/users/me"), method="POST"),))
    assert "POST /old" == endpoint(failure(given))


def test_what_a_runner_would_obey_is_broken_in_titles():
    own = Finding("shop.closed", likely="##[error]closed\n::stop-commands::x")
    [found] = causes([entry(replace(failure(exchange(409)), findings=(own,)))], "en")
    assert r"409 Conflict: #\#[error]closed ::stop-commands::x" == found.title


def test_no_failures_have_no_causes():
    assert [] == causes([], "en")


def test_requests_without_an_answer_are_grouped_by_what_was_raised_and_named_with_their_host():
    requests = pytest.importorskip("requests")
    with pytest.raises(requests.ConnectionError) as raised:
        requests.get("http://127.0.0.1:9/users/7", timeout=5)
    lost = failure_of(raised.value, __file__, ())
    assert lost is not None
    [found] = causes([entry(lost), entry(lost)], "en")
    assert (
        "connection.refused",
        "no answer: connection refused",
        (("GET http://127.0.0.1:9/users/{id}", 2),),
    ) == (
        found.key,
        found.title,
        found.endpoints,
    )


def test_without_an_answer_and_without_a_cause_the_title_says_so_in_each_language():
    given = [entry(failure(Exchange(SILENCE, Request("GET", "https://api.test/users"))))]
    assert [
        "no answer, expected 200: GET https://api.test/users",
        "응답 없음, 200 기대: GET https://api.test/users",
    ] == [causes(given, lang)[0].title for lang in ("en", "ko")]


RAISED = "KeyError: 'cost' (shop/views.py:12)"


def broken(path: str, *logged: str, code: int = 500) -> Entry:
    return entry(replace(failure(exchange(code, b"", url=f"https://api.test{path}")), logged=logged))


def test_the_exception_in_the_log_of_a_server_that_failed_is_the_title():
    (cause,) = causes([broken("/a/1", "ValueError: earlier", RAISED), broken("/a/2", RAISED)], "en")
    assert f"500 Internal Server Error: {RAISED}" == cause.title


def test_of_one_place_messages_may_differ_and_are_not_in_the_title():
    (cause,) = causes([broken("/a/1", "KeyError: 'b7' (shop/views.py:12)"), broken("/a/2", RAISED)], "en")
    assert "500 Internal Server Error: KeyError (shop/views.py:12)" == cause.title
    (cause,) = causes([broken("/a/1", "KeyError: 'b7'"), broken("/a/2", "KeyError: 'b8'")], "en")
    assert "500 Internal Server Error: KeyError" == cause.title


def test_what_is_logged_beside_a_refusal_is_not_its_title():
    (cause,) = causes([broken("/a", RAISED, code=404)], "en")
    assert RAISED not in cause.title
