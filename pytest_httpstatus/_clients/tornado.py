"""Tornado's clients. They keep the first request and the last URL, and nothing of the hops between."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pytest_httpstatus._clients import probe
from pytest_httpstatus._clients.client import Client
from pytest_httpstatus._clients.silence import silent
from pytest_httpstatus._model import ContentState, Dialect, Exchange, Fields, Request, Response

if TYPE_CHECKING:
    from pytest_httpstatus._clients.silence import Silence

DIALECT = Dialect(
    name="tornado",
    follows=True,
    stop_following="follow_redirects=False",
    follow="follow_redirects=True",
    send_fields="headers=",
    authenticate='auth_username="user", auth_password="password"',
    trust='ca_certs="ca.pem"',
)
_NO_ANSWER = 599  # the client's own value for "nobody answered": nothing of it was on the wire
_STEADY = ("GET", "HEAD")  # methods that no redirect changes
_WAITED = (
    ("Timeout while connecting", "connect"),
    ("Timeout during request", "total"),
    ("Timeout in request q", "pool"),
)


def read(thing: object) -> Exchange | None:
    own = probe.own(thing)
    code = probe.number(own.get("code"))
    if code is None:
        return None
    carried = own.get("response")
    if carried is not None:
        return read(carried)
    if code == _NO_ANSWER or "buffer" not in own:
        reason = probe.text(own.get("reason", own.get("message")))
        return Exchange(Response(code, reason), _request(own), client=DIALECT)
    return Exchange(_response(code, own), _request(own), client=DIALECT)


def _response(code: int, own: dict[str, object]) -> Response:
    fields = _fields(own.get("headers"))
    content, state = _content(own)
    return Response(
        code,
        reason=probe.text(own.get("reason")),
        fields=fields,
        content=content,
        content_state=state,
        elapsed=probe.seconds(own.get("request_time")),
        lines_apart=fields is not None,
    )


def _content(own: dict[str, object]) -> tuple[bytes | None, ContentState]:
    """The buffer, which stays empty when a callback took the content."""
    buffer = own.get("buffer")
    if probe.attribute(own.get("request"), "streaming_callback") is not None:
        return None, "gone"
    if not isinstance(buffer, io.BytesIO) or buffer.closed:
        return None, "unknown"
    return buffer.getvalue(), "kept"


def _fields(headers: object) -> Fields | None:
    several = getattr(type(headers), "get_list", None)
    if not callable(several) or not isinstance(headers, Iterable):
        return probe.fields(headers)
    return probe.pairs([(name, value) for name in headers for value in several(headers, name)])


def _request(own: dict[str, object]) -> Request:
    """The last request as far as it is sure: after a redirect the URL is, and a method that never changes."""
    request = own.get("request")
    method, url = (probe.text(probe.attribute(request, name)) for name in ("method", "url"))
    last = probe.text(own.get("effective_url"))
    if last is not None and last != url:
        return Request(method if method in _STEADY else None, last)
    return Request(method, url, _fields(probe.attribute(request, "headers")), _sent(request))


def _sent(request: object) -> bytes | None:
    body = probe.octets(probe.attribute(request, "body"))
    known = request is not None and probe.attribute(request, "body_producer") is None
    return b"" if body is None and known else body


def _silence(silence: Silence) -> Exchange:
    request = probe.own(silence.names("_HTTPConnection.run").get("self")).get("request")
    asked = _request({"request": probe.attribute(request, "request") or request})
    said = probe.text(probe.own(silence.error).get("message")) or ""
    waited = next((kind for sign, kind in _WAITED if said.startswith(sign)), None)
    return silent(DIALECT, asked, timeout=waited)


CLIENT = Client(
    DIALECT,
    read,
    carriers=("tornado.httpclient:HTTPClientError",),
    silences=frozenset({"HTTPStreamClosedError", "HTTPTimeoutError"}),
    silence=_silence,
)
