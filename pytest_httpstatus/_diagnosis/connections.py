"""No answer at all: why the connection gave none, by the numbers and words of the system and of the client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_httpstatus import _fields
from pytest_httpstatus._diagnosis.rule import Case, Found, Rule
from pytest_httpstatus._model import SILENCE

if TYPE_CHECKING:
    from collections.abc import Callable

_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104  # compared, not bound
_AGAIN: Final = {"transient": "yes"}
"""Evidence that a repeat may help."""

_UNREACHABLE: Final = frozenset({"EHOSTUNREACH", "ENETUNREACH", "ENETDOWN", "EHOSTDOWN"})
_BROKEN_OFF: Final = frozenset({"ECONNRESET", "ECONNABORTED", "EPIPE"})
_SOURCE: Final = "requests 2.34, httpx 0.28, aiohttp 3.14, urllib3 2.8, CPython 3.13"


def silence(
    name: str, *, source: str = _SOURCE, row: str = "", rank: int = 50
) -> Callable[[Callable[[Case], Found]], Rule]:
    """Make a rule of a function that speaks only where no answer came. For arguments see `rule`."""
    return lambda look: Rule(name, frozenset({SILENCE.code}), source, row, rank, look)


def proved(case: Case) -> dict[str, str]:
    """What the client's exception proves, by name: see `_clients/symptoms.py`."""
    return dict(case.exchange.facts)


def peer(case: Case) -> str:
    """Host and port of the server, as they would be written."""
    _, host, port = _fields.origin(case.url)
    if not host:
        return ""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def host(case: Case) -> dict[str, str]:
    """The host of the target, as evidence, where it is known."""
    name = _fields.origin(case.url)[1]
    return {"host": name} if name else {}


def _at(case: Case) -> dict[str, str]:
    return {"peer": peer(case)} if peer(case) else {}


def _limit(known: dict[str, str]) -> dict[str, str]:
    return {"seconds": known["seconds"]} if "seconds" in known else {}


@silence("connection.refused", rank=60)
def refused(case: Case) -> Found:
    known = proved(case)
    if known.get("errno") != "ECONNREFUSED" or "proxy" in known:
        return None
    name = _fields.origin(case.url)[1]
    return _at(case) | ({"local": name} if name in _LOCAL else host(case))


@silence("connection.unreachable", rank=60)
def unreachable(case: Case) -> Found:
    known = proved(case)
    if known.get("errno") not in _UNREACHABLE or "proxy" in known:
        return None
    return {"says": known.get("says", ""), **_at(case)}


@silence("connection.failed", source="curl_cffi 0.17: curl's error 7", rank=30)
def failed(case: Case) -> Found:
    known = proved(case)
    return _at(case) if "unconnected" in known and "proxy" not in known else None


@silence("connection.dns", rank=60)
def dns(case: Case) -> Found:
    known = proved(case)
    if known.get("resolver") in {None, "EAI_AGAIN"} or "proxy" in known or not host(case):
        return None
    return host(case) | ({"says": known["says"]} if known.get("says") else {})


@silence("connection.dns-down", rank=60)
def dns_down(case: Case) -> Found:
    known = proved(case)
    if known.get("resolver") != "EAI_AGAIN" or "proxy" in known or not host(case):
        return None
    return {"says": known.get("says", ""), **host(case), **_AGAIN}


@silence("connection.connect-timeout", rank=60)
def connect_timeout(case: Case) -> Found:
    known = proved(case)
    if "proxy" in known or not (known.get("timeout") == "connect" or known.get("errno") == "ETIMEDOUT"):
        return None
    return _at(case) | _limit(known) | _AGAIN


@silence("connection.read-timeout", rank=55)
def read_timeout(case: Case) -> Found:
    known = proved(case)
    if known.get("timeout") != "read":
        return None
    return _limit(known) | _writes(case)


@silence("connection.total-timeout", source="aiohttp 3.14, curl_cffi 0.17, Tornado 6.6", rank=55)
def total_timeout(case: Case) -> Found:
    known = proved(case)
    return _limit(known) | _writes(case) if known.get("timeout") == "total" else None


def _writes(case: Case) -> dict[str, str]:
    """The method, where a second try of it may do the work twice."""
    return {} if case.method in {"GET", "HEAD", "OPTIONS", ""} else {"method": case.method}


@silence("connection.pool-timeout", rank=60)
def pool_timeout(case: Case) -> Found:
    known = proved(case)
    return _limit(known) if known.get("timeout") == "pool" else None


@silence("connection.reset", rank=50)
def reset(case: Case) -> Found:
    known = proved(case)
    if known.get("errno") not in _BROKEN_OFF:
        return None
    return {"says": known.get("says", ""), **_at(case), **_plain(case), **_AGAIN}


@silence("connection.closed", rank=50)
def closed(case: Case) -> Found:
    known = proved(case)
    if "closed" not in known or "tls" in known:
        return None
    return {"raised": known["closed"], **_at(case), **_plain(case), **_AGAIN}


def _plain(case: Case) -> dict[str, str]:
    """That the URL says `http`: a server that speaks TLS often hangs up on it without a word."""
    return {"plain": "http"} if case.url.startswith("http:") else {}


@silence("connection.no-http", rank=60)
def no_http(case: Case) -> Found:
    known = proved(case)
    if "no_http" not in known:
        return None
    line = known.get("line", "")
    return _at(case) | ({"line": line[:60]} if line and not line.startswith("\x15\x03") else {})


@silence("connection.unreadable", source="aiohttp 3.14: HttpProcessingError", rank=40)
def unreadable(case: Case) -> Found:
    known = proved(case)
    if "broken" not in known or "no_http" in known:
        return None
    return {"says": " ".join(known["broken"].split())}


@silence(
    "connection.proxy-credentials",
    source="RFC 9110, Section 15.5.8",
    row="407 ProxyError with Tunnel connection failed: 407",
    rank=80,
)
def proxy_credentials(case: Case) -> Found:
    known = proved(case)
    return _proxy(known) | host(case) if known.get("proxy_code") == "407" else None


@silence("connection.proxy-refused", source="RFC 9110, Section 9.3.6", rank=80)
def proxy_refused(case: Case) -> Found:
    known = proved(case)
    code = known.get("proxy_code")
    if code in {None, "407"}:
        return None
    return {"said": f"{code} {known.get('proxy_says', '')}".strip(), **_proxy(known), **host(case)}


@silence("connection.proxy-down", rank=80)
def proxy_down(case: Case) -> Found:
    known = proved(case)
    away = {"errno", "resolver", "unconnected"} & known.keys() or known.get("timeout") == "connect"
    if "proxy" not in known or not away or "proxy_code" in known:
        return None
    return _proxy(known) | host(case) | ({"says": known["says"]} if known.get("says") else {})


def _proxy(known: dict[str, str]) -> dict[str, str]:
    """The proxy's address, where the client shows it."""
    address = known.get("proxy", "yes")
    return {} if address == "yes" else {"proxy": address}


@silence("connection.mock", source="responses 0.25, requests-mock 1.12, pytest-httpx 0.35", rank=90)
def mock(case: Case) -> Found:
    known = proved(case)
    return {"mock": known["mock"]} if "mock" in known else None
