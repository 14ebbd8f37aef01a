"""What an in-process client holds beside the answer: the exception, the route, the form."""

from __future__ import annotations

from typing import Final

from pytest_httpstatus import _fields
from pytest_httpstatus._diagnosis import frameworks  # the module: a rule by its own name would be found here as well
from pytest_httpstatus._diagnosis.evidence import WITH_CONTENT
from pytest_httpstatus._diagnosis.rule import Case, Found, rule
from pytest_httpstatus._secret_names import is_secret_name

_DJANGO: Final = "Django 5.2.19, 6.1.3 test/client.py"
_MOST_FIELDS: Final = 4
_LONGEST: Final = 120
_CERTAIN: Final = 69
"""Texts of frameworks of this rank or above tell as much as the client holds, and often more."""

INSTEAD: Final = {
    "inside.exception": frozenset({"frameworks.django-error", "frameworks.debug-page"}),
    "inside.no-route": frozenset({"frameworks.django-not-found", "routing.slash"}),
    "inside.object-missing": frozenset({"frameworks.django-not-found"}),
    "inside.form-invalid": frozenset({"routing.post-default", "neighbours.success"}),
}
"""The general causes that have nothing left to say beside these."""


@rule("inside.exception", codes="5xx", source=_DJANGO, rank=88)
def exception(case: Case) -> Found:
    facts = dict(case.exchange.facts)
    if "exception" not in facts or _said_by_page(case, "inside.exception"):
        return None
    found = {name: " ".join(facts.get(name, "").split()) for name in ("exception", "why", "where")}
    return {name: value for name, value in found.items() if value}


@rule("inside.no-route", codes="404", source=f"{_DJANGO}, views/defaults.py", rank=88)
def no_route(case: Case) -> Found:
    unrouted = dict(case.exchange.facts).get("unrouted")
    if not unrouted or _said_by_page(case, "inside.no-route"):
        return None
    path = _fields.path_of(case.url).partition("?")[0]
    return {"path" if unrouted == "no pattern" else "early": path}


@rule("inside.object-missing", codes="404", source=f"{_DJANGO}, views/defaults.py", rank=88)
def object_missing(case: Case) -> Found:
    facts = dict(case.exchange.facts)
    if "view" not in facts or _said_by_page(case, "inside.object-missing"):
        return None
    # What is JSON the message shows already.
    why = "" if case.received.parsed else " ".join(facts.get("missing", "").split())
    return {"view": facts["view"]} | ({"why": why} if why else {})


@rule("inside.form-invalid", codes="200", source=f"{_DJANGO}, forms/forms.py", rank=92)
def form_invalid(case: Case) -> Found:
    facts = dict(case.exchange.facts)
    errors = [(name.partition(":")[2], said) for name, said in facts.items() if name.startswith("form:")]
    if not errors or case.method not in WITH_CONTENT or case.expectation is None:
        return None
    more = ", ..." if len(errors) > _MOST_FIELDS else ""
    return {"fields": ", ".join(map(_field, errors[:_MOST_FIELDS])) + more, "form": facts["form"]}


def _field(error: tuple[str, str]) -> str:
    """A field with what is wrong with it; `__all__` is Django's name for the form as a whole."""
    name, said = error[0], " ".join(error[1].split()).rstrip(".")[:_LONGEST]
    if not said or is_secret_name(name):
        return name
    return said if name == "__all__" else f"{name} ({said})"


def _said_by_page(case: Case, own: str) -> bool:
    """Whether the page or the JSON itself proves the cause."""
    return any(
        case.code in each.codes and each.look(case) is not None
        for each in frameworks.TEXTS
        if each.rank >= _CERTAIN and each.id not in INSTEAD[own]
    )
