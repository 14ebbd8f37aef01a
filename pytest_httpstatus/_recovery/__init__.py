"""Which response a failed test was about: what the traceback still holds, then what clients were seen to answer.

Every run loads this for its recorder, so all that a failure alone needs is imported late.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_httpstatus._model import Exchange, Failure
    from pytest_httpstatus._recovery.answers import Answer, Answers
    from pytest_httpstatus._recovery.look import Evidence
    from pytest_httpstatus._recovery.traceback import Place
    from pytest_httpstatus._sealing import Sealed

_MOST_EARLIER = 3


def failure_of(error: BaseException, test_file: str, answers: Iterable[Answer]) -> Failure | None:
    """Explain the response that a failed test was about; `None` when nothing is proved. For arguments see `recover`."""
    sealed = explained(error, test_file, answers)
    return None if sealed is None else sealed.failure


def explained(error: BaseException, test_file: str, answers: Iterable[Answer]) -> Sealed | None:
    """As `failure_of`, and what hides the credentials of the exchange elsewhere."""
    from pytest_httpstatus._explaining import investigate
    from pytest_httpstatus._model import Hop

    found = recover(error, test_file, answers)
    if found is None:
        return None
    earlier = tuple(Hop(each.request, each.response) for each in found.earlier)
    return investigate(found.exchange, found.expectation, symptom=found.symptom, earlier=earlier)


def recover(error: BaseException, test_file: str, answers: Iterable[Answer] = ()) -> Evidence | None:
    """Find the response that a failed test was about.

    Args:
        error: What was raised.
        test_file: The file of the test: nothing above its frame is looked at.
        answers: What clients answered in this test, in order.

    Returns:
        The evidence; `None` when nothing is proved, for a wrong attribution is worse than none.
    """
    from pytest_httpstatus._recovery import carried, traceback, unanswered
    from pytest_httpstatus._recovery.answers import Answers

    answered = Answers(answers)
    for each in carried.errors(error):
        places = traceback.places(each.__traceback__, test_file)
        above = places if each is error else [*places, *traceback.places(error.__traceback__, test_file)]
        found = unanswered.evidence(each, above) or carried.evidence(each) or _by_frames(each, places, answered)
        if found is not None:
            return found._replace(earlier=_earlier(found.exchange, places, answered))
    return None


def _by_frames(error: BaseException, places: list[Place], answers: Answers) -> Evidence | None:
    from pytest_httpstatus._recovery.look import Look

    for place in places:
        look = Look(place.statement, place.scope, place.file, answers, place.passed, inner=place is places[0])
        found = look.evidence(error)
        if found is not None:
            return found
    return None


def _earlier(exchange: Exchange, places: list[Place], answers: Answers) -> tuple[Exchange, ...]:
    """What came before and adds: an error that nobody looked at, a `Location`, a login. The last three at most."""
    before = answers.before(exchange) if exchange.answered else answers.before_none()
    return tuple(each for each in before if _adds(each, places))[-_MOST_EARLIER:]


def _adds(exchange: Exchange, places: list[Place]) -> bool:
    from pytest_httpstatus._recovery.looked import looked_at

    code = exchange.response.code
    if code >= 400:
        return not any(looked_at(code, place.statement, place.scope) for place in places)
    names = {name.lower() for name, _ in exchange.response.fields or ()}
    path = (exchange.request.url or "").lower()
    return "location" in names or "login" in path or "token" in path
