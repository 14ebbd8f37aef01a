"""aiohttp: its responses, and `ClientResponseError`, which carries the fields but no response.

`read()`, `text()` and `json()` make coroutines: none is touched.
"""

from __future__ import annotations

from typing import Any

from pytest_httpstatus._clients import probe
from pytest_httpstatus._clients.client import Client
from pytest_httpstatus._model import ContentState, Dialect, Exchange, Hop, Request, Response

DIALECT = Dialect(
    name="aiohttp",
    follows=True,
    stop_following="allow_redirects=False",
    follow="allow_redirects=True",
    send_json="json=",
    send_fields="headers=",
    authenticate='auth=aiohttp.BasicAuth("user", "password")',
)


def read(response: object) -> Exchange | None:
    answer = _response(response)
    if answer is None:
        return None
    history = probe.attribute(response, "history")
    answers = [(each, _response(each)) for each in history] if isinstance(history, tuple) else []
    hops = tuple(Hop(_request(each), answered) for each, answered in answers if answered is not None)
    return Exchange(answer, _request(response), hops, DIALECT)


def _response(response: object) -> Response | None:
    """Read a response, or an error of its shape. An error that was given no status says 0."""
    own = probe.own(response)
    code = probe.number(own.get("status"))
    if not code:
        return None
    fields = probe.fields(own.get("_raw_headers", own.get("headers")))
    content = probe.octets(own.get("_body"))
    return Response(
        code,
        reason=probe.text(own.get("reason", own.get("message"))),
        fields=fields,
        content=content,
        content_state="kept" if content is not None else _state(own),
        version=_version(own.get("version")),
        lines_apart=fields is not None,
    )


def _state(own: dict[str, object]) -> ContentState:
    """A response that was left unread and released keeps nothing; neither does one that was read from its stream."""
    if "content" not in own:
        return "unknown"
    return "gone" if own.get("_released") is True or probe.attribute(own["content"], "_cursor") else "unread"


def _version(version: object) -> str | None:
    if not isinstance(version, tuple) or len(version) != 2:
        return None
    return f"{probe.number(version[0])}.{probe.number(version[1])}"


def _request(response: object) -> Request:
    asked = probe.attribute(response, "request_info")
    return Request(
        method=probe.text(probe.attribute(asked, "method")),
        url=probe.address(probe.attribute(asked, "url")),
        fields=probe.fields(probe.attribute(asked, "headers")),
    )


def _capture(response: Any) -> dict[str, object]:
    own = response.__dict__
    kept = {name: own[name] for name in ("status", "reason", "_raw_headers", "version")}
    return {**kept, "request_info": response.request_info, "history": response.history, "_body": own.get("_body")}


CLIENT = Client(
    DIALECT,
    read,
    watched=("aiohttp.client:ClientSession._request",),
    carriers=("aiohttp.client_exceptions:ClientResponseError",),
    capture=_capture,
)
