"""Run the suites, and tell of each failing test what was said, beside what had to be.

Run as `python -m tests.recovery.corpus.run SUITE ...`: it prints one JSON object.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

import pytest

PLACE: Final = Path(__file__).parent
ROOT: Final = PLACE.parent.parent.parent
NEEDS: Final = {
    "says_requests": ("requests",),
    "says_httpx": ("httpx", "anyio"),
    "says_flask": ("flask",),
    "says_django": ("django", "rest_framework"),
    "says_fastapi": ("fastapi", "httpx"),
    "says_aiohttp": ("aiohttp", "anyio"),
    "says_urllib": (),
    "silent_steps": ("flask", "httpx", "requests"),
    "silent_servers": ("flask", "requests", "django", "rest_framework"),
}
SAYS: Final = re.compile(r"^ *# says: (.+)\n(?: *@.+\n)* *(?:async )?def (test_\w+)", re.MULTILINE)
_SECTION: Final = "HTTP exchange"


class Case(NamedTuple):
    """One failing test: what had to be said, and what was; empty for nothing."""

    name: str
    wanted: str
    said: str

    @property
    def right(self) -> bool:
        return self.said == self.wanted


class _Listener:
    def __init__(self) -> None:
        self.said: dict[str, str] = {}
        self.passed: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = report.nodeid.partition("[")[0].rpartition("/")[2]
        if report.failed:
            sections = {title: text for title, text, _ in getattr(report.longrepr, "sections", ())}
            self.said[name] = sections.get(_SECTION, "").partition("\n")[0]
        elif report.when == "call":
            self.passed.append(name)


def cases(suites: list[str], *options: str) -> list[Case]:
    """Run suites in a process of their own."""
    command = [sys.executable, "-m", __spec__.name if __spec__ else "tests.recovery.corpus.run", *options, *suites]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if run.returncode:
        raise RuntimeError(f"{run.stdout}\n{run.stderr}")
    return [Case(*each) for each in json.loads(run.stdout.splitlines()[-1])]


def installed() -> list[str]:
    """The suites whose clients are here."""
    return [suite for suite, needs in NEEDS.items() if all(map(find_spec, needs))]


def main(words: list[str]) -> None:
    suites = [word for word in words if word in NEEDS]
    options = [word for word in words if word not in NEEDS]
    listener = _Listener()
    files = [str(PLACE / f"{suite}.py") for suite in suites]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        pytest.main(
            ["-c", "/dev/null", "--rootdir", str(PLACE), "-p", "no:cacheprovider", *options, *files], [listener]
        )
    if listener.passed or not listener.said:
        sys.exit(f"{printed.getvalue()}\npassed: {listener.passed}")
    wanted = {}
    for suite in suites:
        source = (PLACE / f"{suite}.py").read_text(encoding="utf-8")
        wanted |= {(suite, name): text for text, name in SAYS.findall(source)}
    found = []
    for name, said in listener.said.items():
        file, _, test = name.partition("::")
        found.append((name, wanted.get((file.removesuffix(".py"), test.rpartition("::")[2]), ""), said))
    sys.stdout.write(f"{json.dumps(found)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
