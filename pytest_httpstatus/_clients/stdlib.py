"""The standard library's: `http.client`, and `urllib.request`, whose `HTTPError` is a response itself.

Their content is never in memory: reading consumes it, and even a peek may wait for the network.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from pytest_httpstatus._clients import probe
from pytest_httpstatus._clients.client import Client
from pytest_httpstatus._model import ContentState, Dialect, Exchange, Request, Response

DIALECT = Dialect(name="http.client", send_fields="headers=")
_URLLIB = replace(DIALECT, name="urllib.request", follows=True)
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


CLIENT = Client(
    DIALECT,
    read,
    watched=("urllib.request:OpenerDirector.open", "http.client:HTTPConnection.getresponse"),
    carriers=("urllib.error:HTTPError",),
    capture=_capture,
)
