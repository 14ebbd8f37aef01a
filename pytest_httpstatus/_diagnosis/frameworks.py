"""The own answers of frameworks and of Python's servers: their default text proves who answered, and often why."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pytest_httpstatus._diagnosis import (
    content,  # the module: a rule by its own name would be found here as well
    lazy,
)
from pytest_httpstatus._diagnosis.defaults import KNOWN, READERS, exception
from pytest_httpstatus._diagnosis.evidence import content_type
from pytest_httpstatus._diagnosis.rule import Case, Found, Rule, rule

_DJANGO: Final = "Django 5.2.19, 6.1.3"
_REST: Final = "Django REST framework 3.18.3"
_SIMPLEJWT: Final = "djangorestframework-simplejwt 5.5.1"
_FASTAPI: Final = "FastAPI 0.165.0 / Starlette 1.10.0"
_FLASK: Final = "Flask 3.1.3 / Werkzeug 3.1.9"
_SERVERS: Final = "gunicorn 27.0.1, waitress 3.0.2, Hypercorn 0.18.0, CPython 3.11 http.server"


class _Text(NamedTuple):
    """A default text that names a cause.

    Attributes:
        name: What stands behind the family in the id.
        codes: As in `rule`.
        rank: As in `rule`.
        page: Whose answer, by its reader.
        pattern: All of what that answer says.
        evidence: Names for the groups of the pattern.
        source: As in `rule`.
        row: As in `rule`.
        known: What is added where it is known.
        needs: What has to be known, or the text proves nothing.
    """

    name: str
    codes: str
    rank: int
    page: str
    pattern: str
    evidence: tuple[str, ...]
    source: str
    row: str
    known: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


def _says(text: _Text) -> Rule:
    wanted = lazy.pattern(text.pattern, re.DOTALL)

    def look(case: Case) -> Found:
        match = wanted.fullmatch(READERS[text.page](case))
        if match is None or not all(KNOWN[name](case) for name in text.needs):
            return None
        found = dict(zip(text.evidence, match.groups(), strict=True))
        found |= {name: KNOWN[name](case) for name in text.known}
        return {name: value for name, value in found.items() if value}

    return rule(f"frameworks.{text.name}", codes=text.codes, source=text.source, row=text.row, rank=text.rank)(look)


TEXTS: Final = tuple(map(_says, (
    _Text("django-csrf", "403", 85, "html", r"Forbidden \(403\)\nCSRF verification failed\. Request aborted\."
          r"(?:\n.*?\nReason given for failure:\n([^\n]+))?(?:\n.*)?", ("reason",), f"{_DJANGO} middleware/csrf.py",
          "403 HTML contains CSRF verification failed", ("django",)),
    _Text("django-host", "400", 85, "raised", r"DisallowedHost: Invalid HTTP_HOST header: '(.*?)'\..*", ("host",),
          _DJANGO, "400 Django, Bad Request (400), request Host not in ALLOWED_HOSTS"),
    _Text("django-upload", "400", 85, "raised",
          r"(?:RequestDataTooBig|TooManyFieldsSent|TooManyFilesSent): .*?settings\." r"(DATA_UPLOAD_MAX_\w+)\.",
          ("setting",), f"{_DJANGO} conf/global_settings.py",
          "400 Django, same generic page, body larger than 2.5 MB", ("size",)),
    _Text("django-bad-request", "400", 30, "django", r"Bad Request \(400\)", (), _DJANGO,
          "400 Django, Bad Request (400), request Host not in ALLOWED_HOSTS", ("host", "size")),
    _Text("django-upload-asgi", "413", 85, "text", r"413 Payload too large", (),
          "Django 5.2.19 core/handlers/asgi.py", "413 text 413 Payload too large"),
    _Text("django-append-slash", "500", 90, "raised",
          r"RuntimeError: You called this URL via (\w+), but the URL doesn't "
          r"end in a slash and you have APPEND_SLASH set\..* point to (\S+) \(note.*", ("method", "target"),
          f"{_DJANGO} middleware/common.py", "500 Django DEBUG page title RuntimeError at, APPEND_SLASH is set"),
    _Text("django-no-url", "404", 85, "html", r"Page not found \(404\)\n.*Django tried these URL patterns.*\n"
          r"The (?:current path, (.*),|empty path) didn’t match any of these\..*", ("path",), _DJANGO,
          "404 Django HTML, The requested resource was not found, or the tried URL patterns"),
    _Text("django-raised-404", "404", 85, "html", r"Page not found \(404\)\n(?:(?!Request Method:)([^\n]+)\n)?"
          r"Request Method:.*\nRaised by: ([^\n]+)\n.*", ("why", "view"), _DJANGO,
          "404 Django HTML, The requested resource was not found, or the tried URL patterns"),
    _Text("django-not-found", "404", 30, "django", r"The requested resource was not found on this server\.", (),
          _DJANGO, "404 Django HTML, The requested resource was not found, or the tried URL patterns", ("path",)),
    _Text("django-forbidden", "403", 70, "django", r"403 Forbidden", (), _DJANGO,
          "403 Django 403 Forbidden without the CSRF text"),
    _Text("django-error", "500", 70, "django", r"Server Error \(500\)", (), _DJANGO,
          "500 Django Server Error (500), or with DEBUG the title ExceptionName at /path", ("django", "remote")),
    _Text("rest-csrf", "403", 85, "detail", r"CSRF Failed: (.+)", ("reason",), _REST,
          '403 JSON {"detail":"CSRF Failed: ..."}'),
    _Text("rest-permission", "403", 70, "detail", r"You do not have permission to perform this action\.", (), _REST,
          '403 JSON {"detail":"You do not have permission to perform this action."}', ("rest",)),
    _Text("rest-throttled", "429", 70, "detail", r"Request was throttled\.(?: Expected available in \d+ seconds?\.)?",
          (), _REST, "429 Retry-After, JSON Request was throttled."),
    _Text("rest-no-object", "404", 70, "detail", r"No (\w+) matches the given query\.", ("model",), _REST,
          '404 JSON {"detail":"Not found."} or No X matches the given query.'),
    _Text("rest-not-found", "404", 69, "detail", r"Not found\.", (), f"{_REST} exceptions.py",
          '404 JSON {"detail":"Not found."} or No X matches the given query.', ("rest",), ("rest", "without_format")),
    _Text("rest-multipart", "415", 30, "detail", r'Unsupported media type "(multipart/form-data)[^"]*" in request\.',
          ("type",), f"{_REST} settings.py", "415 JSON Unsupported media type multipart/form-data", ("django",)),
    _Text("rest-renderer", "406", 30, "detail", r"Could not satisfy the request Accept header\.", (), _REST,
          "406 request Accept lists types the view cannot render", ("rest",)),
    _Text("simplejwt-login", "401", 70, "detail", r"No active account found with the given credentials", (),
          _SIMPLEJWT, ""),
    _Text("ninja-auth", "401", 30, "detail", r"Unauthorized", (), "django-ninja 1.7.1",
          '401 JSON {"detail": "Unauthorized"}', ("django",), ("django",)),
    _Text("fastapi-not-found", "404", 30, "detail", r"Not Found", (), _FASTAPI,
          '404 JSON {"detail":"Not Found"}; 404 plain HTTP GET to a WebSocket route', ("path",),
          ("asgi", "without_allow")),
    _Text("starlette-host", "400", 85, "text", r"Invalid host header", (), _FASTAPI,
          "400 plain text Invalid host header", ("host", "testclient")),
    _Text("starlette-cors", "400", 85, "text",
          r"Disallowed CORS ((?:origin|method|headers)(?:, (?:method|headers))*)", ("what",), _FASTAPI,
          "400 plain text Disallowed CORS origin / method / headers"),
    _Text("starlette-error", "500", 70, "text", r"Internal Server Error", (), _FASTAPI,
          "500 plain text Internal Server Error", ("testclient", "remote"), ("asgi",)),
    _Text("flask-host", "400", 85, "werkzeug", r"Host '(.*)' is not trusted\.", ("host",), _FLASK,
          "400 HTML Host '...' is not trusted."),
    _Text("flask-key", "400", 85, "werkzeug", r"The browser .* could not understand\.<br>KeyError: '(.+)'", ("name",),
          _FLASK, "400 Flask, generic Bad Request page, KeyError: 'name'"),
    _Text("flask-bad-request", "400", 30, "werkzeug",
          r"The browser \(or proxy\) sent a request that this server could not " r"understand\.", (), _FLASK,
          "400 Flask, generic Bad Request page, KeyError: 'name'; 400 Flask, Failed to decode JSON object", ("flask",)),
    _Text("flask-csrf", "400", 85, "werkzeug",
          r"(The (?:CSRF (?:session )?token (?:is missing|is invalid|has expired)|"
          r"CSRF tokens do not match|referrer header is missing|referrer does not match the host))\.", ("reason",),
          "Flask-WTF 1.3.0", "400 HTML The CSRF token is missing. (or invalid, expired)"),
    _Text("flask-jwt-missing", "401", 60, "msg",
          r"(Missing Authorization Header)|Missing '(\w+)' type in 'Authorization' header\. .*", ("bare", "scheme"),
          "Flask-JWT-Extended 4.7.4", '401 JSON {"msg":"Missing Authorization Header"} or Missing Bearer type'),
    _Text("flask-jwt-refused", "401 | 422", 75, "msg",
          r"(Not enough segments|Signature verification failed|Invalid (?:header|"
          r"payload|crypto) padding|Bad Authorization header|Token has (?:expired|been revoked)|Fresh token required|"
          r"Only (?:non-)?refresh tokens are allowed|Subject must be a string|Missing claim: \w+)(?:\. .*)?",
          ("reason",), "Flask-JWT-Extended 4.7.4", '422 JSON {"msg":"Not enough segments"} or similar'),
    _Text("flask-login", "401", 30, "werkzeug", r"The server could not verify that you are authorized .*", (),
          "Flask-Login 0.6.3", "302 Location contains login with next= encoded, HTML Redirecting...", ("flask",),
          ("flask",)),
    _Text("flask-not-found", "404", 30, "werkzeug", r"The requested URL was not found on the server\..*", (), _FLASK,
          "404 Flask HTML The requested URL was not found on the server.", ("path",)),
    _Text("flask-too-large", "413", 70, "werkzeug", r"The data value transmitted exceeds the capacity limit\.", (),
          _FLASK, "413 HTML The data value transmitted exceeds the capacity limit.", ("form",)),
    _Text("flask-error", "500", 70, "werkzeug", r"The server encountered an internal error .*", (), _FLASK,
          "500 Flask HTML The server encountered an internal error", ("flask", "remote")),
    _Text("aiohttp-error", "500", 70, "text", r"500 Internal Server Error\s+Server got itself in trouble", (),
          "aiohttp 3.14.5", "500 text 500 Internal Server Error + Server got itself in trouble", ("unparsed",)),
    _Text("aiohttp-too-large", "413", 70, "text",
          r"Maximum request body size (\d+) exceeded(?:, actual body size \d+)?\.?", ("limit",), "aiohttp 3.14.5",
          "413 text Maximum request body size N exceeded."),
    _Text("aiohttp-too-long", "400", 85, "text", r"Got more than (\d+) bytes (?:\(\d+\) )?when reading.*", ("limit",),
          "aiohttp 3.14.5", "400 plain text starting Got more than 8190 bytes when reading"),
    _Text("aiohttp-not-found", "404", 30, "text", r"404: Not Found", (), "aiohttp 3.14.5",
          "404 text 404: Not Found, aiohttp", ("path",), ("aiohttp",)),
    _Text("tornado-xsrf", "403", 85, "raised",
          r"tornado\.web\.HTTPError: HTTP 403: Forbidden \((.*_?xsrf.*|XSRF .*)\)", ("reason",), "Tornado 6.6.1",
          "403 Server: TornadoServer/..., POST, generic page"),
    _Text("tornado-forbidden", "403", 30, "html", r"(?:403: Forbidden)", (), "Tornado 6.6.1",
          "403 Server: TornadoServer/..., POST, generic page", (), ("tornado", "without_xsrf")),
    _Text("uvicorn-invalid", "400", 85, "text", r"Invalid HTTP request received\.", (), "uvicorn 0.54.0 (h11)",
          "400 plain text Invalid HTTP request received."),
    _Text("gunicorn-line", "414", 85, "gunicorn", r"Request Line is too large \((\d+) > (\d+)\)", ("size", "limit"),
          _SERVERS, "414 HTML Request Line is too large (N > 4094)"),
    _Text("gunicorn-fields", "431", 85, "gunicorn",
          r"Error parsing headers: '(limit request headers fields(?: size)?)'", ("reason",), _SERVERS,
          "431 reason or title Request Header Fields Too Large"),
    _Text("gunicorn-refused", "400 | 501", 85, "gunicorn", r"((?:Invalid|Unsupported) .+)", ("reason",), _SERVERS,
          "501 text about transfer coding or Transfer-Encoding; 505 request line says HTTP/3.0"),
    _Text("gunicorn-error", "500", 70, "gunicorn", r"Internal Server Error", (), _SERVERS,
          "500 gunicorn HTML <h1><p>Internal Server Error</p></h1>"),
    _Text("waitress-error", "500", 70, "waitress", r"The server encountered an unexpected internal server error", (),
          _SERVERS, "500 text (generated by waitress)"),
    _Text("waitress-refused", "400 | 413 | 431 | 501", 85, "waitress", r"(.+?)\.?", ("reason",), _SERVERS,
          "501 text about transfer coding or Transfer-Encoding"),
    _Text("http-server-method", "501", 85, "http.server", r"Unsupported method \('(.+)'\)", ("method",), _SERVERS,
          "501 reason Unsupported method ('POST')"),
    _Text("http-server-refused", "400 | 414 | 431 | 505", 85, "http.server", r"(.+)", ("reason",), _SERVERS,
          "431 reason or title Request Header Fields Too Large; 505 request line says HTTP/3.0"),
    _Text("slowapi", "429", 70, "error", r"Rate limit exceeded: (.+)", ("limit",), "slowapi 0.1.10",
          '429 JSON {"error":"Rate limit exceeded: ..."}, no Retry-After'),
    _Text("websockets", "426", 85, "text", r"Failed to open a WebSocket connection\b.*", (), "websockets 17.4",
          "426 Upgrade: websocket, text Failed to open a WebSocket connection"),
)))  # fmt: skip
"""Rules that need the text alone."""


@rule(
    "frameworks.debug-page",
    codes="400 | 500",
    source=f"{_DJANGO}; {_FLASK}; Tornado 6.6.1; Litestar 2.25.0",
    row="500 Django Server Error (500), or with DEBUG the title ExceptionName at /path",
    rank=65,
)
def debug_page(case: Case) -> Found:
    found = exception(case)
    if found is None or any(case.code in each.codes and each.look(case) is not None for each in (*TEXTS, lacks)):
        return None
    evidence = {"exception": found.kind, "why": found.why, "where": found.where}
    return {name: value for name, value in evidence.items() if value}


_UNREADABLE: Final = tuple(
    (page, lazy.pattern(pattern))
    for page, pattern in (
        ("detail", r"JSON parse error - (.+)"),
        ("detail", r"Cannot parse request body(?: \((.+)\))?"),
        ("werkzeug", r"Failed to decode JSON object: (.+)"),
        ("falcon", r"Invalid JSON: Could not parse (?:JSON body - (.+)|an (empty) JSON body)"),
        ("litestar", r"JSON is malformed: (.+)|(Input data was truncated)"),
    )
)


@rule(
    "frameworks.unreadable-json",
    codes="400",
    source=f"{_REST}; django-ninja 1.7.1; {_FLASK}; Falcon 4.4.0; Litestar 2.25.0",
    row=(
        "400 JSON parse error; 400 Cannot parse request body; 400 Invalid JSON; 400 Flask, Failed to decode JSON object"
    ),
    rank=80,
)
def unreadable_json(case: Case) -> Found:
    matches = (pattern.fullmatch(READERS[page](case)) for page, pattern in _UNREADABLE)
    match = next(filter(None, matches), None)
    # Where the request is shown, the rules of the content say what was wrong with it.
    closer = (content.invalid_json, content.json_twice, content.form_for_json)
    if match is None or any(each.apply(case) is not None for each in closer):
        return None
    why = next(filter(None, match.groups()), "")
    return ({"why": why} if why else {}) | ({"empty": case.method} if case.sent.kind == "empty" else {})


_LACKS: Final = tuple(
    (page, lazy.pattern(pattern))
    for page, pattern in (
        ("litestar", r"Missing required (?P<place>query|path|header|cookie) parameter '(?P<name>.+)' for path .+"),
        (
            "falcon",
            r'Missing (?P<place>parameter|header)(?: value)?: The "?(?P<name>.+?)"? (?:parameter|header) is required\.',
        ),
        (
            "raised",
            r"tornado\.web\.MissingArgumentError: HTTP 400: Bad Request \((?P<place>Missing argument) (?P<name>.+)\)",
        ),
    )
)


@rule(
    "frameworks.lacks",
    codes="400",
    source="Litestar 2.25.0, Falcon 4.4.0, Tornado 6.6.1",
    row="400 JSON with status_code, detail starting Validation failed for",
    rank=85,
)
def lacks(case: Case) -> Found:
    match = next((found for page, pattern in _LACKS if (found := pattern.fullmatch(READERS[page](case)))), None)
    if match is None:
        return None
    place = {"place": match["place"]} if match["place"] in {"query", "path", "header", "cookie"} else {}
    return {"name": match["name"]} | place


@rule(
    "frameworks.flask-no-json",
    codes="400 | 415",
    source=f"{_FLASK}; https://github.com/pallets/werkzeug/issues/2550",
    row="415 HTML or JSON text Did not attempt to load JSON data",
    rank=82,
)
def flask_no_json(case: Case) -> Found:
    said = READERS["werkzeug"](case).startswith(
        "Did not attempt to load JSON data because the request Content-Type was"
    )
    empty = case.knows_request_fields and case.sent.kind == "empty" and not content_type(case)
    return {"untyped": "content-type"} if said and empty else None


@rule(
    "frameworks.hypercorn",
    codes="400 | 431 | 501",
    source="Hypercorn 0.18.0",
    row="400 empty body, reason phrase empty, server: hypercorn-h11",
    rank=80,
)
def hypercorn(case: Case) -> Found:
    bare = case.received.kind == "empty" and case.field("content-type") is None and case.method != "HEAD"
    closing = (case.field("connection") or "").lower() == "close" != (case.asked("connection") or "").lower()
    if case.field("server") != "hypercorn-h11" or not bare or not closing:
        return None
    return {{400: "framing", 431: "fields", 501: "coding"}[case.code]: str(case.code)}
