"""Sites made with real frameworks, which fail on purpose, and the pages of servers that do not run here."""

from __future__ import annotations

import asyncio
import base64
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import import_module
from typing import Any

import pytest
import requests

JSON = {"Content-Type": "application/json"}
TEXT = {"Content-Type": "text/plain; charset=utf-8"}
HTML = {"Content-Type": "text/html; charset=utf-8"}
BROKEN = '{"a": '


def token(**claims: object) -> str:
    """A JSON Web Token that nobody signed."""
    parts = (json.dumps(part).encode() for part in ({"alg": "none"}, claims))
    return ".".join([*(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts), "signature"])


@contextmanager
def django(**settings: Any) -> Iterator[Any]:
    """A site with views that fail, and Django's own modules."""
    pytest.importorskip("rest_framework")
    import_module("tests.clients.django_site")
    test, http, core = (import_module(f"django.{name}") for name in ("test", "http", "core.exceptions"))

    def raises(error: Callable[[], Exception]) -> Callable[..., Any]:
        def view(_request: Any) -> Any:
            raise error()

        return view

    def form(request: Any) -> Any:
        return http.HttpResponse(f"{len(request.POST)} {request.get_host()}")

    views = {
        "boom": raises(lambda: KeyError("name")),
        "denied": raises(core.PermissionDenied),
        "missing": raises(lambda: http.Http404("no user 9")),
        "form": form,
        "slash/": form,
    }
    path = import_module("django.urls").path
    urls = type("Urls", (), {"urlpatterns": [path(name, view) for name, view in views.items()]})
    middleware = ["django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"]
    limits = {"DATA_UPLOAD_MAX_MEMORY_SIZE": 100, "DATA_UPLOAD_MAX_NUMBER_FIELDS": 2}
    with test.override_settings(ROOT_URLCONF=urls, MIDDLEWARE=middleware, **limits, **settings):
        yield test


@contextmanager
def rest_site() -> Iterator[Any]:
    pytest.importorskip("rest_framework")
    import_module("tests.clients.django_site")
    views, parsers, throttling, authentication, permissions, exceptions, response = (
        import_module(f"rest_framework.{name}")
        for name in ("views", "parsers", "throttling", "authentication", "permissions", "exceptions", "response")
    )
    http, user = import_module("django.http"), import_module("django.contrib.auth.models").User

    class View(views.APIView):  # type: ignore[misc, name-defined]
        authentication_classes = ()
        permission_classes = ()

        def get(self, _request: Any) -> Any:
            return response.Response({})

        def post(self, request: Any) -> Any:
            return response.Response(request.data)

    class Session(authentication.SessionAuthentication):  # type: ignore[misc, name-defined]
        def authenticate(self, request: Any) -> Any:
            self.enforce_csrf(request)
            return user(username="kim"), None

    class Throttle(throttling.BaseThrottle):  # type: ignore[misc, name-defined]
        def allow_request(self, *_: Any) -> bool:
            return False

    def view(**members: Any) -> Any:
        return type("Own", (View,), members).as_view()

    def raising(error: Exception) -> Any:
        def get(*_: Any) -> Any:
            raise error

        return view(get=get)

    views_by_path = {
        "any": view(),
        "json": view(parser_classes=(parsers.JSONParser,)),
        "session": view(
            authentication_classes=(authentication.SessionAuthentication,),
            permission_classes=(permissions.IsAuthenticated,),
        ),
        "admin": view(permission_classes=(permissions.IsAdminUser,)),
        "throttled": view(throttle_classes=(Throttle,)),
        "csrf": view(authentication_classes=(Session,)),
        "none": raising(exceptions.NotFound()),
        "object": raising(http.Http404("No User matches the given query.")),
    }
    path = import_module("django.urls").path
    urls = type("Urls", (), {"urlpatterns": [path(name, each) for name, each in views_by_path.items()]})
    with import_module("django.test").override_settings(ROOT_URLCONF=urls):
        yield import_module("rest_framework.test").APIClient


def from_rest(method: str, path: str, **words: Any) -> Any:
    with rest_site() as client:
        return getattr(client(enforce_csrf_checks=True), method.lower())(path, **words)


@contextmanager
def fastapi(*middleware: Any) -> Iterator[Any]:
    module = pytest.importorskip("fastapi")
    testclient, base = import_module("fastapi.testclient"), import_module("pydantic").BaseModel
    app = module.FastAPI()
    user, item = (type(name, (base,), {"__annotations__": {"email": str}}) for name in ("User", "Item"))

    def route(method: str, path: str, view: Callable[..., Any], **annotations: Any) -> None:
        view.__annotations__ = annotations
        getattr(app, method)(path)(view)

    def boom() -> Any:
        raise KeyError("name")

    async def socket_of(_socket: Any) -> None: ...

    wanted = module.Form()
    route("post", "/users", lambda user: None, user=user)
    route("post", "/two", lambda user, item: None, user=user, item=item)
    route("get", "/users/{user_id}", lambda user_id: None, user_id=int)
    route("post", "/limit", lambda limit: None, limit=int)
    route("post", "/form", lambda name=wanted: None, name=str)
    route("get", "/boom", boom)
    bearer = module.Depends(import_module("fastapi.security").HTTPBearer())
    route("get", "/private", lambda _token=bearer: None)
    app.websocket("/socket")(socket_of)
    for kind, options in middleware:
        app.add_middleware(kind, **options)
    with testclient.TestClient(app, raise_server_exceptions=False) as client:
        yield client


def from_fastapi(method: str, path: str, *middleware: Any, **words: Any) -> Any:
    with fastapi(*middleware) as client:
        return client.request(method, path, **words)


