"""What was typed on a page whose session had run out: it goes along with signing in, for its own account alone.

It travels sealed in the page that asks to sign in and nowhere else: in no address, no cookie, and no cache keeps the
page. Who signs in as somebody else gets nothing of it. A slip that is issued anew opens another account for the same
person: of the same name, role and body.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, request, session

from app.access import sessions
from app.access.models import User
from app.access.queries import find_pin, find_user
from app.access.sessions import Past
from app.crypto import Unreadable, open_parcel, seal_parcel
from app.web import csrf
from app.web.destinations import own_path
from app.web.errors import kept_fields

FIELD = "kept"
PURPOSE = "typed before signing in again"
LIFETIME_SECONDS = 12 * 3600
# What a sealed form may measure so that the page to sign in can still be sent.
LARGEST_CHARACTERS = 200_000


@dataclass(frozen=True)
class Kept:
    """A form that was sent too late: by whom, where to, what was in it; files cannot be kept."""

    user_id: int
    address: str
    fields: Sequence[tuple[str, str]]
    had_files: bool


def past_session() -> Past | None:
    """The session of this browser that is over."""
    token = session.get("_user_id")
    return sessions.find_past(str(token)) if token else None


def signs_in_by_pin(user: User) -> bool:
    """Whether the account has no password of its own."""
    pin = find_pin(user.id)
    return bool(pin and pin.is_only_way)


def keep_request(user: User) -> str | None:
    """What this browser has just sent, sealed; None where nothing was typed. A forged form raises CSRFError."""
    fields = kept_fields()
    address = own_path(request.full_path.rstrip("?"))
    if not fields or address is None:
        return None
    csrf.protect()
    had_files = any(file.filename for file in request.files.values())
    sealed = _seal(Kept(user.id, address, fields, had_files))
    return sealed if len(sealed) <= LARGEST_CHARACTERS else None


def sent_along() -> str:
    """What the page to sign in carries, still sealed."""
    return request.form.get(FIELD, "")


def kept_for(user: User) -> Kept | None:
    """What the account typed before; None where it is somebody else's, or can't be read any more."""
    try:
        plain = open_parcel(_secret(), PURPOSE, sent_along(), max_age_seconds=LIFETIME_SECONDS)
    except Unreadable:
        return None
    user_id, address, fields, had_files = json.loads(plain)
    if user_id != user.id and not _is_same_person(find_user(user_id), user):
        return None
    return Kept(user_id, address, [(name, value) for name, value in fields], had_files)


def _is_same_person(before: User | None, user: User) -> bool:
    if before is None or not (signs_in_by_pin(before) and signs_in_by_pin(user)):
        return False
    return (before.full_name, before.role, before.organisation_id) == (user.full_name, user.role, user.organisation_id)


def _seal(kept: Kept) -> str:
    told = [kept.user_id, kept.address, kept.fields, kept.had_files]
    return seal_parcel(_secret(), PURPOSE, json.dumps(told))


def _secret() -> str:
    return str(current_app.secret_key)
