"""Proxies on the way that answer in words of their own: Squid, Envoy, HAProxy, Varnish, Traefik and Caddy."""

from __future__ import annotations

import re
from typing import Final

from pytest_httpstatus import _fields
from pytest_httpstatus._diagnosis import lazy
from pytest_httpstatus._diagnosis.own_words import first, markup, plain, title
from pytest_httpstatus._diagnosis.rule import Case, Found, rule

_SQUID: Final = {
    "ERR_ACCESS_DENIED": "denied", "ERR_CONNECT_FAIL": "refused", "ERR_CANNOT_FORWARD": "refused",
    "ERR_DNS_FAIL": "unknown_host", "ERR_READ_TIMEOUT": "late", "ERR_ZERO_SIZE_OBJECT": "hung_up",
    "ERR_READ_ERROR": "hung_up", "ERR_INVALID_RESP": "hung_up",
}  # fmt: skip


@rule("proxies.squid", codes="4xx | 5xx", source="Squid 5.7", rank=90)
def squid(case: Case) -> Found:
    error = (case.field("x-squid-error") or "").partition(" ")[0]
    if not re.fullmatch(r"[A-Z_]{3,60}", error) or case.code == 407:  # to give credentials is another family's
        return None
    host = _fields.origin(case.url)[1]
    return {_SQUID.get(error, "other"): error} | ({"host": host} if host else {})


_LOCAL: Final = lazy.pattern(r"(mitmproxy|tinyproxy|zscaler|privoxy|charles)\b", re.IGNORECASE)


@rule("proxies.local-proxy", codes="4xx | 5xx", source="mitmproxy, tinyproxy, Zscaler: their own Server", rank=90)
def local_proxy(case: Case) -> Found:
    server = case.field("server") or ""
    host = _fields.origin(case.url)[1]
    return {"server": server} | ({"host": host} if host else {}) if _LOCAL.match(server) else None


_ENVOY: Final = {
    "no healthy upstream": "nobody",
    "upstream connect error or disconnect/reset before headers": "reset",
    "upstream request timeout": "late",
    "RBAC: access denied": "denied",
    "local_rate_limited": "limited",
    "fault filter abort": "fault",
}
_JWT: Final = lazy.pattern(r"(?:Jwt|Audiences in Jwt) [a-z][A-Za-z &'.-]{1,80}")
_WHY: Final = lazy.pattern(r"(?:reset|transport failure) reason: ([^,\n]{1,80})")


@rule(
    "proxies.envoy",
    codes="401 | 403 | 426 | 429 | 5xx",
    source="https://github.com/istio/istio/issues/50058; https://github.com/envoyproxy/envoy/issues/43487",
    row=(
        "503 text no healthy upstream or upstream connect error or disconnect/reset before headers; "
        "426 server: envoy or istio-envoy, text Upgrade Required; server: envoy / istio-envoy"
    ),
    rank=90,
)
def envoy(case: Case) -> Found:
    text, server = plain(case), (case.field("server") or "").lower()
    name = {"envoy": "Envoy", "istio-envoy": "Envoy (Istio)"}.get(server, "")
    if case.code == 426:
        return {"old_version": name} if name and text == "Upgrade Required" else None
    if case.code == 401:
        return {"token": name, "said": text} if name and _JWT.fullmatch(text) else None
    meaning = next((meaning for known, meaning in _ENVOY.items() if text == known), "")
    meaning = "reset" if text.startswith("upstream connect error or disconnect/reset before headers") else meaning
    why = _WHY.search(text)
    return {meaning: name or "Envoy"} | ({"why": why[1]} if why else {}) if meaning else None


_HAPROXY: Final = {
    "No server is available to handle this request.": "nobody",
    "The server returned an invalid or incomplete response.": "hung_up",
    "The server didn't respond in time.": "late",
    "Request forbidden by administrative rules.": "denied",
    "You have sent too many requests in a given amount of time.": "limited",
    "You need a valid user and password to access this content.": "credentials",
    "Your browser sent an invalid request.": "invalid",
    "Your browser didn't send a complete request in time.": "slow",
}


@rule("proxies.haproxy", codes="4xx | 5xx", source="HAProxy 2.6", rank=90)
def haproxy(case: Case) -> Found:
    text = markup(case)
    meaning = first(text, _HAPROXY) if text.startswith(f"<html><body><h1>{case.code} ") and len(text) < 300 else ""
    return {meaning: "HAProxy"} if meaning else None


_XID: Final = lazy.pattern(r"<h3>Guru Meditation:</h3>\s*<p>XID: [0-9]{1,12}</p>")


@rule("proxies.varnish", codes="4xx | 5xx", source="Varnish 7.1", rank=90)
def varnish(case: Case) -> Found:
    if not _XID.search(markup(case)):
        return None
    said = title(case).partition(" ")[2]
    return {"behind": "Varnish"} if said == "Backend fetch failed" else {"synthetic": "Varnish", "said": said}


@rule("proxies.traefik", codes="503", source="Traefik 3, pkg/server/service/loadbalancer", rank=90)
def traefik(case: Case) -> Found:
    return {"maker": "Traefik"} if plain(case) == "no available server" else None


@rule("proxies.caddy", codes="502 | 503 | 504", source="Caddy 2, reverse_proxy", rank=10)
def caddy(case: Case) -> Found:
    """A check: Caddy's own errors are empty, and its Server field comes with what it passes on, too."""
    server = case.field("server")
    return {"server": server} if server == "Caddy" and case.received.kind == "empty" else None
