"""Redirects: followed or not against the wish, to the same resource elsewhere, to a login page, in a circle."""

from __future__ import annotations

import re
from typing import Final

from pytest_httpstatus import _fields
from pytest_httpstatus._diagnosis import lazy
from pytest_httpstatus._diagnosis.evidence import WITH_CONTENT, change, logs_in, sent_nothing_secret, shown, targets
from pytest_httpstatus._diagnosis.rule import Case, Found, rule
from pytest_httpstatus._model import REDIRECTS

_CODES: Final = "301 | 302 | 303 | 307 | 308"
_LOGIN: Final = lazy.pattern(r"(?i)(?:^|[/._-])(?:log[_-]?in|sign[_-]?in|sso|log[_-]?on)(?:$|[/._-])")
_GATE: Final = lazy.pattern(r"(?i)(?:^|[/._-])(?:auth|authorize|accounts?|sessions?|saml2?|oidc|oauth2?)(?:$|[/._-])")
_BACK: Final = frozenset({"next", "return_to", "returnto", "return_url", "returnurl", "redirect_uri", "redirect_to"})
_OUT: Final = lazy.pattern(r"(?i)(?:log|sign)[_-]?(?:out|off|up)|register|password")
"""Requests that lead to a login page by design."""


@rule(
    "redirects.followed",
    source="RFC 9110, Section 15.4; requests 2.34.2, aiohttp 3.14.5, Starlette 1.10.0",
    row="200 expected a redirect, and the client followed it",
    rank=90,
)
def followed(case: Case) -> Found:
    if not _wants_redirect(case) or not case.exchange.redirects or case.code in REDIRECTS:
        return None
    # Django does not keep the first request: then the target stands as the server wrote it.
    written = _fields.value(case.exchange.redirects[-1].response.fields, "location") or case.url
    to = shown(case.url or targets(case)[-1], _asked(case)) if _asked(case) else written
    return {"hop": str(len(case.exchange.hops) + 1), "to": to}


def _wants_redirect(case: Case) -> bool:
    return case.expectation is not None and case.expects_redirect and bool(case.expectation.codes & REDIRECTS)


def _asked(case: Case) -> str:
    return case.exchange.first.url or ""


@rule("redirects.not-followed", codes=_CODES, source="RFC 9110, Section 15.4; httpx 0.28, Django 5.2", rank=20)
def not_followed(case: Case) -> Found:
    wanted = frozenset[int]() if case.expectation is None else case.expectation.codes
    if not case.location or not wanted & frozenset(range(200, 300)) or "gave_up" in dict(case.exchange.facts):
        return None
    elsewhere = any(each.look(case) is not None for each in (slash, https, host))
    if any(each.look(case) is not None for each in (downgrade, login, loop)) or (elsewhere and _losing(case)):
        return None  # to follow this one is no way out
    to = shown(case.location, case.url)
    return {"to": to} if elsewhere else {"to": to, "target": to}


@rule(
    "redirects.slash",
    codes=_CODES,
    source="Django 5.2.19, Werkzeug 3.1.9, Starlette 1.10.0, nginx 1.22.1",
    row="301 Location adds a final /; 307 Location differs only by the final /; 308 Location adds a final /",
    rank=70,
)
def slash(case: Case) -> Found:
    way = change(case.url, case.location)
    if not way.startswith("slash"):
        return None
    to = shown(case.location, case.url)
    return {"to": to, "added" if way == "slash added" else "dropped": to} | _losing(case)


def _losing(case: Case) -> dict[str, str]:
    """The method that a client may turn into GET when it follows this redirect."""
    return {"method": case.method} if case.method in WITH_CONTENT and case.code in {301, 302} else {}


@rule(
    "redirects.https",
    codes=_CODES,
    source="RFC 9110, Section 4.2.2",
    row="301 Location https; 307 Location https",
    rank=70,
)
def https(case: Case) -> Found:
    if change(case.url, case.location) != "https":
        return None
    return {"to": case.location} | _losing(case)


@rule("redirects.host", codes=_CODES, source="Django 5.2.19", row="301 Location host gained www.", rank=70)
def host(case: Case) -> Found:
    if change(case.url, case.location) != "host":
        return None
    return {"before": _fields.origin(case.url)[1], "after": _fields.origin(case.location)[1]} | _losing(case)


@rule(
    "redirects.downgrade",
    codes=_CODES,
    source="https://github.com/fastapi/fastapi/issues/4990",
    row="307 request was https, Location starts with http://",
    rank=75,
)
def downgrade(case: Case) -> Found:
    return {"to": case.location} if change(case.url, case.location) == "downgrade" else None


