"""Signing in: the same answer, after the same work, for a wrong password, an unknown name and a closed account."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from app import audit
from app.access import delays
from app.access.models import User
from app.access.passwords import is_right
from app.access.queries import find_account, find_pin
from app.access.sessions import open_session, viewer_of
from app.db import begin_write

log = logging.getLogger(__name__)
PlaceOf = Callable[[User | None], str]


@dataclass(frozen=True)
class Outcome:
    """Who signed in with which new token; without an account, how long to wait before the next try."""

    user: User | None = None
    token: str = ""
    wait: timedelta = delays.NO_WAIT

    @property
    def wait_seconds(self) -> int:
        """Whole seconds, never too few."""
        return ceil(self.wait.total_seconds())


def sign_in(username: str, password: str, *, place_of: PlaceOf) -> Outcome:
    """Try a name and a password; on success a session is opened. Leaves the writing transaction to the request."""
    user = find_account(username)
    tries = delays.tries_of(username, place_of(user))
    if wait := delays.count_try(tries):
        return Outcome(wait=wait)
    # The same work for an unknown name and a closed account: their answers must not come sooner.
    right = is_right(user.password_hash if user else None, password)
    if user is None or not right or user.disabled_at:
        log.warning("sign-in refused, account %s", user.id if user else "unknown")
        return Outcome()
    begin_write()
    delays.take_back(tries)
    return Outcome(user, open_noted_session(user))


def sign_in_by_pin(user: User, pin: str, *, place_of: PlaceOf, is_known: bool) -> Outcome:
    """Try the PIN of an account whose session ran out in this browser; on success another is opened."""
    tries = delays.tries_of_pin(user.id, place_of(user), is_known=is_known)
    found = find_pin(user.id)
    heard = delays.hear(tries, lambda: is_right(found.pin_hash if found else None, pin))
    if not heard.is_right:
        return Outcome(wait=heard.wait)
    begin_write()
    delays.take_back(tries)
    return Outcome(user, open_noted_session(user))


def open_noted_session(user: User) -> str:
    """Sign an account in on one browser, whatever it showed for it, and note that in the log. Returns the token."""
    token = open_session(user)
    audit.record("session.opened", user.id, by=viewer_of(user))
    return token
