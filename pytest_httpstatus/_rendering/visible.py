"""The one exit for remote text: visible escapes, display columns, wrapping and cutting."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from pytest_httpstatus import _lazy

_BAD: Final = _lazy.pattern(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f\ud800-\udfff]"
)
"""Controls, bidi and invisible characters, lone surrogates. Joiners of emoji and of Persian stay (U+200C, U+200D)."""

_RUNNER: Final = _lazy.pattern(r"##(?=(?:vso|teamcity)?\[)", re.IGNORECASE)
_LEADING: Final = _lazy.pattern(r"(?m)^([^\S\n]*)::")
_BLANKS: Final = _lazy.pattern(r"(?:[ \t\n]|\r\n)+")
_LINE_ENDS: Final = _lazy.pattern(r"(?:\t|\r?\n)+")
_MARKS: Final = _lazy.pattern(
    "((?:[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff\ufe20-\ufe2f]){4})[\u0300-\u036f"
    "\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_NO_COLUMN: Final = _lazy.pattern("[\u1161-\u11ff\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Vowels and finals of decomposed Hangul, joiners, variation selectors."""


_CALL: Final = _lazy.pattern(r"[A-Za-z0-9_]\(")
_TOKEN: Final = _lazy.pattern(r"<[^<>]{1,20}>")
_MOST_ARGUMENTS: Final = 12


def visible(text: str) -> str:
    """Make remote text harmless and honest for a terminal and for a CI log.

    Controls and invisible characters become escapes, and what GitHub's, Azure's or TeamCity's runner would obey is
    broken by a backslash. Newlines stay.
    """
    text = text.replace("\r\n", "\n")
    plain = text.replace("\n", "")
    if not (plain.isascii() and plain.isprintable()):
        text = _MARKS.sub(r"\1", _BAD.sub(_escape, text))
    return inert(text)


def inert(text: str) -> str:
    """Break what a CI runner would obey. Wrapping makes new lines, so finished text passes here once more."""
    if "##" in text:
        text = _RUNNER.sub(r"#\\#", text)
    return _LEADING.sub(r"\1\\::", text) if "::" in text else text


def line(text: str) -> str:
    """`visible` text on one line: runs of blanks and line ends become one blank, other controls stay visible."""
    return visible(_BLANKS.sub(" ", text).strip(" "))


def row(text: str) -> str:
    """`visible` text on one line whose columns stay: of white space only line ends become blanks."""
    return visible(_LINE_ENDS.sub(" ", text).strip(" "))


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    named = {9: r"\t", 13: r"\r"}.get(code)
    if named is not None:
        return named
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def width(text: str) -> int:
    """Display columns: two for wide characters such as Hangul syllables, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or _NO_COLUMN.match(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, columns: int) -> str:
    """Fill `text` up with blanks to `columns`."""
    return text + " " * max(0, columns - width(text))


def head(text: str, columns: int) -> str:
    """The longest beginning of `text` that takes at most `columns`."""
    if len(text) * 2 <= columns or (text.isascii() and len(text) <= columns):
        return text
    used = 0
    for index, character in enumerate(text):
        used += _columns(character)
        if used > columns:
            return text[:index]
    return text


def cut(text: str, columns: int) -> str:
    """Shorten at the end, with three dots."""
    return text if width(text) <= columns else head(text, max(0, columns - 3)).rstrip() + "..."


def cut_middle(text: str, columns: int) -> str:
    """Shorten in the middle, with three dots: the end of a path says as much as its beginning."""
    if width(text) <= columns:
        return text
    room = max(2, columns - 3)
    back = head(text[::-1], room // 2)[::-1]
    return f"{head(text, room - width(back))}...{back}"


def wrap(text: str, columns: int) -> list[str]:
    """Break `text` at blanks into lines of at most `columns`; a longer word is broken where it must be.

    A call such as `assert_redirect(resp, to="/home")` stays whole where it can: it is there to be copied.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrapped(paragraph, columns))
    return lines


def _wrapped(paragraph: str, columns: int) -> list[str]:
    if width(paragraph) <= columns:
        return [paragraph]
    lines: list[str] = []
    current: str | None = None
    for word in _words(paragraph, columns):
        joined = word if current is None else f"{current} {word}"
        if width(joined) <= columns:
            current = joined
            continue
        if current and current.strip():
            lines.append(current)
        *pieces, current = _broken(word, columns)
        lines.extend(pieces)
    return [*lines, current or ""]


def _words(paragraph: str, columns: int) -> list[str]:
    """What must not be parted: a word, a call with its arguments, a field with its `<token>`."""
    parts = paragraph.split(" ")
    words: list[str] = []
    index = 0
    while index < len(parts):
        count = _belonging(parts, index, columns * 2 // 3)
        words.append(" ".join(parts[index : index + count]))
        index += count
    return words


def _belonging(parts: list[str], start: int, most: int) -> int:
    """How many words belong together from `start`: all of a call or of a field with its token, or one."""
    first = parts[start]
    if _CALL.search(first) and first.count("(") > first.count(")"):
        return _to_the_end(parts, start, most)
    if first.endswith(":") and any(_TOKEN.match(each) for each in parts[start + 1 : start + 3]):
        count = 2 if _TOKEN.match(parts[start + 1]) else 3
        return count if width(" ".join(parts[start : start + count])) <= most else 1
    return 1


def _to_the_end(parts: list[str], start: int, most: int) -> int:
    """The words of a call up to its closing parenthesis; one, where that is too far."""
    still_open = used = 0
    for count, part in enumerate(parts[start : start + _MOST_ARGUMENTS], start=1):
        still_open += part.count("(") - part.count(")")
        used += width(part) + 1
        if used > most + 1:
            return 1
        if still_open <= 0:
            return count
    return 1


def _broken(word: str, columns: int) -> list[str]:
    pieces = []
    # Measured piece by piece: to measure what is left again and again would take quadratic time.
    while len(piece := head(word, max(columns, 2))) < len(word):
        pieces.append(piece)
        word = word[len(piece) :]
    return [*pieces, word]
