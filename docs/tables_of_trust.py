"""What was planted, and the tests that hold each."""

from __future__ import annotations

from docs.markdown import code, table


def faults() -> str:
    """Each fault with the tests that hold it."""
    from tests.trust.faults import FAULTS  # late: the tables of the package need no tests

    rows = ((str(each.number), each.what, ", ".join(dict.fromkeys(map(_file, each.tests)))) for each in FAULTS)
    return table(("", "what is planted", "held by"), rows)


def _file(test: str) -> str:
    return code(f"tests/{test.partition('::')[0]}")
