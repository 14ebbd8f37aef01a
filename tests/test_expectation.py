"""What was asked: every spelling that is read, and every one that is refused with the nearest that is."""

from __future__ import annotations

import ast
import enum
import itertools
import re
import tempfile
from collections import deque
from decimal import Decimal
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType
from typing import Any
from unittest.mock import MagicMock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir

from pytest_httpstatus import IsStatus
from pytest_httpstatus._catalogue.codes import ROWS
from pytest_httpstatus._expectation import HTTP, Expectation, parse

# What hypothesis keeps stays out of the tree, where its folder would be collected.
set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "hypothesis")

FORMS = "a code (404), a class ('4xx'), a name ('not found'), a range ('200-204') or several ('404 | 410')"
THREE = "a status code has three digits, 100 to 999; the nearest is"
OBJECTS = "a text has no parentheses, objects have: IsStatus('2xx') & ~(IsStatus(204) | 206)"


class Code(enum.IntEnum):
    MISSING = 404
    HIGH = 1000


class Name(str):
    """A text of the user's own, with words of its own."""

    __slots__ = ()

    def __str__(self) -> str:
        return "not this"

    __repr__ = __str__


class Index:
    """A number as numpy has them: no `int`."""

    def __index__(self) -> int:
        return 404


class Raising:
    """An object that says nothing."""

    def __repr__(self) -> str:
        raise RuntimeError("no words")


def span(first: int, last: int) -> set[int]:
    return set(range(first, last + 1))


# -- what is read -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codes", "text", "spec"),
    [
        # that code
        ({404}, "404", 404),
        ({404}, "404", HTTPStatus.NOT_FOUND),
        ({404}, "404", Code.MISSING),
        ({404}, "404", "404"),
        ({404}, "404", " 404 "),
        ({404}, "404", Name("404")),
        ({100}, "100", 100),
        ({999}, "999", 999),
        ({999}, "999", "999"),
        # the class, a pattern on digits
        (span(400, 499), "4xx", "4xx"),
        (span(400, 499), "4xx", "4XX"),
        (span(400, 499), "4xx", "4xX"),
        (span(400, 409), "40x", "40x"),
        (span(500, 599), "5xx", "5xx"),
        # the class by the RFC's name
        (span(100, 199), "1xx", "informational"),
        (span(200, 299), "2xx", "success"),
        (span(200, 299), "2xx", "Successful"),
        (span(300, 399), "3xx", "redirection"),
        (span(400, 499), "4xx", "client error"),
        (span(400, 499), "4xx", "CLIENT_ERROR"),
        (span(500, 599), "5xx", " server  error "),
        # a code by name
        ({404}, "404", "not found"),
        ({404}, "404", "NOT_FOUND"),
        ({404}, "404", "Not Found"),
        ({404}, "404", "not-found"),
        ({422}, "422", "unprocessable entity"),
        ({422}, "422", "unprocessable content"),
        ({413}, "413", "payload too large"),
        ({203}, "203", "non-authoritative information"),
        ({200}, "200", "ok"),
        ({418}, "418", "I'm a teapot"),
        # a range
        (span(200, 204), "200-204", "200-204"),
        (span(200, 204), "200-204", "200 - 204"),
        ({404}, "404-404", "404-404"),
        (span(200, 204), "200-204", range(200, 205)),
        (span(200, 204), "200-204", range(204, 199, -1)),
        ({200, 202, 204}, "200 | 202 | 204", range(200, 205, 2)),
        (span(100, 999), "100-999", "100-999"),
        (span(600, 999), "600-999", range(600, 1000)),
        # any of
        ({404, 410}, "404 | 410", "404 | 410"),
        ({404, 410}, "404 | 410", "404|410"),
        ({200, 204}, "200 | 204", "200, 204"),
        ({200} | span(300, 399), "200 | 3xx", [200, "3xx"]),
        ({200, 204}, "200 | 204", {200, 204}),
        ({200, 204}, "200 | 204", frozenset({204, 200})),
        ({204, 200}, "204 | 200", (204, 200)),
        ({200, 204}, "200 | 204", deque([204, 200])),
        ({200, 204}, "200 | 204", {204: "b", 200: "a"}.keys()),
        ({200, 404}, "200 | 404", [HTTPStatus.OK, IsStatus(404)]),
        ({404}, "404", ["404", 404, "not found", "404 | 404"]),
        # a class without a code
        (span(200, 299) - {204}, "2xx & !204", "2xx & !204"),
        (span(200, 299) - {204}, "2xx & !204", "2xx&!no content"),
        (span(200, 299) - {204} | {304}, "2xx & !204 | 304", "2xx & !204 | 304"),
        ({304} | span(200, 299) - {204, 206}, "304 | 2xx & !204 & !206", "304, 2xx & !204 & !206"),
        # not, within 100 to 599
        (HTTP - span(500, 599), "!5xx", "!5xx"),
        (HTTP - {404}, "!404", "!404"),
        (HTTP - {404}, "!404", "! not found"),
        (HTTP, "!999", "!999"),
        ({404}, "404", "!!404"),
        (HTTP - {404}, "!404", "! ! !404"),
        (HTTP, "!!100-999", "!!100-999"),
        ({404}, "404", "!" * 3_000 + "404"),
        # an alternative that nothing meets is none
        ({200}, "200", "404 & 410 | 200"),
        ({200}, "200", "200 | !100-599"),
    ],
)
def test_each_spelling_names_its_codes_and_is_said_in_the_shortest_form(codes: set[int], text: str, spec: Any) -> None:
    assert Expectation(frozenset(codes), text) == parse(spec)


