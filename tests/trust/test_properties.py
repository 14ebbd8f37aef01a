"""Whatever comes is read and shown within bounds: what generated exchanges have in common."""

from __future__ import annotations

import json
import re

import execnet
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pytest_httpstatus._content import HEAD, read, sentences
from pytest_httpstatus._expectation import HTTP, parse
from pytest_httpstatus._rendering import aside, text
from pytest_httpstatus._sealing import wire
from tests.exchanges import exchange, failure

quick = settings(derandomize=settings().max_examples <= 100, deadline=None, database=None)
PIECES = st.sampled_from(
    [
        *(
            "\x1b[2J",
            "\r",
            "\n",
            "::error::x",
            "##[group]",
            "##vso[a]",
            "\u202e",
            "\u200b",
            "\ud800",
            "\x00",
            "```",
            "|",
            "<b>",
        ),
        *("&#0;", "{", "}", "[", '"', ":", ",", "1e999", "\\ud800", "https://a:b@c/?token=d", "Bearer e", "\ufeff"),
        *("\U000e0041", "\u0301" * 9),
    ]
)
ANYTHING = st.lists(st.text(st.characters(exclude_categories=()), max_size=12) | PIECES, max_size=12).map("".join)
BODIES = st.binary(max_size=300) | ANYTHING.map(lambda it: it.encode("utf-8", "surrogatepass"))
CHARSETS = ("utf-16", "utf-32", "idna", "iso-2022-kr", "utf-8")
KINDS = ANYTHING | st.sampled_from(
    [
        *("application/json", "text/html", "text/xml", "application/x-www-form-urlencoded", "image/png"),
        *(f"text/plain; charset={each}" for each in CHARSETS),
    ]
)
NAMES = ANYTHING | st.sampled_from(["Server", "Location", "WWW-Authenticate", "Retry-After", "Via", "Link"])
FIELDS = st.lists(st.tuples(NAMES, ANYTHING))
ACTING = re.compile(
    r"(?m)^[^\S\n]*::|##\[|##vso\[|##teamcity\[|[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", re.IGNORECASE
)


@quick
@given(BODIES | st.none(), KINDS, st.sampled_from([None, "gzip"]))
@example(b"\x00" * 600, "text/plain; charset=utf-16", None)
def test_any_body_is_read(content: bytes | None, kind: str, coding: str | None) -> None:
    fields = (("Content-Type", kind), *((("Content-Encoding", coding),) if coding else ()))
    found = read(content, fields)

    assert (None if content is None else len(content)) == found.size
    assert HEAD >= len(found.text)
    assert found == read(content, fields) or found.document != found.document  # NaN is no equal of itself
    assert 3 >= len(sentences(found, "Not Found"))
    assert not found.parsed or found.kind == "json"


@quick
@given(st.integers(100, 999), BODIES, FIELDS, ANYTHING, ANYTHING, st.sampled_from(["en", "ko"]))
def test_any_exchange_is_explained_without_acting(  # noqa: PLR0917  # one for each part that is generated
    code: int, content: bytes, fields: list[tuple[str, str]], url: str, because: str, lang: str
) -> None:
    found = failure(exchange(code, content, *fields, url=url, reason=because, sent=content), because=because)

    for shown in (text(found, lang, "full"), text(found, lang, "short"), aside(found, lang)):
        assert None is ACTING.search(shown)
        assert shown == shown.encode().decode()
    data = wire.dump(found)
    assert data == json.loads(json.dumps(data))
    assert found == wire.load(data)
    execnet.dumps(data)


ATOMS = st.sampled_from(["404", "4xx", "40x", "not found", "200-204", "server error"])


@quick
@given(ATOMS, ATOMS, ATOMS)
def test_the_signs_keep_the_laws_of_sets(one: str, two: str, three: str) -> None:
    def codes(spec: str) -> frozenset[int]:
        try:
            return frozenset(parse(spec).codes)
        except ValueError:
            return frozenset()

    whole = frozenset(HTTP)
    assert codes(f"{one} | {two}") == codes(f"{two} | {one}") == codes(one) | codes(two)
    assert codes(f"{one} & {two}") == codes(f"{two} & {one}") == codes(one) & codes(two)
    assert codes(f"!{one}") == whole - codes(one)
    assert codes(f"!!{one}") == codes(one)
    assert codes(f"{one} & {two} | {one} & {three}") == codes(one) & (codes(two) | codes(three))
    assert codes(f"!{one} & !{two}") == whole - (codes(one) | codes(two))


@quick
@given(ATOMS, ATOMS)
def test_what_is_printed_is_read_as_the_same(one: str, two: str) -> None:
    for spec in (f"{one} | {two}", f"!{one}", f"{one} | !{two}"):
        found = parse(spec)
        assert found.codes == parse(found.text).codes
        assert found.text == parse(found.text).text


@pytest.mark.parametrize("body", [b'{"a": NaN}', b"[" * 5_000, b'{"detail": {"msg": "x"}}', b"\xef\xbb\xbf"])
def test_cases_that_were_found_once(body: bytes) -> None:
    assert read(body, (("Content-Type", "application/json"),)).size == len(body)
