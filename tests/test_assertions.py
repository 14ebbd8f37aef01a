"""`assert_status`: what passes, what fails, and what is no question at all."""

from __future__ import annotations

import asyncio
import copy
import pickle
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from enum import Enum, IntEnum
from http import HTTPStatus
from http.client import HTTPConnection
from types import SimpleNamespace
from typing import Any
from unittest.mock import AsyncMock, MagicMock, Mock, NonCallableMock, PropertyMock
from urllib.request import urlopen

import pytest

from pytest_httpstatus import IsStatus, StatusMismatch, _assertions, _clients, _settings, assert_status
from tests.clients import site


class Code(IntEnum):
    OK = 200
    MISSING = 404


class Index:
    """A number as numpy has them: no `int`."""

    def __index__(self) -> int:
        return 404


class ByCode:
    status_code = 404


class Meta(type):
    """A metaclass of the user's own."""


class WithMeta(metaclass=Meta):
    status = 404


class Plain(Enum):
    MISSING = 404


def having(status_code: Any) -> SimpleNamespace:
    return SimpleNamespace(status_code=status_code)


TRUE = having(status_code=True)


def kind(value: object) -> str:
    """An id of a test that is the same in every process: a `repr` may hold an address, or a set in any order."""
    return type(value).__name__


@pytest.fixture(autouse=True)
def _plain_settings() -> Iterator[None]:
    before = _settings.use(_settings.Settings())
    yield
    _settings.use(before)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with site.serving() as url:
        yield url


def complaint(error: type[BaseException], response: Any, expected: Any = 200) -> str:
    with pytest.raises(error) as caught:
        assert_status(response, expected)
    assert error is caught.type
    return str(caught.value)


# -- what passes ------------------------------------------------------------------------------------------------------

RESPONSES = [
    having(404),
    having(HTTPStatus.NOT_FOUND),
    having(Code.MISSING),
    SimpleNamespace(status=404),
    SimpleNamespace(code=404),
    SimpleNamespace(status_code=None, status=404),
    Mock(status_code=404),
    MagicMock(status_code=404),
    AsyncMock(status_code=404),
    404,
    HTTPStatus.NOT_FOUND,
]
EXPECTED = [
    404,
    HTTPStatus.NOT_FOUND,
    Code.MISSING,
    "404",
    "not found",
    "4xx",
    "4XX",
    "4xX",
    "40x",
    "client error",
    "400-404",
    "404 | 410",
    "!5xx",
    [200, 404],
    {404, "2xx"},
    (404,),
    range(400, 500),
    IsStatus(404),
    IsStatus("4xx") & ~IsStatus(410),
]


@pytest.mark.parametrize("expected", EXPECTED, ids=kind)
@pytest.mark.parametrize("response", RESPONSES, ids=kind)
def test_a_response_that_meets_the_expectation_comes_back_itself(response: Any, expected: Any) -> None:
    assert response is assert_status(response, expected)


@pytest.mark.parametrize("expected", EXPECTED, ids=kind)
@pytest.mark.parametrize("code", [200, 500, 999])
def test_a_response_that_does_not_fails(code: int, expected: Any) -> None:
    expected = [each for each in expected if each != 200] if isinstance(expected, list) else expected
    if code == 200 and isinstance(expected, set):
        expected = {404}
    for response in (having(code), code):
        if code == 999 or expected != "!5xx" or code == 500:
            assert f"got {code}" in complaint(StatusMismatch, response, expected)


def test_a_response_of_a_client_comes_back_itself(address: str) -> None:
    requests = pytest.importorskip("requests")
    response = requests.get(f"{address}/missing")
    # A response of requests is false at 4xx.
    assert not response
    assert response is assert_status(response, "4xx")
    assert response is assert_status(response, [404])


