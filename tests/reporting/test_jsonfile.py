"""The JSON document: what stands in it, its schema, and that it is there however a run ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import MISSING, fields
from functools import partial
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import jsonschema
import pytest

import pytest_httpstatus
from pytest_httpstatus import _model
from pytest_httpstatus._model import SILENCE, Dialect, Exchange, Request, Response
from pytest_httpstatus._reporting import jsonfile
from pytest_httpstatus._reporting.record import Entry, Run, Via
from tests.exchanges import JSON, REQUESTS, exchange, failure, hop
from tests.reporting.entries import entry, run, unauthorized

PUBLISHED = Path(__file__).parent.parent.parent / "docs" / "report.schema.json"
SHIPPED = Path(pytest_httpstatus.__file__).parent / "_reporting" / "report.schema.json"
SCHEMA = json.loads(SHIPPED.read_bytes())
STARTED = 1_800_000_000.25
HOSTILE = "t.py::test[\x1b[31m\r::error::x ##[add-mask]y ##vso[task.z] <script> \x7f\x9b \u202e \ud800 \U0001f600]"
NOUNS = {
    "failure": _model.Failure,
    "exchange": _model.Exchange,
    "request": _model.Request,
    "response": _model.Response,
    "hop": _model.Hop,
    "client": _model.Dialect,
    "finding": _model.Finding,
    "unmet": _model.Unmet,
    "excerpt": _model.Excerpt,
}
OF_THE_TEST = {
    "test", "subtest", "when", "path", "line", "via", "fixtures", "worker", "duration", "attempt", "passed_later",
    "cause",
}  # fmt: skip


def document(of: Run) -> Any:
    """What a strict parser reads, of the form that the schema asks for."""
    found = json.loads(jsonfile.text(of), parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    jsonschema.validate(found, SCHEMA, jsonschema.Draft202012Validator)
    return found


# -- what stands in it ------------------------------------------------------------------------------------------------


def test_the_head_tells_of_the_run() -> None:
    head = document(run(started=STARTED, duration=1.5, complete=False, tests=7))
    writer = head.pop("writer")

    assert {
        "version": 1,
        "started": "2027-01-15T08:00:00.250Z",
        "duration": 1.5,
        "complete": False,
        "tests": 7,
        "failures": [],
    } == head
    assert ["pytest-httpstatus", "pytest", "python"] == list(writer)
    assert pytest.__version__ == writer["pytest"]


def test_a_program_that_is_not_installed_has_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.version", missing)

    assert {"pytest-httpstatus": "", "pytest": ""}.items() <= document(run())["writer"].items()


def missing(name: str) -> str:
    from importlib.metadata import PackageNotFoundError

    raise PackageNotFoundError(name)


def test_a_failure_tells_of_its_test_and_of_its_exchange() -> None:
    found = exchange(401, b'{"detail": "who?"}', JSON, ("WWW-Authenticate", "Bearer"), elapsed=0.012)

    [told] = document(
        run(
            entry(
                failure(found, "2xx", because="admins may"),
                "tests/test_a.py::test_me[1]",
                line=12,
                subtest="[deep]",
                via=Via("fixture", "token", "conftest.py", 3),
                fixtures=("token",),
                worker="gw1",
                duration=0.25,
                attempt=2,
                passed=True,
            )
        )
    )["failures"]

    assert {
        "test": "tests/test_a.py::test_me[1]",
        "subtest": "[deep]",
        "when": "call",
        "path": "tests/test_a.py",
        "line": 12,
        "via": {"kind": "fixture", "name": "token", "path": "conftest.py", "line": 3},
        "fixtures": ["token"],
        "worker": "gw1",
        "duration": 0.25,
        "attempt": 2,
        "passed_later": True,
        "cause": "auth.no-credentials",
        "expected": "2xx",
        "findings": [{"id": "auth.no-credentials", "evidence": [["challenge", "Bearer"], ["token_scheme", "Bearer"]]}],
        "unmet": [],
        "exchange": {
            "response": {
                "code": 401,
                "fields": [["Content-Type", "application/json"], ["WWW-Authenticate", "Bearer"]],
                "content_state": "kept",
                "elapsed": 0.012,
            },
            "request": {
                "method": "GET",
                "url": "https://api.test/users/me",
                "fields": [["Accept", "application/json"]],
            },
            "client": {
                "name": "requests",
                "follows": True,
                "stop_following": "allow_redirects=False",
                "follow": "allow_redirects=True",
            },
        },
        "said": ["who?"],
        "because": "admins may",
        "sent": {"kind": "empty", "size": 0},
        "received": {
            "kind": "json",
            "text": '{"detail": "who?"}',
            "media_type": "application/json",
            "size": 18,
        },
    } == told


def test_causes_group_as_the_other_readouts_group_them() -> None:
    told = document(run(unauthorized("/users/1"), unauthorized("/me"), entry(exchange(500, url="http://a/users/7"))))

    assert ["auth.no-credentials", "auth.no-credentials", "500, expected 200: GET /users/{id}"] == [
        each["cause"] for each in told["failures"]
    ]


def test_findings_are_ids_and_evidence_in_every_language() -> None:
    assert jsonfile.text(run(unauthorized(), lang="en")) == jsonfile.text(run(unauthorized(), lang="ko"))


@pytest.mark.parametrize(
    "found",
    [
        failure(exchange(200, b"{", JSON), 200, symptom="json"),
        failure(exchange(200, b"", hops=(hop(302, ("Location", "/home")),)), "3xx"),
        failure(Exchange(Response(404)), None),
        failure(Exchange(SILENCE, Request("GET", "http://a.test/"), client=REQUESTS, facts=(("silence", "refused"),))),
        failure(Exchange(Response(500), client=Dialect("Flask", in_process=True), facts=(("exception", "KeyError"),))),
    ],
    ids=["symptom", "redirect", "code alone", "no answer", "facts"],
)
def test_every_shape_of_a_failure_fits_the_schema(found) -> None:
    assert 1 == len(document(run(entry(found)))["failures"])


# -- harmless ---------------------------------------------------------------------------------------------------------


def hostile() -> Entry:
    evil = "\x1b]0;x\x07\n::error::y ##[group]z ##vso[task.q] </script><script> \u202e\x7f"
    found = failure(exchange(404, evil.encode(), ("X-Request-Id", evil), reason=evil, elapsed=float("inf")))
    return entry(found, HOSTILE, subtest=evil, fixtures=("\ud800",))


def test_the_text_is_printable_ascii_that_no_runner_obeys() -> None:
    text = jsonfile.text(run(hostile()))

    assert text.isascii()
    assert not [each for each in text if not each.isprintable() and each != "\n"]
    assert not [sign for sign in ("##[", "##vso", "<") if sign in text]
    assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]


def test_a_strict_parser_takes_what_is_hostile_and_finds_it_whole() -> None:
    [told] = document(run(hostile()))["failures"]

    assert HOSTILE.replace("\ud800", "\\ud800") == told["test"]
    assert ["\\ud800"] == told["fixtures"]
    assert told["exchange"]["response"]["elapsed"] is None


def test_a_failure_is_one_line() -> None:
    assert 4 == len(jsonfile.text(run(unauthorized(), hostile())).splitlines())


# -- the schema -------------------------------------------------------------------------------------------------------


def test_the_schema_is_published_as_it_is_shipped() -> None:
    assert SHIPPED.read_bytes() == PUBLISHED.read_bytes()


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_page_tells_of_each_member_of_a_failure() -> None:
    text = (PUBLISHED.parent / "json.md").read_text(encoding="utf-8")
    members = SCHEMA["properties"].keys() | SCHEMA["$defs"]["failure"]["properties"].keys()

    assert [] == [each for each in members if f"`{each}`" not in text]


@pytest.mark.parametrize("name", NOUNS)
def test_the_schema_knows_each_member_of_a_noun(name: str) -> None:
    members, written = members_of(NOUNS[name]), SCHEMA["$defs"][name]
    ours = OF_THE_TEST if name == "failure" else set()
    always = ours | ({"expected", "findings", "unmet"} if name == "failure" else set())

    assert members.keys() | ours == written["properties"].keys()
    assert {each for each, (needed, _) in members.items() if needed} | always == set(written.get("required", ()))
    assert written["additionalProperties"] is False


@pytest.mark.parametrize("name", NOUNS)
def test_the_schema_knows_each_choice_of_a_member(name: str) -> None:
    written = SCHEMA["$defs"][name]["properties"]
    choices = {each: list(kinds) for each, (_, kinds) in members_of(NOUNS[name]).items() if kinds}

    assert choices == {each: written[each].get("enum") for each in choices}


def members_of(noun: type) -> dict[str, tuple[bool, tuple[str, ...]]]:
    """Whether a member must be given, and between what it chooses. Content never travels."""
    hints = get_type_hints(noun)
    return {
        each.name: (
            each.default is MISSING,
            get_args(hints[each.name]) if get_origin(hints[each.name]) is Literal else (),
        )
        for each in fields(noun)
        if each.name != "content"
    }


@pytest.mark.parametrize(
    "damage",
    [
        {"version": 2},
        {"started": "yesterday"},
        {"tests": -1},
        {"failures": [{"test": "t"}]},
        {"extra": 1},
        {"failures": None},
    ],
    ids=str,
)
def test_the_schema_refuses_what_is_no_document(damage) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document(run()), **damage}, SCHEMA)


# -- runs -------------------------------------------------------------------------------------------------------------

SHOP = """
    import flask, pytest
    from pytest_httpstatus import assert_status

    app = flask.Flask("shop")
    app.add_url_rule("/me", "me", lambda: ({"detail": "who?"}, 401, {"WWW-Authenticate": "Bearer"}))

    @pytest.fixture
    def client():
        return app.test_client()

    @pytest.fixture
    def token(client):
        return assert_status(client.post("/login"), 200)

    @pytest.mark.parametrize("number", range(4))
    def test_plain(client, number):
        assert client.get(f"/users/{number}").status_code == 200

    def test_helper(client):
        assert_status(client.get("/me"), "2xx")

    def test_fixture(token):
        pass

    def test_fine(client):
        assert_status(client.get("/me"), 401)
