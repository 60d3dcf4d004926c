"""Cases: one, a page of them, those of a household; where cases can be and who looks after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true
from sqlalchemy.orm import joinedload

from app.access.scope import Rows, covered_by, unscoped, within
from app.areas.models import Area
from app.clock import local, local_day, now
from app.db import db
from app.door import Absent, Viewer
from app.follow_ups.duty import is_on_duty, on_duty
from app.follow_ups.models import FollowUp, FollowUpSpell
from app.follow_ups.rules.cases import CaseClass, Place
from app.follow_ups.rules.reports import Session, session_at
from app.units.models import Unit
from app.units.queries import areas_below
from app.units.rules import UnitKind, UnitStatus
from app.web.pagination import Page, Wish
from app.zones.models import Team
from app.zones.queries.teams import holds_on

_SHOWN = (
    joinedload(FollowUp.organisation),
    joinedload(FollowUp.area).joinedload(Area.parent),
    joinedload(FollowUp.unit),
    joinedload(FollowUp.protocol),
)


class CaseNeed(StrEnum):
    """Which cases a list is narrowed to."""

    SILENT = "silent"  # no record today
    SESSION = "session"  # none of the session that is on
    ENDING = "ending"  # the planned end is today or over
    ENDED = "ended"


@dataclass(frozen=True)
class CaseFilter:
    """What a list of cases is narrowed to; without `need` ENDED it holds open ones only."""

    need: CaseNeed | None = None
    case_class: CaseClass | None = None
    place: Place | None = None
    unit_id: int | None = None
    area_id: int | None = None


@dataclass(frozen=True)
class CaseCounts:
    """How many are followed, and of how many nothing is known today or in this session."""

    followed: int
    silent: int
    without_session: int
    ending: int


def get_case(viewer: Viewer, follow_up_id: int) -> FollowUp:
    """One of the viewer's cases. Raises Absent."""
    stmt = within(viewer, FollowUp).where(FollowUp.id == follow_up_id).options(*_SHOWN, joinedload(FollowUp.team))
    found = db.session.scalar(stmt)
    if found is None:
        raise Absent(follow_up_id)
    return found  # type: ignore[no-any-return]


def get_own_case(viewer: Viewer, follow_up_id: int) -> FollowUp:
    """One for which the viewer is on duty. Raises Absent."""
    row = get_case(viewer, follow_up_id)
    if not is_on_duty(viewer, row):
        raise Absent(follow_up_id)
    return row


def get_open_case(viewer: Viewer, follow_up_id: int) -> FollowUp:
    """One that has not ended. Raises Absent."""
    row = get_case(viewer, follow_up_id)
    if not row.is_open:
        raise Absent(follow_up_id)
    return row


def list_cases(viewer: Viewer, wanted: CaseFilter, wish: Wish) -> Page:
    """A page of the viewer's cases, those who began last first."""
    stmt = _filtered(within(viewer, FollowUp), wanted)
    total = db.session.scalar(covered_by(stmt.with_only_columns(func.count(FollowUp.id)), stmt)) or 0
    listed = stmt.options(*_SHOWN).order_by(FollowUp.id.desc())
    rows = db.session.scalars(listed.limit(wish.size).offset((wish.number - 1) * wish.size)).all()
    return Page(rows, wish.number, wish.size, total)


def count_cases(viewer: Viewer, wanted: CaseFilter) -> CaseCounts:
    """How the open cases of a filter stand now, whatever it needs."""
    plain = CaseFilter(None, wanted.case_class, wanted.place, wanted.unit_id, wanted.area_id)
    stmt = _filtered(within(viewer, FollowUp), plain)
    needs = [
        func.sum(case((_has_need(need), 1), else_=0)) for need in (CaseNeed.SILENT, CaseNeed.SESSION, CaseNeed.ENDING)
    ]
    counted = stmt.with_only_columns(func.count(FollowUp.id), *needs)
    followed, *found = db.session.execute(covered_by(counted, stmt)).one()
    return CaseCounts(followed, *(int(each or 0) for each in found))


def list_household(viewer: Viewer, row: FollowUp) -> Sequence[FollowUp]:
    """The open cases for which this one's link reports too."""
    stmt = within(viewer, FollowUp).where(FollowUp.head_id == row.id, FollowUp.ended_on.is_(None))
    return db.session.scalars(stmt.order_by(FollowUp.id)).all()


