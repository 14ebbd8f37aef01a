"""What a failure costs when a server does its worst: large, deep, repeated, and slow to match."""

from __future__ import annotations

from functools import partial
from typing import Final

from tests.benchmarks.failing import explained, response
from tests.benchmarks.figure import Figure, seconds

BUDGET: Final = 50
"""Milliseconds, whatever came."""

_BODIES: Final[dict[str, tuple[str, bytes]]] = {
    "1 GiB in memory": ("text/plain", bytes(1 << 30)),
    "100,000 brackets": ("application/json", b"[" * 100_000),
    "a number of 10,000 digits": ("application/json", b'{"a": ' + b"9" * 10_000 + b"}"),
    "a million line ends": ("text/plain", b"\n" * 1_000_000),
    "a million tags": ("text/html", b"<p>" * 1_000_000),
    "a million entities": ("text/html", b"&" * 1_000_000),
    "100,000 times user information": ("text/plain", b"://a:b@" * 100_000),
    "100,000 parameters": ("application/x-www-form-urlencoded", b"token=b&" * 100_000),
    "100,000 combining marks": ("text/plain; charset=utf-8", b"e" + b"\xcc\x81" * 100_000),
    "100,000 commands": ("text/plain", b"::error::x\n" * 100_000),
}


def figures() -> list[Figure]:
    """The slowest answers that we know, each against the same budget."""
    found = []
    for name, (kind, content) in _BODIES.items():
        (one,) = seconds([partial(explained, response(content, kind=kind))], rounds=11)
        found.append(Figure(f"a failure with {name}", one * 1e3, "ms", budget=BUDGET))
    return found
