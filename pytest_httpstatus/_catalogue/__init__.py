"""What a status code means. Facts are rows in Python; sentences are read from `<lang>/*.toml` at the first failure."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_httpstatus._model import Status

_HERE = Path(__file__).parent


@cache
def sentences(lang: str, name: str) -> dict[str, Any]:
    """Read the table `name` (`labels`, `statuses`, `vendors`, `causes`, `rules`) of `lang`."""
    # Late: tomllib costs 6 ms, and no passing test needs a sentence.
    import tomllib

    return tomllib.loads((_HERE / lang / f"{name}.toml").read_text(encoding="utf-8"))


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
