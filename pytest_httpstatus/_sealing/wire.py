"""A failure as builtins and back: what a report, a pipe between processes or a JSON document holds."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from itertools import repeat
from types import UnionType
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args, get_origin, get_type_hints

from pytest_httpstatus._model import Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Reader: TypeAlias = "Callable[[Any], Any]"

_NONE: Final = type(None)


def dump(value: object) -> Any:
    """Make builtins of a noun: a dict of what is no default, tuples as lists. JSON and xdist take it as it is."""
    if is_dataclass(value):
        held = ((each, getattr(value, each.name)) for each in fields(value))
        return {each.name: dump(part) for each, part in held if part != _default(each)}
    if isinstance(value, tuple):
        return [dump(part) for part in value]
    return value


def load(data: object) -> Failure:
    """Make a failure of what `dump` gave. Members that this version does not know are left out.

    Raises:
        ValueError: `data` has another shape; the message names the place.
    """
    try:
        failure: Failure = _reader(Failure)(data)
    except _AnotherShapeError as error:
        raise ValueError(f"failure{error.place}{error.complaint}") from None
    return failure


def _default(each: Field[Any]) -> Any:
    return each.default_factory() if each.default_factory is not MISSING else each.default


class _AnotherShapeError(Exception):
    """What is wrong, and where: the place grows on the way out, so that what is right pays nothing for it."""

    def __init__(self, complaint: str) -> None:
        super().__init__(complaint)
        self.complaint = complaint
        self.place = ""


@cache
def _reader(hint: Any) -> Reader:
    """What takes data of the type that `hint` says."""
    origin, members = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        return _noun(hint)  # type: ignore[arg-type]  # a class, not an instance: a hint
    if origin is tuple:
        return _several(_reader(members[0])) if members[-1] is ... else _pair([*map(_reader, members)])
    if origin is UnionType:
        return _optional(_reader(next(each for each in members if each is not _NONE)))
    return _one_of(members) if origin is Literal else _exact(hint)


def _noun(kind: type) -> Reader:
    readers = {name: _reader(hint) for name, hint in get_type_hints(kind).items()}
    defaults = {each.name: _default(each) for each in fields(kind)}
    needed = [name for name, default in defaults.items() if default is MISSING]

    def read(data: Any) -> Any:
        if type(data) is not dict:
            raise _wrong(data, kind.__name__)
        for name in needed:
            if name not in data:
                raise _AnotherShapeError(f" has no {name}")
        values, name = defaults.copy(), ""
        try:
            for name, value in data.items():
                if name in readers:
                    values[name] = readers[name](value)
        except _AnotherShapeError as error:
            error.place = f".{name}{error.place}"
            raise
        return kind(*values.values())

    return read


def _several(member: Reader) -> Reader:
    return lambda data: _each(_list(data), repeat(member))


def _pair(members: list[Reader]) -> Reader:
    def read(data: Any) -> Any:
        if len(_list(data)) != len(members):
            raise _wrong(data, f"list of {len(members)}")
        return _each(data, members)

    return read


def _list(data: Any) -> list[Any]:
    if type(data) is not list:
        raise _wrong(data, "list")
    return data


def _each(data: list[Any], readers: Iterable[Reader]) -> tuple[Any, ...]:
    found: list[Any] = []
    try:
        for reader, each in zip(readers, data):  # noqa: B905  # the readers may go on for ever
            found.append(reader(each))  # as many as were read are counted below
    except _AnotherShapeError as error:
        error.place = f"[{len(found)}]{error.place}"
        raise
    return tuple(found)


def _optional(member: Reader) -> Reader:
    return lambda data: None if data is None else member(data)


def _one_of(members: tuple[Any, ...]) -> Reader:
    def read(data: Any) -> Any:
        if type(data) is not str or data not in members:
            raise _wrong(data, " or ".join(map(repr, members)))
        return data

    return read


def _exact(kind: type) -> Reader:
    # JSON has no difference between 1 and 1.0.
    kinds = {kind, int} if kind is float else {kind}

    def read(data: Any) -> Any:
        if type(data) not in kinds:
            raise _wrong(data, kind.__name__)
        return data

    return read


def _wrong(data: object, wanted: str) -> _AnotherShapeError:
    return _AnotherShapeError(f" is {data!r:.60}, not {wanted}")
