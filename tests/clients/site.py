"""The site that every client is sent to: one table, served over a socket, or mounted in process."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeAlias

Answer: TypeAlias = tuple[int, list[tuple[str, str]], bytes]
"""Status code, field lines in order (repeated ones apart; no `Content-Length`), and content."""

Route: TypeAlias = Callable[[str, str, Mapping[str, str], bytes], Answer]
"""Called with the method, the path (with its query, if any), the request's fields and its content."""

LINKS = ('</users/7?page=1>; rel="prev"', '</users/7?page=3>; rel="next"')
USER = b'{"id": 7}'
MISSING = b'{"detail": "no such user"}'
BIG = bytes(range(256)) * 4096
JSON = ("Content-Type", "application/json")
_S3_ERROR = b"""<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>missing</Key></Error>"""


def _user(_method: str, _path: str, _fields: Mapping[str, str], _content: bytes) -> Answer:
    return 200, [JSON, ("X-Request-Id", "abc"), *(("Link", link) for link in LINKS)], USER


def _created(_method: str, _path: str, _fields: Mapping[str, str], content: bytes) -> Answer:
    echo = json.dumps(json.loads(content)).encode() if content else b"null"
    return 201, [JSON, ("Location", "/items/1")], echo


def _fixed(code: int, content: bytes = b"", *lines: tuple[str, str]) -> Route:
    return lambda _method, _path, _fields, _content: (code, list(lines), content)


_OLD = _fixed(302, b"", ("Location", "/new"))

ROUTES: Mapping[tuple[str, str], Route] = {
    ("GET", "/users/7"): _user,
    ("DELETE", "/users/7"): _fixed(204),
    ("GET", "/missing"): _fixed(404, MISSING, JSON),
    ("POST", "/items"): _created,
    ("GET", "/old"): _OLD,
    ("POST", "/old"): _OLD,
    ("GET", "/new"): _fixed(200, b"new", ("Content-Type", "text/plain")),
    ("POST", "/new"): _fixed(200, b"new", ("Content-Type", "text/plain")),
    ("GET", "/big"): _fixed(200, BIG, ("Content-Type", "application/octet-stream")),
    ("GET", "/bucket/there"): _fixed(200, b"kept in S3", ("Content-Type", "text/plain")),
    ("GET", "/bucket/missing"): _fixed(404, _S3_ERROR, ("Content-Type", "application/xml")),
}
"""By method and path, the path without query."""


def answer(method: str, path: str, fields: Mapping[str, str], content: bytes) -> Answer:
    """What the site says: a pure function, for applications that mount it as a catch-all."""
    route = ROUTES.get((method, path.partition("?")[0]), _fixed(404, MISSING, JSON))
    return route(method, path, fields, content)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _serve(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        code, lines, sent = answer(self.command, self.path, dict(self.headers.items()), content)
        self.send_response(code)
        for name, value in lines:
            self.send_header(name, value)
        if code != 204:
            self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self._write(sent)

    def _write(self, sent: bytes) -> None:
        try:
            self.wfile.write(sent)
        except ConnectionError:  # a client that left the content unread hung up
            self.close_connection = True

    do_GET = do_POST = do_DELETE = _serve  # noqa: N815  # the names that http.server asks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as http.server names it
        """Stay silent: what clients send is no news."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent: clients hang up as they like."""


@contextmanager
def serving() -> Iterator[str]:
    """Serve the site on a free port of 127.0.0.1; gives `http://127.0.0.1:port`."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
