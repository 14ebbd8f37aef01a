"""User code for mypy alone: what must type-check does, and what must not is marked, which a strict mypy verifies."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, assert_type

import pytest_httpstatus
from pytest_httpstatus import (
    IsStatus,
    StatusMismatch,
    assert_conforms,
    assert_created,
    assert_method_not_allowed,
    assert_no_content,
    assert_problem,
    assert_redirect,
    assert_status,
    assert_unauthorized,
    assert_validation_error,
    explain,
    status_codes,
    status_info,
    wait_for_status,
    wait_for_status_async,
)
from pytest_httpstatus import asert_status as _misspelt  # type: ignore[attr-defined]

if TYPE_CHECKING:
    import requests

    from pytest_httpstatus.extending import Exchange, Finding


def every_spelling_of_an_expectation(response: requests.Response, codes: list[int], either: set[int | str]) -> None:
    assert_status(response, 404)
    assert_status(response, HTTPStatus.NOT_FOUND)
    assert_status(response, "4xx")
    assert_status(response, range(200, 205))
    assert_status(response, [200, "3xx"])
    assert_status(response, {200, HTTPStatus.NO_CONTENT})
    assert_status(response, (200, "not found", IsStatus(404)))
    assert_status(response, frozenset({200, 204}))
    assert_status(response, codes)
    assert_status(response, either)
    assert_status(response, IsStatus("2xx") & ~IsStatus(204))
    assert_status(response, 200, because="the user was made above")


def no_expectation(response: requests.Response) -> None:
    assert_status(response, 200.0)  # type: ignore[arg-type]
    assert_status(response, None)  # type: ignore[arg-type]
    assert_status(response, object())  # type: ignore[arg-type]
    assert_status(response, [[200]])  # type: ignore[list-item]
    assert_status(response, [200.0])  # type: ignore[list-item]
    assert_status(response, iter([200]))  # type: ignore[arg-type]
    assert_status(response, response)  # type: ignore[arg-type]
    assert_status(response)  # type: ignore[call-arg]
    assert_status(response, 200, "a reason")  # type: ignore[call-arg]
    assert_status(response, 200, because=1)  # type: ignore[arg-type]
    assert_status(response, 200, reason="a reason")  # type: ignore[call-arg]


def the_response_keeps_its_type(response: requests.Response) -> None:
    assert_type(assert_status(response, "2xx"), "requests.Response")
    assert_type(assert_status(404, "4xx"), int)
    assert_type(assert_conforms(response, "2xx"), "requests.Response")
    assert_type(assert_created(response, location="/users/7"), "requests.Response")
    assert_type(assert_method_not_allowed(response, allow=["GET"]), "requests.Response")
    assert_type(assert_no_content(response), "requests.Response")
    assert_type(assert_unauthorized(response, scheme="Bearer"), "requests.Response")
    assert_status(response, 200).json()
    assert_status(response, 200).jsn()  # type: ignore[attr-defined]


def a_helper_named_after_a_thing_returns_the_thing(response: requests.Response) -> None:
    assert_type(assert_redirect(response, "/home", status=302), str)
    assert_type(assert_problem(response, 404, title="Not Found"), dict[str, Any])
    assert_type(assert_validation_error(response, "email", "age", status=422), dict[str, list[str]])


def helpers_take_their_arguments_by_name(response: requests.Response) -> None:
    assert_no_content(response, "a reason")  # type: ignore[call-arg]
    assert_created(response, "/users/7")  # type: ignore[call-arg]
    assert_unauthorized(response, "Bearer")  # type: ignore[call-arg]
    assert_redirect(response, "/home", 302)  # type: ignore[call-arg]
    assert_redirect(response, to=302)  # type: ignore[arg-type]


def a_matcher(response: requests.Response, code: int) -> None:
    assert response.status_code == IsStatus("404 | 410")
    assert IsStatus(404) == response
    assert code in [IsStatus("2xx"), IsStatus(404)]
    assert_type(IsStatus(404) | 410, IsStatus)
    assert_type(404 | IsStatus(410), IsStatus)
    assert_type("2xx" & ~IsStatus(204), IsStatus)
    assert_type([404] | IsStatus(410), IsStatus)
    assert_type(~IsStatus(range(500, 600)), IsStatus)
    IsStatus(IsStatus(404))
    IsStatus(404.0)  # type: ignore[arg-type]
    IsStatus(404, 410)  # type: ignore[call-arg]
    IsStatus()  # type: ignore[call-arg]
    IsStatus(404) | None  # type: ignore[operator]
    IsStatus(404) + 410  # type: ignore[operator]


def a_failure(response: requests.Response) -> None:
    try:
        assert_status(response, 200)
    except StatusMismatch as error:
        if error.failure is not None:
            assert_type(error.failure.expected, str)
        error.failures  # type: ignore[attr-defined]  # noqa: B018


def the_catalogue(response: requests.Response) -> None:
    assert_type(status_info(404).phrase, str)
    assert_type(status_info("not found").code, int)
    assert_type(status_codes("4xx & !404"), tuple[int, ...])
    assert_type(explain(response), str)
    assert_type(explain(response, "2xx", lang="ko"), str)
    status_info(404.0)  # type: ignore[arg-type]
    status_codes(None)  # type: ignore[arg-type]
    explain(response, 200.0)  # type: ignore[arg-type]
    explain(response, 200, lang="xx")  # type: ignore[arg-type]


def a_call(response: requests.Response) -> requests.Response:
    return response


async def a_call_to_await(response: requests.Response) -> requests.Response:
    return response


async def waiting(response: requests.Response) -> None:
    assert_type(wait_for_status(lambda: a_call(response), "2xx", timeout=5, because="it starts"), "requests.Response")
    assert_type(await wait_for_status_async(lambda: a_call_to_await(response), 200, through=403), "requests.Response")
    wait_for_status(response, 200)  # type: ignore[arg-type]
    wait_for_status(lambda: a_call(response))  # type: ignore[call-arg]
    wait_for_status(lambda: a_call(response), 200, 5, "a reason")  # type: ignore[call-arg]
    await wait_for_status_async(lambda: a_call(response), 200)  # type: ignore[arg-type, return-value]


def a_project_s_own_causes(exchange: Exchange) -> Finding | None:
    assert_type(exchange.response.code, int)
    exchange.response.code = 200  # type: ignore[misc]
    return None


def a_name_that_is_not_there() -> None:
    pytest_httpstatus.assert_status_code  # type: ignore[attr-defined]  # noqa: B018
    pytest_httpstatus.status  # type: ignore[attr-defined]  # noqa: B018
    _misspelt()
