"""aiohttp: its responses, and `ClientResponseError`, which carries the fields but no response.

`read()`, `text()` and `json()` make coroutines: none is touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_httpstatus._clients import probe
from pytest_httpstatus._clients.client import Client
from pytest_httpstatus._clients.silence import gave_up, silent
from pytest_httpstatus._model import ContentState, Dialect, Exchange, Hop, Request, Response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_httpstatus._clients.silence import Silence

DIALECT = Dialect(
    name="aiohttp",
    follows=True,
    stop_following="allow_redirects=False",
    follow="allow_redirects=True",
    send_json="json=",
    send_fields="headers=",
    authenticate='auth=aiohttp.BasicAuth("user", "password")',
    trust='ssl=ssl.create_default_context(cafile="ca.pem")',
)


def read(response: object) -> Exchange | None:
    answer = _response(response)
    if answer is None:
        return None
    return Exchange(answer, _request(response), _hops(probe.attribute(response, "history")), DIALECT)


def _hops(history: object) -> tuple[Hop, ...]:
    answers = [(each, _response(each)) for each in history] if isinstance(history, (tuple, list)) else []
    return tuple(Hop(_request(each), answered) for each, answered in answers if answered is not None)


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


def _silence(silence: Silence) -> Exchange | None:
    """Read what a request knew. Of `ClientResponseError` only some mean that nothing came: its status is 400 then."""
    names = {type(each).__name__ for each in silence.chain}
    said = "HttpProcessingError" in names or not names.isdisjoint({"ClientHttpProxyError", "TooManyRedirects"})
    if "ClientResponseError" in {cls.__name__ for cls in type(silence.error).__mro__} and not said:
        return None
    sending = silence.names("ClientSession._request")
    hops = _hops(sending.get("history"))
    if type(silence.error).__name__ == "TooManyRedirects" and hops:
        return gave_up(DIALECT, hops)
    request = Request(
        probe.text(sending.get("method")), probe.address(sending.get("url")), probe.fields(sending.get("headers"))
    )
    broken = probe.text(probe.own(silence.error).get("message")) if "HttpProcessingError" in names else None
    return silent(DIALECT, request, hops, broken=broken, seconds=_limit(sending, silence.error))


def _limit(sending: Mapping[str, object], error: BaseException) -> str | None:
    """The time-out that ran out, where one alone can have."""
    name = {"TimeoutError": "total", "SocketTimeoutError": "sock_read"}.get(type(error).__name__)
    seconds = probe.seconds(probe.attribute(sending.get("real_timeout"), name)) if name else None
    return None if seconds is None else f"{seconds:g}"


CLIENT = Client(
    DIALECT,
    read,
    watched=("aiohttp.client:ClientSession._request",),
    carriers=("aiohttp.client_exceptions:ClientResponseError",),
    capture=_capture,
    silences=frozenset({"ClientConnectionError", "ClientResponseError"}),
    silence=_silence,
)
