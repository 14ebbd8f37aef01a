"""The results of Falcon's simulated requests. They say nothing of the request."""

from __future__ import annotations

from pytest_httpstatus._clients import probe
from pytest_httpstatus._clients.client import Client
from pytest_httpstatus._model import Dialect, Exchange, Response

DIALECT = Dialect(name="Falcon test client", in_process=True, send_json="json=", send_fields="headers=")


def read(result: object) -> Exchange | None:
    # Falcon's requests, responses and errors have a status as well; they are left to the generic reader.
    if not any(str(cls.__module__).startswith("falcon.testing") for cls in type(result).__mro__):
        return None
    code = probe.number(probe.attribute(result, "status_code"))
    if code is None:
        return None
    # A streamed result has no content at all.
    content = probe.attribute(result, "content")
    answer = Response(
        code,
        reason=(probe.text(probe.attribute(result, "status")) or "").partition(" ")[2] or None,
        fields=probe.fields(probe.attribute(result, "headers")),
        content=content if type(content) is bytes else None,
        content_state="kept" if type(content) is bytes else "unread",
    )
    return Exchange(answer, client=DIALECT)


CLIENT = Client(DIALECT, read)
