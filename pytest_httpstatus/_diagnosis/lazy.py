"""Patterns of rules: none finds anything in an empty text, and none is compiled for one.

Empty is what most rules look at: a page in what is no page, a field that did not come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pytest_httpstatus._lazy import Lazy

if TYPE_CHECKING:
    import re


class _OfRule(Lazy):
    # Once compiled, the pattern's own methods stand before these.

    def search(self, text: str) -> re.Match[str] | None:
        return cast("re.Match[str] | None", self.__getattr__("search")(text)) if text else None

    def match(self, text: str) -> re.Match[str] | None:
        return cast("re.Match[str] | None", self.__getattr__("match")(text)) if text else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return cast("re.Match[str] | None", self.__getattr__("fullmatch")(text)) if text else None


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Make a pattern that `re.compile` would make, later."""
    return cast("re.Pattern[str]", _OfRule(text, flags))
