"""Every code of the IANA registry, as language-free facts. Phrases are the registry's own, the same on every Python."""

from __future__ import annotations

from typing import Final

from pytest_httpstatus._model import Status

# The formatter would give each fact a line of its own, and a table of 600 lines hides what differs.
# fmt: off
ROWS: Final[tuple[Status, ...]] = (
    Status(100, "Continue", "RFC 9110, Section 15.2.1", content="never"),
    Status(101, "Switching Protocols", "RFC 9110, Section 15.2.2",
           content="never", required=("Upgrade",), usual=("Connection",)),
    Status(102, "Processing", "RFC 2518, Section 10.1", content="never"),
    Status(103, "Early Hints", "RFC 8297, Section 2", content="never", usual=("Link",)),
    Status(104, "Upload Resumption Supported", "draft-ietf-httpbis-resumable-upload-05", "temporary",
           content="never", usual=("Location",)),
    Status(200, "OK", "RFC 9110, Section 15.3.1",
           content="expected", usual=("ETag", "Last-Modified"), cacheable=True),
    Status(201, "Created", "RFC 9110, Section 15.3.2", usual=("Location", "ETag")),
    Status(202, "Accepted", "RFC 9110, Section 15.3.3", usual=("Location", "Operation-Location", "Retry-After")),
    Status(203, "Non-Authoritative Information", "RFC 9110, Section 15.3.4",
           aliases=("Non-Authoritative Info",), cacheable=True),
    Status(204, "No Content", "RFC 9110, Section 15.3.5", content="never", usual=("ETag",), cacheable=True),
    Status(205, "Reset Content", "RFC 9110, Section 15.3.6", content="never"),
    Status(206, "Partial Content", "RFC 9110, Section 15.3.7",
           content="expected", usual=("Content-Range", "ETag"), cacheable=True),
    Status(207, "Multi-Status", "RFC 4918, Section 11.1", aliases=("Multiple Status",), content="expected"),
    Status(208, "Already Reported", "RFC 5842, Section 7.1"),
    Status(226, "IM Used", "RFC 3229, Section 10.4.1", usual=("IM", "ETag")),
    Status(300, "Multiple Choices", "RFC 9110, Section 15.4.1", content="usual", usual=("Location",), cacheable=True),
    Status(301, "Moved Permanently", "RFC 9110, Section 15.4.2",
           usual=("Location",), cacheable=True, keeps_method=False),
    Status(302, "Found", "RFC 9110, Section 15.4.3",
           aliases=("Moved Temporarily",), usual=("Location",), keeps_method=False),
    Status(303, "See Other", "RFC 9110, Section 15.4.4", usual=("Location",), keeps_method=False),
    Status(304, "Not Modified", "RFC 9110, Section 15.4.5",
           content="never", usual=("ETag", "Last-Modified", "Vary", "Cache-Control")),
    Status(305, "Use Proxy", "RFC 9110, Section 15.4.6"),
    Status(306, "(Unused)", "RFC 9110, Section 15.4.7", "unused", aliases=("Switch Proxy",)),
    Status(307, "Temporary Redirect", "RFC 9110, Section 15.4.8", usual=("Location",), keeps_method=True),
    Status(308, "Permanent Redirect", "RFC 9110, Section 15.4.9",
           usual=("Location",), cacheable=True, keeps_method=True),
    Status(400, "Bad Request", "RFC 9110, Section 15.5.1", content="usual", retry="final"),
    Status(401, "Unauthorized", "RFC 9110, Section 15.5.2",
           aliases=("Authorization Required",), content="usual", required=("WWW-Authenticate",), retry="final"),
    Status(402, "Payment Required", "RFC 9110, Section 15.5.3", content="usual", retry="final"),
    Status(403, "Forbidden", "RFC 9110, Section 15.5.4", content="usual", retry="final"),
    Status(404, "Not Found", "RFC 9110, Section 15.5.5", content="usual", cacheable=True, retry="depends"),
    Status(405, "Method Not Allowed", "RFC 9110, Section 15.5.6",
           aliases=("Not Allowed",), content="usual", required=("Allow",), cacheable=True, retry="final"),
    Status(406, "Not Acceptable", "RFC 9110, Section 15.5.7", content="usual", retry="final"),
    Status(407, "Proxy Authentication Required", "RFC 9110, Section 15.5.8",
           content="usual", required=("Proxy-Authenticate",)),
    Status(408, "Request Timeout", "RFC 9110, Section 15.5.9",
           aliases=("Request Time-out",), content="usual", usual=("Connection",), retry="transient"),
    Status(409, "Conflict", "RFC 9110, Section 15.5.10", content="usual", retry="depends"),
    Status(410, "Gone", "RFC 9110, Section 15.5.11", content="usual", cacheable=True, retry="final"),
    Status(411, "Length Required", "RFC 9110, Section 15.5.12", content="usual", retry="final"),
    Status(412, "Precondition Failed", "RFC 9110, Section 15.5.13", content="usual", usual=("ETag",)),
    Status(413, "Content Too Large", "RFC 9110, Section 15.5.14",
           aliases=("Payload Too Large", "Request Entity Too Large"),
           content="usual", usual=("Retry-After",), retry="depends"),
    Status(414, "URI Too Long", "RFC 9110, Section 15.5.15",
           aliases=("Request-URI Too Long", "Request-URI Too Large"), content="usual", cacheable=True, retry="final"),
    Status(415, "Unsupported Media Type", "RFC 9110, Section 15.5.16",
           content="usual", usual=("Accept", "Accept-Encoding", "Accept-Post", "Accept-Patch"), retry="final"),
    Status(416, "Range Not Satisfiable", "RFC 9110, Section 15.5.17",
           aliases=("Requested Range Not Satisfiable",), content="usual", usual=("Content-Range",), retry="final"),
    Status(417, "Expectation Failed", "RFC 9110, Section 15.5.18", content="usual", retry="final"),
    Status(418, "(Unused)", "RFC 9110, Section 15.5.19", "unused",
           aliases=("I'm a teapot", "I am a teapot"), content="usual"),
    Status(421, "Misdirected Request", "RFC 9110, Section 15.5.20", content="usual", retry="depends"),
    Status(422, "Unprocessable Content", "RFC 9110, Section 15.5.21",
           aliases=("Unprocessable Entity",), content="usual", retry="final"),
    Status(423, "Locked", "RFC 4918, Section 11.3", content="usual", retry="depends"),
    Status(424, "Failed Dependency", "RFC 4918, Section 11.4", content="usual", retry="depends"),
    Status(425, "Too Early", "RFC 8470, Section 5.2", content="usual", retry="transient"),
    Status(426, "Upgrade Required", "RFC 9110, Section 15.5.22",
           content="usual", required=("Upgrade",), usual=("Connection",), retry="final"),
    Status(428, "Precondition Required", "RFC 6585, Section 3", content="usual", retry="final"),
    Status(429, "Too Many Requests", "RFC 6585, Section 4",
           content="usual", usual=("Retry-After", "RateLimit", "RateLimit-Policy"), retry="transient"),
    Status(431, "Request Header Fields Too Large", "RFC 6585, Section 5",
           aliases=("Header Fields Too Large",), content="usual", retry="final"),
    Status(451, "Unavailable For Legal Reasons", "RFC 7725, Section 3",
           content="usual", usual=("Link",), cacheable=True, retry="final"),
    Status(500, "Internal Server Error", "RFC 9110, Section 15.6.1", content="usual"),
    Status(501, "Not Implemented", "RFC 9110, Section 15.6.2", content="usual", cacheable=True, retry="final"),
    Status(502, "Bad Gateway", "RFC 9110, Section 15.6.3", content="usual", usual=("Proxy-Status",), retry="transient"),
    Status(503, "Service Unavailable", "RFC 9110, Section 15.6.4",
           aliases=("Service Temporarily Unavailable",),
           content="usual", usual=("Retry-After", "Proxy-Status"), retry="transient"),
    Status(504, "Gateway Timeout", "RFC 9110, Section 15.6.5",
           aliases=("Gateway Time-out",), content="usual", usual=("Proxy-Status",), retry="transient"),
    Status(505, "HTTP Version Not Supported", "RFC 9110, Section 15.6.6", content="usual", retry="final"),
    Status(506, "Variant Also Negotiates", "RFC 2295, Section 8.1", content="usual"),
    Status(507, "Insufficient Storage", "RFC 4918, Section 11.5", content="usual", retry="depends"),
    Status(508, "Loop Detected", "RFC 5842, Section 7.2", content="usual"),
    Status(510, "Not Extended", "RFC 2774, Section 7; status-change-http-experiments-to-historic", "obsoleted",
           content="usual"),
    Status(511, "Network Authentication Required", "RFC 6585, Section 6", content="usual", retry="final"),
)
# fmt: on

