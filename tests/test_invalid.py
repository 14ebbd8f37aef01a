"""Which fields a server calls invalid: real answers where the framework is installed, recorded ones elsewhere."""

from __future__ import annotations

import dataclasses
import enum
import json
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir

from pytest_httpstatus._invalid import FieldError, fields_in_error, same_field

# What hypothesis keeps stays out of the tree, where its folder would be collected.
set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "hypothesis")

REQUIRED = "This field is required."

# -- real answers -----------------------------------------------------------------------------------------------------


def test_fastapi_names_place_and_field_and_repeats_the_scalar_that_was_sent() -> None:
    fastapi, pydantic = pytest.importorskip("fastapi"), pytest.importorskip("pydantic")
    from fastapi.testclient import TestClient

    profile = pydantic.create_model("Profile", color=str)
    user = pydantic.create_model("User", email=str, age=int, profile=profile, tags=list[int])
    app = fastapi.FastAPI()

    def create(number: int, limit: int, user: Any, x_token: str = fastapi.Header()) -> None: ...

    create.__annotations__["user"] = user
    app.post("/users/{number}")(create)
    client = TestClient(app)
    wrong = client.post("/users/me?limit=all", json={"age": "forty", "profile": {}, "tags": [1, "two"]})
    integer = "Input should be a valid integer, unable to parse string as an integer"
    assert set(fields_in_error(wrong.json())) == {
        FieldError("path.number", integer, '"me"'),
        FieldError("query.limit", integer, '"all"'),
        FieldError("header.x-token", "Field required"),
        FieldError("body.email", "Field required"),
        FieldError("body.age", integer, '"forty"'),
        FieldError("body.profile.color", "Field required"),
        FieldError("body.tags.1", integer, '"two"'),
    }
    query = {"limit": 1}
    fields = {"x-token": "t", "content-type": "application/json"}
    malformed = client.post("/users/7", params=query, headers=fields, content="{bad")
    assert fields_in_error(malformed.json()) == (FieldError("body", "JSON decode error"),)
    assert fields_in_error(client.post("/users/7", params=query, headers=fields).json()) == (
        FieldError("body", "Field required"),
    )
    assert fields_in_error(client.post("/nowhere").json()) == ()


@pytest.fixture
def django() -> SimpleNamespace:
    """What the tests take of Django, once it is configured."""
    pytest.importorskip("rest_framework")
    from tests.clients import django_site  # it configures Django, which has to come first

    from django.test import override_settings  # isort: skip
    from rest_framework import serializers, views
    from rest_framework.response import Response
    from rest_framework.test import APIClient

    assert django_site
    return SimpleNamespace(
        override_settings=override_settings,
        serializers=serializers,
        APIView=views.APIView,
        Response=Response,
        APIClient=APIClient,
    )


def rest_answer(django: SimpleNamespace, sent: object, *, many: bool = False) -> Any:
    from django.urls import path

    class Address(django.serializers.Serializer):
        email = django.serializers.EmailField()
        tags = django.serializers.ListField(child=django.serializers.IntegerField(), default=list)

    class User(django.serializers.Serializer):
        name = django.serializers.CharField()
        address = Address()
        others = Address(many=True, default=list)

        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            if attrs["name"] == "nobody":
                raise django.serializers.ValidationError("There is no such user.")
            return attrs

    class Users(django.APIView):
        authentication_classes = permission_classes = ()

        def post(self, request: Any) -> Any:
            User(data=request.data, many=many).is_valid(raise_exception=True)
            return django.Response({"tag": "valid"}, status=201)

    class Addresses:
        urlpatterns = (path("users", Users.as_view()),)

    with django.override_settings(ROOT_URLCONF=Addresses):
        return django.APIClient().post("/users", sent, format="json").json()


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({}, (("name", REQUIRED), ("address", REQUIRED))),
        (
            {"name": "a", "address": {"email": "x", "tags": [1, "b"]}, "others": [{"email": "a@b.de"}, {}]},
            (
                ("address.email", "Enter a valid email address."),
                ("address.tags.1", "A valid integer is required."),
                ("others.1.email", REQUIRED),
            ),
        ),
        ({"name": "nobody", "address": {"email": "a@b.de"}}, (("", "There is no such user."),)),
        ([], (("", "Invalid data. Expected a dictionary, but got list."),)),
        ({"name": "a", "address": {"email": "a@b.de"}}, ()),
    ],
)
def test_rest_framework_nests_lists_of_texts(
    django: SimpleNamespace, sent: object, expected: tuple[tuple[str, str], ...]
) -> None:
    assert tuple((path, message) for path, message, _ in fields_in_error(rest_answer(django, sent))) == expected


