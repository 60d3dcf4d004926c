"""The guard of public forms: a signed stamp instead of a session, and a look at where the request comes from.

A stamp says for which purpose a form was given out, carries the id of the submission to come (so that a form sent
twice makes one record) and the time. It is good for 48 hours: a form left open overnight still works.
"""

import secrets
from dataclasses import dataclass

from flask import abort, current_app, request
from itsdangerous import BadSignature, SignatureExpired, TimestampSigner

from app.web.signers import timed_signer

FIELD = "stamp"
SEPARATOR = "~"
LIFETIME_SECONDS = 48 * 3600
ID_BYTES = 16


@dataclass(frozen=True)
class Stamp:
    """What a genuine stamp says: the id of this submission, url-safe, 128 random bits."""

    submission_id: str


class StampRefused(Exception):
    """No stamp, a forged one, one of another form, or one older than 48 hours; `purpose` is that of a fresh one."""

    def __init__(self, purpose: str) -> None:
        super().__init__(purpose)
        self.purpose = purpose


def new_stamp(purpose: str) -> str:
    """A fresh stamp for one form; `purpose` names the form and the row that it is about."""
    return stamp_for(str(current_app.secret_key), purpose)


def stamp_for(secret: str, purpose: str) -> str:
    """`new_stamp` where no application is at work yet."""
    return _signer(secret).sign(f"{purpose}.{secrets.token_urlsafe(ID_BYTES)}").decode()


def purpose_of(stamp: str) -> str:
    """What a stamp of ours was made for; says nothing about whether it is genuine."""
    return stamp.partition(SEPARATOR)[0].rpartition(".")[0]


def read_stamp(purpose: str) -> Stamp:
    """The stamp of the form that was sent. Raises StampRefused."""
    return stamp_in(request.form.get(FIELD, ""), purpose)


def stamp_in(typed: str, purpose: str) -> Stamp:
    """The same of a stamp that stands in a form."""
    try:
        text = _signer(str(current_app.secret_key)).unsign(typed, max_age=LIFETIME_SECONDS).decode()
    except (BadSignature, SignatureExpired, UnicodeDecodeError) as error:
        raise StampRefused(purpose) from error
    given_for, _, submission_id = text.rpartition(".")
    if given_for != purpose:
        raise StampRefused(purpose)
    return Stamp(submission_id)


def find_stamp(purpose: str) -> Stamp | None:
    """The stamp of the form that was sent, or None when it is refused; the page then asks to send once more."""
    try:
        return read_stamp(purpose)
    except StampRefused:
        return None


def refuse_foreign_origin() -> None:
    """Answer 403 when a browser says that another site sent this form."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(403)
    origin = request.headers.get("Origin")
    if (
        origin not in (None, "null")
        and origin != f"{request.scheme}://{request.host}"
        and origin != current_app.config["BASE_URL"]
    ):
        abort(403)
    if origin == "null" and "Sec-Fetch-Site" not in request.headers:
        abort(403)


def _signer(secret: str) -> TimestampSigner:
    return timed_signer(secret, "public-form", SEPARATOR)
