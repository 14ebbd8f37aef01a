"""Quart's test client, and its bare responses. `data` and `get_data()` make coroutines: the body is asked instead."""

from __future__ import annotations

from pytest_httpstatus._clients import probe
from pytest_httpstatus._clients.client import Client
from pytest_httpstatus._model import Dialect, Exchange, Response

DIALECT = Dialect(
    name="Quart test client",
    in_process=True,
    stop_following="follow_redirects=False",
    follow="follow_redirects=True",
    send_json="json=",
    send_fields="headers=",
    authenticate='auth=("user", "password")',
)


def read(response: object) -> Exchange | None:
    own = probe.own(response)
    code = probe.number(probe.attribute(response, "status_code"))
    fields = probe.fields(own.get("headers"))
    if code is None or fields is None:
        return None
    # Other bodies are generators or files.
    content = probe.own(own.get("response")).get("data")
    answer = Response(
        code,
        reason=(probe.text(probe.attribute(response, "status")) or "").partition(" ")[2] or None,
        fields=fields,
        content=content if type(content) is bytes else None,
        content_state="kept" if type(content) is bytes else "unread",
        lines_apart=True,
    )
    return Exchange(answer, client=DIALECT)


CLIENT = Client(DIALECT, read, carriers=("quart.testing.connections:WebsocketResponseError",))