def test_rest_framework_answers_for_many_by_index(django: SimpleNamespace) -> None:
    sent = [{"name": "a", "address": {"email": "a@b.de"}}, {"name": "b"}]
    assert fields_in_error(rest_answer(django, sent, many=True)) == (FieldError("1.address", REQUIRED),)


@pytest.mark.usefixtures("django")
def test_forms_of_django_answer_in_three_ways() -> None:
    from django import forms

    class Login(forms.Form):
        email = forms.EmailField()

        def clean(self) -> None:
            raise forms.ValidationError("Locked out.", code="locked")

    errors = Login({}).errors
    expected = (FieldError("email", REQUIRED), FieldError("", "Locked out."))
    assert fields_in_error(json.loads(errors.as_json())) == expected
    assert fields_in_error({"errors": errors.get_json_data()}) == expected
    assert fields_in_error(json.loads(json.dumps(errors))) == expected


def test_litestar_names_key_and_source() -> None:
    litestar = pytest.importorskip("litestar")
    from litestar.params import FromQuery, JSONBody
    from litestar.testing import TestClient

    item = dataclasses.make_dataclass("Item", [("age", int)])
    items = dataclasses.make_dataclass("Items", [("items", list[item])])

    @litestar.post("/", signature_namespace={"items": items, "JSONBody": JSONBody, "FromQuery": FromQuery})
    async def create(data: JSONBody[items], limit: FromQuery[int]) -> None: ...

    with TestClient(litestar.Litestar([create], openapi_config=None)) as client:
        first = client.post("/?limit=all", json={"items": [{"age": 1}]}).json()
        second = client.post("/?limit=1", json={"items": [{"age": "old"}]}).json()
    assert fields_in_error(first) == (FieldError("query.limit", "Expected `int`, got `str`"),)
    assert fields_in_error(second) == (FieldError("body.items.0.age", "Expected `int`, got `str`"),)


def test_flask_answers_what_a_handler_wrote() -> None:
    flask, pydantic = pytest.importorskip("flask"), pytest.importorskip("pydantic")
    app, user = flask.Flask("site"), pydantic.create_model("User", age=int)

    @app.post("/texts")
    def texts() -> Any:
        return {"errors": {"age": "is no number"}}, 400

    @app.post("/models")
    def models() -> Any:
        try:
            user(**flask.request.json)
        except pydantic.ValidationError as error:
            return error.errors(include_url=False), 422

    client = app.test_client()
    assert fields_in_error(client.post("/texts").json) == (FieldError("age", "is no number"),)
    assert fields_in_error(client.post("/models", json={}).json) == (FieldError("age", "Field required"),)


# -- recorded answers -------------------------------------------------------------------------------------------------

