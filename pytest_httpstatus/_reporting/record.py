"""What readouts are made of: the failed phases of tests, and the run that they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_httpstatus._sealing import wire

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_httpstatus._model import Failure
    from pytest_httpstatus._reporting.causes import Cause


class Via(NamedTuple):
    """The fixture, or the helper of the test, in which it failed. `line` counts from 1."""

    kind: str
    name: str
    path: str
    line: int


class Entry(NamedTuple):
    """One failed phase of a test.

    Attributes:
        test: The node id.
        when: `setup`, `call` or `teardown`.
        path: The test's file, from the root directory.
        line: The test's own line that failed, from 1; the line of its `def` for the other phases.
        data: The failure, as `wire.dump` gives it.
        subtest: What pytest calls the subtest that failed; empty for a test.
        via: Where it failed, when not in the test itself.
        fixtures: What the test uses.
        worker: Of xdist; empty without.
        duration: Of the phase, in seconds.
        attempt: Which run of the test this was, from 1.
        passed: Whether a later attempt passed.
    """

    test: str
    when: str
    path: str
    line: int
    data: dict[str, Any]
    subtest: str = ""
    via: Via | None = None
    fixtures: tuple[str, ...] = ()
    worker: str = ""
    duration: float = 0.0
    attempt: int = 1
    passed: bool = False

    @property
    def name(self) -> str:
        """The node id, and the subtest."""
        return f"{self.test} {self.subtest}".rstrip()

    @property
    def failure(self) -> Failure:
        """The failure; made anew each time, so that five thousand are never in memory at once."""
        return wire.load(self.data)


class Run(NamedTuple):
    """A run of pytest, as far as a readout needs to know it.

    Attributes:
        entries: All that failed, in the order of the reports.
        lang: Language of the sentences.
        choice: What was asked for: `auto`, `on`, or a path.
        root: The root directory, from which paths of tests count.
        cwd: Where pytest was called.
        columns: Of the terminal.
        write: Writes one line to the terminal; keywords are its colours.
        environ: The environment.
        plugins: Asks whether a plugin of that name is active.
        traceback: The style of tracebacks, `--tb`.
        verbosity: Of the run, 0 when nothing was chosen.
        started: Seconds since the epoch.
        duration: In seconds, until now.
        complete: Whether all tests ran to their end: false after Ctrl-C, `-x`, or a crash.
        tests: How many tests had an outcome.
        grouped: Gives what `causes` gives, where that was asked before.
    """

    entries: tuple[Entry, ...]
    lang: str = "en"
    choice: str = "auto"
    root: str = ""
    cwd: str = ""
    columns: int = 80
    write: Callable[..., object] = print
    environ: Mapping[str, str] = {}  # read only
    plugins: Callable[[str], bool] = lambda _name: False
    traceback: str = "auto"
    verbosity: int = 0
    started: float = 0.0
    duration: float = 0.0
    complete: bool = True
    tests: int = 0
    grouped: Callable[[], list[Cause]] | None = None

    def causes(self) -> list[Cause]:
        """The failures by cause, which several readouts may share."""
        from pytest_httpstatus._reporting.causes import causes  # late: it needs the catalogue

        return causes(self.entries, self.lang) if self.grouped is None else self.grouped()
