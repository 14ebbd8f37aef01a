"""What was asked: a set of codes, and the words it was asked in. One grammar for strings and objects."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Collection
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
_DIGITS: Final = re.compile(r"[0-9][0-9xX]{2}")
_RANGE: Final = re.compile(r"([0-9]{3})\s*-\s*([0-9]{3})")
_TWO_WITHOUT_SIGN: Final = re.compile(r"[0-9][0-9xX]{2}(?=\s+!)")


class Expectation(NamedTuple):
    """A set of status codes and how it was written.

    Attributes:
        codes: The codes that meet it.
        text: What was asked, in the shortest spelling of the grammar.
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
    held = getattr(type(spec), "expectation", None)
    if held is not None:
        found: Expectation = spec.expectation  # type: ignore[attr-defined]
        return found
    return _parse_object(spec)


def _parse_object(spec: object) -> Expectation:
    if isinstance(spec, str):
        return _parse_text(str.__str__(spec))
    if isinstance(spec, int) and not isinstance(spec, bool):
        return _one(int(spec), repr(spec))
    if isinstance(spec, range):
        return _parse_range(spec)
    if isinstance(spec, (bool, float, bytes, bytearray, dict)) or not isinstance(spec, Iterable):
        _refuse_type(spec)
    return _any_of(spec)


def _one(code: int, shown: str) -> Expectation:
    if not 100 <= code <= 999:
        raise ValueError(f"{shown} is no status code: a status code has three digits, 100 to 999{_near_code(code)}")
    return Expectation(frozenset((code,)), str(code))


def _near_code(code: int) -> str:
    return f"; the nearest is {min(max(code, 100), 999)}"


def _parse_range(spec: range) -> Expectation:
    codes = frozenset(spec)
    if not codes:
        raise ValueError(f"{spec!r} holds no status code; 200 to 204 is range(200, 205) or '200-204'")
    for code in (min(codes), max(codes)):
        _one(code, f"{code}, in {spec!r},")
    whole = len(codes) == max(codes) - min(codes) + 1
    text = f"{min(codes)}-{max(codes)}" if whole else " | ".join(map(str, sorted(codes)))
    return Expectation(codes, text)


def _any_of(spec: Iterable[Any]) -> Expectation:
    # Sorted where there is no order of the user's: the text of a set must not change from run to run.
    ordered = spec if isinstance(spec, (list, tuple)) else sorted(spec, key=str)
    if not ordered:
        raise ValueError(f"{spec!r} names no status code, so no response could meet it; give at least one, as in [200]")
    members = [_member(each, spec) for each in ordered]
    return Expectation(frozenset().union(*(member.codes for member in members)), " | ".join(m.text for m in members))


def _member(each: object, spec: object) -> Expectation:
    if isinstance(each, (list, tuple, set, frozenset, range)):
        raise TypeError(f"{each!r} is a collection inside {spec!r}; put its members into the outer one")
    return parse(each)


def _refuse_type(spec: object) -> NoReturn:
    if isinstance(spec, bool):
        raise TypeError(f"{spec} is no status expectation; '2xx' is any success, '!5xx' anything but a server error")
    if isinstance(spec, float):
        near = int(spec) if spec == spec and abs(spec) < 1e6 else 200  # noqa: PLR0124  # NaN has no int
        raise TypeError(f"{spec!r} is a float; a status code is an int: {near}")
    if isinstance(spec, (bytes, bytearray)):
        raise TypeError(f"{spec!r} is bytes; write it as text: {bytes(spec).decode('ascii', 'replace')!r}")
    if spec is None:
        raise TypeError(f"None is no status expectation; give {_FORMS}")
    if isinstance(spec, dict):
        raise TypeError(f"{spec!r} is a dict; give its codes as a list: {list(spec)[:5] or [200]!r}")
    raise TypeError(f"{_short(spec)} is no status expectation; give {_FORMS}")


def _short(spec: object) -> str:
    return f"an object of type {type(spec).__name__}"


@cache
def _parse_text(text: str) -> Expectation:
    """Parse the grammar: `!` binds closest, then `&`, then `|` and `,`."""
    alternatives = [_all_of(part, text) for part in re.split(r"[|,]", text)]
    codes = frozenset().union(*(alternative.codes for alternative in alternatives))
    if not codes:
        raise ValueError(f"{text!r} leaves no status code, so no response could meet it")
    return Expectation(codes, " | ".join(alternative.text for alternative in alternatives))


