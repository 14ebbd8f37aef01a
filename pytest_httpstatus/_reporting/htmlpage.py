"""The readout as one page to look at: a file that needs nothing beside it, and asks for nothing.

What it shows is text: nothing of the run stands in its script, in its style, or in an address. The script makes search
and the cells of the table work; without it everything can be read all the same.
"""

from __future__ import annotations

import base64
import hashlib
from functools import partial
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from pytest_httpstatus._rendering.words import Words
from pytest_httpstatus._reporting.htmlparts import page
from pytest_httpstatus._reporting.written import write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpstatus._reporting.record import Run

MOST_BARS: Final = 20
"""Causes that are seen at once; the others unfold."""

MOST_ROWS: Final = 50
"""Failures of a cause that are seen at once; the others unfold."""


def show(run: Run) -> None:
    """Write the page to the path that was asked for, also where nothing failed or not all tests ran."""
    write(run.choice, parts(run))


def text(run: Run) -> str:
    """The whole page."""
    return "".join(parts(run))


def parts(run: Run) -> Iterator[str]:
    """The page piece by piece.

    Raises:
        ModuleNotFoundError: Jinja2 is not there; the message says how to get it.
    """
    words = Words(run.lang)
    style, script = _shipped("htmlpage.css"), _shipped("htmlpage.js")
    template, markup = _template()
    yield from template.generate(
        lang=run.lang,
        policy=_policy(style, script),
        style=markup(style),
        script=markup(script),
        say=partial(words.phrase, "page"),
        more=lambda count: words.phrase("summary", "more", count=f"{count:,}"),
        exchange=words.phrase("text", "exchange"),
        most_bars=MOST_BARS,
        most_rows=MOST_ROWS,
        page=page(run, words),
    )


def _template() -> tuple[Any, Any]:
    """The template, and what marks a text as ours, not to be escaped."""
    try:
        import jinja2  # late: an extra
    except ModuleNotFoundError as error:
        how = "the HTML page needs Jinja2: pip install 'pytest-httpstatus[html]'"
        raise ModuleNotFoundError(how, name=error.name) from error
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["number"] = "{:,}".format
    # `Markup` is of another package, which Jinja2 brings; its own filter is the way to it that cannot change.
    return environment.from_string(_shipped("htmlpage.html.jinja")), environment.filters["safe"]


def _shipped(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Nothing is loaded, sent or run but these two texts."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(block: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()}"
