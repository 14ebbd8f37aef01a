"""A test that was run again counts once, and says that it passed; subtests count singly."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("requests")

RERUN = """
import requests
from pytest_httpstatus import assert_status

calls = []

def test_passes_later():
    calls.append(1)
    assert_status(requests.get("SITE/busy"), 200 if len(calls) < 3 else 503)

def test_stays():
    assert requests.get("SITE/busy").status_code == 200
"""
SUBTESTS = """
import requests
from pytest_httpstatus import assert_status

def test_several(subtests):
    for path in ("busy", "me", "busy"):
        with subtests.test(path):
            assert_status(requests.get(f"SITE/{path}"), 200)
"""


@pytest.fixture
def shown(run_apart, pytester, site):
    """The readout in the terminal, and the failures of the JSON document."""
    site.answer("/busy", "503 Service Unavailable", "", "Retry-After: 120")

    def shown(source, *args):
        result = run_apart(source, "--httpstatus-json=out.json", "--httpstatus-summary=on", *args, COLUMNS="100")
        lines = result.outlines
        found = json.loads((pytester.path / "out.json").read_text(encoding="utf-8"))
        heading = next(index for index, line in enumerate(lines) if "HTTP failures by cause" in line)
        return [line.split() for line in lines[heading + 1 :]], found

    return shown


@pytest.mark.parametrize("more", [(), ("-n2",)], ids=["one", "xdist"])
def test_it_counts_once_and_the_readouts_say_that_it_passed(shown, more):
    for package in ("pytest_rerunfailures", *(["xdist"] if more else [])):
        pytest.importorskip(package)
    lines, found = shown(RERUN, "--reruns=2", *more)
    assert ["2", "x", "503", "Service", "Unavailable:", "the", "server", "asks", "to", "wait"] == lines[0]
    (passed,) = [line[2] for line in lines if line[:2] == ["passed", "later"]]
    assert "test_passes_later" == passed.partition("::")[2]
    assert {("test_passes_later", 2, True), ("test_stays", 3, False)} == {
        (each["test"].partition("::")[2], each["attempt"], each["passed_later"]) for each in found["failures"]
    }
    assert (2, 2) == (len(found["failures"]), found["tests"])


@pytest.mark.skipif(pytest.version_tuple < (9, 0), reason="subtests came with pytest 9")
@pytest.mark.parametrize("more", [(), ("-n2",)], ids=["one", "xdist"])
def test_subtests_count_singly_in_the_readouts(shown, more):
    if more:
        pytest.importorskip("xdist")
    lines, found = shown(SUBTESTS, *more)
    assert [["2", "x", "503"], ["1", "x", "401"]] == [line[:3] for line in lines if line[1:2] == ["x"]]
    assert [("[busy]", "503"), ("[me]", "401"), ("[busy]", "503")] == [
        (each["subtest"], str(each["exchange"]["response"]["code"])) for each in found["failures"]
    ]
    assert 1 == found["tests"]


AGAIN = """
import requests
from pytest_httpstatus import assert_status

calls = []

def test_several(subtests):
    calls.append(1)
    for path in ("busy", "me"):
        with subtests.test(path):
            assert_status(requests.get(f"SITE/{path}"), 200 if len(calls) < LAST else "4xx | 503")
"""


@pytest.mark.skipif(pytest.version_tuple < (9, 0), reason="subtests came with pytest 9")
@pytest.mark.parametrize("more", [(), ("-n2",)], ids=["one", "xdist"])
@pytest.mark.parametrize(("last", "attempt", "passed"), [(9, 3, False), (2, 1, True)], ids=["stays", "passes"])
def test_of_subtests_that_were_run_again_the_last_attempt_counts(shown, more, last, attempt, passed):
    for package in ("pytest_rerunfailures", *(["xdist"] if more else [])):
        pytest.importorskip(package)
    _, found = shown(AGAIN.replace("LAST", str(last)), "--reruns=2", *more)
    assert [("[busy]", attempt, passed), ("[me]", attempt, passed)] == [
        (each["subtest"], each["attempt"], each["passed_later"]) for each in found["failures"]
    ]
