"""Servers and runs of pytest of other rooms, and a profile for a long search: `--hypothesis-profile=long`."""

from __future__ import annotations

from hypothesis import settings

from tests.clients.conftest import _stopped_driver, base  # noqa: F401  # fixtures
from tests.clients.test_contract import row  # noqa: F401  # one client after the other
from tests.plugin.conftest import clean, run_apart, site  # noqa: F401  # fixtures

settings.register_profile("long", max_examples=5_000)
