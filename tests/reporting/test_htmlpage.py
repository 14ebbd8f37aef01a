"""The HTML page as text: what stands on it, how much, and what it allows itself."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pytest_httpstatus._catalogue import languages
from pytest_httpstatus._model import SILENCE, Exchange, Finding, Request, Response
from pytest_httpstatus._rendering.words import FAILED, Words
from pytest_httpstatus._reporting import htmlpage, htmlparts, htmltable
from pytest_httpstatus._reporting.htmlparts import Page, page, shares
from pytest_httpstatus._reporting.record import Run, Via
from tests.exchanges import JSON, REQUESTS, exchange, failure
from tests.reporting.entries import entry, run, unauthorized

pytest.importorskip("jinja2")

LOST = entry(exchange(404), "tests/test_shop.py::test_lost", via=Via("helper", "look_up", "tests/shop.py", 40))
SILENT = entry(
    failure(
        Exchange(SILENCE, Request("GET", "http://a.test/up", (), b""), client=REQUESTS, facts=(("silence", "refused"),))
    )
)


class _Reader(HTMLParser):
    """The texts of a page, and the attributes of its elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        if data.strip() and self.elements[-1][0] not in {"style", "script"}:
            self.texts.append(data.strip())


def read(*entries, **more) -> _Reader:
    return _Reader(htmlpage.text(run(*entries, **more)))


def values(*entries, **more) -> Page:
    of: Run = run(*entries, **more)
    return page(of, Words(of.lang))


# -- the run ----------------------------------------------------------------------------------------------------------


def test_the_head_tells_of_the_run():
    passed = unauthorized(passed=True)

    assert [
        "HTTP failures",
        "HTTP failures",
        *("failures", "2", "passed later", "1", "tests run", "1,234"),
        *("duration", "90 s", "started", "2027-01-15 08:00 UTC"),
        "Causes",
    ] == [
        text
        for text in read(passed, LOST, tests=1_234, duration=90.2, started=1_800_000_000.0).texts
        if text != "Skip to the failures"
    ][:13]


def test_a_long_run_is_told_in_minutes():
    assert ("duration", "18 min") in values(duration=1_080.0).facts


def test_nothing_failed_is_a_page_too():
    shown = read(tests=3)

    assert "No test failed because of an HTTP status." == shown.texts[-1]
    assert not [tag for tag, _ in shown.elements if tag in {"script", "table", "form", "a"}]


def test_a_run_that_ended_early_says_so():
    assert [] == values(LOST).notes
    assert ["The run ended before all tests had run: there may be more failures than these."] == values(
        LOST, complete=False
    ).notes


@pytest.mark.parametrize("lang", languages())
def test_the_page_speaks_one_language(lang):
    shown = read(LOST, SILENT, lang=lang)
    words = Words(lang)

    assert ("html", {"lang": lang}) == shown.elements[0]
    assert {words.phrase("page", "causes"), words.phrase("page", "search"), words.label("check")} < set(shown.texts)


# -- causes -----------------------------------------------------------------------------------------------------------


def test_a_cause_has_a_bar_as_long_as_its_share():
    shown = read(unauthorized("/a"), unauthorized("/b"), unauthorized("/c"), LOST)

    assert ["100.0%", "33.33%"] == [attributes["width"] for tag, attributes in shown.elements if tag == "rect"]
    assert ["#cause-1", "#cause-2"] == [
        attributes["href"] for tag, attributes in shown.elements if attributes.get("href", "#f")[:3] == "#ca"
    ]


def test_a_cause_tells_what_all_of_its_failures_share():
    fixture = Via("fixture", "token", "conftest.py", 3)
    [first] = values(*(unauthorized(f"/{name}", when="setup", via=fixture) for name in "abcdef")).groups
    [second] = values(unauthorized("/a", fixtures=("shop",)), unauthorized("/b", fixtures=("shop", "cart"))).groups
    advice = (
        "check",
        [
            "is this the client that logs in, or a bare one?",
            "if you log in yourself: send authorization: Bearer <token>",
        ],
    )

    assert "401 Unauthorized: the request carried no credentials" == first.title
    assert [
        ("where", ["GET /a (1)", "GET /b (1)", "GET /c (1)", "GET /d (1)", "and 2 more"]),
        ("through", ["the fixture token (conftest.py:3)"]),
        advice,
    ] == first.facts
    assert [("where", ["GET /a (1)", "GET /b (1)"]), ("all use", ["shop"]), advice] == second.facts


def test_what_the_title_says_is_not_said_again():
    [found] = values(LOST).groups

    assert "404 Not Found, expected 200: GET /users/me" == found.title
    assert ["through", "check"] == [label for label, _ in found.facts]


