"""What only one client has: content that was read away, answers made by hand, errors that carry a response."""

from __future__ import annotations

import asyncio
import http.client
import io
import urllib.error
import urllib.response
from base64 import b64encode
from contextlib import closing
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest

from pytest_httpstatus._clients import load, read
from pytest_httpstatus._model import Exchange, Request, Response
from tests.clients import site


def _read(thing: object) -> Exchange:
    exchange = read(thing)
    assert exchange is not None
    return exchange


def _state(thing: object) -> tuple[str, bytes | None]:
    answer = _read(thing).response
    return answer.content_state, answer.content


class TestRequests:
    @pytest.fixture
    def streamed(self, base: str) -> Any:
        requests = pytest.importorskip("requests")
        with requests.get(base + "/big", stream=True) as response:
            yield response

    def test_content_closed_unread_was_not_read(self, streamed: Any) -> None:
        streamed.close()

        assert ("unread", None) == _state(streamed)

    def test_content_asked_for_after_closing_is_not_empty_but_unread(self, streamed: Any) -> None:
        streamed.close()

        assert b"" == streamed.content
        assert ("unread", None) == _state(streamed)

    def test_content_that_was_iterated_is_gone(self, streamed: Any) -> None:
        assert site.BIG == b"".join(streamed.iter_content(1 << 16))

        assert ("gone", None) == _state(streamed)

    def test_response_made_by_hand_has_unknown_content(self) -> None:
        response = pytest.importorskip("requests").Response()
        response.status_code = 404

        exchange = _read(response)
        assert ("unknown", None) == _state(response)
        assert Request() == exchange.request

    def test_response_without_code_is_none(self) -> None:
        assert read(pytest.importorskip("requests").Response()) is None

    def test_mock_adapter_without_reason_says_none(self) -> None:
        requests, urllib3 = pytest.importorskip("requests"), pytest.importorskip("urllib3")
        request = requests.Request("PUT", "http://shop/items", data=iter([b"streamed"])).prepare()
        raw = urllib3.HTTPResponse(io.BytesIO(b"no"), status=409, reason=None, preload_content=False)
        response = requests.adapters.HTTPAdapter().build_response(request, raw)
        assert b"no" == response.content

        exchange = _read(response)
        assert (409, None, b"no") == (exchange.response.code, exchange.response.reason, exchange.response.content)
        assert exchange.request.content is None

    def test_fields_that_the_test_changed_are_those_of_the_test(self, base: str) -> None:
        with pytest.importorskip("requests").get(base + "/new") as response:
            response.headers["X-More"] = "1"

            answer = _read(response).response
        assert not answer.lines_apart
        assert ("X-More", "1") in (answer.fields or ())

    def test_hops_that_are_no_responses_are_left_out(self) -> None:
        response = pytest.importorskip("requests").Response()
        response.status_code, response.history = 200, [object()]

        assert () == _read(response).hops

    def test_history_that_is_no_list_holds_no_hops(self) -> None:
        response = pytest.importorskip("requests").Response()
        response.status_code, response.history = 200, None

        assert () == _read(response).hops


@pytest.mark.parametrize("package", ["httpx", "httpx2"])
class TestHttpx:
    def test_response_made_by_hand_has_no_request(self, package: str) -> None:
        module = pytest.importorskip(package)
        response = module.Response(404, json={"detail": "no"}, history=[module.Response(302), object()])

        exchange = _read(response)
        assert Request() == exchange.request
        assert (404, None, b'{"detail":"no"}') == (
            exchange.response.code,
            exchange.response.elapsed,
            exchange.response.content,
        )
        assert [302] == [hop.response.code for hop in exchange.hops]
        assert (package, False) == (exchange.client.name, exchange.client.in_process)

    def test_content_that_was_iterated_is_gone(self, package: str, base: str) -> None:
        with pytest.importorskip(package).stream("GET", base + "/big") as response:
            assert site.BIG == b"".join(response.iter_bytes())

            assert ("gone", None) == _state(response)

    def test_request_that_is_streamed_has_unknown_content(self, package: str) -> None:
        module = pytest.importorskip(package)
        request = module.Request("POST", "http://shop/", content=iter([b"a"]))

        assert _read(module.Response(200, request=request)).request.content is None

    def test_application_called_through_a_transport_is_in_process_and_does_not_follow(self, package: str) -> None:
        module = pytest.importorskip(package)

        def application(_environ: object, start: Any) -> list[bytes]:
            start("302 Found", [("Location", "/new")])
            return [b""]

        transport = module.WSGITransport(application)
        with module.Client(transport=transport, base_url="http://testserver") as client:
            exchange = _read(client.get("/old"))
        assert (package, True, False) == (exchange.client.name, exchange.client.in_process, exchange.client.follows)

    def test_test_client_is_told_by_its_host_where_nothing_else_tells(self, package: str) -> None:
        module = pytest.importorskip(package)
        request = module.Request("GET", "http://testserver/")

        client = _read(module.Response(200, request=request)).client
        assert ("TestClient", True, True) == (client.name, client.in_process, client.follows)

    def test_error_gives_the_response_that_it_carries(self, package: str, base: str) -> None:
        module = pytest.importorskip(package)
        with pytest.raises(module.HTTPStatusError) as caught:
            module.get(base + "/missing").raise_for_status()

        assert (404, site.MISSING) == (_read(caught.value).response.code, _read(caught.value).response.content)

    def test_code_of_the_client_is_a_bare_code(self, package: str) -> None:
        assert Exchange(Response(404)) == read(pytest.importorskip(package).codes.NOT_FOUND)

    def test_history_that_is_no_list_holds_no_hops(self, package: str) -> None:
        response = pytest.importorskip(package).Response(200)
        response.history, response.extensions = None, None

        assert ((), None) == (_read(response).hops, _read(response).response.version)


