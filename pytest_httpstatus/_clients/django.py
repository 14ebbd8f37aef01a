"""Django's test clients, and the one of Django REST framework."""

from __future__ import annotations

from dataclasses import replace
from http.cookies import Morsel
from types import AsyncGeneratorType, GeneratorType, SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pytest_httpstatus._clients import django_view, probe
from pytest_httpstatus._clients.client import Client
from pytest_httpstatus._model import ContentState, Dialect, Exchange, Fields, Hop, Request, Response

if TYPE_CHECKING:
    from collections.abc import Iterator

DIALECT = Dialect(
    name="Django test client",
    in_process=True,
    stop_following="follow=False",
    follow="follow=True",
    send_json='content_type="application/json"',
    send_fields="headers=",
    authenticate="client.force_login(user)",
)
_REST_DIALECT = replace(DIALECT, send_json='format="json"', authenticate="client.force_authenticate(user)")
_KEEPS_METHOD = frozenset({307, 308})
_PORTS = {"http": "80", "https": "443"}
_PLAIN_IN_PATHS = "/!$&'()*+,;=:@~"
_PLAIN_IN_QUERIES = _PLAIN_IN_PATHS + "?%[]"
_FACTS = "facts of pytest-httpstatus"
"""Where a snapshot has them; no attribute has such a name."""


def read(response: object) -> Exchange | None:
    own = probe.own(response)
    answer = _response(response, own)
    if answer is None:
        return None
    request = _request(own)
    hops = _hops(own.get("redirect_chain"), request)
    kept = own.get(_FACTS)
    facts = kept if isinstance(kept, tuple) else django_view.facts(own, answer.code)
    return Exchange(answer, request, hops, _dialect(response, own), facts)


def _dialect(response: object, own: dict[str, object]) -> Dialect:
    # The client decides: Django's own may be sent to a view of the REST framework, and the other way round.
    speaker = type(own.get("client", response))
    rest = any(str(cls.__module__).partition(".")[0] == "rest_framework" for cls in speaker.__mro__)
    return _REST_DIALECT if rest else DIALECT


def _response(response: object, own: dict[str, object]) -> Response | None:
    code = probe.number(probe.attribute(response, "status_code"))
    streaming = probe.attribute(response, "streaming")
    if code is None or type(streaming) is not bool:
        return None
    content, state = (None, _stream_state(own)) if streaming else _content(response)
    return Response(
        code,
        reason=probe.text(probe.attribute(response, "reason_phrase")),
        fields=_response_fields(own),
        content=content,
        content_state=state,
    )


def _content(response: object) -> tuple[bytes | None, ContentState]:
    if probe.attribute(response, "is_rendered") is False:
        return None, "unread"
    content = probe.attribute(response, "content")
    return (content, "kept") if type(content) is bytes else (None, "unknown")


def _stream_state(own: dict[str, object]) -> ContentState:
    """Tell a stream that the test has read to its end by its frame, which is gone: nothing runs."""
    stream = own.get("_iterator")
    sync_over = isinstance(stream, GeneratorType) and stream.gi_frame is None
    return "gone" if sync_over or (isinstance(stream, AsyncGeneratorType) and stream.ag_frame is None) else "unread"


def _response_fields(own: dict[str, object]) -> Fields | None:
    lines = probe.fields(own.get("headers"))
    return None if lines is None else lines + tuple(_cookie_lines(own.get("cookies")))


def _cookie_lines(cookies: object) -> Iterator[tuple[str, str]]:
    # Django keeps cookies beside the other fields and writes a line for each when it sends them.
    for morsel in cookies.values() if isinstance(cookies, dict) else ():
        if isinstance(morsel, Morsel):
            yield "Set-Cookie", Morsel.OutputString(morsel)


def _request(own: dict[str, object]) -> Request:
    given = _words(own.get("request"))
    wsgi, asgi = probe.own(own.get("wsgi_request")), probe.own(own.get("asgi_request"))
    body = probe.octets((wsgi or asgi).get("_body"))
    # The client passes a body only if there is one; what the view left unread is not known.
    if body is None and given and not given.keys() & {"wsgi.input", "_body_file"}:
        body = b""
    # What the test gave wins: middleware may have rewritten the other.
    if asgi or "method" in given:
        return _scope_request({**_words(asgi.get("scope")), **given}, body)
    return _cgi_request({**_words(wsgi.get("environ")), **given}, body)


def _words(found: object) -> dict[str, object]:
    return found if type(found) is dict else {}


def _cgi_request(words: dict[str, object], body: bytes | None) -> Request:
    scheme = probe.text(words.get("wsgi.url_scheme")) or "http"
    return Request(
        method=probe.text(words.get("REQUEST_METHOD")),
        url=_target(
            scheme,
            probe.text(words.get("HTTP_HOST")) or _server(words, scheme),
            (probe.text(words.get("SCRIPT_NAME")) or "") + (probe.text(words.get("PATH_INFO")) or ""),
            probe.text(words.get("QUERY_STRING")),
        ),
        fields=tuple(_cgi_fields(words)) if words else None,
        content=body,
    )


