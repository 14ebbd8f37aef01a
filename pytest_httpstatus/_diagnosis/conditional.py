"""Conditions, ranges and expectations that the request itself carried."""

from __future__ import annotations

from typing import Final

from pytest_httpstatus import _fields
from pytest_httpstatus._diagnosis import lazy
from pytest_httpstatus._diagnosis.rule import Case, Found, rule

_RANGE: Final = lazy.pattern(r"bytes=([0-9]{1,18})-[0-9]{0,18}")


def _first(case: Case, *names: str) -> dict[str, str]:
    """The first of these fields that was sent, as evidence."""
    found = ((name, case.asked(name)) for name in names)
    return next(({"field": name, "value": value} for name, value in found if value), {})


@rule(
    "conditional.not-modified",
    codes="304",
    source="RFC 9110, Section 15.4.5",
    row="304 request has If-None-Match or If-Modified-Since",
    rank=80,
)
def not_modified(case: Case) -> Found:
    return _first(case, "if-none-match", "if-modified-since") or None


@rule(
    "conditional.precondition",
    codes="412",
    source="RFC 9110, Section 15.5.13; nginx 1.22.1",
    row="412 request has If-Match / If-Unmodified-Since; 412 request has If-None-Match: * on PUT",
    rank=70,
)
def precondition(case: Case) -> Found:
    sent = _first(case, "if-match", "if-unmodified-since", "if-none-match")
    if not sent or weak_tag.look(case) is not None:
        return None
    if (sent["field"], sent["value"].strip()) == ("if-none-match", "*"):
        return {"create": sent["value"].strip()}
    tag = case.field("etag") if sent["field"] == "if-match" else None
    return sent | ({"etag": tag} if tag and tag not in sent["value"] else {})


@rule(
    "conditional.weak-tag",
    codes="412",
    source="RFC 9110, Sections 13.1.1 and 8.8.3.2",
    row="412 request has If-Match with a weak tag",
    rank=80,
)
def weak_tag(case: Case) -> Found:
    tags = _fields.members(case.asked("if-match"))
    if not tags or any(tag.startswith('"') or tag == "*" for tag in tags):
        return None
    return {"weak" if tags[0].startswith("W/") else "unquoted": tags[0]}


@rule("conditional.required", codes="428", source="RFC 6585, Section 3", row="428 no If-Match", rank=70)
def required(case: Case) -> Found:
    if not case.knows_request_fields or _first(case, "if-match", "if-unmodified-since", "if-none-match"):
        return None
    tag = case.field("etag")
    return {"etag": tag} if tag else {}


@rule("conditional.range", codes="416", source="RFC 9110, Section 15.5.17", row="416 Content-Range: bytes */N", rank=80)
def past_the_end(case: Case) -> Found:
    asked = _RANGE.fullmatch(case.asked("range") or "")
    said = _fields.content_range(case.field("content-range"))
    if asked is None or said is None or said.total is None or said.first is not None or int(asked[1]) < said.total:
        return None
    sizes = {"first": str(int(asked[1])), "total": str(said.total)}
    return sizes | ({"complete": sizes["first"]} if sizes["first"] == sizes["total"] else {"beyond": sizes["first"]})


@rule("conditional.range-ignored", codes="200", source="RFC 9110, Section 14.2", row="200 request had Range", rank=70)
def range_ignored(case: Case) -> Found:
    asked, wanted = case.asked("range"), case.expectation
    if not asked or wanted is None or 206 not in wanted.codes:
        return None
    condition = case.asked("if-range")
    not_get = {"method": case.method} if case.method not in {"", "GET"} else {}
    return {"range": asked} | ({"condition": condition} if condition else {}) | not_get


@rule("conditional.partial", codes="206", source="RFC 9110, Section 15.3.7", row="206 Content-Range", rank=80)
def partial(case: Case) -> Found:
    asked = case.asked("range")
    return {"range": asked} if asked else None


@rule("conditional.expectation", codes="417", source="RFC 9110, Section 10.1.1", row="417 request has Expect", rank=80)
def expectation(case: Case) -> Found:
    asked = case.asked("expect")
    return {"expect": asked} if asked else None


@rule(
    "conditional.early-data",
    codes="425",
    source="RFC 8470, Sections 5.1 and 5.2",
    row="425 Early-Data: 1, or TLS 1.3 early data",
    rank=80,
)
def early_data(case: Case) -> Found:
    asked = (case.asked("early-data") or "").strip()
    return {"field": f"early-data: {asked}"} if asked == "1" else None
