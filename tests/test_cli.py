"""The command `httpstatus`: what it prints, where, and how it ends."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from pytest_httpstatus import cli
from pytest_httpstatus._catalogue import sentences
from pytest_httpstatus._diagnosis import rules
from pytest_httpstatus._rendering.visible import width

NOT_FOUND = """\
404 Not Found
  class        4xx Client Error
  defined in   RFC 9110, Section 15.5.5
  means        nothing was found at the target URI, or the server does not
               admit that it exists: a 404 may hide a refusal
  causes       - a wrong path: prefix, version, slash or typing error
               - the route is not registered (router, blueprint, include)
               - the object is not in the database: no fixture, another
                 transaction, another tenant
               - the object is hidden from this user (queryset filter,
                 private repository)
               - the application was not reached: wrong host or ingress rule
               - a value that the path converter does not match (Flask,
                 Django)
               - a service that is not yet ready behind its ingress
  check        - compare path, prefix and final slash with the routes
                 (reverse(), app.url_map, app.routes)
               - check that the object is in the database that the server
                 under test reads
               - ask as an administrator as well, to tell absent from hidden
  content      expected, it should explain the error
  cacheable    yes, by default
  retry        depends
"""

NOT_FOUND_KO = """\
404 Not Found (찾을 수 없음)
  클래스       4xx 클라이언트 오류(Client Error)
  정의         RFC 9110, Section 15.5.5
  의미         대상 리소스를 찾지 못했거나 서버가 존재를 밝히지 않았으며,
               접근 거부를 404로 숨긴 것일 수도 있습니다.
  원인         - 잘못된 경로: 접두사, 버전, 슬래시, 오타
               - 등록되지 않은 라우트(router, blueprint, include)
               - 데이터베이스에 없는 객체: 픽스처 누락, 다른 트랜잭션, 다른
                 테넌트
               - 현재 사용자에게 보이지 않는 객체(queryset 필터, 비공개
                 저장소)
               - 애플리케이션에 도달하지 못한 요청: 잘못된 호스트나 인그레스
                 규칙
               - 경로 변환기(converter)에 맞지 않는 값(Flask, Django)
               - 인그레스 뒤에서 아직 준비되지 않은 서비스
  확인         - 경로의 접두사와 끝의 슬래시를 라우트 목록(reverse(),
                 app.url_map, app.routes)과 비교하세요
               - 테스트 대상 서버가 읽는 데이터베이스에 해당 객체가 있는지
                 확인하세요
               - 관리자 계정으로도 요청해, 없는 것인지 숨겨진 것인지
                 확인하세요
  본문         오류를 설명하는 본문이 있어야 함
  캐시         기본적으로 가능
  재시도       상황에 따라 다름
"""

UNAVAILABLE = """\
503 Service Unavailable
  class        5xx Server Error
  defined in   RFC 9110, Section 15.6.4
  also called  Service Temporarily Unavailable
  means        the server cannot handle the request now, for overload or
               maintenance, and this is likely to pass
  causes       - the service is still starting or is shutting down, so no
                 target is healthy (Kubernetes, Envoy)
               - maintenance mode is on
               - overload: all workers busy or a connection pool exhausted
               - a rate limit (nginx limit_req answers 503 by default, S3
                 says SlowDown)
  check        - wait as long as Retry-After says; without it, try about
                 three times with growing pauses, no more
               - wait in the test setup until the service says that it is
                 ready (health check)
               - repeat a POST only if it is known to be safe
  often has    Retry-After, Proxy-Status
  content      expected, it should explain the error
  cacheable    only when the response says so
  retry        yes, it may pass
"""

CLOUDFLARE = """\
520 Web Server Returns an Unknown Error
  class        5xx Server Error
  state        not registered with IANA
  means        not a registered code; a client treats it as 500, a failure
               of the server (RFC 9110, section 15)
  used by      Cloudflare: Web Server Returns an Unknown Error
    means      Cloudflare got an unusable answer from the origin server: a
               reset, nothing, or an invalid response
    causes     - the application crashed or closed the connection while it
                 was answering
               - the origin server sent an empty or invalid response
               - the fields of the response are too large, often because of
                 cookies
    check      - ask the origin server directly: curl -v --resolve
                 example.com:443:192.0.2.1 https://example.com/
               - read the error log of the origin server at the time of this
                 request
               - check how large Set-Cookie and the other fields of the
                 response are
"""

OUTSIDE = """\
799 (not registered with IANA)
  class        outside every class
  means        not a registered code and outside every class; a client
               treats it like a 5xx (RFC 9110, section 15)
  causes       - a wrong number in a handler or mock
               - a code that a service made up (LinkedIn 999, Shopify 783)
  check        - let the handler or mock send a registered code from 100 to
                 599
               - look the number up in the documentation of the service that
                 answered
