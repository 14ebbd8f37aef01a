"""Pytest's door: hooks and fixtures that delegate. Loaded at every start of pytest, so nothing heavy is imported."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from functools import partial, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import pytest

import pytest_httpstatus
from pytest_httpstatus import _options, _settings

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from pytest_httpstatus._mocking import MockStatus
    from pytest_httpstatus._model import Failure
    from pytest_httpstatus._recovery.answers import Answer
    from pytest_httpstatus._recovery.recorder import Recorder
    from pytest_httpstatus._reporting.properties import Noted
    from pytest_httpstatus._sealing.scrubbing import Scrubber

_BEFORE = pytest.StashKey[_settings.Settings]()
_NOTED: pytest.StashKey[Noted] = pytest.StashKey()
_RECORDER: pytest.StashKey[Recorder] = pytest.StashKey()
_SCRUBBER: pytest.StashKey[Scrubber] = pytest.StashKey()
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
    if _RECORDER in config.stash:
        config.stash[_RECORDER].stop()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Watch the clients that the test modules have imported by now."""
    if session.items and _settings.current().explain_plain and not session.config.option.collectonly:
        from pytest_httpstatus._recovery.recorder import Recorder  # late: not every run explains plain asserts

        session.config.stash[_RECORDER] = recorder = Recorder()
        with suppress(Exception):  # a fault of ours is silence, never an end of the run
            recorder.start()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    # After the yield: for every unittest.TestCase `call.excinfo` is filled inside.
    if call.excinfo is not None and report.failed and not hasattr(report, "wasxfail"):
        _explain(item, call.excinfo, report)
    if _SCRUBBER in item.stash:
        _scrub(item, report)
    if call.when == "teardown":
        _finish(item, report)
    return report


def _explain(item: pytest.Item, excinfo: pytest.ExceptionInfo[BaseException], report: pytest.TestReport) -> None:
    from pytest_httpstatus._reporting.failed import explain  # late: on failure only

    crash = getattr(report.longrepr, "reprcrash", None)
    message = getattr(crash, "message", "")
    whole = item.config.getoption("verbose", 0) >= 2
    failure = explain(report, excinfo, partial(_recovered, item), whole_message=whole, logged=_logged)
    if failure is not None:
        with suppress(Exception):  # as above
            _record(item, excinfo, report, failure)
            if crash is not None and item.config.pluginmanager.has_plugin(_SHORTENER):
                report.httpstatus["message"], crash.message = crash.message, message
    with suppress(Exception):  # as above
        _remember(item, excinfo.value)


def _record(
    item: pytest.Item, excinfo: pytest.ExceptionInfo[BaseException], report: pytest.TestReport, failure: Failure
) -> None:
    """Leave the failure on the report, which takes it to the readouts of this process or of another."""
    from pytest_httpstatus._reporting.place import record

    report.httpstatus = record(failure, report, excinfo, item)  # type: ignore[attr-defined]
    if _takes_properties(item.config):
        from pytest_httpstatus._reporting.properties import note

        item.stash[_NOTED] = note(report, failure, item.stash.get(_NOTED, None))


def _takes_properties(config: pytest.Config) -> bool:
    """Whether properties do no harm: Jenkins' xUnit plugin skips a file of the family `xunit2` that has some."""
    return not config.getoption("xmlpath", None) or config.getini("junit_family") != "xunit2"


def _remember(item: pytest.Item, error: BaseException) -> None:
    """Keep the credentials of the exchange, and of those before it, until the test's last report is made."""
    from pytest_httpstatus._reporting.scrubbed import scrubbers

    found = [*scrubbers(error), *([item.stash[_SCRUBBER]] if _SCRUBBER in item.stash else [])]
    if found:
        from pytest_httpstatus._sealing import scrubber_of

        earlier = [each.exchange for each in _answers(item) if each.exchange is not None]
        item.stash[_SCRUBBER] = reduce(or_, found, scrubber_of(earlier, _settings.current().redact))


def _answers(item: pytest.Item) -> list[Answer]:
    recorder = item.config.stash.get(_RECORDER, None)
    return recorder.answers() if recorder is not None else []


def _scrub(item: pytest.Item, report: pytest.TestReport) -> None:
    """Hide credentials in pytest's own lines; in the teardown's report too, which repeats all that was captured."""
    from pytest_httpstatus._reporting.scrubbed import scrub

    with suppress(Exception):  # as above
        scrub(report, item.stash[_SCRUBBER])
    if report.when == "teardown":
        del item.stash[_SCRUBBER]


def _finish(item: pytest.Item, report: pytest.TestReport) -> None:
    """Give the test's last report the properties of its failures, and forget the test."""
    if _NOTED in item.stash:
        from pytest_httpstatus._reporting.properties import add

        with suppress(Exception):  # as above
            add(report, item.stash[_NOTED])
        del item.stash[_NOTED]
    if _RECORDER in item.config.stash:
        with suppress(Exception):  # as above
            item.config.stash[_RECORDER].forget()


def _logged(text: str, failure: Failure) -> tuple[str, ...]:
    """What the log says of the exchange behind a failure."""
    from pytest_httpstatus._sealing.logged import logged

    return logged(text, failure, _settings.current().redact)


def _recovered(item: pytest.Item, error: BaseException) -> Failure | None:
    """The failure behind an exception that is not ours."""
    if not _settings.current().explain_plain:
        return None
    from pytest_httpstatus._recovery import explained

    sealed = explained(error, str(item.path), _answers(item))
    if sealed is None:
        return None
    item.stash[_SCRUBBER] = sealed.scrubber | item.stash.get(_SCRUBBER, sealed.scrubber)
    return sealed.failure


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
