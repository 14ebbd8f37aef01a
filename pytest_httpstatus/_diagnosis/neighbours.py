"""Codes that are taken for each other: how they differ, and which side is to change.

The difference is a fact and the cause is not: these are checks, said only where no rule has evidence of a cause.
"""

from __future__ import annotations

from typing import Final

from pytest_httpstatus._diagnosis.rule import Case, Rule, rule
from pytest_httpstatus._model import REDIRECTS

_RANK: Final = 5


_PAIRS: Final = (
    "pair_401_403", "pair_404_410", "pair_400_422", "pair_301_308", "pair_302_303", "pair_302_307", "pair_303_307",
    "pair_200_201", "pair_200_202", "pair_200_204", "pair_201_202", "pair_201_204", "pair_202_204", "pair_409_412",
    "pair_502_503", "pair_502_504", "pair_503_504",
)  # fmt: skip


def _neighbours(name: str, codes: str, section: str) -> Rule:
    """A rule for codes of one family: the evidence names the pair, `pair_401_403`."""
    look = rule(f"neighbours.{name}", codes=codes, source=f"RFC 9110, {section}", rank=_RANK)
    return look(lambda case: _pair(case, codes))


def _pair(case: Case, codes: str) -> dict[str, str] | None:
    wanted = None if case.expectation is None else case.expectation.single
    if wanted is None or str(wanted) not in codes or _explained(case):
        return None
    lower, upper = sorted((case.code, wanted))
    pair = f"pair_{lower}_{upper}"
    return {pair: str(lower)} if pair in _PAIRS else None


def _explained(case: Case) -> bool:
    """Whether another rule has found a cause. Where a redirect leads is none of another redirect's."""
    from pytest_httpstatus import _diagnosis  # late: the room loads this module

    likelier = (each for each in _diagnosis.rules() if each.rank > _RANK and case.code in each.codes)
    other = [each for each in likelier if case.code not in REDIRECTS or not each.id.startswith("redirects.")]
    return any(each.apply(case) is not None for each in other)


credentials = _neighbours("credentials", "401 | 403", "Sections 15.5.2 and 15.5.4")
gone = _neighbours("gone", "404 | 410", "Sections 15.5.5 and 15.5.11")
invalid = _neighbours("invalid", "400 | 422", "Sections 15.5.1 and 15.5.21")
permanent = _neighbours("permanent", "301 | 308", "Sections 15.4.2 and 15.4.9")
temporary = _neighbours("temporary", "302 | 303 | 307", "Sections 15.4.3, 15.4.4 and 15.4.8")
success = _neighbours("success", "200 | 201 | 202 | 204", "Section 15.3")
conflict = _neighbours("conflict", "409 | 412", "Sections 15.5.10 and 15.5.13")
gateway = _neighbours("gateway", "502 | 503 | 504", "Section 15.6")
