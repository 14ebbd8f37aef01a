"""Who answered: real servers where Debian has them, recorded answers of the others, look-alikes that prove nothing."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest
import requests

from pytest_httpstatus import _diagnosis
from pytest_httpstatus._diagnosis.gateways import _ERRORS
from tests.diagnosis.conftest import One, Stage, causes, checks, likely
from tests.diagnosis.recorded import ANSWERS, HTML, KOREAN, LOOK_ALIKES, Recorded, nginx_page

if TYPE_CHECKING:
    from tests.diagnosis.servers import Front

pytest_plugins = ("tests.diagnosis.servers",)

FAMILIES = ("amazon", "apache", "clouds", "gateways", "iis", "nginx", "proxies")
PRIVATE = "itself asks for credentials"
OWN_PAGE = "with a page of its own"


def ask(front: Front, method: str, path: str, **words: Any) -> requests.Response:
    base = front.base if words.pop("plain", True) else f"http://127.0.0.1:{front.tls}"
    return requests.request(method, base + path, **({"allow_redirects": False} | words))


NGINX = {
    "slash": (
        "GET", "/docs", 301, {},
        "nginx itself added the slash: the path is a directory, or a location that ends in /",
    ),
    "redirect": ("GET", "/elsewhere", 301, {}, "nginx itself redirects here, not the application"),
    "forbidden": ("GET", "/docs/", 403, {}, f"nginx itself refused the request, {OWN_PAGE}"),
    "not-found": ("GET", "/missing", 404, {}, f"nginx itself answered, {OWN_PAGE}, not the application"),
    "credentials": (
        "GET", "/private", 401, {}, f"nginx {PRIVATE} (auth_basic, auth_request), not the application",
    ),
    "static-file": ("POST", "/page.html", 405, {}, f"nginx itself refused the method, {OWN_PAGE}"),
    "too-large": (
        "POST", "/upload", 413, {"data": "x" * 5_000},
        "nginx refused the content, which is larger than its client_max_body_size; the application did not see it",
    ),
    "uri-too-long": (
        "GET", "/" + "x" * 3_000, 414, {},
        "nginx refused the URL, which is longer than one of its buffers (8 kB unless set)",
    ),
    "header-too-large": (
        "GET", "/", 400, {"headers": {"X-Long": "x" * 3_000}},
        "nginx refused the request: a field or the cookies are larger than its buffers",
    ),
    "plain-http": ("GET", "/", 400, {"plain": False}, "http was spoken to a port of nginx that expects https"),
    "limited": ("GET", "/limited-429", 429, {}, "nginx itself limits the requests, not the application"),
    "unavailable": ("GET", "/limited", 503, {}, f"nginx itself answered, {OWN_PAGE}, not the application"),
    "bad-gateway": (
        "GET", "/refused", 502, {}, "nginx got no valid answer from the application behind it",
    ),
    "gateway-timeout": (
        "GET", "/late", 504, {}, "nginx waited in vain: the application behind it did not answer in time",
    ),
    "page": ("GET", "/broken", 500, {}, 'nginx itself answered, not the application: "500 Internal Server Error"'),
}  # fmt: skip


@pytest.mark.parametrize("name", NGINX)
def test_pages_of_nginx(nginx: Front, name: str) -> None:
    method, path, code, words, sentence = NGINX[name]
    response = ask(nginx, method, path, **words)
    if name in {"limited", "unavailable"} and response.status_code == 404:
        response = ask(nginx, method, path, **words)  # the first one was within the limit
    assert code == response.status_code
    found = causes(response, 299)
    assert sentence == found[f"nginx.{name}"]
    assert name == "redirect" or [sentence] == likely(response, 299)[:1]


def test_nginx_wants_a_client_certificate(nginx: Front) -> None:
    with pytest.warns(match="Unverified HTTPS"):
        response = requests.get(f"https://127.0.0.1:{nginx.tls}/", verify=False)
    assert ["nginx wants a client certificate (mutual TLS), and no valid one was sent"] == likely(response, 200)


@pytest.mark.parametrize("path", ["/proxied/close", "/refused"])
def test_nginx_without_an_application(nginx: Front, path: str) -> None:
    assert ["nginx.bad-gateway"] == list(causes(ask(nginx, "GET", path), 200))
    assert ["nginx 서버가 뒤의 애플리케이션에서 올바른 응답을 받지 못했습니다"] == likely(
        ask(nginx, "GET", path), 200, "ko"
    )


def test_the_range_of_a_file_that_nginx_serves(nginx: Front) -> None:
    sentences = likely(ask(nginx, "GET", "/page.html", headers={"Range": "bytes=900-"}), 206)
    assert 'nginx itself answered, not the application: "416 Requested Range Not Satisfiable"' == sentences[0]
    assert "the range starts at byte 900, behind the 19 bytes that there are" == sentences[1]


APACHE = {
    "not-found": ("GET", "/missing", 404, {}, f"Apache itself answered, {OWN_PAGE}, not the application"),
    "forbidden": ("GET", "/forbidden", 403, {}, f"Apache itself refused the request, {OWN_PAGE}"),
    "credentials": ("GET", "/private", 401, {}, f"Apache {PRIVATE}, not the application"),
    "method": ("DELETE", "/page.html", 405, {}, f"Apache itself refused the method, {OWN_PAGE}"),
    "too-large": (
        "POST", "/page.html", 413, {"data": "x" * 5_000},
        "Apache refused the content, which is larger than its LimitRequestBody; the application did not see it",
    ),
    "uri-too-long": (
        "GET", "/" + "x" * 9_000, 414, {},
        "Apache refused the URL, which is longer than LimitRequestLine (8190 bytes unless set)",
    ),
    "header-too-large": (
        "GET", "/", 400, {"headers": {"X-Long": "x" * 9_000}},
        "Apache refused the request: one of its fields is larger than LimitRequestFieldSize",
    ),
    "plain-http": ("GET", "/", 400, {"plain": False}, "http was spoken to a port of Apache that expects https"),
    "failed": (
        "GET", "/broken", 500, {},
        "Apache itself answered: its configuration failed, or what it runs by itself (WSGI, CGI)",
    ),
    "bad-gateway": (
        "GET", "/proxied/close", 502, {},
        "Apache got no valid answer from the application behind it: Error reading from remote server",
    ),
    "unavailable": (
        "GET", "/refused", 503, {},
        f"Apache itself answered, {OWN_PAGE}, not the application",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", APACHE)
def test_pages_of_apache(apache: Front, name: str) -> None:
    method, path, code, words, sentence = APACHE[name]
    response = ask(apache, method, path, **words)
    assert code == response.status_code
    assert (f"apache.{name}", sentence) == next(iter(causes(response, 299).items()))


def test_a_page_of_apache_in_korean(apache: Front) -> None:
    assert ["애플리케이션이 아니라 Apache 서버가 자체 페이지로 응답했습니다"] == likely(
        ask(apache, "GET", "/missing"), 200, "ko"
    )


HAPROXY = {
    "/refused": (503, "HAProxy answered, not the application: no server behind it is up"),
    "/down": (503, "HAProxy answered, not the application: no server behind it is up"),
    "/garbage": (502, "HAProxy answered, not the application, which hung up or sent no valid answer"),
    "/close": (502, "HAProxy answered, not the application, which hung up or sent no valid answer"),
    "/slow": (504, "HAProxy answered, not the application, which did not answer in time"),
    "/forbidden": (403, "HAProxy refused the request by a rule, not the application"),
    "/limited": (429, "HAProxy limits the requests, not the application"),
    "/private": (401, f"HAProxy {PRIVATE}, not the application"),
}


@pytest.mark.parametrize("path", HAPROXY)
def test_pages_of_haproxy(haproxy: Front, path: str) -> None:
    code, sentence = HAPROXY[path]
    response = ask(haproxy, "GET", path)
    assert code == response.status_code
    assert ("proxies.haproxy", sentence) == next(iter(causes(response, 200).items()))


def test_haproxy_cannot_read_the_request(haproxy: Front) -> None:
    response = ask(haproxy, "GET", "/", headers={"X-Long": "x" * 20_000})
    assert ["HAProxy could not read the request: malformed, or its fields are too large"] == likely(response, 200)
    assert ["HAProxy 프록시가 요청을 읽지 못했습니다. 형식이 잘못되었거나 헤더가 너무 큽니다"] == likely(
        response, 200, "ko"
    )


def test_haproxy_waits_for_the_request(haproxy: Front, one: One) -> None:
    with socket.create_connection(("127.0.0.1", haproxy.port)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n")
        page = connection.recv(2_000).partition(b"\r\n\r\n")[2].decode()
    assert ["HAProxy did not get the whole request in time"] == likely(one("GET", 408, HTML, page), 200)


@pytest.mark.parametrize("path", ["/refused", "/slow", "/garbage", "/close"])
def test_varnish_without_an_application(varnish: Front, path: str) -> None:
    response = ask(varnish, "GET", path)
    assert ("proxies.varnish", "Varnish got no valid answer from the server behind it, or none in time") == next(
        iter(causes(response, 200).items())
    )
    assert (
        "Varnish 서버가 뒤쪽 서버에서 올바른 응답을 받지 못했거나 제때 받지 못했습니다"
        == likely(response, 200, "ko")[0]
    )


def test_varnish_answers_by_its_configuration(varnish: Front) -> None:
    assert (
        'Varnish itself answered by its VCL, not the application: "Not from here"'
        == likely(ask(varnish, "GET", "/forbidden"), 200)[0]
    )


def test_varnish_keeps_a_copy(varnish: Front) -> None:
    assert [] == likely(ask(varnish, "GET", "/first/stored"), 200)
    response = ask(varnish, "GET", "/first/stored")
    assert [f"a cache answered, not the application (x-varnish: {response.headers['X-Varnish']})"] == likely(
        response, 200
    )


SQUID = {
    "/forbidden": (403, "refused the request (ERR_ACCESS_DENIED): it did not reach the server"),
    "/close": (502, "got no valid answer: the server hung up (ERR_ZERO_SIZE_OBJECT)"),
    "/slow": (504, "waited for the server in vain (ERR_READ_TIMEOUT)"),
}


@pytest.mark.parametrize("path", SQUID)
def test_pages_of_squid(squid: Front, behind: int, path: str) -> None:
    code, sentence = SQUID[path]
    response = requests.get(f"http://127.0.0.1:{behind}{path}", proxies={"http": squid.base})
    assert code == response.status_code
    assert [f"Squid, a proxy on the way, {sentence}"] == likely(response, 200)
    assert "list 127.0.0.1 in NO_PROXY" in checks(response, 200)[0]


def test_squid_cannot_connect(squid: Front) -> None:
    from tests.diagnosis.servers import closed_port  # late: pytest loads its fixtures first

    response = requests.get(f"http://127.0.0.1:{closed_port()}/", proxies={"http": squid.base})
    assert ["Squid, a proxy on the way, could not connect to the server (ERR_CONNECT_FAIL)"] == likely(response, 200)
    assert ["중간의 Squid 프록시가 서버에 연결하지 못했습니다(ERR_CONNECT_FAIL)"] == likely(response, 200, "ko")


def test_squid_has_no_copy(squid: Front, behind: int) -> None:
    words = {"proxies": {"http": squid.base}, "headers": {"Cache-Control": "only-if-cached"}}
    response = requests.get(f"http://127.0.0.1:{behind}/app-404", **words)
    assert ["gateways.only-if-cached", "proxies.squid"] == list(causes(response, 200))


@pytest.mark.parametrize("name", ["nginx", "apache", "haproxy", "varnish"])
@pytest.mark.parametrize("code", [404, 502, 503, 504])
def test_what_an_application_says_itself_is_not_blamed_on_the_server_before_it(
    request: pytest.FixtureRequest, name: str, code: int
) -> None:
    front = request.getfixturevalue(name)
    path = f"/proxied/app-{code}" if name in {"nginx", "apache"} else f"/app-{code}"
    response = ask(front, "GET", path)
    assert (code, {"detail": "no luck"}) == (response.status_code, response.json())
    assert [] == likely(response, 200)


def _sent(one: One, code: int, fields: dict[str, str], body: str, words: dict[str, Any]) -> requests.Response:
    return one(words.get("method", "GET"), code, fields, body, **{k: v for k, v in words.items() if k != "method"})


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: f"{answer.rule}-{answer.code}")
def test_a_recorded_answer_says_who_made_it(one: One, stage: Stage, answer: Recorded) -> None:
    response = _sent(one, *answer[2:])
    sentence = answer.sentence.replace("{host}", stage.base.removeprefix("http://"))
    found = causes(response, 299)
    assert sentence == found[answer.rule]
    assert not sentence or [sentence] == likely(response, 299)[:1]


@pytest.mark.parametrize("name", KOREAN)
def test_a_recorded_answer_in_korean(one: One, name: str) -> None:
    answer = next(each for each in ANSWERS if each.rule == name)
    assert KOREAN[name] == likely(_sent(one, *answer[2:]), 299, "ko")[0]


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_a_look_alike_proves_nothing(one: One, name: str) -> None:
    found = causes(_sent(one, *LOOK_ALIKES[name]), 299)
    assert name not in found
    assert [] == [each for each in found if each.partition(".")[0] in FAMILIES and each != _OTHERS.get(name, name)]


_OTHERS = {
    "nginx.header-too-large": "nginx.page",
    "apache.forbidden": "clouds.akamai",
    "gateways.default-backend": "",
}
"""Look-alikes that are another server's own answer."""


