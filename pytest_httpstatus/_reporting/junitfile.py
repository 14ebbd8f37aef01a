"""Failures as JUnit XML, for CI systems that read nothing else. pytest's own file has the tests that passed too."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from pytest_httpstatus import _rendering
from pytest_httpstatus._rendering import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpstatus._reporting.record import Entry, Run


def text(run: Run) -> str:
    """The whole file."""
    return "".join(parts(run))


def parts(run: Run) -> Iterator[str]:
    """The file piece by piece: one test case a failure."""
    kinds = [_kind(entry) for entry in run.entries]
    counts = {
        "tests": len(kinds),
        "failures": kinds.count("failure"),
        "errors": kinds.count("error"),
        "skipped": 0,
        "time": f"{run.duration:.3f}",
    }
    moment = datetime.fromtimestamp(run.started, UTC).isoformat(timespec="seconds")
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f"<testsuites>\n<testsuite{_attributes(name='pytest-httpstatus', **counts, timestamp=moment)}>\n"
    for entry, kind in zip(run.entries, kinds, strict=True):
        yield _case(entry, kind, run.lang)
    yield "</testsuite>\n</testsuites>\n"


def _kind(entry: Entry) -> str:
    """What came of it in the words of JUnit; `system-out` where a later attempt passed, for the test did not fail."""
    if entry.passed:
        return "system-out"
    return "failure" if entry.when == "call" else "error"


def _case(entry: Entry, kind: str, lang: str) -> str:
    failure = entry.failure
    place, bracket, values = entry.test.partition("[")
    file, *classes = place.split("::")
    names = [file.removesuffix(".py").replace("/", "."), *classes]
    name = f"{names.pop() if classes else ''}{bracket}{values} {entry.subtest}".strip()
    case = _attributes(
        classname=".".join(names), name=name, file=entry.path, line=entry.line, time=f"{entry.duration:.3f}"
    )
    message = _attributes(message=_rendering.headline(failure, lang)) if kind != "system-out" else ""
    # The exit for remote text leaves no character that XML 1.0 does not know.
    body = escape(visible.visible(_rendering.text(failure, lang)))
    return f"<testcase{case}><{kind}{message}>{body}</{kind}></testcase>\n"


def _attributes(**values: object) -> str:
    return "".join(f" {name}={quoteattr(visible.line(str(value)))}" for name, value in values.items())
