"""The HTML page as a reader meets it: in Chromium, opened from a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pytest_httpstatus._reporting import htmlpage
from tests.exchanges import HTML, exchange, failure
from tests.reporting.entries import entry, run, unauthorized

pytest.importorskip("jinja2")
api = pytest.importorskip("playwright.sync_api")

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no {CHROMIUM}: apt-get install chromium")

PATIENCE = 60_000
"""Milliseconds that a loaded machine may take."""

EVIL = (
    "<script>hacked = 1</script></script></pre></dl></details></style><!-- <img src=x onerror=hacked=1>"
    '<a href=javascript:hacked=1>x</a><iframe src=https://evil.test></iframe>" onmouseover="hacked=1" x=\''
    "{{ 7 * 7 }}{% raise %} &lt;b&gt; &#60; \u202e \ud800 \x1b[31m \x07"
)
USERS = [
    unauthorized(f"/users/{number}", f"tests/test_users.py::test_user[{number}]", line=number + 1)
    for number in range(60)
]
ORDERS = [
    entry(
        exchange(500, b'{"detail": "database is locked"}', url=f"https://api.test/orders/{number}", method="POST"),
        f"tests/test_orders.py::test_order[{number}]",
    )
    for number in range(3)
]
HOSTILE = entry(
    failure(
        exchange(
            404,
            EVIL.encode("utf-8", "surrogatepass"),
            HTML,
            ("X-Request-Id", EVIL),
            ("Location", "javascript:hacked=1"),
            reason=EVIL,
            url=f"https://api.test/{EVIL}",
            method=EVIL,
            sent=EVIL.encode("utf-8", "surrogatepass"),
            asked=(("X-Evil", EVIL), ("Content-Type", "text/plain")),
        ),
        because=EVIL,
    ),
    f"tests/test_evil.py::test_evil[{EVIL}{'x' * 2_000}]",
    subtest=EVIL,
    worker=EVIL,
    fixtures=(EVIL,),
)
LOST = entry(exchange(404))
LOUD = "addEventListener('securitypolicyviolation', (event) => console.error(`refused: ${event.blockedURI}`))"


class Seen:
    """What a page said and asked for while it was open."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.asked: list[str] = []


@pytest.fixture(scope="module")
def browser() -> Iterator[Callable[[Callable[[Any], Any]], Any]]:
    """Call a function with Chromium, in a thread of its own: Playwright's loop would be in the way of other tests'."""
    with ThreadPoolExecutor(1) as thread:
        driver = thread.submit(lambda: api.sync_playwright().start()).result()
        opened = thread.submit(
            lambda: driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"], timeout=2 * PATIENCE)
        ).result()
        yield lambda function: thread.submit(function, opened).result()
        thread.submit(opened.close).result()
        thread.submit(driver.stop).result()


@pytest.fixture
def look(browser, tmp_path: Path) -> Callable[..., Seen]:
    """Write the page of some failures, open it, and do what `by` does; keywords are those of the browser's context."""

    def look(by: Callable[[Any], None], *entries: Any, lang: str = "en", **context: Any) -> Seen:
        file = tmp_path / "report.html"
        htmlpage.show(run(*entries, lang=lang, choice=str(file), tests=99, started=1_800_000_000.0))
        return browser(lambda opened: _looked(opened, file.as_uri(), by, context))

    return look


def _looked(opened: Any, url: str, by: Callable[[Any], None], context: dict[str, Any]) -> Seen:
    seen = Seen()
    with _page(opened, context) as page:
        page.on("console", lambda message: seen.said.append(message.text))
        page.on("pageerror", lambda error: seen.said.append(str(error)))
        page.on("request", lambda request: seen.asked.append(request.url))
        page.on("requestfailed", lambda request: request.failure == "csp" and seen.asked.remove(request.url))
        page.goto(url)
        by(page)
    assert [url] == list(dict.fromkeys(asked.partition("#")[0] for asked in seen.asked))
    return seen


@contextmanager
def _page(opened: Any, context: dict[str, Any]) -> Iterator[Any]:
    made = opened.new_context(**context)
    made.set_default_timeout(PATIENCE)
    made.add_init_script(LOUD)
    try:
        yield made.new_page()
    finally:
        made.close()


