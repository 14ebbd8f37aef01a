"""Content: of another type than asked for, not valid, with other names, missing, too long, or in another form."""

from __future__ import annotations

import json
from typing import Final

from pytest_httpstatus import _fields
from pytest_httpstatus._diagnosis import lazy
from pytest_httpstatus._diagnosis.evidence import WITH_CONTENT, content_errors, content_type, is_json
from pytest_httpstatus._diagnosis.names import missing, near, requires
from pytest_httpstatus._diagnosis.rule import Case, Found, rule

_FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_OFFERS: Final = ("accept-post", "accept-patch", "accept")
_JSON_ASKED: Final = lazy.pattern(
    r"(?i)application/json|\b(?:invalid|valid|malformed|decode|parse|parsing)\b[^.\n]{0,20}\bjson\b|\bjson\b[^.\n]{0,20}"
    r"\b(?:decode|parse|parsing|expected|required)\b"
)
_NO_CONTENT: Final = lazy.pattern(
    r"(?i)\b(?:body|payload|content)\b[^.\n]{0,20}\b(?:empty|missing|required)\b|\b(?:empty|missing|no)\b[^.\n]{0,10}"
    r"\b(?:body|payload|json(?! web))\b|expecting value: line 1 column 1"
)
_REPORTS: Final = ("error", "errors", "success", "ok")


def _offered(case: Case) -> list[str]:
    """The media types that the answer says it takes."""
    return [_fields.media_type(each) for name in _OFFERS for each in _fields.members(case.field(name))]


def _json_asked(case: Case) -> str:
    """What says that the server wants JSON: a type that it offers, or its own words; empty when nothing does."""
    named = next((each for each in _offered(case) if is_json(each)), "")
    if named:
        return named
    whole = [each.message for each in content_errors(case) if not each.path]
    # A long page may show the request again, as debug pages do.
    text = case.received.text[: 0 if case.received.kind == "html" and len(case.received.text) > 1_000 else 4_000]
    asked = _JSON_ASKED.search(text) or any("valid dictionary" in each for each in whole)
    return "JSON" if asked else ""


@rule(
    "content.form-for-json",
    codes="400 | 415 | 422",
    source="Flask 3.1.3, Django REST framework 3.18.3, FastAPI 0.165.0",
    row=(
        "415 HTML or JSON text Did not attempt to load JSON data; 415 JSON Unsupported media type of a form or of text"
        "; 422 loc is exactly [body] and type model_attributes_type"
    ),
    rank=80,
)
def form_for_json(case: Case) -> Found:
    kind, wanted = content_type(case), _json_asked(case)
    if not case.knows_request_fields or not case.exchange.request.content or is_json(kind):
        return None
    text = case.sent.parsed and isinstance(case.sent.document, dict | list)
    plain = kind in _FORMS or not kind or kind.startswith("text/")
    if not ((text and case.code == 415 and not _offered(case)) or (plain and wanted)):
        return None
    return _as_sent(kind) | ({"text": "JSON"} if text else {}) | ({"wanted": wanted} if wanted else {})


def _as_sent(kind: str) -> dict[str, str]:
    return {"type": kind} if kind else {"untyped": "content-type"}


@rule(
    "content.type-refused",
    codes="415",
    source="RFC 9110, Section 15.5.16; RFC 5789, Sections 2.2 and 3.1",
    row=(
        "415 request is PATCH, or Accept-Patch in the response; 415 JSON title 415 Unsupported Media Type, Falcon; "
        "415 JSON Unsupported media type multipart/form-data"
    ),
    rank=60,
)
def type_refused(case: Case) -> Found:
    kind, offered = content_type(case), _offered(case)
    sent = kind or case.exchange.request.content
    if (
        not case.knows_request_fields
        or not sent
        or kind in offered
        or case.asked("content-encoding")
        or form_for_json.look(case) is not None
    ):
        return None
    form = {"form": kind} if kind in _FORMS and not offered else {}
    return _as_sent(kind) | ({"offered": ", ".join(dict.fromkeys(offered))} if offered else {}) | form


@rule(
    "content.coding-refused",
    codes="415",
    source="RFC 9110, Sections 15.5.16 and 12.5.3",
    row="415 request has Content-Encoding, response has Accept-Encoding",
    rank=70,
)
def coding_refused(case: Case) -> Found:
    coding, offered = case.asked("content-encoding"), case.field("accept-encoding")
    taken = {each.partition(";")[0].strip().lower() for each in _fields.members(offered)}
    if not coding or coding.lower() in taken:
        return None
    return {"coding": coding} if offered is None else {"coding": coding, "offered": offered or "identity"}


@rule(
    "content.not-acceptable",
    codes="406",
    source="RFC 9110, Section 15.5.7",
    row="406 request Accept lists types the view cannot render",
    rank=60,
)
def not_acceptable(case: Case) -> Found:
    accept = case.asked("accept")
    # Elasticsearch says 406 of the type that was sent.
    if not accept or "*/*" in accept or "content-type" in case.received.text[:2_000].lower():
        return None
    return {"accept": accept}


