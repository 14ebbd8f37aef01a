"""The shop in Django: import it before anything of Django's."""

from __future__ import annotations

import django
from django.conf import settings

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["*"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "rest_framework"],
        ROOT_URLCONF=__name__,
        SECRET_KEY="a secret of the tests",
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        USE_TZ=True,
    )
    django.setup()

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import re_path
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.response import Response

from tests.recovery.corpus.shop import answer


def shop(request):
    code, fields, content = answer(request.method, request.path)
    location = fields.pop("Location", None)
    response = HttpResponseRedirect(location) if location else HttpResponse(content, headers=fields)
    response.status_code = code
    return response


@api_view(["GET", "POST"])
@authentication_classes([])
@permission_classes([])
def rest(request):
    return Response({"detail": "no such thing"}, status=404) if request.method == "GET" else Response({}, status=400)


urlpatterns = [re_path("^rest", rest), re_path("", shop)]
