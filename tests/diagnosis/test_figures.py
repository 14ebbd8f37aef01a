"""The causes are named, nothing is said that is wrong, and no row of the table of causes is dropped in silence."""

from __future__ import annotations

from collections import Counter

import pytest

from pytest_httpstatus._catalogue import sentences
from pytest_httpstatus._diagnosis import rules
from tests.diagnosis import figures
from tests.diagnosis.doubts import DOUBTS
from tests.diagnosis.faults import FAULTS
from tests.diagnosis.rows import ROWS, WITHOUT_RULE, Reason, named

MISSED = {"FastAPI: two models, the content of one"}
"""To send one of two models looks like leaving out fields: which of them it is, the answer does not tell."""


@pytest.mark.parametrize("cases", [FAULTS, DOUBTS])
def test_there_are_enough_cases_each_by_its_own_name(cases: tuple[figures.Case, ...]) -> None:
    assert 120 <= len(cases)
    assert [] == [name for name, count in Counter(each.name for each in cases).items() if count > 1]


def test_causes_that_are_expected_are_rules() -> None:
    known = {each.id for each in rules()}
    assert set() == {name for each in (*FAULTS, *DOUBTS) for name in each.causes} - known


def test_the_first_likely_names_the_cause_and_none_is_wrong_without_evidence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = figures.main()
    printed = capsys.readouterr().out
    faults, doubts = figures.measured()
    assert {} == doubts.misses
    assert set() == faults.misses.keys() - MISSED
    assert 0.95 <= faults.hits / faults.total
    assert 0 == code
    assert f"causes named by the first likely line: {faults}\n" in printed
    assert f"no wrong likely without evidence: {doubts}\n" in printed


def test_rules_name_rows_that_are_there() -> None:
    assert [] == [(each.id, row) for each in rules() for row in named(each.row) if row not in ROWS]


def test_rows_are_told_apart() -> None:
    assert len(ROWS) == len(set(ROWS))


def test_rows_without_a_rule_are_those_that_have_a_reason() -> None:
    covered = {row for each in rules() for row in named(each.row)}
    assert list(WITHOUT_RULE) == [row for row in ROWS if row not in covered]


@pytest.mark.parametrize("row", WITHOUT_RULE)
def test_a_reason_holds(row: str) -> None:
    assert _holds(WITHOUT_RULE[row])


def _holds(reason: Reason) -> bool:
    if reason.kind == "check":
        lines = sentences("en", "statuses")[reason.where]["check"]
        return bool(reason.why) and any(reason.why in line for line in lines)
    if reason.kind == "cause":
        return reason.where in {each.id for each in rules()}
    if reason.kind == "rule":
        return reason.where in sentences("en", "rules")
    return bool(reason.why)
