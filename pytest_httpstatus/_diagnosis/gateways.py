"""Who answered on the way: proxies, gateways and caches, so that theirs is not blamed on the code under test."""

from __future__ import annotations

import re
from typing import Final

from pytest_httpstatus import _fields, _structured
from pytest_httpstatus._diagnosis import (
    lazy,
    redirects,  # the module: a rule by its own name would be found here as well
)
from pytest_httpstatus._diagnosis.evidence import content_type, duration, is_json
from pytest_httpstatus._diagnosis.own_words import markup, plain, title, words
from pytest_httpstatus._diagnosis.rule import Case, Found, rule

_LONGEST: Final = 120

_ERRORS: Final = {
    "dns_timeout": "late", "dns_error": "behind", "destination_not_found": "setup", "destination_unavailable": "behind",
    "destination_ip_prohibited": "setup", "destination_ip_unroutable": "setup", "connection_refused": "behind",
    "connection_terminated": "behind", "connection_timeout": "late", "connection_read_timeout": "late",
    "connection_write_timeout": "late", "connection_limit_reached": "busy", "tls_protocol_error": "tls",
    "tls_certificate_error": "tls", "tls_alert_received": "tls", "http_request_error": "request",
    "http_request_denied": "request", "http_response_incomplete": "behind",
    "http_response_header_section_size": "answer", "http_response_header_size": "answer",
    "http_response_body_size": "answer", "http_response_trailer_section_size": "answer",
    "http_response_trailer_size": "answer", "http_response_transfer_coding": "answer",
    "http_response_content_coding": "answer", "http_response_timeout": "late", "http_upgrade_failed": "behind",
    "http_protocol_error": "answer", "proxy_internal_response": "setup", "proxy_internal_error": "setup",
    "proxy_configuration_error": "setup", "proxy_loop_detected": "setup",
}  # fmt: skip
"""The error types of RFC 9209, section 2.3, and what each of them asks to look at."""


@rule(
    "gateways.proxy-status",
    codes="4xx | 5xx",
    source="RFC 9209, Section 2.3",
    row="502, 503, 504 Proxy-Status with error=",
    rank=95,
)
def proxy_status(case: Case) -> Found:
    # The first member stands next to the origin, and knows best.
    found = next((each for each in _structured.items(case.field("proxy-status")) if each.text("error")), None)
    if found is None:
        return None
    error, party = found.text("error"), str(found.value)
    more = {"hop": "next-hop", "received": "received-status", "details": "details"}
    said = {key: found.text(name)[:_LONGEST] for key, name in more.items() if found.text(name)}
    return {"party": party, error if error in _ERRORS else "unknown": error, _ERRORS.get(error, "setup"): party} | said


@rule(
    "gateways.cache",
    source="RFC 9111, Section 5.1; RFC 9211, Section 2",
    row="any Age above 0, Cache-Status with hit, X-Cache: HIT",
    rank=30,
    matched=True,
)
def cache(case: Case) -> Found:
    age = _fields.seconds(case.field("age"))
    hit = next((each for each in _structured.items(case.field("cache-status")) if each.params.get("hit")), None)
    if hit is not None:
        field = f"cache-status: {hit.value}; hit"
    elif age:
        field = f"age: {age}"
    else:
        field = _home_made_hit(case)
    if not field:
        return None
    ttl = 0 if hit is None else hit.params.get("ttl", 0)
    stale = {"stale": duration(-ttl)} if isinstance(ttl, int) and ttl < 0 else {}
    return {"field": field} | ({"age": duration(age)} if age else {}) | stale


_HIT: Final = lazy.pattern(r"(?i)(?:^|[\s,_])hit\b")
_HITS: Final = ("x-cache", "cf-cache-status", "x-cache-status", "x-proxy-cache", "x-vercel-cache")


def _home_made_hit(case: Case) -> str:
    """What caches say in fields of their own; Varnish names the request that fetched the copy."""
    name = next((name for name in _HITS if _HIT.search(case.field(name) or "")), "")
    if name:
        return f"{name}: {(case.field(name) or '')[:_LONGEST]}"
    varnish = case.field("x-varnish") or ""
    return f"x-varnish: {varnish}" if re.fullmatch(r"[0-9]{1,12} [0-9]{1,12}", varnish) else ""


@rule(
    "gateways.only-if-cached",
    codes="504",
    source="RFC 9111, Section 5.2.1.7",
    row="504 request had Cache-Control: only-if-cached",
    rank=92,
)
def only_if_cached(case: Case) -> Found:
    asked = [each.lower() for each in _fields.members(case.asked("cache-control"))]
    return {"directive": "only-if-cached"} if "only-if-cached" in asked else None


@rule(
    "gateways.portal",
    codes="511",
    source="RFC 6585, Section 6",
    row="511 body links to a login page",
    rank=92,
)
def portal(case: Case) -> Found:
    return {"portal": title(case) or "511"} if markup(case) else None


@rule(
    "gateways.other-host",
    codes="2xx | 401 | 403",
    source="RFC 6585, Section 6; RFC 9110, Section 15.4",
    row="302 test expected JSON 401, got a redirect to an identity provider host",
    rank=60,
)
def other_host(case: Case) -> Found:
    """A page of another host where JSON was asked for: of a portal, a VPN, an identity provider."""
    before, after = (_fields.origin(url)[1] for url in (case.exchange.first.url, case.url))
    accept = {_fields.media_type(each) for each in _fields.members(case.asked("accept"))}
    json_asked = any(map(is_json, accept)) or is_json(content_type(case))
    strayed = case.exchange.redirects and before and after and before != after
    if not strayed or not markup(case) or not json_asked or "text/html" in accept:
        return None
    return None if redirects.login.look(case) is not None else {"before": before, "after": after}


@rule(
    "gateways.default-backend",
    codes="404",
    source="Kubernetes ingress-nginx, default backend",
    row="404 text default backend - 404, or HTML 404 page with Server: nginx and no app markers",
    rank=90,
)
def default_backend(case: Case) -> Found:
    return {"said": "default backend - 404"} if plain(case) == "default backend - 404" else None


@rule("gateways.go-not-found", codes="404", source="Go net/http; Traefik", rank=15)
def go_not_found(case: Case) -> Found:
    """A check: Traefik and every other server in Go say it in these words."""
    return {"said": "404 page not found"} if plain(case) == "404 page not found" else None


@rule(
    "gateways.hosting-limit",
    codes="508",
    source="https://networkdynamics.com/blog/avoid-508-resource-limit-reached-errors",
    row="508 HTML Resource Limit Is Reached",
    rank=90,
)
def hosting_limit(case: Case) -> Found:
    return {"said": "Resource Limit Is Reached"} if "Resource Limit Is Reached" in words(case) else None


_BLOCKER: Final = lazy.pattern(r'<([^<>\s]{1,300})>[^,<]{0,200};\s*rel\s*=\s*"?blocked-by\b', re.IGNORECASE)


@rule("gateways.blocked", codes="451", source="RFC 7725, Section 4", row="451 Link with rel=blocked-by", rank=90)
def blocked(case: Case) -> Found:
    found = _BLOCKER.search(case.field("link") or "")
    return {"party": found[1]} if found else None