"""

SUCCESSES = """\
200  OK
201  Created
202  Accepted
203  Non-Authoritative Information
204  No Content
205  Reset Content
206  Partial Content
207  Multi-Status
208  Already Reported
226  IM Used
"""

FAILURES_KO = """\
500  Internal Server Error  서버 내부 오류
501  Not Implemented        구현되지 않음
502  Bad Gateway            잘못된 게이트웨이
503  Service Unavailable    서비스 이용 불가
"""


class Ended(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys):
    def run(*argv: str) -> Ended:
        code = cli.main(list(argv))
        return Ended(code, *capsys.readouterr())

    return run


def python(*argv: str, cwd: Path, **environment: str) -> Ended:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "LC_", "LANG"))}
    done = subprocess.run(
        [sys.executable, *argv], cwd=cwd, env=kept | environment, capture_output=True, encoding="utf-8", check=False
    )
    return Ended(done.returncode, done.stdout, done.stderr)


# -- entries ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "argv"),
    [
        (NOT_FOUND, ["404"]),
        (NOT_FOUND, ["not found"]),
        (NOT_FOUND, ["not", "found"]),
        (NOT_FOUND, ["NOT_FOUND", "--lang", "en"]),
        (NOT_FOUND_KO, ["404", "--lang", "ko"]),
        (NOT_FOUND_KO, ["--lang=ko", "Not Found"]),
        (UNAVAILABLE, ["503"]),
        (CLOUDFLARE, ["520"]),
        (OUTSIDE, ["799"]),
        (f"{NOT_FOUND}\n{UNAVAILABLE}", ["404", "503"]),
        (f"{NOT_FOUND}\n{UNAVAILABLE}", ["404", "--lang", "en", "503"]),
        (f"{NOT_FOUND}\n{OUTSIDE}", ["not found", "799"]),
    ],
)
def test_entries_are_printed_by_code_and_by_name(shown, argv, run):
    assert Ended(0, shown, "") == run(*argv)


def test_two_names_without_quotes_are_two_entries(run):
    assert ["302 Found", "410 Gone"] == [line for line in run("found", "gone").out.splitlines() if line[:1].isdigit()]


@pytest.mark.parametrize(
    ("complaint", "argv"),
    [
        ("no status code is called 'not fond'; did you mean 'Not Found' (404)?", ["not fond"]),
        ("no status code is called 'not fond'; did you mean 'Not Found' (404)?", ["not", "fond"]),
        ("no status code is called 'qwxyz'", ["qwxyz"]),
        ("no status code is called '4xx'; for the codes that it stands for: httpstatus list 4xx", ["4xx"]),
        (
            "no status code is called '4xx & !404'; for the codes that it stands for: httpstatus list '4xx & !404'",
            ["4xx & !404"],
        ),
        ("a status code has three digits, 100 to 999, got 77", ["77"]),
        ("a status code has three digits, 100 to 999, got 1000", ["1000"]),
        ("no status code is called '٤٠٤'", ["٤٠٤"]),
    ],
)
def test_what_is_no_code_is_refused_with_the_way_out(complaint, argv, run):
    assert Ended(2, "", f"{complaint}\n") == run(*argv)


def test_a_wrong_code_among_right_ones_costs_the_exit_code_alone(run):
    complaint = "a status code has three digits, 100 to 999, got 77\n"

    assert Ended(2, NOT_FOUND, complaint) == run("77", "404")


@pytest.mark.parametrize(
    ("heading", "locale"), [("404 Not Found (찾을 수 없음)", "ko_KR.UTF-8"), ("404 Not Found", "C")]
)
def test_auto_follows_the_locale(heading, locale, run, monkeypatch):
    monkeypatch.setenv("LC_ALL", locale)

    assert heading == run("404", "--lang", "auto").out.splitlines()[0]


# -- tables -----------------------------------------------------------------------------------------------------------


def test_list_has_one_line_a_code(run):
    assert Ended(0, SUCCESSES, "") == run("list", "2xx")


def test_list_has_the_korean_names_too(run):
    assert Ended(0, FAILURES_KO, "") == run("list", "500-503", "--lang", "ko")


@pytest.mark.parametrize(
    ("codes", "specs"),
    [
        (["409", "410", "411"], ["409-411"]),
        (["404", "410"], ["404", "410"]),
        (["502", "503", "504"], ["bad gateway", "503", "gateway timeout"]),
    ],
)
def test_list_takes_every_expectation(codes, specs, run):
    assert codes == [line.partition(" ")[0] for line in run("list", *specs).out.splitlines()]


def test_list_leaves_out_what_the_expectation_leaves_out(run):
    assert not [line for line in run("list", "4xx & !404").out.splitlines() if line.startswith("404")]


def test_list_alone_has_every_registered_code(run):
    lines = run("list").out.splitlines()

    assert 64 == len(lines)
    assert ("100  Continue", "418  (Unused)") == (lines[0], next(line for line in lines if line.startswith("418")))


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_list_fits_80_columns(lang, run):
    assert not [line for line in run("list", "--lang", lang).out.splitlines() if width(line) > 80]


def test_list_says_when_no_registered_code_matches(run):
    assert Ended(1, "", "no registered code matches\n") == run("list", "599")
    assert Ended(1, "", "일치하는 등록 코드 없음\n") == run("list", "599", "--lang", "ko")


def test_list_refuses_what_is_no_expectation(run):
    assert Ended(2, "", "'4x' is no status expectation; did you mean '4xx'?\n") == run("list", "4x")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_causes_has_each_rule_with_its_title(lang, run):
    ended = run("causes", "--lang", lang)
    titles = {name: words["title"] for name, words in sentences(lang, "causes").items()}

    assert sorted(rule.id for rule in rules()) == [line.partition(" ")[0] for line in ended.out.splitlines()]
    assert not [line for line in ended.out.splitlines() if not line.endswith(f"  {titles[line.partition(' ')[0]]}")]
    assert (0, "") == (ended.code, ended.err)


def test_causes_has_the_codes_of_a_rule(run):
    line = next(line for line in run("causes").out.splitlines() if line.startswith("auth.no-credentials "))

    assert ["auth.no-credentials", "401", "the request carried no credentials"] == [
        cell.strip() for cell in line.split("  ") if cell
    ]


def test_causes_takes_nothing_more(run):
    assert Ended(2, "", "causes takes no '404'\n") == run("causes", "404")


# -- the command itself -----------------------------------------------------------------------------------------------


def test_version_is_the_package_s(run):
    assert Ended(0, "pytest-httpstatus 0.1.0\n", "") == run("--version")


def test_help_has_examples_and_fits_80_columns(run):
    ended = run("--help")

    assert (0, "") == (ended.code, ended.err)
    assert 'httpstatus list "4xx & !404"' in ended.out
    assert not [line for line in ended.out.splitlines() if width(line) > 80]


def test_without_a_word_the_help_is_shown_as_an_error(run):
    assert Ended(2, "", run("--help").out) == run()


@pytest.mark.parametrize("argv", [["404", "--lang", "fr"], ["--long", "404"], ["404", "--lan", "ko"]])
def test_wrong_options_are_refused(argv, run):
    ended = run(*argv)

    assert (2, "") == (ended.code, ended.out)
    assert "httpstatus: error: " in ended.err


def test_options_of_the_demo_are_pytest_s(run, monkeypatch):
    asked = []
    monkeypatch.setattr("pytest_httpstatus._demo.run", lambda argv, lang: asked.append((argv, lang)) or 7)

    assert 7 == run("demo", "-k", "login", "--lang", "ko", "-x", "--help").code
    assert [(["-k", "login", "-x", "--help"], "ko")] == asked


def test_the_arguments_are_those_of_the_process(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["httpstatus", "799"])

    assert 0 == cli.main()
    assert OUTSIDE == capsys.readouterr().out


def test_any_text_stream_will_do():
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()):
        assert 0 == cli.main(["799"])
    assert OUTSIDE == out.getvalue()


def test_an_interrupt_ends_quietly(run, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("pytest_httpstatus._catalogue.status_info", interrupt)

    assert Ended(130, "", "") == run("404")


def test_the_module_can_be_run(tmp_path):
    assert Ended(0, NOT_FOUND, "") == python("-m", "pytest_httpstatus", "404", cwd=tmp_path)
    assert 2 == python("-m", "pytest_httpstatus", "not fond", cwd=tmp_path).code


def test_a_terminal_without_hangul_shows_escapes(tmp_path):
    ended = python("-m", "pytest_httpstatus", "404", "--lang", "ko", cwd=tmp_path, PYTHONIOENCODING="ascii")

    assert (0, "") == (ended.code, ended.err)
    assert r"404 Not Found (\ucc3e\uc744 \uc218 \uc5c6\uc74c)" == ended.out.splitlines()[0]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break with SIGPIPE on POSIX alone")
def test_a_reader_that_goes_away_leaves_no_traceback(tmp_path):
    command = [sys.executable, "-m", "pytest_httpstatus", "404"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()

        assert b"" == process.stderr.read()
    assert 141 == process.returncode


# -- pytest --httpstatus-explain --------------------------------------------------------------------------------------


def test_pytest_prints_the_same_entry(tmp_path):
    assert Ended(0, NOT_FOUND_KO, "") == python(
        "-m", "pytest", "--httpstatus-explain=404", "--httpstatus-lang=ko", cwd=tmp_path
    )


def test_pytest_calls_a_wrong_code_wrong_usage(tmp_path):
    ended = python("-m", "pytest", "--httpstatus-explain", "not fond", cwd=tmp_path)
    complaint = "--httpstatus-explain: no status code is called 'not fond'; did you mean 'Not Found' (404)?"

    assert Ended(4, "", f"ERROR: {complaint}") == Ended(ended.code, ended.out, ended.err.strip())


def test_explain_code_raises_pytest_s_own_error(capsys):
    assert 0 == cli.explain_code("799", "en")
    assert OUTSIDE == capsys.readouterr().out
    with pytest.raises(pytest.UsageError, match=r"^--httpstatus-explain: a status code has three digits, 100 to 999"):
        cli.explain_code("77", "en")
