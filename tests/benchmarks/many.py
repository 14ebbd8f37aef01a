"""Five thousand failures: what each costs compared with one of fifty, what it takes in memory, and what the readouts do
of a real run.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import cache, partial
from importlib import import_module
from io import StringIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from types import SimpleNamespace
from typing import Any, Final

import pytest
from requests import PreparedRequest, Response

from pytest_httpstatus._clients import exchange_of
from pytest_httpstatus._expectation import parse
from pytest_httpstatus._explaining import examine
from pytest_httpstatus._reporting import READOUTS
from pytest_httpstatus._reporting.causes import causes
from pytest_httpstatus._reporting.collector import Collector
from pytest_httpstatus._reporting.record import Run
from pytest_httpstatus._sealing.wire import dump
from tests.benchmarks.figure import Figure

MANY: Final = 5_000
FEW: Final = 50
CAUSES: Final = (401, 403, 404, 422, 500, 503)
BODY: Final = json.dumps({"detail": "no such thing", "items": [{"id": n, "name": f"thing {n}"} for n in range(20)]})

SUITE: Final = f"""
import pytest
from tests.benchmarks.many import answer
from pytest_httpstatus import assert_status

@pytest.mark.parametrize("n", range({MANY}))
def test_answer(n):
    assert_status(answer(n), 200)
"""
TIMED: Final = """
import time, pytest

@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    found = config.pluginmanager.get_plugin("httpstatus-collector")
    if found is None:
        return
    show, spent, began = found._show, [], time.perf_counter()

    def timed(**which):
        start = time.perf_counter()
        show(**which)
        spent.append(time.perf_counter() - start)

    found._show = timed
    config.add_cleanup(lambda: print("SPENT", sum(spent), "OF", time.perf_counter() - began))
"""


def answer(number: int) -> Response:
    """One of a few kinds of failing answers, as `requests` gives it."""
    request = PreparedRequest()
    request.prepare("GET", f"https://api.test/things/{number}", {"Accept": "application/json"})
    response = Response()
    response.status_code = CAUSES[number % len(CAUSES)]
    response.url, response.request = str(request.url), request
    response.headers["Content-Type"] = "application/json"
    response._content = BODY.encode()
    return response


def report(number: int) -> Any:
    """As it comes from a worker: nothing of it is shared with another."""
    failure = dump(examine(exchange_of(answer(number)), parse(200)))
    found = json.loads(json.dumps({"failure": failure, "fixtures": ["client"], "line": 7}))
    place = ("tests/test_things.py", 6, f"test_answer[{number}]")
    node = f"{place[0]}::{place[2]}"
    return SimpleNamespace(
        when="call", outcome="failed", nodeid=node, location=place, httpstatus=found, duration=0.01, worker_id="gw0"
    )


def figures() -> list[Figure]:
    with TemporaryDirectory() as place:
        growth = median(_cost(MANY, place) / _cost(FEW, place) for _ in range(5))
        share = _share(place)
    return [
        Figure("explaining and showing a failure, of 5,000 over of 50", growth, budget=1.2),
        Figure("memory that a failure takes where all are gathered", _memory(), "kB", budget=8),
        Figure("the readouts' part of a run of 5,000 failures, -n 2", share, "%", budget=2),
    ]


def _collected(count: int) -> Collector:
    config: Any = SimpleNamespace()
    collector = Collector(config, ())
    for number in range(count):
        collector.pytest_runtest_logreport(report(number))
    return collector


def _cost(count: int, place: str) -> float:
    """The processor's seconds for one of `count` failures, from the exchange to all readouts."""
    began = process_time()
    for _ in range(max(1, 500 // count)):
        entries = [each for kept in _collected(count)._entries.values() for each in kept]
        grouped = cache(partial(causes, entries, "en"))
        for show, choice in _readouts(place):
            with redirect_stdout(StringIO()):  # a runner would obey the annotations
                show(
                    Run(
                        tuple(entries),
                        choice=choice,
                        write=lambda *_, **__: None,
                        environ=_environ(place),
                        grouped=grouped,
                    )
                )
    return (process_time() - began) / count / max(1, 500 // count)


def _readouts(place: str) -> list[tuple[Callable[[Run], object], str]]:
    modules = [import_module(f"pytest_httpstatus._reporting.{each.module}") for each in READOUTS]
    choices = ["on" if each.default else str(Path(place, f"out.{each.name}")) for each in READOUTS]
    return [(module.show, choice) for module, choice in zip(modules, choices, strict=True)]


def _environ(place: str) -> dict[str, str]:
    Path(place, "summary.md").unlink(missing_ok=True)
    return {"GITHUB_STEP_SUMMARY": str(Path(place, "summary.md"))}


def _memory() -> float:
    """In kB; the reports are let go, as without a terminal."""
    _collected(10)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        collector = _collected(1_000)
        after = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    return (after - before) / len(collector._entries) / 1_000


def _share(place: str) -> float:
    """Of the whole run, in per cent; all readouts are written."""
    Path(place, "test_many.py").write_text(SUITE, encoding="utf-8")
    Path(place, "conftest.py").write_text(TIMED, encoding="utf-8")
    options = [
        f"--httpstatus-{each.name}={choice}" for each, (_, choice) in zip(READOUTS, _readouts(place), strict=True)
    ]
    words = ["-q", "-n", "2", "-p", "no:cacheprovider", "--tb=short", f"--junitxml={place}/junit.xml", *options]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *words, "--rootdir", place, "-c", "/dev/null", place],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **_environ(place)},
    )
    spent = re.search(r"^SPENT ([\d.e-]+) OF ([\d.]+)$", run.stdout, re.MULTILINE)
    if run.returncode != pytest.ExitCode.TESTS_FAILED or spent is None or f"{MANY} failed" not in run.stdout:
        raise RuntimeError(run.stdout[-2_000:] + run.stderr)
    return 100 * float(spent[1]) / float(spent[2])
