"""What an exception says, to the letter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pytest_httpstatus._catalogue import sentences, status_info
from pytest_httpstatus._model import Dialect, Exchange, Finding, Hop, Request, Response, Unmet
from pytest_httpstatus._rendering import aside, headline, render
from pytest_httpstatus._rendering import message as module
from pytest_httpstatus._rendering.visible import width
from tests.exchanges import HTML, JSON, REQUESTS, exchange, failure, hop

LOGIN = hop(302, ("Location", "/home"), method="POST", url="https://api.test/login")
LONG = "https://api.test/a/very/long/path/that/goes/on/and/on/users/9"


def said(given, *, findings=(), lang="en", detail="normal", **more):
    """The text of a failure with these findings alone."""
    return render(replace(failure(given, **more), findings=findings), lang, detail)


def own(*likely: str, checks: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    return tuple(Finding(f"own.{each}", likely=each, checks=checks) for each in likely)


def labelled(text: str, label: str) -> list[str]:
    """The lines under a label, without it."""
    found, inside = [], False
    for line in text.split("\n")[1:]:
        inside = line.startswith(f"  {label.ljust(12)}") or (inside and line.startswith(" " * 15))
        found += [line[15:]] if inside else []
    return found


# -- the headline -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "given", "expected"),
    [
        ("got 401 Unauthorized, expected 200 OK: GET /users/me", exchange(401), 200),
        ("got 401 Unauthorized, expected 2xx: GET /users/me", exchange(401), "2xx"),
        ("got 404 Not Found, expected 200 | 204: GET /users/me", exchange(404), [200, 204]),
        (
            "got 422 Unprocessable Content, expected 201: POST /users",
            exchange(422, method="POST", url="http://a/users"),
            201,
        ),
        ("got 404 Not Found, expected 200 OK: GET /?a=1&b=2", exchange(404, url="http://a?a=1&b=2"), 200),
        ("got 404 Not Found, expected 200: GET /a/very/lo...on/users/9", exchange(404, url=LONG), 200),
        (
            "got 503 Service Unavailable, expected 2xx & !204: GET /a/very/l.../users/9",
            exchange(503, url=LONG),
            "2xx & !204",
        ),
        ("got 404 Not Found, expected 200 OK", exchange(404, method=None, url=None), 200),
        ("got 404 Not Found, expected 200 OK: GET", exchange(404, url=None), 200),
        ("got 404 Not Found, expected 200 OK: /x", exchange(404, method=None, url="/x"), 200),
        ("got 404 Not Found, expected 200 OK: GET /a...b", exchange(404, url="http://a/a...b"), 200),
        ("got 200 OK after a redirect, expected 3xx: POST /login", exchange(200, hops=(LOGIN,)), "3xx"),
        ("got 200 OK after 2 redirects, expected 3xx: POST /login", exchange(200, hops=(LOGIN, hop(301))), "3xx"),
        ("got 200 OK, expected 401 Unauthorized: GET /old", exchange(200, hops=(hop(401),)), 401),
        ("got 520, expected 200 OK: GET /users/me", exchange(520), 200),
        ("got 999, expected 200 OK: GET /users/me", exchange(999), 200),
        ("got 404 Not Found, expected 999: GET /users/me", exchange(404), 999),
        ("got 306, expected 200 OK: GET /users/me", exchange(306), 200),
        ("404 Not Found: GET /users/me", exchange(404), None),
        ("404 Not Found", Exchange(Response(404)), None),
        ("got 404 Not Found, expected 200 OK", Exchange(Response(404)), 200),
        (
            "got 404 Not Found, expected 200 OK: G\\x1bT /a\\x1bb",
            exchange(404, method="G\x1bT", url="http://a/a\x1bb"),
            200,
        ),
        ("got 404 Not Found, expected 200 OK: #\\#[group] /", exchange(404, method="##[group]", url="http://a/"), 200),
        (
            "got 404 Not Found, expected 200: GET /한글과아...아주긴경로",
            exchange(404, url="/한글과아주긴경로입니다아주긴경로"),
            200,
        ),
    ],
)
def test_the_headline(line, given, expected):
    assert line == headline(failure(given, expected), "en")


def test_the_host_stands_only_where_hosts_differ():
    one = exchange(200, url="https://a.test/x", hops=(hop(302, url="https://a.test:8443/y"),))
    two = exchange(200, url="https://a.test/x", hops=(hop(302, url="https://b.test/y"),))
    assert "got 200 OK after a redirect, expected 3xx: GET /y" == headline(failure(one, "3xx"), "en")
    assert "got 200 OK after a redirect, expected 3xx: GET b.test/y" == headline(failure(two, "3xx"), "en")


def test_codes_are_never_cut_and_the_path_keeps_20_columns():
    codes = list(range(400, 420))
    line = headline(failure(exchange(503, url=LONG), codes), "en")
    assert line.startswith(f"got 503 Service Unavailable, expected {' | '.join(map(str, codes))}: GET /a/very")
    assert line.endswith(".../users/9")


RULE = Unmet("no-content.content-length", "RFC 9110, section 8.6", (("length", "17"), ("code", "204")))
WISH = Unmet("wish.location-missing", "", (("wanted", "/users/8"),))


def test_the_right_code_with_a_broken_rule():
    given = exchange(204, method="DELETE", url="https://api.test/users/7")
    assert """got 204 No Content but Content-Length 17: DELETE /users/7
  broken       a 204 never has Content-Length (RFC 9110, section 8.6)
  check        - return an empty response, or answer 200 with the
                 content
               - to assert the code alone: assert_status(resp, 204)""" == render(
        failure(given, 204, unmet=(RULE,)), "en"
    )


def test_what_the_caller_wished_is_no_rule():
    text = render(failure(exchange(201, method="POST"), 201, unmet=(WISH,)), "en")
    words = sentences("en", "rules")["wish.location-missing"]
    assert f"got 201 Created but {words['headline'].format(wanted='/users/8')}: POST /users/me" == text.split("\n")[0]
    assert labelled(text, "not met")
    assert not labelled(text, "broken")


def test_of_many_broken_rules_the_headline_names_the_first_and_counts_the_others():
    rules = [Unmet(f"new.{index}", "RFC") for index in range(4)]
    assert "got 204 No Content but new.0, new.1: GET /users/me" == headline(
        failure(exchange(204), 204, unmet=tuple(rules[:2])), "en"
    )
    assert "got 204 No Content but new.0 and 3 more: GET /users/me" == headline(
        failure(exchange(204), 204, unmet=tuple(rules)), "en"
    )
    assert "got 204 No Content but new.0" == headline(failure(Exchange(Response(204)), 204, unmet=(rules[0],)), "en")


SYMPTOMS = [
    (
        "json",
        "this JSON came from 500 Internal Server Error",
        "이 JSON의 출처는 500 Internal Server Error 응답",
    ),
    (
        "html",
        "HTML came where JSON was read: 500 Internal Server Error",
        "JSON 대신 HTML 응답, 500 Internal Server Error",
    ),
    (
        "answer",
        "this came from 500 Internal Server Error",
        "이 값의 출처는 500 Internal Server Error 응답",
    ),
]


@pytest.mark.parametrize(("symptom", "english", "korean"), SYMPTOMS)
@pytest.mark.parametrize(
    ("target", "given"),
    [
        (": POST /orders", exchange(500, method="POST", url="https://api.test/orders")),
        (": /orders", exchange(500, method=None, url="https://api.test/orders")),
        ("", Exchange(Response(500))),
    ],
)
def test_the_headline_of_a_symptom_says_where_it_came_from(symptom, english, korean, target, given):
    for expected in (None, 200):
        found = failure(given, expected, symptom=symptom)
        assert (english + target, korean + target) == (headline(found, "en"), headline(found, "ko"))


def test_a_symptom_behind_a_redirect():
    found = failure(exchange(200, hops=(LOGIN,)), None, symptom="json")
    assert "this JSON came from 200 OK after a redirect: POST /login" == headline(found, "en")
    assert "이 JSON의 출처는 리다이렉트 후 200 OK 응답: POST /login" == headline(found, "ko")


def test_the_path_of_a_symptom_keeps_20_columns():
    found = failure(exchange(503, url=LONG), None, symptom="html")
    assert "HTML came where JSON was read: 503 Service Unavailable: GET /a/very/l.../users/9" == headline(found, "en")
    assert "JSON 대신 HTML 응답, 503 Service Unavailable: GET /a/very/l.../users/9" == headline(found, "ko")


def test_what_is_not_met_goes_before_a_symptom():
    found = failure(exchange(204), 204, unmet=(RULE,), symptom="json")
    assert "got 204 No Content but Content-Length 17: GET /users/me" == headline(found, "en")


@pytest.mark.parametrize(
    ("english", "korean", "given"),
    [
        ("got 401 Unauthorized: GET /users/me", "401 Unauthorized 받음: GET /users/me", exchange(401)),
        ("got 401 Unauthorized", "401 Unauthorized 받음", Exchange(Response(401))),
        ("got 520: GET /users/me", "520 받음: GET /users/me", exchange(520)),
        (
            "got 200 OK after 2 redirects: POST /login",
            "리다이렉트 2번 후 200 OK 받음: POST /login",
            exchange(200, hops=(LOGIN, hop(301))),
        ),
        (
            "got 404 Not Found: GET /a/very/long/path...on/and/on/users/9",
            "404 Not Found 받음: GET /a/very/long/path...n/and/on/users/9",
            exchange(404, url=LONG),
        ),
        (
            "got 404 Not Found: G\\x1bT /a\\x1bb",
            "404 Not Found 받음: G\\x1bT /a\\x1bb",
            exchange(404, method="G\x1bT", url="http://a/a\x1bb"),
        ),
    ],
)
@pytest.mark.parametrize("symptom", ["", "json", "html", "answer"])
@pytest.mark.parametrize("expected", [None, 200])
def test_an_aside_says_what_came_and_neither_symptom_nor_wish(english, korean, given, symptom, expected):
    found = failure(given, expected, symptom=symptom)
    assert (english, korean) == (aside(found, "en"), aside(found, "ko"))


# -- the labelled lines -----------------------------------------------------------------------------------------------


def test_the_order_of_the_labels():
    given = exchange(
        503,
        b'{"detail": "over quota"}',
        JSON,
        ("Retry-After", "120"),
        ("X-Request-Id", "7f3c91"),
        hops=(LOGIN,),
    )
    text = said(
        given, unmet=(RULE,), because="the shop is open", findings=own("closed", checks=("open it",)), detail="full"
    )
    assert """got 503 Service Unavailable after a redirect, expected 200: POST /login
  server said  over quota
  broken       a 204 never has Content-Length (RFC 9110, section 8.6)
  likely       closed
  hops         1. POST /login     302 Found, location: /home
               2. GET  /users/me  503 Service Unavailable, the one
                 asserted
  means        {means}
  check        - return an empty response, or answer 200 with the
                 content
               - to assert the code alone: assert_status(resp, 204)
               - open it
  because      the shop is open
  find it      x-request-id 7f3c91
  transient    yes: worth a retry after 120 s""" == text.replace(
        "\n               ".join(module.visible.wrap(status_info(503).meaning, 57)), "{means}"
    )


def test_short_leaves_out_hops_and_ids():
    given = exchange(200, b"", ("X-Request-Id", "a"), hops=(LOGIN,))
    assert """got 200 OK after a redirect, expected 3xx: POST /login
  likely       it was followed
  check        - stop""" == said(
        given, expected="3xx", findings=own("it was followed", checks=("stop",)), detail="short"
    )


def test_a_label_has_13_columns_and_a_line_72():
    text = said(exchange(404), findings=own("letter " * 27, checks=("letter " * 27,)), lang="ko")
    lines = text.split("\n")[1:]
    assert 72 == max(map(width, lines))
    starts = [line[: len(line) - len(line.lstrip(" -"))] for line in lines]
    assert lines[0].startswith("  유력 원인    letter")
    assert lines[4].startswith("  확인         - letter")
    assert [" " * 15, " " * 15, " " * 15, "  ", " " * 17] == starts[1:6]


def test_hangul_counts_two_columns():
    text = said(exchange(404), findings=own("가" * 200))
    assert ["가" * 28, "가" * 28] == labelled(text, "likely")[:2]


def test_at_most_two_causes_three_checks_and_three_sentences_are_said():
    given = exchange(400, b'{"detail": ["a1", "b1", "c1", "d1"]}', JSON)
    text = said(given, findings=own("x1", "x2", "x3", checks=tuple("pqrs")))
    assert ["a1", "b1", "c1"] == labelled(text, "server said")
    assert ["x1", "x2"] == labelled(text, "likely")
    assert ["- p", "- q", "- r"] == labelled(text, "check")
    assert (1, 2) == (text.count("server said"), text.count("likely  "))


def test_a_cause_without_evidence_is_no_cause_but_its_checks_are_said_last():
    guess = Finding("own.guess", checks=("look here",))
    text = said(exchange(404), findings=(guess, *own("sure", checks=("do this",))))
    assert ["sure"] == labelled(text, "likely")
    assert ["- do this", "- look here"] == labelled(text, "check")


GUESS = (Finding("own.guess", checks=("look here",)), Finding("own.other", checks=("and there",)))
CATALOGUE = [f"- {each}" for each in status_info(404).checks]


def bullets(text: str) -> list[str]:
    """The lines under `check`, unwrapped."""
    return [f"- {each}" for each in f" {' '.join(' '.join(labelled(text, 'check')).split())}".split(" - ")[1:]]


@pytest.mark.parametrize(
    ("lines", "findings", "more"),
    [
        (CATALOGUE[:3], (), {}),
        (["- look here", *CATALOGUE[:2]], GUESS[:1], {}),
        (["- look here", "- and there", CATALOGUE[0]], GUESS, {}),
        (["- a", "- b", "- c"], (Finding("own.three", checks=("a", "b", "c")),), {}),
        ([CATALOGUE[1], CATALOGUE[0], *CATALOGUE[2:3]], (Finding("own", checks=(CATALOGUE[1][2:],)),), {}),
        (["- look here"], (*GUESS[:1], *own("sure")), {}),
        (["- do this", "- look here"], (*GUESS[:1], *own("sure", checks=("do this",))), {}),
        (["- look here"], GUESS[:1], {"unmet": (Unmet("x", "RFC"),)}),
        (["- look here"], GUESS[:1], {"unmet": (Unmet("x"),)}),
        (["- look here"], GUESS[:1], {"expected": 404}),
    ],
)
def test_the_checks_of_the_catalogue_follow_those_of_guesses_until_a_cause_is_proved(lines, findings, more):
    assert lines == bullets(said(exchange(404), findings=findings, **more))


def test_the_checks_of_a_remark_displace_those_of_the_catalogue_no_more_than_a_guess_does():
    remark = Unmet("redirect.sticks", "", (("way", "302 /old"),))
    (line, *rest) = bullets(said(exchange(404), remarks=(remark,)))
    assert [f"- {each}" for each in sentences("en", "rules")["redirect.sticks"]["check"]] == [line]
    assert CATALOGUE[:2] == rest


def test_a_recognised_vendor_s_checks_follow_those_of_guesses():
    checks = status_info(520).vendors[0].checks
    found = bullets(said(exchange(520, b"", ("Server", "cloudflare")), findings=GUESS[:1]))
    assert ["- look here", *(f"- {each}" for each in checks[:2])] == found


def test_guesses_and_the_catalogue_stand_one_below_the_other_in_both_languages():
    given, guess = exchange(404), (Finding("own.guess", checks=("look here",)),)
    assert """got 404 Not Found, expected 200 OK: GET /users/me
  means        nothing was found at the target URI, or the server does
               not admit that it exists: a 404 may hide a refusal
  check        - look here
               - compare path, prefix and final slash with the routes
                 (reverse(), app.url_map, app.routes)
               - check that the object is in the database that the
                 server under test reads""" == said(given, findings=guess)
    assert """404 Not Found 받음, 200 OK 기대: GET /users/me
  의미         대상 리소스를 찾지 못했거나 서버가 존재를 밝히지
               않았으며, 접근 거부를 404로 숨긴 것일 수도 있습니다.
  확인         - look here
               - 경로의 접두사와 끝의 슬래시를 라우트 목록(reverse(),
                 app.url_map, app.routes)과 비교하세요
               - 테스트 대상 서버가 읽는 데이터베이스에 해당 객체가
                 있는지 확인하세요""" == said(given, findings=guess, lang="ko")


@pytest.mark.parametrize(
    ("means", "given", "findings", "detail"),
    [
        (True, exchange(404), (), "normal"),
        (True, exchange(404), (Finding("own", checks=("x",)),), "normal"),
        (False, exchange(404, b"no such user"), (), "normal"),
        (False, exchange(404), own("gone"), "normal"),
        (True, exchange(404), own("gone"), "full"),
        (True, exchange(404), (), "short"),
        (True, exchange(520, b"no such user"), own("gone"), "normal"),
    ],
)
def test_the_meaning_is_left_out_where_the_lines_above_say_more(means, given, findings, detail):
    assert means == bool(labelled(said(given, findings=findings, detail=detail), "means"))


def test_the_usual_causes_of_the_catalogue_stand_under_check_and_never_under_likely():
    text = said(exchange(404))
    assert not labelled(text, "likely")
    assert " ".join(f"- {each}" for each in status_info(404).checks) == " ".join(
        " ".join(labelled(text, "check")).split()
    )
    assert not labelled(said(exchange(204), expected=204, unmet=(Unmet("x"),)), "check")


@pytest.mark.parametrize(
    ("means", "given"),
    [
        ("520 is not registered; clients treat it as 500", exchange(520)),
        ("299 is not registered; clients treat it as 200", exchange(299)),
        ("999 is outside every class; clients treat it like a 5xx (RFC 9110, section 15)", exchange(999)),
        ("Cloudflare: ", exchange(520, b"", ("Server", "cloudflare"))),
        ("Cloudflare: ", exchange(520, b"", ("CF-Ray", "8a"))),
        ("Anthropic API: ", exchange(529, b'{"type": "overloaded_error"}')),
        ("Anthropic API: ", exchange(529, url="https://api.anthropic.com/v1")),
        ("LinkedIn: ", exchange(999, url="https://www.linkedin.com/")),
        ("529 is not registered; clients treat it as 500", exchange(529)),
        (status_info(404).meaning, exchange(404, b"", ("Server", "cloudflare"))),
    ],
)
def test_what_an_unregistered_code_means(means, given):
    text = " ".join(labelled(said(given), "means"))
    assert text.startswith(means)
    assert means.endswith(": ") or text == means


def test_a_recognised_vendor_gives_its_own_checks():
    checks = status_info(520).vendors[0].checks
    found = " ".join(" ".join(labelled(said(exchange(520, b"", ("Server", "cloudflare"))), "check")).split())
    assert " ".join(f"- {check}" for check in checks[:3]) == found
    assert module.recognised_vendor(failure(exchange(520)), module.Words("en")) == ""


def test_a_bare_code_has_no_target_and_is_explained_all_the_same():
    text = said(Exchange(Response(429)), expected="2xx")
    assert "got 429 Too Many Requests, expected 2xx" == text.split("\n")[0]
    assert labelled(text, "means")


def test_a_code_out_of_range_has_no_meaning_and_no_check():
    assert "got 42, expected 200 OK" == said(Exchange(Response(42)))


# -- hops, ids, repeats -----------------------------------------------------------------------------------------------


def test_hops_stand_in_columns_with_where_they_led():
    given = exchange(200, url="https://b.test/x", hops=(LOGIN, hop(307), hop(401, ("Location", "/no\n::x"))))
    assert [
        "1. POST api.test/login  302 Found, location: /home",
        "2. GET  api.test/old    307 Temporary Redirect, (no",
        "  location)",
        "3. GET  api.test/old    401 Unauthorized, location: /no",
        r"  \::x",
        "4. GET  b.test/x        200 OK, the one asserted",
    ] == labelled(said(given, expected="3xx"), "hops")


def test_of_many_hops_the_first_and_the_last_are_shown():
    given = exchange(200, hops=tuple(hop(302, ("Location", f"/{index}")) for index in range(9)))
    lines = labelled(said(given, expected="3xx"), "hops")
    assert ["1.", "2.", "3.", "...", "9.", "10."] == [line.split()[0] for line in lines]


def test_no_redirect_no_hops():
    assert not labelled(said(exchange(200, hops=(hop(401),)), expected=401), "hops")


MADE = hop(201, ("Location", "/users/7"), method="POST", url="https://api.test/users")
LOST = hop(404, url="https://other.test/users/7?full=1")


def test_earlier_answers_stand_after_the_hops_with_location_where_there_is_one():
    given = exchange(200, url="https://api.test/home", hops=(LOGIN,))
    more = {"expected": "3xx", "findings": own("closed", checks=("open it",)), "earlier": (MADE, LOST)}
    assert """got 200 OK after a redirect, expected 3xx: POST /login
  likely       closed
  hops         1. POST /login  302 Found, location: /home
               2. GET  /home   200 OK, the one asserted
  earlier      POST /users           201 Created, location: /users/7
               GET  /users/7?full=1  404 Not Found
  check        - open it""" == said(given, **more)
    assert """리다이렉트 후 200 OK 받음, 3xx 기대: POST /login
  유력 원인    closed
  이동 경로    1. POST /login  302 Found, location: /home
               2. GET  /home   200 OK, 검증한 응답
  앞선 응답    POST /users           201 Created, location: /users/7
               GET  /users/7?full=1  404 Not Found
  확인         - open it""" == said(given, lang="ko", **more)


@pytest.mark.parametrize(
    ("line", "answered"),
    [
        ("GET /old  404 Not Found", hop(404)),
        ("GET /old  520", hop(520)),
        ("GET /old  201 Created", hop(201, ("Location", ""))),
        ("/old  404 Not Found", hop(404, method="")),
        ("GET   404 Not Found", Hop(Request("GET"), Response(404))),
        ("GET /  204 No Content", hop(204, url="https://api.test")),
        ("GET /a/very/long/p...nd/on/users/9  404 Not Found", hop(404, url=LONG)),
        (
            r"G\x1bT /\x1b[2J  302 Found, location: /no \::x\x1b[2J",
            hop(302, ("Location", "/no\n\\::x\x1b[2J"), method="G\x1bT", url="https://api.test/\x1b[2J"),
        ),
    ],
)
def test_an_earlier_answer_is_one_visible_line(line, answered):
    assert [line] == labelled(said(exchange(500), earlier=(answered,)), "earlier")


def test_what_goes_on_in_the_next_line_hangs_and_the_next_row_does_not():
    moved = hop(302, ("Location", f"/{'a' * 40}"))
    given = exchange(422, b'{"detail": ["' + b"letter " * 9 + b'", "another"]}', JSON)
    assert """got 422 Unprocessable Content, expected 200: GET /users/me
  server said  letter letter letter letter letter letter letter letter
                 letter
               another
  likely       closed
  earlier      GET /old             302 Found, location:
                 /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
               GET /users/7?full=1  404 Not Found""" == said(given, earlier=(moved, LOST), findings=own("closed"))


@pytest.mark.parametrize(("label", "lang"), [("logged", "en"), ("로그  ", "ko")])
def test_what_is_known_only_once_a_report_is_made_is_laid_out_like_the_rest(label, lang):
    texts = ["ValueError: no price for the book\n of  7 (shop/prices.py:12)", "::error::\x1b[2J ##[group]"]
    assert f"""  {label}       ValueError: no price for the book of 7
                 (shop/prices.py:12)
               \\::error::\\x1b[2J #\\#[group]""" == module.labelled("logged", texts, lang)


def test_short_leaves_out_earlier_answers():
    assert not labelled(said(exchange(500), earlier=(MADE,), detail="short"), "earlier")
    assert labelled(said(exchange(500), earlier=(MADE,), detail="full"), "earlier")


def test_nothing_earlier_no_line():
    assert not labelled(said(exchange(500)), "earlier")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        (
            """this JSON came from 401 Unauthorized: GET /users/me
  server said  no ticket
  likely       closed
  earlier      POST /users  201 Created, location: /users/7
  check        - open it""",
            "en",
        ),
        (
            """이 JSON의 출처는 401 Unauthorized 응답: GET /users/me
  서버 메시지  no ticket
  유력 원인    closed
  앞선 응답    POST /users  201 Created, location: /users/7
  확인         - open it""",
            "ko",
        ),
    ],
)
def test_the_whole_text_of_a_symptom(text, lang):
    given = exchange(401, b'{"detail": "no ticket"}', JSON)
    findings = own("closed", checks=("open it",))
    assert text == said(given, expected=None, symptom="json", earlier=(MADE,), findings=findings, lang=lang)


