"""The calls of clients that are under way in one thread."""

from __future__ import annotations

import inspect
import sys
import threading
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from types import CodeType, FrameType

Call: TypeAlias = "list[Any]"
"""The code of an outermost call, the identity of its frame, where it was called from, and of what it answered the parts
and the class: `None` as long as nothing was. A list, since that is made twice as fast as an object."""

Trail: TypeAlias = "tuple[CodeType, int, Trail] | tuple[()]"

_TRAIL: Final = range(8)
WAITS: Final = inspect.CO_COROUTINE


class Running:
    """The outermost calls under way: one of the thread, and one of each task, for tasks take turns in a thread.

    A call that raised has no event, so `under_way` may hold some that are over.
    """

    __slots__ = ("_of_task", "under_way")

    def __init__(self) -> None:
        self.under_way: list[Call] = []
        self._of_task: ContextVar[tuple[Call, int]] = ContextVar("pytest_httpstatus_running")

    def outermost(self, frame: FrameType) -> bool:
        """Whether a call that begins stands inside none of those under way. Those that are over are left out."""
        above = _above(frame)
        for call in list(self.under_way):
            if call[1] in above:
                return False
            if not call[0].co_flags & WAITS:
                self._over(call)
        held = self._of_task.get(None)
        if held is None or not any(held[0] is call for call in self.under_way):
            return True
        if held[1] != _task():
            return False  # a task that was started inside a call belongs to it
        self._over(held[0])
        return True

    def began(self, code: CodeType, frame: FrameType) -> Call | None:
        """Note a call that begins, when it is an outermost one."""
        if self.under_way and not self.outermost(frame):
            return None
        call = [code, id(frame), (), None, None]
        self.under_way.append(call)
        self.entered(call)
        return call

    def entered(self, call: Call) -> None:
        """Let the tasks that are started inside a call know it."""
        self._of_task.set((call, _task()))

    def _over(self, call: Call) -> None:
        self.under_way[:] = [each for each in self.under_way if each is not call]


def left(under_way: list[Call], code: CodeType, frame: FrameType) -> Call | None:
    """The call that returns, when it is one of those under way; then it is no longer."""
    for place, call in enumerate(under_way):
        if call[1] == id(frame) and call[0] is code:
            return under_way.pop(place)
    return None


class Others(threading.local):
    """What is under way in a thread that does not run the tests."""

    def __init__(self) -> None:
        self.running = Running()


def trail(frame: FrameType, ends: frozenset[int]) -> Trail:
    """Where a call came from: the code and the position of the farthest caller, and the same of what that one called.

    No frame is kept. Nested, since it is made beside each request, and a tuple is made faster than a list grows.

    Args:
        frame: That of the call.
        ends: Identities of the code that runs tests: what calls it is of no interest.
    """
    found: Trail = ()
    caller = frame.f_back
    for _ in _TRAIL:
        if caller is None or id(code := caller.f_code) in ends:
            break
        found = code, caller.f_lasti, found
        caller = caller.f_back
    return found


def callers(trail: Trail) -> list[tuple[CodeType, int]]:
    """The code and the position of each caller, the nearest first."""
    found = []
    while trail:
        code, position, trail = trail
        found.append((code, position))
    return found[::-1]


def _above(frame: FrameType) -> set[int]:
    found, caller = set(), frame.f_back
    while caller is not None:
        found.add(id(caller))
        caller = caller.f_back
    return found


def _task() -> int:
    """The identity of the task that runs; 0 outside of asyncio."""
    asyncio = sys.modules.get("asyncio")
    try:
        return id(asyncio.current_task()) if asyncio is not None else 0
    except RuntimeError:
        return 0
