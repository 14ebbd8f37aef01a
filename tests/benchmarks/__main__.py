"""Measure, print the table, and exit with 1 when a budget of the design is broken."""

from __future__ import annotations

import os
import platform
import sys
from importlib import import_module
from typing import Final

import pytest

from tests.benchmarks.figure import Figure, table

PARTS: Final = ("passing", "failing", "hostile", "many", "watched", "session", "starting")


def main(parts: list[str]) -> int:
    """Measure the parts, all when none is named."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    print(f"{python}, pytest {pytest.__version__}, {os.cpu_count()} cores")
    figures: list[Figure] = []
    for part in parts or PARTS:
        print(f"measuring: {part}", file=sys.stderr)
        figures += import_module(f"tests.benchmarks.{part}").figures()
    print(table(figures))
    return int(not all(figure.holds for figure in figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
