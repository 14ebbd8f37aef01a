"""What a body says: its kind, the parsed JSON, the server's own sentence. Bytes are cut first and decoded second."""

from __future__ import annotations

import codecs
import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from pytest_httpstatus import _lazy
from pytest_httpstatus._fields import media_type, parameter, value
from pytest_httpstatus._value import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytest_httpstatus._invalid import FieldError
    from pytest_httpstatus._model import Fields
    from pytest_httpstatus._page import Page

Kind: TypeAlias = Literal["json", "text", "html", "xml", "form", "binary", "empty", "unread"]

MOST_PARSED: Final = 262_144
"""Bytes up to which JSON is parsed; a longer body is shown by its head."""

HEAD: Final = 24_576
"""Bytes of a body that are decoded."""

_CHARSETS: Final = _lazy.pattern(
    r"utf-?(?:8|16|32)(?:-?(?:le|be|sig))?|us-ascii|ascii|iso-?8859-?\d{1,2}|latin-?1|windows-?125\d|cp125\d|euc-?kr|cp949"
    r"|ks_c_5601-1987|uhc|shift[_-]?jis|sjis|cp932|euc-?jp|iso-?2022-(?:jp|kr)|gb2312|gbk|gb18030|big5|koi8-[ru]",
    re.IGNORECASE,
)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY_TYPES: Final = _lazy.pattern(
    r"(?:image/(?!svg)|audio/|video/|font/|application/(?:octet-stream|pdf|zip|gzip|x-protobuf|protobuf|grpc|msgpack"
    r"|x-msgpack|cbor|wasm|vnd\.openxml))"
)
_SENTENCE_KEYS: Final = (
    "detail", "message", "error_description", "title", "error_message", "errorMessage", "Message", "msg", "description",
    "reason", "error",
)  # fmt: skip
_MOST_SAID: Final = 200
_MOST_READ: Final = 4_000
"""Generous: only when no credential stands in a sentence any more is it cut to what is said."""


@dataclass(frozen=True, slots=True)
class Content:
    """A body, read as far as is good for showing.

    Attributes:
        kind: What it is, by its bytes first and its media type second.
        text: Its head, decoded.
        document: The JSON, where `parsed`.
        size: Bytes in all; `None` when it is not in memory.
        charset: The charset that was used, where it is not the declared or the default one.
        whole: Whether `text` is all of it.
    """

    kind: Kind
    text: str = ""
    document: object = None
    parsed: bool = False
    size: int | None = None
    media_type: str = ""
    charset: str = ""
    whole: bool = True


def read(content: bytes | None, fields: Fields | None) -> Content:
    """Read a body that is in memory; one that is not stays what it is."""
    declared = value(fields, "content-type")
    kind = media_type(declared)
    if content is None:
        return Content("unread", media_type=kind)
    if not content:
        return Content("empty", size=0, media_type=kind)
    text, charset = _decode(content[:HEAD], parameter(declared, "charset"))
    coding = _coding(content, fields)
    if coding or _BINARY_TYPES.match(kind) or _is_binary(content[:512], text, charset):
        return Content("binary", size=len(content), media_type=", ".join(filter(None, (kind, coding))))
    shape = _kind(text, kind)
    parsed, document = _parse(content, text, charset) if shape == "json" else (False, None)
    if shape == "json" and not parsed and len(content) <= MOST_PARSED:
        shape = "text"  # damaged, or only begins like JSON: shown as it was sent
    used = "" if charset == (parameter(declared, "charset") or "utf-8").lower() else charset
    return Content(shape, text, document, parsed, len(content), kind, used, len(content) <= HEAD)


def _decode(head: bytes, declared: str | None) -> tuple[str, str]:
    charset = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    if charset is None:
        # An allow-list: `bytes.decode` with a stranger's charset may raise anything, warn, or import modules.
        charset = declared.lower() if declared and _CHARSETS.fullmatch(declared[:40]) else "utf-8"
    try:
        decoder = codecs.getincrementaldecoder(charset)("replace")
    except LookupError:
        charset, decoder = "utf-8", codecs.getincrementaldecoder("utf-8")("replace")
    try:
        # Not final: a character that the cut split is left out instead of shown as damage.
        return decoder.decode(head), charset
    except UnicodeError:
        # UTF-16 or UTF-32 without its mark, which Python refuses to guess in parts: read as clients read it.
        charset = "utf-16-le" if "16" in charset else "utf-32-le"
        return codecs.getincrementaldecoder(charset)("replace").decode(head), charset


def _is_binary(start: bytes, text: str, charset: str) -> bool:
    if b"\0" in start and not charset.startswith(("utf-16", "utf-32")):
        return True
    sample = text[:512]
    return sample.count("\ufffd") * 10 > len(sample)


def _coding(content: bytes, fields: Fields | None) -> str:
    """The content coding that the client left in place, `content-encoding: gzip`; never inflated by us."""
    coded = content[:2] == b"\x1f\x8b" and value(fields, "content-encoding") is not None
    return "content-encoding: gzip" if coded else ""


