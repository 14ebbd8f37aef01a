"""What the catalogue says is the registry's, complete in every language, and found under every usual name."""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import pytest_httpstatus._catalogue as catalogue
from pytest_httpstatus import _settings
from pytest_httpstatus._catalogue import Sentences, languages, sentences, status_info
from pytest_httpstatus._catalogue.codes import BY_CODE, ROWS, by_name, nearest_name
from pytest_httpstatus._catalogue.vendors import ROWS as VENDORS
from pytest_httpstatus._catalogue.vendors import for_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpstatus._settings import Lang

FOLDER = Path(catalogue.__file__).parent
REGISTRY = Path(__file__).parent / "data" / "iana-http-status-codes.csv"
CLASSES = {f"class.{digit}xx" for digit in range(1, 6)} | {"class.none"}
TABLES = sorted({path.stem for lang in ("en", "ko") for path in (FOLDER / lang).glob("*.toml")})
SAID = sorted({"labels", "statuses", "vendors", *TABLES})


def leaves(value: object, *path: str) -> Iterator[tuple[tuple[str, ...], object]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, *path, key)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, *path, str(index))
    else:
        yield path, value


def placeholders(value: object) -> list[str]:
    return sorted(re.findall(r"\{[^{}]*\}", str(value)))


def hidden(sign: str) -> bool:
    return unicodedata.category(sign).startswith("C")


def wrong(lang: str, table: str, pattern: str) -> list[tuple[str, str]]:
    found = ((".".join(path), str(text)) for path, text in leaves(sentences(lang, table)))
    return [(path, text) for path, text in found if re.search(pattern, text)]


# -- codes ------------------------------------------------------------------------------------------------------------


def test_rows_are_the_registry() -> None:
    states = {"unassigned-unused": "unused"}
    with REGISTRY.open(encoding="utf-8", newline="") as lines:
        registry = [
            (int(row["code"]), row["phrase"], row["reference"], states.get(row["state"], row["state"]))
            for row in csv.DictReader(lines)
        ]
    assert registry == [(row.code, row.phrase, row.reference, row.state) for row in ROWS]
    assert len(ROWS) == len(BY_CODE) == 64


@pytest.mark.parametrize("name", HTTPStatus.__members__)
def test_every_name_of_the_standard_library_gives_its_code(name: str) -> None:
    assert by_name(name) == HTTPStatus[name]
    assert type(by_name(name)) is int


@pytest.mark.parametrize("status", HTTPStatus)
def test_every_phrase_of_the_standard_library_is_the_phrase_or_an_alias(status: HTTPStatus) -> None:
    row = BY_CODE[status]
    assert status.phrase.casefold() in {name.casefold() for name in (row.phrase, *row.aliases)}


@pytest.mark.parametrize(
    ("code", "names"),
    [
        (200, ["ok", "OK", " Ok "]),
        (203, ["non-authoritative information", "non authoritative info"]),
        (207, ["multi-status", "multi status", "MULTI_STATUS"]),
        (302, ["found", "moved temporarily"]),
        (306, ["switch proxy", "SWITCH_PROXY"]),
        (404, ["not found", "NOT_FOUND", "Not Found", "not-found", "not \t found"]),
        (405, ["method not allowed", "Not Allowed"]),
        (408, ["Request Timeout", "Request Time-out"]),
        (413, ["content too large", "Payload Too Large", "REQUEST_ENTITY_TOO_LARGE", "CONTENT_TOO_LARGE"]),
        (414, ["uri too long", "Request-URI Too Long", "request_uri_too_large", "REQUEST_URI_TOO_LONG"]),
        (416, ["range not satisfiable", "REQUESTED_RANGE_NOT_SATISFIABLE"]),
        (418, ["I'm a teapot", "I’m a teapot", "im a teapot", "IM_A_TEAPOT", "I am a teapot"]),
        (422, ["unprocessable content", "UNPROCESSABLE_ENTITY"]),
        (504, ["Gateway Timeout", "gateway time-out"]),
        (None, ["unused", "(Unused)", "not fond", "404", "teapot?", "error", "redirect", "server error", ""]),
    ],
)
def test_a_name_is_found_in_every_usual_spelling(code: int | None, names: list[str]) -> None:
    assert dict.fromkeys(names, code) == {name: by_name(name) for name in names}


def test_no_name_stands_for_two_codes() -> None:
    names = Counter(name.casefold() for row in ROWS for name in (row.phrase, *row.aliases))
    assert [("(unused)", 2)] == [(name, count) for name, count in names.items() if count > 1]


