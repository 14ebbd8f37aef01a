"""Which fields a server calls invalid: one table of the shapes that frameworks answer with.

Readers are total: a document of another shape gives `()`. Only answers of class 4xx are worth asking about, since a
plain object of lists of texts (DRF, Rails) looks the same as data.
"""

from __future__ import annotations

import json
from functools import partial
from itertools import islice, product
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias
from urllib.parse import unquote

from pytest_httpstatus import _lazy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_MOST: Final = 50  # errors of one document
_DEEPEST: Final = 10
_LONGEST: Final = 200
_LONGEST_SENT: Final = 40

_WHOLE: Final = {"", "$", "__all__", "__root__", "_schema", "formErrors", "nonFieldErrors", "non_field_errors"}
"""Names that frameworks give to the whole document, so that they are no part of a path."""

_MESSAGES: Final = ("msg", "defaultMessage", "message", "detail", "description", "reason", "error", "title", "code")
"""Members that say what is wrong, the most telling first."""

_MEMBERS: Final = "pointer instancePath propertyPath field attr path param"
"""RFC 9457, ajv, Symfony, Spring, drf-standardized-errors, then jsonschema, Zod, Joi and express-validator."""

_SOURCES: Final = {"pointer": "", "parameter": "query", "header": "header"}
_SENT: Final = ("input", "rejectedValue", "value")

_CONTENT: Final = ("body", "json", "form", "json_or_form", "files", "data.attributes", "data.relationships")
_HEAD: Final = (("query", "querystring"), ("path", "view_args"), ("header", "headers"), ("cookie", "cookies"))
_PLACES: Final = {name: names[0] for names in (_CONTENT, *_HEAD) for name in names}
"""What stands before a field's name, and the part of the request that it means."""

_NAME: Final = _lazy.pattern(r"(?!errors?\Z)[^\s{}<>]{0,100}")  # what holds errors is no field
_SIGNS: Final = _lazy.pattern(r"[.\[\]]+")

_ONE_ERROR: Final = {"code", "detail", "error", "message", "msg", "status"}
"""Members of an object that describes an error itself: its texts are not about fields."""


class FieldError(NamedTuple):
    """One field that a server calls invalid.

    Attributes:
        path: The field as people write it, `body.email` or `items.0.name`; empty when the error is about the whole.
        message: What the server says about it.
        sent: The value that was sent as JSON, where the server repeats it and it is a scalar.
    """

    path: str
    message: str
    sent: str = ""


_Found: TypeAlias = tuple[FieldError, ...]


def fields_in_error(document: object) -> _Found:
    """Read the fields that a parsed JSON document calls invalid; `()` when its shape is not known."""
    if _is_graphql(document):
        return ()
    found = (read(_at(document, where)) for places, read in _SHAPES for where in places.split())
    return next(filter(None, found), ())


def same_field(path: str, wanted: str) -> bool:
    """Whether `wanted`, in any spelling, names the field of a `FieldError`.

    Letter case is ignored: ASP.NET says `Email` of a member `email`, and field names of HTTP have none.
    """
    said = _readings(_dotted(path).casefold())
    asked = [*_readings(_spelled(wanted).casefold()), *_readings(_dotted(wanted).casefold())]
    return any(
        rest == other_rest and ("" in {place, other_place} or place == other_place)
        for (place, rest), (other_place, other_rest) in product(said, asked)
    )


def _readings(name: str) -> list[tuple[str, str]]:
    """All pairs of place and rest that a name may mean: `query.limit` is also a member `limit` of an object `query`."""
    places = [(place, name[len(prefix) + 1 :]) for prefix, place in _PLACES.items() if name.startswith(f"{prefix}.")]
    return [("", name), *places, *([("body", "")] if name == "body" else [])]


def _spelled(text: str) -> str:
    """A name in any spelling with dots: `#/items/0/name` (RFC 6901, also percent-encoded), `$.items[0].name`."""
    text = text[: 5 * _LONGEST]  # percent-encoding takes three signs for one
    plain = unquote(text[1:]) if text.startswith("#") else text
    if not text.startswith(("/", "#")):
        return _dotted(plain)
    return _dotted(".".join(part.replace("~1", "/").replace("~0", "~") for part in plain.split("/")))


def _dotted(text: str) -> str:
    return _joined(part.strip("'\"") for part in _SIGNS.split(str.__str__(text)))


def _joined(parts: Iterable[str]) -> str:
    return ".".join(part for part in parts if part not in _WHOLE)


def _part(value: object) -> str | None:
    """A key or an index as text; `None` for what names nothing."""
    if isinstance(value, str):
        return str.__str__(value)
    return str(value) if type(value) is int and value.bit_length() < 64 else None


def _listed_parts(values: object, most: int) -> str | None:
    parts = [_part(value) for value in values[:most]] if isinstance(values, list) else [None]
    return None if None in parts else _joined(filter(None, parts))


def _cut(text: str, most: int = _LONGEST) -> str:
    exact = str.__str__(text)
    return exact if len(exact) <= most else exact[: most - 3] + "..."


def _message(entry: dict[Any, Any]) -> str:
    return next((_cut(text) for key in _MESSAGES if isinstance(text := entry.get(key), str) and text), "")


def _sent(entry: dict[Any, Any]) -> str:
    never = entry.get("type") == "missing"  # FastAPI repeats `null`, or the object around
    return "" if never else next((_scalar(entry[key]) for key in _SENT if key in entry), "")


