"""The corridor: from an exchange to the text that users see, the design's examples to the letter."""

from __future__ import annotations

from http import HTTPStatus
from types import SimpleNamespace
from unittest import mock

import pytest

from pytest_httpstatus import StatusMismatch, _settings, assert_no_content, assert_status, explain
from pytest_httpstatus import _assertions as assertions
from pytest_httpstatus import _explaining as explaining
from pytest_httpstatus._expectation import parse
from pytest_httpstatus._model import Exchange, Finding, Response, Unmet
from pytest_httpstatus._rendering import text
from pytest_httpstatus._settings import Settings
from tests.exchanges import JSON, exchange, failure, hop


@pytest.fixture(autouse=True)
def settings():
    """The defaults are in force, whatever this run was started with; a test may put others in force."""
    before = _settings.use(Settings())
    yield _settings.use
    _settings.use(before)


def mismatch(given, expected, **more):
    with pytest.raises(StatusMismatch) as caught:
        assertions.fail(given, parse(expected), **more)
    return caught.value


# -- the examples of the design ---------------------------------------------------------------------------------------


def test_without_credentials():
    given = exchange(
        401,
        b'{"detail": "Not authenticated"}',
        JSON,
        ("WWW-Authenticate", 'Bearer realm="api"'),
        ("X-Request-Id", "7f3c91"),
        elapsed=0.012,
    )
    assert """got 401 Unauthorized, expected 200 OK: GET /users/me
  server said  Not authenticated
  likely       the request carried no credentials: no authorization
               field, no cookie; the server asks for Bearer realm="api"
  check        - is this the client that logs in, or a bare one?
               - if you log in yourself: send
                 authorization: Bearer <token>
  find it      x-request-id 7f3c91

> GET https://api.test/users/me
> accept: application/json
> (no authorization)
> (no cookie)
< 401 Unauthorized (12 ms, 31 bytes)
< content-type: application/json
< www-authenticate: Bearer realm="api"
< x-request-id: 7f3c91
| {"detail": "Not authenticated"}
$ curl -i -H 'accept: application/json' https://api.test/users/me""" == text(failure(given), "en")


def test_a_redirect_that_was_followed():
    login = hop(302, ("Location", "/home"), method="POST", url="https://api.test/login")
    assert """got 200 OK after a redirect, expected 3xx: POST /login
  likely       requests followed the redirect; this is the answer of hop
               2
  hops         1. POST /login  302 Found, location: /home
               2. GET  /home   200 OK, the one asserted
  check        - to assert the redirect:
                 assert_redirect(resp, to="/home")
               - or stop at it: allow_redirects=False""" == str(
        mismatch(exchange(200, url="https://api.test/home", hops=(login,)), "3xx")
    )


def test_a_field_of_another_name():
    content = (
        b'{"detail": [{"type": "missing", "loc": ["body", "email"], "msg": "Field required"}, '
        b'{"type": "int_parsing", "loc": ["body", "age"], "input": "forty", '
        b'"msg": "Input should be a valid integer, unable to parse string as an integer"}]}'
    )
    given = exchange(
        422,
        content,
        JSON,
        method="POST",
        url="https://api.test/users",
        sent=b'{"mail": "a@b.c", "age": "forty"}',
        asked=(JSON,),
    )
    assert """got 422 Unprocessable Content, expected 201: POST /users
  server said  body.email  Field required
               body.age    Input should be a valid integer (sent:
                 "forty")
  likely       the JSON has "mail" where the server asks for "email"
  check        - send "email", and age as an integer""" == str(mismatch(given, 201))


def test_a_204_with_content_length():
    response = SimpleNamespace(
        status_code=204,
        headers={"Content-Length": "17"},
        content=b"",
        request=SimpleNamespace(method="DELETE", url="https://api.test/users/7", headers={}),
    )
    with pytest.raises(StatusMismatch) as caught:
        assert_no_content(response)
    assert """got 204 No Content but Content-Length 17: DELETE /users/7
  broken       a 204 never has Content-Length (RFC 9110, section 8.6)
  check        - return an empty response, or answer 200 with the
                 content
               - to assert the code alone: assert_status(resp, 204)""" == str(caught.value)


# -- the corridor -----------------------------------------------------------------------------------------------------


def test_a_right_code_is_not_diagnosed():
    found = failure(exchange(401), 401, unmet=(Unmet("x"),))
    assert (True, (), "401") == (found.matched, found.findings, found.expected)


def test_a_secret_field_in_error_is_named_without_its_value():
    content = b'{"detail": [{"loc": ["body", "password"], "msg": "too short", "input": "abc"}]}'
    assert ("body.password  too short",) == failure(exchange(422, content, JSON)).said


def test_fields_in_error_are_looked_for_in_answers_to_a_bad_request_alone():
    content = b'{"email": ["This field is required."]}'
    assert ("email  This field is required.",) == failure(exchange(400, content, JSON)).said
    assert () == failure(exchange(404, content, JSON)).said
    assert () == failure(exchange(400, b'{"email": [', JSON)).said


def test_a_finding_of_the_project_comes_first(settings):
    asked = []

    def hook(*, exchange):
        asked.append(exchange)
        return [Finding("shop.closed", likely="the shop is closed"), "no finding"]

    settings(Settings(diagnose=hook))
    given = exchange(401, b"", JSON)
    assert ["shop.closed", "auth.no-credentials"] == [each.id for each in failure(given).findings][:2]
    assert [given] == asked


