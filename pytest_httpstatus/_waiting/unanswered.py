"""Why a call had no answer: the connection errors of all clients, known by name. No client is imported."""

from __future__ import annotations

import errno
import re
from typing import TYPE_CHECKING, Final

from pytest_httpstatus._clients import probe, raised
from pytest_httpstatus._errors import members, reached

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIKE_REQUESTS: Final = frozenset({"ChunkedEncodingError", "ConnectionError", "ProxyError", "RetryError", "Timeout"})
# Without `UnsupportedProtocol` and `LocalProtocolError`, which are faults of the call.
_LIKE_HTTPX: Final = frozenset({"NetworkError", "ProxyError", "RemoteProtocolError", "TimeoutException"})
_NAMES: Final = {
    "aiohttp": frozenset({"ClientConnectionError", "ClientPayloadError"}),
    "botocore": frozenset({"ConnectionError", "HTTPClientError"}),
    "builtins": frozenset({"ConnectionError", "TimeoutError"}),
    "curl_cffi": _LIKE_REQUESTS,
    "http": frozenset({"BadStatusLine", "IncompleteRead"}),
    "httpcore": _LIKE_HTTPX,
    "httpx": _LIKE_HTTPX,
    "httpx2": _LIKE_HTTPX,
    "niquests": _LIKE_REQUESTS,
    "requests": _LIKE_REQUESTS,
    "socket": frozenset({"gaierror", "herror"}),
    "ssl": frozenset({"SSLError"}),
    "tornado": frozenset({"HTTPStreamClosedError", "HTTPTimeoutError", "StreamClosedError"}),
    "urllib3": frozenset(
        {"MaxRetryError", "NewConnectionError", "ProtocolError", "ProxyError", "SSLError", "TimeoutError"}
    ),
}
"""By the package that an exception's class comes from: the names of those that tell of no answer, or of half of one."""

_UNREACHABLE: Final = frozenset({errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ENETDOWN, errno.ENETUNREACH})
_KINDS: Final = (
    ("refused", frozenset({"ConnectionRefusedError"}), r"connection refused|ECONNREFUSED|could not connect to server"),
    (
        "dns",
        frozenset({"ClientConnectorDNSError", "DNSError", "NameResolutionError", "gaierror"}),
        r"ENOTFOUND|EAI_AGAIN|could not resolve",
    ),
    (
        "tls",
        frozenset(
            {
                "CertificateVerifyError", "ClientConnectorCertificateError", "ClientConnectorSSLError",
                "SSLCertVerificationError", "SSLEOFError", "SSLError", "SSLZeroReturnError",
            }
        ),
        r"\[SSL",
    ),
    ("timeout", frozenset({"TimeoutError"}), r"timed out|ETIMEDOUT"),
    ("garbled", frozenset({"BadStatusLine"}), r"illegal status line"),
    (
        "closed",
        frozenset(
            {
                "BrokenPipeError", "ConnectionAbortedError", "ConnectionClosedError", "ConnectionResetError",
                "IncompleteRead", "RemoteDisconnected", "ServerDisconnectedError", "StreamClosedError",
            }
        ),
        r"disconnected|ECONNRESET|hang up|empty reply",
    ),
)  # fmt: skip
"""Kinds of no answer: their names, those of the classes that tell them, and what such errors say in words alone."""

_SAID: Final = tuple((kind, re.compile(said, re.IGNORECASE)) for kind, _, said in _KINDS)
_MOST_ERRORS: Final = 30


def kind_of(error: BaseException) -> str:
    """Why `error` tells of no answer; empty where it does not, and is not ours to wait on.

    Returns:
        A kind that the catalogue names, such as `refused`, or the name of the error's class where none is certain.
    """
    if not any(map(_is_connection, _caused(error))):
        return ""
    found = (kind for each in _behind(error) if (kind := _named(each) or _said(each)))
    return next(found, str.__str__(type(error).__name__))


def _is_connection(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno in _UNREACHABLE:
        return True
    if type(error).__module__.startswith("playwright."):
        return bool(_said(error))
    reason = probe.own(error).get("reason")
    if isinstance(reason, BaseException) and type(error).__name__ == "URLError":
        return _is_connection(reason)
    return any(_root(cls) in _NAMES and cls.__name__ in _NAMES[_root(cls)] for cls in type(error).__mro__)


def _root(cls: type) -> str:
    module: object = cls.__module__
    return module.partition(".")[0] if isinstance(module, str) else ""


def _caused(error: BaseException) -> Iterator[BaseException]:
    """The error, and what it was raised `from`: the libraries around an API wrap the errors of their clients."""
    current: BaseException | None = error
    for _ in range(_MOST_ERRORS):
        if current is None:
            return
        yield current
        current = current.__cause__


def _behind(error: BaseException) -> Iterator[BaseException]:
    """The error and all that it was made of, the nearest first."""
    return reached(error, _made_of, _MOST_ERRORS)


def _made_of(error: BaseException) -> list[BaseException]:
    held = [probe.own(error).get(name) for name in ("reason", "os_error", "_os_error")]
    given = (*error.args, *held, *members(error), error.__cause__, error.__context__)
    return [each for each in given if isinstance(each, BaseException)]


def _named(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno in _UNREACHABLE:
        return "unreachable"
    # Not by the names of its bases: in urllib3 1 a refused connection is one that timed out.
    name = type(error).__name__
    found = next((kind for kind, names, _ in _KINDS if name in names), "")
    return found or ("timeout" if "Timeout" in name else "")


def _said(error: BaseException) -> str:
    text = raised.message(error)
    return next((kind for kind, said in _SAID if said.search(text)), "")
