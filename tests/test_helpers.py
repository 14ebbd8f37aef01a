"""The helpers that check more than the code: what passes, what fails, and every word of a failure."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from textwrap import dedent
from types import SimpleNamespace
from typing import Any

import pytest

import pytest_httpstatus
from pytest_httpstatus import (
    StatusMismatch,
    _settings,
    assert_conforms,
    assert_created,
    assert_method_not_allowed,
    assert_no_content,
    assert_problem,
    assert_redirect,
    assert_unauthorized,
    assert_validation_error,
)
from pytest_httpstatus._helpers import HELPERS
from pytest_httpstatus._settings import Lang
from tests.clients.site import serving

PROBLEM = "application/problem+json"
XML = "application/problem+xml"


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    """Where the site is: `http://127.0.0.1:port`."""
    with serving() as address:
        yield address


def said(check: Callable[..., Any], *args: Any, lang: Lang = "en", **options: Any) -> str:
    """The whole text of the failure."""
    with speaking(lang), pytest.raises(StatusMismatch) as caught:
        check(*args, **options)
    return f"{caught.value}\n"


@contextmanager
def speaking(lang: Lang) -> Iterator[None]:
    before = _settings.use(_settings.Settings(lang=lang))
    try:
        yield
    finally:
        _settings.use(before)


def ids(check: Callable[..., Any], *args: Any, **options: Any) -> tuple[list[str], list[str]]:
    """What is not met, and the remarks; a wish is the test's own, all else names its section."""
    with pytest.raises(StatusMismatch) as caught:
        check(*args, **options)
    failure = caught.value.failure
    assert failure is not None
    for each in (*failure.unmet, *failure.remarks):
        section = "" if each.id.startswith("wish.") else r"RFC \d{4}, section \d+(\.\d+)*"
        assert re.fullmatch(section, each.section), each
    return [each.id for each in failure.unmet], [each.id for each in failure.remarks]


def shown(text: str) -> str:
    return dedent(text).removeprefix("\n")


def reply(code: int, content: bytes | None = b"", *, method: str = "GET", url: str | None = None, **fields: str) -> Any:
    """A response made by hand, as mocks have it."""
    headers = {name.replace("_", "-"): value for name, value in fields.items()}
    request = SimpleNamespace(method=method, url=url or "https://api.test/users", headers={})
    given = {} if content is None else {"content": content}
    return SimpleNamespace(status_code=code, headers=headers, request=request, **given)


def problem(code: int, text: str, kind: str = PROBLEM, **options: str) -> Any:
    return reply(code, text.encode(), content_type=kind, **options)


@pytest.fixture(scope="module")
def client() -> Any:
    """A careless shop in Flask."""
    flask = pytest.importorskip("flask")
    shop = flask.Flask(__name__)
    credit = '{"title": "No credit", "status": 400}'
    invalid = {"errors": {"email": ["taken"], "profile.color": ["no color", "too long"]}}
    for method, path, answer in (
        ("POST", "/users", lambda: ("{}", 201, {"Location": "/users/8"})),
        ("DELETE", "/users/8", lambda: ("", 204)),
        ("GET", "/me", lambda: ("", 401)),
        ("GET", "/token", lambda: ("", 401, {"WWW-Authenticate": 'Basic realm="shop"'})),
        ("GET", "/old", lambda: flask.redirect("/older")),
        ("GET", "/older", lambda: flask.redirect("/new?page=1", code=301)),
        ("GET", "/new", lambda: "new"),
        ("GET", "/lost", lambda: ("", 302)),
        ("GET", "/credit", lambda: flask.Response(credit, 403, content_type=PROBLEM)),
        ("GET", "/plain", lambda: ({"error": "no"}, 403)),
        ("POST", "/profile", lambda: (invalid, 422)),
        ("POST", "/coupon", lambda: ({"reason": "expired"}, 422)),
    ):
        shop.add_url_rule(path, path, answer, methods=[method])
    return shop.test_client()


# -- all of them -------------------------------------------------------------------------------------------------------


def test_every_helper_is_public_and_explains_itself() -> None:
    assert sorted(HELPERS) == list(HELPERS)
    assert set(HELPERS) < set(pytest_httpstatus.__all__)
    for name in HELPERS:
        helper = getattr(pytest_httpstatus, name)
        text = inspect.getdoc(helper) or ""
        assert "RFC 9" in text
        assert all(f"\n{part}:\n" in text for part in ("Args", "Returns", "Raises", "Example"))
        assert inspect.signature(helper).parameters["because"].kind is inspect.Parameter.KEYWORD_ONLY


