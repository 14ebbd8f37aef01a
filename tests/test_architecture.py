"""The layers of the design, and the shape of the code: read from the source, so that late imports count too."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pytest

PACKAGE: Final = "pytest_httpstatus"
ROOT: Final = Path(__file__).parent.parent / PACKAGE

LAYERS: Final = (
    ("_errors", "_lazy", "_senders", "_value"),
    ("_model", "_settings"),
    ("_fields", "_structured", "_secret_names", "_page", "_catalogue", "_clients"),
    ("_content", "_invalid", "_expectation"),
    ("_requirements", "_diagnosis"),
    ("_sealing",),
    ("_rendering",),
    ("_explaining",),
    ("_assertions",),
    ("_helpers", "_matchers", "_mocking", "_recovery", "_waiting"),
    ("_reporting",),
    ("__init__", "extending", "_options"),
    ("hooks", "_demo", "_failing"),
    ("cli",),
    ("plugin", "__main__"),
)
"""A module imports from the rows above its own, and from its own room."""

BASE: Final = ("_errors", "_lazy", "_senders", "_value", "_model", "_settings")

ONLY: Final = {
    "_content": (*BASE, "_fields", "_page"),
    "_expectation": (*BASE, "_catalogue.codes"),
    "_rendering": (*BASE, "_fields", "_catalogue", "_expectation"),
    "_reporting": ("_errors", "_model", "_settings", "_rendering", "_sealing.wire"),
}
"""Rooms that may import these alone of the rows above."""

NEVER: Final = {"_requirements": ("_clients",), "_diagnosis": ("_clients",)}
"""A client's words travel in `Exchange.client`."""

LATE: Final = {
    "_expectation": ("_catalogue",),
    "_explaining": tuple(room for row in LAYERS[:7] for room in row),
    "_assertions": ("_explaining",),
    "_helpers": ("_explaining",),
    "_matchers": ("_explaining",),
    "_mocking": ("_explaining",),
    "_recovery": ("_explaining",),
    "_waiting": ("_explaining",),
}
"""What a room imports inside functions only."""

START: Final = ("__init__", "plugin", "_options", "hooks")
"""What pytest loads at every start, used or not: at module level these import each other and the settings alone."""

STARTED: Final = (*(f"{room}.py" for room in START), "_reporting/__init__.py", "_reporting/collector.py")
"""Of the readouts, the table of their options, and what waits for the first failure."""

PYTEST: Final = {"_options": "anywhere", "hooks": "anywhere", "plugin": "anywhere", "_demo": "anywhere", "cli": "late"}
"""Where pytest itself is imported. The demo is a suite that pytest runs."""

EXTRAS: Final = {"_mocking": ("responses",), "_reporting": ("jinja2",), "_waiting": ("tenacity",)}
"""What a room imports of an extra's packages, inside functions only."""

ON_EXTRAS: Final = ("_mocking/served.py",)
"""Modules whose classes have theirs as bases, and import an extra at the top: they are loaded late themselves."""

TABLES: Final = ("_catalogue/codes.py", "_catalogue/vendors.py")
"""May pass the ceiling on lines: one row a fact, and the facts are as many as they are."""


@dataclass(frozen=True, slots=True)
class Import:
    """One name that a module imports, in full: `pytest_httpstatus._fields.value`."""

    name: str
    line: int
    late: bool


@dataclass(frozen=True, slots=True)
class Module:
    """One file of the package; imports for the type checker alone are left out."""

    path: str
    text: str
    tree: ast.Module
    imports: tuple[Import, ...]

    @property
    def room(self) -> str:
        return self.path.partition("/")[0].removesuffix(".py")

    def at(self, line: int, complaint: str) -> str:
        return f"{PACKAGE}/{self.path}:{line}: {complaint}"


@cache
def modules() -> tuple[Module, ...]:
    return tuple(_module(file) for file in sorted(ROOT.rglob("*.py")))


def _module(file: Path) -> Module:
    text, path = file.read_text(encoding="utf-8"), file.relative_to(ROOT).as_posix()
    tree = ast.parse(text)
    dotted = f"{PACKAGE}.{path.removesuffix('.py').replace('/', '.')}".removesuffix(".__init__")
    return Module(path, text, tree, tuple(_imports(tree, dotted)))


