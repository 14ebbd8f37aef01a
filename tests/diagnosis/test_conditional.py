"""Conditions, ranges and expectations that the request itself carried."""

from __future__ import annotations

from typing import Any

import pytest

from tests.diagnosis.conftest import One, causes, checks, likely


@pytest.mark.parametrize(
    ("rule", "sentence", "code", "sent", "fields"),
    [
        (
            "not-modified",
            'the request carried a condition, and it matched: if-none-match: "a1"',
            304,
            {"If-None-Match": '"a1"'},
            {},
        ),
        (
            "not-modified",
            "the request carried a condition, and it matched: if-modified-since: Tue, 24 Nov 2026 12:00:00 GMT",
            304,
            {"If-Modified-Since": "Tue, 24 Nov 2026 12:00:00 GMT"},
            {},
        ),
        (
            "precondition",
            'the request\'s own condition failed: if-match: "a1"; the resource has "a2" now',
            412,
            {"If-Match": '"a1"'},
            {"ETag": '"a2"'},
        ),
        (
            "precondition",
            'the request\'s own condition failed: if-match: "a1"',
            412,
            {"If-Match": '"a1"'},
            {"ETag": '"a1"'},
        ),
        (
            "precondition",
            "the request's own condition failed: if-unmodified-since: Tue, 24 Nov 2026 12:00:00 GMT",
            412,
            {"If-Unmodified-Since": "Tue, 24 Nov 2026 12:00:00 GMT"},
            {"ETag": '"a2"'},
        ),
        (
            "precondition",
            "the resource exists already, and if-none-match: * asks that it does not",
            412,
            {"If-None-Match": "*"},
            {},
        ),
        ("weak-tag", 'if-match never matches a weak tag: W/"a1"', 412, {"If-Match": 'W/"a1"'}, {}),
        (
            "weak-tag",
            "if-match never matches a1: an entity tag stands in double quotes",
            412,
            {"If-Match": "a1"},
            {},
        ),
        (
            "required",
            "the server wants a conditional request, and neither if-match nor if-unmodified-since was sent",
            428,
            {},
            {},
        ),
        (
            "range",
            "the range starts at byte 100, where the 100 bytes end: the copy is complete",
            416,
            {"Range": "bytes=100-"},
            {"Content-Range": "bytes */100"},
        ),
        (
            "range",
            "the range starts at byte 500, behind the 100 bytes that there are",
            416,
            {"Range": "bytes=500-599"},
            {"Content-Range": "bytes */100"},
        ),
        (
            "partial",
            "the request asked for a part: range: bytes=0-3",
            206,
            {"Range": "bytes=0-3"},
            {"Content-Range": "bytes 0-3/100"},
        ),
        (
            "expectation",
            "the request carried expect: 200-ok, which the server does not meet",
            417,
            {"Expect": "200-ok"},
            {},
        ),
        (
            "early-data",
            (
                "the request says that it came as TLS early data (early-data: 1), and the server wants it again after "
                "the handshake"
            ),
            425,
            {"Early-Data": "1"},
            {},
        ),
    ],
)
def test_what_the_request_asked_for(
    one: One, *, rule: str, sentence: str, code: int, sent: dict[str, str], fields: dict[str, str]
) -> None:
    assert {f"conditional.{rule}": sentence} == causes(one("GET", code, fields, headers=sent), 200)


@pytest.mark.parametrize(
    ("code", "sent", "fields"),
    [
        (304, {}, {}),
        (412, {}, {}),
        (412, {"If-None-Match": ""}, {}),
        (416, {"Range": "bytes=0-10"}, {"Content-Range": "bytes */100"}),
        (416, {"Range": "bytes=500-"}, {}),
        (416, {"Range": "bytes=-0"}, {"Content-Range": "bytes */100"}),
        (416, {"Range": "bytes=500-"}, {"Content-Range": "bytes 1-2/100"}),
        (416, {}, {"Content-Range": "bytes */100"}),
        (417, {}, {}),
        (425, {}, {}),
        (425, {"Early-Data": "0"}, {}),
        (428, {"If-Match": '"a1"'}, {}),
        (206, {}, {}),
    ],
)
def test_without_the_condition_nothing_is_found(one: One, code: int, sent: Any, fields: Any) -> None:
    assert {} == causes(one("GET", code, fields, headers=sent), 200)


def test_a_strong_tag_among_weak_ones_may_match(one: One) -> None:
    response = one("PUT", 412, headers={"If-Match": 'W/"a1", "a2"'})
    assert ["conditional.precondition"] == list(causes(response, 200))


def test_a_range_that_was_ignored(one: One) -> None:
    sent = {"Range": "bytes=0-3", "If-Range": '"a1"'}
    response = one("GET", 200, {}, "whole", headers=sent)
    assert ["range: bytes=0-3 was sent, and the server sent the whole, as it may (RFC 9110, section 14.2)"] == likely(
        response, 206
    )
    assert [
        "does the server take ranges? then it says accept-ranges: bytes",
        'is if-range still true? "a1" was sent, and if it is not, the whole comes',
    ] == checks(response, 206)
    assert "ranges are for GET: HEAD has none" in checks(one("HEAD", 200, headers=sent), 206)
    assert {} == causes(response, 404)
    assert {} == causes(one("GET", 200), 206)


def test_the_tag_to_send_is_named_where_it_is_known(one: One) -> None:
    assert 'now that is if-match: "a2"' in checks(one("PUT", 428, {"ETag": '"a2"'}), 200)


def test_a_condition_in_korean(one: One) -> None:
    response = one("GET", 304, headers={"If-None-Match": '"a1"'})
    assert ['조건부 요청의 조건이 일치했습니다: if-none-match: "a1"'] == likely(response, 200, "ko")
