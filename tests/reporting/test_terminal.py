"""The readout in the terminal, as text."""

from __future__ import annotations

import pytest

from pytest_httpstatus._rendering.visible import width
from pytest_httpstatus._reporting.record import Via
from pytest_httpstatus._reporting.terminal import lines, show
from tests.exchanges import exchange, failure
from tests.reporting.entries import entry, run, unauthorized

MANY = [unauthorized(f"/users/{number}", f"tests/test_users.py::test_user[{number}]") for number in range(5)]
LOST = entry(exchange(404), "tests/test_shop.py::test_lost", via=Via("helper", "look_up", "tests/shop.py", 40))


def shown(*entries, **more):
    return [line.text for line in lines(run(*entries, **more))]


def test_one_block_a_cause_tells_what_where_who_and_what_to_do():
    assert (
        """\
============================ HTTP failures by cause ============================
5 x  401 Unauthorized: the request carried no credentials
     where        GET /users/{id} (5)
     tests        tests/test_users.py::test_user[0]
                  tests/test_users.py::test_user[1]
                  tests/test_users.py::test_user[2]
                  and 2 more
     check        - is this the client that logs in, or a bare one?
                  - if you log in yourself: send authorization: Bearer <token>
     run again    pytest 'tests/test_users.py::test_user[0]'
1 x  404 Not Found, expected 200: GET /users/me
     through      look_up (tests/shop.py:40)
     tests        tests/test_shop.py::test_lost
     check        - compare path, prefix and final slash with the routes
                    (reverse(), app.url_map, app.routes)
                  - check that the object is in the database that the server
                    under test reads
     run again    pytest tests/test_shop.py::test_lost""".splitlines()
        == shown(*MANY, LOST)
    )


def test_in_korean_columns_are_counted_as_a_terminal_shows_them():
    text = shown(*MANY, LOST, lang="ko")
    assert "5 x  401 Unauthorized: 요청에 자격 증명이 없음" == text[1]
    assert "1 x  404 Not Found 받음, 200 기대: GET /users/me" in text
    assert 80 == width(text[0])


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("columns", [80, 120, 60, 10])
def test_no_line_is_wider_than_the_terminal_but_what_is_there_to_be_copied(lang, columns):
    long = entry(failure(exchange(500, url=f"https://api.test/{'a/' * 60}")), f"tests/test_x.py::test_{'x' * 150}")
    text = shown(*MANY, LOST, long, lang=lang, columns=columns)
    copied = [line for line in text if "::" in line]
    assert max(columns, 40) >= max(width(line) for line in text if line not in copied)
    assert 2 == sum("x" * 150 in line for line in copied)


def test_numbers_of_causes_stand_below_each_other():
    given = [unauthorized(f"/users/{number}") for number in range(12)]
    headings = [line.text[:4] for line in lines(run(*given, LOST)) if line.heading]
    assert ["12 x", " 1 x"] == headings


def test_the_fixture_that_only_these_tests_use_is_named():
    given = [unauthorized(fixtures=("anonymous",)), unauthorized(fixtures=("anonymous", "cart"))]
    assert "     all use      anonymous" in shown(*given, LOST)


def test_a_fixture_that_failed_is_named_with_its_place():
    given = unauthorized(when="setup", via=Via("fixture", "token", "conftest.py", 12))
    assert "     through      the fixture token (conftest.py:12)" in shown(given)


def test_more_endpoints_than_fit_are_counted():
    given = [unauthorized(f"/{name}") for name in ("a", "b", "c", "d", "e", "f")]
    assert "     where        GET /a (1), GET /b (1), GET /c (1), GET /d (1), and 2 more" in shown(*given)


def test_a_test_that_passed_when_it_was_run_again_is_shown_as_such():
    line = "     passed later tests/test_users.py::test_user[0]"
    assert [False, True] == [line in shown(MANY[0]), line in shown(MANY[0]._replace(passed=True))]


def test_a_subtest_is_named_and_its_test_is_what_can_run_again():
    text = shown(MANY[0]._replace(subtest="[first] (n=1)"))
    assert "     tests        tests/test_users.py::test_user[0] [first] (n=1)" in text
    assert "     run again    pytest 'tests/test_users.py::test_user[0]'" in text


@pytest.mark.parametrize(
    ("cwd", "command"),
    [
        ("/repo", "pytest tests/test_shop.py::test_lost"),
        ("/repo/tests", "pytest test_shop.py::test_lost"),
        ("/repo/docs", "pytest ../tests/test_shop.py::test_lost"),
        ("", "pytest tests/test_shop.py::test_lost"),
    ],
)
def test_the_command_runs_where_pytest_was_called(cwd, command):
    assert f"     run again    {command}" in shown(LOST, root="/repo", cwd=cwd)


def test_a_name_that_cannot_be_typed_is_left_to_its_function():
    text = shown(entry(exchange(404), "tests/test_x.py::test_evil[\x1b[31m ::error::x]"))
    assert "     run again    pytest tests/test_x.py::test_evil" in text
    assert r"     tests        tests/test_x.py::test_evil[\x1b[31m ::error::x]" in text


@pytest.mark.parametrize(
    ("entries", "given", "wanted"),
    [
        (MANY, {}, True),
        (MANY[:1], {}, False),
        (MANY[:1], {"traceback": "no"}, True),
        (MANY[:1], {"choice": "on"}, True),
        ([], {"choice": "on"}, False),
        (MANY, {"verbosity": -1}, True),
        (MANY, {"verbosity": -2}, False),
        (MANY, {"verbosity": -2, "choice": "on"}, True),
    ],
)
def test_auto_speaks_from_two_failures_on_or_where_nothing_else_does(entries, given, wanted):
    written = []
    show(run(*entries, write=lambda line, **colours: written.append((line, colours)), **given))
    assert wanted is bool(written)
    assert not wanted or {"red": True, "bold": True} == written[1][1]