def _called(name: str, response: object) -> object:
    helper = getattr(pytest_httpstatus, name)
    return helper(response, 200) if name == "assert_conforms" else helper(response)


@pytest.mark.parametrize("name", HELPERS)
@pytest.mark.parametrize("thing", [None, "200", object, True])
def test_what_is_no_response_is_refused_as_by_assert_status(name: str, thing: object) -> None:
    with pytest.raises(TypeError) as caught:
        _called(name, thing)
    with pytest.raises(TypeError) as same:
        pytest_httpstatus.assert_status(thing, 200)
    assert str(same.value) == str(caught.value)


@pytest.mark.parametrize("name", HELPERS)
def test_a_wrong_code_brings_the_whole_diagnosis(name: str) -> None:
    response = reply(500, b'{"detail": "no database"}', content_type="application/json")
    text = said(_called, name, response) if name != "assert_problem" else said(assert_problem, response, 404)
    first, second, *_ = text.splitlines()
    assert first.startswith("got 500 Internal Server Error, expected ")
    assert first.endswith(": GET /users")
    assert second == "  server said  no database"
    assert "not met" not in text


@pytest.mark.parametrize("name", HELPERS)
def test_a_failure_hides_our_frames_and_a_bug_does_not(name: str) -> None:
    hide = getattr(pytest_httpstatus, name).__globals__["__tracebackhide__"]
    assert hide(SimpleNamespace(value=StatusMismatch("no")))
    assert not hide(SimpleNamespace(value=KeyError("bug")))


def test_the_reason_of_the_user_is_shown(client: Any) -> None:
    text = said(assert_created, client.post("/users"), location="/users/7", because="7 is the first free id")
    assert "  because      7 is the first free id\n" in text


# -- assert_conforms and assert_no_content -----------------------------------------------------------------------------


def test_a_response_that_keeps_its_rules_conforms(client: Any) -> None:
    response = client.delete("/users/8")
    assert response is assert_conforms(response, "2xx")
    assert response is assert_no_content(response)
    assert 204 == assert_conforms(204, 204)


def test_all_broken_rules_stand_in_one_failure() -> None:
    response = reply(204, b"deleted", method="DELETE", content_length="7", transfer_encoding="chunked")
    assert said(assert_no_content, response) == shown("""
        got 204 No Content but content of 7 bytes and 2 more: DELETE /users
          server said  deleted
          broken       a 204 has no content (RFC 9110, section 15.3.5)
          broken       a 204 never has Content-Length (RFC 9110, section 8.6)
          broken       a 204 never has Transfer-Encoding (RFC 9112, section 6.1)
          check        - return an empty response, or answer 200 with the
                         content
                       - to assert the code alone: assert_status(resp, 204)
        """)


def test_a_204_with_a_length_says_so_in_both_languages() -> None:
    response = reply(204, method="DELETE", content_length="17")
    assert said(assert_no_content, response) == shown("""
        got 204 No Content but Content-Length 17: DELETE /users
          broken       a 204 never has Content-Length (RFC 9110, section 8.6)
          check        - return an empty response, or answer 200 with the
                         content
                       - to assert the code alone: assert_status(resp, 204)
        """)
    assert said(assert_no_content, response, lang="ko") == shown("""
        204 No Content 받음, 규칙 위반: Content-Length 헤더(17): DELETE /users
          규칙 위반    204 응답에는 Content-Length 헤더가 없습니다(RFC 9110,
                       8.6절)
          확인         - 본문을 비우거나, 본문과 함께 200 응답을 보내세요
                       - 코드만 확인하려면 이렇게 쓰세요:
                         assert_status(resp, 204)
        """)


@pytest.mark.parametrize("response", [204, reply(204), reply(204, None), reply(204, content_length="0")])
def test_a_204_without_content_passes(response: Any) -> None:
    assert response is assert_no_content(response)


def test_assert_conforms_names_the_rule_of_the_code_that_came(client: Any) -> None:
    assert said(assert_conforms, reply(503, retry_after="60s"), "5xx") == shown("""
        got 503 Service Unavailable but Retry-After "60s": GET /users
          broken       Retry-After is a whole number of seconds or an HTTP date
                       (RFC 9110, section 10.2.3)
          check        - write it as in Retry-After: 120
                       - to assert the code alone: assert_status(resp, 503)
                       - say in the content what happened, and whether it will
                         pass (RFC 9110, section 15.6)
        """)
    assert said(assert_conforms, client.get("/me"), 401, lang="ko") == shown("""
        401 Unauthorized 받음, 규칙 위반: 인증 요구(챌린지) 없음: GET /me
          규칙 위반    401 응답은 WWW-Authenticate 헤더로 인증 요구(챌린지)를
                       하나 이상 알립니다(RFC 9110, 15.5.2절)
          확인         - 인증 스킴을 이렇게 보내세요: WWW-Authenticate: Bearer
                       - 코드만 확인하려면 이렇게 쓰세요:
                         assert_status(resp, 401)
        """)


