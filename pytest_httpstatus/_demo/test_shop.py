"""Tests of a bookshop's API. Most of them fail, each for a reason that the failure names."""
# ruff: noqa: S101  # a test asserts

from collections.abc import Iterator

import pytest

from pytest_httpstatus import IsStatus, assert_no_content, assert_status
from pytest_httpstatus._demo.client import Session
from pytest_httpstatus._demo.server import running, token


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running() as url:
        yield url


@pytest.fixture
def shop(url: str) -> Session:
    return Session(url)


@pytest.fixture
def clerk(url: str) -> Session:
    return Session(url, token("clerk"))


def test_shelf(shop: Session) -> None:
    # The response comes back, so that the test can go on with it.
    books = assert_status(shop.get("/books"), 200).json()
    assert [book["title"] for book in books] == ["Middlemarch", "Walden"]


def test_order(shop: Session) -> None:
    # Any success will do: "2xx" is a class.
    order = {"book": 1, "email": "ada@example.org"}
    assert_status(shop.post("/orders", json=order), "2xx")


def test_my_orders(shop: Session) -> None:
    # The client that did not log in.
    assert_status(shop.get("/orders/mine"), 200)


def test_old_token(url: str) -> None:
    # The token of this morning: it ended three hours ago.
    early = Session(url, token("clerk", hours=-3))
    assert_status(early.get("/orders/mine"), 200)


def test_clerk_removes_a_book(clerk: Session) -> None:
    # The shop knows who asks, and refuses. Your own reason stands in the failure.
    assert_status(clerk.delete("/books/1"), "2xx", because="clerks may")


def test_one_book(shop: Session) -> None:
    # Book 99 was never put on the shelf.
    assert_status(shop.get("/books/99"), 200)


def test_new_shelf(shop: Session) -> None:
    # Either code will do, but the shelf takes no PUT; Allow lists what it takes.
    assert_status(shop.put("/books", json=[]), "200 | 204")


def test_login_redirects(shop: Session) -> None:
    # The client follows the redirect before the test can see it.
    assert_status(shop.post("/login", data={"name": "ada"}), "3xx")


def test_order_for_two(shop: Session) -> None:
    # Two faults: a name that is nearly right, and a word for a number.
    order = {"book": 1, "mail": "ada@example.org", "copies": "two"}
    assert_status(shop.post("/orders", json=order), 201)


def test_order_as_a_form(shop: Session) -> None:
    # data= sends a form; the shop reads JSON.
    assert_status(shop.post("/orders", data={"book": "1"}), 201)


def test_empty_the_cart(shop: Session) -> None:
    # The code is right, but a 204 has no content, and this one says that it has.
    assert_no_content(shop.delete("/cart"))


def test_four_searches(shop: Session) -> None:
    # The shop allows three a minute, and says how long to wait.
    for word in ("tea", "tree", "sea"):
        shop.get(f"/search?q={word}")
    assert_status(shop.get("/search?q=free"), 200)


def test_checkout(shop: Session) -> None:
    # Closed for now: this one passes when the test waits.
    assert_status(shop.post("/checkout", json={"cart": 7}), 200)


def test_recommendations(shop: Session) -> None:
    # The shop never saw this request: a proxy in front of it answered.
    assert_status(shop.get("/recommendations"), 200)


def test_health(shop: Session) -> None:
    # A plain assert, with a matcher.
    assert shop.get("/health").status_code == IsStatus("2xx")
