"""The failures of a run, gathered and shown by cause."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from pytest_httpstatus._reporting.collector import Collector

pytest.importorskip("requests")

SUITE = """
import pytest, requests
from pytest_httpstatus import assert_status

def look_up(path):
    return assert_status(requests.get("SITE" + path), 200)

@pytest.fixture
def login():
    requests.get("SITE/me").raise_for_status()

@pytest.fixture
def leaving():
    yield
    look_up("/gone")

def test_plain():
    assert requests.get("SITE/me").status_code == 200

def test_ours():
    assert_status(requests.get("SITE/me"), 200)

def test_helper():
    look_up("/gone")

def test_fixture(login):
    pass

def test_leaving(leaving):
    pass

def test_fine():
    assert_status(requests.get("SITE/me"), 401)

def test_other():
    assert 1 == 2

@pytest.mark.xfail
def test_known():
    look_up("/gone")
"""
SEEN = """
import json, pytest

@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    found = config.pluginmanager.get_plugin("httpstatus-collector")
    if found is not None:
        config.pluginmanager.register(Seen(found, config))

class Seen:
    def __init__(self, found, config):
        self.found, self.config = found, config

    def pytest_unconfigure(self):
        run = self.found._run()
        rows = [[each.name, each.when, each.line, each.via and [each.via.kind, each.via.name, each.via.line],
                 list(each.fixtures), each.attempt, each.passed, each.path] for each in run.entries]
        (self.config.rootpath / "seen.json").write_text(
            json.dumps({"rows": sorted(rows), "tests": run.tests, "complete": run.complete,
                        "workers": sorted({each.worker for each in run.entries})}))
"""


@pytest.fixture
def seen(run_apart, pytester):
    """Run the suite; what the collector holds at the end."""

    def seen(source=SUITE, *args, **environment):
        pytester.makeconftest(SEEN)
        result = run_apart(source, *args, **environment)
        return result, json.loads((pytester.path / "seen.json").read_text())

    return seen


@pytest.mark.parametrize("options", [["-p", "no:xdist"], ["-n", "2"]])
def test_failures_of_each_phase_arrive_with_their_place(seen, pytester, site, options):
    if "-n" in options:
        pytest.importorskip("xdist")
    _, found = seen(SUITE, *options)
    source = (pytester.path / found["rows"][0][-1]).read_text().splitlines()

    def at(line):
        return source[line - 1].strip().replace(site.url, "SITE")

    assert [
        [
            "test_fixture",
            "setup",
            "def test_fixture(login):",
            ["fixture", "login", 'requests.get("SITE/me").raise_for_status()'],
            ["login"],
        ],
        [
            "test_helper",
            "call",
            'look_up("/gone")',
            ["helper", "look_up", 'return assert_status(requests.get("SITE" + path), 200)'],
            [],
        ],
        [
            "test_leaving",
            "teardown",
            "def test_leaving(leaving):",
            ["fixture", "leaving", 'look_up("/gone")'],
            ["leaving"],
        ],
        ["test_ours", "call", 'assert_status(requests.get("SITE/me"), 200)', None, []],
        ["test_plain", "call", 'assert requests.get("SITE/me").status_code == 200', None, []],
    ] == [
        [test.partition("::")[2], when, at(line), via and [*via[:2], at(via[2])], fixtures]
        for test, when, line, via, fixtures, *_ in found["rows"]
    ]
    assert (8, True) == (found["tests"], found["complete"])
    assert (["gw0", "gw1"] if "-n" in options else [""]) == found["workers"]


def test_the_readout_stands_above_the_short_summary(run_apart):
    result = run_apart(SUITE, "--tb=no")
    heading = result.outlines.index(next(line for line in result.outlines if "HTTP failures by cause" in line))
    assert heading < result.outlines.index(
        "=========================== short test summary info ============================"
    )
    result.stdout.fnmatch_lines(["3 x  401 Unauthorized: the request carried no credentials"])


@pytest.mark.parametrize("option", ["--no-summary", "--httpstatus-summary=off", "--collect-only", "-qq"])
def test_it_is_silent_where_that_is_asked_for(run_apart, option):
    run_apart(SUITE, option).stdout.no_fnmatch_line("*HTTP failures by cause*")


def test_no_collector_is_registered_where_no_readout_is_wanted(run_apart, pytester):
    pytester.makeconftest(SEEN)
    run_apart(SUITE, "--httpstatus-summary=off")
    assert not (pytester.path / "seen.json").exists()


@pytest.mark.parametrize("options", [["-x"], ["--maxfail=1"]])
def test_a_run_that_stopped_is_known_as_such(seen, options):
    _, found = seen(SUITE, *options)
    assert (1, False) == (len(found["rows"]), found["complete"])


def test_without_a_terminal_nothing_is_written_and_nothing_breaks(run_apart):
    result = run_apart(SUITE, "-p", "no:terminal", "--httpstatus-summary=on")
    assert ([], 1) == (result.errlines, result.ret)


def test_a_line_without_a_terminal_goes_nowhere(capsys):
    config = SimpleNamespace(pluginmanager=SimpleNamespace(get_plugin=lambda _: None))
    Collector(config, ())._write("a line", red=True)
    assert ("", "") == capsys.readouterr()


def test_a_readout_that_fails_is_one_line(run_apart, pytester):
    pytester.makeconftest(
        "import pytest_httpstatus._reporting.terminal as readout\n"
        "def broken(run): raise OSError('disk full \\x1b[31m')\n"
        "readout.show = broken\n"
    )
    result = run_apart(SUITE)
    result.stdout.fnmatch_lines(["(--httpstatus-summary could not be shown: OSError: disk full \\x1b*"])
    assert 1 == result.ret


def test_the_heading_is_red_where_there_is_colour(run_apart):
    result = run_apart(SUITE, "--color=yes")
    result.stdout.fnmatch_lines(["*\x1b[31m*\x1b[1m3 x  401 Unauthorized: the request carried no credentials*"])


RERUN = """
import requests, pytest
calls = []

@pytest.fixture(autouse=True)
def counted():
    calls.append(1)

@pytest.mark.flaky(reruns=2)
def test_flaky():
    if len(calls) < 3:
        assert requests.get("SITE/me").status_code == 200
    assert OTHER
"""


@pytest.mark.parametrize(
    ("other", "rows"),
    [
        ("True", [["test_flaky", 2, True]]),
        ("1 == 2", []),
        ("requests.get('SITE/gone').status_code == 200", [["test_flaky", 3, False]]),
    ],
)
def test_of_reruns_the_last_attempt_counts(seen, other, rows):
    pytest.importorskip("pytest_rerunfailures")
    _, found = seen(RERUN.replace("OTHER", other))
    assert rows == [[row[0].partition("::")[2], row[5], row[6]] for row in found["rows"]]
    assert 1 == found["tests"]


@pytest.mark.skipif(pytest.version_tuple < (9, 0), reason="subtests came with pytest 9")
def test_subtests_are_counted_singly(seen):
    _, found = seen(
        """
import requests

def test_several(subtests):
    for number in range(2):
        with subtests.test("user", number=number):
            assert requests.get("SITE/me").status_code == 200
"""
    )
    assert [f"test_several [user] (number={number})" for number in range(2)] == [
        row[0].partition("::")[2] for row in found["rows"]
    ]
    assert 1 == found["tests"]