def test_the_rules_of_a_wrong_code_are_not_asked_for() -> None:
    assert ([], []) == ids(assert_conforms, reply(401), 200)


# -- assert_created ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "location",
    [
        "/users/8",
        "http://localhost/users/8",
        "HTTP://LocalHost:80/users/%38",
        "users/8",
    ],
)
def test_a_location_is_compared_resolved_and_normalised(client: Any, location: str) -> None:
    response = client.post("/users")
    assert response is assert_created(response, location=location)
    assert response is assert_created(response)


def test_another_location_is_shown_with_the_one_that_was_asked_for(client: Any) -> None:
    response = client.post("/users")
    assert said(assert_created, response, location="/users/7") == shown("""
        got 201 Created but Location /users/8: POST /users
          not met      Location is /users/8; the test asked for /users/7
          check        - is it another resource, or another spelling of its URI?
        """)
    assert said(assert_created, response, location="/users/7", lang="ko") == shown("""
        201 Created 받음, 불일치 Location 값 /users/8: POST /users
          불일치       Location 헤더의 값: /users/8, 기대한 값: /users/7
          확인         - 다른 리소스인지, 같은 URI를 다르게 쓴 것인지 확인하세요
        """)
    assert "  not met      Location is http://localhost/users/8; the test asked for\n" in said(
        assert_created, response, location="https://other.test/users/8"
    )


def test_a_missing_location_fails_only_when_it_is_asked_for() -> None:
    response = reply(201, method="POST")
    assert response is assert_created(response)
    assert (["wish.location-missing"], ["created.location-missing"]) == ids(
        assert_created, response, location="/users/8"
    )
    assert (["wish.location-missing"], []) == ids(assert_created, reply(201, method="PUT"), location="/users/8")
    assert (["wish.fields-unknown"], []) == ids(assert_created, 201, location="/users/8")


def test_a_fragment_of_a_201_is_compared_only_when_asked_for() -> None:
    response = reply(201, location="/users/8#top", method="POST")
    assert response is assert_created(response, location="/users/8")
    assert response is assert_created(response, location="/users/8#top")
    assert (["wish.location"], ["created.location-fragment"]) == ids(assert_created, response, location="/users/8#end")
    assert "Location is /users/8#top; the test asked for /users/8#end" in said(
        assert_created, response, location="/users/8#end"
    )


def test_beside_a_wrong_code_a_wish_stands_only_where_the_response_has_another_value() -> None:
    assert (["wish.location"], []) == ids(assert_created, reply(303, location="/users/9"), location="/users/8")
    assert ([], []) == ids(assert_created, reply(404), location="/users/8")


def test_where_nobody_knows_the_target_uri_paths_are_compared() -> None:
    whole = SimpleNamespace(status_code=201, headers={"Location": "http://falconframework.org/users/8"})
    assert whole is assert_created(whole, location="/users/8")
    assert (["wish.location"], []) == ids(assert_created, whole, location="/users/7")
    assert (["wish.location"], []) == ids(assert_created, whole, location="http://other.test/users/8")


def test_a_long_value_is_cut_in_the_headline_only() -> None:
    first, second, *_ = said(assert_created, reply(201, location=f"/{'a' * 40}"), location="/b").splitlines()
    assert first == "got 201 Created but Location /aaaaaaaaaaaaaaaaaaaa...: GET /users"
    assert second == f"  not met      Location is /{'a' * 40};"


# -- assert_unauthorized -----------------------------------------------------------------------------------------------


def test_a_401_without_a_challenge_fails_and_names_the_way_out(client: Any) -> None:
    response = client.get("/me")
    assert said(assert_unauthorized, response, scheme="Bearer") == shown("""
        got 401 Unauthorized but no challenge: GET /me
          broken       a 401 names at least one challenge in WWW-Authenticate
                       (RFC 9110, section 15.5.2)
          check        - send your scheme, as in WWW-Authenticate: Bearer
                       - to assert the code alone: assert_status(resp, 401)
        """)
    with pytest.raises(StatusMismatch):
        assert_unauthorized(response)


