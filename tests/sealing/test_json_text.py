"""JSON is shown as it was sent: moved, cut and closed, never repaired."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_httpstatus._sealing.json_text import Layout, Rules, lay_out
from pytest_httpstatus._sealing.patterns import says_something

RULES = Rules(lambda name: "secret" in name, says_something, lambda text: text.replace("hunter2", "***"))
STRICT = RULES._replace(says=lambda _: False)
OPEN = Rules(lambda _: False, says_something, lambda text: text)


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ('{"a": 1}', '{"a":1}'),
        ('{"a": [1, 2, {"b": null}]}', '{ "a" : [ 1,\n2, {"b":null} ] }'),
        ("[]", "[ ]"),
        ("{}", "{}"),
        ('{"a": 1, "a": 2}', '{"a":1,"a":2}'),
        ('{"a": NaN, "b": 1e999, "c": -0.0}', '{"a":NaN,"b":1e999,"c":-0.0}'),
        ('{"이름": "값"}', '{"\\uc774\\ub984": "\\uac12"}'),
        ('{"a": "\\u0000\\ud800\\n"}', '{"a": "\\u0000\\ud800\\n"}'),
        ('{"a": "\\"b\\\\"}', '{"a":"\\"b\\\\"}'),
        ('"text"', '"text"'),
        ("17", "17"),
        ('{"secret": "***"}', '{"secret": "x"}'),
        ('{"secret": "***", "b": 1}', '{"secret": 17, "b": 1}'),
        ('{"secret": null, "a_secret": true}', '{"secret": null, "a_secret": true}'),
        ('{"secret": "***", "b": 1}', '{"secret": {"a": ["x"]}, "b": 1}'),
        ('{"secret": "***"}', '{"secret": ["x", "y z"]}'),
        ('{"secret": "***"}', '{"secret": []}'),
        ('{"secret": "***"', '{"secret": ["x"'),
        (
            '{"secret": ["This is required.", "It must be short"]}',
            '{"secret": ["This is required.", "It must be short"]}',
        ),
        ('{"secret": "It is too short"}', '{"secret": "It is too short"}'),
        ('{"secret": "***"}', '{"secret": {"a": "It is too short"}}'),
        ('{"secret": "***"}', '{"secret": ["It is too short", 17]}'),
        ('{"a": "*** is wrong"}', '{"a": "hunter2 is wrong"}'),
        ('{"a": "***"}', '{"a": hunter2}'),
        ('["secret", "x"]', '["secret", "x"]'),
        ('{"a": "x ***', '{"a": "x hunter2'),
    ],
)
def test_short_json_stands_on_one_line(shown, text):
    assert Layout(shown, whole=True) == lay_out(text, 2_000, RULES)


def test_in_a_request_a_sentence_is_a_credential_too():
    assert '{"secret": "***"}' == lay_out('{"secret": "It is too short"}', 2_000, STRICT).text


def test_longer_json_has_one_member_a_line():
    text = json.dumps({"name": "x" * 60, "list": [1, [], {}, {"a": "b"}], "end": None})
    assert (
        """{
  "name": "%s",
  "list": [
    1,
    [],
    {},
    {
      "a": "b"
    }
  ],
  "end": null
}"""
        % ("x" * 60)
        == lay_out(text, 2_000, OPEN).text
    )


def test_brackets_that_close_nothing_are_shown_as_they_came():
    long = "x" * 80
    assert f'{{\n  "a": "{long}"\n}}\n}}\n]' == lay_out(f'{{"a": "{long}"}}}}]', 2_000, OPEN).text


@pytest.mark.parametrize(
    ("shown", "count", "limit"),
    [
        ('{\n  "name": "xxxxxxxxxxxxxxxxxxxxxxx..."}', 33, 38),
        ('{\n  "name": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",\n  "list": [ ...]}', 82, 92),
        (
            '{\n  "name": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",\n  "list": [\n    1, ...]}',
            84,
            101,
        ),
        ("{ ...}", 1, 8),
        (" ...", 0, 0),
    ],
)
def test_at_the_limit_what_is_open_is_closed_and_what_is_shown_is_counted(shown, count, limit):
    text = json.dumps({"name": "x" * 60, "list": [1, 22222222, 3]})
    assert Layout(shown, whole=False, shown=count) == lay_out(text, limit, OPEN)


def closed(text: str) -> bool:
    """Whether every bracket outside of texts is closed in its order, and every text ends."""
    open_brackets, inside, escaped = [], False, False
    for sign in text:
        if inside:
            inside, escaped = not (sign == '"' and not escaped), sign == "\\" and not escaped
        elif sign == '"':
            inside = True
        elif sign in "{[":
            open_brackets.append({"{": "}", "[": "]"}[sign])
        elif sign in "}]" and (not open_brackets or open_brackets.pop() != sign):
            return False
    return not (inside or open_brackets)


DOCUMENTS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters(exclude_categories=()))
    | st.sampled_from(['"\\', "\\" * 9]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=40,
)


@settings(deadline=None)
@given(DOCUMENTS, st.integers(0, 300), st.booleans())
def test_whatever_is_cut_stays_within_the_limit_and_is_closed(document, limit, ascii_only):
    text = json.dumps(document, ensure_ascii=ascii_only)
    layout = lay_out(text, limit, OPEN)
    assert closed(layout.text)
    assert len(layout.text) <= limit + 4 + layout.text.count("}") + layout.text.count("]")
    assert 0 <= layout.shown <= len(text)


@settings(deadline=None)
@given(DOCUMENTS)
def test_whatever_is_whole_says_the_same_as_before(document):
    text = json.dumps(document)
    layout = lay_out(text, 1_000_000, OPEN)
    assert (True, json.loads(text)) == (layout.whole, json.loads(layout.text))


def test_a_long_body_costs_no_more_scrubbing_than_what_is_shown():
    asked: list[str] = []
    rules = OPEN._replace(scrub=lambda text: asked.append(text) or text)  # type: ignore[func-returns-value]
    lay_out(json.dumps([f"value {index}" for index in range(100_000)]), 100, rules)
    assert 40 > len(asked)
