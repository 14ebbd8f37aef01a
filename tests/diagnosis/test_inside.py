"""What Django's clients hold beside the answer: the exception, the route, the form. Nothing is run to see it."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pytest_httpstatus import explain
from pytest_httpstatus._clients import django_view, exchange_of, load, raised
from pytest_httpstatus._diagnosis import inside
from pytest_httpstatus._expectation import parse
from pytest_httpstatus._explaining import examine
from tests.diagnosis.conftest import One, causes, checks, likely

pytest.importorskip("rest_framework")
import_module("tests.clients.django_site")
test, forms, http, views = (import_module(f"django.{name}") for name in ("test", "forms", "http", "views"))
engines, gettext_lazy = import_module("django.template").engines, import_module("django.utils.translation").gettext_lazy
path = import_module("django.urls").path

MINE = ("inside.exception", "inside.no-route", "inside.object-missing", "inside.form-invalid")


@pytest.fixture(autouse=True)
def _instrumented(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As the test runners have it: the templates tell the client their context. The log stays silent."""
    template = import_module("django.template.base").Template
    monkeypatch.setattr(template, "_render", import_module("django.test.utils").instrumented_test_render)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


class Order(forms.Form):  # type: ignore[misc, name-defined]
    email = forms.EmailField()
    age = forms.IntegerField(min_value=18)
    password = forms.CharField(required=False)

    def clean(self) -> None:
        if self.data.get("age") == "40":
            raise forms.ValidationError("nobody is 40")
        if self.data.get("password"):
            self.add_error("password", f"{self.data['password']} is too common")


def boom(_request: Any) -> Any:
    raise ValueError("boom\n of\tall")


def parsing(_request: Any) -> Any:
    return int("forty")


def silent(_request: Any) -> Any:
    raise LookupError


def missing(_request: Any, number: int) -> Any:
    raise http.Http404(f"no order {number}") if number else http.Http404


def order(request: Any) -> Any:
    form = Order(request.POST or None)
    if request.POST and form.is_valid():
        return http.HttpResponseRedirect("/orders")
    page = engines["django"].from_string("{{ form.as_p }}")
    return http.HttpResponse(page.render({"form": form}, request))


def rest(error: Callable[[], Exception], **words: Any) -> Any:
    def get(_self: Any, _request: Any) -> Any:
        raise error()

    view = import_module("rest_framework.views").APIView
    return type("Orders", (view,), {"authentication_classes": (), "permission_classes": (), "get": get} | words)


def urls() -> Any:
    exceptions, renderers = (import_module(f"rest_framework.{name}") for name in ("exceptions", "renderers"))
    own, page = (lambda: exceptions.NotFound("주문 9번이 없습니다")), (renderers.StaticHTMLRenderer,)
    return type("Urls", (), {"urlpatterns": [
        path("boom", boom),
        path("parsing", parsing),
        path("silent", silent),
        path("orders/<int:number>", missing, name="order-detail"),
        path("orders/gone", lambda _request: http.HttpResponse(status=404), name="gone"),
        path("order", order),
        path("rest", rest(own).as_view(), name="rest-order"),
        path("rest/page", rest(own, renderer_classes=page).as_view(), name="rest-page"),
        path("rest/text", rest(lambda: http.Http404("No Order matches the given query.")).as_view()),
        path("broken", lambda _request: http.HttpResponse("Server Error", status=500)),
    ]})  # fmt: skip


@contextmanager
def django(**settings: Any) -> Iterator[Any]:
    with test.override_settings(ROOT_URLCONF=urls(), **settings):
        yield test.Client(raise_request_exception=False)


def ask(method: str, target: str, **words: Any) -> Any:
    with django() as client:
        return getattr(client, method)(target, **words)


def early(_get_response: Any) -> Any:
    """A middleware that answers before any route is looked for."""
    return lambda _request: http.HttpResponse("no such tenant", status=404)


BOOM = f"tests/diagnosis/test_inside.py:{boom.__code__.co_firstlineno + 1}"
PARSING = f"tests/diagnosis/test_inside.py:{parsing.__code__.co_firstlineno + 1}"
SILENT = f"tests/diagnosis/test_inside.py:{silent.__code__.co_firstlineno + 1}"
SENT = {"email": "kim", "age": "old"}


