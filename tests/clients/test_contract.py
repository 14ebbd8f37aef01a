"""What every client keeps to: an exchange says what came, and nothing that the client does not show."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

import pytest

from pytest_httpstatus._clients import CLIENTS, load, read, status_of
from pytest_httpstatus._model import Exchange
from tests.clients import site, wire
from tests.clients.row import Row

ROWS = list(wire.ROWS)
if find_spec("tests.clients.in_process") is not None:
    ROWS += import_module("tests.clients.in_process").ROWS


@pytest.fixture(params=ROWS, ids=lambda row: row.name if row.name == row.package else f"{row.name}-{row.package}")
def row(request: pytest.FixtureRequest) -> Row:
    client: Row = request.param
    try:
        import_module(client.package)
    except ImportError as error:
        pytest.skip(f"{client.package} is not installed: {error}")
    if client.package == "playwright":
        _start()
    return client


def _start() -> None:
    try:
        wire.driver()
    except Exception as error:  # noqa: BLE001  # whatever keeps the driver from starting
        pytest.skip(f"Playwright's driver cannot start: {error}")


def _read(response: Any) -> Exchange:
    exchange = read(response)
    assert exchange is not None
    return exchange


def _target(url: str | None) -> str:
    """The path and query: in-process clients call their host as they like, and urllib3 does not know it."""
    assert url is not None
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _values(lines: tuple[tuple[str, str], ...] | None, name: str) -> list[str]:
    assert lines is not None
    return [value for each, value in lines if each.lower() == name.lower()]


def _leaves(value: object) -> list[object]:
    if is_dataclass(value):
        return [leaf for each in fields(value) for leaf in _leaves(getattr(value, each.name))]
    if type(value) is tuple:
        return [leaf for each in value for leaf in _leaves(each)]
    return [value]


@pytest.mark.parametrize(
    ("method", "path", "code", "phrase"),
    [
        ("GET", "/users/7?page=2", 200, "OK"),
        ("GET", "/missing", 404, "Not Found"),
        ("POST", "/items", 201, "Created"),
        ("DELETE", "/users/7", 204, "No Content"),
    ],
)
def test_code_and_phrase_are_what_the_server_said(
    row: Row, base: str, method: str, path: str, *, code: int, phrase: str
) -> None:
    exchange, status = row.send(
        base, method, path, lambda it: (_read(it), status_of(it)), json={"a": 1} if method == "POST" else None
    )

    assert (code, code) == (exchange.response.code, status)
    assert (phrase if "reason" in row.shows else None) == (
        phrase if (exchange.response.reason or "").casefold() == phrase.casefold() else exchange.response.reason
    )
    assert row.name == exchange.client.name


def test_method_and_target_are_those_of_the_request(row: Row, base: str) -> None:
    asked = row.send(base, "GET", "/users/7?page=2", _read).request

    assert ("GET" if "method" in row.shows else None) == asked.method
    assert ("/users/7?page=2" if "url" in row.shows else None) == (asked.url and _target(asked.url))


def test_fields_of_the_response_are_there_and_both_links(row: Row, base: str) -> None:
    answer = row.send(base, "GET", "/users/7?page=2", _read).response

    assert ("fields" in row.shows) is (answer.fields is not None)
    assert ("apart" in row.shows) is answer.lines_apart
    if answer.fields is not None:
        assert ["abc"] == _values(answer.fields, "x-request-id")
        links = _values(answer.fields, "link")
        assert ", ".join(site.LINKS) == ", ".join(links)
        assert (2 if answer.lines_apart else 1) == len(links)


def test_what_was_sent_is_there(row: Row, base: str) -> None:
    exchange = row.send(base, "POST", "/items", _read, json={"name": "nut"}, headers={"X-Colour": "blue"})
    asked = exchange.request

    assert ("sent fields" in row.shows) is (asked.fields is not None)
    if asked.fields is not None:
        assert ["blue"] == _values(asked.fields, "x-colour")
        (declared,) = _values(asked.fields, "content-type")  # niquests names the charset too
        assert "application/json" == declared.partition(";")[0]
    assert ({"name": "nut"} if "sent content" in row.shows else None) == (asked.content and json.loads(asked.content))
    if "fields" in row.shows:
        assert ["/items/1"] == _values(exchange.response.fields, "location")
    if "content" in row.shows:
        assert {"name": "nut"} == json.loads(exchange.response.content or b"")


@pytest.mark.parametrize(("path", "content"), [("/missing", site.MISSING), ("/big", site.BIG)])
def test_content_is_there_byte_for_byte(row: Row, base: str, path: str, content: bytes) -> None:
    answer = row.send(base, "GET", path, _read).response

    if "content" in row.shows:
        assert (content, "kept") == (answer.content, answer.content_state)
    else:
        assert answer.content is None
        assert answer.content_state in {"unread", "unknown", "gone"}


def test_duration_and_version_are_there_where_the_client_has_them(row: Row, base: str) -> None:
    answer = row.send(base, "GET", "/new", _read).response

    assert ("elapsed" in row.shows) is (answer.elapsed is not None)
    assert ("1.1" if "version" in row.shows else None) == answer.version


def test_redirect_that_was_followed_is_a_hop(row: Row, base: str) -> None:
    exchange = row.send(base, "POST", "/old", _read, json={"a": 1}, follow=True)

    if exchange.response.code == 302:
        assert not exchange.client.follow, "the client has a word for following, and did not"
        return
    assert 200 == exchange.response.code
    if "url" in row.shows:
        assert "/new" == _target(exchange.request.url)
    if "hops" not in row.shows:
        assert () == exchange.hops == exchange.redirects
        return
    (hop,) = exchange.redirects
    assert hop.request == exchange.first
    assert 302 == hop.response.code
    if not exchange.client.in_process or hop.response.fields is not None:
        assert ["/new"] == _values(hop.response.fields, "location")
    if not exchange.client.in_process or hop.request.url is not None:
        assert "/old" == _target(hop.request.url)
        assert ("POST" if "method" in row.shows else None) == hop.request.method
    if "sent content" in row.shows and hop.request.content is not None:
        assert {"a": 1} == json.loads(hop.request.content)


def test_redirect_that_was_not_followed_is_the_answer(row: Row, base: str) -> None:
    exchange = row.send(base, "GET", "/old", _read, follow=False)

    assert (302, ()) == (exchange.response.code, exchange.hops)
    if "fields" in row.shows:
        assert ["/new"] == _values(exchange.response.fields, "location")


def test_dialect_says_whether_redirects_are_followed_by_default(row: Row, base: str) -> None:
    exchange = row.send(base, "GET", "/old", _read)

    assert (200 if exchange.client.follows else 302) == exchange.response.code


def test_stream_that_is_unread_stays_unread_and_complete(row: Row, base: str) -> None:
    if not row.streams:
        pytest.skip(f"{row.name} cannot leave content unread")

    def check(response: Any) -> tuple[Exchange, Exchange, bytes]:
        assert row.rest is not None
        return _read(response), _read(response), row.rest(response)

    first, second, rest = row.send(base, "GET", "/big", check, stream=True)

    assert ("unread", None) == (first.response.content_state, first.response.content)
    assert "unread" == second.response.content_state
    assert site.BIG == rest


def test_reading_twice_gives_the_same(row: Row, base: str) -> None:
    one, other = row.send(base, "GET", "/users/7?page=2", lambda it: (_read(it), _read(it)))

    assert one == other


@pytest.mark.parametrize(("method", "path"), [("GET", "/users/7?page=2"), ("POST", "/old")])
def test_values_are_exact_builtins(row: Row, base: str, method: str, path: str) -> None:
    exchange = row.send(base, method, path, _read, follow=True, json={"a": 1} if method == "POST" else None)

    kinds = {type(leaf) for leaf in _leaves(exchange)}
    assert kinds <= {str, int, bytes, float, bool, type(None)}


@pytest.mark.parametrize("file", sorted(set(CLIENTS.values())))
def test_watched_functions_and_carriers_exist(file: str) -> None:
    client = load(file)
    absent = []
    for name in (*client.watched, *client.carriers):
        module, _, path = name.partition(":")
        if find_spec(module.partition(".")[0]) is None:
            absent.append(name)
            continue
        found: Any = import_module(module)
        for step in path.split("."):
            found = getattr(found, step)
        assert callable(found)
    assert all(name.startswith("niquests") for name in absent)
