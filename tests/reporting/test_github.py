"""The readout on GitHub Actions: Markdown asked in a parser's terms, annotations in the runner's."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from io import BytesIO, TextIOWrapper
from typing import NamedTuple

import pytest

from pytest_httpstatus._reporting import github
from pytest_httpstatus._reporting.annotations import commands, in_repository
from pytest_httpstatus._reporting.record import Via
from tests.exchanges import exchange, failure
from tests.reporting.entries import entry, run, unauthorized

markdown_it = pytest.importorskip("markdown_it")

MANY = [unauthorized(f"/users/{number}", f"tests/test_users.py::test_user[{number}]", line=7) for number in range(5)]
LOST = entry(exchange(404), "tests/test_shop.py::test_lost", line=3, via=Via("helper", "look_up", "tests/shop.py", 40))
PLUGIN = "pytest_github_actions_annotate_failures"
EVIL = (
    "```\n````` `x` | a | \\| </details></code><script>x</script><img src=x> ![i](http://e/i) [l](http://e/l)\n"
    "http://e/auto <http://e/angle> @user #1 :tada: **b** \x1b[2J\r::stop-commands::t\n::error file=a::x\x0b"
    "::add-mask::y ##[group]z ##vso[task.x] \u202e \ud800 &lt; ~~~ % %0A\n# heading\n- [ ] item\n\n    code"
)
HOSTILE = entry(
    exchange(
        404,
        EVIL.encode("utf-8", "surrogatepass"),
        ("Content-Type", "text/plain"),
        ("X-Request-Id", EVIL),
        reason=EVIL,
        url=f"https://api.test/`|</code>![i](http://e/i)/::error::x/##[group]?q={EVIL}",
    ),
    f"tests/{EVIL}.py::test[{EVIL}]",
    subtest=EVIL,
    via=Via("helper", EVIL, EVIL, 1),
)


@dataclass
class Parsed:
    """What a document is to a reader of it. `said` is all text outside of code; `kinds` are those of its tokens."""

    headings: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    fences: list[str] = field(default_factory=list)
    folds: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    said: str = ""
    kinds: set[str] = field(default_factory=set)


class Tags(HTMLParser):
    """Tags without attributes, and what a summary says."""

    def __init__(self, found: Parsed) -> None:
        super().__init__()
        self._found, self._inside = found, False

    def handle_starttag(self, tag, attrs):
        assert not attrs
        self._found.tags.append(tag)
        if tag == "summary":
            self._found.folds.append("")
            self._inside = True

    def handle_endtag(self, tag):
        self._found.tags.append(f"/{tag}")
        self._inside = self._inside and tag != "summary"

    def handle_data(self, data):
        if self._inside:
            self._found.folds[-1] += data


def parsed(text: str) -> Parsed:
    """Parse as CommonMark with GitHub's tables."""
    found = Parsed()
    inside = Tags(found)
    tokens = markdown_it.MarkdownIt("commonmark").enable("table").parse(text)
    for before, token in zip([None, *tokens], tokens, strict=False):
        found.kinds |= {token.type, *(each.type for each in token.children or ())}
        if token.type == "html_block":
            inside.feed(token.content)
        elif token.type == "fence":
            found.fences.append(token.content.removesuffix("\n"))
        elif token.type == "tr_open":
            found.rows.append([])
        elif token.type == "inline":
            shown = "".join(each.content for each in token.children)
            found.said += "".join(each.content for each in token.children if each.type != "code_inline")
            places = {"heading_open": found.headings, "paragraph_open": found.paragraphs}
            places.get(before.type, found.rows[-1] if found.rows else []).append(shown)
    return found


class Read(NamedTuple):
    properties: dict[str, str]
    message: str


def read(command: str) -> Read:
    """Read a command as the runner does."""
    assert command.startswith("::error ")
    assert not re.search(r"[\r\n]", command)
    properties, _, message = command.removeprefix("::error ").partition("::")
    pairs = (each.partition("=") for each in properties.split(","))
    return Read({name: _unescaped(value) for name, _, value in pairs}, _unescaped(message))


