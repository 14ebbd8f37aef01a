"""Limits: how long to wait, and until when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from pytest_httpstatus import _fields
from pytest_httpstatus._diagnosis import lazy
from pytest_httpstatus._diagnosis.evidence import duration, moment
from pytest_httpstatus._diagnosis.rule import Case, Found, rule

_LEFT: Final = ("ratelimit-remaining", "x-ratelimit-remaining", "x-rate-limit-remaining")
_RESETS: Final = ("ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset")
_STRUCTURED: Final = lazy.pattern(r";\s*([rt])\s*=\s*([0-9]{1,15})(?![0-9.])")
_EPOCH: Final = 1_000_000_000
"""A reset below is a number of seconds, one above a moment since 1970."""


@rule(
    "rate.wait",
    codes="429 | 503",
    source="RFC 6585, Section 4; RFC 9110, Section 10.2.3",
    row="429 Retry-After, JSON Request was throttled.; 503 Retry-After",
    rank=60,
)
def wait(case: Case) -> Found:
    seconds = _fields.retry_after(case.exchange.response.fields)
    if seconds is None:
        return None
    # The quota says the same, and more.
    name = "retry_after" if case.code == 429 and _used_up(case) else "seconds"
    return {name: str(seconds), "counted" if case.code == 429 else "busy": str(case.code)}


@rule("rate.remaining", codes="429", source="draft-ietf-httpapi-ratelimit-headers; GitHub REST", row="", rank=50)
def remaining(case: Case) -> Found:
    return _used_up(case)


@rule(
    "rate.forbidden-limit",
    codes="403",
    source="https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api",
    row="403 x-ratelimit-remaining: 0, or a secondary rate limit of api.github.com",
    rank=85,
)
def forbidden_limit(case: Case) -> Found:
    return _used_up(case)


def _used_up(case: Case) -> dict[str, str] | None:
    """The field that says that nothing is left, and when that ends."""
    name = next((name for name in _LEFT if (case.field(name) or "").strip() == "0"), None)
    if name is not None:
        reset = next((value for each in _RESETS if (value := _fields.seconds(case.field(each))) is not None), None)
        return {"field": f"{name}: 0"} | _until(case, reset)
    policies = [dict(_STRUCTURED.findall(each)) for each in _fields.members(case.field("ratelimit"))]
    spent = next((each for each in policies if each.get("r") and int(each["r"]) == 0), None)
    if spent is None:
        return None
    return {"field": "ratelimit: r=0"} | _until(case, _fields.seconds(spent.get("t")))


def _until(case: Case, reset: int | None) -> dict[str, str]:
    if reset is None:
        return {}
    now = moment(case)
    end = float(reset) if reset >= _EPOCH else now + reset
    if not now <= end < now + 366 * 86_400:
        return {}
    return {"until": f"{datetime.fromtimestamp(end, UTC):%Y-%m-%d %H:%M:%S} UTC", "left": duration(end - now)}
