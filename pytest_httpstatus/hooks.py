"""The hook for projects. Put `optionalhook=True` on yours: an unknown hook stops pytest when the plugin is off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_httpstatus.extending import Exchange, Finding


@pytest.hookspec
def pytest_httpstatus_diagnose(exchange: Exchange) -> Finding | None:
    """Name a cause of your own project, in your own words; it is said before ours.

    Args:
        exchange: Request, response and hops, as plain values. Nothing is redacted yet: what you put into the finding
            will be.

    Returns:
        The finding, or `None` when there is nothing to say.
    """
