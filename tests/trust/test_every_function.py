"""A fault in any function of ours costs the explanation, never the failure: each is made to raise in turn."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any, Final, NamedTuple

import pytest

from tests.trust import planting

pytest.importorskip("requests")
from pytest_httpstatus._reporting import READOUTS, Wanted  # nothing to see without the package above
from pytest_httpstatus._reporting.collector import Collector
from tests.plugin.conftest import Site  # as above

SUITE = """
import logging, pytest, requests
from pytest_httpstatus import assert_status, assert_unauthorized
from tests.trust.test_every_function import PLAN

SENT = {"Authorization": "Bearer t0ken-0123456789", "Cookie": "session=a1b2c3d4e5f6"}

def ours():
    requests.post("SITE/login", json={"password": "hunter2-hunter2"})
    assert_status(requests.get("SITE/old", headers=SENT), 200, because="logged in")

def rule():
    assert_unauthorized(requests.get("SITE/bare"))

def fields():
    assert_status(requests.post("SITE/users", json={"mail": "a@b.c"}, headers=SENT), 201)

def page():
    assert_status(requests.get("SITE/page", headers=SENT), "2xx")

def plain():
    requests.post("SITE/login", json={"password": "hunter2-hunter2"})
    response = requests.get("SITE/old", headers=SENT)
    assert response.status_code == 200

def carried():
    requests.get("SITE/page", headers=SENT).raise_for_status()

def symptom():
    requests.post("SITE/users", json={"mail": "a@b.c"}).json()["access_token"]

def silent():
    requests.get("http://127.0.0.1:1/")

@pytest.mark.parametrize(("kind", "name"), PLAN)
def test_it(kind, name):
    logging.error("Internal Server Error: /old")
    globals()[kind]()
"""

OWN: Final = {
    "ours": "StatusMismatch: got 401",
    "fields": "StatusMismatch: got 422",
    "page": "StatusMismatch: got 500",
    "rule": "StatusMismatch: got 401",
    "plain": "assert 401 == 200",
    "carried": "HTTPError: 500 Server Error",
    "symptom": "KeyError: 'access_token'",
    "silent": "ConnectionError: HTTPConnectionPool(host='127.0.0.1', port=1)",
}
"""What pytest shows of each failure whether or not it is explained."""

MOST_KINDS: Final = 2
"""In how many kinds of failure a function is made to raise, of all that call it."""

SECRETS: Final = ("t0ken-0123456789", "a1b2c3d4e5f6", "hunter2")

QUIET: Final = re.compile(r"_diagnosis\.(?!diagnose|rules|_said_better|_apply)|_recovery\.recorder\.")
"""Left out without a line: one rule of many, whose cause is then not named, and the recorder's answers."""

DOORS: Final = frozenset(
    f"pytest_httpstatus._reporting.collector.Collector.{each}"
    for each in (
        *("__init__", "pytest_runtest_logreport", "pytest_sessionfinish", "pytest_terminal_summary"),
        *("_show", "_guarded"),
    )
)
"""Of the collector: how it is made before the first test, what pytest calls, and what keeps faults from it."""

PLAN: list[tuple[str, str]] = []
FUNCTIONS: Final = planting.functions()


class Ran(NamedTuple):
    """One test of the inner run: its reports."""

    kind: str
    name: str
    reports: tuple[pytest.TestReport, ...]

    @property
    def shown(self) -> str:
        """What is shown of the test, what was captured not excepted."""
        return "\n".join([self.reports[1].longreprtext, *(text for _, text in self.reports[1].sections)])

    @property
    def ours(self) -> str:
        """What we have added."""
        longrepr: Any = self.reports[1].longrepr
        added = [section[1] for section in (*longrepr.sections, *self.reports[1].sections) if "HTTP" in section[0]]
        return "\n".join([longrepr.reprcrash.message, *added])


class Planter:
    """A plugin of the inner run: while a test runs, and while its reports are made, one function of ours raises."""

    def __init__(self, *, reads_out: bool = False) -> None:
        self.ran: list[Ran] = []
        self.reached: dict[str, set[CodeType]] = {}
        self.read_out: list[ReadOut] = []
        self._reports: list[pytest.TestReport] = []
        self._reads_out = reads_out

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: Any) -> Iterator[Any]:
        kind, name = item.callspec.params.values()
        self._reports = []
        watch = planting.Watched(self.reached.setdefault(kind, set()))
        with planting.planted(FUNCTIONS[name]) if name else watch:
            done = yield
        self.ran.append(Ran(kind, name, tuple(self._reports)))
        return done

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._reports.append(report)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._reads_out:
            self.read_out = list(_read_out(session, [report for each in self.ran for report in each.reports]))


class ReadOut(NamedTuple):
    """All readouts of a run, made while one function raised."""

    name: str
    lines: tuple[str, ...]
    files: dict[str, str]


