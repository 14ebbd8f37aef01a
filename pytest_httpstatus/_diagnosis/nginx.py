"""nginx's own pages: the request did not reach the application, or the application did not answer.

`Server: nginx` alone proves nothing, for it comes with what nginx passes on: the foot of its own page does.
"""

from __future__ import annotations

import re
from typing import Final

from pytest_httpstatus import _fields
from pytest_httpstatus._diagnosis import lazy
from pytest_httpstatus._diagnosis.evidence import change, shown
from pytest_httpstatus._diagnosis.own_words import markup, title
from pytest_httpstatus._diagnosis.rule import Case, Found, Rule, rule

_SOURCE: Final = "nginx 1.22.1"
_FOOT: Final = lazy.pattern(r"<hr><center>(nginx|openresty|tengine|angie)(?:/[^<]{0,40})?</center>", re.IGNORECASE)
_MARKS: Final = ("set-cookie", "x-powered-by", "x-runtime")
"""Fields of an application: it was asked, and sent nginx elsewhere (X-Accel-Redirect)."""


def _own(case: Case) -> dict[str, str] | None:
    """Who wrote the page, where it is one of nginx's own."""
    foot = _FOOT.search(markup(case)[:2_000])
    return {"maker": foot[1]} if foot else None


def _page(name: str, titles: str, *, codes: str, row: str) -> Rule:
    """A rule for one page, told by its title."""
    known = titles.split(" | ")
    look = rule(f"nginx.{name}", codes=codes, source=_SOURCE, row=row, rank=88)
    return look(lambda case: _own(case) if title(case)[4:] in known else None)


plain_http = _page(
    "plain-http",
    "The plain HTTP request was sent to HTTPS port",
    codes="400",
    row="400 HTML title 400 The plain HTTP request was sent to HTTPS port",
)
client_certificate = _page(
    "client-certificate",
    "No required SSL certificate was sent | The SSL certificate error",
    codes="400",
    row="400 HTML title 400 No required SSL certificate was sent",
)
header_too_large = _page(
    "header-too-large",
    "Request Header Or Cookie Too Large",
    codes="400 | 431",
    row="400 HTML title 400 Request Header Or Cookie Too Large",
)
credentials = _page(
    "credentials",
    "Authorization Required",
    codes="401",
    row="401 HTML 401 Authorization Required, Server: nginx",
)
forbidden = _page("forbidden", "Forbidden", codes="403", row="403 HTML 403 Forbidden, Server: nginx, path ends in /")
static_file = _page("static-file", "Not Allowed", codes="405", row="405 HTML title 405 Not Allowed, Server: nginx")
too_large = _page(
    "too-large", "Request Entity Too Large", codes="413", row="413 HTML title 413 Request Entity Too Large"
)
uri_too_long = _page(
    "uri-too-long", "Request-URI Too Large", codes="414", row="414 HTML title 414 Request-URI Too Large"
)
limited = _page("limited", "Too Many Requests", codes="429", row="429 HTML title 429 Too Many Requests, Server: nginx")
bad_gateway = _page("bad-gateway", "Bad Gateway", codes="502", row="502 HTML title 502 Bad Gateway, Server: nginx")
unavailable = _page(
    "unavailable",
    "Service Temporarily Unavailable",
    codes="503",
    row="503 HTML title 503 Service Temporarily Unavailable, Server: nginx",
)
gateway_timeout = _page(
    "gateway-timeout", "Gateway Time-out", codes="504", row="504 HTML title 504 Gateway Time-out, Server: nginx"
)


@rule(
    "nginx.not-found",
    codes="404",
    source=_SOURCE,
    row="404 text default backend - 404, or HTML 404 page with Server: nginx and no app markers",
    rank=88,
)
def not_found(case: Case) -> Found:
    return None if any(case.field(name) is not None for name in _MARKS) else _own(case)


@rule(
    "nginx.slash",
    codes="301",
    source=_SOURCE,
    row="301 Server: nginx, HTML title 301 Moved Permanently, Location adds /",
    rank=88,
)
def slash(case: Case) -> Found:
    found = _own(case)
    before, after = _fields.origin(case.url), _fields.origin(case.location)
    asked = case.url.partition("?")[0]
    if found is None or not asked or _fields.path_of(case.location).partition("?")[0] != f"{_fields.path_of(asked)}/":
        return None
    moved = {} if before == after else {"before": _place(before), "after": _place(after)}
    return found | {"to": shown(case.location, case.url)} | moved


def _place(origin: tuple[str, str, int | None]) -> str:
    scheme, host, port = origin
    return f"{scheme}://{host}" + ("" if port in {None, 80, 443} else f":{port}")


@rule("nginx.redirect", codes="301 | 302 | 303 | 307 | 308", source=_SOURCE, rank=45)
def redirect(case: Case) -> Found:
    # What changes is said by the redirects: this is who wrote it.
    return None if change(case.url, case.location) == "slash added" or slash.look(case) else _own(case)


@rule(
    "nginx.page",
    codes="4xx | 5xx",
    source=_SOURCE,
    row=(
        "501 text about transfer coding or Transfer-Encoding; 505 request line says HTTP/3.0; "
        "Server: nginx plus <hr><center>nginx in the body"
    ),
    rank=87,
)
def page(case: Case) -> Found:
    found = _own(case)
    told = case.code == 404 or any(case.code in each.codes and each.look(case) is not None for each in _KNOWN)
    return None if found is None or told else found | {"title": title(case)}


_KNOWN: Final = frozenset({
    plain_http, client_certificate, header_too_large, credentials, forbidden, static_file, too_large, uri_too_long,
    limited, bad_gateway, unavailable, gateway_timeout,
})  # fmt: skip
