"""Sessions with retries, as people set them up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytest.importorskip("responses")

import requests  # comes with the library above
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from pytest_httpstatus import _settings

URL = "https://api.test/orders"

Retrying = Callable[..., requests.Session]


@pytest.fixture
def retrying() -> Iterator[Retrying]:
    """Make a session whose adapter repeats as `Retry` is told to."""
    made: list[requests.Session] = []

    def make(**settings: Any) -> requests.Session:
        session = requests.Session()
        session.mount("https://", HTTPAdapter(max_retries=Retry(raise_on_status=False, **settings)))
        made.append(session)
        return session

    yield make
    for each in made:
        each.close()


@pytest.fixture
def korean() -> Iterator[None]:
    before = _settings.use(_settings.Settings(lang="ko"))
    yield
    _settings.use(before)


def message(assertion: Callable[[], object]) -> str:
    """The text of the failure."""
    with pytest.raises(AssertionError) as caught:
        assertion()
    assert "StatusMismatch" == type(caught.value).__name__
    return str(caught.value)
