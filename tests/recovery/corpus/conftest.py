from __future__ import annotations

import pytest

from tests.recovery.corpus import shop


@pytest.fixture(scope="session")
def url():
    return shop.serve()


@pytest.fixture
def check_status():
    def check(response, code):
        assert response.status_code == code

    return check


@pytest.fixture
def client():
    return shop.flask_app().test_client()
