"""`zones`: (a) of the households in areas under isolation, those of whom something was said on each day; (b) of the
teams in places at high risk, those that filed a round on each day.

Both are due from the day's beginning and taken until the door of counts closes; what comes later is shown apart. How
many households stand on teams' lists, of those that the communes are said to have, stands beside on the last day.
"""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import CTE, Date, Integer, String, Subquery, and_, case, cast, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from app.access.scope import Rows, belonging_to, covered_by, within
from app.areas.models import Area, HighRiskListing
from app.db import UtcDateTime, db
from app.directives.measures.calendar import day_table, known_days
from app.directives.measures.figures import Limits, Span
from app.directives.measures.unit_facts import UnitFacts
from app.directives.rules import MeasureKey
from app.door import Viewer
from app.units.models import Unit
from app.zones.models import Household, HouseholdTotal, Round, RoundEntry, Team, Zone, ZoneTeam

# How many stand on a list is told of the last day alone.
ON_LAST_DAY = frozenset({"households_listed", "households_known"})
HOUSEHOLD, HOUSEHOLD_LATE, HOUSEHOLD_MISSING = "household_reported", "household_late", "household_missing"
FILED, FILED_LATE, FILED_NOT = "round_filed", "round_late", "round_missing"


def facts(viewer: Viewer, span: Span, limits: Limits) -> Rows | None:
    """A row for every household and day under isolation, and one for every team and day at high risk.

    They are no units: whoever asks for some units, or kinds of them, asks for none of these, but by their own numbers.
    """
    days, some = known_days(span), _numbered(limits)
    if not days or limits.unit_kinds is not None or some == set():
        return None
    day, meant = day_table(days), _teams_meant(viewer, limits)
    parts = (_households(meant, day, span, some), _teams(viewer, meant, day, span, days[-1], some))
    fact = union_all(*parts).subquery("of_zones")
    # Rows are listed beside their unit; these have none, but the list joins it all the same.
    return covered_by(select(fact), *parts, within(viewer, Unit))


def _numbered(limits: Limits) -> set[int] | None:
    return None if limits.unit_ids is None else {number for number in limits.unit_ids if number < 0}


