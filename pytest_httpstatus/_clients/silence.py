"""No answer at all: what a client raised in place of a response, and the request as far as it can be seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pytest_httpstatus._clients import CLIENTS, load, probe
from pytest_httpstatus._clients.raised import is_own
from pytest_httpstatus._errors import members, reached
from pytest_httpstatus._model import SILENCE, Exchange, Hop, Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import FrameType

    from pytest_httpstatus._model import Dialect

_MOST_LINKS: Final = 20
_MODULES: Final = {
    "aiohttp.client": "aiohttp",
    "http.client": "stdlib",
    "tornado.simple_httpclient": "tornado",
    "urllib.request": "stdlib",
}
"""Modules that let an error of the system through as it is, and our file on each."""

_OF_THE_NETWORK: Final = frozenset({("socket", "gaierror"), ("ssl", "SSLError")})
_INSIDE: Final = ("reason", "os_error", "certificate_error")
"""Where exceptions of clients keep the one behind them."""

_OF_A_BODY: Final = (
    "ClientResponse.read", "HTTP1Connection._read_", "HTTPResponse._raw_read", "HTTPResponse._safe_read",
    "HTTPResponse.read", "HTTPResponse.stream", "Response.aread", "Response.content", "Response.iter_content",
    "Response.iter_raw", "Response.aiter_raw", "Response.read", "StreamReader.",
)  # fmt: skip
"""Functions of clients that run only when a status line has come."""

_NOT_OF_A_BODY: Final = ("HTTP1Connection._read_message",)


class Silence(NamedTuple):
    """What a client raised in place of a response.

    Attributes:
        error: The client's exception.
        chain: That and those behind it, the outermost first.
        frames: What they passed through, by the name of the function; of several calls the innermost.
    """

    error: BaseException
    chain: tuple[BaseException, ...]
    frames: Mapping[str, FrameType]

    def names(self, *functions: str) -> Mapping[str, Any]:
        """The names of the first of these functions that ran."""
        frame = next((self.frames[each] for each in functions if each in self.frames), None)
        return {} if frame is None else frame.f_locals


def silent(dialect: Dialect, request: Request, hops: tuple[Hop, ...] = (), **facts: str | None) -> Exchange:
    """An exchange without a response."""
    known = tuple((name, value) for name, value in facts.items() if value)
    return Exchange(SILENCE, request, hops, dialect, known)


def gave_up(dialect: Dialect, hops: tuple[Hop, ...]) -> Exchange:
    """An exchange whose redirects were too many: the last of them is what came."""
    *before, last = hops
    return Exchange(last.response, last.request, tuple(before), dialect, (("gave_up", str(len(hops))),))


def read(error: BaseException) -> Exchange | None:
    """Make an exchange of a client's exception that says that no answer came; `None` for any other."""
    file = _file(error)
    if file is None:
        return None
    chain = tuple(_chain(error))
    silence = Silence(error, chain, _frames(chain))
    if any(each.startswith(_OF_A_BODY) and not each.startswith(_NOT_OF_A_BODY) for each in silence.frames):
        return None
    exchange = load(file).silence(silence)
    if exchange is None or exchange.answered:
        return exchange
    from pytest_httpstatus._clients import symptoms  # late: it loads `ssl`

    return replace(exchange, facts=symptoms.facts(silence, exchange.facts))


def _file(error: BaseException) -> str | None:
    """Our file on the client that raised it: by its class, else, for an error of the system, by where it came from."""
    for cls in type(error).__mro__:
        file = CLIENTS.get(str(cls.__module__).partition(".")[0])
        if file is not None and cls.__name__ in load(file).silences:
            return file
    return _through(error) if _is_of_the_network(error) else None


def _is_of_the_network(error: BaseException) -> bool:
    if not isinstance(error, OSError):
        return False
    # By their names: most failures are of no network, and need not load its modules.
    known = isinstance(error, ConnectionError | TimeoutError) or any(
        (cls.__module__, cls.__name__) in _OF_THE_NETWORK for cls in type(error).__mro__
    )
    if known:
        return True
    from pytest_httpstatus._clients import symptoms  # late, as above

    return error.errno in symptoms.UNREACHABLE or symptoms.tunnel(error) is not None


def _through(error: BaseException) -> str | None:
    """The client whose code ran below the user's, the outermost."""
    found = None
    for frame in _of(error):
        module = str(frame.f_globals.get("__name__", ""))
        found = None if is_own(frame.f_code.co_filename) else found or _MODULES.get(module)
    return found


def _of(error: BaseException) -> Iterator[FrameType]:
    step = error.__traceback__
    while step is not None:
        yield step.tb_frame
        step = step.tb_next


def _frames(chain: tuple[BaseException, ...]) -> dict[str, FrameType]:
    found: dict[str, FrameType] = {}
    for error in reversed(chain):
        own = (frame for frame in _of(error) if not is_own(frame.f_code.co_filename))
        found |= {frame.f_code.co_qualname: frame for frame in own}
    return found


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what is behind it."""
    return reached(error, _behind, _MOST_LINKS)


def _behind(error: BaseException) -> Iterator[BaseException]:
    held = [error.__cause__, *(probe.own(error).get(name) for name in _INSIDE), _handled(error)]
    yield from (
        each
        for each in (*held, *vars(BaseException)["args"].__get__(error), *members(error))
        if isinstance(each, BaseException)
    )


def _handled(error: BaseException) -> BaseException | None:
    """What a library was handling when it raised; not what the user was, when the request was made."""
    context = error.__context__
    if context is None or error.__suppress_context__:
        return None
    return None if any(is_own(frame.f_code.co_filename) for frame in _of(context)) else context
