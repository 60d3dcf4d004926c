"""Teams with their members and households, each team as it stands today."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.access.scope import Rows, belonging_to, covered_by, within
from app.areas.models import Area
from app.areas.queries import list_high_risk_area_ids
from app.clock import local_day
from app.db import db
from app.door import Absent, Viewer, office_viewer
from app.web.pagination import Page, Wish, each_row, paginate
from app.zones.models import Household, HouseholdTotal, Round, RoundEntry, Team, TeamMember, Zone, ZoneTeam
from app.zones.queries.zones import in_force_on
from app.zones.rules import RoundSession


@dataclass(frozen=True)
class TeamFilter:
    """Which teams: of a place, and whether those that ended are meant too."""

    area_code: str = ""
    with_ended: bool = False


@dataclass(frozen=True)
class TeamLine:
    """A team and how a day of it stands."""

    team: Team
    household_count: int = 0
    member_count: int = 0
    in_zone: bool = False
    at_high_risk: bool = False
    reported_count: int = 0
    symptom_count: int = 0
    need_count: int = 0
    rounds: Mapping[RoundSession, Round] = field(default_factory=dict)

    @property
    def is_due(self) -> bool:
        """Whether a round of the day is owed."""
        return self.in_zone or self.at_high_risk


def holds_on(model: Any, day: Any) -> ColumnElement[bool]:
    """Whether a row with `from_on` and `until_on` holds on a day."""
    return and_(model.from_on <= day, or_(model.until_on.is_(None), model.until_on > day))


def get_team(viewer: Viewer, team_id: int) -> Team:
    """One team with its place. Raises Absent."""
    stmt = within(viewer, Team).where(Team.id == team_id)
    found = db.session.scalar(
        stmt.options(joinedload(Team.area).joinedload(Area.parent), joinedload(Team.organisation))
    )
    if found is None:
        raise Absent(team_id)
    return found  # type: ignore[no-any-return]


def own_teams(viewer: Viewer) -> Sequence[Team]:
    """The teams of which the viewer is a member, as far as they have not ended."""
    if not viewer.team_ids:
        return ()
    stmt = within(viewer, Team).where(Team.id.in_(sorted(viewer.team_ids)), holds_on(Team, local_day()))
    return db.session.scalars(stmt.order_by(Team.name_key, Team.id)).all()


def other_teams(viewer: Viewer, team: Team) -> Sequence[Team]:
    """The other teams of a team's commune that work today."""
    stmt = within(viewer, Team).where(Team.area_id == team.area_id, Team.id != team.id, holds_on(Team, local_day()))
    return db.session.scalars(stmt.order_by(Team.name_key, Team.id)).all()


def list_teams(viewer: Viewer, wanted: TeamFilter, wish: Wish, *, day: date) -> Page:
    """A page of teams as TeamLines of a day."""
    page = paginate(_wanted(viewer, wanted, day), wish)
    return Page(lines_of(viewer, page.rows, day), page.number, page.size, page.total)


def list_all_teams(viewer: Viewer, wanted: TeamFilter, *, day: date) -> Iterable[TeamLine]:
    """What `list_teams` pages through, for files."""
    return each_row(lambda wish: list_teams(viewer, wanted, wish, day=day).rows)


def list_ended_open(today: date) -> Sequence[Team]:
    """Teams that have ended and still have members."""
    stmt = within(office_viewer(), Team).where(Team.until_on.is_not(None), Team.until_on <= today)
    still = within(office_viewer(), TeamMember).where(TeamMember.left_at.is_(None))
    return db.session.scalars(
        covered_by(stmt.where(Team.id.in_(still.with_only_columns(TeamMember.team_id))), stmt, still)
    ).all()


def lines_today(viewer: Viewer) -> list[TeamLine]:
    """Every team of the viewer's, as it stands today."""
    today = local_day()
    return lines_of(viewer, db.session.scalars(_wanted(viewer, TeamFilter(), today)).all(), today)


def line_of(viewer: Viewer, team: Team, day: date) -> TeamLine:
    """One team with what is counted of it on a day."""
    return lines_of(viewer, [team], day)[0]


def lines_of(viewer: Viewer, teams: Sequence[Team], day: date) -> list[TeamLine]:
    """The teams with what is counted of them on a day; a handful of statements however many they are."""
    ids, risky = [team.id for team in teams], list_high_risk_area_ids(on=day)
    locked = teams_in_force(viewer, day, ids)
    households = _counts(viewer, Household, Household.team_id, ids, holds_on(Household, day))
    members = _counts(viewer, TeamMember, TeamMember.team_id, ids, TeamMember.left_at.is_(None))
    said, rounds = _said(viewer, ids, day), _rounds(viewer, ids, day)
    return [
        TeamLine(
            team,
            household_count=households.get(team.id, 0),
            member_count=members.get(team.id, 0),
            # A team that has ended, or does not work yet, owes nothing.
            in_zone=team.id in locked and _works_on(team, day),
            at_high_risk=is_high_risk(team.area, risky) and _works_on(team, day),
            reported_count=said.get(team.id, (0, 0, 0))[0],
            symptom_count=said.get(team.id, (0, 0, 0))[1],
            need_count=said.get(team.id, (0, 0, 0))[2],
            rounds=rounds.get(team.id, {}),
        )
        for team in teams
    ]


def _works_on(team: Team, day: date) -> bool:
    return team.from_on <= day and (team.until_on is None or team.until_on > day)


