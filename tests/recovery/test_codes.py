"""Sets of codes, and the names that clients have for them."""

from __future__ import annotations

import pytest

from pytest_httpstatus._expectation import parse
from pytest_httpstatus._recovery import codes

HTTP = frozenset(range(100, 600))
SPELLED = [
    ({200}, "200"),
    ({200, 201}, "200 | 201"),
    ({200, 201, 202}, "200-202"),
    (set(range(200, 300)), "2xx"),
    (set(range(200, 400)) | {404}, "2xx | 3xx | 404"),
    (HTTP - {404}, "!404"),
    (HTTP - {404, 410}, "!404 & !410"),
    ({200, 202, 203, 404}, "200 | 202 | 203 | 404"),
]


@pytest.mark.parametrize(("found", "wanted"), SPELLED)
def test_the_shortest_spelling_means_the_same(found, wanted):
    """It is in the grammar of expectations, and parses to the same codes."""
    assert (wanted, frozenset(found)) == (codes.spelled(frozenset(found)), parse(wanted).codes & HTTP)


def test_no_code_at_all_is_spelled_empty():
    """Nothing meets a condition that cannot be met."""
    assert codes.spelled(frozenset()) == ""


def test_httpx_is_stricter_than_requests():
    """Its `raise_for_status` refuses redirects too."""
    strict = type("Response", (), {"__module__": "httpx._models"})
    assert [frozenset(range(200, 300)), codes.UNDER_400, None] == [
        codes.predicate("raise_for_status", strict),
        codes.predicate("raise_for_status"),
        codes.predicate("text", strict),
    ]