def test_a_response_of_a_framework_comes_back_itself() -> None:
    flask = pytest.importorskip("flask")
    response = flask.Flask(__name__).test_client().get("/nowhere")
    assert response is assert_status(response, 404)
    assert "got 404 Not Found, expected 200 OK: GET /nowhere" == complaint(StatusMismatch, response).splitlines()[0]


@pytest.mark.parametrize(("code", "expected"), [(600, 600), (999, "999"), (700, "600-999"), (700, [404, 700])])
def test_a_code_beyond_the_classes_is_met_by_what_names_it(code: int, expected: Any) -> None:
    assert code == assert_status(having(code), expected).status_code


@pytest.mark.parametrize("expected", ["5xx", "!4xx", "!!700 | 404", 500])
def test_and_by_nothing_else(expected: Any) -> None:
    assert "got 700" in complaint(StatusMismatch, having(700), expected)


# -- wrong expectations -----------------------------------------------------------------------------------------------

WRONG = [
    (ValueError, 99),
    (ValueError, 1000),
    (ValueError, 0),
    (ValueError, -404),
    (ValueError, "99"),
    (ValueError, "4x"),
    (ValueError, "6xx"),
    (ValueError, "error"),
    (ValueError, ""),
    (ValueError, []),
    (ValueError, "404 & 410"),
    (ValueError, range(0)),
    (TypeError, True),
    (TypeError, False),
    (TypeError, 200.0),
    (TypeError, 404.0),
    (TypeError, b"404"),
    (TypeError, None),
    (TypeError, {}),
    (TypeError, {404: "x"}),
    (TypeError, [[404]]),
    (TypeError, [404.0]),
    (TypeError, object()),
    (TypeError, Index()),
    (TypeError, Plain.MISSING),
    (TypeError, iter([404])),
    (TypeError, having(404)),
]


@pytest.mark.parametrize(("error", "expected"), WRONG, ids=kind)
@pytest.mark.parametrize(
    "response",
    [having(200), having(404), having(500), SimpleNamespace(status=404), SimpleNamespace(code=200), 404, 200],
    ids=kind,
)
def test_a_wrong_expectation_is_refused_whatever_came(response: Any, error: type[Exception], expected: Any) -> None:
    complaint(error, response, expected)


@pytest.mark.parametrize("code", [99, 1000, 0, 1, -1, -500, -404, 1404, 10**30])
def test_no_code_out_of_range_is_met_by_itself(code: int) -> None:
    assert f"{code} is no status code: " in complaint(ValueError, having(code), code)
    assert f"{code} is no status code: " in complaint(ValueError, SimpleNamespace(status=code), code)
    assert f"{code} is no status code: " in complaint(ValueError, code, code)


@pytest.mark.parametrize("code", [-1, -500, -404, -600, -999, -1000])
@pytest.mark.parametrize("expected", [404, 500, 999, "4xx", "5xx"])
def test_a_negative_number_is_no_code_from_the_end(code: int, expected: Any) -> None:
    complaint(TypeError, having(code), expected)


def test_a_response_is_no_expectation_and_is_not_read(address: str) -> None:
    requests = pytest.importorskip("requests")
    with requests.get(f"{address}/big", stream=True) as response:
        assert "an object of type Response is no status expectation; " in complaint(TypeError, 200, response)
        assert len(site.BIG) == len(response.raw.read())


# -- what is no response ----------------------------------------------------------------------------------------------


async def get() -> None: ...


def client_get() -> None: ...


