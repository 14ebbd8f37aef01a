"""The catalogue as text: an entry, as `httpstatus 404` prints it, and the tables of codes and causes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from pytest_httpstatus._model import SILENCE
from pytest_httpstatus._rendering import visible
from pytest_httpstatus._rendering.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pytest_httpstatus._model import Status, VendorMeaning

COLUMNS: Final = 76
LABEL: Final = 13
_INDENT: Final = "  "
_NEVER_STORED: Final = frozenset({428, 429, 431, 511})  # RFC 6585, sections 3 to 6
_MOST_NAMED: Final = 50


def entry(status: Status, lang: str) -> str:
    """The entry of one code: a heading, then labelled lines of at most 76 columns."""
    words = Words(lang)
    return "\n".join([heading(status, lang), *_body(status, words), *_vendors(status, words)])


def heading(status: Status, lang: str) -> str:
    """The code, its phrase, and its name where the language has one of its own."""
    if not status.phrase:
        return f"{status.code} ({Words(lang).phrase('state', status.state)})"
    name = own_name(status)
    return f"{status.code} {status.phrase}{name and f' ({name})'}"


def own_name(status: Status) -> str:
    """The code's name in the language of the entry; empty where it is the phrase."""
    if not status.registered or status.name == status.phrase:
        return ""
    return status.name.removesuffix(f"({status.phrase})").strip("()")


def _body(status: Status, words: Words) -> Iterator[str]:
    room = "catalogue"
    yield from _row(words.phrase(room, "class"), _class(status, words))
    yield from _row(words.phrase(room, "specification"), status.reference)
    if status.state != "assigned" and status.phrase:
        yield from _row(words.phrase(room, "state"), words.phrase("state", status.state))
    yield from _row(words.phrase(room, "aliases"), ", ".join(status.aliases))
    yield from _row(words.label("means"), status.meaning)
    if status.registered or not status.vendors:
        yield from _advice(status.causes, status.checks, words)
    yield from _row(words.phrase(room, "required"), ", ".join(status.required))
    yield from _row(words.phrase(room, "usual"), ", ".join(status.usual))
    if status.state not in {"unregistered", "unused"}:
        yield from _facts(status, words)


def _class(status: Status, words: Words) -> str:
    return (
        words.phrase("class", str(status.code // 100)) if status.status_class else words.phrase("catalogue", "no_class")
    )


def _advice(causes: Sequence[str], checks: Sequence[str], words: Words, indent: str = "") -> Iterator[str]:
    yield from _bullets(indent + words.phrase("catalogue", "causes"), causes)
    yield from _bullets(indent + words.label("check"), checks)


def _facts(status: Status, words: Words) -> Iterator[str]:
    """What holds for every response with the code. An interim response is neither stored nor retried."""
    yield from _row(words.phrase("catalogue", "content"), words.phrase("content_rule", status.content))
    if status.code >= 200 and status.code != 304:
        yield from _row(words.phrase("catalogue", "cacheable"), words.phrase("catalogue", _stored(status)))
    if status.keeps_method is not None:
        kept = words.phrase("keeps_method", "yes" if status.keeps_method else "no")
        yield from _row(words.phrase("catalogue", "method"), kept)
    if status.code >= 400:
        yield from _row(words.phrase("catalogue", "retry"), words.phrase("retry", status.retry))


def _stored(status: Status) -> str:
    if status.code in _NEVER_STORED:
        return "never_stored"
    return "yes" if status.cacheable else "no"


def _vendors(status: Status, words: Words) -> Iterator[str]:
    if not status.registered:
        for vendor in status.vendors:
            yield from _vendor(vendor, words)
        return
    told = (
        words.phrase("catalogue", "vendor", phrase=v.phrase, vendor=v.vendor, means=v.meaning) for v in status.vendors
    )
    label = words.phrase("catalogue", "vendors")
    for index, text in enumerate(told):
        yield from _row("" if index else label, text)


def _vendor(vendor: VendorMeaning, words: Words) -> Iterator[str]:
    """What the code means where one comes from: all that is known of it, for the registry knows nothing."""
    named = words.phrase("catalogue", "vendor_alone", vendor=vendor.vendor, phrase=vendor.phrase)
    yield from _row(words.phrase("catalogue", "used_by"), named)
    yield from _row(_INDENT + words.label("means"), vendor.meaning)
    yield from _advice(vendor.causes, vendor.checks, words, _INDENT)


def _bullets(label: str, texts: Iterable[str]) -> Iterator[str]:
    for index, text in enumerate(texts):
        yield from _row("" if index else label, text, bullet="- ")


def _row(label: str, text: str, bullet: str = "") -> Iterator[str]:
    if not text:
        return
    lead = f"{_INDENT}{visible.pad(label, LABEL)}{bullet}"
    for line in visible.wrap(text, COLUMNS - visible.width(lead)):
        yield f"{lead}{line}".rstrip()
        lead = " " * visible.width(lead)


def listing(statuses: Iterable[Status]) -> str:
    """One line a code: its phrase and, where the language has one, its own name."""
    return table([(str(each.code), each.phrase, own_name(each)) for each in statuses])


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows with their columns aligned by what a terminal shows."""
    widths = [max(map(visible.width, column)) for column in zip(*rows, strict=True)]
    cells = ([visible.pad(text, columns) for text, columns in zip(row, widths, strict=True)] for row in rows)
    return "\n".join("  ".join(row).rstrip() for row in cells)


def codes_text(codes: frozenset[int], lang: str) -> str:
    """A set of codes in few words: `any code`, `5xx`, `4xx & !404`, `301 | 302`, `520-527`."""
    if codes == {SILENCE.code}:
        return Words(lang).phrase("catalogue", "no_answer")
    if len(codes) == 500:
        return Words(lang).phrase("catalogue", "any_code")
    parts = (_of_class(digit, sorted(found)) for digit, found in groupby(sorted(codes), key=lambda code: code // 100))
    return " | ".join(parts)


def _of_class(digit: int, codes: Sequence[int]) -> str:
    if len(codes) < _MOST_NAMED:
        return " | ".join(_runs(codes))
    missing = sorted({*range(digit * 100, digit * 100 + 100)} - {*codes})
    return " & ".join([f"{digit}xx", *(f"!{run}" for run in _runs(missing))])


def _runs(codes: Sequence[int]) -> Iterator[str]:
    """Runs of three or more as a range: a pair is no shorter as one."""
    for _, run in groupby(enumerate(codes), key=lambda pair: pair[1] - pair[0]):
        found = [code for _, code in run]
        yield from [f"{found[0]}-{found[-1]}"] if len(found) > 2 else map(str, found)