def test_a_scheme_is_compared_without_case(client: Any) -> None:
    response = client.get("/token")
    assert response is assert_unauthorized(response)
    assert response is assert_unauthorized(response, scheme="basic")
    both = reply(401, www_authenticate='Basic realm="a, b", Bearer realm="x", error="invalid_token"')
    assert both is assert_unauthorized(both, scheme="bearer")


def test_another_scheme_is_shown_with_those_that_there_are(client: Any) -> None:
    response = client.get("/token")
    assert said(assert_unauthorized, response, scheme="Bearer") == shown("""
        got 401 Unauthorized but challenge Basic realm="shop": GET /token
          not met      no challenge has the scheme Bearer; there is: Basic
                       realm="shop"
          check        - does another layer authenticate first: a gateway, a
                         second backend?
        """)
    assert said(assert_unauthorized, response, scheme="Bearer", lang="ko") == shown("""
        401 Unauthorized 받음, 불일치 챌린지 Basic realm="shop": GET /token
          불일치       다음 인증 스킴의 챌린지가 없습니다: Bearer. 받은 챌린지:
                       Basic realm="shop"
          확인         - 게이트웨이나 다른 인증 백엔드가 먼저 인증하는지
                         확인하세요
        """)


@pytest.mark.parametrize("value", ["a" * 200_000, 'Basic x="' + '\\"' * 200_000, "Basic " + "a=b," * 50_000])
def test_a_field_without_end_takes_no_time(value: str) -> None:
    from time import process_time

    start = process_time()
    assert ["wish.scheme"] == ids(assert_unauthorized, reply(401, www_authenticate=value), scheme="Bearer")[0]
    assert process_time() - start < 10


def test_a_bare_code_cannot_meet_a_wish_about_a_field() -> None:
    assert 401 == assert_unauthorized(401)
    assert said(assert_unauthorized, 401, scheme="Bearer") == shown("""
        got 401 Unauthorized but no fields to see
          not met      this response shows no fields, so nothing can be said of
                       Bearer
          check        - pass the response itself, not only its code
        """)


# -- assert_method_not_allowed -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("allow", ["POST", "POST, OPTIONS", ["POST"], {"POST"}, None])
def test_the_methods_of_flask_are_those_of_its_routes(client: Any, allow: Any) -> None:
    response = client.get("/users")
    assert response is assert_method_not_allowed(response, allow=allow)


@pytest.mark.parametrize(
    ("allow", "wanted"), [("GET, HEAD", "GET"), ("GET", "GET, HEAD"), ("", ""), (", GET,, POST", "POST, GET")]
)
def test_head_and_options_may_be_listed_or_not(allow: str, wanted: str) -> None:
    response = reply(405, allow=allow)
    assert response is assert_method_not_allowed(response, allow=wanted)


def test_head_without_get_counts(client: Any) -> None:
    assert (["wish.allow"], ["method.reading"]) == ids(assert_method_not_allowed, reply(405, allow="HEAD"), allow="PUT")
    assert (["wish.allow"], []) == ids(assert_method_not_allowed, reply(405, allow="get", method="PUT"), allow="GET")


def test_other_methods_are_named_on_both_sides() -> None:
    response = reply(405, method="DELETE", allow="OPTIONS, POST, PATCH")
    assert said(assert_method_not_allowed, response, allow="GET, POST") == shown("""
        got 405 Method Not Allowed but Allow OPTIONS, POST, PATCH: DELETE /users
          not met      the test asked for Allow: GET, POST; not listed: GET;
                       listed beyond it: PATCH
          check        - which methods does the route register?
        """)
    assert said(assert_method_not_allowed, response, allow="GET, POST", lang="ko") == shown("""
        405 Method Not Allowed 받음, 불일치 Allow 값 OPTIONS, POST, PATCH: DELETE /users
          불일치       기대한 값: Allow: GET, POST. 빠진 메서드: GET. 더 있는
                       메서드: PATCH
          확인         - 라우트에 등록한 메서드를 확인하세요
        """)


def test_the_methods_of_a_set_stand_in_one_order() -> None:
    text = said(assert_method_not_allowed, reply(405, allow="GET"), allow={"PUT", "GET", "DELETE", "PATCH"})
    assert "the test asked for Allow: DELETE, GET, PATCH, PUT; not" in text


def test_a_405_without_allow_fails_once() -> None:
    response = reply(405, method="DELETE")
    assert (["method.allow"], []) == ids(assert_method_not_allowed, response, allow="GET")
    assert (["wish.fields-unknown"], []) == ids(assert_method_not_allowed, 405, allow="GET")
    assert 405 == assert_method_not_allowed(405)