def test_a_hop_of_which_little_is_known():
    given = Exchange(Response(200), Request(), (replace(LOGIN, request=Request()),))
    assert [
        "1. (not known)  302 Found, location: /home",
        "2. (not known)  200 OK, the one asserted",
    ] == labelled(said(given, expected="3xx"), "hops")


@pytest.mark.parametrize(
    ("lines", "fields", "asked"),
    [
        (["x-request-id a"], [("X-Request-Id", "a")], ()),
        (
            ["x-request-id a", "x-correlation-id b"],
            [("CF-Ray", "c"), ("X-Correlation-Id", "b"), ("X-Request-Id", "a")],
            (),
        ),
        (["traceparent 00-ab-01"], [], (("traceparent", "00-ab-01"),)),
        (["x-request-id", "x" * 57], [("X-Request-Id", "x" * 57)], ()),
        (["x-request-id", "x" * 54 + "..."], [("X-Request-Id", "x" * 58)], ()),
        (["x-request-id", "x" * 54 + "..."], [("X-Request-Id", "x" * 100)], ()),
        ([], [("X-Other", "a"), ("X-Request-Id", "")], ()),
    ],
)
def test_the_ids_under_which_a_log_knows_the_answer(lines, fields, asked):
    found = labelled(said(exchange(500, b"", *fields, asked=asked)), "find it")
    assert lines == found


