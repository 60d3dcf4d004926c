"""Security headers on every answer, errors and static files included."""

from flask import Flask, Response, request

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
_USUAL = {**COMMON, "Cache-Control": "no-store"}


def _add(response: Response) -> Response:
    # Looked through once: asking for each name by itself goes through all headers each time.
    own = {name.lower() for name, _ in response.headers}
    response.headers.extend([(name, value) for name, value in _USUAL.items() if name.lower() not in own])
    if response.mimetype == "text/html":
        response.vary.update(("Cookie", "Accept-Language"))
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = HSTS
    return response


def init_app(app: Flask) -> None:
    app.after_request(_add)
