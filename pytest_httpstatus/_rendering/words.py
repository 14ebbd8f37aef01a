"""The one localiser: ids and evidence become sentences of one language."""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pytest_httpstatus import _catalogue, _lazy
from pytest_httpstatus._rendering import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_httpstatus._model import Dialect, Evidence, Failure, Finding, Status, Unmet

FAILED: Final = "failed-part"
"""The id of what is no cause: a part that could not be shown. Evidence: `part` and `error`."""

LONGEST_ERROR: Final = 120
_SPANS: Final = frozenset({"age", "left", "stale", "wait"})
_SPAN: Final = _lazy.pattern(r"([0-9]+) (d|h|min|s)")
_PLACEHOLDER: Final = _lazy.pattern(r"\{(\w+)\}")


class Said(NamedTuple):
    """What a finding or a broken rule says.

    Attributes:
        sentence: The cause or the rule.
        checks: What to do, with exact words.
        headline: For a broken rule, what follows `but` in the headline.
    """

    sentence: str
    checks: tuple[str, ...]
    headline: str = ""


def proved(failure: Failure) -> Finding | None:
    """The first cause of a failure; what could not be shown is none."""
    return next((each for each in failure.findings if each.id != FAILED), None)


@lru_cache(32)  # a run has few clients, and thousands of failures
def _own(dialect: Dialect) -> dict[str, object]:
    return {"client" if name == "name" else name: value for name, value in asdict(dialect).items() if value}


class Words:
    """The sentences of one language.

    Args:
        lang: `en`, `ko`, or any other folder of the catalogue.
        dialect: The client's own words, which every sentence may use.
    """

    def __init__(self, lang: str, dialect: Dialect | None = None) -> None:
        self.lang = lang
        self._own = _own(dialect) if dialect else {}

    def phrase(self, room: str, key: str, /, **values: object) -> str:
        """A fixed phrase of our own, its placeholders filled."""
        template: str = _catalogue.sentences(self.lang, "labels")[room][key]
        return _filled(template, {name: str(value) for name, value in values.items()}) or template

    def label(self, key: str) -> str:
        return self.phrase("label", key)

    def status(self, code: int) -> Status:
        """The catalogue's entry of a code."""
        return _catalogue.status_info(code, lang=self.lang)

    def finding(self, finding: Finding) -> Said:
        """The words of a finding: the catalogue's, or its own where a project made it."""
        entry = _catalogue.sentences(self.lang, "causes").get(finding.id)
        if entry is None or finding.likely or finding.checks:
            return Said(visible.line(finding.likely), tuple(visible.line(each) for each in finding.checks))
        return self._said(entry, "likely", finding.evidence)

    def cause(self, finding: Finding) -> str:
        """What the finding is in a list of causes: true of each of its kind, whatever the evidence."""
        entry = _catalogue.sentences(self.lang, "causes").get(finding.id)
        return visible.line(finding.likely) or (entry or {}).get("title", finding.id)

    def unmet(self, unmet: Unmet) -> Said:
        """The words of a rule that is not met."""
        entry = _catalogue.sentences(self.lang, "rules").get(unmet.id, {"broken": unmet.id, "headline": unmet.id})
        said = self._said(entry, "broken", unmet.evidence)
        return said._replace(headline=self._fill(entry.get("headline", ""), unmet.evidence) or "")

    def _said(self, entry: dict[str, Any], key: str, evidence: Evidence) -> Said:
        checks = (self._fill(line, evidence) for line in entry.get("check", ()))
        return Said(self._fill(entry.get(key, ""), evidence) or "", tuple(line for line in checks if line))

    def _value(self, name: str, value: str) -> str:
        """Evidence as it is said in this language: time spans have units."""
        span = _SPAN.fullmatch(value) if name in _SPANS else None
        return self.phrase("unit", span[2], count=span[1]) if span else value

    def _fill(self, template: str | list[str], evidence: Evidence) -> str | None:
        values = self._own | {name: self._value(name, visible.line(value)) for name, value in evidence}
        if isinstance(template, str):
            return _filled(template, values)
        return "".join(part for each in template if (part := _filled(each, values)) is not None)


def _filled(template: str, values: Mapping[str, object]) -> str | None:
    """The template with its placeholders filled; `None` when one has no evidence, for then it is not said."""
    if not all(name in values for name in _PLACEHOLDER.findall(template)):
        return None
    return _PLACEHOLDER.sub(lambda match: str(values[match[1]]), template)


def failed_part(part: str, error: str, lang: str) -> str:
    """The one line in place of a part that could not be shown. It is said even when the catalogue is damaged."""
    try:
        shown = visible.cut(visible.line(error), LONGEST_ERROR)
        return Words(lang).phrase("text", "failed_part", part=visible.line(part), error=shown)
    except Exception:  # noqa: BLE001  # what says it is itself what failed: a name alone can do no harm
        return f"({part} could not be shown: {error if error.isidentifier() else 'an error'})"
