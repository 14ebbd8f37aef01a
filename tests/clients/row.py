"""One row of the contract: how the tests drive a client, and what its response shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class Send(Protocol):
    """Send one request with the client and hand its response to `check` while client and loop are still open.

    `json` is sent as a JSON body. `follow` tells whether redirects are to be followed, in the client's own words; with
    `None` the client does what it does by default. `stream` leaves the content unread where the client can.
    Returns what `check` returns.
    """

    def __call__(
        self,
        base: str,
        method: str,
        path: str,
        check: Callable[[Any], Any],
        *,
        headers: Mapping[str, str] | None = None,
        json: object = None,
        follow: bool | None = None,
        stream: bool = False,
    ) -> Any: ...


@dataclass(frozen=True)
class Row:
    """One client.

    Attributes:
        name: As the README calls it, and as `Dialect.name` says it.
        package: What must be importable; the row is skipped with a reason otherwise.
        send: See `Send`. In-process clients ignore `base` and call an application with the same routes as the server.
        shows: What an exchange of this client knows: some of `method`, `url`, `fields` (of the response),
            `sent fields`, `sent content`, `content`, `hops`, `apart` (repeated lines), `reason`, `elapsed`, `version`.
        streams: Whether the client can leave content unread.
        rest: Reads the rest of a streamed response (called inside `check`); returns all bytes.
    """

    name: str
    package: str
    send: Send
    shows: frozenset[str]
    streams: bool = False
    rest: Callable[[Any], bytes] | None = None
