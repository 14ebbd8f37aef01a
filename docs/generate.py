"""Write what the documentation computes: tables of the code's own data, failures, and what the command prints.

A computed part stands between `<!-- begin: NAME -->` and `<!-- end: NAME -->`. `NAME` is a function of the tables, or
`failure TEST [lines|whole] [OPTION ...]`, what pytest prints of a failing test of the same page. In a block `console`
the output below `$ COMMAND` is written; a command without output is only run.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

# As a script it sees the folder of this file alone, whose modules have names of packages.
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).parent.parent))

from docs import examples, tables, tables_of_clients, tables_of_diagnosis, tables_of_meanings, tables_of_trust

if TYPE_CHECKING:
    from collections.abc import Callable

    from docs.examples import Page

_TABLES: Final = (tables, tables_of_clients, tables_of_diagnosis, tables_of_meanings, tables_of_trust)
_SHAPES: Final = ("lines", "whole")
_SECTION: Final = re.compile(r"^-+ HTTP exchange -+$", re.MULTILINE)


def computed(page: Page) -> str:
    """The page as the code of now would write it."""
    text = examples.PART.sub(lambda part: _part(page, part), page.text)
    return examples.FENCE.sub(_console, text)


def _part(page: Page, part: re.Match[str]) -> str:
    name, arguments, _ = part.groups()
    text = _failure(page, arguments.split()) if name == "failure" else _table(name)(*arguments.split())
    return f"<!-- begin: {name}{arguments} -->\n{text.strip()}\n<!-- end: {name} -->"


def _table(name: str) -> Callable[..., str]:
    return next(getattr(module, name) for module in _TABLES if hasattr(module, name))


def _failure(page: Page, words: list[str]) -> str:
    test, *rest = words
    shape = rest.pop(0) if rest[:1] and rest[0] in _SHAPES else ""
    shown = examples.whole(page, test, " ".join(rest)) if shape == "whole" else excerpt(page, test, shape, rest)
    return f"```text\n{shown.rstrip()}\n```"


def excerpt(page: Page, test: str, shape: str, options: list[str]) -> str:
    """The lines that pytest marks with `E`, and the section below them."""
    found = examples.results(page, " ".join(options))[test]
    if found.outcome != "failed":
        raise ValueError(f"{page.path.name}: {test} {found.outcome}")
    lines = [line for line in found.shown.splitlines() if line.startswith("E ")]
    section = _SECTION.search(found.shown)
    if section and shape != "lines":
        lines.append(found.shown[section.start() :])
    return examples.normalised("\n".join(lines))


def _console(fence: re.Match[str]) -> str:
    language, source = fence.groups()
    if language != "console":
        return fence[0]
    return f"```console\n{''.join(map(_answered, _commands(source)))}```"


def _commands(source: str) -> list[str]:
    return re.split(r"^(?=\$ )", source, flags=re.MULTILINE)[1:]


def _answered(command: str) -> str:
    line, _, output = command.partition("\n")
    printed = examples.console(line.removeprefix("$ "))
    return f"{line}\n{printed.rstrip()}\n" if output.strip() else f"{line}\n"


def main() -> None:
    for path in examples.PAGES:
        text = path.read_text(encoding="utf-8")
        new = computed(examples.page(path, text))
        if new != text:
            path.write_text(new, encoding="utf-8")
            print(f"written: {path.relative_to(examples.ROOT)}")


if __name__ == "__main__":
    main()