@rule(
    "redirects.login",
    source="Django 5.2.19 contrib/auth/views.py; Flask-Login 0.6.3",
    row=(
        "302 Location contains login with next=; 302 Location contains login with next= encoded, HTML Redirecting...; "
        "200 expected 401/403/404, login page"
    ),
    rank=80,
)
def login(case: Case) -> Found:
    asked = _fields.path_of(_asked(case)).partition("?")[0]
    pages = [target for target in (*targets(case), case.location) if target and _is_login(target)]
    if not pages or case.expects_redirect or _is_login(_asked(case)) or _OUT.search(asked):
        return None
    bare = {"bare": "authorization"} if sent_nothing_secret(case) else {}
    return {"to": shown(pages[0], _asked(case))} | bare | logs_in(case)


def _is_login(url: str) -> bool:
    path = _fields.path_of(url).partition("?")[0]
    back = any(name.lower() in _BACK for name, _ in _fields.query(url))
    return _LOGIN.search(path) is not None or (back and _GATE.search(path) is not None)


@rule(
    "redirects.method-changed",
    codes="2xx | 4xx",
    source="RFC 9110, Section 15.4.2",
    row="405 expected POST, access log shows GET",
    rank=85,
)
def method_changed(case: Case) -> Found:
    sent = case.exchange.first.method or ""
    if sent not in WITH_CONTENT or case.method != "GET" or case.expects_redirect:
        return None
    hops = case.exchange.redirects
    after = [*(hop.request.method for hop in hops[1:]), case.method]
    turned = (index for index, hop in enumerate(hops) if hop.request.method == sent and after[index] == "GET")
    index = next(turned, None)
    # 303 asks for a GET, and is meant.
    if index is None or (hop := hops[index]).response.code not in {301, 302}:
        return None
    # After a form, a redirect to another page is as it should be; to the same resource elsewhere, it never is.
    if case.code != 405 and not change(hop.request.url or "", targets(case)[index]):
        return None
    return {"method": sent, "code": str(hop.response.code), "to": shown(case.url, _asked(case))}


@rule(
    "redirects.content-lost",
    codes="400 | 411 | 415 | 422",
    source="requests 2.34, curl_cffi 0.16: PUT, PATCH and DELETE stay, their content goes",
    row="301 Location adds a final /",
    rank=85,
)
def content_lost(case: Case) -> Found:
    first, last = case.exchange.first, case.exchange.request
    if not case.exchange.redirects or first.method != last.method or not first.content or last.content != b"":
        return None
    return {
        "method": case.method,
        "code": str(case.exchange.redirects[0].response.code),
        "to": shown(case.url, _asked(case)),
    }


@rule("redirects.loop", codes=_CODES, source="RFC 9110, Section 15.4", row="414 a redirect loop", rank=90)
def loop(case: Case) -> Found:
    keeps = case.method in {"GET", "HEAD"} or case.code in {307, 308}
    before = [hop.request.url for hop in case.exchange.redirects]
    seen = {_fields.target(url, "") for url in (*before, case.url) if url}
    # A first answer that sets a cookie may be a test whether cookies come back: the second try can pass.
    if not keeps or case.location not in seen or (not before and case.field("set-cookie")):
        return None
    return {"to": shown(case.location, _asked(case))}


@rule(
    "redirects.gave-up",
    codes=_CODES,
    source="requests 2.34, httpx 0.28, aiohttp 3.14, urllib3 2.8, curl_cffi 0.17",
    rank=95,
)
def gave_up(case: Case) -> Found:
    count = dict(case.exchange.facts).get("gave_up")
    return None if count is None else {"count": count}


@rule("redirects.no-location", codes=_CODES, source="RFC 9110, Section 15.4", rank=60)
def no_location(case: Case) -> Found:
    known = case.exchange.response.fields is not None
    return {} if known and case.field("location") is None and case.field("range") is None else None


@rule(
    "redirects.resume-incomplete",
    codes="308",
    source="google-api-core 2.44.0 exceptions.ResumeIncomplete",
    row="308 Range bytes=0-N in the response and no Location",
    rank=90,
)
def resume_incomplete(case: Case) -> Found:
    match = re.fullmatch(r"(?:bytes=)?0-([0-9]{1,18})", (case.field("range") or "").strip())
    if match is None or case.field("location") is not None:
        return None
    return {"range": match[0], "next": str(int(match[1]) + 1)}
