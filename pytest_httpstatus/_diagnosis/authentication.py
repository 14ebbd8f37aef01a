"""Credentials: none sent, sent in another scheme, expired, lost on the way, refused."""

from __future__ import annotations

import base64
import json
from math import isfinite
from typing import Final

from pytest_httpstatus import _fields
from pytest_httpstatus._diagnosis import (
    lazy,
    rate,  # the module: a rule by its own name would be found here as well
)
from pytest_httpstatus._diagnosis.evidence import duration, logs_in, moment, sent_nothing_secret
from pytest_httpstatus._diagnosis.rule import Case, Found, rule

_WANTED: Final = lazy.pattern(
    r"(?i)\b(?:not authenticated|authentication (?:is )?required|credentials were not provided"
    r"|(?:login|log in|sign in) (?:is )?required|missing (?:authentication|authorization|access) (?:token|header))\b"
)
"""What servers say when credentials are missing, whatever the code."""

_LONGEST_TOKEN: Final = 16_384


@rule("auth.no-credentials", codes="401", source="RFC 9110, Section 15.5.2", row="401 no Authorization", rank=40)
def no_credentials(case: Case) -> Found:
    if not sent_nothing_secret(case) or dropped_on_redirect.look(case) is not None:
        return None
    asked = _fields.challenges(case.field("www-authenticate"))
    if not asked and case.exchange.request.content and not _WANTED.search(case.received.text[:2_000]):
        return None  # a login, perhaps, whose credentials have names of their own
    return {} if not asked else {"challenge": asked[0].shown()} | _way_in(case, asked[0].scheme)


def _way_in(case: Case, scheme: str) -> dict[str, str]:
    """How to send credentials: test clients that log in by themselves need no field."""
    if login := logs_in(case):
        return login
    if scheme.lower() == "basic" and case.exchange.client.authenticate:
        return {"basic": scheme}
    return {"token_scheme" if scheme.lower() in {"bearer", "token", "jwt"} else "scheme": scheme}


@rule("auth.other-scheme", codes="401", source="RFC 9110, Section 11.6.2", row="401 scheme in Authorization", rank=70)
def other_scheme(case: Case) -> Found:
    sent, asked = _scheme(case), _fields.challenges(case.field("www-authenticate"))
    if not sent or not asked or _challenge(case) is not None:
        return None
    return {"sent": sent, "challenge": asked[0].shown(), "scheme": asked[0].scheme}


@rule("auth.no-scheme", codes="401", source="RFC 9110, Section 11.4", row="401 scheme in Authorization", rank=70)
def no_scheme(case: Case) -> Found:
    asked = _fields.challenges(case.field("www-authenticate"))
    value = (case.asked("authorization") or "").strip()
    if not value or _scheme(case) or not asked:
        return None
    return {"challenge": asked[0].shown(), "scheme": asked[0].scheme}


def _scheme(case: Case) -> str:
    """The scheme that Authorization names; empty when there is none, and for credentials without a scheme."""
    scheme, _, rest = (case.asked("authorization") or "").strip().partition(" ")
    return scheme if rest.strip() else ""


def _challenge(case: Case) -> _fields.Challenge | None:
    """The challenge for the scheme that was sent."""
    sent = _scheme(case).lower()
    asked = _fields.challenges(case.field("www-authenticate"))
    return next((each for each in asked if each.scheme.lower() == sent), None)


@rule("auth.refused", codes="401", source="RFC 6750, Section 3.1", rank=50)
def refused(case: Case) -> Found:
    scheme, challenge = _scheme(case), _challenge(case)
    if not scheme or any(each.look(case) is not None for each in (expired_token, early_token, insufficient_scope)):
        return None
    if challenge is None:
        # Some servers give no challenge, and others one of the schemes that they take: nothing is proved.
        return None if case.field("www-authenticate") else {"unasked": scheme}
    said = {"scheme": challenge.scheme, "error": _reason(challenge), "scope": challenge.params.get("scope", "")}
    return {name: value for name, value in said.items() if value}


