"""Codes that a vendor made up, or gave a meaning of its own, as language-free facts. One code can have several rows."""

from __future__ import annotations

from typing import Final

from pytest_httpstatus._model import VendorMeaning

_ACTIVESYNC: Final = (("ms-server-activesync", ""),)
_ALB: Final = (("server", "awselb"),)
_ARCGIS: Final = ((":host", "arcgis"),)
_CLOUDFLARE: Final = (("server", "cloudflare"), ("cf-ray", ""))
_GOOGLE: Final = ((":host", "googleapis.com"),)
_NGINX: Final = (("server", "nginx"),)
_PANTHEON: Final = (("x-pantheon-styx-hostname", ""),)
_SHOPIFY: Final = (("x-shopid", ""), (":host", "myshopify.com"))

# Of one code, Cloudflare stands last: its fields also come with what it passes on for the vendors behind it.
ROWS: Final[tuple[VendorMeaning, ...]] = (
    VendorMeaning("resumable-103", 103, "Checkpoint", "resumable requests proposal", wire=False),
    VendorMeaning("explorer-122", 122, "Request-URI Too Long", "Internet Explorer 7", wire=False),
    VendorMeaning("apache-218", 218, "This is fine", "Apache HTTP Server"),
    VendorMeaning("google-308", 308, "Resume Incomplete", "Google APIs", _GOOGLE),
    VendorMeaning(
        "laravel-419", 419, "Page Expired", "Laravel", (("set-cookie", "laravel_session"), ("set-cookie", "XSRF-TOKEN"))
    ),
    VendorMeaning("webdav-419", 419, "Insufficient Space On Resource", "WebDAV draft"),
    VendorMeaning("webdav-420", 420, "Method Failure", "WebDAV draft"),
    VendorMeaning("twitter-420", 420, "Enhance Your Calm", "Twitter API v1", ((":host", "twitter.com"),)),
    VendorMeaning("shopify-420", 420, "shop locked", "Shopify", _SHOPIFY),
    VendorMeaning("webdav-421", 421, "Destination Locked", "WebDAV draft"),
    VendorMeaning("webdav-425", 425, "Unordered Collection", "WebDAV draft"),
    VendorMeaning("shopify-430", 430, "Shopify Security Rejection", "Shopify", _SHOPIFY),
    VendorMeaning("shopify-old-430", 430, "Request Header Fields Too Large", "Shopify (older)", _SHOPIFY),
    VendorMeaning("iis-440", 440, "Login Time-out", "Microsoft IIS", (("server", "Microsoft-IIS"),)),
    VendorMeaning("nginx-444", 444, "No Response", "nginx", _NGINX, wire=False),
    VendorMeaning("microsoft-449", 449, "Retry With", "Microsoft WebDAV", (("ms-echo-request", ""),)),
    VendorMeaning("windows-450", 450, "Blocked by Windows Parental Controls", "Microsoft Windows"),
    VendorMeaning("activesync-451", 451, "Redirect", "Exchange ActiveSync", (("x-ms-location", ""), *_ACTIVESYNC)),
    VendorMeaning("activesync-456", 456, "Blocked", "Exchange ActiveSync", _ACTIVESYNC),
    VendorMeaning("activesync-457", 457, "Expired Password", "Exchange ActiveSync", _ACTIVESYNC),
    VendorMeaning("alb-460", 460, "client closed connection", "AWS ALB", _ALB, wire=False),
    VendorMeaning("alb-463", 463, "too many X-Forwarded-For addresses", "AWS ALB", _ALB),
    VendorMeaning("alb-464", 464, "incompatible protocol", "AWS ALB", _ALB),
    VendorMeaning("nginx-494", 494, "Request Header Too Large", "nginx", _NGINX, wire=False),
    VendorMeaning("nginx-495", 495, "SSL Certificate Error", "nginx", _NGINX, wire=False),
    VendorMeaning("nginx-496", 496, "SSL Certificate Required", "nginx", _NGINX, wire=False),
    VendorMeaning("nginx-497", 497, "HTTP Request Sent to HTTPS Port", "nginx", _NGINX, wire=False),
    VendorMeaning("nginx-498", 498, "cancelled code", "nginx", _NGINX, wire=False),
    VendorMeaning("arcgis-498", 498, "Invalid Token", "Esri ArcGIS", _ARCGIS),
    VendorMeaning("nginx-499", 499, "Client Closed Request", "nginx", _NGINX, wire=False),
    VendorMeaning("google-499", 499, "Client Closed Request", "Google APIs", _GOOGLE),
    VendorMeaning("arcgis-499", 499, "Token Required", "Esri ArcGIS", _ARCGIS),
    VendorMeaning("cloudlinux-508", 508, "Resource Limit Is Reached", "CloudLinux, cPanel"),
    VendorMeaning("cpanel-509", 509, "Bandwidth Limit Exceeded", "Apache bandwidth modules, cPanel"),
    VendorMeaning("aws-509", 509, "limit exceeded", "AWS", (("x-amzn-requestid", ""), ("x-amzn-errortype", ""))),
    VendorMeaning("cloudflare-520", 520, "Web Server Returns an Unknown Error", "Cloudflare", _CLOUDFLARE),
    VendorMeaning("cloudflare-521", 521, "Web Server Is Down", "Cloudflare", _CLOUDFLARE),
    VendorMeaning("cloudflare-522", 522, "Connection Timed Out", "Cloudflare", _CLOUDFLARE),
    VendorMeaning("cloudflare-523", 523, "Origin Is Unreachable", "Cloudflare", _CLOUDFLARE),
    VendorMeaning("cloudflare-524", 524, "A Timeout Occurred", "Cloudflare", _CLOUDFLARE),
    VendorMeaning("cloudflare-525", 525, "SSL Handshake Failed", "Cloudflare", _CLOUDFLARE),
    VendorMeaning("cloudflare-526", 526, "Invalid SSL Certificate", "Cloudflare", _CLOUDFLARE),
    VendorMeaning("cloudflare-527", 527, "Railgun Error", "Cloudflare", _CLOUDFLARE),
    VendorMeaning("qualys-529", 529, "Service Overloaded", "Qualys SSL Labs API", ((":host", "ssllabs.com"),)),
    VendorMeaning(
        "anthropic-529",
        529,
        "Overloaded",
        "Anthropic API",
        ((":content", "overloaded_error"), (":host", "anthropic.com")),
    ),
    VendorMeaning("pantheon-530", 530, "Site Frozen", "Pantheon", _PANTHEON),
    VendorMeaning("shopify-530", 530, "Origin DNS Error", "Shopify", _SHOPIFY),
    VendorMeaning("cloudflare-530", 530, "see 1xxx code in body", "Cloudflare", _CLOUDFLARE),
    VendorMeaning("shopify-540", 540, "Temporarily Disabled", "Shopify", _SHOPIFY),
    VendorMeaning("alb-561", 561, "Unauthorized", "AWS ALB", _ALB),
    VendorMeaning("pantheon-561", 561, "No Site Detected", "Pantheon", _PANTHEON),
    VendorMeaning("proxy-598", 598, "Network Read Timeout Error", "HTTP proxies"),
    VendorMeaning("proxy-599", 599, "Network Connect Timeout Error", "HTTP proxies"),
    VendorMeaning("tornado-599", 599, "simulated", "Tornado HTTP clients", wire=False),
    VendorMeaning("tencent-601", 601, "DNS resolution failed", "Tencent Cloud monitoring", wire=False),
    VendorMeaning("tencent-602", 602, "Server connection failed", "Tencent Cloud monitoring", wire=False),
    VendorMeaning("shopify-783", 783, "Unexpected Token", "Shopify", _SHOPIFY),
    VendorMeaning("linkedin-999", 999, "Request Denied", "LinkedIn", ((":host", "linkedin.com"),)),
)


def for_code(code: int) -> tuple[VendorMeaning, ...]:
    """What vendors mean by `code`, in the order of the table."""
    return tuple(row for row in ROWS if row.code == code)
