"""The keys under which machines seal what they note without network, given to each by the server.

A key belongs to an account: that of an enrolled machine, or of a guard who signs in. It is derived, not stored; its
name is signed, so that a browser which lost its session can still ask whether it was shut out.
"""

from base64 import b64encode
from collections.abc import Collection

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select

from app.access.models import User, UserUnit
from app.crypto import current_keys
from app.db import db
from app.door import Viewer

KEY_ID = "gate-queue"


def name_for(user_id: int) -> str:
    """What the key of this account is called outside."""
    return str(_serializer().dumps(user_id))


def keys_for(viewer: Viewer, user_id: int, wanted: Collection[str]) -> dict[str, str]:
    """The viewer's own key, and of the wanted ones those under which somebody at the same unit sealed, by name."""
    before = {holder for name in wanted if (holder := _holder(name))}
    links = select(UserUnit.user_id).where(UserUnit.user_id.in_(before), UserUnit.unit_id.in_(viewer.unit_ids))
    holders = {user_id, *db.session.scalars(links)}
    return {name_for(holder): _key(holder) for holder in holders}


def is_shut_out(name: str) -> bool:
    """Whether the account of this key was closed; of a name that we did not sign, nothing is said."""
    holder = _holder(name)
    user = db.session.get(User, holder) if holder else None
    return bool(user and user.disabled_at)


def _key(holder: int) -> str:
    return b64encode(current_keys().key(KEY_ID).given_to(f"account {holder}")).decode()


def _holder(name: str) -> int | None:
    try:
        return int(_serializer().loads(name))
    except (BadSignature, ValueError):
        return None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="gate-queue")
