"""Django REST framework and simplejwt: what is behind a refusal beside its text."""

from __future__ import annotations

from typing import Final

from pytest_httpstatus._diagnosis.defaults import KNOWN, READERS
from pytest_httpstatus._diagnosis.rule import Case, Found, rule

_REST: Final = "Django REST framework 3.18.3"
_SIMPLEJWT: Final = "djangorestframework-simplejwt 5.5.1"


@rule(
    "rest.simplejwt",
    codes="401",
    source=_SIMPLEJWT,
    row="401 JSON code: token_not_valid; 401 JSON code: bad_authorization_header",
    rank=75,
)
def simplejwt(case: Case) -> Found:
    found = case.received.document
    if not isinstance(found, dict) or not isinstance(found.get("detail"), str):
        return None
    if found.get("code") == "token_not_valid":
        return _refused_token(found)
    known = {"user_not_found": "User not found", "user_inactive": "User is inactive"}
    if known.get(str(found.get("code"))) == found["detail"]:
        return {"user": found["detail"]}
    return {"parts": "authorization"} if found.get("code") == "bad_authorization_header" else None


def _refused_token(found: dict[str, object]) -> dict[str, str]:
    messages = found.get("messages")
    first = messages[0] if isinstance(messages, list) and messages else None
    said = first.get("message") if isinstance(first, dict) else None
    token = said if isinstance(said, str) else str(found["detail"])
    kinds = {"Token has wrong type": "type", "Token is invalid": "key"}
    return {"token": token} | ({kinds[token]: token} if token in kinds else {})


@rule(
    "rest.no-challenge",
    codes="403",
    source=f"{_REST}; https://github.com/encode/django-rest-framework/issues/5968",
    row='403 JSON {"detail":"Authentication credentials were not provided."} with no WWW-Authenticate',
    rank=60,
)
def no_challenge(case: Case) -> Found:
    said = READERS["detail"](case)
    if said != "Authentication credentials were not provided." or case.field("www-authenticate"):
        return None
    wanted = case.expectation is not None and 401 in case.expectation.codes
    evidence = {"wanted": "401" if wanted else "", "rest": KNOWN["rest"](case)}
    return {name: value for name, value in evidence.items() if value} or None
