"""Patterns that are compiled when they are first asked for: a failure asks few of the hundred that the rules hold."""

from __future__ import annotations

import re
from typing import Any, cast


class _Lazy:
    def __init__(self, pattern: str, flags: int) -> None:
        self._arguments = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        # `re` keeps what it has compiled.
        return getattr(re.compile(*self._arguments), name)


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Make a pattern that `re.compile` would make, later."""
    return cast("re.Pattern[str]", _Lazy(text, flags))
