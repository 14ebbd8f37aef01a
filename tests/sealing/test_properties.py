"""A credential of any signs, in any place and spelling, never comes out; what is no credential does."""

from __future__ import annotations

import string

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from pytest_httpstatus._rendering import text
from pytest_httpstatus._sealing.patterns import SHAPE_MARKS, says_something
from pytest_httpstatus._sealing.redaction import Redactor
from pytest_httpstatus._sealing.scrubbing import Scrubber
from tests.exchanges import exchange, failure
from tests.sealing.planted import ECHOES, SAYING, of_bodies, of_fields, of_urls

quick = settings(
    derandomize=True, max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
TOKEN = string.ascii_letters + string.digits + "-_.~+/="
TYPED = string.ascii_letters + string.digits + "!\"#$%&'()+,-./:;<=>?@[\\]^_`{|}~ ö가힣é"


def secrets(alphabet: str) -> st.SearchStrategy[str]:
    """Long enough to be searched for in pytest's lines, and no word of ours."""
    values = st.text(alphabet, min_size=8, max_size=40).map(str.strip)
    return values.filter(
        lambda it: len(it) >= 8 and len(set(it)) > 5 and any(map(str.isdecimal, it)) and not says_something(it)
    )


NOISE = st.lists(
    st.text(TYPED, max_size=6)
    | st.sampled_from(["\n", "\r\n", "\t", " ", "***", "password", "token=", '"pwd": "', "https://a:b@c/", "?api_key="])
    | st.sampled_from(["Authorization: Basic ", "Cookie: a=b; ", "<secret>", "<![CDATA[", "%3Ftoken%3D", "eyJ", "..."]),
    max_size=8,
).map("".join)


def shown(given_exchange: object) -> str:
    found = failure(given_exchange)
    return text(found, "en", "full") + repr(found)


@quick
@given(secrets(TOKEN), st.sampled_from([*of_fields(), *of_urls()]))
def test_no_field_and_no_url_shows_its_credential(value, place):
    assert value not in shown(place[1](value))


@quick
@given(secrets(TYPED), st.sampled_from([*of_bodies()]))
def test_no_body_shows_its_credential(value, place):
    assert value not in shown(place[1](value))


@quick
@given(secrets(TYPED), st.sampled_from([*ECHOES]), st.sampled_from([*SAYING]))
@example('00123"\\0', "repr", "text")
@example("A0 000123", "base64", "text")
def test_no_echo_shows_the_credential(value, spelling, where):
    echo = ECHOES[spelling](value)
    assume("\\" not in echo or where != "json")
    found = shown(SAYING[where](echo, (("X-API-Key", value),)))
    assert (False, False) == (value in found, echo in found)


@quick
@given(secrets(TYPED), NOISE, NOISE, st.sampled_from([*ECHOES]))
@example("00000000001234@", "", "0", "base64")
def test_no_text_around_it_saves_a_credential(value, before, after, spelling):
    echo = ECHOES[spelling](value)
    found = Redactor(exchange(401, asked=(("X-API-Key", value),))).text(before + echo + after)
    assert (False, False) == (value in found, echo in found)


@quick
@given(secrets(TYPED), NOISE, NOISE)
def test_redaction_twice_is_redaction_once(value, before, after):
    redactor = Redactor(exchange(401, asked=(("X-API-Key", value),)))
    once = redactor.text(f"{before} {value} {after}")
    assert once == redactor.text(once)


@quick
@given(secrets(TYPED), NOISE, NOISE, st.sampled_from(["raw", "percent-encoded", "json-escaped", "repr", "html"]))
def test_no_line_of_pytest_shows_a_whole_credential(value, before, after, spelling):
    line = f"{before} '{ECHOES[spelling](value)}' {after}"
    assert ECHOES[spelling](value) not in Scrubber([value]).among([line])(line)


@quick
@given(secrets(TOKEN.replace(".", "")), st.integers(0, 60), st.integers(0, 60))
def test_no_cut_of_pytest_leaves_twelve_signs_of_a_credential(value, before, after):
    value = f"{value}{value[::-1]}"
    line = f"a = '{'x ' * 5}{value[:before]}...{value[-after:] if after else ''}'"
    found = Scrubber([value]).among([line])(line)
    for piece in (value[:12], value[-12:]):
        assert piece not in found or len(value) <= before + after


@quick
@given(secrets(TYPED), NOISE)
def test_a_line_of_pytest_without_a_credential_stays_as_it_is(value, line):
    assume(not any(mark in line for mark in SHAPE_MARKS))
    assert line == Scrubber([value]).among([line])(line)


@quick
@given(secrets(TYPED), NOISE)
def test_to_scrub_twice_is_to_scrub_once(value, line):
    scrubber = Scrubber([value])
    line = f"{line} {value}...{value[:12]}..."
    once = scrubber.among([line])(line)
    assert once == scrubber.among([once])(once)