class TestUrllib3:
    @pytest.fixture
    def pool(self) -> Any:
        with pytest.importorskip("urllib3").PoolManager() as pool:
            yield pool

    def test_content_read_without_keeping_it_is_gone(self, pool: Any, base: str) -> None:
        with closing(pool.request("GET", base + "/big", preload_content=False)) as response:
            response.read(10)
            assert ("gone", None) == _state(response)
            response.read()
            assert ("gone", None) == _state(response)

    def test_response_made_by_hand_is_unread(self) -> None:
        urllib3 = pytest.importorskip("urllib3")
        response = urllib3.HTTPResponse(io.BytesIO(b"no"), status=500, preload_content=False)

        exchange = _read(response)
        assert Request(url=None) == exchange.request
        assert ("unread", None) == _state(response)

    def test_tries_that_failed_are_no_hops_and_those_answered_are(self) -> None:
        urllib3 = pytest.importorskip("urllib3")
        kind = urllib3.util.retry.RequestHistory
        history = (
            kind("GET", "http://shop/a", OSError("refused"), None, None),
            kind("GET", "http://shop/a", None, 503, None),
        )
        response = urllib3.HTTPResponse(b"", status=200, request_url="/a", retries=urllib3.Retry(history=history))

        exchange = _read(response)
        assert "http://shop/a" == exchange.request.url
        assert [(503, None)] == [(hop.response.code, hop.response.fields) for hop in exchange.hops]
        assert () == exchange.redirects

    def test_errors_of_the_client_are_no_responses(self) -> None:
        urllib3 = pytest.importorskip("urllib3")

        assert read(urllib3.exceptions.MaxRetryError(None, "/", None)) is None


class TestStandardLibrary:
    def test_content_that_was_read_is_gone(self, base: str) -> None:
        with closing(http.client.HTTPConnection(base.removeprefix("http://"))) as connection:
            connection.request("GET", "/new")
            response = connection.getresponse()
            assert b"new" == response.read()

            assert ("gone", None) == _state(response)

    def test_error_made_by_hand_shows_its_content(self) -> None:
        with urllib.error.HTTPError("http://shop/", 404, "Nope", {"X-A": "1"}, io.BytesIO(b"no")) as error:  # type: ignore[arg-type]
            exchange = _read(error)

        assert Response(404, "Nope", (("X-A", "1"),), b"no", "kept", lines_apart=True) == exchange.response
        assert Request(url="http://shop/") == exchange.request
        assert ("unknown", None) == _state(error)

    def test_file_like_response_of_urllib_is_one(self) -> None:
        with urllib.response.addinfourl(io.BytesIO(b"no"), {"X-A": "1"}, "http://shop/", 404) as response:  # type: ignore[arg-type]
            exchange = _read(response)

        assert (404, b"no") == (exchange.response.code, exchange.response.content)
        assert "urllib.request" == exchange.client.name

    def test_code_of_the_standard_library_is_a_bare_code(self) -> None:
        assert Exchange(Response(418)) == read(http.HTTPStatus.IM_A_TEAPOT)


