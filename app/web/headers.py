"""Security headers on every answer, errors and static files included."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, Response

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)
COMMON = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Flask-WTF needs the referrer of our own pages on HTTPS; other sites learn nothing.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": POLICY,
}
# For the few pages that look at a code through the camera: they may use it and run the reader that we serve.
CAMERA = {
    "Content-Security-Policy": POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"),
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=()",
}
STATIC_HEADERS = {**COMMON, "Content-Security-Policy": "default-src 'none'"}
HSTS = "max-age=31536000; includeSubDomains"


# Pages hold personal data or change with it: neither a shared cache nor the browser's may keep them.
_USUAL = [(name.lower(), (name, value)) for name, value in {**COMMON, "Cache-Control": "no-store"}.items()]


def guarding(environ: Mapping[str, Any], start_response: Callable[..., Any]) -> Callable[..., Any]:
    """`start_response` for whatever answers, which adds the headers that the answer does not bring itself.

    Here they are joined to a list once; a response object would be searched, and copied, with all of them.
    """
    at_last = [("Strict-Transport-Security", HSTS)] if environ.get("wsgi.url_scheme") == "https" else []

    def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
        own = {name.lower() for name, _ in headers}
        return start_response(status, [*headers, *(pair for name, pair in _USUAL if name not in own), *at_last], *error)

    return start


def _vary(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.vary.update(("Cookie", "Accept-Language"))
    return response


def init_app(app: Flask) -> None:
    app.after_request(_vary)
