"""The modules that send. Apart from what we know of clients, since every run asks whether one of them is there."""

from __future__ import annotations

from typing import Final

SENDERS: Final = {
    "aiohttp.client": "aiohttp",
    "django.test.client": "django",
    "http.client": "stdlib",
    "httpx": "httpx",
    "httpx2": "httpx",
    "niquests.sessions": "requests",
    "requests.sessions": "requests",
    "urllib.request": "stdlib",
    "urllib3._request_methods": "urllib3",
    "webtest.app": "webtest",
    "werkzeug.test": "werkzeug",
}
"""The module that sends, and our file on it: a file is loaded when a test run has imported the module."""
