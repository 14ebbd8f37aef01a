"""Runs as GitHub Actions starts them."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("requests")

SUITE = """
import pytest, requests
from pytest_httpstatus import assert_status

@pytest.fixture
def login():
    requests.get("SITE/me").raise_for_status()

def test_plain():
    assert requests.get("SITE/gone").status_code == 200

def test_ours():
    assert_status(requests.get("SITE/me"), 200)

def test_fixture(login):
    pass

def test_fine():
    print("no end of line", end="")
    assert_status(requests.get("SITE/me"), 401)
"""
OTHER = "pytest_github_actions_annotate_failures"


@pytest.fixture
def github(run_apart, pytester):
    """Run the suite as a step of a job; its output, error output and summary."""

    def github(source=SUITE, *args, other=False, **environment):
        step = pytester.path / "summary.md"
        given = {
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(pytester.path.parent),
            "GITHUB_STEP_SUMMARY": str(step),
            **environment,
        }
        result = run_apart(source, *args, *([] if other else ["-p", f"no:{OTHER}"]), **given)
        return result, step.read_text(encoding="utf-8") if step.exists() else ""

    return github


def commands(lines):
    return sorted(line for line in lines if line.lstrip().startswith("::"))


@pytest.fixture
def place(pytester):
    """The properties of a line of the suite, from the root of the repository."""

    def place(text):
        [file] = pytester.path.glob("test_*.py")
        lines = file.read_text().splitlines()
        return (
            f"file={pytester.path.name}/{file.name},line={1 + next(n for n, each in enumerate(lines) if text in each)}"
        )

    return place


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["-q"],
        ["-s"],
        ["-qq", "--no-summary"],
        ["-p", "no:terminal"],
        ["-p", "no:terminal", "-s"],
        ["--capture=tee-sys", "--tb=no", "--color=yes"],
        ["-n", "2"],
    ],
    ids=" ".join,
)
def test_annotations_come_once_at_the_start_of_a_line(github, place, options):
    if "-n" in options:
        pytest.importorskip("xdist")
    result, summary = github(SUITE, *options)
    lost, locked = sorted(commands(result.outlines), key=lambda each: "404" not in each)
    title = "title=got 404 Not Found%2C expected 200 OK%3A GET /gone"
    assert lost.startswith(f"::error {place('/gone')},{title}::means ")
    shared = "2 failures have this cause: 401 Unauthorized: the request carried no credentials%0A"
    assert re.match(rf"::error file=\S+,line=\d+,title=got 401 .*%3A GET /me::{shared}", locked)
    assert 1 == result.ret
    assert 1 == summary.count("### HTTP failures by cause")
    assert [] == commands(result.errlines)


def test_a_setup_that_failed_is_annotated_at_its_test(github, place):
    result, _ = github(SUITE, "-k", "fixture")
    [command] = commands(result.outlines)
    assert command.startswith(f"::error {place('def test_fixture')},title=got 401 Unauthorized")


def test_beside_the_plugin_that_annotates_tests_only_other_phases_are_annotated(github, place):
    pytest.importorskip(OTHER)
    result, summary = github(SUITE, other=True)
    [command] = commands(result.outlines)
    assert command.startswith(f"::error {place('def test_fixture')},title=got 401 Unauthorized")
    theirs = [
        f"::error {place('/gone')}::test_plain%0A%0AAssertionError: assert 404 == 200 (got 404 Not Found: GET /gone)",
        f"::error {place('), 200)')}::test_ours%0A%0Agot 401 Unauthorized, expected 200 OK: GET /me",
    ]
    assert sorted(theirs) == commands(result.errlines)
    assert "HTTP failures: 3, causes: 2, tests run: 4" in summary.splitlines()


@pytest.mark.parametrize(
    ("options", "environment"),
    [(["--httpstatus-github=off"], {}), (["--collect-only"], {}), (["-k", "fine"], {})],
    ids=["off", "collect-only", "nothing failed"],
)
def test_it_is_silent_where_there_is_nothing_to_say(github, options, environment):
    result, summary = github(SUITE, *options, **environment)
    assert ([], "") == (commands(result.outlines), summary)


def test_outside_of_github_it_is_silent_unless_asked_for(run_apart, pytester):
    assert [] == commands(run_apart(SUITE).outlines)
    step = pytester.path / "summary.md"
    result = run_apart(SUITE, "--httpstatus-github=on", GITHUB_STEP_SUMMARY=str(step))
    assert 2 == len(commands(result.outlines))
    assert "### 원인별" not in step.read_text(encoding="utf-8")


def test_it_speaks_the_language_of_the_run(github):
    result, summary = github(SUITE, "--httpstatus-lang=ko", PYTHONIOENCODING="utf-8")
    assert any("title=404 Not Found 받음%2C 200 OK 기대%3A GET /gone" in each for each in commands(result.outlines))
    assert summary.startswith("### 원인별 HTTP 실패\n")


def test_without_a_file_for_the_summary_the_run_is_as_it_was(github, pytester):
    result, _ = github(SUITE, GITHUB_STEP_SUMMARY=str(pytester.path / "none" / "summary.md"))
    result.stdout.fnmatch_lines(["*summary.md: not written: No such file or directory"])
    assert (1, 2) == (result.ret, len(commands(result.outlines)))


def test_a_run_that_is_interrupted_tells_what_it_knows(github):
    source = SUITE + "\ndef test_stopped():\n    raise KeyboardInterrupt\n"
    result, summary = github(source, "-p", "no:terminal")
    assert 2 == len(commands(result.outlines))
    assert "The run ended before all tests had run." in summary.splitlines()


HOSTILE = """
import pytest, requests
from pytest_httpstatus import assert_status

EVIL = "%0A::error file=b::y | ``` </details> ![i](u) ##[group]x \\x1b[2J"

@pytest.mark.parametrize("path", ["/evil", "/surrogate"], ids=[EVIL, "x\\r::error::z"])
def test_evil(path):
    assert_status(requests.get("SITE" + path, headers={"X-Evil": EVIL.replace("\\x1b", "")}), 200)
"""


@pytest.mark.parametrize("options", [[], ["-n", "2"], ["-p", "no:terminal"]], ids=" ".join)
def test_what_a_server_says_starts_no_command(github, options):
    if "-n" in options:
        pytest.importorskip("xdist")
    result, summary = github(HOSTILE, *options)
    found = commands(result.outlines)
    assert found
    assert all(each.startswith("::error file=") and "/test_what" in each.partition(",")[0] for each in found)
    assert not re.search(r"(?m:^\s*::)|##\[|[\x00-\x09\x0b-\x1f]", summary)
    assert 1 == summary.count("### ")
