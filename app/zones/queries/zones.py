"""Areas under isolation, with their history, and the teams that work in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.access.ahead import Topic
from app.access.ahead.topics import tally
from app.access.asking import Question
from app.access.scope import Rows, belonging_to, covered_by, within
from app.areas.models import Area
from app.areas.queries import exists_on
from app.areas.rules import AreaLevel
from app.clock import local_day
from app.db import db
from app.door import Absent, Viewer, office_viewer
from app.organisations.models import Organisation
from app.organisations.rules import OrganisationKind
from app.web.pagination import Page, Wish, paginate, stream
from app.zones.models import Household, Team, Zone, ZoneTeam
from app.zones.rules import ZoneStatus


@dataclass(frozen=True)
class ZoneFilter:
    """Which areas under isolation: how they stand today, in which commune, only those where no household is due."""

    status: ZoneStatus | None = None
    area_code: str = ""
    unready: bool = False


def list_zones(viewer: Viewer, wanted: ZoneFilter, wish: Wish) -> Page:
    """One page, what is in force first, the latest first."""
    return paginate(_wanted(viewer, wanted), wish)


def list_all_zones(viewer: Viewer, wanted: ZoneFilter) -> Iterable[Zone]:
    """All of them, for a file."""
    return stream(_wanted(viewer, wanted))


def count_zones(viewer: Viewer, wanted: ZoneFilter) -> Mapping[ZoneStatus, int]:
    """How many stand how, whichever is asked for."""
    found = _narrowed(viewer, replace(wanted, status=None, unready=False)).with_only_columns(
        *(func.count().filter(_stands(status, local_day())) for status in ZoneStatus)
    )
    return dict(zip(ZoneStatus, db.session.execute(found).one(), strict=True))


def count_unready(viewer: Viewer) -> int:
    """In how many areas under isolation nobody goes from door to door: no team, or no household on its list."""
    return question_of_unready(viewer).ask()


def question_of_unready(viewer: Viewer) -> Question[int]:
    """The same, to be asked with others."""
    stmt = within(viewer, Zone)
    is_unready, staffed = _unready(viewer)
    counted = stmt.where(is_unready).with_only_columns(func.count())
    return Question([covered_by(counted, stmt, staffed)], lambda rows: int(rows[0][0]))


UNREADY: Topic[int] = Topic(
    "unready",
    question_of_unready,
    lambda: {"zones": tally(question_of_unready(office_viewer()).statements[0], Zone)},
    lambda viewer, sheet: sheet["zones"].of(viewer)[0] or 0,
)


def get_zone(viewer: Viewer, zone_id: int) -> Zone:
    """One area under isolation. Raises Absent."""
    found = db.session.scalar(_with_places(within(viewer, Zone).where(Zone.id == zone_id)))
    if found is None:
        raise Absent(zone_id)
    return found  # type: ignore[no-any-return]


def teams_of_zone(viewer: Viewer, zone: Zone) -> Sequence[Team]:
    """The teams that work or worked in it."""
    stmt: Rows = within(viewer, Team, ZoneTeam).join(ZoneTeam, ZoneTeam.team_id == Team.id)
    stmt = stmt.where(ZoneTeam.zone_id == zone.id)
    return db.session.scalars(stmt.order_by(Team.name_key, Team.id)).all()


def teams_to_attach(viewer: Viewer, zone: Zone) -> Sequence[Team]:
    """Teams of the zone's commune that could work in it and do not."""
    today = local_day()
    stmt = within(viewer, Team).where(Team.area_id == zone.area_id, Team.from_on <= today)
    stmt = stmt.where(or_(Team.until_on.is_(None), Team.until_on > today)).order_by(Team.name_key, Team.id)
    there = {team.id for team in teams_of_zone(viewer, zone)}
    return [team for team in db.session.scalars(stmt) if team.id not in there]


