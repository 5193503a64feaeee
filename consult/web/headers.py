"""Headers of every answer: what a browser may load, and what may be kept where."""

from flask import Flask, Response, request
from flask_compress import Compress

from .access import identity

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FIXED = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

compress = Compress()


def init_app(app: Flask) -> None:
    """Set the headers; compress text."""
    compress.init_app(app)
    app.after_request(_set_headers)


def _set_headers(response: Response) -> Response:
    for name, value in FIXED.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint == "static":
        return response
    response.vary.update(["HX-Request", "Cookie"])
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store" if _is_personal() else "no-cache"
    return response


def _is_personal() -> bool:
    try:
        return identity().actor.is_signed_in
    except Exception:  # the identity itself may be what failed
        return True
