"""Pytest's door: hooks and fixtures that delegate. Loaded at every start of pytest, so nothing heavy is imported."""

from __future__ import annotations

import sys
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any

import pytest

import pytest_httpstatus
from pytest_httpstatus import _options, _settings

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from pytest_httpstatus._failing import FailedTest
    from pytest_httpstatus._mocking import MockStatus
    from pytest_httpstatus._recovery.recorder import Recorder

_BEFORE = pytest.StashKey[_settings.Settings]()
_FAILED: pytest.StashKey[FailedTest] = pytest.StashKey()
_RECORDER: pytest.StashKey[Recorder | None] = pytest.StashKey()
"""`None` as long as there is no client to be watched; absent where none shall be."""
_SHORTENER = "httpstatus-shortener"


def pytest_addoption(parser: pytest.Parser) -> None:
    _options.add(parser)


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    from pytest_httpstatus import hooks

    pluginmanager.add_hookspecs(hooks)


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> int | None:
    code = config.getoption("httpstatus_explain")
    if code is None:
        return None
    from pytest_httpstatus.cli import explain_code  # late: few runs ask for it

    return explain_code(code, _options.read(config).lang)


def pytest_configure(config: pytest.Config) -> None:
    settings = _options.read(config)._replace(diagnose=config.hook.pytest_httpstatus_diagnose)
    config.stash[_BEFORE] = _settings.use(settings)
    readouts = _options.wanted(config)
    if readouts and not hasattr(config, "workerinput"):
        from pytest_httpstatus._reporting.collector import Collector

        config.pluginmanager.register(Collector(config, readouts), "httpstatus-collector")
    if config.pluginmanager.has_plugin("rerunfailures"):
        config.pluginmanager.register(_Shortener(), _SHORTENER)


class _Shortener:
    """Leaves the one line of a message when the report is logged: reruns are chosen by what stands in all of it."""

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> Generator[None]:
        line = getattr(report, "httpstatus", {}).get("message")
        if line is not None:
            report.longrepr.reprcrash.message = line  # type: ignore[union-attr]
        return (yield)


def pytest_unconfigure(config: pytest.Config) -> None:
    before = config.stash.get(_BEFORE, None)
    if before is not None:
        _settings.use(before)
    recorder = config.stash.get(_RECORDER, None)
    if recorder is not None:
        recorder.stop()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Watch the clients that the test modules have imported by now."""
    if session.items and _settings.current().explain_plain and not session.config.option.collectonly:
        session.config.stash[_RECORDER] = None
        _watch(session.config)


def _watch(config: pytest.Config) -> None:
    """Start the recorder, or let it begin anew, where a client has been imported."""
    from pytest_httpstatus._senders import SENDERS  # late: where tests run

    recorder = config.stash[_RECORDER]
    with suppress(Exception):  # a fault of ours is silence, never an end of the run
        if recorder is not None:
            recorder.forget()
        elif not SENDERS.keys().isdisjoint(sys.modules.keys()):
            from pytest_httpstatus._recovery.recorder import Recorder  # late: with the first client

            config.stash[_RECORDER] = recorder = Recorder()
            recorder.start()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    # A phase that passed is done with here, but the last.
    if report.outcome != "passed" or call.when == "teardown":
        _attend(item, call, report)
    return report


def _attend(item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport) -> None:
    # After the yield: for every unittest.TestCase `call.excinfo` is filled inside.
    if call.excinfo is not None and report.failed and not hasattr(report, "wasxfail"):
        _explain(item, call.excinfo, report)
    if _FAILED in item.stash:
        item.stash[_FAILED].hide(report)
    if call.when == "teardown":
        _finish(item, report)


def _explain(item: pytest.Item, excinfo: pytest.ExceptionInfo[BaseException], report: pytest.TestReport) -> None:
    if _FAILED not in item.stash:
        from pytest_httpstatus._failing import FailedTest  # late: on failure only

        item.stash[_FAILED] = FailedTest(item, item.config.stash.get(_RECORDER, None))
    item.stash[_FAILED].explain(excinfo, report, whole=item.config.pluginmanager.has_plugin(_SHORTENER))


def _finish(item: pytest.Item, report: pytest.TestReport) -> None:
    """After its last report nothing of a test is held."""
    if _FAILED in item.stash:
        item.stash[_FAILED].finish(report)
        del item.stash[_FAILED]
    if _RECORDER in item.config.stash:
        _watch(item.config)


@pytest.fixture
def mock_status(monkeypatch: pytest.MonkeyPatch) -> Generator[MockStatus]:
    """Answers with a status as real servers do, for the test of a client: `mock_status(503, url, retry_after=3)`."""
    from pytest_httpstatus._mocking import mocking  # late: with the library of an extra

    with ExitStack() as stack:
        try:
            mock = stack.enter_context(mocking(monkeypatch))
        except ModuleNotFoundError as error:
            missing = f"mock_status needs the library {error.name}: pip install 'pytest-httpstatus[responses]'"
            raise pytest.UsageError(missing) from None
        yield mock


def _fixture(name: str) -> Any:
    def helper() -> Callable[..., Any]:
        found: Callable[..., Any] = getattr(pytest_httpstatus, name)
        return found

    helper.__doc__ = f"`pytest_httpstatus.{name}`, without an import."
    return pytest.fixture(helper, scope="session", name=name)


for _name in pytest_httpstatus.__all__:
    if _name.islower():
        globals()[f"{_name}_fixture"] = _fixture(_name)
