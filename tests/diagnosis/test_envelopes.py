"""Error codes of APIs in their own envelopes, as recorded: nobody runs these clouds on a desk."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pytest_httpstatus._assertions import exchange_of
from pytest_httpstatus._diagnosis import aws, envelopes
from pytest_httpstatus._diagnosis.rule import Rule
from pytest_httpstatus._expectation import parse
from pytest_httpstatus._explaining import examine
from pytest_httpstatus._model import Dialect
from pytest_httpstatus._rendering.words import Words
from tests.diagnosis.conftest import One, causes, checks, likely
from tests.exchanges import exchange

JSON = {"Content-Type": "application/json"}
XML = {"Content-Type": "application/xml"}
HTML = {"Content-Type": "text/html"}
TEXT = {"Content-Type": "text/plain"}
KEYED = {"headers": {"Authorization": "AWS4-HMAC-SHA256 Credential=abcdefgh"}}


def error(code: str, message: str = "no") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>'


def multistatus(*codes: int) -> str:
    parts = "".join(f"<D:response><D:status>HTTP/1.1 {code} Any</D:status></D:response>" for code in codes)
    return f'<?xml version="1.0"?><D:multistatus xmlns:D="DAV:">{parts}</D:multistatus>'


def kubernetes(reason: str, message: str = "no") -> dict[str, object]:
    return {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": reason, "message": message}


def google(reason: str) -> dict[str, object]:
    return {"error": {"code": 403, "message": "no", "status": "PERMISSION_DENIED", "details": [1, {"reason": reason}]}}


NOT_AUTHORIZED = "User: arn:aws:iam::1:user/kim is not authorized to perform: s3:GetObject on resource"
LARAVEL = {
    "message": "Undefined variable $name",
    "exception": "ErrorException",
    "file": "/srv/shop/app/Http/Users.php",
    "line": 12,
    "trace": [],
}
S3_SAYS = "S3 says 403 to"
S3_HIDES = "of a key that is not there, unless s3:ListBucket is allowed: compare its spelling first"
MODIFIED = "the object has been modified; please apply your changes to the latest version"
LOCKED = '<?xml version="1.0"?><D:error xmlns:D="DAV:"><D:lock-token-submitted/></D:error>'

NAMED: dict[str, tuple[str, int, dict[str, str], object, dict[str, Any], str, str]] = {
    "aws.code key": (
        "GET", 403, XML, error("InvalidAccessKeyId"), KEYED,
        "the access key id is not known here (InvalidAccessKeyId)",
        "여기서 알지 못하는 액세스 키 ID입니다(InvalidAccessKeyId)",
    ),
    "aws.code expired": (
        "POST", 400, {"Content-Type": "application/x-amz-json-1.1"},
        {"__type": "com.amazonaws.sts#ExpiredTokenException", "message": "no"}, KEYED,
        "the temporary credentials have expired (ExpiredTokenException)",
        "임시 자격 증명이 만료되었습니다(ExpiredTokenException)",
    ),
    "aws.code field": (
        "POST", 400, JSON | {"x-amzn-ErrorType": "UnrecognizedClientException:http://internal.amazon.com/"},
        "{}", KEYED,
        "the access key id is not known here (UnrecognizedClientException)", "",
    ),
    "aws.code clock": (
        "GET", 403, XML, error("RequestTimeTooSkewed"), KEYED,
        "the request's time is too far from the server's clock (RequestTimeTooSkewed)", "",
    ),
    "aws.code signature": (
        "GET", 403, XML, error("SignatureDoesNotMatch"), KEYED,
        "the signature does not match (SignatureDoesNotMatch)", "서명이 일치하지 않습니다(SignatureDoesNotMatch)",
    ),
    "aws.code object": (
        "GET", 404, XML, error("NoSuchKey"), KEYED, "the bucket is there, and the key is not (NoSuchKey)", "",
    ),
    "aws.code bucket": ("GET", 404, XML, error("NoSuchBucket"), KEYED, "there is no such bucket (NoSuchBucket)", ""),
    "aws.code throttled": (
        "GET", 503, XML, error("SlowDown"), KEYED, "the service throttles, whatever is asked (SlowDown)",
        "서비스가 요청 속도를 제한했습니다(SlowDown)",
    ),
    "aws.denied": (
        "GET", 403, XML, error("AccessDenied", NOT_AUTHORIZED), KEYED, "the caller has no right to s3:GetObject",
        "호출한 쪽에 s3:GetObject 권한이 없습니다",
    ),
    "aws.denied JSON": (
        "POST", 403, JSON, {"__type": "AccessDeniedException", "Message": NOT_AUTHORIZED}, KEYED,
        "the caller has no right to s3:GetObject", "",
    ),
    "envelopes.multi-status": (
        "PUT", 207, XML, multistatus(200, 403, 424, 424), {},
        "3 of 4 parts failed inside the 207: 403, 424 (2)",
        "207 응답에 담긴 4개 중 3개가 실패했습니다: 403, 424 (2)",
    ),
    "envelopes.multi-status JSON": (
        "POST", 207, JSON, {"id": 1, "results": [{"status": 201}, {"statusCode": 409}, 1]}, {},
        "1 of 2 parts failed inside the 207: 409", "",
    ),
    "envelopes.multi-status list": (
        "POST", 207, JSON, [{"status": 500}], {}, "1 of 1 parts failed inside the 207: 500", "",
    ),
    "envelopes.oauth grant": (
        "POST", 400, JSON, {"error": "invalid_grant", "error_description": "used"}, {"data": {"code": "abcdefgh"}},
        "the token endpoint refused the code, the refresh token or the password (invalid_grant)",
        "토큰 엔드포인트가 코드, refresh 토큰 또는 비밀번호를 거부했습니다(invalid_grant)",
    ),
    "envelopes.oauth client": (
        "POST", 401, JSON, {"error": "invalid_client"}, KEYED,
        "the token endpoint does not know the client, or its secret is wrong (invalid_client)", "",
    ),
    "envelopes.exists kubernetes": (
        "POST", 409, JSON, kubernetes("AlreadyExists"), {}, "it exists already: AlreadyExists",
        "만들려는 것이 이미 있습니다: AlreadyExists",
    ),
    "envelopes.exists google": (
        "POST", 409, JSON,
        {"error": {"code": 409, "status": "ALREADY_EXISTS"}}, {}, "it exists already: ALREADY_EXISTS", "",
    ),
    "envelopes.exists aws": (
        "POST", 409, XML, error("BucketAlreadyOwnedByYou"), {}, "it exists already: BucketAlreadyOwnedByYou", "",
    ),
    "envelopes.exists database": (
        "POST", 409, JSON, {"detail": 'duplicate key value violates unique constraint "users_email"'}, {},
        "it exists already: duplicate key value violates unique constraint", "",
    ),
    "envelopes.stale-version": (
        "PUT", 409, JSON, kubernetes("Conflict", f"Operation cannot be fulfilled: {MODIFIED}"), {},
        "the object was changed since it was read: its resourceVersion is no longer the current one",
        "읽은 뒤에 객체가 바뀌어 resourceVersion 값이 더 이상 최신이 아닙니다",
    ),
    "envelopes.stale-version expired": (
        "GET", 410, JSON, kubernetes("Expired", "too old resource version: 1 (9)"), {},
        "the resourceVersion that was asked for is too old to be kept", "",
    ),
    "envelopes.stale-version elasticsearch": (
        "PUT", 409, JSON, {"error": {"type": "version_conflict_engine_exception"}, "status": 409}, {},
        "the object was changed since it was read: its version is no longer the current one", "",
    ),
    "envelopes.idempotency reused": (
        "POST", 400, JSON, {"error": {"type": "idempotency_error", "message": "no"}},
        {"headers": {"Idempotency-Key": "7"}}, "the Idempotency-Key was used before, with another request",
        "Idempotency-Key 값이 이미 다른 요청에 쓰였습니다",
    ),
    "envelopes.idempotency absent": (
        "POST", 400, JSON, {"title": "Idempotency-Key is missing"}, {"json": {"a": 1}},
        "the server asks for an idempotency-key field, and none was sent", "",
    ),
    "envelopes.google": (
        "GET", 403, JSON, google("SERVICE_DISABLED"), {"params": {"key": "abcdefgh"}},
        "the API is not enabled in this project (SERVICE_DISABLED)",
        "이 프로젝트에서 API가 사용 설정되지 않았습니다(SERVICE_DISABLED)",
    ),
    "envelopes.no-route spring": (
        "GET", 404, JSON, {"type": "about:blank", "title": "Not Found", "detail": "No static resource users."}, {},
        "the framework found no route: No static resource users",
        "프레임워크가 라우트를 찾지 못했습니다: No static resource users",
    ),
    "envelopes.no-route rails": (
        "GET", 404, JSON,
        {"status": 404, "exception": '#<ActionController::RoutingError: No route matches [GET] "/users">'},
        {}, 'the framework found no route: No route matches [GET] "/users"', "",
    ),
    "envelopes.no-route laravel": (
        "GET", 404, JSON, {"message": "The route users could not be found."}, {},
        "the framework found no route: The route users could not be found", "",
    ),
    "envelopes.no-route nest": (
        "GET", 404, JSON, {"message": "Cannot GET /users", "error": "Not Found", "statusCode": 404}, {},
        "the framework found no route: Cannot GET /users", "",
    ),
    "envelopes.no-route express": (
        "GET", 404, HTML, '<!DOCTYPE html>\n<html lang="en"><body>\n<pre>Cannot GET /users</pre>\n</body></html>', {},
        "the framework found no route: Cannot GET /users", "",
    ),
    "envelopes.exception laravel": (
        "GET", 500, JSON, LARAVEL, {},
        "the application raised ErrorException: Undefined variable $name, in app/Http/Users.php:12",
        ("애플리케이션에서 ErrorException 예외가 발생했습니다. 내용: Undefined variable $name. "
        "위치: app/Http/Users.php:12"),
    ),
    "envelopes.exception rails": (
        "GET", 500, JSON, {"status": 500, "exception": "#<NoMethodError: undefined method 'name' for nil>"}, {},
        "the application raised NoMethodError: undefined method 'name' for nil", "",
    ),
    "envelopes.exception without a word": (
        "GET", 500, JSON, {"exception": r"App\Errors\Closed", "line": 3, "message": ""}, {},
        r"the application raised App\Errors\Closed", "",
    ),
    "envelopes.elasticsearch-type newer": (
        "POST", 406, JSON,
        {"error": "Content-Type header [application/vnd.elasticsearch+json; compatible-with=9] is not supported"},
        {"json": {}},
        ("the server does not take the type that was sent (application/vnd.elasticsearch+json; compatible-with=9): "
        "the client is of a newer major version"),
        ("보낸 타입을 서버가 받지 않습니다. 클라이언트의 주 버전이 더 높습니다"
        "(application/vnd.elasticsearch+json; compatible-with=9)"),
    ),
    "envelopes.elasticsearch-type": (
        "POST", 406, JSON, {"error": "Content-Type header [text/plain] is not supported"}, {"data": "a"},
        "the server does not take the type that was sent: text/plain", "",
    ),
    "envelopes.elasticsearch-type none": (
        "POST", 406, JSON, {"error": "Content-Type header [] is not supported"}, {"data": "a"},
        "the request has no content-type field, and the server asks for one", "",
    ),
    "envelopes.webdav-lock": (
        "PUT", 423, XML, LOCKED, {}, "the resource is locked, and no lock token was sent (lock-token-submitted)",
        "리소스가 잠겨 있고 잠금 토큰을 보내지 않았습니다(lock-token-submitted)",
    ),
}  # fmt: skip
"""Method, code, fields, body, words for the client, the first sentence in English and in Korean."""


def body_of(body: object) -> str:
    return body if isinstance(body, str) else json.dumps(body)


@pytest.mark.parametrize("case", NAMED)
def test_an_error_code_names_the_cause(one: One, case: str) -> None:
    method, code, fields, body, words, english, korean = NAMED[case]
    response = one(method, code, fields, body_of(body), **words)
    assert english == likely(response, 200)[0]
    assert english == causes(response, 200)[case.partition(" ")[0]]
    assert not korean or [korean] == likely(response, 200, "ko")[:1]


@pytest.mark.parametrize(
    ("sentence", "body"),
    [
        (
            "the GraphQL error is UNAUTHENTICATED, at me.0.email",
            {"data": None,
             "errors": [{"message": "no", "path": ["me", 0, "email"], "extensions": {"code": "UNAUTHENTICATED"}}]},
        ),
        ("the GraphQL error is FORBIDDEN", {"errors": [{"message": "no", "extensions": {"code": "FORBIDDEN"}}]}),
        ("the GraphQL error is at me", {"data": None, "errors": [{"message": "no", "path": ["me"]}]}),
        ("the content has a code of its own, 498: Invalid token.",
         {"error": {"code": 498, "message": "Invalid token."}}),
    ],
)  # fmt: skip
def test_an_error_inside_a_200_is_told_more_closely(one: One, sentence: str, body: dict[str, Any]) -> None:
    response = one("POST", 200, JSON, json.dumps(body), json={"query": "{me}"})
    key = next(each for each in body if each.startswith("error"))
    assert [f'the server reports the failure inside its 200 answer: "{key}"', sentence] == likely(response, "4xx")
    assert [] == likely(response, 204)


def github(code: int, body: str, host: str = "api.github.com") -> dict[str, tuple[str, tuple[str, ...]]]:
    made = exchange(code, body.encode(), *JSON.items(), url=f"https://{host}/repos/a/b", client=Dialect("requests"))
    words = Words("en")
    found = examine(made, parse(200)).findings
    return {each.id: (words.finding(each).sentence, words.finding(each).checks) for each in found}


def test_github_hides_and_limits() -> None:
    hidden = github(404, '{"message": "Not Found"}')
    assert "" == hidden["envelopes.github-hidden"][0]
    assert hidden["envelopes.github-hidden"][1][0].startswith(
        "api.github.com says 404 as well of what the token may not"
    )
    limited = github(403, '{"message": "You have exceeded a secondary rate limit."}')
    assert "no matter of rights: GitHub's secondary rate limit is reached" == limited["envelopes.github-secondary"][0]
    elsewhere = github(403, '{"message": "You have exceeded a secondary rate limit."}', "api.test")
    assert not {"envelopes.github-secondary", "envelopes.github-hidden"} & elsewhere.keys()
    assert "envelopes.github-hidden" not in github(404, "{}", "api.test")


@pytest.mark.parametrize(
    ("line", "method", "code", "fields", "body", "words"),
    [
        (
            f"{S3_SAYS} GET {S3_HIDES}",
            "GET",
            403,
            XML,
            error("AccessDenied", "Access Denied"),
            {},
        ),
        (
            f"{S3_SAYS} HEAD {S3_HIDES}",
            "HEAD",
            403,
            {"Server": "AmazonS3"},
            "",
            {},
        ),
        (
            "a request with this Idempotency-Key may still be in flight (409): take a fresh one for each operation",
            "POST",
            409,
            {},
            "",
            {"headers": {"Idempotency-Key": "7"}},
        ),
        (
            "was this Idempotency-Key used before with other content (422)? take a fresh one for each operation",
            "POST",
            422,
            {},
            "",
            {"headers": {"Idempotency-Key": "7"}},
        ),
        (
            "a 424 failed because another did: mend that one first",
            "PUT",
            207,
            XML,
            multistatus(403, 424),
            {},
        ),
    ],
)
def test_what_is_only_possible_is_a_check(
    one: One, *, line: str, method: str, code: int, fields: dict[str, str], body: str, words: dict[str, Any]
) -> None:
    assert line in checks(one(method, code, fields, body, **words), 299 if code != 207 else 200)


ALIKE: dict[str, tuple[str, int, dict[str, str], object, dict[str, Any]]] = {
    "errors that are no GraphQL": ("POST", 200, JSON, {"errors": [{"message": "no"}]}, {}),
    "GraphQL without a word": ("POST", 200, JSON, {"data": None, "errors": [{"path": ["a"]}]}, {}),
    "GraphQL that says no more": ("POST", 200, JSON, {"data": None, "errors": [{"message": "no"}]}, {}),
    "a code that is no status": ("GET", 200, JSON, {"error": {"code": 7, "message": "no"}}, {}),
    "a code without a message": ("GET", 200, JSON, {"error": {"code": 404}}, {}),
    "a 207 in which all is well": ("PUT", 207, XML, multistatus(200, 204), {}),
    "a 207 with two lists": ("POST", 207, JSON, {"a": [{"status": 500}], "b": []}, {}),
    "a 207 with other statuses": ("POST", 207, JSON, [{"status": "failed"}, {"status": 7}], {}),
    "an error that is no OAuth": ("POST", 400, JSON, {"error": "invalid_seat"}, {}),
    "an OAuth word among others": ("POST", 400, JSON, {"error": "invalid_grant", "seat": 1}, {}),
    "a code of another XML": ("GET", 403, XML, error("Closed"), KEYED),
    "XML without a code": ("GET", 403, XML, "<?xml version='1.0'?><a/>", KEYED),
    "a type that is no code": ("POST", 400, JSON, {"__type": "a b"}, KEYED),
    "JSON that is a list": ("POST", 400, JSON, [1], KEYED),
    "API Gateway's own": (
        "GET", 429, {"x-amz-apigw-id": "a", "x-amzn-ErrorType": "TooManyRequestsException"},
        "", KEYED,
    ),
    "denied without an action": ("GET", 403, JSON, {"__type": "AccessDeniedException", "message": "no"}, KEYED),
    "a HEAD that is refused elsewhere": ("HEAD", 403, {"Server": "nginx"}, "", KEYED),
    "another conflict": ("POST", 409, JSON, {"detail": "no seats left"}, {}),
    "a Kubernetes success": ("POST", 409, JSON, {"kind": "Status", "status": "Success", "reason": "AlreadyExists"}, {}),
    "another conflict of Kubernetes": ("POST", 409, JSON, kubernetes("Conflict", "port is taken"), {}),
    "another 410": ("GET", 410, JSON, {"message": "too old"}, {}),
    "a reason of Google's that names nothing": ("GET", 403, JSON, google("CLOSED"), KEYED),
    "details that are no list": ("GET", 403, JSON, {"error": {"details": "no"}}, KEYED),
    "a 404 with a sentence": ("GET", 404, JSON, {"message": "no static seat"}, {}),
    "a page that says Cannot": ("GET", 404, HTML, "<html><p>Cannot GET /users</p></html>", {}),
    "an exception without a line": ("GET", 500, JSON, {"exception": "ErrorException"}, {}),
    "an exception that is a sentence": ("GET", 500, JSON, {"exception": "the seat is broken", "line": 3}, {}),
    "a routing error with another code": (
        "GET", 500, JSON, {"exception": "#<ActionController::RoutingError: no>"}, {},
    ),
    "406 in other words": ("POST", 406, JSON, {"error": "Content-Type is odd"}, {"json": {}}),
    "a lock whose token was sent": ("PUT", 423, XML, LOCKED, {"headers": {"If": "(<urn:uuid:7>)"}}),
    "a 423 without a word": ("PUT", 423, XML, "<?xml version='1.0'?><a/>", {}),
    "an idempotency key that is not missing": (
        "POST", 400, JSON,
        {"title": "no"}, {"headers": {"Idempotency-Key": "7"}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ALIKE)
def test_what_looks_alike_is_not_named(one: One, case: str) -> None:
    method, code, fields, body, words = ALIKE[case]
    found = causes(one(method, code, fields, body_of(body), **words), "4xx" if code == 200 else 299)
    ours = {each.id for module in (aws, envelopes) for each in vars(module).values() if isinstance(each, Rule)}
    assert {} == {name: sentence for name, sentence in found.items() if name in ours and sentence}


def test_an_exchange_without_what_was_sent_lacks_no_key() -> None:
    made = exchange(400, b'{"title": "Idempotency-Key is missing"}', *JSON.items(), asked=None)
    assert "envelopes.idempotency" not in {each.id for each in examine(made, parse(200)).findings}
    assert exchange_of(404).request.fields is None
