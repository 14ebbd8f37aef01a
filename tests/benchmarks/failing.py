"""A check that fails: the first explanation, the later ones, large bodies, and thousands of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from functools import partial
from io import BytesIO
from statistics import median
from time import process_time
from types import SimpleNamespace
from typing import Any, Final

import requests

from tests.benchmarks.figure import Figure, seconds

SMALL: Final = 2_000
LARGE: Final = 100_000_000
FEW: Final = 50
MANY: Final = 5_000


def response(content: bytes, *, kind: str = "application/json", number: int = 0) -> requests.Response:
    """A 404 as requests makes it, its content already read."""
    made = requests.Response()
    made.status_code, made.reason, made.url = 404, "Not Found", f"http://127.0.0.1:8000/users/{number}?page=2"
    made.headers["Content-Type"] = kind
    made.headers["Content-Length"] = str(len(content))
    made.headers["X-Request-Id"] = f"7f3c91{number}"
    made.raw, made._content, made._content_consumed = BytesIO(), content, True
    asked = requests.Request(
        "GET", made.url, headers={"Accept": "application/json", "Authorization": "Bearer abc.def.ghi"}
    )
    made.request = asked.prepare()
    return made


def explained(what: requests.Response) -> Any:
    """What a failure costs in a run of pytest beyond pytest's own part: the exception, and what its report gains."""
    from pytest_httpstatus import StatusMismatch, assert_status
    from pytest_httpstatus._reporting.failed import explain

    try:
        assert_status(what, 200)
    except StatusMismatch as error:
        report = SimpleNamespace(
            when="call",
            get_sections=lambda _: (),
            longrepr=SimpleNamespace(addsection=lambda *_: None, reprcrash=SimpleNamespace(message="")),
        )
        explain(report, SimpleNamespace(value=error), lambda _: None)  # type: ignore[arg-type]
        return error.failure
    raise AssertionError("404 is not 200")


def first() -> float:
    """Seconds of the first explanation in this process."""
    what = response(b'{"detail": "no such user"}')
    began = process_time()
    explained(what)
    return process_time() - began


def figures() -> list[Figure]:
    usual = response(json.dumps({"detail": "no such user"}).encode())
    (later,) = seconds([partial(explained, usual)], rounds=200)
    return [
        Figure("one failure explained, the first", _first_of_a_process() * 1e3, "ms", budget=30),
        Figure("one failure explained, a later one", later * 1e3, "ms", budget=2),
        *_bodies(),
        *_thousands(),
    ]


def _first_of_a_process() -> float:
    # As in a run: pytest and the plugin's door are there, and what they have loaded.
    code = "import pytest, pytest_httpstatus.plugin; from tests.benchmarks import failing; print(failing.first())"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    runs = [subprocess.check_output([sys.executable, "-c", code], env=environment, text=True) for _ in range(16)]
    return median(map(float, runs[1:]))  # the first of them writes the bytecode


def _bodies() -> list[Figure]:
    kinds: dict[str, tuple[str, Callable[[int], bytes]]] = {
        "JSON": (
            "application/json",
            lambda size: b'{"detail": "no such user", "rows": [' + b'{"id": 1, "name": "Kim"},' * (size // 25) + b"1]}",
        ),
        "HTML": ("text/html", lambda size: b"<html><title>Gone</title><body>" + b"<p>no such user" * (size // 15)),
        "text": ("text/plain", lambda size: b"no such user\n" * (size // 13)),
        "binary": ("application/octet-stream", lambda size: bytes(range(250)) * (size // 250)),
    }
    found = []
    for name, (kind, body) in kinds.items():
        small, large = (response(body(size), kind=kind) for size in (SMALL, LARGE))
        one, other = seconds([partial(explained, small), partial(explained, large)], rounds=41)
        found.append(Figure(f"a failure with 2 kB of {name}", one * 1e3, "ms", budget=2))
        found.append(Figure(f"a failure with 100 MB of {name} over 2 kB", other / one, budget=BODY))
    return found


BODY: Final = 1.2
"""The design says `costs what a 2 kB body costs`; a fifth is left for noise."""


def _thousands() -> list[Figure]:
    """Failures are kept, as the reports of a session are."""
    few, many = median(_batch(FEW)[0] for _ in range(20)), _batch(MANY)[0]
    half, whole = (_kilobytes(number) for number in (MANY // 2, MANY))
    return [
        Figure("5,000 failures, cost of one over that at 50", many / few, budget=1.2),
        Figure("memory of one failure of 5,000", whole, "kB", budget=8),
        Figure("memory of one failure of 5,000 over one of 2,500", whole / half, budget=1.05),
    ]


def _batch(number: int) -> tuple[float, list[Any]]:
    responses = [response(b'{"detail": "no such user"}', number=each) for each in range(number)]
    began = process_time()
    kept = [explained(each) for each in responses]
    return (process_time() - began) / number, kept


def _kilobytes(number: int) -> float:
    responses = [response(b'{"detail": "no such user"}', number=each) for each in range(number)]
    explained(responses[0])
    tracemalloc.start()
    kept = [explained(each) for each in responses]
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return used / len(kept) / 1_000
