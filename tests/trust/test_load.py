"""Many assertions, many at once, and runs that end badly."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import resource
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import pytest_httpstatus
from pytest_httpstatus import StatusMismatch, assert_status
from tests.plugin.conftest import Site


def response(code: int, number: int = 0) -> Any:
    return SimpleNamespace(status_code=code, url=f"http://a.test/{number}", headers={"X-Request-Id": f"id-{number}"})


def test_100000_passing_assertions_leave_no_memory_behind() -> None:
    answers = [response(code) for code in (200, 201, 204)]
    expectations = (200, "2xx", "200 | 201 | 204", [200, "2xx"], range(200, 205))

    def some(number: int) -> None:
        for index in range(number):
            expected = expectations[index % 5]
            assert_status(answers[0 if expected == 200 else index % 3], expected)

    some(1_000)
    tracemalloc.start()
    some(100_000)
    gc.collect()
    snapshot = tracemalloc.take_snapshot()
    tracemalloc.stop()
    ours = snapshot.filter_traces(
        [tracemalloc.Filter(inclusive=True, filename_pattern=f"{Path(pytest_httpstatus.__file__).parent}/*")]
    )
    assert 20_000 > sum(each.size for each in ours.traces)  # the threads of other tests' servers allocate as well


def failed(number: int) -> str:
    with pytest.raises(StatusMismatch) as caught:
        assert_status(response(404, number), 200)
    return str(caught.value)


def test_threads_that_fail_at_once_have_each_their_own_failure() -> None:
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(failed, range(200)))
    assert [True] * 200 == [text.split("\n")[0].endswith(f": /{number}") for number, text in enumerate(told)]


def test_tasks_that_fail_at_once_have_each_their_own_failure() -> None:
    async def one(number: int) -> str:
        await asyncio.sleep(0)
        return failed(number)

    async def every() -> list[str]:
        return await asyncio.gather(*map(one, range(200)))

    told = asyncio.run(every())
    assert [True] * 200 == [text.split("\n")[0].endswith(f": /{number}") for number, text in enumerate(told)]


MIXED = """
import enum, pytest
from types import SimpleNamespace
from pytest_httpstatus import assert_status

class Safe(str):
    __slots__ = ()
    def __str__(self):
        return self

class Code(enum.IntEnum):
    GONE = 410

class Int64(int):
    pass

VALUES = {"surrogate": "x\\ud800",
          "enum": Code.GONE, "safe": Safe("x\\udfff"), "integer": Int64(7), "bytes": b"\\xff\\xfe"}

@pytest.mark.parametrize("place", ["reason", "headers", "_content", "url", "status_code"])
@pytest.mark.parametrize("kind", VALUES)
def test_it(kind, place):
    value = VALUES[kind]
    given = {"status_code": Int64(410), place: {value: value, "Server": value} if place == "headers" else value}
    if place == "status_code":
        given["status_code"] = Int64(410)
    assert_status(SimpleNamespace(**given), 200)

def test_plain():
    response = SimpleNamespace(status_code=Code.GONE, reason=Safe("x\\ud800"), headers={"Server": Safe("\\ud800")})
    assert response.status_code == 200

def test_last():
    pass
"""


def test_no_type_and_no_surrogate_ends_a_run_of_workers(pytester: pytest.Pytester, run_apart: Any) -> None:
    result = run_apart(MIXED, "-n2", "--httpstatus-json=a.json", "--httpstatus-html=a.html", "--junitxml=a.xml")
    result.assert_outcomes(failed=26, passed=1)
    assert 1 == result.ret
    document = json.loads((pytester.path / "a.json").read_text(encoding="utf-8"))
    assert (27, True) == (document["tests"], document["complete"])
    assert 25 <= len(document["failures"])


ENDS = """
import os, signal, pytest
from pytest_httpstatus import assert_status

def test_first():
    assert_status(404, 200)

def test_second():
    END

def test_third():
    assert_status(500, 200)
"""


@pytest.mark.parametrize(
    ("end", "args", "complete"),
    [
        ("os._exit(3)", ("-n1", "--maxfail=2"), False),
        ("raise KeyboardInterrupt", (), False),
        ("assert False", ("-x",), False),
        ("pytest.exit('enough')", (), False),
    ],
    ids=["crash", "interrupt", "first", "exit"],
)
def test_a_run_that_ends_early_has_what_was_known(
    pytester: pytest.Pytester,
    run_apart: Any,
    end: str,
    args: tuple[str, ...],
    *,
    complete: bool,
) -> None:
    (pytester.path / "a.json").write_text("before", encoding="utf-8")
    result = run_apart(ENDS.replace("END", end), "--httpstatus-json=a.json", *args)
    assert "INTERNALERROR" not in result.stdout.str() + result.stderr.str()
    document = json.loads((pytester.path / "a.json").read_text(encoding="utf-8"))
    assert complete is document["complete"]
    assert "test_first" in document["failures"][0]["test"]


def _small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))


@pytest.mark.parametrize("readout", ["json", "html"])
def test_a_disk_that_is_full_leaves_what_stood_there_and_costs_one_line(
    pytester: pytest.Pytester,
    clean: Callable[..., None],
    site: Site,
    readout: str,
) -> None:
    many = "\n".join(f"def test_{each}():\n    assert_status(404, 200, because='{'why ' * 50}')" for each in range(20))
    ignored = "import signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    clean(f"{ignored}from pytest_httpstatus import assert_status\n{many}")
    target = pytester.path / f"a.{readout}"
    target.write_text("before", encoding="utf-8")
    command = [
        sys.executable,
        "-B",
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "--tb=no",
        f"--httpstatus-{readout}={target}",
    ]
    # What coverage writes there would be cut off as well.
    outer = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=_small_files, env=outer)

    assert 1 == done.returncode, done.stdout + done.stderr
    assert "before" == target.read_text(encoding="utf-8")
    assert [] == [each for each in Path(pytester.path).iterdir() if each.suffix == ".tmp"]
    assert f"--httpstatus-{readout} could not be shown: OSError" in done.stdout
    assert "20 failed" in done.stdout
