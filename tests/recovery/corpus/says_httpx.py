import asyncio

import httpx
import pytest


@pytest.fixture
def http(url):
    with httpx.Client(base_url=url) as client:
        yield client


async def fetch(url, path):
    async with httpx.AsyncClient(base_url=url) as client:
        return await client.get(path)


# says: got 404 Not Found, expected 200 OK: GET /items/9
def test_equal(http):
    assert http.get("/items/9").status_code == 200


# says: got 404 Not Found, expected 200 OK: GET /items/9
def test_codes(http):
    assert http.get("/items/9").status_code == httpx.codes.OK


# says: got 302 Found, expected 200 OK: GET /old
def test_not_followed(http):
    response = http.get("/old")
    assert response.status_code == 200


# says: got 302 Found, expected 2xx: GET /old
def test_is_success(http):
    assert http.get("/old").is_success


# says: got 500 Internal Server Error, expected 1xx | 2xx | 3xx: GET /broken
def test_is_error(http):
    response = http.get("/broken")
    assert not response.is_error


# says: got 302 Found, expected 2xx: GET /old
def test_raise_for_status(http):
    http.get("/old").raise_for_status()


# says: this JSON came from 422 Unprocessable Content: POST /items
def test_missing_key(http):
    created = http.post("/items", json={"mail": "x"}).json()
    assert created["id"] == 1


# says: got 404 Not Found, expected 200 OK: GET /items/9
def test_async(url):
    async def run():
        response = await fetch(url, "/items/9")
        assert response.status_code == 200

    asyncio.run(run())


# says: got 404 Not Found, expected 200 OK: GET /items/9
@pytest.mark.anyio
async def test_anyio(url):
    async with httpx.AsyncClient(base_url=url) as client:
        assert (await client.get("/items/9")).status_code == 200


# says: got 503 Service Unavailable, expected 200 OK: GET /down
@pytest.mark.anyio
async def test_gathered(url):
    async with httpx.AsyncClient(base_url=url) as client:
        first, second = await asyncio.gather(client.get("/items"), client.get("/down"))
    assert first.status_code == 200
    assert second.status_code == 200


# says: got 401 Unauthorized, expected 2xx: POST /login
@pytest.mark.anyio
async def test_group(url):
    async def log_in():
        async with httpx.AsyncClient(base_url=url) as client:
            (await client.post("/login")).raise_for_status()

    async with asyncio.TaskGroup() as group:
        group.create_task(log_in())


# says: no answer: GET http://127.0.0.1:9/nothing
def test_handled_before_a_broken_connection_of_httpx(url):
    try:
        httpx.get(f"{url}/items/9").raise_for_status()
    except httpx.HTTPStatusError:
        httpx.get("http://127.0.0.1:9/nothing")
