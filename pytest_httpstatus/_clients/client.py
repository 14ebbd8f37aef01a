"""What we know of a client, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pytest_httpstatus._model import Dialect, Exchange


@dataclass(frozen=True, slots=True)
class Client:
    """One client.

    Attributes:
        dialect: Its own words, for advice.
        read: Makes an exchange of its response, touching only what the reference names as safe; `None` when the object
            is no response after all.
        watched: Functions that return its responses, as `module:qualified name`.
        carriers: Exceptions that carry a response, as `module:name`.
    """

    dialect: Dialect
    read: Callable[[object], Exchange | None]
    watched: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()