def test_a_cause_without_advice_shows_none():
    own = Finding("shop.closed", likely="the shop is closed")
    [found] = values(entry(_with(own))).groups

    assert [("where", ["GET /users/me"])] == found.facts


def _with(*findings: Finding):
    return replace(failure(exchange(500)), findings=findings)


def test_causes_beyond_those_seen_at_once_unfold(monkeypatch):
    monkeypatch.setattr(htmlpage, "MOST_BARS", 1)
    shown = read(LOST, unauthorized("/a"), SILENT)

    assert ["#cause-1", "#cause-2", "#cause-3"] == [
        attributes["href"] for tag, attributes in shown.elements if tag == "a" and attributes["href"] != "#failures"
    ]
    assert "and 2 more" in shown.texts


# -- the table --------------------------------------------------------------------------------------------------------


def test_the_table_counts_endpoints_by_status_class():
    odd = [entry(failure(Exchange(Response(code)), None)) for code in (302, 799)]
    found = values(unauthorized("/users/1"), unauthorized("/users/2"), LOST, SILENT, *odd).matrix

    assert [
        (3, "3xx Redirection"),
        (4, "4xx Client Error"),
        (6, "outside every class"),
        (0, "no answer"),
    ] == found.families
    assert [
        ("GET /users/{id}", {4: 2}, 2),
        ("(not known)", {3: 1, 6: 1}, 2),
        ("GET /users/me", {4: 1}, 1),
        ("GET http://a.test/up", {0: 1}, 1),
    ] == [(line.name, dict(line.counts), line.total) for line in found.rows]
    assert {4: 3, 3: 1, 6: 1, 0: 1} == found.totals


def test_the_table_has_room_for_so_many_endpoints(monkeypatch):
    monkeypatch.setattr(htmltable, "MOST_ENDPOINTS", 1)
    many = [unauthorized("/a"), unauthorized("/a"), unauthorized("/b"), unauthorized("/c")]
    found = values(*many).matrix

    assert (["GET /a"], 2, 2) == ([line.name for line in found.rows], found.more, found.rest)
    assert "and 2 more" in read(*many).texts


# -- failures ---------------------------------------------------------------------------------------------------------


def test_a_failure_is_told_in_full():
    found = entry(
        exchange(500, b'{"detail": "locked"}', JSON, method="POST", sent=b"a=1"),
        "tests/test_shop.py::test_one[1]",
        subtest="(n=1)",
        line=12,
        when="setup",
        via=Via("fixture", "order", "conftest.py", 3),
        worker="gw1",
        duration=1.2345,
        attempt=2,
        passed=True,
    )
    [[row]] = [group.rows() for group in values(found).groups]

    assert "got 500 Internal Server Error, expected 200: POST /users/me" == row.headline
    assert "tests/test_shop.py::test_one[1] (n=1)" == row.test
    assert ("in setup", "passed later") == row.tags
    assert (
        *("tests/test_shop.py:12", "the fixture order (conftest.py:3)", "1,234 ms", "attempt 2", "gw1"),
    ) == row.facts
    assert ["server said", "means", "check"] == [label for label, _ in row.message]
    assert "locked" == row.message[0][1]
    assert 3 == len(re.findall("(?m)^- ", row.message[2][1]))
    assert ["sent", "content", "received", "content", "command"] == [kind for kind, _ in row.exchange]
    assert '| {"detail": "locked"}\n' == row.exchange[3][1]


def test_a_part_that_could_not_be_shown_says_so_on_the_page():
    [[row]] = [
        group.rows()
        for group in values(entry(_with(Finding(FAILED, (("part", "shop"), ("error", "KeyError")))))).groups
    ]

    assert ("", "(shop could not be shown: KeyError)") == row.message[-1]


def test_a_failure_of_which_the_code_alone_is_known_has_no_exchange():
    shown = read(entry(failure(Exchange(Response(404)), None)))

    assert not [tag for tag, _ in shown.elements if tag in {"pre", "h4"}]


def test_names_as_long_as_a_document_are_cut():
    [[row]] = [group.rows() for group in values(unauthorized(test=f"t.py::test[{'x' * 10_000}]")).groups]

    assert (300, "t.py::test[xxx", "xxx]") == (len(row.test), row.test[:14], row.test[-4:])


@pytest.mark.parametrize(
    ("dealt", "sizes", "room"),
    [
        ([], [], 9),
        ([5, 3, 1], [5, 3, 1], 9),
        ([4, 4, 1], [5, 5, 1], 9),
        ([2, 2], [900, 2], 4),
        ([1, 1, 0, 0], [3, 2, 1, 1], 2),
    ],
)
def test_room_is_dealt_out_so_that_every_cause_has_its_share(dealt, sizes, room):
    assert dealt == shares(sizes, room)


