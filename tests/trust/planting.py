"""Faults planted in functions of ours: the code of one function is exchanged for code that raises."""

from __future__ import annotations

import inspect
import pkgutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any, Final

import pytest_httpstatus

ROOMS: Final = ("_content", "_diagnosis", "_explaining", "_recovery", "_rendering", "_reporting", "_sealing")
"""What runs when a test has failed, and only then; the recorder apart, which runs beside each request."""


class PlantedError(Exception):
    """A fault that nothing of ours expects."""


def functions() -> dict[str, FunctionType]:
    """Every function and method of the rooms, by its full name."""
    found = {}
    for module in _modules():
        for holder in (module, *(each for each in vars(module).values() if inspect.isclass(each))):
            for value in vars(holder).values():
                function = _plain(value)
                if function is not None and function.__module__ == module.__name__:
                    found[f"{function.__module__}.{function.__qualname__}"] = function
    return found


@cache
def _modules() -> list[ModuleType]:
    every = [each.name for each in pkgutil.walk_packages(pytest_httpstatus.__path__, "pytest_httpstatus.")]
    return [import_module(each) for each in every if each.split(".")[1] in ROOMS]


def _plain(value: Any) -> FunctionType | None:
    """The function behind a cache, a property or a static method."""
    for name in ("__wrapped__", "__func__", "fget"):
        value = getattr(value, name, value)
    named = isinstance(value, FunctionType) and not value.__code__.co_freevars and value.__name__ != "<lambda>"
    return value if named else None


@contextmanager
def planted(function: FunctionType) -> Iterator[None]:
    """Let a function raise, whoever has imported it under whatever name. Caches forget what it said before."""
    code = function.__code__
    forget()
    function.__code__ = (_breaking_off if inspect.isgeneratorfunction(function) else _raising).__code__
    try:
        yield
    finally:
        function.__code__ = code
        forget()


def _raising(*_: object, **__: object) -> None:
    # By name: its globals are those of the function in whose place it stands.
    from tests.trust.planting import PlantedError

    raise PlantedError


def _breaking_off(*_: object, **__: object) -> Iterator[None]:
    from tests.trust.planting import PlantedError  # as above

    raise PlantedError
    yield


def forget() -> None:
    for module in _modules():
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


class Watched:
    """Notes the code of all that is called meanwhile."""

    def __init__(self, called: set[CodeType]) -> None:
        self._called = called

    def __enter__(self) -> None:
        self._before = sys.getprofile()
        sys.setprofile(self._note)

    def __exit__(self, *_: object) -> None:
        sys.setprofile(self._before)

    def _note(self, frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            self._called.add(frame.f_code)
