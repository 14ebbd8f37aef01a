"""The table of `docs/plain-asserts.md`: each idiom of the suites, with the line that is said of it.

Run as `python -m tests.recovery.corpus.table` to write it anew.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from tests.recovery.corpus.run import NEEDS, PLACE, ROOT, SAYS

PAGE: Final = ROOT / "docs" / "plain-asserts.md"
_HEAD: Final = "| client | test | what is said first |\n| --- | --- | --- |\n"


def table() -> str:
    return _HEAD + "".join(f"| {' | '.join(row)} |\n" for suite in NEEDS for row in _rows(suite))


def _rows(suite: str) -> Iterator[tuple[str, str, str]]:
    source = (PLACE / f"{suite}.py").read_text(encoding="utf-8")
    bodies = {
        node.name: node.body
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    for said, name in SAYS.findall(source):
        lines = [line for node in bodies[name] for line in ast.unparse(node).splitlines()]
        yield suite.removeprefix("says_"), "<br>".join(map(_code, lines)), _code(said)


def _code(line: str) -> str:
    text = line.lstrip(" ")
    indent = "&nbsp;" * (len(line) - len(text))
    return f"{indent}`{text.replace('|', chr(92) + '|')}`"


def written(page: str) -> str:
    """The page with the table of now."""
    return page.partition(_HEAD)[0] + table()


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
