"""A stage: a real server that answers as a test wants, and the causes that are found in what came."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

from pytest_httpstatus._clients import exchange_of
from pytest_httpstatus._expectation import parse
from pytest_httpstatus._explaining import examine
from pytest_httpstatus._rendering.words import Words

DATE = "Tue, 24 Nov 2026 12:00:00 GMT"
NOW = 1_795_521_600
"""What `DATE` is in seconds since 1970."""

Fields = Mapping[str, str]
Answer = tuple[int, Fields, str]


@dataclass
class Stage:
    """What the server says, by method and path, or by path alone."""

    base: str
    answers: dict[str, Answer] = field(default_factory=dict)

    def play(self, where: str, code: int, fields: Fields | None = None, body: str = "") -> None:
        self.answers[where] = (code, fields or {}, body)

    def ask(self, method: str, path: str, **words: Any) -> requests.Response:
        return requests.request(method, f"{self.base}{path}", **words)

    def one(
        self,
        method: str,
        code: int,
        fields: Fields | None = None,
        body: str = "",
        *,
        path: str = "/users",
        **words: Any,
    ) -> requests.Response:
        """Play one answer, and get it: `one("GET", 401, {"WWW-Authenticate": "Basic"})`. No redirect is followed."""
        self.play(path.partition("?")[0], code, fields, body)
        return self.ask(method, path, **({"allow_redirects": False} | words))

    def elsewhere(self, path: str) -> str:
        """The same server under another host name."""
        return self.base.replace("127.0.0.1", "localhost") + path


def _handler(stage: Callable[[], Stage]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_any(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            path = self.path.partition("?")[0]
            answers = stage().answers
            code, fields, body = answers.get(f"{self.command} {path}") or answers.get(path) or (404, {}, "")
            self.send_response_only(code)
            for name, value in fields.items():
                self.send_header(name, value)
            if code >= 200 and code not in {204, 304}:
                self.send_header("Content-Length", str(len(body.encode())))
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            if self.command != "HEAD" and code not in {204, 304}:
                self.wfile.write(body.encode())

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = do_any  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as http.server names it
            """Stay silent."""

    return Handler


@contextmanager
def serving() -> Iterator[Stage]:
    """Run a stage."""
    stage = Stage("")
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(lambda: stage)) as server:
        stage.base = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield stage
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def _server() -> Iterator[Stage]:
    with serving() as stage:
        yield stage


@pytest.fixture
def stage(_server: Stage) -> Stage:
    """A server without answers."""
    _server.answers.clear()
    return _server


One = Callable[..., requests.Response]


@pytest.fixture
def one(stage: Stage) -> One:
    """Send one request with `requests` and get one answer."""
    return stage.one


def causes(response: object, expected: Any = None, lang: str = "en") -> dict[str, str]:
    """All causes found by id, the most specific first, with the sentence under `likely` (empty: only checks)."""
    failure = examine(exchange_of(response), None if expected is None else parse(expected))
    words = Words(lang, failure.exchange.client)
    return {finding.id: words.finding(finding).sentence for finding in failure.findings}


def likely(response: object, expected: Any = None, lang: str = "en") -> list[str]:
    """The sentences under `likely`, as the message shows them."""
    return [sentence for sentence in causes(response, expected, lang).values() if sentence][:2]


def checks(response: object, expected: Any = None, lang: str = "en") -> list[str]:
    """The lines that the causes give to `check`."""
    failure = examine(exchange_of(response), None if expected is None else parse(expected))
    words = Words(lang, failure.exchange.client)
    return [line for finding in failure.findings for line in words.finding(finding).checks]
