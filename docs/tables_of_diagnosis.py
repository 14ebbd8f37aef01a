"""What the diagnosis was measured to do, and the signs that it has no rule for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docs.markdown import code, table

if TYPE_CHECKING:
    from tests.diagnosis.rows import Reason


def figures() -> str:
    """Both figures, and the misses by name. All exchanges are made anew."""
    from tests.diagnosis.figures import measured  # late: the tables of the package need no tests

    named, silent = measured()
    rows = (
        ("faults with a known cause: the first `likely` names it", str(named)),
        ("exchanges that prove no cause: no wrong `likely` is said", str(silent)),
    )
    misses = [f"- {name}: {said}" for figure in (named, silent) for name, said in figure.misses.items()]
    missed = ["\nWhat went wrong:\n", *misses] if misses else []
    return "\n".join([table(("exchanges", "right"), rows), *missed])


_WHY: Final = {
    "check": "a check of {}",
    "cause": "told by {}",
    "rule": "a rule of the status: {}",
    "unsure": "not sure",
}


def rows_without_rule() -> str:
    from tests.diagnosis.rows import WITHOUT_RULE  # late, as above

    return table(("sign", "why there is no rule"), ((row, _why(reason)) for row, reason in WITHOUT_RULE.items()))


def _why(reason: Reason) -> str:
    where = reason.where if reason.kind == "check" else code(reason.where)
    said = f': "{reason.why}"' if reason.kind == "check" else f": {reason.why}" if reason.why else ""
    return _WHY[reason.kind].format(where) + said
