"""The corridor: an exchange goes through content, requirements and diagnosis, and comes out as a sealed failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_httpstatus import _content, _diagnosis, _settings
from pytest_httpstatus._model import Finding
from pytest_httpstatus._sealing import Draft, seal

if TYPE_CHECKING:
    from pytest_httpstatus._expectation import Expectation, StatusSpec
    from pytest_httpstatus._model import Exchange, Failure, Unmet
    from pytest_httpstatus._settings import Lang


def examine(
    exchange: Exchange,
    expectation: Expectation | None,
    *,
    unmet: tuple[Unmet, ...] = (),
    remarks: tuple[Unmet, ...] = (),
    because: str | None = None,
) -> Failure:
    """Find out all that the exchange proves, and seal it.

    Args:
        exchange: What came.
        expectation: What was asked for; `None` when nothing was, or when it is not known.
        unmet: Rules and wishes that the response does not meet.
        remarks: What is worth a line and fails nothing.
        because: The user's reason.
    """
    response = exchange.response
    received = _content.read(response.content, response.fields)
    sent = _content.read(exchange.request.content, exchange.request.fields)
    matched = expectation is not None and expectation.meets(response.code)
    findings = () if matched else _found(exchange, received, sent, expectation)
    draft = Draft(
        exchange,
        sent=sent,
        received=received,
        expected="" if expectation is None else expectation.text,
        matched=matched,
        unmet=unmet,
        remarks=remarks,
        findings=findings,
        said=_said(exchange, received),
        because=because or "",
    )
    return seal(draft, _settings.current())


def _found(
    exchange: Exchange, received: _content.Content, sent: _content.Content, expectation: Expectation | None
) -> tuple[Finding, ...]:
    """The project's own causes, then ours."""
    ask = _settings.current().diagnose
    own = [each for each in ask(exchange=exchange) if isinstance(each, Finding)] if ask else []
    return (*own, *_diagnosis.diagnose(_diagnosis.Case(exchange, received, sent, expectation)))


def _said(exchange: Exchange, received: _content.Content) -> tuple[str, ...]:
    from pytest_httpstatus._catalogue.codes import BY_CODE  # late: on failure only

    known = BY_CODE.get(exchange.response.code)
    return _content.sentences(received, known.phrase if known else "")


def explain(response: object, expected: StatusSpec | None = None, *, lang: Lang | None = None) -> str:
    """Explain a response in the words of a failure, without asserting anything.

    Args:
        response: A response of any client, an exception that carries one, or a bare status code.
        expected: What to compare it with; nothing when omitted.
        lang: Language of the text; the one that was chosen for the test run when omitted.

    Returns:
        The headline, the labelled lines and the HTTP exchange.

    Raises:
        TypeError: `response` is no response.
        ValueError: `expected` is no valid expectation.

    Example:
        >>> print(explain(404).splitlines()[0])
        404 Not Found
    """
    from pytest_httpstatus._assertions import exchange_of  # late: the assertions stand above the corridor
    from pytest_httpstatus._expectation import parse
    from pytest_httpstatus._rendering import text

    expectation = None if expected is None else parse(expected)
    failure = examine(exchange_of(response), expectation)
    return text(failure, lang or _settings.current().lang, _settings.current().detail)