def test_of_many_failures_some_are_told_in_full_and_the_page_says_so(monkeypatch):
    monkeypatch.setattr(htmlparts, "MOST_IN_FULL", 2)
    found = values(*(unauthorized(f"/{name}") for name in "abc"), LOST)

    assert [[True, False, False], [True]] == [[row.full for row in group.rows()] for group in found.groups]
    assert [
        "2 of 4 failures are explained in full, spread over all causes; the others have their headline."
    ] == found.notes


def test_of_very_many_failures_some_are_listed_and_the_page_says_so(monkeypatch):
    monkeypatch.setattr(htmlparts, "MOST_LISTED", 1)
    found = values(unauthorized("/a"), unauthorized("/b"), LOST)

    assert [(2, 1)] == [(group.size, len(group.rows())) for group in found.groups]
    assert ["1 of 3 failures are listed; the JSON report has all of them."] == found.notes
    assert 3 == found.size


def test_the_page_grows_by_little_with_the_number_of_failures():
    few, many = (
        len(htmlpage.text(run(*(unauthorized(f"/users/{n}", f"t.py::test[{n}]") for n in range(count)))))
        for count in (400, 1_400)
    )

    assert many - few < 1_000 * 400


# -- what it allows itself --------------------------------------------------------------------------------------------


def test_the_policy_allows_the_style_and_the_script_of_the_page_alone():
    text = htmlpage.text(run(LOST))
    blocks = [re.findall(rf"<{name}>(.*?)</{name}>", text, re.DOTALL) for name in ("style", "script")]
    style, script = (base64.b64encode(hashlib.sha256(block.encode()).digest()).decode() for [block] in blocks)

    assert (
        f'<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; '
        f"style-src &#39;sha256-{style}&#39;; "
        f'script-src &#39;sha256-{script}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;">'
    ) in text


def test_style_and_script_are_the_same_for_every_run():
    pages = [htmlpage.text(run(found, lang=lang)) for found, lang in ((LOST, "en"), (SILENT, "ko"))]

    assert 1 == len({re.search(r"<style>.*</style>", each, re.DOTALL)[0] for each in pages})
    assert 1 == len({re.search(r"<script>.*</script>", each, re.DOTALL)[0] for each in pages})


def test_text_has_contrast_enough_in_both_themes():
    style = (Path(htmlpage.__file__).parent / "htmlpage.css").read_text(encoding="utf-8")
    light, dark = (dict(re.findall(r"--(\w+): (#\w{6});", block)) for block in style.split("@media", 2)[:2])

    assert light.keys() == dark.keys() > {"text", "soft", "link", "c0", "c6"}
    assert [] == [
        (name, ground)
        for theme in (light, dark)
        for name in theme.keys() - {"ground", "raised", "line", "strong", "mark"}
        for ground in ("ground", "raised")
        if contrast(theme[name], theme[ground]) < 4.5
    ]


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, section 1.4.3."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# -- runs -------------------------------------------------------------------------------------------------------------

SUITE = """
    from pytest_httpstatus import assert_status

    def test_lost(): assert_status(404, 200)
    def test_fine(): assert_status(200, 200)
"""


@pytest.fixture
def here(pytester, monkeypatch):
    """Run the suite in this process."""
    for name in ("CI", "BUILD_NUMBER", "GITHUB_ACTIONS", "PYTEST_ADDOPTS"):
        monkeypatch.delenv(name, raising=False)
    pytester.makepyfile(SUITE)
    return lambda *args: pytester.runpytest_inprocess("-p", "no:cacheprovider", "-p", "no:asyncio", *args)


def test_the_page_is_written_where_it_was_asked_for(pytester, here):
    result = here("--httpstatus-html=out/report.html")
    shown = _Reader((pytester.path / "out" / "report.html").read_text(encoding="utf-8"))

    result.assert_outcomes(passed=1, failed=1)
    assert {
        "got 404 Not Found, expected 200 OK",
        "test_the_page_is_written_where_it_was_asked_for.py::test_lost",
    } < set(shown.texts)


def test_without_jinja2_the_run_does_not_begin(here, monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)

    result = here("--httpstatus-html=report.html")

    assert 4 == result.ret
    assert ["ERROR: httpstatus_html needs the package jinja2: pip install 'pytest-httpstatus[html]'"] == [
        line for line in result.errlines if line
    ]


def test_without_jinja2_a_run_without_the_page_is_as_ever(here, monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)

    here().assert_outcomes(passed=1, failed=1)


def test_without_jinja2_the_command_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)

    with pytest.raises(
        ModuleNotFoundError, match=r"^the HTML page needs Jinja2: pip install 'pytest-httpstatus\[html\]'$"
    ):
        htmlpage.text(run(LOST))
