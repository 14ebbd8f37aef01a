"""What a body says: its kind, its sentence; bytes are cut first and decoded second."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import warnings

import pytest

from pytest_httpstatus import _page
from pytest_httpstatus._content import HEAD, html_text, read, sentences

JSON = "application/json"
ALL_BYTES = bytes(range(256))
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


def typed(media_type: str | None) -> tuple[tuple[str, str], ...]:
    return () if media_type is None else (("Content-Type", media_type),)


@pytest.mark.parametrize(
    ("kind", "content", "media_type"),
    [
        ("unread", None, JSON),
        ("empty", b"", JSON),
        ("json", b'{"a": 1}', JSON),
        ("json", b" \r\n[1, 2]", "text/plain"),
        ("json", b'{"title": "x"}', "application/problem+json; charset=utf-8"),
        ("json", b'"text"', JSON),
        ("json", b'{"a": NaN, "a": 2}', JSON),
        ("json", b'{"a": "' + b"x" * 300_000 + b'"}', JSON),
        ("text", b"[ERROR] the disk is full", "text/plain"),
        ("text", b'{"a": 1', JSON),
        ("text", b"Internal Server Error", JSON),
        ("text", b'{"a": ' + b"1" * 5_000 + b"}", JSON),
        ("text", b"[" * 200_000, JSON),
        ("html", b"<html><p>x</p></html>", JSON),
        ("html", b"<p>x</p>", JSON),
        ("html", b"\n<!DOCTYPE html><p>x", None),
        ("html", b"<p>x</p>", "text/html"),
        ("json", b'{"a": 1}', "text/html"),
        ("text", b"no markup", "text/html"),
        ("xml", b'<?xml version="1.0"?><a/>', None),
        ("xml", b"<a/>", "application/soap+xml"),
        ("xml", b"<a/>", "text/xml"),
        ("form", b"a=1&b=2", "application/x-www-form-urlencoded"),
        ("text", b"plain", None),
        ("text", b"plain", "x" * 10_000),
        ("binary", PNG, "image/png"),
        ("binary", PNG, None),
        ("binary", b"%PDF-1.7", "application/pdf"),
        ("binary", b"\x08\x96\x01", "application/x-protobuf"),
        ("binary", ALL_BYTES, "text/plain"),
        ("binary", bytes(range(128, 256)), "text/plain"),
        ("xml", b"<svg", "image/svg+xml"),
    ],
)
def test_the_kind_is_told_by_the_bytes_first_and_the_media_type_second(kind, content, media_type):
    assert kind == read(content, typed(media_type)).kind


@pytest.mark.parametrize(
    ("text", "charset", "content", "media_type"),
    [
        ("이름", "", "이름".encode(), JSON),
        ("이름", "", "이름".encode("euc-kr"), "text/plain; charset=EUC-KR"),
        ("이름", "utf-16", "이름".encode("utf-16"), "text/plain"),
        ("이름", "utf-32", "이름".encode("utf-32"), "text/plain"),
        ("이름", "utf-8-sig", b"\xef\xbb\xbf" + "이름".encode(), None),
        ("né", "", "né".encode("latin-1"), 'text/plain; charset="ISO-8859-1"'),
        ("n\ufffd and more", "", "né and more".encode("latin-1"), "text/plain; charset=utf-8"),
        ("x", "utf-8", b"x", "text/plain; charset=idna"),
        ("x", "utf-8", b"x", "text/plain; charset=undefined"),
        ("x", "utf-8", b"x", "text/plain; charset=base64"),
        ("x", "utf-8", b"x", "text/plain; charset=unicode_escape"),
        ("x", "utf-8", b"x", "text/plain; charset=utf-8\0"),
        ("x", "utf-8", b"x", "text/plain; charset=" + "a" * 10_000),
        ("x", "utf-8", b"x", "text/plain; charset=\ud800"),
        ("x", "utf-8", b"x", "text/plain; charset=iso-8859-99"),
    ],
)
def test_a_charset_is_used_when_it_is_a_known_one_and_remarked_when_it_is_not_the_declared_one(
    text, charset, content, media_type
):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = read(content, typed(media_type))
    assert (text, charset) == (found.text, found.charset)


def test_a_character_that_the_cut_splits_is_left_out():
    found = read(b"a" + "가".encode() * HEAD, typed("text/plain"))
    assert "\ufffd" not in found.text
    assert (False, 1 + 3 * HEAD) == (found.whole, found.size)


def test_json_of_up_to_256_kb_is_parsed_whole_and_a_longer_one_is_not():
    fits = b'{"a": "' + b"x" * 200_000 + b'"}'
    assert (True, 200_000) == (read(fits, typed(JSON)).parsed, len(read(fits, typed(JSON)).document["a"]))
    assert not read(fits + b" " * 100_000, typed(JSON)).parsed


def test_what_the_client_did_not_decode_is_named_and_never_inflated():
    bomb = gzip.compress(b"x" * 100_000)
    fields = (*typed(JSON), ("Content-Encoding", "gzip"))
    assert ("binary", "application/json, content-encoding: gzip") == (
        read(bomb, fields).kind,
        read(bomb, fields).media_type,
    )
    assert ("binary", "application/json") == (read(bomb, typed(JSON)).kind, read(bomb, typed(JSON)).media_type)


def test_a_body_of_100_mb_takes_no_memory_of_its_own():
    body = b"{" + b'"a": "b", ' * 10_000_000
    tracemalloc.start()
    read(body, typed(JSON))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert 1_000_000 > peak


@pytest.mark.parametrize(
    ("said", "content"),
    [
        (("Not authenticated",), {"detail": "Not authenticated"}),
        (("no stock",), {"message": "no stock"}),
        (("no stock",), {"error": "no stock"}),
        (("no stock",), {"error": {"message": "no stock"}}),
        (("E17: no stock",), {"error": {"code": "E17", "message": "no stock"}}),
        (("no stock",), {"error": {"code": 17, "detail": "no stock"}}),
        ((), {"error": {"code": 17}}),
        (("a", "b", "c"), {"detail": ["a", "b", "c", "d"]}),
        (("b",), {"detail": [1, "b"]}),
        (
            ("invalid_grant: the code has expired",),
            {"error": "invalid_grant", "error_description": "the code has expired"},
        ),
        (("Out of stock: none left",), {"title": "Out of stock", "detail": "none left"}),
        (("none left",), {"title": "none left", "detail": "none left"}),
        (("none left",), {"title": " ", "detail": "none left"}),
        (("a", "E2: b"), {"errors": ["a", {"type": "E2", "msg": "b"}, 3]}),
        ((), {"errors": {"a": ["b"]}}),
        ((), {"detail": " ", "other": 1}),
        (("no stock",), ["no stock", 1]),
        (("no stock",), "no stock"),
        ((), 17),
        ((), None),
        ((), {"message": "Not Found"}),
        ((), {"message": "404 NOT FOUND."}),
        ((), {"error": "error"}),
        ((), {"message": "--- 404 ---"}),
        (("이름은 필수 항목입니다",), {"message": "이름은 필수 항목입니다"}),
        (("two lines",), {"message": "two\n\t lines"}),
        (("same",), {"detail": ["same", "same"]}),
    ],
)
def test_the_sentence_of_a_json_body(said, content):
    assert said == sentences(read(json.dumps(content).encode(), typed(JSON)), "Not Found")


S3 = b'<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>The key does not exist.</Message></Error>'


@pytest.mark.parametrize(
    ("said", "content", "media_type"),
    [
        (("ValueError at /x",), b"<html><title>ValueError\n at /x</title><h1>Oops</h1>", "text/html"),
        (("Oops",), b"<html><h1>Oops</h1><p>x</p>", "text/html"),
        ((), b"<html><title>404 Not Found</title><h1>Not Found</h1>", "text/html"),
        (("NoSuchKey: The key does not exist.",), S3, "application/xml"),
        (("gone",), b"<?xml?><s:Error><s:Message>gone</s:Message></s:Error>", "text/xml"),
        ((), b"<?xml?><a>b</a>", "text/xml"),
        (("upstream is down",), b"upstream is down\n", "text/plain"),
        ((), b'{"damaged": ', "application/json"),
        ((), b'["damaged', "application/json"),
        (("[ERROR] the disk is full",), b"[ERROR] the disk is full", "text/plain"),
        ((), b"two\nlines", "text/plain"),
        ((), b"x" * 201, "text/plain"),
        ((), b"a=b", "application/x-www-form-urlencoded"),
        ((), b"\0\1", None),
    ],
)
def test_the_sentence_of_another_body(said, content, media_type):
    assert said == sentences(read(content, typed(media_type)), "Not Found")


def test_a_page_as_text_has_no_scripts_and_one_line_a_block():
    markup = """<html><head><title>A &amp; B</title><style>p {}</style></head><body><h1>Head
    line</h1><script>alert(1)</script><p>one <b>two</b></p><br>three<pre>a
 b</pre></pre></title></style></script></body>"""
    page = html_text(markup)
    assert ("A & B", "Head line", "Head line\none two\nthree\na\nb") == (page.title, page.heading, page.text)


def test_markup_that_the_parser_gives_up_on_is_shown_as_it_is(monkeypatch):
    def give_up(*_: object) -> None:
        raise AssertionError("we should not get here!")

    monkeypatch.setattr(_page._Reader, "feed", give_up)
    assert ("", "<![x") == (html_text("<![x").title, html_text("<![x").text)