@pytest.mark.parametrize(
    ("nearest", "name"),
    [
        ("Not Found", "not fond"),
        ("Unauthorized", "unathorized"),
        ("Unprocessable Content", "unprocessable entitty"),
        ("I'm a teapot", "teapot?"),
        (None, "unused"),
        (None, "(Unused)"),
        (None, ""),
        (None, "zzzzqqqq"),
        (None, "not found " * 1_000),
    ],
)
def test_the_nearest_name_is_one_that_is_found(nearest: str | None, name: str) -> None:
    assert nearest == nearest_name(name)
    assert nearest is None or by_name(nearest) is not None


@pytest.mark.parametrize(
    ("fact", "codes"),
    [
        ("never", {100, 101, 102, 103, 104, 204, 205, 304}),
        ("expected", {200, 206, 207}),
        ("usual", {300} | {code for code in BY_CODE if code >= 400}),
        ("optional", {201, 202, 203, 208, 226, 301, 302, 303, 305, 306, 307, 308}),
    ],
)
def test_content_follows_the_specification(fact: str, codes: set[int]) -> None:
    assert codes == {row.code for row in ROWS if row.content == fact}


def test_required_fields_are_those_that_a_sender_must_send() -> None:
    assert {
        101: ("Upgrade",),
        401: ("WWW-Authenticate",),
        405: ("Allow",),
        407: ("Proxy-Authenticate",),
        426: ("Upgrade",),
    } == {row.code: row.required for row in ROWS if row.required}


@pytest.mark.parametrize(
    ("codes", "usual"),
    [
        ({104, 201, 202, 300, 301, 302, 303, 307, 308}, "Location"),
        ({202, 413, 429, 503}, "Retry-After"),
        ({206, 416}, "Content-Range"),
        ({103, 451}, "Link"),
    ],
)
def test_usual_fields_stand_with_their_codes(codes: set[int], usual: str) -> None:
    assert codes == {row.code for row in ROWS if usual in row.usual}


def test_cacheable_codes_are_those_of_the_specifications() -> None:
    expected = {200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 451, 501}
    assert expected == {row.code for row in ROWS if row.cacheable}


def test_only_redirects_say_whether_the_method_stays() -> None:
    expected = {301: False, 302: False, 303: False, 307: True, 308: True}
    assert expected == {row.code: row.keeps_method for row in ROWS if row.keeps_method is not None}


@pytest.mark.parametrize(
    ("retry", "codes"),
    [
        ("transient", {408, 425, 429, 502, 503, 504}),
        (
            "final",
            {400, 401, 402, 403, 405, 406, 410, 411, 414, 415, 416, 417, 422, 426, 428, 431, 451, 501, 505, 511},
        ),
        ("depends", {404, 409, 413, 421, 423, 424, 507}),
    ],
)
def test_repeating_helps_or_not(retry: str, codes: set[int]) -> None:
    assert codes == {row.code for row in ROWS if row.retry == retry}


# -- vendors ----------------------------------------------------------------------------------------------------------


def test_vendor_keys_are_unique_and_end_in_their_code() -> None:
    assert len(VENDORS) == len({row.key for row in VENDORS}) == 58
    assert [] == [row for row in VENDORS if not re.fullmatch(rf"[a-z]+(-[a-z]+)*-{row.code}", row.key)]
    assert [] == [row for row in VENDORS if not 100 <= row.code <= 999]


def test_vendor_markers_name_fields_in_lower_case_or_what_we_look_at() -> None:
    names = {name for row in VENDORS for name, _ in row.markers}
    assert {":content", ":host"} == {name for name in names if name.startswith(":")}
    assert [] == [name for name in names if name != name.lower()]


def test_values_of_logs_and_libraries_never_travel() -> None:
    expected = {103, 122, 444, 460, 494, 495, 496, 497, 498, 499, 599, 601, 602}
    assert expected == {row.code for row in VENDORS if not row.wire}


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        (404, []),
        (419, ["laravel-419", "webdav-419"]),
        (499, ["nginx-499", "google-499", "arcgis-499"]),
        (522, ["cloudflare-522"]),
        (530, ["pantheon-530", "shopify-530", "cloudflare-530"]),
    ],
)
def test_one_code_can_have_several_vendors(code: int, keys: list[str]) -> None:
    assert keys == [row.key for row in for_code(code)]


# -- entries ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [404, HTTPStatus.NOT_FOUND, "404", "not found", "NOT_FOUND"])
def test_an_entry_is_found_by_code_and_by_name(code: int | str) -> None:
    assert status_info(code, lang="en") == status_info(404, lang="en")
    assert type(status_info(code, lang="en").code) is int


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_an_entry_joins_facts_and_sentences(lang: Lang) -> None:
    words, entry = sentences(lang, "statuses")["405"], status_info(405, lang=lang)
    assert (words["name"], words["means"], tuple(words["causes"]), tuple(words["check"])) == (
        entry.name,
        entry.meaning,
        entry.causes,
        entry.checks,
    )
    assert ("Method Not Allowed", "RFC 9110, Section 15.5.6", ("Allow",)) == (
        entry.phrase,
        entry.reference,
        entry.required,
    )


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_an_entry_speaks_the_language_of_the_run(lang: Lang) -> None:
    before = _settings.use(_settings.Settings(lang=lang))
    try:
        assert status_info(404, lang=lang) == status_info(404)
    finally:
        _settings.use(before)


