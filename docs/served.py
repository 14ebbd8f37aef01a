"""The small API that the examples talk to, and a plugin of pytest that tells what came of each test."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

RESULTS: Final = "DOCS_RESULTS"
"""The variable that names the file for the results."""

_USER: Final = {"id": 7, "name": "Ada", "email": "ada@example.org"}
_NO_USER: Final = {"detail": "no such user"}
_PROBLEM: Final = {"type": "/problems/out-of-stock", "title": "Out of stock", "status": 409, "detail": "2 left"}


@pytest.fixture(scope="session")
def app() -> Flask:
    import flask

    made = flask.Flask("example")
    made.json.sort_keys = False  # type: ignore[attr-defined]  # of the default provider
    routes: dict[str, Any] = {
        "GET /users": lambda: [_USER],
        "POST /users": _create,
        "GET /users/7": lambda: _USER,
        "GET /users/9": lambda: (_NO_USER, 404),
        "DELETE /users/7": lambda: ("", 204),
        "GET /me": _me,
        "POST /login": lambda: flask.redirect("/home"),
        "GET /home": lambda: {"hello": "Ada"},
        "GET /report": lambda: ({"detail": "back at noon"}, 503, {"Retry-After": "120"}),
        "POST /orders": lambda: (json.dumps(_PROBLEM), 409, {"Content-Type": "application/problem+json"}),
        "POST /bookings": lambda: ({"detail": "try later"}, 409, {"X-Shop": "closed"}),
    }
    for number, (route, view) in enumerate(routes.items()):
        method, path = route.split()
        made.add_url_rule(path, str(number), view, methods=[method])
    # Flask lists the methods of a 405 in another order in each process.
    made.register_error_handler(405, lambda error: (error.name, 405, {"Allow": ", ".join(sorted(error.valid_methods))}))
    return made


def _create() -> Any:
    """As Django REST framework answers."""
    from flask import request

    sent = request.get_json()
    faults = {}
    if "email" not in sent:
        faults["email"] = ["This field is required."]
    if not isinstance(sent.get("age", 0), int):
        faults["age"] = ["A valid integer is required."]
    return (faults, 400) if faults else (_USER, 201, {"Location": "/users/7"})


def _me() -> Any:
    from flask import request

    if request.authorization is None:
        return {"detail": "Not authenticated"}, 401, {"WWW-Authenticate": 'Bearer realm="api"'}
    return {"detail": "Could not validate credentials"}, 401, {"WWW-Authenticate": 'Bearer error="invalid_token"'}


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A test client, without a socket."""
    return app.test_client()


@pytest.fixture(scope="session")
def api(app: Flask) -> Iterator[str]:
    """The root of the API on a real server."""
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def version_string(self) -> str:
            return "example/1.0"

        def log(self, *_: object) -> None:
            """Leave the output to pytest."""

    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def pytest_configure(config: pytest.Config) -> None:
    if RESULTS in os.environ:
        config.pluginmanager.register(_Results(Path(os.environ[RESULTS])))


class _Results:
    """Keeps what is shown of each failure, by the name of the file and of the test."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.seen: dict[str, list[str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.failed:
            self.seen[report.nodeid] = [report.outcome, report.longreprtext]

    def pytest_sessionfinish(self) -> None:
        self.file.write_text(json.dumps(self.seen), encoding="utf-8")
