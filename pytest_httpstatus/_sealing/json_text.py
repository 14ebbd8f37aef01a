"""JSON shown as it was sent: laid out anew and cut, but never repaired. Tokens are moved, not values.

Duplicate keys and odd numbers stay visible; a credential goes by its key; what is cut is closed again.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TOKEN: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_CLOSERS: Final = {"{": "}", "[": "]"}
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_WHOLE_ESCAPES: Final = re.compile(r"(?:[^\\]|\\u[0-9A-Fa-f]{4}|\\[^u])*+", re.DOTALL)
_DECODER: Final = json.JSONDecoder(strict=False)
_HARMLESS: Final = frozenset({"{", "}", "[", "]", ",", ":", "null", "true", "false"})
_HIDDEN: Final = '"***"'
_ONE_LINE: Final = 74
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


class _Token(NamedTuple):
    text: str
    end: int


def lay_out(text: str, limit: int, rules: Rules) -> Layout:
    """Lay JSON text out: on one line when it is short, else one member a line, at most `limit` characters.

    Args:
        text: JSON text, or the beginning of one.
        limit: Characters that may be shown.
        rules: What is hidden.
    """
    tokens = _enough(_hidden(_tokens(text), rules), limit)
    one_line = _joined(tokens)
    if len(one_line) <= min(_ONE_LINE, limit):
        return Layout(one_line, whole=True)
    return _cut(tokens, limit)


def _tokens(text: str) -> Iterator[_Token]:
    return (_Token(match[0], match.end()) for match in _TOKEN.finditer(text))


def _enough(tokens: Iterator[_Token], limit: int) -> list[_Token]:
    """The tokens that can be shown and one more, so that a long body costs what a short one costs."""
    found, used = [], 0
    for token in tokens:
        found.append(token)
        used += len(token.text)
        if used > limit:
            break
    return found


def _hidden(tokens: Iterator[_Token], rules: Rules) -> Iterator[_Token]:
    """Replace the value after a secret key, whole brackets included, and scrub every other text."""
    key, previous = "", ""
    for token in tokens:
        if previous == ":" and rules.secret(key) and token.text not in {"null", "true", "false"}:
            yield from _credential(token, tokens, rules)
        else:
            yield _shown(token, rules.scrub)
        key = key if token.text == ":" else _plain(token.text) or ""
        previous = token.text


def _credential(first: _Token, tokens: Iterator[_Token], rules: Rules) -> Iterator[_Token]:
    """A hidden value, or one that only says something about it: `["This field is required."]`."""
    value = [first, *(_inside(tokens) if first.text in _CLOSERS else ())]
    texts = [_plain(token.text) or "" for token in value if token.text[0] not in "[],"]
    if texts and first.text != "{" and all(map(rules.says, texts)):
        yield from (_shown(token, rules.scrub) for token in value)
    else:
        yield _Token(_HIDDEN, value[-1].end)


def _inside(tokens: Iterator[_Token]) -> Iterator[_Token]:
    """The tokens up to the bracket that closes the one just opened."""
    depth = 1
    for token in tokens:
        yield token
        depth += (token.text in _CLOSERS) - (token.text in {"}", "]"})
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


def _shown(token: _Token, scrub: Callable[[str], str]) -> _Token:
    """The token without credentials, escapes of printable characters resolved: Hangul reads as Hangul."""
    text = token.text
    if text in _HARMLESS:
        return token
    if text[0] != '"':
        return token if scrub(text) == text else token._replace(text=_HIDDEN)
    plain = _plain(text)
    if plain is None:
        return token._replace(text=scrub(text))
    return token._replace(text=_SURROGATE.sub(_escaped, json.dumps(scrub(plain), ensure_ascii=False)))


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _joined(tokens: list[_Token]) -> str:
    return "".join({",": ", ", ":": ": "}.get(token.text, token.text) for token in tokens)


def _cut(tokens: list[_Token], limit: int) -> Layout:
    """One member a line, two blanks a level; at the limit every open bracket is closed after three dots."""
    out: list[str] = []
    closers: list[str] = []
    used, previous = 0, _Token("", 0)
    for token in tokens:
        piece = _piece(token.text, previous.text, len(closers))
        room = limit - used - GUTTER * piece.startswith("\n")
        if len(piece) > room:
            rest, shown = _rest(piece, token, room)
            return Layout("".join([*out, rest, *reversed(closers)]), whole=False, shown=max(previous.end, shown))
        out.append(piece)
        used = limit - room + len(piece)
        _follow(token.text, closers)
        previous = token
    return Layout("".join(out), whole=True)


def _follow(token: str, closers: list[str]) -> None:
    if token in _CLOSERS:
        closers.append(_CLOSERS[token])
    elif token in {"}", "]"} and closers:
        closers.pop()


def _piece(text: str, previous: str, depth: int) -> str:
    if text in {"}", "]"}:
        return text if previous in _CLOSERS else _line(depth - 1) + text
    if text == ":":
        return ": "
    return text if text == "," or previous in {"", ":"} else _line(depth) + text


def _line(depth: int) -> str:
    return "\n" + "  " * min(depth, 20)


def _rest(piece: str, token: _Token, room: int) -> tuple[str, int]:
    """What can be shown of the token that is cut, when it is a text, and how far into the source that is."""
    lead = len(piece) - len(token.text)
    if token.text[0] != '"' or room - lead < 8:
        return " ...", 0
    start = _WHOLE_ESCAPES.match(token.text[: room - lead])
    kept = start[0] if start else ""
    return f'{piece[:lead]}{kept}..."', token.end - len(token.text) + len(kept)
