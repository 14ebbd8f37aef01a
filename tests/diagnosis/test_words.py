"""Every rule has words in both languages, every table of words has a rule, and findings are ids with evidence."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields, replace
from importlib import import_module
from typing import Any

import pytest

from pytest_httpstatus import _diagnosis
from pytest_httpstatus._catalogue import languages, sentences
from pytest_httpstatus._content import Content
from pytest_httpstatus._diagnosis.rule import Case, Rule, rule
from pytest_httpstatus._expectation import HTTP
from pytest_httpstatus._model import Dialect, Exchange, Finding, Response

OWN = {"client", *(field.name for field in fields(Dialect))} - {"name", "in_process", "follows"}
NAMES = {"auth": "authentication", "connection": "connections"}


def texts(value: object) -> list[str]:
    """A sentence, or its parts; lines of checks likewise."""
    if isinstance(value, str):
        return [value]
    return [text for each in (value if isinstance(value, list) else []) for text in texts(each)]


@pytest.mark.parametrize("lang", languages())
def test_every_rule_has_words_and_every_table_has_a_rule(lang: str) -> None:
    assert sorted(each.id for each in _diagnosis.rules()) == sorted(sentences(lang, "causes"))


@pytest.mark.parametrize("lang", languages())
def test_tables_have_a_title_and_something_to_say(lang: str) -> None:
    known = {"title", "likely", "check"}
    assert [] == [name for name, table in sentences(lang, "causes").items() if not {"title"} < table.keys() <= known]


def test_ids_are_unique_and_begin_with_their_family() -> None:
    found = Counter(each.id for each in _diagnosis.rules())
    assert [] == [name for name, count in found.items() if count > 1]
    for family in _diagnosis.FAMILIES:
        module = import_module(f"pytest_httpstatus._diagnosis.{family}")
        ids = [each.id for each in vars(module).values() if isinstance(each, Rule)]
        assert ids
        assert {family} == {NAMES.get(name.partition(".")[0], name.partition(".")[0]) for name in ids}


def test_rules_stand_by_rank_and_name_their_source() -> None:
    ranks = [each.rank for each in _diagnosis.rules()]
    assert sorted(ranks, reverse=True) == ranks
    assert [] == [each.id for each in _diagnosis.rules() if not each.source or not 0 <= each.rank <= 100]


def test_placeholders_are_evidence_of_the_rule_or_words_of_the_client() -> None:
    wrong = []
    for name, table in sentences("en", "causes").items():
        source = _source(next(each for each in _diagnosis.rules() if each.id == name))
        used = {
            found
            for text in texts([table.get("likely", []), table.get("check", [])])
            for found in re.findall(r"\{(\w+)\}", text)
        }
        wrong += [(name, each) for each in used - OWN if f'"{each}"' not in source]
    assert [] == wrong


def _source(found: Rule) -> str:
    from pathlib import Path

    folder = Path(_diagnosis.__file__).parent
    return "".join(
        (folder / f"{name}.py").read_text("utf-8") for name in (found.look.__module__.rpartition(".")[2], "evidence")
    )


@pytest.mark.parametrize("lang", languages())
def test_findings_in_korean_and_english_end_in_their_form(lang: str) -> None:
    likely = {name: texts(table.get("likely", [])) for name, table in sentences(lang, "causes").items()}
    checks = {name: texts(table.get("check", [])) for name, table in sentences(lang, "causes").items()}
    assert [] == [text for lines in (*likely.values(), *checks.values()) for text in lines if text.endswith(".")]
    if lang == "ko":
        assert [] == [name for name, lines in likely.items() if lines and "니다" not in lines[0]]
        assert [] == [
            text
            for lines in checks.values()
            for text in lines
            if not re.search(r"하세요|[가-힣]세요|정수로 보낼", text)
        ]


def test_a_rule_that_fails_is_left_out() -> None:
    @rule("auth.broken", source="nowhere")
    def broken(_case: Case) -> Any:
        raise ValueError

    assert HTTP == broken.codes
    assert _diagnosis._apply(broken, Case(Exchange(Response(401)), Content("unread"), Content("unread"))) is None


def test_a_case_reads_what_is_there_and_knows_what_is_not() -> None:
    case = Case(Exchange(Response(302, fields=(("Location", "/a"),))), Content("unread"), Content("unread"))
    assert ("", "", "/a", False, False) == (
        case.method,
        case.url,
        case.location,
        case.knows_request_fields,
        case.expects_redirect,
    )
    assert "" == replace(case, exchange=Exchange(Response(200, fields=(("Location", "/a"),)))).location


def test_a_finding_carries_its_evidence() -> None:
    case = Case(Exchange(Response(429, fields=(("Retry-After", "3"),))), Content("unread"), Content("unread"))
    assert (Finding("rate.wait", (("seconds", "3"), ("counted", "429"))),) == _diagnosis.diagnose(case)
