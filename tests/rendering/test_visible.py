"""The one exit for remote text: visible, inert, measured in columns."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_httpstatus._rendering.visible import cut, cut_middle, head, inert, line, pad, row, visible, width, wrap

ANYTHING = st.lists(
    st.text(st.characters(exclude_categories=()))
    | st.sampled_from(["\n", "\r", "::", "##", "##[", "##vso[", "##TeamCity[", " ", "\x1b[0m", "\x85", "가", "\u202e"])
).map("".join)


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (r"\x1b[2J\x1b]52;c;x\x07", "\x1b[2J\x1b]52;c;x\x07"),
        (r"\x9b31m \x08 \x00 \x7f", "\x9b31m \x08 \x00 \x7f"),
        (r"a\tb", "a\tb"),
        (r"a\rb", "a\rb"),
        ("a\nb", "a\r\nb"),
        (r"\x0b \x0c \x1c \x85 \u2028 \u2029", "\x0b \x0c \x1c \x85 \u2028 \u2029"),
        (r"\u202e \u2066 \u200b \u061c \ufeff \u3164 \xad", "\u202e \u2066 \u200b \u061c \ufeff \u3164 \xad"),
        (r"\U000e0041", "\U000e0041"),
        (r"\ud800 \ufffe \uffff", "\ud800 \ufffe \uffff"),
        ("한글 é 👩\u200d💻 می\u200cخواهم ❤\ufe0f", "한글 é 👩\u200d💻 می\u200cخواهم ❤\ufe0f"),
        ("Z" + "\u0301" * 4, "Z" + "\u0301" * 400),
        (r"\::error::x", "::error::x"),
        ("a\n  \\::error::x", "a\n  ::error::x"),
        (r"a\r::stop-commands::t", "a\r::stop-commands::t"),
        (r"x\x0b::add-mask::y", "x\x0b::add-mask::y"),
        ("a ::error::x", "a ::error::x"),
        (r"a #\#[add-mask]x", "a ##[add-mask]x"),
        (r"a #\#vso[task.setvariable]", "a ##vso[task.setvariable]"),
        (r"a #\#TeamCity[testFailed", "a ##TeamCity[testFailed"),
        ("## Title ##", "## Title ##"),
    ],
)
def test_what_a_terminal_or_a_runner_would_obey_is_visible_and_inert(shown, text):
    assert shown == visible(text)
    assert shown == visible(shown)


@given(ANYTHING)
def test_nothing_that_is_shown_acts(text):
    shown = visible(text)
    shown.encode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert not re.search(r"##\[|##vso\[|##teamcity\[|^\s*::", shown, re.IGNORECASE | re.MULTILINE)
    assert shown == visible(shown)
    assert "\n" not in line(text)
    assert "\n" not in row(text)


@given(ANYTHING, st.integers(20, 80))
def test_no_line_is_wider_than_asked_and_no_word_is_lost(text, columns):
    shown = visible(text)
    lines = wrap(shown, columns)
    assert not [each for each in lines if width(each) > columns]
    assert "".join(shown.split()) == "".join("".join(lines).split())
    assert width(cut(shown.replace("\n", ""), columns)) <= columns
    assert width(cut_middle(shown.replace("\n", ""), columns)) <= columns


def test_a_line_collapses_blanks_and_a_row_keeps_them():
    assert r"a b\x1cc\rd" == line("  a \n\t b\x1cc\rd\n")
    assert r"a  b c\rd" == row(" a  b\r\nc\rd ")


def test_finished_text_is_made_inert_once_more():
    assert "a\n \\::b #\\#[c" == inert("a\n ::b ##[c")


@pytest.mark.parametrize(
    ("columns", "text"),
    [
        (0, ""), (3, "abc"), (4, "한글"), (3, "é한"), (1, "e\u0301"), (4, "👩\u200d💻"), (2, "ｆ"),
        (4, "\u1112\u1161\u11ab\u1100\u1173\u11af"),
        (1, "❤\ufe0f"), (2, "葛\U000e0100"),
    ],
)  # fmt: skip
def test_width_is_in_display_columns(columns, text):
    assert columns == width(text)


@pytest.mark.parametrize(
    ("shown", "text", "columns"),
    [
        ("한글", "한글", 4),
        ("...", "한글", 3),
        ("한...", "한글날입", 6),
        ("ab...", "abcdefg", 5),
        ("a...", "a bcdefg", 5),
    ],
)
def test_a_cut_leaves_three_dots(shown, text, columns):
    assert shown == cut(text, columns)


@pytest.mark.parametrize(
    ("shown", "text", "columns"),
    [
        ("/users/7", "/users/7", 20),
        ("/a/very/...ath/to/7", "/a/very/long/path/to/7", 19),
        ("/한글...경로", "/한글과아주긴경로", 12),
        ("a...b", "aaaaaabbbbbb", 1),
    ],
)
def test_a_path_is_cut_in_the_middle(shown, text, columns):
    assert shown == cut_middle(text, columns)


def test_a_wide_character_has_its_line_even_where_there_is_no_room():
    assert ["가", "나"] == wrap("가나", 1)


def test_head_and_pad_count_columns():
    assert ("한", "한글  ", "한글") == (head("한글", 3), pad("한글", 6), pad("한글", 2))
    assert "e\u0301e\u0301" == head("e\u0301e\u0301", 3)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["one two", "three"], "one two three"),
        (["  one two", "three"], "  one two three"),
        (["1234567890", "12345 a"], "123456789012345 a"),
        (["a", "1234567890", "12"], "a 123456789012"),
        (["가나다라마", "바사 아자"], "가나다라마바사 아자"),
        (["a", "", "b"], "a\n\nb"),
        (["a  b"], "a  b"),
        ([""], ""),
        (["1234567890", "1"], "   12345678901"),
    ],
)
def test_text_is_wrapped_at_blanks_and_words_only_where_they_must_be(lines, text):
    assert lines == wrap(text, 10)


CALL = "assert_status(resp, 204)"


@pytest.mark.parametrize(
    ("lines", "columns"),
    [
        ([f"the code only: {CALL}"], 39),
        (["the code only:", CALL], 38),
        (["the code only:", CALL], 36),
        (["the code only: assert_status(resp,", "204)"], 35),
    ],
)
def test_a_call_stays_whole_where_it_takes_at_most_two_thirds_of_the_width(lines, columns):
    assert lines == wrap(f"the code only: {CALL}", columns)


@pytest.mark.parametrize(
    "lines",
    [
        ["a call of 12 words is still a call as", "f(a b c d e f g h i j k l) is"],
        ["a call of 13 words is prose, as f(a b c d e f g", "h i j k l m) is"],
    ],
)
def test_a_call_stays_whole_where_it_has_at_most_12_words(lines):
    assert lines == wrap(" ".join(lines), 48)


@pytest.mark.parametrize(
    "lines",
    [
        ["코드만 확인하려면 쓰세요:", CALL],
        ["코드만 확인하려면 쓰세요:", "assert_status(r, 204)를 넣으세요"],
        ["one and two and three and four and", "resp.f(a, g(b, c), d) and six"],
        ["two are closed and one is open: as in f(a)), b))", "c) and so on"],
        ["a bracket in a text counts as one, so", "f(':(', 1) and two thirds) of it"],
        ["this was cut in a call and at the name, before", "f("],
    ],
)
def test_calls_of_every_shape(lines):
    assert lines == wrap(" ".join(lines), 48)


@pytest.mark.parametrize(
    "lines",
    [
        ["what has no content has no length, either (RFC", "9110, section 8.6)"],
        ["this is nothing but a bracket, without a name: (", "a b)"],
        ['대상을 확인하는 방법입니다: 확인("리다이렉트",', "302)"],
    ],
)
def test_what_has_no_ascii_name_before_its_bracket_is_wrapped_like_prose(lines):
    assert lines == wrap(" ".join(lines), 48)


@pytest.mark.parametrize(
    "lines",
    [
        ['to send what is JSON, with client.post("/users",', "json=payload, headers=fields) and no more"],
        ["this call of nobody is never closed, print(a b c", "d e f g h i j k l m n o"],
        ["it ends before it is closed: client.get(address,", "timeout=3"],
        ["a bracket in a text counts as one, so f(':(', 1)", "and so on"],
    ],
)
def test_a_call_too_wide_or_never_closed_is_wrapped_like_prose(lines):
    assert lines == wrap(" ".join(lines), 48)


@pytest.mark.parametrize(
    ("lines", "columns"),
    [
        (["if you log in: send authorization: Bearer <token>"], 49),
        (["if you log in: send", "authorization: Bearer <token>"], 48),
        (["if you log in: send", "authorization: Bearer <token>"], 44),
        (["if you log in: send authorization: Bearer", "<token>"], 43),
    ],
)
def test_a_field_and_its_token_stay_together_where_they_take_at_most_two_thirds_of_the_width(lines, columns):
    assert lines == wrap("if you log in: send authorization: Bearer <token>", columns)


@pytest.mark.parametrize(
    "lines",
    [
        ["다음 헤더를 함께 보내 주세요,", "x: <token>을 더하세요"],
        ["직접 로그인한다면 보내세요,", "인증: Bearer <token>을"],
        ["직접 로그인한다면", "보내세요: 인증: <token>"],
        ["if you log in, send with", "x-api-key: <token>, or a cookie"],
        ["if you log in yourself, send", "cookie: a <b> <c>"],
        ["if you log in yourself, it is a: <b>", "something"],
        ["send the token of this lock as", "if: (a <token>"],
        ["if you log in, send it, as", "<token>: <token>"],
    ],
)
def test_fields_with_tokens_of_every_shape(lines):
    assert lines == wrap(" ".join(lines), 37)


@pytest.mark.parametrize(
    "lines",
    [
        ["if you log in yourself, send Bearer", "<a.b> <c>"],
        ["if you log in yourself, send Bearer ", "<token>"],
        ["log in and send, with both of them a", "<token> <token>"],
        ["if you log in, send it: all of Bearer", "<token>"],
        ["send the token of the lock there: if:", "(<token>)"],
        ["<token> is what you send, so that", "they know"],
        ["if you log in yourself, send with it", "authorization:"],
        ["log in and send all of authorization:", "Bearer of <token>"],
    ],
)
def test_a_token_of_no_field_is_wrapped_like_prose(lines):
    assert lines == wrap(" ".join(lines), 37)


def test_a_token_has_from_1_to_20_signs():
    text = "one and two and three and four and five and six, seven"
    assert [text, f"an: <{'x' * 20}>"] == wrap(f"{text} an: <{'x' * 20}>", 60)
    assert [f"{text} an:", f"<{'x' * 21}>"] == wrap(f"{text} an: <{'x' * 21}>", 60)
    assert [text, "an: <x>"] == wrap(f"{text} an: <x>", 60)
    assert [f"{text} an:", "<>"] == wrap(f"{text} an: <>", 60)


@pytest.mark.parametrize(
    "sign",
    [
        "\n",
        " ",
        ":",
        "#",
        "\u0301",
        "가",
        "\x1b",
        "##[",
        "f(",
        "f( ",
        "f(\n",
        "f(a ",
        "f() ",
        "가( ",
        "<a> ",
        ": ",
        "a: <a> ",
        "<a>: ",
        "f( <a> ",
        "<",
    ],
)
def test_20000_times_the_same_take_linear_time(sign):
    start = time.process_time()
    wrap(visible(sign * 20_000), 76)
    assert 5 > time.process_time() - start