class TestAiohttp:
    def test_content_released_or_read_from_its_stream_is_gone(self, base: str) -> None:
        aiohttp = pytest.importorskip("aiohttp")

        async def send() -> list[tuple[str, bytes | None]]:
            async with aiohttp.ClientSession() as session:
                async with session.get(base + "/big") as unread:
                    pass
                async with session.get(base + "/big") as streamed:
                    assert site.BIG == await streamed.content.read()
                    return [_state(unread), _state(streamed)]

        assert [("gone", None)] * 2 == asyncio.run(send())

    def test_error_shows_request_and_fields_but_no_content(self, base: str) -> None:
        aiohttp = pytest.importorskip("aiohttp")

        async def send() -> Exchange:
            async with aiohttp.ClientSession(raise_for_status=True) as session:
                with pytest.raises(aiohttp.ClientResponseError) as caught:
                    await session.get(base + "/missing")
                return _read(caught.value)

        exchange = asyncio.run(send())
        assert (404, "Not Found", None) == (
            exchange.response.code,
            exchange.response.reason,
            exchange.response.content,
        )
        assert ("unknown", None) == (exchange.response.content_state, exchange.response.version)
        assert ("Content-Type", "application/json") in (exchange.response.fields or ())
        assert ("GET", base + "/missing") == (exchange.request.method, exchange.request.url)

    def test_error_without_status_is_no_response(self) -> None:
        aiohttp = pytest.importorskip("aiohttp")

        assert read(aiohttp.ClientResponseError(None, ())) is None

    def test_error_made_by_hand_has_no_history(self) -> None:
        aiohttp = pytest.importorskip("aiohttp")

        assert Exchange(Response(418, ""), client=load("aiohttp").dialect) == read(
            aiohttp.ClientResponseError(None, None, status=418)
        )


class TestTornado:
    def _fetch(self, url: str, **words: Any) -> Any:
        client = pytest.importorskip("tornado.httpclient").AsyncHTTPClient

        async def fetch() -> Any:
            with closing(client(force_instance=True)) as it:
                return await it.fetch(url, **words)

        return asyncio.run(fetch())

    def test_error_gives_the_response_that_it_carries(self, base: str) -> None:
        httpclient = pytest.importorskip("tornado.httpclient")
        with pytest.raises(httpclient.HTTPClientError) as caught:
            self._fetch(base + "/missing")

        assert (404, site.MISSING) == (_read(caught.value).response.code, _read(caught.value).response.content)

    def test_timeout_is_the_clients_own_599_and_nothing_came(self, base: str) -> None:
        httpclient = pytest.importorskip("tornado.httpclient")
        with pytest.raises(httpclient.HTTPClientError) as caught:
            self._fetch(base + "/new", request_timeout=1e-9)

        answer = _read(caught.value).response
        assert (599, None, None, "unknown") == (answer.code, answer.fields, answer.content, answer.content_state)

    def test_content_that_a_callback_took_is_gone(self, base: str) -> None:
        assert ("gone", None) == _state(self._fetch(base + "/big", streaming_callback=bytearray().extend))

    def test_response_without_buffer_has_unknown_content(self) -> None:
        httpclient = pytest.importorskip("tornado.httpclient")
        response = httpclient.HTTPResponse(httpclient.HTTPRequest("http://shop/"), 304)
        response.headers = {"ETag": "x"}

        assert ("unknown", None) == _state(response)
        assert (("ETag", "x"),) == _read(response).response.fields

    def test_method_is_not_known_after_a_redirect_that_may_have_changed_it(self, base: str) -> None:
        got = _read(self._fetch(base + "/old"))
        posted = _read(self._fetch(base + "/old", method="POST", body="{}"))

        assert [Request("GET", base + "/new"), Request(None, base + "/new")] == [got.request, posted.request]

    def test_content_of_a_producer_is_not_known(self, base: str) -> None:
        async def produce(write: Any) -> None:
            await write(b"1")

        response = self._fetch(base + "/items", method="POST", body_producer=produce, headers={"Content-Length": "1"})

        assert _read(response).request.content is None

    def test_error_of_a_handler_has_the_shape_of_any_response(self) -> None:
        web = pytest.importorskip("tornado.web")

        assert 404 == _read(web.HTTPError(404)).response.code


class TestCurlCffi:
    def test_content_that_was_streamed_is_gone(self, base: str) -> None:
        with closing(pytest.importorskip("curl_cffi").get(base + "/big", stream=True)) as response:
            assert site.BIG == b"".join(response.iter_content())

            assert ("gone", None) == _state(response)

    def test_error_gives_the_response_that_it_carries(self, base: str) -> None:
        curl_cffi = pytest.importorskip("curl_cffi")
        with pytest.raises(curl_cffi.requests.exceptions.HTTPError) as caught:
            curl_cffi.get(base + "/missing").raise_for_status()

        assert (404, site.MISSING) == (_read(caught.value).response.code, _read(caught.value).response.content)

    def test_response_made_by_hand_shows_what_it_has(self) -> None:
        models = pytest.importorskip("curl_cffi.requests.models")
        response = models.Response()
        response.content, response.history, response.headers = None, None, {"X-A": "1"}

        exchange = _read(response)
        assert ("unknown", None) == _state(response)
        assert (Request(), (), (("X-A", "1"),)) == (exchange.request, exchange.hops, exchange.response.fields)

    def test_later_hops_know_their_place_and_a_method_that_never_changes(self) -> None:
        models = pytest.importorskip("curl_cffi.requests.models")
        response, first, second = (models.Response() for _ in range(3))
        first.status_code, second.status_code = 301, 302
        first.url, second.url, response.url = "http://shop/a", "http://shop/b", "http://shop/c"
        response.history = [first, second]
        response.request = models.Request("http://shop/a", {}, "HEAD")

        exchange = _read(response)
        assert ["http://shop/a", "http://shop/b"] == [hop.request.url for hop in exchange.hops]
        assert Request("HEAD", "http://shop/c") == exchange.request

    def test_connection_refused_is_no_response(self) -> None:
        curl_cffi = pytest.importorskip("curl_cffi")
        with pytest.raises(curl_cffi.requests.exceptions.ConnectionError) as caught:
            curl_cffi.get("http://127.0.0.1:1/")

        assert read(caught.value) is None
        assert read(caught.value.response) is None


