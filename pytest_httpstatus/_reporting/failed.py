"""What the report of a failed test gains: the exchange as a section, and a one-line message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_httpstatus import _settings
from pytest_httpstatus._assertions import StatusMismatch

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

TITLE: Final = "HTTP exchange"
"""The same in every language: pytest pads titles by characters, so a Hangul one would be too wide."""

_MOST_EXCEPTIONS: Final = 50


def explain(report: pytest.TestReport, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
    """Explain a failed phase in its report. On a fault of ours one line says so, and the user's failure stays."""
    try:
        _explain(report, excinfo)
    except Exception as error:  # noqa: BLE001  # nothing of ours may hide the user's failure
        _add(report, f"(this failure could not be explained: {type(error).__name__})")


def _explain(report: pytest.TestReport, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
    from pytest_httpstatus._rendering import headline, transcript  # late: on a mismatch only

    settings = _settings.current()
    for error in _chain(excinfo.value):
        if not isinstance(error, StatusMismatch) or error.failure is None:
            continue
        text = transcript(error.failure, settings.lang, settings.detail)
        if text and settings.detail != "short":
            _add(report, text)
        if error is excinfo.value:
            _trim(report, headline(error.failure, settings.lang))
        return


def _add(report: pytest.TestReport, text: str) -> None:
    add = getattr(report.longrepr, "addsection", None)
    if add is not None:
        add(TITLE, text)


def _trim(report: pytest.TestReport, headline: str) -> None:
    """Leave one line for the short summary and for JUnit: in CI mode they repeat the whole message."""
    crash = getattr(report.longrepr, "reprcrash", None)
    if crash is not None:
        crash.message = headline


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, its causes and contexts, and the members of groups; each once."""
    waiting, seen = [error], set[int]()
    while waiting and len(seen) < _MOST_EXCEPTIONS:
        current = waiting.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        cause = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
        members = current.exceptions if isinstance(current, BaseExceptionGroup) else ()
        waiting += [each for each in (*members, cause) if each is not None]
