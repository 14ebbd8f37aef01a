# ruff: noqa: PLR1714, PT018  # as people write it
import pytest
from fastapi import status
from fastapi.testclient import TestClient

from tests.recovery.corpus.shop import fastapi_app


@pytest.fixture
def shop():
    return TestClient(fastapi_app())


def create(shop, **item):
    response = shop.post("/items", json=item)
    assert response.status_code == status.HTTP_201_CREATED, response.text
    return response.json()


# says: got 404 Not Found, expected 200 OK: GET /items/9
def test_equal(shop):
    response = shop.get("/items/9")
    assert response.status_code == 200


# says: got 404 Not Found, expected 200 OK: GET /items/9
def test_without_a_name(shop):
    assert shop.get("/items/9").status_code == status.HTTP_200_OK


# says: got 422 Unprocessable Content, expected 201: POST /items
def test_helper(shop):
    assert create(shop, name="x")["id"] == 1


# says: this JSON came from 401 Unauthorized: GET /me
def test_name(shop):
    response = shop.get("/me")
    assert response.json()["name"] == "Ada"


# says: this JSON came from 404 Not Found: GET /items/9
def test_whole(shop):
    response = shop.get("/items/9")
    assert response.json() == {"id": 9}


# says: got 200 OK after a redirect, expected 302 Found: GET /old
def test_followed(shop):
    response = shop.get("/old")
    assert response.status_code == 302


# says: got 403 Forbidden, expected 204 No Content: DELETE /items/1
def test_both(shop):
    response = shop.delete("/items/1")
    assert response.status_code == 204 and response.text == ""


# says: got 404 Not Found, expected 200 OK: GET /items/9
def test_codes(shop):
    codes = [shop.get(path) for path in ("/items", "/items/9")]
    assert codes[0].status_code == 200
    assert codes[1].status_code == 200


# says: got 404 Not Found, expected 200 | 202: GET /items/9
def test_either(shop):
    response = shop.get("/items/9")
    assert response.status_code == 200 or response.status_code == 202


# says: this JSON came from 401 Unauthorized: POST /login
def test_headers(shop):
    login = shop.post("/login").json()
    headers = {"Authorization": "Bearer " + login["token"]}
    assert shop.get("/me", headers=headers).status_code == 200
