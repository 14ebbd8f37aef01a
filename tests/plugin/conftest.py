"""A real server, and runs of pytest in a process of their own where the environment matters."""

from __future__ import annotations

import json
import pkgutil
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module

import pytest

import pytest_httpstatus
from tests.conftest import WITHOUT

# Loaded before the first run: what a run in this process imports is forgotten after it, and loaded anew by the next.
pytest.importorskip("requests")
for _module in pkgutil.walk_packages(pytest_httpstatus.__path__, "pytest_httpstatus."):
    if "._demo" not in _module.name and not _module.name.endswith("__main__"):
        with suppress(ModuleNotFoundError):  # what needs an extra
            import_module(_module.name)

EVIL = (
    "\x1b[2J\x1b]52;c;eA==\x07\r::stop-commands::t\n::error file=a::x\n\x0b::add-mask::y ##[group]z ##vso[task.x]\u202e"
)


class Site:
    """A server of raw bytes: `http.server` would not send what is planted here."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.answers: dict[str, bytes] = {}
        threading.Thread(target=self._serve, daemon=True).start()

    def answer(self, path: str, code: str, content: str = "", *fields: str) -> None:
        """Answer `path` with this code and reason phrase."""
        body = content.encode("utf-8", "surrogatepass")
        head = "\r\n".join([f"HTTP/1.1 {code}", *fields, f"Content-Length: {len(body)}", "Connection: close", "", ""])
        self.answers[path] = head.encode("utf-8", "surrogatepass") + body

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._say, args=(connection,), daemon=True).start()

    def _say(self, connection: socket.socket) -> None:
        with connection:
            path = connection.recv(65_536).split(b" ")[1].decode()
            connection.sendall(self.answers.get(path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    served = Site()
    served.answer("/me", "401 Unauthorized", '{"detail": "Not authenticated"}', "Content-Type: application/json",
                  'WWW-Authenticate: Bearer realm="api"', "X-Request-Id: 7f3c91")  # fmt: skip
    served.answer(
        "/evil", "404 \x1b[31mNo", EVIL, "Content-Type: text/plain", "X-Request-Id: \x1b[1m", "Server: x ##[error]y"
    )
    served.answer(
        "/surrogate", "404 Not Found", json.dumps({"detail": "x\ud800\ufffe\x0b"}), "Content-Type: application/json"
    )
    served.answer("/there", "200 OK", '{"id": 7}', "Content-Type: application/json")
    yield served
    served.close()


@pytest.fixture
def run(pytester: pytest.Pytester, clean: Callable[..., None]) -> Callable[..., pytest.RunResult]:
    """Run a suite in this process; `SITE` stands for the server's address. Keywords are the environment."""

    def run(source: str, *args: str, **environment: str) -> pytest.RunResult:
        clean(source, **environment)
        return pytester.runpytest_inprocess("-p", "no:cacheprovider", *args)

    return run


@pytest.fixture
def run_apart(pytester: pytest.Pytester, clean: Callable[..., None]) -> Callable[..., pytest.RunResult]:
    """As `run`, in a process of its own."""

    def run(source: str, *args: str, **environment: str) -> pytest.RunResult:
        clean(source, **environment)
        return pytester.run(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *args)

    return run


@pytest.fixture
def clean(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, site: Site) -> Callable[..., None]:
    """Write the suite, and leave of the environment only what is asked for."""

    def clean(source: str, **environment: str) -> None:
        for name in (
            "CI",
            "BUILD_NUMBER",
            "GITHUB_ACTIONS",
            "GITHUB_STEP_SUMMARY",
            "GITHUB_WORKSPACE",
            "PYTEST_ADDOPTS",
            "LC_ALL",
            "LC_MESSAGES",
            "LANG",
            "COLUMNS",
        ):
            monkeypatch.delenv(name, raising=False)
        # pytest-asyncio warns in every run that has no key of its own.
        set_here = {"PYTHONIOENCODING": "utf-8", "PYTEST_ADDOPTS": f"{WITHOUT} -p no:asyncio", **environment}
        for name, value in set_here.items():
            monkeypatch.setenv(name, value)
        pytester.makepyfile(source.replace("SITE", site.url))

    return clean