"""
CODES = """
    import os, pytest
    from pytest_httpstatus import assert_status

    def test_first(): assert_status(404, 200)
    def test_second(): {second}
    def test_third(): assert_status(500, 200)
"""
FLAKY = """
    from pytest_httpstatus import assert_status
    answers = iter([503, 200])

    def test_flaky(): assert_status(next(answers), 200)
    def test_broken(): assert_status(404, 200)
"""
SECRETS = """
    import flask
    from pytest_httpstatus import assert_status

    app = flask.Flask("shop")
    app.add_url_rule("/echo", "echo", lambda: (dict(flask.request.headers) | {"asked": flask.request.url}, 403))

    def test_echo():
        headers = {"Authorization": "Bearer hunter2-in-a-field", "Cookie": "session=hunter2-in-a-cookie"}
        client = app.test_client(use_cookies=False)
        assert_status(client.get("/echo?api_key=hunter2-in-a-query", headers=headers), 200)
"""


@pytest.fixture
def apart(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Callable[..., pytest.RunResult]:
    """Run pytest in a process of its own, of all plugins with ours alone, so that workers are soon there."""
    for name in ("CI", "BUILD_NUMBER", "GITHUB_ACTIONS", "PYTEST_ADDOPTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    return partial(pytester.runpytest_subprocess, "-p", "no:cacheprovider", "-p", "pytest_httpstatus.plugin")


@pytest.fixture
def ran(pytester: pytest.Pytester, apart: Callable[..., pytest.RunResult]):
    """Run a suite, and give its result and its document."""

    def ran(source: str, *args: str) -> tuple[pytest.RunResult, Any]:
        pytester.makepyfile(source)
        result = apart("--httpstatus-json=out/report.json", *args)
        found = json.loads((pytester.path / "out" / "report.json").read_bytes())
        jsonschema.validate(found, SCHEMA, jsonschema.Draft202012Validator)
        return result, found

    return ran


def failed(found: Any) -> list[str]:
    return [each["test"].partition("::")[2] for each in found["failures"]]


def without_times(found: Any) -> list[Any]:
    """Failures by test, without what workers, the clock and the order change."""
    for each in found["failures"]:
        del each["worker"], each["duration"]
        each["exchange"]["response"].pop("elapsed", None)
    return sorted(found["failures"], key=lambda each: each["test"])


def test_the_document_of_four_workers_is_that_of_one_process(ran) -> None:
    pytest.importorskip("flask")
    pytest.importorskip("xdist")
    _, alone = ran(SHOP)
    _, spread = ran(SHOP, "-p", "xdist", "-n", "4")

    assert {"gw0", "gw1", "gw2", "gw3"} >= {each["worker"] for each in spread["failures"]} > set()
    assert {""} == {each["worker"] for each in alone["failures"]}
    assert ({True}, {7}) == (
        {each["complete"] for each in (alone, spread)},
        {each["tests"] for each in (alone, spread)},
    )
    assert 6 == len(alone["failures"])
    assert without_times(alone) == without_times(spread)


@pytest.mark.parametrize(
    ("second", "args", "code"),
    [
        ("raise KeyboardInterrupt", (), pytest.ExitCode.INTERRUPTED),
        ("pytest.exit('enough')", (), pytest.ExitCode.INTERRUPTED),
        ("pass", ("-x",), pytest.ExitCode.TESTS_FAILED),
        ("pass", ("--maxfail=1",), pytest.ExitCode.TESTS_FAILED),
    ],
    ids=["Ctrl-C", "exit", "-x", "--maxfail"],
)
def test_what_is_known_is_written_when_a_run_ends_early(second, args, code, ran) -> None:
    result, found = ran(CODES.format(second=second), *args)

    assert (code, ["test_first"], False) == (result.ret, failed(found), found["complete"])


def test_what_is_known_is_written_when_a_worker_dies(ran) -> None:
    pytest.importorskip("xdist")
    result, found = ran(CODES.format(second="os._exit(1)"), "-p", "xdist", "-n", "2")

    assert (1, {"test_first", "test_third"}) == (result.ret, set(failed(found)))


def test_the_last_attempt_stands_and_a_later_success_is_told(ran) -> None:
    pytest.importorskip("pytest_rerunfailures")
    _, found = ran(FLAKY, "-p", "pytest_rerunfailures", "--reruns", "2")

    assert [("test_flaky", 1, True), ("test_broken", 3, False)] == [
        (each["test"].partition("::")[2], each["attempt"], each["passed_later"]) for each in found["failures"]
    ]
    assert 2 == found["tests"]


def test_no_credential_stands_in_the_document(ran, pytester: pytest.Pytester) -> None:
    pytest.importorskip("flask")
    _, found = ran(SECRETS)

    assert 1 == len(found["failures"])
    assert "hunter2" not in (pytester.path / "out" / "report.json").read_text(encoding="utf-8")


def test_nothing_failed_is_a_document_too(ran) -> None:
    result, found = ran("def test_fine(): pass")

    assert (0, [], 1, True) == (result.ret, found["failures"], found["tests"], found["complete"])


def test_the_path_in_the_ini_file_counts_from_the_root(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, apart: Callable[..., pytest.RunResult]
) -> None:
    pytester.makeini("[pytest]\nhttpstatus_json = out/report.json")
    pytester.makepyfile("def test_fine(): pass")
    monkeypatch.chdir(pytester.mkdir("below"))

    apart("..")

    assert (pytester.path / "out" / "report.json").exists()


def test_a_file_that_cannot_be_written_is_one_line(
    pytester: pytest.Pytester, apart: Callable[..., pytest.RunResult]
) -> None:
    pytester.makepyfile("def test_fine(): pass")
    (pytester.path / "taken").touch()

    result = apart("--httpstatus-json=taken/a.json")

    assert 0 == result.ret
    assert ["(--httpstatus-json could not be shown: NotADirectoryError: [Errno 20] Not a directory: "] == [
        line.partition("'")[0] for line in result.outlines if "could not" in line
    ]
