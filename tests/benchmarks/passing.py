"""A check that passes: by far the most frequent, so it is measured against a function that holds a plain assert."""

from __future__ import annotations

from http.client import HTTPResponse
from io import BytesIO
from socket import socket
from typing import Any, cast

import dirty_equals
import hamcrest  # noqa: F401  # named in a statement
import requests
import tornado.httpclient

from pytest_httpstatus import IsStatus, assert_status  # noqa: F401  # named in a statement
from tests.benchmarks.figure import Figure, over


class _Socket:
    def makefile(self, *_: object) -> BytesIO:
        return BytesIO(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")


def _plain_status_code(response: Any) -> None:
    assert response.status_code == 200


def _plain_status(response: Any) -> None:
    assert response.status == 200


def _plain_code(response: Any) -> None:
    assert response.code == 200


def _returned(response: Any, expected: object, *, because: str | None = None) -> Any:
    return response


def figures() -> list[Figure]:
    response = requests.Response()
    response.status_code = 200
    by_status = HTTPResponse(cast("socket", _Socket()))
    by_status.begin()
    by_code = tornado.httpclient.HTTPResponse(tornado.httpclient.HTTPRequest("http://127.0.0.1/"), 200)
    names = {**globals(), **locals()}
    rows: list[tuple[str, str, float | None]] = [
        ("assert_status(r, 200)", "assert_status(response, 200)", 2.6),
        ('assert_status(r, "2xx")', "assert_status(response, '2xx')", 3.7),
        ("a function that only returns its argument", "_returned(response, 200)", None),
        ("assert r.status_code == 200, without a function", "assert response.status_code == 200", None),
        ('assert r.status_code == IsStatus("2xx")', "assert response.status_code == matcher", None),
        ("requests: r.raise_for_status()", "response.raise_for_status()", None),
        ("dirty-equals: assert r.status_code == IsInt(ge=200, lt=300)", "assert response.status_code == dirty", None),
        (
            "PyHamcrest: assert_that(r.status_code, equal_to(200))",
            "hamcrest.assert_that(response.status_code, hamcrest.equal_to(200))",
            None,
        ),
    ]
    names |= {"matcher": IsStatus("2xx"), "dirty": dirty_equals.IsInt(ge=200, lt=300)}
    values = over("_plain_status_code(response)", [row[1] for row in rows], names)
    found = [Figure(what, value, budget=budget) for (what, _, budget), value in zip(rows, values, strict=True)]
    for attribute in ("status", "code"):
        (value,) = over(f"_plain_{attribute}(by_{attribute})", [f"assert_status(by_{attribute}, 200)"], names)
        found.insert(2, Figure(f"assert_status(r, 200), r has .{attribute}", value, budget=8))
    return found
