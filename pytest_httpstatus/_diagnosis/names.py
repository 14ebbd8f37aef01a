"""Names of fields: which of those that the server asks for were sent, and which were sent under a name close by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pytest_httpstatus._diagnosis import lazy

if TYPE_CHECKING:
    from pytest_httpstatus._invalid import FieldError

_REQUIRED: Final = lazy.pattern(r"(?i)\brequired\b|\bmissing\b|must be present|can'?t be blank|must be provided")
_UNKNOWN: Final = lazy.pattern(
    r"(?i)\bextra\b|\bunknown\b|unexpected|not permitted|not allowed|unrecogni[sz]ed|additional"
)
_MOST: Final = 200


def requires(error: FieldError) -> bool:
    """Whether the server says that the field has to be there."""
    # Litestar calls the whole content a field, and names the one that it misses inside the message.
    return _REQUIRED.search(error.message) is not None and "missing required field `" not in error.message


def missing(document: object, path: str) -> bool:
    """Whether the JSON has the object that the field belongs to, and not the field in any style of naming.

    Servers use their own: Spring says `userName` of a member `user_name`, ASP.NET says `Email` of `email`.
    """
    parent, _, name = path.rpartition(".")
    holder = _at(document, parent)
    return bool(path) and isinstance(holder, dict) and _plain(name) not in {_plain(str(each)) for each in holder}


def near(document: object, error: FieldError, errors: list[FieldError]) -> str:
    """The name under which the field was probably sent: one slip away, and not one that the server knows as well."""
    parent, _, name = error.path.rpartition(".")
    members = _holder(document, parent)
    if not name or not requires(error) or name.casefold() in {str(each).casefold() for each in members}:
        return ""
    # An empty value may itself be what the server misses, and calls by its own style of naming.
    filled = [str(each) for each, value in members.items() if value not in ("", None, [], {})][:_MOST]
    said = {each.path.rpartition(".")[2]: _UNKNOWN.search(each.message) is not None for each in errors}
    free = {each: _plain(each) for each in filled if said.get(each, True)}
    from difflib import get_close_matches  # late, as below: few failures name a field

    close = get_close_matches(_plain(name), free.values(), n=1, cutoff=0.75)
    found = next((each for each, plain in free.items() if plain in close), "")
    return found if found and (said.get(found, False) or _one_slip(free[found], _plain(name))) else ""


def _holder(document: object, path: str) -> dict[Any, Any]:
    holder = _at(document, path)
    return holder if isinstance(holder, dict) else {}


def _at(document: object, path: str) -> object:
    for part in filter(None, path.split(".")):
        if isinstance(document, list):
            document = document[int(part)] if part.isdecimal() and int(part) < len(document) else None
        else:
            document = document.get(part) if isinstance(document, dict) else None
    return document


def _plain(name: str) -> str:
    """A name without what naming styles differ in: `userName`, `user_name` and `user-name` are one."""
    return re.sub(r"[-_ ]", "", name[:100]).casefold()


def _one_slip(sent: str, asked: str) -> bool:
    """One letter too many, too few or wrong, or two changed places.

    A wrong first letter (`height`, `weight`), a wrong letter in a short word (`city`, `cite`) and other digits
    (`line1`, `line2`) make another word.
    """
    if re.sub(r"\D", "", sent) != re.sub(r"\D", "", asked):
        return False
    from difflib import SequenceMatcher

    opcodes = SequenceMatcher(None, sent, asked, autojunk=False).get_opcodes()
    steps = [step for step in opcodes if step[0] != "equal"]
    changed = [max(end - start, other - begin) for _, start, end, begin, other in steps]
    if sum(changed) <= 1:
        return not steps or steps[0][0] != "replace" or (steps[0][1] > 0 and len(asked) > 5)
    return sorted(sent) == sorted(asked) and len(asked) > 4 and changed == [1, 1]
