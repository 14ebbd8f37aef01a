# ruff: noqa: SIM201, PT018, TRY301, RET503  # the functions that fail are as people write them
"""Which response a failed test was about, by plain calls: failures of functions of this file."""

from __future__ import annotations

import json
from importlib import import_module
from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from pytest_httpstatus._model import Exchange, Request, Response
from pytest_httpstatus._recovery import carried, failure_of, recover, traceback
from pytest_httpstatus._recovery.answers import Answer, Answers, Step
from pytest_httpstatus._recovery.scope import UNKNOWN, Scope, item, member, response


class Reply:
    """A response of nobody's client."""

    def __init__(self, code=404, content=b"{}", path="/x"):
        self.status_code = code
        self.headers = {"Content-Type": "application/json"}
        self.content = content
        self.url = f"http://h{path}"

    def json(self):
        return json.loads(self.content)


def raised(function) -> BaseException:
    try:
        function()
    except BaseException as error:  # noqa: BLE001
        return error
    raise AssertionError("it did not fail")


def said(function, *answers: Answer) -> str:
    """What would be said of a failure: status and expectation, or status and symptom."""
    found = recover(raised(function), __file__, answers)
    if found is None:
        return ""
    asked = found.expectation.text if found.expectation else found.symptom
    return f"{found.exchange.response.code} {asked}".strip()


def answer(code: int | None, *, own: bool = True, path: str = "/x", **fields: str) -> Answer:
    exchange = None if code is None else Exchange(
        Response(code, fields=tuple(fields.items())), Request("GET", f"http://h{path}")
    )  # fmt: skip
    return Answer(exchange, (), own)


def named():
    reply = Reply()
    assert reply.status_code == 200


def met():
    reply = Reply(200)
    assert reply.status_code == 200
    assert not reply.json() == {}


def parsed():
    reply = Reply()
    data = reply.json()
    return data["id"]


def text_parsed():
    reply = Reply(content=b"no")
    return reply.json()


def html():
    reply = Reply(200, b" <html></html>")
    return reply.json()["id"]


def deep():
    reply = Reply()
    one = reply.json()
    two = one
    three = two
    return three["id"]


def two_parsed():
    one, two = Reply(), Reply(500)
    return one.json()["a"] == two.json()["a"]


def by_hand():
    reply = Reply()
    if reply.json() == {}:
        raise AssertionError("nothing in it")


def other_error():
    reply = Reply()
    raise OSError(reply)


def stored():
    status = Reply().status_code
    assert status == 200


def stored_from_a_name():
    reply = Reply()
    code = reply.status_code
    reply2 = Reply(500)
    assert code == 200
    return reply2


def stored_twice():
    one, two = Reply(), Reply(path="/y")
    code = int("404")
    assert code == 200
    return one, two


def of_something_else():
    reply = Reply()
    row = {"status": 404}
    status = row["status"]
    assert status == 200
    return reply


def fetched():
    reply = Reply()
    return reply, reply.status_code


def given_together():
    reply, status = fetched()
    assert status == 200
    return reply


def unknown_call():
    assert Mock().get().status_code == 200 and Reply().json()["id"]


def named_like_404():
    reply = Reply()
    assert reply.json() == {"id": 1}


def parameter(code=404):
    assert code == 200


def with_a_response(reply=Reply(), code=404):  # noqa: B008
    assert code == 200


def parameters(reply=Reply(), code=404):  # noqa: B008
    assert code == 200 or reply is None


def mixed():
    reply = Reply()
    assert 100 <= reply.status_code < 300 and reply.json()


def number_and_response():
    exit_status = 3
    assert exit_status == 0


def expected_before():
    reply = Reply()
    while reply.status_code == 404:
        return reply.json()["id"]


def reassigned():
    reply = Reply()
    assert reply.status_code == 404
    reply = Reply()
    return reply.json()["id"]


CASES = [
    (named, "404 200"),
    (met, ""),
    (parsed, "404 json"),
    (text_parsed, "404 answer"),
    (html, "200 html"),
    (deep, "404 json"),
    (two_parsed, ""),
    (by_hand, ""),
    (other_error, ""),
    (stored, ""),
    (stored_from_a_name, "404 200"),
    (stored_twice, ""),
    (unknown_call, ""),
    (named_like_404, ""),
    (parameter, ""),
    (parameters, "404 answer"),
    (with_a_response, "404 200"),
    (mixed, "404 1xx | 2xx"),
    (of_something_else, ""),
    (given_together, "404 200"),
    (number_and_response, ""),
    (expected_before, ""),
    (reassigned, "404 json"),
]