AFTER = ("Retry-After", "120")
DATE = (("Date", "Wed, 21 Oct 2026 07:28:00 GMT"), ("Retry-After", "Wed, 21 Oct 2026 07:29:30 GMT"))


@pytest.mark.parametrize(
    ("line", "code", "fields"),
    [
        ("yes", 408, ()),
        ("yes", 429, ()),
        ("yes", 502, ()),
        ("yes", 504, (("Retry-After", "soon"),)),
        ("yes: worth about three tries with growing pauses", 503, ()),
        ("yes: worth a retry after 120 s", 503, (AFTER,)),
        ("yes: worth a retry after 90 s", 429, DATE),
        ("yes: worth a retry after 120 s", 403, (AFTER,)),
        ("yes: worth a retry after 120 s", 413, (AFTER,)),
        ("yes: worth a retry after 120 s", 302, (AFTER,)),
        ("yes: worth a retry after 120 s", 409, (AFTER,)),
        ("", 403, ()),
        ("", 404, ()),
        ("", 400, (AFTER,)),
        ("", 422, (AFTER,)),
        ("", 501, (AFTER,)),
        ("", 500, (AFTER,)),
        ("", 520, (AFTER,)),
        ("", 42, (AFTER,)),
    ],
)
@pytest.mark.parametrize(("lang", "label"), [("en", "transient"), ("ko", "transient")])
def test_a_repeat_is_worth_it_where_it_may_help_and_the_line_is_the_same_in_every_language(
    line, code, fields, lang, label
):
    text = said(exchange(code, b"", *fields), lang=lang, expected="200")
    assert line == " ".join(labelled(text, label))


