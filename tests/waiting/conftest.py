"""A service that may start late, and answers in turn."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

Fields = dict[str, str]


class Service:
    """A server whose port is taken from the start: until it listens, connections are refused."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, Fields]] = []
        self.asked: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler(), bind_and_activate=False)
        self.server.server_bind()
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        self._thread: threading.Thread | None = None

    def play(self, *answers: int | tuple[int, Fields]) -> None:
        """Answer in turn; the last answer stays."""
        self.answers = [(each, {}) if isinstance(each, int) else each for each in answers]

    def start(self) -> None:
        self.server.server_activate()
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        if self._thread is not None:
            self.server.shutdown()
            self._thread.join()
        self.server.server_close()

    def _handler(service) -> type[BaseHTTPRequestHandler]:  # noqa: N805  # `self` is the handler below
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                service.asked.append(self.path)
                code, fields = service.answers.pop(0) if len(service.answers) > 1 else service.answers[0]
                self.send_response_only(code)
                for name, value in {"Content-Type": "application/json", "Content-Length": "2", **fields}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_: object) -> None:
                """Leave the output to pytest."""

        return Handler


@pytest.fixture
def late() -> Iterator[Service]:
    """A service that does not listen yet."""
    service = Service()
    service.play(200)
    yield service
    service.stop()


@pytest.fixture
def service(late: Service) -> Service:
    late.start()
    return late
