"""Why: rules read the exchange and name the cause, the most specific first: ids and evidence, no sentences."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

from pytest_httpstatus._diagnosis.rule import Case, Rule

if TYPE_CHECKING:
    from pytest_httpstatus._model import Finding

__all__ = ["FAMILIES", "Case", "diagnose", "rules"]

FAMILIES: Final = (
    "amazon", "apache", "authentication", "aws", "clouds", "conditional", "connections", "content", "envelopes",
    "frameworks", "gateways", "iis", "inside", "litestar", "neighbours", "nginx", "proxies", "pydantic", "rate",
    "redirects", "rest", "routing", "tls",
)  # fmt: skip
"""The modules that hold rules. A rule is found by being there, by itself or in a table."""


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, the most specific first."""
    modules = (import_module(f"{__name__}.{family}") for family in FAMILIES)
    values = (value for module in modules for value in vars(module).values())
    tables = (value if isinstance(value, tuple) else (value,) for value in values)
    found = [each for table in tables for each in table if isinstance(each, Rule)]
    return tuple(sorted(found, key=lambda each: -each.rank))


def diagnose(case: Case) -> tuple[Finding, ...]:
    """Name the causes that the evidence proves.

    A rule that fails by itself is left out: the user's failure is explained by the others.
    """
    speaking = [each for each in rules() if case.code in each.codes and (each.matched or not case.matched)]
    found = [finding for each in speaking if (finding := _apply(each, case)) is not None]
    general = _said_better(found)
    return tuple(each for each in found if each.id not in general)


def _said_better(found: list[Finding]) -> set[str]:
    """The general causes that one of those found makes superfluous."""
    from pytest_httpstatus._diagnosis.instead import INSTEAD  # late: a family is loaded with the rules

    return set().union(*(INSTEAD.get(each.id, ()) for each in found))


def _apply(each: Rule, case: Case) -> Finding | None:
    try:
        return each.apply(case)
    except Exception:  # noqa: BLE001  # remote content is not to be trusted, and one rule is not worth the others
        return None