def test_a_right_code_needs_no_repeat():
    assert not labelled(said(exchange(503, b"", AFTER), expected=503, unmet=(Unmet("x", "RFC"),)), "transient")


# -- faults -----------------------------------------------------------------------------------------------------------


def test_a_part_that_fails_becomes_one_line_and_the_others_are_there(monkeypatch):
    def fail(*_):
        raise KeyError("x")

    monkeypatch.setattr(module, "_fields", type("Broken", (), {"__getattr__": fail})())
    text = said(exchange(404, b"no such user", ("X-Request-Id", "a")), findings=own("gone"))
    assert "\n  likely       gone\n" in text
    assert "\n  (find could not be shown: KeyError)" in text


def test_a_hook_that_failed_is_named():
    evidence = (("part", "pytest_httpstatus_diagnose"), ("error", "ValueError: bad\nidea"))
    text = said(exchange(404, b"gone away"), findings=(Finding("failed-part", evidence),))
    assert text.endswith("\n  (pytest_httpstatus_diagnose could not be shown: ValueError: bad idea)")


# -- Korean -----------------------------------------------------------------------------------------------------------


def test_a_refusal_in_korean():
    given = exchange(403, b'{"detail": "quota"}', JSON, ("Retry-After", "30"), ("X-Request-Id", "7f3c91"))
    means = status_info(403, lang="ko").meaning
    assert """403 Forbidden 받음, 200 OK 기대: GET /users/me
  서버 메시지  quota
  유력 원인    한도를 넘었습니다
  확인         - 기다리세요
  이유         영업 중
  추적         x-request-id 7f3c91
  transient    yes: worth a retry after 30 s""" == said(
        given, lang="ko", findings=own("한도를 넘었습니다", checks=("기다리세요",)), because="영업 중"
    )
    assert means