@pytest.mark.parametrize(("function", "wanted"), CASES, ids=lambda each: getattr(each, "__name__", ""))
def test_which_response_it_was_about(function, wanted):
    """And what was asked of it, or in what it showed; nothing where nothing is proved."""
    assert wanted == said(function)


def test_html_in_place_of_json():
    """The start of the content tells, not the field."""

    def page():
        reply = Reply(200, b"<!DOCTYPE html>")
        assert reply.json() == {}

    page_error = raised(page)
    found = recover(page_error, __file__)
    assert (200, "html") == (found.exchange.response.code, found.symptom)


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ([answer(404)], "404 200"),
        ([answer(404, own=False)], "404 200"),
        ([answer(200), answer(404)], "404 200"),
        ([answer(404, path="/a"), answer(404, path="/b")], ""),
        ([answer(500)], ""),
        ([], ""),
    ],
)
def test_a_number_is_a_status_of_the_only_answer_that_had_it(answers, wanted):
    """What is named as a status, and nobody knows where it came from."""
    assert wanted == said(parameter, *answers)


def test_only_what_adds_is_told_of_earlier_answers():
    """Errors that nobody asked for, locations and logins before the response; the last three."""
    before = [
        answer(404, path="/asked"),
        answer(500, path="/a"),
        answer(201, path="/b", Location="/b/1"),
        answer(200, path="/plain"),
        answer(200, path="/login"),
        answer(200, path="/token"),
        answer(None),
    ]

    def test():
        gone = Reply(404, path="/asked")
        assert gone.status_code == 404
        reply = Reply(403)
        reply.method = "GET"
        assert reply.status_code == 200

    after = answer(502, path="/after")
    found = recover(raised(test), __file__, [*before, answer(403), after])
    assert ["/b", "/login", "/token"] == [each.request.url.removeprefix("http://h") for each in found.earlier]


def test_the_failure_has_what_was_found():
    """It is sealed, and knows what came earlier."""

    def test():
        reply = Reply(403)
        reply.method = "GET"
        assert reply.status_code == 200

    failure = failure_of(raised(test), __file__, [answer(500, path="/a"), answer(403)])
    assert (403, "200", [500]) == (
        failure.exchange.response.code,
        failure.expected,
        [each.response.code for each in failure.earlier],
    )
    assert failure_of(raised(met), __file__, []) is None


def test_the_chain_ends():
    """Circles and long chains of errors."""
    one, two = ValueError("1"), ValueError("2")
    one.__cause__, two.__cause__ = two, one
    assert [one, two] == list(carried.errors(one))
    many = ExceptionGroup("many", [ValueError(str(n)) for n in range(50)])
    assert 20 == len(list(carried.errors(many)))


def test_what_was_merely_handled_is_no_cause():
    """Only what was raised by hand from an `except` has it for its cause."""

    def broken():
        try:
            raise ValueError
        except ValueError:
            return {}["x"]

    def by_hand():
        try:
            raise ValueError
        except ValueError:
            raise KeyError  # noqa: B904

    def untraced():
        error = KeyError()
        error.__context__ = ValueError()
        return error

    found = [raised(broken), raised(by_hand), untraced()]
    assert [1, 2, 1] == [len(list(carried.errors(each))) for each in found]


def aiohttp_error(kind: str, name: str):
    error = type("ContentTypeError", (Exception,), {"__module__": "aiohttp.client_exceptions"})()
    error.status, error.headers, error.message = 200, {"Content-Type": kind, "X": "y"}, "OK"
    names: dict = {"error": error}
    exec(f"def {name}():\n    raise error\n", names)
    return raised(names[name])


@pytest.mark.parametrize(
    ("kind", "name", "wanted"),
    [("text/html", "json", "html"), ("text/plain", "json", "answer"), ("text/html", "other", "")],
)
def test_the_wrong_media_type_of_aiohttp(kind, name, wanted):
    """An error that carries a response which was all right, but no JSON."""
    assert wanted == carried.evidence(aiohttp_error(kind, name)).symptom


def test_an_error_without_traceback():
    """It carries its response all the same."""
    error = Exception()
    error.response = Reply()
    assert carried.evidence(error).exchange.response.code == 404


