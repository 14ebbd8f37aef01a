"""A server of raw bytes that sends what no library would, and holds connections open."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Hostile:
    """Answers each path with the bytes planted for it; a path that is held keeps its connection open until the end."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._answers: dict[str, bytes] = {}
        self._held: set[str] = set()
        self._closing = False
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def plant(self, path: str, status: bytes, *fields: bytes, content: bytes = b"", held: bool = False) -> str:
        """Answer a path; the length of what is held is a megabyte more than what is sent."""
        length = len(content) + (1_000_000 if held else 0)
        head = [b"HTTP/1.1 " + status, *fields, b"Content-Length: %d" % length, b"Connection: close", b"", b""]
        self._answers[path] = b"\r\n".join(head) + content
        if held:
            self._held.add(path)
        return self.url + path

    def _serve(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            self._open.append(connection)
            if self._closing:
                return
            path = (connection.recv(65_536).split(b" ")[1:2] or [b""])[0].decode()
            with suppress(OSError):  # a client that went away
                connection.sendall(self._answers.get(path, b""))
            if path not in self._held:
                connection.close()

    def close(self) -> None:
        # A blocking `accept` does not notice that its socket is closed.
        self._closing = True
        socket.create_connection(self._socket.getsockname()[:2], timeout=10).close()
        self._thread.join(10)
        for each in (*self._open, self._socket):
            each.close()


@contextmanager
def hostile() -> Iterator[Hostile]:
    server = Hostile()
    try:
        yield server
    finally:
        server.close()
