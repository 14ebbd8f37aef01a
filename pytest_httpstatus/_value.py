"""Frozen values: dataclasses that share their methods, for to write a class its own takes 0.5 ms when it is defined.

The first failure of a run needs sixteen of them, and may take 30 ms in all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass
else:
    import dataclasses
    from dataclasses import MISSING, FrozenInstanceError
    from inspect import Parameter, Signature

    def dataclass(*, frozen: bool, slots: bool) -> Callable[[type], type]:  # noqa: ARG001  # both are always true; said for type checkers and for readers
        """Make a class as `dataclasses.dataclass(frozen=True, slots=True)` makes it."""
        return _made

    def _made(cls: type) -> type:
        made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
        fields = made.__dataclass_fields__.values()
        made._defaults = {  # noqa: SLF001  # the class is ours
            each.name: each.default for each in fields if each.default is not MISSING
        }
        made.__init__, made.__reduce__, made.__repr__ = _init, _reduce, _repr
        made.__eq__, made.__hash__ = _eq, _hash
        made.__setattr__, made.__delattr__ = _refuse, _refuse
        made.__signature__ = _Signature()
        return made

    def _init(self: Any, *given: object, **named: object) -> None:
        names = self.__match_args__
        put = object.__setattr__
        values = given if len(given) == len(names) and not named else _whole(self, given, named)
        for name, each in zip(names, values, strict=True):
            put(self, name, each)

    def _whole(self: Any, given: tuple[object, ...], named: dict[str, object]) -> list[object]:
        """The values in the order of the fields, with the defaults of those that were not given."""
        names = self.__match_args__
        held = {**self._defaults, **dict(zip(names, given, strict=False)), **named}
        twice = given and not named.keys().isdisjoint(names[: len(given)])
        if twice or len(given) > len(names) or held.keys() != self.__dataclass_fields__.keys():
            _complain(type(self), given, named)
        return [held[name] for name in names]

    def _complain(cls: Any, given: tuple[object, ...], named: dict[str, object]) -> NoReturn:
        """Raise what Python says of a call that does not fit."""
        try:
            cls.__signature__.bind(*given, **named)
        except TypeError as error:
            raise TypeError(f"{cls.__name__}: {error}") from None

    def _values(self: Any) -> tuple[object, ...]:
        return tuple([getattr(self, name) for name in self.__match_args__])

    def _reduce(self: Any) -> tuple[type, tuple[object, ...]]:
        return type(self), _values(self)

    def _repr(self: Any) -> str:
        shown = (f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def _eq(self: Any, other: object) -> bool:
        return _values(self) == _values(other) if type(other) is type(self) else NotImplemented

    def _hash(self: Any) -> int:
        return hash(_values(self))

    def _refuse(_: object, name: str, *_value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot change field {name!r}")

    class _Signature:
        """What a class is called with, made when somebody asks."""

        def __get__(self, instance: object, cls: Any) -> Signature:
            fields = cls.__dataclass_fields__.values()
            return Signature(
                [
                    Parameter(
                        each.name,
                        Parameter.POSITIONAL_OR_KEYWORD,
                        default=Parameter.empty if each.default is MISSING else each.default,
                        annotation=each.type,
                    )
                    for each in fields
                ]
            )
