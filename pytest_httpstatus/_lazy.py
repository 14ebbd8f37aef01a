"""Patterns that are compiled when they are first asked for: a failure asks few of the two hundred that there are."""

from __future__ import annotations

import re
from typing import Any, cast


class Lazy:
    """Stands for a pattern."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._arguments = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._arguments), name)
        self.__dict__[name] = found  # from now on no look-up comes here
        return found


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Make a pattern that `re.compile` would make, later."""
    return cast("re.Pattern[str]", Lazy(text, flags))
