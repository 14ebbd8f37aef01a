"""Tables that are computed from the code."""

from __future__ import annotations

import inspect
import re
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest_httpstatus
from pytest_httpstatus import status_info
from pytest_httpstatus._catalogue import sentences
from pytest_httpstatus._catalogue.codes import ROWS as CODES
from pytest_httpstatus._catalogue.vendors import ROWS as VENDORS
from pytest_httpstatus._clients import CLIENTS
from pytest_httpstatus._diagnosis import rules as causes_rules
from pytest_httpstatus._expectation import parse
from pytest_httpstatus._helpers import HELPERS
from pytest_httpstatus._model import Dialect, class_name
from pytest_httpstatus._options import OPTIONS
from pytest_httpstatus._rendering.entry import codes_text
from pytest_httpstatus._requirements import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.clients.row import Row


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of Markdown. Cells are text: `code` is made by `code`."""
    lines = [list(head), *([_cell(each) for each in row] for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    """Pipes would end the cell, signs of HTML and stars would vanish; those in backticks are shown as they are."""
    parts = re.split(r"(`+[^`]*`+)", " ".join(text.replace("|", r"\|").split()))
    return "".join(each if each.startswith("`") else each.replace("<", "&lt;").replace("*", r"\*") for each in parts)


def code(text: str) -> str:
    return f"`{text}`" if text else ""


class Spelling(NamedTuple):
    """Ways to write the same expectations, as Python, and what they mean."""

    values: tuple[str, ...]
    matchers: tuple[str, ...]
    meaning: str


EXPECTATIONS: Final = (
    Spelling(("404", '"404"', "HTTPStatus.NOT_FOUND"), ("IsStatus(404)",), "that code"),
    Spelling(('"4xx"', '"4XX"'), ('IsStatus("4xx")',), "the class"),
    Spelling(('"40x"',), ('IsStatus("40x")',), "400 to 409, by its digits"),
    Spelling(
        ('"success"', '"redirection"', '"client error"', '"server error"', '"informational"'),
        ('IsStatus("success")',),
        "the class by its name",
    ),
    Spelling(
        ('"not found"', '"NOT_FOUND"', '"unprocessable entity"'),
        ('IsStatus("not found")',),
        "a registered code by its name, old names too",
    ),
    Spelling(('"200-204"', "range(200, 205)"), ('IsStatus("200-204")',), "a range"),
    Spelling(
        ('"404 | 410"', '"404, 410"', "[404, 410]", '[200, "3xx"]', "{200, 204}"),
        ("IsStatus(404) | 410",),
        "any of several",
    ),
    Spelling(('"2xx & !204"',), ('IsStatus("2xx") & ~IsStatus(204)',), "a class without a code"),
    Spelling(('"!5xx"',), ('~IsStatus("5xx")',), "anything else, within 100 to 599"),
)
REFUSED: Final = (
    '"error"', '"redirect"', '"unused"', '"2xx !204"', '"4x"', '"6xx"', '"204-200"', '"teapot?"', '""', "[]", "{}", "99",
    "1000", "True", "200.0", 'b"200"',
)  # fmt: skip


def expectations() -> str:
    rows = ((", ".join(map(code, each.values)), ", ".join(map(code, each.matchers)), each.meaning) for each in EXPECTATIONS)
    return table(("`expected`", "in a plain assert", "what meets it"), rows)


def refusals() -> str:
    return table(("refused", "what is said"), ((code(each), _refusal(each)) for each in REFUSED))


def _refusal(spelling: str) -> str:
    try:
        parse(eval(spelling))  # noqa: S307  # our own table
    except (ValueError, TypeError) as error:
        return f"`{type(error).__name__}`: {str(error)}"
    raise AssertionError(f"{spelling} is not refused")


_SECTIONS: Final = re.compile(r"RFC \d+(?:, sections? [\d.]+(?:(?:,| and) [\d.]*\d)*)?")


def helpers() -> str:
    """The helpers, by their own docstrings."""
    rows = ((f"[`{name}`](docs/helpers.md#{name})", _fails_when(name), _section(name)) for name in HELPERS)
    return table(("helper", "fails when", "by"), rows)


def _doc(name: str) -> str:
    return inspect.getdoc(getattr(pytest_httpstatus, name)) or ""


def _parts(name: str) -> dict[str, list[tuple[str, str]]]:
    """The sections of a docstring of Google's style, each as pairs of a name and a text."""
    found: dict[str, list[tuple[str, str]]] = {}
    for section in re.split(r"\n\n(?=[A-Z]\w+:\n)", _doc(name))[1:]:
        head, _, body = section.partition(":\n")
        entries = re.split(r"\n(?=    \S)", body)
        found[head] = [_entry(each) for each in entries]
    return found


