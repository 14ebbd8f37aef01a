"""`IsStatus`: an expectation for a plain `assert`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NoReturn

from pytest_httpstatus._expectation import HTTP, Expectation, parse

if TYPE_CHECKING:
    from pytest_httpstatus._expectation import StatusSpec


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

    __slots__ = ("_shown", "expectation")

    expectation: Expectation
    __hash__: ClassVar[None]  # type: ignore[assignment]

    def __init__(self, spec: StatusSpec) -> None:
        self.expectation = parse(spec)
        self._shown = f"IsStatus({spec!r})"

    def __eq__(self, other: object) -> bool:
        if isinstance(other, IsStatus):
            return self.expectation.codes == other.expectation.codes
        if isinstance(other, int):
            return not isinstance(other, bool) and self.expectation.meets(other)
        # Late: for a response only, and reading one loads its client's file.
        from pytest_httpstatus._clients import status_of

        code = status_of(other)
        return code is not None and self.expectation.meets(code)

    def __hash__(self) -> NoReturn:  # type: ignore[no-redef]
        raise TypeError(
            "IsStatus is equal to several codes, so it has no hash: put it into a list instead of a set or a dict key"
        )

    def __or__(self, other: StatusSpec) -> IsStatus:
        return self._joined(other, "|")

    def __ror__(self, other: StatusSpec) -> IsStatus:
        return IsStatus(other) | self

    def __and__(self, other: StatusSpec) -> IsStatus:
        return self._joined(other, "&")

    def __rand__(self, other: StatusSpec) -> IsStatus:
        return IsStatus(other) & self

    def __invert__(self) -> IsStatus:
        inner = f"({self})" if " " in self.expectation.text else str(self)
        text = f"!({self.expectation.text})" if " " in self.expectation.text else f"!{self.expectation.text}"
        return _made(Expectation(HTTP - self.expectation.codes, text), f"~{inner}")

    def __repr__(self) -> str:
        return self._shown

    def _joined(self, other: StatusSpec, sign: str) -> IsStatus:
        theirs = other if isinstance(other, IsStatus) else IsStatus(other)
        mine, yours = self.expectation, theirs.expectation
        codes = mine.codes | yours.codes if sign == "|" else mine.codes & yours.codes
        if not codes:
            raise ValueError(f"{self!r} & {other!r} leaves no status code, so no response could meet it")
        shown = f"{_within(self._shown, sign)} {sign} {_within(_typed(other), sign)}"
        return _made(Expectation(codes, f"{_within(mine.text, sign)} {sign} {_within(yours.text, sign)}"), shown)


def _typed(other: object) -> str:
    return repr(other)


def _within(text: str, sign: str) -> str:
    """Put an alternative into parentheses where it becomes part of a conjunction."""
    return f"({text})" if sign == "&" and " | " in text else text


def _made(expectation: Expectation, shown: str) -> IsStatus:
    made = IsStatus.__new__(IsStatus)
    made.expectation = expectation
    made._shown = shown  # noqa: SLF001  # our own class
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
