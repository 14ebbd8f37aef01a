"""Values are what `dataclass(frozen=True, slots=True)` would make of them."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from typing import Any, Final

import pytest

from pytest_httpstatus._value import dataclass
from pytest_httpstatus.extending import Exchange, Finding, Hop, Request, Response


@dataclass(frozen=True, slots=True)
class Ours:
    """A value."""

    one: int
    two: str = "2"
    three: tuple[int, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """The same."""

    one: int
    two: str = "2"
    three: tuple[int, ...] = ()


CALLS: Final[tuple[tuple[tuple[Any, ...], dict[str, Any]], ...]] = (
    ((1,), {}),
    ((1, "b"), {}),
    ((1, "b", (3,)), {}),
    ((), {"one": 1}),
    ((1,), {"three": (3,)}),
    ((), {"three": (3,), "two": "b", "one": 1}),
)


@pytest.mark.parametrize(("given", "named"), CALLS)
def test_it_is_made_and_shown_as_a_dataclass_is(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    ours, known = Ours(*given, **named), Known(*given, **named)
    assert repr(known).replace("Known", "Ours") == repr(ours)
    assert dataclasses.astuple(known) == dataclasses.astuple(ours)
    assert hash(known) == hash(ours)


@pytest.mark.parametrize(
    ("given", "named", "complaint"),
    [
        ((), {}, "Ours: missing a required argument: 'one'"),
        ((1, "b", (), 4), {}, "Ours: too many positional arguments"),
        ((1,), {"one": 1}, "Ours: multiple values for argument 'one'"),
        ((1,), {"four": 4}, "Ours: got an unexpected keyword argument 'four'"),
        ((), {"four": 4}, "Ours: missing a required argument: 'one'"),
    ],
)
def test_a_call_that_does_not_fit_is_refused(given: tuple[Any, ...], named: dict[str, Any], complaint: str) -> None:
    with pytest.raises(TypeError) as refused:
        Ours(*given, **named)
    assert complaint == str(refused.value)


def test_it_cannot_be_changed() -> None:
    value: Any = Ours(1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        value.one = 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        del value.one
    with pytest.raises((dataclasses.FrozenInstanceError, AttributeError)):
        value.other = 2
    assert (1, False) == (value.one, hasattr(value, "__dict__"))


def test_it_equals_what_has_its_class_and_its_values() -> None:
    assert Ours(1) == Ours(one=1)
    assert Ours(1) != Ours(2)
    assert Ours(1) != Known(1)
    assert Ours(1) != (1, "2", ())


def test_the_standard_library_takes_it_for_a_dataclass() -> None:
    assert dataclasses.is_dataclass(Ours)
    assert ["one", "two", "three"] == [each.name for each in dataclasses.fields(Ours)]
    assert Ours(1, "b") == dataclasses.replace(Ours(1), two="b")
    assert {"one": 1, "two": "2", "three": ()} == dataclasses.asdict(Ours(1))
    assert str(inspect.signature(Known)).removesuffix(" -> None") == str(inspect.signature(Ours))
    match Ours(1, "b"):
        case Ours(1, two):
            assert "b" == two


REQUEST: Final = Request("GET", "http://a.test/", (("accept", "*/*"),), b"")


@pytest.mark.parametrize(
    "value",
    [
        REQUEST,
        Response(200, reason="OK"),
        Hop(REQUEST, Response(302)),
        Exchange(Response(404), REQUEST, (Hop(REQUEST, Response(302)),)),
        Finding("shop.closed", (("day", "Sunday"),), likely="the shop is closed"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_public_values_are_pickled_copied_and_put_into_sets(value: object) -> None:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert value == pickle.loads(pickle.dumps(value, protocol))
    assert value == copy.copy(value) == copy.deepcopy(value)
    assert 1 == len({value, copy.copy(value)})