def _unescaped(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


def test_the_causes_are_a_table_and_each_unfolds_to_its_failures():
    text = github.markdown(run(MANY[0], MANY[1]._replace(when="setup", passed=True), tests=9))
    assert """\
### HTTP failures by cause

HTTP failures: 2, causes: 1, tests run: 9

| failures | cause | where | run one again |
| ---: | --- | --- | --- |
| 2 (passed later: 1) | `401 Unauthorized: the request carried no credentials` | `GET /users/{id}` (2) | \
`pytest 'tests/test_users.py::test_user[0]'` |

<details>
<summary>2 x <code>401 Unauthorized: the request carried no credentials</code></summary>

`tests/test_users.py::test_user[0]` (`tests/test_users.py:7`)

```text
got 401 Unauthorized, expected 200 OK: GET /users/0
  likely       the request carried no credentials: no authorization
               field, no cookie; the server asks for Bearer realm="api"
  check        - is this the client that logs in, or a bare one?
               - if you log in yourself: send
                 authorization: Bearer <token>

> GET https://api.test/users/0
> accept: application/json
> (no authorization)
> (no cookie)
< 401 Unauthorized (0 bytes)
< www-authenticate: Bearer realm="api"
| (empty)
$ curl -i -H 'accept: application/json' https://api.test/users/0
```

`tests/test_users.py::test_user[1]` (`tests/test_users.py:7`, setup, passed later)

```text
got 401 Unauthorized, expected 200 OK: GET /users/1
""" == text[: text.index("  likely", text.index("users/1"))]
    assert text.endswith("\n```\n\n</details>\n")


def test_the_table_says_how_many_passed_later_and_where_else_it_failed():
    paths = [unauthorized(f"/{name}", passed=name == "a") for name in ("a", "b", "c", "d", "e")]
    rows = parsed(github.markdown(run(*paths))).rows
    assert ["5 (passed later: 1)", "GET /a (1), GET /b (1), GET /c (1), and 2 more"] == [rows[1][0], rows[1][2]]


def test_a_helper_in_which_all_failed_is_named():
    assert "through: `look_up (tests/shop.py:40)`" in github.markdown(run(LOST)).splitlines()


def test_of_many_failures_ten_are_explained_and_a_hundred_named():
    given = [unauthorized(f"/users/{number}", f"t.py::test[{number}]") for number in range(120)]
    found = parsed(github.markdown(run(*given)))
    assert "Explained here: 10 of 120. All of them:" in found.paragraphs
    assert [f"t.py::test[{number}]" for number in range(100)] + ["and 20 more"] == found.fences[0].splitlines()
    assert 11 == len(found.fences)


def test_of_many_causes_fifty_are_listed():
    found = parsed(github.markdown(run(*(entry(exchange(404, url=f"http://a/{'x' * n}")) for n in range(1, 61)))))
    assert (51, 50) == (len(found.rows), len(found.fences))
    assert "More causes, not listed here: 10" in found.paragraphs


def test_a_run_that_ended_early_is_shown_as_such():
    assert "The run ended before all tests had run." in github.markdown(run(LOST, complete=False)).splitlines()


def test_nothing_that_failed_is_said_without_a_table():
    assert "### HTTP failures by cause\n\nHTTP failures: 0, causes: 0, tests run: 4\n" == github.markdown(run(tests=4))


def test_it_speaks_korean():
    text = github.markdown(run(*MANY, LOST, lang="ko", tests=9, complete=False))
    assert "### 원인별 HTTP 실패\n\nHTTP 실패: 6, 원인: 2, 실행한 테스트: 9\n" == text[:47]
    assert "| 5 | `401 Unauthorized: 요청에 자격 증명이 없음` |" in text


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("room", [3_000, 10_000, 100_000])
def test_it_keeps_to_its_room_and_says_what_is_left_out(room, lang):
    given = [
        entry(exchange(404, b"x" * 1_000, url=f"http://a/{'x' * (n % 20)}"), f"t.py::test[{n}]") for n in range(600)
    ]
    text = github.markdown(run(*given, lang=lang), room)
    said = "Shortened: a step summary holds" if lang == "en" else "줄임: step summary 한도"
    assert room >= len(text.encode()) > room // 3
    assert said in text.splitlines()[-1]
    assert bool(parsed(text).folds) is (room > 3_000)


def test_room_goes_to_one_failure_of_each_cause_first():
    found = parsed(github.markdown(run(*MANY, LOST), 3_500))
    assert 2 == len(found.folds)
    assert "Explained here: 1 of 5. All of them:" in found.paragraphs
    assert "Shortened: a step summary holds 1,024 KiB. Failures without their explanation: 4" == found.paragraphs[-1]


@pytest.mark.parametrize("room", [0, -5, 1_100])
def test_where_there_is_no_room_at_all_nothing_is_said(room):
    assert "" == github.markdown(run(*MANY), room)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_whatever_comes_from_outside_stays_text_in_markdown(lang):
    text = github.markdown(run(HOSTILE, HOSTILE, MANY[0], lang=lang))
    found = parsed(text)
    assert ["details", "summary", "code", "/code", "/summary", "/details"] * 2 == found.tags
    assert 1 == len(found.headings)
    assert [4, 4, 4] == [len(row) for row in found.rows]
    assert 3 == len(found.fences)
    assert (
        {"inline", "text", "code_inline", "fence", "html_block", "heading_open", "heading_close"}
        | {
            f"{each}_{end}"
            for each in ("paragraph", "table", "thead", "tbody", "tr", "th", "td")
            for end in ("open", "close")
        }
    ) == found.kinds
    assert not re.search(r"e/|@user|#1|:tada|script|\*", found.said)
    assert "[l](http://e/l)" in found.fences[0]
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e\ud800]|(?m:^\s*::)|##\[|##vso\[", text)


