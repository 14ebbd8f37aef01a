"""One run of a suite, with the plugin or without it."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

from tests.neutral.place import Place

LOADED: Final = Path(__file__).parent / "loaded"
LONGEST: Final = 1_200
_KEPT: Final = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "LD_LIBRARY_PATH")
"""Of the environment: what else a machine sets, such as proxies and certificates, makes tests of clients fail."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run came to.

    Attributes:
        pytest: Its version.
        exit: The exit status.
        outcomes: What was reported of each test, and of each collection that failed.
        raised: The type of what each failed phase raised.
        warnings: How often each was given.
        requests: How many the recorder noted.
        explained: How many failures the plugin explained.
        faults: Where it says that a part of its own failed.
        seconds: By the clock.
        worked: Seconds of the processor.
    """

    pytest: str
    exit: int
    outcomes: dict[str, list[str]]
    raised: dict[str, list[str]]
    warnings: Counter[str]
    requests: int
    explained: int
    faults: list[str]
    seconds: float
    worked: float


def run(place: Place, name: str, *, plugin: bool) -> Run:
    """Run a suite; `name` is that of the files that are left.

    Raises:
        RuntimeError: pytest did not reach the end, or the plugin was not as asked.
    """
    result = place.folder / f"{name}.json"
    result.unlink(missing_ok=True)
    switch = () if plugin else ("-p", "no:httpstatus")
    words, before, began = _words(place, *switch), os.times(), perf_counter()
    with (place.folder / f"{name}.txt").open("wb") as printed:
        subprocess.run(words, cwd=place.source, env=_environment(place, result), stdin=subprocess.DEVNULL,
                       stdout=printed, stderr=subprocess.STDOUT, check=False, timeout=LONGEST)  # fmt: skip
    seconds, after = perf_counter() - began, os.times()
    if not result.exists():
        raise RuntimeError(f"{place.suite.name}: pytest did not end, see {place.folder / name}.txt")
    found = json.loads(result.read_text(encoding="utf-8"))
    if found.pop("plugin") != plugin:
        raise RuntimeError(f"{place.suite.name}: the plugin is {'not there' if plugin else 'there'}")
    worked = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(**found | {"warnings": Counter(found["warnings"])}, seconds=seconds, worked=worked)


def compile_tests(place: Place) -> None:
    """Collect once: pytest compiles the tests, which the first run alone would pay for."""
    words = _words(place, "--collect-only", "-p", "no:httpstatus")
    environment = _environment(place, place.folder / "collected.json")
    subprocess.run(words, cwd=place.source, env=environment, capture_output=True, check=False, timeout=LONGEST)


def _words(place: Place, *more: str) -> list[str]:
    # The command, for `python -m pytest` would put the source in front of what is installed.
    words = [str(place.bin / "pytest"), "-p", "neutral_watch", "-p", "no:cacheprovider", "-q"]
    words.append(f"--rootdir={place.source}")
    deselected = [word for test, _ in place.suite.deselected for word in ("--deselect", test)]
    return [*words, *place.suite.arguments, *deselected, *more]


def _environment(place: Place, result: Path) -> dict[str, str]:
    home = place.folder / "home"
    home.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    own = {"HOME": str(home), "LANG": "C.UTF-8", "PYTHONPATH": str(LOADED), "NEUTRAL_RESULT": str(result)}
    return {**kept, **own, "PYTHONHASHSEED": "0"}
