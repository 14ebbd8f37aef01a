"""What a failing statement asked of a status."""

from __future__ import annotations

import ast
from http import HTTPStatus
from types import SimpleNamespace

import pytest

from pytest_httpstatus import IsStatus
from pytest_httpstatus._recovery import asked
from pytest_httpstatus._recovery.scope import Scope
from pytest_httpstatus._recovery.statement import Statement


def response_of(module: str) -> type:
    return type("Response", (), {"__module__": module})


NAMES = {
    "HTTPStatus": HTTPStatus,
    "IsStatus": IsStatus,
    "codes": SimpleNamespace(ok=200),
    "wanted": 201,
    "code": 404,
    "enum_code": HTTPStatus.NOT_FOUND,
    "exit_code": 3,
    "CODES": (200, IsStatus("204")),
    "fine": IsStatus("2xx"),
    "requests_r": response_of("requests.models")(),
    "httpx_r": response_of("httpx._models")(),
    "@py_assert1": IsStatus("2xx | 404"),
}


def scope() -> Scope:
    return Scope(SimpleNamespace(f_locals=dict(NAMES), f_globals={}, f_code=(lambda: None).__code__))


def statement(source: str) -> Statement:
    """The last statement of a text; with what it stands in."""
    node = ast.parse(source).body[-1]
    if isinstance(node, ast.If):
        inner = (node.orelse or node.body)[-1]
        return Statement(inner, (node,))
    return Statement(node)


def shown(check: asked.Check) -> str:
    stored = ", stored" if check.stored else ""
    followed = f", followed {asked.expectation(check.followed).text}" if check.followed else ""
    return f"{ast.unparse(check.subject)}: {asked.expectation(check.codes).text}{stored}{followed}"


