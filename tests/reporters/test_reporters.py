"""Reporters of others show what the report holds, without a line of code for them."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any, Final

import pytest

pytest.importorskip("requests")

SUITE: Final = """
import pytest, requests
from pytest_httpstatus import assert_status

@pytest.fixture
def me():
    assert_status(requests.get("SITE/me"), 200)

def test_ours():
    assert_status(requests.get("SITE/me"), 200)

def test_plain():
    assert requests.get("SITE/me").status_code == 200

def test_setup(me):
    pass

def test_hostile():
    assert requests.get("SITE/hostile").status_code == 200
"""
NEWS: Final = "got 401 Unauthorized, expected 200 OK: GET /me"
ASIDE: Final = "assert 401 == 200 (got 401 Unauthorized: GET /me)"
LIKELY: Final = "likely       the request carried no credentials"
TITLE: Final = "HTTP exchange"
PROPERTIES: Final = {
    "httpstatus.expected": "200",
    "httpstatus.got": "401",
    "httpstatus.cause": "auth.no-credentials",
    "httpstatus.method": "GET",
    "httpstatus.target": "/me",
}
EXPLAINED: Final = ("test_ours", "test_plain", "test_setup")


@pytest.fixture(autouse=True)
def hostile(site):
    """A body that a page, a log or a message might take for its own."""
    said = (
        "<script>alert(1)</script><img src=x onerror=alert(2)> ##teamcity[testFailed name='x']\n\u202e::error::x\x1b[2J"
    )
    site.answer("/hostile", "500 Internal Server Error", said, "Content-Type: text/plain")


def explained(text: str) -> bool:
    """Whether the cause and the exchange stand there."""
    return LIKELY in text and TITLE in text and "< www-authenticate: Bearer" in text


class _Data(HTMLParser):
    """The data of a page of pytest-html."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Any] = {}

    def handle_starttag(self, tag, attrs):
        if "data-jsonblob" in dict(attrs):
            self.found = json.loads(dict(attrs)["data-jsonblob"])


def test_pytest_html_shows_the_section_and_nothing_in_it_acts(pytester, run_with):
    run_with("pytest_html", SUITE, "--html=report.html", "--self-contained-html")
    data = _Data()
    data.feed((pytester.path / "report.html").read_text(encoding="utf-8"))
    logs = {name.partition("::")[2]: rows[-1]["log"] for name, rows in data.found["tests"].items()}
    assert all(LIKELY in logs[name] and TITLE in logs[name] for name in EXPLAINED)
    assert not re.search(r"<(script|img)|[\u202e\x1b]", logs["test_hostile"])
    assert "&lt;script&gt;" in logs["test_hostile"]


def test_pytest_json_report_has_the_section_the_line_and_the_properties(pytester, run_with):
    run_with("pytest_jsonreport", SUITE, "--json-report", "--json-report-file=report.json")
    tests = {
        each["nodeid"].rpartition("::")[2]: each
        for each in json.loads((pytester.path / "report.json").read_text(encoding="utf-8"))["tests"]
    }
    for name in EXPLAINED:
        phase = tests[name]["setup" if name == "test_setup" else "call"]
        assert explained(phase["longrepr"])
        assert (ASIDE if name == "test_plain" else NEWS) == phase["crash"]["message"].removeprefix("AssertionError: ")
        assert PROPERTIES == {name: value for each in tests[name]["user_properties"] for name, value in each.items()}


def test_pytest_reportlog_has_the_section_and_what_machines_read(pytester, run_with):
    run_with("pytest_reportlog", SUITE, "--report-log=report.jsonl")
    rows = map(json.loads, (pytester.path / "report.jsonl").read_text(encoding="utf-8").splitlines())
    failed = {row["nodeid"].rpartition("::")[2]: row for row in rows if row.get("outcome") == "failed"}
    assert {*EXPLAINED, "test_hostile"} == set(failed)
    for name in EXPLAINED:
        (title, text, _), *more = failed[name]["longrepr"]["sections"]
        assert (TITLE, True, []) == (title, "< www-authenticate: Bearer" in text, more)
        assert 401 == failed[name]["httpstatus"]["failure"]["exchange"]["response"]["code"]
    assert PROPERTIES == dict(failed["test_ours"]["user_properties"])


KEY: Final = "k3y-7f3c91-ab"
SECRET: Final = f"""
import requests

def test_it():
    requests.get("SITE/me?api_key={KEY}").raise_for_status()
"""


@pytest.fixture
def allure(pytester):
    """The details that Allure keeps of each test."""

    def read() -> dict[str, dict[str, str]]:
        files = (pytester.path / "allure").glob("*-result.json")
        return {each["name"]: each["statusDetails"] for each in (json.loads(file.read_text()) for file in files)}

    return read


def test_allure_shows_the_section_in_the_trace(run_with, allure):
    run_with("allure_pytest", SUITE, "--alluredir=allure")
    details = allure()
    assert all(TITLE in details[name]["trace"] for name in EXPLAINED)
    assert explained(details["test_plain"]["trace"])
    assert details["test_ours"]["message"].startswith(f"StatusMismatch: {NEWS}\n")


def test_allure_makes_its_message_of_the_exception_where_no_report_can_be_scrubbed(run_with, site, allure):
    site.answer(f"/me?api_key={KEY}", "401 Unauthorized")
    run_with("allure_pytest", SECRET, "--alluredir=allure")
    details = allure()["test_it"]
    assert (True, False) == (KEY in details["message"], KEY in details["trace"])


def parts(result: pytest.RunResult, *titles: str) -> list[str]:
    """Those of the titles that stand in the output, in its order."""
    return [title for line in result.outlines for title in titles if title in line]


def test_beside_pytest_sugar_section_readout_and_summary_stand_once_and_in_order(run_with):
    result = run_with("pytest_sugar", SUITE, "--force-sugar")
    shown = parts(result, f"- {TITLE} -", "= HTTP failures by cause =", "short test summary info")
    # It shows each failure when it comes, and pytest's own list at the end.
    assert ["= HTTP failures by cause =", "short test summary info"] == shown[-2:]
    assert 1 == shown.count("= HTTP failures by cause =")
    result.stdout.fnmatch_lines(["3 x  401 Unauthorized: the request carried no credentials"])
    assert re.search(rf"test_ours - {re.escape(NEWS)}$", result.stdout.str(), re.MULTILINE)


def test_beside_pytest_pretty_the_readout_stands_above_its_table(run_with):
    result = run_with("pytest_pretty", SUITE)
    shown = parts(result, f"- {TITLE} -", "= HTTP failures by cause =", "Summary of Failures", "StatusMismatch  ")
    assert ["= HTTP failures by cause =", "Summary of Failures", "StatusMismatch  "] == shown[-3:]
    assert 4 == shown.count(f"- {TITLE} -")


def test_teamcity_and_pycharm_get_the_section_and_no_message_of_the_server(run_with):
    result = run_with("teamcity", SUITE, "--teamcity")
    said = [line for line in result.outlines if "##teamcity[" in line]
    failed = {
        re.search(r"name='\S*\.(test_\w+)", line)[1]: line.replace("|n", "\n") for line in said if "testFailed" in line
    }
    assert explained(failed["test_plain"])
    assert TITLE in failed["test_ours"]
    # PyCharm's window of differences.
    assert ("actual='401'", "expected='200'") == tuple(re.findall(r"(?:actual|expected)='\d+'", failed["test_plain"]))
    assert {1} == {line.count("##teamcity[") for line in said}
    assert "name='x'" not in "".join(said)
