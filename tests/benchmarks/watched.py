"""A request of Flask's test client, watched by the recorder, over one that is not: switched every fifty requests."""

from __future__ import annotations

import sys
from statistics import median
from time import process_time
from typing import Final

import flask

from pytest_httpstatus._recovery import recorder
from tests.benchmarks.figure import Figure

BLOCK: Final = 50
ROUNDS: Final = 120


def figures() -> list[Figure]:
    if sys.version_info < (3, 12):
        return []  # nothing is watched there
    app = flask.Flask(__name__)
    app.add_url_rule("/users/<int:number>", view_func=lambda number: {"id": number})
    client, watching = app.test_client(), recorder.Recorder()
    pairs = []
    for _ in range(ROUNDS):
        without = _block(client)
        watching.start()
        with_it = _block(client, watching)
        watching.stop()
        pairs.append((with_it, without))
    return [
        Figure("a request watched by the recorder, with over without", median(a / b for a, b in pairs), budget=1.03),
        Figure("the same, a request", median(a - b for a, b in pairs) / BLOCK * 1e6, "us"),
    ]


def _block(client: flask.testing.FlaskClient, watching: recorder.Recorder | None = None) -> float:
    """Seconds of a block of tests that make one request each."""
    began = process_time()
    for _ in range(BLOCK):
        _test(client)
        if watching is not None:
            watching.forget()
    return process_time() - began


def _test(client: flask.testing.FlaskClient) -> None:
    assert client.get("/users/3").status_code == 200
