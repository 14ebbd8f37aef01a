"""Secrets by name, by marker, by place and by value. What is hidden reads `***`; schemes and names stay.

Names decide what is a credential; each credential seen is then hidden wherever it is echoed, in every spelling that a
server gives it back in.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit

from pytest_httpstatus._secret_names import is_secret_name

if TYPE_CHECKING:
    from pytest_httpstatus._model import Exchange, Fields, Request

HIDDEN: Final = "***"
SHORTEST: Final = 6
"""Shorter values are hidden where their name says so, but not searched for elsewhere."""

_URL: Final = re.compile(r"(?i)\b(?:[a-z][a-z0-9+.-]{0,20}://|/)[^\s\"'<>]{1,4000}")
_USERINFO: Final = re.compile(r"(?i)(\b[a-z][a-z0-9+.-]{0,20}://)[^/?#@\s\"'<>]{1,2000}@")
_PARAMETER: Final = re.compile(r"([?&#;]|&amp;)([^=&#;?\s\"'<>]{1,200})=([^&#;\s\"'<>]*)")
_PAIR: Final = re.compile(r"(?i)([\"']?)([A-Za-z][\w.-]{1,60})\1\s{0,3}[:=]\s{0,3}([\"'])((?:(?!\3)[^\\\n]|\\.){1,2000})\3")
_SHAPES: Final = re.compile(
    r"""(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{2,}(?:\.[A-Za-z0-9_-]*)?     # JSON Web Token
      | (?:AKIA|ASIA)[0-9A-Z]{16}(?![0-9A-Za-z])                          # AWS access key
      | gh[opusr]_[A-Za-z0-9]{20,} | github_pat_[A-Za-z0-9_]{20,}
      | xox[abprse]-[A-Za-z0-9-]{10,}
      | [srp]k_(?:live|test)_[A-Za-z0-9]{10,} | whsec_[A-Za-z0-9]{10,}
      | AIza[0-9A-Za-z_-]{30,} | ya29\.[0-9A-Za-z_-]{10,}
      | glpat-[A-Za-z0-9_-]{16,} | sk-(?:ant-|proj-)?[A-Za-z0-9_-]{20,}
      | -----BEGIN[ ][A-Z ]{0,30}PRIVATE[ ]KEY-----(?:[^-]|-(?!----END))*(?:-----END[ ][A-Z ]{0,30}PRIVATE[ ]KEY-----)?
    """,
    re.VERBOSE,
)
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,30})\s+(\S.*)", re.DOTALL)
_PLAIN_WORD: Final = re.compile(r"[A-Za-z_]+")


class Redactor:
    """Hides the credentials of one exchange.

    Args:
        exchange: Where credentials are looked for.
        names: More names, given by the user, whose values are hidden.
    """

    def __init__(self, exchange: Exchange, names: Iterable[str] = ()) -> None:
        self.names = tuple(names)
        self._values = frozenset(_long_enough(self._collect(exchange)))
        self._pattern = _any_of(self._values)

    def secret(self, name: str) -> bool:
        """Whether the value of `name` is to be hidden."""
        return is_secret_name(name, self.names)

    def field(self, name: str, value: str) -> str:
        """A field value as it may be shown: schemes and cookie names stay, credentials go."""
        lowered = name.lower()
        if lowered in {"authorization", "proxy-authorization"}:
            scheme = _SCHEME.fullmatch(value)
            return f"{scheme[1]} {HIDDEN}" if scheme else HIDDEN
        if lowered == "cookie":
            return "; ".join(_cookie(pair) for pair in value.split(";"))
        if lowered == "set-cookie":
            first, semicolon, rest = value.partition(";")
            return _cookie(first) + semicolon + rest
        return HIDDEN if self.secret(name) and value else self.text(value)

    def url(self, url: str) -> str:
        """A URL without user information, and with the credentials of its query and fragment hidden."""
        return self._shapes(_USERINFO.sub(rf"\1{HIDDEN}@", _PARAMETER.sub(self._parameter, url)))

    def text(self, text: str) -> str:
        """Running text: URLs in it, `name="value"` pairs, known token shapes, and every credential seen."""
        return self._shapes(_PAIR.sub(self._pair, _URL.sub(lambda match: self.url(match[0]), text)))

    def _shapes(self, text: str) -> str:
        text = _SHAPES.sub(HIDDEN, text)
        return text if self._pattern is None else self._pattern.sub(HIDDEN, text)

    def _parameter(self, match: re.Match[str]) -> str:
        name = unquote(match[2])
        hide = match[3] and is_secret_name(name, self.names, in_url=True)
        return f"{match[1]}{match[2]}={HIDDEN if hide else match[3]}"

    def _pair(self, match: re.Match[str]) -> str:
        if not self.secret(match[2]):
            return match[0]
        start, end = match.start(4) - match.start(), match.end(4) - match.start()
        return match[0][:start] + HIDDEN + match[0][end:]

    def _collect(self, exchange: Exchange) -> Iterable[str]:
        for request in (exchange.request, *(hop.request for hop in exchange.hops)):
            yield from self._of_request(request)
        for response in (exchange.response, *(hop.response for hop in exchange.hops)):
            yield from self._of_fields(response.fields)
            for name, value in response.fields or ():
                if name.lower() in {"location", "link", "refresh"}:
                    yield from self._of_url(value)

    def _of_request(self, request: Request) -> Iterable[str]:
        yield from self._of_fields(request.fields)
        yield from self._of_url(request.url or "")
        yield from self._of_content((request.content or b"")[:65_536].decode("utf-8", "replace"))

    def _of_fields(self, fields: Fields | None) -> Iterable[str]:
        for name, value in fields or ():
            lowered = name.lower()
            if lowered in {"authorization", "proxy-authorization"}:
                yield from _credentials(value)
            elif lowered == "cookie":
                yield from (pair.partition("=")[2].strip(' "') for pair in value.split(";"))
            elif lowered == "set-cookie":
                yield value.partition(";")[0].partition("=")[2].strip(' "')
            elif self.secret(name):
                yield value

    def _of_url(self, url: str) -> Iterable[str]:
        try:
            parts = urlsplit(url)
        except ValueError:
            return
        yield unquote(parts.password or "")
        for text in (parts.query, parts.fragment):
            for name, value in parse_qsl(text[:65_536], max_num_fields=None):
                if is_secret_name(name, self.names, in_url=True):
                    yield value

    def _of_content(self, text: str) -> Iterable[str]:
        if text.lstrip()[:1] in {"{", "["}:
            yield from self._of_document(_parsed(text), 0)
        elif "=" in text[:1000] and "\n" not in text:
            yield from (value for name, value in parse_qsl(text) if self.secret(name))
        else:
            # A multipart part: `name="password"`, blank line, value.
            for name, value in re.findall(r'name="([^"\r\n]{1,200})"[^\n]*\r?\n\r?\n([^\r\n]{1,4000})', text):
                if self.secret(name):
                    yield value

    def _of_document(self, document: object, depth: int) -> Iterable[str]:
        if depth > 40:
            return
        if isinstance(document, dict):
            for name, value in document.items():
                if self.secret(name) and not isinstance(value, (bool, type(None))):
                    yield from _leaves(value, depth)
                else:
                    yield from self._of_document(value, depth + 1)
        elif isinstance(document, list):
            for each in document:
                yield from self._of_document(each, depth + 1)
        elif isinstance(document, str) and document.lstrip()[:1] in {"{", "["}:
            yield from self._of_document(_parsed(document), depth + 10)


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _leaves(value: object, depth: int) -> Iterable[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value if depth <= 40 else ():
            yield from _leaves(each, depth + 1)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def _credentials(value: str) -> Iterable[str]:
    """The parameter of an Authorization field, and the halves that Basic encodes."""
    scheme = _SCHEME.fullmatch(value.strip())
    secret = scheme[2].strip() if scheme else value.strip()
    yield secret
    if scheme and scheme[1].lower() == "basic":
        try:
            user, _, password = b64decode(secret, validate=True).decode("utf-8").partition(":")
        except ValueError:
            return
        yield f"{user}:{password}"
        yield password
    for quoted in re.findall(r'(?:response|signature|Signature)="?([^",\s]{6,500})', secret):
        yield quoted


def _cookie(pair: str) -> str:
    name, equals, value = pair.strip().partition("=")
    return f"{name}={HIDDEN}" if equals and value else name if not equals else pair.strip()


def _long_enough(values: Iterable[str]) -> Iterable[str]:
    return (value for value in values if len(value) >= SHORTEST and value != HIDDEN)


def _spellings(value: str) -> set[str]:
    """How a server may give a value back: escaped for a URL or for JSON, in Base64."""
    value = value[:8_192]
    encoded = b64encode(value.encode("utf-8", "replace")).decode("ascii")
    escaped = {json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]}
    return {value, quote(value, safe=""), quote(value), quote_plus(value), encoded, encoded.rstrip("="), *escaped}


def _any_of(values: Iterable[str]) -> re.Pattern[str] | None:
    spellings = sorted({each for value in values for each in _spellings(value)}, key=len, reverse=True)
    if not spellings:
        return None
    return re.compile("|".join(_literal(each) for each in spellings[:2_000]), re.IGNORECASE)


def _literal(text: str) -> str:
    """A plain word is hidden as a whole word only: a password `client` must not eat `client_id`."""
    escaped = re.escape(text)
    return rf"(?<![A-Za-z0-9_]){escaped}(?![A-Za-z0-9_])" if _PLAIN_WORD.fullmatch(text) else escaped
