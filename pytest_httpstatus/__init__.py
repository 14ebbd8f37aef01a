"""When a test fails because of an HTTP status, the failure says why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pytest_httpstatus._assertions import StatusMismatch, assert_status
    from pytest_httpstatus._catalogue import status_info
    from pytest_httpstatus._explaining import explain
    from pytest_httpstatus._helpers import (
        assert_conforms,
        assert_created,
        assert_method_not_allowed,
        assert_no_content,
        assert_problem,
        assert_redirect,
        assert_unauthorized,
        assert_validation_error,
    )
    from pytest_httpstatus._matchers import IsStatus, status_codes
    from pytest_httpstatus._waiting import wait_for_status, wait_for_status_async

__all__ = [
    "IsStatus",
    "StatusMismatch",
    "assert_conforms",
    "assert_created",
    "assert_method_not_allowed",
    "assert_no_content",
    "assert_problem",
    "assert_redirect",
    "assert_status",
    "assert_unauthorized",
    "assert_validation_error",
    "explain",
    "status_codes",
    "status_info",
    "wait_for_status",
    "wait_for_status_async",
]

_HOMES: Final = {
    "IsStatus": "_matchers",
    "StatusMismatch": "_assertions",
    "assert_status": "_assertions",
    "explain": "_explaining",
    "status_codes": "_matchers",
    "status_info": "_catalogue",
    "wait_for_status": "_waiting",
    "wait_for_status_async": "_waiting",
}


# A type checker knows the names from above, and complains of any other.
if not TYPE_CHECKING:  # pragma: no branch

    def __getattr__(name: str) -> object:
        """Resolve a public name on first use: pytest imports this package at every start, used or not."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        found: object = getattr(import_module(f"{__name__}.{_HOMES.get(name, '_helpers')}"), name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return list(__all__)
