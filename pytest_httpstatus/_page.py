"""What a page of HTML says: its title, its first heading and its text."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

from pytest_httpstatus._value import dataclass

MOST_READ: Final = 4_000
"""Characters of a title or a heading. Generous: only when no credential stands in it any more is it cut."""


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML page as text.

    Attributes:
        title: Its title.
        heading: Its first heading of the first level.
        text: Its text, a line for each block.
        line: The same on one line.
    """

    title: str
    heading: str
    text: str
    line: str


class _Reader(HTMLParser):
    """Collects title, first heading and text of a page; scripts and styles are left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title, self.heading, self.pieces = "", "", list[str]()
        self._inside, self._silent, self._as_typed = "", 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # the base's name
        self._silent += tag in {"script", "style"}
        self._as_typed += tag == "pre"
        self._inside = tag if tag in {"title", "h1"} else self._inside
        if tag in {"p", "br", "div", "tr", "li", "h1", "h2", "h3", "pre", "title", "hr", "table"}:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style"} and self._silent > 0
        self._as_typed -= tag == "pre" and self._as_typed > 0
        self._inside = "" if tag == self._inside else self._inside

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._inside == "title":
            self.title = (self.title + data)[:MOST_READ]
            return
        if self._inside == "h1":
            self.heading = (self.heading + data)[:MOST_READ]
        self.pieces.append(data if self._as_typed else data.replace("\n", " "))


def read(markup: str) -> Page:
    """Read a page: its title, its first heading and its text without markup."""
    reader = _Reader()
    try:
        reader.feed(markup)
    except (AssertionError, ValueError):  # the parser's own words for markup that it gives up on
        return Page("", "", markup, " ".join(markup.split()))
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    kept = [line for line in lines if line]
    title, heading = (" ".join(each.split()) for each in (reader.title, reader.heading))
    return Page(title, heading, "\n".join(kept), " ".join(kept))
