"""What was asked: a set of codes, and the words it was asked in. One grammar for strings and objects."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from reprlib import Repr
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from pytest_httpstatus import _lazy

if TYPE_CHECKING:
    from typing import TypeAlias

    from pytest_httpstatus._matchers import IsStatus

    StatusSpec: TypeAlias = int | str | IsStatus | Collection[int | str | IsStatus]

HTTP: Final = frozenset(range(100, 600))
"""The codes that HTTP defines classes for (RFC 9110, section 15); a negation stays within them."""

CLASS_NAMES: Final = {
    "informational": "1xx",
    "success": "2xx",
    "successful": "2xx",
    "redirection": "3xx",
    "client error": "4xx",
    "server error": "5xx",
}
_REFUSED: Final = {
    "error": "'4xx | 5xx'",
    "redirect": "'3xx', '301 | 302 | 303 | 307 | 308' or assert_redirect(...)",
    "unused": "306 or 418",
}
_FORMS: Final = "a code (404), a class ('4xx'), a name ('not found'), a range ('200-204') or several ('404 | 410')"
_LIST: Final = ", as in [200, '3xx']"
_OBJECTS: Final = "a text has no parentheses, objects have: IsStatus('2xx') & ~(IsStatus(204) | 206)"
_DIGITS: Final = _lazy.pattern(r"[0-9][0-9xX]{2}")
_RANGE: Final = _lazy.pattern(r"([0-9]{3})\s*-\s*([0-9]{3})")
_SIGNS: Final = (
    (_lazy.pattern(r"(?<=[0-9x])\s+(?=!)"), " & "),
    (_lazy.pattern(r"(?<=[0-9x])(?:\s+or\s+|\s*[/;+]\s*|\s+)(?=[!0-9])"), " | "),
    (_lazy.pattern(r"(?:\bnot\s+|[~^])(?=[!0-9])"), "!"),
)
_LOOSE_RANGE: Final = _lazy.pattern(r"([0-9x]{0,4})\s*(?:-|–|—|\.{2,3}|:|\bto\b)\s*([0-9x]{0,4})")
_NOTHING: Final = ("none", "null", "nil")
_LONGEST: Final = 4_000
_LONGEST_OFFER: Final = 60
_SHOWN: Final = Repr()
_SHOWN.maxstring = _SHOWN.maxother = 60


class Expectation(NamedTuple):
    """A set of status codes and how it was written.

    Attributes:
        codes: The codes that meet it.
        text: What was asked, in the shortest spelling of the grammar; it parses to the same codes.
    """

    codes: frozenset[int]
    text: str

    def meets(self, code: int) -> bool:
        """Whether `code` is one of those asked for."""
        return code in self.codes

    @property
    def single(self) -> int | None:
        """The code, where just one was asked for."""
        return next(iter(self.codes)) if len(self.codes) == 1 else None


def parse(spec: object) -> Expectation:
    """Read an expectation.

    Args:
        spec: A code, a text of the grammar, an `IsStatus`, a range, or a collection of these.

    Raises:
        ValueError: It is no valid expectation; the message names the value and the nearest valid spelling.
        TypeError: It is of a type that can be none.
    """
    if type(spec) is str:
        return _parse_text(spec)
    if type(spec) is int:
        return _one(spec, spec)
    # By its shape: the matcher stands above this room.
    held = spec.expectation if hasattr(type(spec), "expectation") else None  # type: ignore[attr-defined]
    return held if type(held) is Expectation else _parse_object(spec)


def _parse_object(spec: object) -> Expectation:
    if isinstance(spec, str):
        return _parse_text(str.__str__(spec))
    if isinstance(spec, int) and not isinstance(spec, bool):
        return _one(int(spec), spec)
    if isinstance(spec, range):
        return _parse_range(spec)
    # An iterator is none: it may have no end, or be a response that reads its stream.
    if isinstance(spec, (bool, bytes, bytearray, memoryview, Mapping)) or not isinstance(spec, Collection):
        _refuse_type(spec)
    return _any_of(spec)


def _one(code: int, written: object, place: str = "") -> Expectation:
    if not 100 <= code <= 999:
        raise ValueError(f"{shown(written)}{place} is no status code: {_three_digits(code)}")
    return Expectation(frozenset((code,)), str(code))


def _three_digits(code: float) -> str:
    return f"a status code has three digits, 100 to 999; the nearest is {_nearest_code(code)}"


def _nearest_code(code: float) -> int:
    return int(min(max(100, code), 999))  # in this order, what is no number (NaN) is 100


def _parse_range(spec: range) -> Expectation:
    if not spec:
        raise ValueError(f"{spec!r} holds no status code; 200 to 204 is range(200, 205) or '200-204'")
    first, last = sorted((spec[0], spec[-1]))
    for code in (first, last):
        _one(code, code, f", in {shown(spec)},")
    whole = len(spec) == last - first + 1
    return Expectation(frozenset(spec), f"{first}-{last}" if whole else " | ".join(map(str, sorted(spec))))


def _any_of(spec: Collection[Any]) -> Expectation:
    # Sorted where there is no order of the user's: the text of a set must not change from run to run.
    ordered = spec if isinstance(spec, (list, tuple)) else sorted(spec, key=str)
    if not ordered:
        raise ValueError(f"{shown(spec)} names no status code, so no response could meet it; give at least one{_LIST}")
    members = [_member(each, spec) for each in ordered]
    return Expectation(frozenset().union(*(member.codes for member in members)), joined(m.text for m in members))


def joined(texts: Iterator[str]) -> str:
    """Texts of the grammar as alternatives, each once."""
    return " | ".join(dict.fromkeys(texts))


def _member(each: object, spec: object) -> Expectation:
    if isinstance(each, Collection) and not isinstance(each, (str, bytes, bytearray, Mapping)):
        raise TypeError(f"{shown(each)} is a collection inside {shown(spec)}; put its members into that one{_LIST}")
    return parse(each)


def _refuse_type(spec: object) -> NoReturn:
    if isinstance(spec, bool):
        raise TypeError(f"{spec} is no status expectation; '2xx' is any success, '!5xx' anything but a server error")
    if isinstance(spec, float):
        raise TypeError(f"{spec!r} is a float; a status code is an int: {_nearest_code(spec)}")
    if isinstance(spec, (bytes, bytearray, memoryview)):
        text = bytes(spec[:20]).decode("ascii", "replace")
        way_out = f"write it as text: {text!r}" if _parses(text) else f"give {_FORMS}"
        raise TypeError(f"{shown(spec)} is bytes; {way_out}")
    if spec is None:
        raise TypeError(f"None is no status expectation; give {_FORMS}")
    if isinstance(spec, Mapping):
        raise TypeError(f"{shown(spec)} is a {type(spec).__name__}; give its codes as a list{_LIST}")
    if isinstance(spec, Iterator):
        raise TypeError(f"{shown(spec)} can be read only once; give a list{_LIST}")
    raise TypeError(f"an object of type {type(spec).__name__} is no status expectation; give {_FORMS}")


def shown(value: object) -> str:
    """The `repr` of whatever came, made short; it may raise, and a number may have more digits than Python writes."""
    try:
        return _SHOWN.repr(value)
    except Exception:  # noqa: BLE001  # a stranger's `repr` may raise anything
        return f"an object of type {type(value).__name__}"


@lru_cache(maxsize=512)
def _parse_text(text: str) -> Expectation:
    """Parse the grammar: `!` binds closest, then `&`, then `|` and `,`."""
    if len(text) > _LONGEST:
        raise ValueError(f"{shown(text)} has {len(text):,} characters, no expectation needs as many; give {_FORMS}")
    alternatives = [_all_of(part, text) for part in re.split(r"[|,]", text)]
    codes = frozenset().union(*(alternative.codes for alternative in alternatives))
    if not codes:
        raise ValueError(f"{shown(text)} leaves no status code, so no response could meet it; {_instead_of_none(text)}")
    return Expectation(codes, joined(each.text for each in alternatives if each.codes))


def _instead_of_none(text: str) -> str:
    wider = text.replace("&", "|")
    return f"did you mean {wider!r}?" if wider != text and _parses(wider) else f"give {_FORMS}"


def _all_of(part: str, whole: str) -> Expectation:
    factors = [_not(factor.strip(), whole) for factor in part.split("&")]
    codes = frozenset.intersection(*(factor.codes for factor in factors))
    return Expectation(codes, " & ".join(dict.fromkeys(factor.text for factor in factors)))


def _not(factor: str, whole: str) -> Expectation:
    bare = factor.lstrip("! \t\n\r")
    inner, signs = _atom(bare, whole), factor.count("!", 0, len(factor) - len(bare))
    return negated(inner) if signs % 2 else negated(negated(inner)) if signs else inner


def negated(literal: Expectation) -> Expectation:
    """All codes of HTTP without those of a text that holds no sign but `!`."""
    text = literal.text
    # Three negations are one, and two are none; but for codes beyond HTTP, which a negation has lost.
    if text.startswith("!") and (text.startswith("!!") or HTTP.issuperset(_parse_text(text[1:]).codes)):
        return Expectation(HTTP - literal.codes, text[1:])
    return Expectation(HTTP - literal.codes, f"!{text}")


def _atom(atom: str, whole: str) -> Expectation:
    if _DIGITS.fullmatch(atom):
        return _pattern(atom, whole)
    if (ends := _RANGE.fullmatch(atom)) is not None and "100" <= ends[1] <= ends[2]:
        return Expectation(frozenset(range(int(ends[1]), int(ends[2]) + 1)), f"{ends[1]}-{ends[2]}")
    name = _normalised(atom)
    if name in CLASS_NAMES:
        return _pattern(CLASS_NAMES[name], whole)
    # Late: names are rare in expectations, and the table of codes is not needed for any other form.
    from pytest_httpstatus._catalogue import codes

    code = codes.by_name(atom)
    if code is None:
        _refuse_text(atom, whole)
    return Expectation(frozenset((code,)), str(code))


def _normalised(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").split())


def _pattern(atom: str, whole: str) -> Expectation:
    """A code, or a pattern on its digits: `4xx` is a class, `40x` has no name in HTTP."""
    digits = atom.lower()
    if digits[0] == "0" or ("x" in digits and digits[0] > "5") or digits[1] == "x" != digits[2]:
        _refuse_text(atom, whole)
    codes = range(int(digits.replace("x", "0")), int(digits.replace("x", "9")) + 1)
    return Expectation(frozenset(codes), digits)


def _refuse_text(atom: str, whole: str) -> NoReturn:
    quoted = shown(whole) if atom == whole.strip() else f"{shown(atom)}, in {shown(whole)},"
    name = _normalised(atom)
    if not atom:
        raise ValueError(f"{shown(whole)} lacks a status code; give {_FORMS}")
    if name.strip("()") in _REFUSED:
        raise ValueError(f"{quoted} can mean several things; write {_REFUSED[name.strip('()')]}")
    if "(" in whole or ")" in whole:
        raise ValueError(f"{shown(whole)} is no status expectation; {_OBJECTS}")
    raise ValueError(f"{quoted} is no status expectation; {_nearest(atom, name)}")


def _nearest(atom: str, name: str) -> str:
    if re.fullmatch(r"[0-9]+", atom):
        return _three_digits(int(atom[:9]))
    for candidate in _candidates(atom.lower()):
        if _parses(candidate):
            return f"did you mean {candidate!r}?"
    import difflib  # late: for a refusal only

    from pytest_httpstatus._catalogue import codes

    near = difflib.get_close_matches(name[:_LONGEST_OFFER], [*CLASS_NAMES, *_REFUSED], n=1, cutoff=0.8)
    if near:
        return f"did you mean {_REFUSED.get(near[0], repr(near[0]))}?"
    phrase = None if name in _NOTHING else codes.nearest_name(atom)
    return f"did you mean {phrase.lower()!r}?" if phrase else f"give {_FORMS}"


def _candidates(atom: str) -> Iterator[str]:
    """Spellings of the grammar that `atom` may stand for, each simpler than `atom`."""
    if atom.isdecimal():
        yield str(int(atom))
    for pattern, sign in _SIGNS:
        if pattern.search(atom):
            yield pattern.sub(sign, atom)
    if (ends := _LOOSE_RANGE.fullmatch(atom)) is not None and (ends[1] or ends[2]):
        # An end that is missing is the end of the class.
        yield _closed_range(ends[1] or "1", ends[2] or ends[1][0])
    if re.fullmatch(r"[1-9][0-9x]{0,3}", atom):
        yield f"{atom[0]}xx" if atom[0] <= "5" else _closed_range(atom[:3], atom[:3])
    yield from re.findall(r"(?<![0-9])[1-9][0-9]{2}(?![0-9])", atom)


def _closed_range(first: str, last: str) -> str:
    """A range whose ends may be patterns, cut, or out of range."""
    low, high = int(first.ljust(3, "x").replace("x", "0")), int(last.ljust(3, "x").replace("x", "9"))
    return f"{_nearest_code(min(low, high))}-{_nearest_code(max(low, high))}"


def _parses(text: str) -> bool:
    """Whether a spelling is worth an offer: short, and right."""
    try:
        return len(text) <= _LONGEST_OFFER and bool(_parse_text(text))
    except ValueError:
        return False
