"""Samples of people, due and taken; what their families asked for; who was near somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, case, extract, func, or_
from sqlalchemy.orm import joinedload

from app.access.scope import Rows, belonging_to, covered_by, within
from app.areas.models import Area
from app.clock import local_day, now
from app.db import UtcDateTime, db
from app.door import Absent, Viewer
from app.follow_ups.models import FollowUp, FollowUpNeed, FollowUpTest, FollowUpTestCorrection
from app.follow_ups.rules.cases import URGENT_NEEDS, SampleResult
from app.follow_ups.settings import kept_days
from app.web.pagination import Page, Wish, paginate, paginate_many

ANSWERED_DAYS = 7
_CASE_OF_TEST = joinedload(FollowUpTest.follow_up)
_WHERE_TESTED = (
    _CASE_OF_TEST.joinedload(FollowUp.unit),
    _CASE_OF_TEST.joinedload(FollowUp.area).joinedload(Area.parent),
)
_CASE_OF_NEED = joinedload(FollowUpNeed.follow_up)
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
    order = (FollowUpTest.due_on, FollowUpTest.id)
    return paginate_many(stmt, FollowUpTest.id, order, wish, found_first=True, options=_WHERE_TESTED)


def list_late_tests(viewer: Viewer) -> Sequence[FollowUpTest]:
    """The samples of who has left and is not erased yet whose result is still waited for, the oldest first."""
    since = local_day() - timedelta(kept_days())
    cases = within(viewer, FollowUp).where(FollowUp.ended_on >= since, FollowUp.erased_at.is_(None))
    ids = cases.with_only_columns(FollowUp.id)
    stmt: Rows = belonging_to(ids, ids, FollowUpTest).where(FollowUpTest.result == SampleResult.TAKEN)
    return db.session.scalars(stmt.options(*_WHERE_TESTED).order_by(FollowUpTest.due_on, FollowUpTest.id)).all()


def get_test(viewer: Viewer, test_id: int) -> FollowUpTest:
    """One sample with its case. Raises Absent."""
    found = db.session.scalar(within(viewer, FollowUpTest).where(FollowUpTest.id == test_id).options(_CASE_OF_TEST))
    if found is None:
        raise Absent(test_id)
    return found  # type: ignore[no-any-return]


def left_positive(viewer: Viewer, rows: Sequence[FollowUp]) -> frozenset[int]:
    """Which of these left, or were due to, with a sample that turned out to be positive that day or later."""
    stmt = within(viewer, FollowUpTest, FollowUp).join(FollowUpTest.follow_up).with_only_columns(FollowUp.id)
    stmt = stmt.where(
        FollowUp.id.in_([row.id for row in rows]),
        FollowUpTest.result == SampleResult.POSITIVE,
        FollowUpTest.result_on >= func.coalesce(FollowUp.ended_on, FollowUp.planned_end_on),
    )
    return frozenset(db.session.scalars(stmt))


def list_corrections(viewer: Viewer, row: FollowUp) -> Sequence[FollowUpTestCorrection]:
    """What was put right of a person's samples, the last first."""
    stmt = within(viewer, FollowUpTestCorrection).where(FollowUpTestCorrection.follow_up_id == row.id)
    return db.session.scalars(stmt.order_by(FollowUpTestCorrection.id.desc())).all()


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
class AnswerTimes:
    """How many needs were answered lately, and in how many hours on average."""

    count: int
    mean_hours: float | None


@dataclass(frozen=True)
class NeedCounts:
    """How many needs wait, how many of them are urgent, and since when the oldest does."""

    waiting: int
    urgent: int
    since: datetime | None


def list_needs(viewer: Viewer, wanted: NeedFilter, wish: Wish) -> Page:
    """What families wait for: what cannot wait first, then the oldest; of what was answered the latest first."""
    shown = (
        _CASE_OF_NEED.joinedload(FollowUp.unit),
        _CASE_OF_NEED.joinedload(FollowUp.area).joinedload(Area.parent),
        joinedload(FollowUpNeed.answered_by),
    )
    first = (FollowUpNeed.answered_at.desc(),) if wanted.is_done else (_RANK, FollowUpNeed.asked_at)
    stmt = _answered(viewer, wanted) if wanted.is_done else _waiting(viewer, wanted)
    order = (*first, FollowUpNeed.id)
    if wanted.unit_id is not None:
        return paginate(stmt.options(*shown).order_by(*order), wish, few=True)
    return paginate_many(stmt, FollowUpNeed.id, order, wish, found_first=True, options=shown)


def answer_times(viewer: Viewer, wanted: NeedFilter) -> AnswerTimes:
    """In what time needs were answered in the last days."""
    stmt = _answered(viewer, wanted).where(FollowUpNeed.answered_at >= now() - timedelta(ANSWERED_DAYS))
    seconds = func.avg(extract("epoch", FollowUpNeed.answered_at) - extract("epoch", FollowUpNeed.asked_at))
    count, mean = db.session.execute(covered_by(stmt.with_only_columns(func.count(), seconds), stmt)).one()
    return AnswerTimes(count, float(mean) / 3600 if count else None)


def get_need(viewer: Viewer, need_id: int) -> FollowUpNeed:
    """One thing that is asked for, with its case. Raises Absent."""
    found = db.session.scalar(within(viewer, FollowUpNeed).where(FollowUpNeed.id == need_id).options(_CASE_OF_NEED))
    if found is None:
        raise Absent(need_id)
    return found  # type: ignore[no-any-return]


def needs_counted(viewer: Viewer) -> Rows:
    """The statement that counts what waits for the viewer."""
    stmt = _waiting(viewer, NeedFilter())
    is_urgent = FollowUpNeed.kind.in_(URGENT_NEEDS)
    oldest = func.min(FollowUpNeed.asked_at, type_=UtcDateTime()).label("since")
    counts = (func.count().label("waiting"), func.count().filter(is_urgent).label("urgent"), oldest)
    return covered_by(stmt.with_only_columns(*counts), stmt)


def needs_counted_for_all(everybody: Viewer) -> Rows:
    """The same beside the cases that need something, for who counts by whose cases they are."""
    stmt = needs_counted(everybody)
    return covered_by(stmt.join(FollowUp, FollowUp.id == FollowUpNeed.follow_up_id), stmt)


def _waiting(viewer: Viewer, wanted: NeedFilter) -> Rows:
    """Few of all cases wait for something: each one's is looked up by its key. Who has left needs nothing more."""
    cases = _cases(viewer, wanted).where(FollowUp.ended_on.is_(None))
    its_case = cases.where(FollowUp.id == FollowUpNeed.follow_up_id).correlate(FollowUpNeed).scalar_subquery()
    return belonging_to(cases, its_case, FollowUpNeed).where(FollowUpNeed.answered_at.is_(None))


def _answered(viewer: Viewer, wanted: NeedFilter) -> Rows:
    cases = _cases(viewer, wanted)
    return belonging_to(cases, cases, FollowUpNeed).where(FollowUpNeed.answered_at.is_not(None))


def _cases(viewer: Viewer, wanted: NeedFilter) -> Rows:
    cases = within(viewer, FollowUp).with_only_columns(FollowUp.id)
    return cases if wanted.unit_id is None else cases.where(FollowUp.unit_id == wanted.unit_id)
