"""Reads of plans and logs, of their pictures, and of how many people were reached where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager

from app.access.scope import Rows, counting, within
from app.areas.models import Area
from app.areas.queries import list_areas
from app.areas.rules import AreaLevel
from app.clock import local_day
from app.db import db
from app.directives.rules import Period
from app.door import Absent, Viewer
from app.organisations.models import Organisation
from app.publicity.models import Population, PublicityAction, PublicityPhoto
from app.publicity.rules import ActionStatus, PublicityChannel, per_thousand
from app.tallies.models import AppDay, UnitDay
from app.tallies.rules import DECLARING
from app.units.models import Unit
from app.web.pagination import Page, Wish, paginate


@dataclass(frozen=True)
class ActionFilter:
    """Which lines are listed: of a month, of one way, of one status, of the viewer's own body alone."""

    month: Period
    channel: PublicityChannel | None = None
    status: ActionStatus | None = None
    only_own: bool = False


def list_actions(viewer: Viewer, wanted: ActionFilter, wish: Wish) -> Page:
    """A page of the lines of the viewer's scope, by day, then body."""
    stmt = _listed(viewer, wanted).options(contains_eager(PublicityAction.organisation))
    return paginate(stmt.order_by(PublicityAction.planned_on, Organisation.sort_key, PublicityAction.id), wish)


def count_by_status(viewer: Viewer, wanted: ActionFilter) -> Mapping[ActionStatus, int]:
    """How many of the lines stand how."""
    listed = _listed(viewer, wanted).with_only_columns(func.count())
    return {status: db.session.scalar(listed.where(_stands(status))) or 0 for status in ActionStatus}


def _listed(viewer: Viewer, wanted: ActionFilter) -> Rows:
    stmt = within(viewer, PublicityAction).join(PublicityAction.organisation)
    stmt = stmt.where(PublicityAction.planned_on.between(wanted.month.first_on, wanted.month.last_on))
    if wanted.channel:
        stmt = stmt.where(PublicityAction.channel == wanted.channel)
    if wanted.status:
        stmt = stmt.where(_stands(wanted.status))
    if wanted.only_own:
        stmt = stmt.where(PublicityAction.organisation_id == viewer.organisation_id)
    return stmt


def _stands(status: ActionStatus) -> ColumnElement[bool]:
    action, today = PublicityAction, local_day()
    shown = or_(action.has_photo, action.link != "")
    match status:
        case ActionStatus.PLANNED:
            return and_(action.done_on.is_(None), action.planned_on >= today)
        case ActionStatus.MISSED:
            return and_(action.done_on.is_(None), action.planned_on < today)
        case ActionStatus.WITHOUT_EVIDENCE:
            return and_(action.done_on.is_not(None), ~shown)
        case ActionStatus.DONE:
            return and_(action.done_on.is_not(None), shown)


def get_action(viewer: Viewer, action_id: int) -> PublicityAction:
    """The line if it is of a body in the viewer's scope. Raises Absent."""
    found: PublicityAction | None = db.session.scalar(
        within(viewer, PublicityAction).where(PublicityAction.id == action_id)
    )
    if found is None:
        raise Absent(action_id)
    return found


def get_photo(viewer: Viewer, action_id: int) -> PublicityPhoto:
    """The picture that shows an action of the viewer's scope. Raises Absent."""
    found: PublicityPhoto | None = db.session.scalar(
        within(viewer, PublicityPhoto).where(PublicityPhoto.action_id == action_id)
    )
    if found is None:
        raise Absent(action_id)
    return found


@dataclass(frozen=True)
class Reached:
    """How many entries a place had in a period; of a district also how many that is a thousand residents."""

    area: Area
    population: Population | None
    entry_count: int
    app_count: int

    @property
    def per_thousand(self) -> float | None:
        """Entries and people counted by app a thousand residents."""
        residents = self.population.resident_count if self.population else None
        return per_thousand(self.entry_count + self.app_count, residents)


def list_reached(viewer: Viewer, period: Period, district: Area | None = None) -> list[Reached]:
    """The districts, or the communes of one, with what the viewer's units counted there; communes without a share."""
    today = local_day()
    if district:
        areas = list_areas(AreaLevel.COMMUNE, on=today, parent_id=district.id)
        return _reached(viewer, period, areas, Unit.area_id, {})
    return _reached(viewer, period, list_areas(AreaLevel.DISTRICT, on=today), Area.parent_id, _populations())


def _reached(
    viewer: Viewer, period: Period, areas: Sequence[Area], group: Any, populations: Mapping[int, Population]
) -> list[Reached]:
    entries, apps = _entries(viewer, period, group), _apps(viewer, period, group)
    return [Reached(area, populations.get(area.id), entries.get(area.id, 0), apps.get(area.id, 0)) for area in areas]


def _entries(viewer: Viewer, period: Period, group: Any) -> dict[int, int]:
    stmt = within(counting(viewer), UnitDay, Unit).join(Unit, Unit.id == UnitDay.unit_id).join(Unit.area)
    stmt = stmt.where(UnitDay.day.between(period.first_on, period.last_on))
    stmt = stmt.with_only_columns(group, func.sum(UnitDay.entry_count)).group_by(group)
    return {area_id: int(count) for area_id, count in db.session.execute(stmt)}


def _apps(viewer: Viewer, period: Period, group: Any) -> dict[int, int]:
    stmt = within(counting(viewer), AppDay, Unit).join(Unit, Unit.id == AppDay.unit_id).join(Unit.area)
    stmt = stmt.where(AppDay.day.between(period.first_on, period.last_on), AppDay.app.in_(sorted(DECLARING)))
    stmt = stmt.with_only_columns(group, func.sum(AppDay.entry_count)).group_by(group)
    return {area_id: int(count) for area_id, count in db.session.execute(stmt)}


def _populations() -> dict[int, Population]:
    return {row.area_id: row for row in db.session.scalars(select(Population))}


def get_district(area_id: int) -> Area:
    """The district with this id. Raises Absent."""
    stmt: Select[Area] = select(Area).where(Area.id == area_id, Area.level == AreaLevel.DISTRICT)
    found = db.session.scalar(stmt)
    if found is None:
        raise Absent(area_id)
    return found


def find_population(area: Area) -> Population | None:
    """What was said of how many people live in a district."""
    return db.session.scalar(select(Population).where(Population.area_id == area.id))
