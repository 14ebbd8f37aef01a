"""The small failing suite behind `httpstatus demo`: real pytest and a real server, with nothing of the user's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

SUITE: Final = Path(__file__).with_name("test_shop.py")
_NOT_OURS: Final = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")


def run(argv: Sequence[str], lang: str) -> int:
    """Run the demo.

    Args:
        argv: Options for pytest.
        lang: Language of the explanations.

    Returns:
        0 when the planned tests failed and no other; 1 when it came otherwise; else what pytest returned.
    """
    from pytest_httpstatus._rendering import visible
    from pytest_httpstatus._rendering.words import Words

    words = Words(lang)
    _say("\n".join(visible.wrap(words.phrase("demo", "intro"), 76)))
    with TemporaryDirectory(prefix="httpstatus-demo-", ignore_cleanup_errors=True) as folder:
        shutil.copy(SUITE, folder)
        (Path(folder) / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
        code = subprocess.run(_command(argv, lang), cwd=folder, env=_environment(), check=False).returncode  # noqa: S603
    if code == 0:
        _say(words.phrase("demo", "next"))
    return code


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()  # pytest writes to the same place by itself


def _command(argv: Sequence[str], lang: str) -> list[str]:
    # In a process of its own, since pytest rewrites no module that is loaded already; -P, since a file `json.py` in
    # the folder of the user is none of ours. --tb=short leaves the explanation all 76 columns that it may take.
    plugins = ("pytest_httpstatus.plugin", "pytest_httpstatus._demo.plan", "no:cacheprovider")
    ours = ["-c", "pytest.ini", "--rootdir", ".", "--tb=short", f"--httpstatus-lang={lang}"]
    return [sys.executable, "-P", "-m", "pytest", *(f"-p{plugin}" for plugin in plugins), *ours, *argv]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
    return kept | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
