"""Five thousand trivial tests that pass, the plugin switched on and off every fifty tests inside one session.

Two sessions cannot be compared: whole runs of the same thing differ by six per cent.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Generator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from types import SimpleNamespace
from typing import Final

import pytest

from pytest_httpstatus import plugin
from tests.benchmarks.figure import Figure

TESTS: Final = 5_000
BLOCK: Final = 50
SESSIONS: Final = 5
SUITE: Final = (
    f"import pytest\n@pytest.mark.parametrize('n', range({TESTS}))\ndef test_nothing(n):\n    assert n >= 0\n"
)
PER_TEST: Final = (
    "pytest_runtest",
    "pytest_fixture",
    "pytest_pyfunc",
    "pytest_assert",
    "pytest_report_",
    "pytest_exception",
)


class Switch:
    """Has the plugin's hooks that run per test in one block of tests, and not in the next; times each test."""

    def __init__(self) -> None:
        hooks = {name: hook for name, hook in vars(plugin).items() if name.startswith(PER_TEST)}
        self.hooks: list[object] = [SimpleNamespace(**hooks)]
        self.times: dict[bool, list[list[float]]] = {True: [], False: []}
        self.count = 0

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        # Whole, it would be configured anew each time that it is registered.
        session.config.pluginmanager.unregister(name="httpstatus")
        self.hooks.append(session.config.pluginmanager.unregister(name="httpstatus-collector"))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        on = self.count // BLOCK % 2 == 0
        if self.count % BLOCK == 0:
            self.times[on].append([])
            if on:
                for each in self.hooks:
                    item.config.pluginmanager.register(each)
            elif self.count:
                for each in self.hooks:
                    item.config.pluginmanager.unregister(each)
        self.count += 1
        began = process_time()
        done = yield
        self.times[on][-1].append(process_time() - began)
        return done


def figures() -> list[Figure]:
    with TemporaryDirectory() as place:
        Path(place, "test_many.py").write_text(SUITE, encoding="utf-8")
        sessions = [_session(place) for _ in range(SESSIONS)]
    return [
        Figure("5,000 trivial passing tests, with over without", median(each[0] for each in sessions), budget=1.025),
        Figure("the same, a test", median(each[1] for each in sessions), "us", budget=8),
    ]


def _session(place: str) -> tuple[float, float]:
    switch = Switch()
    words = ["-q", "--color=no", "-p", "no:cacheprovider", "--rootdir", place, "-c", "/dev/null", place]
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        code = pytest.main(words, plugins=[switch])
    if code or switch.count != TESTS:
        raise RuntimeError(printed.getvalue())
    # Blocks that follow each other are compared, so that what the machine does meanwhile meets both.
    pairs = [(median(on), median(off)) for on, off in zip(switch.times[True], switch.times[False], strict=True)]
    return median(on / off for on, off in pairs), median(on - off for on, off in pairs) * 1e6