def find_head(viewer: Viewer, row: FollowUp, head_id: int) -> FollowUp | None:
    """Who may report for somebody: an open case of the viewer's own for whom nobody else reports."""
    stmt = within(viewer, FollowUp).where(
        FollowUp.id == head_id, FollowUp.id != row.id, FollowUp.ended_on.is_(None), FollowUp.head_id.is_(None)
    )
    return db.session.scalar(stmt.where(on_duty(viewer)))  # type: ignore[no-any-return]


def list_spells(viewer: Viewer, row: FollowUp) -> Sequence[FollowUpSpell]:
    """Who owed an update of this person from when to when."""
    stmt = within(viewer, FollowUpSpell).where(FollowUpSpell.follow_up_id == row.id)
    return db.session.scalars(stmt.order_by(FollowUpSpell.id)).all()


def list_sites(viewer: Viewer) -> Sequence[Unit]:
    """The viewer's units that take people in isolation."""
    stmt = within(viewer, Unit).where(Unit.kind == UnitKind.QUARANTINE_SITE, Unit.status == UnitStatus.ACTIVE)
    return db.session.scalars(stmt.options(joinedload(Unit.area)).order_by(Unit.sort_key, Unit.id)).all()


def list_all_sites() -> Sequence[Unit]:
    """The sites of the province, to send somebody to."""
    stmt = select(Unit).where(Unit.kind == UnitKind.QUARANTINE_SITE, Unit.status == UnitStatus.ACTIVE)
    stmt = unscoped(stmt, because="somebody can be sent to any site of the province; its name is no secret")
    return db.session.scalars(
        stmt.options(joinedload(Unit.area), joinedload(Unit.organisation)).order_by(Unit.sort_key, Unit.id)
    ).all()


def list_grid(viewer: Viewer, wanted: CaseFilter, wish: Wish) -> Page:
    """A page of those for whom the viewer is on duty and who owe an update, room by room, as staff go round."""
    stmt = _filtered(within(viewer, FollowUp), wanted).where(FollowUp.place != Place.HOSPITAL, on_duty(viewer))
    total = db.session.scalar(covered_by(stmt.with_only_columns(func.count(FollowUp.id)), stmt)) or 0
    listed = stmt.options(*_SHOWN).order_by(FollowUp.unit_id, FollowUp.room, FollowUp.bed, FollowUp.id)
    rows = db.session.scalars(listed.limit(wish.size).offset((wish.number - 1) * wish.size)).all()
    return Page(rows, wish.number, wish.size, total)


def list_teams(viewer: Viewer, area: Area | None = None) -> Sequence[Team]:
    """The viewer's community teams that work today, of a commune or of all."""
    stmt = within(viewer, Team).where(holds_on(Team, local_day()), *([Team.area_id == area.id] if area else []))
    return db.session.scalars(stmt.options(joinedload(Team.area)).order_by(Team.area_id, Team.name_key)).all()


def _filtered(stmt: Rows, wanted: CaseFilter) -> Rows:
    is_ended = wanted.need is CaseNeed.ENDED
    stmt = stmt.where(FollowUp.ended_on.is_not(None) if is_ended else FollowUp.ended_on.is_(None))
    conditions = [
        (wanted.need, _has_need(wanted.need)),
        (wanted.case_class, FollowUp.case_class == wanted.case_class),
        (wanted.place, FollowUp.place == wanted.place),
        (wanted.unit_id, FollowUp.unit_id == wanted.unit_id),
        (wanted.area_id, FollowUp.area_id.in_(areas_below(wanted.area_id))),
    ]
    return stmt.where(*(condition for value, condition in conditions if value is not None))


def _has_need(need: CaseNeed | None) -> ColumnElement[bool]:
    today = local_day()
    owes = and_(FollowUp.place != Place.HOSPITAL, FollowUp.started_on < today)
    is_morning = session_at(local(now())) is Session.MORNING
    match need:
        case CaseNeed.SILENT:
            return and_(owes, _before(FollowUp.morning_on, today), _before(FollowUp.evening_on, today))
        case CaseNeed.SESSION:
            return and_(owes, _before(FollowUp.morning_on if is_morning else FollowUp.evening_on, today))
        case CaseNeed.ENDING:
            return FollowUp.planned_end_on <= today
        case _:
            return true()


def _before(column: Any, day: date) -> ColumnElement[bool]:
    return or_(column.is_(None), column < day)
