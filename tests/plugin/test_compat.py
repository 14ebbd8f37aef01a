"""Other plugins and ways to run pytest: what they do stays as it is, and a failure is explained all the same."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.conftest import WITHOUT

pytest.importorskip("requests")

PLAIN = "got 401 Unauthorized, expected 200 OK: GET /me"
ASIDE = "(got 401 Unauthorized: GET /me)"
ONE = """
import requests
from pytest_httpstatus import assert_status

def test_plain():
    response = requests.get("SITE/me")
    assert response.status_code == 200

def test_ours():
    assert_status(requests.get("SITE/me"), 200)
"""


@pytest.fixture
def run_with(run_apart) -> Callable[..., pytest.RunResult]:
    """Run with all plugins that do something to a test."""

    def run(source: str, *args: str) -> pytest.RunResult:
        return run_apart(source, *args, PYTEST_ADDOPTS=WITHOUT, COLUMNS="200")

    return run


def sections(result: pytest.RunResult) -> list[str]:
    """The first line of each section; of a failure of our own it is the request."""
    return [after for line, after in pairwise(result.outlines) if "- HTTP exchange -" in line]


def summary(result: pytest.RunResult) -> list[str]:
    return [line.partition("::")[2] for line in result.outlines if line.startswith(("FAILED", "ERROR ", "SUBFAILED"))]


ASYNC = {
    "httpx": """
import httpx, pytest
from pytest_httpstatus import assert_status

@pytest.mark.{mark}
async def test_plain():
    async with httpx.AsyncClient() as client:
        response = await client.get("SITE/me")
        assert response.status_code == 200

@pytest.mark.{mark}
async def test_ours():
    async with httpx.AsyncClient() as client:
        assert_status(await client.get("SITE/me"), 200)
""",
    "aiohttp": """
import aiohttp, pytest
from pytest_httpstatus import assert_status

@pytest.mark.{mark}
async def test_plain():
    async with aiohttp.ClientSession() as session, session.get("SITE/me") as response:
        assert response.status == 200

@pytest.mark.{mark}
async def test_ours():
    async with aiohttp.ClientSession() as session, session.get("SITE/me") as response:
        assert_status(response, 200)
""",
}
ANYIO = "import pytest\n@pytest.fixture\ndef anyio_backend():\n    return 'asyncio'\n"


@pytest.mark.parametrize("client", ASYNC)
@pytest.mark.parametrize("mark", ["asyncio", "anyio"])
def test_a_coroutine_is_explained_as_a_function_is(run_with, client, mark):
    """Under pytest-asyncio and under anyio's plugin, for plain asserts and for the helpers."""
    for name in (client, {"asyncio": "pytest_asyncio"}.get(mark, mark)):
        pytest.importorskip(name)
    source = ASYNC[client].format(mark=mark)
    result = run_with(ANYIO + source if mark == "anyio" else source)
    result.assert_outcomes(failed=2)
    first, second = sections(result)
    assert (PLAIN, True) == (first, second.startswith("> GET http"))
    plain, ours = summary(result)
    assert (True, f"test_ours - {PLAIN}") == (plain.endswith(f"assert 401 == 200 {ASIDE}"), ours)


def test_an_asynchronous_fixture_is_explained(run_with):
    """A fixture of pytest-asyncio that fails is an error, with what was answered."""
    for name in ("httpx", "pytest_asyncio"):
        pytest.importorskip(name)
    result = run_with("""
        import httpx, pytest, pytest_asyncio

        @pytest_asyncio.fixture
        async def me():
            async with httpx.AsyncClient() as client:
                response = await client.get("SITE/me")
                response.raise_for_status()
                yield response

        @pytest.mark.asyncio
        async def test_me(me):
            pass
    """)
    result.assert_outcomes(errors=1)
    assert ["got 401 Unauthorized, expected 2xx: GET /me"] == sections(result)


def test_a_rerun_is_explained_when_it_is_the_last(run_with):
    """However often a test was run again, its explanation stands there once."""
    pytest.importorskip("pytest_rerunfailures")
    result = run_with(ONE, "--reruns=2")
    outcomes = result.parseoutcomes()
    assert (2, 4) == (outcomes["failed"], outcomes["rerun"])
    first, second = sections(result)
    assert (PLAIN, True) == (first, second.startswith("> GET http"))
    assert [f"test_plain - assert 401 == 200 {ASIDE}", f"test_ours - {PLAIN}"] == summary(result)


