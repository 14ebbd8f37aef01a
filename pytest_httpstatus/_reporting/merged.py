"""Documents of several runs, as one run: the shards of a suite that outgrew one machine."""

from __future__ import annotations

import json
import math
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from pytest_httpstatus._model import SILENCE
from pytest_httpstatus._reporting.jsonfile import VERSION, plain
from pytest_httpstatus._reporting.record import Entry, Run, Via
from pytest_httpstatus._sealing import wire

if TYPE_CHECKING:
    from collections.abc import Iterable

_PHASES: Final = ("setup", "call", "teardown")
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_MOST_DIGITS: Final = 16
_NEEDED: Final = object()
_NO_ANSWER: Final = SILENCE.code


def read(path: str) -> Run:
    """Read a document that `--httpstatus-json` has written.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is damaged, or no such document; the message says where.
    """
    text = Path(path).read_text(encoding="utf-8-sig")
    try:
        data = json.loads(text, parse_int=_short, parse_float=_finite, parse_constant=_refuse)
        # Legal in JSON, and more than a file of any other form could hold.
        return _run(plain(data) if _SURROGATE.search(text) else data)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _short(digits: str) -> int:
    return int(digits) if len(digits) <= _MOST_DIGITS else _refuse(f"{digits[:_MOST_DIGITS]}...")


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _refuse(digits)


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of such a document")


def _run(data: Any) -> Run:
    if not isinstance(data, dict) or not {"version", "failures"} <= data.keys():
        raise ValueError("no document of --httpstatus-json")
    if data["version"] != VERSION:
        raise ValueError(f"version {data['version']!r:.20} of the document, known is {VERSION}")
    failures = _value(data, "failures", list, "document")
    return Run(
        tuple(_entry(each, f"failures[{index}]") for index, each in enumerate(failures)),
        started=_moment(_value(data, "started", str, "document")),
        duration=_value(data, "duration", float, "document"),
        complete=_value(data, "complete", bool, "document"),
        tests=_value(data, "tests", int, "document"),
    )


def _moment(text: str) -> float:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"document.started is {text!r:.40}, without an offset from UTC")
    return moment.timestamp()


def _entry(data: Any, place: str) -> Entry:
    if not isinstance(data, dict):
        raise _wrong(place, data, "dict")
    when = _value(data, "when", str, place)
    if when not in _PHASES:
        raise _wrong(f"{place}.when", when, " or ".join(_PHASES))
    test = _value(data, "test", str, place)
    code = wire.load(data).exchange.response.code
    if not test or not (code == _NO_ANSWER or 100 <= code <= 999):
        raise ValueError(f"{place} is of the test {test!r:.60} and of the code {code}")
    return Entry(
        test,
        when,
        _value(data, "path", str, place),
        _value(data, "line", int, place),
        {name: each for name, each in data.items() if name not in _OURS},
        subtest=_value(data, "subtest", str, place, ""),
        via=_via(data.get("via"), f"{place}.via"),
        fixtures=tuple(map(str, _value(data, "fixtures", list, place, []))),
        worker=_value(data, "worker", str, place, ""),
        duration=_value(data, "duration", float, place, 0.0),
        attempt=_value(data, "attempt", int, place, 1),
        passed=_value(data, "passed_later", bool, place, default=False),
    )


_OURS: Final = frozenset({*Entry._fields, "passed_later", "cause"})
"""Members of a failure that are no part of it on the wire."""


def _via(data: Any, place: str) -> Via | None:
    if data is None:
        return None
    if not isinstance(data, dict):
        raise _wrong(place, data, "dict")
    kind = _value(data, "kind", str, place)
    if kind not in {"fixture", "helper"}:
        raise _wrong(f"{place}.kind", kind, "fixture or helper")
    name, path = _value(data, "name", str, place), _value(data, "path", str, place)
    return Via(kind, name, path, _value(data, "line", int, place))


def _value(data: dict[str, Any], name: str, kind: type, place: str, default: object = _NEEDED) -> Any:
    value = data.get(name, default)
    if value is _NEEDED:
        raise ValueError(f"{place} has no {name!r}")
    if type(value) is kind or (kind is float and type(value) is int):
        return value
    raise _wrong(f"{place}.{name}", value, kind.__name__)


def _wrong(place: str, data: object, wanted: str) -> ValueError:
    return ValueError(f"{place} is {data!r:.60}, not {wanted}")


class _Standing(NamedTuple):
    """The failures of one test, and what makes them later than others."""

    started: float
    attempt: int
    entries: tuple[Entry, ...]


def merge(runs: Iterable[Run]) -> Run:
    """Make one run of several. Of a test that failed in more than one, the failures of the later attempt stand."""
    runs = tuple(runs)
    standing: dict[str, _Standing] = {}
    repeated = 0
    for run in runs:
        for test, entries in _by_test(run).items():
            found = _Standing(run.started, max(each.attempt for each in entries), entries)
            before = standing.setdefault(test, found)
            repeated += before is not found
            if found[:2] > before[:2]:
                standing[test] = found
    started = min((run.started for run in runs), default=0.0)
    return Run(
        tuple(entry for each in standing.values() for entry in each.entries),
        started=started,
        duration=_busy(runs),
        complete=all(run.complete for run in runs),
        tests=sum(run.tests for run in runs) - repeated,
    )


def _busy(runs: Iterable[Run]) -> float:
    """Seconds in which at least one ran: shards run side by side, and between two runs nothing may happen for hours."""
    total = until = 0.0
    for run in sorted(runs, key=lambda run: run.started):
        end = run.started + run.duration
        total += max(0.0, end - max(run.started, until))
        until = max(until, end)
    return total


def _by_test(run: Run) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for entry in run.entries:
        found.setdefault(entry.test, []).append(entry)
    return {test: tuple(entries) for test, entries in found.items()}