def _read_out(session: pytest.Session, reports: list[pytest.TestReport]) -> Iterator[ReadOut]:
    reached: set[CodeType] = set()
    with planting.Watched(reached):
        yield _all_readouts(session, "", reports)
    for name, function in FUNCTIONS.items():
        if function.__code__ in reached and name not in DOORS:
            with planting.planted(function):
                made = _all_readouts(session, name, reports)
            yield made


def _all_readouts(session: pytest.Session, name: str, reports: list[pytest.TestReport]) -> ReadOut:
    paths = {each: session.path / f"readout.{each}" for each in ("json", "html", "md")}
    for path in paths.values():
        path.write_text("before\n", encoding="utf-8")
    lines: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_STEP_SUMMARY", str(paths["md"]))
        patch.setattr(Collector, "_write", lambda _, line, **_colours: lines.append(line))
        wanted = [Wanted(each, str(paths.get(each.name, "on"))) for each in READOUTS]
        collector = Collector(session.config, wanted)
        for report in reports:
            collector.pytest_runtest_logreport(report)
        collector.pytest_sessionfinish(session, 1)
        collector.pytest_terminal_summary()
    return ReadOut(name, tuple(lines), {each: path.read_text(encoding="utf-8") for each, path in paths.items()})


@pytest.fixture
def ran(pytester: pytest.Pytester, clean: Callable[..., None], site: Site) -> Callable[..., Planter]:
    site.answer("/login", "200 OK", '{"id": 1}', "Content-Type: application/json")
    site.answer("/old", "302 Found", "", "Location: /me")
    site.answer("/bare", "401 Unauthorized")
    site.answer("/page", "500 Oops", "<html><title>Down</title><h1>Down</h1><p>a</p></html>", "Content-Type: text/html")
    detail = '[{"loc": ["body", "email"], "msg": "Field required", "type": "missing", "input": {"mail": "a@b.c"}}]'
    site.answer("/users", "422 Unprocessable Content", f'{{"detail": {detail}}}', "Content-Type: application/json")

    def ran(plan: list[tuple[str, str]], **words: bool) -> Planter:
        PLAN[:] = plan
        clean(SUITE)
        planter = Planter(**words)
        options = ("-p", "no:cacheprovider", "--httpstatus-summary=on", "--junitxml=report.xml")
        assert pytest.ExitCode.TESTS_FAILED == pytester.inline_run(*options, plugins=[planter]).ret
        return planter

    return ran


SAID: Final = re.compile(r"could not be (?:shown|told|hidden)|부분을 표시할 수 없음")


def _comparable(text: str) -> str:
    """Without what differs from run to run."""
    return re.sub(r"[\d.,]+ ?m?s\b|port \d+|0x\w+|,?\s+name = .*|\w+\.py:\d+", "", text)


UNHARMED: Final = [(kind, "") for kind in OWN]


def test_no_fault_of_ours_hides_or_changes_a_failure_or_shows_a_credential(ran: Callable[..., Planter]) -> None:
    unharmed = ran(UNHARMED)
    calls = {
        name: [kind for kind in OWN if function.__code__ in unharmed.reached[kind]]
        for name, function in FUNCTIONS.items()
        if name not in DOORS
    }
    whole = {each.kind: _comparable(each.shown) for each in unharmed.ran}

    made = ran([(kind, name) for name, kinds in calls.items() for kind in kinds[:MOST_KINDS]]).ran

    assert 300 < len({each.name for each in made})
    assert {("passed", "failed", "passed")} == {tuple(report.outcome for report in each.reports) for each in made}
    assert [] == [each.name for each in made if OWN[each.kind] not in each.reports[1].longreprtext]
    changed = {each: _comparable(each.shown) for each in made if _comparable(each.shown) != whole[each.kind]}
    assert {} == {
        (each.kind, each.name): text
        for each, text in changed.items()
        if not SAID.search(text) and not QUIET.search(each.name)
    }
    assert [] == [each.name for each in made if any(secret in each.ours for secret in SECRETS)]


def test_no_fault_of_ours_ends_a_run_or_leaves_half_a_file(ran: Callable[..., Planter]) -> None:
    whole, *made = ran(UNHARMED, reads_out=True).read_out
    assert 100 < len(made)
    assert {"json", "html", "md"} == {name for name, text in whole.files.items() if text != "before\n"}

    assert [] == [each.name for each in made if not all(_is_whole(name, text) for name, text in each.files.items())]
    assert {} == {
        each.name: _outcome(each)
        for each in made
        if _outcome(each) != _outcome(whole) and not SAID.search("\n".join((*each.lines, *each.files.values())))
    }


def _is_whole(name: str, text: str) -> bool:
    """What stood there before, or all of the new."""
    if name == "md":
        return text.startswith("before\n")
    if name == "html":
        return text == "before\n" or text.rstrip().endswith("</html>")
    return text == "before\n" or json.loads(text)["version"] == 1


def _outcome(made: ReadOut) -> tuple[str, ...]:
    files = (re.sub(r'"(?:duration|started|elapsed)": [^,}]+', "", text) for text in made.files.values())
    return tuple(map(_comparable, (*made.lines, *files)))
