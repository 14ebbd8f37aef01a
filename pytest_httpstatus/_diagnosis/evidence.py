"""What several families ask of an exchange: what was sent, where a redirect leads, when something was."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, Literal, TypeAlias
from urllib.parse import urlsplit

from pytest_httpstatus import _fields
from pytest_httpstatus._diagnosis import lazy
from pytest_httpstatus._invalid import FieldError, fields_in_error
from pytest_httpstatus._secret_names import is_secret_name

if TYPE_CHECKING:
    from pytest_httpstatus._diagnosis.rule import Case

Change: TypeAlias = Literal["slash added", "slash dropped", "https", "downgrade", "host", ""]
"""The one way in which two URIs differ; empty when it is none of these, or more than one."""

WITH_CONTENT: Final = frozenset({"POST", "PUT", "PATCH"})

_NAMES: Final = lazy.pattern(r'"([\w.-]{1,60})"\s*:|(?:^|&)([\w.-]{1,60})=|name="([\w.-]{1,60})"')
"""Keys of JSON, of a form, and of multipart."""

_PLACES: Final = ("query", "path", "header", "cookie")


def carries_credentials(case: Case) -> bool:
    """Whether the request holds a credential anywhere, or might: content that is not shown may be a login."""
    # On the way, too: requests leaves a Cookie field that the caller set behind at the first redirect.
    requests = (case.exchange.request, *(hop.request for hop in case.exchange.hops))
    if any(is_secret_name(name) for each in requests for name, value in each.fields or () if value):
        return True
    if any(is_secret_name(name, in_url=True) for name, _ in _fields.query(case.url)):
        return True
    if case.sent.kind == "unread":
        return case.method not in {"GET", "HEAD", "OPTIONS"}
    return any(is_secret_name(name) for names in _NAMES.findall(case.sent.text) for name in names if name)


def sent_nothing_secret(case: Case) -> bool:
    """Whether the client shows what it sent, and no credential is among it."""
    return case.knows_request_fields and not carries_credentials(case)


def logs_in(case: Case) -> dict[str, str]:
    """The client, as evidence, where it logs a user in by a call of its own, whatever the scheme."""
    client = case.exchange.client
    return {"login": client.name} if "force_" in client.authenticate else {}


def moment(case: Case) -> float:
    """When the answer was made, in seconds since 1970: by the server's clock, else by ours."""
    date = _fields.http_date(case.field("date"))
    return time.time() if date is None else date.timestamp()


def duration(seconds: float) -> str:
    """A time span as people say it, in the largest whole unit: `3 h`."""
    sizes = ((86_400, "d"), (3_600, "h"), (60, "min"))
    return next(
        (f"{seconds // size:.0f} {unit}" for size, unit in sizes if seconds >= size), f"{max(seconds, 1):.0f} s"
    )


def change(asked: str, target: str) -> Change:
    """In which one way `target`, a resolved `Location`, differs from the URI that was asked for."""
    before, after = urlsplit(_fields.target(asked, "")), urlsplit(target)
    if (before.scheme, before.netloc, before.query) == (after.scheme, after.netloc, after.query):
        added = after.path == f"{before.path}/"
        return "slash added" if added else "slash dropped" if before.path == f"{after.path}/" else ""
    if before.query != after.query or before.path.rstrip("/") != after.path.rstrip("/"):
        return ""
    if before.hostname == after.hostname and (before.scheme, after.scheme) == ("https", "http"):
        return "downgrade"
    if before.path != after.path or not before.hostname:
        return ""
    if before.hostname == after.hostname:
        return "https" if (before.scheme, after.scheme) == ("http", "https") else ""
    return "host" if before.scheme == after.scheme else ""


def shown(target: str, asked: str) -> str:
    """A target as short as it is clear: without scheme and host, where they are those of the URI asked for."""
    return _fields.path_of(target) if _fields.origin(target) == _fields.origin(asked) else target


def targets(case: Case) -> list[str]:
    """Where each redirect on the way led, resolved."""
    hops = case.exchange.redirects
    pairs = ((hop.request.url or "", _fields.value(hop.response.fields, "location") or "") for hop in hops)
    return [_fields.target(location, url) for url, location in pairs]


def content_type(case: Case) -> str:
    """The media type of the content that was sent; empty when none was named."""
    return _fields.media_type(case.asked("content-type"))


def is_json(kind: str) -> bool:
    return kind in {"application/json", "text/json"} or kind.endswith("+json")


def content_errors(case: Case) -> list[FieldError]:
    """The errors of fields that the answer names and that are about the content, their paths without the place."""
    found = fields_in_error(case.received.document) if case.received.parsed else ()
    inside = (each for each in found if each.path.partition(".")[0] not in _PLACES)
    return [each._replace(path="" if each.path == "body" else each.path.removeprefix("body.")) for each in inside]
