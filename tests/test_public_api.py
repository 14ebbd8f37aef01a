"""The names at the top of the package, and what an import of it costs."""

from __future__ import annotations

import ast
import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import pytest_httpstatus

NAMES = [
    "IsStatus",
    "StatusMismatch",
    "assert_conforms",
    "assert_created",
    "assert_method_not_allowed",
    "assert_no_content",
    "assert_problem",
    "assert_redirect",
    "assert_status",
    "assert_unauthorized",
    "assert_validation_error",
    "explain",
    "status_codes",
    "status_info",
    "wait_for_status",
    "wait_for_status_async",
]


def test_these_are_the_names_in_order() -> None:
    assert NAMES == pytest_httpstatus.__all__
    assert NAMES == dir(pytest_httpstatus)
    assert sorted(NAMES) == NAMES


def test_a_list_of_the_names_is_the_caller_s_own() -> None:
    pytest_httpstatus.__dir__().clear()
    assert NAMES == pytest_httpstatus.__dir__()


@pytest.mark.parametrize("name", NAMES)
def test_each_resolves_and_is_kept(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(vars(pytest_httpstatus), name, raising=False)
    found = getattr(pytest_httpstatus, name)
    assert name == found.__name__
    assert found is vars(pytest_httpstatus)[name]
    assert found.__doc__


def test_they_come_by_star_too() -> None:
    names: dict[str, Any] = {}
    exec("from pytest_httpstatus import *", names)
    assert set(NAMES) == set(names) - {"__builtins__"}


def test_any_other_name_is_refused_in_the_words_of_python() -> None:
    with pytest.raises(AttributeError) as caught:
        pytest_httpstatus.assert_statuses  # type: ignore[attr-defined]  # noqa: B018
    assert "module 'pytest_httpstatus' has no attribute 'assert_statuses'" == str(caught.value)
    with pytest.raises(ImportError, match="cannot import name 'status'"):
        exec("from pytest_httpstatus import status")


def test_the_examples_for_the_type_checker_use_every_name() -> None:
    tree = ast.parse((Path(__file__).parent / "typing_examples.py").read_text(encoding="utf-8"))
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert [] == [name for name in NAMES if name not in used]


def test_the_examples_for_the_type_checker_can_be_imported_but_for_the_name_that_is_not_there() -> None:
    with pytest.raises(ImportError, match="cannot import name 'asert_status'"):
        importlib.import_module("tests.typing_examples")


LOADED = """
import json, sys
import dataclasses, pytest
before, made = set(sys.modules), []
make = dataclasses._process_class
dataclasses._process_class = lambda cls, *rest: made.append(cls.__module__) or make(cls, *rest)
for name in sys.argv[1:]:
    __import__(name)
print(json.dumps([sorted(set(sys.modules) - before), made]))
"""


def loaded(*names: str) -> tuple[list[str], list[str]]:
    """What a fresh interpreter that runs pytest loads beside it for these names, and who defines dataclasses."""
    run = subprocess.run([sys.executable, "-c", LOADED, *names], capture_output=True, text=True, check=True)
    modules, made = json.loads(run.stdout)
    return modules, made


@pytest.mark.parametrize(
    ("ours", "names"),
    [
        (["pytest_httpstatus"], ["pytest_httpstatus"]),
        (
            ["pytest_httpstatus", *(f"pytest_httpstatus.{name}" for name in ("_options", "_reporting", "_settings"))],
            ["pytest_httpstatus._options"],
        ),
        (["pytest_httpstatus", "pytest_httpstatus.hooks"], ["pytest_httpstatus.hooks"]),
        (
            [
                "pytest_httpstatus",
                "pytest_httpstatus._options",
                "pytest_httpstatus._reporting",
                "pytest_httpstatus._settings",
                "pytest_httpstatus.hooks",
                "pytest_httpstatus.plugin",
            ],
            ["pytest_httpstatus", "pytest_httpstatus.plugin", "pytest_httpstatus._options", "pytest_httpstatus.hooks"],
        ),
    ],
    ids=["package", "options", "hooks", "all"],
)
def test_the_start_of_pytest_loads_next_to_nothing(ours: list[str], names: list[str]) -> None:
    modules, made = loaded(*names)
    assert ours == [name for name in modules if name.startswith("pytest_httpstatus")]
    assert [] == [
        name for name in modules if name not in ours and name.partition(".")[0] not in sys.stdlib_module_names
    ]
    assert [] == [module for module in made if module.startswith("pytest_httpstatus")]


def test_an_assertion_loads_neither_a_client_nor_the_catalogue_nor_the_corridor() -> None:
    modules, _ = loaded("pytest_httpstatus._assertions")
    assert [
        "pytest_httpstatus",
        "pytest_httpstatus._assertions",
        "pytest_httpstatus._clients",
        "pytest_httpstatus._expectation",
        "pytest_httpstatus._lazy",
    ] == [name for name in modules if name.startswith("pytest_httpstatus")]