def teams_in_force(viewer: Viewer, day: date, team_ids: Collection[int] | None = None) -> frozenset[int]:
    """Ids of the teams that work in an area that is under isolation on a day."""
    return frozenset(db.session.scalars(teams_in_zones(viewer, day, team_ids)))


def teams_in_zones(
    viewer: Viewer, day: date, team_ids: Collection[int] | None = None, *, known_at: datetime | None = None
) -> Rows:
    """The same as a statement; those that worked there by an instant, if one is given."""
    parents: Rows = within(viewer, Team).with_only_columns(Team.id)
    if team_ids is not None:
        parents = parents.where(Team.id.in_(sorted(team_ids)))
    stmt = belonging_to(parents, parents, ZoneTeam, Zone).join(Zone, Zone.id == ZoneTeam.zone_id)
    if known_at is not None:
        stmt = stmt.where(ZoneTeam.attached_at < known_at)
    return stmt.with_only_columns(ZoneTeam.team_id).where(in_force_on(day), ZoneTeam.from_on <= day)


def is_high_risk(area: Area, listed: Collection[int]) -> bool:
    """Whether a commune, or the district around it, is among those listed."""
    return area.id in listed or area.parent_id in listed


def list_members(viewer: Viewer, team: Team) -> Sequence[TeamMember]:
    """Who is in a team now, its leader first."""
    stmt = within(viewer, TeamMember).where(TeamMember.team_id == team.id, TeamMember.left_at.is_(None))
    return db.session.scalars(stmt.order_by(TeamMember.is_leader.desc(), TeamMember.id)).all()


def get_member(viewer: Viewer, team: Team, member_id: int) -> TeamMember:
    """Somebody who is in a team now. Raises Absent."""
    found = next((each for each in list_members(viewer, team) if each.id == member_id), None)
    if found is None:
        raise Absent(member_id)
    return found


def list_households(viewer: Viewer, team: Team, *, day: date | None = None) -> Sequence[Household]:
    """The households on a team's list on a day (default today), in the order of the list."""
    stmt = within(viewer, Household).where(Household.team_id == team.id, holds_on(Household, day or local_day()))
    return db.session.scalars(stmt.order_by(Household.number)).all()


def get_household(viewer: Viewer, team: Team, household_id: int) -> Household:
    """A household that is or was on a team's list. Raises Absent."""
    stmt = within(viewer, Household).where(Household.id == household_id, Household.team_id == team.id)
    found = db.session.scalar(stmt)
    if found is None:
        raise Absent(household_id)
    return found  # type: ignore[no-any-return]


def next_number(viewer: Viewer, team: Team) -> int:
    """The number that the next household of a list gets; none is given twice."""
    stmt = within(viewer, Household).where(Household.team_id == team.id)
    return (db.session.scalar(stmt.with_only_columns(func.max(Household.number))) or 0) + 1


def find_total(viewer: Viewer, area: Area) -> HouseholdTotal | None:
    """How many households a commune is said to have."""
    stmt = within(viewer, HouseholdTotal).where(HouseholdTotal.area_id == area.id)
    return db.session.scalar(stmt)  # type: ignore[no-any-return]


def _wanted(viewer: Viewer, wanted: TeamFilter, day: date) -> Rows:
    stmt: Rows = within(viewer, Team).join(Area, Area.id == Team.area_id)
    if not wanted.with_ended:
        stmt = stmt.where(holds_on(Team, day))
    if wanted.area_code:
        named = select(Area.id).where(Area.code == wanted.area_code).scalar_subquery()
        stmt = stmt.where(or_(Area.id.in_(named), Area.parent_id.in_(named)))
    stmt = stmt.options(joinedload(Team.area).joinedload(Area.parent), joinedload(Team.organisation))
    return stmt.order_by(Area.sort_key, Team.name_key, Team.id)


def _counts(viewer: Viewer, model: Any, key: Any, ids: Sequence[int], condition: Any) -> Mapping[int, int]:
    stmt = within(viewer, model).with_only_columns(key, func.count()).where(key.in_(ids), condition)
    return {row[0]: row[1] for row in db.session.execute(stmt.group_by(key))}


def _said(viewer: Viewer, ids: Sequence[int], day: date) -> Mapping[int, tuple[int, int, int]]:
    """Of each team: households of which something was said on the day, ill people, households that lack something.

    Who is ill, or in need, in the morning and in the afternoon is so once.
    """
    stmt: Rows = within(viewer, RoundEntry, Household).join(Household, Household.id == RoundEntry.household_id)
    stmt = stmt.where(Household.team_id.in_(ids), RoundEntry.day == day)
    ill, lacks = func.max(RoundEntry.symptom_count).label("ill"), func.count(RoundEntry.need).label("lacks")
    of_day = stmt.with_only_columns(Household.team_id, RoundEntry.household_id, ill, lacks)
    said = of_day.group_by(Household.team_id, RoundEntry.household_id).subquery("said")
    sums = (func.count(), func.sum(said.c.ill), func.count().filter(said.c.lacks > 0))
    rows = db.session.execute(covered_by(select(said.c.team_id, *sums).group_by(said.c.team_id), stmt))
    return {row[0]: (row[1], int(row[2] or 0), row[3]) for row in rows}


def _rounds(viewer: Viewer, ids: Sequence[int], day: date) -> Mapping[int, Mapping[RoundSession, Round]]:
    found: dict[int, dict[RoundSession, Round]] = {}
    for each in db.session.scalars(within(viewer, Round).where(Round.team_id.in_(ids), Round.day == day)):
        found.setdefault(each.team_id, {})[each.session] = each
    return found