def test_a_hook_that_raises_hides_nothing_and_is_named(settings):
    def hook(*, exchange):
        raise ValueError(f"bad idea with {exchange.request.fields[0][1]}")

    settings(Settings(diagnose=hook))
    given = exchange(401, b"", JSON, asked=(("X-API-Key", "k3y-7f3c91"),))
    lines = str(mismatch(given, 200)).split("\n")
    assert "got 401 Unauthorized, expected 200 OK: GET /users/me" == lines[0]
    assert "  (pytest_httpstatus_diagnose could not be shown: ValueError: bad idea with ***)" == lines[-1]


def test_when_no_cause_can_be_looked_for_the_other_lines_are_there(monkeypatch):
    monkeypatch.setattr("pytest_httpstatus._diagnosis.diagnose", broken)
    lines = str(mismatch(exchange(401, b"no ticket"), 200)).split("\n")
    assert "  server said  no ticket" == lines[1]
    assert "  (likely could not be shown: RuntimeError: ours)" == lines[-1]


def test_ctrl_c_in_a_hook_passes_through(settings):
    def hook(*, exchange):
        raise KeyboardInterrupt

    settings(Settings(diagnose=hook))
    with pytest.raises(KeyboardInterrupt):
        failure(exchange(401))


# -- faults of ours ---------------------------------------------------------------------------------------------------


def broken(*_, **__):
    raise RuntimeError("ours")


@pytest.mark.parametrize(
    ("line", "lang"),
    [
        ("(explanation could not be shown: RuntimeError)", "en"),
        ("(explanation 부분을 표시할 수 없음: RuntimeError)", "ko"),
    ],
)
def test_when_nothing_can_be_found_out_the_failure_stands(monkeypatch, settings, line, lang):
    monkeypatch.setattr(explaining, "investigate", broken)
    settings(Settings(lang=lang))
    found = mismatch(exchange(401), 200)
    assert (f"got 401, expected 200\n  {line}", None) == (str(found), found.failure)
    assert found.__context__ is None


def test_when_the_message_cannot_be_said_the_failure_stands_with_what_was_found(monkeypatch):
    monkeypatch.setattr("pytest_httpstatus._rendering.message.render", broken)
    found = mismatch(exchange(401), "2xx")
    assert "got 401, expected 2xx\n  (message could not be shown: RuntimeError)" == str(found)
    assert 401 == found.failure.exchange.response.code


# -- explain ----------------------------------------------------------------------------------------------------------


def test_explain_says_what_a_failure_says_and_asserts_nothing():
    assert "404 Not Found" == explain(404).split("\n")[0]
    assert "got 404 Not Found, expected 200 OK" == explain(404, 200).split("\n")[0]
    assert "got 404 Not Found, expected 4xx" == explain(HTTPStatus.NOT_FOUND, "4xx").split("\n")[0]
    assert "404 Not Found 받음, 200 OK 기대" == explain(404, 200, lang="ko").split("\n")[0]


def test_explain_follows_the_chosen_language_and_detail(settings):
    settings(Settings(lang="ko", detail="full"))
    assert "404 Not Found 받음, 200 OK 기대" == explain(404, 200).split("\n")[0]


def test_explain_refuses_what_is_no_response_and_no_expectation():
    with pytest.raises(TypeError):
        explain(object())
    with pytest.raises(ValueError, match="teapot"):
        explain(404, "teapot?")


# -- strangers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stranger", [mock.MagicMock, mock.Mock, mock.AsyncMock, mock.NonCallableMagicMock])
def test_a_mock_with_a_code_is_explained_by_its_code(stranger):
    given = stranger(status_code=404)
    before = len(given.mock_calls)
    with pytest.raises(StatusMismatch) as caught:
        assert_status(given, 200)
    assert "got 404 Not Found, expected 200 OK" == str(caught.value).split("\n")[0]
    assert before == len(given.mock_calls)


class Hostile:
    """Every attribute but the code raises."""

    status_code = 404

    def __init__(self, error: type[BaseException]) -> None:
        object.__setattr__(self, "_error", error)

    def __getattr__(self, name: str) -> object:
        raise object.__getattribute__(self, "_error")(name)

    __repr__ = __eq__ = __bool__ = __len__ = lambda self, *_: self.nothing  # type: ignore[assignment]
    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize("error", [ValueError, RecursionError, AttributeError])
def test_an_object_that_raises_everywhere_is_explained_by_its_code(error):
    with pytest.raises(StatusMismatch) as caught:
        assert_status(Hostile(error), 200)
    assert "got 404 Not Found, expected 200 OK" == str(caught.value).split("\n")[0]


def test_fields_of_any_shape_are_shown():
    for headers in ({"Server": "x"}, [("Server", "x")], [(b"Server", b"x")], {"Server": ["x"]}):
        response = SimpleNamespace(status_code=404, headers=headers)
        assert "< server: x" in explain(response)
    for headers in (None, 17, "Server: x", [1, 2], {"Server": object()}):
        response = SimpleNamespace(status_code=404, headers=headers)
        assert "404 Not Found" == explain(response).split("\n")[0]


def test_a_bare_response_is_enough():
    assert "got 404 Not Found, expected 200 OK" == str(mismatch(Exchange(Response(404)), 200)).split("\n")[0]
