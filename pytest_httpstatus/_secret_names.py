"""Which names hold a credential: of fields, of keys in a body, of parameters in a URL."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pytest_httpstatus import _lazy

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARKERS: Final = frozenset({
    "token", "secret", "password", "passwd", "passphrase", "pwd", "pw", "pass", "auth", "authorization", "credential",
    "credentials", "session", "sessionid", "sid", "signature", "sig", "csrf", "xsrf", "csrftoken", "jwt", "otp", "pin",
    "cvv", "cvc", "ssn", "apikey", "accesskey", "secretkey", "privatekey", "cookie", "assertion", "phpsessid",
    "jsessionid", "bearer", "saml", "nonce", "hmac", "totp", "passcode",
})  # fmt: skip
_KEYS: Final = frozenset({"api", "access", "private", "secret", "auth", "subscription", "client", "shared", "signing",
                          "encryption", "account", "master", "storage", "functions", "service", "application", "admin",
                          "license"})  # fmt: skip
"""`key` is a credential only after one of these: `primary_key` and `keyboard` are harmless."""

_CODES: Final = frozenset({"mfa", "recovery", "verification", "backup", "sms", "security"})
"""`code` is a credential only after one of these."""

_AFTER: Final = {"key": _KEYS, "code": _CODES, "codes": _CODES}

_ENDINGS: Final = ("token", "password", "passwd", "secret", "apikey")
_ABOUT: Final = frozenset({
    "algorithm", "at", "count", "domain", "enabled", "endpoint", "error", "exists", "expired", "expires", "expiry",
    "format", "length", "lifetime", "limit", "max", "method", "methods", "min", "name", "policy", "provider",
    "required", "state", "status", "strength", "time", "timeout", "ttl", "type", "uri", "url", "valid", "version",
})  # fmt: skip
"""Last words that tell of a credential and are none: `token_type`, `password_min_length`, `InvalidTokenError`."""

_HARMLESS: Final = frozenset({
    "token_expires_in", "access_key_id", "www-authenticate", "proxy-authenticate", "expires_in", "pass_rate",
    "authentication", "is_authenticated", "authentication-info", "csrf_cookie", "session_cookie_secure",
    "access-control-allow-credentials",
})  # fmt: skip
_EXACT: Final = frozenset({
    "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-auth-token", "api-key",
    "x-amz-security-token", "x-amz-signature", "x-goog-signature", "x-amz-credential", "x-goog-credential", "code",
    "state", "x-csrftoken", "x-xsrf-token", "x-vault-token", "x-gitlab-token", "private-token", "x-functions-key",
    "ocp-apim-subscription-key", "x-hub-signature", "x-hub-signature-256", "stripe-signature", "dpop", "id_token",
    "x-shopify-access-token", "x-rapidapi-key", "x-goog-api-key", "x-github-token", "x-access-token",
    "x-honeycomb-team", "x-jfrog-art-api", "fastly-key", "x-insert-key", "x-query-key", "x-mashape-key",
    "connectionstring", "connection_string",
})  # fmt: skip
_QUERY_ONLY: Final = frozenset({"code", "state", "key"})
"""Names that carry a credential in a URL (OAuth's code, Google's key) and mean something else in a body."""

_WORDS: Final = _lazy.pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_LONGEST: Final = 200


def is_secret_name(name: str, more: Iterable[str] = (), *, in_url: bool = False) -> bool:
    """Whether a field, a key or a parameter of this name holds a credential.

    Args:
        name: As sent.
        more: Names that the user added; compared whole, without case.
        in_url: Whether it is the parameter of a URL, where `code` and `key` are credentials too.
    """
    bare = name[:_LONGEST].strip()
    return any(bare.lower() == each.lower() for each in more) or _is_secret(bare, in_url)


@lru_cache(2_000)
def _is_secret(name: str, in_url: bool) -> bool:  # noqa: FBT001  # a cached function has no keywords to tell apart
    lowered = name.lower()
    if lowered in _HARMLESS or lowered.replace("-", "_") in _HARMLESS:
        return False
    if lowered in _QUERY_ONLY:
        return in_url
    if lowered in _EXACT:
        return True
    words = [word.lower() for word in _WORDS.findall(name)]
    if words[-1:] and words[-1] in _ABOUT:
        return False
    if any(word in _MARKERS or word.endswith(_ENDINGS) for word in words):
        return True
    return any(before in _AFTER.get(last, ()) for before, last in pairwise(words))
