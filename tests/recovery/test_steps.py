# the functions that fail are as people write them
"""Which answer counts when no frame holds a response: the one whose call stands in the failing statement."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from pytest_httpstatus._model import Exchange, Request, Response
from pytest_httpstatus._recovery import recover
from pytest_httpstatus._recovery.answers import Answer, Step

ANSWERS: list[Answer] = []


class Plain:
    """What a client hands out where it keeps no response: the code, or the parsed content."""

    def __init__(self, code: int) -> None:
        self.status_code = code
        self.ok = code < 400

    def json(self) -> dict[str, Any]:
        return {}


def get(code: int, path: str = "/x", *, answers: bool = True) -> Plain:
    """A request of some client, noted with its caller as the recorder notes it."""
    caller = sys._getframe(1)
    exchange = Exchange(
        Response(code, fields=(("Content-Type", "application/json"),)), Request("GET", f"http://h{path}")
    )
    ANSWERS.append(Answer(exchange if answers else None, (Step(caller.f_code, caller.f_lasti),)))
    return Plain(code)


def said(function: Any) -> str:
    """What would be said of the failure: status, path, and what was asked."""
    ANSWERS.clear()
    try:
        function()
    except Exception as error:  # noqa: BLE001  # whatever the function fails with
        found = recover(error, __file__, ANSWERS)
    else:
        raise AssertionError("it did not fail")
    if found is None:
        return ""
    asked = found.expectation.text if found.expectation else found.symptom
    return f"{found.exchange.response.code} {(found.exchange.request.url or '')[8:]} {asked}".strip()


def a_temporary():
    get(200, "/a")
    assert get(404, "/b").status_code == 200


def several_to_one_expression():
    assert all(get(code, f"/{code}").status_code == 200 for code in (200, 404, 500))


def one_before_the_last():
    assert all([get(code, f"/{code}").status_code == 200 for code in (404, 200)])  # noqa: C419  # all are asked


def no_answer():
    assert get(404, answers=False).status_code == 200


def another_step():
    get(404, "/a")
    assert len("x") > 1


def a_key_of_a_temporary():
    get(200, "/a")
    assert get(401, "/login").json()["token"]


def a_key_of_a_name():
    data = get(401, "/login").json()
    assert data["token"]


def the_same_answer_twice():
    data = get(401, "/login").json()
    assert data["token"] == data["other"]


def a_key_of_a_good_answer():
    assert get(200, "/login").json()["token"]


@pytest.mark.parametrize(
    ("expected", "function"),
    [
        ("404 /b 200", a_temporary),
        ("404 /404 200", several_to_one_expression),
        ("404 /404 200", one_before_the_last),
        ("", no_answer),
        ("", another_step),
        ("401 /login json", a_key_of_a_temporary),
        ("401 /login json", a_key_of_a_name),
        ("401 /login json", the_same_answer_twice),
        ("", a_key_of_a_good_answer),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_an_answer_counts_when_its_call_stands_in_the_statement(expected, function):
    assert expected == said(function)
