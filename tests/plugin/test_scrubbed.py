"""Pytest's own lines of a failed HTTP test show no credential of it, whatever the style, the phase and the runner."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from types import SimpleNamespace

import pytest

from pytest_httpstatus._reporting import scrubbed
from pytest_httpstatus._sealing.scrubbing import Scrubber

pytest.importorskip("requests")
pytest.importorskip("httpx")

KEY = "k3y-7f3c91-ab"
TOKEN = "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTY3ODkw" * 8 + ".dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"
recorded = pytest.mark.skipif(sys.version_info < (3, 12), reason="the recorder needs sys.monitoring")

HEAD = f"""
import logging, pytest, requests, unittest
from pytest_httpstatus import assert_status

KEY, TOKEN = "{KEY}", "{TOKEN}"

def ask(path="/me"):
    headers = {{"Authorization": "Bearer " + TOKEN, "Accept": "application/json"}}
    logging.getLogger("shop").warning("sending %s", headers)
    print("with", KEY)
    return requests.get("SITE" + path, params={{"api_key": KEY, "pin": "8841"}}, headers=headers, timeout=10)
"""
FORMS = {
    "helper": """
def test_it():
    response = ask()
    headers = dict(response.request.headers)
    assert_status(response, 200, because=f"{KEY} is valid")
""",
    "plain": """
def test_it():
    response = ask()
    headers, sent = dict(response.request.headers), response.request.headers["Authorization"]
    assert response.status_code == 200, response.url
""",
    "raise_for_status": """
def test_it():
    ask().raise_for_status()
""",
    "setup": """
@pytest.fixture
def me():
    ask().raise_for_status()

def test_it(me):
    pass
""",
    "teardown": """
@pytest.fixture
def me():
    yield
    assert_status(ask(), 200)

def test_it(me):
    pass
""",
    "unittest": """
class Test(unittest.TestCase):
    def test_it(self):
        response = ask()
        self.assertEqual(response.status_code, 200, response.url)
""",
    "chain": """
def test_it():
    try:
        ask().raise_for_status()
    except requests.HTTPError as error:
        raise RuntimeError(f"no start with {KEY}") from error
""",
    "group": """
def test_it():
    try:
        assert_status(ask(), 200)
    except AssertionError as error:
        raise ExceptionGroup(f"two with {KEY}", [error, ValueError(KEY)])
""",
    "without a traceback": """
def test_it():
    try:
        assert_status(ask(), 200)
    except AssertionError as error:
        pytest.fail(f"no start with {KEY}", pytrace=False)
""",
    "recursion": """
def again(error):
    again(error)

def test_it():
    try:
        ask().raise_for_status()
    except requests.HTTPError as error:
        try:
            again(error)
        except RecursionError as other:
            raise other from error
""",
}
STYLES = {
    "long, locals": ("-l", "--tb=long"),
    "short": ("-l", "--tb=short"),
    "native": ("--tb=native",),
    "line": ("--tb=line",),
    "whole": ("-vv", "--showlocals", "--full-trace"),
}


@pytest.fixture(autouse=True)
def refusing(site):
    """Refuse what the suites ask, and give it all back."""
    said = f'{{"detail": "no {KEY} with {TOKEN}"}}'
    site.answer(f"/me?api_key={KEY}&pin=8841", "401 Unauthorized", said, "Content-Type: application/json")


def leaks(*texts: str) -> list[str]:
    """What is seen, but in the suite's own lines. Four figures may also stand in an address in memory, or in a port."""
    marks = {mark: mark for mark in (KEY, TOKEN[:33], TOKEN[-16:], "IxMjM0NTY3ODkweyJzdWIi")} | {"8841": r"\b8841\b"}
    shown = [text.replace('"8841"', "").replace(f'"{TOKEN}"', "") for text in texts]
    return [mark for mark, pattern in marks.items() if any(re.search(pattern, text) for text in shown)]


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_no_style_shows_a_credential_of_any_form(pytester, run, site, style):
    for number, form in enumerate(FORMS.values()):
        pytester.makepyfile(**{f"test_form_{number}": (HEAD + form).replace("SITE", site.url)})
    result = run("", *style, "-rA", "--junitxml=report.xml", "-o", "junit_logging=all", CI="1")
    result.assert_outcomes(failed=len(FORMS) - 2, errors=2, passed=1)
    written = pytester.path.joinpath("report.xml").read_text("utf-8")
    assert [] == leaks(result.stdout.str(), written)
    assert len(FORMS) <= written.count("with ***\n")


def test_without_the_plugin_they_would_be_seen(run_apart):
    result = run_apart(HEAD + FORMS["raise_for_status"], "-l", "-vv", "-p", "no:httpstatus")
    assert [KEY, TOKEN[:33], TOKEN[-16:], "IxMjM0NTY3ODkweyJzdWIi", "8841"] == leaks(result.stdout.str())