@pytest.mark.parametrize(
    "text",
    ["a", "`", "``", "a`b``c", "`a", "a`", "|", "a|b", "a\\|b", "\\", "a\\", "<b>", "![i](u)", "*_~&amp;", "\\`|`\\"],
)
def test_a_code_span_in_a_table_shows_the_text_itself(text):
    table = f"| a | b |\n| --- | --- |\n| {github._cell(text)} | {github._cell('end')} |\n"
    assert [["a", "b"], [text, "end"]] == parsed(table).rows


@pytest.mark.parametrize("text", ["```", "````\n```", "a\n`````text\nb", "~~~", "</details>"])
def test_a_fence_shows_the_text_itself(text):
    found = parsed(f"{github._fence(text)}\nend\n")
    assert ([text], ["end"]) == (found.fences, found.paragraphs)


def test_a_cause_is_one_command_on_the_line_of_its_first_test():
    [first, second] = commands(run(*MANY, LOST))
    assert (
        "::error file=tests/test_users.py,line=7,title=got 401 Unauthorized%2C expected 200 OK%3A GET /users/0::"
        in first
    )
    assert (
        """\
5 failures have this cause: 401 Unauthorized: the request carried no credentials
likely       the request carried no credentials: no authorization
             field, no cookie; the server asks for Bearer realm="api"
check        - is this the client that logs in, or a bare one?
             - if you log in yourself: send
               authorization: Bearer <token>
tests        tests/test_users.py::test_user[0]
             tests/test_users.py::test_user[1]
             tests/test_users.py::test_user[2]
             and 2 more
run again    pytest 'tests/test_users.py::test_user[0]'"""
        == read(first).message
    )
    assert {
        "file": "tests/test_shop.py",
        "line": "3",
        "title": "got 404 Not Found, expected 200 OK: GET /users/me",
    } == (read(second).properties)
    assert "failures have this cause" not in read(second).message


