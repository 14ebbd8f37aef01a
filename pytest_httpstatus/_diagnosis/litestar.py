"""What Litestar says of fields in its messages alone."""

from __future__ import annotations

import re

from pytest_httpstatus._diagnosis.defaults import READERS
from pytest_httpstatus._diagnosis.names import near
from pytest_httpstatus._diagnosis.rule import Case, Found, rule
from pytest_httpstatus._invalid import FieldError


@rule(
    "litestar.field",
    codes="400",
    source="Litestar 2.25.0",
    row="400 JSON with status_code, detail starting Validation failed for",
    rank=80,
)
def field(case: Case) -> Found:
    document = case.received.document
    extra = document.get("extra") if READERS["litestar"](case) and isinstance(document, dict) else None
    said = (
        " ".join(str(each.get("message")) for each in extra if isinstance(each, dict))
        if isinstance(extra, list)
        else ""
    )
    match = re.search(r"Object missing required field `([^`]+)`", said)
    if match is None:
        return None
    close = near(case.sent.document, FieldError(match[1], "required"), [])
    return {"sent": close, "asked": match[1]} if close else {"field": match[1]}
