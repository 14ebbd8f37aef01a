"""Error codes of AWS that name a cause, in XML, in JSON and in a field."""

from __future__ import annotations

import re
from typing import Final

from pytest_httpstatus._diagnosis import lazy
from pytest_httpstatus._diagnosis.rule import Case, Found, rule

_AWS_TYPE: Final = lazy.pattern(r"(?:[\w.]+#)?(\w+)(?::.*)?")
_XML_CODE: Final = lazy.pattern(r"<Code>(?:[\w.]+:)?(\w{3,80})</Code>")
_XML_MESSAGE: Final = lazy.pattern(r"<Message>([^<]{1,500})</Message>")


def _member(case: Case, *names: str) -> str:
    """The first of the members of the JSON object that holds text."""
    found = case.received.document
    values = (found.get(name) for name in names) if isinstance(found, dict) else iter(())
    return next((value for value in values if isinstance(value, str)), "")


def error_code(case: Case) -> str:
    """The error code of a service of AWS: in XML, in `__type`, or in a field; none of API Gateway's own."""
    if case.field("x-amz-apigw-id") is not None:
        return ""
    if case.received.kind == "xml":
        match = _XML_CODE.search(case.received.text[:4_000])
        return match[1] if match else ""
    named = case.field("x-amzn-errortype") or _member(case, "__type", "Code")
    match = _AWS_TYPE.fullmatch(named[:200])
    return match[1] if match else ""


_AWS: Final = {
    "InvalidAccessKeyId": "key", "InvalidClientTokenId": "key", "UnrecognizedClientException": "key",
    "ExpiredToken": "expired", "ExpiredTokenException": "expired", "TokenRefreshRequired": "expired",
    "RequestExpired": "clock", "RequestTimeTooSkewed": "clock",
    "SignatureDoesNotMatch": "signature", "InvalidSignatureException": "signature",
    "NoSuchKey": "object", "NoSuchBucket": "bucket",
    "SlowDown": "throttled", "Throttling": "throttled", "ThrottlingException": "throttled",
    "RequestLimitExceeded": "throttled", "TooManyRequestsException": "throttled",
    "ProvisionedThroughputExceededException": "throttled",
}  # fmt: skip
"""What an error code of AWS says, as the name of its evidence."""


@rule(
    "aws.code",
    codes="4xx | 503",
    source="S3 API reference, Error responses; botocore 1.44.5 retries/standard.py",
    row="503 x-amz-request-id and XML SlowDown",
    rank=82,
)
def code(case: Case) -> Found:
    named = error_code(case)
    return {_AWS[named]: named} if named in _AWS else None


@rule(
    "aws.denied",
    codes="403",
    source="https://github.com/aws/aws-cli/issues/2041",
    row="403 XML <Code>AccessDenied</Code> with no further message, or a HEAD on an S3 host",
    rank=82,
)
def denied(case: Case) -> Found:
    head = case.method == "HEAD" and (case.field("server") == "AmazonS3" or bool(case.field("x-amz-id-2")))
    if not head and error_code(case) not in {"AccessDenied", "AccessDeniedException"}:
        return None
    match = _XML_MESSAGE.search(case.received.text[:4_000])
    said = match[1] if match else _member(case, "message", "Message")
    action = re.search(r"not authorized to perform: ([\w-]+:\w+)", said)
    hidden = case.received.kind != "json" and said in {"", "Access Denied"}
    if action:
        return {"action": action[1]}
    return {"hidden": case.method or "GET"} if hidden else None
