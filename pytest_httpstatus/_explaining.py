"""The corridor: an exchange goes through content, requirements and diagnosis, and comes out as a sealed failure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pytest_httpstatus._content import Content
    from pytest_httpstatus._expectation import Expectation, StatusSpec
    from pytest_httpstatus._invalid import FieldError
    from pytest_httpstatus._model import Exchange, Failure, Finding, Hop, Symptom, Unmet
    from pytest_httpstatus._sealing import Sealed
    from pytest_httpstatus._settings import Lang


def examine(exchange: Exchange, expectation: Expectation | None, **findings: Any) -> Failure:
    """Find out all that the exchange proves, and seal it. For arguments see `investigate`."""
    return investigate(exchange, expectation, **findings).failure


def investigate(  # noqa: PLR0913  # all that the corridor may be given
    exchange: Exchange,
    expectation: Expectation | None,
    *,
    unmet: tuple[Unmet, ...] = (),
    remarks: tuple[Unmet, ...] = (),
    because: str | None = None,
    symptom: Symptom = "",
    earlier: tuple[Hop, ...] = (),
) -> Sealed:
    """Find out all that the exchange proves, and seal it; and what hides its credentials elsewhere.

    Args:
        exchange: What came.
        expectation: What was asked for; `None` when nothing was, or when it is not known.
        unmet: Rules and wishes that the response does not meet.
        remarks: What is worth a line and fails nothing.
        because: The user's reason.
        symptom: What came from the response, where the failure was no check of its status.
        earlier: What the same test was answered before, that adds something.
    """
    from pytest_httpstatus import _content, _settings  # late, as all below: on a failure only
    from pytest_httpstatus._sealing import Draft, seal

    response = exchange.response
    received = _content.read(response.content, response.fields)
    sent = _content.read(exchange.request.content, exchange.request.fields)
    matched = expectation is not None and expectation.meets(response.code)
    findings = () if matched and not unmet else _found(exchange, received, sent, expectation)
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
        symptom=symptom,
        earlier=earlier,
    )
    return seal(draft, _settings.current())


def _found(
    exchange: Exchange, received: Content, sent: Content, expectation: Expectation | None
) -> tuple[Finding, ...]:
    """The project's own causes, then ours. What raises is named, and hides nothing."""
    from pytest_httpstatus import _diagnosis

    case = _diagnosis.Case(exchange, received, sent, expectation)
    own = () if case.matched else _looked("pytest_httpstatus_diagnose", lambda: _own(exchange))
    return (*own, *_looked("likely", lambda: _diagnosis.diagnose(case)))


def _looked(part: str, look: Callable[[], Iterable[Finding]]) -> Iterable[Finding]:
    from pytest_httpstatus._model import Finding
    from pytest_httpstatus._rendering.words import FAILED

    try:
        return look()
    except Exception as error:  # noqa: BLE001  # a stranger's hook, or a fault of ours
        return [Finding(FAILED, (("part", part), ("error", f"{type(error).__name__}: {error}")))]


def _own(exchange: Exchange) -> Iterable[Finding]:
    from pytest_httpstatus import _settings
    from pytest_httpstatus._model import Finding

    ask = _settings.current().diagnose
    return [each for each in ask(exchange=exchange) if isinstance(each, Finding)] if ask else []


def _said(exchange: Exchange, received: Content) -> tuple[str, ...]:
    from pytest_httpstatus import _content
    from pytest_httpstatus._catalogue.codes import BY_CODE

    code = exchange.response.code
    known = BY_CODE.get(code)
    errors = _field_errors(received) if code in {400, 422} else ()
    return _content.sentences(received, known.phrase if known else "", errors)


def _field_errors(received: Content) -> tuple[FieldError, ...]:
    """The fields in error, without the values of those whose name says that they are secret."""
    from pytest_httpstatus._invalid import fields_in_error
    from pytest_httpstatus._secret_names import is_secret_name

    found = fields_in_error(received.document) if received.parsed else ()
    return tuple(each._replace(sent="") if is_secret_name(each.path.rpartition(".")[2]) else each for each in found)


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
    from pytest_httpstatus import _settings
    from pytest_httpstatus._clients import exchange_of
    from pytest_httpstatus._expectation import parse
    from pytest_httpstatus._rendering import text

    expectation = None if expected is None else parse(expected)
    failure = examine(exchange_of(response), expectation)
    return text(failure, lang or _settings.current().lang, _settings.current().detail)
