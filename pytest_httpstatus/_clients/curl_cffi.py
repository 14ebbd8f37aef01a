"""curl_cffi. Its `request` is the first one, with the fields that the caller gave, not those that curl sent."""

from __future__ import annotations

from dataclasses import replace

from pytest_httpstatus._clients import probe
from pytest_httpstatus._clients.client import Client
from pytest_httpstatus._model import ContentState, Dialect, Exchange, Fields, Hop, Request, Response

DIALECT = Dialect(
    name="curl_cffi",
    follows=True,
    stop_following="allow_redirects=False",
    follow="allow_redirects=True",
    send_json="json=",
    send_fields="headers=",
    authenticate='auth=("user", "password")',
)
_VERSIONS = {1: "1.0", 2: "1.1", 3: "2", 30: "3"}  # curl's own numbers
_STEADY = ("GET", "HEAD")  # methods that no redirect changes


def read(response: object) -> Exchange | None:
    own = probe.own(response)
    code = probe.number(own.get("status_code"))
    if not code:  # 0: nobody answered
        return None
    content, state = _content(own)
    answer = replace(
        _answer(code, own),
        content=content,
        content_state=state,
        version=_VERSIONS.get(probe.number(own.get("http_version")) or 0),
        elapsed=probe.seconds(own.get("elapsed")),
    )
    first = _request(own.get("request"))
    hops = _hops(own.get("history"), first)
    return Exchange(answer, _last(own, first) if hops else first, hops, DIALECT)


def _answer(code: int, own: dict[str, object]) -> Response:
    fields = _fields(own.get("headers"))
    return Response(
        code,
        reason=probe.text(own.get("reason")),
        fields=fields,
        content_state="gone",
        lines_apart=fields is not None,
    )


def _content(own: dict[str, object]) -> tuple[bytes | None, ContentState]:
    """The content, which says `b""` while it is streamed, and ever after."""
    if own.get("queue") is None:
        content = probe.octets(own.get("content"))
        return content, "unknown" if content is None else "kept"
    return None, "gone" if own.get("_stream_closed") is True else "unread"


def _fields(headers: object) -> Fields | None:
    several = getattr(type(headers), "multi_items", None)
    return probe.pairs(several(headers)) if callable(several) else probe.fields(headers)


def _request(request: object) -> Request:
    """The request without its fields: what curl adds (Content-Type, Authorization) is missing from them."""
    method, url = (probe.text(probe.attribute(request, name)) for name in ("method", "url"))
    body = probe.attribute(request, "body")
    return Request(method, url, content=b"" if body is None and request is not None else probe.octets(body))


def _hops(history: object, first: Request) -> tuple[Hop, ...]:
    """The hops, whose own requests are not kept: of the later ones only the URL is known."""
    owns = [probe.own(each) for each in history] if isinstance(history, list) else []
    coded = [(code, own) for own in owns if (code := probe.number(own.get("status_code"))) is not None]
    asked = [first, *(_last(own, first) for _, own in coded[1:])]
    return tuple(Hop(request, _answer(code, own)) for request, (code, own) in zip(asked, coded, strict=False))


def _last(own: dict[str, object], first: Request) -> Request:
    return Request(first.method if first.method in _STEADY else None, probe.text(own.get("url")))


CLIENT = Client(DIALECT, read, carriers=("curl_cffi.requests.exceptions:HTTPError",))
