"""Changes of the code that no other test saw, when it was mutated as a whole: each is seen here."""

from __future__ import annotations

import pytest

from pytest_httpstatus._sealing.redaction import Redactor
from tests.exchanges import exchange


def redactor(*names: str) -> Redactor:
    return Redactor(exchange(404), names)


@pytest.mark.parametrize(
    ("user", "learned"),
    [("kim:s3cret:77", "s3cret:77"), ("t0ken-77aa", "t0ken-77aa"), ("kim:p%40ss-77", "p@ss-77")],
)
def test_a_password_of_a_url_is_learned_beside_what_is_known(user: str, learned: str) -> None:
    hider = redactor()
    hider.values.add("known-before-1")

    assert "see https://***@a.test/" == hider.text(f"see https://{user}@a.test/")
    assert {"known-before-1", learned} <= hider.values


def test_a_name_of_the_user_is_hidden_in_urls_too() -> None:
    assert "/a?shop_pin=***&page=2" == redactor("shop_pin").url("/a?shop_pin=aa-7731&page=2")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Proxy-Authorization: Basic a2ltOmFiYw==", "Proxy-Authorization: Basic ***"),
        ("Cookie: theme=dark; basket=zz", "Cookie: theme=***; basket=***"),
        ("Set-Cookie: basket=zz; Path=/", "Set-Cookie: basket=***; Path=/"),
        ("token: 7f3c91", "token: ***"),
        ("token: it has expired 3 h ago", "token: it has expired 3 h ago"),
    ],
)
def test_a_field_that_stands_in_a_text_is_read_as_a_field(line: str, shown: str) -> None:
    assert f"sent:\n{shown}\nthat was it" == redactor().text(f"sent:\n{line}\nthat was it")


@pytest.mark.parametrize("sign", ["?", "#", ";"])
def test_a_parameter_goes_from_a_target_without_a_host(sign: str) -> None:
    assert f"at /a{sign}access_token=*** today" == redactor().text(f"at /a{sign}access_token=abcdef-77 today")