def from_flask(
    method: str, path: str, *, debug: bool = False, config: dict[str, Any] | None = None, **words: Any
) -> Any:
    flask = pytest.importorskip("flask")
    app = flask.Flask(__name__)
    app.debug = debug
    quiet = {"PROPAGATE_EXCEPTIONS": False, "TRAP_BAD_REQUEST_ERRORS": False}
    app.config.update(quiet | (config or {}))
    app.add_url_rule("/form", "form", lambda: flask.request.form["name"], methods=["POST"])
    app.add_url_rule("/json", "json", lambda: flask.request.json, methods=["POST"])
    app.add_url_rule("/none", "none", lambda: None)
    app.add_url_rule("/private", "private", lambda: flask.abort(401))
    return app.test_client().open(path, method=method, **words)


def from_litestar(method: str, path: str, *, debug: bool = False, **words: Any) -> Any:
    module = pytest.importorskip("litestar")
    testing, dataclasses = import_module("litestar.testing"), import_module("dataclasses")
    user = dataclasses.make_dataclass("User", [("email", str), ("age", int)])

    async def create(data: Any) -> None: ...

    async def paged(page: Any) -> None: ...

    async def boom() -> None:
        raise KeyError("name")

    create.__annotations__, paged.__annotations__ = {"data": user, "return": None}, {"page": int, "return": None}
    boom.__annotations__ = {"return": None}
    handlers = [module.post("/users")(create), module.get("/page")(paged), module.get("/boom")(boom)]
    app = module.Litestar(handlers, debug=debug, logging_config=None, openapi_config=None)
    with testing.TestClient(app, raise_server_exceptions=False) as client:
        return client.request(method, path, **words)


def from_falcon(method: str, path: str, **words: Any) -> Any:
    falcon = pytest.importorskip("falcon")
    testing = import_module("falcon.testing")

    class Users:
        def on_post(self, req: Any, resp: Any) -> None:
            resp.media = req.get_media()

        def on_get(self, req: Any, _resp: Any) -> None:
            req.get_param_as_int("page", required=True)

        def on_put(self, req: Any, _resp: Any) -> None:
            req.get_header("X-Shop", required=True)

    app = falcon.App()
    app.add_route("/users", Users())
    return testing.TestClient(app).simulate_request(method, path, **words)


def by_http(port: int, raw: bytes) -> Any:
    """Send what no client would, and let `http.client` read the answer."""
    client = import_module("http.client")
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.sendall(raw)
        response = client.HTTPResponse(connection)
        response.begin()
        content = response.read()
    kept = requests.Response()
    kept.status_code, kept._content = response.status, content
    kept.headers.update(response.headers)
    kept.request = requests.Request("GET", f"http://127.0.0.1:{port}/").prepare()
    return kept


def get(path: str, *lines: str, version: str = "1.1") -> bytes:
    return "\r\n".join([f"GET {path} HTTP/{version}", "Host: a.test", *lines, "", ""]).encode()


@contextmanager
def threaded(server: Any) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


class Files(BaseHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Stay silent."""


PAGE = "<!doctype html>\n<html lang=en>\n<title>400 Bad Request</title>\n<h1>Bad Request</h1>\n<p>{}</p>\n"

GUNICORN = (
    "<html>\n  <head>\n    <title>{0}</title>\n  </head>\n"
    "  <body>\n    <h1><p>{0}</p></h1>\n    {1}\n  </body>\n</html>\n"
)


def from_http_server() -> tuple[Any, Any, Any]:
    """A method without a handler, too many fields, too long a line."""
    with threaded(HTTPServer(("127.0.0.1", 0), Files)) as port:
        method = requests.post(f"http://127.0.0.1:{port}/")
        fields = by_http(port, get("/", *(f"X-{number}: 1" for number in range(150))))
        return method, fields, by_http(port, get(f"/{'x' * 70_000}"))


def from_aiohttp() -> dict[str, Any]:
    web = pytest.importorskip("aiohttp.web")

    async def boom(request: Any) -> Any:
        return web.json_response(await request.json())

    async def run() -> dict[str, Any]:
        app = web.Application(client_max_size=50)
        app.router.add_post("/boom", boom)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        found = {
            "error": await asyncio.to_thread(requests.post, f"{base}/boom", data=BROKEN, headers=JSON),
            "large": await asyncio.to_thread(requests.post, f"{base}/boom", json="x" * 100),
            "long": await asyncio.to_thread(requests.get, f"{base}/boom", headers={"X-A": "x" * 9_000}),
            "none": await asyncio.to_thread(requests.get, f"{base}/nothing"),
        }
        await runner.cleanup()
        return found

    return asyncio.run(run())


def from_tornado() -> dict[str, Any]:
    """By method and whether the page shows the traceback: `POST True`."""
    web = pytest.importorskip("tornado.web")

    class Users(web.RequestHandler):  # type: ignore[misc, name-defined]
        def post(self) -> None: ...

        def get(self) -> None:
            self.get_argument("page")

        def put(self) -> None: ...

    async def run() -> dict[str, Any]:
        found = {}
        for traceback in (True, False):
            server = web.Application([("/users", Users)], xsrf_cookies=True, serve_traceback=traceback).listen(
                0, "127.0.0.1"
            )
            base = f"http://127.0.0.1:{next(iter(server._sockets.values())).getsockname()[1]}/users"
            for method in ("GET", "POST"):
                found[f"{method} {traceback}"] = await asyncio.to_thread(requests.request, method, base)
            server.stop()
            await server.close_all_connections()
        return found

    return asyncio.run(run())
