"""Exceptions that carry a response, or are one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_httpstatus._errors import members, reached
from pytest_httpstatus._recovery import asked, codes
from pytest_httpstatus._recovery.look import Evidence
from pytest_httpstatus._recovery.plain import plain
from pytest_httpstatus._recovery.scope import response
from pytest_httpstatus._recovery.statement import failing
from pytest_httpstatus._recovery.traceback import frames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpstatus._model import Exchange, Symptom

_MOST_ERRORS: Final = 20
_GIVING_UP: Final = ("_pytest/outcomes.py", "unittest/case.py")


def errors(error: BaseException) -> Iterator[BaseException]:
    """The error, its causes, and the members of groups; what it was raised from by hand, in an `except`, counts too."""
    return reached(error, lambda each: (*members(each), _cause(each)), _MOST_ERRORS)


def _cause(error: BaseException) -> BaseException | None:
    """What it was raised from; not what was merely handled when something else broke: `except HTTPError: retry()`."""
    if error.__cause__ is not None or error.__suppress_context__ or error.__context__ is None:
        return error.__cause__
    below = [each for each in frames(error.__traceback__) if not each.file.replace("\\", "/").endswith(_GIVING_UP)]
    statement = failing(below[-1].frame, below[-1].line, below[-1].column) if below else None
    by_hand = statement is not None and statement.handles() and asked.gives_up(statement.node)
    return error.__context__ if by_hand else None


def evidence(error: BaseException) -> Evidence | None:
    """The response that an exception carries, and what was asked of its status."""
    exchange = response(error)
    if exchange is None:
        return _of_webtest(error)
    places = list(frames(error.__traceback__))
    raised = places[-1].frame.f_code.co_name if places else ""
    asking = codes.predicate(raised, type(error)) if raised == "raise_for_status" else None
    if asking is not None and exchange.response.code not in asking:
        return Evidence(exchange, asked.expectation(asking))
    return Evidence(exchange, symptom=_shown(exchange, raised))


def _shown(exchange: Exchange, raised: str) -> Symptom:
    """In aiohttp the wrong media type of what should be JSON is an error that carries its response."""
    fields = dict(exchange.response.fields or ())
    kind = next((value for name, value in fields.items() if name.lower() == "content-type"), "")
    return ("html" if "html" in kind else "answer") if raised == "json" else ""


def _of_webtest(error: BaseException) -> Evidence | None:
    """The `AppError` of WebTest holds text alone: its response is in the frame that raised it."""
    if type(error).__module__ != "webtest.app":
        return None
    names = next(
        (dict(each.frame.f_locals) for each in frames(error.__traceback__) if each.name == "_check_status"), {}
    )
    exchange = response(names.get("res"))
    if exchange is None:
        return None
    asking = plain(names.get("status"))
    met = codes.UNDER_400 if asking is None else frozenset({asking}) if isinstance(asking, int) else asking
    return Evidence(exchange, asked.expectation(met) if exchange.response.code not in met else None)
