"""requests, and niquests, which kept its shapes."""

from __future__ import annotations

from dataclasses import replace

from pytest_httpstatus._clients import probe
from pytest_httpstatus._clients.client import Client
from pytest_httpstatus._model import Dialect, Exchange, Fields, Hop, Request, Response

DIALECT = Dialect(
    name="requests",
    follows=True,
    stop_following="allow_redirects=False",
    follow="allow_redirects=True",
    send_json="json=",
    send_fields="headers=",
    authenticate='auth=("user", "password")',
)


def read(response: object) -> Exchange | None:
    own = probe.own(response)
    answer = _response(response, own)
    if answer is None:
        return None
    name = "niquests" if type(response).__module__.startswith("niquests") else "requests"
    history = own.get("history")
    hops = [_hop(each) for each in history] if isinstance(history, (list, tuple)) else []
    return Exchange(
        answer,
        _request(own.get("request")),
        tuple(hop for hop in hops if hop is not None),
        replace(DIALECT, name=name),
    )


def _response(response: object, own: dict[str, object]) -> Response | None:
    code = probe.number(own.get("status_code"))
    if code is None:
        return None
    fields, apart = _fields(own)
    # `_content` is False before anything was read; a response closed unread answers b"" to `.content`, which is a lie.
    content = own.get("_content")
    kept = type(content) is bytes
    gone = not kept and (own.get("_content_consumed") is True or content is None)
    return Response(
        code,
        reason=probe.text(own.get("reason")),
        fields=fields,
        content=content if type(content) is bytes else None,
        content_state="kept" if kept else "gone" if gone else "unread",
        version={10: "1.0", 11: "1.1", 20: "2", 30: "3"}.get(probe.number(probe.attribute(own.get("raw"), "version")) or 0),
        elapsed=probe.seconds(own.get("elapsed")),
        lines_apart=apart,
    )


def _fields(own: dict[str, object]) -> tuple[Fields | None, bool]:
    """The field lines, apart where the wire's own object still has them and tells the same names."""
    joined = probe.fields(own.get("headers"))
    iterate = probe.attribute(probe.attribute(own.get("raw"), "headers"), "iteritems")
    lines = probe.pairs(iterate()) if callable(iterate) else None
    if lines and joined is not None and _names(lines) == _names(joined):
        return lines, True
    return joined, False


def _names(fields: Fields) -> set[str]:
    return {name.lower() for name, _ in fields}


def _request(request: object) -> Request:
    body = probe.attribute(request, "body")
    return Request(
        method=probe.text(probe.attribute(request, "method")),
        url=probe.text(probe.attribute(request, "url")),
        fields=probe.fields(probe.attribute(request, "headers")),
        content=b"" if body is None and request is not None else probe.octets(body),
    )


def _hop(response: object) -> Hop | None:
    own = probe.own(response)
    answer = _response(response, own)
    return None if answer is None else Hop(_request(own.get("request")), answer)


CLIENT = Client(
    DIALECT,
    read,
    watched=("requests.sessions:Session.request", "niquests.sessions:Session.request"),
    carriers=("requests.exceptions:HTTPError", "niquests.exceptions:HTTPError"),
)
