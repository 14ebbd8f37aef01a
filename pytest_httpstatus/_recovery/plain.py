"""What a status may be compared with, as plain values: no operator of the user's runs."""

from __future__ import annotations

import re
from typing import Any, Final

from pytest_httpstatus._expectation import Expectation

_MATCHERS: Final = "pytest_httpstatus._matchers"
_STATUS_LINE: Final = re.compile(r"([1-5][0-9][0-9])( .*)?")


def held(value: object) -> Expectation | None:
    """What an `IsStatus` holds; such a matcher is compared with a response as well as with its status."""
    if isinstance(value, Expectation):
        return value
    # By its module: it stands above this room.
    found = getattr(value, "expectation", None) if type(value).__module__ == _MATCHERS else None
    return found if isinstance(found, Expectation) else None


def plain(value: object) -> Any:
    """An int, a range, a set of codes or an expectation; `None` for what is none of them."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return int.__index__(value)
    if type(value) is str:
        line = _STATUS_LINE.fullmatch(value)
        return int(line[1]) if line else None
    if isinstance(value, range):
        return value
    if type(value) in (list, tuple, set, frozenset):
        members: Any = value
        return _joined([plain(each) for each in members])
    return held(value)


def _joined(members: list[Any]) -> frozenset[int] | None:
    found: set[int] = set()
    for each in members:
        if type(each) is int:
            found.add(each)
        elif isinstance(each, Expectation):
            found |= each.codes
        else:
            return None
    return frozenset(found) if found else None
