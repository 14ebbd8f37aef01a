"""What CI systems read of a failure in pytest's JUnit XML: properties, message and text, in a file that is valid."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from typing import Any, Final

import pytest

pytest.importorskip("requests")

SUITE: Final = """
import pytest, requests, unittest
from pytest_httpstatus import assert_no_content, assert_status

@pytest.fixture
def me():
    requests.get("SITE/me").raise_for_status()

@pytest.fixture
def leaving():
    yield
    assert_status(requests.post("SITE/me?page=2"), "2xx | 404")

def test_ours():
    assert_status(requests.get("SITE/me"), 200)

def test_plain():
    assert requests.get("SITE/gone").status_code == 200

def test_setup(me):
    pass

def test_teardown(leaving):
    pass

def test_call_and_teardown(leaving):
    assert_status(requests.get("SITE/gone"), 200)

def test_broken():
    assert_no_content(requests.delete("SITE/emptied"))

def test_silent():
    assert_status(requests.get("http://127.0.0.1:1/a?b"), 200)

class Test(unittest.TestCase):
    def setUp(self):
        if self._testMethodName == "test_of_a_case_set_up":
            assert_status(requests.get("SITE/me"), 200)

    def test_of_a_case(self):
        response = requests.get("SITE/me")
        self.assertEqual(response.status_code, 200)

    def test_of_a_case_set_up(self):
        pass

    def test_of_a_case_cleaned_up(self):
        self.addCleanup(lambda: assert_status(requests.get("SITE/me"), 200))

def test_passed():
    assert_status(requests.get("SITE/me"), 401)

def test_other(request):
    request.node.user_properties.append(("mine", 1))
    assert 1 == 2

@pytest.mark.xfail
def test_known():
    assert_status(requests.get("SITE/me"), 200)
"""
ANSWERED: Final = {"got": "401", "cause": "auth.no-credentials", "method": "GET", "target": "/me"}
ME: Final = {"expected": "200", **ANSWERED}
GONE: Final = {"expected": "200", "got": "404", "method": "GET", "target": "/gone"}
LEFT: Final = {"expected": "2xx | 404", **ANSWERED, "method": "POST", "target": "/me?page=2"}
OF_A_TEST: Final = {
    "test_ours": [ME],
    "test_plain": [GONE],
    "test_setup": [{**ME, "expected": "2xx | 3xx"}],
    "test_teardown": [LEFT],
    "test_call_and_teardown": [GONE, LEFT],
    "test_broken": [{"expected": "204", "got": "204", "cause": "no-content.content-length", "method": "DELETE",
                     "target": "/emptied"}],
    "test_silent": [{"expected": "200", "got": "no answer", "cause": "connection.refused", "method": "GET",
                     "target": "http://127.0.0.1:1/a?b"}],
    "test_of_a_case": [ME],
    "test_of_a_case_set_up": [ME],
    "test_of_a_case_cleaned_up": [ME],
}  # fmt: skip
XUNIT1: Final = ("--junitxml=report.xml", "-o", "junit_family=xunit1")


@pytest.fixture(autouse=True)
def answers(site):
    """A 204 with a length, and a page of what needs credentials."""
    site.answer("/emptied", "204 No Content", "{}")
    site.answer("/me?page=2", "401 Unauthorized", "{}", 'WWW-Authenticate: Bearer realm="api"')


@pytest.fixture
def cases(pytester: pytest.Pytester):
    """The test cases of the file."""
    return lambda: ET.parse(pytester.path / "report.xml").getroot().findall(".//testcase")


def properties(cases: list[ET.Element]) -> dict[str, list[dict[str, str]]]:
    """Those of ours of each test case that has some, under their short names; each is there once."""
    found: dict[str, list[dict[str, str]]] = {}
    for case in cases:
        pairs = [(each.get("name", ""), each.get("value", "")) for each in case.findall("./properties/property")]
        ours = [(name.removeprefix("httpstatus."), value) for name, value in pairs if name.startswith("httpstatus.")]
        assert len(dict(ours)) == len(ours)
        if ours:
            found.setdefault(case.get("name", ""), []).append(dict(ours))
    return found


@pytest.mark.parametrize(
    ("family", "more"), [("xunit1", ()), ("xunit2", ("-n2",)), ("legacy", ("--tb=no", "--httpstatus-lang=ko"))]
)
def test_properties_of_each_failure_of_any_phase(run_apart, cases, family, more):
    if "-n2" in more:
        pytest.importorskip("xdist")
    run_apart(SUITE, "--junitxml=report.xml", "-o", f"junit_family={family}", *more)
    found = properties(cases())
    assert OF_A_TEST == found
    mine = [each for each in cases() if each.get("name") == "test_other"]
    assert {"mine": "1"} == {each.get("name"): each.get("value") for each in mine[0].iter("property")}


def test_they_can_be_switched_off(run, cases):
    run(SUITE, "--junitxml=report.xml", "-o", "httpstatus_junit_properties=false")
    assert {} == properties(cases())


def test_errors_of_setup_and_teardown_are_the_first_and_their_number(run, cases):
    source = """
