"""What a server says in words of its own: how its pages and texts are read, so that one marker tells who answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_httpstatus._content import html_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_httpstatus._diagnosis.rule import Case


def markup(case: Case) -> str:
    """The HTML that came; empty for anything else."""
    return case.received.text if case.received.kind == "html" else ""


def title(case: Case) -> str:
    """The title of the page that came."""
    return html_text(markup(case)).title if markup(case) else ""


def words(case: Case) -> str:
    """The text of the page that came, on one line."""
    return html_text(markup(case)).line if markup(case) else ""


def plain(case: Case) -> str:
    """The text that came, where it is short and neither HTML nor JSON."""
    return case.received.text.strip() if case.received.kind == "text" and len(case.received.text) <= 1_000 else ""


def first(text: str, known: Mapping[str, str]) -> str:
    """What the first of the known phrases stands for that `text` contains; empty when it contains none."""
    return next((meaning for phrase, meaning in known.items() if phrase in text), "")


def message(case: Case) -> str:
    """The text of JSON that is nothing but a message: `{"message": "Forbidden"}`; empty for other JSON."""
    found = case.received.document
    said = next(iter(found.values())) if isinstance(found, dict) and len(found) == 1 else None
    return said if isinstance(said, str) and isinstance(found, dict) and "message" in found else ""
