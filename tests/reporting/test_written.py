"""A file that a readout writes is whole, or is as it was."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pytest_httpstatus._reporting.written import write

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="modes, pipes and devices of POSIX")


def full_disk() -> Iterator[str]:
    yield "half of "
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def interrupted() -> Iterator[str]:
    yield "half of "
    raise KeyboardInterrupt


def test_folders_above_are_made(tmp_path: Path) -> None:
    write(str(tmp_path / "build" / "reports" / "a.json"), ["one, ", "two\n"])

    assert b"one, two\n" == (tmp_path / "build" / "reports" / "a.json").read_bytes()


@pytest.mark.parametrize(("parts", "error"), [(full_disk, OSError), (interrupted, KeyboardInterrupt)])
def test_what_stood_there_stays_when_writing_fails(parts, error, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("before", encoding="utf-8")

    with pytest.raises(error):
        write(str(tmp_path / "a.json"), parts())

    assert {"a.json": "before"} == {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}


def test_a_fault_names_the_path_of_the_user(tmp_path: Path) -> None:
    path = str(tmp_path / "a.json")

    with pytest.raises(OSError, match="No space left on device") as caught:
        write(path, full_disk())

    assert (path, errno.ENOSPC) == (caught.value.filename, caught.value.errno)


def test_a_file_in_place_of_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()

    with pytest.raises(NotADirectoryError if sys.platform != "win32" else OSError):
        write(str(tmp_path / "taken" / "a.json"), ["text"])


@POSIX
def test_the_file_is_as_readable_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "other").touch()

    write(str(tmp_path / "a.json"), ["text"])

    assert stat.S_IMODE((tmp_path / "other").stat().st_mode) == stat.S_IMODE((tmp_path / "a.json").stat().st_mode)


@POSIX
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "a.json").symlink_to(tmp_path / "real" / "b.json")

    write(str(tmp_path / "a.json"), ["text"])

    assert (True, "text") == ((tmp_path / "a.json").is_symlink(), (tmp_path / "real" / "b.json").read_text())


@POSIX
def test_a_device_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "null").symlink_to("/dev/null")

    write(str(tmp_path / "null"), ["text"])

    assert Path("/dev/null").is_char_device()


def test_lone_surrogates_become_escapes(tmp_path: Path) -> None:
    write(str(tmp_path / "a"), ["가 \udcff"])

    assert "가 \\udcff" == (tmp_path / "a").read_text(encoding="utf-8")
