"""IIS and HTTP.sys: the digits after the dot stand in their error pages only, the status is the integer part."""

from __future__ import annotations

from typing import Final

from pytest_httpstatus._diagnosis import lazy
from pytest_httpstatus._diagnosis.own_words import markup, title, words
from pytest_httpstatus._diagnosis.rule import Case, Found, rule

_SOURCE: Final = "MicrosoftDocs/SupportArticles-docs, IIS http-status-code.md"
_SUBSTATUS: Final = lazy.pattern(r"<h[1-4]>\s{0,20}HTTP Error (\d{3}\.\d{1,3}) - ([^<]{1,80}?)\s{0,20}</h[1-4]>")
_DETAILED: Final = lazy.pattern(r"IIS \d{1,2}\.\d Detailed Error - (\d{3}\.\d{1,3}) - (.{1,60})")
_MEANINGS: Final = {
    "400.7": "length", "400.605": "forwards", "401.1": "password", "401.2": "settings", "401.3": "acl",
    "401.5": "application", "401.502": "rate", "403.4": "tls", "403.6": "address", "403.7": "certificate",
    "403.14": "no_handler", "403.16": "untrusted", "403.502": "rate", "404.2": "restricted", "404.3": "mime",
    "404.4": "no_handler", "404.5": "sequence", "404.6": "verb", "404.13": "content", "404.14": "url",
    "404.15": "query", "500.13": "busy", "500.19": "config", "500.21": "module", "500.30": "start", "502.3": "forward",
    "502.5": "start", "503.0": "pool", "503.2": "busy",
}  # fmt: skip
_KERNEL: Final = lazy.pattern(r"HTTP Error (\d{3})\. ([^.]{1,120}\.)")


@rule(
    "iis.substatus",
    codes="4xx | 5xx",
    source=_SOURCE,
    row="403 IIS error page 403.14; 404 IIS error page 404.13, 404.14, 404.15",
    rank=88,
)
def substatus(case: Case) -> Found:
    page = _DETAILED.search(title(case)) or _SUBSTATUS.search(markup(case))
    if page is None or not page[1].startswith(f"{case.code}."):
        return None
    meaning = _MEANINGS.get(page[1])
    return {"substatus": f"{page[1]} {page[2]}"} | ({meaning: page[1]} if meaning else {})


@rule("iis.kernel", codes="400 | 404 | 411 | 413 | 503", source="Microsoft-HTTPAPI/2.0", rank=88)
def kernel(case: Case) -> Found:
    """HTTP.sys, below IIS and every other Windows service: its words, and its own Server field."""
    said = _KERNEL.search(words(case))
    if said is None or said[1] != str(case.code) or not (case.field("server") or "").startswith("Microsoft-HTTPAPI"):
        return None
    reason = "host" if case.code == 400 and "hostname" in said[2] else "pool" if case.code == 503 else ""
    return {"said": said[2]} | ({reason: "HTTP.sys"} if reason else {})
