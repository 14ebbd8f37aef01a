"""Nothing of a test is kept after it; and `make neutral` notices what differs in a run with the plugin."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import pytest

pytest.importorskip("requests")

from tests.neutral.compare import Comparison, counted
from tests.neutral.run import LOADED, Run
from tests.neutral.suites import SUITES

FAILING = {
    "a plain assert": "assert response.status_code == 200",
    "a helper": "assert_status(response, 200)",
    "an exception of the client": "response.raise_for_status()",
    "a symptom": "response.json()['id']",
    "an exception in a group": "raise ExceptionGroup('two', [requests.HTTPError(response=response), ValueError()])",
}
KEPT = """
import gc, sys, weakref, pytest, requests
from pytest_httpstatus import assert_status

seen = []

class Local:
    pass

def asked():
    local, response = Local(), requests.get("SITE/me")
    seen.extend([weakref.ref(local), weakref.ref(response)])
    STATEMENT

@pytest.fixture
def failing():
    asked()

def test_fails():
    asked()

def test_fails_in_its_fixture(failing):
    pass

def test_next():
    gc.collect()
    assert [None] * 4 == [each() for each in seen]
    if sys.version_info >= (3, 12):
        assert "pytest-httpstatus" == sys.monitoring.get_tool(4)
"""


@pytest.mark.parametrize("failing", FAILING)
def test_nothing_of_a_failed_test_is_kept(run_apart, failing):
    """Its frames and its response are free when the next test runs, with the recorder at work."""
    # pytest-rerunfailures keeps the last failures of a session.
    result = run_apart(KEPT.replace("STATEMENT", FAILING[failing]), "-p", "no:rerunfailures")
    result.assert_outcomes(failed=1, errors=1, passed=1)
    assert 2 == sum("- HTTP exchange -" in line for line in result.outlines)


WATCHED = """
import warnings, pytest, requests

def test_passes():
    requests.get("SITE/me")
    warnings.warn("7 at 0x7f3c91 are old", UserWarning)

def test_fails():
    assert requests.get("SITE/me").status_code == 200

@pytest.mark.xfail
def test_expected():
    raise KeyError("x")

@pytest.fixture
def broken():
    yield
    raise OSError("x")

def test_with_a_broken_fixture(broken):
    pass
"""


@pytest.mark.parametrize("plugin", [True, False], ids=["with", "without"])
def test_what_a_run_came_to_is_written(run_apart, pytester, monkeypatch, plugin):
    """Each phase of each test, what was raised, what was warned of, and what the plugin had to do."""
    monkeypatch.setenv("PYTHONPATH", str(LOADED))
    words = ["-p", "neutral_watch", *(() if plugin else ("-p", "no:httpstatus"))]
    run_apart(WATCHED, *words, NEUTRAL_RESULT=str(pytester.path / "result.json"))
    found = json.loads(Path(pytester.path, "result.json").read_text(encoding="utf-8"))
    start = "test_what_a_run_came_to_is_written.py::test_"
    assert {
        f"{start}passes": ["setup passed", "call passed", "teardown passed"],
        f"{start}fails": ["setup passed", "call failed", "teardown passed"],
        f"{start}expected": ["setup passed", "call skipped (expected to fail)", "teardown passed"],
        f"{start}with_a_broken_fixture": ["setup passed", "call passed", "teardown failed"],
    } == found["outcomes"]
    assert {
        f"{start}fails": ["call: AssertionError"],
        f"{start}with_a_broken_fixture": ["teardown: OSError"],
    } == found["raised"]
    assert {f"UserWarning at runtest {start}passes: _ at _ are old": 1} == found["warnings"]
    assert (plugin, 1, int(plugin), []) == (found["plugin"], found["exit"], found["explained"], found["faults"])
    assert 2 * (plugin and sys.version_info >= (3, 12)) == found["requests"]


def came_to(
    *reports: str, status: int = 0, raised: str = "", warned: int = 0, faults: tuple[str, ...] = (), worked: float = 1.0
) -> Run:
    return Run(
        pytest="9.2.0",
        exit=status,
        outcomes={"t": list(reports)} if reports else {},
        raised={"t": [raised]} if raised else {},
        warnings=Counter({"W": warned}),
        requests=0,
        explained=0,
        faults=list(faults),
        seconds=1.0,
        worked=worked,
    )


PASSED = came_to("call passed")
FAILED = came_to("call failed", raised="call: KeyError")


@pytest.mark.parametrize(
    ("differences", "without", "with_it"),
    [
        ([], (PASSED, PASSED), (PASSED, PASSED)),
        ([], (PASSED, FAILED), (FAILED, PASSED)),
        (["t: call failed; call: KeyError, without the plugin call passed"], (PASSED, PASSED), (PASSED, FAILED)),
        (["t: not run, without the plugin call passed"], (PASSED, PASSED), (came_to(), PASSED)),
        (["t: call passed, without the plugin not run"], (came_to(), came_to()), (PASSED, PASSED)),
        (
            ["t: call failed; call: OSError, without the plugin call failed; call: KeyError"],
            (FAILED, FAILED),
            (FAILED, came_to("call failed", raised="call: OSError")),
        ),
        (
            ["warned: W (2 times, without the plugin 1)"],
            (came_to(warned=1), came_to()),
            (came_to(warned=1), came_to(warned=2)),
        ),
        (["not warned: W (0 times, without the plugin 1)"], (came_to(warned=1), came_to(warned=2)), (came_to(),) * 2),
        (["exit status 3, without the plugin 0"], (PASSED, PASSED), (PASSED, came_to("call passed", status=3))),
        (["a fault of the plugin: t: x"], (PASSED, PASSED), (PASSED, came_to("call passed", faults=("t: x",)))),
    ],
)
def test_a_difference_is_what_no_run_without_the_plugin_shows(differences, without, with_it):
    assert differences == Comparison(SUITES[0], without, with_it).differences


def test_a_test_that_comes_out_in_two_ways_by_itself_is_named():
    assert ["t"] == Comparison(SUITES[0], (PASSED, FAILED), (PASSED, PASSED)).unsteady
    assert [] == Comparison(SUITES[0], (FAILED, FAILED), (PASSED, PASSED)).unsteady


def test_the_cost_is_the_time_of_both_runs_over_that_of_both():
    runs = [came_to("call passed", worked=each) for each in (1.0, 3.0, 2.0, 4.0)]
    assert 1.5 == Comparison(SUITES[0], (runs[0], runs[1]), (runs[2], runs[3])).cost


def test_a_test_counts_as_its_worst_phase():
    outcomes = {
        "a": ["setup passed", "call passed", "teardown failed"],
        "b": ["setup skipped", "teardown passed"],
        "c": ["setup passed", "call skipped (expected to fail)", "teardown passed"],
        "d": ["setup passed", "call passed", "teardown passed"],
        "e (collection)": ["failed"],
    }
    run = Run("9.2.0", 1, outcomes, {}, Counter(), 0, 0, [], 1.0, 1.0)
    assert {"failed": 2, "skipped": 1, "skipped (expected to fail)": 1, "passed": 1} == counted(run)