BLANK = "can't be blank"
SHAPES: dict[str, tuple[object, list[tuple[str, ...]]]] = {
    "django-ninja": (
        {"detail": [{"type": "missing", "loc": ["body", "payload", "name"], "msg": "Field required"}]},
        [("body.payload.name", "Field required")],
    ),
    "FastAPI, null was sent": (
        {"detail": [{"type": "string_type", "loc": ["body", "name"], "msg": "no text", "input": None}]},
        [("body.name", "no text", "null")],
    ),
    "REST framework before 3.15, many": ([{}, {"email": [REQUIRED]}], [("1.email", REQUIRED)]),
    "REST framework, raised in a view": (["No seats left."], [("", "No seats left.")]),
    "REST framework, in camel case": ({"nonFieldErrors": ["Wrong."]}, [("", "Wrong.")]),
    "drf-standardized-errors": (
        {"type": "validation_error", "errors": [{"code": "required", "detail": REQUIRED, "attr": "address.email"}]},
        [("address.email", REQUIRED)],
    ),
    "marshmallow": ({"errors": {"0": {"name": ["Not a valid string."]}}}, [("0.name", "Not a valid string.")]),
    "webargs": (
        {"messages": {"json": {"name": ["Missing data."], "_schema": ["Bad."]}, "query": {"limit": ["Not a number."]}}},
        [("json.name", "Missing data."), ("json", "Bad."), ("query.limit", "Not a number.")],
    ),
    "flask-smorest": (
        {"code": 422, "status": "Unprocessable Entity", "errors": {"json": {"tags": {"1": ["Not a number."]}}}},
        [("json.tags.1", "Not a number.")],
    ),
    "APIFlask": (
        {"detail": {"json": {"name": ["Missing data."]}}, "message": "Validation error"},
        [("json.name", "Missing data.")],
    ),
    "flask-restx": (
        {"errors": {"name": "'name' is a required property"}, "message": "Input payload validation failed"},
        [("name", "'name' is a required property")],
    ),
    "flask-restful": ({"message": {"rate": "Rate to charge"}}, [("rate", "Rate to charge")]),
    "Laravel": (
        {"message": "Wrong.", "errors": {"items.0.name": ["The name is required."], "email": ["Taken.", "Too long."]}},
        [("items.0.name", "The name is required."), ("email", "Taken."), ("email", "Too long.")],
    ),
    "RFC 9457": (
        {
            "type": "https://example.net/validation-error",
            "title": "Your request is not valid.",
            "errors": [
                {"detail": "must be a positive integer", "pointer": "#/age"},
                {"detail": "must be 'green'", "pointer": "#/profile/color"},
                {"detail": "odd", "pointer": "#/a~1b/m~0n/%ED%95%9C%20글"},
                {"detail": "incomplete", "pointer": "#"},
            ],
        },
        [
            ("age", "must be a positive integer"),
            ("profile.color", "must be 'green'"),
            ("a/b.m~n.한 글", "odd"),
            ("", "incomplete"),
        ],
    ),
    "RFC 7807": (
        {"title": "Not valid.", "invalid-params": [{"name": "age", "reason": "must be positive"}]},
        [("age", "must be positive")],
    ),
    "JSON:API": (
        {
            "errors": [
                {"source": {"pointer": "/data/attributes/title"}, "title": "Invalid", "detail": "Too short."},
                {"source": {"parameter": "page[size]"}, "title": "Invalid Query Parameter"},
                {"source": {"header": "X-Version"}, "title": "Unknown version"},
                {"source": {"pointer": ""}, "title": "No document"},
                {"source": {}, "title": "Nowhere"},
                {"title": "Also wrong"},
            ]
        },
        [
            ("data.attributes.title", "Too short."),
            ("query.page.size", "Invalid Query Parameter"),
            ("header.X-Version", "Unknown version"),
            ("", "No document"),
            ("", "Nowhere"),
            ("", "Also wrong"),
        ],
    ),
    "ASP.NET": (
        {
            "title": "One or more validation errors occurred.",
            "status": 400,
            "errors": {
                "Email": ["The Email field is required."],
                "$.items[0].age": ["The JSON value could not be converted."],
                "$": ["Malformed."],
                "": ["A non-empty request body is required."],
            },
            "traceId": "00-1-2-00",
        },
        [
            ("Email", "The Email field is required."),
            ("items.0.age", "The JSON value could not be converted."),
            ("", "Malformed."),
            ("", "A non-empty request body is required."),
        ],
    ),
    "Spring": (
        {
            "timestamp": "2026-01-01T00:00:00Z",
            "status": 400,
            "error": "Bad Request",
            "path": "/users",
            "errors": [
                {
                    "codes": ["a"],
                    "defaultMessage": "too small",
                    "objectName": "user",
                    "field": "age",
                    "rejectedValue": -1,
                    "code": "Min",
                },
                {"defaultMessage": "do not match", "objectName": "user", "code": "Match"},
            ],
        },
        [("age", "too small", "-1"), ("", "do not match")],
    ),
    "Spring, written by hand": (
        {"errors": [{"field": "items[0].name", "message": "must not be blank"}]},
        [("items.0.name", "must not be blank")],
    ),
    "GitHub": (
        {"message": "Validation Failed", "errors": [{"resource": "Issue", "field": "title", "code": "missing_field"}]},
        [("title", "missing_field")],
    ),
    "Litestar": (
        {
            "status_code": 400,
            "detail": "Validation failed for POST /",
            "extra": [
                {"message": "Expected `int`", "key": "d[0].age", "source": "body"},
                {"message": "Field required", "key": "p.color"},
                {"message": "No object", "key": "", "source": "body"},
                {"message": "Odd", "key": "x", "source": "elsewhere"},
            ],
        },
        [("body.d.0.age", "Expected `int`"), ("p.color", "Field required"), ("body", "No object"), ("x", "Odd")],
    ),
    "Symfony": (
        {
            "title": "Validation Failed",
            "violations": [
                {"propertyPath": "items[0].name", "title": "Blank.", "type": "urn:uuid:1"},
                {"propertyPath": "email", "message": "No address.", "code": "1"},
                {"propertyPath": "", "title": "Extra attributes."},
            ],
        },
        [("items.0.name", "Blank."), ("email", "No address."), ("", "Extra attributes.")],
    ),
    "Quarkus": ({"violations": [{"field": "add.age", "message": "too small"}]}, [("add.age", "too small")]),
    "Rails": ({"errors": {"name": [BLANK]}}, [("name", BLANK)]),
    "Rails, bare": ({"name": [BLANK], "users.email": ["is taken"]}, [("name", BLANK), ("users.email", "is taken")]),
    "Rails, full messages": ({"errors": ["Name can't be blank"]}, [("", "Name can't be blank")]),
    "a plain object of lists of texts": ({"tags": ["a", "b"]}, [("tags", "a"), ("tags", "b")]),
    "jsonschema": (
        {"errors": [{"path": ["items", 0, "name"], "message": "5 is not of type 'string'"}]},
        [("items.0.name", "5 is not of type 'string'")],
    ),
    "ajv": (
        {"errors": [{"instancePath": "/items/0", "schemaPath": "#/x", "message": "must be object"}]},
        [("items.0", "must be object")],
    ),
    "Google": (
        {
            "error": {
                "code": 400,
                "message": "Invalid",
                "status": "INVALID_ARGUMENT",
                "details": [
                    {"@type": "type.googleapis.com/google.rpc.Help", "links": []},
                    {
                        "@type": "type.googleapis.com/google.rpc.BadRequest",
                        "fieldViolations": [{"field": "user.age", "description": "must be positive"}],
                    },
                    None,
                ],
            }
        },
        [("user.age", "must be positive")],
    ),
    "Stripe": (
        {"error": {"type": "invalid_request_error", "param": "card[number]", "message": "Your card is wrong."}},
        [("card.number", "Your card is wrong.")],
    ),
    "Zod, all issues": (
        {
            "success": False,
            "error": {
                "name": "ZodError",
                "issues": [
                    {"code": "invalid_type", "path": ["items", 0, "name"], "message": "Required"},
                    {"code": "custom", "path": [], "message": "Nothing fits"},
                ],
            },
        },
        [("items.0.name", "Required"), ("", "Nothing fits")],
    ),
    "Zod, flattened": ({"error": {"formErrors": [], "fieldErrors": {"a": ["Required"]}}}, [("a", "Required")]),
    "Joi": ({"details": [{"message": '"a" is required', "path": ["a"], "type": "x"}]}, [("a", '"a" is required')]),
    "express-validator": (
        {"errors": [{"type": "field", "value": "x", "msg": "Invalid value", "path": "a.b", "location": "query"}]},
        [("query.a.b", "Invalid value", '"x"')],
    ),
    "express-validator before 7": (
        {"data": None, "errors": [{"msg": "Invalid value", "param": "email", "location": "body"}]},
        [("body.email", "Invalid value")],
    ),
    "Nest": ({"statusCode": 400, "message": ["email must be an email"]}, [("", "email must be an email")]),
}


