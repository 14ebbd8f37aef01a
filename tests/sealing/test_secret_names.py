"""Which names hold a credential."""

from __future__ import annotations

import pytest

from pytest_httpstatus._secret_names import is_secret_name

SECRET = """
Authorization proxy-authorization Cookie Set-Cookie X-API-Key X-Auth-Token Api-Key X-Amz-Security-Token X-Amz-Signature
X-CSRFToken X-XSRF-TOKEN Private-Token Ocp-Apim-Subscription-Key X-Hub-Signature-256 Stripe-Signature DPoP
X-Goog-Api-Key X-GitHub-Token password passwd passphrase pwd user_password newPassword passwordConfirm password_hash
secret client_secret clientSecret token access_token accessToken refresh_token id_token apiKey api_key APIKey apikey
x_api_key private_key privateKey secret_key signing-key account_key session sessionid session_id PHPSESSID JSESSIONID
sid sig signature jwt otp pin cvv ssn credentials csrfmiddlewaretoken csrf_token _csrf bearer
SAMLResponse client_assertion auth_code dbpassword githubtoken
"""

HARMLESS = """
monkey keyboard author authority tokenizer tokens primary_key public_key foreign_key key keys keyword secretary
passport_office passenger compass bypass assessment session_state token_type token_endpoint tokenType expires_in
access_key_id www-authenticate proxy-authenticate csrf_enabled password_changed_at password_min_length
password_required auth_method auth_type authentication is_authenticated pass_rate signature_algorithm session_timeout
token_count token_expires_in authorization_endpoint AssertionError InvalidTokenError spin pinned pining side inside
cookies_count code state status detail message username email idempotency_key idempotency-key sort_key monkey_id
content-type etag location host x-request-id access-control-allow-credentials opinion
"""


@pytest.mark.parametrize("name", SECRET.split())
def test_a_name_of_a_credential_is_secret(name):
    assert is_secret_name(name)


@pytest.mark.parametrize("name", HARMLESS.split())
def test_a_look_alike_is_not_secret(name):
    assert not is_secret_name(name)


@pytest.mark.parametrize("name", ["code", "state", "key", "Code"])
def test_code_state_and_key_are_secret_in_a_url_only(name):
    assert (False, True) == (is_secret_name(name), is_secret_name(name, in_url=True))


@pytest.mark.parametrize("name", ["X-Tenant", "x-tenant", "key", "token_type"])
def test_names_of_the_user_are_secret_without_case_and_even_harmless_ones(name):
    assert is_secret_name(name, ("x-Tenant", "KEY", "token_type"))


def test_an_empty_and_a_huge_name_are_harmless():
    assert not any(map(is_secret_name, ("", "é" * 100_000, "x" * 100_000)))
