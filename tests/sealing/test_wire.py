"""A failure travels as builtins, and comes back as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pytest_httpstatus import assert_created
from pytest_httpstatus._assertions import StatusMismatch
from pytest_httpstatus._model import Failure, Finding, Hop
from pytest_httpstatus._sealing.wire import dump, load
from tests.exchanges import HTML, JSON, exchange, failure, hop


def unmet() -> Failure:
    """The failure of a helper."""
    with pytest.raises(StatusMismatch) as raised:
        assert_created(exchange_like(), location="/users/7")
    found: Failure = raised.value.failure
    return found


def exchange_like() -> Any:
    """A response that any client could give."""
    requests = pytest.importorskip("requests")
    made = requests.Response()
    made.status_code, made._content, made.url = 201, b"{}", "https://api.test/users"
    made.headers["Content-Type"] = "application/json"
    return made


def several() -> list[Failure]:
    return [
        failure(exchange(404, b'{"detail": "no such user"}', JSON)),
        failure(exchange(200, b"<html>", HTML, hops=(hop(302, ("Location", "/login")),), elapsed=0.012), "3xx"),
        failure(exchange(500, None), because="it is open", symptom="json", earlier=(Hop(*_pair()),)),
        failure(exchange(401, b"", ("WWW-Authenticate", "Bearer")), expected=None),
        unmet(),
    ]


def _pair() -> tuple[Any, Any]:
    given = hop(401)
    return given.request, given.response


@pytest.mark.parametrize("number", range(5))
def test_a_failure_comes_back_from_json_as_it_was(number):
    given = several()[number]
    assert given == load(json.loads(json.dumps(dump(given))))


def test_what_is_a_default_does_not_travel():
    given = dump(failure(exchange(404, b"no", ("Content-Type", "text/plain"))))
    assert {"exchange", "expected", "said", "sent", "received"} == set(given)
    assert {"request", "response", "client"} == set(given["exchange"])


def test_only_exact_builtins_travel():
    def exact(value: object) -> bool:
        if type(value) in {list, dict}:
            return all(map(exact, value.values() if isinstance(value, dict) else value))
        return value is None or type(value) in {str, int, float, bool}

    assert all(exact(dump(each)) for each in several())


def test_members_of_a_later_version_are_left_out():
    given = failure(exchange(404))
    assert given == load(dump(given) | {"mood": "bad"})


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        ([], "failure is [], not Failure"),
        ({}, "failure has no exchange"),
        ({"exchange": {"response": {"code": "404"}}}, "failure.exchange.response.code is '404', not int"),
        ({"exchange": {"response": {"code": True}}}, "failure.exchange.response.code is True, not int"),
        ({"exchange": {"response": 404}}, "failure.exchange.response is 404, not Response"),
        ({"exchange": {"response": {"code": 404, "elapsed": "1"}}},
         "failure.exchange.response.elapsed is '1', not float"),
        ({"exchange": {"response": {"code": 404, "fields": {}}}}, "failure.exchange.response.fields is {}, not list"),
        ({"exchange": {"response": {"code": 404, "fields": [["a"]]}}},
         "failure.exchange.response.fields[0] is ['a'], not list of 2"),
        ({"exchange": {"response": {"code": 404, "fields": [["a", 1]]}}},
         "failure.exchange.response.fields[0][1] is 1, not str"),
        ({"exchange": {"response": {"code": 404, "content_state": "x"}}},
         "failure.exchange.response.content_state is 'x', not 'kept' or 'unread' or 'gone' or 'unknown'"),
        ({"exchange": {"response": {"code": 404}}, "findings": [{"id": 1}]}, "failure.findings[0].id is 1, not str"),
    ],
)  # fmt: skip
def test_another_shape_is_refused_with_its_place(damage, complaint):
    with pytest.raises(ValueError, match="failure") as refused:
        load(damage)
    assert complaint == str(refused.value)


def test_a_whole_number_is_taken_for_seconds():
    given = load({"exchange": {"response": {"code": 404, "elapsed": 1}}})
    assert 1 == given.exchange.response.elapsed


def test_a_projects_own_finding_keeps_its_words():
    own = Finding("shop.closed", (("day", "Sunday"),), "the shop is closed", ("come back",))
    assert {
        "id": "shop.closed",
        "evidence": [["day", "Sunday"]],
        "likely": "the shop is closed",
        "checks": ["come back"],
    } == dump(own)
