"""Cloudflare, Google, Azure, Akamai and Fastly: what their edges answer without the application."""

from __future__ import annotations

from typing import Final

from pytest_httpstatus._diagnosis import lazy
from pytest_httpstatus._diagnosis.own_words import first, markup, plain, title, words
from pytest_httpstatus._diagnosis.rule import Case, Found, rule

_CLOUDFLARE_DOCS: Final = "cloudflare/cloudflare-docs, support/troubleshooting/http-status-codes"


def _cloudflare(case: Case) -> bool:
    """Whether it came through Cloudflare, whoever made it."""
    return (case.field("server") or "").lower() == "cloudflare" or case.field("cf-ray") is not None


_ORIGIN: Final = {
    520: "unusable", 521: "refused", 522: "no_connection", 523: "unreachable", 524: "late", 525: "handshake",
    526: "certificate", 527: "railgun",
}  # fmt: skip


@rule(
    "clouds.cloudflare-origin",
    codes="520-527",
    source=f"{_CLOUDFLARE_DOCS}/cloudflare-5xx-errors",
    row="520-526 Server: cloudflare, cf-ray",
    rank=92,
)
def cloudflare_origin(case: Case) -> Found:
    return {_ORIGIN[case.code]: str(case.code)} if _cloudflare(case) else None


_CODE: Final = lazy.pattern(r'cf-error-code">\s*(1[0-9]{3})\s*<|>Error code:? (1[0-9]{3})<|<title>Error (1[0-9]{3})\b')
_CODE_ALONE: Final = lazy.pattern(r"error code: (1[0-9]{3})")
_REASONS: Final = {
    "1000": "dns", "1001": "dns", "1016": "dns", "1018": "dns", "1003": "address", "1006": "blocked", "1007": "blocked",
    "1008": "blocked", "1009": "blocked", "1010": "blocked", "1012": "blocked", "1020": "blocked", "1106": "blocked",
    "1015": "limited", "1027": "limited", "1019": "worker", "1101": "worker", "1102": "worker", "1033": "tunnel",
}  # fmt: skip


@rule(
    "clouds.cloudflare-code",
    codes="4xx | 5xx",
    source=f"{_CLOUDFLARE_DOCS}/cloudflare-1xxx-errors",
    row="520-526 Server: cloudflare, cf-ray",
    rank=93,
)
def cloudflare_code(case: Case) -> Found:
    code = _own_code(case) if _cloudflare(case) else ""
    return {_REASONS.get(code, "other"): code} if code else None


def _own_code(case: Case) -> str:
    """Cloudflare's own number of the error, from its text, its page or its JSON; empty when there is none."""
    found = case.received.document
    if isinstance(found, dict) and found.get("cloudflare_error") is True:
        code = found.get("error_code")
        return str(code) if isinstance(code, int) and 1000 <= code < 2000 else ""
    match = _CODE_ALONE.fullmatch(plain(case)) or _CODE.search(markup(case))
    return next(filter(None, match.groups()), "") if match else ""


@rule(
    "clouds.cloudflare-challenge",
    codes="403 | 429 | 503",
    source="https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response",
    row="403 cf-mitigated: challenge; 429 cf-mitigated: challenge",
    rank=94,
)
def cloudflare_challenge(case: Case) -> Found:
    return {"field": "cf-mitigated: challenge"} if case.field("cf-mitigated") == "challenge" else None


@rule(
    "clouds.cloudflare-blocked",
    codes="403",
    source="Cloudflare WAF, block page",
    row="Server: cloudflare, cf-ray, cf-mitigated",
    rank=92,
)
def cloudflare_blocked(case: Case) -> Found:
    blocked = title(case) == "Attention Required! | Cloudflare" and "you have been blocked" in words(case)
    return {"title": title(case)} if blocked and _cloudflare(case) else None


@rule(
    "clouds.cloudflare-gateway",
    codes="502 | 504",
    source=f"{_CLOUDFLARE_DOCS}/cloudflare-5xx-errors/error-502-504",
    row="502 cf-ray header",
    rank=92,
)
def cloudflare_gateway(case: Case) -> Found:
    if not _cloudflare(case):
        return None
    found, code = case.received.document, str(case.code)
    if "<hr><center>cloudflare</center>" in markup(case):
        return {"edge": code}
    if 'id="cf-error-details"' in markup(case):
        return {"passed": code}
    own = isinstance(found, dict) and found.get("cloudflare_error") is True
    return {"either": code} if own or plain(case) == f"error code: {code}" else None


_GOOGLE: Final = lazy.pattern(
    r"<body text=#000000 bgcolor=#ffffff>\s*<h1>Error: |<title>Error \d{3} \([^)<]{1,60}\)!!1"
)
_GOOGLE_SAYS: Final = {
    "does not have permission to get URL": "invoker", "was not found on this server": "path",
    "The service you requested is not available yet": "starting", "encountered a temporary error": "behind",
}  # fmt: skip


@rule("clouds.google", codes="4xx | 5xx", source="Google front end: its pages", rank=91)
def google(case: Case) -> Found:
    is_page = "Error" in markup(case) and _GOOGLE.search(markup(case))
    return {first(words(case), _GOOGLE_SAYS) or "other": "Google"} if is_page else None


_AZURE: Final = lazy.pattern(r"<hr><center>Microsoft-Azure-Application-Gateway/v[0-9]</center>")


@rule("clouds.azure", codes="4xx | 5xx", source="Azure: its pages", rank=91)
def azure(case: Case) -> Found:
    if "Microsoft-Azure" in markup(case) and _AZURE.search(markup(case)):
        meaning = {403: "blocked", 404: "rule", 502: "hung_up", 504: "late"}.get(case.code, "gateway")
        return {meaning: "Azure Application Gateway"}
    if "Our services aren't available right now" in words(case) and case.field("x-azure-ref") is not None:
        return {"route": "Azure Front Door"}
    return {"stopped": "Azure"} if case.code == 403 and "This web app is stopped." in words(case) else None


_REFERENCE: Final = lazy.pattern(r"Reference #([0-9]{1,3}\.[0-9a-f]{1,20}\.[0-9]{1,20}\.[0-9a-f]{1,20})")


@rule(
    "clouds.akamai",
    codes="4xx | 5xx",
    source="https://github.com/markSmurphy/akamai-error-lookup",
    row="403 HTML Access Denied with Reference #18...., Server: AkamaiGHost; Server: AkamaiGHost",
    rank=91,
)
def akamai(case: Case) -> Found:
    found = _REFERENCE.search(words(case))
    return {"denied" if title(case) == "Access Denied" else "failed": found[1]} if found else None


_FASTLY: Final = lazy.pattern(r"Guru Mediation: Details: cache-[a-z0-9-]{1,30}")


@rule("clouds.fastly", codes="4xx | 5xx", source="Fastly: its pages", rank=91)
def fastly(case: Case) -> Found:
    if (plain(case) or words(case)).startswith("Fastly error: unknown domain"):
        return {"domain": "Fastly"}
    return {"said": title(case), "synthetic": "Fastly"} if _FASTLY.search(words(case)) else None
