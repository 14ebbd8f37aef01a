# ruff: noqa: E501  # suites in one line
"""Plain asserts in real runs: every style of traceback, every way to run tests, and what must stay as it is."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from importlib.util import find_spec
from itertools import pairwise

import pytest

pytest.importorskip("requests")
pytest.importorskip("flask")

TITLE = "- HTTP exchange -"
NEWS = "got 401 Unauthorized, expected 200 OK: GET /me"
ASIDE = "(got 401 Unauthorized: GET /me)"
ONE = """
import requests

def test_me():
    response = requests.get("SITE/me")
    assert response.status_code == 200
"""
recorded = pytest.mark.skipif(sys.version_info < (3, 12), reason="the recorder needs sys.monitoring")


def summary(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if line.startswith(("FAILED", "ERROR ", "SUBFAILED"))]


def news(result: pytest.RunResult) -> list[str]:
    """The first line of each section."""
    lines = result.outlines
    return [after for line, after in pairwise(lines) if TITLE in line]


@pytest.mark.parametrize("style", ["auto", "short", "long", "native"])
def test_every_style_shows_the_section_under_pytests_own_lines(run_apart, style):
    """The user's lines stay as they are, and one section follows."""
    result = run_apart(ONE, f"--tb={style}")
    assert news(result) == [NEWS]
    if style != "native":
        result.stdout.fnmatch_lines(["E *assert 401 == 200", "E *where 401 = <Response [[]401[]]>.status_code"])


def test_line_shows_the_aside(run_apart):
    """`--tb=line` has one line, and it tells what came."""
    result = run_apart(ONE, "--tb=line")
    assert any(line.endswith(f"assert 401 == 200 {ASIDE}") for line in result.outlines)


def test_no_traceback_leaves_the_summary(run_apart):
    """With `--tb=no` the summary alone speaks."""
    result = run_apart(ONE, "--tb=no", COLUMNS="200")
    assert (news(result), summary(result)) == (
        [],
        [f"FAILED test_no_traceback_leaves_the_summary.py::test_me - assert 401 == 200 {ASIDE}"],
    )


@pytest.mark.parametrize("environment", [{}, {"CI": "true"}], ids=["at a desk", "in CI"])
def test_the_summary_gains_what_came(run_apart, environment):
    """The user's first line stays, the aside follows, the rest of the message goes, in CI too."""
    source = ONE.replace("== 200", '== 200, "me is there"')
    result = run_apart(source, COLUMNS="250", **environment)
    assert summary(result) == [
        f"FAILED test_the_summary_gains_what_came.py::test_me - AssertionError: me is there {ASIDE}"
    ]


def test_the_whole_message_stays_where_it_is_asked_for(run_apart):
    """At `-vv` the summary keeps all of pytest's own lines."""
    result = run_apart(ONE, "-vv", CI="true")
    tail = "\n".join(result.outlines).partition("short test summary info")[2]
    assert "where 401 = <Response [401]>.status_code" in tail
    assert "(got 401" not in tail


def test_the_file_for_ci_has_section_and_line(run_apart, pytester):
    """JUnit's message is the one line, its text has the section."""
    run_apart(ONE, "--junitxml=out.xml")
    (failure,) = ET.parse(pytester.path / "out.xml").getroot().iter("failure")
    assert (failure.get("message"), NEWS in (failure.text or "")) == (f"assert 401 == 200 {ASIDE}", True)


def test_workers_say_the_same(run_apart):
    """Under xdist the explanation travels."""
    pytest.importorskip("xdist")
    result = run_apart(ONE, "-n1", COLUMNS="200")
    assert (news(result), summary(result)[0].endswith(ASIDE)) == ([NEWS], True)


def test_it_can_be_switched_off(run_apart, pytester):
    """`httpstatus_explain_plain = false` leaves plain asserts alone."""
    pytester.makeini("[pytest]\nhttpstatus_explain_plain = false\n")
    result = run_apart(ONE, COLUMNS="200")
    assert (news(result), summary(result)[0].endswith("- assert 401 == 200")) == ([], True)


