"""What clients answered meanwhile, by `sys.monitoring` (Python 3.12 and newer): no client is patched.

Only the outermost call counts: what a client calls inside are its hops, or the server's own calls. Plain parts of an
answer are kept, never the response: that would hold an unread connection out of its pool.
"""

from __future__ import annotations

import inspect
import sys
import threading
from collections import deque
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final

from pytest_httpstatus._clients import SENDERS, load

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType

    from pytest_httpstatus._clients.client import Client
    from pytest_httpstatus._model import Exchange

TOOL: Final = 4
"""0 is for debuggers, 1 for coverage, 2 for profilers, 5 for optimizers."""

MOST_ANSWERS: Final = 20
_NAME: Final = "pytest-httpstatus"
_WAITS: Final = inspect.CO_COROUTINE


class Call:
    """One outermost call of a client: what it answered, or that it did not return."""

    __slots__ = ("code", "inner", "kind", "parts")

    def __init__(self, code: CodeType) -> None:
        self.code = code
        self.inner = 0
        self.kind: type | None = None
        self.parts: dict[str, object] | None = None


class Recorder:
    """Watches the send functions of clients that the test run has imported, in the thread that runs the tests."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=MOST_ANSWERS)
        self._watched: dict[CodeType, Client] = {}
        self._modules = 0
        self._mine = False

    def start(self) -> None:
        """Take the tool id, if it is free; be silent otherwise."""
        monitoring = getattr(sys, "monitoring", None)
        if monitoring is None or monitoring.get_tool(TOOL) is not None:
            return
        monitoring.use_tool_id(TOOL, _NAME)
        self._mine = True
        began, answered = self._callbacks()
        monitoring.register_callback(TOOL, monitoring.events.PY_START, began)
        monitoring.register_callback(TOOL, monitoring.events.PY_RETURN, answered)
        self._look()

    def stop(self) -> None:
        """Clear every event and free the id: events stay on code objects after the id is free."""
        if not self._mine:
            return
        monitoring = sys.monitoring
        for code in self._watched:
            monitoring.set_local_events(TOOL, code, 0)
        for event in (monitoring.events.PY_START, monitoring.events.PY_RETURN):
            monitoring.register_callback(TOOL, event, None)
        monitoring.free_tool_id(TOOL)
        self._mine = False
        self._watched = {}
        self._calls.clear()

    def forget(self) -> None:
        """Drop what was recorded for a test, after its teardown; look for clients that were imported since."""
        if not self._mine:
            return
        if self._calls:
            # A new one: a call that returns later still fills its own, which nobody asks any more.
            self._calls = deque(maxlen=MOST_ANSWERS)
        if len(sys.modules) != self._modules:
            self._look()

    def answers(self) -> list[Exchange | None]:
        """What was answered since the last `forget`, in order; `None` for a call that gave no answer."""
        return [self._exchange(call) for call in list(self._calls)]

    def _exchange(self, call: Call) -> Exchange | None:
        if call.parts is None or call.kind is None:
            return None
        return self._watched[call.code].rebuild(call.kind, call.parts)

    def _look(self) -> None:
        """Watch the functions of clients that are imported by now. None is imported for it."""
        self._modules = len(sys.modules)
        events = sys.monitoring.events.PY_START | sys.monitoring.events.PY_RETURN
        for module, file in SENDERS.items():
            if module not in sys.modules:
                continue
            client = load(file)
            for code in map(_code_of, client.watched):
                if code is not None and code not in self._watched:
                    self._watched[code] = client
                    sys.monitoring.set_local_events(TOOL, code, events)

    def _callbacks(self) -> tuple[Callable[..., None], Callable[..., None]]:
        """Make what runs when a watched function begins and when it returns.

        Closures over plain names, since they run beside the user's requests: one in process takes a hundred
        microseconds, and both together may cost three. Guarded, since an error in a callback comes out of the user's
        call.
        """
        ident, thread = threading.get_ident, threading.get_ident()
        running = _Running()

        def began(code: CodeType, _offset: int) -> None:
            try:
                if ident() == thread and not running.holds(code):
                    call = Call(code)
                    running.enter(call)
                    self._calls.append(call)
            except Exception:  # noqa: BLE001
                return

        def answered(code: CodeType, _offset: int, answer: Any) -> None:
            try:
                call = running.leave(code) if ident() == thread else None
                if call is not None:
                    call.parts = self._watched[code].capture(answer)
                    call.kind = type(answer)
            except Exception:  # noqa: BLE001
                return

        return began, answered


class _Running:
    """The outermost call under way: one of the thread, and one of each task, for tasks take turns in a thread."""

    __slots__ = ("_of_task", "_of_thread")

    def __init__(self) -> None:
        self._of_thread: Call | None = None
        self._of_task: ContextVar[Call | None] = ContextVar("pytest_httpstatus_running", default=None)

    def holds(self, code: CodeType) -> bool:
        """Whether a call that begins stands inside the one under way."""
        call = self._of_task.get() if code.co_flags & _WAITS else self._of_thread
        if call is None or not _runs_above(call.code):
            return False
        call.inner += call.code is code
        return True

    def enter(self, call: Call) -> None:
        if call.code.co_flags & _WAITS:
            self._of_task.set(call)
        else:
            self._of_thread = call

    def leave(self, code: CodeType) -> Call | None:
        """The call that returns, when it is the outermost."""
        call = self._of_task.get() if code.co_flags & _WAITS else self._of_thread
        if call is None or call.code is not code:
            return None
        if call.inner:
            call.inner -= 1
            return None
        if code.co_flags & _WAITS:
            self._of_task.set(None)
        else:
            self._of_thread = None
        return call


def _runs_above(code: CodeType) -> bool:
    """Whether the pending call is still on the stack. It is not when it raised, for that has no event."""
    frame = sys._getframe(3).f_back  # noqa: SLF001  # documented, and the only way to the caller from here
    while frame is not None:
        if frame.f_code is code:
            return True
        frame = frame.f_back
    return False


def _code_of(name: str) -> CodeType | None:
    """The code object behind `module:qualified.name`, where that module is imported and the function is plain."""
    module, _, path = name.partition(":")
    found: Any = sys.modules.get(module)
    for part in path.split("."):
        found = vars(found).get(part) if hasattr(found, "__dict__") else None
    # The code of a decorated function is its decorator's, which other functions share.
    return found.__code__ if inspect.isfunction(found) and not hasattr(found, "__wrapped__") else None
