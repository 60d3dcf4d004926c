"""A manager takes her slip's link into use: with a PIN, with username and password, or for an account she has."""

import secrets

from sqlalchemy import select

from app import audit
from app.access import delays
from app.access.actions import create_account, grant_unit, release_unit, set_pin
from app.access.delays import Tries
from app.access.models import User
from app.access.passwords import hash_password, is_right
from app.access.policy import Role
from app.access.queries import find_pin, find_user
from app.access.scope import unscoped
from app.access.signing_in import Outcome, open_noted_session
from app.clock import now
from app.db import begin_write, db
from app.door import Viewer
from app.units.actions.slips import LinkSpent
from app.units.models import ManagementLink, Unit
from app.units.queries import get_unit, holder_of
from app.units.recovery import fits
from app.units.rules import USABLE_LINKS, LinkStatus, link_status


def choose_pin(link: ManagementLink, pin: str) -> Outcome:
    """Open the account of the unit's manager with a PIN, and sign her in. Raises LinkSpent."""
    viewer, link_id, unit_id = holder_of(link), link.id, link.unit_id
    full_name = get_unit(viewer, unit_id).manager_name
    pin_hash = hash_password(pin)
    begin_write()
    # Nobody knows the password: the PIN with the link is the only way in. The name is unique and never typed.
    user = _open_account(viewer, f"diem-{unit_id}-{secrets.token_hex(4)}", secrets.token_urlsafe(), full_name)
    set_pin(viewer, user, pin_hash, is_only_way=True)
    _take_into_use(viewer, link_id, user)
    return Outcome(user, open_noted_session(user))


def open_manager_account(link: ManagementLink, *, username: str, password: str) -> User:
    """Open the account of the unit's manager with name and password. Raises LinkSpent, access.actions.UsernameTaken."""
    viewer, link_id, unit_id = holder_of(link), link.id, link.unit_id
    full_name = get_unit(viewer, unit_id).manager_name
    begin_write()
    user = _open_account(viewer, username, password, full_name)
    _take_into_use(viewer, link_id, user)
    return user


def sign_in_by_link(link: ManagementLink, pin: str, *, tries: Tries) -> Outcome:
    """Try a PIN at the link of a unit; on success a session is opened. Raises LinkSpent when it died meanwhile."""
    link_id, user_id = link.id, link.user_id
    heard = delays.hear(tries, lambda: _is_right_pin(user_id, pin))
    user = find_user(user_id)
    if not heard.is_right or user is None or user.disabled_at:
        return Outcome(wait=heard.wait)
    begin_write()
    locked = _lock(link_id, LinkStatus.USED)
    locked.used_at = locked.used_at or now()
    delays.take_back(tries)
    return Outcome(user, open_noted_session(user))


def reset_pin(link: ManagementLink, token: str, code: str, pin: str, *, tries: Tries) -> Outcome:
    """Replace a forgotten PIN with the slip's recovery code, and sign her in. Raises LinkSpent."""
    viewer, link_id, user_id, stored = holder_of(link), link.id, link.user_id, link.recovery_digest
    heard = delays.hear(tries, lambda: fits(stored, token, code))
    user = find_user(user_id)
    if not heard.is_right or user is None or user.disabled_at:
        return Outcome(wait=heard.wait)
    pin_hash = hash_password(pin)
    begin_write()
    locked = _lock(link_id, LinkStatus.USED)
    locked.used_at = locked.used_at or now()
    delays.take_back(tries)
    set_pin(viewer, user, pin_hash)
    return Outcome(user, open_noted_session(user))


def hold_by_slip(viewer: Viewer, link: ManagementLink, token: str, code: str, *, tries: Tries) -> delays.Heard:
    """Add the unit of a slip to the viewer's account; the account that it led to before loses it. Raises LinkSpent."""
    link_id, stored = link.id, link.recovery_digest
    heard = delays.hear(tries, lambda: fits(stored, token, code))
    if heard.is_right:
        begin_write()
        locked = _lock(link_id, *USABLE_LINKS)
        earlier, me = find_user(locked.user_id), _account_of(viewer)
        if earlier and earlier.id != me.id:
            release_unit(viewer, earlier, locked.unit_id)
        delays.take_back(tries)
        _lead_to(viewer, locked, me)
        locked.used_at = now()
    return heard


def hold_new_unit(viewer: Viewer, unit: Unit) -> None:
    """Let the manager who registers a further unit hold it in the account that she has, and its slip lead there."""
    stmt = select(ManagementLink).where(ManagementLink.unit_id == unit.id, ManagementLink.revoked_at.is_(None))
    link = db.session.scalars(unscoped(stmt, because="she has just registered the unit")).one()
    _lead_to(viewer, link, _account_of(viewer))


def _open_account(viewer: Viewer, username: str, password: str, full_name: str) -> User:
    # First, before a statement begins the transaction: making the account digests the password.
    return create_account(
        viewer,
        username=username,
        password=password,
        full_name=full_name,
        role=Role.MANAGER,
        must_change_password=False,
    )


def _is_right_pin(user_id: int | None, pin: str) -> bool:
    found = find_pin(user_id)
    return is_right(found.pin_hash if found else None, pin)


def _take_into_use(viewer: Viewer, link_id: int, user: User) -> None:
    link = _lock(link_id, LinkStatus.OPEN)
    link.used_at = now()
    _lead_to(viewer, link, user)


def _lead_to(viewer: Viewer, link: ManagementLink, user: User) -> None:
    # Asked of the link's holder: the unit is not in the viewer's scope before it is granted.
    unit = get_unit(holder_of(link), link.unit_id)
    link.user_id = user.id
    grant_unit(viewer, user, unit.id, confirmed=unit.approved_at is not None)
    audit.record("unit.link_used", unit.id, by=viewer, user_id=user.id)


def _lock(link_id: int, *wanted: LinkStatus) -> ManagementLink:
    # Locked, so that of two browsers with one link the second finds it spent, and an officer's new slip comes first.
    stmt = select(ManagementLink).where(ManagementLink.id == link_id).with_for_update()
    link = db.session.scalars(unscoped(stmt, because="the caller found it by its secret")).one()
    if link_status(link, at=now()) not in wanted:
        raise LinkSpent
    return link


def _account_of(viewer: Viewer) -> User:
    user = find_user(viewer.user_id)
    assert user is not None  # noqa: S101 - whoever is asked here is signed in
    return user
