"""Each fault of the list is held by tests that exist."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.trust.faults import FAULTS, Fault

TESTS = Path(__file__).parents[1]


@cache
def functions(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return frozenset(each.name for each in tree.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))


def test_no_row_is_missing() -> None:
    assert list(range(1, 46)) == [each.number for each in FAULTS]
    assert len(FAULTS) == len({each.what for each in FAULTS})


@pytest.mark.parametrize("fault", FAULTS, ids=lambda it: str(it.number))
def test_each_row_names_tests_that_exist(fault: Fault) -> None:
    assert fault.tests
    for name in fault.tests:
        file, _, function = name.partition("::")
        assert function in functions(file), name
        assert function.startswith("test_")