@pytest.mark.parametrize(("document", "expected"), SHAPES.values(), ids=SHAPES)
def test_each_shape_names_its_fields(document: object, expected: list[tuple[str, ...]]) -> None:
    assert fields_in_error(document) == tuple(FieldError(*each) for each in expected)


def nested(kind: type, depth: int) -> object:
    inner: object = ["too deep"]
    for _ in range(depth):
        inner = {"a": inner} if kind is dict else [inner]
    return inner


ONE = {"message": "no such user", "path": ["user"]}
NO_FIELDS = {
    "nothing": None,
    "a text": "Not found",
    "a number": 404,
    "an empty object": {},
    "an empty list": [],
    "numbers": [1, 2],
    "texts and numbers": ["a", 1],
    "lists of lists": {"rows": [["a"], ["b"]]},
    "a detail": {"detail": "Not found."},
    "a detail of another kind": {"detail": [{"msg": "no place"}]},
    "a place of another kind": {"detail": [{"loc": [None], "msg": "x"}, {"loc": ["a", True], "msg": "y"}]},
    "a place too big": {"detail": [{"loc": [10**5000], "msg": "x"}]},
    "a field without a message": {"errors": [{"field": "name"}]},
    "a user": {"id": 7, "name": "Ann", "tags": ["a", "b"], "address": {"city": "Bonn"}},
    "users": [{"id": 7, "tags": ["a"]}],
    "a page": {"count": 0, "next": None, "results": []},
    "an error": {"error": "invalid_grant", "error_description": "expired"},
    "an error with a code": {"error": {"code": "gone", "message": "no such user"}},
    "an error among errors": {"errors": [{"code": "gone", "message": "no such user"}]},
    "one error in errors": {"errors": {"code": "gone", "reason": "no such user"}},
    "errors of numbers": {"errors": {"count": 3}},
    "OpenAI": {"error": {"message": "No such model", "type": "invalid_request_error", "param": None, "code": None}},
    "a problem": {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "no such user"},
    "Spring without fields": {"timestamp": "now", "status": 404, "error": "Not Found", "path": "/users"},
    "GraphQL with locations": {"errors": [{**ONE, "locations": [{"line": 1, "column": 2}]}]},
    "GraphQL with data": {"data": {"user": None}, "errors": [ONE]},
    "keys that name nothing": {"some words": ["a"], "more": ["b"]},
    "keys that are no texts": {None: ["a"], (1, 2): ["b"]},
    "10,000 objects deep": nested(dict, 10_000),
    "10,000 lists deep": nested(list, 10_000),
    "10,000 objects deep in errors": {"errors": nested(dict, 10_000), "detail": nested(list, 10_000)},
    "11 objects deep": nested(dict, 11),
}