KINDS = {
    "parametrised": """
import pytest, requests
@pytest.mark.parametrize("path", ["/me"])
def test_me(path):
    assert requests.get("SITE" + path).status_code == 200
""",
    "unittest": """
import requests, unittest
class MeTest(unittest.TestCase):
    def test_me(self):
        response = requests.get("SITE/me")
        self.assertEqual(response.status_code, 200)
""",
    "unittest's setUp": """
import requests, unittest
class MeTest(unittest.TestCase):
    def setUp(self):
        response = requests.get("SITE/me")
        assert response.status_code == 200
    def test_me(self):
        pass
""",
    "unittest's asyncio": """
import requests, unittest
class MeTest(unittest.IsolatedAsyncioTestCase):
    async def test_me(self):
        response = requests.get("SITE/me")
        self.assertEqual(200, response.status_code)
""",
    "asyncio.run": """
import asyncio, requests
def test_me():
    async def main():
        response = requests.get("SITE/me")
        assert response.status_code == 200
    asyncio.run(main())
""",
    "anyio": """
import pytest, requests
@pytest.fixture
def anyio_backend():
    return "asyncio"
@pytest.mark.anyio
async def test_me():
    response = requests.get("SITE/me")
    assert response.status_code == 200
""",
    "setup": """
import pytest, requests
@pytest.fixture
def me():
    response = requests.get("SITE/me")
    assert response.status_code == 200
def test_me(me):
    pass
""",
    "teardown": """
import pytest, requests
@pytest.fixture
def me():
    yield
    response = requests.get("SITE/me")
    assert response.status_code == 200
def test_me(me):
    pass
""",
    "helper of the conftest": """
def test_me(check):
    check("SITE/me", 200)
""",
    "group": """
import requests
def test_me():
    try:
        response = requests.get("SITE/me")
        assert response.status_code == 200
    except AssertionError as error:
        raise ExceptionGroup("several", [error, ValueError("x")])
""",
    "page object": """
import requests
class Page:
    @property
    def answer(self):
        return requests.get("SITE/me")
def test_me():
    assert Page().answer.status_code == 200
""",
}


