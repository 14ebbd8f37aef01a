"""Which names hold a credential: of fields, of keys in a body, of parameters in a URL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARKERS: Final = frozenset({
    "token", "secret", "password", "passwd", "passphrase", "pwd", "pass", "auth", "authorization", "credential",
    "credentials", "session", "sessionid", "sid", "signature", "sig", "csrf", "xsrf", "csrftoken", "jwt", "otp", "pin",
    "cvv", "cvc", "ssn", "apikey", "accesskey", "secretkey", "privatekey", "cookie", "assertion", "phpsessid",
    "jsessionid", "bearer", "saml",
})  # fmt: skip
_KEYS: Final = frozenset({"api", "access", "private", "secret", "auth", "subscription", "client", "shared", "signing",
                          "encryption", "account", "master", "storage", "functions", "service"})  # fmt: skip
"""`key` is a credential only after one of these: `primary_key` and `keyboard` are harmless."""

_ENDINGS: Final = ("token", "password", "passwd", "secret", "apikey")

_HARMLESS: Final = frozenset({
    "token_type", "token_endpoint", "token_expires_in", "auth_type", "auth_method", "session_state", "access_key_id",
    "www-authenticate", "proxy-authenticate", "csrf_enabled", "password_changed_at", "expires_in", "pass_rate",
    "authentication", "is_authenticated",
})  # fmt: skip
_EXACT: Final = frozenset({
    "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-auth-token", "api-key",
    "x-amz-security-token", "x-amz-signature", "x-goog-signature", "x-amz-credential", "x-goog-credential", "code",
    "state", "x-csrftoken", "x-xsrf-token", "x-vault-token", "x-gitlab-token", "private-token", "x-functions-key",
    "ocp-apim-subscription-key", "x-hub-signature", "x-hub-signature-256", "stripe-signature", "dpop", "id_token",
    "x-shopify-access-token", "x-rapidapi-key", "x-goog-api-key", "x-github-token", "x-access-token",
})  # fmt: skip
_QUERY_ONLY: Final = frozenset({"code", "state", "key"})
"""Names that carry a credential in a URL (OAuth's code, Google's key) and mean something else in a body."""

_WORDS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def is_secret_name(name: str, more: Iterable[str] = (), *, in_url: bool = False) -> bool:
    """Whether a field, a key or a parameter of this name holds a credential.

    Args:
        name: As sent.
        more: Names that the user added; compared whole, without case.
        in_url: Whether it is the parameter of a URL, where `code` and `key` are credentials too.
    """
    lowered = name.strip().lower()
    if lowered in _HARMLESS or lowered.replace("-", "_") in _HARMLESS:
        return False
    if lowered in _QUERY_ONLY:
        return in_url or lowered in {each.lower() for each in more}
    if lowered in _EXACT or any(lowered == each.lower() for each in more):
        return True
    words = [word.lower() for word in _WORDS.findall(name[:200])]
    if any(word in _MARKERS or word.endswith(_ENDINGS) for word in words):
        return True
    return any(last == "key" and before in _KEYS for before, last in zip(words, words[1:], strict=False))