@pytest.mark.parametrize("form", ["helper", "plain", "teardown"])
def test_nor_do_workers_send_one(pytester, run_apart, form):
    pytester.makeconftest(
        """
def pytest_report_to_serializable(config, report):
    open(f"{config.rootpath}/sent.txt", "a").write(repr(vars(report)))
"""
    )
    result = run_apart(HEAD + FORMS[form], "-n2", "-l", "-rA")
    assert [] == leaks(result.stdout.str(), pytester.path.joinpath("sent.txt").read_text("utf-8"))
    assert "with ***" in result.stdout.str()


@recorded
@pytest.mark.parametrize("check", ["assert_status(response, 200)", "assert response.status_code == 200"])
def test_what_was_sent_before_goes_too(run_apart, check):
    source = """
import requests
from pytest_httpstatus import assert_status

def test_login():
    login = requests.post("SITE/login", json={"username": "ada.lovelace", "password": "hunter2-7f3c91"}, timeout=10)
    password = "hunter2-7f3c91"
    response = requests.get("SITE/me", timeout=10)
    CHECK
""".replace("CHECK", check)
    shown = run_apart(source, "-l").stdout.str()
    assert 'json={"username": "ada.lovelace", "password": "***"}' in shown
    assert "password   = '***'" in shown
    assert "hunter2" not in shown


def test_names_paths_and_lines_with_such_words_stay(run):
    source = """
import requests
from pytest_httpstatus import assert_status

def test_login_password():
    client, password, secret = "client", "password", "secret"
    print("KeyError: 'client_secret'")
    assert_status(requests.get("SITE/me", auth=(client, password), headers={"X-API-Key": secret}), 200)
"""
    result = run(source, "-l")
    for line in (
        "    def test_login_password():",
        '        client, password, secret = "client", "password", "secret"',
        """        print("KeyError: 'client_secret'")""",
        '>       assert_status(requests.get("*/me", auth=(client, password), headers={"X-API-Key": secret}), 200)',
        "password   = 'password'",
        "KeyError: 'client_secret'",
    ):
        result.stdout.fnmatch_lines([line.replace("[", "[[]")])


def test_where_no_response_is_behind_a_failure_nothing_is_changed(run):
    source = f"""
import requests

def test_it():
    sent = requests.get("SITE/me", headers={{"X-API-Key": "{KEY}"}}, timeout=10).request.headers["X-API-Key"]
    assert sent == "another", "{TOKEN}"
"""
    shown = run(source, "-l").stdout.str()
    assert f"sent       = '{KEY}'" in shown
    assert TOKEN in shown


def test_no_credential_outlives_the_last_report_of_its_test(pytester, run):
    pytester.makeconftest(
        """
import pytest
from pytest_httpstatus import plugin

@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    yield
    print("kept", plugin._FAILED in item.stash)
    return True

@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    print("held", plugin._FAILED in item.stash)
    return (yield)
"""
    )
    shown = run(HEAD + FORMS["plain"], "-s").stdout.str()
    assert ("held True" in shown, "kept False" in shown, "kept True" in shown) == (True, True, False)


def test_a_fault_of_ours_costs_nothing_else(pytester, run_apart):
    pytester.makeconftest(
        "import pytest_httpstatus._reporting.scrubbed as it\nit.scrub = it.scrubbers = lambda *_: 1 / 0"
    )
    result = run_apart(HEAD + FORMS["helper"])
    result.assert_outcomes(failed=1)
    assert "StatusMismatch: got 401 Unauthorized, expected 200" in result.stdout.str()


def test_a_part_of_another_shape_stays_and_costs_no_other_part_anything():
    broken = SimpleNamespace(
        lines=None, reprlocals=SimpleNamespace(lines=[KEY]), reprfuncargs=SimpleNamespace(args=[1])
    )
    report = SimpleNamespace(
        longrepr=SimpleNamespace(
            reprcrash=SimpleNamespace(message=7),
            reprtraceback=SimpleNamespace(reprentries=[broken, SimpleNamespace(lines=[f"E {KEY}"])]),
            sections=[("log", KEY, "-"), ("odd", 7, "-")],
        ),
        sections=[("Captured stdout call", KEY)],
        httpstatus={"failure": {"said": [f"no {KEY}", 7]}, "fixtures": [KEY]},
    )
    scrubbed.scrub(report, Scrubber([KEY]))
    first, second = report.longrepr.reprtraceback.reprentries
    assert (["***"], ["E ***"], 7) == (first.reprlocals.lines, second.lines, report.longrepr.reprcrash.message)
    assert [("Captured stdout call", "***")] == report.sections
    assert {"failure": {"said": ["no ***", 7]}, "fixtures": [KEY]} == report.httpstatus


def test_a_report_that_is_a_text_alone_is_rewritten():
    report = SimpleNamespace(longrepr=f"example failed with {KEY}", sections=[])
    scrubbed.scrub(report, Scrubber([KEY]))
    assert "example failed with ***" == report.longrepr


def test_a_valid_report_stays_valid(pytester, run):
    run(HEAD + FORMS["chain"], "--junitxml=report.xml")
    assert 1 == len(ET.parse(pytester.path / "report.xml").getroot().findall(".//failure"))
