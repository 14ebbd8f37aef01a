"""Credentials in texts that are not ours: whole tokens go, words stay, and nothing of it travels."""

from __future__ import annotations

import copy
import pickle
import time

import pytest

from pytest_httpstatus import StatusMismatch, assert_status
from pytest_httpstatus._model import Exchange, Hop, Request, Response
from pytest_httpstatus._sealing import scrubber_of
from pytest_httpstatus._sealing.scrubbing import Scrubber
from tests.exchanges import JSON, exchange
from tests.sealing.planted import KNOWN, jwt

S = "k3y-7f3c91/Zk9+x=="
LONG = jwt("ada", 3)


def scrubbed(text: str, *values: str, places: tuple[tuple[str, str], ...] = ()) -> str:
    return Scrubber(values, places).among([text])(text)


WHOLE = {
    "alone": ("***", S),
    "quoted": ("secret = '***'", f"secret = '{S}'"),
    "in capitals": ("got ***", f"got {S.upper()}"),
    "behind a scheme": ("Bearer ***,", f"Bearer {S},"),
    "percent-encoded": ("/a?b=***&c=d", "/a?b=k3y-7f3c91%2FZk9%2Bx%3D%3D&c=d"),
    "behind an encoded sign": ("ada%3A***", "ada%3Ak3y-7f3c91%2FZk9%2Bx%3D%3D"),
    "behind an escape": (r"b'\r\n***\r\n'", rf"b'\r\n{S}\r\n'"),
    "behind another escape": (r"'\u0022*** \x22***'", rf"'\u0022{S} \x22{S}'"),
    "twice": ("*** and ***", f"{S} and {S}"),
    "next to Hangul": ("***가", f"{S}가"),
    "in another token": (f"x{S} stays", f"x{S} stays"),
    "before another token": ("pa55word-1s stays", "pa55word-1s stays"),
    "with a sign that is two small ones": ("İ ***", f"İ {S}"),
}


@pytest.mark.parametrize(("shown", "text"), WHOLE.values(), ids=WHOLE)
def test_a_credential_goes_as_a_whole_token_in_every_spelling(shown, text):
    assert shown == scrubbed(text, S, "pa55word-1")


@pytest.mark.parametrize(
    ("shown", "text", "value"),
    [
        ("'***'", repr("pa'ss\"\\word1"), "pa'ss\"\\word1"),
        ('{"a": "***"}', '{"a": "w\\u00f6rd-123"}', "wörd-123"),
        ("<b>***</b>", "<b>a&amp;b&lt;c-12345</b>", "a&b<c-12345"),
        ("E   ***\nE   ***", "E   first-line-0123456789\nE   last-line-0123456789",
         "first-line-0123456789\nlast-line-0123456789"),
    ],
)  # fmt: skip
def test_a_credential_goes_as_python_and_others_write_it(shown, text, value):
    assert shown == scrubbed(text, value)


@pytest.mark.parametrize(
    "word", ["password", "secret", "client", "client_secret", "a-b-c-d", "a1b2c3d", "", "Password"]
)
def test_a_plain_word_and_a_short_value_stay(word):
    text = f"def test_login_{word}(client): assert '{word}' in page  # {word}"
    assert text == scrubbed(text, *([word] if len(word) < 8 or word.isidentifier() else []))


