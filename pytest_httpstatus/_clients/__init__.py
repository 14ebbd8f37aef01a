"""What came: a live response becomes an `Exchange`. No client is imported; a client's file is loaded when one comes."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pytest_httpstatus._clients.client import Client
    from pytest_httpstatus._model import Exchange

CLIENTS: Final = {
    "aiohttp": "aiohttp",
    "botocore": "botocore",
    "curl_cffi": "curl_cffi",
    "django": "django",
    "falcon": "falcon",
    "http": "stdlib",
    "httpx": "httpx",
    "httpx2": "httpx",
    "niquests": "requests",
    "playwright": "playwright",
    "quart": "quart",
    "requests": "requests",
    "tornado": "tornado",
    "urllib": "stdlib",
    "urllib3": "urllib3",
    "webob": "webtest",
    "webtest": "webtest",
    "werkzeug": "werkzeug",
}
"""The package that a response's class comes from, and our file on it."""

NAMED: Final[dict[type, str]] = {}
"""Classes of clients, met before, that have no `status_code`, and the attribute that holds their code."""


def load(file: str) -> Client:
    """Load what we know of a client."""
    client: Client = import_module(f"pytest_httpstatus._clients.{file}").CLIENT
    return client


def read(thing: object) -> Exchange | None:
    """Make an exchange of a response, of an exception that carries one, or of a bare code.

    Returns:
        The exchange, or `None` when `thing` is no response. Nothing that was unread is read.
    """
    for file in _files(type(thing)):
        exchange = load(file).read(thing)
        if exchange is not None:
            return exchange
    return load("generic").read(thing)


def _files(kind: type) -> list[str]:
    return list(dict.fromkeys(CLIENTS[root] for root in map(_package, kind.__mro__) if root in CLIENTS))


def _package(kind: type) -> str:
    """The package that a class comes from; empty where it calls something else its module."""
    return kind.__module__.partition(".")[0] if isinstance(kind.__module__, str) else ""


def status_of(thing: object) -> int | None:
    """Read the status code alone, quickly. `None` when `thing` has none; what is out of range is none either."""
    if not isinstance(thing, (type, BaseException)):
        for name in ("status_code", "status", "code"):
            code = getattr(thing, name, None)
            if type(code) is int and 100 <= code <= 999:
                if name != "status_code" and _package(type(thing)) in CLIENTS:
                    NAMED[type(thing)] = name
                return code
    exchange = read(thing)
    return exchange.response.code if exchange is not None and 100 <= exchange.response.code <= 999 else None


def speaks_for(thing: object) -> bool:
    """Whether the class of `thing` comes from a client that we know. Nothing of `thing` itself is touched."""
    return bool(_files(type(thing)))


def exchange_of(response: object) -> Exchange:
    """Read a response.

    Raises:
        TypeError: It is none; the message says what came and what to do.
        ValueError: Its status code is none.
    """
    from pytest_httpstatus._clients.strangers import refuse  # late: for a failure only, and it loads `inspect`

    exchange = read(response)
    if exchange is None or not 100 <= exchange.response.code <= 999:
        refuse(response, exchange)
    return exchange
