"""JUnit XML of merged documents, asked in its own terms."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from pytest_httpstatus._reporting import junitfile
from pytest_httpstatus._reporting.record import Run
from tests.exchanges import JSON, exchange
from tests.reporting.entries import entry, run, unauthorized


def suite(of: Run) -> ET.Element:
    root = ET.fromstring(junitfile.text(of))  # what we made
    [found] = root
    assert ("testsuites", "testsuite") == (root.tag, found.tag)
    return found


def test_the_suite_counts_what_is_in_it() -> None:
    found = suite(
        run(
            unauthorized(),
            unauthorized(when="setup"),
            unauthorized(when="teardown"),
            unauthorized(passed=True),
            started=1_800_000_000.0,
            duration=1.25,
        )
    )

    assert {
        "name": "pytest-httpstatus",
        "tests": "4",
        "failures": "1",
        "errors": "2",
        "skipped": "0",
        "time": "1.250",
        "timestamp": "2027-01-15T08:00:00+00:00",
    } == found.attrib
    assert ["failure", "error", "error", "system-out"] == [each.tag for case in found for each in case]


def test_a_failure_has_the_headline_and_the_whole_text() -> None:
    [[told]] = suite(run(entry(exchange(404, b'{"detail": "no such user"}', JSON, url="http://a.test/users/9"))))

    assert {"message": "got 404 Not Found, expected 200 OK: GET /users/9"} == told.attrib
    assert ["got 404 Not Found, expected 200 OK: GET /users/9", "  server said  no such user"] == (
        told.text.splitlines()[:2]
    )
    assert "> GET http://a.test/users/9" in told.text


def test_the_language_is_the_reader_s() -> None:
    [[told]] = suite(run(unauthorized(), lang="ko"))

    assert "401 Unauthorized 받음, 200 OK 기대: GET /users/me" == told.get("message")


def test_a_test_that_passed_later_did_not_fail() -> None:
    [[told]] = suite(run(unauthorized(passed=True)))

    assert ("system-out", None) == (told.tag, told.get("message"))


@pytest.mark.parametrize(
    ("classname", "name", "test", "subtest"),
    [
        ("tests.test_a", "test_me", "tests/test_a.py::test_me", ""),
        ("tests.test_a.TestMe", "test_me[a::b/c.py]", "tests/test_a.py::TestMe::test_me[a::b/c.py]", ""),
        ("tests.test_a", "test_me [deep]", "tests/test_a.py::test_me", "[deep]"),
        ("README.md", "", "README.md", ""),
    ],
)
def test_names_are_those_of_pytest_s_own_file(classname, name, test, subtest) -> None:
    [case] = suite(run(unauthorized(test=test, subtest=subtest, line=7, duration=0.5)))

    assert {
        "classname": classname,
        "name": name,
        "file": test.partition("::")[0],
        "line": "7",
        "time": "0.500",
    } == case.attrib


def test_what_xml_does_not_know_arrives_as_an_escape() -> None:
    evil = "\x00\x1b[1m\x0b]]>&#0;<b> \ufffe \ud800 ##[group]x"
    found = entry(exchange(404, b"", ("X-Request-Id", evil)), f"t.py::test[{evil}]", subtest=evil)

    [case] = suite(run(found))

    assert r"test[\x00\x1b[1m\x0b]]>&#0;<b> \ufffe \ud800 #\#[group]x]" in case.get("name", "")
    assert r"\x1b[1m\x0b]]>&#0;<b> \ufffe" in (case[0].text or "")
