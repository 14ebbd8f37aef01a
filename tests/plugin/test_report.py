"""What the report of a failed test says, in every style, on every surface."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from types import SimpleNamespace

import pytest

from pytest_httpstatus import StatusMismatch, assert_status
from pytest_httpstatus._rendering.visible import width
from pytest_httpstatus._reporting import failed

requests = pytest.importorskip("requests")

TITLE = "- HTTP exchange -"
NEWS = "got 401 Unauthorized, expected 200: GET /me"
ONE = """
import requests
from pytest_httpstatus import StatusMismatch, assert_status

def test_me():
    assert_status(requests.get("SITE/me"), 200)
"""
HEADLINE = "got 401 Unauthorized, expected 200 OK: GET /me"


def summary(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if line.startswith(("FAILED", "ERROR "))]


def cases(path: Path) -> list[ET.Element]:
    return ET.parse(path).getroot().findall(".//testcase")


def message(path: Path) -> list[str]:
    return [
        each.get("message", "") for case in cases(path) for each in (*case.findall("failure"), *case.findall("error"))
    ]


def test_the_whole_report_of_one_failure(run_apart, site):
    # Apart: inside a run with --assert=plain the plugins cannot be rewritten any more, and pytest warns of it.
    result = run_apart(ONE, "--tb=short", COLUMNS="80")
    start = result.outlines.index(next(line for line in result.outlines if line.startswith("test_the_whole")))
    shown = [re.sub(r"\(\d+ ms", "(12 ms", line).replace(site.url, "SITE") for line in result.outlines]
    fence = next(line for line in shown if "HTTP exchange" in line)
    assert (80, True) == (len(fence), start > 0)
    begin = shown.index(next(line for line in shown if line.startswith("E   ")))
    assert (
        """E   StatusMismatch: got 401 Unauthorized, expected 200 OK: GET /me
