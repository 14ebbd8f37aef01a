"""Writes what a run came to. Loaded by `-p` into suites of others, where of this project only the plugin is known."""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest

_VARYING = re.compile(r"0x[0-9a-fA-F]+|\d+|/\S+")


class Watch:
    """Notes the outcome of each phase of each test, and each warning."""

    def __init__(self) -> None:
        self.outcomes: dict[str, list[str]] = {}
        self.raised: dict[str, list[str]] = {}
        self.warnings: Counter[str] = Counter()
        self.requests = 0
        self.explained = 0
        self.faults: list[str] = []

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        if call.when == "teardown":
            self.requests += _requests(item.config)  # before they are dropped
        report = yield
        if call.excinfo is not None and report.failed:
            self.raised.setdefault(item.nodeid, []).append(f"{report.when}: {call.excinfo.typename}")
            self._read(report)
        return report

    def _read(self, report: pytest.TestReport) -> None:
        """See whether the plugin has explained the failure, or says that it could not."""
        for title, content, *_ in getattr(report.longrepr, "sections", ()):
            if title == "HTTP exchange":
                self.explained += 1
                self.faults += [
                    f"{report.nodeid}: {line}" for line in content.splitlines() if " could not be shown: " in line
                ]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        expected = " (expected to fail)" if hasattr(report, "wasxfail") else ""
        self.outcomes.setdefault(report.nodeid, []).append(f"{report.when} {report.outcome}{expected}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if not report.passed:
            self.outcomes.setdefault(f"{report.nodeid} (collection)", []).append(report.outcome)

    def pytest_warning_recorded(self, warning_message: object, when: str, nodeid: str) -> None:
        category = getattr(warning_message, "category", type(None)).__name__
        text = _VARYING.sub("_", str(getattr(warning_message, "message", "")))
        self.warnings[f"{category} at {when} {nodeid}: {text}"] += 1

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        found = {
            "plugin": session.config.pluginmanager.has_plugin("httpstatus"),
            "pytest": pytest.__version__,
            "exit": int(exitstatus),
            "outcomes": self.outcomes,
            "raised": self.raised,
            "warnings": self.warnings,
            "requests": self.requests,
            "explained": self.explained,
            "faults": self.faults,
        }
        Path(os.environ["NEUTRAL_RESULT"]).write_text(json.dumps(found), encoding="utf-8")


def _requests(config: pytest.Config) -> int:
    """How many requests of this test the recorder has noted; it keeps the last ones only."""
    plugin = sys.modules.get("pytest_httpstatus.plugin")
    recorder = config.stash.get(plugin._RECORDER, None) if plugin is not None else None
    return len(recorder._calls) + len(recorder._others) if recorder is not None else 0


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Watch())