def test_it_annotates_in_korean():
    [command] = commands(run(*MANY, lang="ko"))
    assert "401 Unauthorized 받음, 200 OK 기대: GET /users/0" == read(command).properties["title"]
    assert "원인이 같은 실패 5건: 401 Unauthorized: 요청에 자격 증명이 없음" == read(command).message.splitlines()[0]


@pytest.mark.parametrize(("causes", "annotations"), [(1, 1), (9, 9), (10, 10), (30, 10)])
def test_there_are_ten_annotations_at_most(causes, annotations):
    given = [entry(exchange(404, url=f"http://a/{'x' * n}")) for n in range(1, causes + 1)]
    assert annotations == len(commands(run(*given, given[0])))


def test_the_tenth_says_how_many_there_are():
    given = [entry(exchange(404, url=f"http://a/{'x' * n}")) for n in range(1, 13)]
    *_, last = commands(run(*given, given[-1]))
    assert (
        {"title": "more causes of HTTP failures: 3"},
        "failures: 3; the step summary and the log show them",
    ) == read(last)


def test_what_passed_later_is_no_error():
    [command] = commands(run(MANY[0]._replace(passed=True), MANY[1], LOST._replace(passed=True)))
    assert "got 401 Unauthorized, expected 200 OK: GET /users/1" == read(command).properties["title"]


@pytest.mark.parametrize(
    ("environ", "plugins", "phases"),
    [
        ({"GITHUB_ACTIONS": "true"}, {PLUGIN}, ["/setup", "/teardown"]),
        ({"GITHUB_ACTIONS": "1"}, {PLUGIN}, ["/setup", "/call", "/teardown"]),
        ({"GITHUB_ACTIONS": "true"}, set(), ["/setup", "/call", "/teardown"]),
    ],
)
def test_what_the_other_plugin_annotates_is_left_to_it(environ, plugins, phases):
    given = [entry(exchange(404, url=f"http://a/{when}"), when=when) for when in ("setup", "call", "teardown")]
    found = commands(run(*given, environ=environ, plugins=plugins.__contains__))
    assert phases == [read(each).properties["title"].partition("GET ")[2] for each in found]


def test_whatever_comes_from_outside_stays_in_its_place_in_a_command():
    [command] = commands(run(HOSTILE, HOSTILE))
    properties, message = read(command)
    assert ["file", "line", "title"] == list(properties)
    assert r"`x` | a | \|" in properties["file"]
    assert "%0A" in message
    assert not re.search(r"[\x00-\x1f\u202e\ud800]|##\[|##vso\[", command)
    assert not re.search(r"(?m)^\s*::", message)


def test_title_and_message_keep_to_what_github_shows():
    silent = failure(exchange(0, None, url=f"http://{'h' * 300}/"))
    [command] = commands(run(entry(replace(silent, because="reason " * 2_000))))
    title, message = read(command).properties["title"], read(command).message
    assert (200, 4_000) == (len(title), len(message))
    assert title.endswith("...")
    assert message.endswith("...")


@pytest.mark.parametrize(
    ("workspace", "path", "found"),
    [
        ("", "tests/test_a.py", "api/tests/test_a.py"),
        ("", "../test_b.py", "test_b.py"),
        ("api/tests", "tests/test_a.py", "test_a.py"),
        ("linked", "tests/test_a.py", "tests/test_a.py"),
        ("elsewhere", "tests/test_a.py", "tests/test_a.py"),
        (None, "tests/test_a.py", "tests/test_a.py"),
        ("", "te\0st.py", "te\0st.py"),
        ("", "te\ud800st.py", "te\ud800st.py"),
    ],
)
def test_paths_count_from_the_root_of_the_repository(tmp_path, workspace, path, found):
    (tmp_path / "api" / "tests").mkdir(parents=True)
    (tmp_path / "linked").symlink_to("api")
    environ = {} if workspace is None else {"GITHUB_WORKSPACE": str(tmp_path / workspace)}
    assert found == in_repository(path, run(root=str(tmp_path / "api"), environ=environ))


