"""A file written whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Iterable


def write(path: str, parts: Iterable[str]) -> None:
    """Write a text in place of what stands at `path`, and make the folders above it.

    Raises:
        OSError: It cannot be written. What stood there is as it was.
    """
    target = Path(path)
    try:
        if target.exists() and not target.is_file():
            # A pipe, or /dev/null: to put a file in its place would break other programs.
            _pour(target, parts, "w")
        else:
            _replace(target.resolve(), parts)
    except OSError as error:
        # The name of the temporary file would tell the user nothing.
        raise OSError(error.errno, error.strerror, path) from error


def _replace(target: Path, parts: Iterable[str]) -> None:
    with suppress(FileExistsError):  # a file where a folder should be: opening says it better
        target.parent.mkdir(parents=True, exist_ok=True)
    # Beside the target, since no other place is sure to be on the same disk; not by `tempfile`, whose files nobody
    # but the owner may read.
    temporary = target.with_name(f".{uuid4().hex}.tmp")
    try:
        _pour(temporary, parts, "x")
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _pour(path: Path, parts: Iterable[str], mode: str) -> None:
    with path.open(mode, encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.writelines(parts)
        file.flush()
        if mode == "x":
            # Else a machine that loses power has the new name without the new content.
            os.fsync(file.fileno())
