"""The answers of what stands before an application, and of S3: nginx, Cloudflare and three services of AWS."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Final

from pytest_httpstatus._mocking.frameworks import JSON, Shape, phrase

if TYPE_CHECKING:
    from pytest_httpstatus._mocking.fields import Sketch

_PAGE: Final = (
    "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n{1}</body>\r\n</html>\r\n"
)
_FOOT: Final = "<hr><center>{}</center>\r\n"

_NGINX_NAMES: Final = {
    302: "Moved Temporarily", 405: "Not Allowed", 408: "Request Time-out", 413: "Request Entity Too Large",
    414: "Request-URI Too Large", 416: "Requested Range Not Satisfiable", 503: "Service Temporarily Unavailable",
    504: "Gateway Time-out",
}  # fmt: skip
"""What stands in nginx's status line, where it is not the registered phrase."""

_NGINX_TITLES: Final = _NGINX_NAMES | {302: "Found", 401: "Authorization Required"}
_NGINX_KNOWS: Final = frozenset({
    301, 302, 303, 307, 308, *range(400, 407), *range(408, 417), 421, 429, *range(500, 506), 507,
})  # fmt: skip


def _title(sketch: Sketch) -> str:
    return f"{sketch.code} {_NGINX_TITLES.get(sketch.code, phrase(sketch))}"


def nginx(sketch: Sketch) -> Shape:
    """A page of nginx; for a code that it has no page for, the bare code and no content."""
    fields = {"Server": "nginx"}
    if sketch.code not in _NGINX_KNOWS:
        return Shape("", "", fields, "")
    page = _PAGE.format(_title(sketch), _FOOT.format("nginx"))
    return Shape(page, "text/html", fields, _NGINX_NAMES.get(sketch.code))


_BLOCKED: Final = (
    '<!DOCTYPE html>\n<html lang="en-US">\n<head>\n<title>Attention Required! | Cloudflare</title>\n</head>\n<body>\n'
    '<div id="cf-wrapper"><div id="cf-error-details">\n<h1 data-translate="block_headline">Sorry, you have been '
    "blocked</h1>\n<h2>You are unable to access {host}</h2>\n</div></div>\n</body>\n</html>\n"
)  # fmt: skip


def cloudflare(sketch: Sketch) -> Shape:
    fields = {"Server": "cloudflare", "CF-RAY": "8f0d4c1f2b3a5e6d-ICN"}
    if sketch.code == 403:
        return Shape(_BLOCKED.format(host=escape(sketch.host)), "text/html; charset=UTF-8", fields)
    if sketch.code == 429 or 520 <= sketch.code <= 530:
        code = 1015 if sketch.code == 429 else sketch.code
        name = next((each.phrase for each in sketch.status.vendors if each.key.startswith("cloudflare-")), None)
        return Shape(f"error code: {code}", "text/plain; charset=UTF-8", fields, name)
    return Shape(_PAGE.format(_title(sketch), _FOOT.format("cloudflare")), "text/html", fields)


def alb(sketch: Sketch) -> Shape:
    """The application load balancer of AWS: its pages are nginx's without the foot."""
    return Shape(_PAGE.format(_title(sketch), ""), "text/html", {"Server": "awselb/2.0"})


_GATEWAY: Final = {
    400: ("Invalid request body", "BadRequestException"),
    401: ("Unauthorized", "UnauthorizedException"),
    403: ("Missing Authentication Token", "MissingAuthenticationTokenException"),
    404: ("Not Found", "NotFoundException"),
    413: ("Request Too Long", "RequestTooLargeException"),
    429: ("Too Many Requests", "TooManyRequestsException"),
    500: ("Internal server error", "InternalServerErrorException"),
    502: ("Internal server error", "InternalServerErrorException"),
    504: ("Endpoint request timed out", "InternalServerErrorException"),
}


def apigateway(sketch: Sketch) -> Shape:
    said, error = _GATEWAY.get(sketch.code, (phrase(sketch), ""))
    fields = {"x-amzn-RequestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef", "x-amz-apigw-id": "Xyz4FGhijoEF1Q="}
    return Shape(json.dumps({"message": said}), JSON, fields | ({"x-amzn-ErrorType": error} if error else {}))


_S3: Final = {
    301: ("PermanentRedirect", ("The bucket you are attempting to access must be addressed using the specified "
                                "endpoint. Please send all future requests to this endpoint.")),
    307: ("TemporaryRedirect", ("Please re-send this request to the specified temporary endpoint. Continue to use the "
                               "original request endpoint for future requests.")),
    400: ("InvalidArgument", "Invalid Argument"),
    403: ("AccessDenied", "Access Denied"),
    404: ("NoSuchKey", "The specified key does not exist."),
    405: ("MethodNotAllowed", "The specified method is not allowed against this resource."),
    409: ("OperationAborted", ("A conflicting conditional operation is currently in progress against this resource. "
                               "Please try again.")),
    411: ("MissingContentLength", "You must provide the Content-Length HTTP header."),
    412: ("PreconditionFailed", "At least one of the pre-conditions you specified did not hold"),
    416: ("InvalidRange", "The requested range is not satisfiable"),
    500: ("InternalError", "We encountered an internal error. Please try again."),
    501: ("NotImplemented", "A header you provided implies functionality that is not implemented"),
    503: ("SlowDown", "Please reduce your request rate."),
}  # fmt: skip
_REQUEST_ID: Final = "4442587FB7D0A2F9"
_HOST_ID: Final = "vlR7PnpV2Ce81l0PRw6jlUpck7Jo5ZsQjryTjKlc5aLWGVHPZLj5NeC6qMa0emYBDXOo6QBU0Wo="


def s3(sketch: Sketch) -> Shape:
    code, said = _S3.get(sketch.code, (phrase(sketch).replace(" ", ""), phrase(sketch)))
    members = {"Code": code, "Message": said, "Resource": sketch.path, "RequestId": _REQUEST_ID, "HostId": _HOST_ID}
    inner = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in members.items())
    fields = {"Server": "AmazonS3", "x-amz-request-id": _REQUEST_ID, "x-amz-id-2": _HOST_ID}
    return Shape(f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{inner}</Error>', "application/xml", fields)
