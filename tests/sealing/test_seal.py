"""What leaves is bounded, exact, and survives every pipe."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
import time
import tracemalloc
from collections import UserString
from enum import IntEnum
from typing import Any

import execnet
import pytest

from pytest_httpstatus import _settings
from pytest_httpstatus._model import MOST_FIELDS, Dialect, Exchange, Finding, Request, Response, Unmet
from pytest_httpstatus._rendering import text
from pytest_httpstatus._sealing import LONGEST_EVIDENCE, MOST_HOPS, clean
from tests.exchanges import JSON, exchange, failure, hop


class Safe(str):
    """As Django's: `str()` of it is itself."""

    __slots__ = ()

    def __str__(self) -> str:
        return self


def leaves(value: Any) -> list[Any]:
    if dataclasses.is_dataclass(value):
        return [leaf for each in dataclasses.fields(value) for leaf in leaves(getattr(value, each.name))]
    if type(value) is tuple:
        return [leaf for each in value for leaf in leaves(each)]
    return [value]


def test_only_exact_builtins_leave():
    given = exchange(
        404,
        b'{"detail": "x\\ud800"}',
        (Safe("X-\ud800"), Safe("v\udfff")),
        url=Safe("https://api.test/\ud800"),
        reason=Safe("No\ud800"),
        version=Safe("1.1"),
        method=Safe("GET"),
        hops=(hop(302, ("Location", "/\ud800")),),
    )
    sealed = failure(given, unmet=(Unmet("x", evidence=(("a", Safe("b\ud800")),)),), because=Safe("so\ud800"))
    kinds = {type(leaf) for leaf in leaves(sealed)}
    assert {str, int, bool, type(None)} >= kinds - {float}
    "".join(leaf for leaf in leaves(sealed) if type(leaf) is str).encode()
    assert "v\\udfff" == sealed.exchange.response.fields[0][1]
    execnet.dumps(text(sealed, "en"))


def test_a_failure_is_pickled_copied_and_compared():
    sealed = failure(exchange(404, b"x", JSON))
    assert sealed == pickle.loads(pickle.dumps(sealed)) == copy.deepcopy(sealed)


def test_no_content_travels():
    sealed = failure(exchange(404, b"x" * 100, sent=b"y", hops=(hop(302, content=b"z"),)))
    contents = [
        sealed.exchange.request.content,
        sealed.exchange.response.content,
        sealed.exchange.hops[0].request.content,
    ]
    assert [None] * 3 == contents


def test_fields_hops_and_texts_are_bounded():
    fields = [(f"X-{index}", "y" * 1_000) for index in range(1_000)]
    given = exchange(
        404,
        b"",
        *fields,
        ("X" * 1_000, "z"),
        url="https://api.test/" + "x" * 100_000,
        method="M" * 1_000,
        reason="r" * 10_000,
        version="1" * 100,
        hops=tuple(hop(302) for _ in range(40)),
    )
    sealed = failure(given, because="b" * 10_000).exchange
    assert (MOST_FIELDS, MOST_HOPS) == (len(sealed.response.fields), len(sealed.hops))
    assert "y" * 397 + "..." == sealed.response.fields[0][1]
    assert (40, 80, 1_000, 10) == tuple(
        map(len, (sealed.request.method, sealed.response.reason, sealed.request.url, sealed.response.version))
    )
    assert 20_000 > len(pickle.dumps(failure(exchange(404, b"", *fields[:20], reason="r" * 10_000))))


def test_a_field_name_of_any_length_is_cut():
    assert "X" * 77 + "..." == failure(exchange(404, b"", ("X" * 1_000, "z"))).exchange.response.fields[0][0]


def test_what_is_not_known_stays_not_known():
    sealed = failure(Exchange(Response(404)))
    assert (Request(), Response(404), Dialect()) == (
        sealed.exchange.request,
        sealed.exchange.response,
        sealed.exchange.client,
    )


@pytest.mark.parametrize(
    ("checks", "given"),
    [(("a", "b", "c"), ("a", "b", "c", "d")), (("forgot the comma",), "forgot the comma"), (("17",), (17,))],
)
def test_the_checks_of_a_project_are_three_texts(checks, given):
    finding = Finding("own", likely="x", checks=given)
    settings = _settings.Settings(diagnose=lambda exchange: [finding])
    before = _settings.use(settings)
    try:
        assert checks == failure(exchange(404)).findings[0].checks
    finally:
        _settings.use(before)


@pytest.mark.parametrize(("shown", "given"), [("17", 17), ("None", None), ("x", Safe("x")), ("x", UserString("x"))])
def test_whatever_is_no_text_becomes_one(shown, given):
    assert (shown, str) == (clean(given), type(clean(given)))


def test_a_code_of_the_projects_own_enum_is_only_a_number():
    class Code(IntEnum):
        TEAPOT = 418

    sealed = failure(exchange(int(Code.TEAPOT)))
    assert int is type(sealed.exchange.response.code)


def test_evidence_is_cut_only_after_its_credentials_went():
    secret = "k3y-" + "7f3c91" * 40
    unmet = Unmet("x", evidence=(("got", f"{secret} " * 100),))
    sealed = failure(exchange(404, asked=(("X-API-Key", secret),)), unmet=(unmet,))
    got = dict(sealed.unmet[0].evidence)["got"]
    assert (True, True) == (got.startswith("*** *** "), len(got) <= LONGEST_EVIDENCE)
    assert "k3y" not in got
    assert got.endswith("...")


@pytest.mark.parametrize(
    "kind", [("Content-Type", "application/json"), ("Content-Type", "text/plain"), ("Content-Type", "text/html")]
)
def test_a_body_of_100_mb_costs_no_memory_of_its_own(kind):
    small = {"application/json": b'{"a": "' + b"x" * 2_000 + b'"}'}.get(kind[1], b"<p>x</p>" * 250)
    huge = {"application/json": b'{"a": "' + b"x" * 100_000_000 + b'"}'}.get(kind[1], b"<p>x</p>" * 12_500_000)

    def peak(body: bytes) -> int:
        text(failure(exchange(404, body, kind)), "en")
        tracemalloc.start()
        text(failure(exchange(404, body, kind)), "en")
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert 1_000_000 > peak(huge) - peak(small)


HOSTILE = [
    b"\n" * 20_000,
    b" " * 20_000,
    b":" * 20_000,
    b"#" * 20_000,
    b'"' * 20_000,
    b"x" * 5_000_000,
    b"x\n" * 1_000_000,
    b"[" * 200_000,
    b'{"a":' + b"1" * 5_000 + b"}",
    b'{"a": NaN, "a": 2}',
    b"<" * 60_000,
    b"<a" * 30_000,
    b"<!--" * 15_000,
    b"<p>" * 20_000,
    b"&" * 60_000,
    b'{"a":' * 900 + b"1" + b"}" * 900,
    b"<html>" + b"<![CDATA[" * 6_000,
    json.dumps(["\x1b[2J"] * 5_000).encode(),
    b"\\" * 60_000,
    b'"' + b"\\" * 60_000,
    "\u0301".encode() * 30_000,
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("media_type", ["application/json", "text/html", "text/plain"])
def test_no_body_takes_more_than_a_moment(body, media_type):
    start = time.process_time()
    shown = text(failure(exchange(404, body, ("Content-Type", media_type), asked=(("X-API-Key", "k3y-7f3c91"),))), "en")
    assert 10 > time.process_time() - start
    assert 4_000 >= len(shown.partition("\n\n")[2])
