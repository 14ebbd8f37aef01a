"""What a status asks of fields and content, and what of it a response does not meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_httpstatus import _content
from pytest_httpstatus._expectation import parse
from pytest_httpstatus._model import Unmet
from pytest_httpstatus._requirements.musts import MUSTS
from pytest_httpstatus._requirements.remarks import REMARKS
from pytest_httpstatus._requirements.remarks_on_copies import REMARKS as ON_COPIES
from pytest_httpstatus._value import dataclass

if TYPE_CHECKING:
    from pytest_httpstatus._content import Content
    from pytest_httpstatus._model import Exchange
    from pytest_httpstatus._requirements.musts import Look

LONGEST: Final = 200
LONGEST_BROKEN: Final = 40
"""Characters of a value."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of one or more codes. Its words stand in `_catalogue/<lang>/rules.toml`.

    Attributes:
        id: Stable name.
        codes: The codes that it binds.
        section: RFC and section.
        fails: Whether a response that breaks it fails; if not, it is worth a line.
        look: Finds the evidence; `None` when the rule is met, not visible, or not to be decided.
    """

    id: str
    codes: frozenset[int]
    section: str
    fails: bool
    look: Look

    def apply(self, exchange: Exchange, content: Content) -> Unmet | None:
        code = exchange.response.code
        found = self.look(exchange, content) if code in self.codes else None
        if found is None:
            return None
        # What is broken stands in the headline, which is one line.
        most = LONGEST_BROKEN if self.fails else LONGEST
        evidence = ((name, value if len(value) <= most else f"{value[: most - 3]}...") for name, value in found.items())
        return Unmet(self.id, self.section, (("code", str(code)), *evidence))


RULES: Final = tuple(
    Rule(name, parse(codes).codes, section, fails, look)
    for rows, fails in ((MUSTS, True), (REMARKS, False), (ON_COPIES, False))
    for name, codes, section, look in rows
)
"""All rules; those that fail first."""


def check(exchange: Exchange, content: Content) -> tuple[tuple[Unmet, ...], tuple[Unmet, ...]]:
    """Apply the rules of the code that came.

    Args:
        exchange: What came.
        content: The response's content.

    Returns:
        What is broken, and what is only worth a remark.
    """
    found = [(rule.fails, unmet) for rule in RULES if (unmet := rule.apply(exchange, content)) is not None]
    broken, remarks = (tuple(unmet for fails, unmet in found if fails is wanted) for wanted in (True, False))
    return broken, remarks


def check_all(exchanges: list[Exchange]) -> tuple[tuple[Unmet, ...], tuple[Unmet, ...]]:
    """Apply the rules to several exchanges, as `check` does to one; what two of them break is said once."""
    both = [check(each, _content.read(each.response.content, each.response.fields)) for each in exchanges]
    broken = dict.fromkeys(each for found, _ in both for each in found)
    remarks = dict.fromkeys(each for _, found in both for each in found)
    return tuple(broken), tuple(remarks)
