# ruff: noqa: PT009  # as people write it
import unittest

import pytest

from tests.recovery.corpus.shop import flask_app


class Page:
    def __init__(self, client):
        self.client = client
        self.response = None

    def open(self, path):
        self.response = self.client.get(path)
        return self


def log_in(client):
    return client.post("/login", data={"password": "x"}).get_json()["token"]


# says: got 404 Not Found, expected 200 OK: GET /items/9
def test_equal(client):
    response = client.get("/items/9")
    assert response.status_code == 200, "the item is there"


# says: got 404 Not Found, expected 200 OK: GET /items/9
def test_without_a_name(client):
    assert client.get("/items/9").status_code == 200


# says: got 404 Not Found, expected 200 OK: GET /items/9
def test_status_line(client):
    response = client.get("/items/9")
    assert response.status == "200 OK"


# says: got 404 Not Found, expected 200 OK: GET /items/9
def test_code_in_status_line(client):
    response = client.get("/items/9")
    assert "200" in response.status


# says: got 302 Found, expected 200 OK: GET /old
def test_redirected(client):
    assert client.get("/old").status_code == 200


# says: got 200 OK after a redirect, expected 302 Found: GET /old
def test_followed(client):
    response = client.get("/old", follow_redirects=True)
    assert response.status_code == 302


# says: got 401 Unauthorized, expected 200 OK: GET /me
def test_page_object(client):
    page = Page(client).open("/me")
    assert page.response.status_code == 200


# says: this JSON came from 401 Unauthorized: POST /login
def test_log_in(client):
    token = log_in(client)
    assert token


# says: this came from 404 Not Found: GET /items/9
def test_words(client):
    response = client.get("/items/9")
    assert b"Item nine" in response.data


# says: got 422 Unprocessable Content, expected 201: POST /items
def test_walrus(client):
    assert (created := client.post("/items")).status_code == 201
    assert created


# says: got 404 Not Found, expected 200 OK: GET /items/9
def test_by_hand(client):
    response = client.get("/items/9")
    if response.status_code != 200:
        pytest.fail("no item")


@pytest.fixture
def token(client):
    response = client.post("/login")
    assert response.status_code == 200
    return response.get_json()["token"]


# says: got 401 Unauthorized, expected 200 OK: POST /login
def test_fixture(token):
    assert token


class ShopTest(unittest.TestCase):
    def setUp(self):
        self.client = flask_app().test_client()

    # says: got 404 Not Found, expected 200 OK: GET /items/9
    def test_assert_equal(self):
        self.assertEqual(self.client.get("/items/9").status_code, 200)

    # says: got 404 Not Found, expected 200 OK: GET /items/9
    def test_assert_equal_the_other_way(self):
        self.assertEqual(200, self.client.get("/items/9").status_code)

    # says: got 403 Forbidden, expected 200 | 204: DELETE /items/1
    def test_assert_in(self):
        self.assertIn(self.client.delete("/items/1").status_code, (200, 204))

    # says: got 404 Not Found, expected 200 OK: GET /items/9
    def test_assert_true(self):
        self.assertTrue(self.client.get("/items/9").status_code == 200)

    # says: this JSON came from 401 Unauthorized: POST /login
    def test_missing_key(self):
        data = self.client.post("/login").get_json()
        self.assertEqual(data["token"], "abcdefgh")
