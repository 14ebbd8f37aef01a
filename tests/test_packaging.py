"""What is shipped: the metadata, and the files of the wheel and the sdist."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Callable
from email.message import Message
from email.parser import HeaderParser
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
STEM = "pytest_httpstatus-0.1.0"

Build = Callable[[str], Path]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build a `wheel` or an `sdist` as the backend that pyproject.toml names does."""
    if find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed")
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1767225600"}

    def run(target: str) -> Path:
        place = tmp_path_factory.mktemp(target)
        command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(place)]
        subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
        (built,) = place.iterdir()
        return built

    return run


@pytest.fixture(scope="module")
def wheel(build: Build) -> Path:
    return build("wheel")


def _sources() -> set[str]:
    """Every file of the package that is no by-product."""
    files = (ROOT / "pytest_httpstatus").rglob("*")
    return {each.relative_to(ROOT).as_posix() for each in files if each.is_file() and "__pycache__" not in each.parts}


def _metadata(wheel: Path) -> Message:
    with ZipFile(wheel) as archive:
        return HeaderParser().parsestr(archive.read(f"{STEM}.dist-info/METADATA").decode())


def test_wheel_is_for_any_machine(wheel: Path) -> None:
    assert f"{STEM}-py3-none-any.whl" == wheel.name


def test_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    about = {
        f"{STEM}.dist-info/{each}" for each in ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
    }

    with ZipFile(wheel) as archive:
        assert _sources() | about == set(archive.namelist())


def test_sentences_and_types_are_in_the_wheel(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = archive.namelist()

    assert "pytest_httpstatus/py.typed" in names
    for language in ("en", "ko"):
        assert f"pytest_httpstatus/_catalogue/{language}/statuses.toml" in names


def test_pytest_is_all_that_it_needs(wheel: Path) -> None:
    needed = _metadata(wheel).get_all("Requires-Dist") or []

    assert ["pytest>=8.2"] == [each for each in needed if "extra ==" not in each]


def test_metadata_say_python_licence_and_version(wheel: Path) -> None:
    said = _metadata(wheel)

    assert ("pytest-httpstatus", "0.1.0", ">=3.11") == (said["Name"], said["Version"], said["Requires-Python"])
    assert ("MIT", "LICENSE") == (said["License-Expression"], said["License-File"])
    assert "Framework :: Pytest" in said.get_all("Classifier", [])


def test_readme_is_the_long_description(wheel: Path) -> None:
    assert (ROOT / "README.md").read_text(encoding="utf-8").strip() == str(_metadata(wheel).get_payload()).strip()


def test_doors_are_the_plugin_and_the_command(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        doors = archive.read(f"{STEM}.dist-info/entry_points.txt").decode()

    assert (
        "[console_scripts]\nhttpstatus = pytest_httpstatus.cli:main\n\n"
        "[pytest11]\nhttpstatus = pytest_httpstatus.plugin"
    ) == doors.strip()


def test_two_builds_give_the_same_bytes(wheel: Path, build: Build) -> None:
    assert wheel.read_bytes() == build("wheel").read_bytes()


def test_sdist_holds_what_the_wheel_is_built_from(build: Build) -> None:
    with tarfile.open(build("sdist")) as archive:
        names = {name.removeprefix(f"{STEM}/") for name in archive.getnames()}

    assert _sources() <= names
    assert {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "Makefile"} <= names
    assert "tests/test_packaging.py" in names
    assert not [name for name in names if "__pycache__" in name or name.startswith((".venv", ".git/"))]


def test_version_stands_in_the_changelog() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]

    assert version in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