STRANGERS = [
    ("None; does the function that makes the request return its response?", None),
    ("the class ByCode; pass an instance of it, the response itself", ByCode),
    ("the class WithMeta; pass an instance of it, the response itself", WithMeta),
    ("the class int; pass an instance of it, the response itself", int),
    ("client_get, which was not called; write client_get(...)", client_get),
    ("append, which was not called; write append(...)", [].append),
    ("True of type bool; pass the response itself, or its status code as an int", True),
    ("'200 OK' of type str; pass the response itself, or its status code as an int", "200 OK"),
    (f"'{'a' * 60}' of type str; pass the response itself, or its status code as an int", "a" * 10_000),
    ("b'200' of type bytes; pass the response itself, or its status code as an int", b"200"),
    ("200.0 of type float; pass the response itself, or its status code as an int", 200.0),
    ("a MagicMock without a status code; give it one, as in MagicMock(status_code=200)", MagicMock()),
    ("a Mock without a status code; give it one, as in Mock(status_code=200)", Mock(status_code="404")),
    ("an AsyncMock without a status code; give it one, as in AsyncMock(status_code=200)", AsyncMock()),
    (
        "an object of type unittest.mock.NonCallableMock, which has no status code as an int",
        NonCallableMock(spec=["status"]),
    ),
    ("an object of type builtins.object, which has no status code as an int", object()),
    ("an object of type builtins.list, which has no status code as an int", [having(200)]),
    ("an object of type builtins.KeyError, which has no status code as an int", KeyError(200)),
    ("an object of type types.SimpleNamespace, which has no status code as an int", having(None)),
    ("an object of type types.SimpleNamespace, whose status_code is True, no int from 100 to 999", TRUE),
    ("an object of type types.SimpleNamespace, whose status_code is '200', no int from 100 to 999", having("200")),
    ("an object of type types.SimpleNamespace, whose status_code is 200.0, no int from 100 to 999", having(200.0)),
    ("an object of type types.SimpleNamespace, whose status_code is 0, no int from 100 to 999", having(0)),
    ("an object of type types.SimpleNamespace, whose status_code is 99, no int from 100 to 999", having(99)),
    ("an object of type types.SimpleNamespace, whose status_code is 1000, no int from 100 to 999", having(1000)),
    (
        "an object of type types.SimpleNamespace, whose status is -1, no int from 100 to 999",
        SimpleNamespace(status=-1),
    ),
    (
        "an object of type types.SimpleNamespace, whose code is of type int, no int from 100 to 999",
        SimpleNamespace(code=10**5_000),
    ),
    (
        "an object of type types.SimpleNamespace, whose status_code is of type Index, no int from 100 to 999",
        having(Index()),
    ),
]


@pytest.mark.parametrize(("got", "thing"), STRANGERS, ids=[got[:40] for got, _ in STRANGERS])
@pytest.mark.parametrize("expected", [200, "2xx", [200]], ids=kind)
def test_what_is_no_response_is_named(got: str, thing: Any, expected: Any) -> None:
    assert f"expected an HTTP response, got {got}" == complaint(TypeError, thing, expected)


def test_the_code_of_a_client_s_response_out_of_range_is_refused(address: str) -> None:
    requests = pytest.importorskip("requests")
    response = requests.get(f"{address}/users/7")
    response.status_code = 99
    assert "99 is no status code: a response has one from 100 to 999" == complaint(ValueError, response)


def test_a_client_without_status_code_is_judged_by_its_own_name_for_it_each_time(address: str) -> None:
    for path, code, kind in (("/users/7", 200, "2xx"), ("/missing", 404, "4xx"), ("/users/7", 200, "2xx")):
        with closing(HTTPConnection(address.removeprefix("http://"))) as connection:
            connection.request("GET", path)
            response = connection.getresponse()
            for expected in (code, kind, kind.upper(), [code]):
                assert response is assert_status(response, expected)
            for expected in (code + 1, "5xx"):
                assert f"got {code} " in complaint(StatusMismatch, response, expected)
            complaint(ValueError, response, 99)
            complaint(TypeError, response, 200.0)
            response.close()
            response.status = response.code = 99
            assert "99 is no status code: " in complaint(ValueError, response, 99)


