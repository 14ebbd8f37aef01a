"""A rule names one cause from the evidence in an exchange. Its words stand in `_catalogue/<lang>/causes.toml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from pytest_httpstatus import _fields
from pytest_httpstatus._expectation import HTTP, Expectation, parse
from pytest_httpstatus._model import REDIRECTS, Exchange, Finding
from pytest_httpstatus._value import dataclass

if TYPE_CHECKING:
    from pytest_httpstatus._content import Content


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule may look at.

    Attributes:
        exchange: Request, response, hops and the client's words.
        received: The response's content.
        sent: The request's content.
        expectation: What was asked for; `None` when it is not known.
    """

    exchange: Exchange
    received: Content
    sent: Content
    expectation: Expectation | None = None

    @property
    def code(self) -> int:
        return self.exchange.response.code

    @property
    def method(self) -> str:
        """The method of the request that was answered; empty when it is not known."""
        return self.exchange.request.method or ""

    @property
    def url(self) -> str:
        """The target URI of the request that was answered; empty when it is not known."""
        return self.exchange.request.url or ""

    def field(self, name: str) -> str | None:
        """A field of the response."""
        return _fields.value(self.exchange.response.fields, name)

    def asked(self, name: str) -> str | None:
        """A field of the request."""
        return _fields.value(self.exchange.request.fields, name)

    @property
    def knows_request_fields(self) -> bool:
        """Whether the client shows what it sent: without that, nothing can be said to be missing."""
        return self.exchange.request.fields is not None

    @property
    def expects_redirect(self) -> bool:
        """Whether only redirects were asked for."""
        return self.expectation is not None and self.expectation.codes <= frozenset(range(300, 400))

    @property
    def matched(self) -> bool:
        """Whether the code is one that was asked for."""
        return self.expectation is not None and self.expectation.meets(self.code)

    @property
    def location(self) -> str:
        """The `Location`, resolved and normalised; empty when there is none or it is no redirect."""
        location = self.field("location")
        return _fields.target(location, self.url) if location and self.code in REDIRECTS else ""


Found: TypeAlias = Mapping[str, str] | None
"""The evidence, by placeholder; `None` when the rule has nothing to say."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        id: Stable name, `family.cause`.
        codes: The codes that it speaks about.
        source: Where the fact is from.
        row: The row of the table of causes that it covers; empty when it is not from there.
        rank: The more specific of two causes has the higher one.
        look: Finds the evidence.
        matched: Whether it may speak of a code that was asked for, too, where something else is not as it should be.
    """

    id: str
    codes: frozenset[int]
    source: str
    row: str
    rank: int
    look: Callable[[Case], Found]
    matched: bool = False

    def apply(self, case: Case) -> Finding | None:
        found = self.look(case)
        return None if found is None else Finding(self.id, tuple(found.items()))


def rule(  # noqa: PLR0913  # only the name and the source are needed
    name: str, *, codes: str = "", source: str, row: str = "", rank: int = 50, matched: bool = False
) -> Callable[[Callable[[Case], Found]], Rule]:
    """Make a rule of a function.

    Args:
        name: The stable id.
        codes: An expectation, the codes that it speaks about; all of them when empty.
        source: RFC and section, or library and version.
        row: The row of the table of causes.
        rank: 0 to 100; a general cause has a low one.
        matched: As in `Rule`.
    """
    spoken = _spoken(codes) if codes else HTTP
    return lambda look: Rule(name, spoken, source, row, rank, look, matched)


def _spoken(codes: str) -> frozenset[int]:
    """As `parse` reads it; plain codes at once, since a hundred rules are made at the first failure."""
    words = codes.split(" | ")
    plain = all(len(word) == 3 and word.isdecimal() and word >= "100" for word in words)
    return frozenset(map(int, words)) if plain else parse(codes).codes
