"""curl_cffi. Its `request` is the first one, with the fields that the caller gave, not those that curl sent."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pytest_httpstatus._clients import probe
from pytest_httpstatus._clients.client import Client
from pytest_httpstatus._clients.raised import message
from pytest_httpstatus._clients.silence import silent
from pytest_httpstatus._model import ContentState, Dialect, Exchange, Fields, Hop, Request, Response

if TYPE_CHECKING:
    from pytest_httpstatus._clients.silence import Silence

DIALECT = Dialect(
    name="curl_cffi",
    follows=True,
    stop_following="allow_redirects=False",
    follow="allow_redirects=True",
    send_json="json=",
    send_fields="headers=",
    authenticate='auth=("user", "password")',
    trust='verify="ca.pem"',
)
_VERSIONS = {1: "1.0", 2: "1.1", 3: "2", 30: "3"}  # curl's own numbers
_STEADY = ("GET", "HEAD")  # methods that no redirect changes
_SENDING = ("Session._request_once", "AsyncSession._request_once", "Session.request", "AsyncSession.request")
_UNSUPPORTED, _TIMED_OUT, _FAILED_TLS, _TOO_MANY, _RESET = 1, 28, 35, 47, 56
_CERTIFICATE = (51, 60)
_MEANT = {
    5: {"resolver": "yes", "proxy": "yes"},
    6: {"resolver": "yes"},
    7: {"unconnected": "yes"},
    8: {"no_http": "yes"},
    52: {"closed": "curl"},
    55: {"closed": "curl"},
}


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


def _silence(silence: Silence) -> Exchange | None:
    own = probe.own(silence.error)
    code, text = probe.number(own.get("code")), message(silence.error)
    answered = read(own.get("response"))
    if code == _TOO_MANY and answered is not None:
        return replace(answered, facts=(("gave_up", str(len(answered.hops) + 1)),))
    facts = _facts(code, text)
    if facts is None:
        return None
    sending = silence.names(*_SENDING)
    request = Request(probe.text(sending.get("method")), probe.text(sending.get("url")))
    return silent(DIALECT, request, (), **facts)


def _facts(code: int | None, text: str) -> dict[str, str] | None:
    """What curl's number means (`libcurl-errors`), with what its text adds; `None` for what is no silence."""
    if code in _CERTIFICATE:
        verify = re.search(r"verify result: (.*?) \(([0-9]+)\)", text)
        wrong_host = "no alternative certificate subject name" in text
        return {"verify": verify[2], "verify_says": verify[1]} if verify else {"verify": "62" if wrong_host else "1"}
    if (refused := re.search(r"CONNECT tunnel failed, response ([0-9]{3})", text)) is not None:
        return {"proxy_code": refused[1], "proxy": "yes"}
    if code == _UNSUPPORTED:
        return {"no_http": "yes"} if "HTTP/0.9" in text else None
    if code == _TIMED_OUT:
        # How long it took, it says; not what the limit was.
        return {"timeout": "connect" if "onnection timed out" in text else "total"}
    if code == _FAILED_TLS:
        reason = re.search(r":([A-Z0-9_]+)\. See ", text)
        return {"tls": reason[1] if reason else "yes"}
    if code == _RESET:
        return {"errno": "ECONNRESET", "says": "Connection reset by peer"} if "reset by peer" in text else {}
    found = _MEANT.get(code or 0)
    proxied = {"proxy": "yes"} if " over proxy " in text else {}
    return None if found is None else {**found, **proxied}


CLIENT = Client(
    DIALECT,
    read,
    carriers=("curl_cffi.requests.exceptions:HTTPError",),
    silences=frozenset({"RequestException"}),
    silence=_silence,
)
