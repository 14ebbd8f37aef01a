"""The start of pytest on an empty file, with the plugin and with `-p no:httpstatus`."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from tests.benchmarks.figure import Figure

ROOT: Final = Path(__file__).parent.parent.parent
ROUNDS: Final = 60


def figures() -> list[Figure]:
    with TemporaryDirectory() as place:
        written = _ratio(Path(place, "written"), {})
        not_written = _ratio(Path(place, "not-written"), {"PYTHONDONTWRITEBYTECODE": "1"})
    return [
        Figure("pytest on an empty file, with over without", written, budget=1.03),
        Figure("the same, PYTHONDONTWRITEBYTECODE=1", not_written, budget=1.05),
    ]


def _ratio(place: Path, more: dict[str, str]) -> float:
    """Install the plugin, as from a wheel, and start pytest in turns.

    A wheel, since pytest rewrites the modules of an installed plugin, but none of an editable one.
    """
    site, suite = place / "site", place / "suite"
    suite.mkdir(parents=True)
    (suite / "test_nothing.py").touch()
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--target",
        str(site),
    ]
    subprocess.run([*pip, str(ROOT)], check=True, capture_output=True)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": str(site), **more}
    # No other plugin of this environment may make the base longer.
    others = [
        word
        for each in entry_points(group="pytest11")
        if each.name != "httpstatus"
        for word in ("-p", f"no:{each.name}")
    ]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *others]
    times = [
        [_seconds([*command, *words], suite, environment) for words in ((), ("-p", "no:httpstatus"))]
        for _ in range(ROUNDS)
    ]
    return median(with_it / without for with_it, without in times)


def _seconds(command: list[str], place: Path, environment: dict[str, str]) -> float:
    # In microseconds; `os.times` counts in steps of ten milliseconds, four per cent of what is measured.
    before = getrusage(RUSAGE_CHILDREN)
    run = subprocess.run(command, cwd=place, env=environment, capture_output=True, check=False)
    after = getrusage(RUSAGE_CHILDREN)
    if run.returncode != 5:
        raise RuntimeError(run.stdout.decode() + run.stderr.decode())
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