class TestPlaywright:
    def test_asynchronous_api_shows_the_same(self, base: str) -> None:
        api = pytest.importorskip("playwright.async_api")

        async def send() -> Exchange:
            async with api.async_playwright() as playwright:
                context = await playwright.request.new_context()
                response = await context.get(base + "/users/7?page=2")
                await context.dispose()
                return _read(response)

        try:
            exchange = asyncio.run(send())
        except api.Error as error:
            pytest.skip(f"Playwright's driver cannot start: {error}")
        assert (200, "OK", True) == (exchange.response.code, exchange.response.reason, exchange.response.lines_apart)
        assert Request(url=base + "/users/7?page=2") == exchange.request

    def test_response_of_a_page_shows_its_request_and_joined_fields(self) -> None:
        api = pytest.importorskip("playwright.sync_api")

        exchange = _read(api.Response(_of_a_page()))
        assert Response(404, "Not Found", (("link", "<a>, <b>"),)) == exchange.response
        assert Request("POST", "http://shop/items", (("accept", "*/*"),), b'{"a": 1}') == exchange.request
        assert ("playwright", "") == (exchange.client.name, exchange.client.stop_following)

    def test_errors_of_the_client_are_no_responses(self) -> None:
        assert read(pytest.importorskip("playwright.sync_api").Error("closed")) is None


def _of_a_page() -> Any:
    """What the driver would have told of a page's response: a real one needs a browser."""
    network = import_module("playwright._impl.network")
    response, request = network.Response.__new__(network.Response), network.Request.__new__(network.Request)
    vars(request).update(
        _loop=None,
        _dispatcher_fiber=None,
        _fallback_overrides=SimpleNamespace(url=None, method=None, headers=None, post_data_buffer=None),
        _initializer={"method": "POST", "url": "http://shop/items", "postData": b64encode(b'{"a": 1}').decode()},
        _provisional_headers=network.RawHeaders([{"name": "Accept", "value": "*/*"}]),
    )
    links = [{"name": "Link", "value": "<a>"}, {"name": "Link", "value": "<b>"}]
    vars(response).update(
        _loop=None,
        _dispatcher_fiber=None,
        _request=request,
        _initializer={"status": 404, "statusText": "Not Found", "url": "http://shop/items"},
        _provisional_headers=network.RawHeaders(links),
    )
    return response


class TestBoto3:
    @pytest.fixture
    def storage(self, base: str) -> Any:
        boto3 = pytest.importorskip("boto3")
        config = pytest.importorskip("botocore.config").Config(
            s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}
        )
        keys = {"aws_access_key_id": "none", "aws_secret_access_key": "none", "region_name": "us-east-1"}
        with closing(boto3.client("s3", endpoint_url=base, config=config, **keys)) as client:
            yield client

    def test_error_shows_code_and_fields(self, storage: Any) -> None:
        with pytest.raises(storage.exceptions.NoSuchKey) as caught:
            storage.get_object(Bucket="bucket", Key="missing")

        exchange = _read(caught.value)
        assert (404, "gone", "boto3") == (
            exchange.response.code,
            exchange.response.content_state,
            exchange.client.name,
        )
        assert ("content-type", "application/xml") in (exchange.response.fields or ())

    def test_answer_is_a_plain_dict_whose_stream_stays_complete(self, storage: Any) -> None:
        answer = storage.get_object(Bucket="bucket", Key="there")

        assert (200, "unread") == (_read(answer).response.code, _read(answer).response.content_state)
        with answer["Body"] as body:
            assert b"kept in S3" == body.read()

    def test_answer_without_stream_was_parsed(self, storage: Any) -> None:
        exchange = _read(storage.delete_object(Bucket="users", Key="7"))

        assert (204, "gone") == (exchange.response.code, exchange.response.content_state)

    @pytest.mark.parametrize("answer", [{"ResponseMetadata": None}, {"ResponseMetadata": {}}, {"status": 404}])
    def test_other_dicts_are_no_responses(self, answer: dict[str, object]) -> None:
        assert read(answer) is None
