"""boto3 and botocore: a plain dict that holds `ResponseMetadata`, and `ClientError`, which carries one.

The content was parsed into the dict and is not kept; a `StreamingBody` in it must not be read.
"""

from __future__ import annotations

from collections.abc import Mapping

from pytest_httpstatus._clients import probe
from pytest_httpstatus._clients.client import Client
from pytest_httpstatus._model import Dialect, Exchange, Response

DIALECT = Dialect(name="boto3")


def read(thing: object) -> Exchange | None:
    answer = thing if isinstance(thing, Mapping) else probe.own(thing).get("response")
    metadata = answer.get("ResponseMetadata") if isinstance(answer, Mapping) else None
    if not isinstance(answer, Mapping) or not isinstance(metadata, Mapping):
        return None
    code = probe.number(metadata.get("HTTPStatusCode"))
    if code is None:
        return None
    streamed = any(type(value).__name__ == "StreamingBody" for value in answer.values())
    fields = probe.fields(metadata.get("HTTPHeaders"))
    return Exchange(Response(code, fields=fields, content_state="unread" if streamed else "gone"), client=DIALECT)


CLIENT = Client(DIALECT, read, carriers=("botocore.exceptions:ClientError",))
