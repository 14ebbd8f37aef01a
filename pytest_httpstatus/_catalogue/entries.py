"""An entry of the catalogue: the facts of a code joined with the sentences of a language."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pytest_httpstatus import _settings
from pytest_httpstatus._catalogue import languages, sentences
from pytest_httpstatus._catalogue.codes import BY_CODE, by_name, nearest_name
from pytest_httpstatus._catalogue.vendors import for_code
from pytest_httpstatus._model import Status

if TYPE_CHECKING:
    from pytest_httpstatus._model import VendorMeaning


def entry(code: int | str, lang: str | None) -> Status:
    """What `status_info` promises."""
    return _entry(_number(code), _language(lang))


@lru_cache(100)  # a message asks for its own again and again
def _entry(number: int, chosen: str) -> Status:
    words = _words(number, chosen)
    return replace(
        BY_CODE.get(number) or _unregistered(number),
        name=words["name"],
        meaning=words["means"],
        causes=tuple(words["causes"]),
        checks=tuple(words["check"]),
        vendors=tuple(_told(row, chosen) for row in for_code(number)),
    )


def _language(lang: str | None) -> str:
    chosen = _settings.current().lang if lang is None else lang
    if chosen not in languages():
        raise ValueError(f"there are no sentences in {chosen!r}, only in {', '.join(map(repr, languages()))}")
    return chosen


def _number(code: object) -> int:
    if isinstance(code, bool) or not isinstance(code, int | str):
        raise TypeError(f"a status code is a number or a name, got {code!r} ({type(code).__name__})")
    number = int(code) if isinstance(code, int) else _read(code)
    if not 100 <= number <= 999:
        raise ValueError(f"a status code has three digits, 100 to 999, got {number}")
    return number


def _read(text: str) -> int:
    if len(text) == 3 and text.isascii() and text.isdigit():
        return int(text)
    code = by_name(text)
    if code is None:
        raise ValueError(f"no status code is called {text!r}{_suggestion(text)}")
    return code


def _suggestion(text: str) -> str:
    near = nearest_name(text)
    return f"; did you mean {near!r} ({by_name(near)})?" if near else ""


def _words(code: int, lang: str) -> dict[str, Any]:
    table = sentences(lang, "statuses")
    if code in BY_CODE:
        return table[str(code)]  # type: ignore[no-any-return]  # the schema is held by a test
    return table[f"class.{code // 100}xx" if code < 600 else "class.none"]  # type: ignore[no-any-return]  # likewise


def _unregistered(code: int) -> Status:
    meanings = for_code(code)
    return Status(code, meanings[0].phrase if len(meanings) == 1 else "", "", "unregistered")


def _told(row: VendorMeaning, lang: str) -> VendorMeaning:
    words = sentences(lang, "vendors")[row.key]
    return replace(row, meaning=words["means"], causes=tuple(words["causes"]), checks=tuple(words["check"]))
