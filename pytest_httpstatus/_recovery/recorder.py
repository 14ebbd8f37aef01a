"""What clients answered meanwhile, by `sys.monitoring` (Python 3.12 and newer): no client is patched.

Only the outermost call counts: what a client calls inside are its hops, or the server's own calls. Plain parts of an
answer are kept, never the response: that would hold an unread connection out of its pool.
"""

from __future__ import annotations

import inspect
import sys
import threading
from collections import deque
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pytest_httpstatus._clients import load
from pytest_httpstatus._recovery.running import WAITS, Others, Running, callers, left, trail
from pytest_httpstatus._senders import SENDERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType

    from pytest_httpstatus._clients.client import Client
    from pytest_httpstatus._model import Exchange
    from pytest_httpstatus._recovery.answers import Answer
    from pytest_httpstatus._recovery.running import Call

    Captures: TypeAlias = dict[int, Callable[[Any], dict[str, object] | None]]

TOOL: Final = 4
"""0 is for debuggers, 1 for coverage, 2 for profilers, 5 for optimizers."""

MOST_ANSWERS: Final = 20
_NAME: Final = "pytest-httpstatus"
_MONITORING: Final[Any] = getattr(sys, "monitoring", None)
"""`None` on Python 3.11."""

_ENDS: Final = (
    "_pytest.python:pytest_pyfunc_call",
    "unittest.case:TestCase._callTestMethod",
    "asyncio.events:Handle._run",
)
"""What calls a test. Private names: where one is missing, more callers are noted than are needed."""


class Recorder:
    """Watches the send functions of clients that the test run has imported."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=MOST_ANSWERS)
        self._others: deque[Call] = deque(maxlen=MOST_ANSWERS)
        self._running: Running | None = None
        # By identity: the hash of a code object reads its instructions, which takes longer than all the rest.
        self._watched: dict[int, tuple[CodeType, Client]] = {}
        self._captures: dict[int, Callable[[Any], dict[str, object] | None]] = {}
        self._waiting: set[int] = set()
        self._modules = 0

    def start(self) -> None:
        """Take the tool id, if it is free; be silent otherwise."""
        monitoring = _MONITORING
        if monitoring is None or monitoring.get_tool(TOOL) is not None:
            return
        monitoring.use_tool_id(TOOL, _NAME)
        self._running = Running()
        began, answered = _callbacks(self._running, self._calls, self._others, self._captures, self._waiting)
        monitoring.register_callback(TOOL, monitoring.events.PY_START, began)
        monitoring.register_callback(TOOL, monitoring.events.PY_RETURN, answered)
        self._look()

    def stop(self) -> None:
        """Clear every event and free the id: events stay on code objects after the id is free."""
        if self._running is None:
            return
        self._running = None
        self._drop()
        monitoring = _MONITORING
        if monitoring.get_tool(TOOL) != _NAME:
            return  # somebody has freed it, and perhaps another has it now
        for code, _ in self._watched.values():
            monitoring.set_local_events(TOOL, code, 0)
        for event in (monitoring.events.PY_START, monitoring.events.PY_RETURN):
            monitoring.register_callback(TOOL, event, None)
        monitoring.free_tool_id(TOOL)

    def forget(self) -> None:
        """Drop what was recorded for a test, after its teardown; look for clients that were imported since."""
        if self._running is None:
            return
        self._drop()
        if len(sys.modules) != self._modules and _MONITORING.get_tool(TOOL) == _NAME:
            self._look()

    def _drop(self) -> None:
        """A call that returns later fills a record that nobody asks any more."""
        self._calls.clear()
        self._others.clear()
        if self._running is not None:
            self._running.under_way.clear()

    def answers(self) -> list[Answer]:
        """What was answered since the last `forget`, in the order in which the calls began."""
        own = [self._answer(call, own=True) for call in list(self._calls)]
        return own + [self._answer(call, own=False) for call in list(self._others)]

    def _answer(self, call: Call, *, own: bool) -> Answer:
        from pytest_httpstatus._recovery.answers import Answer, Step  # late: when a test failed

        code, _, came_from, parts, kind = call
        steps = tuple(Step(*each) for each in callers(came_from))
        return Answer(self._exchange(id(code), kind, parts), steps, own=own)

    def _exchange(self, code: int, kind: type | None, parts: dict[str, object] | None) -> Exchange | None:
        if parts is None or kind is None:
            return None
        return self._watched[code][1].rebuild(kind, parts)

    def _look(self) -> None:
        """Watch the functions of clients that are imported by now. None is imported for it."""
        self._modules = len(sys.modules)
        events = _MONITORING.events.PY_START | _MONITORING.events.PY_RETURN
        for module, file in SENDERS.items():
            if module not in sys.modules:
                continue
            client = load(file)
            for code in map(_code_of, client.watched):
                if code is not None and id(code) not in self._watched:
                    self._watched[id(code)] = code, client
                    self._captures[id(code)] = client.capture
                    if code.co_flags & WAITS:
                        self._waiting.add(id(code))
                    _MONITORING.set_local_events(TOOL, code, events)


def _callbacks(  # noqa: C901  # two functions, kept flat since they run beside each request
    running: Running, calls: deque[Call], others: deque[Call], captures: Captures, waiting: set[int]
) -> tuple[Callable[..., None], Callable[..., None]]:
    """Make what runs when a watched function begins and when it returns: guarded, for it runs in the user's call."""
    ident, thread = threading.get_ident, threading.get_ident()
    under_way, caller = running.under_way, sys._getframe  # noqa: SLF001  # documented
    of_others = Others()
    ends = frozenset(id(code) for code in map(_code_of, _ENDS) if code is not None)

    def began(code: CodeType, _offset: int, call: Call | None = None) -> None:
        try:
            frame = caller(1)
            if ident() == thread:
                if not under_way or running.outermost(frame):
                    call = [code, id(frame), trail(frame, ends), None, None]
                    under_way.append(call)
                    calls.append(call)
                    if waiting and id(code) in waiting:
                        running.entered(call)
            elif not under_way and (call := of_others.running.began(code, frame)) is not None:
                others.append(call)
        except Exception:  # noqa: BLE001
            return

    def answered(code: CodeType, _offset: int, answer: Any, call: Call | None = None) -> None:
        try:
            here = under_way if ident() == thread else of_others.running.under_way
            if not here:
                return
            last = call = here[-1]
            if last[1] == id(caller(1)) and last[0] is code:
                del here[-1]
            else:
                call = left(here, code, caller(1))
            if call is not None:
                call[3] = captures[id(code)](answer)
                call[4] = type(answer)
        except Exception:  # noqa: BLE001
            return

    return began, answered


def _code_of(name: str) -> CodeType | None:
    """The code object behind `module:qualified.name`, where that module is imported and the function is plain."""
    module, _, path = name.partition(":")
    found: Any = sys.modules.get(module)
    for part in path.split("."):
        found = vars(found).get(part) if hasattr(found, "__dict__") else None
    # The code of a decorated function is its decorator's, which other functions share.
    return found.__code__ if inspect.isfunction(found) and not hasattr(found, "__wrapped__") else None