def test_every_rule_has_an_answer_and_a_look_alike() -> None:
    rules = {each.id for each in _diagnosis.rules() if each.id.partition(".")[0] in FAMILIES}
    real = {f"nginx.{name}" for name in (*NGINX, "client-certificate")} | {f"apache.{name}" for name in APACHE}
    others = {"proxies.haproxy", "proxies.varnish", "gateways.other-host"}
    assert rules == real | others | {answer.rule for answer in ANSWERS}
    assert rules == set(LOOK_ALIKES)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("error", _ERRORS)
def test_every_error_of_a_proxy_has_words_and_a_check(one: One, error: str, lang: str) -> None:
    response = one("GET", 502, {"Proxy-Status": f"cdn; error={error}"})
    (sentence,) = likely(response, 200, lang)
    assert sentence.partition(": ")[2].startswith(f"{error}, ")
    assert "cdn" in checks(response, 200, lang)[0]


def test_a_page_of_another_host_where_json_was_asked(stage: Stage) -> None:
    stage.play("/users", 302, {"Location": stage.elsewhere("/welcome")})
    stage.play("/welcome", 200, HTML, "<html><head><title>Welcome to Hotel WiFi</title></head></html>")
    response = stage.ask("GET", "/users", headers={"Accept": "application/json"})
    assert "an HTML page of another host, localhost, came where JSON was asked of 127.0.0.1" == likely(response, 404)[0]
    assert (
        "127.0.0.1 호스트에 JSON을 요청했지만 다른 호스트인 localhost 주소의 HTML 페이지가 왔습니다"
        == (likely(response, 404, "ko")[0])
    )
    assert "gateways.other-host" not in causes(stage.ask("GET", "/users"), 404)


def test_a_login_page_of_another_host_is_named_by_the_redirect(stage: Stage) -> None:
    stage.play("/users", 302, {"Location": stage.elsewhere("/login?next=/users")})
    stage.play("/login", 200, HTML, "<html><input type=password></html>")
    found = causes(stage.ask("GET", "/users", headers={"Accept": "application/json"}), 404)
    assert "redirects.login" in found
    assert "gateways.other-host" not in found


def test_the_slash_that_nginx_adds_is_told_once(one: One) -> None:
    page = nginx_page("301 Moved Permanently")
    found = causes(one("GET", 301, HTML | {"Location": "/users/"}, page), 200)
    assert ["nginx.slash", "redirects.slash"] == [name for name in found if "slash" in name]
    assert "nginx.redirect" not in found
    found = causes(one("GET", 301, HTML | {"Location": "http://127.0.0.1:1/users/"}, page), 200)
    assert "nginx.slash" in found
    assert "nginx.redirect" not in found
