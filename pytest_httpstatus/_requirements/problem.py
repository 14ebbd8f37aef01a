"""Problem details (RFC 9457), in JSON and in XML, as the document that was sent."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from pytest_httpstatus import _content, _fields, _lazy

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from pytest_httpstatus._content import Content
    from pytest_httpstatus._model import Exchange

MEDIA_TYPES: Final = ("application/problem+json", "application/problem+xml")
_NAMESPACE: Final = "{urn:ietf:rfc:7807}"
_DEEPEST: Final = 20
_DECLARATION: Final = _lazy.pattern(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def media_type(exchange: Exchange) -> str | None:
    """The media type of the response, `""` when it has none; `None` when its fields are not known."""
    fields = exchange.response.fields
    return None if fields is None else _fields.media_type(_fields.value(fields, "content-type"))


def is_problem(exchange: Exchange) -> bool:
    """Whether the response says that it is a problem; parameters and case of the media type do not matter."""
    return media_type(exchange) in MEDIA_TYPES


def document(exchange: Exchange, content: Content) -> dict[str, Any] | None:
    """The object that the content holds, whatever its media type says; `None` when it holds none."""
    if content.kind == "xml":
        return _of_xml(content.text) if content.whole else None
    found = json_document(exchange, content)
    return found if isinstance(found, dict) else None


def json_document(exchange: Exchange, content: Content) -> object:
    """The JSON of the content, also of one that is too long for showing; `None` when it does not parse."""
    if content.parsed or (content.size or 0) <= _content.MOST_PARSED:
        return content.document
    try:
        return json.loads(exchange.response.content or b"")
    except (ValueError, RecursionError):
        return None


def _of_xml(text: str) -> dict[str, Any] | None:
    # Without declarations there are no entities to expand, and so no XML bomb; a problem needs none (appendix B).
    if _DECLARATION.search(text):
        return None
    from xml.etree import ElementTree as ET  # late: problems in XML are rare; see above

    try:
        root = ET.fromstring(text)  # noqa: S314  # as text: no encoding of its own can hide a declaration
    except (ET.ParseError, ValueError):
        return None
    if root.tag != f"{_NAMESPACE}problem":
        return None
    members = {_name(each): _value(each, 1) for each in root}
    status = _fields.seconds(str(members.get("status")).strip())
    return members if status is None else {**members, "status": status}


def _value(element: Element, depth: int) -> object:
    """Appendix B: elements `i` are an array, other elements an object, the rest is text."""
    if depth >= _DEEPEST or not len(element):
        return element.text or ""
    if all(_name(each) == "i" for each in element):
        return [_value(each, depth + 1) for each in element]
    return {_name(each): _value(each, depth + 1) for each in element}


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
