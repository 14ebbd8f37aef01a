"""httpx and httpx2, and the test clients that return their responses: Starlette's, FastAPI's and Litestar's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pytest_httpstatus._clients import probe
from pytest_httpstatus._clients.client import Client
from pytest_httpstatus._clients.silence import gave_up, silent
from pytest_httpstatus._model import Dialect, Exchange, Hop, Request, Response

if TYPE_CHECKING:
    from pytest_httpstatus._clients.silence import Silence

DIALECT = Dialect(
    name="httpx",
    stop_following="follow_redirects=False",
    follow="follow_redirects=True",
    send_json="json=",
    send_fields="headers=",
    authenticate='auth=("user", "password")',
    trust='verify=ssl.create_default_context(cafile="ca.pem")',
)
_TEST_CLIENT = replace(DIALECT, name="TestClient", in_process=True, follows=True)
_TEST_HOSTS = ("http://testserver/", "http://testserver.local/", "https://testserver/", "https://testserver.local/")


def read(response: object) -> Exchange | None:
    own = probe.own(response)
    answer = _response(response, own)
    if answer is None:
        return None
    request = _request(own.get("_request"))
    history = own.get("history")
    hops = [_hop(each) for each in history] if isinstance(history, (list, tuple)) else []
    return Exchange(answer, request, tuple(hop for hop in hops if hop is not None), _dialect(response, own, request))


def _response(response: object, own: dict[str, object]) -> Response | None:
    code = probe.number(own.get("status_code"))
    if code is None:
        return None
    content = probe.octets(own.get("_content"))
    # `is_stream_consumed` is true after `iter_bytes()` too, which keeps nothing.
    spent = own.get("is_stream_consumed") is True or own.get("is_closed") is True
    fields = probe.fields(probe.attribute(own.get("headers"), "raw"))
    return Response(
        code,
        reason=probe.text(probe.attribute(response, "reason_phrase")),
        fields=fields,
        content=content,
        content_state="kept" if content is not None else "gone" if spent else "unread",
        version=_version(own.get("extensions")),
        elapsed=probe.seconds(probe.attribute(response, "elapsed")),
        lines_apart=fields is not None,
    )


def _version(extensions: object) -> str | None:
    said = probe.text(extensions.get("http_version")) if isinstance(extensions, dict) else None
    return said.removeprefix("HTTP/") if said else None


def _request(request: object) -> Request:
    """The request, which a response made by hand lacks. Its property raises then, so the instance is asked."""
    return Request(
        method=probe.text(probe.attribute(request, "method")),
        url=probe.address(probe.attribute(request, "url")),
        fields=probe.fields(probe.attribute(probe.attribute(request, "headers"), "raw")),
        content=probe.octets(probe.own(request).get("_content")),
    )


def _hop(response: object) -> Hop | None:
    own = probe.own(response)
    answer = _response(response, own)
    return None if answer is None else Hop(_request(own.get("_request")), answer)


def _dialect(response: object, own: dict[str, object], request: Request) -> Dialect:
    """Whose words: the class that the answer came through is sure, the host only a sign of those that have none."""
    named = replace(DIALECT, name=type(response).__module__.partition(".")[0])
    through = _origin(own.get("stream"))
    if "_transports.default" in through:
        return named
    if "_transports." in through:
        return replace(named, in_process=True)
    tested = through == "starlette.testclient" or {"template", "context"} <= own.keys()
    return _TEST_CLIENT if tested or (request.url or "").startswith(_TEST_HOSTS) else named


def _origin(stream: object) -> str:
    """The module of the stream inside the client's own wrapping."""
    return type(probe.own(stream).get("_stream")).__module__


_KEPT = ("status_code", "headers", "_content", "_request", "history", "is_stream_consumed", "is_closed")


def _capture(response: Any) -> dict[str, object]:
    own = response.__dict__
    return {name: own[name] for name in _KEPT if name in own}


def _silence(silence: Silence) -> Exchange:
    kind = type(silence.error)
    dialect = replace(DIALECT, name=kind.__module__.partition(".")[0])
    request = probe.own(silence.error).get("_request")
    redirects = silence.names("Client._send_handling_redirects", "AsyncClient._send_handling_redirects")
    hops = tuple(hop for each in redirects.get("history") or () if (hop := _hop(each)) is not None)
    if kind.__name__ == "TooManyRedirects" and hops:
        return gave_up(dialect, hops)
    return silent(dialect, _request(request), hops, seconds=_limit(request, kind.__name__))


def _limit(request: object, kind: str) -> str | None:
    """The time-out that ran out."""
    extensions = probe.own(request).get("extensions")
    limits = extensions.get("timeout") if isinstance(extensions, dict) else None
    seconds = probe.seconds(limits.get(kind.removesuffix("Timeout").lower())) if isinstance(limits, dict) else None
    return None if seconds is None else f"{seconds:g}"


CLIENT = Client(
    DIALECT,
    read,
    watched=("httpx:Client.send", "httpx:AsyncClient.send", "httpx2:Client.send", "httpx2:AsyncClient.send"),
    carriers=("httpx:HTTPStatusError", "httpx2:HTTPStatusError"),
    capture=_capture,
    silences=frozenset({"NetworkError", "ProxyError", "RemoteProtocolError", "TimeoutException", "TooManyRedirects"}),
    silence=_silence,
)
