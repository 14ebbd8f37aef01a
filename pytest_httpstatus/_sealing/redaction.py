"""Secrets by name, by marker, by place and by value. What is hidden reads `***`; schemes and names stay.

Names decide what is a credential; each credential seen is then hidden wherever it is echoed, in every spelling that a
server gives it back in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import unquote

from pytest_httpstatus._content import Content
from pytest_httpstatus._sealing import patterns
from pytest_httpstatus._sealing.credentials import NEXT_COOKIE, Collector, spellings, split_scheme
from pytest_httpstatus._sealing.patterns import HIDDEN
from pytest_httpstatus._secret_names import is_secret_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_httpstatus._model import Exchange

_Match: TypeAlias = "re.Match[str]"

_NOTHING: Final = Content("unread")
_LONE_SCHEMES: Final = frozenset({"basic", "bearer", "digest", "negotiate", "ntlm", "token", "jwt", "apikey"})
_PLACES: Final = (patterns.QUOTED, patterns.NUMBER, patterns.ELEMENT, patterns.CDATA)
_MARGIN: Final = 512
_LONGEST_WORD: Final = 20
_LONG: Final = 2_000


class Redactor:
    """Hides the credentials of one exchange.

    Args:
        exchange: Where credentials are looked for.
        names: More names, given by the user, whose values are hidden.
        sent: The request's content.
        received: The response's content.

    Attributes:
        values: All credentials seen; what a name or a place gives away is added when it is hidden.
    """

    def __init__(
        self, exchange: Exchange, names: Iterable[str] = (), sent: Content = _NOTHING, received: Content = _NOTHING
    ) -> None:
        self.names = tuple(names)
        found = Collector(self.names).collect(exchange, sent, received)
        self.values = set(found)
        self._values = [(each.lower(), each) for value in found for each in spellings(value)]
        self._values.sort(key=lambda pair: -len(pair[0]))
        # What a cut may have left of a credential is shorter than this.
        self._margin = max(_MARGIN, len(self._values[0][0]) if self._values else 0)

    def secret(self, name: str) -> bool:
        """Whether the value of `name` is to be hidden."""
        return is_secret_name(name, self.names)

    def field(self, name: str, value: str) -> str:
        """A field value as it may be shown: schemes and cookie names stay, credentials go."""
        lowered = name.lower()
        if lowered in {"authorization", "proxy-authorization"}:
            return _scheme_only(value)
        if lowered == "cookie":
            return "; ".join(_cookie(pair) for pair in value.split(";"))
        if lowered == "set-cookie":
            # Some clients fold the lines into one.
            return ", ".join(_set_cookie(each) for each in NEXT_COOKIE.split(value))
        return HIDDEN if self.secret(name) and value else self.text(value)

    def url(self, url: str) -> str:
        """A URL without user information, and with the credentials of its query and fragment hidden."""
        return self._shapes(self._address(self._by_value(url)))

    def places(self, url: str) -> Iterator[tuple[str, str]]:
        """What is hidden in a URL, each with what stands before it."""
        for match in patterns.USERINFO.finditer(url):
            yield "://", match["user"]
        for match in patterns.PARAMETER.finditer(url):
            lead, name, sign, value = match.groups()
            if self._parameter(match) != match[0]:
                yield f"{lead}{name}{sign}", value

    def text(self, text: str) -> str:
        """Running text: every credential seen, URLs, named values in it, and known token shapes."""
        text = self._by_value(text)
        if ":" in text or "=" in text or "<" in text:
            text = self._by_place(text)
        return self._shapes(text)

    def head(self, text: str, most: int) -> str:
        """The beginning of a long text as `text` gives it. What the cut may have split in two is left out."""
        if len(text) <= most:
            return self.text(text)
        hidden = self.text(text[: most + self._margin])
        # Half a credential could only stand at the very end, behind the last one that was known.
        known = hidden.rfind(HIDDEN) + len(HIDDEN) if HIDDEN in hidden else 0
        return hidden[: max(known, len(hidden) - self._margin)]

    def _by_value(self, text: str) -> str:
        lowered = text.lower()
        for small, value in self._values:
            if small in lowered:
                text = _literal(value).sub(HIDDEN, text)
                lowered = text.lower()
        return text

    def _by_place(self, text: str) -> str:
        if "name=" in text:
            text = patterns.PART.sub(self._part, text)
        for place in _PLACES:
            text = place.sub(self._answered, text)
        text = patterns.LINE.sub(self._line, text)
        text = patterns.CHUNK.sub(self._chunk, text)
        return patterns.BARE.sub(self._named, text)

    def _shapes(self, text: str) -> str:
        return patterns.shapes(patterns.schemes(text, self._scheme), self._shape)

    def _shape(self, match: _Match) -> str:
        self.values.add(match[0])
        return HIDDEN

    def _scheme(self, match: _Match) -> str:
        scheme, blanks, secret = match.groups()
        self.values.add(secret)
        return f"{scheme}{blanks}{HIDDEN}"

    def _chunk(self, match: _Match) -> str:
        chunk = match[0]
        return self._address(chunk) if "://" in chunk or "?" in chunk or "#" in chunk or ";" in chunk else chunk

    def _address(self, url: str) -> str:
        if "@" in url:
            url = patterns.USERINFO.sub(self._user, url)
        url = patterns.PARAMETER.sub(self._parameter, url)
        return patterns.NESTED.sub(self._parameter, url) if "%" in url else url

    def _user(self, match: _Match) -> str:
        user, _, password = match["user"].partition(":")
        self.values |= {password or user, unquote(password or user)}
        return f"{match['scheme']}{HIDDEN}@"

    def _parameter(self, match: _Match) -> str:
        lead, name, sign, value = match.groups()
        hide = is_secret_name(unquote(name), self.names, in_url=True) and not self._is_word(name, value)
        if not hide or not value:
            return match[0]
        self.values.add(value)
        return f"{lead}{name}{sign}{HIDDEN}"

    def _is_word(self, name: str, value: str) -> bool:
        """`?state=open` is a filter, and `?code=404` a status: the name alone makes no credential of them."""
        ambiguous = not self.secret(unquote(name))
        word = patterns.PLAIN_WORD.fullmatch(value) or patterns.ORDINARY_NUMBER.fullmatch(value)
        return ambiguous and word is not None

    def _part(self, match: _Match) -> str:
        if not self.secret(match["name"]):
            return match[0]
        self.values.add(match["value"])
        return f"{match['lead']}{match['name']}{match['sign']}{HIDDEN}"

    def _answered(self, match: _Match) -> str:
        return match[0] if patterns.says_something(match["value"]) else self._named(match)

    def _named(self, match: _Match) -> str:
        if not match["value"] or not self.secret(match["name"].rpartition(":")[2]):
            return match[0]
        self.values.add(match["value"])
        start = match.start("value") - match.start()
        return match[0][:start] + HIDDEN + match[0][start + len(match["value"]) :]

    def _line(self, match: _Match) -> str:
        name, value = match["name"], match["value"]
        if name.lower() in {"authorization", "proxy-authorization", "cookie", "set-cookie"}:
            return f"{match['lead']}{name}{match['sign']}{self.field(name, value)}"
        # `token: expired` says something; `token: 7f3c91aa` is one.
        random = len(value) >= 6 and " " not in value and any(map(str.isdecimal, value))
        return self._named(match) if random else match[0]


def _scheme_only(value: str) -> str:
    scheme, secret = split_scheme(value)
    if scheme:
        return f"{scheme} {HIDDEN}"
    return secret if not secret or secret.lower() in _LONE_SCHEMES else HIDDEN


def _set_cookie(line: str) -> str:
    first, semicolon, rest = line.partition(";")
    return _cookie(first) + semicolon + rest


def _cookie(pair: str) -> str:
    name, equals, value = pair.strip().partition("=")
    return f"{name}={HIDDEN}" if equals and value else pair.strip()


def _literal(text: str) -> re.Pattern[str]:
    """A plain word is hidden as a whole word only: a password `client` must not eat `client_id`."""
    escaped = re.escape(text)
    if len(text) < _LONGEST_WORD and patterns.PLAIN_WORD.fullmatch(text):
        escaped = rf"(?<![A-Za-z0-9_]){escaped}(?![A-Za-z0-9_])"
    # A huge one is known by its beginning.
    return re.compile(escaped if len(text) <= _LONG else re.escape(text[:_LONG]) + r"[^\s\"'<>]*", re.IGNORECASE)