def test_starlette_lists_its_first_route_only_and_the_failure_says_so() -> None:
    pytest.importorskip("fastapi")
    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    app = FastAPI()
    app.get("/users")(lambda: None)
    app.post("/users")(lambda: None)
    response = TestClient(app).delete("/users")
    assert (["wish.allow"], ["method.first-route"]) == ids(assert_method_not_allowed, response, allow="GET, POST")
    assert (["wish.allow"], []) == ids(assert_method_not_allowed, response, allow="")


# -- assert_redirect ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", [None, "/older", "http://localhost/older", "older", "http://LOCALHOST:80/ol%64er"])
def test_a_redirect_that_was_not_followed_gives_its_target(client: Any, to: str | None) -> None:
    assert "http://localhost/older" == assert_redirect(client.get("/old"), to)
    assert "http://localhost/older" == assert_redirect(client.get("/old"), to, status=302)


@pytest.mark.parametrize("to", [None, "/new?page=1", "http://localhost/new?page=1"])
def test_redirects_that_were_followed_give_the_last_target(client: Any, to: str | None) -> None:
    followed = client.get("/old", follow_redirects=True)
    assert 200 == followed.status_code
    assert "http://localhost/new?page=1" == assert_redirect(followed, to, status=302)


def test_requests_and_django_keep_their_hops(base: str) -> None:
    requests = pytest.importorskip("requests")
    pytest.importorskip("rest_framework")
    assert f"{base}/new#top" == assert_redirect(requests.get(f"{base}/old#top"), "/new")
    assert f"{base}/new" == assert_redirect(requests.get(f"{base}/old", allow_redirects=False), "/new")

    from tests.clients import django_site

    from django.test import Client  # isort: skip

    assert django_site
    assert "http://testserver/new" == assert_redirect(Client().get("/moved/301/302", follow=True), "/new", status=301)


def test_another_target_is_shown_by_the_redirect_that_leads_there(client: Any) -> None:
    response = client.get("/old")
    assert said(assert_redirect, response, "/home") == shown("""
        got 302 Found but target /older: GET /old
          server said  Redirecting...
          not met      the redirect leads to /older; the test asked for /home
          check        - is the redirect another one, or only its query or
                         slash?
        """)
    assert said(assert_redirect, response, "/home", lang="ko") == shown("""
        302 Found 받음, 불일치 리다이렉트 대상 /older: GET /old
          서버 메시지  Redirecting...
          불일치       리다이렉트 대상: /older, 기대한 대상: /home
          확인         - 다른 리다이렉트인지, 쿼리나 슬래시만 다른지 확인하세요
        """)


def test_several_redirects_are_all_shown(client: Any) -> None:
    followed = client.get("/old", follow_redirects=True)
    text = said(assert_redirect, followed, "/home")
    assert text.startswith("got 301 Moved Permanently after a redirect but target /new?page=1: GET /old\n")
    assert "302 Found, location: /older\n" in text
    assert "  not met      the redirect leads to /new?page=1; the test asked for\n               /home\n" in text


def test_the_code_asked_for_is_that_of_the_first_redirect(client: Any) -> None:
    followed = client.get("/old", follow_redirects=True)
    assert said(assert_redirect, followed, status=301) == shown("""
        got 302 Found, expected 301 Moved Permanently: GET /old
          server said  Redirecting...
          check        - status= speaks of the first redirect; the whole way:
                         302 /old, 301 /older
                       - if Location names a login page, log in in the test
                         client (Django: client.force_login(user))
                       - if the redirect is the expected outcome, assert 302 and
                         Location
        """)
    assert (["wish.target"], ["redirect.way"]) == ids(assert_redirect, followed, "/home", status=301)
    assert ([], []) == ids(assert_redirect, client.get("/old"), status=301)


def test_a_fragment_is_inherited_and_compared_only_when_asked_for() -> None:
    response = reply(302, location="/home", url="https://api.test/old#top")
    assert "https://api.test/home#top" == assert_redirect(response, "/home")
    named = reply(302, location="/home#end", url="https://api.test/old#top")
    assert "https://api.test/home#end" == assert_redirect(named, "/home#end")
    assert (["wish.target"], []) == ids(assert_redirect, named, "/home#top")


