"""What is said of a wait in vain: the last answer explained, or why there never was one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from pytest_httpstatus._assertions import StatusMismatch, fail
from pytest_httpstatus._assertions import __tracebackhide__ as __tracebackhide__  # noqa: PLC0414  # hides these frames too
from pytest_httpstatus._clients import generic, silence
from pytest_httpstatus._model import SILENCE, Exchange

if TYPE_CHECKING:
    from pytest_httpstatus._waiting.course import Course, Try


def give_up(run: Course, seen: Try, because: str | None) -> NoReturn:
    """Raise the failure of a wait that ended with `seen`."""
    unanswered = seen.error if seen.exchange is None else None
    exchange = run.last_exchange or _silence(seen.error)
    try:
        # The facts of the wait stand first: of many only the first are kept.
        fail(replace(exchange, facts=(*run.facts(seen), *exchange.facts)), run.expectation, because=because)
    except StatusMismatch as mismatch:
        raise mismatch from unanswered


def _silence(error: Exception | None) -> Exchange:
    """An exchange without an answer, with what the error knows of its request."""
    found = None if error is None else silence.read(error)
    return found if found is not None and not found.answered else Exchange(SILENCE, generic.request(error))
