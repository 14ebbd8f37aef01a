"""The clock that waits are measured on."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

_MOVED: Final = ("time", "monotonic", "perf_counter")


class Clock:
    """Measures waits, and lets them pass without waiting.

    Args:
        monkeypatch: Pytest's fixture, which undoes at the end of the test what is replaced.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._slept = 0.0
        self._start = 0.0

    def now(self) -> float:
        """Seconds. While waits are skipped, it stands still between them: what is measured is what was asked for."""
        # Looked up each time: a library that freezes time replaces the function.
        return (self._start if self._skips else time.monotonic()) + self._slept

    @property
    def _skips(self) -> bool:
        """Asked of `time` itself: a test may undo what is replaced."""
        return time.sleep == self.sleep

    def sleep(self, seconds: float) -> None:
        """Go forward at once."""
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        self._slept += seconds

    def skip(self) -> None:
        """Put `sleep` in the place of `time.sleep`, and let the clocks of `time` go forward with it."""
        if self._skips:
            return
        self._start = time.monotonic()
        self._monkeypatch.setattr(time, "sleep", self.sleep)
        for name in _MOVED:
            self._monkeypatch.setattr(time, name, partial(self._moved, getattr(time, name)))

    def _moved(self, real: Callable[[], float]) -> float:
        return real() + self._slept