BUSY = """
import requests
from pytest_httpstatus import assert_status

def test_passes_soon():
    assert_status(requests.get("SITE/busy"), 200)

def test_stays():
    assert_status(requests.get("SITE/me"), 200)

def test_plain():
    response = requests.get("SITE/busy")
    assert response.status_code == 200
"""


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_only_what_passes_soon_is_run_again_where_that_is_asked(run_with, site, lang):
    """The line `transient    yes` is the same in every language. A plain assert keeps its own message."""
    pytest.importorskip("pytest_rerunfailures")
    site.answer("/busy", "503 Service Unavailable", "", "Retry-After: 120")
    result = run_with(BUSY, "--reruns=2", "--only-rerun=transient +yes", f"--httpstatus-lang={lang}", "-rR")
    result.assert_outcomes(failed=3)
    again = [line for line in result.outlines if line.startswith("RERUN")]
    assert ["test_passes_soon"] * 2 == [line.partition("::")[2].split()[0] for line in again]


def test_a_subtest_is_explained(run_with):
    """Plain asserts and helpers, each in the report of its own subtest."""
    if not hasattr(pytest, "Subtests"):
        pytest.skip("pytest has no subtests before 9")
    result = run_with("""
        import requests
        from pytest_httpstatus import assert_status

        def test_me(subtests):
            with subtests.test("plain"):
                response = requests.get("SITE/me")
                assert response.status_code == 200
            with subtests.test("ours"):
                assert_status(requests.get("SITE/me"), 200)
            with subtests.test("fine"):
                assert_status(requests.get("SITE/me"), 401)
    """)
    first, second = sections(result)
    assert (PLAIN, True) == (first, second.startswith("> GET http"))
    assert [f"assert 401 == 200 {ASIDE}", PLAIN] == [line.partition(" - ")[2] for line in summary(result)[:2]]


@pytest.mark.parametrize("style", ["auto", "short", "long", "native", "line", "no"])
def test_every_style_of_traceback_has_the_line(run_with, style):
    """The summary is the same in each style."""
    result = run_with(ONE, f"--tb={style}")
    assert [f"test_plain - assert 401 == 200 {ASIDE}", f"test_ours - {PLAIN}"] == summary(result)


def test_the_debugger_stops_at_the_line_of_the_test(run_with, pytester):
    """With `--pdb`, at a failure of our own too: none of our frames stands between; the explanations stay."""
    pytester.makepyfile(
        asks="""
        import pdb

        class Asks(pdb.Pdb):
            def interaction(self, *args, **words):
                self.cmdqueue = ["p 'here is', response", "c"]
                super().interaction(*args, **words)
        """
    )
    result = run_with(
        """
        import requests
        from pytest_httpstatus import assert_no_content, assert_status

        def test_plain():
            response = requests.get("SITE/me")
            assert response.status_code == 200

        def test_ours():
            response = requests.get("SITE/me")
            assert_status(response, 200)

        def test_helper():
            response = requests.get("SITE/me")
            assert_no_content(response)
        """,
        "--pdb",
        "--pdbcls=asks:Asks",
    )
    result.assert_outcomes(failed=3)
    assert ["('here is', <Response [401]>)"] * 3 == [line for line in result.outlines if "here is" in line]
    assert [f"assert 401 == 200 {ASIDE}", PLAIN, PLAIN.replace("200 OK", "204 No Content")] == [
        line.partition(" - ")[2] for line in summary(result)
    ]


def test_the_whole_traceback_has_our_frames_where_it_is_asked_for(run_with):
    """`--full-trace` hides nothing, though the debugger stops above."""
    shown = run_with(ONE, "--full-trace", "-k", "ours").stdout.str()
    assert "_assertions.py:" in shown


def test_workers_leave_everything_as_it_is(run_with):
    """Two workers, with plain asserts and helpers."""
    pytest.importorskip("xdist")
    result = run_with(ONE, "-n2")
    result.assert_outcomes(failed=2)
    assert [f"test_ours - {PLAIN}", f"test_plain - assert 401 == 200 {ASIDE}"] == sorted(summary(result))
    assert 2 == len(sections(result))


def test_playwrights_own_assertion_is_explained(run_with):
    """`expect(response).to_be_ok()` needs no browser. Playwright's answer does not know its method."""
    pytest.importorskip("playwright")
    result = run_with("""
        from playwright.sync_api import expect, sync_playwright
        from pytest_httpstatus import assert_status

        def test_plain():
            with sync_playwright() as driver:
                response = driver.request.new_context().get("SITE/me")
                expect(response).to_be_ok()

        def test_ours():
            with sync_playwright() as driver:
                assert_status(driver.request.new_context().get("SITE/me"), "2xx")
    """)
    result.assert_outcomes(failed=2)
    news = "got 401 Unauthorized, expected 2xx: /me"
    first, second = sections(result)
    assert (news, True) == (first, second.startswith("> http"))
    plain, ours = summary(result)
    assert (True, f"test_ours - {news}") == (plain.endswith(" was '401' (got 401 Unauthorized: /me)"), ours)
