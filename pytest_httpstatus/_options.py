"""Options and ini keys, from one table; wrong values are a usage error that lists the valid ones."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

from pytest_httpstatus import _settings
from pytest_httpstatus._reporting import READOUTS, Wanted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_httpstatus._reporting import Readout

DETAILS: Final = ("auto", "short", "normal", "full")


class Option(NamedTuple):
    """One option: its ini key, how pytest reads the key, its default, and the help text of both.

    Attributes:
        name: The ini key without `httpstatus_`; the command line has `--httpstatus-<name>` where `flag` is true.
    """

    name: str
    kind: str
    default: object
    help: str
    flag: bool = True
    metavar: str = ""


OPTIONS: Final = (
    Option("lang", "string", "en", "language of the explanations: en, ko, or auto for the locale's", metavar="LANG"),
    Option("detail", "string", "auto", "how much is shown: short, normal, full, or auto (-q is short, -vv is full)",
           metavar="DETAIL"),
    Option("redact", "args", [], "more names of fields, keys and parameters whose values are never shown", flag=False),
    Option("explain_plain", "bool", default=True,
           help="explain failures of plain asserts and of other exceptions too", flag=False),
    Option("junit_properties", "bool", default=True,
           help="give failed tests properties in JUnit XML; false for readers with a strict schema", flag=False),
    Option("body_limit", "int", 2_000, "characters of a body that are shown; 0 shows no body", flag=False),
    *(Option(each.name, "string", each.default, each.help, metavar=each.metavar) for each in READOUTS),
)  # fmt: skip


def add(parser: pytest.Parser) -> None:
    """Register the options and ini keys."""
    group = parser.getgroup("httpstatus", "explained HTTP statuses")
    for option in OPTIONS:
        if option.flag:
            group.addoption(f"--httpstatus-{option.name}", metavar=option.metavar, help=option.help)
        # `int` came with pytest 8.4; before, every ini value is text. Since 9, `string` refuses TOML's own numbers.
        kind = "string" if option.kind == "int" and pytest.version_tuple < (8, 4) else option.kind
        parser.addini(f"httpstatus_{option.name}", option.help, type=kind, default=option.default)  # type: ignore[arg-type]
    group.addoption(
        "--httpstatus-explain", metavar="CODE", help="print the catalogue's entry of a status code and exit"
    )


def read(config: pytest.Config) -> _settings.Settings:
    """Read the user's choices.

    Raises:
        pytest.UsageError: A value is none of the valid ones.
    """
    return _settings.Settings(
        lang=_lang(_chosen(config, "lang")),
        detail=_detail(_chosen(config, "detail"), config.getoption("verbose", 0)),
        redact=tuple(_ini(config, "redact")),
        body_limit=_body_limit(config),
        explain_plain=bool(config.getini("httpstatus_explain_plain")),
    )


def wanted(config: pytest.Config) -> list[Wanted]:
    """The readouts that this run is to have.

    Raises:
        pytest.UsageError: A value is none of the valid ones.
    """
    found = ((each, _chosen(config, each.name)) for each in READOUTS)
    return [Wanted(each, value) for each, choice in found if (value := _readout(config, each, choice))]


def _readout(config: pytest.Config, readout: Readout, choice: str) -> str:
    """The choice of one readout; empty where there is to be none. A path counts from where it was written."""
    if readout.default:
        _valid(readout.name, choice, ("auto", "on", "off"))
        silent = choice == "auto" and readout.signal and readout.signal not in os.environ
        return "" if choice == "off" or silent else choice
    if not choice:
        return ""
    if readout.needs and find_spec(readout.needs) is None:
        how = f"pip install 'pytest-httpstatus[{readout.name}]'"
        raise pytest.UsageError(f"httpstatus_{readout.name} needs the package {readout.needs}: {how}")
    given = config.getoption(f"httpstatus_{readout.name}") is not None
    path = (config.invocation_params.dir if given else config.rootpath) / choice
    if path.is_dir():
        raise pytest.UsageError(f"httpstatus_{readout.name} is {choice!r}, a directory; it can be the path of a file")
    return str(path)


def _chosen(config: pytest.Config, name: str) -> str:
    flag: str | None = config.getoption(f"httpstatus_{name}")
    return flag if flag is not None else str(_ini(config, name))


def _lang(chosen: str) -> str:
    if chosen == "en":
        return chosen
    from pytest_httpstatus._catalogue import languages  # late: the default needs no look at the folders

    known = languages()
    if chosen == "auto":
        locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
        return locale[:2] if locale[:2] in known else "en"
    return _valid("lang", chosen, ("auto", *known))


def _detail(chosen: str, verbosity: int) -> _settings.Detail:
    _valid("detail", chosen, DETAILS)
    if chosen == "auto":
        return "full" if verbosity >= 2 else "short" if verbosity < 0 else "normal"
    return chosen  # type: ignore[return-value]


def _valid(name: str, chosen: str, known: Sequence[str]) -> str:
    if chosen not in known:
        raise pytest.UsageError(f"httpstatus_{name} is {chosen!r}, it can be {', '.join(known)}")
    return chosen


def _body_limit(config: pytest.Config) -> int:
    try:
        given = repr(_ini(config, "body_limit"))
    except pytest.UsageError as error:
        given = str(error).rpartition(": ")[2]  # pytest's own refusals end with the value
    digits = given.strip("' ")
    if not (digits.isascii() and digits.isdecimal()):
        raise pytest.UsageError(f"httpstatus_body_limit is {given}, it can be a number of characters, 0 or more")
    return int(digits)


def _ini(config: pytest.Config, name: str) -> Any:
    """The value in the ini file. Some versions of pytest refuse a wrong type by an error that is no usage error."""
    try:
        return config.getini(f"httpstatus_{name}")
    except (ValueError, TypeError) as error:
        raise pytest.UsageError(str(error)) from error
