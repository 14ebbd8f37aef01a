"""How it is said: a sealed failure becomes text in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_httpstatus._rendering.message import labelled, render
from pytest_httpstatus._rendering.news import aside, headline
from pytest_httpstatus._rendering.transcript import transcript

if TYPE_CHECKING:
    from pytest_httpstatus._model import Failure
    from pytest_httpstatus._settings import Detail

__all__ = ["aside", "headline", "labelled", "render", "text", "transcript"]


def text(failure: Failure, lang: str, detail: Detail = "normal") -> str:
    """The whole text of a failure: headline, labelled lines and, after an empty line, the exchange."""
    exchange = transcript(failure, lang, detail)
    return "\n\n".join(part for part in (render(failure, lang, detail), exchange) if part)