@recorded
def test_a_client_that_a_test_imports_is_watched_from_the_next_test_on(run_apart):
    result = run_apart(
        """
import unittest

class TestUsers(unittest.TestCase):
    def test_1(self):
        import urllib.request, http.client

    def test_2(self):
        from urllib.request import urlopen
        self.assertEqual(urlopen("SITE/there").status, 204)
""",
        "-p",
        "pytest_httpstatus.plugin",
        PYTEST_DISABLE_PLUGIN_AUTOLOAD="1",
        PYTEST_ADDOPTS="",
    )
    result.stdout.fnmatch_lines(["got 200 OK, expected 204 No Content: GET /there"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_test_is_explained(run_apart, pytester, kind):
    """However a test is run, and in whatever phase it fails."""
    if kind == "anyio":
        pytest.importorskip("anyio")
    pytester.makeconftest("""
        import pytest, requests
        @pytest.fixture
        def check():
            def check(url, code):
                response = requests.get(url)
                assert response.status_code == code
            return check
    """)
    assert news(run_apart(KINDS[kind])) == [NEWS]


def test_subtests_are_explained(run_apart):
    """Each failed subtest of pytest 9 has a section of its own."""
    if not hasattr(pytest, "Subtests"):
        pytest.skip("pytest has no subtests")
    result = run_apart("""
        import requests
        def test_me(subtests):
            for n in range(2):
                with subtests.test(n=n):
                    response = requests.get("SITE/me")
                    assert response.status_code == 200
    """)
    assert news(result) == [NEWS, NEWS]


CARRIERS = {
    "requests": ("requests", "requests.get('SITE/me').raise_for_status()", "got 401 Unauthorized, expected 2xx | 3xx: GET /me"),
    "httpx": ("httpx", "httpx.get('SITE/me').raise_for_status()", "got 401 Unauthorized, expected 2xx: GET /me"),
    "urllib": ("urllib.request", "urllib.request.urlopen('SITE/me')", "401 Unauthorized: GET /me"),
    "tornado": ("tornado.httpclient", "tornado.httpclient.HTTPClient().fetch('SITE/me')", "401 Unauthorized: GET /me"),
    "botocore": (
        "botocore.exceptions",
        "raise botocore.exceptions.ClientError({'ResponseMetadata': {'HTTPStatusCode': 403, 'HTTPHeaders': {}}}, 'Get')",
        "403 Forbidden",
    ),
    "webtest": (
        "webtest",
        "webtest.TestApp(lambda e, s: (s('404 Not Found', [('Content-Type', 'text/plain')]), [b'x'])[1]).get('/x')",
        "got 404 Not Found, expected 2xx | 3xx: GET /x",
    ),
    "webtest's status": (
        "webtest",
        "webtest.TestApp(lambda e, s: (s('200 OK', [('Content-Type', 'text/plain')]), [b'x'])[1]).get('/x', status=404)",
        "got 200 OK, expected 404 Not Found: GET /x",
    ),
}  # fmt: skip


@pytest.mark.parametrize("carrier", CARRIERS)
def test_exceptions_that_carry_a_response_are_explained(run_apart, carrier):
    """Raised in the test, or as the cause of what was raised."""
    module, statement, wanted = CARRIERS[carrier]
    if find_spec(module.partition(".")[0]) is None:
        pytest.skip(f"{module} is not installed")
    result = run_apart(f"""
        import {module}
        def test_me():
            {statement}
        def test_wrapped():
            try:
                test_me()
            except Exception as error:
                raise RuntimeError("the service is down") from error
        def test_in_the_handler():
            try:
                test_me()
            except Exception:
                raise RuntimeError("the service is down")
    """)
    assert news(result) == [wanted] * 3


def test_aiohttps_error_is_explained(run_apart):
    """`ClientResponseError` carries fields but no response."""
    pytest.importorskip("aiohttp")
    result = run_apart("""
        import aiohttp, asyncio
        def test_me():
            async def main():
                async with aiohttp.ClientSession(raise_for_status=True) as session:
                    await session.get("SITE/me")
            asyncio.run(main())
    """)
    assert news(result) == ["got 401 Unauthorized, expected 2xx | 3xx: GET /me"]


NOT_FAILED = {
    "xfail": ("@pytest.mark.xfail\ndef test_me():\n    assert requests.get('SITE/me').status_code == 200", {"xfailed": 1}),
    "raises": (
        "def test_me():\n    with pytest.raises(AssertionError):\n        assert requests.get('SITE/me').status_code == 200",
        {"passed": 1},
    ),
    "skip": ("def test_me():\n    requests.get('SITE/me')\n    pytest.skip('x')", {"skipped": 1}),
}  # fmt: skip


@pytest.mark.parametrize("kind", NOT_FAILED)
def test_what_is_no_failure_is_left_alone(run_apart, kind):
    """Expected failures and skips have no section, whatever was answered."""
    source, outcomes = NOT_FAILED[kind]
    result = run_apart(f"import pytest, requests\n{source}", "-rA")
    result.assert_outcomes(**outcomes)
    assert news(result) == []


@recorded
def test_without_rewriting_it_works_as_well(run_apart):
    """With `--assert=plain` the recorder knows the call."""
    assert news(run_apart(KINDS["parametrised"], "--assert=plain")) == [NEWS]


@recorded
@pytest.mark.parametrize("core", ["sysmon", "ctrace", "pytrace"])
def test_beside_coverage(run_apart, pytester, core):
    """All three cores of coverage leave the recorder its tool id."""
    pytest.importorskip("coverage")
    source = "import requests, unittest\nclass T(unittest.TestCase):\n    def test_me(self):\n        self.assertEqual(requests.get('SITE/me').status_code, 200)\n"
    pytester.makefile(".ini", coverage="[run]\n")
    source = (
        f"import coverage\nseen = coverage.Coverage(config_file='coverage.ini', data_file=None)\nseen.start()\n{source}"
    )
    assert news(run_apart(source, COVERAGE_CORE=core)) == [NEWS]


@recorded
def test_earlier_answers_are_told(run_apart):
    """What went wrong before stands in the explanation; an error that the test had asked for does not."""
    result = run_apart("""
        import requests
        def test_me():
            requests.post("SITE/login")
            gone = requests.get("SITE/surrogate")
            response = requests.get("SITE/me")
            assert response.status_code == 200
        def test_asked_for():
            gone = requests.get("SITE/surrogate")
            assert gone.status_code == 404
            response = requests.get("SITE/me")
            assert response.status_code == 200
    """)
    lines = [line for line in result.outlines if re.match("  earlier  | {15}(GET|POST) +/", line)]
    assert [line.replace("earlier", "").split() for line in lines] == [
        ["POST", "/login", "404", "Not", "Found"],
        ["GET", "/surrogate", "404", "Not", "Found"],
    ]


@recorded
@pytest.mark.parametrize("held", ["the session", "the response", "the frame"])
def test_nothing_is_kept_alive_after_the_test(run_apart, held):
    """Frames, responses and clients are free when the next test begins."""
    thing = {"the session": "session", "the response": "response", "the frame": "local"}[held]
    result = run_apart(f"""
        import gc, weakref, requests
        seen = []
        class Local:
            pass
        def test_me():
            local, session = Local(), requests.Session()
            response = session.get("SITE/me")
            seen.append(weakref.ref({thing}))
            if False:
                assert local
        def test_next():
            gc.collect()
            assert seen[0]() is None
    """)
    result.assert_outcomes(passed=2)


@recorded
def test_two_sessions_in_one_process(run_apart, pytester):
    """A session inside a session takes nothing from the outer one."""
    result = run_apart(
        """
        import requests, unittest
        pytest_plugins = "pytester"
        def test_inner(pytester):
            pytester.makepyfile("def test_x(): pass")
            pytester.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)
        class T(unittest.TestCase):
            def test_me(self):
                self.assertEqual(requests.get("SITE/me").status_code, 200)
        """
    )
    result.assert_outcomes(passed=1, failed=1)
    assert news(result) == [NEWS]


@recorded
def test_a_taken_tool_id_leaves_the_frames(run_apart):
    """Where another holds the tool id, what frames hold is still explained, and nothing breaks."""
    result = run_apart("""
        import sys, requests
        sys.monitoring.use_tool_id(4, "another")
        def test_temporary():
            assert requests.get("SITE/me").status_code == 200
        def test_helper():
            requests.get("SITE/me").json()["id"]
        def test_still():
            assert sys.monitoring.get_tool(4) == "another"
    """)
    result.assert_outcomes(passed=1, failed=2)
    assert news(result) == [NEWS]


def test_reruns(run_apart):
    """A test that fails, is run again and passes, is no failure."""
    pytest.importorskip("pytest_rerunfailures")
    result = run_apart(
        """
        import requests
        seen = []
        def test_me():
            seen.append(1)
            assert len(seen) > 1 or requests.get("SITE/me").status_code == 200
        """,
        "--reruns=2",
    )
    assert (result.parseoutcomes()["passed"], news(result)) == (1, [])


def test_a_fault_of_ours_costs_one_line(run_apart, pytester):
    """The user's failure is whole, the exit code is that of a failed test."""
    pytester.makeconftest("import pytest_httpstatus._recovery as r\nr.recover = lambda *_: 1 / 0\n")
    result = run_apart(ONE)
    assert (result.ret, "INTERNALERROR" in result.stdout.str()) == (1, False)
    result.stdout.fnmatch_lines(["E *assert 401 == 200", "*ZeroDivisionError*"])