@rule(
    "content.invalid-json",
    codes="400 | 415 | 422 | 500",
    source="RFC 8259",
    row="400 JSON parse error; 422 type json_invalid",
    rank=85,
)
def invalid_json(case: Case) -> Found:
    if (
        not is_json(content_type(case))
        or case.sent.kind not in {"json", "text"}
        or case.sent.parsed
        or not case.sent.whole
    ):
        return None
    try:
        json.loads(case.sent.text)
    except json.JSONDecodeError as error:
        return {"line": str(error.lineno), "column": str(error.colno), "why": error.msg}
    except RecursionError:
        return None
    return None


@rule(
    "content.json-twice",
    codes="400 | 415 | 422",
    source="Django REST framework 3.18.3",
    row="400 JSON parse error",
    rank=85,
)
def json_twice(case: Case) -> Found:
    inner = case.sent.document
    if not isinstance(inner, str) or inner.lstrip()[:1] not in {"{", "["}:
        return None
    json.loads(inner)
    return {}


@rule(
    "content.near-field",
    codes="400 | 422",
    source="FastAPI 0.165.0, Django REST framework 3.18.3",
    row="422 JSON detail is a list of objects with type, loc, msg",
    rank=75,
)
def near_field(case: Case) -> Found:
    errors = content_errors(case)
    pair = next(((sent, each) for each in errors if (sent := near(case.sent.document, each, errors))), None)
    if pair is None:
        return None
    sent, error = pair
    whole = [each.path for each in errors if "valid integer" in each.message]
    integer = {"integer": whole[0]} if len(whole) == 1 else {}
    return {"sent": sent, "asked": error.path.rpartition(".")[2]} | integer


@rule(
    "content.missing-fields",
    codes="400 | 422",
    source="FastAPI 0.165.0, Django REST framework 3.18.3",
    row="400 JSON object whose keys are field names",
    rank=60,
)
def missing_fields(case: Case) -> Found:
    errors = content_errors(case)
    absent = [
        f'"{each.path}"'
        for each in errors
        if requires(each) and missing(case.sent.document, each.path) and not near(case.sent.document, each, errors)
    ]
    return {"fields": ", ".join(absent)} if absent else None


@rule(
    "content.no-body",
    codes="400 | 415 | 422",
    source="FastAPI 0.165.0, Flask 3.1.3",
    row="422 loc is exactly [body] and type missing",
    rank=80,
)
def no_body(case: Case) -> Found:
    if case.method not in WITH_CONTENT or case.sent.kind != "empty" or not case.knows_request_fields:
        return None
    if any(requires(each) for each in content_errors(case)) or _NO_CONTENT.search(case.received.text[:2_000]):
        return {"asked": case.method}
    return {"method": case.method}


@rule(
    "content.html-for-json",
    codes="2xx | 403 | 404 | 405",
    source="RFC 9110, Section 12.5.1",
    rank=15,
)
def html_for_json(case: Case) -> Found:
    accept = [_fields.media_type(each) for each in _fields.members(case.asked("accept"))]
    wanted = next((each for each in accept if is_json(each)), None)
    if wanted is None or case.received.kind != "html" or {"text/html", "text/*", "*/*"} & set(accept):
        return None
    server = case.field("server")
    # Of an error a page is no cause: the application itself may answer with one.
    return ({"wanted": wanted} if case.code < 300 else {}) | ({"server": server} if server else {})


@rule(
    "content.error-inside",
    codes="2xx",
    source="https://developers.arcgis.com/arcgis-rest-js/error-handling",
    row="200 JSON object with a top-level error key",
    rank=70,
)
def error_inside(case: Case) -> Found:
    found, wanted = case.received.document, case.expectation
    if wanted is None or min(wanted.codes) < 400 or not isinstance(found, dict):
        return None
    name = next((each for each in _REPORTS if each in found and _reports(each, found[each])), None)
    if name is None:
        return None
    return {"code": str(case.code), "key": name, "member": f'"{name}": false' if found[name] is False else f'"{name}"'}


def _reports(name: str, value: object) -> bool:
    return value is False if name in {"success", "ok"} else bool(value)


@rule(
    "content.too-large",
    codes="413",
    source="RFC 9110, Section 15.5.14",
    row="413 HTML title 413 Request Entity Too Large",
    rank=60,
)
def too_large(case: Case) -> Found:
    size = case.sent.size or _fields.seconds(case.asked("content-length"))
    return {"size": f"{size:,}"} if size else None


@rule(
    "content.length-required",
    codes="411",
    source="RFC 9110, Section 15.5.12",
    row="411 POST or PUT without Content-Length",
    rank=60,
)
def length_required(case: Case) -> Found:
    if not case.knows_request_fields or case.asked("content-length") is not None:
        return None
    coding = case.asked("transfer-encoding")
    return {"coding": coding} if coding else {}