def test_paths_of_merged_documents_stay_as_they_are(tmp_path):
    assert "tests/test_a.py" == in_repository("tests/test_a.py", run(environ={"GITHUB_WORKSPACE": str(tmp_path)}))


def test_a_name_that_cannot_be_typed_is_left_to_its_function():
    for name in ("\x1b[31m", "x" * 400):
        assert (
            "run again    pytest tests/test_x.py::test_evil"
            == (
                read(commands(run(unauthorized(test=f"tests/test_x.py::test_evil[{name}]")))[0]).message.splitlines()[
                    -1
                ]
            )
        )


@pytest.fixture
def shown(tmp_path):
    """Show a run; what stands in the step's file and what was written to the terminal."""
    target = tmp_path / "summary.md"

    def shown(*entries, **environ):
        written = []
        given = {"GITHUB_STEP_SUMMARY": str(target), **environ}
        github.show(
            run(*entries, environ=given, plugins={"terminalreporter"}.__contains__, write=written.append, tests=9)
        )
        return target.read_text(encoding="utf-8") if target.is_file() else "", written

    return shown


def test_the_summary_is_appended_to_what_others_wrote(shown, tmp_path):
    (tmp_path / "summary.md").write_text("# Coverage")
    text, written = shown(LOST)
    assert "# Coverage\n\n" + github.markdown(run(LOST, tests=9)) == text
    assert ["", *commands(run(LOST))] == written


def test_a_fresh_summary_begins_with_ours(shown):
    assert shown(LOST)[0].startswith("### HTTP failures by cause\n")


def test_where_nothing_failed_nothing_is_written(shown):
    assert ("", []) == shown()


def test_where_there_is_nothing_to_annotate_no_line_is_written(shown):
    assert [] == shown(LOST._replace(passed=True))[1]


def test_what_others_wrote_takes_of_our_room(shown, tmp_path):
    before = "x" * 1_000_000
    (tmp_path / "summary.md").write_text(before)
    given = [entry(exchange(404, b"x" * 2_000, url=f"http://a/{'x' * n}"), f"t.py::test[{n}]") for n in range(40)]
    text, _ = shown(*given)
    assert 1_024 * 1_024 > len(text.encode()) > 1_010_000
    assert "Shortened" in text.splitlines()[-1]
    assert text.startswith(before)


def test_a_full_summary_stays_as_it_is(shown, tmp_path):
    before = "x" * 1_024 * 1_024
    (tmp_path / "summary.md").write_text(before)
    text, written = shown(LOST)
    assert (before, "no room for the HTTP failures in the step summary: it holds 1,024 KiB") == (text, written[-1])


@pytest.mark.parametrize("path", [None, ""])
def test_without_a_file_a_line_says_so(shown, path):
    _, written = shown(LOST, GITHUB_STEP_SUMMARY=path)
    assert "no step summary: GITHUB_STEP_SUMMARY is not set" == written[-1]
    assert 3 == len(written)


@pytest.mark.parametrize(
    ("name", "why"), [("none/summary.md", "No such file or directory"), ("", "not a file"), ("pipe", "not a file")]
)
def test_a_file_that_cannot_be_written_is_named(shown, tmp_path, name, why):
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes with names here")
    os.mkfifo(tmp_path / "pipe")
    path = str(tmp_path / name)
    assert f"{path}: not written: {why}" == shown(LOST, GITHUB_STEP_SUMMARY=path)[1][-1]


def test_without_a_terminal_annotations_go_to_standard_output(monkeypatch, tmp_path):
    raw = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(raw, encoding="ascii"))
    github.show(run(LOST, lang="ko", environ={"GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}))
    lines = raw.getvalue().decode("ascii").splitlines()
    assert ["", "::error file=tests/test_shop.py,line=3,title=404 Not Found \\ubc1b\\uc74c%2C 200 OK"] == [
        line.partition(" \\uae30")[0] for line in lines
    ]