def test_a_redirect_in_korean():
    given = exchange(200, url="https://api.test/home", hops=(LOGIN,))
    assert """리다이렉트 후 200 OK 받음, 3xx 기대: POST /login
  유력 원인    리다이렉트를 따라갔습니다
  이동 경로    1. POST /login  302 Found, location: /home
               2. GET  /home   200 OK, 검증한 응답
  확인         - allow_redirects=False 옵션을 쓰세요""" == said(
        given,
        expected="3xx",
        lang="ko",
        findings=own("리다이렉트를 따라갔습니다", checks=("allow_redirects=False 옵션을 쓰세요",)),
    )


def test_a_broken_rule_in_korean():
    given = exchange(204, method="DELETE", url="https://api.test/users/7")
    rule = sentences("ko", "rules")["no-content.content-length"]
    text = render(failure(given, 204, unmet=(RULE,)), "ko")
    but = rule["headline"].format(length="17")
    assert f"204 No Content 받음, 규칙 위반: {but}: DELETE /users/7" == text.split("\n")[0]
    assert rule["broken"] == " ".join(labelled_ko(text, "규칙 위반    "))


@pytest.mark.parametrize(
    ("english", "korean", "cause", "evidence"),
    [
        (
            "the token that was sent expired 3 h ago (its exp, read here and not verified)",
            "요청이 보낸 토큰은 3시간 전에 만료되었습니다(exp 값을 읽기만 하고 검증하지 않음)",
            "auth.expired-token",
            {"age": "3 h"},
        ),
        (
            "the token that was sent is valid only 12 min from now (its nbf, read here and not verified)",
            "요청이 보낸 토큰은 12분 뒤부터 유효합니다(nbf 값을 읽기만 하고 검증하지 않음)",
            "auth.early-token",
            {"wait": "12 min"},
        ),
        (
            "the quota is used up (ratelimit: r=0), until 2026-11-24 13:00:00 UTC, for 1 h more",
            "할당량을 모두 썼습니다(ratelimit: r=0). 초기화 시각: 2026-11-24 13:00:00 UTC, 1시간 뒤",
            "rate.remaining",
            {"field": "ratelimit: r=0", "until": "2026-11-24 13:00:00 UTC", "left": "1 h"},
        ),
        (
            "a cache answered, not the application (age: 30); its copy is 30 s old, and stale for 2 d",
            "애플리케이션이 아니라 캐시가 응답했습니다(age: 30). 사본의 나이: 30초. 유효 기간이 지난 시간: 2일",
            "gateways.cache",
            {"field": "age: 30", "age": "30 s", "stale": "2 d"},
        ),
    ],
)
def test_time_spans_in_causes_are_of_the_language(english, korean, cause, evidence):
    given, findings = exchange(401), (Finding(cause, tuple(evidence.items())),)
    assert [english] == [" ".join(labelled(said(given, findings=findings), "likely"))]
    assert korean == " ".join(labelled_ko(said(given, findings=findings, lang="ko"), "유력 원인    "))


