"""Ids and evidence become sentences; what has no evidence is not said."""

from __future__ import annotations

import pytest

from pytest_httpstatus import _catalogue
from pytest_httpstatus._diagnosis.evidence import duration
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


SPAN = {"likely": "{age} {left} {stale} {wait}", "check": ["wait {wait}", "not {seconds}"]}


@pytest.mark.parametrize(
    ("english", "korean", "span"),
    [
        ("3 d", "3일", "3 d"),
        ("3 h", "3시간", "3 h"),
        ("12 min", "12분", "12 min"),
        ("1 s", "1초", "1 s"),
        # What is no whole number of a known unit stays as the rule says it.
        ("3h", "3h", "3h"),
        ("3.5 h", "3.5 h", "3.5 h"),
        ("-3 h", "-3 h", "-3 h"),
        ("3 hours", "3 hours", "3 hours"),
        ("about 3 h", "about 3 h", "about 3 h"),
        ("3 w", "3 w", "3 w"),
        ("\u0663 h", "\u0663 h", "\u0663 h"),
        (r"3 h\x1b", r"3 h\x1b", "3 h\x1b"),
    ],
)
def test_time_spans_have_the_units_of_the_language(monkeypatch, english, korean, span):
    monkeypatch.setitem(CAUSES, "span", SPAN)
    finding = Finding("span", tuple((name, span) for name in ("age", "left", "stale", "wait")))
    assert (" ".join([english] * 4), (f"wait {english}",)) == Words("en").finding(finding)[:2]
    assert (" ".join([korean] * 4), (f"wait {korean}",)) == Words("ko").finding(finding)[:2]


@pytest.mark.parametrize("name", ["a", "seconds", "value"])
def test_only_what_is_a_time_span_by_its_name_has_a_unit(monkeypatch, name):
    monkeypatch.setitem(CAUSES, "span", {"likely": f"it is {{{name}}}"})
    assert "it is 3 h" == Words("ko").finding(Finding("span", ((name, "3 h"),))).sentence


@pytest.mark.parametrize(
    ("seconds", "english", "korean"),
    [(0.2, "1 s", "1초"), (59, "59 s", "59초"), (60, "1 min", "1분"), (7_199, "1 h", "1시간"), (86_400, "1 d", "1일"),
     (1_000_000, "11 d", "11일")],
)  # fmt: skip
def test_a_duration_of_a_rule_is_said_in_every_language(monkeypatch, seconds, english, korean):
    monkeypatch.setitem(CAUSES, "span", {"likely": "{left}"})
    finding = Finding("span", (("left", duration(seconds)),))
    assert (english, korean) == tuple(Words(lang).finding(finding).sentence for lang in ("en", "ko"))


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
