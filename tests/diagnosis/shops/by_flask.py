"""The shop in Flask, asked by its own client."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, jsonify, redirect, request


def _shop() -> Flask:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="a secret of the tests", PROPAGATE_EXCEPTIONS=False, TRAP_BAD_REQUEST_ERRORS=False)
    rule = app.add_url_rule
    rule("/users", "create", lambda: (jsonify(request.json), 201), methods=["POST"])
    rule("/forms", "form", lambda: request.form["name"], methods=["POST"])
    rule("/keys", "key", lambda: request.json["name"], methods=["POST"])
    rule("/orders/", "orders", lambda: "orders")
    rule("/orders/<int:number>", "order", lambda number: abort(404, f"no order {number}"))
    rule("/members", "members", lambda: redirect("/login?next=%2Fmembers"))
    rule("/login", "login", lambda: "<form><input type=password></form>")
    rule("/moved", "moved", lambda: redirect("/orders/"))
    rule("/none", "none", lambda: None)
    rule("/boom", "boom", _boom)
    rule("/aborted/<int:code>", "aborted", lambda code: abort(code, request.args.get("why")))
    rule("/said/<int:code>", "said", lambda code: (jsonify(error=request.args.get("why")), code))
    rule("/page/<int:code>", "page", lambda code: (f"<html><h1>{request.args.get('why')}</h1></html>", code))
    return app


def _boom() -> None:
    raise ValueError("no seats left")


def ask(method: str, path: str, *, debug: bool = False, config: dict[str, Any] | None = None, **words: Any) -> Any:
    app = _shop()
    app.debug = debug
    app.config.update(config or {})
    return app.test_client().open(path, method=method, **words)


def ask_debugger(path: str) -> Any:
    """Ask with Werkzeug's debugger in front, as the development server has it."""
    from werkzeug.debug import DebuggedApplication
    from werkzeug.test import Client

    app = _shop()
    app.debug = app.config["PROPAGATE_EXCEPTIONS"] = True
    return Client(DebuggedApplication(app)).get(path, environ_overrides={"wsgi.errors": _Nowhere()})


class _Nowhere:
    def write(self, text: str) -> int:
        return len(text)

    def writelines(self, _lines: Any) -> None: ...

    def flush(self) -> None: ...


def ask_extension(name: str, method: str = "GET", **words: Any) -> Any:
    """A page that Flask-WTF (`form`) or Flask-JWT-Extended (`token`) guards."""
    app = _shop()
    if name == "form":
        from flask_wtf import CSRFProtect

        CSRFProtect(app)
        return app.test_client().post("/forms", data={"name": "kim"})
    from flask_jwt_extended import JWTManager, jwt_required

    app.config["JWT_SECRET_KEY"] = "a secret of the tests, long enough"
    JWTManager(app)
    app.add_url_rule("/me", "me", jwt_required()(lambda: "me"))
    return app.test_client().open("/me", method=method, **words)
