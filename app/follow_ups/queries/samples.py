"""Samples of people, due and taken; what their families asked for; who was near somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, or_
from sqlalchemy.orm import joinedload

from app.access.scope import Rows, belonging_to, covered_by, within
from app.areas.models import Area
from app.clock import local_day, now
from app.db import UtcDateTime, db
from app.door import Absent, Viewer
from app.follow_ups.models import FollowUp, FollowUpNeed, FollowUpTest
from app.follow_ups.rules.cases import URGENT_NEEDS, SampleResult
from app.web.pagination import Page, Wish

ANSWERED_DAYS = 7
_CASE_OF_TEST = joinedload(FollowUpTest.follow_up)
_CASE_OF_NEED = joinedload(FollowUpNeed.follow_up)
# Who has left needs nothing from us any more.
_STILL_THERE = FollowUp.ended_on.is_(None)
_RANK = case((FollowUpNeed.kind.in_(URGENT_NEEDS), 0), else_=1)


def list_tests(viewer: Viewer, row: FollowUp) -> Sequence[FollowUpTest]:
    """The samples of a person, in the order of their days."""
    stmt = within(viewer, FollowUpTest).where(FollowUpTest.follow_up_id == row.id)
    return db.session.scalars(stmt.order_by(FollowUpTest.due_on)).all()


def list_tests_to_do(viewer: Viewer, wish: Wish) -> Page:
    """A page of the samples of open cases that are due by today or wait for a result, the oldest first."""
    cases = within(viewer, FollowUp).where(FollowUp.ended_on.is_(None)).with_only_columns(FollowUp.id)
    is_due = and_(FollowUpTest.result == SampleResult.DUE, FollowUpTest.due_on <= local_day())
    stmt: Rows = belonging_to(cases, cases, FollowUpTest)
    stmt = stmt.where(or_(is_due, FollowUpTest.result == SampleResult.TAKEN))
    total = db.session.scalar(covered_by(stmt.with_only_columns(func.count(FollowUpTest.id)), stmt)) or 0
    shown = (_CASE_OF_TEST.joinedload(FollowUp.unit), _CASE_OF_TEST.joinedload(FollowUp.area).joinedload(Area.parent))
    order = (FollowUpTest.due_on, FollowUpTest.id)
    # First which ones: the database would put every one together with its case, place and site, and throw most away.
    few = stmt.with_only_columns(FollowUpTest.id).order_by(*order)
    few = few.limit(wish.size).offset((wish.number - 1) * wish.size)
    listed = belonging_to(cases, cases, FollowUpTest).where(FollowUpTest.id.in_(few)).options(*shown)
    rows = db.session.scalars(covered_by(listed.order_by(*order), listed, few)).all()
    return Page(rows, wish.number, wish.size, total)


def get_test(viewer: Viewer, test_id: int) -> FollowUpTest:
    """One sample with its case. Raises Absent."""
    found = db.session.scalar(within(viewer, FollowUpTest).where(FollowUpTest.id == test_id).options(_CASE_OF_TEST))
    if found is None:
        raise Absent(test_id)
    return found  # type: ignore[no-any-return]


def list_near(viewer: Viewer, row: FollowUp) -> Sequence[FollowUp]:
    """Who is in the same room of the same site, or in the same household, as far as they are the viewer's."""
    head_id = row.head_id or row.id
    household = or_(FollowUp.id == head_id, FollowUp.head_id == head_id)
    room = and_(FollowUp.unit_id == row.unit_id, FollowUp.room == row.room, FollowUp.room != "")
    near = or_(household, room) if row.unit_id and row.room else household
    stmt = within(viewer, FollowUp).where(FollowUp.ended_on.is_(None), FollowUp.id != row.id, near)
    return db.session.scalars(stmt.options(joinedload(FollowUp.unit)).order_by(FollowUp.id)).all()


def list_needs_of(viewer: Viewer, row: FollowUp) -> Sequence[FollowUpNeed]:
    """What the person's family asked for, the last first."""
    stmt = within(viewer, FollowUpNeed).where(FollowUpNeed.follow_up_id == row.id)
    stmt = stmt.options(joinedload(FollowUpNeed.answered_by))
    return db.session.scalars(stmt.order_by(FollowUpNeed.id.desc())).all()


@dataclass(frozen=True)
class NeedFilter:
    """Those that wait, or those that were answered; of a site."""

    is_done: bool = False
    unit_id: int | None = None


@dataclass(frozen=True)
class Needs:
    """A page of what is asked for, and in how many hours on average what was answered lately had been."""

    page: Page
    answered_count: int
    mean_hours: float | None


@dataclass(frozen=True)
class NeedCounts:
    """How many needs wait, how many of them are urgent, and since when the oldest does."""

    waiting: int
    urgent: int
    since: datetime | None


def list_needs(viewer: Viewer, wanted: NeedFilter, wish: Wish) -> Needs:
    """What families wait for: what cannot wait first, then the oldest; of what was answered the latest first."""
    mine, is_open = _needs(viewer, wanted), FollowUpNeed.answered_at.is_(None)
    stmt = mine.where(FollowUpNeed.answered_at.is_not(None) if wanted.is_done else and_(is_open, _STILL_THERE))
    total = db.session.scalar(covered_by(stmt.with_only_columns(func.count(FollowUpNeed.id)), stmt)) or 0
    shown = (_CASE_OF_NEED.joinedload(FollowUp.unit), _CASE_OF_NEED.joinedload(FollowUp.area).joinedload(Area.parent))
    order = (FollowUpNeed.answered_at.desc(),) if wanted.is_done else (_RANK, FollowUpNeed.asked_at)
    listed = stmt.options(*shown, joinedload(FollowUpNeed.answered_by)).order_by(*order, FollowUpNeed.id)
    rows = db.session.scalars(listed.limit(wish.size).offset((wish.number - 1) * wish.size)).all()
    answered = mine.where(FollowUpNeed.answered_at >= now() - timedelta(ANSWERED_DAYS))
    times = answered.with_only_columns(FollowUpNeed.asked_at, FollowUpNeed.answered_at)
    hours = [(done - asked).total_seconds() / 3600 for asked, done in db.session.execute(covered_by(times, answered))]
    return Needs(Page(rows, wish.number, wish.size, total), len(hours), sum(hours) / len(hours) if hours else None)


def get_need(viewer: Viewer, need_id: int) -> FollowUpNeed:
    """One thing that is asked for, with its case. Raises Absent."""
    found = db.session.scalar(within(viewer, FollowUpNeed).where(FollowUpNeed.id == need_id).options(_CASE_OF_NEED))
    if found is None:
        raise Absent(need_id)
    return found  # type: ignore[no-any-return]


def needs_counted(viewer: Viewer) -> Rows:
    """The statement that counts what waits for the viewer."""
    stmt = _needs(viewer, NeedFilter()).where(FollowUpNeed.answered_at.is_(None), _STILL_THERE)
    is_urgent = case((FollowUpNeed.kind.in_(URGENT_NEEDS), 1))
    oldest = func.min(FollowUpNeed.asked_at, type_=UtcDateTime())
    counted = stmt.with_only_columns(func.count(FollowUpNeed.id), func.count(is_urgent), oldest)
    return covered_by(counted, stmt)


def _needs(viewer: Viewer, wanted: NeedFilter) -> Rows:
    stmt: Rows = within(viewer, FollowUpNeed, FollowUp).join(FollowUp, FollowUp.id == FollowUpNeed.follow_up_id)
    return stmt if wanted.unit_id is None else stmt.where(FollowUp.unit_id == wanted.unit_id)
