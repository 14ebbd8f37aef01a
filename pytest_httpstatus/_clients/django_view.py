"""What Django's client holds of the view behind an answer. Its lazy objects stay lazy, and no form is asked."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from pytest_httpstatus._clients import probe, raised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpstatus._model import Evidence

_MOST: Final = 50
_LONGEST: Final = 2_000


def facts(own: dict[str, object], code: int) -> Evidence:
    """What is known beside the answer, by the names that `Exchange.facts` lists."""
    context = dict(_context(own.get("context")))
    return (*_raised(own.get("exc_info")), *_routed(own, code, context), *_missing(own, code, context), *_form(context))


def _raised(info: object) -> Evidence:
    if type(info) is not tuple or len(info) != 3 or not isinstance(info[1], BaseException):
        return ()
    return raised.facts(info[1], info[2])


def _context(context: object) -> Iterator[tuple[str, object]]:
    """The variables of the templates: the client keeps one context or a list of them, each with layers of dicts."""
    contexts = context if isinstance(context, list) else [context]
    for each in islice(contexts, _MOST):
        layers = probe.own(each).get("dicts")
        for layer in layers if type(layers) is list else ():
            yield from layer.items() if type(layer) is dict else ()


def _routed(own: dict[str, object], code: int, context: dict[str, object]) -> Evidence:
    """The route, read from the request: the response's own `resolver_match` is lazy, and would look for it anew."""
    request = probe.own(own.get("wsgi_request")) or probe.own(own.get("asgi_request"))
    if "resolver_match" not in request:
        return ()
    if request["resolver_match"] is None:
        # Middleware may have answered before any route was looked for; Django's own 404 says which it was.
        early = "" if context.get("exception") == "Resolver404" else "early"
        return (("unrouted", early or "no pattern"),) if code == 404 else ()
    match = probe.own(request["resolver_match"])
    found = (("view", probe.text(match.get("view_name"))), ("route", probe.text(match.get("route"))))
    return tuple((name, value) for name, value in found if value)


def _missing(own: dict[str, object], code: int, context: dict[str, object]) -> Evidence:
    """Why a 404 was raised: Django hands it to the template, REST framework to the renderer."""
    if code != 404:
        return ()
    data = own.get("data")
    said = probe.text(data.get("detail")) if type(data) is dict else probe.text(context.get("exception"))
    return (("missing", said[:_LONGEST]),) if said and said not in {"Resolver404", "Http404"} else ()


def _form(context: dict[str, object]) -> Evidence:
    for name, value in context.items():
        errors = _errors(value)
        if errors:
            fields = tuple((f"form:{field}", said) for field, said in errors[:_MOST])
            return (("form", str.__str__(name)), *fields)
    return ()


def _errors(value: object) -> list[tuple[str, str]]:
    """The fields in error of a form that was validated, and of one inside the admin's wrapper."""
    own = probe.own(value)
    if _is("AdminForm", "django.contrib.admin.helpers", value):
        return _errors(own.get("form"))
    found = own.get("_errors") if _is("BaseForm", "django.forms.forms", value) else None
    lists = dict.items(found) if isinstance(found, dict) else ()
    return [(str.__str__(field), _first(errors)) for field, errors in lists if isinstance(field, str)]


def _is(name: str, module: str, value: object) -> bool:
    return any((cls.__name__, cls.__module__) == (name, module) for cls in type(value).__mro__)


def _first(errors: object) -> str:
    """The first sentence on a field, as far as it is there without translating it; else its code."""
    data = probe.own(errors).get("data")
    error = data[0] if type(data) is list and data else None
    own = probe.own(error)
    message, parameters = own.get("message", error), own.get("params")
    # A lazy text keeps what it will translate: that is the English one.
    given = probe.own(message).get("_args")
    template = given[0] if type(given) is tuple and len(given) == 1 else message
    if type(template) is str and not (parameters and "%" in template):
        return template[:_LONGEST]
    return probe.text(own.get("code")) or ""
