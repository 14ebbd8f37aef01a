"""No answer for a reason of TLS: the certificate, the version, or a port that speaks something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_httpstatus._diagnosis.connections import host, peer, proved, silence

if TYPE_CHECKING:
    from pytest_httpstatus._diagnosis.rule import Case, Found

_SOURCE: Final = "OpenSSL, X509_STORE_CTX_get_error(3)"
_REASONS: Final = "OpenSSL, ssl/ssl_err.c"
_NO_TLS: Final = frozenset({"WRONG_VERSION_NUMBER", "UNKNOWN_PROTOCOL", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG"})
_OLD: Final = frozenset(
    {"UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "NO_PROTOCOLS_AVAILABLE", "VERSION_TOO_LOW"}
)
_OF_CLIENT: Final = frozenset(
    {
        "TLSV13_ALERT_CERTIFICATE_REQUIRED", "TLSV1_ALERT_UNKNOWN_CA", "SSLV3_ALERT_BAD_CERTIFICATE",
        "SSLV3_ALERT_CERTIFICATE_UNKNOWN", "SSLV3_ALERT_CERTIFICATE_EXPIRED",
    }
)  # fmt: skip
"""Alerts that a server sends when it is not content with the client's certificate."""

_NOT_YET, _EXPIRED, _SELF_SIGNED, _SELF_SIGNED_ROOT = "9", "10", "18", "19"
_NO_ISSUER: Final = frozenset({"2", "20", "21"})
_WRONG_HOST: Final = frozenset({"62", "64"})
_NAMED: Final = frozenset({_NOT_YET, _EXPIRED, _SELF_SIGNED, _SELF_SIGNED_ROOT}) | _NO_ISSUER | _WRONG_HOST


@silence("tls.expired", source=_SOURCE, rank=70)
def expired(case: Case) -> Found:
    return host(case) if proved(case).get("verify") == _EXPIRED else None


@silence("tls.not-yet-valid", source=_SOURCE, rank=70)
def not_yet_valid(case: Case) -> Found:
    return host(case) if proved(case).get("verify") == _NOT_YET else None


@silence("tls.self-signed", source=_SOURCE, rank=70)
def self_signed(case: Case) -> Found:
    return host(case) if proved(case).get("verify") == _SELF_SIGNED else None


@silence("tls.unknown-root", source=_SOURCE, rank=70)
def unknown_root(case: Case) -> Found:
    return host(case) if proved(case).get("verify") == _SELF_SIGNED_ROOT else None


@silence("tls.unknown-issuer", source=_SOURCE, rank=70)
def unknown_issuer(case: Case) -> Found:
    return host(case) if proved(case).get("verify") in _NO_ISSUER else None


@silence("tls.wrong-host", source=_SOURCE, rank=70)
def wrong_host(case: Case) -> Found:
    return host(case) or None if proved(case).get("verify") in _WRONG_HOST else None


@silence("tls.certificate", source=_SOURCE, rank=60)
def certificate(case: Case) -> Found:
    known = proved(case)
    if "verify" not in known or known["verify"] in _NAMED:
        return None
    return {"says": known["verify_says"], **host(case)} if "verify_says" in known else host(case)


@silence("tls.plain-server", source=_REASONS, rank=70)
def plain_server(case: Case) -> Found:
    return _at(case) if proved(case).get("tls") in _NO_TLS else None


@silence("tls.server", source="RFC 8446, Section 5.1: an alert record begins with 0x15 0x03", rank=70)
def server(case: Case) -> Found:
    return _at(case) if proved(case).get("line", "").startswith("\x15\x03") and case.url.startswith("http:") else None


@silence("tls.old-version", source=_REASONS, rank=70)
def old_version(case: Case) -> Found:
    reason = proved(case).get("tls", "")
    return {"reason": reason, **_at(case)} if reason in _OLD else None


@silence("tls.client-certificate", source=_REASONS, rank=70)
def client_certificate(case: Case) -> Found:
    reason = proved(case).get("tls", "")
    return {"reason": reason, **_at(case)} if reason in _OF_CLIENT else None


@silence("tls.failed", source=_REASONS, rank=40)
def failed(case: Case) -> Found:
    reason = proved(case).get("tls", "")
    if not reason or reason in _NO_TLS | _OLD | _OF_CLIENT:
        return None
    return _at(case) if reason == "yes" else {"reason": reason, **_at(case)}


def _at(case: Case) -> dict[str, str]:
    return {"peer": peer(case)} if peer(case) else {}
