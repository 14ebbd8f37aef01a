"""Servers that give no answer, certificates that no client should trust, and clients that ask them."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import http.client
import shutil
import socket
import ssl
import subprocess
import threading
import urllib.request
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

CLIENTS = (
    "requests",
    "httpx",
    "httpx2",
    "httpx async",
    "aiohttp",
    "urllib3",
    "urllib",
    "http.client",
    "curl_cffi",
    "tornado",
)
BUILT_IN = ("urllib", "http.client")
PATIENT = 30.0
"""Seconds that no test waits for."""

REQUEST_LINE = b"GET "


class Line:
    """A port on this machine; `answer` is run for each connection, in a thread of its own."""

    def __init__(self, answer: Callable[[socket.socket], None]) -> None:
        self._answer = answer
        self._open: list[socket.socket] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.http = f"http://127.0.0.1:{self.port}"
        self.https = f"https://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self._open.append(connection)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._answer(connection)

    def close(self) -> None:
        for each in (self._socket, *self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


@contextlib.contextmanager
def line(answer: Callable[[socket.socket], None]) -> Iterator[Line]:
    served = Line(answer)
    try:
        yield served
    finally:
        served.close()


def nothing(connection: socket.socket) -> None:
    """Read, and never answer."""
    while connection.recv(65_536):
        pass


def closing(connection: socket.socket) -> None:
    """Read the request, and hang up."""
    connection.recv(65_536)
    connection.close()


def resetting(connection: socket.socket) -> None:
    """Read the request, and drop the connection."""
    connection.recv(65_536)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    connection.close()


def saying(text: bytes) -> Callable[[socket.socket], None]:
    """Read the request, and say this whatever it was."""

    def answer(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(text)
        connection.close()

    return answer


def speaking_tls(context: ssl.SSLContext) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as spoken:
            spoken.recv(65_536)
            spoken.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    return answer


@contextlib.contextmanager
def nobody() -> Iterator[str]:
    """A port that nobody listens at, and that nobody else is given meanwhile."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{held.getsockname()[1]}"


@contextlib.contextmanager
def full() -> Iterator[str]:
    """A port whose queue is full: a new connection hears nothing at all."""
    with socket.socket() as listening, contextlib.ExitStack() as waiting:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(8):
            each = waiting.enter_context(socket.socket())
            each.settimeout(0)
            assert each.connect_ex(listening.getsockname()) == errno.EINPROGRESS
        yield f"127.0.0.1:{listening.getsockname()[1]}"