@pytest.mark.parametrize("code", range(600, 1000, 57))
def test_a_code_beyond_the_classes_is_met_by_what_names_it_alone(code: int) -> None:
    naming = [code, str(code), f"{code}-999", range(600, 1000), [404, code]]
    others = ["1xx", "2xx", "3xx", "4xx", "5xx", "!5xx", "!404", f"!{code}", f"!!{code} | 404", "server error"]
    assert [True] * len(naming) == [parse(spec).meets(code) for spec in naming]
    assert [False] * len(others) == [parse(spec).meets(code) for spec in others]


@pytest.mark.parametrize("row", [row for row in ROWS if row.state != "unused"], ids=lambda row: str(row.code))
def test_every_registered_code_is_read_by_its_names(row: Any) -> None:
    names = [spelled for name in (row.phrase, *row.aliases) for spelled in (name, name.lower(), name.upper())]
    assert {row.code} == {code for name in names for code in parse(name).codes}


def test_a_single_code_is_told_from_several() -> None:
    assert (404, None, None) == (parse("not found").single, parse("4xx").single, parse("404 | 410").single)


def test_the_text_of_a_set_does_not_depend_on_its_order() -> None:
    orders = itertools.permutations([410, "404", "2xx", HTTPStatus.CONFLICT])
    assert {"2xx | 404 | 409 | 410"} == {parse(dict.fromkeys(order).keys()).text for order in orders}


def test_texts_are_remembered_and_nothing_else_is() -> None:
    assert parse("404 | 410") is parse("404 | 410")
    assert parse(404) is not parse(404)
    with pytest.raises(TypeError):
        parse(404.0)


def test_what_is_remembered_is_bounded() -> None:
    from pytest_httpstatus import _expectation

    for count in range(2_000):
        parse(f"200 |{' ' * count} 204")
    assert 512 == _expectation._parse_text.cache_info().currsize


# -- what is refused --------------------------------------------------------------------------------------------------

