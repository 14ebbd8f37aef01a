"""What a field says, by the tables of the RFC, and that no text is too hostile to be read."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir

from pytest_httpstatus import _fields
from pytest_httpstatus._fields import Challenge, ContentRange

# What hypothesis keeps stays out of the tree, where its folder would be collected.
set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "hypothesis")

DATE = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)
HUGE = 10**18
FIELDS = (("Allow", ""), ("Vary", "Accept"), ("X-One", "1"), ("VARY", "Cookie"))

# -- lines and lists --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "joined", "name"),
    [
        (["Accept", "Cookie"], "Accept, Cookie", "vary"),
        (["Accept", "Cookie"], "Accept, Cookie", "Vary"),
        (["1"], "1", "X-ONE"),
        ([""], "", "allow"),
        ([], None, "x"),
    ],
)
def test_lines_of_a_name_are_found_without_case_and_joined_in_order(
    lines: list[str], joined: str | None, name: str
) -> None:
    assert (lines, joined) == (_fields.values(FIELDS, name), _fields.value(FIELDS, name))


def test_where_fields_are_not_known_none_is_there() -> None:
    assert ([], None) == (_fields.values(None, "vary"), _fields.value(None, "vary"))


@pytest.mark.parametrize(
    ("members", "text"),
    [
        (["GET", "HEAD"], ", GET,, HEAD"),
        (["GET"], "\tGET ,"),
        (["get", "GET"], "get,GET"),
        ([], ""),
        ([], " , ,"),
        ([], None),
    ],
)
def test_a_list_has_no_empty_members(members: list[str], text: str | None) -> None:
    assert members == _fields.members(text)


# -- challenges -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("challenges", "text"),
    [
        # the table
        (
            [Challenge("Basic", {"realm": "a, b"}), Challenge("Bearer", {"realm": "x", "error": "invalid_token"})],
            'Basic realm="a, b", Bearer realm="x", error="invalid_token"',
        ),
        ([Challenge("Negotiate", {}), Challenge("NTLM", {})], "Negotiate, NTLM"),
        (
            [Challenge("Negotiate", {}, "YIIabc=="), Challenge("Basic", {"realm": "x"})],
            'Negotiate YIIabc==, Basic realm="x"',
        ),
        (
            [Challenge("Newauth", {"realm": "apps", "type": "1", "title": 'Login to "apps"'})],
            'Newauth realm="apps", type=1, title="Login to \\"apps\\""',
        ),
        ([Challenge("Bearer", {})], "Bearer"),
        ([Challenge("Basic", {"realm": "x"})], ",, Basic realm=x"),
        ([], ""),
        ([], ","),
        ([], None),
        # white space, case, order
        ([Challenge("Bearer", {"realm": "x"})], 'Bearer realm = "x"'),
        ([Challenge("Bearer", {"realm": "x"})], 'Bearer REALM\t=\t"x"'),
        ([Challenge("Digest", {"realm": "a", "nonce": "b"})], 'Digest realm="a",\tnonce=b'),
        ([Challenge("Basic", {"realm": "x"})], 'Basic realm="x", realm="y"'),
        ([Challenge("Basic", {"realm": ""})], 'Basic realm=""'),
        ([Challenge("Basic", {"realm": "a\\b"})], 'Basic realm="a\\\\b"'),
        # what follows no grammar is left out, and what comes after it is read
        ([Challenge("Basic", {}, "realm=")], "Basic realm="),
        ([Challenge("Basic", {"realm": "x"}), Challenge("Bearer", {})], 'Basic realm="x" Bearer'),
        ([Challenge("Basic", {}), Challenge("Bearer", {})], "Basic realm=a b, Bearer"),
        ([Challenge("Bearer", {"error": "a"})], "Bearer realm=https://x/, error=a"),
        ([Challenge("Basic", {"realm": "x"}), Challenge("NTLM", {})], 'Basic realm="x"; a=b, NTLM'),
        ([Challenge("Basic", {}), Challenge("Bearer", {})], 'Basic realm="a, Bearer'),
        ([Challenge("Basic", {})], 'realm="x", @@, Basic'),
    ],
)
def test_challenges_are_told_from_their_parameters(challenges: list[Challenge], text: str | None) -> None:
    assert challenges == _fields.challenges(text)


def test_a_challenge_is_shown_as_people_name_it() -> None:
    shown = [each.shown() for each in _fields.challenges('Bearer realm="api", error=x, Negotiate abc=')]
    assert ['Bearer realm="api"', "Negotiate"] == shown


# -- numbers and dates ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0"),
        (120, "120"),
        (120, "0" * 30 + "120"),
        (0, "0" * 5_000),
        (HUGE - 1, str(HUGE - 1)),
        (HUGE, str(HUGE)),
        (HUGE, "9" * 5_000),
        *((None, text) for text in ("", "1.5", "-3", "+5", "60s", "1_0", " 5 ", "٤", "5\n", "²", "1e3", "0x10", None)),
    ],
)
def test_seconds_are_ascii_digits(seconds: int | None, text: str | None) -> None:
    assert seconds == _fields.seconds(text)


def short_year(year: int) -> str:
    return f"Sunday, 06-Nov-{year % 100:02} 08:49:37 GMT"


@pytest.mark.parametrize(
    ("date", "text"),
    [
        (DATE, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (DATE, "Sunday, 06-Nov-94 08:49:37 GMT"),
        (DATE, "Sun Nov  6 08:49:37 1994"),
        # no HTTP-date, and yet a time
        (DATE, "Sun, 06 Nov 1994 17:49:37 +0900"),
        (DATE, "Sun, 06 Nov 1994 08:49:37 UTC"),
        *(
            (None, text)
            for text in (
                "",
                None,
                "1994-11-06T08:49:37Z",
                "1994-11-06 08:49:37",
                "784111777",
                "1.5",
                "60, 120",
                "Sun, 06 Nov",
                "Sun, 32 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 25:49:37 GMT",
                "Sun Nov  6 08:49:37 1994 GMT",
                "Sun, ٠٦ Nov 1994 08:49:37 GMT",
                "Fri, 31 Dec 9999 23:59:59 -0900",
                "Sun, 06 Nov 99999 08:49:37 GMT",
                "x," * 20,
                ",",
            )
        ),
    ],
)
def test_dates_are_read_in_all_three_forms(date: datetime | None, text: str | None) -> None:
    assert date == _fields.http_date(text)


@pytest.mark.parametrize("ahead", [-49, -1, 0, 1, 49, 50])
def test_a_year_of_two_digits_is_at_most_50_years_ahead(ahead: int) -> None:
    year = datetime.now(UTC).year + ahead
    found = _fields.http_date(short_year(year))
    assert found is not None
    assert year == found.year


def test_a_year_of_two_digits_further_ahead_is_past() -> None:
    year = datetime.now(UTC).year + 51
    found = _fields.http_date(short_year(year))
    assert found is not None
    assert year - 100 == found.year


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (120, "120"),
        (0, "0"),
        (HUGE, "9" * 5_000),
        (60, "Sun, 06 Nov 1994 08:50:37 GMT"),
        (60, "Sunday, 06-Nov-94 08:50:37 GMT"),
        (60, "Sun Nov  6 08:50:37 1994"),
        (0, "Sun, 06 Nov 1994 08:00:00 GMT"),
        *((None, text) for text in ("1.5", "-3", "60s", "1994-11-06T08:49:37Z", "")),
    ],
)
def test_retry_after_is_seconds_or_a_date_against_the_response_s_own(seconds: int | None, text: str) -> None:
    fields = (("date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("Retry-After", text))
    assert seconds == _fields.retry_after(fields)


@pytest.mark.parametrize("date", [(), (("date", "yesterday"),)])
def test_without_a_date_retry_after_counts_from_the_moment_given(date: Any) -> None:
    fields = (("retry-after", "Sun, 06 Nov 1994 08:50:37 GMT"), *date)
    assert 60 == _fields.retry_after(fields, DATE)


def test_or_from_this_moment() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=600), usegmt=True)
    found = _fields.retry_after((("retry-after", later),))
    assert found is not None
    assert 590 <= found <= 600


@pytest.mark.parametrize("fields", [None, (), (("retry-after", "60"), ("retry-after", "120"))])
def test_without_one_retry_after_there_is_no_wait(fields: Any) -> None:
    assert None is _fields.retry_after(fields)


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (ContentRange("bytes", 0, 499, 1234), "bytes 0-499/1234"),
        (ContentRange("bytes", 0, 499, None), "bytes 0-499/*"),
        (ContentRange("bytes", None, None, 1234), "bytes */1234"),
        (ContentRange("Bytes", 5, 5, 6), "Bytes 5-5/6"),
        (ContentRange("bytes", 1, HUGE, HUGE), f"bytes 1-{'9' * 4_999}/{'9' * 5_000}"),
        (ContentRange("bytes", HUGE, HUGE, None), f"bytes {'9' * 5_000}-{'9' * 5_000}/*"),
        *(
            (None, text)
            for text in (
                None,
                "",
                "bytes",
                "bytes */*",
                "bytes 5-4/10",
                "bytes 0-10/10",
                "bytes 0-499",
                "bytes=0-499/1234",
                "bytes  0-499/1234",
                "bytes 0-/10",
                "bytes -5/10",
                "bytes +0-4/10",
                "bytes ٠-٤/١٠",
                "bytes 0-4/10\n",
                "bytes 0-1/2, bytes 0-1/2",
            )
        ),
    ],
)
def test_a_content_range_is_read_by_its_grammar_or_not_at_all(found: ContentRange | None, text: str | None) -> None:
    assert found == _fields.content_range(text)


# -- media types and parameters ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("application/json", "application/json"),
        ("application/json", "Application/JSON; charset=utf-8"),
        ("application/problem+json", " application/problem+json ;a=b"),
        ("", ""),
        ("", None),
        ("", ";charset=utf-8"),
    ],
)
def test_a_media_type_stands_before_its_parameters(kind: str, text: str | None) -> None:
    assert kind == _fields.media_type(text)


@pytest.mark.parametrize(
    ("value", "text", "name"),
    [
        ("utf-8", "text/html; charset=utf-8", "charset"),
        ("UTF-8", 'text/html;CHARSET="UTF-8"', "charset"),
        ("utf-8", "text/html ;\tcharset = utf-8 ; a=b", "Charset"),
        ("b; c", 'multipart/mixed; boundary="b; c"', "boundary"),
        ('a"b', r'x/y; title="a\"b"', "title"),
        ("right", 'x/y; title="; boundary=wrong"; boundary=right', "boundary"),
        ("1", "x/y; a=1; a=2", "a"),
        ("", 'x/y; a=""', "a"),
        (None, "x/y; a=", "a"),
        (None, "x/y; aa=1; ba=2", "a"),
        (None, 'x/y; a="open', "a"),
        (None, "charset=utf-8", "charset"),
        (None, "x/y; a.c=1", "a?c"),
        (None, "", "charset"),
        (None, None, "charset"),
    ],
)
def test_a_parameter_is_found_by_its_whole_name(value: str | None, text: str | None, name: str) -> None:
    assert value == _fields.parameter(text, name)


# -- targets ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "reference", "base"),
    [
        # resolved against the hop
        ("http://testserver/home", "/home", "http://testserver/login"),
        ("http://testserver/a/c", "c", "http://testserver/a/b?x=1"),
        ("http://testserver/c", "../c", "http://testserver/a/b"),
        ("http://testserver/a/b?y=2", "?y=2", "http://testserver/a/b?x=1"),
        ("https://other.test/home", "https://other.test/home", "http://testserver/login"),
        ("https://other.test/home", "//other.test/home", "https://testserver/login"),
        ("/home", "/home", None),
        ("http://testserver/a", "  /a ", "http://testserver/"),
        # normalised
        ("http://testserver/", "HTTP://TestServer", None),
        ("http://testserver/Home", "http://TESTSERVER:80/Home", None),
        ("https://testserver/", "https://testserver:443", None),
        ("https://testserver:80/", "https://testserver:80/", None),
        ("http://[::1]:8080/", "http://[::1]:8080", None),
        ("http://testserver/~a-b", "http://testserver/%7Ea%2Db", None),
        ("http://testserver/a%2Fb%C3%A9", "http://testserver/a%2fb%c3%a9", None),
        ("http://testserver/?q=a~&r=%26", "http://testserver/?q=%61%7e&r=%26", None),
        ("http://testserver/a,%20b", "http://testserver/a,%20b", None),
        # a fragment stays, and none is made up
        ("http://testserver/a#b", "/a#b", "http://testserver/"),
        ("http://testserver/a", "/a", "http://testserver/#b"),
        # what is no URI is as it was
        ("http://[", "http://[", "http://testserver/"),
        ("http://a:b/", "http://a:b/", None),
        ("http://a:99999/", "http://a:99999/", None),
    ],
)
def test_a_target_is_resolved_and_normalised(found: str, reference: str, base: str | None) -> None:
    assert found == _fields.target(reference, base)


@pytest.mark.parametrize(
    ("found", "url"),
    [
        (("http", "testserver", 80), "http://testserver/a"),
        (("https", "testserver", 443), "HTTPS://TestServer"),
        (("http", "testserver", 8080), "http://user:pw@testserver:8080/"),
        (("http", "testserver", 0), "http://testserver:0/"),
        (("http", "::1", 80), "http://[::1]/"),
        (("ws", "testserver", None), "ws://testserver/"),
        (("", "", None), "/a"),
        (("", "", None), ""),
        (("", "", None), None),
        (("", "", None), "http://["),
        (("", "", None), "http://a:b/"),
    ],
)
def test_an_origin_is_scheme_host_and_port(found: tuple[str, str, int | None], url: str | None) -> None:
    assert found == _fields.origin(url)


@pytest.mark.parametrize(
    ("found", "url"),
    [
        ("/a?b=c", "http://testserver/a?b=c#d"),
        ("/", "http://testserver"),
        ("/?b", "http://testserver?b"),
        ("/a", "/a"),
        ("/", ""),
        ("/", None),
        ("http://[", "http://["),
    ],
)
def test_a_path_comes_with_its_query(found: str, url: str | None) -> None:
    assert found == _fields.path_of(url)


@pytest.mark.parametrize(
    ("found", "url"),
    [
        ([("a", "1 2"), ("b", ""), ("a", "é")], "http://testserver/?a=1+2&b=&a=%C3%A9"),
        ([("b", "")], "/x?b"),
        ([], "http://testserver/"),
        ([], None),
        ([], "http://[?a=b"),
    ],
)
def test_a_query_is_pairs_in_order(found: list[tuple[str, str]], url: str | None) -> None:
    assert found == _fields.query(url)


# -- hostile text -----------------------------------------------------------------------------------------------------


def read_all(text: str) -> None:
    fields = (("retry-after", text), ("date", text), (text, text))
    for reader in (
        _fields.members,
        _fields.challenges,
        _fields.seconds,
        _fields.http_date,
        _fields.content_range,
        _fields.media_type,
        _fields.origin,
        _fields.path_of,
        _fields.query,
    ):
        reader(text)
    for name in ("charset", text):
        _fields.parameter(text, name)
        _fields.value(fields, name)
    _fields.retry_after(fields)
    _fields.target(text, text)
    _fields.target(text, "http://testserver/a")
    _fields.target("/a", text)


PIECES = st.sampled_from(
    [
        "Basic",
        " ",
        ",",
        "=",
        '"',
        "\\",
        ";",
        "realm",
        "bytes ",
        "0-1/2",
        "*",
        "/",
        "http:",
        "//",
        "[",
        "]",
        "@",
        ":",
        "%",
        "Sun, ",
        "06 Nov 1994",
        "06-Nov-94",
        " 08:49:37",
        " GMT",
        " -2400",
        "Sun Nov  6 ",
        "?",
        "#",
        "&",
        "٤",
        "�",
    ]
)


@given(st.text(st.characters(exclude_categories=())) | st.lists(PIECES).map("".join))
def test_no_text_makes_a_reader_raise(text: str) -> None:
    read_all(text)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        " ",
        ",",
        "=",
        '"',
        "\\",
        ";",
        "%",
        "/",
        "../",
        "9",
        "a=",
        'a="',
        '"a',
        '\\"',
        'a="\\",',
        "a ",
        "a,",
        ";a",
        "; ",
        "a=b,",
        ";a=",
        '; a="',
        "Basic a",
        "Sun, ",
        "[",
        "@",
        ":",
        "&a",
        "%41",
        "\n",
        "\t",
        "x y",
        "; a=\\",
    ],
)
def test_a_field_of_a_megabyte_is_read_like_any_other(piece: str) -> None:
    read_all(piece * (1_000_000 // len(piece)))
