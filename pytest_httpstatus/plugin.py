"""Pytest's door: hooks and fixtures that delegate. Loaded at every start of pytest, so nothing heavy is imported."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

import pytest_httpstatus
from pytest_httpstatus import _options, _settings

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from pytest_httpstatus._model import Failure
    from pytest_httpstatus._recovery.recorder import Recorder

_BEFORE = pytest.StashKey[_settings.Settings]()
_RECORDER: pytest.StashKey[Recorder] = pytest.StashKey()


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


def pytest_unconfigure(config: pytest.Config) -> None:
    before = config.stash.get(_BEFORE, None)
    if before is not None:
        _settings.use(before)
    if _RECORDER in config.stash:
        config.stash[_RECORDER].stop()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Watch the clients that the test modules have imported by now."""
    if _settings.current().explain_plain and not session.config.option.collectonly:
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
    if call.when == "teardown" and _RECORDER in item.config.stash:
        with suppress(Exception):  # as above
            item.config.stash[_RECORDER].forget()
    return report


def _explain(item: pytest.Item, excinfo: pytest.ExceptionInfo[BaseException], report: pytest.TestReport) -> None:
    from pytest_httpstatus._reporting.failed import explain  # late: on failure only

    whole = item.config.get_verbosity() >= 2
    explain(report, excinfo, partial(_recovered, item), whole_message=whole, logged=_logged)


def _logged(text: str, failure: Failure) -> tuple[str, ...]:
    """What the log says of the exchange behind a failure."""
    from pytest_httpstatus._sealing.logged import logged

    return logged(text, failure, _settings.current().redact)


def _recovered(item: pytest.Item, error: BaseException) -> Failure | None:
    """The failure behind an exception that is not ours."""
    if not _settings.current().explain_plain:
        return None
    from pytest_httpstatus._recovery import failure_of

    recorder = item.config.stash.get(_RECORDER, None)
    return failure_of(error, str(item.path), recorder.answers() if recorder is not None else ())


def _fixture(name: str) -> Any:
    def helper() -> Callable[..., Any]:
        found: Callable[..., Any] = getattr(pytest_httpstatus, name)
        return found

    helper.__doc__ = f"`pytest_httpstatus.{name}`, without an import."
    return pytest.fixture(helper, scope="session", name=name)


for _name in pytest_httpstatus.__all__:
    if _name.islower():
        globals()[f"{_name}_fixture"] = _fixture(_name)
