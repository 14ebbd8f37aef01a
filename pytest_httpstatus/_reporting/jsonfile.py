"""The readout as one JSON document, for machines: ids and evidence, no sentence of any language.

Its schema is `report.schema.json` beside this file.
"""

from __future__ import annotations

import json
import math
import platform
import re
from contextlib import suppress
from datetime import UTC, datetime
from importlib import metadata
from typing import TYPE_CHECKING, Any, Final

from pytest_httpstatus._reporting.written import write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpstatus._reporting.record import Entry, Run

VERSION: Final = 1
"""Of the document's form. A new one where a reader of the old one would go wrong, not where a member is added."""

_PROGRAMS: Final = ("pytest-httpstatus", "pytest")
_ALWAYS: Final[dict[str, Any]] = {"expected": "", "findings": [], "unmet": []}
"""What a reader looks at first, and need not look for; of the rest a default is left out."""

_SURROGATE: Final = re.compile(r"\\ud[89a-f]")


def show(run: Run) -> None:
    """Write the document to the path that was asked for, also where nothing failed or not all tests ran."""
    write(run.choice, parts(run))


def text(run: Run) -> str:
    """The whole document."""
    return "".join(parts(run))


def parts(run: Run) -> Iterator[str]:
    """The document piece by piece, a failure a line: five thousand of them are never in memory at once."""
    yield f'{_json(_head(run))[:-1]}, "failures": ['
    keys = {id(entry): cause.key for cause in run.causes() for entry in cause.entries}
    for index, entry in enumerate(run.entries):
        yield f"{',' if index else ''}\n{_json(_failure(entry, keys[id(entry)]))}"
    yield "\n]}\n"


def _head(run: Run) -> dict[str, Any]:
    started = datetime.fromtimestamp(run.started, UTC).isoformat(timespec="milliseconds")
    return {
        "version": VERSION,
        "writer": {name: _version(name) for name in _PROGRAMS} | {"python": platform.python_version()},
        "started": started.replace("+00:00", "Z"),
        "duration": round(run.duration, 6),
        "complete": run.complete,
        "tests": run.tests,
    }


def _version(name: str) -> str:
    """Empty where a program runs without being installed."""
    with suppress(metadata.PackageNotFoundError):
        return metadata.version(name)
    return ""


def _failure(entry: Entry, cause: str) -> dict[str, Any]:
    return {
        "test": entry.test,
        "subtest": entry.subtest,
        "when": entry.when,
        "path": entry.path,
        "line": entry.line,
        "via": entry.via._asdict() if entry.via else None,
        "fixtures": entry.fixtures,
        "worker": entry.worker,
        "duration": round(entry.duration, 6),
        "attempt": entry.attempt,
        "passed_later": entry.passed,
        "cause": cause,
        **_ALWAYS,
        **entry.data,
    }


def _json(value: Any) -> str:
    """ASCII that any parser takes, and that does nothing where it is printed, or stands in a page."""
    with suppress(ValueError):  # not a number, which JSON does not know
        made = json.dumps(value, allow_nan=False)
        if not _SURROGATE.search(made):
            return _harmless(made)
    return _harmless(json.dumps(plain(value)))


def _harmless(made: str) -> str:
    """Without what a terminal, the runner of a CI system or a browser would obey; a parser sees no difference."""
    return made.replace("\x7f", "\\u007f").replace("##", "#\\u0023").replace("<", "\\u003c")


def plain(value: Any) -> Any:
    """The same without lone surrogates and infinite numbers, which strict parsers refuse."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {plain(name): plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, (list, tuple)) else value