REFUSED: list[tuple[type[Exception], Any, str]] = [
    # the list of the design
    (ValueError, "error", "'error' can mean several things; write '4xx | 5xx'"),
    (
        ValueError,
        "redirect",
        "'redirect' can mean several things; write '3xx', '301 | 302 | 303 | 307 | 308' or assert_redirect(...)",
    ),
    (ValueError, "unused", "'unused' can mean several things; write 306 or 418"),
    (ValueError, "(Unused)", "'(Unused)' can mean several things; write 306 or 418"),
    (ValueError, "2xx !204", "'2xx !204' is no status expectation; did you mean '2xx & !204'?"),
    (TypeError, True, "True is no status expectation; '2xx' is any success, '!5xx' anything but a server error"),
    (TypeError, False, "False is no status expectation; '2xx' is any success, '!5xx' anything but a server error"),
    (TypeError, 200.0, "200.0 is a float; a status code is an int: 200"),
    (ValueError, "", f"'' lacks a status code; give {FORMS}"),
    (
        ValueError,
        [],
        "[] names no status code, so no response could meet it; give at least one, as in [200, '3xx']",
    ),
    (TypeError, {}, "{} is a dict; give its codes as a list, as in [200, '3xx']"),
    (ValueError, "4x", "'4x' is no status expectation; did you mean '4xx'?"),
    (ValueError, "6xx", "'6xx' is no status expectation; did you mean '600-699'?"),
    (ValueError, 99, f"99 is no status code: {THREE} 100"),
    (ValueError, 1000, f"1000 is no status code: {THREE} 999"),
    (TypeError, b"200", "b'200' is bytes; write it as text: '200'"),
    (ValueError, "204-200", "'204-200' is no status expectation; did you mean '200-204'?"),
    (ValueError, "٤٠٤", "'٤٠٤' is no status expectation; did you mean '404'?"),
    (ValueError, "teapot?", "'teapot?' is no status expectation; did you mean \"i'm a teapot\"?"),
    # numbers
    (ValueError, -1, f"-1 is no status code: {THREE} 100"),
    (ValueError, 10**5_000, f"an object of type int is no status code: {THREE} 999"),
    (ValueError, Code.HIGH, f"<Code.HIGH: 1000> is no status code: {THREE} 999"),
    (ValueError, "99", f"'99' is no status expectation; {THREE} 100"),
    (ValueError, "099", f"'099' is no status expectation; {THREE} 100"),
    (ValueError, "1000", f"'1000' is no status expectation; {THREE} 999"),
    (ValueError, "4" * 3_000, f"'{'4' * 27}...{'4' * 28}' is no status expectation; {THREE} 999"),
    (ValueError, "４０４", "'４０４' is no status expectation; did you mean '404'?"),
    (ValueError, "٤", f"'٤' is no status expectation; give {FORMS}"),
    (ValueError, "200.0", "'200.0' is no status expectation; did you mean '200'?"),
    (TypeError, 99.5, "99.5 is a float; a status code is an int: 100"),
    (TypeError, float("nan"), "nan is a float; a status code is an int: 100"),
    (TypeError, float("inf"), "inf is a float; a status code is an int: 999"),
    (TypeError, Decimal(200), f"an object of type Decimal is no status expectation; give {FORMS}"),
    (TypeError, Index(), f"an object of type Index is no status expectation; give {FORMS}"),
    # patterns
    (ValueError, "x0x", f"'x0x' is no status expectation; give {FORMS}"),
    (ValueError, "4x4", "'4x4' is no status expectation; did you mean '4xx'?"),
    (ValueError, "4X4", "'4X4' is no status expectation; did you mean '4xx'?"),
    (ValueError, "4xxx", "'4xxx' is no status expectation; did you mean '4xx'?"),
    (ValueError, "60x", "'60x' is no status expectation; did you mean '600-609'?"),
    (ValueError, "0xx", f"'0xx' is no status expectation; give {FORMS}"),
    (ValueError, "404 | 4x", "'4x', in '404 | 4x', is no status expectation; did you mean '4xx'?"),
    # ranges
    (ValueError, "200-", "'200-' is no status expectation; did you mean '200-299'?"),
    (ValueError, "-200", "'-200' is no status expectation; did you mean '100-200'?"),
    (ValueError, "-", f"'-' is no status expectation; give {FORMS}"),
    (ValueError, "099-204", "'099-204' is no status expectation; did you mean '100-204'?"),
    (ValueError, "204-099", "'204-099' is no status expectation; did you mean '100-204'?"),
    (ValueError, "990-1000", "'990-1000' is no status expectation; did you mean '990-999'?"),
    (ValueError, "2xx-4xx", "'2xx-4xx' is no status expectation; did you mean '200-499'?"),
    (ValueError, "200–204", "'200–204' is no status expectation; did you mean '200-204'?"),
    (ValueError, "200..204", "'200..204' is no status expectation; did you mean '200-204'?"),
    (ValueError, "404 | 204-200", "'204-200', in '404 | 204-200', is no status expectation; did you mean '200-204'?"),
    (ValueError, range(0), "range(0, 0) holds no status code; 200 to 204 is range(200, 205) or '200-204'"),
    (ValueError, range(204, 200), "range(204, 200) holds no status code; 200 to 204 is range(200, 205) or '200-204'"),
    (ValueError, range(990, 1005), f"1004, in range(990, 1005), is no status code: {THREE} 999"),
    (ValueError, range(10**12), f"0, in range(0, 1000000000000), is no status code: {THREE} 100"),
    # signs
    (
        ValueError,
        "404 & 410",
        "'404 & 410' leaves no status code, so no response could meet it; did you mean '404 | 410'?",
    ),
    (ValueError, "!100-599", f"'!100-599' leaves no status code, so no response could meet it; give {FORMS}"),
    (ValueError, "!!999", f"'!!999' leaves no status code, so no response could meet it; give {FORMS}"),
    (ValueError, "!", f"'!' lacks a status code; give {FORMS}"),
    (ValueError, "404 |", f"'404 |' lacks a status code; give {FORMS}"),
    (ValueError, "404 || 410", f"'404 || 410' lacks a status code; give {FORMS}"),
    (ValueError, "200 204", "'200 204' is no status expectation; did you mean '200 | 204'?"),
    (ValueError, "200 or 204", "'200 or 204' is no status expectation; did you mean '200 | 204'?"),
    (ValueError, "200/204", "'200/204' is no status expectation; did you mean '200 | 204'?"),
    (ValueError, "not 404", "'not 404' is no status expectation; did you mean '!404'?"),
    (ValueError, "~404", "'~404' is no status expectation; did you mean '!404'?"),
    (ValueError, "(404 | 410) & 4xx", f"'(404 | 410) & 4xx' is no status expectation; {OBJECTS}"),
    # names
    (ValueError, "errors", "'errors' is no status expectation; did you mean '4xx | 5xx'?"),
    (ValueError, "404 | error", "'error', in '404 | error', can mean several things; write '4xx | 5xx'"),
    (ValueError, "client-error", "'client-error' is no status expectation; did you mean 'client error'?"),
    (ValueError, "not fond", "'not fond' is no status expectation; did you mean 'not found'?"),
    (ValueError, "404 Not Found", "'404 Not Found' is no status expectation; did you mean '404'?"),
    (ValueError, "HTTP_404_NOT_FOUND", "'HTTP_404_NOT_FOUND' is no status expectation; did you mean '404'?"),
    (ValueError, "zzz", f"'zzz' is no status expectation; give {FORMS}"),
    (ValueError, "None", f"'None' is no status expectation; give {FORMS}"),
    (ValueError, Name("4x"), "'4x' is no status expectation; did you mean '4xx'?"),
    (ValueError, "\x1b[2J\u202e", f"'\\x1b[2J\\u202e' is no status expectation; give {FORMS}"),
    # long ones
    (
        ValueError,
        "404|" * 25_000,
        (
            "'404|404|404|404|404|404|404...404|404|404|404|404|404|404|' has 100,000 characters,"
            f" no expectation needs as many; give {FORMS}"
        ),
    ),
    (ValueError, "a" * 3_000, f"'{'a' * 27}...{'a' * 28}' is no status expectation; give {FORMS}"),
    # collections
    (
        TypeError,
        [[200], 404],
        "[200] is a collection inside [[200], 404]; put its members into that one, as in [200, '3xx']",
    ),
    (
        TypeError,
        [range(200, 205)],
        ("range(200, 205) is a collection inside [range(200, 205)]; put its members into that one, as in [200, '3xx']"),
    ),
    (TypeError, [200, None], f"None is no status expectation; give {FORMS}"),
    (TypeError, [200, b"4"], f"b'4' is bytes; give {FORMS}"),
    (TypeError, [{}], "{} is a dict; give its codes as a list, as in [200, '3xx']"),
    (TypeError, [True], "True is no status expectation; '2xx' is any success, '!5xx' anything but a server error"),
    (TypeError, {200: "yes"}, "{200: 'yes'} is a dict; give its codes as a list, as in [200, '3xx']"),
    (
        TypeError,
        MappingProxyType({200: 1}),
        "mappingproxy({200: 1}) is a mappingproxy; give its codes as a list, as in [200, '3xx']",
    ),
    (TypeError, itertools.count(200), "count(200) can be read only once; give a list, as in [200, '3xx']"),
    # others
    (TypeError, None, f"None is no status expectation; give {FORMS}"),
    (TypeError, object(), f"an object of type object is no status expectation; give {FORMS}"),
    (TypeError, Raising(), f"an object of type Raising is no status expectation; give {FORMS}"),
    (TypeError, bytearray(b"200"), "bytearray(b'200') is bytes; write it as text: '200'"),
    (TypeError, b"\xff", f"b'\\xff' is bytes; give {FORMS}"),
    (TypeError, b"", f"b'' is bytes; give {FORMS}"),
]


