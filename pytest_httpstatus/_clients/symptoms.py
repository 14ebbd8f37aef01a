"""What exceptions prove of a connection that gave no answer: numbers and words of the system, of TLS and of clients."""

from __future__ import annotations

import errno
import os
import re
import socket
import ssl
from typing import TYPE_CHECKING, Any, Final

from pytest_httpstatus import _lazy
from pytest_httpstatus._clients import probe
from pytest_httpstatus._clients.raised import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpstatus._clients.silence import Silence
    from pytest_httpstatus._model import Evidence

UNREACHABLE: Final = frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTDOWN})
"""Errors of the system that only a network has, without a class of their own."""

_WAITED: Final = {
    "ConnectTimeout": "connect",
    "ConnectTimeoutError": "connect",
    "ConnectionTimeoutError": "connect",
    "EmptyPoolError": "pool",
    "PoolTimeout": "pool",
    "ReadTimeout": "read",
    "ReadTimeoutError": "read",
    "SocketTimeoutError": "read",
}
"""What time-outs waited for, by the names of their classes in all clients."""

_WAITED_IN: Final = (
    (("HTTPConnection._new_conn", "HTTPConnection.connect", "HTTPSConnection.connect"), "connect"),
    (("HTTPConnection.getresponse",), "read"),
    (("ClientSession._request",), "total"),
)
"""The same, of errors that only the system names, by the functions that they passed through; the inner first."""

_CLOSED: Final = frozenset({"RemoteDisconnected", "ServerDisconnectedError", "HTTPStreamClosedError"})
_ENDED: Final = frozenset({"SSLEOFError", "SSLZeroReturnError"})
_PROXY_CLASSES: Final = frozenset({"ClientHttpProxyError", "ClientProxyConnectionError"})
_PROXY_FUNCTIONS: Final = (
    "AsyncForwardHTTPConnection.", "AsyncTunnelHTTPConnection.", "ForwardHTTPConnection.",
    "HTTPSConnectionPool._prepare_proxy", "TunnelHTTPConnection.",
)  # fmt: skip
_CONNECTIONS: Final = (
    "HTTPConnection._new_conn", "HTTPSConnection.connect", "HTTPConnection.connect", "HTTPConnection._connect",
    "AsyncHTTPConnection._connect", "HTTPConnection.getresponse", "TunnelHTTPConnection.handle_request",
    "AsyncTunnelHTTPConnection.handle_async_request",
)  # fmt: skip
"""Methods whose `self` is the connection itself."""

_TUNNEL: Final = _lazy.pattern(r"Tunnel connection failed: ([1-9][0-9]{2}) ?(.*)")
_REFUSAL: Final = _lazy.pattern(r"([1-9][0-9]{2}) ?(.*)")
_SECONDS: Final = _lazy.pattern(r"\((?:connect|read) timeout=([0-9.]+)\)")
_LINE: Final = _lazy.pattern(r"""b(['"])(.*?)\1""", re.DOTALL)
_EACH: Final = _lazy.pattern(r"\[Errno ([0-9]+)\]")
_MOCKS: Final = (("Connection refused by Responses", "responses"), ("No response can be found for", "pytest-httpx"))
"""What mocks say of a request that they do not know; none is sent then."""


def facts(silence: Silence, known: Evidence) -> Evidence:
    """What the chain proves, by name.

    Returns:
        Of these, those that are proved: `raised` (the class), `errno`, `resolver` (the error of `getaddrinfo`), `says`
        (its text), `verify` and `verify_says` (OpenSSL's number and words on a certificate), `tls` (its reason for
        another failure), `timeout` (`connect`, `read`, `pool`, `total`) and `seconds`, `closed`, `no_http` and `line`
        (what came in place of a status line), `proxy` (its address, or what the client calls it), `proxy_code` and
        `proxy_says`, `mock`.
    """
    found = {"raised": _name(type(silence.error)), **dict(known)}
    for error in silence.chain:
        for name, value in _proved(error):
            found[name] = found.get(name) or value
    if "timeout" not in found and any(type(each) is TimeoutError for each in silence.chain) and "errno" not in found:
        found["timeout"] = next((kind for functions, kind in _WAITED_IN if silence.names(*functions)), "")
    connection = _connection(silence)
    if (
        "seconds" not in found
        and "timeout" in found
        and (limit := probe.seconds(connection.get("timeout"))) is not None
    ):
        found["seconds"] = f"{limit:g}"
    if _by_proxy(silence, connection):
        found.setdefault("proxy", _peer(connection))
    return tuple((name, value) for name, value in found.items() if value)


