"""Tables that are computed from what we know of each client, and from what the contract test knows."""

from __future__ import annotations

from importlib import import_module
from itertools import groupby
from typing import TYPE_CHECKING, Final

from docs.markdown import code, table
from pytest_httpstatus._clients import CLIENTS
from pytest_httpstatus._model import Dialect

if TYPE_CHECKING:
    from tests.clients.row import Row


def _client_rows() -> tuple[Row, ...]:
    from tests.clients import in_process, wire  # late: the tables of the package need no tests

    return (*wire.ROWS, *in_process.ROWS)


_PACKAGES: Final = {
    "http.client": "the standard library",
    "urllib.request": "the standard library",
    "django": "Django `Client`",
    "django.test": "Django `AsyncClient`",
    "rest_framework": "Django REST framework",
    "flask": "Flask",
    "fastapi": "FastAPI",
    "starlette": "Starlette",
    "litestar": "Litestar",
    "werkzeug": "Werkzeug",
    "webtest": "WebTest",
    "falcon": "Falcon",
    "quart": "Quart",
    "responses": "mocked by `responses`",
}


def _dialects() -> list[Dialect]:
    modules = (import_module(f"pytest_httpstatus._clients.{file}") for file in sorted(set(CLIENTS.values())))
    return [each for module in modules for each in vars(module).values() if isinstance(each, Dialect)]


_SAME: Final = {"niquests": "requests", "httpx2": "httpx"}
"""Clients that only take another's name: they share its words."""


def clients() -> str:
    """Each client with its own words."""
    named = [(name, [row.package for row in rows]) for name, rows in groupby(_client_rows(), key=lambda row: row.name)]
    # boto3 has tests of its own: its answers are dicts.
    rows = ((name, *_client(_SAME.get(name, name), packages)) for name, packages in [*named, ("boto3", ["boto3"])])
    return table(("client", "of", "where", "redirects, by default", "advice says"), rows)


def _client(name: str, packages: list[str]) -> tuple[str, ...]:
    dialects = [each for each in _dialects() if each.name == name]
    words = [
        word for each in dialects for word in (each.stop_following if each.follows else each.follow, each.authenticate)
    ]
    return (
        ", ".join(_PACKAGES.get(each, f"`{each}`") for each in packages),
        "in process" if dialects[0].in_process else "over a socket",
        "followed" if dialects[0].follows else "not followed",
        ", ".join(map(code, filter(None, dict.fromkeys(words)))),
    )


_SHOWN: Final = {
    "method": "method",
    "url": "target URI",
    "sent fields": "request fields",
    "sent content": "request body",
    "fields": "response fields",
    "apart": "repeated fields apart",
    "content": "response body",
    "hops": "hops",
    "reason": "reason phrase",
    "version": "version",
    "elapsed": "time",
}


def shows() -> str:
    """What an exchange of each client knows, by the rows of the contract test."""
    rows = ((_titled(row), *("yes" if each in row.shows else "" for each in _SHOWN)) for row in _client_rows())
    return table(("client", *_SHOWN.values()), rows)


def _titled(row: Row) -> str:
    if row.name.casefold() == row.package.casefold() or row.package in {
        "flask",
        "werkzeug",
        "webtest",
        "falcon",
        "quart",
    }:
        return row.name
    return f"{row.name} ({_PACKAGES.get(row.package, row.package)})"
