"""`IsStatus`: an expectation for a plain `assert`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Final, NoReturn

from pytest_httpstatus._clients import status_of
from pytest_httpstatus._expectation import HTTP, Expectation, joined, negated, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpstatus._expectation import StatusSpec

_LONGEST: Final = 400


class IsStatus:
    """Equal to each status code, and to each response, that meets an expectation.

    Args:
        spec: Any expectation that `assert_status` takes.

    Raises:
        ValueError: `spec` is no valid expectation.
        TypeError: `spec` is of a type that can be none.

    Example:
        >>> 404 == IsStatus("4xx")
        True
        >>> IsStatus("2xx") & ~IsStatus(204)
        IsStatus('2xx') & ~IsStatus(204)
    """

    __slots__ = ("_shown", "_sign", "expectation")

    expectation: Expectation
    if TYPE_CHECKING:
        __hash__: ClassVar[None]  # type: ignore[assignment]
    else:

        def __hash__(self) -> NoReturn:
            raise TypeError(
                "IsStatus is equal to several codes, so it has no hash: "
                "put it into a list instead of a set or a dict key"
            )

    def __init__(self, spec: StatusSpec) -> None:
        self.expectation = parse(spec)
        self._shown = f"IsStatus({_typed(spec)})"
        self._sign = ""

    def __eq__(self, other: object) -> bool:
        if isinstance(other, IsStatus):
            return self.expectation.codes == other.expectation.codes
        if isinstance(other, int):
            return not isinstance(other, bool) and self.expectation.meets(other)
        code = status_of(other)
        # The other side may know better, as `unittest.mock.ANY` does.
        return NotImplemented if code is None else self.expectation.meets(code)

    def __or__(self, other: StatusSpec) -> IsStatus:
        return _joined(self, "|", other)

    def __ror__(self, other: StatusSpec) -> IsStatus:
        return _joined(other, "|", self)

    def __and__(self, other: StatusSpec) -> IsStatus:
        return _joined(self, "&", other)

    def __rand__(self, other: StatusSpec) -> IsStatus:
        return _joined(other, "&", self)

    def __invert__(self) -> IsStatus:
        shown = f"~({self})" if self._sign else f"~{self}"
        if self.expectation.codes >= HTTP:
            raise ValueError(
                f"{shown} leaves no status code, so no response could meet it; `~` stays within 100 to 599"
            )
        return _made(_none_of(self.expectation), shown)

    def __repr__(self) -> str:
        return self._shown


def _joined(left: StatusSpec, sign: str, right: StatusSpec) -> IsStatus:
    one, other = parse(left), parse(right)
    if sign == "|":
        expectation = _expectation(one.codes | other.codes, f"{one.text} | {other.text}")
        return _made(expectation, f"{_typed(left)} | {_right(right, '|')}", "|")
    first, second = _left_of_and(left), _right(right, "&")
    if not one.codes & other.codes:
        raise ValueError(
            f"{first} & {second} leaves no status code, so no response could meet it; did you mean {first} | {second}?"
        )
    return _made(_expectation(one.codes & other.codes, _both(one.text, other.text)), f"{first} & {second}", "&")


def _left_of_and(spec: StatusSpec) -> str:
    return f"({spec})" if _sign(spec) == "|" else _typed(spec)


def _right(spec: StatusSpec, sign: str) -> str:
    """A compound on the right stands in parentheses: `404 | 410 | IsStatus(200)` would add numbers first."""
    return _typed(spec) if _sign(spec) in ("", "&" if sign == "|" else "") else f"({spec})"


def _sign(spec: StatusSpec) -> str:
    return spec._sign if isinstance(spec, IsStatus) else ""  # noqa: SLF001  # our own class


def _typed(spec: object) -> str:
    """What was typed, in a form that evaluates: the `repr` of an enum does not."""
    if isinstance(spec, Enum):
        return f"{type(spec).__name__}.{spec.name}"
    if isinstance(spec, str):
        return str.__repr__(spec)
    if isinstance(spec, int):
        return int.__repr__(spec)
    if isinstance(spec, range) or not isinstance(spec, Iterable):
        return repr(spec)
    return _brackets(spec).format(", ".join(map(_typed, spec if isinstance(spec, Sequence) else sorted(spec, key=str))))


def _brackets(spec: Iterable[object]) -> str:
    if isinstance(spec, tuple):
        return "({},)" if len(spec) == 1 else "({})"
    return "{{{}}}" if isinstance(spec, AbstractSet) else "[{}]"


def _both(one: str, other: str) -> str:
    """The text of a conjunction; empty where the grammar, which has no parentheses, cannot write it."""
    return "" if "|" in one + other else " & ".join(dict.fromkeys([*one.split(" & "), *other.split(" & ")]))


def _none_of(expectation: Expectation) -> Expectation:
    """The negation, by De Morgan's laws where one kind of sign stands in the text."""
    text, codes = expectation.text, HTTP - expectation.codes
    if " & " in text and " | " in text:
        return _expectation(codes, "")
    before, after = (" & ", " | ") if " & " in text else (" | ", " & ")
    literals = (negated(parse(literal)) for literal in text.split(before))
    return _expectation(codes, after.join(literal.text for literal in literals if literal.codes))


def _expectation(codes: frozenset[int], text: str) -> Expectation:
    """An expectation with its text: the words that were joined, or the codes as ranges where that is clearer."""
    text = joined(iter(text.split(" | ")))
    return Expectation(codes, text if 0 < len(text) <= _LONGEST else joined(_ranges(codes)))


def _ranges(codes: frozenset[int]) -> Iterator[str]:
    starts = sorted(code for code in codes if code - 1 not in codes)
    ends = sorted(code for code in codes if code + 1 not in codes)
    return (f"{start}-{end}" if start < end else f"{start}" for start, end in zip(starts, ends, strict=True))


def _made(expectation: Expectation, shown: str, sign: str = "") -> IsStatus:
    made = IsStatus.__new__(IsStatus)
    made.expectation, made._shown, made._sign = expectation, shown, sign  # noqa: SLF001  # our own class
    return made


def status_codes(spec: StatusSpec) -> tuple[int, ...]:
    """List the registered codes that meet an expectation, for `pytest.mark.parametrize`.

    Args:
        spec: Any expectation that `assert_status` takes.

    Returns:
        The codes of the IANA registry, ascending, without those that it lists as unused.

    Example:
        >>> status_codes("2xx & !200-206")
        (207, 208, 226)
    """
    from pytest_httpstatus._catalogue.codes import ROWS  # late: matchers need no table

    wanted = parse(spec).codes
    return tuple(row.code for row in ROWS if row.code in wanted and row.state != "unused")
