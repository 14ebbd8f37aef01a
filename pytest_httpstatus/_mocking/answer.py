"""An answer as a real server gives it, made from the catalogue."""

from __future__ import annotations

import json as json_text
import time
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from typing import TYPE_CHECKING, Any, Final

from pytest_httpstatus._catalogue import status_info
from pytest_httpstatus._mocking import fields as status_fields
from pytest_httpstatus._mocking import frameworks, vendors
from pytest_httpstatus._mocking.fields import Sketch
from pytest_httpstatus._mocking.frameworks import JSON, Shape
from pytest_httpstatus._model import Fields, Response

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_httpstatus._model import Request, Status

SHAPES: Final[dict[str, Callable[[Sketch], Shape]]] = {
    "problem": frameworks.problem,
    "fastapi": frameworks.fastapi,
    "drf": frameworks.drf,
    "django": frameworks.django,
    "flask": frameworks.flask,
    "nginx": vendors.nginx,
    "cloudflare": vendors.cloudflare,
    "alb": vendors.alb,
    "apigateway": vendors.apigateway,
    "s3": vendors.s3,
}
"""Whose answers can be made, by the value of `by`."""

_OWN_REDIRECTS: Final = frozenset({"nginx", "cloudflare", "alb", "s3"})
_WITHOUT_LENGTH: Final = frozenset({204, 304})
_MULTISTATUS: Final = '<?xml version="1.0" encoding="utf-8"?>\n<D:multistatus xmlns:D="DAV:"></D:multistatus>'
_PARTIAL: Final = "0123456789"


@dataclass(frozen=True, slots=True)
class Plan:
    """One answer to come: what the test says of it.

    Attributes:
        status: The catalogue's entry.
        by: Whose answer it is.
        given: Fields by keyword.
        headers: Fields as they are sent; `None` leaves one out.
        body: The content with its media type; `None` for the usual one.
    """

    status: Status
    by: str = "problem"
    given: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str | None] = field(default_factory=dict)
    body: tuple[bytes, str] | None = None

    def answer(self, request: Request) -> Response:
        """Make the answer to a request; its content is what a server sends, so there is none to HEAD."""
        sketch = Sketch(self.status, request, status_fields.of_status(self.status, request, self.given))
        shape = _shape(self.by, sketch)
        content, media_type = self.body or (shape.content.encode(), shape.media_type)
        phrase = frameworks.phrase(sketch) if shape.phrase is None else shape.phrase
        return Response(
            self.status.code,
            reason=phrase,
            fields=self._fields(sketch, shape, len(content), media_type),
            content=b"" if request.method == "HEAD" else content,
            content_state="kept",
        )

    def _fields(self, sketch: Sketch, shape: Shape, length: int, media_type: str) -> Fields:
        found = {"Date": formatdate(time.time(), usegmt=True), **shape.fields}
        if media_type and self.status.content != "never":
            found["Content-Type"] = media_type
        if self.status.code not in _WITHOUT_LENGTH:
            found["Content-Length"] = str(length)
        if self.status.code == 206 and "content_range" not in self.given:
            found["Content-Range"] = f"bytes 0-{length - 1}/{length * 2}"
        return _overridden({**found, **sketch.fields}, self.headers)


def _overridden(found: dict[str, str], headers: Mapping[str, str | None]) -> Fields:
    names = {name.lower() for name in headers}
    kept = [(name, value) for name, value in found.items() if name.lower() not in names]
    return (*kept, *((name, value) for name, value in headers.items() if value is not None))


def _shape(by: str, sketch: Sketch) -> Shape:
    """What the maker of the answer says; of a success what an application behind it would."""
    made = SHAPES[by](sketch)
    if sketch.code >= 400 or (by in _OWN_REDIRECTS and sketch.status.keeps_method is not None):
        return made
    return Shape(*_of_success(sketch), made.fields, made.phrase)


def _of_success(sketch: Sketch) -> tuple[str, str]:
    if sketch.status.content == "never" or 301 <= sketch.code <= 399:
        return "", ""
    if sketch.code == 207:
        return _MULTISTATUS, "application/xml; charset=utf-8"
    return (_PARTIAL, "text/plain") if sketch.code == 206 else ("{}", JSON)


def planned(status: int | str, by: str, given: Mapping[str, Any], headers: Mapping[str, str | None] | None) -> Plan:
    """Plan an answer.

    Raises:
        ValueError: There is no such status or maker, the status is interim, or lacks a field that it must have.
        TypeError: `status` is none, or a keyword is none.
    """
    found = status_info(status, lang="en")
    if found.code < 200:
        raise ValueError(
            f"{found.code} is an interim response, which no client takes for the answer: it waits for the final one "
            "that follows (RFC 9110, section 15.2); mock that one"
        )
    if by not in SHAPES:
        raise ValueError(f"by={by!r} is nobody whose answers are known; it can be {', '.join(SHAPES)}")
    status_fields.check(found, given)
    return Plan(found, by, dict(given), dict(headers or {}))


def with_body(plan: Plan, json: object, body: bytes | str | None) -> Plan:
    """The plan with another content.

    Raises:
        ValueError: The status never has any.
    """
    if json is None and body is None:
        return plan
    if plan.status.content == "never":
        raise ValueError(
            f"a {plan.status.code} never has content ({plan.status.reference}): a client stops reading before it"
        )
    if body is None:
        return replace(plan, body=(json_text.dumps(json).encode(), JSON))
    if isinstance(body, str):
        return replace(plan, body=(body.encode(), "text/plain; charset=utf-8"))
    return replace(plan, body=(body, "application/octet-stream"))
