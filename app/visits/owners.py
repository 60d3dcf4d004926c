"""Whether a receipt is opened on the device that sent the form: a signed cookie of that receipt's address alone."""

import re
from datetime import datetime
from functools import lru_cache

from flask import current_app, request
from itsdangerous import BadSignature, Signer
from werkzeug.http import dump_cookie

from app.visits.remembered import read
from app.web.signers import signer

COOKIE = "mine"
LIFETIME_SECONDS = 24 * 3600


def own_cookie(receipt: str, *, at: datetime, secure: bool) -> str:
    """What lets this device see the name on the receipt, and check out with one tap, for 24 hours."""
    until = int(at.timestamp()) + LIFETIME_SECONDS
    signed = _signer().sign(f"{receipt}.{until}").decode()
    name, attributes, end = _around(until, secure)
    # Neither a receipt nor its signature has anything to be quoted.
    return f"{name}{signed}{attributes}{receipt}{end}"


@lru_cache(maxsize=8)
def _around(until: int, secure: bool) -> list[str]:
    """What the cookies of one second have in common: it costs ten times as much to write as to put together."""
    cookie = dump_cookie(
        COOKIE,
        "SIGNED",
        path="/r/RECEIPT",
        max_age=LIFETIME_SECONDS,
        expires=until,
        httponly=True,
        samesite="Lax",
        secure=secure,
    )
    return re.split("SIGNED|RECEIPT", cookie)


def is_own(receipt: str, *, at: datetime) -> bool:
    """Whether this device sent the form, within 24 hours or as the phone that remembers it."""
    return _is_signed(receipt, at) or ((known := read()) is not None and receipt in known.receipts)


def _is_signed(receipt: str, at: datetime) -> bool:
    try:
        signed = _signer().unsign(request.cookies.get(COOKIE, "")).decode()
    except BadSignature:
        return False
    signed_receipt, _, until = signed.rpartition(".")
    return signed_receipt == receipt and at.timestamp() < int(until)


def _signer() -> Signer:
    return signer(str(current_app.secret_key), "own-receipt", "~")
