"""A member's slip: issued by an officer, taken into use with a PIN, opened with it from then on."""

import secrets
from datetime import timedelta

from sqlalchemy import select

from app import audit, settings
from app.access import delays
from app.access.actions import create_account, grant_team, release_team, set_pin
from app.access.delays import Tries
from app.access.passwords import hash_password, is_right
from app.access.policy import Role
from app.access.queries import find_pin, find_user
from app.access.scope import unscoped
from app.access.sessions import digest
from app.access.signing_in import Outcome, open_noted_session
from app.clock import now
from app.codes import new_token
from app.db import begin_write, db
from app.door import Viewer
from app.organisations.queries import get_organisation
from app.zones.models import TeamLink, TeamMember
from app.zones.queries import link_status
from app.zones.rules import TeamLinkStatus
from app.zones.settings import LINK_DAYS


class LinkSpent(Exception):
    """The link was used, revoked or ran out meanwhile."""


def issue_link(viewer: Viewer, member: TeamMember) -> str:
    """A new secret for a member's slip; his earlier one dies at once, and so does the account that it led to."""
    revoke_links(member)
    if user := find_user(member.user_id):
        release_team(viewer, user, member.team_id)
        member.user_id = None
    token, at = new_token(), now()
    link = TeamLink(member_id=member.id, token_digest=digest(token), issued_at=at, issued_by_id=viewer.user_id)
    link.expires_at = at + timedelta(days=int(settings.value(LINK_DAYS)))
    db.session.add(link)
    db.session.flush()
    audit.record("team.link_issued", member.team_id, by=viewer, member_id=member.id)
    return token


def revoke_links(member: TeamMember) -> None:
    """Let all links of a member die. Safe to repeat."""
    stmt = select(TeamLink).where(TeamLink.member_id == member.id, TeamLink.revoked_at.is_(None))
    for link in db.session.scalars(unscoped(stmt, because="the links of a member whom the caller holds")):
        link.revoked_at = now()


def choose_pin(link: TeamLink, pin: str) -> Outcome:
    """Open the member's account with a PIN, and sign him in. Raises LinkSpent."""
    link_id, team, member_id, full_name = link.id, link.member.team, link.member_id, link.member.full_name
    viewer, body = Viewer(role="team link", team_ids=frozenset({team.id})), get_organisation(team.organisation_id)
    team_id, pin_hash = team.id, hash_password(pin)
    begin_write()
    # Nobody knows the password: the PIN with the link is the only way in. The name is unique and never typed.
    user = create_account(
        viewer,
        username=f"to-{team_id}-{member_id}-{secrets.token_hex(3)}",
        password=secrets.token_urlsafe(),
        full_name=full_name,
        role=Role.TEAM_MEMBER,
        organisation=body,
        must_change_password=False,
    )
    set_pin(viewer, user, pin_hash, is_only_way=True)
    locked = _lock(link_id, TeamLinkStatus.OPEN)
    locked.used_at, locked.member.user_id = now(), user.id
    grant_team(viewer, user, team_id)
    audit.record("team.link_used", team_id, by=viewer, member_id=member_id)
    return Outcome(user, open_noted_session(user))


def sign_in_by_link(link: TeamLink, pin: str, *, tries: Tries) -> Outcome:
    """Try a PIN at a member's link; on success a session is opened. Raises LinkSpent when it died meanwhile."""
    link_id, user_id = link.id, link.member.user_id
    heard = delays.hear(tries, lambda: _is_right_pin(user_id, pin))
    user = find_user(user_id)
    if not heard.is_right or user is None or user.disabled_at:
        return Outcome(wait=heard.wait)
    begin_write()
    _lock(link_id, TeamLinkStatus.USED)
    delays.take_back(tries)
    return Outcome(user, open_noted_session(user))


def _is_right_pin(user_id: int | None, pin: str) -> bool:
    found = find_pin(user_id)
    return is_right(found.pin_hash if found else None, pin)


def _lock(link_id: int, wanted: TeamLinkStatus) -> TeamLink:
    # Locked, so that of two browsers with one link the second finds it spent.
    stmt = select(TeamLink).where(TeamLink.id == link_id).with_for_update()
    link = db.session.scalars(unscoped(stmt, because="the caller found it by its secret")).one()
    if link_status(link, at=now()) is not wanted:
        raise LinkSpent
    return link