def _all_of(part: str, whole: str) -> Expectation:
    factors = [_not(factor, whole) for factor in part.split("&")]
    codes = frozenset.intersection(*(factor.codes for factor in factors))
    return Expectation(codes, " & ".join(factor.text for factor in factors))


def _not(factor: str, whole: str) -> Expectation:
    stripped = factor.strip()
    if not stripped.startswith("!"):
        return _atom(stripped, whole)
    inner = _not(stripped[1:], whole)
    return Expectation(HTTP - inner.codes, f"!{inner.text}")


def _atom(atom: str, whole: str) -> Expectation:
    if _DIGITS.fullmatch(atom):
        return _pattern(atom.lower(), whole)
    if (ends := _RANGE.fullmatch(atom)) is not None:
        return _text_range(int(ends[1]), int(ends[2]), whole)
    name = " ".join(atom.casefold().replace("_", " ").split())
    if name in CLASS_NAMES:
        return _pattern(CLASS_NAMES[name], whole)
    # Late: names are rare in expectations, and the table of codes is not needed for any other form.
    from pytest_httpstatus._catalogue import codes

    code = codes.by_name(atom)
    if code is None:
        _refuse_text(atom, name, whole)
    return Expectation(frozenset((code,)), str(code))


def _pattern(digits: str, whole: str) -> Expectation:
    """A code, or a pattern on its digits: `4xx` is a class, `40x` has no name in HTTP."""
    if digits[0] == "0" or ("x" in digits and digits[0] > "5"):
        _refuse_text(digits, digits, whole)
    codes = range(int(digits.replace("x", "0")), int(digits.replace("x", "9")) + 1)
    if digits[1] == "x" != digits[2]:
        _refuse_text(digits, digits, whole)
    return Expectation(frozenset(codes), digits)


def _text_range(first: int, last: int, whole: str) -> Expectation:
    if first < 100:
        _one(first, f"{first:03}, in {whole!r},")
    if last < first:
        raise ValueError(f"{whole!r} runs backwards; write '{last:03}-{first:03}'")
    return Expectation(frozenset(range(first, last + 1)), f"{first}-{last}")


def _refuse_text(atom: str, name: str, whole: str) -> NoReturn:
    quoted = f"{whole!r}" if atom == whole.strip() else f"{atom!r}, in {whole!r},"
    if not atom:
        raise ValueError(f"{whole!r} lacks a status code; give {_FORMS}")
    if name in _REFUSED:
        raise ValueError(f"{quoted} can mean several things; write {_REFUSED[name]}")
    if _TWO_WITHOUT_SIGN.search(atom):
        raise ValueError(f"{quoted} lacks a sign between its parts; write {_TWO_WITHOUT_SIGN.sub(_with_and, atom)!r}")
    raise ValueError(f"{quoted} is no status expectation; {_nearest(atom, name)}")


def _with_and(match: re.Match[str]) -> str:
    return f"{match[0]} &"


def _nearest(atom: str, name: str) -> str:
    import difflib  # late: for a refusal only

    from pytest_httpstatus._catalogue import codes

    if re.fullmatch(r"[0-9]+", name):
        return f"a status code has three digits, 100 to 999{_near_code(int(name[:9]))}"
    if (digits := _decimal(atom)) is not None:
        return f"write its digits in ASCII: {digits!r}"
    if re.fullmatch(r"[1-9][0-9x]{0,3}", name):
        return f"did you mean '{min(name[0], '5')}xx'?"
    near = difflib.get_close_matches(name, [*CLASS_NAMES, *_REFUSED], n=1, cutoff=0.8)
    if near:
        return f"did you mean {_REFUSED.get(near[0], repr(near[0]))}?"
    phrase = codes.nearest_name(atom)
    return f"did you mean {phrase.lower()!r}?" if phrase else f"give {_FORMS}"


def _decimal(atom: str) -> str | None:
    """The ASCII spelling of a number in other digits."""
    return str(int(atom)) if atom.isdecimal() and not atom.isascii() else None
