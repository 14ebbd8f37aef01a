"""What we know of a client, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_httpstatus._value import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_httpstatus._clients.silence import Silence
    from pytest_httpstatus._model import Dialect, Exchange


class _Shell:
    """Stands for a response whose parts were kept."""


def _shell_of(kind: type) -> type:
    """A class that comes from the modules that the response's own classes come from: by them a client is known."""
    shell: type = _Shell
    for cls in reversed(kind.__mro__[:-1]):
        shell = type("Snapshot", (shell,), {"__module__": cls.__module__})
    return shell


@dataclass(frozen=True, slots=True)
class Client:
    """One client.

    Attributes:
        dialect: Its own words, for advice.
        read: Makes an exchange of its response, touching only what the reference names as safe; `None` when the object
            is no response after all.
        watched: Functions that return its responses, as `module:qualified name`.
        carriers: Exceptions that carry a response, as `module:name`.
        capture: Takes the plain parts of a response that `read` needs, by their names: no stream, no connection. It
            runs beside the user's requests, so it costs a microsecond and builds nothing; what it raises is dropped.
        silences: Names of exceptions that say that no answer came; those that derive from them do too.
        silence: Makes an exchange of such an exception; `None` when it says something else after all.
    """

    dialect: Dialect
    read: Callable[[object], Exchange | None]
    watched: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()
    capture: Callable[[Any], dict[str, object] | None] = lambda _response: None
    silences: frozenset[str] = frozenset()
    silence: Callable[[Silence], Exchange | None] = lambda _silence: None

    def rebuild(self, kind: type, parts: dict[str, object]) -> Exchange | None:
        """Read what was captured of a response of class `kind` as if it were the response."""
        shell = _shell_of(kind)()
        shell.__dict__.update(parts)
        return self.read(shell)