@pytest.mark.parametrize(
    ("english", "korean", "expected", "method", "target", "words"),
    [
        (
            f"the application raised ValueError: boom of all, in {BOOM}",
            f"애플리케이션에서 ValueError 예외가 발생했습니다. 내용: boom of all. 위치: {BOOM}",
            200,
            "get",
            "/boom",
            {},
        ),
        (
            f"the application raised ValueError: invalid literal for int() with base 10: 'forty', in {PARSING}",
            (
                "애플리케이션에서 ValueError 예외가 발생했습니다. "
                f"내용: invalid literal for int() with base 10: 'forty'. 위치: {PARSING}"
            ),
            "2xx",
            "post",
            "/parsing",
            {},
        ),
        (
            f"the application raised LookupError, in {SILENT}",
            f"애플리케이션에서 LookupError 예외가 발생했습니다. 위치: {SILENT}",
            400,
            "get",
            "/silent",
            {},
        ),
        (
            "no URL pattern matches the path: /ordres/9",
            "경로와 일치하는 URL 패턴이 없습니다. 경로: /ordres/9",
            200,
            "get",
            "/ordres/9?page=2",
            {},
        ),
        (
            "the route order-detail matched, and its view answered 404: no order 9",
            "라우트는 일치했고 뷰가 404 코드로 응답했습니다. 라우트: order-detail. 이유: no order 9",
            200,
            "get",
            "/orders/9",
            {},
        ),
        (
            "the route order-detail matched, and its view answered 404",
            "라우트는 일치했고 뷰가 404 코드로 응답했습니다. 라우트: order-detail",
            200,
            "get",
            "/orders/0",
            {},
        ),
        (
            "the route gone matched, and its view answered 404",
            "라우트는 일치했고 뷰가 404 코드로 응답했습니다. 라우트: gone",
            200,
            "get",
            "/orders/gone",
            {},
        ),
        (
            "the form did not validate: email (Enter a valid email address), age (Enter a whole number)",
            "폼이 유효성 검사를 통과하지 못했습니다: email (Enter a valid email address), age (Enter a whole number)",
            302,
            "post",
            "/order",
            {"data": SENT},
        ),
        (
            "the form did not validate: email (This field is required), age (min_value)",
            "폼이 유효성 검사를 통과하지 못했습니다: email (This field is required), age (min_value)",
            "3xx",
            "post",
            "/order",
            {"data": {"age": "7"}},
        ),
        (
            "the form did not validate: nobody is 40",
            "폼이 유효성 검사를 통과하지 못했습니다: nobody is 40",
            201,
            "post",
            "/order",
            {"data": {"email": "kim@shop.test", "age": "40"}},
        ),
        (
            "the form did not validate: password",
            "폼이 유효성 검사를 통과하지 못했습니다: password",
            303,
            "post",
            "/order",
            {"data": {"email": "kim@shop.test", "age": "41", "password": "hunter2hunter2"}},
        ),
    ],
)
def test_what_the_client_holds_is_the_cause(  # noqa: PLR0917  # the table is read as one
    english: str, korean: str, expected: Any, method: str, target: str, words: Any
) -> None:
    response = ask(method, target, **words)
    assert ([english], [korean]) == (likely(response, expected), likely(response, expected, "ko"))


def test_a_middleware_that_answers_first_is_no_missing_route() -> None:
    with django(MIDDLEWARE=[f"{__name__}.early"]) as client:
        response = client.get("/orders/9")
    sentence = "no view was reached: no URL pattern matches /orders/9, or middleware answered first"
    assert [sentence] == likely(response, 200)
    assert likely(response, 200, "ko")[0].startswith("뷰에 도달하지 못했습니다. 일치하는 URL 패턴이 없거나")


def test_the_same_by_the_async_client() -> None:
    with test.override_settings(ROOT_URLCONF=urls()):
        response = asyncio.run(test.AsyncClient().get("/orders/9"))
        lost = asyncio.run(test.AsyncClient().get("/ordres"))
    assert ["inside.object-missing"] == list(causes(response, 200))
    assert ["no URL pattern matches the path: /ordres"] == likely(lost, 200)


def test_rest_framework_in_words_of_its_own() -> None:
    client = import_module("rest_framework.test").APIClient()
    with test.override_settings(ROOT_URLCONF=urls()):
        answer, page, text = (client.get(f"/rest{more}") for more in ("", "/page", "/text"))
    # The message shows the sentence of a JSON answer already.
    assert ["the route rest-order matched, and its view answered 404"] == likely(answer, 200)
    assert ["the route rest-page matched, and its view answered 404: 주문 9번이 없습니다"] == likely(page, 200)
    assert ["the route matched, and there is no such object: no Order matches the query"] == likely(text, 200)


