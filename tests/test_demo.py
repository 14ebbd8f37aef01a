"""`httpstatus demo`: what a newcomer sees, and that nothing of the newcomer's own is used or touched."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest

from pytest_httpstatus import _demo
from pytest_httpstatus._demo import client, plan, server
from pytest_httpstatus._demo.client import Request, Response, Session
from pytest_httpstatus._rendering.visible import width

FIRST_LINES = {
    "en": {
        "test_my_orders": "StatusMismatch: got 401 Unauthorized, expected 200 OK: GET /orders/mine",
        "test_old_token": "StatusMismatch: got 401 Unauthorized, expected 200 OK: GET /orders/mine",
        "test_clerk_removes_a_book": "StatusMismatch: got 403 Forbidden, expected 2xx: DELETE /books/1",
        "test_one_book": "StatusMismatch: got 404 Not Found, expected 200 OK: GET /books/99",
        "test_new_shelf": "StatusMismatch: got 405 Method Not Allowed, expected 200 | 204: PUT /books",
        "test_login_redirects": "StatusMismatch: got 200 OK after a redirect, expected 3xx: POST /login",
        "test_order_for_two": "StatusMismatch: got 422 Unprocessable Content, expected 201: POST /orders",
        "test_order_as_a_form": "StatusMismatch: got 415 Unsupported Media Type, expected 201: POST /orders",
        "test_empty_the_cart": "StatusMismatch: got 204 No Content but Content-Length 17: DELETE /cart",
        "test_four_searches": "StatusMismatch: got 429 Too Many Requests, expected 200: GET /search?q=free",
        "test_checkout": "StatusMismatch: got 503 Service Unavailable, expected 200 OK: POST /checkout",
        "test_recommendations": "StatusMismatch: got 502 Bad Gateway, expected 200 OK: GET /recommendations",
        "test_health": "AssertionError: assert 500 == IsStatus('2xx')",
    },
    "ko": {
        "test_my_orders": "StatusMismatch: 401 Unauthorized 받음, 200 OK 기대: GET /orders/mine",
        "test_old_token": "StatusMismatch: 401 Unauthorized 받음, 200 OK 기대: GET /orders/mine",
        "test_clerk_removes_a_book": "StatusMismatch: 403 Forbidden 받음, 2xx 기대: DELETE /books/1",
        "test_one_book": "StatusMismatch: 404 Not Found 받음, 200 OK 기대: GET /books/99",
        "test_new_shelf": "StatusMismatch: 405 Method Not Allowed 받음, 200 | 204 기대: PUT /books",
        "test_login_redirects": "StatusMismatch: 리다이렉트 후 200 OK 받음, 3xx 기대: POST /login",
        "test_order_for_two": "StatusMismatch: 422 Unprocessable Content 받음, 201 기대: POST /orders",
        "test_order_as_a_form": "StatusMismatch: 415 Unsupported Media Type 받음, 201 기대: POST /orders",
        "test_empty_the_cart": "StatusMismatch: 204 No Content 받음, 규칙 위반: Content-Length 헤더(17): DELETE /cart",
        "test_four_searches": "StatusMismatch: 429 Too Many Requests 받음, 200 OK 기대: GET /search?q=free",
        "test_checkout": "StatusMismatch: 503 Service Unavailable 받음, 200 OK 기대: POST /checkout",
        "test_recommendations": "StatusMismatch: 502 Bad Gateway 받음, 200 OK 기대: GET /recommendations",
        "test_health": "AssertionError: assert 500 == IsStatus('2xx')",
    },
}

INTRO = {
    "en": """\
The tests of a small bookshop, against a server on this machine. Most of
them fail on purpose: read how each failure explains itself.
""",
    "ko": """\
