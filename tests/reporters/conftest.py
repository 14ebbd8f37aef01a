"""Runs with one reporter of others; the rest of them, which are installed beside it, stay silent."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.plugin.conftest import clean, run_apart, site

__all__ = ["clean", "run_apart", "run_with", "site"]


@pytest.fixture
def run_with(run_apart) -> Callable[..., pytest.RunResult]:
    """Run a suite; `reporter` is what must be installed, and the name by which the others are told from it."""

    def run(reporter: str, source: str, *args: str) -> pytest.RunResult:
        pytest.importorskip(reporter)
        others = [name for name in ("sugar", "pretty") if name not in reporter]
        return run_apart(source, *(f"-pno:{name}" for name in others), *args, COLUMNS="200")

    return run