@pytest.mark.parametrize(
    ("code", "phrase", "table"),
    [
        (199, "", "class.1xx"),
        (218, "This is fine", "class.2xx"),
        (399, "", "class.3xx"),
        (419, "", "class.4xx"),
        (444, "No Response", "class.4xx"),
        (522, "Connection Timed Out", "class.5xx"),
        (599, "", "class.5xx"),
        (600, "", "class.none"),
        (999, "Request Denied", "class.none"),
    ],
)
def test_an_unregistered_code_takes_the_text_of_its_class(code: int, phrase: str, table: str) -> None:
    entry = status_info(code, lang="en")
    assert (code, phrase, "unregistered", "", "unknown") == (
        entry.code,
        entry.phrase,
        entry.state,
        entry.reference,
        entry.retry,
    )
    assert not entry.registered
    assert sentences("en", "statuses")[table]["means"] == entry.meaning


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_an_entry_tells_what_vendors_mean_by_the_code(lang: Lang) -> None:
    words = sentences(lang, "vendors")
    entry = status_info(308, lang=lang)
    assert [("google-308", words["google-308"]["means"], tuple(words["google-308"]["check"]))] == [
        (vendor.key, vendor.meaning, vendor.checks) for vendor in entry.vendors
    ]
    assert "Permanent Redirect" == entry.phrase


@pytest.mark.parametrize(
    ("error", "code", "text"),
    [
        (TypeError, True, "a status code is a number or a name, got True (bool)"),
        (TypeError, 200.0, "a status code is a number or a name, got 200.0 (float)"),
        (TypeError, None, "a status code is a number or a name, got None (NoneType)"),
        (TypeError, b"200", "a status code is a number or a name, got b'200' (bytes)"),
        (ValueError, 99, "a status code has three digits, 100 to 999, got 99"),
        (ValueError, 1000, "a status code has three digits, 100 to 999, got 1000"),
        (ValueError, -404, "a status code has three digits, 100 to 999, got -404"),
        (ValueError, "099", "a status code has three digits, 100 to 999, got 99"),
        (ValueError, "not fond", "no status code is called 'not fond'; did you mean 'Not Found' (404)?"),
        (ValueError, "teapot?", "no status code is called 'teapot?'; did you mean \"I'm a teapot\" (418)?"),
        (ValueError, "unused", "no status code is called 'unused'"),
        (ValueError, "٤٠٤", "no status code is called '٤٠٤'"),
        (ValueError, "4xx", "no status code is called '4xx'"),
        (ValueError, "", "no status code is called ''"),
    ],
)
def test_what_is_no_code_is_refused_with_the_way_out(error: type[Exception], code: Any, text: str) -> None:
    with pytest.raises(error) as caught:
        status_info(code, lang="en")
    assert text == str(caught.value)


def test_an_unknown_language_is_refused_with_those_at_hand() -> None:
    with pytest.raises(ValueError, match="sentences") as caught:
        status_info(404, lang="fr")
    assert "there are no sentences in 'fr', only in 'en', 'ko'" == str(caught.value)


# -- sentences --------------------------------------------------------------------------------------------------------


def test_english_and_korean_are_at_hand() -> None:
    assert ("en", "ko") == languages()


FILES = sorted(path for lang in languages() for path in (FOLDER / lang).glob("*.toml"))


