"""Structured fields: what RFC 9651 calls a list of items, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_httpstatus._structured import Item, items


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ([("ExampleCDN", {"error": "connection_timeout"})], "ExampleCDN; error=connection_timeout"),
        ([("my proxy", {"details": 'a "b" \\ c'})], r'"my proxy";details="a \"b\" \\ c"'),
        ([("a", {"hit": True, "ttl": -412, "age": 1.5})], "a;hit;ttl=-412;age=1.5"),
        ([("a", {"x": False, "y": True})], "a;x=?0; y=?1"),
        ([("a", {"x": "aGk=", "day": 1659578233, "said": "f%c3%bc"})], 'a;x=:aGk=:;day=@1659578233;said=%"f%c3%bc"'),
        ([("a", {}), ("b/c:d*", {}), (7, {})], "a,b/c:d* ,\t7"),
        ([("a", {"x": "second"})], "a;x=first;x=second"),
        ([("a", {"*k_1.2-3": True})], "  a;*k_1.2-3  "),
        ([], None),
        ([], ""),
        ([], "  "),
        ([], ","),
        ([], "a,"),
        ([], "a, ,b"),
        ([], "a b"),
        ([], "a;"),
        ([], "a;X=1"),
        ([], "a;x="),
        ([], "a;x=1.2345"),
        ([], "a;x=1234567890123456"),
        ([], 'a;x="open'),
        ([], 'a;x="ü"'),
        ([], r'a;x="\n"'),
        ([], "a;x=?2"),
        ([], "(a b);x=1"),
        ([], "HIT from cache.example"),
        ([], "a" * 16_385),
        ([("a" * 16_384, {})], "a" * 16_384),
    ],
)
def test_a_list_of_items_is_read_as_a_whole_or_not_at_all(found: list[tuple[object, object]], text: str | None) -> None:
    assert tuple(Item(*each) for each in found) == items(text)


def test_a_parameter_as_text() -> None:
    (item,) = items("a;error=dns_error;received-status=502;hit")
    assert ("dns_error", "502", "True", "") == tuple(map(item.text, ("error", "received-status", "hit", "absent")))


@given(st.text(max_size=80) | st.text('a";=?:@%1.-,() \\', max_size=80))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert all(isinstance(each.value, str | int | float | bool) for each in items(text))


@pytest.mark.parametrize(
    "text", ['"' + "\\" * 16_000, "a" + ";x" * 8_000 + "!", "a," * 8_000, "1" * 16_000, "a" + " ," * 8_000]
)
def test_a_hostile_text_costs_little(text: str) -> None:
    assert () == items(text)
