import concurrent.futures
from http import HTTPStatus

import pytest
import requests


class Api:
    """What many projects have: a class of their own around a session."""

    def __init__(self, url):
        self.url = url
        self.session = requests.Session()
        self.last = None

    def get(self, path):
        self.last = self.session.get(self.url + path)
        return self.last

    def items(self):
        return self.get("/items/9").json()["items"]

    def token(self):
        response = self.session.post(f"{self.url}/login", json={"password": "x"})
        response.raise_for_status()
        return response.json()["token"]

    def status(self, path):
        response = self.session.get(self.url + path)
        return response.status_code, response.json()


@pytest.fixture
def api(url):
    return Api(url)


# says: got 404 Not Found, expected 200 OK: GET /items/9
def test_equal(url):
    response = requests.get(f"{url}/items/9")
    assert response.status_code == 200


# says: got 404 Not Found, expected 200 OK: GET /items/9
def test_constant(url):
    response = requests.get(f"{url}/items/9")
    assert response.status_code == requests.codes.ok


# says: got 422 Unprocessable Content, expected 201: POST /items
def test_enum(url):
    response = requests.post(f"{url}/items", json={})
    assert response.status_code == HTTPStatus.CREATED, response.text


# says: got 403 Forbidden, expected 200 | 204: DELETE /items/1
def test_one_of(url):
    assert requests.delete(f"{url}/items/1").status_code in (200, 204)


# says: got 503 Service Unavailable, expected 2xx | 3xx: GET /down
def test_ok(url):
    response = requests.get(f"{url}/down")
    assert response.ok


# says: got 404 Not Found, expected 2xx | 3xx: GET /items/9
def test_truth(url):
    response = requests.get(f"{url}/items/9")
    assert response


# says: got 401 Unauthorized, expected 2xx | 3xx: GET /me
def test_raise_for_status(url):
    requests.get(f"{url}/me").raise_for_status()


# says: got 401 Unauthorized, expected 2xx | 3xx: POST /login
def test_raised_in_a_client_of_ones_own(api):
    assert api.token() == "abcdefgh"


# says: this JSON came from 404 Not Found: GET /items/9
def test_missing_key_in_a_client_of_ones_own(api):
    assert api.items() == [1, 2]


# says: this JSON came from 401 Unauthorized: POST /login
def test_missing_key(url):
    token = requests.post(f"{url}/login").json()["token"]
    assert token


# says: this JSON came from 401 Unauthorized: POST /login
def test_missing_key_later(url):
    data = requests.post(f"{url}/login").json()
    assert data["token"] == "abcdefgh"


# says: got 404 Not Found, expected 200 OK: GET /items/9
def test_stored(url):
    code = requests.get(f"{url}/items/9").status_code
    assert code == 200


# says: got 404 Not Found, expected 200 OK: GET /items/9
def test_unpacked(api):
    status, data = api.status("/items/9")
    assert status == 200
    assert data


# says: got 503 Service Unavailable, expected 2xx: GET /down
def test_range(url):
    response = requests.get(f"{url}/down")
    assert 200 <= response.status_code < 300


# says: got 404 Not Found, expected 2xx: GET /items/9
def test_class(url):
    response = requests.get(f"{url}/items/9")
    assert response.status_code // 100 == 2


# says: HTML came where JSON was read: 200 OK: GET /page
def test_html(url):
    response = requests.get(f"{url}/page")
    assert response.json() == {}


# says: HTML came where JSON was read: 200 OK: GET /page
def test_html_without_a_name(url):
    assert requests.get(f"{url}/page").json()["items"]


# says: got 200 OK after a redirect, expected 302 Found: POST /old
def test_followed(url):
    response = requests.post(f"{url}/old")
    assert response.status_code == 302


# says: got 404 Not Found after a redirect, expected 200: GET /moved
def test_followed_to_nothing(url):
    response = requests.get(f"{url}/moved")
    assert response.status_code == 200


# says: got 404 Not Found, expected 200 OK: GET /items/9
def test_fixture_of_conftest(url, check_status):
    check_status(requests.get(f"{url}/items/9"), 200)


# says: got 404 Not Found, expected 200 OK: GET /items/9
@pytest.mark.parametrize("path", ["/items/9"])
def test_parametrised(url, path):
    assert requests.get(url + path).status_code == 200


# says: got 404 Not Found, expected 200 OK: GET /items/9
def test_loop(url):
    for path in ("/items", "/items/9", "/me"):
        assert requests.get(url + path).status_code == 200


# says: got 404 Not Found, expected 200 OK: GET /items/9
def test_all(url):
    assert all(requests.get(url + path).status_code == 200 for path in ("/items", "/items/9", "/page"))


# says: got 404 Not Found, expected 200 OK: GET /items/9
def test_threads(url):
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        first, second = pool.map(requests.get, [f"{url}/items", f"{url}/items/9"])
    assert first.status_code == 200
    assert second.status_code == 200


# says: got 404 Not Found, expected 200 OK: GET /items/9
def test_last(api):
    api.get("/items/9")
    assert api.last.status_code == 200


# says: got 503 Service Unavailable, expected 200 OK: GET /down
def test_raised_by_hand(url):
    response = requests.get(f"{url}/down")
    if response.status_code != 200:
        raise RuntimeError(f"the shop is closed: {response.text}")


# says: no answer: GET http://127.0.0.1:9/nothing
def test_handled_before_a_broken_connection(url):
    try:
        requests.get(f"{url}/items/9").raise_for_status()
    except requests.HTTPError:
        requests.get("http://127.0.0.1:9/nothing")


# says: no answer: GET http://127.0.0.1:9/nothing
def test_no_answer_after_an_error(url):
    requests.get(f"{url}/items/9")
    requests.get("http://127.0.0.1:9/nothing")
