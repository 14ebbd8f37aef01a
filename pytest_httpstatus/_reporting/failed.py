"""What the report of a failed test gains: the exchange as a section, and a one-line message."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from pytest_httpstatus import _settings
from pytest_httpstatus._errors import members, reached

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    import pytest

    from pytest_httpstatus._model import Failure

    Logged: TypeAlias = Callable[[str, Failure], tuple[str, ...]]

TITLE: Final = "HTTP exchange"
"""The same in every language: pytest pads titles by characters, so a Hangul one would be too wide."""

_MOST_EXCEPTIONS: Final = 50


def explain(
    report: pytest.TestReport,
    excinfo: pytest.ExceptionInfo[BaseException],
    recover: Callable[[BaseException], Failure | None],
    *,
    whole_message: bool = False,
    logged: Logged = lambda _text, _failure: (),
) -> Failure | None:
    """Explain a failed phase in its report. On a fault of ours one line says so, and the user's failure stays.

    Args:
        report: Gains the section.
        excinfo: What was raised.
        recover: Finds the failure behind an exception that is not ours.
        whole_message: Whether the short summary keeps all lines of the user's own message.
        logged: Finds what a log says of the exchange behind a failure.

    Returns:
        What was explained; `None` when nothing was.
    """
    failure = None
    try:
        error = next(filter(_is_ours, chain(excinfo.value)), None)
        failure = recover(excinfo.value) if error is None else getattr(error, "failure", None)
        trouble = ""
        if failure is not None:
            failure, trouble = _with_log(report, failure, logged)
        if error is not None:
            _explain_ours(report, error, excinfo.value, failure, trouble)
        elif failure is not None:
            _explain_other(report, failure, trouble, whole_message=whole_message)
    except Exception as error:  # noqa: BLE001  # nothing of ours may hide the user's failure
        from pytest_httpstatus._rendering.words import failed_part

        _add(report, failed_part(TITLE, type(error).__name__, _settings.current().lang))
    return failure


def _explain_ours(
    report: pytest.TestReport, error: BaseException, raised: BaseException, failure: Failure | None, trouble: str
) -> None:
    if error is raised:
        # Its first line is the headline, also where there is nothing more to say.
        _set_message(report, str(error).partition("\n")[0])
        _end_at_the_caller(error)
    settings = _settings.current()
    if failure is not None:
        from pytest_httpstatus._rendering import labelled, transcript  # late: on a mismatch only

        text = transcript(failure, settings.lang, settings.detail) if settings.detail != "short" else ""
        log = labelled("logged", list(failure.logged), settings.lang) if failure.logged else trouble
        if text or log:
            _add(report, "\n\n".join(part for part in (log, text) if part))


def _explain_other(report: pytest.TestReport, failure: Failure, trouble: str, *, whole_message: bool) -> None:
    """Put all that we know into one section: the user's own lines stay as they are."""
    from pytest_httpstatus._rendering import aside, render, text

    settings = _settings.current()
    show = render if settings.detail == "short" else text
    headline, *rest = show(failure, settings.lang, settings.detail).split("\n")
    _add(report, "\n".join([headline, *([trouble] if trouble else []), *rest]))
    crash = getattr(report.longrepr, "reprcrash", None)
    if crash is not None and not whole_message:
        _set_message(report, f"{crash.message.partition(chr(10))[0]} ({aside(failure, settings.lang)})")


def _with_log(report: pytest.TestReport, failure: Failure, logged: Logged) -> tuple[Failure, str]:
    """The failure with what was logged in this phase, and a line that says so where the log could not be read."""
    try:
        # pytest gathers the sections of all phases in each report: what a fixture logged is of another request.
        text = "\n".join(each for _, each in report.get_sections(f"Captured log {report.when}"))
        return replace(failure, logged=tuple(logged(text, failure)) if text else ()), ""
    except Exception as error:  # noqa: BLE001  # what is known without the log is said all the same
        from pytest_httpstatus._rendering.words import failed_part

        return failure, f"  {failed_part('logged', type(error).__name__, _settings.current().lang)}"


def _end_at_the_caller(error: BaseException) -> None:
    """Cut off our own frames, which the report has hidden: `--pdb` hides those alone that say so by a local name."""
    steps, step = [], error.__traceback__
    while step is not None:
        steps.append(step)
        step = step.tb_next
    for last in [each for each in steps if not _is_our_frame(each.tb_frame)][-1:]:
        last.tb_next = None


def _is_our_frame(frame: FrameType) -> bool:
    hides = frame.f_globals.get("__tracebackhide__")
    return getattr(hides, "__module__", None) == "pytest_httpstatus._assertions"


def _is_ours(error: BaseException) -> bool:
    """Whether it is a `StatusMismatch`, known by name: this room does not see the assertions."""
    return hasattr(error, "failure") and any(each.__name__ == "StatusMismatch" for each in type(error).__mro__)


def _add(report: pytest.TestReport, text: str) -> None:
    add = getattr(report.longrepr, "addsection", None)
    if add is not None:
        add(TITLE, text)


def _set_message(report: pytest.TestReport, line: str) -> None:
    """Leave one line for the short summary and for JUnit: in CI mode they repeat the whole message."""
    crash = getattr(report.longrepr, "reprcrash", None)
    if crash is not None:
        crash.message = line


def chain(error: BaseException) -> Iterator[BaseException]:
    """The error, its causes and contexts, and the members of groups; each once."""
    return reached(error, _behind, _MOST_EXCEPTIONS)


def _behind(error: BaseException) -> tuple[BaseException | None, ...]:
    return *members(error), error.__cause__ or (None if error.__suppress_context__ else error.__context__)
