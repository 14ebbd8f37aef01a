"""Apache's own pages, told by their frame and their sentence."""

from __future__ import annotations

from typing import Final

from pytest_httpstatus._diagnosis import lazy
from pytest_httpstatus._diagnosis.own_words import markup, words
from pytest_httpstatus._diagnosis.rule import Case, Rule, rule

_FRAME: Final = lazy.pattern(r'\s{0,20}<!DOCTYPE HTML PUBLIC "-//[^>]{1,120}>\s{1,4}<html><head>\s{1,4}<title>\d{3} ')
_REASON: Final = lazy.pattern(r"Reason: (.{3,120}?)(?: Apache/|\s*$)")


def _page(name: str, sentence: str, *, codes: str, row: str = "") -> Rule:
    """A rule for one page."""
    wanted = lazy.pattern(sentence)
    look = rule(f"apache.{name}", codes=codes, source="Apache HTTP Server 2.4", row=row, rank=88)
    return look(lambda case: _found(case) if _FRAME.match(markup(case)) and wanted.search(words(case)) else None)


def _found(case: Case) -> dict[str, str]:
    reason = _REASON.search(words(case)) if case.code == 502 else None
    return {"maker": "Apache"} | ({"reason": reason[1]} if reason else {})


plain_http = _page("plain-http", "speaking plain HTTP to an SSL-enabled server port", codes="400")
header_too_large = _page("header-too-large", "Size of a request header field exceeds server limit", codes="400")
credentials = _page("credentials", "This server could not verify that you are authorized", codes="401")
forbidden = _page("forbidden", "You don't have permission to access", codes="403")
not_found = _page("not-found", r"The requested URL (?:\S{1,2000} )?was not found on this server", codes="404")
method = _page("method", r"The requested method \S{1,40} is not allowed for", codes="405")
too_large = _page("too-large", "does not allow request data with .{1,20} requests, or the amount of data", codes="413")
uri_too_long = _page("uri-too-long", "The requested URL's length exceeds the capacity limit", codes="414")
misdirected = _page(
    "misdirected",
    "requested host name does not match the Server Name Indication",
    codes="421",
    row="421 text says the requested host name does not match the SNI of the connection",
)
failed = _page("failed", "The server encountered an internal error or misconfiguration", codes="500")
bad_gateway = _page("bad-gateway", "The proxy server received an invalid response from an upstream", codes="502")
unavailable = _page("unavailable", "The server is temporarily unable to service your request due to", codes="503")
gateway_timeout = _page("gateway-timeout", "The gateway did not receive a timely response", codes="504")
