"""A project names causes of its own."""

from __future__ import annotations

import pytest

HOOK = """
import pytest
from pytest_httpstatus.extending import Finding

@pytest.hookimpl(optionalhook=True)
def pytest_httpstatus_diagnose(exchange):
    if exchange.response.code == 401:
        BODY
"""
SUITE = """
import requests
from pytest_httpstatus import assert_status

def test_me():
    assert_status(requests.get("SITE/me", headers={"X-API-Key": "k3y-7f3c91"}), 200)

def test_other():
    assert_status(requests.get("SITE/gone"), 200)
"""


def shown(pytester: pytest.Pytester, run, body: str, *args: str) -> pytest.RunResult:
    pytester.makeconftest(HOOK.replace("BODY", body))
    return run(SUITE, *args)


@pytest.mark.parametrize("args", [(), ("-n2",)])
def test_the_cause_of_a_project_comes_first_in_its_own_words_redacted(pytester, run_apart, args):
    body = "return Finding('shop.closed', likely='closed for ' + exchange.request.fields[-1][1], checks=('wait',))"
    result = shown(pytester, run_apart, body, *args)
    result.assert_outcomes(failed=2)
    lines = [line for line in result.outlines if line.startswith("E         likely  ")]
    assert "E         likely       closed for ***" == lines[0]
    assert "E         check        - wait" in result.outlines


def test_a_hook_that_raises_does_not_hide_the_failure(pytester, run):
    result = shown(pytester, run, "raise ValueError('bad idea')")
    result.assert_outcomes(failed=2)
    line = "E         (pytest_httpstatus_diagnose could not be shown: ValueError: bad idea)"
    assert 1 == result.outlines.count(line)
    assert "E       StatusMismatch: got 401 Unauthorized, expected 200 OK: GET /me" in result.outlines


@pytest.mark.parametrize("body", ["return None", "return 'closed'", "return []"])
def test_what_is_no_finding_says_nothing(pytester, run, body):
    assert "closed" not in shown(pytester, run, body).stdout.str().partition("E   ")[2]


def test_a_conftest_with_the_hook_runs_without_the_plugin(pytester, run_apart):
    shown(pytester, run_apart, "return None", "-p", "no:httpstatus").assert_outcomes(failed=2)


def test_without_a_conftest_nobody_is_asked(run):
    run(SUITE).assert_outcomes(failed=2)


def test_the_nouns_are_the_rooms_own():
    from pytest_httpstatus import _model, extending

    assert [getattr(_model, name) for name in extending.__all__] == [
        getattr(extending, name) for name in extending.__all__
    ]
