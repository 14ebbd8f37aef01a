"""A tiny HTTP client on urllib, of the shape that most clients share. Nobody named it to the plugin."""

from __future__ import annotations

import json as json_text
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import timedelta
from time import perf_counter
from typing import Any, Final
from urllib.parse import urlencode, urljoin

_FOLLOWED: Final = frozenset({301, 302, 303, 307, 308})
_MOST_HOPS: Final = 10
_OF_CONTENT: Final = ("Content-type", "Content-length")  # as urllib spells them
_SECONDS: Final = 10


@dataclass(frozen=True)
class Request:
    """What was sent."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes | None = None


@dataclass(frozen=True)
class Response:
    """What came back; `history` holds the redirects that were followed, oldest first."""

    status_code: int
    reason: str
    headers: dict[str, str]
    content: bytes
    request: Request
    elapsed: timedelta
    history: list[Response] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.request.url

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        """Parse the content."""
        return json_text.loads(self.content)

    def __repr__(self) -> str:
        return f"<Response [{self.status_code}]>"


class Session:
    """Calls to one server.

    Args:
        base: Its root, `http://127.0.0.1:8000`.
        token: Sent as a bearer token with every request.
    """

    def __init__(self, base: str, token: str = "") -> None:
        self.base = base
        self.headers = {"User-Agent": "httpstatus-demo/1", "Accept": "*/*"}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def __repr__(self) -> str:
        return f"<Session {self.base}>"

    def get(self, path: str) -> Response:
        return self.request("GET", path)

    def delete(self, path: str) -> Response:
        return self.request("DELETE", path)

    def put(self, path: str, *, json: object = None) -> Response:
        return self.request("PUT", path, json=json)

    def post(self, path: str, *, json: object = None, data: dict[str, str] | None = None) -> Response:
        return self.request("POST", path, json=json, data=data)

    def request(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        data: dict[str, str] | None = None,
        allow_redirects: bool = True,
    ) -> Response:
        """Send a request, and follow redirects unless told not to."""
        headers, body = dict(self.headers), None
        if json is not None:
            headers["Content-Type"], body = "application/json", json_text.dumps(json).encode()
        if data is not None:
            headers["Content-Type"], body = "application/x-www-form-urlencoded", urlencode(data).encode()
        response = _send(Request(method, urljoin(self.base, path), headers, body))
        while allow_redirects and response.status_code in _FOLLOWED and len(response.history) < _MOST_HOPS:
            history = [*response.history, response]
            response = _send(_next(response))
            response.history.extend(history)
        return response


def _next(response: Response) -> Request:
    """The request that a redirect leads to; all but 307 and 308 make a GET of it."""
    last = response.request
    url = urljoin(last.url, response.headers.get("Location", ""))
    if response.status_code in {307, 308}:
        return Request(last.method, url, last.headers, last.body)
    return Request("GET", url, {name: value for name, value in last.headers.items() if name not in _OF_CONTENT})


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Leave redirects to the session, which remembers them."""


# No proxy of the environment: the server is on this machine.
_OPENER: Final = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def _send(request: Request) -> Response:
    call = urllib.request.Request(request.url, request.body, request.headers, method=request.method)  # noqa: S310  # http
    start = perf_counter()
    try:
        answer = _OPENER.open(call, timeout=_SECONDS)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        content, elapsed = answer.read(), timedelta(seconds=perf_counter() - start)
        sent = Request(request.method, request.url, dict(call.header_items()), request.body)
        return Response(answer.status, answer.reason, dict(answer.headers.items()), content, sent, elapsed)