@pytest.mark.parametrize("document", NO_FIELDS.values(), ids=NO_FIELDS)
def test_other_documents_name_no_fields(document: object) -> None:
    assert fields_in_error(document) == ()


# -- bounds -----------------------------------------------------------------------------------------------------------


def located(**members: object) -> object:
    return {"detail": [{"loc": ["body", "a"], "msg": "no", **members}]}


MANY = 10_000


@pytest.mark.parametrize(
    "document",
    [
        {"detail": [{"loc": ["body", str(each)], "msg": "no"} for each in range(MANY)]},
        {str(each): ["no"] for each in range(MANY)},
        {"errors": {"name": ["no"] * MANY}},
        {"errors": {str(each): "no" for each in range(MANY)}},
        {"error": {"details": [{"fieldViolations": [{"field": "a", "message": "b"}] * MANY}] * MANY}},
    ],
)
def test_fifty_errors_are_read(document: object) -> None:
    assert len(fields_in_error(document)) == 50


def test_ten_objects_deep_is_followed() -> None:
    assert fields_in_error(nested(dict, 10)) == (FieldError("a.a.a.a.a.a.a.a.a.a", "too deep"),)


def test_long_texts_are_cut_with_a_mark() -> None:
    long = "x" * 10_000
    (error,) = fields_in_error({"detail": [{"loc": ["body", long], "msg": long, "input": long}]})
    assert error == FieldError("body." + "x" * 192 + "...", "x" * 197 + "...", '"' + "x" * 36 + "...")
    assert fields_in_error({"errors": {"name": [long]}}) == (FieldError("name", "x" * 197 + "..."),)
    assert fields_in_error({"detail": [{"loc": ["a"] * MANY, "msg": "no"}]})[0].path == "a." * 98 + "a..."
    assert fields_in_error({"errors": [{"field": "a", "message": "x" * 200}]})[0].message == "x" * 200


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, ""),
        ({"input": 'a"글'}, '"a\\"글"'),
        ({"input": 1.5}, "1.5"),
        ({"input": True}, "true"),
        ({"input": None}, "null"),
        ({"input": float("nan")}, "NaN"),
        ({"input": 10**50}, "1" + "0" * 36 + "..."),
        ({"input": 10**5000}, ""),
        ({"input": {"password": "x"}}, ""),
        ({"input": ["x"]}, ""),
        ({"input": object()}, ""),
        ({"input": None, "type": "missing"}, ""),
        ({"rejectedValue": "a", "value": "b"}, '"a"'),
    ],
)
def test_scalars_that_were_sent_are_repeated_as_json(members: dict[str, object], expected: str) -> None:
    assert fields_in_error(located(**members)) == (FieldError("body.a", "no", expected),)


