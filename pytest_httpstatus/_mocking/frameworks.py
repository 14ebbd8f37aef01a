"""The answers of FastAPI, Django REST framework, Django and Flask, as those make them without being told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from pytest_httpstatus._mocking.fields import Sketch

HTML: Final = "text/html; charset=utf-8"
JSON: Final = "application/json"


class Shape(NamedTuple):
    """What somebody's answer looks like.

    Attributes:
        content: The body.
        media_type: Its `Content-Type`.
        fields: Further fields that tell who answered.
        phrase: The phrase of the status line; `None` for the registered one.
    """

    content: str = ""
    media_type: str = ""
    fields: dict[str, str] = {}  # noqa: RUF012  # never changed
    phrase: str | None = None


def problem(sketch: Sketch) -> Shape:
    """Problem details (RFC 9457), for everybody without a shape of his own."""
    document = {"type": "about:blank", "title": phrase(sketch), "status": sketch.code}
    return Shape(json.dumps(document), "application/problem+json")


def phrase(sketch: Sketch) -> str:
    """The registered phrase; of a code that is registered as unused the name that everybody knows."""
    status = sketch.status
    return status.aliases[0] if status.state == "unused" else status.phrase


_NO_NAME: Final = {"type": "missing", "loc": ["body", "name"], "msg": "Field required", "input": {}}


def fastapi(sketch: Sketch) -> Shape:
    fields = {"Server": "uvicorn"}
    if sketch.code == 500:
        return Shape("Internal Server Error", "text/plain; charset=utf-8", fields)
    said = {401: "Not authenticated", 422: [_NO_NAME]}.get(sketch.code, phrase(sketch))
    return Shape(json.dumps({"detail": said}, separators=(",", ":")), JSON, fields)


_REST: Final = {
    401: "Authentication credentials were not provided.",
    403: "You do not have permission to perform this action.",
    404: "Not found.",
    405: 'Method "{method}" not allowed.',
    406: "Could not satisfy the request Accept header.",
    415: 'Unsupported media type "{type}" in request.',
    429: "Request was throttled.",
}


def drf(sketch: Sketch) -> Shape:
    if sketch.code == 500:
        return django(sketch)
    fields = {"Allow": "GET, HEAD, OPTIONS", "Vary": "Accept, Cookie", **_SECURITY}
    if sketch.code == 400:
        return Shape('{"name":["This field is required."]}', JSON, fields)
    sent = dict(sketch.request.fields or ()).get("Content-Type", "text/plain")
    said = _REST.get(sketch.code, phrase(sketch)).format(method=sketch.request.method, type=sent)
    return Shape(json.dumps({"detail": said + _throttled(sketch)}, separators=(",", ":")), JSON, fields)


def _throttled(sketch: Sketch) -> str:
    wait = sketch.fields.get("Retry-After", "")
    if sketch.code != 429 or not wait.isdecimal():
        return ""
    return f" Expected available in {wait} second{'' if wait == '1' else 's'}."


_SECURITY: Final = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_DJANGO: Final = {
    400: ("Bad Request (400)", ""),
    403: ("403 Forbidden", ""),
    404: ("Not Found", "The requested resource was not found on this server."),
    500: ("Server Error (500)", ""),
}
_DJANGO_PAGE: Final = (
    '\n<!doctype html>\n<html lang="en">\n<head>\n  <title>{0}</title>\n</head>\n<body>\n'
    "  <h1>{0}</h1><p>{1}</p>\n</body>\n</html>\n"
)


def django(sketch: Sketch) -> Shape:
    """Four pages; every other answer that Django makes itself is empty."""
    page = _DJANGO.get(sketch.code)
    return Shape("" if page is None else _DJANGO_PAGE.format(*page), HTML, _SECURITY)


_FLASK: Final = {
    400: "The browser (or proxy) sent a request that this server could not understand.",
    401: "The server could not verify that you are authorized to access the URL requested. You either supplied the "
         "wrong credentials (e.g. a bad password), or your browser doesn&#39;t understand how to supply the "
         "credentials required.",
    403: "You don&#39;t have the permission to access the requested resource. It is either read-protected or not "
         "readable by the server.",
    404: "The requested URL was not found on the server. If you entered the URL manually please check your spelling "
         "and try again.",
    405: "The method is not allowed for the requested URL.",
    406: "The resource identified by the request is only capable of generating response entities which have content "
         "characteristics not acceptable according to the accept headers sent in the request.",
    408: "The server closed the network connection because the browser didn&#39;t finish the request within the "
         "specified time.",
    409: "A conflict happened while processing the request. The resource might have been modified while the request "
         "was being processed.",
    410: "The requested URL is no longer available on this server and there is no forwarding address. If you followed "
         "a link from a foreign page, please contact the author of this page.",
    412: "The precondition on the request for the URL failed positive evaluation.",
    413: "The data value transmitted exceeds the capacity limit.",
    414: "The length of the requested URL exceeds the capacity limit for this server. The request cannot be processed.",
    415: "The server does not support the media type transmitted in the request.",
    416: "The server cannot provide the requested range.",
    422: "The request was well-formed but was unable to be followed due to semantic errors.",
    428: "This request is required to be conditional; try using &#34;If-Match&#34; or &#34;If-Unmodified-Since&#34;.",
    429: "This user has exceeded an allotted request count. Try again later.",
    431: "One or more header fields exceeds the maximum size.",
    500: "The server encountered an internal error and was unable to complete your request. Either the server is "
         "overloaded or there is an error in the application.",
    501: "The server does not support the action requested by the browser.",
    502: "The proxy server received an invalid response from an upstream server.",
    503: "The server is temporarily unable to service your request due to maintenance downtime or capacity problems. "
         "Please try again later.",
    504: "The connection to an upstream server timed out.",
}  # fmt: skip
_FLASK_NAMES: Final = {
    413: "Request Entity Too Large",
    414: "Request URI Too Long",
    416: "Requested Range Not Satisfiable",
    422: "Unprocessable Entity",
}


def flask(sketch: Sketch) -> Shape:
    name = _FLASK_NAMES.get(sketch.code, phrase(sketch))
    page = (
        f"<!doctype html>\n<html lang=en>\n<title>{sketch.code} {name}</title>\n<h1>{name}</h1>\n"
        f"<p>{_FLASK.get(sketch.code, name)}</p>\n"
    )
    return Shape(page, HTML, {"Server": "Werkzeug/3.1.9 Python/3.13.1"}, name.upper())
