"""JSON shown as it was sent: laid out anew and cut, but never repaired. Tokens are moved, not values.

Duplicate keys and odd numbers stay visible; a credential goes by its key; what is cut is closed again.
"""

from __future__ import annotations

import json
import re
from functools import cache, partial
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from pytest_httpstatus import _lazy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TOKEN: Final = _lazy.pattern(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_CLOSERS: Final = {"{": "}", "[": "]"}
_BRACKETS: Final = frozenset("{}[]")
_SIGNS: Final = {",": ",", ":": ": "}
_SURROGATE: Final = _lazy.pattern("[\ud800-\udfff]")
_WHOLE_ESCAPES: Final = _lazy.pattern(r"(?:[^\\]|\\u[0-9A-Fa-f]{4}|\\[^u])*+", re.DOTALL)
_DECODER: Final = json.JSONDecoder(strict=False)
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False)
_HARMLESS: Final = frozenset({"{", "}", "[", "]", ",", ":", "null", "true", "false"})
_HIDDEN: Final = '"***"'
_ONE_LINE: Final = 74
_Token: TypeAlias = tuple[str, int]
"""A token, and where in the source it ends. No class: there are a thousand of them."""

GUTTER: Final = 2
"""What a line costs beside its characters: the section puts a sign and a blank before it."""


class Layout(NamedTuple):
    """JSON laid out.

    Attributes:
        text: One line, or one member a line.
        whole: Whether nothing was cut.
        shown: Characters of the source that are shown.
    """

    text: str
    whole: bool
    shown: int = 0


class Rules(NamedTuple):
    """What is hidden.

    Attributes:
        secret: Whether the value of a key is a credential.
        says: Whether a text under such a key is a sentence about it, and is shown.
        scrub: Hides credentials inside a text.
    """

    secret: Callable[[str], bool]
    says: Callable[[str], bool]
    scrub: Callable[[str], str]


def lay_out(text: str, limit: int, rules: Rules) -> Layout:
    """Lay JSON text out: on one line when it is short, else one member a line, at most `limit` characters.

    Args:
        text: JSON text, or the beginning of one.
        limit: Characters that may be shown.
        rules: What is hidden.
    """
    tokens = _enough(_hidden(_TOKEN.finditer(text), rules), limit)
    room = min(_ONE_LINE, limit)
    if len(tokens) <= room and len(one_line := _joined(tokens)) <= room:
        return Layout(one_line, whole=True)
    return _cut(tokens, limit)


def _enough(tokens: Iterator[_Token], limit: int) -> list[_Token]:
    """The tokens that can be shown and one more, so that a long body costs what a short one costs."""
    found, used = [], 0
    for token in tokens:
        found.append(token)
        used += len(token[0])
        if used > limit:
            break
    return found


def _hidden(tokens: Iterator[re.Match[str]], rules: Rules) -> Iterator[_Token]:
    """Replace the value after a secret key, whole brackets included, and scrub every other text."""
    # Rows repeat their keys.
    secret, shown = cache(lambda key: rules.secret(_plain(key) or "")), cache(partial(_shown, scrub=rules.scrub))
    key, previous = " ", ""
    for token in tokens:
        text = token[0]
        if text in _HARMLESS and previous != ":":
            yield text, token.end()
        elif previous == ":" and secret(key) and text not in {"null", "true", "false"}:
            yield from _credential(token, tokens, rules)
        else:
            yield shown(text), token.end()
        key = key if text == ":" else text
        previous = text


def _credential(first: re.Match[str], tokens: Iterator[re.Match[str]], rules: Rules) -> Iterator[_Token]:
    """A hidden value, or one that only says something about it: `["This field is required."]`."""
    value = [first, *(_inside(tokens) if first[0] in _CLOSERS else ())]
    texts = [_plain(each[0]) or "" for each in value if each[0][0] not in "[],"]
    if texts and first[0] != "{" and all(map(rules.says, texts)):
        yield from ((_shown(each[0], rules.scrub), each.end()) for each in value)
    else:
        yield _HIDDEN, value[-1].end()


def _inside(tokens: Iterator[re.Match[str]]) -> Iterator[re.Match[str]]:
    """The tokens up to the bracket that closes the one just opened."""
    depth = 1
    for token in tokens:
        yield token
        depth += (token[0] in _CLOSERS) - (token[0] in {"}", "]"})
        if not depth:
            return


def _plain(token: str) -> str | None:
    """The text that a token is; `None` for another value, and for damage."""
    if token[0] != '"':
        return None
    if len(token) > 1 and token[-1] == '"' and "\\" not in token:
        return token[1:-1]
    try:
        plain: str = _DECODER.decode(token)
    except ValueError:
        return None
    return plain


def _shown(text: str, scrub: Callable[[str], str]) -> str:
    """A token without credentials, escapes of printable characters resolved: Hangul reads as Hangul."""
    if text in _HARMLESS:
        return text
    if text[0] != '"':
        return text if scrub(text) == text else _HIDDEN
    plain = _plain(text)
    if plain is None:
        return scrub(text)
    shown = _ENCODER.encode(scrub(plain))
    return shown if shown.isascii() else _SURROGATE.sub(_escaped, shown)


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _joined(tokens: list[_Token]) -> str:
    return "".join({",": ", ", ":": ": "}.get(text, text) for text, _ in tokens)


def _cut(tokens: list[_Token], limit: int) -> Layout:
    """One member a line, two blanks a level; at the limit every open bracket is closed after three dots."""
    out: list[str] = []
    closers: list[str] = []
    used, previous, seen = 0, "", 0
    for text, end in tokens:
        piece = _SIGNS.get(text) or _piece(text, previous, len(closers))
        room = limit - used - GUTTER * piece.startswith("\n")
        if len(piece) > room:
            rest, shown = _rest(piece, (text, end), room)
            return Layout("".join([*out, rest, *reversed(closers)]), whole=False, shown=max(seen, shown))
        out.append(piece)
        used = limit - room + len(piece)
        if text in _BRACKETS:
            _follow(text, closers)
        previous, seen = text, end
    return Layout("".join(out), whole=True)


def _follow(token: str, closers: list[str]) -> None:
    if token in _CLOSERS:
        closers.append(_CLOSERS[token])
    elif closers:
        closers.pop()


def _piece(text: str, previous: str, depth: int) -> str:
    if text in {"}", "]"}:
        return text if previous in _CLOSERS else _line(depth - 1) + text
    return text if previous in {"", ":"} else _line(depth) + text


def _line(depth: int) -> str:
    return "\n" + "  " * min(depth, 20)


def _rest(piece: str, token: _Token, room: int) -> tuple[str, int]:
    """What can be shown of the token that is cut, when it is a text, and how far into the source that is."""
    text, end = token
    lead = len(piece) - len(text)
    if text[0] != '"' or room - lead < 8:
        return " ...", 0
    start = _WHOLE_ESCAPES.match(text[: room - lead])
    kept = start[0] if start else ""
    return f'{piece[:lead]}{kept}..."', end - len(text) + len(kept)
