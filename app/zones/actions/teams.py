"""Teams are set up for a commune, get members, end; how many households a commune has is written down."""

import secrets
from datetime import date

from sqlalchemy import or_, select

from app import audit
from app.access.actions import release_team
from app.access.queries import find_user
from app.access.scope import unscoped
from app.areas.models import Area
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.text import search_key
from app.zones.actions.links import revoke_links
from app.zones.models import Household, HouseholdTotal, Team, TeamMember
from app.zones.queries import body_of, find_total, list_members
from app.zones.queries.teams import holds_on


class TeamExists(Exception):
    """The commune has a team of this name."""


class TeamEnded(Exception):
    """The team has ended: nothing of it changes."""


class NobodyAnswers(Exception):
    """No committee answers for the commune."""


def set_up_team(viewer: Viewer, area: Area, *, name: str, is_standing: bool) -> Team:
    """Set up a team of a commune from today on. Raises TeamExists, NobodyAnswers."""
    body = body_of(area)
    if body is None:
        raise NobodyAnswers
    if has_team(area, name):
        raise TeamExists
    team = Team(area=area, organisation=body, name=name, name_key=search_key(name), is_standing=is_standing)
    # Not its number: a key that was destroyed never comes back, and numbers do in a new database.
    team.key_id = f"list-{secrets.token_hex(10)}"
    team.from_on, team.created_at, team.created_by_id = local_day(), now(), viewer.user_id
    db.session.add(team)
    db.session.flush()
    audit.record("team.set_up", team.id, by=viewer, area_id=area.id, is_standing=is_standing)
    return team


def has_team(area: Area, name: str) -> bool:
    """Whether a commune has a team of this name today."""
    named = select(Team.id).where(
        Team.area_id == area.id, Team.name_key == search_key(name), holds_on(Team, local_day())
    )
    return db.session.scalar(unscoped(named, because="names of a commune's teams are told apart")) is not None


def end_team(viewer: Viewer, team: Team, *, until_on: date) -> None:
    """Let a team end: its list ends, and its members' links and accounts see nothing of it from that day on."""
    refuse_ended(team)
    households = _open_households(team)
    team.until_on = until_on
    for household in households:
        household.until_on = max(until_on, household.from_on)
    if until_on <= local_day():
        close_doors(viewer, team)
    audit.record("team.ended", team.id, by=viewer, until_on=until_on.isoformat())


def close_doors(viewer: Viewer, team: Team) -> None:
    """Take the team from its members' accounts and kill their links. Safe to repeat."""
    for member in list_members(viewer, team):
        _leave(viewer, member)


def add_member(viewer: Viewer, team: Team, *, full_name: str, phone: str, is_leader: bool) -> TeamMember:
    """Somebody joins a team; there is one leader. Raises TeamEnded."""
    refuse_ended(team)
    if is_leader:
        for other in list_members(viewer, team):
            other.is_leader = False
    member = TeamMember(team_id=team.id, full_name=full_name, phone=phone, is_leader=is_leader, joined_at=now())
    db.session.add(member)
    db.session.flush()
    audit.record("team.member_added", team.id, by=viewer, member_id=member.id)
    return member


def remove_member(viewer: Viewer, member: TeamMember) -> None:
    """Somebody leaves: his link dies and his account sees nothing of the team any more."""
    _leave(viewer, member)
    audit.record("team.member_removed", member.team_id, by=viewer, member_id=member.id)


def set_total(viewer: Viewer, area: Area, *, household_count: int, source: str) -> None:
    """Write down how many households a commune has. Raises NobodyAnswers."""
    body, row = body_of(area), find_total(viewer, area)
    if body is None:
        raise NobodyAnswers
    row = row or HouseholdTotal(area_id=area.id, organisation_id=body.id)
    row.household_count, row.source = household_count, source
    row.written_at, row.by_id = now(), viewer.user_id
    db.session.add(row)
    db.session.flush()
    audit.record("household.total_set", area.id, by=viewer, count=household_count)


def refuse_ended(team: Team) -> None:
    """Raises TeamEnded."""
    if team.until_on is not None and team.until_on <= local_day():
        raise TeamEnded


def _leave(viewer: Viewer, member: TeamMember) -> None:
    member.left_at = now()
    revoke_links(member)
    if user := find_user(member.user_id):
        release_team(viewer, user, member.team_id)


def _open_households(team: Team) -> list[Household]:
    # Those whose list was to end on a later day, and now ends on another, end with it.
    still = or_(Household.until_on.is_(None), Household.until_on == team.until_on)
    stmt = select(Household).where(Household.team_id == team.id, still)
    return list(db.session.scalars(unscoped(stmt, because="the list of a team that the caller holds")))
