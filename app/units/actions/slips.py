"""A unit's slip is issued: first to who registered it, later by an officer who saw the manager in person."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import select

from app import audit, settings
from app.access.actions import release_unit
from app.access.queries import find_user
from app.access.scope import unscoped
from app.clock import now
from app.codes import new_token
from app.db import db
from app.door import Viewer
from app.units.models import ManagementLink, Unit
from app.units.queries import digest_of
from app.units.recovery import recovery_code, recovery_digest
from app.units.rules import CheckedInPerson
from app.units.settings import LINK_DAYS


class LinkSpent(Exception):
    """The link was used, revoked or ran out meanwhile."""


def issue_management_link(viewer: Viewer, unit: Unit, *, checked: Collection[CheckedInPerson] = ()) -> str:
    """A new secret for the unit's slip; earlier ones die at once, and accounts that came by them lose the unit."""
    issued_at = now()
    for earlier in _live_links(unit):
        earlier.revoked_at = issued_at
        if user := find_user(earlier.user_id):
            release_unit(viewer, user, unit.id)
    token = new_token()
    link = ManagementLink(unit_id=unit.id, token_digest=digest_of(token), issued_at=issued_at)
    link.recovery_digest = recovery_digest(token, recovery_code(token))
    link.issued_by_id, link.checked = viewer.user_id, sorted(checked)
    link.expires_at = issued_at + timedelta(days=settings.value(LINK_DAYS))
    db.session.add(link)
    audit.record("unit.link_issued", unit.id, by=viewer, checked=sorted(checked))
    return token


def issue_first_link(viewer: Viewer, unit: Unit) -> str:
    """The link for who has just registered; a form sent again replaces it, until it was used. Raises LinkSpent."""
    if any(link.used_at or link.user_id for link in _live_links(unit)):
        raise LinkSpent
    return issue_management_link(viewer, unit)


def move_slips(unit: Unit, into: Unit, *, user_ids: Collection[int]) -> None:
    """Let the slips of those of `user_ids` lead to another unit, a PIN is their only way in; the unit's others die."""
    for link in _live_links(unit):
        if link.user_id in user_ids:
            link.unit_id = into.id
        else:
            link.revoked_at = now()


def _live_links(unit: Unit) -> Sequence[ManagementLink]:
    stmt = select(ManagementLink).where(ManagementLink.unit_id == unit.id, ManagementLink.revoked_at.is_(None))
    return db.session.scalars(unscoped(stmt, because="the links of a unit that the caller holds already")).all()
