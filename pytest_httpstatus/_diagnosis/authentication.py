"""Credentials: none sent, sent in another scheme, refused."""

from __future__ import annotations

from pytest_httpstatus import _fields
from pytest_httpstatus._diagnosis.rule import Case, Found, rule
from pytest_httpstatus._secret_names import is_secret_name


@rule("auth.no-credentials", codes="401", source="RFC 9110, Section 15.5.2", row="401 no Authorization", rank=40)
def no_credentials(case: Case) -> Found:
    if not case.knows_request_fields or _carries_credentials(case):
        return None
    asked = _fields.challenges(case.field("www-authenticate"))
    if not asked:
        return {}
    return {"challenge": asked[0].shown(), "scheme": asked[0].scheme}


def _carries_credentials(case: Case) -> bool:
    request = case.exchange.request
    named = any(is_secret_name(name) for name, value in request.fields or () if value)
    return named or any(is_secret_name(name, in_url=True) for name, _ in _fields.query(case.url))
