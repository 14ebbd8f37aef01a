"""A folder for each suite: its source, and an environment with the package, its tests' needs and the plugin."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import venv
from pathlib import Path
from typing import Final

from tests.neutral.suites import Suite

ROOT: Final = Path(__file__).parent.parent.parent
KEPT: Final = ROOT / ".neutral"


class Place:
    """Where a suite stands. What was made once is used again, but for the plugin."""

    def __init__(self, suite: Suite) -> None:
        self.suite = suite
        self.folder = KEPT / f"{suite.name}-{suite.version}"
        self.source = self.folder / "source"
        self.environment = self.folder / "environment"
        self.bin = self.environment / ("Scripts" if sys.platform == "win32" else "bin")

    def prepare(self) -> None:
        """Download the source, make the environment, and install the plugin as it is now."""
        self.folder.mkdir(parents=True, exist_ok=True)
        # A suite without settings would find those of this project, in a folder further up.
        (KEPT / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
        if not self.source.exists():
            self._unpack()
        wanted = [str(self.environment), sys.version, *_requirements(self.suite)]  # an environment cannot be moved
        made = self.folder / "made"
        if not made.exists() or made.read_text(encoding="utf-8") != "\n".join(wanted):
            venv.create(self.environment, clear=True, with_pip=True)
            self._pip("install", *_requirements(self.suite))
            made.write_text("\n".join(wanted), encoding="utf-8")
        self._pip("install", "--force-reinstall", "--no-deps", str(ROOT))

    def _unpack(self) -> None:
        downloaded = self.folder / "downloaded"
        name, version = self.suite.name, self.suite.version
        # By the pip of this environment: that of the suite's may not be there yet.
        _call(sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", name, "--dest", str(downloaded),
              f"{name}=={version}")  # fmt: skip
        unpacked = self.folder / "unpacked"
        shutil.rmtree(unpacked, ignore_errors=True)
        with tarfile.open(next(downloaded.glob("*.tar.gz"))) as archive:
            archive.extractall(unpacked, filter="data")
        next(unpacked.iterdir()).rename(self.source)
        unpacked.rmdir()

    def _pip(self, *words: str) -> None:
        _call(str(self.bin / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet", *words)


def _requirements(suite: Suite) -> list[str]:
    extras = f"[{suite.extras}]" if suite.extras else ""
    return [f"{suite.name}{extras}=={suite.version}", f"pytest=={suite.pytest}", *suite.requires]


def _call(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
