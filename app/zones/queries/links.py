"""The secret addresses on members' slips."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.access.scope import unscoped
from app.access.sessions import digest
from app.clock import local_day
from app.db import db
from app.door import Absent
from app.zones.models import TeamLink, TeamMember
from app.zones.rules import TeamLinkStatus


def find_link(token: str) -> TeamLink | None:
    """The link of this secret, with its member and team."""
    stmt = select(TeamLink).where(TeamLink.token_digest == digest(token))
    stmt = stmt.options(joinedload(TeamLink.member).joinedload(TeamMember.team))
    return db.session.scalar(unscoped(stmt, because="whoever holds the secret may use it"))


def get_link(token: str) -> TeamLink:
    """The link of this secret. Raises Absent."""
    found = find_link(token)
    if found is None:
        raise Absent("team link")
    return found


def link_status(link: TeamLink, *, at: datetime) -> TeamLinkStatus:
    """Whether the link opens something; it dies with the team, with its member, and when another is issued."""
    member = link.member
    if link.revoked_at or member.left_at or (member.team.until_on and member.team.until_on <= local_day(at)):
        return TeamLinkStatus.REVOKED
    if link.used_at:
        return TeamLinkStatus.USED
    return TeamLinkStatus.EXPIRED if link.expires_at <= at else TeamLinkStatus.OPEN
