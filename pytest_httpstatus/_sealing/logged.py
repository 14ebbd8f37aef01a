"""What the log of a failed test says of its exchange: the exception behind the answer, or why Django refused.

The log is at hand as text, in any format. A record that names another path is of another request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from pytest_httpstatus import _fields, _lazy
from pytest_httpstatus._clients.raised import is_own, place
from pytest_httpstatus._model import Exchange, Response
from pytest_httpstatus._sealing import LONGEST_SAID, clean, shortened
from pytest_httpstatus._sealing.redaction import Redactor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_httpstatus._model import Failure

MOST: Final = 3
LONGEST_READ: Final = 262_144
"""Characters of a log that are read, from its end."""

_REFUSED: Final = _lazy.pattern(
    r"django\.security\.(?P<kind>\w+)(?::\S+:\d+)?[\s:\]-]+(?:(?:WARNING|ERROR|CRITICAL)[\s:\]-]+)?(?P<why>\S.*)"
)
_TRACEBACK: Final = _lazy.pattern(
    r"Traceback \(most recent call last\):[ \t]*\n(?P<frames>(?:[ \t]+[^\n]*\n)*+)"
    r"(?P<kind>(?!Traceback )[A-Za-z_][\w.]*)(?::[ ](?P<why>[^\n]*))?"
)
_FRAME: Final = _lazy.pattern(r'(?m)^ +File "([^"\n]+)", line (\d+)')
_GROUPED: Final = _lazy.pattern(r"(?m)^ +[|+] ?")
"""The margin of an exception group."""

_GOES_ON: Final = _lazy.pattern(r"During handling of the above |The above exception was |[-+]+ \d+ [-+]+$")
"""What stands between two tracebacks of one record."""

_PATH: Final = _lazy.pattern(r"(?<![\w/.<:])/[^\s\"'\]]*")
_PAGES: Final = {
    "frameworks.django-host": "host", "frameworks.django-csrf": "reason", "frameworks.django-upload": "setting",
}  # fmt: skip
"""Causes that say what Django logs, with the evidence that shows it."""


class _Record(NamedTuple):
    """An exception in the log, with the line before its traceback."""

    head: str
    kind: str
    why: str
    where: str = ""

    def said(self, redactor: Redactor) -> str:
        # Not the name: `KeyError: 'b7'` looks like a key that is given.
        why = redactor.text(clean(self.why)[: LONGEST_SAID * 8])
        text = f"{self.kind}: {why}" if why else self.kind
        return f"{shortened(text, LONGEST_SAID)}{self.where and f' ({self.where})'}"


def logged(text: str, failure: Failure, names: Iterable[str] = ()) -> tuple[str, ...]:
    """Read what was logged of the exchange behind a failure.

    Args:
        text: The log of the phase that failed.
        failure: What is known already: it is not said again.
        names: More names, given by the user, whose values are hidden.

    Returns:
        At most three lines, redacted and bounded, such as `ValueError: boom (shop/views.py:12)`.
    """
    # The failure is sealed: credentials are known here by their names and shapes, no longer by their values.
    redactor = Redactor(Exchange(Response(failure.exchange.response.code)), names)
    text = text[-LONGEST_READ:]
    found = (*_refused(text, failure), *_raised(text, failure))
    return tuple(dict.fromkeys(each.said(redactor) for each in found))[-MOST:]


def _refused(text: str, failure: Failure) -> Iterator[_Record]:
    if failure.exchange.response.code not in {400, 403}:
        return
    told = [value for each in failure.findings for name, value in each.evidence if _PAGES.get(each.id) == name]
    for match in _REFUSED.finditer(text):
        kind, why = match["kind"], match["why"]
        host = _fields.origin(failure.exchange.request.url)[1]
        other = _is_other(why, failure) or (kind == "DisallowedHost" and host not in why)
        if not other and not any(each in why for each in told):
            yield _Record("", *(("Django", why) if kind.islower() else (kind, why)))


def _raised(text: str, failure: Failure) -> Iterator[_Record]:
    code = failure.exchange.response.code
    for each in _records(text):
        # What names no path may be of any request: only an error of the server itself is sure to have one behind it.
        other = _is_other(each.head, failure) or (code < 500 and not _PATH.search(each.head))
        if not other and not _is_told(each, failure):
            yield each


def _records(text: str) -> list[_Record]:
    """Each record with a traceback, by its last one: the exception that nobody caught."""
    if "Exception Group Traceback" in text:
        text = _GROUPED.sub("", text)
    found: list[_Record] = []
    before = 0
    for match in _TRACEBACK.finditer(text):
        head = text[before : match.start()].replace("Exception Group ", "").rstrip().rpartition("\n")[2][:500]
        goes_on = bool(found) and _GOES_ON.match(head) is not None
        record = _Record(head, match["kind"].rpartition(".")[2], (match["why"] or "").strip(), _where(match["frames"]))
        found[len(found) - goes_on :] = [record._replace(head=found[-1].head) if goes_on else record]
        before = match.end()
    return found


def _where(frames: str) -> str:
    own = [(file, line) for file, line in _FRAME.findall(frames) if is_own(file)]
    return place(*own[-1]) if own else ""


def _is_other(said: str, failure: Failure) -> bool:
    """Whether a record names a path, and none of this exchange."""
    requests = (failure.exchange.request, *(hop.request for hop in failure.exchange.hops))
    asked = {unquote(_fields.path_of(each.url).partition("?")[0]) for each in requests if each.url}
    named = {unquote(each.partition("?")[0]) for each in _PATH.findall(said)}
    return bool(asked and named) and not asked & named


def _is_told(record: _Record, failure: Failure) -> bool:
    """Whether the failure names the exception already, from a debug page or from the client."""
    shown = [dict(each.evidence).get("exception", "") for each in failure.findings]
    return record.kind in {each.rpartition(".")[2] for each in shown} or any(
        record.kind in each and record.why[:60] in each for each in failure.said
    )