def _server(words: dict[str, object], scheme: str) -> str | None:
    name, port = probe.text(words.get("SERVER_NAME")), probe.text(words.get("SERVER_PORT"))
    return name if not name or port in (None, _PORTS.get(scheme)) else f"{name}:{port}"


def _cgi_fields(words: dict[str, object]) -> Iterator[tuple[str, str]]:
    for name, found in words.items():
        plain = name in {"CONTENT_TYPE", "CONTENT_LENGTH"}
        value = probe.text(found)
        # The client always sets HTTP_COOKIE, to nothing when it has none.
        if value and (plain or name.startswith("HTTP_")):
            yield (name if plain else name[5:]).replace("_", "-").title(), value


def _scope_request(words: dict[str, object], body: bytes | None) -> Request:
    lines = probe.fields(words.get("headers"))
    fields = None if lines is None else tuple((name, value) for name, value in lines if value or name != "cookie")
    return Request(
        method=probe.text(words.get("method")),
        url=_target(
            probe.text(words.get("scheme")) or "http",
            next((value for name, value in fields or () if name == "host"), None),
            probe.text(words.get("path")) or "",
            probe.text(words.get("query_string")),
        ),
        fields=fields,
        content=body,
    )


def _target(scheme: str, host: str | None, path: str, query: str | None) -> str | None:
    if not host:
        return None
    # The path is decoded, the query stands as the test wrote it.
    asked = f"?{_quoted(query, _PLAIN_IN_QUERIES)}" if query else ""
    return f"{scheme}://{host}{_quoted(path, _PLAIN_IN_PATHS)}{asked}"


def _quoted(part: str, plain: str) -> str:
    # Both clients spell bytes as latin-1.
    octets = part.encode("latin-1" if max(part, default="") <= "\xff" else "utf-8", "surrogatepass")
    return quote(octets, safe=plain)


def _hops(chain: object, last: Request) -> tuple[Hop, ...]:
    """The answers of the chain, and of the requests between them what follows from it.

    The chain tells where each redirect led, with its code. The first request is not in it.
    """
    steps = [step for pair in chain if (step := _step(pair))] if isinstance(chain, list) else []
    methods = _methods([code for _, code in steps], last)
    targets = _targets(steps, methods, last)
    return tuple(
        Hop(Request(method, url), Response(code, fields=(("Location", location),)))
        for method, url, (location, code) in zip(methods, targets, steps, strict=True)
    )


def _step(pair: object) -> tuple[str, int] | None:
    if not isinstance(pair, tuple) or len(pair) != 2:
        return None
    location, code = probe.text(pair[0]), probe.number(pair[1])
    return None if location is None or code is None else (location, code)


def _methods(codes: list[int], last: Request) -> list[str | None]:
    """The method of each request, from the last one back: 307 and 308 keep it, any other makes a GET of it."""
    found: list[str | None] = []
    method = last.method
    for before, code in zip(reversed([None, *codes[:-1]]), reversed(codes), strict=False):
        kept = method if code in _KEEPS_METHOD else None
        method = kept if before is None or before in _KEEPS_METHOD else "GET"
        found.append(method)
    return found[::-1]


def _targets(steps: list[tuple[str, int]], methods: list[str | None], last: Request) -> list[str | None]:
    """The target of each request: nobody knows the first, each redirect names the next."""
    # A location without a host leads to the client's default host, which the last request shows if it went there.
    plain = bool(steps) and _is_path(steps[-1][0])
    origin = "/".join(last.url.split("/", 3)[:3]) if plain and last.url else None
    led = zip(steps, methods[1:], strict=False)
    return [None, *(_target_of(location, code, method, origin) for (location, code), method in led)][: len(steps)]


def _target_of(location: str, code: int, method: str | None, origin: str | None) -> str | None:
    # With 307 and 308 the client sends the first query again with a GET, and not the one of the location.
    if code in _KEEPS_METHOD and method in {None, "GET", "HEAD"}:
        return None
    if location.startswith(("http://", "https://")):
        return location
    return origin + location if origin and _is_path(location) else None


def _is_path(location: str) -> bool:
    return location.startswith("/") and not location.startswith("//")


def _capture(response: Any) -> dict[str, object]:
    own = response.__dict__
    kept = {name: own[name] for name in ("headers", "cookies", "request", "client", "asgi_request") if name in own}
    request = own.get("wsgi_request")
    if request is not None:
        kept["wsgi_request"] = SimpleNamespace(environ=request.environ, _body=request.__dict__.get("_body"))
    if not response.streaming:
        kept["content"] = _content(response)[0]
    return {
        **kept,
        # Now, for a form may change, and what an exception holds is not kept alive.
        _FACTS: django_view.facts(own, response.status_code),
        "status_code": response.status_code,
        "reason_phrase": response.reason_phrase,
        "streaming": response.streaming,
        "is_rendered": getattr(response, "is_rendered", None),
    }


CLIENT = Client(
    DIALECT,
    read,
    watched=("django.test.client:Client.request", "django.test.client:AsyncClient.request"),
    capture=_capture,
)
