"""Tables in both languages: causes, codes, vendors, labels."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final

from docs.markdown import code, table
from pytest_httpstatus import status_info
from pytest_httpstatus._catalogue import sentences
from pytest_httpstatus._catalogue.codes import ROWS as CODES
from pytest_httpstatus._catalogue.vendors import ROWS as VENDORS
from pytest_httpstatus._diagnosis import rules as causes_rules
from pytest_httpstatus._model import class_name
from pytest_httpstatus._rendering.entry import codes_text


def causes() -> str:
    """Every rule, a table for each family."""
    families = groupby(sorted(causes_rules(), key=lambda rule: rule.id), key=lambda rule: rule.id.partition(".")[0])
    head = ("id", "codes", "cause", "원인", "source", "seen as")
    english, korean = sentences("en", "causes"), sentences("ko", "causes")
    return "\n\n".join(
        f"## {family}\n\n" + table(head, (_cause(rule, english, korean) for rule in rules))
        for family, rules in families
    )


def _cause(rule: Any, english: dict[str, Any], korean: dict[str, Any]) -> tuple[str, ...]:
    titles = (words.get(rule.id, {}).get("title", "") for words in (english, korean))
    return code(rule.id), codes_text(rule.codes, "en"), *titles, rule.source, rule.row


def count_causes() -> str:
    return f"There are {len(causes_rules())} causes."


def catalogue() -> str:
    """Every registered code, a table for each class."""
    classes = groupby(CODES, key=lambda row: row.code // 100)
    head = ("code", "phrase", "meaning", "이름", "의미", "defined in")
    return "\n\n".join(
        f"## {class_name(digit * 100)}\n\n" + table(head, (_status(row.code) for row in rows))
        for digit, rows in classes
    )


def _status(number: int) -> tuple[str, ...]:
    english, korean = status_info(number, lang="en"), status_info(number, lang="ko")
    return str(number), english.phrase, english.meaning, korean.name, korean.meaning, english.reference


def vendors() -> str:
    english, korean = sentences("en", "vendors"), sentences("ko", "vendors")
    rows = (
        (str(row.code), row.phrase, row.vendor, english[row.key]["means"], korean[row.key]["means"]) for row in VENDORS
    )
    return table(("code", "phrase", "whose", "meaning", "의미"), rows)


_READ: Final = {
    "said": "서버가 본문에서 직접 설명한 내용",
    "broken": "이 상태 코드에서 지켜야 하지만 지켜지지 않은 규칙과 그 규칙이 있는 RFC",
    "unmet": "테스트가 요구한 값과 다른 부분",
    "likely": "이번 요청과 응답에서 근거를 찾은 원인(근거가 없으면 나오지 않음)",
    "earlier": "같은 테스트에서 앞서 받은 응답",
    "hops": "리다이렉트를 따라간 경로",
    "means": "상태 코드의 의미",
    "check": "다음에 할 일",
    "because": "테스트에 `because=`로 적어 둔 이유",
    "find": "서버 로그를 찾을 때 쓸 요청 ID",
    "logged": "웹 프레임워크가 남긴 로그(예외와 그 위치)",
    "waited": "`wait_for_status`로 기다리는 동안 받은 결과의 종류별 횟수",
    "calls": "`mock_status`로 시험한 클라이언트가 응답마다 한 일",
    "transient": "다시 시도하면 성공할 수 있는지 여부",
}


def korean_labels() -> str:
    """The labels of a failure, and what stands behind each."""
    korean, english = (sentences(lang, "labels")["label"] for lang in ("ko", "en"))
    return table(("줄", "영어", "내용"), ((code(korean[key]), code(english[key]), _READ[key]) for key in korean))
