"""Which general causes have nothing left to say beside a closer one: they would repeat it, or lead astray."""

from __future__ import annotations

from typing import Final

from pytest_httpstatus._diagnosis import inside

_NO_CREDENTIALS: Final = frozenset({"auth.forbidden-no-credentials"})
_REFUSED_BEFORE: Final = (
    "amazon.api-gateway-path", "amazon.cloudfront", "amazon.load-balancer", "apache.forbidden", "clouds.akamai",
    "clouds.cloudflare-blocked", "clouds.cloudflare-challenge", "clouds.cloudflare-code", "frameworks.django-csrf",
    "frameworks.rest-csrf", "frameworks.tornado-xsrf", "iis.substatus", "nginx.forbidden", "proxies.haproxy",
    "proxies.squid",
)  # fmt: skip
"""What refuses a request whoever sends it: credentials would not have helped."""

INSTEAD: Final = {
    **inside.INSTEAD,
    **dict.fromkeys(_REFUSED_BEFORE, _NO_CREDENTIALS),
    "frameworks.flask-jwt-missing": frozenset({"auth.refused"}),
    "frameworks.flask-no-json": frozenset({"content.no-body"}),
    "frameworks.rest-throttled": frozenset({"rate.wait"}),
    "pydantic.wrong-place": frozenset({"content.no-body"}),
    "redirects.content-lost": frozenset({"content.no-body"}),
    "rest.simplejwt": frozenset({"auth.refused"}),
}
"""By the closer cause."""