def test_two_clients_without_status_code_may_take_turns(address: str) -> None:
    tornado = pytest.importorskip("tornado.httpclient")
    for _ in range(2):
        fetched = tornado.HTTPResponse(tornado.HTTPRequest(address), 404)
        assert_status(fetched, "4xx")
        complaint(StatusMismatch, fetched, 200)
        with urlopen(f"{address}/users/7") as opened:
            assert_status(opened, 200)
            complaint(StatusMismatch, opened, 404)


def test_a_stranger_is_read_anew_each_time() -> None:
    assert_status(SimpleNamespace(status=200), 200)
    complaint(StatusMismatch, SimpleNamespace(status=200, status_code=404), 200)
    assert SimpleNamespace not in _clients.NAMED


def test_a_class_may_call_anything_its_module() -> None:
    stranger = type("Stranger", (), {"__module__": None, "status": 200})()
    assert stranger is assert_status(stranger, 200)
    complaint(StatusMismatch, stranger, 404)


@pytest.mark.parametrize("code", [99, 1000, -1])
def test_a_bare_number_out_of_range_is_refused(code: int) -> None:
    assert f"{code} is no status code: a response has one from 100 to 999" == complaint(ValueError, code)


def test_a_coroutine_is_told_from_a_response_and_left_alone() -> None:
    coroutine = get()
    message = "expected an HTTP response, got a coroutine that was not awaited; write `await` before the call"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert message == complaint(TypeError, coroutine)
        assert asyncio.run(coroutine) is None


def test_what_else_can_be_awaited_is_told_too() -> None:
    class Later:
        def __await__(self) -> Iterator[None]:
            return iter(())

    message = "expected an HTTP response, got a Later that was not awaited; write `await` before the call"
    assert message == complaint(TypeError, Later())


def test_an_exception_that_carries_a_response_is_taken_for_it() -> None:
    error = KeyError("response")
    error.response = having(404)  # type: ignore[attr-defined]
    assert error is assert_status(error, 404)
    assert "got 404" in complaint(StatusMismatch, error)


def test_a_mock_is_not_called() -> None:
    for make in (Mock, MagicMock, AsyncMock):
        mock = make(status_code=404)
        assert_status(mock, 404)
        complaint(StatusMismatch, mock)
        assert [] == mock.mock_calls


# -- hostile responses ------------------------------------------------------------------------------------------------


class Touchy:
    """Compares and counts with nobody."""

    status_code = 404

    def refuse(self, *_: object) -> Any:
        raise RuntimeError("do not touch")

    __eq__ = __bool__ = __len__ = __iter__ = __repr__ = __str__ = __hash__ = refuse


def test_a_response_is_neither_compared_nor_counted_nor_shown() -> None:
    response = Touchy()
    assert (response is assert_status(response, 404)) is True
    assert (response is assert_status(response, ["4xx"])) is True
    assert "got 404 Not Found, expected 200 OK" == complaint(StatusMismatch, response).splitlines()[0]


