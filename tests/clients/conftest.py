"""The site, served once for all clients."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.clients import wire
from tests.clients.site import serving


@pytest.fixture(scope="session")
def base() -> Iterator[str]:
    """Where the site is: `http://127.0.0.1:port`."""
    with serving() as address:
        yield address


@pytest.fixture(scope="session", autouse=True)
def _stopped_driver() -> Iterator[None]:
    """Playwright's driver is a process of its own, and has to be stopped when a test has started it."""
    yield
    if wire.driver.cache_info().currsize:
        wire.driver().close()
        wire.driver.cache_clear()
