"""Changing one's own password: the present one is asked for, under the same delays as at the sign-in."""

from app import audit
from app.access import delays
from app.access.models import User
from app.access.passwords import hash_password, is_right
from app.access.sessions import end_sessions, open_session
from app.access.signing_in import Outcome
from app.db import begin_write, db
from app.door import Absent, Viewer


def change_password(viewer: Viewer, present: str, chosen: str, *, place: str) -> Outcome:
    """Replace the viewer's password and end every session; the answer holds a new one for this browser."""
    user = _own_account(viewer)
    tries = delays.tries_of(user.username, place)
    if wait := delays.count_try(tries):
        return Outcome(wait=wait)
    if not is_right(_own_account(viewer).password_hash, present):
        return Outcome()
    password_hash = hash_password(chosen)
    begin_write()
    delays.take_back(tries)
    return _store(viewer, _own_account(viewer), password_hash)


def _store(viewer: Viewer, user: User, password_hash: str) -> Outcome:
    user.password_hash, user.must_change_password = password_hash, False
    end_sessions(user)
    audit.record("account.password_changed", user.id, by=viewer)
    return Outcome(user, open_session(user))


def _own_account(viewer: Viewer) -> User:
    user = db.session.get(User, viewer.user_id)
    if user is None:
        raise Absent(viewer.user_id)
    return user