def _imports(node: ast.AST, dotted: str, *, late: bool = False) -> Iterator[Import]:
    below: Iterable[ast.AST] = ast.iter_child_nodes(node)
    match node:
        case ast.If(test=test) if ast.unparse(test).endswith("TYPE_CHECKING"):
            below = node.orelse
        case ast.Import():
            yield from (Import(each.name, node.lineno, late) for each in node.names)
        case ast.ImportFrom():
            base = "." * node.level + (node.module or "")
            yield from (Import(f"{base}.{each.name}", node.lineno, late) for each in node.names)
        case ast.Call(func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module")):
            yield Import(_asked(node.args[0], dotted), node.lineno, late)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            late = True
    for each in below:
        yield from _imports(each, dotted, late=late)


def _asked(name: ast.expr, dotted: str) -> str:
    """The name that `import_module` is given, as far as it stands in the source; `*` where it does not."""
    parts = name.values if isinstance(name, ast.JoinedStr) else [name]
    texts = [str(part.value) if isinstance(part, ast.Constant) else ast.unparse(part) for part in parts]
    return "".join({"{__name__}": dotted}.get(text, "*" if text.startswith("{") else text) for text in texts)


def _inside(name: str) -> str | None:
    """The part of a name below the package; `None` for what is not ours."""
    if name != PACKAGE and not name.startswith(f"{PACKAGE}."):
        return None
    below = name.removeprefix(PACKAGE).removeprefix(".")
    # A public name, or the package itself, comes from `__init__`.
    return below if below.partition(".")[0] in {module.room for module in modules()} else "__init__"


def _ours() -> Iterator[tuple[Module, Import, str]]:
    """Each import of one of our rooms by another."""
    for module in modules():
        for each in module.imports:
            below = _inside(each.name)
            if below is not None and below.partition(".")[0] != module.room:
                yield module, each, below


def _row(room: str) -> int:
    return next((number for number, row in enumerate(LAYERS) if room in row), 0)


def _among(below: str, names: tuple[str, ...]) -> bool:
    return any(below == name or below.startswith(f"{name}.") for name in names)


def _hold(complaints: Iterable[str]) -> None:
    __tracebackhide__ = True
    found = list(complaints)
    assert not found, "\n".join(found)


def test_every_room_has_its_layer() -> None:
    assert set() == {module.room for module in modules()} - {room for row in LAYERS for room in row}


def test_imports_go_down_the_table_only() -> None:
    _hold(
        module.at(each.line, f"{module.room} imports {below}, which does not stand below it")
        for module, each, below in _ours()
        if _row(below.partition(".")[0]) >= _row(module.room)
    )


def test_rooms_with_a_narrower_view_keep_to_it() -> None:
    _hold(
        module.at(each.line, f"{module.room} imports {below}")
        for module, each, below in _ours()
        if (module.room in ONLY and not _among(below, ONLY[module.room])) or _among(below, NEVER.get(module.room, ()))
    )


def test_late_imports_are_late() -> None:
    _hold(
        module.at(each.line, f"{module.room} imports {below} at module level")
        for module, each, below in _ours()
        if not each.late and _among(below, LATE.get(module.room, ()))
    )


def test_modules_on_extras_are_loaded_late() -> None:
    names = tuple(f"{PACKAGE}.{path.removesuffix('.py').replace('/', '.')}" for path in ON_EXTRAS)
    _hold(
        module.at(each.line, f"{each.name} needs an extra")
        for module in modules()
        for each in module.imports
        if not each.late and each.name.startswith(names)
    )


def test_start_up_imports_nothing_of_ours_but_names() -> None:
    _hold(
        module.at(each.line, f"{module.room} imports {below} at module level")
        for module, each, below in _ours()
        if module.path in STARTED and not each.late
        if below.partition(".")[0] not in {*START, "_settings", "_reporting"}
    )


def test_start_up_defines_no_dataclass() -> None:
    _hold(
        module.at(each.line, "dataclasses take 0.7 ms each at every start of pytest")
        for module in modules()
        for each in module.imports
        if module.path in {*STARTED, "_settings.py"} and each.name.startswith("dataclasses")
    )


def test_start_up_loads_these_modules_and_no_other() -> None:
    code = f"import sys, {PACKAGE}.plugin; print(*sorted(name for name in sys.modules if name.startswith('{PACKAGE}')))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    names = ("_options", "_reporting", "_settings", "plugin")
    assert [PACKAGE, *(f"{PACKAGE}.{name}" for name in names)] == run.stdout.split()


def test_nothing_is_imported_but_the_standard_library_and_pytest_where_it_may() -> None:
    def allowed(module: Module, each: Import) -> bool:
        root = each.name.partition(".")[0]
        if root == "pytest":
            where = PYTEST.get(module.room, "nowhere")
            return where == "anywhere" or (where == "late" and each.late)
        extra = (each.late or module.path in ON_EXTRAS) and root in EXTRAS.get(module.room, ())
        return extra or root in sys.stdlib_module_names or root == PACKAGE

    _hold(
        module.at(each.line, f"{module.room} imports {each.name}")
        for module in modules()
        for each in module.imports
        if not allowed(module, each)
    )


def test_nothing_is_patched() -> None:
    _hold(
        module.at(line, f"{what} is another module's")
        for module in modules()
        for line, what in (*_patches(module), *_patching_names(module))
    )


def _patches(module: Module) -> Iterator[tuple[int, str]]:
    """Assignments to what was imported, and to members of `sys.modules`."""
    imported = {each.name.rpartition(".")[2] for each in module.imports} | {
        each.name.partition(".")[0] for each in module.imports
    }
    for node in ast.walk(module.tree):
        if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
            root: ast.expr = node
            while isinstance(root, (ast.Attribute, ast.Subscript)):
                root = root.value
            if isinstance(root, ast.Name) and root.id in imported:
                yield node.lineno, ast.unparse(node)


def _patching_names(module: Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"setattr", "delattr"}:
            yield node.lineno, ast.unparse(node)
    for each in module.imports:
        if each.name.startswith("unittest.mock") or each.name.endswith(".MonkeyPatch"):
            yield each.line, each.name


def test_every_module_says_what_it_is() -> None:
    _hold(module.at(1, "no docstring") for module in modules() if not ast.get_docstring(module.tree))


def test_modules_have_300_lines_at_most() -> None:
    _hold(
        module.at(300, f"{lines} lines")
        for module in modules()
        if (lines := len(module.text.splitlines())) > 300 and module.path not in TABLES
    )


def _functions() -> Iterator[tuple[Module, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield module, node


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function from `def` to the end, its docstring not counted."""
    first = function.body[0]
    described = ast.get_docstring(function) is not None and first.end_lineno is not None
    docstring = (first.end_lineno or 0) - first.lineno + 1 if described else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def test_functions_have_40_lines_at_most() -> None:
    _hold(
        module.at(function.lineno, f"{function.name} has {_lines(function)} lines")
        for module, function in _functions()
        if _lines(function) > 40
    )


def test_hooks_have_12_lines_at_most() -> None:
    _hold(
        module.at(function.lineno, f"{function.name} has {_lines(function)} lines")
        for module, function in _functions()
        if module.room == "plugin" and function.name.startswith("pytest_") and _lines(function) > 12
    )


def test_hook_wrappers_are_new_style() -> None:
    _hold(
        module.at(function.lineno, f"{function.name} is an old-style wrapper")
        for module, function in _functions()
        for decorator in function.decorator_list
        if "hookwrapper" in ast.unparse(decorator)
    )


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import a.b, c", ["a.b", "c"]),
        ("def f():\n from a import b", ["late a.b"]),
        ("class C:\n import a", ["a"]),
        ("if TYPE_CHECKING:\n import a\nelse:\n import b", ["b"]),
        ("if typing.TYPE_CHECKING:\n import a", []),
        ("from . import a", ["..a"]),
        ("import_module('a.b')", ["a.b"]),
        ("lambda: importlib.import_module(f'{__name__}.a')", ["late package.here.a"]),
        ("import_module(f'a.{b}')", ["a.*"]),
        ("def f():\n return f(__import__(name))", ["late name"]),
    ],
)
def test_imports_are_found(source: str, names: list[str]) -> None:
    found = [f"{'late ' * each.late}{each.name}" for each in _imports(ast.parse(source), "package.here")]

    assert names == found
