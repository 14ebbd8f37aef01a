"""A body made short and honest: by its kind, without credentials, with the count of what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_plus

from pytest_httpstatus._content import Content, html_text
from pytest_httpstatus._model import Excerpt
from pytest_httpstatus._sealing import json_text
from pytest_httpstatus._sealing.patterns import HIDDEN, says_something

if TYPE_CHECKING:
    from pytest_httpstatus._model import ContentState
    from pytest_httpstatus._sealing.redaction import Redactor

_MARGIN: Final = 4_096


def sent(content: Content, redactor: Redactor, limit: int) -> Excerpt:
    """Make the excerpt of the request's content: whatever a key of a credential holds is one."""
    return _excerpt(content, "kept", json_text.Rules(redactor.secret, _nothing, redactor.text), redactor, limit)


def received(content: Content, state: ContentState, redactor: Redactor, limit: int) -> Excerpt:
    """Make the excerpt of the response's content, where `{"password": ["too short"]}` says something.

    Args:
        content: The body as read.
        state: Where it is; what is not in memory is named, not fetched.
        redactor: Hides credentials, by key and by value, before anything is cut.
        limit: Characters to show; 0 hides the body.
    """
    return _excerpt(content, state, json_text.Rules(redactor.secret, says_something, redactor.text), redactor, limit)


def _nothing(_: str) -> bool:
    return False


def _excerpt(content: Content, state: ContentState, rules: json_text.Rules, redactor: Redactor, limit: int) -> Excerpt:
    size, media_type = content.size, redactor.text(content.media_type)
    if content.kind == "unread":
        return Excerpt("unknown" if state == "kept" else state, media_type=media_type)
    if content.kind in {"empty", "binary"}:
        return Excerpt(content.kind, media_type=media_type, size=size)
    if limit <= 0:
        return Excerpt("hidden", media_type=media_type, size=size)
    text, shown, total = _json(content, rules, limit) if content.kind == "json" else _text(content, redactor, limit)
    return Excerpt(content.kind, text, media_type, size, shown, total, content.charset)


def _json(content: Content, rules: json_text.Rules, limit: int) -> tuple[str, int, int]:
    """The text to show; where it is not all of it, the characters shown and those there are, else zeros."""
    text = _without_half(content)
    layout = json_text.lay_out(text, limit, rules)
    if layout.whole and content.whole:
        return layout.text, 0, 0
    return layout.text, layout.shown or len(text), _total(content)


def _text(content: Content, redactor: Redactor, limit: int) -> tuple[str, int, int]:
    plain = _plain(content)
    # Only what may be shown is looked through; twice as much, for what is hidden is shorter than before.
    hidden = _hidden(plain, content, redactor, limit * 2).strip("\n")
    text = _within(hidden, limit)
    if text == hidden and len(plain) <= limit * 2 and content.whole:
        return text, 0, 0
    return text, len(text), len(plain) if content.whole else _total(content)


def _within(text: str, limit: int) -> str:
    """The beginning that takes at most `limit` characters in the section, where a line costs its gutter."""
    text = text[:limit]
    while (excess := len(text) + json_text.GUTTER * text.count("\n") - limit) > 0:
        text = text[: -max(1, excess // (1 + json_text.GUTTER))]
    return text


def _total(content: Content) -> int:
    """Characters in all; of a body longer than its head only the bytes are known."""
    return len(content.text) if content.whole else content.size or 0


def _plain(content: Content) -> str:
    text = _without_half(content)
    if content.kind != "html":
        return text.replace("\r\n", "\n")
    page = html_text(text)
    return page.text or page.title


def _hidden(plain: str, content: Content, redactor: Redactor, most: int) -> str:
    if content.kind == "form":
        return "&".join(_pair(pair, redactor) for pair in plain.split("&"))
    return redactor.head(plain, most)


def _pair(pair: str, redactor: Redactor) -> str:
    name, equals, value = pair.partition("=")
    return f"{name}{equals}{HIDDEN}" if value and redactor.secret(unquote_plus(name)) else redactor.text(pair)


def _without_half(content: Content) -> str:
    """Drop the end of a head: a credential that the cut split in two would no longer be known."""
    return content.text if content.whole else content.text[:-_MARGIN]
