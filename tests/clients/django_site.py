"""The site as a Django project, and the one place where Django is configured: import it before anything of Django's.

Other tests take it with their own address table: `override_settings(ROOT_URLCONF=...)`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import django
from django.conf import settings

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["testserver", "127.0.0.1", "localhost"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "rest_framework"],
        ROOT_URLCONF=__name__,
        SECRET_KEY="a secret of the tests",  # it protects nothing
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        USE_TZ=True,
    )
    django.setup()

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import path, re_path
from rest_framework.response import Response
from rest_framework.views import APIView

from tests.clients.site import answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


def site(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    code, lines, content = answer(request.method, request.get_full_path(), request.headers, request.body)
    response = _response(dict(lines), content, streaming="X-Stream" in request.headers)
    response.status_code = code
    del response["Content-Type"]
    for name, value in lines:
        # Django has one line for a name: who wants two values joins them.
        response[name] = f"{response[name]}, {value}" if name in response and name != "Location" else value
    return response


def _response(fields: dict[str, str], content: bytes, *, streaming: bool) -> HttpResponse | StreamingHttpResponse:
    if streaming:
        return StreamingHttpResponse([content])
    # The client follows only this class, and fails at any other that redirects.
    return (
        HttpResponseRedirect(fields["Location"]) if content == b"" and "Location" in fields else HttpResponse(content)
    )


class RestSite(APIView):
    authentication_classes = ()
    permission_classes = ()

    def site(self, request: Any, **_: object) -> HttpResponse | StreamingHttpResponse:
        return site(request._request)  # DRF's documented way to the HttpRequest

    get = post = delete = site


class RestData(APIView):
    authentication_classes = ()
    permission_classes = ()

    def get(self, _request: Any) -> Response:
        return Response({"detail": "no such user"}, status=404)

    def post(self, request: Any) -> Response:
        return Response(request.data, status=201)


def cookies(_request: HttpRequest) -> HttpResponse:
    response = HttpResponse(b"ok")
    response.set_cookie("one", "1")
    response.set_cookie("two", "2", httponly=True)
    return response


def unread(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"not looked at", status=400)


def page(request: HttpRequest) -> TemplateResponse:
    return TemplateResponse(request, engines["django"].from_string("a page"))


def streamed(_request: HttpRequest) -> StreamingHttpResponse:
    def chunks() -> Iterator[bytes]:
        yield b"first "
        yield b"second"

    return StreamingHttpResponse(chunks())


def streamed_async(_request: HttpRequest) -> StreamingHttpResponse:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"first "
        yield b"second"

    return StreamingHttpResponse(chunks())


def moved(request: HttpRequest, codes: str) -> HttpResponse:
    """Redirect once for each code, the last time to the site: `/moved/302/308`, to `host` if the query has one."""
    code, _, more = codes.partition("/")
    response = HttpResponseRedirect(request.GET.get("host", "") + (f"/moved/{more}" if more else "/new"))
    response.status_code = int(code)
    return response


def echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(json.dumps({"sent": request.body.decode()}), content_type="application/json")


urlpatterns = [
    path("cookies", cookies),
    path("unread", unread),
    path("page", page),
    path("streamed", streamed),
    path("streamed/async", streamed_async),
    path("moved/<path:codes>", moved),
    path("echo", echo),
    path("data", RestData.as_view()),
    re_path("", site),
]


class Rest:
    """The same site as a view of the REST framework."""

    urlpatterns = (re_path("", RestSite.as_view()),)
