"""Objects that nobody named, and how strangers are touched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from enum import IntEnum
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock, Mock
from urllib.parse import urlsplit

import pytest

from pytest_httpstatus._clients import probe, read, status_of
from pytest_httpstatus._model import Exchange, Hop, Request, Response


class Text(str):
    """A text that returns itself, as Django's `SafeString` does."""

    __slots__ = ()

    def __str__(self) -> str:
        return self


class Raising:
    """A response whose every property raises but its code."""

    status_code = 404

    def __getattr__(self, name: str) -> object:
        raise RuntimeError(name)


class Endless:
    """Headers that break off."""

    def items(self) -> Iterator[tuple[str, str]]:
        yield "X-A", "1"
        raise RuntimeError

    def __getitem__(self, name: str) -> str:
        raise KeyError(name)


class Closed(Endless):
    """Headers that cannot be walked at all."""

    def items(self) -> Iterator[tuple[str, str]]:
        raise RuntimeError


class Several(dict[str, str]):
    """Headers that keep repeated lines apart, as many clients' do."""

    def multi_items(self) -> list[tuple[str, str]]:
        return [("Link", "<a>"), ("Link", "<b>")]


class Code(IntEnum):
    """Somebody's own codes."""

    TEAPOT = 418


class CarryingError(Exception):
    """An exception that carries a response."""

    def __init__(self, response: object = None, **more: object) -> None:
        self.response = response
        vars(self).update(more)


class URL:
    """A URL whose `str` is the URL, as yarl's and httpx's."""

    def __str__(self) -> str:
        return "http://shop/"


@pytest.mark.parametrize("code", [404, HTTPStatus.NOT_FOUND, Code.TEAPOT, 799])
def test_bare_code_is_an_exchange_that_knows_the_code_alone(code: int) -> None:
    exchange = read(code)

    assert Exchange(Response(int(code))) == exchange
    assert type(exchange.response.code) is int
    assert int(code) == status_of(code)


@pytest.mark.parametrize(
    "thing",
    [
        None,
        True,
        "404",
        4.04,
        object(),
        {},
        HTTPStatus,
        Raising,
        MagicMock(),
        Mock(),
        ValueError("404"),
        SimpleNamespace(status_code=True),
        SimpleNamespace(status_code="404"),
        SimpleNamespace(status_code=404, lazy=True),
        SimpleNamespace(code=7),
        SystemExit(2),
    ],
)
def test_what_is_no_response_is_none(thing: object) -> None:
    assert read(thing) is None


@pytest.mark.parametrize("name", ["status_code", "status", "code"])
def test_code_is_found_by_the_names_that_clients_share(name: str) -> None:
    for code in (404, HTTPStatus.NOT_FOUND):
        thing = SimpleNamespace(**{name: code})

        assert Exchange(Response(404)) == read(thing)
        assert (404, int) == (status_of(thing), type(status_of(thing)))


@pytest.mark.parametrize("thing", [None, SimpleNamespace(status_code="404 NOT FOUND")])
def test_status_of_what_is_no_response_is_none(thing: object) -> None:
    assert status_of(thing) is None


def test_home_made_response_shows_what_has_the_right_type() -> None:
    thing = SimpleNamespace(
        status_code=404,
        status="404 Nope",
        reason=Text("Nope"),
        headers={"X-A": Text("1"), "X-Count": 7, "Link": ["<a>", "<b>"], "X-None": None},
        content=bytearray(b"no"),
        elapsed=timedelta(seconds=2),
        request=SimpleNamespace(method="GET", url=URL(), headers=[(b"Accept", b"*/*")], body="ä"),
        history=[SimpleNamespace(status=302, method="POST", url="http://shop/old"), object()],
    )

    fields = (("X-A", "1"), ("X-Count", "7"), ("Link", "<a>"), ("Link", "<b>"))
    expected = Exchange(
        Response(404, "Nope", fields, b"no", "kept", elapsed=2.0),
        Request("GET", "http://shop/", (("Accept", "*/*"),), "ä".encode()),
        (Hop(Request("POST", "http://shop/old"), Response(302)),),
    )
    exchange = read(thing)
    assert expected == exchange
    assert type(exchange.response.reason) is str
    assert all(type(part) is str for line in exchange.response.fields or () for part in line)