ASKED = {
    "assert r.status_code == 200": ["r: 200"],
    "assert 200 == r.status": ["r: 200"],
    "assert r.code is 200": ["r: 200"],
    "assert r.status_code != 404": ["r: !404"],
    "assert not r.status_code == 404": ["r: !404"],
    "assert r.status_code == wanted": ["r: 201"],
    "assert r.status_code == HTTPStatus.CREATED": ["r: 201"],
    "assert r.status_code == HTTPStatus.CREATED.value": [],
    "assert r.status_code == codes.ok": ["r: 200"],
    "assert r.status_code in (200, 201)": ["r: 200 | 201"],
    "assert r.status_code in {200, 201}": ["r: 200 | 201"],
    "assert r.status_code in set([200, 201])": ["r: 200 | 201"],
    "assert r.status_code in CODES": ["r: 200 | 204"],
    "assert r.status_code in range(200, 203)": ["r: 200-202"],
    "assert r.status_code not in [404, 410]": ["r: !404 & !410"],
    "assert r.status_code in names": [],
    "assert r.status_code in []": [],
    "assert r.status_code == [200]": [],
    "assert r.status_code == 'ok'": [],
    "assert 200 in r.status_code": ["r: 200"],
    "assert [200] in r.status_code": [],
    "assert r.status_code < 400": ["r: 1xx | 2xx | 3xx"],
    "assert 200 <= r.status_code < 300": ["r: 2xx"],
    "assert r.status_code >= 200 and r.status_code <= 201": ["r: 2xx | 3xx | 4xx | 5xx", "r: 1xx | 200 | 201"],
    "assert 400 > r.status_code": ["r: 1xx | 2xx | 3xx"],
    "assert r.status_code // 100 == 2": ["r: 2xx"],
    "assert r.status_code // 10 == 20": ["r: 200-209"],
    "assert r.status_code // 7 == 2": [],
    "assert f(r) // 100 == 2": [],
    "assert int(r.status_code) == 200": ["r: 200"],
    "assert str(r.status_code) == '200'": ["r: 200"],
    "assert r.status == '404 NOT FOUND'": ["r: 404"],
    "assert '200' in r.status": ["r: 200"],
    "assert '500' not in r.status": ["r: !500"],
    "assert r.getcode() == 200": ["r: 200"],
    "assert r['ResponseMetadata']['HTTPStatusCode'] == 200": ["r: 200"],
    "assert r['HTTPStatusCode'] == 200": [],
    "assert r[0] == 200": [],
    "assert r.ok": ["r: 2xx | 3xx"],
    "assert r.ok is True": ["r: 2xx | 3xx"],
    "assert r.ok == False": ["r: 1xx | 4xx | 5xx"],
    "assert r.is_success": ["r: 2xx"],
    "assert not r.is_error": ["r: 1xx | 2xx | 3xx"],
    "assert r.is_open": [],
    "assert is_success(r.status_code)": ["r: 2xx"],
    "assert status.is_client_error(r.status_code)": ["r: 4xx"],
    "assert is_success(r)": [],
    "assert requests_r": ["requests_r: 2xx | 3xx"],
    "assert httpx_r": [],
    "assert r == IsStatus('2xx')": ["r: 2xx"],
    "assert r.status_code == IsStatus('2xx') | 404": ["r: 2xx | 404"],
    "assert r == fine": ["r: 2xx"],
    "assert r != fine": ["r: 1xx | 3xx | 4xx | 5xx"],
    "assert r < fine": [],
    "assert r == IsStatus('teapot?')": [],
    "assert code == 200": ["code: 200, stored"],
    "assert enum_code == 200": ["enum_code: 200, stored"],
    "assert code == wanted": ["code: 201, stored", "wanted: 404, stored"],
    "assert exit_code == 0": [],
    "assert (late := r.status_code) == 200": ["r: 200"],
    "assert a.status_code == b.status_code": [],
    "assert r.status_code == 200 or r.status_code == 404": ["r: 200 | 404"],
    "assert a.status_code == 200 or b.status_code == 200": [],
    "assert r.status_code == 200 and r.json()": ["r: 200"],
    "assert all(each.ok for each in several)": ["each: 2xx | 3xx"],
    "assert all(several)": [],
    "r.raise_for_status()": ["r: 2xx | 3xx"],
    "httpx_r.raise_for_status()": ["httpx_r: 2xx"],
    "raise_for_status()": [],
    "expect(r).to_be_ok()": ["r: 2xx"],
    "expect(r).not_to_be_ok()": ["r: 1xx | 3xx | 4xx | 5xx"],
    "self.assertEqual(r.status_code, 200)": ["r: 200"],
    "self.assertEqual(r.status_code)": [],
    "self.assertIn(r.status_code, [200])": ["r: 200"],
    "self.assertTrue(r.ok)": ["r: 2xx | 3xx"],
    "self.assertFalse(r.ok)": ["r: 1xx | 4xx | 5xx"],
    "self.assertContains(r, 'x')": ["r: 200"],
    "self.assertContains(r, 'x', status_code=404)": ["r: 404"],
    "self.assertContains(r, 'x', 1, 404)": ["r: 404"],
    "self.assertContains(r, 'x', status_code=f())": [],
    "self.assertRedirects(r, '/x')": ["r: 302, followed 200"],
    "self.assertRedirects(r, '/x', 301, 404)": ["r: 301, followed 404"],
    "if r.status_code != 200: raise E": ["r: 200"],
    "if not r.ok: pytest.fail('x')": ["r: 2xx | 3xx"],
    "if not r.ok: fail('x')": ["r: 2xx | 3xx"],
    "if not r.ok: assert False, 'x'": ["r: 2xx | 3xx"],
    "if not r.ok: assert 1": [],
    "if not r.ok: log(r)": [],
    "if not r.ok: x = 1": [],
    "if r.ok: pass\nelse: raise E": ["r: 2xx | 3xx"],
    "raise E": [],
    "assert r.status_code in ['a']": [],
    "assert 0": [],
    "assert r.status_code != True": [],
    "x = f(r)": [],
}


@pytest.mark.parametrize("source", ASKED)
def test_what_was_asked(source):
    """Read from the syntax, and from plain values of the frame; what is not known is not guessed."""
    assert ASKED[source] == [shown(each) for each in asked.checks(statement(source), scope())]


def test_a_matcher_that_no_assert_kept_is_not_known():
    """Without operands nothing is known of a matcher that was computed."""
    bare = Scope(SimpleNamespace(f_locals={}, f_globals={}, f_code=(lambda: None).__code__))
    assert asked.checks(statement("assert r == a | b"), bare) == []


def test_the_response_behind_a_status():
    """Only a status itself, not its class."""
    found = [
        asked.status_of(ast.parse(each, mode="eval").body, scope()) for each in ("r.status", "r.status // 100", "r")
    ]
    assert ["r", None, None] == [each and ast.unparse(each) for each in found]


def test_a_function_without_a_name_is_called_nothing():
    """What is called may be an expression."""
    assert "" == asked.called(ast.parse("f()()", mode="eval").body)
