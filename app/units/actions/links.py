"""The manager's way in: a secret link with which she opens her account."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from app import audit, settings
from app.access.actions import create_account, grant_unit
from app.access.models import User
from app.access.policy import Role
from app.access.scope import unscoped
from app.clock import now
from app.codes import new_token
from app.db import begin_write, db
from app.door import Viewer
from app.units.models import ManagementLink, Unit
from app.units.queries import digest_of, get_unit, holder_of
from app.units.rules import LinkStatus, link_status
from app.units.settings import LINK_DAYS


class LinkSpent(Exception):
    """The link was used, revoked or ran out meanwhile."""


def issue_management_link(viewer: Viewer, unit: Unit) -> str:
    """A new one-time secret for the unit's manager; earlier ones die. Only its digest is kept."""
    issued_at = now()
    revoke_links(unit)
    token = new_token()
    link = ManagementLink(unit_id=unit.id, token_digest=digest_of(token), issued_at=issued_at)
    link.issued_by_id = viewer.user_id
    link.expires_at = issued_at + timedelta(days=settings.value(LINK_DAYS))
    db.session.add(link)
    audit.record("unit.link_issued", unit.id, by=viewer)
    return token


def revoke_links(unit: Unit) -> None:
    """Let the unit's links that nobody used yet die."""
    for link in _links(unit):
        if not link.used_at and not link.revoked_at:
            link.revoked_at = now()


def issue_first_link(viewer: Viewer, unit: Unit) -> str:
    """The link for who has just registered; a form sent again replaces it, until it was used. Raises LinkSpent."""
    if any(link.used_at for link in _links(unit)):
        raise LinkSpent
    return issue_management_link(viewer, unit)


def open_manager_account(link: ManagementLink, *, username: str, password: str) -> User:
    """Open the account of the unit's manager and spend the link. Raises LinkSpent, access.actions.UsernameTaken."""
    viewer, link_id, unit_id = holder_of(link), link.id, link.unit_id
    full_name = get_unit(viewer, unit_id).manager_name
    begin_write()
    # First, before a statement begins the transaction: making the account digests the password.
    user = create_account(
        viewer,
        username=username,
        password=password,
        full_name=full_name,
        role=Role.MANAGER,
        must_change_password=False,
    )
    _spend(link_id)
    unit = get_unit(viewer, unit_id)
    grant_unit(viewer, user, unit_id, confirmed=unit.approved_at is not None)
    audit.record("unit.link_used", unit_id, by=viewer, user_id=user.id)
    return user


def _spend(link_id: int) -> None:
    # Locked, so that of two browsers with one link the second finds it spent.
    stmt = select(ManagementLink).where(ManagementLink.id == link_id).with_for_update()
    link = db.session.scalars(unscoped(stmt, because="the caller found it by its secret")).one()
    if link_status(link, at=now()) is not LinkStatus.OPEN:
        raise LinkSpent
    link.used_at = now()


def _links(unit: Unit) -> Sequence[ManagementLink]:
    stmt = select(ManagementLink).where(ManagementLink.unit_id == unit.id)
    return db.session.scalars(unscoped(stmt, because="the links of a unit that the caller holds already")).all()
