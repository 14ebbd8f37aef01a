"""Pytest's own lines of a failed HTTP test without the credentials of its exchange.

`raise_for_status` puts a URL into the `E` lines, `-l` prints headers, a log prints both.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pytest_httpstatus._reporting.failed import chain

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from pytest_httpstatus._sealing.scrubbing import Scrubber


def scrubbers(error: BaseException) -> list[Scrubber]:
    """What hides the credentials of the mismatches behind a failure."""
    return [each._scrubber for each in chain(error) if getattr(each, "_scrubber", None) is not None]  # type: ignore[attr-defined]  # noqa: SLF001  # of our own exception, which this room does not see


def scrub(report: pytest.TestReport, scrubber: Scrubber) -> None:
    """Hide credentials in traceback, message, locals and captured output. The user's names and paths stay.

    Raises:
        Exception: A fault of ours, when all that could be hidden is.
    """
    texts = list[str]()

    def note(text: str) -> str:
        if isinstance(text, str):
            texts.append(text)
        return text

    _rewrite(report, note)
    hide, faults = scrubber.among(texts), list[Exception]()

    def hidden(text: str) -> str:
        try:
            return hide(text) if isinstance(text, str) else text
        except Exception as error:  # noqa: BLE001  # the other texts first
            faults.append(error)
            return text

    _rewrite(report, hidden)
    for fault in faults[:1]:
        raise fault


def _rewrite(report: pytest.TestReport, change: Callable[[str], str]) -> None:
    """Give every text of a report to `change`. A part of another shape stays, and costs no other part anything."""
    if isinstance(report.longrepr, str):
        report.longrepr = change(report.longrepr)
    _pairs(report, change)
    # What was sent before may be echoed in this exchange, whose own redaction does not know it.
    with suppress(Exception):
        for part in {"failure", "message"} & report.httpstatus.keys():
            report.httpstatus[part] = _inside(report.httpstatus[part], change)
    longrepr: Any = report.longrepr
    _pairs(longrepr, change)
    whole = (getattr(longrepr, "reprtraceback", None), getattr(longrepr, "reprcrash", None), None)
    for traceback, crash, *_ in getattr(longrepr, "chain", None) or (whole,):
        _message(crash, change)
        for entry in getattr(traceback, "reprentries", ()):
            _entry(entry, change)


def _inside(data: Any, change: Callable[[str], str]) -> Any:
    if isinstance(data, dict):
        return {name: _inside(value, change) for name, value in data.items()}
    return [_inside(each, change) for each in data] if isinstance(data, list) else change(data)


def _entry(entry: Any, change: Callable[[str], str]) -> None:
    _lines(entry, change)
    _lines(getattr(entry, "reprlocals", None), change)
    arguments: Any = getattr(entry, "reprfuncargs", None)
    with suppress(Exception):
        arguments.args = [(name, change(value)) for name, value in arguments.args]


def _message(crash: Any, change: Callable[[str], str]) -> None:
    with suppress(Exception):
        crash.message = change(crash.message)


def _lines(holder: Any, change: Callable[[str], str]) -> None:
    with suppress(Exception):
        holder.lines = [*map(change, holder.lines)]


def _pairs(holder: Any, change: Callable[[str], str]) -> None:
    """Titled texts: what was captured, and what plugins have added."""
    with suppress(Exception):
        holder.sections = [(title, change(text), *rest) for title, text, *rest in holder.sections]
