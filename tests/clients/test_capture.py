"""What the recorder keeps of an answer: plain parts, from which the same exchange is read as from the response."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from typing import Any

import pytest

from pytest_httpstatus._clients import CLIENTS, load, read
from pytest_httpstatus._model import Exchange
from pytest_httpstatus._senders import SENDERS
from tests.clients import in_process, wire
from tests.clients.row import Row

KEPT = frozenset(SENDERS.values())


def _file(response: Any) -> str | None:
    """Our file on the class of a response: the first package that its classes come from tells."""
    roots = [cls.__module__.partition(".")[0] for cls in type(response).__mro__]
    return next((CLIENTS[root] for root in roots if root in CLIENTS), None)


def _both(response: Any) -> tuple[Exchange | None, Exchange | None]:
    file = _file(response)
    if file not in KEPT or isinstance(response, BaseException):
        pytest.skip("nothing watches this client")
    client = load(file)
    # Captured first: reading a Flask response makes it hold its content.
    parts = client.capture(response)
    assert parts is not None
    return client.rebuild(type(response), parts), read(response)


def _known(exchange: Exchange | None) -> Exchange:
    """What must be the same: the reason, the version and the time of some clients are properties of the response."""
    assert exchange is not None
    answer = replace(
        exchange.response, reason=None, version=None, elapsed=None, lines_apart=False, content_state="unknown"
    )
    return replace(exchange, response=replace(answer, content=answer.content or b""))


@pytest.mark.parametrize(("method", "path"), [("GET", "/missing"), ("POST", "/items"), ("DELETE", "/users/7")])
@pytest.mark.parametrize("row", [*wire.ROWS, *in_process.ROWS], ids=lambda row: f"{row.name}-{row.package}")
def test_a_snapshot_is_read_as_the_response_is(row: Row, base: str, method: str, path: str) -> None:
    if find_spec(row.package.partition(".")[0]) is None:
        pytest.skip(f"{row.package} is not installed")
    if row.package == "playwright":
        pytest.skip("nothing watches this client")
    rebuilt, whole = row.send(base, method, path, _both, json={"a": 1} if method == "POST" else None)

    assert _known(whole) == _known(rebuilt)


def test_a_stream_of_django_is_not_run_for_a_snapshot() -> None:
    django = pytest.importorskip("django.http")
    import_module("tests.clients.django_site")  # settings
    response = django.StreamingHttpResponse(iter([b"a", b"b"]))
    client = load("django")

    rebuilt = client.rebuild(type(response), client.capture(response) or {})

    assert (200, None) == (_known(rebuilt).response.code, rebuilt and rebuilt.response.content)
    assert b"ab" == b"".join(response.streaming_content)


def test_the_first_chunk_of_more_is_not_taken_for_the_content() -> None:
    flask = pytest.importorskip("flask")
    app = flask.Flask("chunks")
    app.add_url_rule("/", "view", lambda: flask.Response(iter(["a", "b"]), headers={"Content-Length": "2"}))
    client = load("werkzeug")
    response = app.test_client().get("/")

    rebuilt = client.rebuild(type(response), client.capture(response) or {})

    assert rebuilt is not None
    assert (None, "unread") == (rebuilt.response.content, rebuilt.response.content_state)
    assert b"ab" == response.get_data()


def test_the_chunk_is_found_in_a_chain_of_what_was_taken_and_what_is_left() -> None:
    werkzeug = import_module("pytest_httpstatus._clients.werkzeug")

    assert ["c"] == werkzeug._first_chunk(chain(["c"], iter("d")))
    assert werkzeug._first_chunk(chain.from_iterable([["c"], ["d"]])) is None
