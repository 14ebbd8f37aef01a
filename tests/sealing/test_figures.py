"""No planted credential is seen on any surface, and what only looks like one stays readable."""

from __future__ import annotations

import pytest

from tests.sealing import figures, planted

pytest.importorskip("requests")


def test_none_of_the_planted_credentials_is_seen_and_the_look_alikes_are_readable():
    found = figures.figures(("terminal",), every=3)
    assert (True, ()) == (found.planted >= 300, found.seen)
    assert (True, True) == (found.look_alikes >= 200, len(found.hidden) <= found.look_alikes * 0.02), found.hidden


def test_each_credential_that_is_shown_would_be_seen():
    def shown(each):
        requests = (each.exchange.request, *(hop.request for hop in each.exchange.hops))
        return repr(each.exchange) + "".join((asked.content or b"").decode() for asked in requests) + each.value

    assert [] == [each.place for each in planted.planted() if not any(trace in shown(each) for trace in each.traces)]


def test_there_are_as_many_as_was_promised():
    every = planted.planted()
    assert (True, True) == (len(every) >= 300, len({each.value for each in every}) >= 300)
    assert 200 <= len(planted.harmless()) + len(planted.printed())


def test_both_figures_are_printed():
    found = figures.Figures(2, 300, ("a: b",), 200, ("c", "d"))
    assert (
        "credentials planted  300, on 2 surfaces\n"
        "credentials seen     1\n"
        "look-alikes          200\n"
        "still readable       198 (99.0%)"
    ) == str(found)
