"""The standard library's: `http.client`, and `urllib.request`, whose `HTTPError` is a response itself.

Their content is never in memory: reading consumes it, and even a peek may wait for the network.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pytest_httpstatus._clients import probe
from pytest_httpstatus._clients.client import Client
from pytest_httpstatus._clients.silence import silent
from pytest_httpstatus._model import ContentState, Dialect, Exchange, Request, Response

if TYPE_CHECKING:
    from pytest_httpstatus._clients.silence import Silence

DIALECT = Dialect(
    name="http.client", send_fields="headers=", trust='context=ssl.create_default_context(cafile="ca.pem")'
)
_URLLIB = replace(DIALECT, name="urllib.request", follows=True)
_HTTPS = 443
_VERSIONS = {10: "1.0", 11: "1.1"}


def read(response: object) -> Exchange | None:
    own = probe.own(response)
    code = probe.number(own.get("code"))
    if code is None:
        return None
    wire = own if "_method" in own else probe.own(own.get("fp"))
    fields = probe.fields(probe.attribute(response, "headers"))
    content = _content(own.get("fp"))
    answer = Response(
        code,
        reason=probe.text(probe.attribute(response, "reason")) or probe.text(own.get("msg")),
        fields=fields,
        content=content,
        content_state="kept" if content is not None else _state(wire),
        version=_VERSIONS.get(probe.number(wire.get("version")) or 0),
        lines_apart=fields is not None,
    )
    request = Request(probe.text(wire.get("_method")), probe.text(own.get("url")))
    return Exchange(answer, request, client=_URLLIB if "url" in own else DIALECT)


def _content(file: object) -> bytes | None:
    """What a response made by hand carries; a closed one raises."""
    if type(file) is not io.BytesIO or file.closed:
        return None
    return file.getvalue()


def _state(wire: dict[str, object]) -> ContentState:
    if "fp" not in wire:
        return "unknown"
    return "gone" if wire["fp"] is None else "unread"


_KEPT = ("code", "status", "reason", "headers", "version", "_method", "url")


def _capture(response: Any) -> dict[str, object]:
    own = response.__dict__
    return {name: own[name] for name in _KEPT if name in own}


def _silence(silence: Silence) -> Exchange | None:
    if isinstance(silence.error, OSError) and "code" in probe.own(silence.error):
        return None  # an `HTTPError` is a response
    opened = probe.own(silence.names("AbstractHTTPHandler.do_open", "OpenerDirector.open").get("req"))
    request = _opened(opened) if opened else _sent(silence)
    if not (request.url or "").lower().startswith(("http://", "https://")):
        return None
    dialect = _URLLIB if opened else DIALECT
    proxied = "selector" in opened and opened["selector"] == opened.get("_full_url")
    return silent(dialect, request, proxy=probe.text(opened.get("host")) if proxied else None)


def _opened(own: dict[str, Any]) -> Request:
    """A request of urllib. A class of the user's may know another method: then the default is not said."""
    data = own.get("_data")
    fields = probe.fields({**(own.get("headers") or {}), **(own.get("unredirected_hdrs") or {})})
    method = probe.text(own.get("method")) or ("GET" if data is None else "POST")
    return Request(method, probe.text(own.get("_full_url")), fields, b"" if data is None else probe.octets(data))


def _sent(silence: Silence) -> Request:
    """A request of `http.client`, whose path is known only while it is sent."""
    sending = silence.names("HTTPConnection._send_request", "HTTPConnection.putrequest")
    names = silence.names("HTTPConnection._send_request", "HTTPConnection.connect", "HTTPConnection.getresponse")
    connection = names.get("self")
    own = probe.own(connection)
    host = probe.text(own.get("_tunnel_host")) or probe.text(own.get("host"))
    if host is None:
        return Request()
    port = probe.number(own.get("_tunnel_port" if own.get("_tunnel_host") else "port"))
    default = probe.number(probe.attribute(connection, "default_port"))
    scheme = "https" if default == _HTTPS else "http"
    place = host if port in {None, default} else f"{host}:{port}"
    method = probe.text(sending.get("method")) or probe.text(own.get("_method"))
    return Request(method, f"{scheme}://{place}{probe.text(sending.get('url')) or ''}")


CLIENT = Client(
    DIALECT,
    read,
    watched=("urllib.request:OpenerDirector.open", "http.client:HTTPConnection.getresponse"),
    carriers=("urllib.error:HTTPError",),
    capture=_capture,
    silences=frozenset({"BadStatusLine", "URLError"}),
    silence=_silence,
)
