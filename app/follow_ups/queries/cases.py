"""Cases: one, a page of them, those of a household; where cases can be and who looks after them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.access.scope import Rows, covered_by, unscoped, within
from app.areas.models import Area
from app.clock import local, local_day, now
from app.db import db
from app.door import Absent, Viewer
from app.follow_ups.duty import is_on_duty, on_duty
from app.follow_ups.models import FollowUp, FollowUpSpell
from app.follow_ups.rules.cases import CaseClass, Place
from app.follow_ups.rules.reports import Session, session_at
from app.organisations.models import Organisation
from app.units.models import Unit
from app.units.queries import areas_below
from app.units.rules import UnitKind, UnitStatus
from app.web.pagination import Page, Wish
from app.zones.models import Team
from app.zones.queries.teams import holds_on

# What a line of the list names, and what a case's own page and its documents tell.
_LINE = (
    joinedload(FollowUp.organisation).load_only(Organisation.name),
    joinedload(FollowUp.area).load_only(Area.name),
    joinedload(FollowUp.unit).load_only(Unit.name),
)
WHOLE = (
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
    """How many are followed, and how many of them each list holds that was asked for."""

    followed: int
    by_need: Mapping[CaseNeed, int]

    def of(self, need: CaseNeed | None) -> int | None:
        """How many the list of a need holds; None where they were not counted."""
        return self.followed if need is None else self.by_need.get(need)

    def seen(self, need: CaseNeed | None, total: int) -> "CaseCounts":
        """The same where the list of a need turned out to hold so many."""
        if need is None:
            return replace(self, followed=total)
        return replace(self, by_need={**self.by_need, need: total}) if need in self.by_need else self


def get_case(viewer: Viewer, follow_up_id: int) -> FollowUp:
    """One of the viewer's cases. Raises Absent."""
    stmt = within(viewer, FollowUp).where(FollowUp.id == follow_up_id).options(*WHOLE, joinedload(FollowUp.team))
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


def list_cases(
    viewer: Viewer,
    wanted: CaseFilter,
    wish: Wish,
    *,
    total: int | None = None,
    options: Sequence[ORMOption] = _LINE,
) -> Page:
    """A page of the viewer's cases, those who began last first; `total` of who has counted them already.

    Where they were counted a moment ago, a page that is not full knows better.
    """
    stmt = _filtered(within(viewer, FollowUp), wanted)
    if total is None:
        total = db.session.scalar(covered_by(stmt.with_only_columns(func.count(FollowUp.id)), stmt)) or 0
    listed = stmt.options(*options).order_by(FollowUp.id.desc())
    before = (wish.number - 1) * wish.size
    rows = db.session.scalars(listed.limit(wish.size).offset(before)).all()
    is_end = len(rows) < wish.size and (rows or not before)
    return Page(rows, wish.number, wish.size, before + len(rows) if is_end else max(total, before + len(rows)))


def cases_counted(viewer: Viewer, wanted: CaseFilter, needs: Sequence[CaseNeed]) -> Rows:
    """The statement that counts the open cases of a filter, whatever it needs, and those of each of these needs."""
    stmt = _filtered(within(viewer, FollowUp), replace(wanted, need=None))
    counts = [func.count().filter(_has_need(need)).label(need.value) for need in needs]
    return covered_by(stmt.with_only_columns(func.count().label("followed"), *counts), stmt)


def list_household(viewer: Viewer, row: FollowUp) -> Sequence[FollowUp]:
    """The open cases for which this one's link reports too."""
    stmt = within(viewer, FollowUp).where(FollowUp.head_id == row.id, FollowUp.ended_on.is_(None))
    return db.session.scalars(stmt.order_by(FollowUp.id)).all()


def find_head(viewer: Viewer, head_id: int, *, but: FollowUp | None = None) -> FollowUp | None:
    """Who may report for others, and for `but`: an open case of the viewer's own for whom nobody else reports."""
    stmt = within(viewer, FollowUp).where(
        FollowUp.id == head_id, FollowUp.ended_on.is_(None), FollowUp.head_id.is_(None)
    )
    if but:
        stmt = stmt.where(FollowUp.id != but.id)
    return db.session.scalar(stmt.where(on_duty(viewer)))  # type: ignore[no-any-return]


def list_spells(viewer: Viewer, row: FollowUp) -> Sequence[FollowUpSpell]:
    """Who owed an update of this person from when to when."""
    stmt = within(viewer, FollowUpSpell).where(FollowUpSpell.follow_up_id == row.id)
    return db.session.scalars(stmt.order_by(FollowUpSpell.id)).all()


