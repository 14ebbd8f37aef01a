"""An entry of the catalogue as text, and the tables of the command line."""

from __future__ import annotations

import pytest

from pytest_httpstatus._catalogue import status_info
from pytest_httpstatus._catalogue.codes import ROWS
from pytest_httpstatus._catalogue.vendors import ROWS as VENDORS
from pytest_httpstatus._model import Status, VendorMeaning
from pytest_httpstatus._rendering.entry import codes_text, entry, heading, listing, own_name, table
from pytest_httpstatus._rendering.visible import head, width

CODES = sorted({row.code for row in (*ROWS, *VENDORS)} | {199, 299, 399, 498, 599, 600, 799, 999})


def lines(status: Status, lang: str = "en") -> list[str]:
    return entry(status, lang).splitlines()


def labelled(status: Status, label: str, lang: str = "en") -> str | None:
    """The text beside a label, unwrapped."""
    rows = lines(status, lang)
    starts = [number for number, row in enumerate(rows) if row.strip().startswith(f"{label}  ")]
    if not starts:
        return None
    first, *rest = rows[starts[0] :]
    more = []
    for row in rest:
        if not row.startswith(" " * 15):
            break
        more.append(row.strip())
    return " ".join([first.strip().removeprefix(label).strip(), *more])


def all_lines(lang: str) -> list[str]:
    return [line for code in CODES for line in lines(status_info(code, lang=lang), lang)]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_entry_fits_76_columns_and_leaves_no_blank_behind(lang):
    assert [] == [line for line in all_lines(lang) if width(line) > 76 or line != line.rstrip() or not line]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_labels_leave_a_blank_before_the_text(lang):
    beside = [head(line, 15) for line in all_lines(lang) if line.startswith(" ")]

    assert [] == [lead for lead in beside if not lead.endswith(" ") or width(lead) != 15]


@pytest.mark.parametrize(
    ("shown", "code", "lang"),
    [
        ("404 Not Found", 404, "en"),
        ("404 Not Found (찾을 수 없음)", 404, "ko"),
        ("302 Found (일시 이동)", 302, "ko"),
        ("418 (Unused)", 418, "en"),
        ("418 (Unused) (사용되지 않음)", 418, "ko"),
        ("520 Web Server Returns an Unknown Error", 520, "ko"),
        ("499 (not registered with IANA)", 499, "en"),
        ("499 (IANA에 등록되지 않음)", 499, "ko"),
        ("799 (not registered with IANA)", 799, "en"),
    ],
)
def test_the_heading_has_code_phrase_and_name(shown, code, lang):
    status = status_info(code, lang=lang)

    assert shown == heading(status, lang) == lines(status, lang)[0]


@pytest.mark.parametrize(
    ("shown", "code", "label", "lang"),
    [
        ("4xx Client Error", 404, "class", "en"),
        ("4xx 클라이언트 오류(Client Error)", 404, "클래스", "ko"),
        ("outside every class", 700, "class", "en"),
        ("RFC 6585, Section 4", 429, "defined in", "en"),
        (None, 499, "defined in", "en"),
        (None, 404, "state", "en"),
        ("registered as unused", 418, "state", "en"),
        ("registered for a limited time", 104, "state", "en"),
        ("obsoleted", 510, "state", "en"),
        ("not registered with IANA", 521, "state", "en"),
        (None, 499, "state", "en"),
        ("Payload Too Large, Request Entity Too Large", 413, "also called", "en"),
        (None, 404, "also called", "en"),
        ("WWW-Authenticate", 401, "must have", "en"),
        (None, 404, "must have", "en"),
        ("Location, ETag", 201, "often has", "en"),
        ("never", 204, "content", "en"),
        ("optional", 301, "content", "en"),
        (None, 418, "content", "en"),
        (None, 499, "content", "en"),
        ("yes, by default", 404, "cacheable", "en"),
        ("only when the response says so", 400, "cacheable", "en"),
        ("never, a cache must not store it", 429, "cacheable", "en"),
        ("never, a cache must not store it", 511, "cacheable", "en"),
        (None, 304, "cacheable", "en"),
        (None, 103, "cacheable", "en"),
        ("a client may turn it into GET when it follows", 301, "method", "en"),
        ("kept when followed", 308, "method", "en"),
        (None, 304, "method", "en"),
        (None, 200, "method", "en"),
        ("yes, it may pass", 503, "retry", "en"),
        ("no, the same request fails again", 401, "retry", "en"),
        ("the status does not say", 500, "retry", "en"),
        (None, 200, "retry", "en"),
        (None, 100, "retry", "en"),
    ],
)
def test_a_label_stands_only_where_there_is_something_to_say(shown, code, label, lang):
    assert shown == labelled(status_info(code, lang=lang), label, lang)


def test_what_vendors_mean_by_a_registered_code_stands_elsewhere():
    assert (
        "Redirect (Exchange ActiveSync): Exchange ActiveSync sends the client to another server; "
        "this is not a legal block"
    ) == labelled(status_info(451), "elsewhere")


def test_each_vendor_of_a_registered_code_has_a_line_of_its_own():
    vendors = (
        VendorMeaning("one", 421, "One", "First", meaning="the first"),
        VendorMeaning("two", 421, "Two", "Second", meaning="the second"),
    )

    assert [
        "  elsewhere    One (First): the first",
        "               Two (Second): the second",
    ] == lines(Status(421, "Misdirected Request", "RFC 9110", vendors=vendors))[-2:]


def test_an_unregistered_code_has_what_each_vendor_says_in_place_of_a_guess():
    status = status_info(599)
    text = entry(status, "en")

    assert 2 == text.count("used by") == len(status.vendors)
    assert 2 == text.count("\n    causes") == text.count("\n    check")
    assert "\n  causes" not in text


def test_an_entry_without_sentences_has_its_facts():
    assert [
        "299",
        "  class        2xx Successful",
        "  content      optional",
        "  cacheable    only when the response says so",
    ] == [line.removesuffix(" X") for line in lines(Status(299, "X", "", name="X"))]


@pytest.mark.parametrize(
    ("name", "code", "lang"),
    [("", 404, "en"), ("찾을 수 없음", 404, "ko"), ("일시 이동", 302, "ko"), ("", 520, "ko"), ("", 418, "en")],
)
def test_the_name_is_said_where_it_is_not_the_phrase(name, code, lang):
    assert name == own_name(status_info(code, lang=lang))


def test_columns_are_aligned_by_what_a_terminal_shows():
    assert "찾을  404\nok    2\n      3" == table([("찾을", "404"), ("ok", "2"), ("", "3")])


def test_a_listing_has_code_phrase_and_name():
    statuses = [status_info(code, lang="ko") for code in (404, 410)]

    assert "404  Not Found  찾을 수 없음\n410  Gone       더 이상 없음" == listing(statuses)


@pytest.mark.parametrize(
    ("shown", "codes"),
    [
        ("any code", range(100, 600)),
        ("404", [404]),
        ("301 | 302", [301, 302]),
        ("301-303 | 307 | 308", [301, 302, 303, 307, 308]),
        ("5xx", range(500, 600)),
        ("4xx & !404", [*range(400, 404), *range(405, 500)]),
        ("4xx & !401 & !403 | 500", [400, 402, *range(404, 500), 500]),
        ("200 | 4xx | 799", [200, *range(400, 500), 799]),
    ],
)
def test_codes_are_said_in_few_words(shown, codes):
    assert shown == codes_text(frozenset(codes), "en")


def test_any_code_is_said_in_the_reader_s_language():
    assert "모든 코드" == codes_text(frozenset(range(100, 600)), "ko")