def _entry(text: str) -> tuple[str, str]:
    name, colon, rest = " ".join(text.split()).partition(": ")
    return (name, rest) if colon and " " not in name else ("", " ".join(text.split()))


def _fails_when(name: str) -> str:
    text = dict(_parts(name)["Raises"])["StatusMismatch"]
    text = text.partition("; the message")[0].rstrip(".")
    return text[0].lower() + text[1:] if text[1:2].islower() else text


def _section(name: str) -> str:
    found = _SECTIONS.search(" ".join(_doc(name).split()))
    return found[0] if found else ""


def helper(name: str) -> str:
    """What stands in a helper's docstring, without its example."""
    function = getattr(pytest_httpstatus, name)
    parts = _parts(name)
    text = re.split(r"\n\n(?=[A-Z]\w+:\n)", _doc(name))[0]
    lines = [f"```text\n{_signature(name, function)}\n```", "\n\n".join(" ".join(each.split()) for each in text.split("\n\n"))]
    lines.append("\n".join(f"- {_argument(each, what)}" for each, what in parts["Args"]))
    lines.append(f"Returns: {' '.join(what for _, what in _joined(parts['Returns']))}")
    lines.append(f"Fails when: {_fails_when(name)}.")
    return "\n\n".join(lines)


def _joined(entries: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", f"{name}: {what}" if name else what) for name, what in entries]


def _argument(name: str, what: str) -> str:
    return f"`{name}`: {what}" if name else what


def _signature(name: str, function: Any) -> str:
    parameters = []
    for each in inspect.signature(function).parameters.values():
        shown = each.replace(annotation=inspect.Parameter.empty)
        if each.kind is each.KEYWORD_ONLY and "*" not in parameters and not any(p.startswith("*") for p in parameters):
            parameters.append("*")
        parameters.append(str(shown))
    return f"{name}({', '.join(parameters)})"


def rules() -> str:
    """What `assert_conforms` fails on."""
    words = sentences("en", "rules")
    rows = ((_codes(each.codes), _said(words[each.id]["broken"])) for each in RULES if each.fails)
    return table(("code", "rule"), rows)


def _codes(codes: frozenset[int]) -> str:
    return "any code" if len(codes) > 500 else codes_text(codes, "en")


def _said(sentence: str | list[str]) -> str:
    """A sentence with its placeholders as words in angle brackets."""
    text = sentence if isinstance(sentence, str) else "".join(sentence)
    return re.sub(r"\{(\w+)\}", lambda found: f"<{found[1].replace('_', ' ')}>", text)


# -- clients


def _client_rows() -> tuple[Row, ...]:
    from tests.clients import in_process, wire  # late: the tables of the package need no tests

    return (*wire.ROWS, *in_process.ROWS)


_PACKAGES: Final = {
    "http.client": "the standard library",
    "urllib.request": "the standard library",
    "django.test": "Django, `AsyncClient`",
    "django": "Django",
    "rest_framework": "Django REST framework",
    "flask": "Flask",
    "fastapi": "FastAPI",
    "starlette": "Starlette",
    "litestar": "Litestar",
    "werkzeug": "Werkzeug",
    "webtest": "WebTest",
    "falcon": "Falcon",
    "quart": "Quart",
    "responses": "`responses`, which mocks requests",
}


def _dialects() -> list[Dialect]:
    from importlib import import_module

    modules = (import_module(f"pytest_httpstatus._clients.{file}") for file in sorted(set(CLIENTS.values())))
    return [each for module in modules for each in vars(module).values() if isinstance(each, Dialect)]


_SAME: Final = {"niquests": "requests", "httpx2": "httpx"}
"""Clients that only take another's name: they share its words."""


def clients() -> str:
    """Each client with its own words."""
    named = [(name, [row.package for row in rows]) for name, rows in groupby(_client_rows(), key=lambda row: row.name)]
    # boto3 has tests of its own: its answers are dicts.
    rows = ((name, *_client(_SAME.get(name, name), packages)) for name, packages in [*named, ("boto3", ["boto3"])])
    return table(("client", "of", "where", "redirects, by default", "advice says"), rows)


def _client(name: str, packages: list[str]) -> tuple[str, ...]:
    dialects = [each for each in _dialects() if each.name == name]
    words = [word for each in dialects for word in (each.stop_following if each.follows else each.follow, each.authenticate)]
    return (
        ", ".join(_PACKAGES.get(each, f"`{each}`") for each in packages),
        "in process" if dialects[0].in_process else "over a socket",
        "followed" if dialects[0].follows else "not followed",
        ", ".join(map(code, filter(None, dict.fromkeys(words)))),
    )


_SHOWN: Final = {
    "method": "method",
    "url": "target URI",
    "sent fields": "request fields",
    "sent content": "request body",
    "fields": "response fields",
    "apart": "repeated fields apart",
    "content": "response body",
    "hops": "hops",
    "reason": "reason phrase",
    "version": "version",
    "elapsed": "time",
}


def shows() -> str:
    """What an exchange of each client knows, by the rows of the contract test."""
    rows = ((_titled(row), *("yes" if each in row.shows else "" for each in _SHOWN)) for row in _client_rows())
    return table(("client", *_SHOWN.values()), rows)


def _titled(row: Row) -> str:
    if row.name.casefold() == row.package.casefold() or row.package in {"flask", "werkzeug", "webtest", "falcon", "quart"}:
        return row.name
    return f"{row.name} ({_PACKAGES.get(row.package, row.package)})"


# -- options


def options() -> str:
    rows = [(*_names(option.name, flag=option.flag), _default(option.default), option.help) for option in OPTIONS]
    return table(("ini key", "command line", "default", "what it is"), rows)


def _names(name: str, *, flag: bool) -> tuple[str, str]:
    return code(f"httpstatus_{name}"), code(f"--httpstatus-{name}" if flag else "")


def _default(value: object) -> str:
    return "none" if value == [] else code(str(value))


# -- causes and catalogue


def causes() -> str:
    """Every rule, a table for each family."""
    families = groupby(sorted(causes_rules(), key=lambda rule: rule.id), key=lambda rule: rule.id.partition(".")[0])
    head = ("id", "codes", "cause", "원인", "source", "seen as")
    english, korean = sentences("en", "causes"), sentences("ko", "causes")
    return "\n\n".join(
        f"## {family}\n\n" + table(head, (_cause(rule, english, korean) for rule in rules)) for family, rules in families
    )


def _cause(rule: Any, english: dict[str, Any], korean: dict[str, Any]) -> tuple[str, ...]:
    titles = (words.get(rule.id, {}).get("title", "") for words in (english, korean))
    return code(rule.id), codes_text(rule.codes, "en"), *titles, rule.source, rule.row


def count_causes() -> str:
    return f"There are {len(causes_rules())} causes."


def catalogue() -> str:
    """Every registered code, a table for each class."""
    classes = groupby(CODES, key=lambda row: row.code // 100)
    head = ("code", "phrase", "meaning", "이름", "의미", "defined in")
    return "\n\n".join(
        f"## {class_name(digit * 100)}\n\n" + table(head, (_status(row.code) for row in rows)) for digit, rows in classes
    )


def _status(number: int) -> tuple[str, ...]:
    english, korean = status_info(number, lang="en"), status_info(number, lang="ko")
    return str(number), english.phrase, english.meaning, korean.name, korean.meaning, english.reference


def vendors() -> str:
    english, korean = sentences("en", "vendors"), sentences("ko", "vendors")
    rows = (
        (str(row.code), row.phrase, row.vendor, english[row.key]["means"], korean[row.key]["means"]) for row in VENDORS
    )
    return table(("code", "phrase", "whose", "meaning", "의미"), rows)
