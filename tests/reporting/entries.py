"""Entries as the collector makes them, for the readouts."""

from __future__ import annotations

from typing import Any

from pytest_httpstatus._model import Exchange, Failure
from pytest_httpstatus._reporting.record import Entry, Run
from pytest_httpstatus._sealing.wire import dump
from tests.exchanges import exchange, failure

CHALLENGE = ("WWW-Authenticate", 'Bearer realm="api"')


def entry(found: Failure | Exchange, test: str = "tests/test_shop.py::test_one", **more: Any) -> Entry:
    """The failed call of a test, in the first line of its file."""
    sealed = found if isinstance(found, Failure) else failure(found)
    file = test.partition("::")[0]
    return Entry(test, more.pop("when", "call"), file, more.pop("line", 1), dump(sealed), **more)


def unauthorized(path: str = "/users/me", test: str = "tests/test_shop.py::test_one", **more: Any) -> Entry:
    """A 401 without credentials."""
    return entry(exchange(401, b"", CHALLENGE, url=f"https://api.test{path}"), test, **more)


def run(*entries: Entry, **more: Any) -> Run:
    """A run in which these failed."""
    return Run(entries, **more)
