"""How Hypothesis runs here: the same examples each time, and none of them timed, since machines are loaded."""

from __future__ import annotations

from contextlib import suppress

with suppress(ModuleNotFoundError):
    from hypothesis import settings

    settings.register_profile("suite", deadline=None, derandomize=True)
    settings.load_profile("suite")