def says(page: Any, text: str) -> None:
    api.expect(page.get_by_role("status")).to_have_text(text, timeout=PATIENCE)


def shown(page: Any) -> int:
    return page.locator(".row:visible").count()


# -- read -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False])
def test_a_failure_unfolds_to_its_explanation_and_exchange(script, look):
    def by(page):
        row = page.locator("details.row").filter(has_text="test_order[1]")
        assert not row.get_by_text("database is locked").first.is_visible()
        row.locator("summary").click()
        assert row.get_by_text("database is locked").first.is_visible()
        assert "> POST https://api.test/orders/1" in row.locator("pre").inner_text()

    assert [] == look(by, *USERS, *ORDERS, java_script_enabled=script).said


def test_without_script_there_is_nothing_that_would_need_it(look):
    def by(page):
        assert 0 == page.locator("input:visible, button:visible").count()
        assert ["60", "60", "3", "3", "60", "3", "63"] == page.locator("td:not(:empty)").all_inner_texts()
        page.get_by_role("link", name="500 Internal Server Error").click()
        assert page.locator("#cause-2").is_visible()

    look(by, *USERS, *ORDERS, java_script_enabled=False)


def test_failures_of_a_cause_beyond_those_seen_at_once_unfold(look):
    def by(page):
        assert 53 == shown(page)
        page.get_by_text("and 10 more").click()
        assert 63 == shown(page)

    look(by, *USERS, *ORDERS)


# -- search and filter ------------------------------------------------------------------------------------------------


def test_a_search_leaves_what_has_all_of_its_words_and_says_how_many(look):
    def by(page):
        says(page, "63 of 63 shown")
        page.get_by_label("Search").fill("LOCKED  orders/2")
        says(page, "1 of 63 shown")
        assert 1 == shown(page)
        assert not page.locator("#cause-1").is_visible()

    assert [] == look(by, *USERS, *ORDERS).said


def test_a_search_finds_what_is_folded_and_what_the_cause_says(look):
    def by(page):
        page.get_by_label("Search").fill("test_user[59]")
        says(page, "1 of 63 shown")
        assert 1 == shown(page)
        page.get_by_label("Search").fill("no credentials")
        says(page, "60 of 63 shown")
        assert 60 == shown(page)

    look(by, *USERS, *ORDERS)


def test_what_was_unfolded_for_a_search_folds_again(look):
    def by(page):
        page.get_by_label("Search").fill("users")
        says(page, "60 of 63 shown")
        page.get_by_role("button", name="Show all").click()
        says(page, "63 of 63 shown")
        assert 53 == shown(page)
        assert "" == page.get_by_label("Search").input_value()

    look(by, *USERS, *ORDERS)


def test_a_cell_of_the_table_leaves_its_failures(look):
    def by(page):
        cell = page.get_by_role("button", name="POST /orders/{id}, 5xx Server Error: 3")
        cell.click()
        says(page, "3 of 63 shown")
        assert "true" == cell.get_attribute("aria-pressed")
        page.get_by_role("button", name="total, 4xx Client Error: 60").click()
        says(page, "60 of 63 shown")
        assert "false" == cell.get_attribute("aria-pressed")
        page.get_by_label("Search").fill("users/7")
        says(page, "1 of 63 shown")
        page.get_by_role("button", name="GET /users/{id}, total: 60").press("Enter")
        page.get_by_role("button", name="GET /users/{id}, total: 60").press("Enter")
        says(page, "1 of 63 shown")

    assert [] == look(by, *USERS, *ORDERS).said


def test_korean(look):
    def by(page):
        says(page, "63건 중 63건 표시")
        page.get_by_label("검색").fill("자격 증명이 없음")
        says(page, "63건 중 60건 표시")
        assert "ko" == page.locator("html").get_attribute("lang")

    assert [] == look(by, *USERS, *ORDERS, lang="ko").said


def test_five_thousand_failures_can_be_searched(look):
    many = [USERS[number % 60]._replace(test=f"tests/test_users.py::test[{number}]") for number in range(5_000)]

    def by(page):
        says(page, "5,000 of 5,000 shown")
        assert 50 == shown(page)
        page.get_by_label("Search").fill("test[4999]")
        says(page, "1 of 5,000 shown")

    assert [] == look(by, *many).said