import pytest, requests
from pytest_httpstatus import assert_status

@pytest.fixture
def leaving():
    yield
    assert_status(requests.get("SITE/gone"), 204)

@pytest.fixture
def me(leaving):
    assert_status(requests.get("SITE/me"), 200)

def test_it(me):
    pass
"""
    run(source, *XUNIT1)
    assert {"test_it": [{**ME, "failures": "2"}]} == properties(cases())


def test_a_teardown_that_fails_on_something_else_has_none(run, cases):
    source = """
import pytest, requests
from pytest_httpstatus import assert_status

@pytest.fixture
def leaving():
    yield
    assert 1 == 2

def test_it(leaving):
    assert_status(requests.get("SITE/me"), 200)
"""
    run(source, *XUNIT1)
    failed, left = cases()
    assert ({"test_it": [ME]}, {}) == (properties([failed]), properties([left]))


@pytest.mark.skipif(pytest.version_tuple < (9, 0), reason="subtests came with pytest 9")
@pytest.mark.parametrize("more", [(), ("-n2",)], ids=["one", "xdist"])
def test_of_failing_subtests_the_first_and_their_number(run_apart, cases, more):
    if more:
        pytest.importorskip("xdist")
    source = """
import requests
from pytest_httpstatus import assert_status

def test_several(subtests):
    for path in ("me", "gone", "me"):
        with subtests.test(path):
            assert_status(requests.get(f"SITE/{path}"), 200)
    with subtests.test("other"):
        assert 1 == 2
"""
    run_apart(source, *XUNIT1, *more)
    assert {"test_several": [{**ME, "failures": "3"}]} == properties(cases())


FLAKY: Final = """
import requests
from pytest_httpstatus import assert_status

calls = []

def test_stays():
    assert_status(requests.get("SITE/me"), 200)

def test_passes():
    calls.append(1)
    if len(calls) < 3:
        assert_status(requests.get("SITE/me"), 200)
"""


def test_each_attempt_has_its_own_and_one_that_passes_has_none(run_apart, cases):
    """Newer versions of pytest-rerunfailures make each attempt a test case; of those the properties alone say why."""
    pytest.importorskip("pytest_rerunfailures")
    run_apart(FLAKY, *XUNIT1, "--reruns=2").assert_outcomes(passed=1, failed=1)
    stays, passes = ([case for case in cases() if case.get("name") == name] for name in ("test_stays", "test_passes"))
    assert {"test_stays": [ME] * len(stays)} == properties(stays)
    assert {} == properties(passes[-1:])
    assert [ME] * len(passes[:-1]) == properties(passes).get("test_passes", [])


@pytest.mark.parametrize("more", [(), ("-p", "no:junitxml")], ids=["no file", "no plugin"])
def test_other_reporters_get_them_without_a_file(pytester, run, more):
    pytester.makeconftest("""
import pathlib

def pytest_runtest_logreport(report):
    with pathlib.Path("seen.txt").open("a") as file:
        print(report.when, dict(report.user_properties), file=file)