def whole(path: Path) -> dict[str, Any]:
    """The file as tomllib reads it at once."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_file_is_read_table_by_table_as_tomllib_reads_it_whole(path: Path) -> None:
    read, known = sentences(path.parent.name, path.stem), whole(path)
    assert [*known] == [*read]
    assert known == dict(read)
    assert known == read
    assert len(known) == len(read) > 0


def test_every_language_has_the_files_that_are_asked_for() -> None:
    assert {(lang, table) for lang in languages() for table in SAID} == {
        (each.parent.name, each.stem) for each in FILES
    }


@pytest.mark.parametrize("order", [1, -1])
def test_a_table_is_the_same_whenever_it_is_asked_for(order: int) -> None:
    path = FOLDER / "ko" / "statuses.toml"
    read, known = Sentences(path.read_text(encoding="utf-8")), whole(path)
    for key in [*known][::order]:
        assert key in read
        assert known[key] == read[key] == read.get(key)
        assert [*known] == [*read]
    assert read["404"] is read["404"]
    assert read == known


@pytest.mark.parametrize("key", ["405", "40", "", "class", "means", "404]", 404, None])
def test_a_table_that_is_not_there_is_no_key(key: Any) -> None:
    read = Sentences('["404"]\nmeans = "x"\n')
    for _ in range(2):
        with pytest.raises(KeyError) as caught:
            read[key]
        assert (key,) == caught.value.args
        assert (False, None, "y") == (key in read, read.get(key), read.get(key, "y"))
    assert ["404"] == [*read]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n\n",
        '[a]\n["b.c"]\n[d-e]\n',
        '["auth.no"]\nlikely = ["a", "b"]  # c\ncheck = [\n  "[d]",\n  "e",\n]\n\n# -- more\n\n[f]\ng = "[h]"\n',
        '[a]  \nb = """\n [c]\n"""\n[d]\t\ne = "f"',
        "[a]\r\nb = 'c'\r\n\r\n[d]\r\ne = 1\r\n",
        "[a]\nb = \"\\u00e9\"\nc = '\\u00e9'\n",
        "[a]\nb = '''\nc'''\n",
        '[a]\n"b c" = 1\nd = 2\n',
        "[a]\nb = 1\nc.d = 2\n",
        "[a]\nb = true\n",
    ],
    ids=[
        "empty",
        "remarks",
        "bare",
        "lists",
        "blanks",
        "windows",
        "escapes",
        "three-quotes",
        "quoted",
        "dotted",
        "bool",
    ],
)
def test_tables_of_every_usual_form_are_found(text: str) -> None:
    # Files are read as text, so a line ends in one sign.
    text = text.replace("\r\n", "\n")
    assert tomllib.loads(text) == dict(Sentences(text))


def test_sentences_are_a_mapping_that_nobody_changes() -> None:
    read = sentences("en", "labels")
    assert isinstance(read, Mapping)
    assert read is sentences("en", "labels")
    with pytest.raises(TypeError):
        read["label"] = {}  # type: ignore[index]


@pytest.mark.parametrize("table", SAID)
def test_languages_have_the_same_keys_lines_and_placeholders(table: str) -> None:
    english = {path: placeholders(text) for path, text in leaves(sentences("en", table))}
    korean = {path: placeholders(text) for path, text in leaves(sentences("ko", table))}
    assert english == korean


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_registered_code_and_every_class_has_sentences_and_nothing_is_left_over(lang: Lang) -> None:
    assert {str(row.code) for row in ROWS} | CLASSES == set(sentences(lang, "statuses"))


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_vendor_has_sentences_and_nothing_is_left_over(lang: Lang) -> None:
    assert {row.key for row in VENDORS} == set(sentences(lang, "vendors"))


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("code", [*BY_CODE, 199, 299, 399, 499, 599, 999])
def test_every_entry_has_a_name_a_meaning_and_a_next_step(code: int, lang: Lang) -> None:
    entry = status_info(code, lang=lang)
    assert entry.name
    assert entry.meaning
    assert entry.checks
    assert all(vendor.meaning for vendor in entry.vendors)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("table", SAID)
def test_sentences_are_clean_text(table: str, lang: Lang) -> None:
    texts = dict(leaves(sentences(lang, table)))
    assert [] == [path for path, text in texts.items() if not isinstance(text, str)]
    assert {} == {path: text for path, text in texts.items() if str(text) != str(text).strip()}
    assert {} == {path: text for path, text in texts.items() if any(map(hidden, str(text)))}


@pytest.mark.parametrize("table", [table for table in SAID if table != "labels"])
def test_korean_sentences_are_korean(table: str) -> None:
    assert [] == wrong("ko", table, r"\A[^가-힣]*\Z")


@pytest.mark.parametrize("table", SAID)
@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"[을를이가은는와과]\([을를이가은는와과]\)|\(으\)로", id="particle with its twin"),
        pytest.param(r"컨텐츠|메소드|바디|리퀘스트|상태코드|에러", id="word that the style avoids"),
        # 하세요 is the style of a check line; 필요, 개요 and 중요 are nouns.
        pytest.param(r"(?<![세필개중])요(?=[.!?]|$)|죠(?=[.!?]|$)", id="informal ending"),
        # Its form depends on the last sound of what is filled in. 가지 is a counter.
        pytest.param(r"\}['’\"`)]?(?:[을를이은는와과로]|가(?!지)|으로)", id="particle after a placeholder"),
    ],
)
def test_korean_keeps_its_style(pattern: str, table: str) -> None:
    assert [] == wrong("ko", table, pattern)
