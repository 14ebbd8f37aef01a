"""How a wait is told, in each language."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_httpstatus._model import SILENCE, Exchange, Request, Response
from pytest_httpstatus._rendering import headline, render
from tests.exchanges import failure

REQUEST = Request("GET", "https://api.test/health")


def told(response: Response, lang: str, seconds: str, last: str, *tries: str, **ended: str) -> list[str]:
    """The headline, and the lines of the wait."""
    facts: tuple[tuple[str, str], ...] = (("wait:seconds", seconds), ("wait:last", last))
    facts += tuple((f"wait:{name}", value) for name, value in ended.items())
    facts += tuple(("wait:try", each) for each in tries)
    news, *rest = render(failure(Exchange(response, REQUEST, facts=facts), "2xx"), lang, "short").split("\n")
    end = next((number for number, line in enumerate(rest[1:], start=1) if line[2:3] != " "), len(rest))
    return [news, *rest[:end]]


BUSY = Response(503, fields=(), content=b"", content_state="kept")


@pytest.mark.parametrize(
    ("given", "english", "korean"),
    [
        (
            (BUSY, "30.004", "503", "3 refused ", "9 503 2"),
            [
                "got 503 Service Unavailable after waiting 30 s, expected 2xx: GET /health",
                "  waited       12 tries in 30 s:",
                "               3 x connection refused",
                "               9 x 503 Service Unavailable (retry-after 2)",
            ],
            [
                "30초 대기 후 503 Service Unavailable 받음, 2xx 기대: GET /health",
                "  대기         30초 동안 12번 시도:",
                "               3 x 연결 거부",
                "               9 x 503 Service Unavailable (retry-after 2)",
            ],
        ),
        (
            (BUSY, "1.26", "closed", "2 503 ", "1 closed "),
            [
                "got 503 Service Unavailable after waiting 1.3 s, expected 2xx: GET /health",
                "  waited       3 tries in 1.3 s:",
                "               2 x 503 Service Unavailable",
                "               1 x connection closed without an answer",
                "               the last one: connection closed without an answer",
            ],
            [
                "1.3초 대기 후 503 Service Unavailable 받음, 2xx 기대: GET /health",
                "  대기         1.3초 동안 3번 시도:",
                "               2 x 503 Service Unavailable",
                "               1 x 응답 없이 연결이 끊김",
                "               마지막 시도: 응답 없이 연결이 끊김",
            ],
        ),
        (
            (BUSY, "12.1", "503", "1 503 "),
            [
                "got 503 Service Unavailable, expected 2xx: GET /health",
                "  waited       1 try in 12 s: 1 x 503 Service Unavailable",
            ],
            [
                "503 Service Unavailable 받음, 2xx 기대: GET /health",
                "  대기         12초 동안 1번 시도: 1 x 503 Service Unavailable",
            ],
        ),
        (
            (SILENCE, "0.25", "ApiError", "2 ApiError "),
            [
                "no answer (ApiError) after waiting 250 ms, expected 2xx: GET https://api.test/health",
                "  waited       2 tries in 250 ms: 2 x ApiError",
            ],
            [
                "250 ms 대기 후 응답 없음(ApiError), 2xx 기대: GET https://api.test/health",
                "  대기         250 ms 동안 2번 시도: 2 x ApiError",
            ],
        ),
    ],
)
def test_a_wait_is_told_in_the_reader_s_language(given: Any, english: list[str], korean: list[str]) -> None:
    assert english == told(given[0], "en", *given[1:])
    assert korean == told(given[0], "ko", *given[1:])


def test_why_it_ended_is_told() -> None:
    assert [
        "  대기         1번 시도: 1 x 503 Service Unavailable (retry-after 120)",
        "               중단함: 서버가 요구한 대기 시간은 120초(retry-after),",
        "                 남은 시간은 30초. timeout 값을 늘리면 더 기다림",
    ] == told(BUSY, "ko", "0.01", "503", "1 503 120", asked="120", left="29.99")[1:]
    assert [
        "  대기         1번 시도: 1 x 401 Unauthorized",
        "               중단함: 기다려도 401 응답은 바뀌지 않음(바뀌는",
        "                 서비스라면 through=401)",
    ] == told(Response(401), "ko", "0.01", "401", "1 401 ", final="401")[1:]


def test_of_many_kinds_the_first_six_are_told() -> None:
    tries = [f"1 {code} " for code in range(500, 509)]

    assert "508" not in "".join(told(BUSY, "en", "3", "503", *tries)[1:])


def test_a_code_that_nobody_registered_is_told_alone() -> None:
    assert "  waited       2 tries in 3 s: 1 x 418, 1 x 599" == told(BUSY, "en", "3", "599", "1 418 ", "1 599 ")[1]


def test_of_an_answer_that_nobody_waited_for_nothing_is_told() -> None:
    given = failure(Exchange(BUSY, REQUEST), "2xx")

    assert "got 503 Service Unavailable, expected 2xx: GET /health" == headline(given, "en")
    assert "  waited" not in render(given, "en")
