"""Where `responses` is asked, and asks: it stands in for the connections of `requests`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

# At the top, for these are base classes: this module is loaded when a test asks for the fixture.
import responses
from responses.registries import FirstMatchRegistry

from pytest_httpstatus._clients import probe
from pytest_httpstatus._model import Request

if TYPE_CHECKING:
    from collections.abc import Callable
    from re import Pattern

    from requests import PreparedRequest

    from pytest_httpstatus._mocking.calls import Mocked


class Registry(FirstMatchRegistry):
    """Of several answers for one request the first that is not used up; the last stays for ever."""

    def find(self, request: PreparedRequest) -> tuple[responses.BaseResponse | None, list[str]]:
        ours = [each for each in self.registered if isinstance(each, Served) and each.matches(request)[0]]
        if not ours:
            return super().find(request)
        return next((each for each in ours if each.mocked.left), ours[-1]), []


class Served(responses.BaseResponse):
    """The answers of one `mock_status(...)`, as `responses` asks for them.

    Args:
        mocked: Makes the answers, and keeps the calls.
        mock: Knows which request is a repeat.
        method: The only method that is answered; empty for any.
        url: As `responses` takes it.
        match: Matchers of `responses`.
    """

    def __init__(self, mocked: Mocked, mock: Mock, method: str, url: str | Pattern[str], match: Any) -> None:
        super().__init__(method, url, match=match)
        self.mocked = mocked
        self._mock = mock

    def matches(self, request: PreparedRequest) -> tuple[bool, str]:
        return responses.BaseResponse(self.method or str(request.method), self.url, match=self.match).matches(request)

    def get_response(self, request: PreparedRequest) -> Any:
        answer = self.mocked.answer(_plain(request), request.headers.copy(), by_retry=self._mock.repeating is request)
        made = responses.Response(
            str(request.method),
            str(request.url),
            body=answer.content or b"",
            status=answer.code,
            headers=dict(answer.fields or ()),
            content_type=None,
        )
        raw = made.get_response(request)
        raw.reason = answer.reason  # of the catalogue or of the vendor, not of this version of Python
        return raw


def _plain(request: PreparedRequest) -> Request:
    body = request.body
    return Request(
        probe.text(request.method),
        probe.text(request.url),
        probe.fields(request.headers),
        b"" if body is None else probe.octets(body),
    )


class Mock(responses.RequestsMock):
    """`responses`, which repeats a request as urllib3's `Retry` tells it to, with the waits of it."""

    def __init__(self) -> None:
        super().__init__(assert_all_requests_are_fired=False, registry=Registry)
        self.repeating: object = None

    def unbound_on_send(self) -> Callable[..., Any]:
        send: Any = super().unbound_on_send()

        def with_waits(adapter: Any, request: PreparedRequest, *args: Any, **kwargs: Any) -> Any:
            return send(adapter, request, *args, retries=_Waiting(adapter.max_retries, self, request), **kwargs)

        return with_waits


class _Waiting:
    """A `Retry` that waits: `responses` counts its tries, and leaves out the wait before each."""

    def __init__(self, retry: Any, mock: Mock, request: PreparedRequest) -> None:
        self._retry = retry
        self._mock = mock
        self._request = request

    def __getattr__(self, name: str) -> Any:
        return getattr(self._retry, name)

    def increment(self, **asked: Any) -> _Waiting:
        following = self._retry.increment(**asked)
        following.sleep(asked["response"])
        self._mock.repeating = self._request
        return _Waiting(following, self._mock, self._request)