def test_a_history_is_no_list_of_redirects() -> None:
    denied = reply(401, www_authenticate="Digest", url="https://api.test/a")
    moved = reply(302, location="/b", url="https://api.test/a")
    final = SimpleNamespace(**vars(reply(200, url="https://api.test/b")), history=[denied, moved])
    assert "https://api.test/b" == assert_redirect(final, "/b", status=302)
    only = SimpleNamespace(**vars(reply(200)), history=[denied])
    assert ([], []) == ids(assert_redirect, only)


def test_a_redirect_without_location_has_no_target(client: Any) -> None:
    assert said(assert_redirect, client.get("/lost"), "/home") == shown("""
        got 302 Found but no Location: GET /lost
          not met      there is no Location, so there is no target to return
          check        - send Location: without it no client can follow (a
                         SHOULD of RFC 9110, section 15.4)
                       - to assert the code alone: assert_status(resp, 302)
        """)
    assert (["wish.fields-unknown"], []) == ids(assert_redirect, 302)
    assert (["wish.target-missing"], ["redirect.resume", "redirect.no-location", "redirect.sticks"]) == ids(
        assert_redirect, reply(308, range="bytes=0-42")
    )


def test_an_upload_to_be_resumed_is_a_308_with_a_range_and_without_a_location() -> None:
    others = (reply(308), reply(302, range="bytes=0-42"), reply(308, range="bytes=0-42", location="/b"))
    assert all("redirect.resume" not in ids(assert_redirect, each, "/home")[1] for each in others)


def test_a_broken_rule_of_a_hop_fails_though_it_was_followed() -> None:
    moved = reply(302, location="/b", retry_after="soon", url="https://api.test/a")
    final = SimpleNamespace(**vars(reply(200, url="https://api.test/b")), history=[moved])
    assert (["retry-after.malformed"], []) == ids(assert_redirect, final)


@pytest.mark.parametrize(
    ("code", "remark"),
    [(300, "redirect.choices"), (304, "redirect.unchanged"), (305, "redirect.proxy"), (306, "redirect.proxy")],
)
def test_a_3xx_that_is_no_redirect_says_so(code: int, remark: str) -> None:
    assert ([], [remark]) == ids(assert_redirect, reply(code, location="/home"))
    assert "https://api.test/home" == assert_redirect(reply(code, location="/home"), status=code)


def test_no_redirect_at_all_is_a_wrong_code(client: Any) -> None:
    first = said(assert_redirect, client.get("/new"), "/home").splitlines()[0]
    assert first == "got 200 OK, expected 301 | 302 | 303 | 307 | 308: GET /new"


@pytest.mark.parametrize("status", ["2xx", "200 | 302", "!5xx"])
def test_a_status_that_is_no_redirect_is_refused(status: str) -> None:
    with pytest.raises(ValueError, match="class 3xx") as caught:
        assert_redirect(302, status=status)
    assert str(caught.value) == (
        f"status={status!r} holds codes that are no redirects; give codes of class 3xx, as in status=303 or "
        "status='301 | 308'"
    )


# -- assert_problem ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("{}", {}),
        ("{}", {"type": "about:blank"}),
        ('{"type": "/problems/credit", "balance": 30}', {"type": "https://api.test/problems/credit", "balance": 30}),
        ('{"type": "https://api.test/problems/credit"}', {"type": "/problems/credit"}),
        ('{"type": 5, "status": "400", "detail": null}', {"type": 5, "detail": None}),
        ('{"errors": [{"detail": "no"}]}', {"errors": [{"detail": "no"}]}),
    ],
)
def test_a_problem_comes_back_as_it_was_sent(text: str, members: dict[str, Any]) -> None:
    import json

    assert json.loads(text) == assert_problem(problem(403, text), 403, **members)
    assert json.loads(text) == assert_problem(problem(403, text, "Application/Problem+JSON; charset=utf-8"), **members)


def test_all_that_a_problem_lacks_stands_in_one_failure(client: Any) -> None:
    response = client.get("/credit")
    assert said(assert_problem, response, 403, title="Out of credit", type="/credit", balance=30) == shown("""
        got 403 Forbidden but problem status 400 and 3 more: GET /credit
          server said  No credit
          broken       the member status of a problem is the code of its
                       response (RFC 9457, section 3.1.2)
          not met      title is "No credit"; the test asked for "Out of credit"
          not met      type is "about:blank"; the test asked for "/credit"
          not met      the problem has no balance; the test asked for 30
          check        - send the same number in both, or leave the member out
                       - to assert the code alone: assert_status(resp, 403)
                       - is it the problem that the test provokes?
        """)
    assert said(assert_problem, response, 403, balance=30, lang="ko") == shown("""
        403 Forbidden 받음, 규칙 위반: 문제 상세의 status 400, balance 없음: GET /credit
          서버 메시지  No credit
          규칙 위반    문제 상세(problem details)의 status 값은 응답의 상태
                       코드와 같습니다(RFC 9457, 3.1.2절)
          불일치       문제 상세에 balance 값이 없습니다. 기대한 값: 30
          확인         - 두 곳에 같은 숫자를 보내거나 status 값을 빼세요
                       - 코드만 확인하려면 이렇게 쓰세요:
                         assert_status(resp, 403)
                       - 다음 값을 보내세요: balance
        """)


