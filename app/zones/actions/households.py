"""Households are put on a team's list and taken off; names are sealed, and looks from outside the team noted."""

from collections.abc import Iterable

from sqlalchemy import select

from app import audit
from app.access.scope import unscoped
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.zones.actions.needs import take_along
from app.zones.actions.teams import refuse_ended
from app.zones.models import Household, Team
from app.zones.queries import next_number
from app.zones.queries.teams import holds_on
from app.zones.rules import LookReason
from app.zones.sealing import details_of, likeness_of, seal_details
from app.zones.written import Listed


class AlreadyListed(Exception):
    """The household stands on this team's list."""


class NoLongerListed(Exception):
    """The household was taken off the list, or handed over, meanwhile."""


def list_household(viewer: Viewer, team: Team, listed: Listed) -> Household:
    """Put one household on a team's list from today on. Raises TeamEnded, AlreadyListed."""
    refuse_ended(team)
    if _like(team, listed) is not None:
        raise AlreadyListed
    household = _add(viewer, team, listed, next_number(viewer, team))
    audit.record("household.listed", household.id, by=viewer, team_id=team.id)
    return household


def is_listed(team: Team, listed: Listed, *, but: Household | None = None) -> bool:
    """Whether another household like this stands on the list."""
    stmt = select(Household.id).where(Household.likeness == likeness_of(team, listed.details))
    stmt = stmt.where(Household.team_id == team.id, holds_on(Household, local_day()))
    if but is not None:
        stmt = stmt.where(Household.id != but.id)
    return db.session.scalar(unscoped(stmt, because="the list of a team that the caller holds")) is not None


def list_many(viewer: Viewer, team: Team, rows: Iterable[Listed]) -> int:
    """Put households on a list, all or none of them; those that stand there are left. How many are new.

    Raises TeamEnded.
    """
    refuse_ended(team)
    number, new = next_number(viewer, team), 0
    for listed in rows:
        if _like(team, listed) is None:
            _add(viewer, team, listed, number + new)
            new += 1
    audit.record("team.households_imported", team.id, by=viewer, count=new)
    return new


def change_household(viewer: Viewer, team: Team, household: Household, listed: Listed) -> None:
    """Correct what stands of a household. Raises TeamEnded, NoLongerListed, AlreadyListed."""
    refuse_ended(team)
    _refuse_gone(household)
    other = _like(team, listed)
    if other is not None and other.id != household.id:
        raise AlreadyListed
    household.people, household.likeness = listed.people, likeness_of(team, listed.details)
    seal_details(household, team, listed.details)
    audit.record("household.changed", household.id, by=viewer, team_id=team.id)


def take_off(viewer: Viewer, team: Team, household: Household) -> None:
    """Let a household leave the list from today on; what was said of it stays as counts."""
    if not _has_gone(household):
        household.until_on = local_day()
        audit.record("household.taken_off", household.id, by=viewer, team_id=team.id)


def move_household(viewer: Viewer, team: Team, household: Household, to: Team) -> Household:
    """Hand a household over to another team from today on: sealed anew under that team's key, under its next number.

    What was said of it so far stays with the first team, as counts. Raises TeamEnded, NoLongerListed, AlreadyListed.
    """
    refuse_ended(to)
    _refuse_gone(household)
    listed = Listed(details_of(household, team), household.people)
    if is_listed(to, listed):
        raise AlreadyListed
    moved = _add(viewer, to, listed, next_number(viewer, to))
    household.until_on = local_day()
    take_along(household, moved)
    audit.record("household.moved", household.id, by=viewer, team_id=team.id, to_team_id=to.id)
    return moved


def note_look(viewer: Viewer, team: Team, *, reason: LookReason) -> None:
    """Note that somebody from outside the team and its commune read the names on its list, and why."""
    audit.record("household.names_read", team.id, by=viewer, team_id=team.id, reason=reason.value)


def _has_gone(household: Household) -> bool:
    """Whether it is off its list; the list of a team that ends on a later day is whole until then."""
    return household.until_on is not None and household.until_on <= local_day()


def _refuse_gone(household: Household) -> None:
    if _has_gone(household):
        raise NoLongerListed


def _add(viewer: Viewer, team: Team, listed: Listed, number: int) -> Household:
    household = Household(team_id=team.id, number=number, people=listed.people, from_on=local_day(), listed_at=now())
    household.listed_by_id, household.likeness = viewer.user_id, likeness_of(team, listed.details)
    db.session.add(household)
    db.session.flush()
    seal_details(household, team, listed.details)
    db.session.flush()
    return household


def _like(team: Team, listed: Listed) -> Household | None:
    """The same household as it stands on the list; one that was taken off gives its place free to come back."""
    same = Household.likeness == likeness_of(team, listed.details)
    stmt = select(Household).where(Household.team_id == team.id, same)
    found = db.session.scalar(unscoped(stmt, because="the list of a team that the caller holds"))
    if found is None or not _has_gone(found):
        return found
    found.likeness = None
    db.session.flush()
    return None
