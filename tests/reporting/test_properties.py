"""Which properties a failure has, and that they are harmless and short."""

from __future__ import annotations

import pytest

from pytest_httpstatus._model import SILENCE, Exchange, Finding, Request, Unmet
from pytest_httpstatus._reporting.properties import LONGEST, properties
from tests.exchanges import exchange, failure, hop
from tests.reporting.entries import CHALLENGE

HTTPX = failure(exchange(401, b"", CHALLENGE, url="https://api.test/users/me?page=2"), "2xx | 404")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(
            HTTPX,
            {
                "expected": "2xx | 404",
                "got": "401",
                "cause": "auth.no-credentials",
                "method": "GET",
                "target": "/users/me?page=2",
            },
            id="all",
        ),
        pytest.param(failure(Exchange(exchange(404).response), None), {"got": "404"}, id="nothing known but the code"),
        pytest.param(
            failure(exchange(500, url="https://api.test/new", method="GET", hops=(hop(302, method="POST"),)), 200),
            {"expected": "200", "got": "500", "method": "POST", "target": "/old"},
            id="the request that the test made",
        ),
        pytest.param(
            failure(Exchange(SILENCE, Request("GET", "http://api.test:81/a?b")), 200),
            {"expected": "200", "got": "no answer", "method": "GET", "target": "http://api.test:81/a?b"},
            id="no answer",
        ),
        pytest.param(
            failure(exchange(204), 204, unmet=(Unmet("no-content.content-length"), Unmet("other"))),
            {
                "expected": "204",
                "got": "204",
                "cause": "no-content.content-length",
                "method": "GET",
                "target": "/users/me",
            },
            id="the first broken rule",
        ),
    ],
)
def test_properties_are_what_is_known(found, expected):
    known = [(name.removeprefix("httpstatus."), value) for name, value in properties(found)]
    assert list(expected) == [name for name, _ in known if name != "cause" or "cause" in expected]
    assert expected.items() <= dict(known).items()


def test_a_part_that_failed_is_no_cause():
    from dataclasses import replace

    from pytest_httpstatus._rendering.words import FAILED

    broken = replace(HTTPX, findings=(Finding(FAILED), *HTTPX.findings))
    assert properties(HTTPX) == properties(broken)


def test_values_are_exact_texts_on_one_short_visible_line():
    url = "https://api.test/\x1b[2J\n::error::x\u202e" + "한" * 5_000
    for name, value in properties(failure(exchange(404, url=url, method="G\ud800\r\nT"), 200)):
        assert (str, str) == (type(name), type(value))
        assert value.isprintable()
        assert value.isascii() or "한" in value
        assert LONGEST >= len(value)
