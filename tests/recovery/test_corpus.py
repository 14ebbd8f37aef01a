"""Suites that never heard of us."""

from __future__ import annotations

import sys

import pytest

from tests.benchmarks import plain_asserts
from tests.recovery.corpus import run, table

RECORDED = sys.version_info >= (3, 12)


@pytest.fixture(scope="module")
def score() -> plain_asserts.Score:
    return plain_asserts.score()


def test_the_suites_are_as_many_as_they_should_be(score: plain_asserts.Score) -> None:
    """At least sixty failures are to be explained, and at least forty are not."""
    if run.installed() == list(run.NEEDS):
        assert len(score.explained) >= 60
        assert len(score.silent) >= 40


def test_failures_are_explained_rightly(score: plain_asserts.Score) -> None:
    """At least 95 % are, with method, path, status and expectation; without the recorder those that frames hold."""
    assert score.right / len(score.explained) >= (0.95 if RECORDED else 0.8)


def test_nothing_is_said_wrongly(score: plain_asserts.Score) -> None:
    """Nothing is said of failures that no response explains, nor of another response than the one meant."""
    assert score.wrong == []


@pytest.mark.skipif(not RECORDED, reason="the frames hold no operands then, and there is no recorder")
def test_failures_are_explained_without_rewriting() -> None:
    """With `--assert=plain` as many are, since the recorder knows where each call came from."""
    found = plain_asserts.score("--assert=plain")
    assert (found.right / len(found.explained) >= 0.95, found.wrong) == (True, [])


def test_the_page_shows_what_is_said() -> None:
    """Each row is a test of the suites with the line that it is compared with."""
    page = table.PAGE.read_text(encoding="utf-8")
    assert table.written(page) == page
