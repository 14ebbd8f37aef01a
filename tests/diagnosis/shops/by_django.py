"""The shop in Django and in Django REST framework, asked by their own clients."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from tests.clients import django_site  # it configures Django, which has to come first

from django import forms  # isort: skip
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template import engines
from django.template.base import Template
from django.test import Client, override_settings
from django.test.utils import instrumented_test_render
from django.urls import path
from django.views.decorators.http import require_POST
from rest_framework import authentication, exceptions, parsers, permissions, serializers, throttling, views
from rest_framework.response import Response
from rest_framework.test import APIClient

assert django_site

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]


class OrderForm(forms.Form):
    email = forms.EmailField()
    age = forms.IntegerField()


def order(request: HttpRequest) -> HttpResponse:
    form = OrderForm(request.POST or None)
    if request.POST and form.is_valid():
        return HttpResponseRedirect("/orders/")
    page = engines["django"].from_string("{{ form.as_p }}")
    return HttpResponse(page.render({"form": form}, request))


def orders(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{len(request.POST)} of {request.get_host()}")


def missing(_request: HttpRequest, number: int) -> HttpResponse:
    raise Http404(f"no order {number}")


def denied(_request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def boom(_request: HttpRequest) -> HttpResponse:
    raise ValueError("no seats left")


def said(request: HttpRequest, code: int) -> HttpResponse:
    """The application's own answer: JSON, or a page."""
    why = request.GET.get("why", "no")
    if "page" in request.GET:
        return HttpResponse(f"<html><h1>{why}</h1></html>", status=code)
    return JsonResponse({request.GET.get("key", "error"): why}, status=code)


class View(views.APIView):
    authentication_classes: Any = ()
    permission_classes: Any = ()

    def get(self, _request: Any) -> Response:
        return Response({"id": 7})

    def post(self, request: Any) -> Response:
        return Response(request.data, 201)


class Buyer(serializers.Serializer):  # type: ignore[misc]  # the framework has no types here
    email = serializers.EmailField()
    age = serializers.IntegerField(required=False)


class Buyers(View):
    def post(self, request: Any) -> Response:
        buyer = Buyer(data=request.data)
        buyer.is_valid(raise_exception=True)
        return Response(buyer.data, 201)


class JsonOnly(View):
    parser_classes = (parsers.JSONParser,)


class Tokens(authentication.TokenAuthentication):
    def authenticate_credentials(self, key: str) -> Any:
        raise exceptions.AuthenticationFailed("Invalid token.")


class Session(authentication.SessionAuthentication):
    def authenticate(self, request: Any) -> Any:
        self.enforce_csrf(request)
        return User(username="kim"), None


class Guarded(View):
    permission_classes = (permissions.IsAuthenticated,)


class ByToken(Guarded):
    authentication_classes = (Tokens,)


class ByBasic(Guarded):
    authentication_classes = (authentication.BasicAuthentication,)


class BySession(Guarded):
    authentication_classes = (authentication.SessionAuthentication,)


class Csrf(View):
    authentication_classes = (Session,)


class Admin(View):
    permission_classes = (permissions.IsAdminUser,)


class Never(throttling.BaseThrottle):
    def allow_request(self, *_: Any) -> bool:
        return False

    def wait(self) -> float:
        return 30.0


class Throttled(View):
    throttle_classes = (Never,)


class Refusing(View):
    """An exception of the framework with the application's own words."""

    def get(self, request: Any) -> Response:
        error = exceptions.APIException(request.query_params.get("why"))
        error.status_code = int(request.query_params["code"])
        raise error


class Denied(View):
    def get(self, _request: Any) -> Response:
        raise exceptions.PermissionDenied


class Missing(View):
    def get(self, _request: Any) -> Response:
        raise Http404("No Order matches the given query.")


URLS = type("Urls", (), {"urlpatterns": [
    path("order", order, name="order"),
    path("orders/", orders),
    path("orders/<int:number>", missing, name="order-detail"),
    path("members", login_required(orders)),
    path("accounts/login/", lambda _request: HttpResponse("<form><input type=password></form>")),
    path("moved", lambda _request: HttpResponseRedirect("/orders/")),
    path("hooks", require_POST(orders)),
    path("denied", denied),
    path("boom", boom),
    path("said/<int:code>", said),
    path("api/buyers/", Buyers.as_view()),
    path("api/json", JsonOnly.as_view()),
    path("api/token", ByToken.as_view()),
    path("api/basic", ByBasic.as_view()),
    path("api/session", BySession.as_view()),
    path("api/csrf", Csrf.as_view()),
    path("api/admin", Admin.as_view()),
    path("api/throttled", Throttled.as_view()),
    path("api/refusing", Refusing.as_view()),
    path("api/denied", Denied.as_view()),
    path("api/missing", Missing.as_view()),
]})  # fmt: skip


@contextmanager
def _shop(**settings: Any) -> Iterator[None]:
    """The shop as a test runner has it: the templates tell the client their context."""
    render = mock.patch.object(Template, "_render", instrumented_test_render)
    with render, override_settings(**{"ROOT_URLCONF": URLS, "MIDDLEWARE": MIDDLEWARE} | settings):
        yield


def ask(
    method: str, target: str, *data: Any, settings: dict[str, Any] | None = None, csrf: bool = False, **words: Any
) -> Any:
    with _shop(**(settings or {})):
        client = Client(raise_request_exception=False, enforce_csrf_checks=csrf)
        return getattr(client, method.lower())(target, *data, **words)


def ask_rest(method: str, target: str, *data: Any, user: bool = False, **words: Any) -> Any:
    with _shop(MIDDLEWARE=MIDDLEWARE[1:2]):
        client = APIClient(enforce_csrf_checks=True)
        if user:
            client.force_authenticate(User(username="kim"))
        return getattr(client, method.lower())(target, *data, **words)


def ask_simplejwt(authorization: str) -> Any:
    from rest_framework_simplejwt.authentication import JWTAuthentication

    own = type("Own", (Guarded,), {"authentication_classes": (JWTAuthentication,)})
    urls = type("Urls", (), {"urlpatterns": [path("me", own.as_view())]})
    with _shop(ROOT_URLCONF=urls):
        return APIClient().get("/me", headers={"Authorization": authorization})


def ask_ninja(method: str, target: str, *words: Any, **more: Any) -> Any:
    import ninja

    class Data(ninja.Schema):
        email: str

    def create(request: HttpRequest, data: Any) -> None: ...  # ninja asks for this name

    create.__annotations__["data"] = Data
    api = ninja.NinjaAPI(urls_namespace="shop")
    api.post("/buyers")(create)
    urls = type("Urls", (), {"urlpatterns": [path("api/", api.urls)]})
    with _shop(ROOT_URLCONF=urls):
        return getattr(APIClient(), method.lower())(target, *words, **more)
