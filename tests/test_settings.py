"""The choices in force: put in force, put back, and seen by every thread."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from threading import Thread

import pytest

from pytest_httpstatus import _settings
from pytest_httpstatus._settings import Settings


@pytest.fixture(autouse=True)
def _put_back() -> Iterator[None]:
    before = _settings.current()
    yield
    _settings.use(before)


def test_without_a_choice_the_defaults_are_in_force() -> None:
    code = "from pytest_httpstatus import _settings; print(tuple(_settings.current()))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert f"{('en', 'normal', (), 2_000, True, None)}\n" == run.stdout


def test_what_is_put_in_force_is_current_and_what_was_comes_back() -> None:
    before, chosen = _settings.current(), Settings(lang="ko", redact=("pin",))
    assert before is _settings.use(chosen)
    assert chosen is _settings.current()
    assert chosen is _settings.use(before)
    assert before is _settings.current()


def test_a_thread_of_the_test_sees_them() -> None:
    chosen = Settings(redact=("pin",))
    _settings.use(chosen)
    seen: list[Settings] = []
    thread = Thread(target=lambda: seen.append(_settings.current()))
    thread.start()
    thread.join()
    assert [chosen] == seen


def test_nobody_changes_a_setting_in_place() -> None:
    with pytest.raises(AttributeError):
        _settings.current().lang = "ko"  # type: ignore[misc]
