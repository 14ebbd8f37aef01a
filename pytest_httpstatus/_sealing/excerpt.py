"""A body made short and honest: by its kind, without credentials, with the count of what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from pytest_httpstatus._content import HEAD, Content, html_text
from pytest_httpstatus._model import Excerpt
from pytest_httpstatus._sealing import json_text

if TYPE_CHECKING:
    from pytest_httpstatus._model import ContentState
    from pytest_httpstatus._sealing.redaction import Redactor


def excerpt(content: Content, state: ContentState, redactor: Redactor, limit: int) -> Excerpt:
    """Make the excerpt of a body.

    Args:
        content: The body as read.
        state: Where it is; what is not in memory is named, not fetched.
        redactor: Hides credentials, by key and by value, before anything is cut.
        limit: Characters to show; 0 hides the body.
    """
    size, media_type = content.size, redactor.text(content.media_type)
    if content.kind == "unread":
        return Excerpt("unknown" if state == "kept" else state, media_type=media_type)
    if content.kind in {"empty", "binary"}:
        return Excerpt(content.kind, media_type=media_type, size=size)
    if limit <= 0:
        return Excerpt("hidden", media_type=media_type, size=size)
    text, shown, total = _shown(content, redactor, limit)
    return Excerpt(content.kind, text, media_type, size, shown, total, content.charset)


def _shown(content: Content, redactor: Redactor, limit: int) -> tuple[str, int, int]:
    """The text to show, the characters shown, and those there are."""
    if content.kind == "json":
        layout = json_text.lay_out(_without_half(content.text, content), limit, redactor.secret, redactor.text)
        whole = layout.whole and content.whole
        return (layout.text, 0, 0) if whole else (layout.text, min(limit, len(layout.text)), _total(content))
    plain = _plain(content, redactor)
    if len(plain) <= limit and content.whole:
        return plain, 0, 0
    return plain[:limit], min(limit, len(plain)), max(_total(content), len(plain))


def _total(content: Content) -> int:
    """Characters in all; of a body longer than its head only the bytes are known."""
    return len(content.text) if content.whole else content.size or 0


def _plain(content: Content, redactor: Redactor) -> str:
    if content.kind == "form":
        pairs = parse_qsl(content.text, keep_blank_values=True)
        return urlencode(
            [(name, "***" if redactor.secret(name) else redactor.text(value)) for name, value in pairs], safe="*"
        )
    text = html_text(content.text).text if content.kind == "html" else content.text
    return _without_half(redactor.text(text), content).strip("\n")


def _without_half(text: str, content: Content) -> str:
    """Drop the end of a head: a credential that the cut split in two would no longer be known."""
    return text if content.whole or len(text) < HEAD // 2 else text[:-8_192]