def _scalar(value: object) -> str:
    if not isinstance(value, str | int | float | None):
        return ""
    short = value[: _LONGEST_SENT + 1] if isinstance(value, str) else value
    try:
        return _cut(json.dumps(short, ensure_ascii=False), _LONGEST_SENT)
    except ValueError:  # an integer of more digits than Python writes
        return ""


def _listed(naming: Callable[[dict[Any, Any]], str | None], value: object) -> _Found:
    """Read objects that each name a field; ones beside them that name none are about the whole."""
    if not isinstance(value, list):
        return ()
    entries = [entry for entry in value[:_MOST] if isinstance(entry, dict) and _message(entry)]
    paths = [naming(entry) for entry in entries]
    if not any(path is not None for path in paths):
        return ()
    pairs = zip(paths, entries, strict=True)
    return tuple(FieldError(_cut(path or ""), _message(entry), _sent(entry)) for path, entry in pairs)


def _by_member(names: str, entry: dict[Any, Any]) -> str | None:
    """Read a field's path, a list or a text, and the place that some servers put in a member beside it."""
    value = next((entry[name] for name in names.split() if entry.get(name) is not None), None)
    most = 1 if entry.get("type") == "json_invalid" else _LONGEST  # FastAPI lets a position in the text follow
    path = _spelled(value) if isinstance(value, str) else _listed_parts(value, most)
    beside = (entry.get(key) for key in ("source", "location"))
    place = next((str.__str__(each) for each in beside if isinstance(each, str) and each in _PLACES), "")
    return None if path is None else _joined((place, path))


def _by_source(entry: dict[Any, Any]) -> str | None:
    """Read where JSON:API says that an error comes from."""
    source = entry.get("source")
    if not isinstance(source, dict):
        return None
    paths = ((place, _by_member(key, source)) for key, place in _SOURCES.items())
    return next((_joined((place, path)) for place, path in paths if path is not None), None)


def _keyed(value: object) -> _Found:
    """Read lists of texts by field, nested as the fields are; one leaf of another kind, and it is not this shape."""
    found = list(islice(_walk(value, ()), _MOST))
    return () if None in found else tuple(filter(None, found))


def _walk(value: object, path: tuple[str, ...]) -> Iterator[FieldError | None]:
    if len(path) > _DEEPEST or not isinstance(value, dict | list):
        yield None
    elif isinstance(value, list):
        yield from _walk_list(value, path)
    else:
        for key, inner in value.items():
            name = _part(key)
            yield from (None,) if name is None or not _NAME.fullmatch(name) else _walk(inner, (*path, name))


def _walk_list(values: list[object], path: tuple[str, ...]) -> Iterator[FieldError | None]:
    for index, value in enumerate(values):
        text = _text(value) if path else value
        if isinstance(text, str):
            yield FieldError(_cut(_dotted(".".join(path))), _cut(text))
        else:
            yield from _walk(value if isinstance(value, dict) else None, (*path, str(index)))


def _text(value: object) -> object:
    """The text of a message; Django's forms write exactly `message` and `code`."""
    return value["message"] if isinstance(value, dict) and value.keys() == {"message", "code"} else value


def _one_text_each(value: object) -> _Found:
    """Read one text a field (flask-restx, handlers written by hand)."""
    texts = value if isinstance(value, dict) and not value.keys() & _ONE_ERROR else {}
    return _keyed({key: [text] if isinstance(text, str) else None for key, text in texts.items()})


def _at(document: object, where: str) -> object:
    """What stands at `where`: keys with dots, `.` for the document itself; lists on the way are joined."""
    for key in filter(None, where.split(".")):
        if isinstance(document, list):
            inner = (entry.get(key) for entry in document[:_MOST] if isinstance(entry, dict))
            document = [each for values in inner if isinstance(values, list) for each in values[:_MOST]]
        else:
            document = document.get(key) if isinstance(document, dict) else None
    return document


def _is_graphql(document: object) -> bool:
    """Whether `errors[].path` is a place in an answer, not in what was sent."""
    errors = _at(document, "errors")
    entries = [entry for entry in errors[:_MOST] if isinstance(entry, dict)] if isinstance(errors, list) else []
    beside_data = isinstance(document, dict) and "data" in document
    return any("locations" in each or (beside_data and isinstance(each.get("path"), list)) for each in entries)


_SHAPES: Final[tuple[tuple[str, Callable[[object], _Found]], ...]] = (
    ("detail errors .", partial(_listed, partial(_by_member, "loc"))),  # FastAPI, django-ninja; pydantic's own
    ("errors", partial(_listed, _by_source)),  # JSON:API
    ("extra", partial(_listed, partial(_by_member, "key"))),  # Litestar
    ("invalid-params", partial(_listed, partial(_by_member, "name"))),  # RFC 7807
    ("error.details.fieldViolations", partial(_listed, partial(_by_member, "field"))),  # Google
    ("error", lambda error: _listed(partial(_by_member, "param"), [error])),  # Stripe
    ("errors violations issues error.issues details error.details", partial(_listed, partial(_by_member, _MEMBERS))),
    ("fieldErrors error.fieldErrors errors.fieldErrors", _keyed),  # Zod, flattened
    ("errors messages detail message error", _keyed),  # Laravel, ASP.NET, Rails, marshmallow; webargs; APIFlask; Nest
    ("errors message", _one_text_each),  # flask-restx; flask-restful
    (".", _keyed),  # DRF, Rails, Django's forms
)
"""Where a shape keeps its errors, and its reader: the most specific first, and the first that reads any wins."""
