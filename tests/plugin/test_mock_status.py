"""The fixture `mock_status` in a run of its own: what a failure looks like, and what is said without its library."""

from __future__ import annotations

import pytest

pytest.importorskip("responses")

CLIENT = """
import requests
import time

def test_client(mock_status):
    orders = mock_status([503, 200], "https://api.test/orders", retry_after=3)
    mock_status.skip_waits()
    requests.get("https://api.test/orders", headers={"Authorization": "Bearer 0a1b2c3d4e5f"})
    orders.assert_calls(2)

def test_afterwards():
    assert time.sleep.__name__ == "sleep"
"""


def test_a_failure_reads_like_all_others(run_apart) -> None:
    result = run_apart(CLIENT, "--tb=short", "-l", COLUMNS="120")

    result.stdout.fnmatch_lines(
        [
            "E   StatusMismatch: got 1 call, expected 2: GET /orders",
            "E     calls        1. GET: 503 Service Unavailable, retry-after: 3",
            "E                  then no more",
            "FAILED *::test_client - got 1 call, expected 2: GET /orders",
        ]
    )
    assert "0a1b2c3d4e5f" not in result.stdout.str()
    assert "calls.py" not in result.stdout.str()
    result.assert_outcomes(failed=1, passed=1)


def test_without_the_library_the_error_names_the_extra(pytester: pytest.Pytester) -> None:
    pytester.makeconftest("import sys\nsys.modules['responses'] = None")
    pytester.makepyfile("def test_client(mock_status): ...")
    result = pytester.runpytest_subprocess()

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["E * mock_status needs the library responses: pip install 'pytest-httpstatus[[]responses[]]'"]
    )


def test_the_fixture_is_listed_with_an_example(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest("--fixtures", "-p", "no:cacheprovider")

    result.stdout.fnmatch_lines(["mock_status *", "*`mock_status(503, url, retry_after=3)`."])
