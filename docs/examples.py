"""The examples of a page, and real runs of them."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from docs.served import RESULTS

ROOT: Final = Path(__file__).parent.parent
PAGES: Final = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
FENCE: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PART: Final = re.compile(r"^<!-- begin: (\S+)(.*?) -->\n(.*?)^<!-- end: \1 -->$", re.MULTILINE | re.DOTALL)
_FILE: Final = re.compile(r"<!-- file: (\S+) -->\n\Z")
_NOT_OURS: Final = (
    "CI",
    "BUILD_NUMBER",
    "GITHUB_ACTIONS",
    "PYTEST_ADDOPTS",
    "PYTEST_PLUGINS",
    "LC_ALL",
    "LC_MESSAGES",
    "LANG",
    "FORCE_COLOR",
    "PY_COLORS",
)
_VARYING: Final = (
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1:8000"),
    (re.compile(r"\(\d[\d,.]* m?s\b"), "(1 ms"),
    (re.compile(r"\bin \d+\.\d\ds\b"), "in 0.05s"),
    (re.compile(r"(user-agent: [\w-]+)/[\d.]+"), r"\1/1.0"),
    (re.compile(r"\b0x[0-9a-f]{6,}\b"), "0x7f0000000000"),
    (re.compile(r"\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT"), "Thu, 01 Jan 2026 12:00:00 GMT"),
    (re.compile(r"[ \t]+$", re.MULTILINE), ""),
)


def normalised(text: str) -> str:
    """What a program printed, without what differs from run to run: ports, durations, addresses in memory."""
    for varying, fixed in _VARYING:
        text = varying.sub(fixed, text)
    return text


class Result(NamedTuple):
    """What came of a test, and what pytest shows of it."""

    outcome: str
    shown: str


@dataclass
class Page:
    """A page of the documentation.

    Attributes:
        files: Source by file name. Blocks of one file are joined; a block without a `file:` comment is one of its own.
        doctests: Blocks of a Python session.
    """

    path: Path
    text: str = field(repr=False)
    files: dict[str, str] = field(default_factory=dict)
    doctests: list[str] = field(default_factory=list)

    def __hash__(self) -> int:
        return hash((self.path, self.text))

    def file_of(self, test: str) -> str:
        """The file that holds a test."""
        for name, source in self.files.items():
            if f"def {test}(" in source:
                return name
        raise LookupError(f"{self.path.name} has no example with {test}")


@cache
def page(path: Path, text: str) -> Page:
    """Find the examples of a page."""
    found = Page(path, text)
    for fence in FENCE.finditer(text):
        language, source = fence.groups()
        if language == "python" and ">>> " in source:
            found.doctests.append(source)
        elif language == "python":
            named = _FILE.search(text[: fence.start()])
            name = named[1] if named else f"test_{path.stem.lower()}_{len(found.files) + 1}.py"
            found.files[name] = "\n\n".join(filter(None, [found.files.get(name, ""), source]))
    return found


@cache
def results(of: Page, options: str) -> dict[str, Result]:
    """Run the examples of a page in a pytest of their own; the results by name of the test."""
    with TemporaryDirectory(prefix="httpstatus-docs-") as folder:
        _pytest(of, Path(folder), *shlex.split(options))
        seen = json.loads((Path(folder) / "results.json").read_text(encoding="utf-8"))
    return {name.rpartition("::")[2]: Result(*result) for name, result in seen.items()}


@cache
def whole(of: Page, test: str, options: str) -> str:
    """All that pytest prints of one failing test, from the failures on."""
    with TemporaryDirectory(prefix="httpstatus-docs-") as folder:
        printed = _pytest(of, Path(folder), *shlex.split(options), f"{of.file_of(test)}::{test}")
    return normalised(printed[printed.index("= FAILURES =") :].partition("\n")[2])


def _pytest(of: Page, folder: Path, *more: str) -> str:
    for name, source in {"pytest.ini": "[pytest]\n", **of.files}.items():
        (folder / name).write_text(source, encoding="utf-8")
    # Of the plugins at hand only ours; the file of settings keeps those of a folder above out.
    plugins = ("-ppytest_httpstatus.plugin", "-pdocs.served", "-pno:cacheprovider")
    command = [sys.executable, "-m", "pytest", *plugins, "-c", "pytest.ini", "--rootdir", ".", *more]
    ours = {RESULTS: str(folder / "results.json"), "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return _run(command, folder, ours)


def console(command: str) -> str:
    """Run a line of a console and give what it prints.

    Raises:
        RuntimeError: The command fails, or is none of ours.
    """
    program, *arguments = shlex.split(command)
    module = {"httpstatus": ["pytest_httpstatus"], "pytest": ["pytest"]}[program]
    with TemporaryDirectory(prefix="httpstatus-docs-") as folder:
        (Path(folder) / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
        return normalised(_run([sys.executable, "-m", *module, *arguments], Path(folder), {}, check=True))


def _run(command: list[str], folder: Path, ours: dict[str, str], *, check: bool = False) -> str:
    options = {"cwd": folder, "env": environment(ours), "capture_output": True, "encoding": "utf-8"}
    ran = subprocess.run(command, check=False, **options)  # noqa: S603  # our own pages
    if check and ran.returncode:
        raise RuntimeError(f"{shlex.join(command)} gave {ran.returncode}\n{ran.stdout}{ran.stderr}")
    if ran.returncode > 1:
        raise RuntimeError(f"{shlex.join(command)}\n{ran.stdout}{ran.stderr}")
    return ran.stdout


def environment(ours: dict[str, str]) -> dict[str, str]:
    """Variables for a process: those of this one that change no output, and ours."""
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
    return kept | {"COLUMNS": "80", "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"} | ours
