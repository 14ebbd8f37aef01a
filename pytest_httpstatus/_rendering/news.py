"""The headline: the one line of news."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_httpstatus import _fields
from pytest_httpstatus._model import SILENCE
from pytest_httpstatus._rendering import visible, waited
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
        return _with_target(words, key, {"got": got, "but": _but(failure, words)}, _target(failure))
    if failure.symptom:
        return _with_target(words, f"symptom_{failure.symptom}", {"got": got}, _target(failure))
    if not failure.expected:
        return _with_target(words, "explain", {"got": got}, _target(failure))
    key = "got" if failure.exchange.answered else "silent"
    with_phrase = {"got": got, "expected": _expected(failure, words)}
    without = {"got": got, "expected": visible.line(failure.expected)}
    target = _target(failure)
    line = _with_target(words, key, with_phrase, target, room=_UNCUT)
    return line if visible.width(line) <= LONGEST_HEADLINE else _with_target(words, key, without, target)


def aside(failure: Failure, lang: str) -> str:
    """The headline as a remark behind the user's own first line: what came, for which request."""
    words = Words(lang, failure.exchange.client)
    key = "aside" if failure.exchange.answered else "explain"
    return _with_target(words, key, {"got": _got(failure, words)}, _target(failure))


def _but(failure: Failure, words: Words) -> str:
    """What is not met: the first, the second too where there are but two, else how many more."""
    said = list(dict.fromkeys(said for each in failure.unmet if (said := words.unmet(each).headline)))
    if len(said) <= MOST_BUTS:
        return ", ".join(said)
    return words.phrase("headline", "more", but=said[0], count=len(said) - 1)


def _with_target(words: Words, key: str, values: dict[str, str], target: tuple[str, str, str], room: int = 0) -> str:
    method, host, path = target
    if not method and not path:
        bare = values["got"] if key == "explain" else words.phrase("headline", f"{key}_no_target", **values)
        return visible.inert(bare)
    bare = words.phrase("headline", key, **values, target=f"{method} ".lstrip() + host)
    left = room or max(SHORTEST_PATH, LONGEST_HEADLINE - visible.width(bare))
    return visible.inert(bare + visible.cut_middle(path, left)).rstrip()


def _got(failure: Failure, words: Words) -> str:
    got = code_and_phrase(failure.exchange.response, words)
    redirects = _redirects(failure)
    if not redirects:
        return waited.after(got, failure.exchange.facts, words)
    return words.phrase("headline", "redirected" if redirects == 1 else "redirected_often", got=got, count=redirects)


def _redirects(failure: Failure) -> int:
    """How many redirects came before: of too many, only some are kept."""
    many = dict(failure.exchange.facts).get("gave_up", "")
    return int(many) - 1 if many.isdecimal() else len(failure.exchange.redirects)


def _expected(failure: Failure, words: Words) -> str:
    text = visible.line(failure.expected)
    if not (len(text) == 3 and text.isdecimal()):
        return text
    return f"{text} {_phrase(words, int(text))}".rstrip()


def code_and_phrase(response: Response, words: Words) -> str:
    """The code with the catalogue's phrase: the server's own may say anything, or nothing."""
    if response == SILENCE:
        return words.phrase("headline", "no_answer")
    return f"{response.code} {_phrase(words, response.code)}".rstrip()


def _phrase(words: Words, code: int) -> str:
    """The registered phrase: which vendor's word an unregistered code is, no code can tell."""
    status = words.status(code) if is_code(code) else None
    return status.phrase if status and status.registered and not status.phrase.startswith("(") else ""


def is_code(code: int) -> bool:
    """Whether the catalogue has an entry."""
    return 100 <= code <= 999


def _target(failure: Failure) -> tuple[str, str, str]:
    """Method, host and path of the request that the test made; the host only where hosts differ on the way.

    Where no answer came, it is the request that got none, and the host is what matters.
    """
    exchange = failure.exchange
    if exchange.answered:
        first = exchange.first
        return visible.line(first.method or ""), "", shown_target(first, with_host=hosts_differ(failure))
    asked = exchange.request
    return visible.line(asked.method or ""), visible.line(base_of(asked.url)), shown_target(asked, with_host=False)


def base_of(url: str | None) -> str:
    """Scheme, host and port of a URL as they would be written; empty where it has none."""
    scheme, host, port = _fields.origin(url)
    if not host:
        return ""
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}{f':{port}' if port not in {None, 80, 443} else ''}"


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