def test_an_unknown_code_in_korean():
    assert """520 받음, 200 OK 기대: GET /users/me
  의미         520 코드는 등록되지 않았으며, 클라이언트는 500 코드로
               처리합니다
""" in said(exchange(520), lang="ko")


def labelled_ko(text: str, label: str) -> list[str]:
    lines = text.split("\n")
    start = next(index for index, line in enumerate(lines) if line.startswith(f"  {label}"))
    found = [lines[start].removeprefix(f"  {label}")]
    for line in lines[start + 1 :]:
        if not line.startswith(" " * 15):
            break
        found.append(line.strip())
    return found


# -- nothing acts -----------------------------------------------------------------------------------------------------

EVIL = "\x1b[2J\r::stop-commands::t \x0b::add-mask::y ##[error]z ##vso[task.x] \u202e"


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_no_line_acts_whatever_is_said(lang):
    given = exchange(
        503,
        b'{"detail": "::error::x"}',
        ("X-Request-Id", EVIL),
        ("Retry-After", "3"),
        url=f"https://api.test/{EVIL}",
        method=f"::{EVIL}",
        hops=(hop(302, ("Location", f"\n::{EVIL}")),),
    )
    findings = own(f"{'x' * 50} ::error::{EVIL}", checks=(f"\n::{EVIL}", "y " * 30 + "::group::z"))
    text = said(given, findings=findings, because=f"::warning::{EVIL}", lang=lang)
    assert not [
        line for line in text.split("\n") if line.lstrip().startswith("::") or "##[" in line or "##vso[" in line
    ]
    assert not set(text) & {"\x1b", "\r", "\x0b", "\u202e"}
    assert "\\::error::" in text


def test_dialects_of_no_client_are_said_nowhere():
    assert "{" not in said(exchange(404, client=Dialect()))
    assert REQUESTS.name
    assert HTML
