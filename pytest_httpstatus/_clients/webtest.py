"""WebTest, and the bare responses of WebOb that it is made of."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pytest_httpstatus._clients import probe
from pytest_httpstatus._clients.client import Client
from pytest_httpstatus._model import ContentState, Dialect, Exchange, Request, Response

DIALECT = Dialect(
    name="WebTest",
    in_process=True,
    follow=".follow()",
    send_json="post_json(...)",
    send_fields="headers=",
    authenticate='app.authorization = ("Basic", ("user", "password"))',
)


def read(response: object) -> Exchange | None:
    code = probe.number(probe.attribute(response, "status_int"))
    fields = probe.fields(probe.attribute(response, "headerlist"))
    if code is None or fields is None:
        return None
    content, state = _content(probe.attribute(response, "app_iter"))
    answer = Response(
        code,
        reason=(probe.text(probe.attribute(response, "status")) or "").partition(" ")[2] or None,
        fields=fields,
        content=content,
        content_state=state,
        lines_apart=True,
    )
    return Exchange(answer, _request(probe.own(response).get("request")), client=DIALECT)


def _content(chunks: object) -> tuple[bytes | None, ContentState]:
    # WebTest leaves a list; anything else is a bare response whose generator is not ours to run.
    if not isinstance(chunks, list):
        return None, "unread"
    return probe.joined(chunks)


def _request(request: object) -> Request:
    return Request(
        method=probe.text(probe.attribute(request, "method")),
        url=probe.text(probe.attribute(request, "url")),
        fields=probe.fields(probe.attribute(request, "headers")),
        content=_sent(probe.attribute(request, "environ")),
    )


def _sent(environ: object) -> bytes | None:
    # `request.body` would read on where the application stopped, and raises after it read all.
    stream = environ.get("wsgi.input") if type(environ) is dict else None
    inner = probe.own(stream).get("input", stream)
    return BytesIO.getvalue(inner) if isinstance(inner, BytesIO) and not inner.closed else None


def _capture(response: Any) -> dict[str, object]:
    return {
        "status_int": response.status_int,
        "status": response.status,
        "headerlist": response.headerlist,
        "app_iter": response.app_iter,
        "request": response.__dict__.get("request"),
    }


CLIENT = Client(
    DIALECT,
    read,
    watched=("webtest.app:TestApp.do_request",),
    capture=_capture,
)
