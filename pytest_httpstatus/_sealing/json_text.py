"""JSON shown as it was sent: laid out anew and cut, but never repaired. Tokens are moved, not values.

Duplicate keys, odd numbers and damage stay visible; a credential goes by its key; what is cut is closed again.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_CLOSERS: Final = {"{": "}", "[": "]"}
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_HIDDEN: Final = '"***"'
_ONE_LINE: Final = 74


class Layout(NamedTuple):
    """JSON laid out. `whole` is false when it was cut."""

    text: str
    whole: bool


def lay_out(text: str, limit: int, secret: Callable[[str], bool], scrub: Callable[[str], str]) -> Layout:
    """Lay JSON text out: on one line when it is short, else one member a line, at most `limit` characters.

    Args:
        text: JSON text, or the beginning of one.
        limit: Characters that may be shown.
        secret: Whether the value of a key is a credential.
        scrub: Hides credentials inside a string.
    """
    tokens = list(_hidden(_tokens(text, limit * 4 + 1_000), secret, scrub))
    one_line = _joined(tokens)
    if len(one_line) <= min(_ONE_LINE, limit):
        return Layout(one_line, whole=True)
    return _cut(tokens, limit)


def _tokens(text: str, most: int) -> Iterator[str]:
    # A string of a megabyte is one token: what is shown of it is cut before it is decoded.
    for count, match in enumerate(_TOKEN.finditer(text)):
        if count > most:
            return
        yield match[0]


def _hidden(
    tokens: Iterator[str], secret: Callable[[str], bool], scrub: Callable[[str], str]
) -> Iterator[str]:
    """Replace the value after a secret key, whole brackets included, and scrub every other string."""
    depth, previous, key = 0, "", ""
    for token in tokens:
        if depth:
            depth += (token in _CLOSERS) - (token in "}]")
            continue
        if previous == ":" and key and secret(key) and token not in {"null", "true", "false"}:
            depth = int(token in _CLOSERS)
            yield _HIDDEN
        else:
            yield _string(token, scrub) if token[0] == '"' else token
        key = _plain(token) if token[0] == '"' else key if token == ":" else ""
        previous = token


def _plain(token: str) -> str:
    try:
        plain: str = json.loads(token[:400], strict=False)
    except ValueError:
        return ""
    return plain


def _string(token: str, scrub: Callable[[str], str]) -> str:
    """The string with its `\\u` escapes of printable characters resolved, so that Hangul reads as Hangul."""
    try:
        plain = json.loads(token, strict=False)
    except ValueError:
        return scrub(token)
    return _SURROGATE.sub(_escaped, json.dumps(scrub(plain), ensure_ascii=False))


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _joined(tokens: list[str]) -> str:
    if sum(map(len, tokens)) > _ONE_LINE:
        return " " * (_ONE_LINE + 1)
    return "".join({",": ", ", ":": ": "}.get(token, token) for token in tokens)


def _cut(tokens: list[str], limit: int) -> Layout:
    """One member a line, two blanks a level; at the limit every open bracket is closed after three dots."""
    out: list[str] = []
    open_brackets: list[str] = []
    used, previous = 0, ""
    for token in tokens:
        piece = _piece(token, previous, open_brackets)
        if used + len(piece) > limit:
            return Layout("".join(out) + _rest(piece, limit - used, open_brackets), whole=False)
        out.append(piece)
        used += len(piece)
        previous = token
    return Layout("".join(out), whole=True)


def _piece(token: str, previous: str, open_brackets: list[str]) -> str:
    if token in _CLOSERS:
        start = "" if previous in {"", ":"} else _line(open_brackets)
        open_brackets.append(_CLOSERS[token])
        return start + token
    if token in {"}", "]"}:
        if open_brackets:
            open_brackets.pop()
        return token if previous in _CLOSERS else _line(open_brackets) + token
    if token == ":":
        return ": "
    return token if token == "," or previous in {"", ":"} else _line(open_brackets) + token


def _line(open_brackets: list[str]) -> str:
    return "\n" + "  " * min(len(open_brackets), 20)


def _rest(piece: str, room: int, open_brackets: list[str]) -> str:
    """What is left of the last token, when it is a string, and the brackets that are still open."""
    stripped = piece.lstrip("\n ")
    start = piece[:room] + '..."' if stripped.startswith('"') and room > len(piece) - len(stripped) + 4 else " ..."
    return start + "".join(reversed(open_brackets[-20:]))
