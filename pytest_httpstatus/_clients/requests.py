"""requests, and niquests, which kept its shapes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pytest_httpstatus._clients import probe
from pytest_httpstatus._clients.client import Client
from pytest_httpstatus._clients.silence import gave_up, silent
from pytest_httpstatus._model import ContentState, Dialect, Exchange, Fields, Hop, Request, Response

if TYPE_CHECKING:
    from pytest_httpstatus._clients.silence import Silence

DIALECT = Dialect(
    name="requests",
    follows=True,
    stop_following="allow_redirects=False",
    follow="allow_redirects=True",
    send_json="json=",
    send_fields="headers=",
    authenticate='auth=("user", "password")',
    trust='verify="ca.pem"',
)
_VERSIONS = {10: "1.0", 11: "1.1", 20: "2", 30: "3"}


def read(response: object) -> Exchange | None:
    own = probe.own(response)
    answer = _response(own)
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


def _response(own: dict[str, object]) -> Response | None:
    code = probe.number(own.get("status_code"))
    if code is None:
        return None
    fields, apart = _fields(own)
    content, state = _content(own)
    return Response(
        code,
        reason=probe.text(own.get("reason")),
        fields=fields,
        content=content,
        content_state=state,
        version=_VERSIONS.get(probe.number(probe.attribute(own.get("raw"), "version")) or 0),
        elapsed=probe.seconds(own.get("elapsed")),
        lines_apart=apart,
    )


def _content(own: dict[str, object]) -> tuple[bytes | None, ContentState]:
    """The content, `False` before it is read. Closed unread, a response answers `b""`, though more was to come."""
    content, raw = probe.octets(own.get("_content")), own.get("raw")
    if content:
        return content, "kept"
    if content is not None:
        return (None, "unread") if probe.number(probe.attribute(raw, "length_remaining")) else (content, "kept")
    if raw is None:
        return None, "unknown"
    return None, "gone" if own.get("_content_consumed") is True else "unread"


def _fields(own: dict[str, object]) -> tuple[Fields | None, bool]:
    """The field lines, apart where the wire's own object still has them and tells the same names."""
    joined = probe.fields(own.get("headers"))
    headers = probe.attribute(own.get("raw"), "headers")
    # Asked of the type: a mock answers to every name, and would record the call.
    several = getattr(type(headers), "iteritems", None)
    lines = probe.pairs(several(headers)) if callable(several) else None
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
    answer = _response(own)
    return None if answer is None else Hop(_request(own.get("request")), answer)


_KEPT = ("status_code", "reason", "headers", "_content", "_content_consumed", "request", "history", "elapsed")


def _capture(response: Any) -> dict[str, object]:
    own = response.__dict__
    return {name: own[name] for name in _KEPT if name in own}


def _silence(silence: Silence) -> Exchange:
    kind = type(silence.error)
    dialect = replace(DIALECT, name="niquests" if kind.__module__.startswith("niquests") else "requests")
    history = silence.names("SessionRedirectMixin.resolve_redirects").get("hist") or ()
    hops = tuple(hop for each in history if (hop := _hop(each)) is not None)
    if kind.__name__ == "TooManyRedirects" and hops:
        return gave_up(dialect, hops)
    return silent(dialect, _request(probe.own(silence.error).get("request")), hops)


CLIENT = Client(
    DIALECT,
    read,
    watched=("requests.sessions:Session.request", "niquests.sessions:Session.request"),
    carriers=("requests.exceptions:HTTPError", "niquests.exceptions:HTTPError"),
    capture=_capture,
    silences=frozenset({"ConnectionError", "Timeout", "TooManyRedirects"}),
    silence=_silence,
)
