"""Structured fields (RFC 9651), as far as lists of items need it: `Proxy-Status`, `Cache-Status` and their like."""

from __future__ import annotations

import re
from typing import Final, NamedTuple, TypeAlias

from pytest_httpstatus import _lazy

Bare: TypeAlias = str | int | float | bool
"""A bare item. Strings, tokens, byte sequences and dates of a longer calendar are all texts here."""

_MOST: Final = 16_384
"""Characters of a field value that are read. A longer one is none of those that we know."""

_BARE: Final = r"""(?:
    "(?P<string>(?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"
  | (?P<token>[A-Za-z*][!#$%&'*+.^_`|~0-9A-Za-z:/-]*)
  | (?P<decimal>-?[0-9]{1,12}\.[0-9]{1,3})(?![0-9])
  | @?(?P<integer>-?[0-9]{1,15})(?![0-9.])
  | \?(?P<boolean>[01])
  | :(?P<octets>[A-Za-z0-9+/=]*):
  | %"(?P<display>[\x20-\x21\x23-\x7e]*)"
)"""
_ITEM: Final = _lazy.pattern(_BARE, re.VERBOSE)
_KEY: Final = _lazy.pattern(r";[ ]*(?P<key>[a-z*][a-z0-9_.*-]*)(?P<has_value>=)?")
_COMMA: Final = _lazy.pattern(r"[ \t]*,[ \t]*(?=[^ \t])")


class Item(NamedTuple):
    """A member of a list.

    Attributes:
        value: The bare item.
        params: Its parameters by name; one without a value is true.
    """

    value: Bare
    params: dict[str, Bare]

    def text(self, name: str) -> str:
        """A parameter as text; empty where it is absent."""
        return str(self.params.get(name, ""))


def items(text: str | None) -> tuple[Item, ...]:
    """Read a list of items (section 3.1); empty when absent, and as a whole when any part of it is malformed."""
    text = (text or "").strip(" ")
    found: list[Item] = []
    at = 0
    while 0 < len(text) <= _MOST and (bare := _ITEM.match(text, at)):
        params, at = _params(text, bare.end())
        found.append(Item(_value(bare), params))
        if at == len(text):
            return tuple(found)
        comma = _COMMA.match(text, at)
        if comma is None:
            break
        at = comma.end()
    return ()


def _params(text: str, at: int) -> tuple[dict[str, Bare], int]:
    """The parameters that begin at `at`, and where they end: for malformed ones before the end of the list."""
    params: dict[str, Bare] = {}
    while key := _KEY.match(text, at):
        bare = _ITEM.match(text, key.end()) if key["has_value"] else key
        if bare is None:
            break
        params[key["key"]] = True if bare is key else _value(bare)
        at = bare.end()
    return params, at


def _value(bare: re.Match[str]) -> Bare:
    kind, text = bare.lastgroup, bare[bare.lastgroup or 0]
    if kind == "integer":
        return int(text)
    if kind == "decimal":
        return float(text)
    if kind == "boolean":
        return text == "1"
    return re.sub(r"\\(.)", r"\1", text) if kind == "string" else text
