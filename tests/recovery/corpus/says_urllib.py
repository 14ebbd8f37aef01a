import http.client
import json
import urllib.error
import urllib.request
from urllib.request import Request, urlopen

import pytest


# says: 404 Not Found: GET /items/9
def test_urlopen(url):
    urlopen(f"{url}/items/9")


# says: 401 Unauthorized: POST /login
def test_json(url):
    with urlopen(Request(f"{url}/login", data=b"{}", method="POST")) as response:
        assert json.load(response)["token"]


# says: got 200 OK, expected 204 No Content: GET /items
def test_status(url):
    with urlopen(f"{url}/items") as response:
        assert response.status == 204


# says: got 200 OK, expected 204 No Content: GET /items
def test_getcode(url):
    assert urllib.request.urlopen(f"{url}/items").getcode() == 204


# says: got 404 Not Found, expected 403 Forbidden: GET /items/9
def test_expected_error(url):
    with pytest.raises(urllib.error.HTTPError) as caught:
        urlopen(f"{url}/items/9")
    assert caught.value.code == 403


# says: got 404 Not Found, expected 200 OK: GET
def test_http_client(url):
    connection = http.client.HTTPConnection(url.removeprefix("http://"))
    connection.request("GET", "/items/9")
    response = connection.getresponse()
    response.read()
    assert response.status == 200


# says: 503 Service Unavailable: GET /down
def test_wrapped(url):
    try:
        urlopen(f"{url}/down")
    except urllib.error.HTTPError as error:
        raise RuntimeError("the shop is closed") from error
