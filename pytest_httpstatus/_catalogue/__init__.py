"""What a status code means. Facts are rows in Python; sentences are read from `<lang>/*.toml` at the first failure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pytest_httpstatus._model import Status

_HERE: Final = Path(__file__).parent
_HEAD: Final = re.compile(r"""(?m)^\[(?:"([^"\]]+)"|([\w.-]+))\][ \t]*$""")
"""The head of a table; the files hold nothing outside of tables, and no table in a table."""


_ENTRY: Final = re.compile(r"(?m)^([\w-]+)[ \t]*=")


class Sentences(Mapping[str, Any]):
    """The tables of one file. Each is parsed when it is asked for: a failure needs three of two hundred."""

    def __init__(self, text: str) -> None:
        heads = [*_HEAD.finditer(text), None]
        self._sources = {
            head[1] or head[2]: text[head.end() : None if after is None else after.start()]
            for head, after in pairwise(heads)
            if head is not None
        }
        self._parsed: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self._parsed:
            self._parsed[key] = _table(self._sources[key])
        return self._parsed[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


def _table(source: str) -> dict[str, Any]:
    """Read the entries of a table. Texts, and lists of them, are written as in Python, which reads them at once."""
    from ast import literal_eval  # late, as all below: no passing test needs a sentence

    before, *parts = _ENTRY.split(source)
    # What the two languages read differently.
    if not (before.strip() or "\\" in source or '"""' in source or "'''" in source):
        with suppress(ValueError, SyntaxError):
            return {key: literal_eval(value.strip()) for key, value in zip(parts[::2], parts[1::2], strict=True)}
    import tomllib

    return tomllib.loads(source)


@cache
def sentences(lang: str, name: str) -> Sentences:
    """Read the tables of `name` (`labels`, `statuses`, `vendors`, `causes`, `rules`) in `lang`."""
    return Sentences((_HERE / lang / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def languages() -> tuple[str, ...]:
    """The languages at hand: one folder each, English first."""
    found = {folder.name for folder in _HERE.iterdir() if (folder / "labels.toml").is_file()}
    return ("en", *sorted(found - {"en"}))


def status_info(code: int | str, *, lang: str | None = None) -> Status:
    """Look a status code up in the catalogue.

    Args:
        code: A code from 100 to 999, or the name of a registered code in any usual spelling (`"not found"`).
        lang: Language of the sentences, `"en"` or `"ko"`; the one that was chosen for the test run when omitted.

    Returns:
        The entry. A code that nobody registered gets the text of its class, and says so (`registered` is false).

    Raises:
        ValueError: There is no such code or name; the message gives the nearest name.
        TypeError: `code` is neither a number nor a text.

    Example:
        >>> status_info(404).reference
        'RFC 9110, Section 15.5.5'
    """
    from pytest_httpstatus._catalogue.entries import entry

    return entry(code, lang)
