"""What a failed test gets, and what is held of it until its last report: loaded at the first failure."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from pytest_httpstatus import _settings
from pytest_httpstatus._reporting import failed, place, properties
from pytest_httpstatus._reporting.scrubbed import scrub, scrubbers

if TYPE_CHECKING:
    from collections.abc import Generator

    import pytest

    from pytest_httpstatus._model import Failure
    from pytest_httpstatus._recovery.answers import Answer
    from pytest_httpstatus._recovery.recorder import Recorder
    from pytest_httpstatus._reporting.properties import Noted
    from pytest_httpstatus._sealing.scrubbing import Scrubber

_UNHIDDEN = "credentials in the lines of pytest could not be hidden"


class FailedTest:
    """A test with a failed phase. Its credentials and properties are held here, and go with it.

    Args:
        item: The test.
        recorder: What clients answered in it, where that is watched.
    """

    def __init__(self, item: pytest.Item, recorder: Recorder | None) -> None:
        self._item = item
        self._recorder = recorder
        self._scrubber: Scrubber | None = None
        self._noted: Noted | None = None

    def explain(
        self, excinfo: pytest.ExceptionInfo[BaseException], report: pytest.TestReport, *, whole: bool = False
    ) -> None:
        """Explain the failed phase in its report, and leave the failure there for the readouts.

        Args:
            excinfo: What was raised.
            report: Of the phase.
            whole: Whether the report keeps all lines of the message for now, and has our one line beside it.
        """
        crash = getattr(report.longrepr, "reprcrash", None)
        message, failure = getattr(crash, "message", ""), None
        lines = self._item.config.getoption("verbose", 0) >= 2
        with _told(report, "this exchange could not be shown"):
            failure = failed.explain(report, excinfo, self._recovered, whole_message=lines, logged=_logged)
        with _told(report, _UNHIDDEN):
            self._remember(excinfo.value)
        if failure is not None:
            with _told(report, "the readouts of this run could not be told"):
                self._record(self._hidden(failure), excinfo, report)
                if whole and crash is not None:
                    report.httpstatus["message"], crash.message = crash.message, message

    def hide(self, report: pytest.TestReport) -> None:
        """Hide credentials in pytest's own lines; in the teardown's report too, which repeats all that was captured."""
        if self._scrubber is not None:
            with _told(report, _UNHIDDEN):
                scrub(report, self._scrubber)

    def finish(self, report: pytest.TestReport) -> None:
        """Give the test's last report the properties of its failures."""
        if self._noted is not None:
            with _told(report, "the properties of this test could not be told"):
                properties.add(report, self._noted)

    def _hidden(self, failure: Failure) -> Failure:
        """The failure without the values of credentials in its log, which was read when it was sealed already."""
        hide = self._scrubber.among(failure.logged) if self._scrubber is not None else None
        return replace(failure, logged=tuple(map(hide, failure.logged)) if hide is not None else ())

    def _record(
        self, failure: Failure, excinfo: pytest.ExceptionInfo[BaseException], report: pytest.TestReport
    ) -> None:
        """Leave the failure on the report, which takes it to the readouts of this process or of another."""
        report.httpstatus = place.record(failure, report, excinfo, self._item)  # type: ignore[attr-defined]
        if self._item.config.getini("httpstatus_junit_properties"):
            self._noted = properties.note(report, failure, self._noted)

    def _remember(self, error: BaseException) -> None:
        """Keep the credentials of the exchange, and of those before it."""
        found = [*scrubbers(error), *([self._scrubber] if self._scrubber is not None else [])]
        if found:
            from pytest_httpstatus._sealing import scrubber_of

            earlier = [each.exchange for each in self._answers() if each.exchange is not None]
            self._scrubber = reduce(or_, found, scrubber_of(earlier, _settings.current().redact))

    def _answers(self) -> list[Answer]:
        return self._recorder.answers() if self._recorder is not None else []

    def _recovered(self, error: BaseException) -> Failure | None:
        """The failure behind an exception that is not ours."""
        if not _settings.current().explain_plain:
            return None
        from pytest_httpstatus._recovery import explained

        sealed = explained(error, str(self._item.path), self._answers())
        if sealed is None:
            return None
        self._scrubber = sealed.scrubber if self._scrubber is None else sealed.scrubber | self._scrubber
        return sealed.failure


@contextmanager
def _told(report: pytest.TestReport, what: str) -> Generator[None]:
    """Let a fault of ours cost one line: it is said by the plainest means, for the others may be what failed."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  # see above
        report.sections.append(("HTTP exchange", f"({what}: {type(error).__name__})"))


def _logged(text: str, failure: Failure) -> tuple[str, ...]:
    """What the log says of the exchange behind a failure."""
    from pytest_httpstatus._sealing.logged import logged

    return logged(text, failure, _settings.current().redact)
