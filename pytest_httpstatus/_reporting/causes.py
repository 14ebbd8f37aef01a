"""Failures grouped by cause: forty red tests usually have two."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_httpstatus._rendering.news import base_of, code_and_phrase, is_code, shown_target
from pytest_httpstatus._rendering.visible import cut, inert, line
from pytest_httpstatus._rendering.words import Words, proved

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_httpstatus._model import Failure
    from pytest_httpstatus._reporting.record import Entry, Via

LONGEST_ID: Final = 300
_ID: Final = re.compile(
    r"(?<=/)(?:\d+|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|(?=[^/]*\d)(?:[0-9a-f]{8,}|[0-9A-Z]{20,}|[\w-]{20,}))(?=/|$)"
)
"""A segment of a path that names one thing: a number, a UUID, a hash, a ULID, another long key."""

_PLACE: Final = re.compile(r"\([^()]*:\d+\)$")
_EVERYWHERE: Final = frozenset({
    "request", "pytestconfig", "monkeypatch", "tmp_path", "tmp_path_factory", "tmpdir", "tmpdir_factory", "capsys",
    "capfd", "capsysbinary", "capfdbinary", "caplog", "recwarn", "cache", "record_property", "subtests", "testdir",
    "pytester", "doctest_namespace", "record_testsuite_property", "record_xml_attribute", "event_loop_policy",
})  # fmt: skip
"""Fixtures that say nothing about what tests share."""


class Cause(NamedTuple):
    """What some failures have in common.

    Attributes:
        key: The diagnosis' id; where none is proved what came and what was expected, in words of no language.
        title: What a reader wants to know first: `401 Unauthorized: the request carried no credentials`.
        likely: The cause in full, where all failures say it in the same words; else empty.
        checks: What to do.
        endpoints: Methods and paths with their number, most first.
        via: The fixture or helper in which all failed.
        fixtures: What all tests use, and no test that failed for another cause.
        entries: The failures.
    """

    key: str
    title: str
    likely: str
    checks: tuple[str, ...]
    endpoints: tuple[tuple[str, int], ...]
    via: Via | None
    fixtures: tuple[str, ...]
    entries: tuple[Entry, ...]


class _Member(NamedTuple):
    """What is compared of a failure: the failures themselves are not held, a run may have thousands."""

    entry: Entry
    endpoint: str
    logged: str
    sentence: str
    checks: tuple[str, ...]


def causes(entries: Iterable[Entry], lang: str) -> list[Cause]:
    """Group failures by cause, most first; of as many, as they came."""
    groups: dict[tuple[str, str], list[_Member]] = {}
    for entry in entries:
        failure = entry.failure
        groups.setdefault(_key(failure), []).append(
            _Member(entry, endpoint(failure), _raised(failure), *_said(failure, lang))
        )
    using = Counter(name for group in groups.values() for name in {name for each in group for name in each[0].fixtures})
    common = _EVERYWHERE | {name for name, count in using.items() if count > 1}
    found = [_cause(key, group, lang, common) for (key, _), group in groups.items()]
    return sorted(found, key=lambda cause: -len(cause.entries))


def endpoint(failure: Failure) -> str:
    """Method and path of the request that the test made, ids folded: `GET /users/{id}`.

    Of a request that got no answer the host too, which is what matters then.
    """
    exchange = failure.exchange
    asked = exchange.first if exchange.answered else exchange.request
    host = "" if exchange.answered else line(base_of(asked.url))
    path = shown_target(asked, with_host=False).partition("?")[0]
    return f"{line(asked.method or '')} {host}{_ID.sub('{id}', path)}".strip()


def again(test: str, file: str) -> str:
    """A command that runs a test again, where its file is spelled `file`."""
    node = f"{file}::{test.partition('::')[2]}"
    # A name that could not be typed is left to its function.
    whole = node if line(node) == node and len(node) <= LONGEST_ID else node.partition("[")[0]
    return f"pytest {shlex.quote(cut(line(whole), LONGEST_ID))}"


def _key(failure: Failure) -> tuple[str, str]:
    """What tells causes apart, and what else must be the same, so that a title holds for all."""
    code = failure.exchange.response.code
    finding, place = proved(failure), _place(_raised(failure))
    if finding is not None:
        return finding.id, f"{code} {finding.likely} {place}"
    if failure.unmet:
        return failure.unmet[0].id, f"{code} {failure.matched} {failure.expected} {place}"
    return f"{code}, expected {failure.expected}: {endpoint(failure)}", f"{failure.symptom} {place}"


def _cause(key: str, group: list[_Member], lang: str, common: frozenset[str]) -> Cause:
    entries = tuple(each.entry for each in group)
    first = entries[0].failure
    likely = group[0].sentence if len({each.sentence for each in group}) == 1 else ""
    endpoints = Counter(each.endpoint for each in group).most_common()
    raised = group[0].logged if len({each.logged for each in group}) == 1 else _place(group[0].logged)
    return Cause(
        key,
        inert(_title(first, Words(lang, first.exchange.client), endpoints[0][0], likely or key, raised)),
        likely,
        tuple(check for check in group[0].checks if all(check in each.checks for each in group)),
        tuple(endpoints),
        entries[0].via if len({each.via for each in entries}) == 1 else None,
        tuple(sorted(set(entries[0].fixtures).intersection(*(each.fixtures for each in entries)) - common)),
        entries,
    )


def _said(failure: Failure, lang: str) -> tuple[str, tuple[str, ...]]:
    """What a failure says of its cause, and what to do."""
    words = Words(lang, failure.exchange.client)
    finding = proved(failure)
    if finding is not None:
        return words.finding(finding)[:2]
    if failure.unmet:
        return words.unmet(failure.unmet[0])[:2]
    code = failure.exchange.response.code
    return "", words.status(code).checks if is_code(code) else ()


def _raised(failure: Failure) -> str:
    """The exception that the log shows behind the answer of a server that failed."""
    return line(failure.logged[-1]) if failure.logged and failure.exchange.response.code >= 500 else ""


def _place(raised: str) -> str:
    """The same without its message, which may name what only one test sent: `KeyError (shop/views.py:12)`."""
    kind = raised.partition(":")[0].partition(" (")[0]
    place = _PLACE.search(raised)
    return f"{kind} {place[0]}" if place else kind


def _title(failure: Failure, words: Words, where: str, broken: str, raised: str) -> str:
    got = code_and_phrase(failure.exchange.response, words)
    if raised:
        return words.phrase("headline", "explain", got=got, target=raised)
    finding = proved(failure)
    if finding is not None:
        return words.phrase("headline", "explain", got=got, target=words.cause(finding))
    if failure.unmet:
        return words.phrase("headline", "explain", got=got, target=broken)
    if failure.expected and not failure.symptom:
        values = {"got": got, "expected": line(failure.expected), "target": where}
        room, name = ("summary", "title") if failure.exchange.answered else ("headline", "silent")
        return words.phrase(room, name if where else f"{name}_no_target", **values)
    return words.phrase("headline", "explain", got=got, target=where) if where else got
