"""`IsStatus` in a plain assert, its algebra, and the codes for `parametrize`."""

from __future__ import annotations

import copy
import operator
import pickle
import tempfile
from collections.abc import Callable, Iterator
from enum import IntEnum
from http import HTTPStatus
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import ANY, MagicMock, Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir

from pytest_httpstatus import IsStatus, status_codes
from pytest_httpstatus._expectation import HTTP, parse
from tests.clients import site

# What hypothesis keeps stays out of the tree, where its folder would be collected.
set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "hypothesis")


class Code(IntEnum):
    MISSING = 404


class Word(str):
    """A text of the user's own."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Word"


# -- equality ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [404, 410, 499, HTTPStatus.NOT_FOUND, Code.MISSING, SimpleNamespace(status=404)])
def test_it_is_equal_to_what_meets_it_from_either_side(code: Any) -> None:
    matcher = IsStatus("4xx")
    assert (True, True) == (matcher == code, code == matcher)
    assert (False, False) == (matcher != code, code != matcher)
    assert code in [200, matcher]
    assert matcher in [200, code]


@pytest.mark.parametrize(
    "thing",
    [200, 399, 500, 999, -404, 0, True, 404.0, "404", b"404", None, [404], {404}, object(), KeyError(404), Mock(), int]
    + [SimpleNamespace(status_code=each) for each in (200, 99, 1000, True, "404", 404.0, None)],
)
def test_it_differs_from_what_does_not_meet_it_and_from_what_is_no_status(thing: Any) -> None:
    matcher = IsStatus("4xx")
    assert (True, True) == (matcher != thing, thing != matcher)
    assert (False, False) == (matcher == thing, thing == matcher)
    assert thing not in [matcher, IsStatus(410)]


def test_true_is_no_code_even_where_every_code_will_do() -> None:
    assert True not in [IsStatus("100-999"), IsStatus("!404")]


def test_two_are_equal_when_the_same_codes_meet_them() -> None:
    assert IsStatus("404 | 410") == IsStatus([410, 404])
    assert IsStatus(range(200, 300)) == IsStatus("2xx")
    assert IsStatus("2xx") != IsStatus("2xx & !204")


def test_the_other_side_may_know_better() -> None:
    assert IsStatus(404) == ANY
    assert ANY == IsStatus(404)


def test_a_mock_is_not_called() -> None:
    mock = MagicMock(status_code=404)
    assert IsStatus(404) == mock
    assert IsStatus(410) != mock
    assert [] == mock.mock_calls


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with site.serving() as url:
        yield url


def test_it_is_equal_to_a_response_of_requests(address: str) -> None:
    requests = pytest.importorskip("requests")
    missing, user = requests.get(f"{address}/missing"), requests.get(f"{address}/users/7")
    assert missing == IsStatus("404 | 410")
    assert IsStatus("4xx") == missing
    assert user != IsStatus("4xx")
    assert user.status_code == IsStatus("2xx")


def test_a_response_that_was_not_read_stays_unread(address: str) -> None:
    requests = pytest.importorskip("requests")
    with requests.get(f"{address}/big", stream=True) as response:
        assert response == IsStatus("2xx")
        assert response != IsStatus("4xx")
        assert len(site.BIG) == len(response.raw.read())


def test_it_is_equal_to_a_response_of_flask() -> None:
    flask = pytest.importorskip("flask")
    client = flask.Flask(__name__).test_client()
    assert client.get("/nowhere") == IsStatus("not found")
    assert IsStatus("!5xx") == client.get("/nowhere")
    assert client.get("/nowhere") != IsStatus(200)


def test_the_error_of_a_response_comes_through() -> None:
    class Broken:
        @property
        def status_code(self) -> int:
            raise ValueError("no status yet")

    with pytest.raises(ValueError, match=r"\Ano status yet\Z"):
        assert Broken() == IsStatus(404)


def test_it_has_no_hash_and_says_why() -> None:
    with pytest.raises(TypeError) as caught:
        hash(IsStatus(404))
    assert (
        "IsStatus is equal to several codes, so it has no hash: put it into a list instead of a set or a dict key"
        == str(caught.value)
    )


@pytest.mark.parametrize("spec", ["4x", True, None, 99, [[404]]])
def test_it_takes_what_an_assertion_takes_and_nothing_else(spec: Any) -> None:
    with pytest.raises((ValueError, TypeError)) as ours:
        IsStatus(spec)
    with pytest.raises((ValueError, TypeError)) as theirs:
        parse(spec)
    assert str(theirs.value) == str(ours.value)


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])
def test_it_is_copied_with_its_words(again: Callable[[IsStatus], IsStatus]) -> None:
    matcher = (IsStatus(404) | 410) & ~IsStatus(500)
    assert matcher == again(matcher)
    assert repr(matcher) == repr(again(matcher))
    assert repr(matcher & 404) == repr(again(matcher) & 404)


# -- words ------------------------------------------------------------------------------------------------------------

WORDS = [
    ("IsStatus(404)", IsStatus(404)),
    ("IsStatus('4xx')", IsStatus("4xx")),
    ("IsStatus('Not Found')", IsStatus("Not Found")),
    ("IsStatus('404')", IsStatus(Word("404"))),
    ("IsStatus(HTTPStatus.NOT_FOUND)", IsStatus(HTTPStatus.NOT_FOUND)),
    ("IsStatus(Code.MISSING)", IsStatus(Code.MISSING)),
    ("IsStatus(range(200, 205))", IsStatus(range(200, 205))),
    ("IsStatus([200, '3xx'])", IsStatus([200, "3xx"])),
    ("IsStatus([HTTPStatus.OK, IsStatus(404)])", IsStatus([HTTPStatus.OK, IsStatus(404)])),
    ("IsStatus((200, 204))", IsStatus((200, 204))),
    ("IsStatus((200,))", IsStatus((200,))),
    ("IsStatus({200, 204})", IsStatus({204, 200})),
    ("IsStatus({200, 204})", IsStatus(frozenset({204, 200}))),
    ("IsStatus({200, 204})", IsStatus({204: 0, 200: 0}.keys())),
    ("IsStatus([200, 204])", IsStatus({200: 204, 204: 200}.values())),
    ("IsStatus(IsStatus(404))", IsStatus(IsStatus(404))),
    ("IsStatus(404) | 410", IsStatus(404) | 410),
    ("404 | IsStatus(410)", 404 | IsStatus(410)),
    ("'404' | IsStatus(410)", "404" | IsStatus(410)),
    ("{404} | IsStatus(410)", {404} | IsStatus(410)),
    ("HTTPStatus.OK | IsStatus(410)", HTTPStatus.OK | IsStatus(410)),
    ("404 | (410 | IsStatus(200))", 404 | (410 | IsStatus(200))),
    ("404 | 410 & IsStatus('4xx')", 404 | (410 & IsStatus("4xx"))),
    ("IsStatus(404) | 410 | 200", IsStatus(404) | 410 | 200),
    ("IsStatus(404) | (410 | IsStatus(200))", IsStatus(404) | (410 | IsStatus(200))),
    ("IsStatus('2xx') & ~IsStatus(204)", IsStatus("2xx") & ~IsStatus(204)),
    ("IsStatus('2xx') & '!204'", IsStatus("2xx") & "!204"),
    ("'2xx' & ~IsStatus(204)", "2xx" & ~IsStatus(204)),
    ("IsStatus('2xx') & ~IsStatus(204) | 304", IsStatus("2xx") & ~IsStatus(204) | 304),
    ("(IsStatus('2xx') | 304) & ~IsStatus(204)", (IsStatus("2xx") | 304) & ~IsStatus(204)),
    ("~IsStatus(204) & (IsStatus('2xx') | 304)", ~IsStatus(204) & (IsStatus("2xx") | 304)),
    ("'2xx' & (~IsStatus(204) & '20x')", "2xx" & (~IsStatus(204) & "20x")),
    ("~IsStatus('5xx')", ~IsStatus("5xx")),
    ("~~IsStatus('5xx')", ~~IsStatus("5xx")),
    ("~(IsStatus('2xx') | 404)", ~(IsStatus("2xx") | 404)),
    ("~(IsStatus('2xx') & ~IsStatus(204))", ~(IsStatus("2xx") & ~IsStatus(204))),
]


@pytest.mark.parametrize(("words", "matcher"), WORDS, ids=[words for words, _ in WORDS])
def test_it_shows_what_was_typed_and_that_evaluates_to_its_equal(words: str, matcher: IsStatus) -> None:
    assert words == repr(matcher)
    assert matcher == eval(words, {"IsStatus": IsStatus, "HTTPStatus": HTTPStatus, "Code": Code})


@pytest.mark.parametrize(("words", "matcher"), WORDS, ids=[words for words, _ in WORDS])
def test_what_it_asks_for_can_be_written_as_text(words: str, matcher: IsStatus) -> None:
    assert matcher == IsStatus(matcher.expectation.text)


@pytest.mark.parametrize(
    ("text", "matcher"),
    [
        ("404 | 410", 404 | IsStatus(410)),
        ("404", IsStatus(404) | "not found"),
        ("404 | 410 | 5xx", IsStatus("404 | 410") | ["5xx", 404]),
        ("2xx & !204", IsStatus("2xx") & ~IsStatus(204)),
        ("2xx & !204 | 304", IsStatus("2xx") & "!204" | 304),
        ("2xx & !204 & !206", IsStatus("2xx & !204") & "!206 & !204"),
        ("!404", ~IsStatus(404)),
        ("404", ~~IsStatus(404)),
        ("!404", ~~~IsStatus(404)),
        ("!!100-999 | 700", IsStatus("!!100-999") | 700),
        # De Morgan, where one kind of sign stands in the text
        ("!2xx & !404", ~(IsStatus("2xx") | 404)),
        ("!2xx | 204", ~(IsStatus("2xx") & ~IsStatus(204))),
        ("!4xx", ~IsStatus("4xx & 100-999")),
        ("4xx", ~~IsStatus("4xx & 100-999")),
        # the codes, where the grammar would need parentheses
        ("200-203 | 205-299 | 404", (IsStatus("2xx") | 404) & ~IsStatus(204)),
        ("100-199 | 204 | 300-303 | 305-599", ~IsStatus("2xx & !204 | 304")),
        # and where there are too many words
        ("100-498 | 500-599", IsStatus(list(range(100, 499))) | range(500, 600)),
    ],
)
def test_its_text_is_in_the_grammar_and_short(text: str, matcher: IsStatus) -> None:
    assert text == matcher.expectation.text
    assert matcher == IsStatus(text)


# -- algebra ----------------------------------------------------------------------------------------------------------


def complaint(call: Callable[[], object]) -> str:
    with pytest.raises((ValueError, TypeError)) as caught:
        call()
    return str(caught.value)


def test_what_leaves_nothing_is_refused_at_once() -> None:
    assert (
        "IsStatus(404) & 410 leaves no status code, so no response could meet it; did you mean IsStatus(404) | 410?"
        == complaint(lambda: IsStatus(404) & 410)
    )
    assert (
        "'4xx' & (IsStatus(200) | 201) leaves no status code, so no response could meet it;"
        " did you mean '4xx' | (IsStatus(200) | 201)?"
    ) == complaint(lambda: "4xx" & (IsStatus(200) | 201))
    assert (
        "~IsStatus('100-599') leaves no status code, so no response could meet it; `~` stays within 100 to 599"
        == complaint(lambda: ~IsStatus("100-599"))
    )
    assert "~(IsStatus('!404') | 404)" in complaint(lambda: ~(IsStatus("!404") | 404))


@pytest.mark.parametrize("other", ["4x", None, True, 99, object()])
@pytest.mark.parametrize("sign", [operator.or_, operator.and_])
def test_the_other_operand_is_an_expectation_too(sign: Callable[[Any, Any], Any], other: Any) -> None:
    wanted = complaint(lambda: parse(other))
    assert wanted == complaint(lambda: sign(IsStatus(404), other))
    assert wanted == complaint(lambda: sign(other, IsStatus(404)))


def test_no_operand_changes() -> None:
    one, other = IsStatus("2xx"), IsStatus(204)
    assert not {id(one), id(other)} & {id(made) for made in (one | other, one & other, ~one, one | one)}
    assert ["IsStatus('2xx')", "IsStatus(204)"] == [repr(one), repr(other)]
    assert [set(range(200, 300)), {204}] == [set(one.expectation.codes), set(other.expectation.codes)]


LEAVES = st.one_of(
    st.sampled_from([404, "4xx", "2xx & !204", "404 | 410", "!5xx", "!!999 | 200", 999, "100-999", "200-204"]),
    st.lists(st.integers(100, 999), min_size=1, max_size=3),
    st.integers(100, 999),
)
TREES: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda inner: st.tuples(st.just("~"), inner) | st.tuples(st.sampled_from("|&"), inner, inner),
    max_leaves=8,
)


def as_set(tree: Any) -> frozenset[int]:
    match tree:
        case ("~", inner):
            return HTTP - as_set(inner)
        case ("|", one, other):
            return as_set(one) | as_set(other)
        case ("&", one, other):
            return as_set(one) & as_set(other)
    return parse(tree).codes


def as_matcher(tree: Any, *, bare: bool = False) -> Any:
    """The matcher; every left operand that is a leaf stays what was typed."""
    match tree:
        case ("~", inner):
            return ~as_matcher(inner)
        case ("|", one, other):
            return as_matcher(one, bare=True) | as_matcher(other)
        case ("&", one, other):
            return as_matcher(one, bare=True) & as_matcher(other)
    return tree if bare else IsStatus(tree)


def outcome(tree: Any) -> IsStatus | str:
    """The matcher, or the words of the refusal."""
    try:
        return as_matcher(tree)  # type: ignore[no-any-return]
    except ValueError as error:
        return str(error)


@given(TREES)
def test_signs_are_the_operations_on_sets(tree: Any) -> None:
    matcher = outcome(tree)
    if isinstance(matcher, str):
        assert "leaves no status code" in matcher
        return
    assert as_set(tree) == matcher.expectation.codes
    assert [code in as_set(tree) for code in range(90, 1010)] == [code == matcher for code in range(90, 1010)]
    assert matcher == eval(repr(matcher))
    assert matcher == IsStatus(matcher.expectation.text)


# -- codes for parametrize --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codes", "spec"),
    [
        ((200, 201, 202, 203, 204, 205, 206, 207, 208, 226), "2xx"),
        ((207, 208, 226), "2xx & !200-206"),
        ((404,), 404),
        ((404, 410), ["gone", "not found"]),
        ((500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511), IsStatus("5xx")),
        ((), "306 | 418"),
        ((), "600-999"),
    ],
)
def test_the_registered_codes_of_an_expectation_are_listed_without_the_unused(
    codes: tuple[int, ...], spec: Any
) -> None:
    assert codes == status_codes(spec)


def test_a_wrong_expectation_has_no_codes() -> None:
    assert "'4x' is no status expectation; did you mean '4xx'?" == complaint(lambda: status_codes("4x"))
