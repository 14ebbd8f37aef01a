"""Gathers failures from reports, where those of all workers arrive, and gives them to the readouts at the end."""

from __future__ import annotations

import os
import time
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pytest_httpstatus import _settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest

    from pytest_httpstatus._reporting import Wanted
    from pytest_httpstatus._reporting.record import Entry, Run


class Collector:
    """A plugin of its own, so that none of its hooks is called where no readout is wanted.

    Args:
        config: Of the run; not that of a worker.
        wanted: The readouts of this run.
    """

    def __init__(self, config: pytest.Config, wanted: Iterable[Wanted]) -> None:
        self._config = config
        self._wanted = tuple(wanted)
        self._began = time.time()
        self._entries: dict[str, list[Entry]] = {}
        self._over: dict[str, int] = {}
        self._tests = 0
        self._complete = True
        self._seen: Run | None = None
        self._fault: Exception | None = None

    def pytest_runtest_logreport(self, report: Any) -> None:
        try:
            self._count(report)
        except Exception as error:  # noqa: BLE001  # a fault of ours is one line, never an end of the run
            self._fault = error

    def _count(self, report: Any) -> None:
        if report.when == "call" or report.outcome != "passed":
            self._tests += report.when != "teardown" and report.outcome != "rerun" and not hasattr(report, "context")
            if hasattr(report, "httpstatus"):
                self._keep(report)
            elif self._before(report.nodeid):
                self._settle(report)
            if report.outcome == "rerun":
                self._over[report.nodeid] = report.rerun + 1

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        # All passed, some failed, or there were none; with other codes not all was run.
        self._complete = exitstatus in {0, 1, 5} and not (session.shouldstop or session.shouldfail)
        self._show(last=False)

    def pytest_terminal_summary(self) -> None:
        if not self._config.getoption("no_summary"):
            self._show(last=True)

    def _keep(self, report: Any) -> None:
        """The later attempt at a test stands, with all its failures."""
        from pytest_httpstatus._reporting.record import Entry, Via  # late: on the first failure only

        path, line, domain = report.location
        # A subtest's report comes before that of its test, which alone knows its number.
        said, attempt = report.httpstatus, getattr(report, "rerun", self._over.get(report.nodeid, 0)) + 1
        subtest = report.head_line.removeprefix(domain).strip() if hasattr(report, "context") else ""
        kept = self._entries.setdefault(report.nodeid, [])
        if kept and kept[0].attempt < attempt:
            kept.clear()
        kept.append(
            Entry(
                report.nodeid,
                report.when,
                path.replace(os.sep, "/"),
                said.get("line", (line or 0) + 1),
                said["failure"],
                subtest,
                via=Via(*said["via"]) if "via" in said else None,
                fixtures=tuple(said.get("fixtures", ())),
                worker=getattr(report, "worker_id", ""),
                duration=report.duration,
                attempt=attempt,
            )
        )

    def _before(self, test: str) -> bool:
        """Whether what is kept of a test is of an attempt that is over."""
        kept = self._entries.get(test, [])
        return bool(kept) and kept[0].attempt <= self._over.get(test, 0)

    def _settle(self, report: Any) -> None:
        """A later attempt passed, or failed on something else."""
        kept = self._entries.pop(report.nodeid)
        if report.outcome == "passed":
            last = [each for each in kept if each.when == kept[-1].when]
            self._entries[report.nodeid] = [each._replace(passed=True) for each in last]

    def _show(self, *, last: bool) -> None:
        if self._fault is not None:
            self._complain("HTTP failures", self._fault)
            self._fault = None
        if not self._config.option.collectonly:
            for each in self._wanted:
                # Without a failure only a file says something, and nothing of ours is loaded for the others.
                if each.readout.last is last and (self._entries or not each.readout.default):
                    self._guarded(each)

    def _guarded(self, wanted: Wanted) -> None:
        """Show one readout. A fault of ours, or of the disk, is one line, never an end of the run."""
        try:
            module = import_module(f"pytest_httpstatus._reporting.{wanted.readout.module}")
            module.show(self._run()._replace(choice=wanted.choice))
        except Exception as error:  # noqa: BLE001  # see above
            self._complain(f"--httpstatus-{wanted.readout.name}", error)

    def _complain(self, part: str, error: Exception) -> None:
        from pytest_httpstatus._rendering.words import failed_part

        self._write(failed_part(part, f"{type(error).__name__}: {error}", _settings.current().lang), red=True)

    def _run(self) -> Run:
        """What all readouts see; asked for when the last report has come."""
        # No property: pytest 8.2 reads every attribute of a plugin when it is registered.
        if self._seen is None:
            self._seen = self._gathered()
        return self._seen

    def _gathered(self) -> Run:
        from pytest_httpstatus._reporting.causes import causes  # late: as above
        from pytest_httpstatus._reporting.record import Run

        config, lang = self._config, _settings.current().lang
        entries = tuple(entry for kept in self._entries.values() for entry in kept)
        return Run(
            entries,
            grouped=cache(partial(causes, entries, lang)),
            lang=lang,
            root=str(config.rootpath),
            cwd=str(config.invocation_params.dir),
            columns=config.get_terminal_writer().fullwidth if self._terminal() else 80,
            write=self._write,
            environ=os.environ,
            plugins=config.pluginmanager.hasplugin,
            traceback=config.getoption("tbstyle", "auto"),
            verbosity=config.getoption("verbose", 0),
            started=self._began,
            duration=time.time() - self._began,
            complete=self._complete,
            tests=self._tests,
        )

    def _terminal(self) -> Any:
        return self._config.pluginmanager.get_plugin("terminalreporter")

    def _write(self, line: str, **colours: bool) -> None:
        terminal = self._terminal()
        if terminal is not None:
            terminal.write_line(line, **colours)
