"""Ids and evidence become sentences; what has no evidence is not said."""

from __future__ import annotations

import pytest

from pytest_httpstatus import _catalogue
from pytest_httpstatus._model import Dialect, Finding, Unmet
from pytest_httpstatus._rendering.words import Said, Words, failed_part

CAUSES = {
    "parts": {"likely": ["it is {a}", ", because of {b}"], "check": ["try {c}", "try {stop_following}", "try again"]},
    "plain": {"likely": "it is {a}"},
}
RULES = {
    "rule": {"headline": "{what} there", "broken": "no {what} ever", "check": ["drop {what}"]},
    "remark": {"check": ["x"]},
}


@pytest.fixture(autouse=True)
def sentences(monkeypatch):
    known = _catalogue.sentences
    tables = {"causes": CAUSES, "rules": RULES}
    monkeypatch.setattr(_catalogue, "sentences", lambda lang, name: tables.get(name) or known(lang, name))


@pytest.mark.parametrize(
    ("sentence", "checks", "evidence"),
    [
        ("it is A, because of B", ("try C", "try again"), {"a": "A", "b": "B", "c": "C"}),
        ("it is A", ("try again",), {"a": "A"}),
        ("", ("try again",), {}),
    ],
)
def test_a_part_or_a_line_whose_placeholder_has_no_evidence_is_not_said(sentence, checks, evidence):
    assert Said(sentence, checks) == Words("en").finding(Finding("parts", tuple(evidence.items())))


def test_a_sentence_without_its_evidence_is_no_cause():
    assert ("it is A", "") == (
        Words("en").finding(Finding("plain", (("a", "A"),))).sentence,
        Words("en").finding(Finding("plain")).sentence,
    )


def test_the_client_s_own_words_are_at_hand():
    words = Words("en", Dialect("requests", stop_following="allow_redirects=False"))
    assert "try allow_redirects=False" in words.finding(Finding("parts")).checks


@pytest.mark.parametrize("value", ["{a}", "{0}", "{", "}", "{{}}", r"\1", r"\g<0>", "%s", "{b!r}"])
def test_values_with_braces_or_backslashes_are_inert(value):
    assert f"it is {value}" == Words("en").finding(Finding("plain", (("a", value),))).sentence
    assert f"got {value}, expected 200: GET /" == Words("en").phrase(
        "headline", "got", got=value, expected="200", target="GET /"
    )


def test_evidence_arrives_visible_on_one_line():
    assert r"it is \x1b[2J #\#[x" == Words("en").finding(Finding("plain", (("a", "\x1b[2J\n##[x"),))).sentence


@pytest.mark.parametrize("known", ["shop.closed", "plain"])
def test_a_project_s_own_finding_is_said_in_its_own_words_visibly(known):
    own = Finding(known, (("a", "A"),), "closed \x1b[1m on\nSundays", ("freeze {a} to a\tMonday",))
    said = Said(r"closed \x1b[1m on Sundays", ("freeze {a} to a Monday",))
    assert said == Words("en").finding(own) == Words("ko").finding(own)


def test_a_rule_has_a_headline_a_sentence_and_checks():
    unmet = Unmet("rule", "RFC 9110", (("what", "content"),))
    assert Said("no content ever", ("drop content",), "content there") == Words("en").unmet(unmet)
    assert Said("", ("x",), "") == Words("en").unmet(Unmet("remark"))


def test_a_rule_without_words_is_said_by_its_id():
    assert Said("new.rule", (), "new.rule") == Words("en").unmet(Unmet("new.rule"))


@pytest.mark.parametrize(("label", "lang"), [("server said", "en"), ("서버 메시지", "ko")])
def test_labels_are_of_the_language(label, lang):
    assert label == Words(lang).label("said")


def test_a_phrase_without_its_value_stands_as_it_is():
    assert "(no {name})" == Words("en").phrase("exchange", "absent")


@pytest.mark.parametrize(
    ("shown", "lang"),
    [("(hops could not be shown: KeyError)", "en"), ("(hops 부분을 표시할 수 없음: KeyError)", "ko"),
     ("(hops could not be shown: KeyError)", "tlh")],
)  # fmt: skip
def test_a_part_that_failed_is_named_even_without_a_catalogue(shown, lang):
    assert shown == failed_part("hops", "KeyError", lang)


def test_the_error_of_a_stranger_is_visible_and_short():
    assert f"(hook could not be shown: \\x1b{'x' * 113}...)" == failed_part("hook", "\x1b" + "x" * 1_000, "en")