def tunnel(error: BaseException) -> tuple[str, str] | None:
    """The status and reason with which a proxy refused to connect, from what `http.client` makes of it."""
    match = _TUNNEL.match(message(error)) if type(error) is OSError else None
    return (match[1], match[2]) if match else None


def _name(kind: type) -> str:
    module = str(kind.__module__)
    return kind.__name__ if module == "builtins" else f"{module}.{kind.__name__}"


def _proved(error: BaseException) -> Iterator[tuple[str, str]]:
    name, text = type(error).__name__, message(error) or probe.text(probe.own(error).get("message")) or ""
    if name in _WAITED:
        yield "timeout", _WAITED[name]
    if (match := _SECONDS.search(text)) is not None:
        yield "seconds", match[1]
    if name in _CLOSED or name in _ENDED or text.startswith("Server disconnected without sending a response"):
        yield "closed", name
    for sign, mock in _MOCKS:
        if text.startswith(sign):
            yield "mock", mock
    if name == "NoMockAddress":
        yield "mock", "requests-mock"
    yield from _of_system(error)
    yield from _no_http(error, name, text)
    yield from _refused(error, name, text)


def _of_system(error: BaseException) -> Iterator[tuple[str, str]]:
    if isinstance(error, ssl.SSLCertVerificationError):
        yield "verify", str(probe.number(probe.attribute(error, "verify_code")) or "")
        yield "verify_says", probe.text(probe.attribute(error, "verify_message")) or ""
    elif isinstance(error, ssl.SSLError):
        yield "tls", probe.text(probe.attribute(error, "reason")) or ""
    elif isinstance(error, socket.gaierror):
        yield "resolver", _resolver(error.errno)
        yield "says", probe.text(error.strerror) or ""
    elif isinstance(error, OSError):
        number = error.errno or _of_each(message(error)) or 0
        if number in errno.errorcode:
            yield "errno", errno.errorcode[number]
            yield "says", os.strerror(number)


def _resolver(number: int | None) -> str:
    names = (name for name in dir(socket) if name.startswith("EAI_") and getattr(socket, name) == number)
    return next(names, str(number))


def _of_each(text: str) -> int | None:
    """The number that all addresses of a host failed with, where asyncio tells them in one text."""
    numbers = set(_EACH.findall(text)) if text.startswith("Multiple exceptions: ") else set()
    return int(numbers.pop()) if len(numbers) == 1 else None


def _no_http(error: BaseException, name: str, text: str) -> Iterator[tuple[str, str]]:
    if name == "BadStatusLine":
        yield "no_http", "yes"
        line, quoted = probe.text(probe.own(error).get("line")), _LINE.search(text)
        yield "line", quoted[2] if quoted else (line or "").strip("\r\n")
    elif text.startswith("illegal status line"):
        yield "no_http", "yes"
        quoted = _LINE.search(text)
        yield "line", quoted[2] if quoted else ""


def _refused(error: BaseException, name: str, text: str) -> Iterator[tuple[str, str]]:
    """The answer of a proxy that was asked to connect, and did not."""
    refused = tunnel(error)
    if name == "ProxyError" and (match := _REFUSAL.match(text)) is not None:
        refused = match[1], match[2]
    if name == "ClientHttpProxyError":
        own = probe.own(error)
        refused = str(probe.number(own.get("status")) or ""), probe.text(own.get("message")) or ""
    if refused is not None:
        yield "proxy_code", refused[0]
        yield "proxy_says", refused[1]


def _connection(silence: Silence) -> dict[str, Any]:
    """The connection's own attributes, or the key that aiohttp keeps one under; empty where nothing holds it."""
    key = probe.own(silence.error).get("_conn_key")
    if key is not None:
        return {name: probe.attribute(key, name) for name in ("host", "port")}
    return probe.own(silence.names(*_CONNECTIONS).get("self"))


def _by_proxy(silence: Silence, connection: dict[str, Any]) -> bool:
    names = {type(each).__name__ for each in silence.chain}
    unreached = any(
        type(each).__name__ == "ProxyError" and type(each).__module__ == "urllib3.exceptions" for each in silence.chain
    )
    if names & _PROXY_CLASSES or unreached or connection.get("_tunnel_host"):
        return True
    return any(each.startswith(_PROXY_FUNCTIONS) for each in silence.frames)


def _peer(connection: dict[str, Any]) -> str:
    """Where the connection goes to, as `host:port`."""
    origin = probe.own(connection.get("_proxy_origin") or connection.get("_origin")) or connection
    host, port = probe.text(origin.get("host") or origin.get("_dns_host")), probe.number(origin.get("port"))
    return f"{host}:{port}" if host and port else "yes"
