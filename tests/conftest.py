"""How Hypothesis runs here: the same examples each time, and none of them timed, since machines are loaded.

`--hypothesis-profile=long` searches further.
"""

from __future__ import annotations

from contextlib import suppress

with suppress(ModuleNotFoundError):
    from hypothesis import settings

    settings.register_profile("suite", deadline=None, derandomize=True)
    settings.register_profile("long", deadline=None, max_examples=5_000)
    settings.load_profile("suite")
