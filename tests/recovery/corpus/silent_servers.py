# ruff: noqa: PT009, PT027  # as people write it
"""Nothing is to be said of these: what was answered was no answer to the test."""

import unittest

import flask
import pytest
import requests
from flask.testing import FlaskClient

from tests.recovery.corpus import django_shop  # isort: skip  # it configures Django
from django.test import SimpleTestCase

assert django_shop


@pytest.fixture
def shop(url):
    app = flask.Flask("front")

    @app.get("/front")
    def front():
        found = requests.get(f"{url}/items/9")
        return {"found": found.status_code}

    return app.test_client()


def test_upstream(shop):
    response = shop.get("/front")
    assert response.get_json() == {"found": 200}


def test_upstream_missing_key(shop):
    data = shop.get("/front").get_json()
    assert data["items"]


def test_upstream_without_a_name(shop):
    assert shop.get("/front").get_json()["items"]


def test_upstream_and_another_step(shop):
    shop.get("/front")
    assert len("abc") == 4


@pytest.fixture
def logged_in(client):
    response = client.post("/login")
    assert response.status_code == 401
    return client


def test_fixture(logged_in):
    assert logged_in is None


@pytest.fixture
def seeded(client):
    client.post("/items")


def test_fixture_that_nobody_reads(seeded):
    assert sorted([2, 1]) == [2, 1]


class ShopTest(unittest.TestCase):
    def setUp(self):
        from tests.recovery.corpus.shop import flask_app

        self.client = flask_app().test_client()
        self.response = self.client.get("/items/9")
        self.total = 3

    def test_attribute(self):
        self.assertEqual(self.total, 4)

    def test_number(self):
        self.assertEqual(404, 200)

    def test_number_of_a_call(self):
        self.assertEqual(int("404"), 200)

    def test_true(self):
        self.assertTrue(isinstance(self.client, FlaskClient) and self.total == 4)

    def test_in(self):
        self.assertIn(self.total, [1, 2])

    def test_error_of_another_kind(self):
        with self.assertRaises(ValueError):
            self.client.get("/items/9")


class DjangoTest(SimpleTestCase):
    def test_contains_another_word(self):
        self.assertContains(self.client.get("/page"), "another word")

    def test_redirects_elsewhere(self):
        self.assertRedirects(self.client.get("/old"), "/elsewhere", fetch_redirect_response=False)

    def test_html_equal(self):
        self.client.get("/items/9")
        self.assertHTMLEqual("<p>a</p>", "<p>b</p>")

    def test_queries(self):
        response = self.client.get("/items/9")
        self.assertEqual(response.status_code, 404)
        self.assertEqual(response.json()["detail"], "another")


@pytest.mark.xfail(strict=True)
def test_xpass(client):
    client.get("/items/9")
