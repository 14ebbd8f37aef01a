"""The shop in FastAPI, asked by its own client."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Form, HTTPException, Query, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse
from fastapi.security import HTTPBearer, OAuth2PasswordBearer
from fastapi.testclient import TestClient
from pydantic import BaseModel, Field
from starlette.staticfiles import StaticFiles

app = FastAPI()
app.mount("/static", StaticFiles(directory=Path(__file__).parent))


class User(BaseModel):
    email: str
    age: int = Field(default=18, ge=0)


class Order(BaseModel):
    item: str
    buyer: User


@app.post("/users", status_code=201)
def create(user: User) -> User:
    return user


@app.post("/orders")
def order(order: Order) -> Order:
    return order


@app.post("/pairs")
def pair(user: User, order: Order) -> None: ...


@app.get("/users/{number}")
def user(number: int) -> dict[str, int]:
    if number > 8:
        raise HTTPException(404, "no such user")
    return {"id": number}


@app.get("/users/")
def users(limit: Annotated[int, Query(le=100)] = 10) -> list[int]:
    return [limit]


@app.post("/search")
def search(word: str) -> str:
    return word


@app.post("/login")
def login(name: Annotated[str, Form()], password: Annotated[str, Form()]) -> str:
    return name + password


@app.get("/me")
def me(token: Annotated[str, Depends(OAuth2PasswordBearer("login"))]) -> None:
    raise HTTPException(401, "Could not validate credentials", {"WWW-Authenticate": "Bearer"})


@app.get("/private")
def private(_token: Annotated[Any, Depends(HTTPBearer())]) -> None:
    challenge = 'Bearer error="insufficient_scope", scope="orders:read"'
    raise HTTPException(403, "scope missing", {"WWW-Authenticate": challenge})


@app.get("/boom")
def boom() -> None:
    raise KeyError("name")


@app.get("/unfit", response_model=User)
def unfit() -> dict[str, str]:
    return {"mail": "a@b.test"}


@app.get("/moved")
def moved() -> RedirectResponse:
    return RedirectResponse("/users/7")


@app.get("/untrusted")
def untrusted() -> RedirectResponse:
    """What comes of a proxy that ends TLS and is not trusted to say so."""
    return RedirectResponse("http://testserver/untrusted/")


@app.post("/forms")
def form() -> RedirectResponse:
    return RedirectResponse("/users/7", 303)


@app.get("/members")
def members() -> RedirectResponse:
    return RedirectResponse("/login?next=%2Fmembers", 302)


@app.api_route("/said/{code}", methods=["GET", "POST", "DELETE"])
def said(code: int, detail: str = "") -> None:
    """The application's own refusal."""
    raise HTTPException(code, detail or None)


@app.api_route("/answered/{code}", methods=["GET", "POST", "PUT", "DELETE"])
def answered(code: int, kind: str = "json", text: str = "{}") -> Response:
    """The application's own answer, word for word."""
    made = {"json": JSONResponse, "html": HTMLResponse, "text": PlainTextResponse}[kind]
    return made(text, code) if kind != "json" else Response(text, code, media_type="application/json")


def ask(method: str, path: str, **words: Any) -> Any:
    """Ask the shop as a test does that wants to see the answer of a failure."""
    base = words.pop("base_url", "http://testserver")
    with TestClient(app, base, raise_server_exceptions=False) as client:
        return client.request(method, path, **words)
