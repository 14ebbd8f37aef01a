"""Patterns are compiled when they are asked for, and find what `re` finds."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from pytest_httpstatus import _lazy
from pytest_httpstatus._diagnosis import FAMILIES, lazy


def test_a_pattern_is_compiled_when_it_is_first_asked_for() -> None:
    damaged = _lazy.pattern("(")
    with pytest.raises(re.error):
        damaged.search("")


def test_a_pattern_is_what_re_makes_of_it() -> None:
    wanted = _lazy.pattern("a(b)", re.IGNORECASE)
    assert ("b", "B", ["b", "B"], "x-x") == (
        (wanted.search("ab") or ["", ""])[1],
        (wanted.match("AB") or ["", ""])[1],
        wanted.findall("abAB"),
        wanted.sub("x", "ab-AB"),
    )
    assert ("a(b)", 1) == (wanted.pattern, wanted.groups)


@pytest.mark.parametrize("method", ["search", "match", "fullmatch"])
def test_a_pattern_of_a_rule_looks_into_no_empty_text(method: str) -> None:
    wanted = lazy.pattern("a(b)?")
    for text, found in (("", None), ("ab", "ab"), ("", None), ("a", "a")):
        match = getattr(wanted, method)(text)
        assert found == (match and match[0])


@pytest.mark.parametrize("family", FAMILIES)
def test_no_pattern_of_a_rule_would_find_anything_in_an_empty_text(family: str) -> None:
    module = import_module(f"pytest_httpstatus._diagnosis.{family}")
    values = [each for value in vars(module).values() for each in (value if isinstance(value, tuple) else (value,))]
    patterns = [each for each in values if isinstance(each, _lazy.Lazy)]
    assert [] == [each.pattern for each in patterns if re.search(each.pattern, "", each.flags)]
