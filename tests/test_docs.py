"""README.md and docs/: every example runs, and what is computed or shown is what the code says now."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from http import HTTPStatus
from pathlib import Path

import pytest

import pytest_httpstatus
from pytest_httpstatus import _expectation, _model, extending
from pytest_httpstatus._options import OPTIONS

for _package in ("flask", "requests"):
    pytest.importorskip(_package)

from docs import examples, generate, tables  # noqa: E402  # nothing to see without the packages above

PAGES = {path.relative_to(examples.ROOT).as_posix(): path for path in examples.PAGES}
TEXTS = {name: path.read_text(encoding="utf-8") for name, path in PAGES.items()}
SETTINGS = [
    pytest.param(language, source, id=f"{name}-{language}")
    for name, text in TEXTS.items()
    for language, source in examples.FENCE.findall(text)
    if language in {"toml", "ini"}
]
SHOWN = re.compile(r"^<!-- begin: failure (\S+)(.*?) -->$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
# Written by hand, with figures of a measurement.
HAND_MADE = {"docs/performance.md"}


def page(name: str) -> examples.Page:
    return examples.page(PAGES[name], TEXTS[name])


@pytest.mark.parametrize("name", PAGES)
def test_computed_parts_and_outputs_are_what_the_code_says(name: str) -> None:
    if "<!-- begin: shows" in TEXTS[name] or "<!-- begin: clients" in TEXTS[name]:
        pytest.importorskip("tests.clients.in_process")
    assert generate.computed(page(name)) == TEXTS[name], "run: make docs"


@pytest.mark.parametrize("name", PAGES)
def test_no_output_is_typed_by_hand(name: str) -> None:
    typed = {language for language, _ in examples.FENCE.findall(examples.PART.sub("", TEXTS[name]))}

    assert typed <= {"python", "console", "sh", "toml", "ini", "yaml", "groovy"}


@pytest.mark.parametrize("name", [name for name in PAGES if page(name).files])
def test_examples_pass_but_for_the_failures_that_are_shown(name: str) -> None:
    shown = {test for test, _ in SHOWN.findall(TEXTS[name])}
    found = examples.results(page(name), "")

    assert found or not any("def test_" in source for source in page(name).files.values())
    assert shown == {test for test, result in found.items() if result.outcome != "passed"}


@pytest.mark.parametrize("name", [name for name in PAGES if page(name).doctests])
def test_sessions_of_a_page_give_what_is_shown(name: str) -> None:
    session = doctest.DocTestParser().get_doctest("\n".join(page(name).doctests), {}, name, name, 0)
    flags = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
    told: list[str] = []

    assert doctest.TestResults(0, len(session.examples)) == doctest.DocTestRunner(optionflags=flags).run(
        session, out=told.append
    ), "".join(told)


@pytest.mark.parametrize(
    "noun",
    [*(getattr(pytest_httpstatus, name) for name in pytest_httpstatus.__all__), _model.Finding],
    ids=lambda it: it.__name__,
)
def test_example_of_a_docstring_runs(noun: object) -> None:
    module = sys.modules[_home(noun)]
    found = doctest.DocTestFinder(recurse=False).find(noun, module=False, globs=dict(vars(module)))
    ran = [doctest.DocTestRunner().run(each) for each in found]

    assert 0 == sum(each.failed for each in ran)
    # The exception is shown by the functions that raise it.
    assert noun is pytest_httpstatus.StatusMismatch or sum(each.attempted for each in ran)


def _home(noun: object) -> str:
    name: str = noun.__module__
    return "pytest_httpstatus._assertions" if name == "builtins" else name


@pytest.mark.parametrize(("language", "source"), SETTINGS)
def test_settings_are_taken(tmp_path: Path, language: str, source: str) -> None:
    (tmp_path / {"toml": "pyproject.toml", "ini": "pytest.ini"}[language]).write_text(source, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-ppytest_httpstatus.plugin", "--strict-config", "--collect-only"]
    environment = examples.environment({"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"})
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)

    assert pytest.ExitCode.NO_TESTS_COLLECTED == ran.returncode, ran.stdout + ran.stderr


@pytest.mark.parametrize("name", PAGES)
def test_options_of_a_page_exist(name: str) -> None:
    known = {f"--httpstatus-{each.name}" for each in OPTIONS if each.flag} | {"--httpstatus-explain"}

    assert known >= set(re.findall(r"--httpstatus-[a-z_-]+", TEXTS[name]))


@pytest.mark.parametrize("spelling", tables.EXPECTATIONS, ids=lambda each: each.meaning)
def test_spellings_of_a_row_are_understood(spelling: tables.Spelling) -> None:
    names = {"HTTPStatus": HTTPStatus, "IsStatus": pytest_httpstatus.IsStatus}
    values = [_expectation.parse(eval(each, names)) for each in spelling.values]
    matchers = [eval(each, names) for each in spelling.matchers]

    assert all(each.codes for each in values)
    assert all(any(each.expectation.codes == value.codes for value in values) for each in matchers)


@pytest.mark.parametrize("name", pytest_httpstatus.__all__)
def test_public_name_is_mentioned(name: str) -> None:
    assert re.search(rf"`{name}\b|\b{name}\(", TEXTS["README.md"])


@pytest.mark.parametrize("name", extending.__all__)
def test_noun_for_projects_is_mentioned(name: str) -> None:
    assert f"`{name}`" in TEXTS["docs/extending.md"]


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    for target in LINK.findall(examples.FENCE.sub("", TEXTS[name])):
        if not target.startswith(("http://", "https://")):
            path, _, anchor = target.partition("#")
            linked = (PAGES[name].parent / path).resolve() if path else PAGES[name]
            assert linked.exists(), target
            assert not anchor or anchor in _anchors(linked), target


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", examples.FENCE.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("docs/")])
def test_page_is_linked_from_the_readme(name: str) -> None:
    assert f"]({name})" in TEXTS["README.md"]


@pytest.mark.parametrize("name", [name for name in PAGES if name not in HAND_MADE])
def test_nothing_of_this_machine_is_shown(name: str) -> None:
    assert not re.search(r"/tmp/|/root/|/home/\w+/|/work/|127\.0\.0\.1:(?!8000|9\b)\d", TEXTS[name])


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("> GET http://127.0.0.1:34183/me", "> GET http://127.0.0.1:8000/me"),
        ("< 401 Unauthorized (12 ms, 31 bytes)", "< 401 Unauthorized (1 ms, 31 bytes)"),
        ("< 200 OK (1,204 ms)", "< 200 OK (1 ms)"),
        ("< 200 OK (1.2 s, 3 bytes)", "< 200 OK (1 ms, 3 bytes)"),
        ("= 1 failed in 0.31s =", "= 1 failed in 0.05s ="),
        ("> user-agent: python-requests/2.34.2", "> user-agent: python-requests/1.0"),
        ("< date: Tue, 24 Nov 2026 13:34:12 GMT", "< date: Thu, 01 Jan 2026 12:00:00 GMT"),
        ("<Client at 0x7fb1c2d3e4f0>", "<Client at 0x7f0000000000>"),
        ("a  \nb", "a\nb"),
    ],
)
def test_what_varies_is_made_the_same(printed: str, shown: str) -> None:
    assert shown == examples.normalised(printed)
