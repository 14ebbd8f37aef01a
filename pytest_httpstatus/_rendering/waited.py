"""What is said of a wait: how long, what came how often, and why it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_httpstatus import _catalogue
from pytest_httpstatus._rendering import visible

if TYPE_CHECKING:
    from pytest_httpstatus._model import Evidence
    from pytest_httpstatus._rendering.words import Words

MOST_KINDS: Final = 6


def after(got: str, facts: Evidence, words: Words) -> str:
    """What came, and how long it was waited for; as it is where one try was all."""
    counted, found = _tries(facts), dict(facts)
    if sum(count for count, _, _ in counted) < 2:
        return got
    waited = _span(found["wait:seconds"], words)
    if _is_answered(counted):
        return words.phrase("headline", "waited", got=got, waited=waited)
    return words.phrase("headline", "waited_in_vain", got=got, kind=_kind(found["wait:last"], words), waited=waited)


def tries(facts: Evidence, words: Words, room: int) -> list[str]:
    """How often it was tried, with what came, and why it ended before its time. One line a kind beyond `room`."""
    counted, found = _tries(facts), dict(facts)
    if not counted:
        return []
    kinds = [_counted(each, words) for each in counted[:MOST_KINDS]]
    last = [_last(found, words)] if _is_answered(counted) and not found["wait:last"].isdecimal() else []
    whole = _total(counted, found, ", ".join(kinds), words)
    lines = [whole] if visible.width(whole) <= room else [_total(counted, found, "", words).rstrip(), *kinds]
    return [*lines, *last, *_ended(found, words)]


def _total(counted: list[tuple[int, str, str]], found: dict[str, str], kinds: str, words: Words) -> str:
    total, seconds = sum(count for count, _, _ in counted), found["wait:seconds"]
    key = "tries" if total > 1 else "one_try" if float(seconds) >= 1 else "at_once"
    return words.phrase("waited", key, count=total, time=_span(seconds, words), kinds=kinds)


def _last(found: dict[str, str], words: Words) -> str:
    return words.phrase("waited", "last", kind=_kind(found["wait:last"], words))


def _ended(found: dict[str, str], words: Words) -> list[str]:
    if "wait:final" in found:
        return [words.phrase("waited", "final", code=found["wait:final"])]
    if "wait:asked" in found:
        return [words.phrase("waited", "asked", asked=found["wait:asked"], left=_span(found["wait:left"], words))]
    return []


def _tries(facts: Evidence) -> list[tuple[int, str, str]]:
    """Each kind with its count and what `retry-after` asked for."""
    parts = (value.split(" ") for name, value in facts if name == "wait:try")
    return [(int(count), kind, asked) for count, kind, asked in parts]


def _is_answered(counted: list[tuple[int, str, str]]) -> bool:
    return any(kind.isdecimal() for _, kind, _ in counted)


def _counted(each: tuple[int, str, str], words: Words) -> str:
    count, kind, asked = each
    key = "kind_after" if asked else "kind"
    return words.phrase("waited", key, count=count, kind=_kind(kind, words), seconds=asked)


def _kind(kind: str, words: Words) -> str:
    if not kind.isdecimal():
        known = _catalogue.sentences(words.lang, "labels")["waited_kind"]
        return visible.line(known.get(kind, kind))
    status = words.status(int(kind))
    return f"{kind} {status.phrase}".rstrip() if status.registered and status.phrase[:1] != "(" else kind


def _span(seconds: str, words: Words) -> str:
    """A time as people say it: `20 ms`, `1.2 s`, `30 s`."""
    span = float(seconds)
    if span < 1:
        return words.phrase("exchange", "milliseconds", count=round(span * 1000))
    return words.phrase("unit", "s", count=f"{span:.1f}".removesuffix(".0") if span < 9.95 else round(span))