def zones_of_team(viewer: Viewer, team: Team) -> Sequence[Zone]:
    """The areas in which a team works or worked, the latest first."""
    parents = within(viewer, Team)
    stmt = belonging_to(parents, team.id, ZoneTeam, Zone).join(Zone, Zone.id == ZoneTeam.zone_id)
    return db.session.scalars(stmt.with_only_columns(Zone).order_by(Zone.from_on.desc(), Zone.id.desc())).all()


def communes_of(viewer: Viewer) -> Mapping[str | None, Sequence[Area]]:
    """The communes that a viewer may name, by their district."""
    today = local_day()
    stmt = select(Area).options(joinedload(Area.parent)).where(Area.level == AreaLevel.COMMUNE)
    stmt = stmt.where(exists_on(Area, today))
    if not viewer.sees_all:
        stmt = stmt.where(Area.id.in_(sorted(viewer.area_ids)))
    found: dict[str | None, list[Area]] = {}
    for area in db.session.scalars(stmt.order_by(Area.sort_key, Area.id)):
        found.setdefault(area.parent.name if area.parent else None, []).append(area)
    return dict(sorted(found.items(), key=lambda each: each[0] or ""))


def body_of(area: Area) -> Organisation | None:
    """The committee of a commune."""
    today = local_day()
    stmt = select(Organisation).where(
        Organisation.area_id == area.id,
        Organisation.kind == OrganisationKind.COMMUNE,
        exists_on(Organisation, today),
    )
    return db.session.scalar(stmt.order_by(Organisation.id.desc()).limit(1))


def in_force_on(day: Any) -> ColumnElement[bool]:
    """Whether an area is under isolation on a day."""
    return and_(Zone.from_on <= day, or_(Zone.until_on.is_(None), Zone.until_on > day))


def _wanted(viewer: Viewer, wanted: ZoneFilter) -> Rows:
    stmt = _with_places(_narrowed(viewer, wanted))
    today = local_day()
    ended = and_(Zone.until_on.is_not(None), Zone.until_on <= today)
    return stmt.order_by(ended, Zone.from_on.desc(), Zone.id.desc())


def _narrowed(viewer: Viewer, wanted: ZoneFilter) -> Rows:
    stmt: Rows = within(viewer, Zone)
    if wanted.status:
        stmt = stmt.where(_stands(wanted.status, local_day()))
    if wanted.unready:
        is_unready, staffed = _unready(viewer)
        stmt = covered_by(stmt.where(is_unready), stmt, staffed)
    if wanted.area_code:
        named = select(Area.id).where(Area.code == wanted.area_code)
        below = select(Area.id).where(Area.parent_id.in_(named))
        stmt = stmt.where(or_(Zone.area_id.in_(named), Zone.area_id.in_(below)))
    return stmt


def _unready(viewer: Viewer) -> tuple[ColumnElement[bool], Rows]:
    """The condition of areas in force whose teams have no household today, and the rows that it looks into."""
    today = local_day()
    teams: Rows = within(viewer, Team).where(_holds(Team, today)).with_only_columns(Team.id)
    listed = belonging_to(teams, ZoneTeam.team_id, Household).where(_holds(Household, today))
    staffed: Rows = belonging_to(teams, teams, ZoneTeam).where(listed.with_only_columns(Household.id).exists())
    staffed = covered_by(staffed.with_only_columns(ZoneTeam.zone_id), staffed, listed)
    return and_(in_force_on(today), Zone.id.not_in(staffed)), staffed


def _holds(model: Any, day: date) -> ColumnElement[bool]:
    return and_(model.from_on <= day, or_(model.until_on.is_(None), model.until_on > day))


def _with_places(stmt: Rows) -> Rows:
    return stmt.options(joinedload(Zone.area).joinedload(Area.parent), joinedload(Zone.organisation))


def _stands(status: ZoneStatus, today: date) -> ColumnElement[bool]:
    match status:
        case ZoneStatus.COMING:
            return Zone.from_on > today
        case ZoneStatus.LIFTED:
            return and_(Zone.from_on <= today, Zone.until_on.is_not(None), Zone.until_on <= today)
        case ZoneStatus.IN_FORCE:
            return in_force_on(today)
