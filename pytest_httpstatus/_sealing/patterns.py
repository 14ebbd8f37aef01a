"""Where in a text a credential stands: places that their own name or shape gives away. Every expression is linear."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pytest_httpstatus import _lazy

if TYPE_CHECKING:
    from collections.abc import Callable

HIDDEN: Final = "***"

CHUNK: Final = _lazy.pattern(r"[^\s\"'<>]+")
"""What may be a URL: it is looked into when it has one of `?`, `#`, `;` and `://`."""

USERINFO: Final = _lazy.pattern(r"(?i)(?<![a-z0-9+.-])(?P<scheme>[a-z][a-z0-9+.-]{0,20}://)(?P<user>[^/?#\s\"'<>]+)@")
PARAMETER: Final = _lazy.pattern(r"([?&#;])([^=&#;?\s\"'<>]{1,200})(=)([^&#;\s\"'<>]*)")
NESTED: Final = _lazy.pattern(
    r"(?i)(%(?:25)*(?:3F|26|23))([\w.~-]{1,100})(%(?:25)*3D)((?:(?!%(?:25)*(?:26|23))[^&#;\s\"'<>])*+)"
)
"""A parameter of a URL that is itself the value of a parameter, encoded once or more often."""

QUOTED: Final = _lazy.pattern(
    r"""(?:(?P<before>\\{0,3}["'])|(?<![\w.-]))(?P<name>[A-Za-z_][\w.-]{0,60})(?P<sign>(?:\\{0,3}["'])?\s{0,3}[:=]\s{0,3}[bru]?)
    (?P<quote>\\{0,3}["'])(?P<value>(?:(?!(?P=quote))(?:[^\\\n]|\\.))*+)""",
    re.VERBOSE,
)
"""`name="value"`, `"name": "value"`, also as JSON inside JSON; the closing quote may be cut off."""

NUMBER: Final = _lazy.pattern(
    r"""(["'])(?P<name>[A-Za-z_][\w.-]{0,60})\1(?P<sign>\s{0,3}:\s{0,3})(?P<value>-?\d[\d.]*)"""
)
BARE: Final = _lazy.pattern(r"""(?<![\w.-])(?P<name>[A-Za-z_][\w.-]{0,60})(?P<sign>=)(?P<value>[^\s"'<>&;,]+)""")
ELEMENT: Final = _lazy.pattern(r"<(?P<name>[A-Za-z][\w:.-]{0,60})(?P<sign>(?:\s[^<>]{0,500})?>)(?P<value>[^<]+)")
CDATA: Final = _lazy.pattern(
    r"<(?P<name>[A-Za-z][\w:.-]{0,60})(?P<sign>(?:\s[^<>]{0,500})?><!\[CDATA\[)(?P<value>(?:[^\]]|\](?!\]>))++)"
)
PART: Final = _lazy.pattern(
    r"""(?P<lead>\bname=")(?P<name>[^"\r\n]{1,200})(?P<sign>"[^\n]{0,500}\r?\n(?:[^\r\n]{1,500}\r?\n){0,5}\r?\n)"""
    r"""(?P<value>(?:(?!\r?\n--).)++)""",
    re.DOTALL,
)
"""A part of a multipart body."""

LINE: Final = _lazy.pattern(
    r"(?m)^(?P<lead>[<> ]{0,3})(?P<name>[A-Za-z][\w-]{0,60})(?P<sign>:[ \t]*)(?P<value>\S[^\r\n]*)"
)
"""A field line inside a text, as `TRACE` and debug pages echo it."""

_SCHEMES: Final = ("bearer", "basic", "negotiate", "ntlm", "token", "apikey", "jwt")
SCHEME: Final = _lazy.pattern(
    rf"(?i)\b({'|'.join(_SCHEMES)})([ \t]+)(?=[A-Za-z._~+/=-]{{0,200}}\d)([A-Za-z0-9._~+/=-]{{12,}})"
)
SHAPES: Final = _lazy.pattern(
    r"""(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{2,}(?:\.[A-Za-z0-9_-]*)?     # JSON Web Token
      | (?:AKIA|ASIA)[0-9A-Z]{16}(?![0-9A-Za-z])                          # AWS access key
      | gh[opusr]_[A-Za-z0-9]{20,} | github_pat_[A-Za-z0-9_]{20,}
      | xox[abprse]-[A-Za-z0-9-]{10,}
      | [srp]k_(?:live|test)_[A-Za-z0-9]{10,} | whsec_[A-Za-z0-9]{10,}
      | AIza[0-9A-Za-z_-]{30,} | ya29\.[0-9A-Za-z_-]{10,}
      | glpat-[A-Za-z0-9_-]{16,} | (?<![A-Za-z0-9_-])sk-(?:ant-|proj-)?(?=[a-z_-]{0,80}[A-Z0-9])[A-Za-z0-9_-]{20,}
      | -----BEGIN[ ][A-Z ]{0,30}PRIVATE[ ]KEY-----(?:[^-]|-(?!----END))*+(?:-----END[ ][A-Z ]{0,30}PRIVATE[ ]KEY-----)?
    """,
    re.VERBOSE,
)
SHAPE_MARKS: Final = (
    "eyJ", "AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "xox", "k_live_", "k_test_", "whsec_",
    "AIza", "ya29.", "glpat-", "sk-", "-----BEGIN",
)  # fmt: skip
"""What each of the shapes holds: found in no time where there is none."""

_SHORTEST_SHAPE: Final = len("eyJ7f3c91aa.0b")
_SHORTEST_SCHEME: Final = len("jwt 7f3c91aa0b2d")
PLAIN_WORD: Final = _lazy.pattern(r"[A-Za-z_]+")
ORDINARY_NUMBER: Final = _lazy.pattern(r"\d{1,5}")
_SENTENCE: Final = _lazy.pattern(
    r"(?i)\s.*\b(?:is|be|are|must|may|not|required|invalid|expired|has|have|the|this|should|cannot|too|blank|null)\b"
    r"|\b(?:is|must|may|this|should|cannot|the|invalid)\s|\s.*(?:다|요)\.?$"
)


def schemes(text: str, hide: Callable[[re.Match[str]], str]) -> str:
    """Hide what stands behind the name of a scheme."""
    if len(text) < _SHORTEST_SCHEME or not (" " in text or "\t" in text):
        return text
    folded = text.casefold()
    return SCHEME.sub(hide, text) if any(name in folded for name in _SCHEMES) else text


def shapes(text: str, hide: Callable[[re.Match[str]], str]) -> str:
    """Hide tokens of a known shape."""
    marked = len(text) >= _SHORTEST_SHAPE and any(mark in text for mark in SHAPE_MARKS)
    return SHAPES.sub(hide, text) if marked else text


def says_something(value: str) -> bool:
    """Whether a value is a sentence about a credential: `{"password": ["This field is required."]}`."""
    return len(value) <= 400 and _SENTENCE.search(value) is not None
