"""What a hostile server can send over a socket, as far as a client lets it through."""

from __future__ import annotations

import gzip
import http.client
import re
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

requests = pytest.importorskip("requests")

from pytest_httpstatus import StatusMismatch, assert_status, explain  # noqa: E402  # nothing to see without requests
from pytest_httpstatus._rendering import transcript  # noqa: E402  # as above
from tests.exchanges import exchange, failure  # noqa: E402  # as above
from tests.trust.hostile import Hostile, hostile  # noqa: E402  # as above

CHALLENGE = ("WWW-Authenticate", "Bearer")
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
COMMANDS = re.compile(r"(?m)^\s*::|##\[|##vso\[|##teamcity\[", re.IGNORECASE)


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    with hostile() as served:
        yield served


def explained(response: Any) -> str:
    with pytest.raises(StatusMismatch) as caught:
        assert_status(response, 200)
    shown = f"{caught.value}\n{explain(response, 200)}"
    assert (None, None) == (CONTROLS.search(shown), COMMANDS.search(shown))
    assert 12_000 > len(shown)
    assert shown == shown.encode().decode()
    return shown


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (b"404 \x1b[31mNo\x1b]52;c;eA==\x07", r"\x1b[31mNo\x1b]52;c;eA==\x07"),
        (b"404 " + b"x" * 10_000, "x" * 77 + "..."),
        (b"404 ", "< HTTP/1.1 404 ("),
        (b"404 ##[add-mask]x", r"404 #\#[add-mask]x"),
        (b"404 \xe2\x80\xae", "404 \u00e2\\x80\u00ae"),
        (b"799 Odd", "HTTP/1.1 799 Odd"),
        (b"999 Denied", "HTTP/1.1 999 Denied"),
    ],
)
def test_a_reason_phrase_is_visible_and_short(server: Hostile, status: bytes, shown: str) -> None:
    assert shown in explained(requests.get(server.plant("/reason", status), timeout=10))


def test_a_field_with_controls_and_commands_is_visible(server: Hostile) -> None:
    url = server.plant("/field", b"404 No", b"Server: \x1b[2J\x9b31m##vso[task.x] ::error::y", b"X-Request-Id: \x07a")
    shown = explained(requests.get(url, timeout=10))
    assert r"< server: \x1b[2J\x9b31m#\#vso[task.x] ::error::y" in shown
    assert r"< x-request-id: \x07a" in shown


def test_many_long_repeated_empty_and_strange_fields_are_bounded(server: Hostile) -> None:
    fields = [b"X-%d: %d" % (each, each) for each in range(90)]
    url = server.plant("/fields", b"404 No", *fields, b"Server: " + b"s" * 60_000, b"Via: a", b"Via: b", b"Age:")
    shown = explained(requests.get(url, timeout=10))
    assert "< via: a" in shown
    assert not re.search("s{400}", shown)


def test_a_field_is_not_called_absent_where_not_all_are_kept() -> None:
    many = tuple((f"X-{each}", "v") for each in range(200))
    kept, beyond = (failure(exchange(401, b"", *many[:each], CHALLENGE)) for each in (90, 200))
    assert "< www-authenticate: Bearer" in transcript(kept, "en")
    assert "www-authenticate" not in transcript(beyond, "en")


@pytest.mark.parametrize("line", [b"99 Low", b"0 None", b"-1 Less", b"1000 More", b"abc Words"])
def test_a_status_that_is_none_is_refused_by_the_client_or_by_us(server: Hostile, line: bytes) -> None:
    url = server.plant("/code", line)
    with pytest.raises((requests.RequestException, ValueError, TypeError)):
        assert_status(requests.get(url, timeout=10), 200)


def test_a_bomb_that_the_client_has_read_is_shown_by_its_head(server: Hostile) -> None:
    bomb = gzip.compress(b"x " * 10_000_000)
    assert 30_000 > len(bomb)
    url = server.plant("/bomb", b"500 No", b"Content-Encoding: gzip", b"Content-Type: text/plain", content=bomb)
    assert "(first 2,000 characters of 20,000,000 bytes)" in explained(requests.get(url, timeout=30))


def test_a_bomb_that_nobody_decoded_is_named_and_not_inflated(server: Hostile) -> None:
    urllib3 = pytest.importorskip("urllib3")
    url = server.plant("/coded", b"500 No", b"Content-Encoding: gzip", content=gzip.compress(b"x" * 10_000_000))
    with urllib3.PoolManager() as pool:
        assert "content-encoding: gzip" in explained(pool.request("GET", url, decode_content=False))


def test_a_stalled_stream_is_not_waited_for(server: Hostile) -> None:
    url = server.plant("/stalled", b"503 No", b"Content-Type: text/event-stream", content=b"data: 1\n\n", held=True)
    # A read of what never comes would end in the time-out of the client: an error, and not our text.
    with requests.get(url, stream=True, timeout=20) as response:
        assert "(not read by the test)" in explained(response)
        assert b"data: 1\n\n" == response.raw.read(9)
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    connection.request("GET", "/stalled")
    with connection.getresponse() as answer:
        assert "503" in explained(answer)
        assert b"data: 1\n\n" == answer.read(9)
    connection.close()


def test_a_stream_that_is_half_read_or_closed_is_never_said_to_be_empty(server: Hostile) -> None:
    url = server.plant("/half", b"404 No", content=b"0123456789")
    with requests.get(url, stream=True, timeout=10) as response:
        assert b"01234" == response.raw.read(5)
        assert "(empty)" not in explained(response)
        assert b"56789" == response.raw.read()
    with requests.get(url, stream=True, timeout=10) as closed:
        closed.close()
        assert "(empty)" not in explained(closed)
    with requests.get(url, stream=True, timeout=10) as taken:
        assert [b"0123456789"] == list(taken.iter_content(20))
        assert "(empty)" not in explained(taken)


def test_a_switch_of_protocols_is_left_alone(server: Hostile) -> None:
    host, port = urlsplit(server.plant("/ws", b"101 Switching Protocols", b"Upgrade: websocket")).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(b"GET /ws HTTP/1.1\r\nHost: a\r\n\r\n")
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert "got 101 Switching Protocols, expected 200" in explained(answer)
        answer.close()


@pytest.mark.parametrize(
    "content",
    [
        b"\r::stop-commands::t\n::error file=a::x\n\x0b::add-mask::y",
        b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'><!ENTITY c '&b;&b;&b;&b;'>]><a>&c;</a>",
        b'{"a": ' + b"[" * 100_000,
        b'{"a": ' + b"9" * 10_000 + b"}",
        "\ufeffa\u202eb\u2066c\u200bd\U000e0041".encode("utf-16"),
        "\U0001f600".encode("utf-32"),
        b'{"detail": "\\ud800\\u202e"}',
        b"\xff\xfe\xfd" + b"a\xcc\x81" * 3_000,
        b"```\n|![](http://e/)<details></code>",
        b"<script>alert(1)</script>]]>&#0;",
        b"x" * 2_000 + b" " + b"::error::z " * 500,
    ],
    ids=[
        "commands",
        "entities",
        "deep",
        "number",
        "utf-16",
        "utf-32",
        "surrogate",
        "marks",
        "markdown",
        "html",
        "wrap",
    ],
)
@pytest.mark.parametrize("kind", [b"application/json", b"text/html", b"application/xml; charset=idna", b"x" * 10_000])
def test_a_body_of_any_kind_is_shown_without_acting(server: Hostile, content: bytes, kind: bytes) -> None:
    url = server.plant("/body", b"500 No", b"Content-Type: " + kind, content=content)
    assert "root:" not in explained(requests.get(url, timeout=10))