""")
    run(SUITE, "-k", "test_ours", *more)
    of_ours = {f"httpstatus.{name}": value for name, value in ME.items()}
    seen = (pytester.path / "seen.txt").read_text().splitlines()
    assert ["setup {}", f"call {of_ours}", f"teardown {of_ours}"] == seen


# -- the file ---------------------------------------------------------------------------------------------------------

HOSTILE: Final = """
import pytest, requests
from pytest_httpstatus import assert_status

@pytest.mark.parametrize("path", ["evil", "surrogate", "me?a=]]>&\\"<b>\\x1b[1m::error::x"])
def test_it(path):
    assert_status(requests.get("SITE/" + path), 200, because="]]> <![CDATA[ \\ufffe \\ud800 &amp; \\x00")

def test_named():
    response = requests.get("SITE/me")
    response.request.method, response.request.url = "G\\ud800\\x1b[2J", 'http://a/]]>&"<b>\\ufffe\\x85' * 5_000
    assert_status(response, 200)
"""


@pytest.mark.parametrize("family", ["xunit1", "xunit2", "legacy"])
def test_the_file_is_valid_whatever_was_sent(run_apart, cases, family):
    run_apart(HOSTILE, "--junitxml=report.xml", "-o", f"junit_family={family}").assert_outcomes(failed=4)
    texts = [each.text or "" for case in cases() for each in case.iter("failure")]
    assert 4 == sum("server" in text for text in texts)
    values = [each.get("value", "") for case in cases() for each in case.iter("property")]
    for text in [*values, *(each.get("message", "") for case in cases() for each in case.iter("failure"))]:
        assert text.isprintable()
        assert not text.startswith("::")
        assert 210 > len(text)
    assert ["G\\ud800\\x1b[2J", '/]]>&"<b>\\ufffe\\x85'] == [values[-2], values[-1][:19]]


TESTCASE: Final = {
    "attributes": {"name", "classname", "time", "group"},
    "elements": {"skipped", "error", "failure", "rerunFailure", "flakyFailure", "system-out", "system-err"},
}
"""What Jenkins' xUnit plugin knows of a test case; a file with anything else is skipped whole."""


def test_without_properties_a_file_keeps_to_what_the_schema_of_jenkins_xunit_plugin_has(pytester, run_apart, cases):
    """As `junit-10.xsd` of xunit-plugin 3.1: no properties in a test case, and no attribute but four."""
    run_apart(
        SUITE + HOSTILE.replace("test_", "test_hostile_"),
        "--junitxml=report.xml",
        "-o",
        "httpstatus_junit_properties=false",
    )
    suites = ET.parse(pytester.path / "report.xml").getroot()
    assert (["testsuites"], {"testcase"}) == ([suites.tag], {each.tag for each in suites[0]})
    for case in cases():
        assert set(case.attrib) <= TESTCASE["attributes"]
        assert {each.tag for each in case} <= TESTCASE["elements"]
        assert all(set(each.attrib) <= {"type", "message"} and not len(each) for each in case)


def test_gitlab_reads_the_whole_explanation_from_the_text(run, cases):
    """It shows the text of the element alone, neither `message` nor properties."""
    run(SUITE, "--junitxml=report.xml", "--tb=no")
    shown: dict[str, Any] = {
        case.get("name"): each.text for case in cases() for each in case if each.tag in {"failure", "error"}
    }
    for name in OF_A_TEST:
        assert "- HTTP exchange -" in shown[name], name
        assert "check  " in shown[name], name


def test_counts_are_those_of_a_run_without_the_plugin(pytester, run_apart):
    counted = []
    for options in ((), ("-p", "no:httpstatus")):
        run_apart(SUITE, *XUNIT1, *options)
        suite = ET.parse(pytester.path / "report.xml").getroot()[0]
        tags = Counter(each.tag for each in suite.iter() if each.tag not in {"properties", "property"})
        counted.append([[suite.get(name) for name in ("tests", "failures", "errors", "skipped")], tags])
    assert counted[0] == counted[1]