def test_the_words_of_the_checks() -> None:
    assert ["to see its traceback, let the Django test client raise it: raise_request_exception=True, its default"] == (
        checks(ask("get", "/boom"), 200)
    )
    assert [
        "an invalid form is shown again with 200: send what it asks for",
        'all of its errors: response.context["form"].errors',
    ] == checks(ask("post", "/order", data=SENT), 302)
    assert ["compare it with reverse(): prefix, slash, language", "is ROOT_URLCONF the one that includes it?"] == (
        checks(ask("get", "/ordres"), 200)
    )
    assert ["did this test create what the view looks for, and may this user see it?"] == (
        checks(ask("get", "/orders/9"), 200)
    )


def test_the_whole_message() -> None:
    response = ask("post", "/order", data=SENT)
    assert """got 200 OK, expected 302 Found: POST /order
  likely       the form did not validate: email (Enter a valid email
               address), age (Enter a whole number)
  check        - an invalid form is shown again with 200: send what it
                 asks for
               - all of its errors: response.context["form"].errors""" == explain(response, 302).partition("\n\n")[0]
    assert f"""500 Internal Server Error 받음, 200 OK 기대: GET /boom
  서버 메시지  Server Error (500)
  유력 원인    애플리케이션에서 ValueError 예외가 발생했습니다. 내용:
               boom of all. 위치: {BOOM}
  확인         - 트레이스백을 보려면 Django test client에서 예외가
                 그대로 나오게 하세요:
                 raise_request_exception=True(기본값)""" == explain(ask("get", "/boom"), 200, lang="ko").partition(
        "\n\n"
    )[0]


def test_a_debug_page_that_says_more_speaks_alone() -> None:
    with django(DEBUG=True) as client:
        found = [list(causes(client.get(target), 200)) for target in ("/boom", "/orders/9", "/ordres")]
    assert [["inside.exception"], ["frameworks.django-raised-404"], ["frameworks.django-no-url"]] == found


def test_many_fields_are_cut() -> None:
    many = forms.Form({})
    many._errors = {f"field{number}": many.error_class(["No"]) for number in range(6)}
    response = ask("post", "/order", data=SENT)
    response.context = [SimpleNamespace(dicts=[{"many": many}])]
    assert ["the form did not validate: field0 (No), field1 (No), field2 (No), field3 (No), ..."] == likely(
        response, 302
    )
    assert 'all of its errors: response.context["many"].errors' in checks(response, 302)


@pytest.mark.parametrize(
    ("expected", "method", "target", "words"),
    [
        (302, "get", "/order", {}),
        (302, "post", "/order", {}),
        (302, "get", "/order?email=kim", {}),
        (404, "post", "/order", {"data": {"email": "kim@shop.test", "age": "41"}}),
        (200, "get", "/broken", {}),
        (200, "get", "/order", {}),
        (404, "get", "/orders/9", {}),
    ],
)
def test_without_the_evidence_there_is_no_cause(expected: Any, method: str, target: str, words: Any) -> None:
    assert set() == {*MINE} & {*causes(ask(method, target, **words), expected)}


@pytest.mark.parametrize("code", [200, 404, 500])
def test_clients_over_a_socket_hold_nothing(one: One, code: int) -> None:
    assert () == exchange_of(one("POST", code)).facts
    assert set() == {*MINE} & {*causes(one("POST", code), 302)}


def test_bare_responses_hold_nothing() -> None:
    assert () == exchange_of(http.HttpResponse(status=404)).facts
    assert {} == causes(http.HttpResponse(status=404), 200)


def test_without_an_expectation_a_form_is_nobodys_question() -> None:
    assert {} == causes(ask("post", "/order", data=SENT))


def test_nothing_is_asked_to_see_it() -> None:
    response = ask("get", "/orders/9")
    exchange_of(response)
    empty = import_module("django.utils.functional").empty
    assert empty is vars(vars(response)["resolver_match"])["_wrapped"]
    form = Order(SENT)
    assert () == django_view.facts({"context": SimpleNamespace(dicts=[{"form": form}])}, 200)
    assert None is form._errors


def test_a_snapshot_holds_the_same() -> None:
    client = load("django")
    for method, target in (("get", "/boom"), ("get", "/orders/9"), ("get", "/ordres"), ("post", "/order")):
        response = ask(method, target, **({"data": SENT} if method == "post" else {}))
        again = client.rebuild(type(response), client.capture(response) or {})
        assert again is not None
        assert exchange_of(response).facts == again.facts != ()


def test_what_leaves_is_redacted_and_bounded() -> None:
    response = ask("get", "/boom?token=abcdefgh12", headers={"Authorization": "Bearer abcdefgh1234"})
    response.exc_info = (ValueError, ValueError("no abcdefgh1234 " + "x" * 9_000), response.exc_info[2])
    form = forms.Form({})
    form._errors = {"api_key": form.error_class(["k7 is wrong"])} | {
        f"field{number}": form.error_class(["No"]) for number in range(90)
    }
    response.context = [SimpleNamespace(dicts=[{"form": form}])]
    facts = examine(exchange_of(response), parse(200)).exchange.facts
    assert 30 == len(facts)
    assert "no *** xxx" == dict(facts)["why"][:10]
    assert 400 >= max(len(value) for _, value in facts)
    assert "***" == dict(facts)["form:api_key"]