def test_json_of_another_media_type_is_no_problem(client: Any) -> None:
    assert said(assert_problem, client.get("/plain")) == shown("""
        got 403 Forbidden but no problem: GET /plain
          server said  no
          broken       a problem is application/problem+json or +xml (RFC 9457,
                       section 3); this is application/json
          check        - send Content-Type: application/problem+json
                       - for errors of another shape: assert_status(resp, 403),
                         then look at the content yourself
        """)
    assert (["problem.media-type"], []) == ids(assert_problem, reply(403, b"{}"))


@pytest.mark.parametrize("text", ["", "[]", "{", '"no"', "no"])
def test_what_is_no_object_is_no_problem(text: str) -> None:
    assert ["problem.document"] == ids(assert_problem, problem(403, text), title="no")[0]


def test_beside_a_wrong_code_another_member_is_said_and_a_missing_one_is_not() -> None:
    response = problem(409, '{"title": "Sold"}')
    assert (["wish.member"], []) == ids(assert_problem, response, 404, title="Gone", balance=3)
    assert ([], []) == ids(assert_problem, reply(500, b"<h1>Oops</h1>", content_type="text/html"), 404)


def test_content_that_is_not_there_cannot_be_a_problem() -> None:
    assert (["wish.content-of-head"], []) == ids(assert_problem, problem(404, "", method="HEAD"))
    assert (["wish.content-unread"], []) == ids(assert_problem, reply(404, None, content_type=PROBLEM))
    assert (["wish.content-unread"], []) == ids(assert_problem, 404)


def test_a_member_of_any_type_can_be_asked_for() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    text = said(assert_problem, problem(404, '{"a": 1, "b": 2, "c": 3}'), a=object, b=deep, c="x" * 500)
    assert "a is 1; the test asked for \"<class 'object'>\"\n" in text
    assert "b is 2; the test asked for (list)\n" in text
    assert f'"{"x" * 20}' in text


def test_a_long_problem_is_read_whole() -> None:
    long = "x" * 300_000
    assert long == assert_problem(problem(404, f'{{"detail": "{long}"}}'))["detail"]
    assert ["problem.document"] == ids(assert_problem, problem(404, f'{{"detail": "{long}'))[0]


ENVELOPE = '<?xml version="1.0" encoding="UTF-8"?><problem xmlns="urn:ietf:rfc:7807">{}</problem>'


def test_a_problem_in_xml_is_read_as_the_appendix_says() -> None:
    inside = (
        "<type>https://api.test/credit</type><title>Out of credit</title><status> 403 </status><detail/>"
        "<accounts><i>/1</i><i>/2</i></accounts><owner><name>Kim</name><tags><i><a>1</a></i></tags></owner>"
    )
    assert {
        "type": "https://api.test/credit",
        "title": "Out of credit",
        "status": 403,
        "detail": "",
        "accounts": ["/1", "/2"],
        "owner": {"name": "Kim", "tags": [{"a": "1"}]},
    } == assert_problem(problem(403, ENVELOPE.format(inside), XML), 403, type="/credit", title="Out of credit")


@pytest.mark.parametrize(
    "text",
    [
        ENVELOPE.format("<title>"),
        "<?xml version='1.0'?><problem/>",
        '<!DOCTYPE a [<!ENTITY b "b">]>' + ENVELOPE.format("<title>&b;</title>").partition("?>")[2],
        ENVELOPE.format(f"<title>{'x' * 70_000}</title>"),
        "{}",
    ],
)
def test_other_xml_and_xml_with_declarations_is_refused(text: str) -> None:
    kind = XML if text != "{}" else "application/xml"
    unmet = ids(assert_problem, problem(403, text, kind))[0]
    assert ["problem.media-type" if text == "{}" else "problem.document"] == unmet


def test_xml_without_end_is_cut() -> None:
    deep = assert_problem(problem(403, ENVELOPE.format("<a>" * 50 + "</a>" * 50), XML))
    for _ in range(20):
        deep = deep["a"]
    assert "" == deep