def test_fields_that_are_kept_apart_come_apart() -> None:
    exchange = read(SimpleNamespace(status_code=200, headers=Several()))

    assert exchange is not None
    assert (("Link", "<a>"), ("Link", "<b>")) == exchange.response.fields


def test_mock_with_a_code_shows_the_code_alone_and_records_no_call() -> None:
    for mock in (Mock(status_code=404), MagicMock(status_code=404)):
        assert Exchange(Response(404)) == read(mock)
        assert ([], []) == (mock.method_calls, mock.mock_calls)


def test_properties_that_raise_are_not_known() -> None:
    assert Exchange(Response(404)) == read(Raising())


def test_property_that_would_read_a_stream_is_not_asked() -> None:
    class Streaming:
        status_code = 200

        @property
        def content(self) -> bytes:
            pytest.fail("read")

        text = data = body = content

    assert Exchange(Response(200)) == read(Streaming())


def test_exception_gives_the_response_that_it_carries() -> None:
    assert Exchange(Response(404)) == read(CarryingError(SimpleNamespace(status_code=404)))


@pytest.mark.parametrize("carried", [None, ValueError()])
def test_exception_without_response_is_one_itself_if_it_has_a_code(carried: object) -> None:
    assert Exchange(Response(503)) == read(CarryingError(carried, code=503))


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("http://shop/", "http://shop/"),
        (urlsplit("http://shop/a?b"), "http://shop/a?b"),
        (URL(), "http://shop/"),
        (7, None),
    ],
)
def test_url_is_known_as_text_and_from_the_classes_of_urls(url: object, text: str | None) -> None:
    exchange = read(SimpleNamespace(status_code=200, url=url))

    assert exchange is not None
    assert text == exchange.request.url


@pytest.mark.parametrize(
    ("value", "expected"),
    [("a", "a"), (Text("a"), "a"), (b"\xe4", "ä"), (bytearray(b"a"), "a"), (1, None), (None, None)],
)
def test_text_is_an_exact_str(value: object, expected: str | None) -> None:
    found = probe.text(value)

    assert (expected, type(expected)) == (found, type(found))


@pytest.mark.parametrize(("value", "expected"), [(1, 1), (HTTPStatus.OK, 200), (True, None), ("1", None), (1.0, None)])
def test_number_is_an_exact_int(value: object, expected: int | None) -> None:
    found = probe.number(value)

    assert (expected, type(expected)) == (found, type(found))


@pytest.mark.parametrize(
    ("value", "expected"),
    [(b"a", b"a"), (memoryview(b"a"), b"a"), ("\ud800", b"\xed\xa0\x80"), (Text("ä"), "ä".encode()), (1, None)],
)
def test_octets_are_exact_bytes(value: object, expected: bytes | None) -> None:
    found = probe.octets(value)

    assert (expected, type(expected)) == (found, type(found))


@pytest.mark.parametrize(
    ("value", "expected"), [(timedelta(milliseconds=5), 0.005), (2, 2.0), (0.5, 0.5), (True, None), ("1", None)]
)
def test_seconds_are_an_exact_float(value: object, expected: float | None) -> None:
    found = probe.seconds(value)

    assert (expected, type(expected)) == (found, type(found))


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"A": "1", "B": 2}, (("A", "1"), ("B", "2"))),
        ({"A": ["1", b"2"]}, (("A", "1"), ("A", "2"))),
        ([(b"A", b"1"), ["B", "2"]], (("A", "1"), ("B", "2"))),
        ((("A", True), ("B",), "AB", (1, "2"), ("C", None)), ()),
        ({}, ()),
        (Endless(), None),
        (Closed(), None),
        (None, None),
        ("A: 1", None),
        (Mock(), None),
        (MagicMock(), None),
    ],
)
def test_fields_come_from_mappings_and_pairs_alone(headers: Any, expected: object) -> None:
    assert expected == probe.fields(headers)


@pytest.mark.parametrize("lines", [7, None, (1 / count for count in (0,))])
def test_pairs_of_what_cannot_be_walked_are_not_known(lines: object) -> None:
    assert probe.pairs(lines) is None


def test_attributes_of_the_instance_are_found_without_running_a_property() -> None:
    assert ({"a": 1}, {}, {}) == (probe.own(SimpleNamespace(a=1)), probe.own(7), probe.own(Raising))
