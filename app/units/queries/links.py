"""The links on managers' slips: who holds one, acts for its unit alone."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import select

from app.access.scope import unscoped, within
from app.db import db
from app.door import Absent, Permission, Viewer
from app.units.models import ManagementLink, Unit

# Nobody's role: who holds a slip and has no account.
LINK_HOLDER = "link_holder"


def find_management_link(token: str) -> ManagementLink | None:
    """The link with this secret, whatever has become of it; for managers, who hold nothing but the secret."""
    stmt = select(ManagementLink).where(ManagementLink.token_digest == digest_of(token))
    return db.session.scalar(unscoped(stmt, because="the link on the slip is the capability"))


def get_management_link(token: str) -> ManagementLink:
    """The link with this secret. Raises Absent."""
    link = find_management_link(token)
    if link is None:
        raise Absent
    return link


def holder_of(link: ManagementLink) -> Viewer:
    """On whose behalf somebody acts who holds nothing but a unit's link: this unit alone, to see and to print."""
    permissions = frozenset({Permission.UNIT_READ, Permission.POSTER_PRINT})
    return Viewer(role=LINK_HOLDER, permissions=permissions, unit_ids=frozenset({link.unit_id}))


def list_links(viewer: Viewer, unit: Unit) -> Sequence[ManagementLink]:
    """The management links issued for a unit, newest first."""
    stmt = within(viewer, ManagementLink).where(ManagementLink.unit_id == unit.id)
    return db.session.scalars(stmt.order_by(ManagementLink.id.desc())).all()


def digest_of(token: str) -> str:
    """What is stored of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()
