"""What the user chose. Pytest's options end here: logic sees this and never `config`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_httpstatus._model import Finding

Lang: TypeAlias = Literal["en", "ko"]
Detail: TypeAlias = Literal["short", "normal", "full"]


class Settings(NamedTuple):
    """Choices in force.

    Attributes:
        lang: Language of every sentence.
        detail: `short` keeps headline and causes, `full` shows all fields and every body.
        redact: More names, of fields or keys, whose values are never shown.
        body_limit: Characters of a body that are shown; 0 shows no body.
        explain_plain: Whether failures that do not come from our assertions are explained too.
        diagnose: Asks the project's own hooks for causes, given `exchange=`.
    """

    lang: str = "en"
    detail: Detail = "normal"
    redact: tuple[str, ...] = ()
    body_limit: int = 2_000
    explain_plain: bool = True
    diagnose: Callable[..., list[Finding]] | None = None


class _Holder:
    # Not a ContextVar: a thread that a test starts would not see it, and a redaction rule lost there is a leak.
    __slots__ = ("settings",)

    def __init__(self) -> None:
        self.settings = Settings()


_HOLDER: Final = _Holder()


def current() -> Settings:
    """The settings in force."""
    return _HOLDER.settings


def use(settings: Settings) -> Settings:
    """Put `settings` in force.

    Returns:
        Those that were in force before, to be put back.
    """
    before = _HOLDER.settings
    _HOLDER.settings = settings
    return before
