"""Exchanges as the clients' room makes them, for the rooms behind it."""

from __future__ import annotations

from typing import Any

from pytest_httpstatus._expectation import parse
from pytest_httpstatus._explaining import examine
from pytest_httpstatus._model import Dialect, Exchange, Failure, Fields, Hop, Request, Response

REQUESTS = Dialect("requests", follows=True, stop_following="allow_redirects=False", follow="allow_redirects=True")
JSON = ("Content-Type", "application/json")
HTML = ("Content-Type", "text/html")
ACCEPT = ("Accept", "application/json")


def exchange(
    code: int,
    content: bytes | None = b"",
    *fields: tuple[str, str],
    method: str | None = "GET",
    url: str | None = "https://api.test/users/me",
    sent: bytes | None = b"",
    asked: Fields | None = (ACCEPT,),
    hops: tuple[Hop, ...] = (),
    client: Dialect = REQUESTS,
    **more: Any,
) -> Exchange:
    """An exchange with a client that shows everything."""
    state = more.pop("content_state", "unread" if content is None else "kept")
    response = Response(code, fields=fields, content=content, content_state=state, **more)
    return Exchange(response, Request(method, url, asked, sent), hops, client)


def hop(
    code: int, *fields: tuple[str, str], method: str = "GET", url: str = "https://api.test/old", **asked: Any
) -> Hop:
    """An answered request on the way."""
    return Hop(Request(method, url, **asked), Response(code, fields=fields, content=b"", content_state="kept"))


def failure(given: Exchange, expected: Any = 200, **more: Any) -> Failure:
    """What the corridor makes of an exchange."""
    return examine(given, None if expected is None else parse(expected), **more)
