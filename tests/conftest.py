"""How Hypothesis runs here: the same examples each time, and none of them timed, since machines are loaded.

`--hypothesis-profile=long` searches further. And what the runs of pytest that tests start do without.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final

WITHOUT: Final = "-p no:faker -p no:hypothesispytest"
"""Plugins that happen to be installed, have no part in what is tested, and take half a second of each run to load."""

with suppress(ModuleNotFoundError):
    from hypothesis import settings

    settings.register_profile("suite", deadline=None, derandomize=True)
    settings.register_profile("long", deadline=None, max_examples=5_000)
    settings.load_profile("suite")