E     server said  Not authenticated
E     likely       the request carried no credentials: no authorization
E                  field, no cookie; the server asks for Bearer realm="api"
E     check        - is this the client that logs in, or a bare one?
E                  - if you log in yourself: send
E                    authorization: Bearer <token>
E     find it      x-request-id 7f3c91
FENCE
> GET SITE/me
> accept: */*
> (no authorization)
> (no cookie)
< HTTP/1.1 401 Unauthorized (12 ms, 31 bytes)
< content-type: application/json
< www-authenticate: Bearer realm="api"
< x-request-id: 7f3c91
| {"detail": "Not authenticated"}
$ curl -i SITE/me
=========================== short test summary info ============================
""".replace("FENCE", fence)
        in "\n".join(shown[begin:])
    )
    assert 80 >= max(len(line) for line in shown[begin:] if line.startswith("E "))


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("style", ["long", "short", "auto"])
def test_a_message_that_fills_its_columns_fits_80_behind_the_prefix_of_pytest(run, style, lang):
    source = """
import requests
from pytest_httpstatus import assert_status

def test_me():
    assert_status(requests.get("SITE/me"), 200, because="가" * 200)
"""
    shown = run(source, f"--tb={style}", f"--httpstatus-lang={lang}", COLUMNS="80").outlines
    filled = [line for line in shown if line.endswith("가" * 28)]
    assert 7 == len(filled)
    assert {75 if style == "short" else 79} == set(map(width, filled))
    assert 80 >= max(width(line) for line in shown if line.startswith("E "))


@pytest.mark.parametrize("style", ["long", "short", "native", "auto"])
def test_the_section_stands_in_every_style_that_shows_one(run, style):
    result = run(ONE, f"--tb={style}")
    assert 1 == result.stdout.str().count(TITLE)
    assert f"FAILED {result.outlines[-2].split()[1]} - " in summary(result)[0]


def test_styles_without_a_traceback_keep_to_the_summary(run):
    result = run(ONE, "--tb=no", COLUMNS="90")
    assert TITLE not in result.stdout.str()
    assert summary(result)[0].endswith("::test_me - got 401 Unauth...")
    line = run(ONE, "--tb=line").stdout.str()
    assert re.search(rf"py:5: {re.escape(HEADLINE)}$", line, re.MULTILINE)


@pytest.mark.parametrize("environment", [{}, {"CI": "1"}, {"BUILD_NUMBER": "7"}])
@pytest.mark.parametrize("args", [(), ("-vv",), ("-q",)])
def test_the_short_summary_is_exactly_the_headline(run, environment, args):
    result = run(ONE, *args, COLUMNS="200", **environment)
    name = summary(result)[0].split(" - ")[0]
    assert [f"{name} - {HEADLINE}"] == summary(result)
    after = result.outlines[result.outlines.index(summary(result)[0]) + 1]
    assert "1 failed" in after


@pytest.mark.parametrize("environment", [{}, {"CI": "1"}])
@pytest.mark.parametrize("family", ["xunit1", "xunit2"])
def test_the_message_in_junit_is_exactly_the_headline_and_its_text_holds_the_exchange(
    pytester, run, environment, family
):
    run(ONE, "--junitxml=report.xml", "-o", f"junit_family={family}", **environment)
    assert [HEADLINE] == message(pytester.path / "report.xml")
    text = cases(pytester.path / "report.xml")[0].find("failure").text
    assert "server said  Not authenticated" in text
    assert '| {"detail": "Not authenticated"}' in text


def test_a_bare_code_has_no_exchange_to_show(run):
    result = run("def test_it(assert_status):\n    assert_status(404, 200)", CI="1")
    assert TITLE not in result.stdout.str()
    assert summary(result)[0].endswith(" - got 404 Not Found, expected 200 OK")


def test_short_shows_no_exchange(run):
    result = run(ONE, "--httpstatus-detail=short")
    assert TITLE not in result.stdout.str()
    assert "find it" not in result.stdout.str()
    assert "E         likely  " in result.stdout.str()


def test_in_korean(run):
    result = run(ONE, "--httpstatus-lang=ko", COLUMNS="200")
    assert summary(result)[0].endswith(" - 401 Unauthorized 받음, 200 OK 기대: GET /me")
    assert TITLE in result.stdout.str()
    assert "> (authorization 없음)" in result.outlines


def test_without_the_plugin_the_exception_explains_itself_and_nothing_else_happens(run_apart):
    result = run_apart(ONE, "-p", "no:httpstatus")
    assert TITLE not in result.stdout.str()
    assert f"E       StatusMismatch: {HEADLINE}" in result.outlines
    assert 1 == result.ret


def test_our_frames_are_hidden_for_our_failure(run):
    for args in ((), ("--tb=short",)):
        shown = run(ONE, *args).stdout.str()
        assert "_assertions.py" not in shown
    assert "_assertions.py" in run(ONE, "--full-trace").stdout.str()


def test_our_frames_stay_for_a_bug(run):
    source = """
from pytest_httpstatus import assert_status, _clients

def test_it(monkeypatch):
    monkeypatch.setattr(_clients, "status_of", lambda _: 1 / 0)
    assert_status(object(), 200)
"""
    shown = run(source).stdout.str()
    assert "_assertions.py" in shown
    assert TITLE not in shown


FORMS = {
    "setup": ("""
import pytest, requests
from pytest_httpstatus import assert_status

@pytest.fixture
def me():
    assert_status(requests.get("SITE/me"), 200)

def test_it(me):
    pass
""", 'failed on setup with "{}"', {"errors": 1}),
    "teardown": ("""
import pytest, requests
from pytest_httpstatus import assert_status

@pytest.fixture
def me():
    yield
    assert_status(requests.get("SITE/me"), 200)

def test_it(me):
    pass
""", 'failed on teardown with "{}"', {"passed": 1, "errors": 1}),
    "unittest": ("""
import unittest, requests
from pytest_httpstatus import assert_status

class Test(unittest.TestCase):
    def test_it(self):
        assert_status(requests.get("SITE/me"), 200)
""", "{}", {"failed": 1}),
    "unittest setup": ("""
import unittest, requests
from pytest_httpstatus import assert_status

class Test(unittest.TestCase):
    def setUp(self):
        assert_status(requests.get("SITE/me"), 200)

    def test_it(self):
        pass
""", "{}", {"failed": 1}),
    "cleanup": ("""
import unittest, requests
from pytest_httpstatus import assert_status

class Test(unittest.TestCase):
    def test_it(self):
        self.addCleanup(lambda: assert_status(requests.get("SITE/me"), 200))
""", "{}", {"failed": 1}),
}  # fmt: skip


@pytest.mark.parametrize(("source", "words", "outcomes"), FORMS.values(), ids=FORMS)
def test_a_failure_of_any_phase_is_explained(pytester, run, source, words, outcomes):
    result = run(source, "--junitxml=report.xml", CI="1")
    result.assert_outcomes(**outcomes)
    assert 1 == result.stdout.str().count(TITLE)
    assert [words.format(HEADLINE)] == message(pytester.path / "report.xml")
    assert summary(result)[0].endswith(f" - {HEADLINE}")


def test_an_exception_group_is_explained_and_its_own_message_stays(run):
    source = """
import requests
from pytest_httpstatus import assert_status

def test_it():
    errors = []
    for path in ("me", "gone"):
        try:
            assert_status(requests.get(f"SITE/{path}"), 200)
        except AssertionError as error:
            errors.append(error)
    raise ExceptionGroup("two of them", errors)
"""
    result = run(source, COLUMNS="200")
    assert 1 == result.stdout.str().count(TITLE)
    assert "two of them" in summary(result)[0]


@pytest.mark.parametrize(
    ("shown", "cause"), [(1, "raise RuntimeError('no start') from error"), (1, "raise RuntimeError('no start')"),
                         (0, "raise RuntimeError('no start') from None")]
)  # fmt: skip
def test_a_failure_behind_another_exception_is_explained_and_the_message_of_the_other_stays(run, shown, cause):
    source = f"""
import requests
from pytest_httpstatus import assert_status

def test_it():
    try:
        assert_status(requests.get("SITE/me"), 200)
    except AssertionError as error:
        {cause}
"""
    result = run(source, COLUMNS="200")
    assert shown == result.stdout.str().count(TITLE)
    assert summary(result)[0].endswith(" - RuntimeError: no start")


def test_a_circle_of_exceptions_ends(run):
    source = """
def test_it():
    one, two = ValueError("one"), ValueError("two")
    one.__cause__, two.__cause__ = two, one
    raise one
"""
    run(source).assert_outcomes(failed=1)


def test_a_failure_that_was_expected_is_no_news(run):
    source = """
import pytest, requests
from pytest_httpstatus import StatusMismatch, assert_status

def test_raises():
    with pytest.raises(StatusMismatch, match="^got 401 Unauthorized, expected 200 OK: GET /me") as caught:
        assert_status(requests.get("SITE/me"), 200)
    assert 401 == caught.value.failure.exchange.response.code

@pytest.mark.xfail(reason="known")
def test_xfail():
    assert_status(requests.get("SITE/me"), 200)

@pytest.mark.skip
def test_skip():
    pass
"""
    result = run(source, "-rxs")
    result.assert_outcomes(passed=1, xfailed=1, skipped=1)
    assert TITLE not in result.stdout.str()


def test_a_failure_of_another_kind_is_left_alone(run):
    source = """
import pytest

def test_plain():
    assert 404 == 200

def test_fail():
    pytest.fail("no", pytrace=False)

@pytest.mark.xfail(strict=True)
def test_strict():
    pass

def test_fixture(unknown):
    pass
"""
    assert TITLE not in run(source).stdout.str()


def test_a_report_of_another_shape_is_left_as_it_is(site):
    report = SimpleNamespace(longrepr="a text")
    for response in (429, requests.get(f"{site.url}/me", timeout=10)):
        with pytest.raises(StatusMismatch) as caught:
            assert_status(response, 200)
        failed.explain(report, caught, recover=lambda _: None)
    assert "a text" == report.longrepr


def test_a_mismatch_without_a_failure_and_one_behind_a_text_are_reported_all_the_same(run):
    source = """
import pytest, requests
from pytest_httpstatus import StatusMismatch, assert_status

def test_bare():
    raise StatusMismatch("got nothing\\nsecond line")

def test_text():
    try:
        assert_status(requests.get("SITE/me"), 200)
    except AssertionError:
        pytest.fail("no", pytrace=False)
"""
    result = run(source, CI="1")
    assert ["got nothing", "Failed: no"] == [line.split(" - ")[1] for line in summary(result)]


# -- hostile answers --------------------------------------------------------------------------------------------------

HOSTILE = """
import enum, pytest, requests
from types import SimpleNamespace
from pytest_httpstatus import assert_status

class Safe(str):
    def __str__(self):
        return self

class Code(enum.IntEnum):
    GONE = 410

@pytest.mark.parametrize("path", ["evil", "surrogate"])
def test_it(path):
    assert_status(requests.get(f"SITE/{path}", headers={"X-Sent": "v"}), 200)

def test_safe():
    request = SimpleNamespace(method=Safe("GET"), url=Safe("http://a/\\ud800"), headers={})
    headers = {Safe("Server"): Safe("x\\ud800"), "X": Code.GONE}
    reason = Safe("Gone\\ud800")
    assert_status(SimpleNamespace(status_code=Code.GONE, reason=reason, headers=headers, request=request), 200)

def test_because():
    assert_status(404, 200, because=Safe("\\x1b[2J\\ud800\\n::error::x"))
"""


@pytest.mark.parametrize(
    "args", [(), ("-n2",), ("--tb=native",), ("--tb=long", "-vv")], ids=["one", "xdist", "native", "full"]
)
@pytest.mark.parametrize("environment", [{}, {"CI": "1", "GITHUB_ACTIONS": "true"}], ids=["local", "ci"])
def test_whatever_comes_the_run_completes_and_nothing_acts(pytester, run_apart, args, environment):
    result = run_apart(HOSTILE, "--color=yes", "--junitxml=report.xml", *args, **environment)
    result.assert_outcomes(failed=4)
    assert 1 == result.ret
    shown = result.stdout.str()
    for line in re.sub(r"\x1b\[[0-9;]*m", "", shown).split("\n"):
        assert not line.lstrip().startswith("::") or line.startswith("::error file=test_whatever_comes_")
        assert not re.search(r"##\[|##vso\[|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", line.rstrip("\r")), line
    assert r"\x1b[2J\x1b]52;c;eA==\x07\r::stop-commands::t" in shown
    assert r"\::error file=a::x" in shown
    assert r"\x0b::add-mask::y #\#[group]z #\#vso[task.x]\u202e" in shown
    messages = message(pytester.path / "report.xml")
    assert 4 == len([each for each in messages if each.startswith("got 4") and "\n" not in each])
    texts = [case.find("failure").text for case in cases(pytester.path / "report.xml")]
    assert any(r"x\ud800\ufffe\u000b" in text for text in texts)
    assert any(r"server: x #\#[error]y" in text for text in texts)


def test_under_xdist_the_report_is_the_same(run_apart):
    result = run_apart(ONE, "-n2", CI="1")
    assert 1 == result.stdout.str().count(TITLE)
    assert summary(result)[0].endswith(f" - {HEADLINE}")


# -- faults of ours ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "headline", "broken"),
    [
        ("(HTTP exchange could not be shown: ZeroDivisionError)", HEADLINE, "_rendering.transcript"),
        ("(HTTP exchange could not be shown: ZeroDivisionError)", HEADLINE, "_reporting.failed.chain"),
        (
            "E         (explanation could not be shown: ZeroDivisionError)",
            "got 401, expected 200",
            "_explaining.investigate",
        ),
        ("E         (explanation could not be shown: ZeroDivisionError)", "got 401, expected 200", "_sealing.seal"),
        (
            "E         (message could not be shown: ZeroDivisionError)",
            "got 401, expected 200",
            "_rendering.message.render",
        ),
        ("E         (find could not be shown: ZeroDivisionError)", HEADLINE, "_rendering.visible.cut"),
    ],
)
def test_a_fault_of_ours_costs_one_line_and_never_the_failure(pytester, run_apart, line, headline, broken):
    pytester.makeconftest(
        f"""
import pytest_httpstatus, pytest_httpstatus._reporting.failed, pytest_httpstatus._explaining
import pytest_httpstatus._rendering.message, pytest_httpstatus._sealing
pytest_httpstatus.{broken} = lambda *_, **__: 1 / 0
"""
    )
    result = run_apart(ONE, CI="1")
    assert 1 == result.ret
    result.assert_outcomes(failed=1)
    assert line in result.outlines or f"({line}" in result.outlines
    if "chain" not in broken:
        assert [headline] == [each.split(" - ")[1] for each in summary(result)]
    assert f"StatusMismatch: {headline}" in result.stdout.str()
