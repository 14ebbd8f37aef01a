"""A failing suite that sends and is given every planted credential, and prints all of it."""

from __future__ import annotations

import logging
import os

import pytest
import requests
from requests.structures import CaseInsensitiveDict

from pytest_httpstatus import assert_status
from pytest_httpstatus._model import Exchange, Fields, Request, Response
from tests.exchanges import JSON, exchange
from tests.sealing import planted

PLANTED = planted.planted()[:: int(os.environ["PLANTED_EVERY"])]


def fields(given: Fields | None) -> CaseInsensitiveDict[str]:
    return CaseInsensitiveDict(given or ())


def made(asked: Request, answered: Response) -> requests.Response:
    request = requests.PreparedRequest()
    request.method, request.url = asked.method, asked.url
    request.headers, request.body = fields(asked.fields), asked.content
    response = requests.Response()
    response.status_code, response.reason, response.url = answered.code, answered.reason or "Unauthorized", asked.url
    response.headers, response._content, response.request = fields(answered.fields), answered.content, request
    return response


def response_of(given: Exchange) -> requests.Response:
    response = made(given.request, given.response)
    response.history = [made(hop.request, hop.response) for hop in given.hops]
    return response


@pytest.mark.parametrize("number", range(len(PLANTED)))
def test_it(number):
    response = response_of(PLANTED[number].exchange)
    asked, answered = dict(response.request.headers), dict(response.headers)
    url, sent, text = response.url, response.request.body, response.text
    hops = [(each.url, dict(each.headers), each.request.body) for each in response.history]
    print(url, sent, text, asked, hops)  # noqa: T201  # what pytest captures
    logging.getLogger("shop").warning("%s of %s: %s", answered, url, response.content)
    if number % 3 == 0:
        assert_status(response, 200)
    if number % 3 == 1:
        response.raise_for_status()
    assert response.status_code == 200, (text, asked)


def test_login_password():
    sent = (
        b'{"client": "client", "password": "password", "secret": "secret", "token": "secret", "user": "ada.lovelace"}'
    )
    asked = (JSON, ("X-API-Key", "password"), ("Cookie", "username=ada.lovelace; sid=client"))
    response = response_of(exchange(401, b"{}", JSON, asked=asked, sent=sent, method="POST"))
    print(*planted.printed(), sep="\n")  # noqa: T201  # as above
    assert_status(response, 200)
