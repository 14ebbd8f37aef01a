"""How many planted credentials are seen, and how many look-alikes stay readable: `python -m tests.sealing.figures`."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from pytest_httpstatus._model import Failure
from pytest_httpstatus._rendering import aside, render, text, transcript
from pytest_httpstatus._reporting import annotations, github, htmlpage, jsonfile, junitfile, properties, terminal
from pytest_httpstatus._reporting.record import Entry, Run
from pytest_httpstatus._sealing import wire
from tests.exchanges import failure
from tests.sealing import planted

ROOT: Final = Path(__file__).parents[2]
SUITE: Final = Path(__file__).parent / "planted_suite.py"

SURFACES: Final[dict[str, Callable[[Failure], str]]] = {
    "exception": lambda it: render(it, "en", "normal"),
    "exception, full": lambda it: render(it, "en", "full"),
    "exception, Korean": lambda it: render(it, "ko", "normal"),
    "section": lambda it: transcript(it, "en", "normal"),
    "section, full": lambda it: transcript(it, "en", "full"),
    "aside": lambda it: aside(it, "en"),
    "explain": lambda it: text(it, "en", "full"),
    "repr": repr,
    "pickle": lambda it: pickle.dumps(it).decode("latin-1"),
    "wire": lambda it: json.dumps(wire.dump(it), ensure_ascii=False),
    "summary by cause": lambda it: "\n".join(line.text for line in terminal.lines(_run(it))),
    "JSON": lambda it: jsonfile.text(_run(it)),
    "Markdown": lambda it: github.markdown(_run(it)),
    "annotations": lambda it: "\n".join(annotations.commands(_run(it))),
    "JUnit of a report": lambda it: junitfile.text(_run(it)),
    "properties": lambda it: repr(properties.properties(it)),
    "HTML": lambda it: htmlpage.text(_run(it)),
}
"""Where a failure is shown: a new readout is one line here."""

RUNS: Final[dict[str, tuple[str, ...]]] = {
    "terminal": ("-l", "--tb=long", "-rA"),
    "terminal, whole": ("-l", "-vv", "--tb=short"),
    "native": ("--tb=native",),
    "line": ("--tb=line", "-q"),
    "workers": ("-n2", "-l"),
}
"""Runs of pytest over all that is planted; each writes JUnit's report too."""

CHOICES: Final = ("addopts=-p no:cacheprovider", "testpaths=", "filterwarnings=ignore", "junit_logging=all")


def _run(it: Failure) -> Run:
    return Run((Entry("tests/test_shop.py::test_one", "call", "tests/test_shop.py", 1, wire.dump(it)),))


class Figures(NamedTuple):
    """Counts, and what is behind each that should be zero."""

    surfaces: int
    planted: int
    seen: tuple[str, ...]
    look_alikes: int
    hidden: tuple[str, ...]

    def __str__(self) -> str:
        readable = self.look_alikes - len(self.hidden)
        share = readable / self.look_alikes
        return (
            f"credentials planted  {self.planted}, on {self.surfaces} surfaces\n"
            f"credentials seen     {len(self.seen)}\n"
            f"look-alikes          {self.look_alikes}\n"
            f"still readable       {readable} ({share:.1%})"
        )


def figures(runs: Iterable[str] = tuple(RUNS), every: int = 1) -> Figures:
    """Count on all surfaces, and in these runs.

    Args:
        runs: Which runs of pytest are asked.
        every: Take each second credential, each third, and so on.
    """
    taken, harmless = planted.planted()[::every], planted.harmless()
    seen = [f"{each.place}: {surface}" for each in taken for surface in _seen(each)]
    hidden = [name for name, (given, kept) in harmless.items() if kept not in text(failure(given), "en", "full")]
    for run in runs:
        for surface, shown in output(run, every).items():
            seen += [f"{each.place}: {run}, {surface}" for each in taken if any(it in shown for it in each.traces)]
            hidden += [f"{run}, {surface}: {kept}" for kept in planted.printed() if kept not in shown]
    surfaces = len(SURFACES) + sum(len(output(run, every)) for run in runs)
    count = len(harmless) + len(planted.printed()) * sum(len(output(run, every)) for run in runs)
    return Figures(surfaces, len(taken), tuple(seen), count, tuple(hidden))


def _seen(each: planted.Planted) -> list[str]:
    made = failure(each.exchange)
    shown = {name: show(made) for name, show in SURFACES.items()}
    return [name for name, found in shown.items() if any(it in found for it in each.traces)]


@cache
def output(run: str, every: int) -> dict[str, str]:
    """What one run of pytest has printed and written."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        options = (part for each in CHOICES for part in ("-o", each))
        command = [sys.executable, "-m", "pytest", f"--rootdir={folder}", f"--junitxml={report}", *options, *RUNS[run]]
        outer = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "GITHUB"))}
        inner = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "COLUMNS": "200", "CI": "1"}
        done = subprocess.run([*command, str(SUITE)], capture_output=True, encoding="utf-8", cwd=folder, check=False,
                              env={**outer, **inner, "PLANTED_EVERY": str(every)})  # fmt: skip
        written = ET.parse(report).getroot()
    return {"output": done.stdout + done.stderr, "junit": "\n".join(_texts(written))}


def _texts(root: ET.Element) -> Iterable[str]:
    for element in root.iter():
        yield from (element.text or "", *element.attrib.values())


if __name__ == "__main__":
    found = figures()
    print(found, *found.seen, *found.hidden, sep="\n")  # noqa: T201  # a command
    sys.exit(bool(found.seen))
