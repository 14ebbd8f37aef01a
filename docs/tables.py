"""Tables and parts that are computed: expectations, helpers, rules, options."""

from __future__ import annotations

import inspect
import re
from typing import Any, Final, NamedTuple

import pytest_httpstatus
from docs.markdown import code, table
from pytest_httpstatus._catalogue import sentences
from pytest_httpstatus._expectation import parse
from pytest_httpstatus._helpers import HELPERS
from pytest_httpstatus._options import OPTIONS
from pytest_httpstatus._rendering.entry import codes_text
from pytest_httpstatus._requirements import RULES


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
    '"error"', '"redirect"', '"unused"', '"2xx !204"', '"4x"', '"6xx"', '"204-200"', '"teapot?"', '""', "[]", "{}",
    "99", "1000", "True", "200.0", 'b"200"',
)  # fmt: skip


def expectations() -> str:
    rows = (
        (", ".join(map(code, each.values)), ", ".join(map(code, each.matchers)), each.meaning) for each in EXPECTATIONS
    )
    return table(("`expected`", "in a plain assert", "what meets it"), rows)


def refusals() -> str:
    return table(("refused", "what is said"), ((code(each), _refusal(each)) for each in REFUSED))


def _refusal(spelling: str) -> str:
    try:
        parse(eval(spelling))  # noqa: S307  # our own table
    except (ValueError, TypeError) as error:
        return f"`{type(error).__name__}`: {error}"
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
    lines = [
        f"```text\n{_signature(name, function)}\n```",
        "\n\n".join(" ".join(each.split()) for each in text.split("\n\n")),
    ]
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


def options() -> str:
    rows = [(*_names(option.name, flag=option.flag), _default(option.default), option.help) for option in OPTIONS]
    return table(("ini key", "command line", "default", "what it is"), rows)


def _names(name: str, *, flag: bool) -> tuple[str, str]:
    return code(f"httpstatus_{name}"), code(f"--httpstatus-{name}" if flag else "")


def _default(value: object) -> str:
    return "none" if value == [] else code(str(value))
