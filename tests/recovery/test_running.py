"""The calls under way in a thread, by plain calls: what `sys.monitoring` calls, coverage does not see."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections import deque

import pytest

from pytest_httpstatus._recovery import running
from pytest_httpstatus._recovery.recorder import _callbacks
from pytest_httpstatus._recovery.running import Running, callers, left, trail


def here():
    """The caller's frame."""
    return sys._getframe(1)


def call_of(frame):
    return [frame.f_code, id(frame), (), None, None]


class Watch:
    """Both callbacks, with what they fill."""

    def __init__(self, capture=lambda answer: {"answer": answer}):
        self.running, self.calls, self.others = Running(), deque(), deque()
        self.capture = capture
        self.captures, self.waiting = {}, set()
        self.began, self.answered = _callbacks(self.running, self.calls, self.others, self.captures, self.waiting)

    def watched(self, inside=None, answer=1):
        """What a watched function would do."""
        code = sys._getframe().f_code
        self.captures[id(code)] = self.capture
        self.began(code, 0)
        result = inside() if inside else answer
        self.answered(code, 0, result)
        return result

    async def waited(self, inside=None):
        code = sys._getframe().f_code
        self.captures[id(code)] = self.capture
        self.waiting.add(id(code))
        self.began(code, 0)
        result = await inside() if inside else 1
        self.answered(code, 0, result)
        return result

    def parts(self, calls=None):
        return [call[3] for call in (self.calls if calls is None else calls)]


def test_a_call_is_noted_and_answered():
    """Its parts, its class, and that nothing is under way any more."""
    watch = Watch()
    watch.watched()
    assert ([{"answer": 1}], int, []) == (watch.parts(), watch.calls[0][4], watch.running.under_way)


def test_a_call_inside_a_call_is_not_noted():
    """Also one of the same function; the outer one is answered."""
    watch = Watch()
    watch.watched(lambda: watch.watched(answer=2) + 1)
    assert [{"answer": 3}] == watch.parts()


def test_a_call_that_raised_is_over_when_the_next_begins():
    """It has no event of its own."""
    watch = Watch()
    with pytest.raises(ZeroDivisionError):
        watch.watched(lambda: 1 / 0)
    watch.watched()
    assert ([None, {"answer": 1}], []) == (watch.parts(), watch.running.under_way)


def test_a_return_without_a_beginning_is_nothing():
    """A function that was under way when it came to be watched."""
    watch = Watch()
    watch.answered(here().f_code, 0, 1)
    assert [] == watch.parts()


def test_an_error_of_a_capture_is_no_answer():
    """And stays with us, as one of a beginning does."""
    watch = Watch(lambda _: 1 / 0)
    watch.watched()
    watch.began(None, 0)
    assert [None, None] == watch.parts()


def test_other_threads_are_noted_apart():
    """Outermost calls too, unless the test's own thread has one under way."""
    watch = Watch()

    def run(what):
        thread = threading.Thread(target=what)
        thread.start()
        thread.join()
        return 0

    run(lambda: watch.watched(watch.watched))
    watch.watched(lambda: run(watch.watched))
    assert ([{"answer": 0}], [{"answer": 1}]) == (watch.parts(), watch.parts(watch.others))


def test_tasks_are_told_apart():
    """Each has one under way; what a task starts inside its call belongs to it."""
    watch = Watch()

    async def pause():
        await asyncio.sleep(0)
        return 5

    async def child():
        return await asyncio.create_task(watch.waited())

    async def fail():
        raise ZeroDivisionError

    async def main():
        await asyncio.gather(watch.waited(pause), watch.waited(pause))
        await watch.waited(child)
        with pytest.raises(ZeroDivisionError):
            await watch.waited(fail)
        await watch.waited()

    asyncio.run(main())
    assert [{"answer": 5}, {"answer": 5}, {"answer": 1}, None, {"answer": 1}] == watch.parts()


def test_a_waiting_call_of_another_thread():
    """A loop of its own."""
    watch = Watch()
    thread = threading.Thread(target=lambda: asyncio.run(watch.waited()))
    thread.start()
    thread.join()
    assert [{"answer": 1}] == watch.parts(watch.others)


def test_what_returns_is_found_by_its_frame():
    """Among several under way, of which some are over."""
    frame = here()
    other, mine = [frame.f_code, 0, (), None, None], call_of(frame)
    under_way = [other, mine]
    assert (mine, [other], None) == (
        left(under_way, frame.f_code, frame),
        under_way,
        left(under_way, frame.f_code, frame),
    )


def test_the_trail_ends_where_tests_are_called():
    """And is short in any case."""

    def deep(n):
        return callers(trail(here(), frozenset())) if n == 0 else deep(n - 1)

    ends = frozenset({id(here().f_back.f_code)})

    def near():
        return callers(trail(here(), ends))

    assert (["test_the_trail_ends_where_tests_are_called"], 8) == ([code.co_name for code, _ in near()], len(deep(20)))


def test_the_trail_of_a_thread_is_as_long_as_its_stack():
    """It ends where the thread begins."""
    found = []
    thread = threading.Thread(target=lambda: found.extend(callers(trail(here(), frozenset()))))
    thread.start()
    thread.join()
    assert ("run", "_bootstrap") == (found[0][0].co_name, found[-1][0].co_name)


def test_without_asyncio_there_are_no_tasks():
    """Nothing is imported for it."""
    assert 0 == running._task()
