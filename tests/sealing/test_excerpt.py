"""A body made short and honest, by its kind."""

from __future__ import annotations

import json

import pytest

from pytest_httpstatus._content import HEAD, read
from pytest_httpstatus._model import Excerpt
from pytest_httpstatus._sealing import excerpt
from pytest_httpstatus._sealing.redaction import Redactor
from tests.exchanges import exchange

REDACTOR = Redactor(exchange(401, asked=(("X-API-Key", "k3y-7f3c91"),)))


def received(content: bytes | None, media_type: str = "", limit: int = 2_000, state: str = "kept") -> Excerpt:
    fields = (("Content-Type", media_type),) if media_type else ()
    return excerpt.received(read(content, fields), state, REDACTOR, limit)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "content", "media_type", "state"),
    [
        (Excerpt("unread", media_type="a/b"), None, "a/b", "unread"),
        (Excerpt("gone"), None, "", "gone"),
        (Excerpt("unknown"), None, "", "unknown"),
        (Excerpt("unknown"), None, "", "kept"),
        (Excerpt("empty", size=0), b"", "", "kept"),
        (Excerpt("binary", media_type="image/png", size=3), b"\x89PN", "image/png", "kept"),
        (Excerpt("json", '{"a": 1}', "application/json", 7), b'{"a":1}', "application/json", "kept"),
        (Excerpt("text", "a\nb", "", 7), b"\na\r\nb\n\n"[:7], "", "kept"),
        (Excerpt("html", "Hi\nyou", "text/html", 24), b"<html><p>Hi<p>you</html>", "text/html", "kept"),
        (Excerpt("xml", "<?xml?><a/>", "", 11), b"<?xml?><a/>", "", "kept"),
        (Excerpt("form", "a=1&b=***&password=***&c", "application/x-www-form-urlencoded", 36),
         b"a=1&b=k3y-7f3c91&password=hunter2x&c", "application/x-www-form-urlencoded", "kept"),
        (Excerpt("text", "x", "text/plain", 1, charset="utf-8"), b"x", "text/plain; charset=idna", "kept"),
    ],
)  # fmt: skip
def test_the_excerpt_of_a_body(made, content, media_type, state):
    assert made == received(content, media_type, state=state)


@pytest.mark.parametrize("content", [b'{"a": 1}', b"text", b"<html>", b"a=b"])
def test_with_a_limit_of_0_no_body_is_shown(content):
    assert Excerpt("hidden", size=len(content)) == received(content, limit=0)


@pytest.mark.parametrize(
    ("shown", "total", "content"),
    [
        (2_000, 24_310, b"x" * 24_310),
        (2_000, 2_001, "가".encode() * 2_001),
        (1_000, 4_000, b"x\n" * 2_000),
        (2_000, HEAD + 1, b"x" * (HEAD + 1)),
        (2_000, 5_000_000, b"x" * 5_000_000),
        (1, 1_000_000, b"x" + b"\n" * 999_999),
    ],
)
def test_the_count_of_what_is_shown_and_of_all_is_honest(shown, total, content):
    made = received(content)
    assert (shown, total) == (made.shown, made.total)
    assert shown == len(made.text)


def test_of_json_the_characters_of_the_source_are_counted():
    content = json.dumps([{"id": index} for index in range(200)]).encode()
    made = received(content)
    assert content.decode().startswith("[" + ", ".join(json.dumps({"id": index}) for index in range(30)))
    assert (True, len(content)) == (len(made.text) > made.shown, made.total)
    assert made.text.endswith("...}]")
    assert f'"id": {made.text.count("id") - 1}' in content.decode()[: made.shown]


def test_of_json_longer_than_its_head_the_bytes_are_counted():
    content = b'{"a": "' + b"x" * 1_000_000 + b'"}'
    made = received(content, "application/json")
    assert (1_000_009, True) == (made.total, made.text.endswith('xxx..."}'))


def test_json_that_is_short_but_for_blanks_is_honest_about_the_rest():
    made = received(b'{"a": 1}' + b" " * 300_000)
    assert ('{"a": 1}', 20_480, 300_008) == (made.text, made.shown, made.total)


def test_the_request_hides_what_the_answer_says():
    content = read(b'{"password": "this is too short"}', ())
    assert '{"password": "***"}' == excerpt.sent(content, REDACTOR, 100).text
    assert '{"password": "this is too short"}' == excerpt.received(content, "kept", REDACTOR, 100).text