def list_sites(viewer: Viewer) -> Sequence[Unit]:
    """The viewer's units that take people in isolation."""
    stmt = _sites(viewer).options(joinedload(Unit.area))
    return db.session.scalars(stmt.order_by(Unit.sort_key, Unit.id)).all()


def name_sites(viewer: Viewer) -> Sequence[Any]:
    """The same as ids and names, to choose from."""
    named = _sites(viewer).with_only_columns(Unit.id, Unit.name)
    return db.session.execute(named.order_by(Unit.sort_key, Unit.id)).all()


def list_all_sites() -> Sequence[Unit]:
    """The sites of the province, to send somebody to."""
    stmt = select(Unit).where(Unit.kind == UnitKind.QUARANTINE_SITE, Unit.status == UnitStatus.ACTIVE)
    stmt = unscoped(stmt, because="somebody can be sent to any site of the province; its name is no secret")
    return db.session.scalars(
        stmt.options(joinedload(Unit.area), joinedload(Unit.organisation)).order_by(Unit.sort_key, Unit.id)
    ).all()


def list_grid(viewer: Viewer, wanted: CaseFilter, wish: Wish, *, day: date | None = None) -> Page:
    """A page of those for whom the viewer is on duty and who were followed on a day, room by room, as staff go round.

    Of who has left since then the day can still be written down; of who came later there is nothing to write.
    """
    day = day or local_day()
    stmt = within(viewer, FollowUp).where(*_equal(wanted), FollowUp.place != Place.HOSPITAL, on_duty(viewer))
    is_there = or_(FollowUp.ended_on.is_(None), FollowUp.ended_on > day)
    stmt = stmt.where(is_there if day < local_day() else FollowUp.ended_on.is_(None), FollowUp.started_on <= day)
    total = db.session.scalar(covered_by(stmt.with_only_columns(func.count(FollowUp.id)), stmt)) or 0
    listed = stmt.options(*WHOLE).order_by(FollowUp.unit_id, FollowUp.room, FollowUp.bed, FollowUp.id)
    rows = db.session.scalars(listed.limit(wish.size).offset((wish.number - 1) * wish.size)).all()
    return Page(rows, wish.number, wish.size, total)


def list_teams(viewer: Viewer, area: Area | None = None) -> Sequence[Team]:
    """The viewer's community teams that work today, of a commune or of all."""
    stmt = within(viewer, Team).where(holds_on(Team, local_day()), *([Team.area_id == area.id] if area else []))
    return db.session.scalars(stmt.options(joinedload(Team.area)).order_by(Team.area_id, Team.name_key)).all()


def _sites(viewer: Viewer) -> Rows:
    return within(viewer, Unit).where(Unit.kind == UnitKind.QUARANTINE_SITE, Unit.status == UnitStatus.ACTIVE)


def _filtered(stmt: Rows, wanted: CaseFilter) -> Rows:
    is_ended = wanted.need is CaseNeed.ENDED
    stmt = stmt.where(FollowUp.ended_on.is_not(None) if is_ended else FollowUp.ended_on.is_(None))
    stmt = stmt.where(*_equal(wanted))
    if wanted.area_id is not None:
        stmt = stmt.where(FollowUp.area_id.in_(areas_below(wanted.area_id)))
    return stmt if wanted.need is None else stmt.where(_has_need(wanted.need))


def _equal(wanted: CaseFilter) -> list[ColumnElement[bool]]:
    equal = {FollowUp.case_class: wanted.case_class, FollowUp.place: wanted.place, FollowUp.unit_id: wanted.unit_id}
    return [column == value for column, value in equal.items() if value is not None]


def _has_need(need: CaseNeed | None) -> ColumnElement[bool]:
    today = local_day()
    owes = and_(FollowUp.place != Place.HOSPITAL, FollowUp.started_on < today)
    is_morning = session_at(local(now())) is Session.MORNING
    match need:
        case CaseNeed.SILENT:
            return and_(FollowUp.morning_on.is_distinct_from(today), FollowUp.evening_on.is_distinct_from(today), owes)
        case CaseNeed.SESSION:
            last_on = FollowUp.morning_on if is_morning else FollowUp.evening_on
            return and_(last_on.is_distinct_from(today), owes)
        case CaseNeed.ENDING:
            return FollowUp.planned_end_on <= today
        case _:
            return true()
