"""The headline: the one line of news."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_httpstatus import _fields
from pytest_httpstatus._rendering import visible
from pytest_httpstatus._rendering.words import Words

if TYPE_CHECKING:
    from pytest_httpstatus._model import Failure, Request, Response

LONGEST_HEADLINE: Final = 60
SHORTEST_PATH: Final = 20
MOST_BUTS: Final = 2
_UNCUT: Final = 100_000


def headline(failure: Failure, lang: str) -> str:
    """The one line that survives every cut: what came, what was expected, for which request."""
    words = Words(lang, failure.exchange.client)
    got = _got(failure, words)
    if failure.matched and failure.unmet:
        key = "broken" if any(each.section for each in failure.unmet) else "unmet"
        return _with_target(words, key, {"got": got, "but": _but(failure, words)}, failure)
    if failure.symptom:
        return _with_target(words, f"symptom_{failure.symptom}", {"got": got}, failure)
    if not failure.expected:
        return _with_target(words, "explain", {"got": got}, failure)
    with_phrase = {"got": got, "expected": _expected(failure, words)}
    without = {"got": got, "expected": visible.line(failure.expected)}
    line = _with_target(words, "got", with_phrase, failure, room=_UNCUT)
    return line if visible.width(line) <= LONGEST_HEADLINE else _with_target(words, "got", without, failure)


def aside(failure: Failure, lang: str) -> str:
    """The headline as a remark behind the user's own first line: what came, for which request."""
    words = Words(lang, failure.exchange.client)
    return _with_target(words, "aside", {"got": _got(failure, words)}, failure)


def _but(failure: Failure, words: Words) -> str:
    """What is not met: the first, the second too where there are but two, else how many more."""
    said = list(dict.fromkeys(said for each in failure.unmet if (said := words.unmet(each).headline)))
    if len(said) <= MOST_BUTS:
        return ", ".join(said)
    return words.phrase("headline", "more", but=said[0], count=len(said) - 1)


def _with_target(words: Words, key: str, values: dict[str, str], failure: Failure, room: int = 0) -> str:
    method, path = _target(failure)
    if not method and not path:
        bare = values["got"] if key == "explain" else words.phrase("headline", f"{key}_no_target", **values)
        return visible.inert(bare)
    bare = words.phrase("headline", key, **values, target=f"{method} ".lstrip())
    left = room or max(SHORTEST_PATH, LONGEST_HEADLINE - visible.width(bare))
    return visible.inert(bare + visible.cut_middle(path, left)).rstrip()


def _got(failure: Failure, words: Words) -> str:
    got = code_and_phrase(failure.exchange.response, words)
    redirects = len(failure.exchange.redirects)
    if not redirects:
        return got
    return words.phrase("headline", "redirected" if redirects == 1 else "redirected_often", got=got, count=redirects)


def _expected(failure: Failure, words: Words) -> str:
    text = visible.line(failure.expected)
    if not (len(text) == 3 and text.isdecimal()):
        return text
    return f"{text} {_phrase(words, int(text))}".rstrip()


def code_and_phrase(response: Response, words: Words) -> str:
    """The code with the catalogue's phrase: the server's own may say anything, or nothing."""
    return f"{response.code} {_phrase(words, response.code)}".rstrip()


def _phrase(words: Words, code: int) -> str:
    """The registered phrase: which vendor's word an unregistered code is, no code can tell."""
    status = words.status(code) if is_code(code) else None
    return status.phrase if status and status.registered and not status.phrase.startswith("(") else ""


def is_code(code: int) -> bool:
    """Whether the catalogue has an entry."""
    return 100 <= code <= 999


def _target(failure: Failure) -> tuple[str, str]:
    """Method and path of the request that the test made; the host too where hosts differ on the way."""
    first = failure.exchange.first
    return visible.line(first.method or ""), shown_target(first, with_host=hosts_differ(failure))


def hosts_differ(failure: Failure) -> bool:
    """Whether the request and its hops went to more than one host."""
    exchange = failure.exchange
    requests = (exchange.request, *(hop.request for hop in exchange.hops))
    return len({host for request in requests if (host := _fields.origin(request.url)[1])}) > 1


def shown_target(request: Request, *, with_host: bool) -> str:
    """Path and query of a request, after its host where that is wanted."""
    if not request.url:
        return ""
    host = _fields.origin(request.url)[1] if with_host else ""
    return visible.line(host + _fields.path_of(request.url))
