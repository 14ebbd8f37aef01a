"""The nouns: plain, frozen values that every room hands on. Nothing here touches a live object."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from pytest_httpstatus._value import dataclass

Fields: TypeAlias = tuple[tuple[str, str], ...]
"""Header fields in the order of the message, one pair a line."""

MOST_FIELDS: Final = 120
"""Field lines that are kept of a message which has more: `http.client` takes 100. What is beyond is not known."""

Evidence: TypeAlias = tuple[tuple[str, str], ...]
"""What a finding or a broken rule rests on: names of placeholders with their values."""

ContentState: TypeAlias = Literal["kept", "unread", "gone", "unknown"]
"""Where the content is: in memory, still in the stream, read away by the test, or nobody can say."""

ContentRule: TypeAlias = Literal["never", "expected", "usual", "optional"]
Symptom: TypeAlias = Literal["json", "html", "answer", ""]
"""What failed was no check of the status, but something that came from the response: its JSON, HTML in place of JSON,
or another part."""

Retry: TypeAlias = Literal["final", "transient", "depends", "unknown"]
State: TypeAlias = Literal["assigned", "unused", "temporary", "obsoleted", "unregistered"]

_CLASS_NAMES = ("Informational", "Successful", "Redirection", "Client Error", "Server Error")


@dataclass(frozen=True, slots=True)
class VendorMeaning:
    """What one vendor means by a code: the registry does not know it, or means something else.

    `markers` tell the vendor in an exchange: pairs of a field name and a text that its value contains (any value when
    empty). The names `:content` and `:host` stand for the response's content and the target URI's host.
    """

    key: str
    code: int
    phrase: str
    vendor: str
    markers: tuple[tuple[str, str], ...] = ()
    wire: bool = True
    meaning: str = ""
    causes: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """What the catalogue knows of one status code (RFC 9110, section 15, and the IANA registry).

    `content` says whether a response has content: `never`, `expected`, `usual` (an error that should explain itself) or
    `optional`. `required` are the fields that a sender MUST send, `usual` those that often come. `cacheable` is true
    for a code that a cache may store by heuristic. `keeps_method` is `None` for codes that no client follows.
    """

    code: int
    phrase: str
    reference: str
    state: State = "assigned"
    aliases: tuple[str, ...] = ()
    content: ContentRule = "optional"
    required: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    cacheable: bool = False
    keeps_method: bool | None = None
    retry: Retry = "unknown"
    name: str = ""
    meaning: str = ""
    causes: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    vendors: tuple[VendorMeaning, ...] = ()

    @property
    def registered(self) -> bool:
        """Whether the IANA registry lists the code."""
        return self.state != "unregistered"

    @property
    def status_class(self) -> str:
        """The class as people write it, `4xx Client Error`; empty outside 100 to 599."""
        return class_name(self.code)


def class_name(code: int) -> str:
    """The class of `code` by RFC 9110's name, `4xx Client Error`; empty outside 100 to 599."""
    return f"{code // 100}xx {_CLASS_NAMES[code // 100 - 1]}" if 100 <= code <= 599 else ""


@dataclass(frozen=True, slots=True)
class Request:
    """The request as far as the client shows it; `None` is "not known", never "empty"."""

    method: str | None = None
    url: str | None = None
    fields: Fields | None = None
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """The response as far as it is in memory. `elapsed` is in seconds.

    `lines_apart` tells whether repeated field lines are visible as such, or were joined by the client.
    """

    code: int
    reason: str | None = None
    fields: Fields | None = None
    content: bytes | None = None
    content_state: ContentState = "unknown"
    version: str | None = None
    elapsed: float | None = None
    lines_apart: bool = False


SILENCE = Response(0, content_state="gone")
"""In place of a response, where none came."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One answered request on the way to the last response. Not every hop is a redirect: see `Exchange.redirects`."""

    request: Request
    response: Response


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the client at hand says things, so that advice uses its own words. Empty: it has no word for it.

    `in_process` clients call the application without a socket: no `Date`, no framing, no curl.
    """

    name: str = ""
    in_process: bool = False
    follows: bool = False
    stop_following: str = ""
    follow: str = ""
    send_json: str = ""
    send_fields: str = ""
    authenticate: str = ""
    trust: str = ""


REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""The codes that clients follow (RFC 9110, section 15.4)."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response, with the hops before them, oldest first.

    `facts` is what an in-process client holds beside them, by name: the exception behind a 500 (`exception`, `why`,
    `where`), the route that matched (`route`, `view`), that none did (`unrouted`), why a 404 was raised (`missing`),
    the form's fields in error (`form:email`) and the name it has (`form`). Where no answer came, it is what the client
    raised instead: see `_clients/symptoms.py`. Where it was waited for, `wait:...` says how the wait went.
    """

    response: Response
    request: Request = Request()
    hops: tuple[Hop, ...] = ()
    client: Dialect = Dialect()
    facts: Evidence = ()

    @property
    def answered(self) -> bool:
        """Whether a response came at all; see `SILENCE`."""
        return self.response.code != SILENCE.code

    @property
    def redirects(self) -> tuple[Hop, ...]:
        """The hops that were redirects: a client's history also holds the 401 of a digest handshake, or retries."""
        return tuple(hop for hop in self.hops if hop.response.code in REDIRECTS)

    @property
    def first(self) -> Request:
        """The request that the test made."""
        return self.hops[0].request if self.hops else self.request


@dataclass(frozen=True, slots=True)
class Finding:
    """A cause, named by a stable id, with the evidence that proves it.

    The words come from the catalogue by `id`, or, for a project's own finding, from `likely` and `checks`.

    Example:
        >>> Finding("shop.closed", likely="the shop is closed on Sundays", checks=("freeze the clock to a Monday",)).id
        'shop.closed'
    """

    id: str
    evidence: Evidence = ()
    likely: str = ""
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmet:
    """A rule of the status, or a wish of the caller, that the response does not meet.

    `section` names the RFC and section; empty for what the caller asked for.
    """

    id: str
    section: str = ""
    evidence: Evidence = ()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A body made short and honest. `kind` tells how `text` is to be read; `total` counts what the whole has.

    `unit` is `characters` for text and `bytes` for what was not decoded.
    """

    kind: Literal["json", "text", "html", "xml", "form", "binary", "empty", "unread", "gone", "unknown", "hidden"]
    text: str = ""
    media_type: str = ""
    size: int | None = None
    shown: int = 0
    total: int = 0
    charset: str = ""


_UNKNOWN: Final = Excerpt("unknown")


@dataclass(frozen=True, slots=True)
class Failure:
    """All that travels: redacted, bounded, made of exact builtins. Rendered late, in the reader's language.

    `exchange` carries no content; `sent` and `received` are what may be shown of it. `logged` is known once pytest has
    made the report of the test: no exception has it.
    """

    exchange: Exchange
    expected: str = ""
    matched: bool = False
    unmet: tuple[Unmet, ...] = ()
    findings: tuple[Finding, ...] = ()
    said: tuple[str, ...] = ()
    because: str = ""
    sent: Excerpt = _UNKNOWN
    received: Excerpt = _UNKNOWN
    remarks: tuple[Unmet, ...] = ()
    symptom: Symptom = ""
    earlier: tuple[Hop, ...] = ()
    logged: tuple[str, ...] = ()
