"""Real servers in front of a misbehaving one, on 127.0.0.1: a fixture each, skipped where the program is absent."""

from __future__ import annotations

import os
import shutil
import socket
import socketserver
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_BESIDE = ("/usr/sbin", "/usr/local/sbin")
_LONGEST_START = 20.0
_HEAD = b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: 21\r\nConnection: close\r\n\r\n"
_JSON = _HEAD + b'{"detail": "no luck"}'
_BEHIND = {
    "/garbage": b"this is no HTTP at all\r\n\r\n",
    "/app-404": _JSON % 404,
    "/app-502": _JSON % 502,
    "/app-503": _JSON % 503,
    "/app-504": _JSON % 504,
    "/stored": b"HTTP/1.1 404 X\r\nCache-Control: max-age=60\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno",
}


@dataclass(frozen=True)
class Front:
    """A running server: where it listens, without and with TLS, and what it is in front of."""

    port: int
    tls: int = 0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class _Behind(socketserver.StreamRequestHandler):
    """Answers by path: as an application, with what is no answer, not at all, or too late."""

    def handle(self) -> None:
        path = self.rfile.readline().decode().partition(" ")[2].partition(" ")[0]
        while self.rfile.readline().strip():
            pass
        if path == "/slow":
            time.sleep(3)
        self.wfile.write(next((answer for name, answer in _BEHIND.items() if path.endswith(name)), b""))


class _Threads(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def handle_error(self, *_: object) -> None:
        """A front that hangs up is what is asked for."""


@contextmanager
def run_behind() -> Iterator[int]:
    """The port of the application behind."""
    with _Threads(("127.0.0.1", 0), _Behind) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def binary(name: str) -> str:
    """The path of a program; skips the test where it is absent."""
    path = shutil.which(name) or shutil.which(name, path=os.pathsep.join(_BESIDE))
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that a server's own user can read, as those of `tmp_path` cannot when root runs the tests."""
    with tempfile.TemporaryDirectory(prefix="httpstatus-", ignore_cleanup_errors=True) as path:
        Path(path).chmod(0o777)
        yield Path(path)


@contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[None]:
    """A program in the foreground, from its first open port to the end of the tests."""
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL) as process:
        try:
            _await(process, port, log)
            yield
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + _LONGEST_START
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as found:
            if found.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError(f"{process.args} does not listen: {log.read_text(errors='replace')[-2000:]}")


def certificate(place: Path) -> Path:
    """A key and a certificate of 127.0.0.1, in one file."""
    path = place / "tls.pem"
    command = [
        binary("openssl"),
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
    ]
    subprocess.run([*command, "-keyout", str(path), "-out", str(place / "cert.pem")], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + (place / "cert.pem").read_bytes())
    return path


_NGINX = """
{user}
daemon off; master_process off; pid {place}/nginx.pid; error_log {place}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off; client_body_temp_path {place}/b; proxy_temp_path {place}/p; fastcgi_temp_path {place}/f;
  uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;
  limit_req_zone $binary_remote_addr zone=one:1m rate=1r/m; limit_req_zone $remote_addr zone=two:1m rate=1r/m;
  server {{
    listen 127.0.0.1:{port}; root {place}/www; client_header_buffer_size 512; large_client_header_buffers 2 1k;
    location = /upload {{ client_max_body_size 1k; proxy_pass http://127.0.0.1:{behind}/app-404; }}
    location = /private {{ auth_basic "staging"; auth_basic_user_file {place}/users; }}
    location = /limited {{ limit_req zone=one; }}
    location = /limited-429 {{ limit_req zone=two; limit_req_status 429; }}
    location = /refused {{ proxy_pass http://127.0.0.1:{closed}; }}
    location = /late {{ proxy_pass http://127.0.0.1:{behind}/slow; proxy_read_timeout 100ms; }}
    location = /broken {{ return 500; }}
    location = /elsewhere {{ absolute_redirect off; return 301 /new; }}
    location /proxied/ {{ proxy_pass http://127.0.0.1:{behind}/; }}
  }}
  server {{
    listen 127.0.0.1:{tls} ssl; ssl_certificate {pem}; ssl_certificate_key {pem};
    ssl_client_certificate {pem}; ssl_verify_client on;
  }}
}}
"""


@contextmanager
def run_nginx(behind: int) -> Iterator[Front]:
    program, front = binary("nginx"), Front(closed_port(), closed_port())
    with folder() as place:
        (place / "www" / "docs").mkdir(parents=True)
        (place / "www" / "page.html").write_text("<html>static</html>")
        (place / "users").write_text("")
        names = {"user": "user root;" if os.geteuid() == 0 else "", "pem": certificate(place), "closed": closed_port()}
        text = _NGINX.format(place=place, port=front.port, tls=front.tls, behind=behind, **names)
        (place / "nginx.conf").write_text(text)
        with running([program, "-p", str(place), "-c", str(place / "nginx.conf")], front.port, place / "log"):
            yield front


