"""The exceptions behind an exception: what counts as one, each room says for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def reached(
    error: BaseException, behind: Callable[[BaseException], Iterable[BaseException | None]], most: int
) -> Iterator[BaseException]:
    """The error and what is reached from it, the nearest first, each once; at most `most`."""
    waiting, seen = [error], set[int]()
    while waiting and len(seen) < most:
        current = waiting.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        waiting += [each for each in behind(current) if each is not None]


def members(error: BaseException) -> tuple[BaseException, ...]:
    """The members of a group; none of any other."""
    return error.exceptions if isinstance(error, BaseExceptionGroup) else ()