@pytest.mark.parametrize("error", [ValueError, TypeError, KeyError, RecursionError, KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("name", ["status_code", "status", "code"])
def test_an_error_of_the_response_s_own_comes_through(name: str, error: type[BaseException]) -> None:
    raised = error("of my own")

    class Broken:
        def __getattr__(self, asked: str) -> Any:
            raise AttributeError(asked)

    setattr(Broken, name, PropertyMock(side_effect=raised))
    for expected in (200, "2xx", [200]):
        with pytest.raises(error) as caught:
            assert_status(Broken(), expected)
        assert raised is caught.value


def test_an_attribute_that_claims_everything_is_no_code() -> None:
    class Yes:
        def __getattr__(self, name: str) -> Any:
            return Yes()

        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = None  # type: ignore[assignment]

    for expected in (200, "2xx", [200]):
        assert "expected an HTTP response, got " in complaint(TypeError, Yes(), expected)


# -- the failure ------------------------------------------------------------------------------------------------------


def failed(response: Any = 404, expected: Any = 200, **rest: Any) -> StatusMismatch:
    with pytest.raises(StatusMismatch) as caught:
        assert_status(response, expected, **rest)
    return caught.value


def test_its_first_line_says_it_all(address: str) -> None:
    requests = pytest.importorskip("requests")
    error = failed(requests.get(f"{address}/missing"))
    assert "got 404 Not Found, expected 200 OK: GET /missing" == str(error).splitlines()[0]
    assert "\x1b" not in str(error)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("got 404 Not Found, expected 200 OK", 200),
        ("got 404 Not Found, expected 200 OK", HTTPStatus.OK),
        ("got 404 Not Found, expected 200 OK", "ok"),
        ("got 404 Not Found, expected 2xx", "2XX"),
        ("got 404 Not Found, expected 200 | 3xx", [200, "3xx"]),
        ("got 404 Not Found, expected 2xx & !204", IsStatus("2xx") & ~IsStatus(204)),
    ],
)
def test_it_says_what_was_asked_in_the_words_of_the_grammar(line: str, expected: Any) -> None:
    assert line == str(failed(404, expected)).splitlines()[0]


def test_the_reason_of_the_user_is_shown() -> None:
    assert "  because      users are made above" in str(failed(because="users are made above")).splitlines()


def test_it_holds_what_is_known() -> None:
    failure = failed(having(404), "2xx").failure
    assert failure is not None
    assert (404, "2xx", False) == (failure.exchange.response.code, failure.expected, failure.matched)


def test_it_is_an_assertion_error_under_its_bare_name() -> None:
    assert ("StatusMismatch", "builtins") == (StatusMismatch.__qualname__, StatusMismatch.__module__)
    with pytest.raises(AssertionError):
        assert_status(404, 200)
    assert isinstance(failed(), Exception)


@pytest.mark.parametrize(
    "again",
    [
        copy.copy,
        copy.deepcopy,
        *(lambda error, at=at: pickle.loads(pickle.dumps(error, at)) for at in range(2, pickle.HIGHEST_PROTOCOL + 1)),
    ],
)
def test_it_travels_with_its_text_its_failure_and_its_notes(again: Callable[[Any], Any]) -> None:
    error = failed(having(404))
    error.add_note("seen by a fixture")
    other = again(error)
    assert type(other) is StatusMismatch
    assert (str(error), error.failure, error.__notes__) == (str(other), other.failure, other.__notes__)


def test_it_can_be_raised_with_words_alone() -> None:
    assert ("by hand", None) == (str(StatusMismatch("by hand")), StatusMismatch("by hand").failure)


def test_our_frames_are_hidden_for_our_own_failure_alone() -> None:
    hide = _assertions.__tracebackhide__
    assert (True, False) == (hide(SimpleNamespace(value=failed())), hide(SimpleNamespace(value=ValueError())))


def test_the_settings_in_force_are_used() -> None:
    _settings.use(_settings.Settings(lang="ko"))
    assert str(failed()) != str(StatusMismatch(""))
    assert any("가" <= sign <= "힣" for sign in str(failed()))


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ("explanation", "pytest_httpstatus._explaining.investigate"),
        ("message", "pytest_httpstatus._rendering.message.render"),
    ],
)
def test_a_fault_of_ours_costs_the_explanation_alone(part: str, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise RecursionError(part)

    monkeypatch.setattr(place, break_down)
    first, *rest = str(failed(404, "2xx")).splitlines()
    assert "got 404, expected 2xx" == first
    assert ["RecursionError" in line and part in line for line in rest] == [True]


def test_a_client_is_known_by_the_class_of_its_response() -> None:
    assert (True, False) == (_clients.speaks_for(HTTPStatus.OK), _clients.speaks_for(having(200)))


def test_the_reason_is_given_by_name_alone() -> None:
    with pytest.raises(TypeError, match="positional"):
        assert_status(200, 200, "reason")  # type: ignore[call-arg]
