"""Credentials searched for in texts that are not ours: in the lines that pytest itself prints of a failed test.

There a name proves nothing, and a password `password` must not turn `test_login_password` into stars: only whole tokens
go, of eight or more characters, that are no plain word. Where pytest has cut a value, a part of it is enough.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from pytest_httpstatus import _lazy
from pytest_httpstatus._sealing import patterns
from pytest_httpstatus._sealing.credentials import spellings
from pytest_httpstatus._sealing.patterns import HIDDEN, PLAIN_WORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Span: TypeAlias = tuple[int, int]

SHORTEST: Final = 8
SHORTEST_PIECE: Final = 12
_SHORTEST_LINE: Final = 16

_WORD: Final = _lazy.pattern(r"[A-Za-z0-9_]")
_ESCAPE: Final = _lazy.pattern(r"(?i)(?:\\[abfnrtv0]|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|%[0-9a-f]{2})\Z")
"""Its last letter belongs to no token: `\\n`, `%3A`."""

_DOTS: Final = _lazy.pattern(r"(?=(\.\.\.))")
_DIFFERS: Final = _lazy.pattern(r"(?m)^(?:E[ ]+|[ ]*)[-+][ ](?P<line>.*)$")
"""A line of a comparison: what both sides begin and end with may be left out of it."""

_NEXT_BYTES: Final = _lazy.pattern(r"(['\"])\n[ ]*b\1")
"""Long bytes are printed in pieces."""

_CUT_JWT: Final = _lazy.pattern(r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{5,}(?:\.{1,5}[A-Za-z0-9_-]{2,})+")


class Scrubber:
    """Hides what a failed test sent and was given as a credential, in any text.

    It goes no further than the report that it is for: what is copied or pickled of it knows no credential.

    Args:
        values: Credentials; those that could be ordinary words are left out.
        places: Texts that are hidden behind another one alone, of any length: `("?token=", "abc")`.
    """

    __slots__ = ("_places", "_values")

    def __init__(self, values: Iterable[str] = (), places: Iterable[tuple[str, str]] = ()) -> None:
        self._values = frozenset(part for each in values for part in _parts(each))
        self._places = frozenset(places)

    def __or__(self, other: Scrubber) -> Scrubber:
        return Scrubber(self._values | other._values, self._places | other._places)

    def __reduce__(self) -> tuple[type[Scrubber], tuple[()]]:
        return Scrubber, ()

    def among(self, texts: Iterable[str]) -> Callable[[str], str]:
        """What hides the credentials that occur in these texts: looked for once in all of them, for few do."""
        text = "\n".join(texts)
        lowered = _lowered(text)
        anyhow = _DIFFERS.search(text) is not None or _NEXT_BYTES.search(text) is not None
        values = [
            each
            for each in {spelled for value in self._values for spelled in _spelled(value)}
            if anyhow or _lowered(each[:SHORTEST]) in lowered or _lowered(each[-SHORTEST:]) in lowered
        ]
        values.sort(key=lambda each: (-len(each), each))
        places = [pair for pair in self._places if "".join(pair) in text]
        marks = [each for each in patterns.SHAPE_MARKS if each in text]

        def hide(text: str) -> str:
            text = _masked(text, (*_behind(text, places), *_whole(text, values)))
            text = _masked(text, _pieces(text, values))
            if any(mark in text for mark in marks):
                text = patterns.SHAPES.sub(HIDDEN, _CUT_JWT.sub(HIDDEN, text))
            return text

        return hide


def _parts(value: str) -> Iterator[str]:
    """The value as far as it is worth a search; each line of a private key, which texts indent."""
    lines = value.splitlines()
    for each in (value, *(line for line in lines if len(lines) > 1 and len(line) >= _SHORTEST_LINE)):
        if len(each) >= SHORTEST and not PLAIN_WORD.fullmatch(each):
            yield each


def _spelled(value: str) -> Iterator[str]:
    for each in spellings(value):
        yield each
        yield repr(each)[1:-1]


def _lowered(text: str) -> str:
    """In small letters, each in its place: that of `İ` would take two."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(each.lower()[:1] for each in text)


def _masked(text: str, spans: Iterable[Span]) -> str:
    """The text with three stars for each span; those that overlap are one."""
    out, done = [], 0
    for start, end in sorted(spans):
        if start >= done:
            out += [text[done:start], HIDDEN]
        done = max(done, end)
    return "".join([*out, text[done:]]) if out else text


def _occurrences(text: str, part: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    at = text.find(part, start, end)
    while at >= 0:
        yield at
        at = text.find(part, at + 1, end)


def _behind(text: str, places: list[tuple[str, str]]) -> Iterator[Span]:
    for lead, value in places:
        for at in _occurrences(text, lead + value):
            start, end = at + len(lead), at + len(lead) + len(value)
            if _ends(text, end) and text[end : end + 1] != "%":
                yield start, end


def _whole(text: str, values: list[str]) -> Iterator[Span]:
    lowered = _lowered(text)
    for value in values:
        for start in _occurrences(lowered, _lowered(value)):
            end = start + len(value)
            if _begins(text, start) and _ends(text, end):
                yield start, end


def _begins(text: str, start: int) -> bool:
    """Whether a token could begin here."""
    if not _WORD.match(text, start) or not _WORD.match(text, max(start - 1, 0), start):
        return True
    return _ESCAPE.search(text[max(start - 6, 0) : start]) is not None


def _ends(text: str, end: int) -> bool:
    return not _WORD.match(text, end - 1) or not _WORD.match(text, end)


def _pieces(text: str, values: list[str]) -> Iterator[Span]:
    """What pytest has left of a value at the place where it cut."""
    values = [each for each in values if len(each) > SHORTEST_PIECE and not any(map(str.isspace, each))]
    dots = [match.span(1) for match in _DOTS.finditer(text)] if values else []
    inner = [match.span("line") for match in _DIFFERS.finditer(text)] if values else []
    joints = [match.span() for match in _NEXT_BYTES.finditer(text)] if values else []
    inner += [(one[1], other[0]) for one, other in pairwise(joints)]
    befores = [*(start for start, _ in (*dots, *joints)), *(end for _, end in inner)]
    afters = [*(end for _, end in (*dots, *joints)), *(start for start, _ in inner)]
    for value in values:
        yield from _heads(text, value, befores)
        yield from _tails(text, value, afters)
        yield from (span for span in inner if _is_inside(text[slice(*span)], value))


def _is_inside(piece: str, value: str) -> bool:
    return len(piece) >= SHORTEST_PIECE and piece in value


def _heads(text: str, value: str, ends: list[int]) -> Iterator[Span]:
    head = value[:SHORTEST_PIECE]
    if head not in text:
        return
    for end in ends:
        starts = _occurrences(text, head, max(end - len(value), 0), end)
        yield from ((at, end) for at in starts if value.startswith(text[at:end]) and _begins(text, at))


def _tails(text: str, value: str, starts: list[int]) -> Iterator[Span]:
    tail = value[-SHORTEST_PIECE:]
    if tail not in text:
        return
    for start in starts:
        ends = (at + SHORTEST_PIECE for at in _occurrences(text, tail, start, start + len(value)))
        yield from ((start, end) for end in ends if value.endswith(text[start:end]) and _ends(text, end))
