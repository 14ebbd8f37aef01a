"""Limits: how long to wait, and until when."""

from __future__ import annotations

import pytest

from tests.diagnosis.conftest import DATE, NOW, One, causes, checks, likely

USED = "the quota is used up"


@pytest.mark.parametrize(
    ("sentences", "code", "fields"),
    [
        (["the server asks to wait 120 s (retry-after)"], 429, {"Retry-After": "120"}),
        (["the server asks to wait 60 s (retry-after)"], 503, {"Retry-After": "Tue, 24 Nov 2026 12:01:00 GMT"}),
        (
            [f"{USED} (x-ratelimit-remaining: 0), until 2026-11-24 12:05:00 UTC, for 5 min more"],
            429,
            {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(NOW + 300)},
        ),
        (
            [
                f"{USED} (ratelimit-remaining: 0), until 2026-11-24 12:00:30 UTC, for 30 s more",
            ],
            429,
            {"RateLimit-Remaining": "0", "RateLimit-Reset": "30", "Retry-After": "30"},
        ),
        (
            [f"{USED} (ratelimit: r=0), until 2026-11-24 13:00:00 UTC, for 1 h more"],
            429,
            {"RateLimit": '"burst";r=9;t=5, "hour";r=0;t=3600'},
        ),
        ([f"{USED} (ratelimit: r=0)"], 429, {"RateLimit": '"burst";r=0'}),
        (
            [f"{USED} (x-ratelimit-remaining: 0)"],
            429,
            {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(NOW - 300)},
        ),
        (
            [f"no matter of rights: {USED} (x-ratelimit-remaining: 0), until 2026-11-24 12:05:00 UTC, for 5 min more"],
            403,
            {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(NOW + 300)},
        ),
        ([], 429, {"X-RateLimit-Remaining": "7"}),
        ([], 429, {"RateLimit": '"burst";r=9;t=5'}),
        ([], 429, {"Retry-After": "soon"}),
        ([], 503, {"X-RateLimit-Remaining": "0"}),
    ],
)
def test_a_limit_says_how_long(one: One, sentences: list[str], code: int, fields: dict[str, str]) -> None:
    assert sentences == likely(one("GET", code, {"Date": DATE} | fields), 200)


def test_a_used_up_quota_is_no_lack_of_credentials(one: One) -> None:
    assert ["rate.forbidden-limit"] == list(causes(one("GET", 403, {"X-RateLimit-Remaining": "0"}), 200))


def test_the_advice_is_that_of_the_code(one: One) -> None:
    assert ["earlier tests may have filled the counters behind this 429: clear them in setup"] == checks(
        one("GET", 429, {"Retry-After": "1"}), 200
    )
    assert ["after a 503: is the service starting, under maintenance, or overloaded?"] == checks(
        one("GET", 503, {"Retry-After": "1"}), 200
    )


def test_a_limit_in_korean(one: One) -> None:
    assert ["서버가 120초를 기다리라고 답했습니다(retry-after)"] == likely(
        one("GET", 429, {"Retry-After": "120"}), 200, "ko"
    )