class Authority:
    """An authority of this test run, and certificates that it issued."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.file = str(folder / "ca.pem")
        self._run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "30",
                  "-subj", "/CN=An authority", "-addext", "keyUsage=critical,keyCertSign,cRLSign")  # fmt: skip

    def _run(self, *words: str) -> None:
        subprocess.run([_openssl(), *words], cwd=self._folder, check=True, capture_output=True)

    def self_signed(self) -> ssl.SSLContext:
        self._run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "own.key", "-out", "own.pem",
                  "-days", "30", "-subj", "/CN=own", "-addext", "subjectAltName=IP:127.0.0.1")  # fmt: skip
        return self._context("own")

    def issued(
        self, name: str, address: str = "IP:127.0.0.1", days: int = 30, *, whole: bool = False
    ) -> ssl.SSLContext:
        """The context of a server that shows a certificate for this address."""
        (self._folder / f"{name}.ext").write_text(
            f"subjectAltName={address}\nauthorityKeyIdentifier=keyid\nextendedKeyUsage=serverAuth\n"
        )
        self._run("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}",
                  "-keyout", f"{name}.key", "-out", f"{name}.csr")  # fmt: skip
        self._run("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                  "-days", str(days), "-extfile", f"{name}.ext", "-out", f"{name}.pem")  # fmt: skip
        if whole:
            with (self._folder / f"{name}.pem").open("a") as chain:
                chain.write((self._folder / "ca.pem").read_text())
        return self._context(name)

    def _context(self, name: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._folder / f"{name}.pem", self._folder / f"{name}.key")
        return context


def _openssl() -> str:
    found = shutil.which("openssl")
    if found is None:
        pytest.skip("openssl is not installed")
    return found


def needs(client: str) -> None:
    """Skip where the client is not installed."""
    package = client.partition(" ")[0]
    if client not in BUILT_IN and find_spec(package) is None:
        pytest.skip(f"{package} is not installed")


def ask(client: str, url: str, *, limit: float = PATIENT, ca: str = "", proxy: str = "") -> Any:
    """Send `GET url` with a client, as its documentation shows.

    Args:
        client: One of `CLIENTS`.
        url: Where to.
        limit: Seconds that an answer may take.
        ca: The file of an authority to trust.
        proxy: The URL of a proxy for https.
    """
    needs(client)
    return _ASK[client.partition(" ")[0] if client not in _ASK else client](url, limit, ca, proxy)


def _requests(url: str, limit: float, ca: str, proxy: str) -> Any:
    requests = import_module("requests")
    with requests.Session() as session:
        session.trust_env = False
        return session.get(url, timeout=limit, verify=ca or True, proxies={"https": proxy} if proxy else None)


def _httpx(name: str) -> Callable[..., Any]:
    def send(url: str, limit: float, ca: str, proxy: str) -> Any:
        httpx = import_module(name)
        with httpx.Client(
            timeout=limit, verify=_context(ca), proxy=proxy or None, trust_env=False, follow_redirects=True
        ) as client:
            return client.get(url)

    return send


def _httpx_async(url: str, limit: float, ca: str, proxy: str) -> Any:
    httpx = import_module("httpx")

    async def send() -> Any:
        async with httpx.AsyncClient(
            timeout=limit, verify=_context(ca), proxy=proxy or None, trust_env=False, follow_redirects=True
        ) as client:
            return await client.get(url)

    return asyncio.run(send())


def _aiohttp(url: str, limit: float, ca: str, proxy: str) -> Any:
    aiohttp = import_module("aiohttp")

    async def send() -> Any:
        patience = aiohttp.ClientTimeout(sock_read=limit, sock_connect=limit)
        async with (
            aiohttp.ClientSession(timeout=patience) as session,
            session.get(url, proxy=proxy or None, ssl=_context(ca)) as response,
        ):
            return response

    return asyncio.run(send())


def _urllib3(url: str, limit: float, ca: str, proxy: str) -> Any:
    urllib3 = import_module("urllib3")
    words = {"retries": urllib3.Retry(None, connect=0, read=0, other=0, redirect=5), "timeout": limit} | (
        {"ca_certs": ca} if ca else {}
    )
    with urllib3.ProxyManager(proxy, **words) if proxy else urllib3.PoolManager(**words) as pool:
        return pool.request("GET", url)


def _urllib(url: str, limit: float, ca: str, proxy: str) -> Any:
    handlers = [
        urllib.request.ProxyHandler({"https": proxy} if proxy else {}),
        urllib.request.HTTPSHandler(context=_context(ca)),
    ]
    with urllib.request.build_opener(*handlers).open(url, timeout=limit) as response:
        return response


def _http_client(url: str, limit: float, ca: str, proxy: str) -> Any:
    parts, through = urlsplit(url), urlsplit(proxy or url)
    if parts.scheme == "https":
        connection: Any = http.client.HTTPSConnection(
            through.hostname or "", through.port, timeout=limit, context=_context(ca)
        )
    else:
        connection = http.client.HTTPConnection(through.hostname or "", through.port, timeout=limit)
    if proxy:
        connection.set_tunnel(parts.hostname)
    with contextlib.closing(connection):
        connection.request("GET", parts.path)
        return connection.getresponse()


def _curl(url: str, limit: float, ca: str, proxy: str) -> Any:
    curl = import_module("curl_cffi.requests")
    with curl.Session(trust_env=False) as session:
        return session.get(url, timeout=limit, verify=ca or True, proxy=proxy or None)


def _tornado(url: str, limit: float, ca: str, proxy: str) -> Any:
    if proxy:
        pytest.skip("Tornado's own client knows no proxy")
    client = import_module("tornado.httpclient")

    async def send() -> Any:
        fetcher = client.AsyncHTTPClient(force_instance=True)
        try:
            return await fetcher.fetch(url, request_timeout=limit, connect_timeout=limit, ca_certs=ca or None)
        finally:
            fetcher.close()

    return asyncio.run(send())


def _context(ca: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=ca or None)


_ASK: dict[str, Callable[..., Any]] = {
    "requests": _requests,
    "httpx": _httpx("httpx"),
    "httpx2": _httpx("httpx2"),
    "httpx async": _httpx_async,
    "aiohttp": _aiohttp,
    "urllib3": _urllib3,
    "urllib": _urllib,
    "http.client": _http_client,
    "curl_cffi": _curl,
    "tornado": _tornado,
}


def raised(ask: Callable[[], object]) -> BaseException:
    """What a call raises."""
    try:
        ask()
    except Exception as error:  # noqa: BLE001
        return error
    raise AssertionError("it was answered")