BY_CODE: Final = {row.code: row for row in ROWS}
_LONGEST_NAME: Final = 60
_DROPPED: Final = str.maketrans({"_": " ", "-": " ", "'": None, "’": None})


def _normalised(name: str) -> str:
    return " ".join(name.casefold().translate(_DROPPED).split())


def _names(row: Status) -> tuple[str, ...]:
    # "(Unused)" is the phrase of two codes, so it names neither.
    return row.aliases if row.state == "unused" else (row.phrase, *row.aliases)


_CODES_BY_NAME: Final = {_normalised(name): row.code for row in ROWS for name in _names(row)}


def by_name(name: str) -> int | None:
    """The registered code of that name, in any usual spelling, old names too (`request_uri_too_long`)."""
    return _CODES_BY_NAME.get(_normalised(name))


def nearest_name(name: str) -> str | None:
    """The name most like `name`, as it is written: the registered phrase, or `I'm a teapot` where there is none."""
    # Late: difflib costs 8 ms, and only a slip of the pen needs it.
    from difflib import get_close_matches

    wanted = _normalised(name)
    # "unused" is near to "im used", which nobody means.
    if len(wanted) > _LONGEST_NAME or wanted.strip("()") == "unused":
        return None
    near = get_close_matches(wanted, _CODES_BY_NAME, n=1)
    return _names(BY_CODE[_CODES_BY_NAME[near[0]]])[0] if near else None
