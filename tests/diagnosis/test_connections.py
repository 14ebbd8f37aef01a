"""No answer at all: the cause, from what each real client raises."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import http.client
import socket
import ssl
import sys
import urllib.request
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from pytest_httpstatus._clients import silence
from pytest_httpstatus._explaining import examine
from pytest_httpstatus._model import Dialect, Failure, Request
from pytest_httpstatus._rendering import headline, render
from pytest_httpstatus._rendering.words import Words
from tests.diagnosis import silent
from tests.diagnosis.silent import CLIENTS, Authority, ask, line, raised

"""Clients that no longer know the path once the request is sent."""

LOST = {"tornado"}
"""Clients whose exceptions come without a trace of the request."""


def failed(client: str, url: str, **words: object) -> Failure:
    exchange = silence.read(raised(lambda: ask(client, url, **words)))  # type: ignore[arg-type]
    assert exchange is not None
    return examine(exchange, None)


def causes(failure: Failure, lang: str = "en") -> dict[str, str]:
    words = Words(lang, failure.exchange.client)
    return {each.id: words.finding(each).sentence for each in failure.findings}


def transient(failure: Failure) -> bool:
    return "  transient    yes" in render(failure, "en").splitlines()


@pytest.mark.parametrize("client", [each for each in CLIENTS if each not in LOST])
def test_nobody_listens(client: str) -> None:
    with silent.nobody() as peer:
        failure = failed(client, f"http://{peer}/users")
    known = {"connection.refused": f"the connection was refused: no service listens at {peer}"}
    if client == "curl_cffi":
        known = {"connection.failed": f"curl_cffi could not connect to {peer}"}
    assert (known, f"no answer: GET http://{peer}/users", False) == (
        causes(failure),
        headline(failure, "en"),
        transient(failure),
    )


@pytest.mark.parametrize("client", CLIENTS)
def test_the_name_is_known_nowhere(client: str) -> None:
    """A machine without a name server says that it is so for now; then a repeat may help."""
    failure = failed(client, "http://nowhere.invalid/users")
    (cause,) = causes(failure)
    assert (cause == "connection.dns-down") == transient(failure)
    assert cause in {"connection.dns", "connection.dns-down"}
    assert causes(failure)[cause].startswith("the name nowhere.invalid could not be resolved")
    assert headline(failure, "en") == "no answer: GET http://nowhere.invalid/users"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a full queue refuses")
@pytest.mark.parametrize("client", CLIENTS)
def test_no_connection_comes_about(client: str) -> None:
    with silent.full() as peer:
        failure = failed(client, f"http://{peer}/users", limit=0.3)
    (sentence,) = causes(failure).values()
    assert sentence.startswith(f"no connection was made in time, to {peer}")
    assert ("connection.connect-timeout", True) == (failure.findings[0].id, transient(failure))


@pytest.mark.parametrize("client", CLIENTS)
def test_the_server_never_answers(client: str) -> None:
    with line(silent.nothing) as server:
        failure = failed(client, f"{server.http}/users", limit=0.8)
    in_time = {"connection.read-timeout": "the server sent no answer in time: the limit is 0.8 s"}
    whole = {"connection.total-timeout": "the time for the whole request ran out"}
    assert (whole if client in {"curl_cffi", "tornado"} else in_time) == causes(failure)
    assert not transient(failure)


@pytest.mark.parametrize("client", CLIENTS)
def test_the_server_hangs_up(client: str) -> None:
    with line(silent.closing) as server:
        failure = failed(client, f"{server.http}/users")
    (sentence,) = causes(failure).values()
    assert list(causes(failure)) == ["connection.closed"]
    assert sentence.startswith("the connection was closed before an answer came: ")
    assert transient(failure)


@pytest.mark.parametrize("client", [each for each in CLIENTS if each not in LOST])
def test_the_connection_is_reset(client: str) -> None:
    with line(silent.resetting) as server:
        failure = failed(client, f"{server.http}/users")
    said = {"connection.reset": "the connection was reset before an answer came: Connection reset by peer"}
    assert (said, True) == (causes(failure), transient(failure))


@pytest.mark.parametrize("client", [each for each in CLIENTS if each not in LOST])
def test_what_answers_does_not_speak_http(client: str) -> None:
    with line(silent.saying(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")) as server:
        failure = failed(client, f"{server.http}/users")
    first = "" if client == "curl_cffi" else ": its first line was SSH-2.0-OpenSSH_9.2"
    said = f"what answers does not speak HTTP, at 127.0.0.1:{server.port}{first}"
    assert {"connection.no-http": said} == causes(failure)


@pytest.mark.parametrize("client", ["requests", "urllib3", "urllib", "http.client"])
def test_a_tls_server_is_known_by_its_alert(client: str) -> None:
    with line(silent.saying(b"\x15\x03\x01\x00\x02\x02\x46\r\n")) as server:
        failure = failed(client, f"{server.http}/users")
    said = causes(failure)
    assert said["tls.server"] == f"the URL says http, and what answers speaks TLS: 127.0.0.1:{server.port}"
    assert next(iter(said)) == "tls.server"


@pytest.mark.parametrize("client", CLIENTS)
def test_https_is_spoken_to_a_server_without_tls(client: str) -> None:
    with line(silent.saying(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")) as server:
        failure = failed(client, f"{server.https}/users")
    said = f"the URL says https, and what answers does not speak TLS: 127.0.0.1:{server.port}"
    assert ({"tls.plain-server": said}, False) == (causes(failure), transient(failure))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


Shown = Callable[[str], tuple[str, str]]


@pytest.fixture(scope="module")
def shown(authority: Authority) -> Iterator[Shown]:
    """A server for each certificate, and the file of the authority that the client trusts."""
    made = {
        "tls.self-signed": (authority.self_signed, ""),
        "tls.expired": (lambda: authority.issued("expired", days=-1), authority.file),
        "tls.wrong-host": (lambda: authority.issued("elsewhere", "DNS:other.test"), authority.file),
        "tls.unknown-issuer": (lambda: authority.issued("alone"), ""),
        "tls.unknown-root": (lambda: authority.issued("whole", whole=True), ""),
    }
    with contextlib.ExitStack() as stack:
        running: dict[str, tuple[str, str]] = {}

        def served(name: str) -> tuple[str, str]:
            if name not in running:
                context, trusted = made[name]
                running[name] = stack.enter_context(line(silent.speaking_tls(context()))).https, trusted
            return running[name]

        yield served


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(
    ("cause", "sentence"),
    [
        ("tls.self-signed", "the server's certificate is self-signed, which this machine does not trust: 127.0.0.1"),
        ("tls.expired", "the server's certificate has expired: 127.0.0.1"),
        ("tls.wrong-host", "the certificate that was shown is not valid for 127.0.0.1"),
        ("tls.unknown-issuer", "the issuer of the server's certificate is not known to this machine: 127.0.0.1"),
        (
            "tls.unknown-root",
            "the server's certificate leads to an authority that this machine does not trust: 127.0.0.1",
        ),
    ],
)
def test_the_certificate_is_refused(client: str, cause: str, sentence: str, shown: Shown) -> None:
    silent.needs(client)
    url, trusted = shown(cause)
    failure = failed(client, f"{url}/users", ca=trusted)
    assert ({cause: sentence}, f"no answer: GET {url}/users", False) == (
        causes(failure),
        headline(failure, "en"),
        transient(failure),
    )


PROXY = b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"
BY_PROXY = [each for each in CLIENTS if each != "tornado"]


@pytest.mark.parametrize("client", BY_PROXY)
def test_the_proxy_asks_for_credentials(client: str) -> None:
    with line(silent.saying(PROXY)) as proxy:
        failure = failed(client, "https://api.test/users", proxy=proxy.http)
    at = "" if client in {"aiohttp", "curl_cffi"} else f", at 127.0.0.1:{proxy.port}"
    said = f"a proxy on the way asks for credentials (407){at}: the request never reached api.test"
    assert {"connection.proxy-credentials": said} == causes(failure)
    assert headline(failure, "en").startswith("no answer: GET https://api.test")


@pytest.mark.parametrize("client", BY_PROXY)
def test_the_proxy_refuses_to_connect(client: str) -> None:
    with line(silent.saying(PROXY.replace(b"407 Proxy Authentication Required", b"403 Forbidden"))) as proxy:
        failure = failed(client, "https://api.test/users", proxy=proxy.http)
    assert ["connection.proxy-refused"] == list(causes(failure))
    assert causes(failure)["connection.proxy-refused"].startswith("a proxy on the way refused to connect: 403")


@pytest.mark.parametrize("client", BY_PROXY)
def test_the_proxy_cannot_be_reached(client: str) -> None:
    with silent.nobody() as peer:
        failure = failed(client, "https://api.test/users", proxy=f"http://{peer}")
    assert ["connection.proxy-down"] == list(causes(failure))
    at = "" if client == "curl_cffi" else f", at {peer}"
    assert causes(failure)["connection.proxy-down"].startswith(
        f"the proxy cannot be reached{at}: the request never left for api.test"
    )


def test_the_proxy_of_plain_http_cannot_be_reached() -> None:
    """There is no tunnel then: the proxy is asked for the whole URL."""
    requests = pytest.importorskip("requests")
    with silent.nobody() as peer, requests.Session() as session:
        error = raised(lambda: session.get("http://api.test/users", proxies={"http": f"http://{peer}"}))
        through = raised(lambda: _opened_by_proxy(peer))
    for each in (error, through):
        exchange = silence.read(each)
        assert exchange is not None
        assert ["connection.proxy-down"] == list(causes(examine(exchange, None)))


def _opened_by_proxy(peer: str) -> None:
    handler = urllib.request.ProxyHandler({"http": f"http://{peer}"})
    urllib.request.build_opener(handler).open("http://api.test/users", timeout=silent.PATIENT)


TURN = b"HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize("client", ["requests", "httpx", "httpx2", "httpx async", "aiohttp", "urllib3", "curl_cffi"])
def test_the_client_gives_up_on_redirects(client: str) -> None:
    """The last redirect is an answer: it is what came, after the others."""
    with line(silent.saying(TURN)) as server:
        failure = failed(client, f"{server.http}/a")
    found = causes(failure)
    count = int(
        found["redirects.gave-up"].removeprefix(f"{client.partition(' ')[0]} gave up: this was redirect ").split()[0]
    )
    assert headline(failure, "en") == f"302 Found after {count - 1} redirects: GET /a"
    assert next(iter(found)) == "redirects.gave-up"
    assert "redirects.not-followed" not in found


@pytest.mark.parametrize("client", ["requests", "httpx", "aiohttp"])
def test_the_target_of_a_redirect_gives_no_answer(client: str) -> None:
    """The hop is shown, and the headline is about the request that failed."""
    with silent.nobody() as peer, line(silent.saying(TURN.replace(b"/b", f"http://{peer}/b".encode()))) as server:
        failure = failed(client, f"{server.http}/a")
    assert headline(failure, "en") == f"no answer after a redirect: GET http://{peer}/b"
    shown = render(failure, "en")
    assert f"\n  hops         1. GET /a  302 Found, location:\n                 http://{peer}/b\n" in shown
    assert "\n               2. GET /b  no answer\n" in shown


def test_the_pool_of_httpx_has_no_connection() -> None:
    httpx = pytest.importorskip("httpx")
    limits = httpx.Timeout(silent.PATIENT, pool=0.1)
    with (
        line(silent.saying(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")) as server,
        httpx.Client(timeout=limits, limits=httpx.Limits(max_connections=1), trust_env=False) as client,
        client.stream("GET", server.http),
    ):
        exchange = silence.read(raised(lambda: client.get(server.http)))
    assert exchange is not None
    said = "no connection of the client's pool became free in time: the limit is 0.1 s"
    assert {"connection.pool-timeout": said} == causes(examine(exchange, None))


def test_the_pool_of_urllib3_has_no_connection() -> None:
    urllib3 = pytest.importorskip("urllib3")
    with line(silent.nothing) as server, urllib3.HTTPConnectionPool("127.0.0.1", server.port, block=True) as pool:
        pool.pool.get()
        exchange = silence.read(raised(lambda: pool.urlopen("POST", "/users", body="x", pool_timeout=0.1)))
    assert exchange is not None
    assert ["connection.pool-timeout"] == list(causes(examine(exchange, None)))
    assert ("POST", f"{server.http}/users", b"x") == (
        exchange.request.method,
        exchange.request.url,
        exchange.request.content,
    )


def test_the_time_of_a_whole_request_of_aiohttp_runs_out() -> None:
    aiohttp = pytest.importorskip("aiohttp")

    async def send(url: str) -> None:
        patience = aiohttp.ClientTimeout(total=0.3)
        async with aiohttp.ClientSession(timeout=patience) as session, session.post(url):
            pass

    with line(silent.nothing) as server:
        exchange = silence.read(raised(lambda: asyncio.run(send(server.http))))
    assert exchange is not None
    failure = examine(exchange, None)
    assert {"connection.total-timeout": "the time for the whole request ran out: the limit is 0.3 s"} == causes(failure)
    assert (
        "               - before a second try: the first POST may have done its" in render(failure, "en").splitlines()
    )


def test_the_versions_of_tls_differ(authority: Authority) -> None:
    context = authority.issued("versions")
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    old = ssl.create_default_context(cafile=authority.file)
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    with line(silent.speaking_tls(context)) as server:
        exchange = silence.read(raised(lambda: urllib.request.urlopen(server.https, context=old)))
    assert exchange is not None
    said = "client and server have no TLS version in common (TLSV1_ALERT_PROTOCOL_VERSION)"
    assert {"tls.old-version": said} == causes(examine(exchange, None))


def test_the_server_misses_a_client_certificate(authority: Authority) -> None:
    context = authority.issued("mutual")
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(authority.file)
    context.maximum_version = ssl.TLSVersion.TLSv1_2  # in 1.3 the alert comes after the request was sent
    with line(silent.speaking_tls(context)) as server:
        trusting = ssl.create_default_context(cafile=authority.file)
        exchange = silence.read(raised(lambda: urllib.request.urlopen(server.https, context=trusting)))
    assert exchange is not None
    assert ["tls.failed"] == list(causes(examine(exchange, None)))


@pytest.mark.parametrize(
    ("cause", "sentence", "facts"),
    [
        (
            "connection.unreachable",
            "no way leads from this machine to the server, staging.test:443: Network is unreachable",
            {"errno": "ENETUNREACH", "says": "Network is unreachable"},
        ),
        ("connection.dns-down", "the name staging.test could not be resolved for now: x",
         {"resolver": "EAI_AGAIN", "says": "x"}),
        ("tls.not-yet-valid", "the server's certificate is not valid yet: staging.test", {"verify": "9"}),
        ("tls.certificate", "the server's certificate could not be verified: staging.test, certificate revoked",
         {"verify": "23", "verify_says": "certificate revoked"}),
        ("tls.certificate", "the server's certificate could not be verified: staging.test", {"verify": "1"}),
        ("tls.client-certificate",
         "the server did not accept the client's certificate, or missed one (TLSV1_ALERT_UNKNOWN_CA)",
         {"tls": "TLSV1_ALERT_UNKNOWN_CA"}),
        ("tls.failed", "the TLS connection failed, with staging.test:443: BAD_ECPOINT", {"tls": "BAD_ECPOINT"}),
        ("tls.failed", "the TLS connection failed, with staging.test:443", {"tls": "yes"}),
    ],
)  # fmt: skip
def test_what_no_server_here_does_is_named_by_its_number(cause: str, sentence: str, facts: dict[str, str]) -> None:
    failure = examine(silence.silent(Dialect("requests"), Request("GET", "https://staging.test/"), **facts), None)
    assert {cause: sentence} == causes(failure)
    (korean,) = causes(failure, "ko").values()
    assert "니다" in korean


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_request_of_which_nothing_is_known_has_its_cause_all_the_same(lang: str) -> None:
    """No sentence has a hole where the host is missing."""
    refused, closed, named = {"errno": "ECONNREFUSED"}, {"closed": "X"}, ({"verify": "10"}, {"verify": "62"})
    lost = ({"resolver": "EAI_NONAME"}, {"resolver": "EAI_AGAIN"}, {"unconnected": "yes"})
    for known in (refused, closed, *named, *lost, {"tls": "WRONG_VERSION_NUMBER"}):
        failure = examine(silence.silent(Dialect("tornado"), Request(), **known), None)
        assert headline(failure, lang) == {"en": "no answer", "ko": "응답 없음"}[lang]
        assert not [each for each in causes(failure, lang).values() if each[:1] in {".", ",", ":", ";"}]


@pytest.mark.parametrize("url", ["https://[::1]:8443/a", "http://[::1]/a"])
def test_an_address_is_written_as_urls_write_it(url: str) -> None:
    failure = examine(silence.silent(Dialect(), Request("GET", url), errno="ECONNREFUSED"), None)
    assert headline(failure, "en") == f"no answer: GET {url}"
    assert "[::1]:" in causes(failure)["connection.refused"]


def test_mocks_are_known_by_what_they_say() -> None:
    """Nothing was sent then, so nothing is said of a connection."""
    responses, requests = pytest.importorskip("responses"), pytest.importorskip("requests")
    with responses.RequestsMock() as mock:
        exchange = silence.read(raised(lambda: requests.get("http://api.test/users")))
        assert mock.calls
    assert exchange is not None
    said = "responses has no answer registered for this request: nothing was sent"
    assert {"connection.mock": said} == causes(examine(exchange, None))


CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nabc"


@pytest.mark.parametrize("client", ["requests", "httpx", "httpx2", "httpx async", "urllib3", "curl_cffi", "tornado"])
def test_nothing_is_said_of_an_answer_that_broke_off(client: str) -> None:
    """Its status line had come, so it is no silence."""
    with line(silent.saying(CUT)) as server:
        assert silence.read(raised(lambda: ask(client, server.http))) is None


@pytest.mark.parametrize("read", ["urllib", "http.client"])
def test_nothing_is_said_of_a_body_that_broke_off(read: str) -> None:
    with line(silent.saying(CUT)) as server:
        if read == "urllib":
            response: Any = urllib.request.urlopen(server.http, timeout=silent.PATIENT)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=silent.PATIENT)
            connection.request("GET", "/")
            response = connection.getresponse()
        with contextlib.closing(response):
            assert silence.read(raised(response.read)) is None


def _refused() -> None:
    with silent.nobody() as peer, socket.create_connection(peer.split(":"), timeout=silent.PATIENT):
        pass


def _forced() -> None:
    urllib3 = pytest.importorskip("urllib3")
    busy = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with line(silent.saying(busy)) as server, urllib3.PoolManager() as pool:
        pool.request("GET", server.http, retries=urllib3.Retry(1, status_forcelist=[503], backoff_factor=0))


def _group() -> None:
    raise ExceptionGroup("several", [ValueError(), OSError(errno.ECONNREFUSED, "x")])


@pytest.mark.parametrize(
    "act",
    [
        _refused,
        _forced,
        _group,
        lambda: Path("/nowhere/at/all").read_text(),
        lambda: urllib.request.urlopen("file:///nowhere/at/all"),
        lambda: urllib.request.urlopen("nowhere:x"),
        lambda: ask("requests", "nowhere"),
        lambda: ask("requests", "ftp://api.test/"),
        lambda: ask("httpx", "/users"),
        lambda: ask("curl_cffi", "nowhere://x"),
        lambda: ask("urllib3", "http://[x"),
    ],
    ids=["a socket", "answers that were not wanted", "a group", "a file", "a file by urllib", "a URL of no kind",
         "no URL", "no adapter", "no host", "no protocol", "no address"],
)  # fmt: skip
def test_nothing_is_said_of_what_is_no_silence(act: Callable[[], object]) -> None:
    assert silence.read(raised(act)) is None


def test_an_http_error_of_urllib_is_an_answer() -> None:
    with line(silent.saying(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")) as server:
        error = raised(lambda: ask("urllib", server.http))
    with contextlib.closing(error):  # type: ignore[type-var]
        assert silence.read(error) is None


def test_the_answer_breaks_the_rules_of_http() -> None:
    """aiohttp gives its own exception the status 400 then, which no server sent."""
    with line(silent.saying(b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n")) as server:
        failure = failed("aiohttp", server.http)
    assert ["connection.unreadable"] == list(causes(failure))
    assert causes(failure)["connection.unreadable"].startswith("aiohttp could not read what the server sent: ")


def test_an_answer_that_aiohttp_was_told_to_raise_is_none() -> None:
    async def send(url: str) -> None:
        aiohttp = import_module("aiohttp")
        async with aiohttp.ClientSession(raise_for_status=True) as session, session.get(url):
            pass

    silent.needs("aiohttp")
    with line(silent.saying(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")) as server:
        assert silence.read(raised(lambda: asyncio.run(send(server.http)))) is None


def test_exceptions_of_doubles_know_no_request() -> None:
    """A double raises the client's exception from nowhere: what is not known is not said."""
    urllib3, requests = pytest.importorskip("urllib3"), pytest.importorskip("requests")
    unknown = type("NoMockAddress", (requests.ConnectionError,), {"__module__": "requests_mock.exceptions"})
    found = silence.read(urllib3.exceptions.ProtocolError("x"))
    mocked = silence.read(unknown("No mock address: GET http://api.test/"))
    assert found is not None
    assert mocked is not None
    assert (Request(), {}) == (found.request, causes(examine(found, None)))
    assert ["connection.mock"] == list(causes(examine(mocked, None)))
    assert silence.read(http.client.BadStatusLine("x")) is None