class _SlyError(ValueError):
    def __str__(self) -> str:
        raise AssertionError("asked")

    args = property(lambda _self: pytest.fail("asked"))  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("boom", ValueError("boom")),
        ("", ValueError()),
        ("('a', 1)", ValueError("a", 1)),
        ("'name'", KeyError("name")),
        ("No such file", OSError(2, "No such file", "/etc/x")),
        ("invalid start byte", UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")),
        ("boom", _SlyError("boom", "more")),
        ("", _SlyError(object())),
        ("", ValueError(SimpleNamespace())),
        ("group", ExceptionGroup("group", [ValueError("a")])),
    ],
)
def test_an_exception_is_read_without_its_own_code(said: str, error: BaseException) -> None:
    assert said == raised.message(error)


def test_the_users_own_code_is_neither_installed_nor_pythons() -> None:
    own = ["/home/kim/shop/views.py", "C:\\shop\\views.py", "views.py"]
    others = [
        "/x/.venv/lib/python3.13/site-packages/django/x.py",
        "/usr/lib/python3/dist-packages/x.py",
        "C:\\x\\site-packages\\x.py",
        "/usr/lib/python3.12/json/x.py",
        "<frozen importlib>",
        "<string>",
        os.__file__,
    ]
    assert own == [each for each in own + others if raised.is_own(each)]


def test_a_place_is_as_short_as_it_is_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Any:
        raise FileNotFoundError

    assert "tests/x.py:7" == raised.place(f"{Path.cwd()}/tests/x.py", "7")
    assert "b/c/x.py:7" == raised.place("/a/b/c/x.py", "7")
    assert "shop/b/x.py:7" == raised.place("C:\\kim\\shop\\b\\x.py", "7")
    monkeypatch.setattr(os, "getcwd", gone)
    assert "tests/x.py:7" == raised.place("tests/x.py", "7")


def test_a_traceback_that_never_ends_is_left() -> None:
    # An exception without any frame of the user's has no place; neither has what is no traceback.
    assert (("exception", "ValueError"), ("why", "a")) == raised.facts(ValueError("a"), None)
    try:
        _deep(1_100)
    except RecursionError as error:
        shown = dict(raised.facts(error, error.__traceback__))
    assert shown["where"].startswith("tests/diagnosis/test_inside.py:")


def _deep(left: int) -> None:
    import sys

    if not left:
        raise RecursionError("deep")
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, 3_000))
    try:
        _deep(left - 1)
    finally:
        sys.setrecursionlimit(limit)


@pytest.mark.parametrize(
    "own",
    [
        {"exc_info": (None, None, None)},
        {"exc_info": "x"},
        {"context": 7},
        {"context": [SimpleNamespace(dicts=7), SimpleNamespace(dicts=[7])]},
        {"context": SimpleNamespace(dicts=[{"form": SimpleNamespace(_errors={"a": 1})}])},
        {"wsgi_request": SimpleNamespace()},
        {"wsgi_request": SimpleNamespace(resolver_match=7)},
        {"data": {"detail": 7}},
        {"data": {}},
        {},
    ],
)
def test_strange_parts_say_nothing(own: dict[str, object]) -> None:
    assert () == django_view.facts(own, 404)


def test_strange_errors_of_a_form_name_their_field_only() -> None:
    form = forms.Form({})
    lists = (7, SimpleNamespace(data=[]), SimpleNamespace(data=[SimpleNamespace(message=7)]))
    form._errors = dict(zip("abc", lists, strict=True)) | {7: SimpleNamespace(data=[])}
    wrapped = type("AdminForm", (), {"__module__": "django.contrib.admin.helpers"})()
    wrapped.form = form
    context = SimpleNamespace(dicts=[{"adminform": wrapped}])
    assert (("form", "adminform"), ("form:a", ""), ("form:b", ""), ("form:c", "")) == django_view.facts(
        {"context": context}, 200
    )
    assert "own" == django_view._first(forms.utils.ErrorList([forms.ValidationError(gettext_lazy("own"))]))


def test_the_causes_that_are_left_out_exist() -> None:
    from pytest_httpstatus._diagnosis import rules

    known = {each.id for each in rules()}
    assert set(MINE) == inside.INSTEAD.keys()
    assert set() == set().union(*inside.INSTEAD.values()) - known
