"""The errors of pydantic as FastAPI and django-ninja send them: what their places say beside their messages."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl

from pytest_httpstatus import _fields
from pytest_httpstatus._diagnosis import content  # the module: a rule by its own name would be found here as well
from pytest_httpstatus._diagnosis.defaults import READERS
from pytest_httpstatus._diagnosis.evidence import content_type, is_json
from pytest_httpstatus._diagnosis.names import near
from pytest_httpstatus._diagnosis.rule import Case, Found, rule
from pytest_httpstatus._invalid import FieldError

_FASTAPI: Final = "FastAPI 0.165.0 / Starlette 1.10.0"


class _Error(NamedTuple):
    kind: str
    place: tuple[str, ...]
    sent: object


def _errors(case: Case) -> list[_Error]:
    """The entries of `detail`, those with another shape left out."""
    found = case.received.document
    entries = found.get("detail") if isinstance(found, dict) else None
    return [error for each in entries if (error := _error(each))] if isinstance(entries, list) else []


def _error(entry: Any) -> _Error | None:
    place, kind = (entry.get("loc"), entry.get("type")) if isinstance(entry, dict) else (None, None)
    if not isinstance(place, list) or not isinstance(kind, str) or not all(isinstance(each, str) for each in place):
        return None
    return _Error(kind, tuple(place), entry.get("input"))


def _missing(case: Case, *place: str) -> list[str]:
    """The names that are said to be missing directly below a place."""
    errors = (each for each in _errors(case) if each.kind == "missing" and each.place[:-1] == place)
    return [each.place[-1] for each in errors]


def _sent_names(case: Case) -> set[str]:
    """The names at the top of the content."""
    if isinstance(case.sent.document, dict):
        return set(case.sent.document)
    return {name for name, _ in parse_qsl(case.sent.text)} if case.sent.kind == "form" else set()


@rule(
    "pydantic.wrong-place",
    codes="422",
    source=_FASTAPI,
    row="422 loc starts with query for a value you sent in the body",
    rank=88,
)
def wrong_place(case: Case) -> Found:
    query = {name for name, _ in _fields.query(case.url)}
    inside = next((name for name in _missing(case, "query") if name in _sent_names(case)), "")
    outside = next((name for name in _missing(case, "body") if name in query), "")
    return {"query": inside} if inside else {"content": outside} if outside else None


@rule(
    "pydantic.form-wanted",
    codes="422",
    source=_FASTAPI,
    row="422 loc names a form field while the request is JSON",
    rank=88,
)
def form_wanted(case: Case) -> Found:
    if not is_json(content_type(case)) or not isinstance(case.sent.document, dict):
        return None
    there = next((name for name in _missing(case, "body") if name in case.sent.document), "")
    return {"name": there} if there else None


@rule(
    "pydantic.embedded",
    codes="422",
    source=_FASTAPI,
    row="422 loc is [body, name] for every top-level model, several body parameters",
    rank=30,
)
def embedded(case: Case) -> Found:
    names, errors, sent = _missing(case, "body"), _errors(case), _sent_names(case)
    if not names or len(names) != len(errors) or not sent or set(names) & sent or content.near_field.apply(case):
        return None
    return {"name": names[0]}


@rule(
    "pydantic.path-word",
    codes="422",
    source=_FASTAPI,
    row="422 loc starts with path and input is a word that is another route",
    rank=85,
)
def path_word(case: Case) -> Found:
    errors = [each for each in _errors(case) if each.place[:1] == ("path",) and each.kind != "missing"]
    word = str(errors[0].sent) if errors else ""
    if not re.fullmatch(r"[A-Za-z]+(?:[-_][A-Za-z]+)*", word):
        return None
    return {"name": errors[0].place[-1], "word": word}


@rule(
    "pydantic.ninja-field",
    codes="422",
    source="django-ninja 1.7.1",
    row='422 JSON detail list with loc like ["body", param, field] from a Django app',
    rank=75,
)
def ninja_field(case: Case) -> Found:
    # FastAPI names the parameter only where each stands below its name, and then that one is what is missing.
    sent = _sent_names(case)
    places = [each.place for each in _errors(case) if each.kind == "missing" and each.place[:1] == ("body",)]
    fields = [place[2] for place in places if len(place) == 3 and not set(place[1:]) & sent]
    pairs = ((near(case.sent.document, FieldError(field, "required"), []), field) for field in fields)
    close = next((pair for pair in pairs if pair[0]), None)
    if close is not None:
        return {"sent": close[0], "asked": close[1]}
    return {"fields": ", ".join(f'"{field}"' for field in fields)} if fields and sent else None


@rule(
    "pydantic.not-authenticated",
    codes="401",
    source="https://fastapi.tiangolo.com/how-to/authentication-error-status-code",
    row='401 JSON {"detail":"Not authenticated"} with WWW-Authenticate',
    rank=30,
)
def not_authenticated(case: Case) -> Found:
    wanted = case.expectation is not None and 403 in case.expectation.codes
    return {"old": "403"} if wanted and READERS["detail"](case) == "Not authenticated" else None