작은 서점의 테스트를 이 컴퓨터에서 띄운 서버로 실행합니다. 대부분은 일부러
실패하므로, 각 실패가 원인을 어떻게 설명하는지 살펴보세요.
""",
}

NEXT = {
    "en": "add pytest-httpstatus to your own suite: pip install pytest-httpstatus",
    "ko": "내 테스트에 pytest-httpstatus를 추가하려면: pip install pytest-httpstatus",
}

EVIDENCE = {
    "test_my_orders": "no authorization field",
    "test_old_token": "expired 3 h ago",
    "test_clerk_removes_a_book": "because      clerks may",
    "test_one_book": "server said  nothing at /books/99",
    "test_new_shelf": "GET, POST",
    "test_login_redirects": "1. POST /login   302 Found, location: /account",
    "test_order_for_two": 'the JSON has "mail" where the server asks for "email"',
    "test_order_as_a_form": "application/x-www-form-urlencoded",
    "test_empty_the_cart": "a 204 never has Content-Length",
    "test_four_searches": "yes: worth a retry after 30 s",
    "test_checkout": "yes: worth a retry after 120 s",
    "test_recommendations": "< server: nginx/1.27.3",
}


class Shown(NamedTuple):
    code: int
    out: str

    @property
    def failures(self) -> dict[str, str]:
        """The text of each failure, by the name of its test."""
        between = self.out.partition(" FAILURES ")[2].partition(" short test summary info ")[0]
        parts = re.split(r"(?m)^_{5,} (test_\w+) _{5,}$", between)
        return dict(zip(parts[1::2], parts[2::2], strict=True))


def demo(cwd: Path, *argv: str, **environment: str) -> Shown:
    loud = ("CI", "BUILD_NUMBER", "FORCE_COLOR", "PY_COLORS")
    kept = {name: value for name, value in os.environ.items() if name not in loud}
    done = subprocess.run(
        [sys.executable, "-m", "pytest_httpstatus", "demo", *argv],
        cwd=cwd,
        env=kept | {"COLUMNS": "80", "PYTHONUTF8": "1"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return Shown(done.returncode, done.stdout)


@pytest.fixture(scope="module", params=["en", "ko"])
def lang(request):
    return request.param


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("newcomer")


@pytest.fixture(scope="module")
def shown(lang, place):
    return demo(place, "--lang", lang)


# -- what is shown ----------------------------------------------------------------------------------------------------


def test_the_planned_tests_fail_and_no_other(shown):
    assert list(plan.PLANNED) == list(shown.failures)
    assert "13 failed, 2 passed" in shown.out


def test_the_demo_is_a_success_all_the_same(shown):
    assert 0 == shown.code


def test_it_begins_and_ends_with_a_word_to_the_newcomer(shown, lang):
    assert shown.out.startswith(INTRO[lang])
    assert NEXT[lang] == shown.out.splitlines()[-1]


def test_each_failure_has_its_headline(shown, lang):
    headlines = {name: re.search(r"(?m)^E   (\S.*)", text)[1] for name, text in shown.failures.items()}

    assert FIRST_LINES[lang] == headlines


def test_no_line_passes_80_columns_but_headlines_and_the_command_to_copy(shown):
    free = ("$ curl ", "E   StatusMismatch: ", "E    + ")  # the last are pytest's own

    assert [] == [line for line in shown.out.splitlines() if width(line) > 80 and not line.startswith(free)]


def test_no_explanation_failed(shown, lang):
    failed = {"en": "could not be", "ko": "표시할 수 없음"}[lang]

    assert failed not in shown.out
    assert "Traceback" not in shown.out


@pytest.mark.parametrize("lang", ["en"], indirect=True)
def test_each_failure_names_its_evidence(shown):
    said = {name: " ".join(re.sub(r"(?m)^E +", "", text).split()) for name, text in shown.failures.items()}

    assert [] == [name for name, evidence in EVIDENCE.items() if " ".join(evidence.split()) not in said[name]]


def test_no_credential_is_shown(shown):
    assert "authorization: Bearer ***" in shown.out
    assert "eyJ" not in shown.out


# -- nothing of the newcomer's ----------------------------------------------------------------------------------------


def test_nothing_is_written_into_the_directory(shown, place):
    assert [] == list(place.iterdir())


def test_a_configuration_nearby_is_neither_read_nor_run(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (tmp_path / "conftest.py").write_text("raise RuntimeError('read')\n")
    (tmp_path / "test_shop.py").write_text("raise RuntimeError('collected')\n")
    before = sorted(each.name for each in tmp_path.iterdir())

    ended = demo(tmp_path, "-k", "checkout", PYTEST_ADDOPTS="--no-such-option", PYTEST_PLUGINS="no_such_plugin")

    assert (0, ["test_checkout"]) == (ended.code, list(ended.failures))
    assert before == sorted(each.name for each in tmp_path.iterdir())


# -- how it ends ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "argv"),
    [
        (0, ["-x", "--tb=line"]),
        (0, ["--collect-only", "-q"]),
        (4, ["--no-such-option"]),
        (5, ["-k", "nothing_like_it"]),
    ],
)
def test_the_exit_code_is_0_only_when_it_came_as_planned(code, argv, tmp_path):
    ended = demo(tmp_path, *argv)

    assert (code, code == 0) == (ended.code, NEXT["en"] in ended.out)


def test_a_failure_of_another_kind_is_not_what_was_planned(tmp_path):
    (tmp_path / "spoil.py").write_text("def pytest_runtest_call(item):\n    raise OSError('spoilt')\n")

    ended = demo(tmp_path, "-p", "spoil", "-k", "checkout", PYTHONPATH=str(tmp_path))

    assert (1, False) == (ended.code, NEXT["en"] in ended.out)


def test_it_runs_in_this_process_as_well(capfd, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    assert 0 == _demo.run(["-q", "-k", "my_orders", "--no-header"], "en")
    assert capfd.readouterr().out.startswith(INTRO["en"])


def test_the_suite_can_be_read_and_run_where_it_lies(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    options = ["-c", "pytest.ini", "--rootdir=.", "-p", "pytest_httpstatus._demo.plan", "-p", "no:cacheprovider"]
    options += ["-p", "no:asyncio"]  # it warns in every run that has no key of its own
    command = [sys.executable, "-m", "pytest", *options, str(_demo.SUITE)]

    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, check=False
    )

    assert (0, b"") == (done.returncode, done.stderr)


def report(name: str, outcome: str = "failed", message: str | None = "got 404", when: str = "call") -> SimpleNamespace:
    crash = SimpleNamespace(message=message) if message else None
    return SimpleNamespace(
        nodeid=f"test_shop.py::{name}",
        failed=outcome == "failed",
        passed=outcome == "passed",
        when=when,
        longrepr=SimpleNamespace(reprcrash=crash),
    )


@pytest.mark.parametrize(
    ("planned", "seen"),
    [
        (True, [report("test_one_book")]),
        (True, [report("test_one_book"), report("test_shelf", "passed")]),
        (True, [report("test_one_book"), report("test_one_book", "passed", when="teardown")]),
        (False, [report("test_one_book", message="TimeoutError: timed out")]),
        (False, [report("test_one_book", message=None)]),
        (False, [report("test_one_book", when="setup", message="OSError")]),
        (False, [report("test_one_book", "passed")]),
        (False, [report("test_shelf"), report("test_one_book")]),
    ],
)
def test_a_failure_is_planned_when_it_names_its_code(planned, seen):
    session = SimpleNamespace(exitstatus=pytest.ExitCode.TESTS_FAILED)
    seer = plan.Plan()
    for each in seen:
        seer.pytest_runtest_logreport(each)
    seer.pytest_sessionfinish(session)

    assert (0 if planned else 1) == session.exitstatus


def test_an_interrupted_demo_is_no_success():
    session = SimpleNamespace(exitstatus=pytest.ExitCode.INTERRUPTED)
    plan.Plan().pytest_sessionfinish(session)

    assert pytest.ExitCode.INTERRUPTED == session.exitstatus


# -- the shop ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def url():
    with server.running() as url:
        yield url


@pytest.fixture
def shop(url):
    return Session(url)


def test_the_shop_answers_as_the_suite_says(shop):
    order = {"book": 1, "email": "ada@example.org", "copies": 2}

    assert 201 == shop.post("/books").status_code
    assert {"id": 1, "title": "Middlemarch"} == shop.get("/books/1").json()
    assert (201, "/orders/7") == ((made := shop.post("/orders", json=order)).status_code, made.headers["Location"])
    assert 500 == shop.get("/health").status_code


def test_a_204_carries_the_length_of_a_content_that_is_not_read(shop):
    answer = shop.delete("/cart")

    assert (204, "17", b"") == (answer.status_code, answer.headers["Content-Length"], answer.content)


@pytest.mark.parametrize(
    ("code", "token"),
    [(200, server.token("clerk")), (401, server.token("clerk", hours=-1)), (401, "forged.to.ken"), (401, "")],
)
def test_a_token_is_good_when_the_shop_issued_it_and_it_lasts(code, token, url):
    assert code == Session(url, token).get("/orders/mine").status_code


def test_removing_a_book_needs_more_than_a_login(shop, url):
    assert 401 == shop.delete("/books/1").status_code
    assert 403 == Session(url, server.token("clerk")).delete("/books/1").status_code


def test_each_shop_counts_its_own_searches(shop):
    assert [200, 200, 200, 429] == [shop.get("/search").status_code for _ in range(4)]


def test_the_shop_is_gone_at_the_end():
    with server.running() as url:
        pass

    with pytest.raises(OSError, match="refused"):
        Session(url).get("/books")


# -- the client -------------------------------------------------------------------------------------------------------


def test_a_response_has_the_usual_shape(shop):
    answer = shop.get("/books/99")

    assert (404, "Not Found", "<Response [404]>") == (answer.status_code, answer.reason, repr(answer))
    assert b'{"detail": "nothing at /books/99"}' == answer.content == answer.text.encode()
    assert ({"detail": "nothing at /books/99"}, f"{shop.base}/books/99") == (answer.json(), answer.url)
    assert ("GET", answer.url, None) == (answer.request.method, answer.request.url, answer.request.body)
    assert "httpstatus-demo/1" == answer.request.headers["User-agent"]
    assert (timedelta(0) < answer.elapsed, []) == (True, answer.history)


def test_a_redirect_is_followed_and_remembered(shop):
    answer = shop.post("/login", data={"name": "ada"})

    assert (200, "GET", None) == (answer.status_code, answer.request.method, answer.request.body)
    assert [(302, "POST", b"name=ada")] == [
        (hop.status_code, hop.request.method, hop.request.body) for hop in answer.history
    ]
    assert not {"Content-type", "Content-length"} & set(answer.request.headers)


def test_a_redirect_is_not_followed_when_told_so(shop):
    answer = shop.request("POST", "/login", allow_redirects=False)

    assert (302, [], "<Session http://127.0.0.1:") == (answer.status_code, answer.history, repr(shop)[:26])


@pytest.mark.parametrize(
    ("method", "body", "code"),
    [("GET", None, 301), ("GET", None, 302), ("GET", None, 303), ("PUT", b"{}", 307), ("PUT", b"{}", 308)],
)
def test_two_redirects_keep_the_method(method, body, code):
    sent = Request("PUT", "http://a.test/x", {"Accept": "*/*", "Content-type": "application/json"}, b"{}")
    followed = client._next(Response(code, "", {"Location": "/y"}, b"", sent, timedelta(0)))

    assert (method, "http://a.test/y", body) == (followed.method, followed.url, followed.body)
    assert ("Content-type" in followed.headers) == (body is not None)
