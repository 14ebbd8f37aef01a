"""The suites: released packages whose source distribution holds their tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Suite:
    """A package and how its tests are run.

    Attributes:
        name: Of the package.
        version: Of the package.
        requires: What the tests need beside the package and pytest, in the words of pip.
        extras: Of the package.
        arguments: Of pytest.
        deselected: Tests that are left out, each with the reason.
        pytest: The version of pytest.
    """

    name: str
    version: str
    requires: tuple[str, ...] = ()
    extras: str = ""
    arguments: tuple[str, ...] = ("tests",)
    deselected: tuple[tuple[str, str], ...] = ()
    pytest: str = "9.2.0"


SUITES: Final = (
    Suite("requests-mock", "1.12.1", ("fixtures==4.3.2", "testtools==2.9.1", "purl==1.6", "requests-futures==1.1.0",
                                      "requests==2.34.2"), pytest="8.2.2"),
    Suite("flask", "3.1.3", ("asgiref==3.13.0", "greenlet==3.5.6", "python-dotenv==1.2.4", "werkzeug==3.1.9"),
          pytest="8.4.2"),
    Suite("responses", "0.26.3", ("pytest-asyncio==1.5.0", "pytest-httpserver==1.2.0", "tomli-w==1.2.0",
                                  "requests==2.34.2"), arguments=("--asyncio-mode=auto", "responses")),
    Suite("webtest", "3.0.7", ("pastedeploy==3.1.0", "pyquery==2.1.0", "wsgiproxy2==0.5.1", "webob==1.8.11"),
          arguments=("tests", "-p", "warnings")),
    Suite("httpx", "0.28.1", ("trio==0.35.0", "trustme==1.2.1", "uvicorn==0.54.0", "chardet==7.7.0",
                              "cryptography==50.0.2", "anyio==4.16.0"), extras="brotli,cli,http2,socks,zstd",
          deselected=(("tests/client/test_proxies.py::test_async_proxy_close", "it asks a name server"),
                      ("tests/client/test_proxies.py::test_sync_proxy_close", "it asks a name server"))),
    Suite("starlette", "1.10.0", ("httpx2[zstd]==2.16.2", "blockbuster==1.5.29", "importlib-metadata==10.2.0",
                                  "opentelemetry-sdk==1.45.2", "pytest-codspeed==5.0.4", "trio==0.35.0"),
          extras="full"),
    Suite("falcon", "4.4.0", ("pyyaml==6.0.4", "requests==2.34.2", "aiofiles==25.1.0", "httpx==0.28.1",
                              "uvicorn==0.54.0", "websockets==17.4", "cbor2==6.3.0", "msgpack==1.2.4", "mujson==1.4",
                              "ujson==6.1.0", "python-rapidjson==1.25", "orjson==3.13.0", "msgspec==0.22.0",
                              "testtools==2.9.1"), pytest="8.4.2"),
    Suite("requests", "2.34.2", ("pytest-httpbin==2.1.0", "httpbin==0.10.4", "pytest-mock==3.17.0", "trustme==1.2.1"),
          extras="socks",
          deselected=(("tests/test_requests.py::TestTimeout::test_connect_timeout", "it connects to another machine"),
                      ("tests/test_requests.py::TestTimeout::test_total_timeout_connect",
                       "it connects to another machine"))),
    Suite("werkzeug", "3.1.9", ("cffi==2.1.1", "cryptography==50.0.2", "ephemeral-port-reserve==1.1.4",
                                "pytest-timeout==2.4.0", "watchdog==7.1.0"),
          deselected=(("tests/test_serving.py::test_reloader_sys_path",
                       "it waits without end for a file to be seen as changed"),)),
)  # fmt: skip
