"""The bookshop: a small HTTP API on 127.0.0.1, with the faults that the demo shows."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BOOKS: Final = {1: "Middlemarch", 2: "Walden"}
SEARCHES_A_MINUTE: Final = 3
_KEY: Final = b"bookshop"
_NGINX: Final = """\
<html>
<head><title>502 Bad Gateway</title></head>
<body>
<center><h1>502 Bad Gateway</h1></center>
<hr><center>nginx/1.27.3</center>
</body>
</html>
"""


class Answer(NamedTuple):
    """What the shop answers; a `content` other than text is sent as JSON."""

    code: int
    content: object = None
    fields: dict[str, str] = {}  # noqa: RUF012  # never changed, as all of the row


@contextmanager
def running() -> Iterator[str]:
    """Run the shop on a free port.

    Yields:
        Its root, `http://127.0.0.1:<port>`.
    """
    server = _Shop(("127.0.0.1", 0), _Counter)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def token(role: str, *, hours: float = 8) -> str:
    """Issue a token that is good for some hours from now; a negative number makes one that has expired."""
    claims = {"sub": "ada", "role": role, "exp": int(time.time() + hours * 3600)}
    signed = f"{_packed({'alg': 'HS256', 'typ': 'JWT'})}.{_packed(claims)}"
    return f"{signed}.{_signature(signed)}"


def _packed(value: object) -> str:
    return _base64(json.dumps(value).encode())


def _signature(text: str) -> str:
    return _base64(hmac.digest(_KEY, text.encode(), hashlib.sha256))


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _claims(issued: str) -> dict[str, Any] | None:
    """What a token says, if the shop issued it."""
    signed, _, signature = issued.rpartition(".")
    if not hmac.compare_digest(signature, _signature(signed)):
        return None
    payload = signed.partition(".")[2]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims


class _Shop(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.searches = 0


class _Counter(BaseHTTPRequestHandler):
    """Where the shop's requests come in."""

    server: _Shop
    server_version = "bookshop/1.0"
    sys_version = ""
    wbufsize = -1  # all in one piece: a client that reads no content after a 204 has gone before a second one

    def do_GET(self) -> None:
        self.handle_any()

    def do_POST(self) -> None:
        self.handle_any()

    def do_PUT(self) -> None:
        self.handle_any()

    def do_DELETE(self) -> None:
        self.handle_any()

    def handle_any(self) -> None:
        """Route, answer."""
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        methods = _ROUTES.get(urlsplit(self.path).path, {})
        found = methods.get(self.command)
        if found is not None:
            self.answer(found(self))
        elif methods:
            self.answer(Answer(405, {"detail": "Method Not Allowed"}, {"Allow": ", ".join(methods)}))
        else:
            self.answer(Answer(404, {"detail": f"nothing at {self.path}"}))

    def answer(self, answer: Answer) -> None:
        html = isinstance(answer.content, str)
        text = str(answer.content) if html else json.dumps(answer.content)
        content = b"" if answer.content is None else text.encode()
        # Not `send_response`, which adds a Server of its own to that of the proxy.
        self.send_response_only(answer.code)
        fields = {
            "Server": self.version_string(),
            "Date": self.date_time_string(),
            "Content-Length": str(len(content)),
        } | answer.fields
        if content:
            fields.setdefault("Content-Type", "text/html" if html else "application/json")
        for name, value in fields.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def user(self) -> dict[str, Any] | Answer:
        """Who asks, or the answer to one who does not say it well."""
        scheme, _, issued = self.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer":
            return Answer(401, {"detail": "Not authenticated"}, {"WWW-Authenticate": 'Bearer realm="shop"'})
        claims = _claims(issued)
        if claims is not None and claims["exp"] > time.time():
            return claims
        challenge = 'Bearer realm="shop", error="invalid_token"'
        return Answer(401, {"detail": "Could not validate credentials"}, {"WWW-Authenticate": challenge})

    def log_message(self, *_: object) -> None:
        """Leave the terminal to pytest."""


def _books(_: _Counter) -> Answer:
    return Answer(200, [{"id": number, "title": title} for number, title in BOOKS.items()])


def _remove_book(counter: _Counter) -> Answer:
    user = counter.user()
    if isinstance(user, Answer):
        return user
    return Answer(403, {"detail": f"role {user['role']} may not remove books"})


def _my_orders(counter: _Counter) -> Answer:
    user = counter.user()
    return user if isinstance(user, Answer) else Answer(200, [])


def _order(counter: _Counter) -> Answer:
    if counter.headers.get("Content-Type") != "application/json":
        return Answer(415, {"detail": "send an order as JSON"}, {"Accept-Post": "application/json"})
    order = json.loads(counter.body)
    faults = [*_missing(order, "book", "email"), *_no_number(order, "copies")]
    if faults:
        return Answer(422, {"detail": faults})
    return Answer(201, {"id": 7, **order}, {"Location": "/orders/7"})


def _missing(order: dict[str, object], *names: str) -> Iterator[dict[str, object]]:
    for name in names:
        if name not in order:
            yield {"type": "missing", "loc": ["body", name], "msg": "Field required", "input": order}


def _no_number(order: dict[str, object], name: str) -> Iterator[dict[str, object]]:
    sent = order.get(name, 1)
    if not isinstance(sent, int):
        message = "Input should be a valid integer"
        yield {"type": "int_parsing", "loc": ["body", name], "msg": message, "input": sent}


def _search(counter: _Counter) -> Answer:
    counter.server.searches += 1
    if counter.server.searches > SEARCHES_A_MINUTE:
        return Answer(429, {"detail": f"{SEARCHES_A_MINUTE} searches a minute"}, {"Retry-After": "30"})
    return Answer(200, [])


def _always(*answer: Any) -> Callable[[_Counter], Answer]:
    return lambda _: Answer(*answer)


_ROUTES: Final[dict[str, dict[str, Callable[[_Counter], Answer]]]] = {
    "/books": {"GET": _books, "POST": _always(201)},
    "/books/1": {"GET": _always(200, {"id": 1, "title": BOOKS[1]}), "DELETE": _remove_book},
    "/orders": {"POST": _order},
    "/orders/mine": {"GET": _my_orders},
    "/login": {"POST": _always(302, None, {"Location": "/account"})},
    "/account": {"GET": _always(200, {"name": "Ada"})},
    # The fault: a 204 has no content. Its author wanted to send 200.
    "/cart": {"DELETE": _always(204, {"deleted": True})},
    "/search": {"GET": _search},
    "/checkout": {"POST": _always(503, {"detail": "back at noon"}, {"Retry-After": "120"})},
    "/recommendations": {"GET": _always(502, _NGINX, {"Server": "nginx/1.27.3"})},
    "/health": {"GET": _always(500, {"detail": "KeyError: 'stock'"})},
}