def complaint(spec: Any) -> str:
    with pytest.raises((ValueError, TypeError)) as caught:
        parse(spec)
    return str(caught.value)


@pytest.mark.parametrize(("error", "spec", "text"), REFUSED, ids=[ascii(row[2][:40]) for row in REFUSED])
def test_what_is_no_expectation_is_refused_with_the_nearest_that_is(
    error: type[Exception], spec: Any, text: str
) -> None:
    with pytest.raises(error) as caught:
        parse(spec)
    assert text == str(caught.value)


def offers(message: str) -> list[str]:
    """The spellings that a message offers, after the last semicolon."""
    return re.findall(r"'[^']*'|\"[^\"]*\"|\[[^\]]*\]|\b\d{3}\b", message.rpartition(";")[2])


@pytest.mark.parametrize("message", [row[2] for row in REFUSED], ids=lambda message: ascii(message[:40]))
def test_what_a_message_offers_works_when_pasted(message: str) -> None:
    if OBJECTS in message:
        assert IsStatus("2xx & !204 & !206") == IsStatus("2xx") & ~(IsStatus(204) | 206)
        return
    found = offers(message)
    assert found
    for offer in found:
        assert parse(ast.literal_eval(offer)).codes


@pytest.mark.parametrize(
    "spec",
    [
        "x" * 100_000,
        "4x|" * 33_000,
        "!" * 100_000,
        "!" * 3_000,
        "4 " * 1_900,
        "(" * 3_000,
        " " * 3_999 + "x",
        "200-" * 900,
        ["a" * 3_000] * 5,
        [[0] * 10_000],
        {key: key for key in range(10_000)},
        b"4" * 100_000,
        range(10**18),
        MagicMock(),
        [Raising()],
        [[Raising()]],
        (each for each in [200]),
    ],
    ids=lambda spec: type(spec).__name__,
)
def test_a_message_is_short_whatever_came(spec: Any) -> None:
    assert len(complaint(spec)) < 400


