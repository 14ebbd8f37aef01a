"""The test clients of Werkzeug and Flask, and their bare responses."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from gc import get_referents
from io import BytesIO
from itertools import chain
from operator import length_hint
from typing import Any, Final

from pytest_httpstatus._clients import probe
from pytest_httpstatus._clients.client import Client
from pytest_httpstatus._model import ContentState, Dialect, Exchange, Fields, Hop, Request, Response

DIALECT = Dialect(
    name="Werkzeug test client",
    in_process=True,
    stop_following="follow_redirects=False",
    follow="follow_redirects=True",
    send_json="json=",
    send_fields="headers=",
    authenticate='auth=("user", "password")',
)
_FLASK_DIALECT = replace(DIALECT, name="Flask test client")
_SMALL = 1 << 20
_OF_TUPLE: Final = type(iter(()))
_FINITE: Final[tuple[type, ...]] = (_OF_TUPLE, type(iter([])))


def read(response: object) -> Exchange | None:
    hop = _hop(response)
    if hop is None:
        return None
    history = probe.own(response).get("history")
    hops = [_hop(each) for each in history] if isinstance(history, (list, tuple)) else []
    flask = any(str(cls.__module__).partition(".")[0] == "flask" for cls in type(response).__mro__)
    return Exchange(
        hop.response,
        hop.request,
        tuple(each for each in hops if each is not None),
        _FLASK_DIALECT if flask else DIALECT,
    )


def _hop(response: object) -> Hop | None:
    own = probe.own(response)
    code = probe.number(probe.attribute(response, "status_code"))
    fields = probe.fields(own.get("headers"))
    if code is None or fields is None:
        return None
    request = _request(own.get("request"))
    content, state = _content(response, code, fields, request)
    answer = Response(
        code,
        reason=(probe.text(probe.attribute(response, "status")) or "").partition(" ")[2] or None,
        fields=fields,
        content=content,
        content_state=state,
        lines_apart=True,
    )
    return Hop(request, answer)


def _content(response: object, code: int, fields: Fields, request: Request) -> tuple[bytes | None, ContentState]:
    body, length = probe.own(response).get("response"), _length(fields)
    # A bare response might still be sent, and its generator is not ours to run: only the client's own have a request.
    own = request.method is not None
    if own and _ended(body):
        return b"", "kept"
    if isinstance(body, (list, tuple)):
        content, state = probe.joined(body)
    elif own and length is not None and length <= _SMALL:
        content, state = _taken(response)
    else:
        return None, "unread"
    if content and length is not None and len(content) < length:
        return None, "unread"  # a snapshot's first chunk
    # A test that iterates over the response leaves nothing behind.
    promised = own and length and request.method != "HEAD" and code != 304
    return (None, "gone") if promised and content == b"" else (content, state)


def _ended(body: object) -> bool:
    """Whether the client, which always looks for a first chunk, found none: 204, 304, the answer to a HEAD.

    What it does find it puts into a chain, so an iterator of an empty sequence is over.
    """
    step = probe.own(body).get("_next")
    chunks = step.args[0] if isinstance(step, partial) and step.args else body
    return type(chunks) in _FINITE and length_hint(chunks) == 0


def _length(fields: Fields) -> int | None:
    values = {value for name, value in fields if name.lower() == "content-length"}
    value = values.pop() if len(values) == 1 else ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def _taken(response: object) -> tuple[bytes | None, ContentState]:
    """Let the response read itself: it keeps what it reads, so that the test can read it again."""
    get_data = probe.attribute(response, "get_data")
    try:
        content = get_data() if callable(get_data) else None
    except Exception:  # noqa: BLE001  # the application runs on here, and may fail as it likes
        return None, "unknown"
    return (content, "kept") if type(content) is bytes else (None, "unknown")


def _request(request: object) -> Request:
    return Request(
        method=probe.text(probe.attribute(request, "method")),
        url=probe.text(probe.attribute(request, "url")),
        fields=probe.fields(probe.attribute(request, "headers")),
        content=_sent(probe.attribute(request, "environ")),
    )


def _sent(environ: object) -> bytes | None:
    stream = environ.get("wsgi.input") if type(environ) is dict else None
    # A redirect that became a GET closes the stream of the request before it.
    return BytesIO.getvalue(stream) if isinstance(stream, BytesIO) and not stream.closed else None


def _capture(response: Any) -> dict[str, object]:
    own = response.__dict__
    body = own["response"]
    return {
        "status_code": own["_status_code"],
        "status": own["_status"],
        "headers": own["headers"],
        "request": own["request"],
        "history": own["history"],
        "response": body if type(body) is list else _first_chunk(body),
    }


def _first_chunk(body: Any) -> object:
    """The chunk that the client has taken already; nothing is run to see it. Whether it is all, the length tells."""
    # A chain of what was taken and of what is left: an iterator of a tuple of both.
    for each in get_referents(body if type(body) is chain else body._next.args[0]):  # noqa: SLF001  # Werkzeug's own
        if type(each) is _OF_TUPLE:
            return get_referents(each)[0][0]
    return None


CLIENT = Client(
    DIALECT,
    read,
    watched=("werkzeug.test:Client.open",),
    capture=_capture,
)
