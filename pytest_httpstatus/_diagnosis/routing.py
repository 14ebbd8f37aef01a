"""Method and path: which of them the server takes here."""

from __future__ import annotations

from typing import Final

from pytest_httpstatus import _fields
from pytest_httpstatus._diagnosis import redirects  # the module: a rule by its own name would be found here as well
from pytest_httpstatus._diagnosis.rule import Case, Found, rule

_BLIND_TO_INTERIM: Final = frozenset({"requests", "urllib3", "http.client", "urllib.request"})


@rule(
    "routing.method-not-allowed",
    codes="405",
    source="RFC 9110, Section 15.5.6",
    row=(
        '405 Allow lists methods without the one used; 405 JSON {"detail":"Method \\"X\\" not allowed."}; '
        '405 JSON {"detail":"Method Not Allowed"}'
    ),
    rank=40,
)
def method_not_allowed(case: Case) -> Found:
    allow = _fields.members(case.field("allow"))
    if not allow or not case.method or case.method in allow:
        return None
    if any(each.look(case) is not None for each in (redirects.method_changed, head, options)):
        return None
    return {"method": case.method, "allow": ", ".join(allow)}


@rule("routing.allow-lists-it", codes="405", source="RFC 9110, Section 10.2.1", rank=60)
def allow_lists_it(case: Case) -> Found:
    if not case.method or case.method not in _fields.members(case.field("allow")):
        return None
    server = case.field("server")
    return {"method": case.method} | ({"server": server} if server else {})


@rule("routing.head", codes="405", source="RFC 9110, Section 9.1; FastAPI 0.165.0", row="405 request is HEAD", rank=70)
def head(case: Case) -> Found:
    allow = _fields.members(case.field("allow"))
    if case.method != "HEAD" or "GET" not in allow or "HEAD" in allow:
        return None
    return {"allow": ", ".join(allow)}


@rule("routing.options", codes="405", source="FastAPI 0.165.0", row="405 request is OPTIONS with Origin", rank=70)
def options(case: Case) -> Found:
    origin = case.asked("origin")
    if case.method != "OPTIONS" or not origin or "OPTIONS" in _fields.members(case.field("allow")):
        return None
    return {"origin": origin}


@rule(
    "routing.slash",
    codes="404",
    source="Werkzeug 3.1.9, aiohttp 3.14.5",
    row="404 Flask HTML The requested URL was not found on the server.",
    rank=10,
)
def slash(case: Case) -> Found:
    path = _fields.path_of(case.url).partition("?")[0]
    return {"path": path.rstrip("/")} if path.endswith("/") and path.strip("/") else None


@rule(
    "routing.interim",
    codes="102 | 103",
    source="requests 2.34.2, urllib3 2.8.0, CPython 3.11 to 3.13; RFC 9110, Section 15.2",
    row="102, 103 client is requests, urllib3, http.client or urllib.request",
    rank=90,
)
def interim(case: Case) -> Found:
    return {"code": str(case.code)} if case.exchange.client.name in _BLIND_TO_INTERIM else None


@rule("routing.post-default", codes="200", source="FastAPI 0.165.0", row="200 expected 201 to a POST", rank=10)
def post_default(case: Case) -> Found:
    created = case.expectation is not None and case.expectation.single == 201
    return {} if created and case.method == "POST" and not case.exchange.redirects else None