_APACHE = """
ServerRoot {place}
ServerName 127.0.0.1
PidFile {place}/apache.pid
Listen 127.0.0.1:{port}
Listen 127.0.0.1:{tls}
ErrorLog {place}/error.log
Mutex posixsem
{user}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule authn_core_module {modules}/mod_authn_core.so
LoadModule authn_file_module {modules}/mod_authn_file.so
LoadModule auth_basic_module {modules}/mod_auth_basic.so
LoadModule authz_user_module {modules}/mod_authz_user.so
LoadModule dir_module {modules}/mod_dir.so
LoadModule proxy_module {modules}/mod_proxy.so
LoadModule proxy_http_module {modules}/mod_proxy_http.so
LoadModule rewrite_module {modules}/mod_rewrite.so
LoadModule ssl_module {modules}/mod_ssl.so
DocumentRoot {place}/www
ServerSignature {signature}
ProxyTimeout 1
<Location /forbidden>
  Require all denied
</Location>
<Location /private>
  AuthType Basic
  AuthName staging
  AuthUserFile {place}/users
  Require valid-user
</Location>
<Location /page.html>
  LimitRequestBody 100
</Location>
RewriteEngine on
RewriteRule ^/broken$ - [R=500,L]
ProxyPass /refused http://127.0.0.1:{closed}/ retry=0
ProxyPass /proxied/ http://127.0.0.1:{behind}/
<VirtualHost 127.0.0.1:{tls}>
  ServerName localhost
  SSLEngine on
  SSLCertificateFile {pem}
</VirtualHost>
"""


@contextmanager
def run_apache(behind: int) -> Iterator[Front]:
    program, front = binary("apache2"), Front(closed_port(), closed_port())
    with folder() as place:
        (place / "www" / "docs").mkdir(parents=True)
        (place / "www" / "page.html").write_text("<html>static</html>")
        (place / "users").write_text("")
        names = {
            "user": "User www-data\nGroup www-data" if os.geteuid() == 0 else "",
            "modules": "/usr/lib/apache2/modules",
            "pem": certificate(place),
            "closed": closed_port(),
            "signature": "On",
        }
        text = _APACHE.format(place=place, port=front.port, tls=front.tls, behind=behind, **names)
        (place / "apache.conf").write_text(text)
        with running([program, "-DFOREGROUND", "-f", str(place / "apache.conf")], front.port, place / "log"):
            yield front


_HAPROXY = """
defaults
  mode http
  timeout connect 500ms
  timeout client 5s
  timeout server 200ms
  timeout http-request 300ms
  retries 0
frontend front
  bind 127.0.0.1:{port}
  http-request deny if {{ path /forbidden }}
  http-request deny deny_status 429 if {{ path /limited }}
  use_backend refused if {{ path /refused }}
  use_backend down if {{ path /down }}
  use_backend private if {{ path /private }}
  default_backend app
backend app
  server one 127.0.0.1:{behind}
backend refused
  server one 127.0.0.1:{closed}
backend down
  server one 127.0.0.1:{closed} disabled
backend private
  http-request auth realm staging
"""


@contextmanager
def run_haproxy(behind: int) -> Iterator[Front]:
    program, front = binary("haproxy"), Front(closed_port())
    with folder() as place:
        (place / "haproxy.cfg").write_text(_HAPROXY.format(port=front.port, behind=behind, closed=closed_port()))
        with running([program, "-db", "-f", str(place / "haproxy.cfg")], front.port, place / "log"):
            yield front


_VARNISH = """
vcl 4.1;
backend app {{ .host = "127.0.0.1"; .port = "{behind}"; .first_byte_timeout = 200ms; }}
backend refused {{ .host = "127.0.0.1"; .port = "{closed}"; }}
sub vcl_recv {{
  if (req.url == "/forbidden") {{ return (synth(403, "Not from here")); }}
  if (req.url == "/refused") {{ set req.backend_hint = refused; }}
}}
"""


@contextmanager
def run_varnish(behind: int) -> Iterator[Front]:
    program, front = binary("varnishd"), Front(closed_port())
    with folder() as place:
        (place / "default.vcl").write_text(_VARNISH.format(behind=behind, closed=closed_port()))
        where = ["-n", str(place / "work"), "-a", f"127.0.0.1:{front.port}", "-T", "none", "-s", "malloc,8m"]
        command = [program, "-F", "-f", str(place / "default.vcl"), *where, "-j", "none"]
        with running(command, front.port, place / "log"):
            yield front


_SQUID = """
http_port 127.0.0.1:{port}
acl here src 127.0.0.1/32
acl denied urlpath_regex ^/forbidden
http_access deny denied
http_access allow here
cache_mem 8 MB
access_log none
cache_log {place}/cache.log
pid_filename {place}/squid.pid
coredump_dir {place}
shutdown_lifetime 0 seconds
connect_timeout 1 seconds
read_timeout 1 seconds
pinger_enable off
visible_hostname squid.test
dns_nameservers 127.0.0.1
dns_timeout 1 seconds
"""


@contextmanager
def run_squid() -> Iterator[Front]:
    """A forward proxy: `proxies={"http": squid.base}`."""
    program, front = binary("squid"), Front(closed_port())
    with folder() as place:
        (place / "squid.conf").write_text(_SQUID.format(place=place, port=front.port))
        with running([program, "-N", "-f", str(place / "squid.conf")], front.port, place / "log"):
            yield front


@pytest.fixture(scope="session")
def behind() -> Iterator[int]:
    with run_behind() as port:
        yield port


@pytest.fixture(scope="session")
def nginx(behind: int) -> Iterator[Front]:
    with run_nginx(behind) as front:
        yield front


@pytest.fixture(scope="session")
def apache(behind: int) -> Iterator[Front]:
    with run_apache(behind) as front:
        yield front


@pytest.fixture(scope="session")
def haproxy(behind: int) -> Iterator[Front]:
    with run_haproxy(behind) as front:
        yield front


@pytest.fixture(scope="session")
def varnish(behind: int) -> Iterator[Front]:
    with run_varnish(behind) as front:
        yield front


@pytest.fixture(scope="session")
def squid() -> Iterator[Front]:
    with run_squid() as front:
        yield front
