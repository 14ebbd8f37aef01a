"""The shop that the suites ask: one table, served over a socket and mounted in process."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

JSON = "application/json"
TABLE = {
    ("GET", "/items"): (200, JSON, {"items": [1, 2]}),
    ("POST", "/items"): (422, JSON, {"detail": "name is required"}),
    ("GET", "/items/9"): (404, JSON, {"detail": "no such item"}),
    ("DELETE", "/items/1"): (403, JSON, {"detail": "not yours"}),
    ("POST", "/users"): (201, JSON, {"id": 8}),
    ("POST", "/login"): (401, JSON, {"error": "bad password"}),
    ("POST", "/session"): (200, JSON, {"token": "abcdefgh"}),
    ("GET", "/me"): (401, JSON, {"error": "not logged in"}),
    ("GET", "/down"): (503, "text/plain", "try later"),
    ("GET", "/broken"): (500, "text/html", "<html><title>Oops</title></html>"),
    ("GET", "/page"): (200, "text/html", "<!doctype html><html><title>Log in</title></html>"),
    ("GET", "/old"): (302, "text/plain", ""),
    ("POST", "/old"): (302, "text/plain", ""),
    ("GET", "/moved"): (301, "text/plain", ""),
}
TARGETS = {"/old": "/page", "/moved": "/items/9"}


def answer(method: str, path: str) -> tuple[int, dict[str, str], bytes]:
    code, kind, content = TABLE.get((method, path.partition("?")[0]), (404, JSON, {"detail": "nothing here"}))
    fields = {"Content-Type": kind}
    if path in TARGETS:
        fields["Location"] = TARGETS[path]
    return code, fields, content.encode() if isinstance(content, str) else json.dumps(content).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        code, fields, content = answer(self.command, self.path)
        self.send_response(code)
        for name, value in {**fields, "Content-Length": str(len(content)), "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_DELETE = _serve  # noqa: N815  # the names that http.server asks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as http.server names it
        """Stay silent."""


def serve() -> str:
    """Serve the shop on a free port until the process ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"


def flask_app():
    import flask

    app = flask.Flask("shop")

    @app.route("/", defaults={"path": ""}, methods=["GET", "POST", "DELETE"])
    @app.route("/<path:path>", methods=["GET", "POST", "DELETE"])
    def shop(path):
        code, fields, content = answer(flask.request.method, f"/{path}")
        return flask.Response(content, code, fields)

    return app


def fastapi_app():
    from fastapi import FastAPI, Response

    async def shop(request):
        code, fields, content = answer(request.method, request.url.path)
        return Response(content, code, fields)

    app = FastAPI()
    app.add_route("/{path:path}", shop, ["GET", "POST", "DELETE"])
    return app
