"""Whatever has the shape of a response: bare codes, exceptions that carry one, and objects that nobody named.

A field of the wrong type is not known. Content counts only where it lies in the instance itself, as bytes or text: a
property might read a stream.
"""

from __future__ import annotations

from pytest_httpstatus._clients import probe
from pytest_httpstatus._clients.client import Client
from pytest_httpstatus._model import Dialect, Exchange, Fields, Hop, Request, Response

_CONTENT_NAMES = ("_content", "content", "_body", "body", "data", "text", "_text")
_MOST_HOPS = 30
_CODES = range(100, 1000)  # beyond them, `code` is another's word: an exit code, an error number of curl


def read(thing: object) -> Exchange | None:
    if isinstance(thing, type):
        return None
    code = probe.number(thing)
    if code is not None:
        return Exchange(Response(code))
    if probe.is_a(thing, dict):
        return _parsed(thing)
    # A response of niquests that has not come yet: any look at it would wait for the network.
    if probe.attribute(thing, "lazy") is True:
        return None
    return _carried(thing) if probe.is_a(thing, BaseException) else _shaped(thing)


def _parsed(answer: dict[object, object]) -> Exchange | None:
    """What boto3 returns is a plain dict, which no package's name gives away."""
    # Late, as below: the package imports this file.
    from pytest_httpstatus._clients import load

    return load("botocore").read(answer) if "ResponseMetadata" in answer else _shaped(answer)


def _carried(error: BaseException) -> Exchange | None:
    # Late and by name: `read` of the package chooses the file of the client that the exception came from.
    from pytest_httpstatus._clients import read as read_any

    carried = probe.attribute(error, "response")
    return _shaped(error) if carried is None or isinstance(carried, BaseException) else read_any(carried)


def _shaped(thing: object) -> Exchange | None:
    answer = response(thing)
    if answer is None:
        return None
    history = probe.attribute(thing, "history")
    earlier = list(history)[:_MOST_HOPS] if probe.is_a(history, list) or probe.is_a(history, tuple) else []
    hops = (Hop(request(each), answered) for each in earlier if (answered := response(each)) is not None)
    return Exchange(answer, request(thing), tuple(hops), Dialect())


def response(thing: object) -> Response | None:
    """Read a response by the names that most clients share."""
    codes = (probe.number(probe.attribute(thing, name)) for name in ("status_code", "status", "code"))
    code = next((code for code in codes if code in _CODES), None)
    if code is None:
        return None
    reasons = (probe.text(probe.attribute(thing, name)) for name in ("reason", "reason_phrase"))
    content = _content(probe.own(thing))
    return Response(
        code,
        reason=next((reason for reason in reasons if reason is not None), None),
        fields=_fields(probe.attribute(thing, "headers")),
        content=content,
        content_state="unknown" if content is None else "kept",
        elapsed=probe.seconds(probe.attribute(thing, "elapsed")),
    )


def _fields(headers: object) -> Fields | None:
    # Asked of the type: a mock answers to every name, and would record the call.
    several = getattr(type(headers), "multi_items", None)
    return probe.pairs(several(headers)) if callable(several) else probe.fields(headers)


def _content(own: dict[str, object]) -> bytes | None:
    found = (probe.octets(own.get(name)) for name in _CONTENT_NAMES)
    return next((content for content in found if content is not None), None)


def request(thing: object) -> Request:
    """Read the request that a response knows, or what it says of it by itself."""
    asked = probe.attribute(thing, "request")
    own = probe.own(asked)
    url = probe.text(probe.attribute(asked, "url")) or probe.address(probe.attribute(thing, "url"))
    return Request(
        method=probe.text(probe.attribute(asked, "method")) or probe.text(probe.attribute(thing, "method")),
        url=url or probe.address(probe.attribute(asked, "url")),
        fields=_fields(probe.attribute(asked, "headers")),
        content=_content(own),
    )


CLIENT = Client(Dialect(), read)
