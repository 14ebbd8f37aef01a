"""Playwright: the answer of an `APIRequestContext`, and a page's. Their content is held by the driver.

In the synchronous and in the asynchronous API the properties are at hand; every method is a call to the driver.
"""

from __future__ import annotations

from pytest_httpstatus._clients import probe
from pytest_httpstatus._clients.client import Client
from pytest_httpstatus._model import Dialect, Exchange, Fields, Request, Response

DIALECT = Dialect(
    name="playwright",
    follows=True,
    stop_following="max_redirects=0",
    follow="max_redirects=20",
    send_json="data=",
    send_fields="headers=",
    authenticate='http_credentials={"username": "user", "password": "password"}',
)
_PAGE = Dialect(name="playwright", follows=True)


def read(response: object) -> Exchange | None:
    code = probe.number(_property(response, "status"))
    if code is None:
        return None
    lines = _lines(_property(response, "headers_array"))
    answer = Response(
        code,
        reason=probe.text(_property(response, "status_text")),
        fields=probe.fields(_property(response, "headers")) if lines is None else lines,
        lines_apart=lines is not None,
    )
    asked = _property(response, "request")
    url = probe.text(_property(response, "url"))
    return Exchange(answer, _request(asked, url), client=DIALECT if asked is None else _PAGE)


def _property(thing: object, name: str) -> object:
    """Ask for a property, and never for a method of the same name, which a page's response has."""
    return probe.attribute(thing, name) if isinstance(getattr(type(thing), name, None), property) else None


def _lines(lines: object) -> Fields | None:
    if not isinstance(lines, list):
        return None
    return probe.pairs([(line.get("name"), line.get("value")) for line in lines if isinstance(line, dict)])


def _request(asked: object, url: str | None) -> Request:
    """A page's response knows its request; an `APIResponse` has only the last URL."""
    return Request(
        method=probe.text(_property(asked, "method")),
        url=url,
        fields=probe.fields(_property(asked, "headers")),
        content=probe.octets(_property(asked, "post_data")),
    )


CLIENT = Client(DIALECT, read)
