"""Browsers from which an account signed in before: what others type, even at the same address, does not slow them.

The cookie is signed and names the account by its id; it opens nothing, it only says where a try is counted.
"""

import secrets

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from app.access.models import User
from app.web.limits import caller

COOKIE = "device"
LIFETIME_SECONDS = 365 * 86400
ID_BYTES = 12


def place_of(user: User | None) -> str:
    """Where a try for this account is counted: this device if the account knows it, else the caller's address."""
    return f"device {_read()['device']}" if is_known(user) else caller()


def is_known(user: User | None) -> bool:
    """Whether this browser signed in to the account before."""
    return user is not None and _read().get("account") == user.id


def remember(response: Response, user: User) -> None:
    """Let this browser count for itself at the account's next sign-in."""
    if is_known(user):
        return
    cookie = _serializer().dumps({"account": user.id, "device": secrets.token_urlsafe(ID_BYTES)})
    response.set_cookie(
        COOKIE,
        cookie,
        max_age=LIFETIME_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )


def _read() -> dict[str, object]:
    try:
        return dict(_serializer().loads(request.cookies.get(COOKIE, ""), max_age=LIFETIME_SECONDS))
    except BadSignature:
        return {}


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="known-device")
