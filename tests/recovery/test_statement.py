"""The statement that failed, found in the source."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from types import FrameType

import pytest

from pytest_httpstatus._recovery.statement import Statement, failing

FUNCTION = '''
class Suite:
    def test(self, client):
        """A text
at the margin."""
        with client as page, page: first = second = 1
        for each in range(3):
            if each: last: int = each
        other: int
        def inner():
            hidden = 2
        try:
            raise KeyError
        except KeyError:
            total = (late := 5); fail = total
        else:
            total = 0
        finally:
            done = 1
        match total:
            case _:
                assert total == 1
        while total:
            return self, (
                first
            )
'''


def frame_of(source: str, tmp_path: Path, call: str) -> FrameType:
    """A frame of a function that raised at its first line, for its code alone."""
    path = tmp_path / "some.py"
    path.write_text(source, encoding="utf-8")
    names: dict = {}
    exec(compile(source, str(path), "exec"), names)
    caught = []

    def trace(frame, event, _):
        if event == "call" and frame.f_code.co_filename == str(path):
            caught.append(frame)
            raise ZeroDivisionError
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        eval(call, names)
    except ZeroDivisionError:
        pass
    finally:
        sys.settrace(before)
    return caught[0]


@pytest.fixture
def frame(tmp_path):
    return frame_of(FUNCTION, tmp_path, "Suite().test(None)")


def shown(statement: Statement | None) -> str:
    assert statement is not None
    return ast.unparse(statement.node).splitlines()[0]


WHERE = [
    (6, 36, "first = second = 1"),
    (6, 14, "with client as page, page:"),
    (8, 23, "last: int = each"),
    (8, None, "last: int = each"),
    (7, None, "for each in range(3):"),
    (13, 12, "raise KeyError"),
    (15, 12, "total = (late := 5)"),
    (15, 33, "fail = total"),
    (17, 12, "total = 0"),
    (19, None, "done = 1"),
    (22, 16, "assert total == 1"),
    (25, 16, "return (self, first)"),
]


@pytest.mark.parametrize(("line", "column", "wanted"), WHERE)
def test_the_innermost_statement_is_found(frame, line, column, wanted):
    """By its line, and by its column where several share a line; the class's indentation and texts do no harm."""
    assert wanted == shown(failing(frame, line, column))


def test_a_line_outside_has_no_statement(frame):
    """A line that the function does not have gives nothing."""
    assert failing(frame, 400) is None


def test_the_head_of_a_compound_statement_is_its_own(frame):
    """What stands in the body of a compound statement is not evaluated by it."""
    with_ = failing(frame, 6, 14)
    assert ["client", "page"] == [ast.unparse(each) for each in with_.expressions()]


GIVEN = [
    ("first", 25, "1"),
    ("page", 25, "client"),
    ("each", 8, "range(3)"),
    ("last", 25, "each"),
    ("late", 25, "5"),
    ("other", 25, None),
    ("hidden", 25, None),
]


@pytest.mark.parametrize(("name", "line", "wanted"), GIVEN)
def test_what_a_name_was_last_given(frame, name, line, wanted):
    """By any kind of assignment in this function above the statement, not in one that it defines."""
    source = failing(frame, line).given(name)
    assert wanted == (None if source is None else ast.unparse(source.value))


def test_a_statement_in_a_handler(frame):
    """Whether a statement handles an error."""
    assert [False, True] == [failing(frame, 13).handles(), failing(frame, 15).handles()]


def test_a_module_has_statements_too(tmp_path):
    """A failure while a module is run stands in the module."""
    path = tmp_path / "module.py"
    path.write_text("x = 1\nassert x == 2\n", encoding="utf-8")
    try:
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), {})
    except AssertionError as error:
        frame = error.__traceback__.tb_next.tb_frame
    assert "assert x == 2" == shown(failing(frame, 2))


@pytest.mark.parametrize(
    ("source", "later"),
    [("f = lambda: 1 / 0\n", ""), ("def f():\n    return 1\n", "if broken(:\n"), ("def f(): pass", "x = = 1\n")],
    ids=["a lambda", "a file that has changed", "a file that is no Python"],
)
def test_what_has_no_source_has_no_statement(tmp_path, source, later):
    """Parts of a statement, and files that are no longer what was run."""
    frame = frame_of(source, tmp_path, "f()")
    if later:
        (tmp_path / "some.py").write_text(later, encoding="utf-8")
    assert failing(frame, 1) is None


def test_a_function_past_the_end_of_its_file_has_no_statement(tmp_path):
    """A file that was cut since."""
    frame = frame_of("\n\n\ndef f():\n    return 1\n", tmp_path, "f()")
    (tmp_path / "some.py").write_text("\n", encoding="utf-8")
    assert failing(frame, 5) is None