def _kind(text: str, declared: str) -> Kind:
    start = text.lstrip("\ufeff \t\r\n")[:200]
    lowered = start.lower()
    if lowered.startswith(("<!doctype html", "<html", "<head", "<body")):
        return "html"
    if start[:1] in {"{", "["} or declared == "application/json" or declared.endswith("+json"):
        return "html" if start[:1] == "<" else "json"
    if declared == "text/html" and "<" in text:
        return "html"
    if lowered.startswith("<?xml") or (start[:1] == "<" and declared.endswith(("/xml", "+xml"))):
        return "xml"
    return "form" if declared == "application/x-www-form-urlencoded" else "text"


def _parse(content: bytes, text: str, charset: str) -> tuple[bool, object]:
    if len(content) > MOST_PARSED:
        return False, None
    try:
        return True, json.loads(text if len(content) <= HEAD else content.decode(charset, "replace"))
    except (ValueError, RecursionError):
        return False, None


def sentences(content: Content, phrase: str = "", errors: Sequence[FieldError] = ()) -> tuple[str, ...]:
    """What the server says of the error in its own words, at most three lines; none that only repeats the phrase.

    Args:
        content: The response's content.
        phrase: The reason phrase of the status.
        errors: The fields that it calls invalid, one line each; they say more than its sentence.
    """
    if errors:
        return tuple(_field_lines(errors[:3]))
    found = _of_json(content.document) if content.parsed else _of_text(content)
    plain = [" ".join(each.split())[:_MOST_READ] for each in found if isinstance(each, str)]
    worth = [each for each in dict.fromkeys(plain) if each and not _repeats(each, phrase)]
    return tuple(worth[:3])


def _field_lines(errors: Sequence[FieldError]) -> Iterator[str]:
    """Lines such as `body.age  Input should be a valid integer (sent: "forty")`, the paths in a column of their own."""
    column = max(len(error.path) for error in errors)
    for error in errors:
        # Pydantic goes on with how it tried, which is nobody's question.
        message = " ".join(error.message.partition(", unable to parse")[0].split())
        sent = f" (sent: {error.sent})" if error.sent else ""
        yield f"{error.path.ljust(column)}  {message}{sent}" if column else message + sent


def _repeats(sentence: str, phrase: str) -> bool:
    return _letters(sentence) in {"", "error", _letters(phrase)}


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", " ", text.lower()).strip()


def _of_json(document: object) -> list[object]:
    if isinstance(document, str):
        return [document]
    if isinstance(document, list):
        return [each for each in document[:3] if isinstance(each, str)]
    if not isinstance(document, dict):
        return []
    for key in _SENTENCE_KEYS:
        said = _said(document.get(key))
        if said:
            return _with_reason(document, key, said)
    return _of_errors(document.get("errors"))


def _said(found: object) -> list[object]:
    """The sentence under a key: a text, or the message of an object."""
    if isinstance(found, dict):
        code = found.get("code") or found.get("status") or found.get("type")
        message = found.get("message") or found.get("detail") or found.get("msg")
        if isinstance(message, str):
            return [f"{code}: {message}" if isinstance(code, str) else message]
        return []
    if isinstance(found, list):
        return [each for each in found[:3] if isinstance(each, str)]
    return [found] if isinstance(found, str) and found.strip() else []


def _with_reason(document: dict[str, object], key: str, said: list[object]) -> list[object]:
    """OAuth's pair and RFC 9457's pair belong together: `invalid_grant: the code has expired`."""
    other = {"error_description": "error", "detail": "title"}.get(key)
    prefix = document.get(other) if other else None
    if isinstance(prefix, str) and prefix.strip() and prefix != said[0]:
        return [f"{prefix}: {said[0]}", *said[1:]]
    return said


def _of_errors(errors: object) -> list[object]:
    if not isinstance(errors, list):
        return []
    return [line for each in errors[:3] for line in (_said(each) if isinstance(each, dict) else [each])]


def _of_text(content: Content) -> list[object]:
    if content.kind == "html":
        page = html_text(content.text)
        return [page.title or page.heading]
    if content.kind == "xml":
        code = re.search(r"<(?:\w{1,20}:)?Code>([^<]{1,200})</", content.text[:8_192])
        message = re.search(r"<(?:\w{1,20}:)?Message>([^<]{1,400})</", content.text[:8_192])
        return [": ".join(match[1] for match in (code, message) if match)]
    text = content.text.strip()
    is_sentence = content.kind == "text" and len(text) <= _MOST_SAID and "\n" not in text
    return [text] if is_sentence and not text.startswith(("{", "[{", '["')) else []


@lru_cache(4)  # the sentence and the excerpt are both made of it
def html_text(markup: str) -> Page:
    """Read a page: its title, its first heading and its text without markup."""
    from pytest_httpstatus import _page  # late: the parser takes 3 ms, and most answers are no pages

    return _page.read(markup[:HEAD])
