"""Tables of Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of Markdown. Cells are text: `code` is made by `code`."""
    lines = [list(head), *([_cell(each) for each in row] for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    """Pipes would end the cell, signs of HTML and stars would vanish; those in backticks are shown as they are."""
    parts = re.split(r"(`+[^`]*`+)", " ".join(text.replace("|", r"\|").split()))
    return "".join(each if each.startswith("`") else each.replace("<", "&lt;").replace("*", r"\*") for each in parts)


def code(text: str) -> str:
    return f"`{text}`" if text else ""