# -- keyboard and screen reader ---------------------------------------------------------------------------------------


def test_everything_can_be_done_by_keyboard(look):
    def by(page):
        keyboard, focused = page.keyboard, page.locator(":focus")
        keyboard.press("Tab")
        assert "Skip to the failures" == focused.inner_text()
        keyboard.press("Enter")
        keyboard.press("Tab")
        assert "search" == focused.get_attribute("id")
        keyboard.type("orders/1")
        says(page, "1 of 63 shown")
        keyboard.press("Tab")
        assert "Show all" == focused.inner_text()
        keyboard.press("Tab")
        keyboard.press("Enter")
        assert page.locator("details.row[open]").get_by_text("database is locked").first.is_visible()
        page.get_by_role("button", name="GET /users/{id}, total: 60").focus()
        keyboard.press("Space")
        assert "Failures" == focused.inner_text()

    look(by, *USERS, *ORDERS)


def test_the_page_has_landmarks_headings_and_names_for_who_cannot_see_it(look):
    def by(page):
        for role in ("banner", "main", "search", "table", "status"):
            assert 1 == page.get_by_role(role).count(), role
        assert 3 == page.get_by_role("region").count()
        assert ["1 HTTP failures", "2 Causes", "2 Endpoints and status classes", "2 Failures"] == page.locator(
            "h1, h2"
        ).evaluate_all("all => all.map(each => `${each.tagName[1]} ${each.textContent}`)")
        assert "polite" == page.get_by_role("status").get_attribute("aria-live")
        assert ["col"] * 4 + ["row"] * 3 == page.locator("th").evaluate_all("all => all.map(each => each.scope)")

    look(by, *USERS, *ORDERS)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_follows_the_theme(theme, look):
    def by(page):
        dark = page.evaluate("parseInt(getComputedStyle(document.body).backgroundColor.slice(4)) < 128")
        assert (theme == "dark") is dark

    look(by, *ORDERS, color_scheme=theme)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_stands_beyond_the_edge(width, look):
    def by(page):
        for summary in page.locator("details.row > summary").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    look(by, HOSTILE, *ORDERS, viewport={"width": width, "height": 800})


# -- hostile ----------------------------------------------------------------------------------------------------------


def test_what_is_hostile_is_text(look):
    def by(page):
        for summary in page.locator("summary").all():
            summary.click()
            summary.hover()
        assert page.evaluate("typeof hacked") == "undefined"
        assert 1 == page.locator("script").count()
        assert 1 == page.locator("style").count()
        assert 0 == page.locator("img, iframe, object, embed, base, link, [style], [src], [onmouseover]").count()
        assert [] == page.locator("a").evaluate_all(
            "all => all.map(a => a.getAttribute('href')).filter(h => h[0] != '#')"
        )
        text = page.locator("body").inner_text()
        assert "| <script>hacked = 1</script></script></pre></dl></details></style>" in text
        assert "{{ 7 * 7 }}" in text
        assert "&lt;b&gt; &#60;" in text
        assert r"\u202e \ud800 \x1b[31m \x07" in text
        assert not [sign for sign in "\u202e\ud800\x1b\x07" if sign in text]

    assert [] == look(by, HOSTILE).said


def test_what_is_hostile_cannot_end_the_page_early(look):
    def by(page):
        assert (
            page.locator("body > header, body > main, body > script, body > a").count()
            == page.locator("body > *").count()
        )
        assert 4 == page.locator("main > section > .cause > .row").count()

    look(by, HOSTILE, *ORDERS)


def test_the_policy_refuses_what_is_not_the_pages_own(look):
    def by(page):
        page.evaluate(
            """() => {
                document.body.append(Object.assign(document.createElement('script'), {textContent: 'hacked = 1'}));
                document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/x.png'}));
                document.body.insertAdjacentHTML('beforeend', '<p style="color: red" onclick="hacked = 1">x</p>');
                document.body.lastElementChild.click();
            }"""
        )
        page.wait_for_function("document.images[0].complete")
        assert page.evaluate("typeof hacked") == "undefined"

    refused = [said.partition("refused: ")[2] for said in look(by, LOST).said if said.startswith("refused: ")]

    assert ["http://127.0.0.1:9/x.png", "inline", "inline", "inline"] == sorted(refused)