CUT = {
    "in the middle": ("'Bearer ***...***'}", f"'Bearer {LONG[:100]}...{LONG[-40:]}'}}"),
    "behind a dot of its own": ("'***...***'", "'" + LONG[: LONG.index(".") + 1] + f"...{LONG[-40:]}'"),
    "before a dot of its own": ("'***....xyz'", f"'{LONG[:40]}....xyz'"),
    "at its end": ("token ***...", f"token {LONG[:12]}..."),
    "at its beginning": ("...***' is", f"...{LONG[-12:]}' is"),
    "to less than 12 characters": (f"...{LONG[-11:]}' is", f"...{LONG[-11:]}' is"),
    "where another token follows": (f"...{LONG[-20:]}x", f"...{LONG[-20:]}x"),
    "in a comparison": (
        "E         - ***\nE         ?  ^\nE         + ***",
        f"E         - {LONG[30:]}\nE         ?  ^\nE         + {LONG[:50]}",
    ),
    "on both sides": ("  - ***", f"  - {LONG[20:60]}"),
    "bytes in pieces": (
        "(b'x: ***'\n b'***'\n b'*** ok')",
        f"(b'x: {LONG[:50]}'\n b'{LONG[50:100]}'\n b'{LONG[100:]} ok')",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("shown", "text"), CUT.values(), ids=CUT)
def test_where_pytest_has_cut_a_part_is_enough(shown, text):
    assert shown == scrubbed(text, LONG)


def test_a_part_stays_where_nothing_was_cut():
    text = f"see {LONG[:20]} and {LONG[-20:]}"
    assert text.replace("eyJ", "eyK") == scrubbed(text.replace("eyJ", "eyK"), LONG.replace("eyJ", "eyK"))


@pytest.mark.parametrize("kind", KNOWN)
def test_a_known_shape_goes_whether_it_was_sent_or_not(kind):
    assert "a *** b" == scrubbed(f"a {KNOWN[kind]} b")


def test_a_jwt_that_was_not_sent_goes_although_it_is_cut():
    assert "a ***' b" == scrubbed(f"a {LONG[:100]}...{LONG[-40:]}' b")


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("/a?token=***&b=c", "/a?token=abc&b=c"),
        ("/a?token=*** HTTP", "/a?token=abc HTTP"),
        ("/a?token=abcd", "/a?token=abcd"),
        ("/a?token=abc%20d", "/a?token=abc%20d"),
        ("abc is no token", "abc is no token"),
        ("http://***@a.test", "http://ada:pw@a.test"),
    ],
)
def test_what_a_url_has_hidden_goes_at_its_place_alone(shown, text):
    assert shown == scrubbed(text, places=(("?token=", "abc"), ("://", "ada:pw")))


def test_the_credentials_of_several_exchanges_are_hidden():
    login = exchange(200, b'{"access_token": "t0ken-7f3c91"}', JSON, ("Set-Cookie", "a=b; Path=/, sid=c00kie-7f3c91"),
                     asked=(JSON,), sent=b'{"username": "ada.lovelace", "password": "hunter2-7f3c91"}')  # fmt: skip
    hop = Hop(Request("GET", "https://ada:pw@api.test/?key=sh0rt", (("X-Tenant", "acme-7731"),)), Response(302))
    known = scrubber_of([login, Exchange(Response(401), hops=(hop,))], ("x-tenant",))
    text = "t0ken-7f3c91 c00kie-7f3c91 hunter2-7f3c91 ada.lovelace https://ada:pw@api.test/?key=sh0rt acme-7731"
    assert "*** *** *** ada.lovelace https://***@api.test/?key=*** ***" == known.among([text])(text)


def test_what_a_place_gave_away_is_hidden_elsewhere():
    body = b"cannot reach amqp://ada:queue-7f3c91@queue/ with password=hunter2-7f3c91"
    mismatch = failed(exchange(500, body, ("Content-Type", "text/plain")))
    text = "queue-7f3c91, hunter2-7f3c91"
    assert "***, ***" == mismatch._scrubber.among([text])(text)


def failed(given: Exchange) -> StatusMismatch:
    with pytest.raises(StatusMismatch) as caught:
        assert_status(as_response(given), 200)
    return caught.value


def as_response(given: Exchange) -> object:
    requests = pytest.importorskip("requests")
    response = requests.Response()
    response.status_code, response._content = given.response.code, given.response.content
    response.headers.update(given.response.fields)
    response.request = requests.Request("GET", "http://a.test/", dict(given.request.fields)).prepare()
    return response


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])
def test_no_credential_travels_with_the_exception(again):
    mismatch = failed(exchange(401, b"", asked=(("X-API-Key", S),)))
    assert (False, None) == (mismatch._scrubber is None, again(mismatch)._scrubber)
    assert S.encode() not in pickle.dumps(mismatch)
    text = f"a {S}"
    assert text == again(mismatch._scrubber).among([text])(text)
    assert S not in repr(vars(mismatch))


def test_a_long_log_takes_linear_time():
    text = f"12:30 INFO shop: GET /orders/17?page=2 in 12 ms... - {S} - {LONG[:40]}... eyJ ask-me\n" * 10_000
    start = time.process_time()
    shown = scrubbed(text, S, LONG, *(f"k3y-{number}-zzzzzzzz" for number in range(20)))
    assert 10 > time.process_time() - start
    assert (False, False) == (S in shown, LONG[:40] in shown)


@pytest.mark.parametrize("sign", [".", "...", "E - ", "\n", "'\n b'", "A", "eyJ", "eyJa.", "\\x", "%"])
def test_a_text_of_20000_times_the_same_takes_linear_time(sign):
    start = time.process_time()
    scrubbed(sign * 20_000, S, LONG, "A" * 5_000, "." * 100, "E - " * 10)
    assert 10 > time.process_time() - start
