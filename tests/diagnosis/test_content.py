"""Content: of another type than asked for, not valid, with other names, missing, too long, or in another form."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from pytest_httpstatus import explain
from pytest_httpstatus._content import Content
from pytest_httpstatus._diagnosis import Case, diagnose
from pytest_httpstatus._model import Exchange, Request, Response
from tests.diagnosis.conftest import One, causes, checks, likely

JSON = {"Content-Type": "application/json"}
HTML = {"Content-Type": "text/html"}
PAGE = "<!doctype html><title>App</title>"
REQUIRED = ["This field is required."]


def missing(*names: str) -> str:
    """What FastAPI says when these fields are missing."""
    return json.dumps(
        {"detail": [{"type": "missing", "loc": ["body", *name.split(".")], "msg": "Field required"} for name in names]}
    )


@pytest.mark.parametrize(
    ("rule", "sentence", "code", "fields", "body", "words"),
    [
        (
            "form-for-json",
            "the content was sent as application/x-www-form-urlencoded; the server asks for application/json",
            415,
            {"Accept": "application/json"},
            "",
            {"data": {"a": "1"}},
        ),
        (
            "form-for-json",
            "the content was sent as multipart/form-data; the server asks for JSON",
            400,
            {},
            "malformed JSON",
            {"files": {"a": "1"}},
        ),
        (
            "form-for-json",
            "the content was sent without a content-type field, though it is JSON",
            415,
            {},
            "",
            {"data": '{"a": 1}'},
        ),
        (
            "form-for-json",
            "the content was sent as text/plain, though it is JSON; the server asks for JSON",
            422,
            {},
            "JSON parse error",
            {"data": '{"a": 1}', "headers": {"Content-Type": "text/plain"}},
        ),
        (
            "type-refused",
            (
                "the content was sent as application/json, which the server does not take; it takes "
                "application/merge-patch+json"
            ),
            415,
            {"Accept-Patch": "application/merge-patch+json"},
            "",
            {"json": {}},
        ),
        (
            "type-refused",
            "the content was sent as multipart/form-data, which the server does not take",
            415,
            {},
            "",
            {"files": {"a": "1"}},
        ),
        ("type-refused", "the content was sent without a content-type field", 415, {}, "", {"data": b"abc"}),
        (
            "coding-refused",
            "the content was sent in the coding gzip; the server takes identity",
            415,
            {"Accept-Encoding": "identity"},
            "",
            {"data": gzip.compress(b"{}"), "headers": JSON | {"Content-Encoding": "gzip"}},
        ),
        (
            "coding-refused",
            "",
            415,
            {},
            "",
            {"data": gzip.compress(b"{}"), "headers": JSON | {"Content-Encoding": "gzip"}},
        ),
        (
            "not-acceptable",
            "accept asks for application/xml, and the server has nothing in that form",
            406,
            {},
            "",
            {"headers": {"Accept": "application/xml"}},
        ),
        (
            "invalid-json",
            "the JSON that was sent is not valid at line 2, column 7: Expecting value",
            400,
            {},
            "",
            {"data": '{"a": 1,\n "b": }', "headers": JSON},
        ),
        (
            "json-twice",
            "the content is one JSON string with JSON inside: it was encoded twice",
            400,
            {},
            "",
            {"json": '{"a": 1}'},
        ),
        (
            "near-field",
            'the JSON has "mail" where the server asks for "email"',
            422,
            JSON,
            missing("email"),
            {"json": {"mail": "a@b.test"}},
        ),
        (
            "near-field",
            'the JSON has "userName" where the server asks for "user_name"',
            400,
            JSON,
            json.dumps({"user_name": REQUIRED}),
            {"json": {"userName": "kim", "age": 4}},
        ),
        (
            "near-field",
            'the JSON has "subtitle" where the server asks for "title"',
            422,
            JSON,
            json.dumps({"errors": {"title": REQUIRED, "subtitle": ["Unknown field."]}}),
            {"json": {"subtitle": 1}},
        ),
        (
            "near-field",
            'the JSON has "sterets" where the server asks for "streets"',
            422,
            JSON,
            missing("homes.0.streets"),
            {"json": {"homes": [{"sterets": "1"}]}},
        ),
        (
            "missing-fields",
            'the JSON that was sent lacks "email", "home.city"',
            422,
            JSON,
            missing("email", "home.city"),
            {"json": {"age": 4, "home": {}}},
        ),
        (
            "no-body",
            "the POST was sent without content, and the server asks for it",
            422,
            JSON,
            '{"detail":[{"type":"missing","loc":["body"],"msg":"Field required"}]}',
            {},
        ),
        ("no-body", "", 400, {}, "no", {}),
        ("too-large", "2,000 bytes were sent, more than the server takes", 413, {}, "", {"data": b"x" * 2_000}),
        (
            "length-required",
            "the request was sent without content-length, in transfer-encoding: chunked",
            411,
            {},
            "",
            {"data": iter([])},
        ),
    ],
)
def test_what_was_wrong_with_the_content(
    one: One, *, rule: str, sentence: str, code: int, fields: dict[str, str], body: str, words: dict[str, Any]
) -> None:
    assert {f"content.{rule}": sentence} == causes(one("POST", code, fields, body, **words), 201)


def test_json_that_is_too_deep_or_reads_after_all_is_not_called_broken(one: One) -> None:
    assert {} == causes(one("POST", 400, data="[" * 20_000, headers=JSON), 201)
    request = Request("POST", fields=tuple(JSON.items()))
    case = Case(Exchange(Response(400), request), received=Content("unread"), sent=Content("text", "1"))
    assert () == diagnose(case)


def test_a_page_that_shows_the_request_again_asks_for_nothing(one: One) -> None:
    page = f"<html><title>DisallowedHost</title>{'<p>setting</p>' * 100}<td>application/json</td></html>"
    assert {} == causes(one("POST", 400, HTML, page, data={"a": "1"}), 201)


def test_content_that_is_asked_for_is_no_question(one: One) -> None:
    body = '{"detail":[{"type":"missing","loc":["body"],"msg":"Field required"}]}'
    assert ["send the content of the POST with json="] == checks(one("POST", 422, JSON, body), 201)
    assert ["the POST was sent without content: if it has any, send it with json="] == checks(one("POST", 400), 201)


def test_a_request_without_a_length(one: One) -> None:
    assert ["the request was sent without content-length"] == likely(one("GET", 411), 200)
    assert {} == causes(one("POST", 411), 200)


def test_real_frameworks_are_sent_a_form_for_json() -> None:
    flask, fastapi = pytest.importorskip("flask"), pytest.importorskip("fastapi")
    from fastapi.testclient import TestClient

    app = flask.Flask(__name__)
    app.add_url_rule("/users", view_func=lambda: flask.request.json, endpoint="users", methods=["POST"])
    response = app.test_client().post("/users", data={"a": "1"})
    sentence = "the content was sent as application/x-www-form-urlencoded; the server asks for"
    assert [f"{sentence} JSON"] == likely(response, 201)
    assert ["send it as JSON, with json=", "if it is JSON already, say so: content-type: application/json"] == checks(
        response, 201
    )
    assert ["본문을 application/x-www-form-urlencoded 타입으로 보냈습니다. 서버가 요구하는 형식: JSON"] == likely(
        response, 201, "ko"
    )
    korean = checks(response, 201, "ko")
    assert ["JSON으로 보내세요: json=", "이미 JSON이라면 타입을 밝히세요: content-type: application/json"] == korean

    api = fastapi.FastAPI()

    def create(user: Any) -> None: ...

    from pydantic import create_model

    create.__annotations__["user"] = create_model("User", email=str, age=int)
    api.post("/users")(create)
    with TestClient(api) as client:
        form = client.post("/users", data={"email": "a@b.test"})
        nothing = client.post("/users")
        near = client.post("/users", json={"mail": "a@b.test", "age": "forty"})
        broken = client.post("/users", content='{"email": ', headers=JSON)
    assert [f"{sentence} JSON"] == likely(form, 201)
    assert ["the POST was sent without content, and the server asks for it"] == likely(nothing, 201)
    assert ['the JSON has "mail" where the server asks for "email"'] == likely(near, 201)
    assert ['send "email", and age as an integer'] == checks(near, 201)
    assert ["the JSON that was sent is not valid at line 1, column 11: Expecting value"] == likely(broken, 201)
    lines = explain(near, 201).splitlines()
    assert [
        "  server said  body.email  Field required",
        "               body.age    Input should be a valid integer (sent:",
        '                 "forty")',
    ] == lines[1:4]


def test_django_rest_framework_is_sent_multipart_by_default() -> None:
    pytest.importorskip("rest_framework")
    from tests.clients import django_site  # it configures Django, which has to come first

    from django.test import override_settings  # isort: skip
    from django.urls import path
    from rest_framework import parsers, serializers, views
    from rest_framework.test import APIClient

    assert django_site

    class User(serializers.Serializer):  # type: ignore[misc]  # the framework has no types here
        email = serializers.CharField()

    class Users(views.APIView):
        authentication_classes = ()
        permission_classes = ()
        parser_classes = (parsers.JSONParser,)

        def post(self, request: Any) -> None:
            User(data=request.data).is_valid(raise_exception=True)

    class Urls:
        urlpatterns = (path("users", Users.as_view()),)

    with override_settings(ROOT_URLCONF=Urls):
        form = APIClient().post("/users", {"email": "a@b.test"})
        near = APIClient().post("/users", {"mail": "a@b.test"}, format="json")
    assert 415 == form.status_code
    assert 'if the server wants JSON and not multipart/form-data: send it with format="json"' in checks(form, 201)
    assert ['the JSON has "mail" where the server asks for "email"'] == likely(near, 201)


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("weight", "height"),
        ("password2", "password"),
        ("line2", "line1"),
        ("country", "count"),
        ("city", "cite"),
        ("last_name", "first_name"),
        ("to", "from"),
        ("form", "from"),
    ],
)
def test_names_that_mean_something_else_are_not_near(one: One, asked: str, sent: str) -> None:
    response = one("POST", 422, JSON, missing(asked), json={sent: 1})
    assert [f'the JSON that was sent lacks "{asked}"'] == likely(response, 201)


def test_a_name_without_a_value_is_not_near(one: One) -> None:
    body = json.dumps({"userName": REQUIRED})
    assert {} == causes(one("POST", 400, JSON, body, json={"user_name": ""}), 201)


def test_a_name_that_the_server_knows_is_not_near(one: One) -> None:
    body = json.dumps({"mail": ["Enter a valid address."], "email": REQUIRED})
    assert ['the JSON that was sent lacks "email"'] == likely(one("POST", 400, JSON, body, json={"mail": 1}), 201)


@pytest.mark.parametrize("path", ["query.limit", "header.x-token", "path.id", "cookie.theme"])
def test_fields_that_are_not_of_the_content_are_left_alone(one: One, path: str) -> None:
    body = json.dumps({"detail": [{"type": "missing", "loc": path.split("."), "msg": "Field required"}]})
    assert {} == causes(one("POST", 422, JSON, body, json={"limits": 1}), 201)


def test_html_where_json_was_asked_for(one: One) -> None:
    accept = {"Accept": "application/json"}
    response = one("GET", 200, HTML | {"Server": "nginx"}, PAGE, headers=accept)
    assert ["the answer is an HTML page, where accept asks for application/json"] == likely(response, 404)
    assert checks(response, 404)[0] == (
        "is this page of a catch-all route (a single-page application), and not of the route that answers with "
        "application/json?"
    )
    error = one("GET", 404, HTML | {"Server": "nginx"}, PAGE, headers=accept)
    assert {"content.html-for-json": ""} == causes(error, 200)
    assert ["an HTML page came: did the API answer, or another server in front of it? server says nginx"] == checks(
        error, 200
    )
    assert {} == causes(one("GET", 200, HTML, PAGE, headers={"Accept": "application/json, */*"}), 404)
    assert {"content.html-for-json": ""} == causes(one("GET", 404, HTML, PAGE, headers=accept), 200)


@pytest.mark.parametrize(
    ("member", "key", "body"),
    [
        ('"error"', "error", {"error": {"code": 498}}),
        ('"errors"', "errors", {"data": None, "errors": [{"message": "no"}]}),
        ('"success": false', "success", {"success": False, "error": None}),
        ('"ok": false', "ok", {"ok": False}),
    ],
)
def test_an_error_inside_a_success(one: One, member: str, key: str, body: object) -> None:
    response = one("GET", 200, JSON, json.dumps(body))
    assert [f"the server reports the failure inside its 200 answer: {member}"] == likely(response, "4xx")
    assert f'assert on the content: resp.json()["{key}"]' in checks(response, "4xx")
    assert ["neighbours.success"] == list(causes(response, 204))
    assert {} == causes(response)


@pytest.mark.parametrize("body", ['{"error": null, "errors": [], "success": true}', "[]", "no"])
def test_a_success_without_an_error_inside(one: One, body: str) -> None:
    assert {} == causes(one("GET", 200, JSON, body), "4xx")


# -- what the server said ---------------------------------------------------------------------------------------------


def said(response: object) -> list[str]:
    lines = explain(response, 201).splitlines()[1:]
    return [line[15:] for line in lines if line.startswith(("  server said", " " * 15))][:4]


def test_fields_in_error_stand_in_columns(one: One) -> None:
    body = json.dumps({"email": REQUIRED, "age": ["A valid integer is required."], "a": ["no"], "b": ["no"]})
    assert ["email  This field is required.", "age    A valid integer is required.", "a      no"] == said(
        one("POST", 400, JSON, body, json={"email": None, "age": 1, "a": 1, "b": 1})
    )[:3]


def test_errors_of_the_whole_have_no_column(one: One) -> None:
    body = json.dumps({"non_field_errors": ["Dates are the wrong way round."]})
    assert "Dates are the wrong way round." == said(one("POST", 400, JSON, body, json={"a": 1}))[0]


def test_other_codes_keep_their_sentence(one: One) -> None:
    assert "{" not in "".join(said(one("POST", 409, JSON, json.dumps({"email": ["taken"]}), json={"a": 1})))


def test_the_value_of_a_secret_field_is_not_repeated(one: One) -> None:
    entry = {"type": "string_too_short", "loc": ["body", "pin"], "msg": "Too short", "input": "93"}
    text = explain(one("POST", 422, JSON, json.dumps({"detail": [entry]}), json={"pin": "93"}), 201)
    assert "  server said  body.pin  Too short" == text.splitlines()[1]
