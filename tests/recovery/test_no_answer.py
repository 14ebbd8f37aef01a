"""A client's exception without a response, raised as tests raise it: what is said, and when nothing is."""

from __future__ import annotations

import errno
import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from pytest_httpstatus import assert_status
from pytest_httpstatus._model import Exchange, Request, Response
from pytest_httpstatus._recovery import failure_of
from pytest_httpstatus._recovery.answers import Answer
from pytest_httpstatus._rendering import aside, headline, text, transcript
from tests.diagnosis import silent
from tests.diagnosis.silent import raised

requests = pytest.importorskip("requests")
httpx = pytest.importorskip("httpx")

BASE = ""


@pytest.fixture(autouse=True, scope="module")
def _base() -> Iterator[None]:
    """A port that refuses connections."""
    global BASE  # noqa: PLW0603  # the functions below are as people write them
    with silent.nobody() as peer:
        BASE = f"http://{peer}"
        yield


def said(act, *answers: Answer) -> str:
    failure = failure_of(raised(act), __file__, answers)
    return "" if failure is None else headline(failure, "en").replace(BASE, "BASE")


class Shop:
    """What many projects have: a class of their own around a client."""

    def users(self):
        return requests.get(f"{BASE}/users")

    def checked(self):
        try:
            return self.users()
        except requests.RequestException as error:
            raise RuntimeError("the shop is down") from error


def named():
    response = requests.get(f"{BASE}/users")
    assert response.status_code == 200


def in_the_assert():
    assert requests.get(f"{BASE}/users").status_code in (200, 204)


def helper():
    assert_status(requests.get(f"{BASE}/users"), "2xx")


def helper_of_a_name():
    response = requests.get(f"{BASE}/users")
    assert response.url
    assert_status(response, 201)


def helper_refused():
    assert_status(requests.get(f"{BASE}/users"), "teapot?")


def by_a_class():
    assert Shop().users().status_code == 404


def by_a_class_that_raises_its_own():
    response = Shop().checked()
    assert response.ok


def in_a_with():
    with httpx.Client() as client:
        response = client.get(f"{BASE}/users")
    assert response.status_code == 200


def as_a_with():
    with httpx.stream("GET", f"{BASE}/users") as response:
        assert response.status_code == 206


def annotated():
    response: Any = httpx.get(f"{BASE}/users")
    assert response.status_code == 200


def given_anew():
    response = requests.get(f"{BASE}/users")
    response = requests.get(f"{BASE}/others")
    assert response.status_code == 404


def of_another():
    response = requests.get(f"{BASE}/users")
    other = response
    assert other.status_code == 404


def two_at_once():
    assert requests.get(f"{BASE}/users").status_code == 200 and requests.get(f"{BASE}/b").status_code == 404  # noqa: PT018


def alone():
    requests.get(f"{BASE}/users")


def in_a_branch():
    response = requests.get(f"{BASE}/users")
    if response:
        assert response.status_code == 404


def given_up():
    try:
        requests.get(f"{BASE}/users")
    except requests.ConnectionError:
        pytest.fail("no shop")


def in_a_group():
    try:
        requests.get(f"{BASE}/users")
    except requests.ConnectionError as error:
        raise ExceptionGroup("several", [error]) from None


SILENT = "no answer: GET BASE/users"


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("no answer, expected 200: GET BASE/users", named),
        ("no answer, expected 200 | 204: GET BASE/users", in_the_assert),
        ("no answer, expected 2xx: GET BASE/users", helper),
        ("no answer, expected 201: GET BASE/users", helper_of_a_name),
        (SILENT, helper_refused),
        ("no answer, expected 404: GET BASE/users", by_a_class),
        ("no answer, expected 2xx | 3xx: GET BASE/users", by_a_class_that_raises_its_own),
        ("no answer, expected 200: GET BASE/users", in_a_with),
        ("no answer, expected 206: GET BASE/users", as_a_with),
        ("no answer, expected 200: GET BASE/users", annotated),
        (SILENT, given_anew),
        (SILENT, of_another),
        (SILENT, two_at_once),
        (SILENT, alone),
        (SILENT, in_a_branch),
        (SILENT, in_a_group),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_the_request_is_named_with_what_was_expected(line: str, act) -> None:
    """What was expected only where the test says it of this very answer."""
    shown = said(act)
    assert line == shown.replace("200 OK", "200").replace("201 Created", "201").replace("404 Not Found", "404").replace(
        "206 Partial Content", "206"
    )


def test_a_test_that_gives_up_by_hand_is_explained() -> None:
    """`pytest.fail` in an `except` is about what was caught."""
    with pytest.raises(pytest.fail.Exception) as caught:
        given_up()
    failure = failure_of(caught.value, __file__, ())
    assert failure is not None
    assert headline(failure, "en") == f"no answer: GET {BASE}/users"


def test_the_text_has_the_layout_of_a_mismatch() -> None:
    """Headline, labelled lines, and the request as far as it is known."""
    failure = failure_of(raised(named), __file__, ())
    assert failure is not None
    peer = BASE.removeprefix("http://")
    phrase = " OK" if len(f"no answer, expected 200 OK: GET {BASE}/users") <= 60 else ""
    assert text(failure, "en") == (
        f"no answer, expected 200{phrase}: GET {BASE}/users\n"
        "  likely       the connection was refused: no service listens at\n"
        f"               {peer}\n"
        "  check        - is the service started, and is this its port?\n"
        "               - does the service run in another container? 127.0.0.1\n"
        "                 then means the wrong machine\n"
        "\n"
        f"> GET {BASE}/users\n"
        "> accept: */*\n"
        "< (no answer)\n"
        f"$ curl -v {BASE}/users"
    )
    assert aside(failure, "en") == f"no answer: GET {BASE}/users"
    assert aside(failure, "ko") == f"응답 없음: GET {BASE}/users"


