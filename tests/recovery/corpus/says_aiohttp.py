import asyncio

import aiohttp
import pytest

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend():
    return "asyncio"


# says: got 404 Not Found, expected 200 OK: GET /items/9
async def test_equal(url):
    async with aiohttp.ClientSession() as session, session.get(f"{url}/items/9") as response:
        assert response.status == 200


# says: got 503 Service Unavailable, expected 2xx | 3xx: GET /down
async def test_ok(url):
    async with aiohttp.ClientSession(url) as session, session.get("/down") as response:
        assert response.ok


# says: got 401 Unauthorized, expected 2xx | 3xx: POST /login
async def test_raise_for_status(url):
    async with aiohttp.ClientSession(url) as session, session.post("/login") as response:
        response.raise_for_status()


# says: this JSON came from 401 Unauthorized: POST /login
async def test_missing_key(url):
    async with aiohttp.ClientSession(url) as session, session.post("/login") as response:
        data = await response.json()
    assert data["token"]


# says: HTML came where JSON was read: 200 OK: GET /page
async def test_html(url):
    async with aiohttp.ClientSession(url) as session:
        response = await session.get("/page")
        assert await response.json()


# says: got 404 Not Found, expected 200 OK: GET /items/9
async def test_gathered(url):
    async def status(session, path):
        async with session.get(path) as response:
            return response.status

    async with aiohttp.ClientSession(url) as session:
        code = await status(session, "/items/9")
    assert code == 200


# says: got 200 OK after a redirect, expected 302 Found: GET /old
def test_run(url):
    async def run():
        async with aiohttp.ClientSession(url) as session:
            response = await session.get("/old")
            assert response.status == 302

    asyncio.run(run())
