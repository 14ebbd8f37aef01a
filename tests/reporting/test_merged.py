"""Documents are read strictly, and those of several runs become one run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pytest_httpstatus._reporting import jsonfile
from pytest_httpstatus._reporting.merged import merge, read
from pytest_httpstatus._reporting.record import Run, Via
from tests.exchanges import exchange
from tests.reporting.entries import entry, run, unauthorized

FAILED = json.loads(jsonfile.text(run(unauthorized(via=Via("fixture", "token", "conftest.py", 3)))))


def changed(path: str, value: object) -> str:
    """A document in which one member has another value; without it for `...`."""
    whole = json.loads(json.dumps(FAILED))
    *above, last = [int(each) if each.isdecimal() else each for each in path.split(".")]
    place: Any = whole
    for each in above:
        place = place[each]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return json.dumps(whole)


@pytest.fixture
def reread(tmp_path: Path):
    def reread(text: str | bytes) -> Run:
        (tmp_path / "a.json").write_bytes(text.encode() if isinstance(text, str) else text)
        return read(str(tmp_path / "a.json"))

    return reread


# -- reading ----------------------------------------------------------------------------------------------------------


def test_what_was_written_is_read(reread) -> None:
    written = run(
        unauthorized(
            test="tests/test_a.py::test_me[가-😀]",
            line=12,
            subtest="[deep]",
            via=Via("helper", "login", "helpers.py", 7),
            fixtures=("token", "client"),
            worker="gw1",
            duration=0.25,
            attempt=2,
            passed=True,
        ),
        entry(exchange(500), "tests/test_b.py::test_late", when="teardown"),
        started=1_800_000_000.25,
        duration=2.5,
        complete=False,
        tests=7,
    )

    found = reread(jsonfile.text(written))

    assert [each.failure for each in written.entries] == [each.failure for each in found.entries]
    assert [each._replace(data={}) for each in written.entries] == [each._replace(data={}) for each in found.entries]
    assert written._replace(entries=()) == found._replace(entries=())


def test_what_was_read_is_written_as_it_was(reread) -> None:
    text = jsonfile.text(run(unauthorized(), entry(exchange(500)), started=1_800_000_000.0, tests=3))

    assert text == jsonfile.text(reread(text))


def test_what_need_not_be_there_has_its_default(reread) -> None:
    short = json.loads(changed("failures.0.via", ...))
    for each in ("subtest", "fixtures", "worker", "duration", "attempt", "passed_later", "cause"):
        del short["failures"][0][each]

    [found] = reread(json.dumps(short)).entries

    assert unauthorized()._replace(data={}) == found._replace(data={})


def test_members_of_a_later_release_are_left_out(reread) -> None:
    assert 1 == len(reread(changed("failures.0.exchange.response.colour", "red")).entries)


def test_lone_surrogates_become_escapes(reread) -> None:
    [found] = reread(changed("failures.0.test", "t.py::test[\ud800]")).entries

    assert "t.py::test[\\ud800]" == found.test


def test_a_mark_of_byte_order_is_no_fault(reread) -> None:
    assert 1 == len(reread(b"\xef\xbb\xbf" + json.dumps(FAILED).encode()).entries)


@pytest.mark.parametrize(
    ("complaint", "text"),
    [
        ("Expecting value: line 1 column 1 (char 0)", ""),
        ("Unterminated string starting at: line 1 column 13 (char 12)", '{"version": "'),
        ("'utf-8' codec can't decode byte 0xff in position 0: invalid start byte", b"\xff\xfe{\0}\0"),
        ("nested too deeply", "[" * 200_000),
        ("NaN is no number of such a document", '{"version": NaN}'),
        ("1e999 is no number of such a document", '{"version": 1e999}'),
        ("1000000000000000... is no number of such a document", f'{{"version": {10**400}}}'),
        ("no document of --httpstatus-json", "[]"),
        ("no document of --httpstatus-json", '{"version": 1, "tests": []}'),
        ("version 2 of the document, known is 1", changed("version", 2)),
        ("document.failures is {}, not list", changed("failures", {})),
        ("document has no 'started'", changed("started", ...)),
        ("Invalid isoformat string: 'now'", changed("started", "now")),
        ("document.started is '2026-01-01', without an offset from UTC", changed("started", "2026-01-01")),
        ("document.tests is True, not int", changed("tests", value=True)),
        ("document.complete is 1, not bool", changed("complete", 1)),
        ("failures[0] is 'x', not dict", changed("failures.0", "x")),
        ("failures[0] has no 'when'", changed("failures.0.when", ...)),
        ("failures[0].when is 'later', not setup or call or teardown", changed("failures.0.when", "later")),
        ("failures[0].line is 1.5, not int", changed("failures.0.line", 1.5)),
        ("failures[0].via is [], not dict", changed("failures.0.via", [])),
        ("failures[0].via.kind is 'x', not fixture or helper", changed("failures.0.via.kind", "x")),
        ("failures[0].via has no 'name'", changed("failures.0.via.name", ...)),
        ("failure has no exchange", changed("failures.0.exchange", ...)),
        ("failure.exchange.response.code is '404', not int", changed("failures.0.exchange.response.code", "404")),
        (
            "failures[0] is of the test 'tests/test_shop.py::test_one' and of the code 7",
            changed("failures.0.exchange.response.code", 7),
        ),
        ("failures[0] is of the test '' and of the code 401", changed("failures.0.test", "")),
    ],
)
def test_what_is_damaged_or_foreign_is_refused(complaint, text, reread) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011  # the whole text is compared
        reread(text)

    assert complaint == str(refused.value)


def test_what_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(str(tmp_path / "a.json"))


# -- merging ----------------------------------------------------------------------------------------------------------


def test_shards_are_joined_in_their_order() -> None:
    one = run(unauthorized(test="a"), unauthorized(test="b"), started=100.0, duration=10.0, tests=5)
    two = run(unauthorized(test="c"), started=95.0, duration=30.0, tests=4)

    merged = merge([one, two])

    assert ["a", "b", "c"] == [each.test for each in merged.entries]
    assert (95.0, 30.0, 9, True) == (merged.started, merged.duration, merged.tests, merged.complete)


def test_what_lies_between_two_runs_is_not_counted() -> None:
    early, inside, late = (run(started=at, duration=took) for at, took in ((100.0, 10.0), (104.0, 2.0), (5_000.0, 3.0)))
    assert (100.0, 13.0) == (merge([late, early, inside]).started, merge([late, early, inside]).duration)


@pytest.mark.parametrize("order", [1, -1])
def test_of_a_test_that_failed_twice_the_later_run_stands(order: int) -> None:
    first = run(unauthorized(test="a"), unauthorized(test="a", when="teardown"), started=100.0, tests=2)
    second = run(entry(exchange(503), "a"), started=200.0, tests=1)

    merged = merge([first, second][::order])

    assert ([503], 2) == ([each.failure.exchange.response.code for each in merged.entries], merged.tests)


@pytest.mark.parametrize("order", [1, -1])
def test_of_runs_that_began_together_the_later_attempt_stands(order: int) -> None:
    first = run(unauthorized(test="a"), started=100.0)
    second = run(entry(exchange(503), "a", attempt=2), started=100.0)

    assert [503] == [each.failure.exchange.response.code for each in merge([first, second][::order]).entries]


def test_all_failures_of_the_attempt_that_stands_are_kept() -> None:
    one = run(unauthorized(test="a", subtest="[1]"), unauthorized(test="a", subtest="[2]"), started=1.0)

    assert ["a [1]", "a [2]"] == [each.name for each in merge([one, one]).entries]


def test_a_run_that_ended_early_leaves_the_whole_incomplete() -> None:
    assert not merge([run(), run(complete=False)]).complete


def test_no_run_is_a_run_of_nothing() -> None:
    assert run() == merge([])
