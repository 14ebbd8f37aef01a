"""A failure is explained in memory that does not depend on what came, and by nothing that could wait or run."""

from __future__ import annotations

import gzip
import re
import tracemalloc
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest

from pytest_httpstatus import StatusMismatch, assert_status, explain
from pytest_httpstatus._model import Exchange, Request, Response
from tests.exchanges import failure

LARGE = 200_000_000


class Body:
    """A response as a client of one's own makes it: its content lies in memory."""

    status_code, reason = 500, "No"

    def __init__(self, content: bytes, kind: str) -> None:
        self._content, self.headers = content, {"Content-Type": kind}


def peak(call: Callable[[], object]) -> int:
    """The memory that a call takes at its most, when all that it loads is loaded."""
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def fails(response: object) -> str:
    with pytest.raises(StatusMismatch) as caught:
        assert_status(response, 200)
    return str(caught.value) + explain(response)


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    for kind in ("application/json", "text/html", "text/plain"):
        fails(Body(b"{}", kind))


@pytest.mark.parametrize("kind", ["application/json", "text/html", "text/plain", "application/octet-stream"])
def test_a_body_of_200_mb_takes_less_than_one_of_memory(kind: str) -> None:
    response = Body(bytes(LARGE), kind)
    assert 1_000_000 > peak(lambda: fails(response))


@pytest.mark.parametrize(
    "content",
    [
        b"x" * 5_000_000,
        b"\n" * 1_000_000,
        b" " * 1_000_000,
        b"[" * 1_000_000,
        b'{"a":' * 300_000,
        b"<p>" * 300_000,
        b"<a" * 300_000,
        b"&" * 300_000,
        b'"' * 300_000,
        b"://a:b@" * 100_000,
        b"a=b&" * 100_000,
        b"e\xcc\x81" * 300_000,
        b"::" * 300_000,
        gzip.compress(b"x" * 10_000_000, mtime=0),
    ],
    ids=lambda it: it[:7].decode("latin-1").encode("unicode_escape").decode(),
)
@pytest.mark.parametrize("kind", ["application/json", "text/html", "application/x-www-form-urlencoded"])
def test_no_repetition_takes_much_memory(content: bytes, kind: str) -> None:
    response = Body(content, kind)
    assert 6_000_000 > peak(lambda: fails(response))


def test_10000_fields_and_fields_of_1_mb_are_bounded() -> None:
    fields = (
        *((f"X-{each}", "v") for each in range(10_000)),
        ("Server", "s" * 1_000_000),
        ("", ""),
        ("\u00e9", "\x1b"),
    )
    found = failure(Exchange(Response(500, "r" * 1_000_000, fields), Request("GET", "http://a/" + "p" * 1_000_000)))
    assert 200_000 > len(repr(found))


class Sleeping:
    """What must not be asked: each of these would wait, send, read, or raise."""

    status_code = 404
    asked: list[str]

    def __init__(self) -> None:
        self.asked = []

    def _ask(self, name: str) -> Any:
        self.asked.append(name)
        raise RecursionError(name)

    text = property(lambda self: self._ask("text"))
    content = property(lambda self: self._ask("content"))
    data = property(lambda self: self._ask("data"))
    body = property(lambda self: self._ask("body"))

    def json(self) -> Any:
        return self._ask("json")

    read = iter_content = iter_bytes = stream = get_data = json

    def __repr__(self) -> str:
        return self._ask("repr")

    def __iter__(self) -> Any:
        return self._ask("iter")

    def __bool__(self) -> bool:
        return self._ask("bool")

    def __len__(self) -> int:
        return self._ask("len")

    def __eq__(self, other: object) -> bool:
        return self._ask("eq")

    __hash__ = None  # type: ignore[assignment]


def test_what_could_wait_or_run_is_never_asked() -> None:
    response = Sleeping()
    assert "got 404 Not Found, expected 200" in fails(response)
    assert [] == response.asked


def test_a_property_that_raises_an_interrupt_lets_it_through() -> None:
    class Interrupted:
        status_code = 404

        @property
        def headers(self) -> dict[str, str]:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        assert_status(Interrupted(), 200)


def test_a_class_that_lies_and_an_object_that_has_everything_are_explained_by_their_code() -> None:
    class Everything:
        status_code = 404
        __class__ = property(lambda _: dict)  # type: ignore[assignment]

        def __getattr__(self, name: str) -> Any:
            return Everything()

    assert "got 404 Not Found" in fails(Everything())


@pytest.mark.parametrize(
    "status",
    [None, True, "404", "200 OK", 404.0, 0, -1, 99, 1000, 10**5_000, mock.Mock(), []],
    ids=lambda it: type(it).__name__,
)
def test_a_status_that_is_none_is_refused_in_one_short_line(status: object) -> None:
    for response in (SimpleNamespace(status_code=status), mock.Mock(status_code=status)):
        with pytest.raises((TypeError, ValueError)) as caught:
            assert_status(response, 200)
        assert re.search("no status code|no int from 100 to 999|without a status code", str(caught.value))
        assert 300 > len(str(caught.value))
        assert "\n" not in str(caught.value)


def test_a_number_like_that_of_numpy_is_refused_and_not_called() -> None:
    class Int64:
        """Equal to a number, and no `int`."""

        def __eq__(self, other: object) -> bool:
            return other == 404

        def __hash__(self) -> int:
            return hash(404)

        def __index__(self) -> int:
            return 404

    with pytest.raises(TypeError, match="no int from 100 to 999"):
        assert_status(SimpleNamespace(status_code=Int64()), 200)
    assert "404 Not Found" in explain(SimpleNamespace(status_code=404, headers={"X": Int64()}, reason=Int64()))


def test_a_property_of_a_mock_is_read_as_often_as_it_must_be_and_no_call_is_made() -> None:
    code = mock.PropertyMock(return_value=404)
    kind = type("Answer", (mock.MagicMock,), {"status_code": code})
    response = kind(spec_set=["status_code"])
    assert "got 404 Not Found" in fails(response)
    assert [] == response.mock_calls