def outcome(text: str) -> Expectation | str:
    """What was read, or the words of the refusal."""
    try:
        return parse(text)
    except ValueError as error:
        return str(error)


@given(st.text(st.characters(exclude_categories=())) | st.text("0123456789xX!&|,- \t()ofrn~/"))
def test_any_text_is_read_or_refused_with_its_words(text: str) -> None:
    found = outcome(text)
    if isinstance(found, str):
        assert len(found) < 400
        assert found.isprintable()
    else:
        assert found.codes


ATOMS = st.sampled_from(
    ["404", "4xx", "40x", "2XX", "not found", "client error", "200-204", "999", "600-650", "100-999"]
)
TEXTS = st.lists(
    st.lists(st.builds(str.__add__, st.sampled_from(["", "", "!", "!!", "! !!"]), ATOMS), min_size=1, max_size=3).map(
        " & ".join
    ),
    min_size=1,
    max_size=3,
).map(" | ".join)


@given(TEXTS)
def test_what_is_said_means_what_was_asked(text: str) -> None:
    found = outcome(text)
    if isinstance(found, str):
        assert "leaves no status code" in found
    else:
        assert found.codes == parse(found.text).codes
        assert found.text == parse(found.text).text
        assert len(found.text) <= len(text)


def meaning(text: str) -> set[int]:
    """The grammar once more, by the words of the design."""
    return set().union(
        *(
            set.intersection(*(literal(factor) for factor in alternative.split("&")))
            for alternative in re.split(r"[|,]", text)
        )
    )


def literal(text: str) -> set[int]:
    text = text.strip()
    return span(100, 599) - literal(text[1:]) if text.startswith("!") else set(parse(text).codes)


@given(TEXTS)
def test_signs_are_the_operations_on_sets(text: str) -> None:
    wanted = meaning(text)
    if wanted:
        assert wanted == set(parse(text).codes)
    else:
        assert "leaves no status code" in complaint(text)