def webtest_error(status, code):
    names = {
        "res": SimpleNamespace(status_code=code, headers={}),
        "AppError": type("AppError", (Exception,), {"__module__": "webtest.app"}),
    }
    exec("def _check_status(status, res=res):\n    raise AppError('Bad response')\n", names)
    return raised(lambda: names["_check_status"](status)), names["AppError"]("no frame")


@pytest.mark.parametrize(
    ("status", "code", "wanted"),
    [(None, 404, "2xx | 3xx"), (200, 404, "200"), ([200, 201], 404, "200 | 201"), (None, 200, None)],
)
def test_the_error_of_webtest(status, code, wanted):
    """It holds text alone: the frame that raised it has the response, and what was asked."""
    error, bare = webtest_error(status, code)
    found = carried.evidence(error)
    assert (code, wanted) == (found.exchange.response.code, found.expectation and found.expectation.text)
    assert carried.evidence(bare) is None


def library(module: str, function: str, **names: object):
    """A frame of a library that raised."""
    arguments = ", ".join(names)
    space: dict = {"__name__": module}
    exec(compile(f"def {function}({arguments}):\n    raise AssertionError\n", "<library>", "exec"), space)
    return lambda: space[function](**names)


def test_what_libraries_still_hold():
    """Operands of unittest, the response of an assertion of Django, and of a method that reads."""
    reply = Reply()
    wanted = {
        ("unittest.case", "assertEqual"): ({"first": 200, "second": 404}, ({200, 404}, ())),
        ("unittest.case", "assertTrue"): ({"expr": 404}, (set(), ())),
        ("unittest.case", "assertIn"): ({"member": 7}, (set(), ())),
        ("django.test.testcases", "assertContains"): ({"response": reply}, (set(), (reply,))),
        ("requests.models", "json"): ({"self": reply}, (set(), (reply,))),
        ("json.decoder", "json"): ({"self": reply}, (set(), ())),
        ("requests.models", "other"): ({"self": reply}, (set(), ())),
    }
    found = {}
    for (module, function), (names, _) in wanted.items():
        call = library(module, function, **names)

        def test(call=call):
            call()

        (place, *_) = traceback.places(raised(test).__traceback__, __file__)
        found[module, function] = (set(place.passed.codes), place.passed.things)
    assert {key: each for key, (_, each) in wanted.items()} == found


def test_the_page_that_django_was_led_to():
    """`assertRedirects` asks for it by itself, and its status is what failed."""

    def lands_on(landed):
        def test():
            reply = Reply(302)
            call = library("django.test.testcases", "assertRedirects", response=reply, redirect_response=landed)
            self = SimpleNamespace(assertRedirects=lambda *_: call())
            self.assertRedirects(reply, "/y")

        return test

    assert ["404 200", ""] == [said(lands_on(Reply(404))), said(lands_on(Reply(200)))]


def test_a_frame_without_source_is_passed_over():
    """Code that was made of a text."""
    space: dict = {}
    exec(compile("def f():\n    raise AssertionError\n", "/nowhere/made.py", "exec"), space)
    assert [] == traceback.places(raised(space["f"]).__traceback__, "/nowhere/made.py")


def test_users_files_are_those_that_are_not_installed():
    """Also where a user's site, or a system's packages, stand elsewhere."""
    files = ["/p/test_x.py", "/p/site-packages/x.py", "/usr/lib/python3/dist-packages/x.py", "<string>", json.__file__]
    assert [True, False, False, False, False] == [traceback._is_users(each, "/other.py") for each in files]


def test_a_step_without_place_is_nowhere():
    """Code without columns is compared by lines, code without lines not at all."""
    node = SimpleNamespace(lineno=1, end_lineno=2, col_offset=4, end_col_offset=9)

    def at(*position):
        return Step(SimpleNamespace(co_filename="f", co_positions=lambda: iter([position])), 0)

    steps = [
        at(1, 1, 4, 9),
        at(1, 1, 0, 9),
        at(2, 2, 0, 12),
        at(1, 2, None, None),
        at(3, 3, None, None),
        at(None, None, None, None),
    ]
    assert [True, False, False, True, False, False] == [each.stands_in("f", node) for each in steps]
    assert not at(1, 1, 4, 9).stands_in("g", node)


