"""Options and ini keys: where they may stand, what they do, and what is refused."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pytest_httpstatus import _options

SHOW = """
def test_it(request):
    from pytest_httpstatus import _settings
    found = _settings.current()
    print("SETTINGS", found.lang, found.detail, "/".join(found.redact), found.body_limit)
"""
NATIVE = pytest.mark.skipif(pytest.version_tuple < (9, 0), reason="native TOML came with pytest 9")


def settings(result: pytest.RunResult) -> str:
    return next(line.partition("SETTINGS ")[2] for line in result.outlines if "SETTINGS " in line)


@pytest.mark.parametrize(
    ("found", "args"),
    [
        ("en normal  2000", []),
        ("ko normal  2000", ["--httpstatus-lang=ko"]),
        ("en short  2000", ["--httpstatus-detail=short"]),
        ("en full  2000", ["-vv"]),
        ("en short  2000", ["-q"]),
        ("en normal  2000", ["-v"]),
        ("en normal  2000", ["-vv", "--httpstatus-detail=normal"]),
        ("en normal  17", ["-o", "httpstatus_body_limit=17"]),
        ("en normal x-tenant/y z 2000", ["-o", "httpstatus_redact=x-tenant 'y z'"]),
    ],
)
def test_the_command_line(run, found, args):
    assert found == settings(run(SHOW, "-s", *args))


@pytest.mark.parametrize(
    ("found", "environment"),
    [
        ("ko", {"LANG": "ko_KR.UTF-8"}),
        ("ko", {"LANG": "de_DE.UTF-8", "LC_ALL": "ko_KR.UTF-8"}),
        ("ko", {"LC_MESSAGES": "ko_KR", "LANG": "C"}),
        ("en", {"LANG": "C.UTF-8"}),
        ("en", {"LANG": "de_DE.UTF-8"}),
        ("en", {}),
    ],
)
def test_auto_is_the_language_of_the_locale(run, found, environment):
    assert found == settings(run(SHOW, "-s", "--httpstatus-lang=auto", **environment)).split()[0]


INI = """[pytest]
httpstatus_lang = ko
httpstatus_detail = full
httpstatus_redact = x-tenant "y z"
httpstatus_body_limit = 0
"""
TOML = """[tool.pytest{section}]
{strict}httpstatus_lang = "ko"
httpstatus_detail = "full"
httpstatus_redact = ["x-tenant", "y z"]
httpstatus_body_limit = 0
"""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pytest.ini", INI),
        ("tox.ini", INI),
        ("pyproject.toml", TOML.format(section=".ini_options", strict="")),
        pytest.param("pyproject.toml", TOML.format(section="", strict=""), marks=NATIVE),
        pytest.param("pyproject.toml", TOML.format(section="", strict="strict = true\n"), marks=NATIVE),
    ],
)
def test_the_ini_keys(pytester, run, name, content):
    (pytester.path / name).write_text(content)
    assert "ko full x-tenant/y z 0" == settings(run(SHOW, "-s"))


def test_the_command_line_wins(pytester, run):
    pytester.makeini(INI)
    assert "en short x-tenant/y z 0" == settings(run(SHOW, "-s", "--httpstatus-lang=en", "--httpstatus-detail=short"))


@pytest.mark.parametrize(
    ("message", "args"),
    [
        ("httpstatus_lang is 'tlh', it can be auto, en, ko", ["--httpstatus-lang=tlh"]),
        ("httpstatus_lang is '', it can be auto, en, ko", ["--httpstatus-lang="]),
        ("httpstatus_lang is 'KO', it can be auto, en, ko", ["-o", "httpstatus_lang=KO"]),
        ("httpstatus_detail is 'all', it can be auto, short, normal, full", ["--httpstatus-detail=all"]),
        (
            "httpstatus_body_limit is -1, it can be a number of characters, 0 or more",
            ["-o", "httpstatus_body_limit=-1"],
        ),
        (
            "httpstatus_body_limit is 'many', it can be a number of characters, 0 or more",
            ["-o", "httpstatus_body_limit=many"],
        ),
    ],
)
def test_a_wrong_value_is_a_usage_error(run, message, args):
    result = run(SHOW, *args)
    assert 4 == result.ret
    assert f"ERROR: {message.replace(' -1,', _old(' -1,'))}" in [line.strip() for line in result.errlines]


def _old(number: str) -> str:
    """Before 8.4 every ini value is text."""
    return number if pytest.version_tuple >= (8, 4) else " '-1',"


@pytest.mark.parametrize(
    "line",
    ["httpstatus_lang = 5", "httpstatus_redact = 'x'", "httpstatus_body_limit = 'x'", "httpstatus_body_limit = true"],
)
@NATIVE
def test_a_wrong_type_in_native_toml_is_a_usage_error(pytester, run, line):
    (pytester.path / "pyproject.toml").write_text(f"[tool.pytest]\n{line}\n")
    result = run(SHOW)
    assert 4 == result.ret
    assert any(line.split()[0] in each for each in result.errlines)


@pytest.mark.parametrize("error", [TypeError("x expects a string"), ValueError("x expects a string")])
def test_what_an_older_pytest_raises_for_a_wrong_type_is_a_usage_error_too(error):
    def getini(_: str) -> object:
        raise error

    config = SimpleNamespace(getini=getini, getoption=lambda _: None)
    with pytest.raises(pytest.UsageError, match=r"x expects a string$"):
        _options.read(config)  # type: ignore[arg-type]


def test_a_wrong_number_is_named_though_an_older_pytest_raises_its_own_error():
    values = {"httpstatus_lang": "en", "httpstatus_detail": "auto", "httpstatus_redact": []}

    def getini(name: str) -> object:
        if name in values:
            return values[name]
        raise ValueError("invalid literal for int() with base 10: 'many'")

    config = SimpleNamespace(getini=getini, getoption=lambda _, default=None: default)
    with pytest.raises(pytest.UsageError, match=r"^httpstatus_body_limit is 'many', it can be"):
        _options.read(config)  # type: ignore[arg-type]


def test_the_help_shows_every_option_and_key(run):
    shown = run("", "--help").stdout.str()
    for option in _options.OPTIONS:
        assert f"httpstatus_{option.name}" in shown
        assert not option.flag or f"--httpstatus-{option.name}={option.metavar}" in shown
    assert "explained HTTP statuses:" in shown


def test_a_code_is_explained_instead_of_a_run(run):
    result = run("def test_it(): raise KeyError", "--httpstatus-explain", "404", "--httpstatus-lang=ko")
    assert (0, True) == (result.ret, any("404 Not Found" in line for line in result.outlines))
    assert "KeyError" not in result.stdout.str()


def test_nothing_is_printed_by_a_passing_run(run_apart):
    assert (
        "httpstatus"
        not in run_apart("def test_it(): pass", "-p", "no:randomly")
        .stdout.str()
        .replace("plugins: ", "")
        .partition("collected")[2]
    )


def test_settings_are_put_back(pytester):
    from pytest_httpstatus import _settings

    before = _settings.current()
    pytester.makepyfile("def test_it(): pass")
    pytester.inline_run("-p", "no:asyncio", "--httpstatus-lang=ko")
    assert before is _settings.current()


def test_a_directory_is_no_path_of_a_readout(run):
    result = run(SHOW, "--httpstatus-json=.")
    said = "ERROR: httpstatus_json is '.', a directory; it can be the path of a file"
    assert (4, True) == (result.ret, said in result.errlines)
