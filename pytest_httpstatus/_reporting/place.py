"""Where a test failed: its own line, and the fixture or helper that it failed in."""

from __future__ import annotations

import os
import sysconfig
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pytest_httpstatus._sealing.wire import dump

if TYPE_CHECKING:
    import pytest

    from pytest_httpstatus._model import Failure

_INSTALLED: Final = tuple({sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")})
_OURS: Final = str(Path(__file__).parent.parent)
_MOST_FIXTURES: Final = 12


class _Call(NamedTuple):
    path: str
    name: str
    line: int


def record(
    failure: Failure, report: pytest.TestReport, excinfo: pytest.ExceptionInfo[BaseException], item: pytest.Item
) -> dict[str, Any]:
    """What a report carries to the readouts, as builtins: the failure, and where there are such `line` and `via`."""
    names = (name for name in getattr(item, "fixturenames", ()) if name[:1] != "_" and name != "request")
    found: dict[str, Any] = {"failure": dump(failure), "fixtures": [*islice(names, _MOST_FIXTURES)]}
    root = f"{item.config.rootpath}{os.sep}"
    calls = [_Call(str(each.path), each.name, each.lineno + 1) for each in excinfo.traceback]
    users = [each for each in calls if each.path.startswith(root) and not each.path.startswith((_OURS, *_INSTALLED))]
    own = next((each for each in users if each.path == str(item.path)), None)
    if report.when == "call" and own is not None:
        found["line"] = own.line
    # The fixture is what pytest called; the helper, what the test called last.
    inner = next(iter(users), None) if report.when != "call" else next(reversed(users), None)
    if inner is not None and (report.when != "call" or inner[:2] != (own and own[:2])):
        path = inner.path.removeprefix(root).replace(os.sep, "/")
        found["via"] = ["fixture" if report.when != "call" else "helper", inner.name, path, inner.line]
    return found
