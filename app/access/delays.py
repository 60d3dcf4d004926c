"""Wrong passwords and PINs, counted in the database for an account at a place and, more softly, for the place alone.

A place is the caller's address, or a device that the account knows (`devices.py`). Nobody can lock somebody else out:
other addresses and known devices count for themselves, and an open session is never touched.
A PIN is short, so the second count of a management link is that of all places which its account does not know.
A try is counted before the password is looked at and taken back when it was right, so that guesses sent at the
same moment do not pass together.
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from app.access.models import SignInDelay
from app.access.rules import FORGOTTEN_AFTER, address_delay, delay, link_delay, network_of, username_key
from app.clock import now
from app.db import db, transaction

INSERT: Mapping[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
NO_WAIT = timedelta()
Growing = Callable[[int], timedelta]


@dataclass(frozen=True)
class Tries:
    """Which counters one try moves: the account at the place, and the place, whose delay may grow in its own way."""

    account: str
    place: str
    place_delay: Growing = address_delay


@dataclass(frozen=True)
class Heard:
    """What came of a secret: it was right, or how long to wait before the next try is heard."""

    is_right: bool = False
    wait: timedelta = NO_WAIT


def tries_of(username: str, place: str) -> Tries:
    """The counters of an account's name, existing or not, at an address or known device; digests that name nobody."""
    network = network_of(place)
    return Tries(_digest("account", username_key(username), network), _digest("place", network))


def tries_of_link(link_id: int, place: str, *, is_known: bool) -> Tries:
    """The counters of a management link at an address, or at a device that its account knows."""
    return _tries_of_pin("link", link_id, place, is_known=is_known)


def tries_of_pin(user_id: int, place: str, *, is_known: bool) -> Tries:
    """The counters of an account's PIN where a session of it has run out."""
    return _tries_of_pin("pin", user_id, place, is_known=is_known)


def hear(tries: Tries, judge: Callable[[], bool]) -> Heard:
    """Count a try and judge the secret; who writes what follows from a right one takes the try back with it."""
    if wait := count_try(tries):
        return Heard(wait=wait)
    return Heard(judge())


def count_try(tries: Tries) -> timedelta:
    """Count a try in a transaction of its own; a positive answer is how long to wait, and then nothing was counted."""
    with transaction():
        account, place = _lock(tries.account), _lock(tries.place)
        wait = max(_left(account), _left(place))
        if not wait:
            _add(account, delay)
            _add(place, tries.place_delay)
        return wait


def take_back(tries: Tries) -> None:
    """The password was right: the account starts anew, the place loses the one try. Joins the running transaction."""
    db.session.execute(delete(SignInDelay).where(SignInDelay.subject == tries.account))
    place = _lock(tries.place)
    place.failure_count = max(0, place.failure_count - 1)
    place.blocked_until = None


def forget_old() -> int:
    """Remove counters of which nothing was heard for hours. Returns how many."""
    gone = db.session.execute(delete(SignInDelay).where(SignInDelay.failed_at < now() - FORGOTTEN_AFTER))
    return gone.rowcount  # type: ignore[attr-defined, no-any-return]


def _tries_of_pin(kind: str, number: int, place: str, *, is_known: bool) -> Tries:
    network = network_of(place)
    at_place = _digest(kind, str(number), network)
    if is_known:
        return Tries(at_place, _digest("place", network))
    return Tries(at_place, _digest(kind, str(number)), link_delay)


def _lock(subject: str) -> SignInDelay:
    insert = INSERT[db.engine.dialect.name](SignInDelay)
    db.session.execute(insert.values(subject=subject, failure_count=0, failed_at=now()).on_conflict_do_nothing())
    return db.session.scalars(select(SignInDelay).where(SignInDelay.subject == subject).with_for_update()).one()


def _left(counter: SignInDelay) -> timedelta:
    return max(NO_WAIT, counter.blocked_until - now()) if counter.blocked_until else NO_WAIT


def _add(counter: SignInDelay, growing: Growing) -> None:
    at = now()
    stale = at - counter.failed_at > FORGOTTEN_AFTER
    counter.failure_count = 1 if stale else counter.failure_count + 1
    counter.failed_at = at
    wait = growing(counter.failure_count)
    counter.blocked_until = at + wait if wait else None


def _digest(*parts: str) -> str:
    key = str(current_app.secret_key).encode()
    return hmac.new(key, "\x00".join(("sign-in", *parts)).encode(), hashlib.sha256).hexdigest()