def test_the_host_is_never_cut() -> None:
    """The path is, for the host is what matters."""

    def act():
        requests.get(f"{BASE}/{'users/' * 20}7")

    assert said(act).startswith("no answer: GET BASE/users/")
    assert "..." in said(act)


def of_a_secret():
    requests.post(
        BASE.replace("http://", "http://mona:swordfish77@") + "/users?token=f00dfeed99",
        json={"password": "sesame-open-55"},
        headers={"X-Api-Key": "k3y-k3y-k3y-1"},
    )


def test_no_secret_of_the_request_is_said() -> None:
    """Not in the headline, nor in the evidence that is taken from the exception's own text."""
    failure = failure_of(raised(of_a_secret), __file__, ())
    assert failure is not None
    shown = text(failure, "en", "full") + repr(failure)
    assert [] == [each for each in ("swordfish77", "f00dfeed99", "sesame-open-55", "k3y-k3y-k3y-1") if each in shown]
    assert "/users?token=***" in headline(failure, "en")


def answer(code: int | None, path: str, *fields: tuple[str, str]) -> Answer:
    if code is None:
        return Answer(None)
    return Answer(Exchange(Response(code, fields=fields), Request("POST", f"{BASE}{path}")))


def test_earlier_answers_that_add_are_shown() -> None:
    """An error that nobody looked at, before the call that gave no answer; nothing that came after it."""
    failure = failure_of(
        raised(alone),
        __file__,
        [answer(201, "/carts", ("Location", "/carts/7")), answer(None, ""), answer(500, "/log")],
    )
    assert failure is not None
    assert ["/carts"] == [each.request.url.removeprefix(BASE) for each in failure.earlier if each.request.url]


def test_where_the_recorder_missed_the_call_nothing_earlier_is_shown() -> None:
    """Their order is not known then."""
    failure = failure_of(raised(alone), __file__, [answer(500, "/carts")])
    assert failure is not None
    assert failure.earlier == ()


def handled():
    try:
        requests.get(f"{BASE}/users")
    except requests.ConnectionError:
        users = []
    assert users == [1]


def broken_in_the_handler():
    try:
        requests.get(f"{BASE}/users")
    except requests.ConnectionError:
        assert {}["x"]


def expected_with_another_text():
    with pytest.raises(requests.ConnectionError, match="no such text"):
        requests.get(f"{BASE}/users")


def hidden_on_purpose():
    try:
        requests.get(f"{BASE}/users")
    except requests.ConnectionError:
        raise RuntimeError("something else") from None


def of_a_database():
    """As drivers of databases do it: an error of their own from one of the system."""
    try:
        socket.create_connection(tuple(BASE.removeprefix("http://").split(":")), timeout=silent.PATIENT)
    except OSError as error:
        raise RuntimeError("connection to server failed: Connection refused") from error


def of_a_disk():
    raise OSError(errno.ENOSPC, "No space left on device")


def bad_json():
    json.loads("no")


@pytest.mark.parametrize(
    "act",
    [handled, broken_in_the_handler, expected_with_another_text, hidden_on_purpose, of_a_database, of_a_disk, bad_json],
)
def test_nothing_is_said_of_other_failures(act) -> None:
    """A connection that was refused and handled is none of their business."""
    assert said(act) == ""


def test_an_error_that_was_handled_before_the_request_is_not_its_cause() -> None:
    """A second try within an `except` has the first error as its context."""

    def act():
        try:
            requests.get(f"{BASE}/users")
        except requests.ConnectionError:
            silent.ask("requests", f"{server.http}/again")

    with silent.line(silent.closing) as server:
        failure = failure_of(raised(act), __file__, ())
    assert failure is not None
    assert ["connection.closed"] == [each.id for each in failure.findings]


def test_a_request_of_which_nothing_is_known_has_no_transcript() -> None:
    """Tornado's time-out comes without a trace of the request."""
    with silent.line(silent.nothing) as server:
        failure = failure_of(raised(lambda: silent.ask("tornado", server.http, limit=1.0)), __file__, ())
    assert failure is not None
    assert (headline(failure, "en"), transcript(failure, "en")) == ("no answer", "")


SUITE = """
import pytest
import requests

URL = "{base}/users"

@pytest.fixture
def users():
    return requests.get(URL)

def test_fixture(users):
    pass

def test_plain():
    assert requests.get(URL).status_code == 200

@pytest.mark.xfail
def test_expected():
    requests.get(URL)

def test_raises():
    with pytest.raises(requests.ConnectionError):
        requests.get(URL)
"""


def test_reports_have_the_section_and_the_aside(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a fixture and in a test; nothing where the failure was expected."""
    monkeypatch.setenv("COLUMNS", "400")
    pytester.makepyfile(SUITE.format(base=BASE))
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, failed=1, errors=1, xfailed=1)
    lines = result.outlines
    assert 2 == sum("- HTTP exchange -" in each for each in lines)
    assert [f"no answer: GET {BASE}/users", f"no answer, expected 200: GET {BASE}/users"] == [
        each.replace("200 OK", "200") for each in lines if each.startswith("no answer")
    ]
    summary = [each for each in lines if each.startswith(("FAILED", "ERROR test"))]
    assert 2 == sum(each.endswith(f" (no answer: GET {BASE}/users)") for each in summary)