def _reason(challenge: _fields.Challenge) -> str:
    """What a bearer challenge says of the refusal: `invalid_token, the access token was revoked`."""
    parts = (challenge.params.get(name, "") for name in ("error", "error_description"))
    return ", ".join(part for part in parts if part)


@rule("auth.expired-token", codes="401 | 403", source="RFC 7519, Section 4.1.4", rank=80)
def expired_token(case: Case) -> Found:
    expiry = _claim(case, "exp")
    if expiry is None or expiry >= moment(case) or _other_reason(case):
        return None
    return {"age": duration(moment(case) - expiry)}


@rule("auth.early-token", codes="401 | 403", source="RFC 7519, Section 4.1.5", rank=80)
def early_token(case: Case) -> Found:
    start = _claim(case, "nbf")
    if start is None or start <= moment(case) or _other_reason(case):
        return None
    return {"wait": duration(start - moment(case))}


def _claim(case: Case, name: str) -> float | None:
    """A date in the token that was sent. Nothing is verified, and nothing but the date is looked at."""
    token = (case.asked("authorization") or "").strip().rpartition(" ")[2][:_LONGEST_TOKEN]
    parts = token.split(".")
    if len(parts) != 3:
        return None
    try:
        claims: object = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return None
    value: object = claims.get(name) if isinstance(claims, dict) else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) else None


def _other_reason(case: Case) -> bool:
    """Whether the server itself names another reason than the token."""
    challenge = _challenge(case)
    return challenge is not None and challenge.params.get("error", "invalid_token") != "invalid_token"


@rule(
    "auth.dropped-on-redirect",
    codes="401 | 403 | 404",
    source="RFC 9110, Section 15.4; requests 2.34, httpx 0.28, aiohttp 3.14",
    row="401 redirect happened earlier",
    rank=90,
)
def dropped_on_redirect(case: Case) -> Found:
    first, last = case.exchange.first, case.exchange.request
    if not case.exchange.redirects or not _fields.value(first.fields, "authorization") or last.fields is None:
        return None
    before, after = (_fields.origin(request.url) for request in (first, last))
    if before == after or case.asked("authorization"):
        return None
    return {"before": _origin(before), "after": _origin(after), "to": case.url}


def _origin(origin: tuple[str, str, int | None]) -> str:
    scheme, host, port = origin
    return f"{scheme}://{host}" + ("" if port in {None, 80, 443} else f":{port}")


@rule(
    "auth.proxy",
    codes="407",
    source="RFC 9110, Section 15.5.8",
    row="407 ProxyError with Tunnel connection failed: 407",
    rank=60,
)
def proxy(case: Case) -> Found:
    asked = _fields.challenges(case.field("proxy-authenticate"))
    host = {"host": _fields.origin(case.url)[1]} if _fields.origin(case.url)[1] else {}
    return host | ({"challenge": asked[0].shown()} if asked else {})


@rule(
    "auth.forbidden-no-credentials",
    codes="403",
    source="RFC 9110, Section 15.5.4; Django REST framework 3.18.3",
    row='403 JSON {"detail":"Authentication credentials were not provided."} with no WWW-Authenticate',
    rank=40,
)
def forbidden_no_credentials(case: Case) -> Found:
    if not sent_nothing_secret(case) or any(each.look(case) for each in (dropped_on_redirect, rate.forbidden_limit)):
        return None
    asked = _fields.challenges(case.field("www-authenticate"))
    said = _WANTED.search(case.received.text[:2_000])
    if asked:
        return {"challenge": asked[0].shown()} | logs_in(case)
    return logs_in(case) | ({"bare": "authorization"} if said else {})


@rule("auth.insufficient-scope", codes="401 | 403", source="RFC 6750, Section 3.1", rank=80)
def insufficient_scope(case: Case) -> Found:
    challenge = _challenge(case)
    if challenge is None or challenge.params.get("error") != "insufficient_scope":
        return None
    scope = challenge.params.get("scope")
    return {"scheme": challenge.scheme} | ({"scope": scope} if scope else {})
