"""Credentials planted in every place that an exchange has, and look-alikes that are none.

Shapes of well-known tokens are put together here: no scanner is to take this file for a leak.
"""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from html import escape
from itertools import cycle, islice
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from pytest_httpstatus._model import Exchange
from tests.exchanges import ACCEPT, HTML, JSON, exchange, hop

FORM: Final = ("Content-Type", "application/x-www-form-urlencoded")
MULTIPART: Final = ("Content-Type", "multipart/form-data; boundary=x")
TEXT: Final = ("Content-Type", "text/plain")
XML: Final = ("Content-Type", "application/xml")
API: Final = "https://api.test"
LONGEST_LEFT: Final = 16
"""Characters in a row of a credential that nobody may see."""


class Planted(NamedTuple):
    """One credential in one exchange.

    Attributes:
        place: Where it stands.
        value: The credential.
        exchange: An exchange that holds it.
        traces: What must not be seen.
    """

    place: str
    value: str
    exchange: Exchange
    traces: tuple[str, ...]


def digest(text: str, length: int = 32) -> str:
    """Hexadecimal digits that look random and are always the same."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def jwt(name: str, claims: int = 1) -> str:
    claimed = json.dumps({"sub": name, **{f"claim{number}": digest(name + str(number)) for number in range(claims)}})
    parts = ('{"alg":"HS256","typ":"JWT"}', claimed, digest(name, 42))
    return ".".join(base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)


OPAQUE: Final[tuple[Callable[[str], str], ...]] = (
    digest,
    lambda name: encoded(digest(name, 24)) + "==",
    lambda name: f"Zk9+{digest(name, 10)}/Qx==",
    lambda name: f"{digest(name, 6)}-{digest(name, 12)[6:]}_x",
    lambda name: str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
    lambda name: jwt(name, 4),
    jwt,
)
"""What a server gives out: signs that every field and every URL takes."""

TYPED: Final[tuple[Callable[[str], str], ...]] = (
    lambda name: f"hunter2-{digest(name, 6)}",
    lambda name: f'pa"ss\\w&rd-{digest(name, 6)}',
    lambda name: f"wörd/비밀-{digest(name, 6)}",
    lambda name: f"<{digest(name, 8)}>'%2F+",
    lambda name: f"correct horse {digest(name, 6)} staple",
)
"""What people type."""


def _key() -> dict[str, str]:
    rows = "\n".join(digest(f"row {number}", 64) for number in range(4))
    kind = "PRIVATE KEY"
    return {f"{name}private key": f"-----BEGIN {name.upper()}{kind}-----\n{rows}\n-----END {name.upper()}{kind}-----"
            for name in ("", "rsa ", "ec ", "openssh ")}  # fmt: skip


KNOWN: Final[dict[str, str]] = {
    "aws key": "AK" + "IA" + digest("aws", 16).upper(),
    "aws session key": "AS" + "IA" + digest("aws session", 16).upper(),
    **{f"github {sign}": f"gh{sign}" + "_" + digest(f"github {sign}", 36) for sign in "opusr"},
    "github fine-grained": "github" + "_pat_" + digest("fine", 22) + "_" + digest("grained", 59),
    **{f"slack {sign}": f"xox{sign}" + "-" + "123456789012-" + digest(f"slack {sign}", 24) for sign in "abprs"},
    **{f"stripe {kind} {run}": f"{kind}k_" + f"{run}_" + digest(f"{kind}{run}", 24) for kind in "sr"
       for run in ("live", "test")},
    "stripe webhook": "whsec" + "_" + digest("webhook", 32),
    "google api": "AI" + "za" + digest("google", 35),
    "google oauth": "ya29" + "." + digest("oauth", 60),
    "gitlab": "glp" + "at-" + digest("gitlab", 20),
    "openai": "sk" + "-proj-" + digest("openai", 40) + "Ab1",
    "anthropic": "sk" + "-ant-" + digest("anthropic", 40) + "Ab1",
    "jwt": jwt("known"),
    "long jwt": jwt("known", 6),
    **_key(),
}  # fmt: skip
"""Tokens that their shape gives away, wherever they stand."""

SCHEMES: Final = (
    "Bearer {}", "Token {}", "token {}", "Negotiate {}", "NTLM {}", "ApiKey {}", "DPoP {}", "GNAP {}", "Splunk {}",
    "GenieKey {}", "SSWS {}", "SharedKey account:{}", "Bot {}", "JWT {}", "{}", "Token token={}",
    'Hawk id="a", mac="{}"',
    'Digest username="ada", realm="a", nonce="n", uri="/", response="{}"', 'Signature keyId="a",signature="{}"',
    "HMAC-SHA256 SignedHeaders=host&Signature={}", 'OAuth oauth_consumer_key="a", oauth_signature="{}"',
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=host, Signature={}",
)  # fmt: skip
FIELDS: Final = (
    "X-API-Key", "Api-Key", "ApiKey", "X-ApiKey", "X-Auth-Token", "X-Access-Token", "X-Refresh-Token", "X-Id-Token",
    "X-Amz-Security-Token", "X-Goog-Api-Key", "X-Goog-Iap-Jwt-Assertion", "X-Amzn-Oidc-Accesstoken",
    "Ocp-Apim-Subscription-Key", "X-Functions-Key", "X-Vault-Token", "X-Consul-Token", "X-Gitlab-Token",
    "Private-Token", "Job-Token", "X-GitHub-Token", "X-Shopify-Access-Token", "X-RapidAPI-Key", "X-Mashape-Key",
    "X-CSRFToken", "X-XSRF-TOKEN", "X-CSRF-Token", "DD-API-KEY", "DD-APPLICATION-KEY", "X-Twilio-Signature",
    "X-Figma-Token", "Circle-Token", "X-JFrog-Art-Api", "X-Plex-Token", "Fastly-Key", "X-Auth-Key",
    "X-Algolia-API-Key", "X-MBX-APIKEY", "X-Client-Secret", "X-Insert-Key", "X-License-Key", "X-Query-Key",
    "X-Honeycomb-Team", "X-Postmark-Server-Token", "X-Session-Id", "X-Session-Token", "X-Service-Token",
    "X-Subject-Token", "X-Forwarded-Access-Token", "X-Api-Secret", "X-Signature", "X-Webhook-Secret",
    "X-Line-Signature", "X-Telegram-Bot-Api-Secret-Token", "X-Authorization", "X-Parse-Master-Key",
    "X-Parse-REST-API-Key", "X-Master-Key", "X-Admin-Key", "X-Secret", "X-Password", "X-User-Password", "X-OTP",
)  # fmt: skip
SIGNED: Final = {
    "X-Hub-Signature": "sha1={}", "X-Hub-Signature-256": "sha256={}", "Stripe-Signature": "t=1492774577,v1={}",
    "X-Slack-Signature": "v0={}", "X-Sentry-Auth": "Sentry sentry_version=7, sentry_key={}",
    "Signature": "sig1=:{}:", "X-Shopify-Hmac-Sha256": "{}",
}  # fmt: skip
PARAMETERS: Final = (
    "api_key", "apikey", "key", "access_token", "token", "auth", "code", "state", "sig", "signature", "password", "pwd",
    "client_secret", "X-Amz-Signature", "X-Amz-Credential", "X-Amz-Security-Token", "X-Goog-Signature", "sid",
    "session_id", "id_token", "refresh_token", "subscription-key", "jwt", "otp", "hmac",
    "oauth_token", "SAMLResponse", "access%5Ftoken",
)  # fmt: skip
KEYS: Final = (
    "password", "new_password", "passwordConfirm", "passwd", "passphrase", "secret", "client_secret", "clientSecret",
    "token", "access_token", "refreshToken", "id_token", "apiKey", "api_key", "private_key", "secretAccessKey",
    "aws_secret_access_key", "sessionToken", "session_id", "csrfmiddlewaretoken", "signature", "otp", "credentials",
    "connectionString", "webhook_secret", "encryptionKey", "mfa_code", "recovery_code", "pin",
)  # fmt: skip


def asking(*fields: tuple[str, str], **more: Any) -> Exchange:
    return exchange(401, b'{"detail": "no"}', JSON, asked=(ACCEPT, *fields), **more)


def sending(content: str, kind: tuple[str, str]) -> Exchange:
    return asking(kind, sent=content.encode(), method="POST")


def answering(content: str, kind: tuple[str, str] = TEXT, *fields: tuple[str, str], **asked: Any) -> Exchange:
    return exchange(401, content.encode(), kind, *fields, **asked)


def dumped(**members: Any) -> str:
    return json.dumps(members)


def part(name: str, value: str) -> str:
    return f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n--x--\r\n'


def of_fields() -> Iterator[tuple[str, Callable[[str], Exchange]]]:
    for scheme in SCHEMES:
        yield f"authorization {scheme}", lambda it, scheme=scheme: asking(("Authorization", scheme.format(it)))
    for scheme in SCHEMES[:4]:
        yield f"proxy {scheme}", lambda it, scheme=scheme: asking(("Proxy-Authorization", scheme.format(it)))
    for name in FIELDS:
        yield f"field {name}", lambda it, name=name: asking((name, it))
    for name, form in SIGNED.items():
        yield f"field {name}", lambda it, name=name, form=form: asking((name, form.format(it)))
    for form in ("sid={}", "theme=dark; sid={}; lang=en", "__Host-sid={}", "consent={}"):
        yield f"cookie {form}", lambda it, form=form: asking(("Cookie", form.format(it)))
    for form in ("sid={}; Path=/; HttpOnly", "remember={}", "a=b; Path=/, sid={}; Secure"):
        yield f"set-cookie {form}", lambda it, form=form: answering("no", TEXT, ("Set-Cookie", form.format(it)))
    for name in ("X-Auth-Token", "X-CSRF-Token", "Authorization"):
        yield f"answered {name}", lambda it, name=name: answering("no", TEXT, (name, it))
    for claim in ("X-Context", "X-Amzn-Oidc-Data", "X-Debug"):
        yield f"jwt in {claim}", lambda it, claim=claim: asking((claim, jwt(it)))


def of_urls() -> Iterator[tuple[str, Callable[[str], Exchange]]]:
    for name in PARAMETERS:
        yield f"query {name}", lambda it, name=name: asking(url=f"{API}/a?page=2&{name}={quote(it, safe='')}&b=c")
    for name in PARAMETERS[:6]:
        at = f"{API}/a?page=2&{name}="
        yield f"location {name}", lambda it, at=at: answering("", TEXT, ("Location", at + quote(it, safe="")))
        yield f"link {name}", lambda it, at=at: answering("", TEXT, ("Link", f'<{at}{quote(it, safe="")}>; rel="next"'))
        yield f"referer {name}", lambda it, at=at: asking(("Referer", at + quote(it, safe="")))
        yield f"hop {name}", lambda it, at=at: asking(hops=(hop(302, ("Location", "/b"), url=at + quote(it, safe="")),))
        yield f"hop to {name}", lambda it, at=at: asking(hops=(hop(302, ("Location", at + quote(it, safe=""))),))
        yield f"nested {name}", lambda it, at=at: asking(url=f"{API}/go?next={quote(at + quote(it, safe=''), safe='')}")
        yield f"said {name}", lambda it, at=at: answering(f"cannot fetch {at}{quote(it, safe='')} now")
    yield "refresh", lambda it: answering("", TEXT, ("Refresh", f"0; url={API}/?token={quote(it, safe='')}"))
    yield "fragment", lambda it: asking(url=f"{API}/cb#access_token={quote(it, safe='')}&token_type=bearer")
    yield "matrix", lambda it: asking(url=f"{API}/a;jsessionid={quote(it, safe='')}?x=1")
    yield "userinfo", lambda it: asking(url=f"https://ada:{quote(it, safe='')}@api.test/a")
    yield "userinfo alone", lambda it: asking(url=f"https://{quote(it, safe='')}@api.test/a")
    yield "userinfo said", lambda it: answering(f"cannot reach amqp://ada:{quote(it, safe='')}@queue:5672/a")


def of_bodies() -> Iterator[tuple[str, Callable[[str], Exchange]]]:
    for key in KEYS:
        yield f"json {key}", lambda it, key=key: sending(dumped(user="ada", **{key: it}), JSON)
    for key in KEYS[:14]:
        yield f"form {key}", lambda it, key=key: sending(f"user=ada&{key}={quote(it, safe='')}", FORM)
        yield f"multipart {key}", lambda it, key=key: sending(part(key, it), MULTIPART)
        yield f"xml {key}", lambda it, key=key: sending(f"<?xml?><a><{key}>{escape(it)}</{key}></a>", XML)
        yield f"xml attribute {key}", lambda it, key=key: sending(f'<?xml?><a><b {key}="{escape(it)}"/></a>', XML)
        yield f"answered {key}", lambda it, key=key: answering(dumped(**{key: it}), JSON)
        yield f"answered xml {key}", lambda it, key=key: answering(f"<?xml?><a><{key}>{escape(it)}</{key}></a>", XML)
    yield "cdata", lambda it: sending(f"<a><password><![CDATA[{it}]]></password></a>", XML)
    yield "answered cdata", lambda it: answering(f"<a><password><![CDATA[{it}]]></password></a>", XML)
    yield "nested json", lambda it: sending(dumped(a={"b": [{"client_secret": it}]}), JSON)
    yield "list json", lambda it: sending(dumped(token=[it]), JSON)
    yield "json in json", lambda it: sending(dumped(payload=dumped(refresh_token=it)), JSON)
    yield "damaged json", lambda it: sending(dumped(password=it)[:-1] + ", ", JSON)
    yield "hop content", lambda it: asking(hops=(hop(302, content=dumped(password=it).encode(), fields=(JSON,)),))


ECHOES: Final[dict[str, Callable[[str], str]]] = {
    "raw": str,
    "in capitals": str.upper,
    "percent-encoded": lambda it: quote(it, safe=""),
    "percent-encoded twice": lambda it: quote(quote(it, safe=""), safe=""),
    "percent-encoded small": lambda it: quote(it, safe="").lower(),
    "base64": encoded,
    "json-escaped": lambda it: json.dumps(it)[1:-1],
    "repr": lambda it: repr(it)[1:-1],
    "html": escape,
}
SAYING: Final[dict[str, Callable[[str, Any], Exchange]]] = {
    "text": lambda it, asked: answering(f"no {it} here", TEXT, asked=asked),
    "line": lambda it, asked: answering(f"no\ngot: {it}\nbye\n", TEXT, asked=asked),
    "json": lambda it, asked: answering(dumped(detail=f"{it} is unknown"), JSON, asked=asked),
    "html": lambda it, asked: answering(f"<html><title>{it}</title><p>no {it}", HTML, asked=asked),
    "field": lambda it, asked: answering("no", TEXT, ("X-Debug", f"got {it}"), asked=asked),
    "challenge": lambda it, asked: answering("no", TEXT, ("WWW-Authenticate", f'Bearer error="{it}"'), asked=asked),
    "reason": lambda it, asked: exchange(401, b"no", TEXT, reason=f"No {it}", asked=asked),
    "path": lambda it, asked: answering("no", TEXT, ("Location", f"/a/{quote(it, safe='')}"), asked=asked),
}  # fmt: skip


def planted() -> list[Planted]:
    """All of them, each place with credentials of several shapes."""
    return [*_named(), *_echoed(), *_basic(), *_known()]


def _planted(place: str, value: str, given: Exchange, *more: str) -> Planted:
    heads = (value[:LONGEST_LEFT], value[-LONGEST_LEFT:]) if len(value) > 2 * LONGEST_LEFT else (value,)
    return Planted(place, value, given, tuple(dict.fromkeys((*heads, *more))))


def _named() -> Iterator[Planted]:
    opaque, typed = cycle(OPAQUE), cycle((*OPAQUE[:2], *TYPED))
    for place, make in (*of_fields(), *of_urls()):
        for shape in islice(opaque, 2):
            value = shape(place)
            yield _planted(place, value, make(value), quote(value, safe=""))
    for place, make in of_bodies():
        for shape in islice(typed, 2):
            value = shape(place)
            yield _planted(place, value, make(value), *(echo(value) for echo in ECHOES.values()))


def _echoed() -> Iterator[Planted]:
    shapes = cycle(OPAQUE)
    for spelling, echo in ECHOES.items():
        for where, say in SAYING.items():
            place = f"echo, {spelling}, in {where}"
            value = next(shapes)(place)
            yield _planted(place, value, say(echo(value), (ACCEPT, ("X-API-Key", value))), echo(value))


def _basic() -> Iterator[Planted]:
    for shape in (*OPAQUE[:4], *TYPED):
        value = shape("basic")
        pair = encoded(f"ada:{value}")
        for where, say in SAYING.items():
            for echo in (value, pair):
                asked = (ACCEPT, ("Authorization", f"Basic {pair}"))
                yield _planted(f"basic, echoed in {where}", value, say(echo, asked), pair, encoded(value))


def _known() -> Iterator[Planted]:
    for kind, value in KNOWN.items():
        for place, given in (
            ("said", answering(f"no such key {value} found")),
            ("json", answering(dumped(detail=f"no {value}"), JSON)),
            ("sent", sending(dumped(note=value), JSON)),
        ):
            body = value.replace("-----", "").split("\n")[1] if "\n" in value else value
            yield _planted(f"{kind}, {place}", body, given)


UUIDS: Final = tuple(str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{number}.test")) for number in range(25))
HASHES: Final = tuple(digest(f"content {number}", length) for number in range(9) for length in (32, 40, 64))
ORDERS: Final = (
    *(f"2026-{number:06d}" for number in range(10)), *(f"ORD-{number * 7919:08d}" for number in range(1, 11)),
    *(str(4_000_000_000 + number * 104_729) for number in range(10)),
)  # fmt: skip
NAMED: Final = (
    "monkey", "keyboard", "author", "authority", "tokenizer", "primary_key", "public_key", "foreign_key", "sort_key",
    "secretary", "passport_office", "passenger", "compass", "bypass", "assessment", "keyword", "cookies_count",
    "token_type", "expires_in", "session_timeout", "password_min_length", "auth_method", "signature_algorithm",
    "idempotency_key", "partition_key", "cache_key", "object_key", "translation_key", "key_name", "turkey", "donkey",
    "spin", "side", "opinion", "design", "signal", "username", "email", "code", "state", "description", "obsession",
    "passing", "passed", "authored_by", "tokens_used", "secretion", "pinned", "keynote", "monkey_id", "hockey",
)  # fmt: skip
SENTENCES: Final = (
    "Field required: password", "Invalid token: expired 3 h ago", "Bearer authentication failed",
    "the password field is required", "Wrong username or password.", "client not found", "no session for user ada",
    "KeyError: 'access_token'", "KeyError: 'client_secret'", "InvalidTokenError: 'bad padding'",
    "see /docs?page=2&sort=name-1", "see /issues?state=open", "see /e?code=404", "mail ada@example.org",
    "12:30:45 at http://api.test:8000/a", "a=1; b=2", "task-force-of-the-council-meets", "auth: required",
    "passed=3 and failed=1", "the secret is out", "a key is missing", "password must be at least 8 characters",
    "your password has expired", "token is required", "cookie policy accepted", "the session has ended",
)  # fmt: skip
LINES: Final = (
    "def test_login_password(client):", "password = read('password')", "secret = config['client_secret']",
    "# the password of ada.lovelace is reset", "assert 'password' not in page", "form = {'password': 'password'}",
    "client = login('ada.lovelace', password=password)", "KeyError: 'client_secret'", "user ada.lovelace logged in",
    "/users/ada.lovelace/orders", "tests/secret/test_password.py::test_client", "the client sent a secret",
    "monkey business", "Password changed", "SECRET SANTA", "client.password.secret",
)  # fmt: skip
"""What a test prints while `client`, `password` and `secret` are its credentials and `ada.lovelace` its user."""


def harmless() -> dict[str, tuple[Exchange, str]]:
    """Exchanges in our own text, each with what must be readable in it."""
    found: dict[str, tuple[Exchange, str]] = {}
    words = (*UUIDS, *HASHES, *ORDERS)
    for value in words:
        found[f"id {value}"] = answering(dumped(id=value), JSON), f'{{"id": "{value}"}}'
    for value in (*UUIDS[:8], *ORDERS[:8]):
        found[f"path {value}"] = asking(url=f"{API}/orders/{value}?page=2"), f"{API}/orders/{value}?page=2"
    for value in (*UUIDS[:6], *HASHES[:6]):
        found[f"etag {value}"] = exchange(412, b"", ("ETag", f'"{value}"')), f'etag: "{value}"'
    for name in NAMED:
        found[f"name {name}"] = answering(dumped(**{name: "value-12345"}), JSON), f'{{"{name}": "value-12345"}}'
    for said in SENTENCES:
        found[f"said {said}"] = answering(dumped(detail=said), JSON), f'{{"detail": {json.dumps(said)}}}'
    return found


def printed() -> tuple[str, ...]:
    """What stands in pytest's own lines and must be readable there."""
    return (*LINES, *UUIDS, *HASHES[:12], *ORDERS[:12])
