"""Every helper is a fixture under its own name."""

from __future__ import annotations

import re

import pytest

import pytest_httpstatus

HELPERS = [name for name in pytest_httpstatus.__all__ if name.islower()]


@pytest.mark.parametrize("name", HELPERS)
def test_a_helper_is_a_fixture(request, name):
    assert getattr(pytest_httpstatus, name) is request.getfixturevalue(name)


def test_the_helpers_are_fixtures_and_the_classes_are_not():
    assert {"assert_status", "assert_redirect", "assert_problem", "explain"} <= set(HELPERS)
    assert not {"IsStatus", "StatusMismatch"} & set(HELPERS)


def test_fixtures_are_listed_with_their_words(run):
    shown = run("", "--fixtures").stdout.str()
    for name in HELPERS:
        words = rf"    `pytest_httpstatus\.{name}`, without an import\."
        assert re.search(rf"^{name} \[session scope\] -- .*plugin\.py:\d+\n{words}$", shown, re.MULTILINE)


def test_a_test_needs_no_import(run):
    source = """
import requests

def test_it(assert_status):
    assert_status(requests.get("SITE/me"), 401)

def test_wrong(assert_status):
    assert_status(requests.get("SITE/me"), 200)
"""
    result = run(source)
    result.assert_outcomes(passed=1, failed=1)
    assert "- HTTP exchange -" in result.stdout.str()


def test_a_fixture_of_the_project_wins(run):
    source = """
import pytest

@pytest.fixture
def explain():
    return 17

def test_it(explain):
    assert explain == 17
"""
    run(source).assert_outcomes(passed=1)
