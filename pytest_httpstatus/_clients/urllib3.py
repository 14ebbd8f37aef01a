"""urllib3. It keeps no request: the method is the wire's, the URL only a path, unless a redirect told the whole."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from pytest_httpstatus._clients import probe
from pytest_httpstatus._clients.client import Client
from pytest_httpstatus._clients.raised import message
from pytest_httpstatus._clients.silence import gave_up, silent
from pytest_httpstatus._model import ContentState, Dialect, Exchange, Hop, Request, Response

if TYPE_CHECKING:
    from pytest_httpstatus._clients.silence import Silence

DIALECT = Dialect(
    name="urllib3",
    follows=True,
    stop_following="redirect=False",
    follow="redirect=True",
    send_json="json=",
    send_fields="headers=",
    authenticate='headers=urllib3.make_headers(basic_auth="user:password")',
    trust='ca_certs="ca.pem"',
)
_VERSIONS = {10: "1.0", 11: "1.1", 20: "2", 30: "3"}


def read(response: object) -> Exchange | None:
    own = probe.own(response)
    code = probe.number(own.get("status"))
    if code is None:
        return None
    fields = probe.fields(own.get("headers"))
    content = probe.octets(own.get("_body"))
    answer = Response(
        code,
        reason=probe.text(own.get("reason")),
        fields=fields,
        content=content,
        content_state="kept" if content is not None else _state(own),
        version=_VERSIONS.get(probe.number(own.get("version")) or 0),
        lines_apart=fields is not None,
    )
    hops = _hops(probe.attribute(probe.attribute(response, "retries"), "history"))
    method = probe.text(probe.attribute(own.get("_original_response"), "_method"))
    return Exchange(answer, Request(method, _url(response, hops)), hops, DIALECT)


def _state(own: dict[str, object]) -> ContentState:
    """Whether what is not kept was read away: without `cache_content` nothing of it stays."""
    original = own.get("_original_response")
    closed = original is not None and probe.attribute(original, "fp") is None
    return "gone" if closed or probe.number(own.get("_fp_bytes_read")) else "unread"


def _hops(history: object) -> tuple[Hop, ...]:
    hops = (_hop(entry) for entry in history) if isinstance(history, tuple) else ()
    return tuple(hop for hop in hops if hop is not None)


def _hop(entry: object) -> Hop | None:
    """An earlier try that was answered; one that failed on the way has no status."""
    code = probe.number(probe.attribute(entry, "status"))
    if code is None:
        return None
    location = probe.text(probe.attribute(entry, "redirect_location"))
    method, url = (probe.text(probe.attribute(entry, name)) for name in ("method", "url"))
    known = None if location is None else (("Location", location),)
    return Hop(Request(method, url), Response(code, fields=known, content_state="gone"))


def _url(response: object, hops: tuple[Hop, ...]) -> str | None:
    """The URL, which is a path; after a retry the client has lost it, but not its history."""
    if not hops:
        return probe.text(probe.attribute(response, "url"))
    last = hops[-1]
    _, location = (last.response.fields or (("", ""),))[0]
    return urljoin(last.request.url or "", location) or None


def _capture(response: Any) -> dict[str, object]:
    own = response.__dict__
    original = SimpleNamespace(_method=getattr(own["_original_response"], "_method", None), fp=...)
    kept = {name: own[name] for name in ("status", "reason", "headers", "_body", "version") if name in own}
    return {**kept, "retries": response.retries, "url": response.url, "_original_response": original}


def _silence(silence: Silence) -> Exchange | None:
    hops = _hops(silence.names("Retry.increment").get("history"))
    answered = [message(each) for each in silence.chain if type(each).__name__ == "ResponseError"]
    if answered:  # too many redirects, or too many answers that the caller did not want
        return gave_up(DIALECT, hops) if hops and answered[0] == "too many redirects" else None
    sending = silence.names("HTTPConnectionPool.urlopen")
    body = probe.octets(sending.get("body"))
    request = Request(
        probe.text(sending.get("method")),
        _target(silence),
        probe.fields(sending.get("headers")),
        b"" if body is None and "body" in sending and sending["body"] is None else body,
    )
    return silent(DIALECT, request, hops)


def _target(silence: Silence) -> str | None:
    """The URL as the manager was given it, else the pool's host and the path."""
    whole = probe.text(silence.names("PoolManager.urlopen").get("url"))
    if whole is not None and "://" in whole:
        return whole
    sending = silence.names("HTTPConnectionPool.urlopen")
    own, path = probe.own(sending.get("self")), probe.text(sending.get("url"))
    scheme = probe.text(probe.attribute(sending.get("self"), "scheme"))
    host, port = probe.text(own.get("host")), probe.number(own.get("port"))
    if scheme is None or host is None or path is None:
        return path
    return f"{scheme}://{host}{f':{port}' if port else ''}{path}"


CLIENT = Client(
    DIALECT,
    read,
    watched=("urllib3._request_methods:RequestMethods.request",),
    capture=_capture,
    silences=frozenset(
        {
            "EmptyPoolError",
            "MaxRetryError",
            "NewConnectionError",
            "ProtocolError",
            "ProxyError",
            "SSLError",
            "TimeoutError",
        }
    ),
    silence=_silence,
)
