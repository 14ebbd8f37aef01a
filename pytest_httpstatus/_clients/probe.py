"""Touching a stranger's object safely: exact builtins come out, nothing is read, nothing is called that was not named.

`None` always means "not known".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, TypeGuard, TypeVar

if TYPE_CHECKING:
    from pytest_httpstatus._model import ContentState, Fields


_T = TypeVar("_T")


def is_a(value: object, kind: type[_T]) -> TypeGuard[_T]:
    """Whether it really is one: `isinstance` believes what `__class__` says, and mocks and proxies say another's."""
    return issubclass(type(value), kind)


def attribute(thing: object, name: str) -> object:
    """Ask for an attribute that the reference names as safe; one that raises is not known."""
    try:
        return getattr(thing, name, None)
    except Exception:  # noqa: BLE001  # a stranger's property may raise anything
        return None


def own(thing: object) -> dict[str, object]:
    """The instance's own attributes. Reading them runs no property, so it cannot read a stream."""
    found = attribute(thing, "__dict__")
    return found if type(found) is dict else {}


def text(value: object) -> str | None:
    """An exact `str` of a text or of bytes. `str(x)` is no cure: some subclasses return themselves."""
    if is_a(value, str):
        return str.__str__(value)
    if is_a(value, bytes) or is_a(value, bytearray):
        return bytes(value).decode("latin-1")
    return None


def number(value: object) -> int | None:
    """An exact `int`, from enums too; `True` is none."""
    return int(value) if is_a(value, int) and type(value) is not bool else None


def octets(value: object) -> bytes | None:
    """Exact `bytes` of what is in memory already; a `str` is what the client will encode as UTF-8."""
    if is_a(value, bytes) or is_a(value, bytearray) or is_a(value, memoryview):
        return bytes(value)
    return str.__str__(value).encode("utf-8", "surrogatepass") if is_a(value, str) else None


def joined(chunks: list[object] | tuple[object, ...]) -> tuple[bytes | None, ContentState]:
    """The content of a body that lies in memory in pieces; one piece that is no octets makes the whole unknown."""
    found = [octet for chunk in chunks if (octet := octets(chunk)) is not None]
    return (b"".join(found), "kept") if len(found) == len(chunks) else (None, "unknown")


def seconds(value: object) -> float | None:
    """A duration in seconds, from a `timedelta` or a number of seconds."""
    if is_a(value, timedelta):
        return timedelta.total_seconds(value)
    return float(value) if type(value) in (int, float) else None  # type: ignore[arg-type]


def pairs(lines: object) -> Fields | None:
    """Field lines from an iterable of name and value; a line that is neither text nor number is left out."""
    if not isinstance(lines, Iterable):
        return None
    try:
        return tuple(pair for line in lines if (pair := _pair(line)) is not None)
    except Exception:  # noqa: BLE001  # a stranger's iterator may raise anything
        return None


def _pair(line: object) -> tuple[str, str] | None:
    if not (is_a(line, tuple) or is_a(line, list)) or len(line) != 2:
        return None
    name, value = text(line[0]), text(line[1])
    if value is None and (count := number(line[1])) is not None:
        value = str(count)
    return None if name is None or value is None else (name, value)


def fields(headers: object) -> Fields | None:
    """Field lines of a mapping or of a list of pairs, repeated ones as the client gives them.

    A mapping from a name to a list of values is taken as repeated lines.
    """
    if is_a(headers, list) or is_a(headers, tuple):
        return pairs(headers)
    items = attribute(headers, "items") if isinstance(headers, Mapping) or _is_message(headers) else None
    if not callable(items):
        return None
    try:
        return pairs(line for name, value in items() for line in _lines(name, value))
    except Exception:  # noqa: BLE001  # as above
        return None


def _is_message(headers: object) -> bool:
    return callable(getattr(type(headers), "items", None)) and callable(getattr(type(headers), "__getitem__", None))


def _lines(name: object, value: object) -> list[tuple[object, object]]:
    return [(name, each) for each in value] if is_a(value, list) else [(name, value)]


def address(url: object) -> str | None:
    """A URL as text, also from the URL classes of yarl, httpx and `urllib.parse`."""
    found = text(url)
    if found is None and type(url).__name__ in {"URL", "SplitResult", "ParseResult"}:
        geturl = attribute(url, "geturl")
        found = text(geturl()) if callable(geturl) else text(str(url))
    return found