def next_numbers(viewer: Viewer, limits: Limits, day: date, *, after: int | None, size: int) -> list[int]:
    """The numbers of a day's next facts in their order: of households under isolation, and of teams that there are."""
    meant = _teams_meant(viewer, limits)
    team, listed = meant.subquery("team_meant"), _listed(meant)
    locked = belonging_to(meant, team.c.id, ZoneTeam, Zone).join(Zone, Zone.id == ZoneTeam.zone_id)
    locked = locked.where(_holds(Zone, day)).correlate(team)
    households = listed.with_only_columns(Household.id).join(team, team.c.id == Household.team_id)
    households = households.where(_holds(team.c, day), _holds(Household, day), locked.exists())
    teams = meant.with_only_columns(Team.id).where(_holds(Team, day))
    if after is not None:
        households = households.where(Household.id <= (-after - 1) // 2)
        teams = teams.where(Team.id <= (-after - 2) // 2)
    found = [-2 * id_ for id_ in db.session.scalars(_highest(households, Household.id, size, locked))]
    found += [-2 * id_ - 1 for id_ in db.session.scalars(_highest(teams, Team.id, size, locked))]
    return sorted(found)[:size]


def _highest(stmt: Rows, column: Any, size: int, *parts: Rows) -> Rows:
    return covered_by(stmt.order_by(column.desc()).limit(size), stmt, *parts)


def _teams_meant(viewer: Viewer, limits: Limits) -> Rows:
    columns = (Team.organisation_id, Team.area_id, Team.name, Team.from_on, Team.until_on)
    stmt: Rows = within(viewer, Team).with_only_columns(Team.id, *columns)
    if limits.organisation_ids is not None:
        stmt = stmt.where(Team.organisation_id.in_(sorted(limits.organisation_ids)))
    if limits.area_ids is not None:
        stmt = stmt.where(Team.area_id.in_(sorted(limits.area_ids)))
    return stmt


def _households(meant: Rows, day: CTE, span: Span, some: set[int] | None) -> Rows:
    """The days of households (of some of them) whose team works in an area under isolation then."""
    team, listed_select = meant.subquery("team_meant"), _listed(meant)
    if some is not None:
        listed_select = listed_select.where(Household.id.in_(sorted(-number // 2 for number in some if not number % 2)))
    said_select = _said(listed_select, span)
    listed, said = listed_select.subquery("listed"), said_select.subquery("said")
    locked = belonging_to(meant, team.c.id, ZoneTeam, Zone).join(Zone, Zone.id == ZoneTeam.zone_id)
    locked = locked.where(_holds(Zone, day.c.day), ZoneTeam.from_on <= day.c.day).correlate(team, day)
    why = case(
        (said.c.first_at < day.c.door_closes_at, HOUSEHOLD),
        (said.c.first_at.is_not(None), HOUSEHOLD_LATE),
        else_=HOUSEHOLD_MISSING,
    )
    household = _("hộ")
    point = team.c.name + literal(f" – {household} ") + cast(listed.c.number, String)
    stmt = (
        # No unit has such a number: the odd ones are teams.
        select((-2 * listed.c.id).label("unit_id"), team.c.organisation_id, team.c.area_id, day.c.day)
        .add_columns(why.label("why"), point.label("point"))
        .add_columns(func.coalesce(said.c.is_national, 0).label("household_national"))
        .add_columns(literal(0).label("households_listed"), literal(0).label("households_known"))
        .select_from(team)
        .join(listed, listed.c.team_id == team.c.id)
        .join(day, and_(_holds(team.c, day.c.day), _holds(listed.c, day.c.day)))
        .outerjoin(said, and_(said.c.household_id == listed.c.id, said.c.day == day.c.day))
        .where(locked.exists())
    )
    return covered_by(stmt, meant, listed_select, said_select, locked)


def _listed(meant: Rows) -> Rows:
    columns = (Household.id, Household.team_id, Household.number, Household.from_on, Household.until_on)
    return belonging_to(meant, meant.with_only_columns(Team.id), Household).with_only_columns(*columns)


def _said(listed: Rows, span: Span) -> Rows:
    """When something was said first of a household on a day, and whether it was that it declared at tokhaiyte.vn."""
    national = func.max(cast(RoundEntry.is_national, Integer)).label("is_national")
    first_at = func.min(RoundEntry.first_at, type_=UtcDateTime()).label("first_at")
    entries = belonging_to(listed, listed.with_only_columns(Household.id), RoundEntry)
    entries = entries.where(RoundEntry.day.between(span.first, span.last), RoundEntry.first_at <= span.at)
    said = entries.with_only_columns(RoundEntry.household_id, RoundEntry.day, first_at, national)
    return said.group_by(RoundEntry.household_id, RoundEntry.day)


def _teams(viewer: Viewer, meant: Rows, day: CTE, span: Span, last: date, some: set[int] | None) -> Rows:
    """The days of teams (of some of them) in places that are listed as being at high risk then."""
    team, listed_select, filed_select = meant.subquery("team_meant"), _listed(meant), _filed(meant, span)
    filed, listed, known_select = filed_select.subquery("filed"), listed_select.subquery("listed"), _known(viewer)
    known = known_select.subquery("known")
    why = case(
        (filed.c.filed_at < day.c.door_closes_at, FILED),
        (filed.c.filed_at.is_not(None), FILED_LATE),
        else_=FILED_NOT,
    )
    on_list = select(func.count()).select_from(listed).where(listed.c.team_id == team.c.id, _holds(listed.c, day.c.day))
    # What is known of a commune is counted once, with the first of its teams.
    place = func.row_number().over(partition_by=(team.c.area_id, day.c.day), order_by=team.c.id)
    is_last = day.c.day == literal(last, Date)
    stmt = (
        select((-2 * team.c.id - 1).label("unit_id"), team.c.organisation_id, team.c.area_id, day.c.day)
        .add_columns(why.label("why"), team.c.name.label("point"), literal(0).label("household_national"))
        .add_columns(
            case((is_last, on_list.correlate(team, day).scalar_subquery()), else_=0).label("households_listed"),
            case((and_(is_last, place == 1), func.coalesce(known.c.household_count, 0)), else_=0).label(
                "households_known"
            ),
        )
        .select_from(team)
        .join(day, and_(_holds(team.c, day.c.day), _at_high_risk(team, day)))
        .outerjoin(filed, and_(filed.c.team_id == team.c.id, filed.c.day == day.c.day))
        .outerjoin(known, known.c.area_id == team.c.area_id)
    )
    if some is not None:
        stmt = stmt.where(team.c.id.in_(sorted((-number - 1) // 2 for number in some if number % 2)))
    return covered_by(stmt, meant, listed_select, filed_select, known_select)


def _filed(meant: Rows, span: Span) -> Rows:
    rounds = belonging_to(meant, meant.with_only_columns(Team.id), Round)
    rounds = rounds.where(Round.day.between(span.first, span.last), Round.filed_at <= span.at)
    first = func.min(Round.filed_at, type_=UtcDateTime()).label("filed_at")
    return rounds.with_only_columns(Round.team_id, Round.day, first).group_by(Round.team_id, Round.day)


def _known(viewer: Viewer) -> Rows:
    return within(viewer, HouseholdTotal).with_only_columns(HouseholdTotal.area_id, HouseholdTotal.household_count)


def _at_high_risk(team: Subquery, day: CTE) -> Any:
    """Whether the commune, or the district around it, is listed on the day."""
    commune = aliased(Area)
    district = select(commune.parent_id).where(commune.id == team.c.area_id).correlate(team).scalar_subquery()
    listing = select(HighRiskListing.id).where(
        or_(HighRiskListing.area_id == team.c.area_id, HighRiskListing.area_id == district),
        _holds(HighRiskListing, day.c.day),
    )
    return listing.correlate(team, day).exists()


def _holds(row: Any, day: Any) -> Any:
    return and_(row.from_on <= day, or_(row.until_on.is_(None), row.until_on > day))


ZONES = UnitFacts(
    measure=MeasureKey.ZONES,
    facts=facts,
    reasons=(HOUSEHOLD, HOUSEHOLD_LATE, HOUSEHOLD_MISSING, FILED, FILED_LATE, FILED_NOT),
    counted=frozenset({HOUSEHOLD, FILED}),
    sums=("household_national", "households_listed", "households_known"),
)