# -- assert_validation_error -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["email", "#/email", "body.email", "profile.color", "/profile/color"])
def test_a_field_in_error_is_found_in_any_spelling(client: Any, field: str) -> None:
    expected = {"email": ["taken"], "profile.color": ["no color", "too long"]}
    assert expected == assert_validation_error(client.post("/profile"), field)
    assert expected == assert_validation_error(client.post("/profile"))


def test_fastapi_and_the_rest_framework_name_their_fields() -> None:
    pytest.importorskip("fastapi")
    pytest.importorskip("rest_framework")
    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    def search(limit: int) -> None: ...

    search.__annotations__["limit"] = int
    app = FastAPI()
    app.get("/search")(search)
    message = "Input should be a valid integer, unable to parse string as an integer"
    assert {"query.limit": [message]} == assert_validation_error(TestClient(app).get("/search?limit=all"), "limit")

    from tests.clients import django_site

    from django.test import override_settings  # isort: skip
    from django.urls import path
    from rest_framework import serializers, views
    from rest_framework.test import APIClient

    assert django_site
    user = type("User", (serializers.Serializer,), {"email": serializers.EmailField()})

    class Users(views.APIView):
        authentication_classes = ()
        permission_classes = ()

        def post(self, request: Any) -> None:
            user(data=request.data).is_valid(raise_exception=True)

    urls = type("Urls", (), {"urlpatterns": (path("users", Users.as_view()),)})
    with override_settings(ROOT_URLCONF=urls):
        response = APIClient().post("/users", {"mail": "a@b.c"}, format="json")
    assert {"email": ["This field is required."]} == assert_validation_error(response, "email", status=400)
    assert (["wish.field"], []) == ids(assert_validation_error, response, "email", "mail")


def test_a_field_that_is_not_in_error_is_shown_with_those_that_are(client: Any) -> None:
    response = client.post("/profile")
    first = said(assert_validation_error, response, "mail", "email", "age").splitlines()[0]
    assert first == "got 422 Unprocessable Content but no error on mail, age: POST /profile"
    text, korean = (said(assert_validation_error, response, "mail", lang=lang) for lang in ("en", "ko"))
    assert text.endswith(
        "  not met      no error on mail; in error: email, profile.color\n"
        "  check        - does the request really send it wrong, under this name?\n"
    )
    assert korean.endswith(
        "  불일치       다음 필드의 오류가 없습니다: mail. 오류가 난 필드: email,\n"
        "               profile.color\n"
        "  확인         - 요청이 이 이름으로 잘못된 값을 정말 보내는지 확인하세요\n"
    )


def test_a_shape_that_nobody_knows_names_no_field(client: Any) -> None:
    response = client.post("/coupon")
    assert said(assert_validation_error, response, "code") == shown("""
        got 422 Unprocessable Content but no field in error: POST /coupon
          server said  expired
          not met      the content names no field in error in any shape that is
                       known
          check        - for errors of another shape: assert_status(resp, 422),
                         then look at the content yourself
        """)
    assert said(assert_validation_error, response, "code", lang="ko") == shown("""
        422 Unprocessable Content 받음, 불일치 오류가 난 필드 없음: POST /coupon
          서버 메시지  expired
          불일치       본문에서 알려진 형식의 필드 오류를 찾지 못했습니다
          확인         - 다른 형식의 오류라면 코드만 확인하고 본문은 직접
                         검사하세요: assert_status(resp, 422)
        """)


def test_errors_about_the_whole_stand_under_the_empty_path() -> None:
    content = b'{"non_field_errors": ["passwords differ"], "name": ["too long"]}'
    response = reply(400, content, content_type="application/json")
    assert {"": ["passwords differ"], "name": ["too long"]} == assert_validation_error(response)
    assert "no error on email; in error: (whole), name" in said(assert_validation_error, response, "email")


def test_beside_a_wrong_code_a_field_is_said_only_where_fields_are_in_error() -> None:
    conflict = reply(409, b'{"errors": {"name": ["taken"]}}', content_type="application/json")
    assert (["wish.field"], []) == ids(assert_validation_error, conflict, "email")
    assert ([], []) == ids(assert_validation_error, conflict, "name")
    assert ([], []) == ids(assert_validation_error, reply(404, b"{}"), "name")


def test_content_that_is_not_there_names_no_field() -> None:
    assert (["wish.content-unread"], []) == ids(assert_validation_error, 422)
    assert (["wish.content-of-head"], []) == ids(assert_validation_error, reply(400, method="HEAD"))
