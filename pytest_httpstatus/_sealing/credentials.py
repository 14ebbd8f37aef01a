"""The credentials that an exchange shows: each is hidden wherever it is echoed."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from html import escape, unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit

from pytest_httpstatus import _content, _lazy
from pytest_httpstatus._sealing import patterns
from pytest_httpstatus._sealing.patterns import HIDDEN, PLAIN_WORD, says_something
from pytest_httpstatus._secret_names import is_secret_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_httpstatus._content import Content
    from pytest_httpstatus._model import Exchange, Fields, Request

SHORTEST: Final = 6
"""Shorter values are hidden where their name says so, but not searched for elsewhere."""

NEXT_COOKIE: Final = _lazy.pattern(r",\s*(?=[!#$%&'*+.^_`|~0-9A-Za-z-]+=)")
"""Some clients fold the lines of `Set-Cookie` into one."""

_DEEPEST: Final = 40
_NESTED: Final = (dict, list, str)
_MOST: Final = 65_536
_LONGEST: Final = 8_192
_SCHEME: Final = _lazy.pattern(r"([A-Za-z][A-Za-z0-9-]{1,30})\s+(\S.*)", re.DOTALL)
_PART: Final = _lazy.pattern(r'name="([^"\r\n]{1,200})"[^\n]{0,500}\r?\n\r?\n([^\r\n]{1,4000})')
_PIECE: Final = _lazy.pattern(r"[A-Za-z0-9+/_~.-]{20,}=*")
_ADDRESSES: Final = frozenset({"location", "content-location", "link", "refresh", "referer", "origin"})
_WHO: Final = frozenset({"user", "username", "user_name", "login", "email", "uid", "user_id", "userid", "name"})
"""Who somebody is: hidden where a credential stands, but not searched for."""

_ORDINARY: Final = frozenset({
    "accepted", "access", "account", "admin", "bearer", "change", "client", "default", "denied", "digest", "example",
    "expired", "failed", "forbidden", "granted", "invalid", "localhost", "missing", "nobody", "please", "public",
    "qwerty", "required", "server", "string", "testing", "unauthorized", "username", "wrong",
})  # fmt: skip
"""Words of every error message: as a password they are hidden by name, but not searched for."""


def split_scheme(value: str) -> tuple[str, str]:
    """The scheme and the rest of an Authorization value; the scheme is empty where there is but one word."""
    match = _SCHEME.fullmatch(value.strip())
    return (match[1], match[2].strip()) if match else ("", value.strip())


class Collector:
    """Looks for credentials in every place that has names.

    Args:
        names: More names, given by the user.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names

    def collect(self, exchange: Exchange, sent: Content, received: Content) -> frozenset[str]:
        """All credentials that are long enough to be searched for, and no word of every message."""
        found = {*self._asked(exchange, sent), *filter(_is_random, self._answered(exchange, received))}
        return frozenset(each for each in found if len(each) >= SHORTEST and not _is_ordinary(each))

    def _asked(self, exchange: Exchange, sent: Content) -> Iterator[str]:
        yield from self._of_request(exchange.request, sent)
        for hop in exchange.hops:
            yield from self._of_request(hop.request, _content.read(hop.request.content, hop.request.fields))

    def _answered(self, exchange: Exchange, received: Content) -> Iterator[str]:
        answers = [hop.response for hop in exchange.hops]
        contents = [received, *(_content.read(each.content, each.fields) for each in answers)]
        for response in (exchange.response, *answers):
            yield from self._of_fields(response.fields)
        for content in contents:
            found = self._of_document(content.document, 0)
            yield from (each for each in found if not says_something(each))

    def _secret(self, name: str) -> bool:
        return is_secret_name(name, self._names)

    def _of_request(self, request: Request, content: Content) -> Iterator[str]:
        yield from self._of_fields(request.fields)
        yield from self._of_url(request.url or "")
        if content.parsed:
            yield from self._of_document(content.document, 0)
        else:
            yield from self._of_text(content.text)

    def _of_fields(self, fields: Fields | None) -> Iterator[str]:
        for name, value in fields or ():
            lowered = name.lower()
            if lowered == "cookie":
                yield from (each for pair in value.split(";") for each in self._of_cookie(pair))
            elif lowered == "set-cookie":
                lines = NEXT_COOKIE.split(value)
                yield from (each for line in lines for each in self._of_cookie(line.partition(";")[0]))
            elif lowered in _ADDRESSES:
                yield from self._of_url(value)
            elif self._secret(name):
                yield from _of_credentials(value)
                if lowered not in {"authorization", "proxy-authorization"}:
                    yield value.strip()

    def _of_cookie(self, pair: str) -> Iterator[str]:
        name, _, value = pair.strip().partition("=")
        value = value.strip(' "')
        if name.lower() in _WHO:
            return
        # `consent=accepted` is no credential, and the word stands in other places.
        if self._secret(name) or not PLAIN_WORD.fullmatch(value):
            yield value
            yield unquote(value)

    def _of_url(self, url: str) -> Iterator[str]:
        try:
            parts = urlsplit(url[:_MOST].strip("<>"))
        except ValueError:
            return
        yield unquote(parts.password or parts.username or "")
        for text in (parts.query, parts.fragment):
            for name, value in parse_qsl(text):
                if is_secret_name(name, self._names, in_url=True):
                    yield value
                elif "://" in value[:30]:
                    yield from self._of_url(value)

    def _of_text(self, text: str) -> Iterator[str]:
        if "=" in text[:1000] and "\n" not in text:
            yield from (value for name, value in parse_qsl(text) if self._secret(name))
        yield from (value for name, value in _PART.findall(text) if self._secret(name))
        for place in (patterns.QUOTED, patterns.ELEMENT, patterns.CDATA):
            found = (match for match in place.finditer(text[:_MOST]) if self._secret(match["name"].rpartition(":")[2]))
            yield from (unescape(match["value"]) for match in found)

    def _of_document(self, document: object, depth: int) -> Iterator[str]:
        if depth > _DEEPEST:
            return
        if isinstance(document, dict):
            for name, value in document.items():
                if self._secret(name):
                    yield from _leaves(value, depth)
                elif isinstance(value, _NESTED):
                    yield from self._of_document(value, depth + 1)
        elif isinstance(document, list):
            for each in document:
                if isinstance(each, _NESTED):
                    yield from self._of_document(each, depth + 1)
        elif isinstance(document, str) and document.lstrip()[:1] in {"{", "["}:
            yield from self._of_document(_parsed(document), depth + 10)


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _leaves(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, dict):
        inner: Iterable[object] | None = [each for name, each in value.items() if name.lower() not in _WHO]
    else:
        inner = value if isinstance(value, list) else None
    if inner is not None:
        for each in inner if depth <= _DEEPEST else ():
            yield from _leaves(each, depth + 1)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def _of_credentials(value: str) -> Iterator[str]:
    """The parameter of an Authorization field, the halves that Basic encodes, and long parts of a signature."""
    scheme, secret = split_scheme(value)
    yield secret
    if len(secret) < SHORTEST or _is_ordinary(secret):
        yield value.strip()
    if scheme.lower() == "basic":
        yield from _of_basic(secret)
    yield from re.findall(r'(?:response|signature|Signature)="?([^",\s]{6,500})', secret)
    yield from _PIECE.findall(secret[:_LONGEST])


def _of_basic(secret: str) -> Iterator[str]:
    try:
        pair = b64decode(secret, validate=True).decode("utf-8")
    except ValueError:
        return
    yield pair
    yield pair.partition(":")[2]


def _is_ordinary(value: str) -> bool:
    if value == HIDDEN or value.lower() in _ORDINARY:
        return True
    return PLAIN_WORD.fullmatch(value) is not None and is_secret_name(value)


def _is_random(value: str) -> bool:
    return PLAIN_WORD.fullmatch(value) is None or len(value) >= 20


def spellings(value: str) -> Iterable[str]:
    """How a server may give a value back: escaped for a URL, for JSON, HTML or Python, in Base64."""
    value = value[:_LONGEST]
    encoded = b64encode(value.encode("utf-8", "replace")).decode("ascii")
    escaped = (json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1], repr(value)[1:-1])
    in_markup = (escape(value), escape(value, quote=False))
    plain = value.encode("utf-8", "replace").decode("utf-8")
    once = quote(plain, safe="")
    in_url = (once, quote(plain), quote_plus(plain), quote(once, safe=""))
    return dict.fromkeys((value, *in_url, encoded, encoded.rstrip("="), *escaped, *in_markup))
