"""`httpstatus report`: the documents of many jobs as one readout, in the terminal or in files."""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from pytest_httpstatus import cli
from pytest_httpstatus._rendering.visible import width
from pytest_httpstatus._reporting import command, jsonfile
from tests.exchanges import exchange
from tests.reporting.entries import entry, run, unauthorized

READOUT = """\
============================ HTTP failures by cause ============================
"""
COUNTS = "documents: 2, tests: 5, HTTP failures: 3\n"


class Ended(NamedTuple):
    """How the command ended."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def shards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two documents, in the folder where the command is called."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    one = run(unauthorized(test="t.py::test_a"), unauthorized(test="t.py::test_b"), started=100.0, tests=3)
    two = run(unauthorized(test="t.py::test_b"), entry(exchange(500), "t.py::test_c"), started=200.0, tests=3)
    for name, each in {"shard-1.json": one, "shard-2.json": two}.items():
        Path(name).write_text(jsonfile.text(each), encoding="utf-8")
    return tmp_path


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    def ran(*argv: str) -> Ended:
        code = cli.main(["report", *argv])
        return Ended(code, *capsys.readouterr())

    return ran


# -- in the terminal --------------------------------------------------------------------------------------------------


def test_the_readout_of_all_stands_in_the_terminal(ran) -> None:
    ended = ran("shard-1.json", "shard-2.json")

    assert (0, "") == (ended.code, ended.err)
    assert ended.out.startswith(READOUT)
    assert ended.out.endswith(COUNTS)
    assert ["2 x  401 Unauthorized: the request carried no credentials", "1 x  500 Internal Server Error"] == [
        line.partition(", expected")[0] for line in ended.out.splitlines() if line[:1].isdecimal()
    ]


def test_one_failure_is_shown_too(ran) -> None:
    Path("one.json").write_text(jsonfile.text(run(unauthorized(), tests=1)), encoding="utf-8")

    assert READOUT in ran("one.json").out


def test_nothing_failed_is_said(ran) -> None:
    Path("fine.json").write_text(jsonfile.text(run(tests=12)), encoding="utf-8")

    assert Ended(0, "documents: 1, tests: 12, HTTP failures: 0\n", "") == ran("fine.json")


@pytest.mark.parametrize(("columns", "lang"), [("80", "en"), ("80", "ko"), ("120", "en"), ("120", "ko")])
def test_every_line_fits(columns, lang, ran, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    ended = ran("shard-1.json", "shard-2.json", "--lang", lang)

    assert int(columns) == max(map(width, ended.out.splitlines()))


def test_the_language_may_stand_before_the_command(capsys) -> None:
    assert 0 == cli.main(["--lang", "ko", "report", "shard-1.json", "shard-2.json"])
    assert "문서: 2, 테스트: 5, HTTP 실패: 3" == capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize(
    "argv",
    [["shard-*.json"], ["shard-1.json", "shard-*.json"], ["shard-[12].json"]],
    ids=" ".join,
)
def test_patterns_are_filled_in_and_each_file_counts_once(argv, ran) -> None:
    assert ran(*argv).out.endswith(COUNTS)


def test_a_name_that_looks_like_a_pattern_is_the_file_s_where_there_is_one(ran) -> None:
    Path("shard-[12].json").write_text(jsonfile.text(run(tests=12)), encoding="utf-8")

    assert "documents: 1, tests: 12, HTTP failures: 0\n" == ran("shard-[12].json").out


def test_runs_that_ended_early_are_named(ran) -> None:
    Path("cut.json").write_text(jsonfile.text(run(complete=False)), encoding="utf-8")

    ended = ran("shard-1.json", "cut.json")

    assert (0, "ended before all tests had run: cut.json") == (ended.code, ended.out.splitlines()[-1])


# -- what is no document ----------------------------------------------------------------------------------------------


def test_what_is_damaged_foreign_or_missing_is_named_and_skipped(ran) -> None:
    Path("cut.json").write_text(Path("shard-1.json").read_text(encoding="utf-8")[:40], encoding="utf-8")
    Path("other.json").write_text('{"created": 1, "tests": []}', encoding="utf-8")

    ended = ran("cut.json", "shard-1.json", "other.json", "shard-2.json", "none-*.json")

    assert 2 == ended.code
    assert ended.out.endswith(COUNTS)
    assert [
        "cut.json: skipped: Unterminated string starting at: line 1 column 27 (char 26)",
        "other.json: skipped: no document of --httpstatus-json",
        "none-*.json: skipped: No such file or directory",
    ] == ended.err.splitlines()


def test_without_a_document_nothing_is_said_to_be_fine(ran) -> None:
    Path("other.json").write_text("{}", encoding="utf-8")

    ended = ran("other.json", "--json", "all.json")

    assert Ended(2, "", "other.json: skipped: no document of --httpstatus-json\n") == ended
    assert not Path("all.json").exists()


def test_a_document_that_was_skipped_leaves_the_whole_incomplete(ran) -> None:
    Path("other.json").write_text("{}", encoding="utf-8")
    ran("shard-1.json", "other.json", "--json", "all.json")

    assert json.loads(Path("all.json").read_text(encoding="utf-8"))["complete"] is False


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_names_of_files_do_nothing_to_a_terminal_or_a_runner(ran) -> None:
    ended = ran("\x1b[2J", "::error::x", "##[group]y")

    assert [r"\x1b[2J", r"\::error::x", r"#\#[group]y"] == [
        line.partition(": skipped")[0] for line in ended.err.splitlines()
    ]


# -- in files ---------------------------------------------------------------------------------------------------------


def test_files_are_written_in_place_of_the_readout(ran) -> None:
    ended = ran("shard-1.json", "shard-2.json", "--json", "out/all.json", "--junit", "out/all.xml")

    assert Ended(0, f"out/all.xml: written\nout/all.json: written\n{COUNTS}", "") == ended
    merged = json.loads(Path("out/all.json").read_text(encoding="utf-8"))
    assert ["t.py::test_a", "t.py::test_b", "t.py::test_c"] == [each["test"] for each in merged["failures"]]
    assert "3" == ET.parse("out/all.xml").getroot()[0].get("failures")


@pytest.mark.parametrize(
    ("option", "beginning"), [("--html", "<!doctype html>"), ("--markdown", "#"), ("--junit", "<?xml"), ("--json", "{")]
)
def test_a_file_may_go_to_standard_output_alone(option, beginning, ran) -> None:
    if option == "--html":
        pytest.importorskip("jinja2")
    ended = ran("shard-1.json", "shard-2.json", option, "-")

    assert (0, COUNTS) == (ended.code, ended.err)
    assert ended.out.lower().startswith(beginning)
    assert COUNTS not in ended.out


def test_the_files_are_in_the_language_that_is_asked_for(ran) -> None:
    assert "401 Unauthorized 받음" in ran("shard-1.json", "--junit", "-", "--lang", "ko").out


def test_a_file_that_cannot_be_written_costs_the_others_nothing(ran) -> None:
    Path("taken").touch()

    ended = ran("shard-1.json", "shard-2.json", "--junit", "taken/all.xml", "--json", "all.json")

    assert Ended(2, f"all.json: written\n{COUNTS}", "taken/all.xml: not written: Not a directory\n") == ended


def test_a_fault_of_one_file_costs_the_others_nothing(ran, monkeypatch) -> None:
    monkeypatch.setattr("pytest_httpstatus._reporting.junitfile.text", lambda found: found.entries[99])

    ended = ran("shard-1.json", "shard-2.json", "--junit", "all.xml", "--json", "all.json")

    assert Ended(2, f"all.json: written\n{COUNTS}", "all.xml: not written: tuple index out of range\n") == ended


# -- the command itself -----------------------------------------------------------------------------------------------


def test_help_has_each_file_and_fits_80_columns(ran) -> None:
    ended = ran("--help")

    assert (0, "") == (ended.code, ended.err)
    assert all(f"--{writer.name} PATH" in ended.out for writer in command.WRITERS)
    assert not [line for line in ended.out.splitlines() if width(line) > 80]


def test_without_a_document_the_use_is_said(ran) -> None:
    ended = ran()

    assert (2, "") == (ended.code, ended.out)
    assert "the following arguments are required: DOCUMENT" in ended.err