def test_answers_before_one_that_is_not_among_them_are_none():
    """Their order is not known."""
    answers = Answers([answer(500), answer(404)])
    assert ([], [500]) == (
        answers.before(answer(403).exchange),
        [each.response.code for each in answers.before(answer(404).exchange)],
    )


class Slotted:
    __slots__ = ("code", "missing")

    def __init__(self):
        self.code = 404


class Owned:
    shared = 1

    def __init__(self):
        self.code = 404

    @property
    def status(self):
        raise AssertionError("it ran")


def test_members_are_found_without_running_anything():
    """What lies in the object, its slots, an enum or a module; neither properties nor classes' own functions."""
    things = [(Slotted(), "code"), (Owned(), "code"), (json, "loads")]
    assert [404, 404, json.loads] == [member(thing, name) for thing, name in things]
    unknown = [
        (Slotted(), "missing"),
        (Owned(), "status"),
        (Owned(), "shared"),
        (Owned(), "x"),
        (Owned, "status"),
        (UNKNOWN, "x"),
    ]
    assert [UNKNOWN] * len(unknown) == [member(thing, name) for thing, name in unknown]
    assert member(Owned, "shared") == 1


def test_items_of_plain_collections():
    """By plain keys alone."""
    found = [item([1], 0), item((1,), -1), item({"a": 1}, "a")]
    unknown = [item([1], 1), item({"a": 1}, "b"), item({1.5: 1}, 1.5), item("text", 0), item([1], "a")]
    assert ([1] * 3, [UNKNOWN] * 5) == (found, unknown)


RESOLVED = {
    "1": 1,
    "name": 5,
    "len": len,
    "nothing": UNKNOWN,
    "[1, name]": [1, 5],
    "[1, f()]": UNKNOWN,
    "range(1, 3)": range(1, 3),
    "range('a')": UNKNOWN,
    "range(1, 2, 0)": UNKNOWN,
    "set([1])": [1],
    "set(name)": UNKNOWN,
    "len('a')": UNKNOWN,
    "print(1, 2)": UNKNOWN,
    "range(1, step=2)": UNKNOWN,
    "caught.value": "an error",
    "uncaught.value": UNKNOWN,
    "(late := 1)": UNKNOWN,
    "1 + 1": UNKNOWN,
}


@pytest.mark.parametrize("source", RESOLVED)
def test_expressions_that_need_no_call(source):
    """Resolved from the frame; what would run anything of the user's is not known."""
    import ast

    info = type("ExceptionInfo", (), {"__module__": "_pytest._code.code"})
    caught, uncaught = info(), info()
    caught._excinfo = (ValueError, "an error", None)
    names = {"name": 5, "caught": caught, "uncaught": uncaught}
    scope = Scope(SimpleNamespace(f_locals=names, f_globals={}, f_code=(lambda: None).__code__))
    assert RESOLVED[source] == scope.resolve(ast.parse(source, mode="eval").body)


def test_what_is_no_response():
    """Mocks, classes, numbers, what has no fields, what raises, what is out of range."""
    raising = type("Raising", (), {"headers": property(lambda _: 1 / 0), "status_code": 404})()
    things = [
        None, UNKNOWN, 404, "404", Reply, json, Mock(status_code=404, headers={}), SimpleNamespace(status=404),
        SimpleNamespace(status=True, headers={}), SimpleNamespace(status=404, headers=None), {"status": 404}, raising,
        SimpleNamespace(status=1404, headers={}), type("Client", (), {"__module__": "httpx._client"})(),
    ]  # fmt: skip
    assert [None] * len(things) == [response(each) for each in things]
    assert response({"ResponseMetadata": {"HTTPStatusCode": 404, "HTTPHeaders": {}}}).response.code == 404


@pytest.mark.parametrize(
    ("name", "arguments", "code"),
    [
        ("HttpResponse", (), 200),
        ("HttpResponseNotFound", (), 404),
        ("HttpResponseForbidden", (), 403),
        ("HttpResponseRedirect", ("/login/",), 302),
    ],
)
def test_a_response_whose_class_has_the_status(name, arguments, code):
    """In Django an instance holds a status only where it was given another one than its class has."""
    pytest.importorskip("django")
    import_module("tests.clients.django_site")
    made = getattr(import_module("django.http"), name)(*arguments)
    assert "status_code" not in vars(made)
    assert response(made).response.code == code