class Word(str, enum.Enum):  # noqa: UP042  # a `StrEnum` hides less
    NAME = "name"
    SOURCE = "body"
    WRONG = "wrong"


def exact(error: FieldError) -> bool:
    return all(type(part) is str for part in error)


@pytest.mark.parametrize(
    "document",
    [
        {Word.NAME: [Word.WRONG]},
        {"detail": [{"loc": [Word.NAME], "msg": Word.WRONG, "input": Word.WRONG}]},
        {"extra": [{"key": Word.NAME, "source": Word.SOURCE, "message": Word.WRONG}]},
        {"errors": [{"pointer": Word.NAME, "message": Word.WRONG}]},
    ],
)
def test_texts_are_exact_whatever_was_read(document: object) -> None:
    (error,) = fields_in_error(document)
    assert exact(error)
    assert error.path in {"name", "body.name"}
    assert error.message == "wrong"


def members_of_shapes(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in members_of_shapes(inner)}
    if isinstance(value, list):
        return {key for inner in value for key in members_of_shapes(inner)}
    return set()


MEMBERS = sorted({key for document, _ in SHAPES.values() for key in members_of_shapes(document)})
KEYS = st.sampled_from(MEMBERS) | st.text(max_size=5)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | st.sampled_from(MEMBERS)
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6))


@given(JSON)
def test_any_document_gives_exact_texts_within_bounds(document: object) -> None:
    found = fields_in_error(document)
    assert len(found) <= 50
    for error in found:
        assert exact(error)
        assert len(error.path) <= 200
        assert len(error.message) <= 200
        assert len(error.sent) <= 40


# -- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("email", "email"),
        ("body.email", "email"),
        ("body.email", "body.email"),
        ("json.email", "body.email"),
        ("email", "body.email"),
        ("Email", "email"),
        ("header.X-Token", "x-token"),
        ("headers.x-token", "header.x-token"),
        ("query.limit", "limit"),
        ("querystring.limit", "query.limit"),
        ("path.number", "number"),
        ("cookie.session", "session"),
        ("form.email", "email"),
        ("profile.color", "#/profile/color"),
        ("profile.color", "/profile/color"),
        ("profile.color", "$.profile.color"),
        ("profile.color", "profile[color]"),
        ("profile.color", "profile['color']"),
        ("body.profile.color", "profile.color"),
        ("body.profile.color", "#/profile/color"),
        ("data.attributes.title", "title"),
        ("data.attributes.title", "/data/attributes/title"),
        ("title", "/data/attributes/title"),
        ("data.relationships.author", "author"),
        ("items.0.name", "items[0].name"),
        ("body.items.0.name", "/items/0/name"),
        ("0.name", "[0].name"),
        ("a/b.m~n", "#/a~1b/m~0n"),
        ("/a", "#/~1a"),
        ("/a", "/a"),
        ("한 글", "#/%ED%95%9C%20글"),
        ("body.query", "query"),
        ("query", "query"),
        ("body.path.name", "path.name"),
        ("", ""),
        ("", "#"),
        ("", "body"),
        ("", "non_field_errors"),
        ("", "__all__"),
        ("body", ""),
        ("body", "body"),
    ],
)
def test_a_field_is_the_same_in_any_spelling(path: str, wanted: str) -> None:
    assert same_field(path, wanted)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("email", "mail"),
        ("email", "user.email"),
        ("user.email", "email"),
        ("query.limit", "body.limit"),
        ("header.limit", "query.limit"),
        ("items.0.name", "items.1.name"),
        ("items.0.name", "items.name"),
        ("items.0.name", "name"),
        ("body", "email"),
        ("body", "files"),
        ("query", ""),
        ("email", ""),
        ("", "email"),
        ("bodyemail", "email"),
    ],
)
def test_another_field_is_not_the_same(path: str, wanted: str) -> None:
    assert not same_field(path, wanted)


@given(st.text(), st.text())
def test_names_are_compared_whatever_they_hold(path: str, wanted: str) -> None:
    assert same_field(path, path)
    assert isinstance(same_field(path, wanted), bool)
