"""The plugin that tells whether the demo went as planned."""

from __future__ import annotations

from typing import Final

import pytest

PLANNED: Final = {
    "test_my_orders": "401",
    "test_old_token": "401",
    "test_clerk_removes_a_book": "403",
    "test_one_book": "404",
    "test_new_shelf": "405",
    "test_login_redirects": "200",
    "test_order_for_two": "422",
    "test_order_as_a_form": "415",
    "test_empty_the_cart": "204",
    "test_four_searches": "429",
    "test_checkout": "503",
    "test_recommendations": "502",
    "test_health": "500",
}
"""The tests that fail on purpose, each with the code that its failure names."""


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Plan(), "httpstatus-demo-plan")


class Plan:
    """Hooks that share what they saw; a worker of xdist has nothing to decide and decides the same."""

    def __init__(self) -> None:
        self.as_planned = True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.failed:
            self.as_planned &= _is_planned(report)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """A show is a success when it showed what it should, and nothing else."""
        if session.exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
            session.exitstatus = pytest.ExitCode.OK if self.as_planned else pytest.ExitCode.TESTS_FAILED


def _is_planned(report: pytest.TestReport) -> bool:
    code = PLANNED.get(report.nodeid.rpartition("::")[2])
    if not report.failed:
        return code is None
    crash = getattr(report.longrepr, "reprcrash", None)
    return code is not None and crash is not None and code in crash.message
