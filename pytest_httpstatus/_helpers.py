"""The helpers that check more than the code. Each reports all mismatches of code, fields and content in one failure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from pytest_httpstatus import _content, _invalid
from pytest_httpstatus._assertions import __tracebackhide__ as __tracebackhide__  # noqa: PLC0414  # hides these frames too
from pytest_httpstatus._assertions import fail
from pytest_httpstatus._clients import exchange_of
from pytest_httpstatus._expectation import parse
from pytest_httpstatus._requirements import check, check_all, problem, wishes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from pytest_httpstatus._content import Content
    from pytest_httpstatus._expectation import StatusSpec
    from pytest_httpstatus._model import Exchange, Unmet

    Wish: TypeAlias = Callable[[Exchange, Content], tuple[Unmet, ...]]
    Hint: TypeAlias = Callable[[Exchange, tuple[Unmet, ...]], tuple[Unmet, ...]]

R = TypeVar("R")

HELPERS: Final = (
    "assert_conforms", "assert_created", "assert_method_not_allowed", "assert_no_content", "assert_problem",
    "assert_redirect", "assert_unauthorized", "assert_validation_error",
)  # fmt: skip
"""The names of the helpers, for the fixtures."""


def _nothing(*_: object) -> tuple[Unmet, ...]:
    return ()


def _verify(
    response: object, expected: StatusSpec, because: str | None, wish: Wish = _nothing, hint: Hint = _nothing
) -> tuple[Exchange, Content]:
    """Check code, rules and wishes, and raise one failure with all that is not met."""
    expectation, exchange = parse(expected), exchange_of(response)
    content = _content.read(exchange.response.content, exchange.response.fields)
    wished = wish(exchange, content)
    if not expectation.meets(exchange.response.code):
        fail(exchange, expectation, unmet=wishes.beside_a_wrong_code(wished), because=because)
    broken, remarks = check(exchange, content)
    if broken or wished:
        hints = hint(exchange, wished)
        fail(exchange, expectation, unmet=(*broken, *wished), remarks=(*hints, *remarks), because=because)
    return exchange, content


def assert_conforms(response: R, expected: StatusSpec, *, because: str | None = None) -> R:
    """Assert the status, and every rule of it that can be decided from this exchange.

    A rule fails where the sender of this response is bound by a MUST (RFC 9110, section 15, and the sections that it
    refers to) and the response shows what the rule speaks of; what is not visible is not missing. With `"2xx"` the
    rules are those of the code that came. Interim responses (1xx) rarely arrive here: most clients swallow them, but
    http.client, urllib3, requests and urllib.request hand 102 and 103 out as if final, against section 15.2.

    Args:
        response: A response of any HTTP client. Content that is not in memory is not checked.
        expected: As in `assert_status`.
        because: A reason of your own, shown with the failure.

    Returns:
        The response.

    Raises:
        StatusMismatch: The status is another one, or a rule is broken; the message names the rule and the way out.
        ValueError: `expected` is no valid expectation.
        TypeError: `response` is no response, or `expected` of a type that can be none.

    Example:
        >>> assert_conforms(404, "4xx")
        404
    """
    _verify(response, expected, because)
    return response


def assert_no_content(response: R, *, because: str | None = None) -> R:
    """Assert 204 and really no content (RFC 9110, sections 15.3.5 and 8.6).

    `Content-Length: 0` breaks a MUST NOT and harms nobody: it never fails.

    Args:
        response: A response of any HTTP client.
        because: A reason of your own, shown with the failure.

    Returns:
        The response.

    Raises:
        StatusMismatch: The status is not 204, there is content, a `Content-Length` above 0, or a `Transfer-Encoding`.
        TypeError: `response` is no response.

    Example:
        >>> assert_no_content(204)
        204
    """
    _verify(response, 204, because)
    return response


def assert_created(response: R, *, location: str | None = None, because: str | None = None) -> R:
    """Assert 201 (RFC 9110, section 15.3.2), and where the new resource is.

    Args:
        response: A response of any HTTP client.
        location: What `Location` has to be, compared after both are resolved against the target URI and normalised;
            the fragment counts only when `location` has one. Without it `Location` may be absent: no rule demands one.
        because: A reason of your own, shown with the failure.

    Returns:
        The response.

    Raises:
        StatusMismatch: The status is not 201, or `Location` is missing, another one, or there twice.
        TypeError: `response` is no response.

    Example:
        >>> assert_created(201)
        201
    """
    _verify(response, 201, because, _nothing if location is None else lambda it, _: wishes.location(it, str(location)))
    return response


def assert_unauthorized(response: R, *, scheme: str | None = None, because: str | None = None) -> R:
    """Assert 401 with at least one challenge in `WWW-Authenticate` (RFC 9110, sections 15.5.2 and 11.6.1).

    Args:
        response: A response of any HTTP client.
        scheme: An authentication scheme that one of the challenges has to have, in any case: `"Bearer"`.
        because: A reason of your own, shown with the failure.

    Returns:
        The response.

    Raises:
        StatusMismatch: The status is not 401, there is no challenge, or none of that scheme.
        TypeError: `response` is no response.

    Example:
        >>> assert_unauthorized(401)
        401
    """
    _verify(response, 401, because, _nothing if scheme is None else lambda it, _: wishes.scheme(it, scheme))
    return response


def assert_method_not_allowed(
    response: R, *, allow: str | Collection[str] | None = None, because: str | None = None
) -> R:
    """Assert 405 with `Allow` (RFC 9110, sections 15.5.6 and 10.2.1). An empty `Allow` is legal.

    Args:
        response: A response of any HTTP client.
        allow: The methods that `Allow` has to list, all of them and no others: `"GET, POST"` or `["GET", "POST"]`.
            `OPTIONS`, and `HEAD` where `GET` is listed, may be listed or not. Case matters (section 9.1).
        because: A reason of your own, shown with the failure.

    Returns:
        The response.

    Raises:
        StatusMismatch: The status is not 405, there is no `Allow`, or it lists other methods.
        TypeError: `response` is no response.

    Example:
        >>> assert_method_not_allowed(405)
        405
    """
    wish: Wish = _nothing if allow is None else lambda it, _: wishes.allow(it, wishes.methods(allow))
    _verify(response, 405, because, wish, wishes.first_route)
    return response


def assert_redirect(
    response: object,
    to: str | None = None,
    *,
    status: StatusSpec = "301 | 302 | 303 | 307 | 308",
    because: str | None = None,
) -> str:
    """Assert a redirect, followed or not, and where it leads (RFC 9110, sections 15.4 and 10.2.2).

    Args:
        response: A response of any HTTP client. Where the client followed redirects, those on the way count.
        to: Where the last redirect leads. Compared after both are resolved against the URI that was asked for last,
            and normalised; the fragment counts only when `to` has one.
        status: The code of the first redirect.
        because: A reason of your own, shown with the failure.

    Returns:
        The target URI of the last redirect, resolved.

    Raises:
        StatusMismatch: There is no redirect, its code or target is another one, or it has no `Location`.
        ValueError: `status` holds a code that is not of class 3xx.
        TypeError: `response` is no response.

    Example:
        >>> from types import SimpleNamespace
        >>> assert_redirect(SimpleNamespace(status_code=302, headers={"Location": "/home"}), to="/home")
        '/home'
    """
    expectation, exchange = wishes.redirect_codes(status), exchange_of(response)
    passed = wishes.way(exchange, expectation.codes)
    if not passed:
        fail(exchange, expectation, remarks=wishes.no_redirect(exchange), because=because)
    wished = wishes.target(passed, None if to is None else str(to))
    first, last = passed[0], passed[-1]
    if not expectation.meets(first.response.code):
        unmet = wishes.beside_a_wrong_code(wished)
        fail(first, expectation, unmet=unmet, remarks=wishes.whole_way(passed), because=because)
    broken, remarks = check_all(passed)
    if broken or wished:
        # Judged by the first redirect, shown by the last: its code is right, whatever was asked of the first.
        right, remarks = parse(last.response.code), (*wishes.resume(last), *remarks)
        fail(last, right, unmet=(*broken, *wished), remarks=remarks, because=because)
    return wishes.redirect_target(passed) or ""


def assert_problem(
    response: object, expected: StatusSpec = "4xx | 5xx", *, because: str | None = None, **members: Any
) -> dict[str, Any]:
    """Assert problem details (RFC 9457), in `application/problem+json` or `application/problem+xml`.

    Args:
        response: A response of any HTTP client, its content in memory.
        expected: As in `assert_status`.
        because: A reason of your own, shown with the failure.
        **members: Members that the problem has to have, compared by equality; `type` after both are resolved against
            the target URI, and a problem without one is of type `about:blank`. A member whose name is an argument
            (`response`, `expected`, `because`) is compared in the document that comes back.

    Returns:
        The document as it was sent, untouched. Of XML (appendix B) all values are texts but `status`, a number; one
        with a document type declaration, which could hold entities without end, is refused.

    Raises:
        StatusMismatch: The status is another one; it is no problem; its `status` is a number that is not the code; or
            a member is missing or another one.
        ValueError: `expected` is no valid expectation.
        TypeError: `response` is no response, or `expected` of a type that can be none.

    Example:
        >>> from types import SimpleNamespace
        >>> headers = {"Content-Type": "application/problem+json"}
        >>> response = SimpleNamespace(status_code=404, headers=headers, content=b'{"title": "No such user"}')
        >>> assert_problem(response, 404, title="No such user")
        {'title': 'No such user'}
    """
    exchange, content = _verify(
        response, expected, because, lambda it, content: wishes.problem_details(it, content, members)
    )
    return problem.document(exchange, content) or {}


def assert_validation_error(
    response: object, *fields: str, status: StatusSpec = "400 | 422", because: str | None = None
) -> dict[str, list[str]]:
    """Assert an answer that names the fields in error (RFC 9110, sections 15.5.1 and 15.5.21).

    The shapes of FastAPI, Django REST framework, Django's forms, RFC 9457, JSON:API, marshmallow and others are known.

    Args:
        response: A response of any HTTP client, its content in memory.
        *fields: Fields that have to be in error, in any spelling: `"profile.color"`, `"#/profile/color"`,
            `"body.profile.color"`. Others may be in error too.
        status: As `expected` in `assert_status`.
        because: A reason of your own, shown with the failure.

    Returns:
        The messages by field path; those about the whole stand under `""`.

    Raises:
        StatusMismatch: The status is another one, the content names no field, or not all that were asked for.
        ValueError: `status` is no valid expectation.
        TypeError: `response` is no response, or `status` of a type that can be none.

    Example:
        >>> from types import SimpleNamespace
        >>> response = SimpleNamespace(status_code=400, headers={}, content=b'{"email": ["This field is required."]}')
        >>> assert_validation_error(response, "email")
        {'email': ['This field is required.']}
    """
    exchange, content = _verify(response, status, because, lambda it, content: wishes.errors(it, content, fields))
    found: dict[str, list[str]] = {}
    for error in _invalid.fields_in_error(problem.json_document(exchange, content)):
        found.setdefault(error.path, []).append(error.message)
    return found
