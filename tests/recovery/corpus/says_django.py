# ruff: noqa: PT009  # as people write it
from tests.recovery.corpus import django_shop  # isort: skip  # first: it configures Django

from django.test import Client, SimpleTestCase
from rest_framework import status
from rest_framework.test import APIClient

assert django_shop


class ShopTest(SimpleTestCase):
    # says: got 404 Not Found, expected 200 OK: GET /items/9
    def test_assert_equal(self):
        self.assertEqual(self.client.get("/items/9").status_code, 200)

    # says: got 404 Not Found, expected 200 OK: GET /items/9
    def test_assert_equal_named(self):
        response = self.client.get("/items/9")
        self.assertEqual(response.status_code, 200)

    # says: got 404 Not Found, expected 200 OK: GET /items/9
    def test_assert_contains(self):
        response = self.client.get("/items/9")
        self.assertContains(response, "Item nine")

    # says: got 503 Service Unavailable, expected 200 OK: GET /down
    def test_assert_contains_without_a_name(self):
        self.assertContains(self.client.get("/down"), "Item nine")

    # says: got 200 OK, expected 404 Not Found: GET /page
    def test_assert_contains_of_an_error(self):
        self.assertContains(self.client.get("/page"), "not here", status_code=404)

    # says: got 200 OK, expected 302 Found: GET /page
    def test_assert_redirects(self):
        self.assertRedirects(self.client.get("/page"), "/login/")

    # says: got 404 Not Found after a redirect, expected 200 OK
    def test_assert_redirects_followed(self):
        response = self.client.get("/moved", follow=True)
        self.assertRedirects(response, "/items/9", status_code=301)

    # says: got 404 Not Found, expected 200 OK: GET /items/9
    def test_assert_redirects_to_nothing(self):
        response = self.client.get("/moved")
        self.assertRedirects(response, "/items/9", status_code=301)

    # says: this JSON came from 401 Unauthorized: POST /login
    def test_missing_key(self):
        data = self.client.post("/login").json()
        self.assertEqual(data["token"], "abcdefgh")


# says: got 404 Not Found, expected 200 OK: GET /rest/9
def test_rest():
    response = APIClient().get("/rest/9")
    assert response.status_code == status.HTTP_200_OK, response.data


# says: got 400 Bad Request, expected 2xx: POST /rest
def test_rest_is_success():
    response = APIClient().post("/rest", {"x": 1}, format="json")
    assert status.is_success(response.status_code)


# says: this came from 404 Not Found: GET /rest/9
def test_rest_data():
    response = APIClient().get("/rest/9")
    assert response.data["id"] == 9


# says: got 302 Found, expected 200 OK: GET /old
def test_redirected():
    assert Client().get("/old").status_code == 200
