"""Indicators by site, by team and by commune: of person-days, of first reports, of needs; and the rows behind them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CTE, ColumnElement, Date, Integer, and_, case, cast, column, func, or_, select, values
from sqlalchemy.orm import contains_eager, joinedload

from app import clock
from app.access.scope import Rows, belonging_to, counting, covered_by, unscoped, within
from app.db import UtcDateTime, db
from app.directives.measures import Limits, Span
from app.directives.measures.calendar import known_days
from app.door import Viewer
from app.follow_ups.measure import spells_meant
from app.follow_ups.models import DailyReport, FollowUp, FollowUpNeed, FollowUpSpell
from app.follow_ups.rules.cases import URGENT_NEEDS, Place
from app.follow_ups.rules.indicators import Indicators, add_up, hours_between, ordered_at
from app.follow_ups.rules.reports import Session
from app.follow_ups.settings import cut_off_hour
from app.zones.models import Team

WITH_THEM = "which team of the commune looks after somebody is told with the days that are the viewer's"


@dataclass(frozen=True)
class Leaf:
    """Where people are: a site, or at home in a commune with a team or with none."""

    area_id: int
    unit_id: int | None = None
    team_id: int | None = None


@dataclass(frozen=True)
class Where:
    """Whose people are meant, of when: within limits, and of these at one leaf's site, or at home with its team.

    `case_ids`: of these cases only.
    """

    span: Span
    limits: Limits = field(default_factory=Limits)
    leaf: Leaf | None = None
    case_ids: Sequence[int] | None = None


Parts = Sequence[tuple[Leaf, Indicators]]


def indicators_by_leaf(viewer: Viewer, where: Where, *, known: Parts | None = None) -> Mapping[Leaf, Indicators]:
    """Every indicator of every leaf; sites that are withheld from the viewer count too.

    `known`: what days and first reports say, of who has counted them.
    """
    who, parts = counting(viewer), defaultdict[Leaf, list[Indicators]](list)
    counted = [_of_days(who, where), _of_first_reports(who, where)] if known is None else [known]
    for found in (*counted, _of_needs(who, where)):
        for leaf, part in found:
            parts[leaf].append(part)
    return {leaf: add_up(each) if len(each) > 1 else each[0] for leaf, each in parts.items()}


def people_of_day(viewer: Viewer, span: Span) -> Sequence[tuple[Any, ...]]:
    """Of a day, by body, place, site and team: people, those with a report, with one of each session, and without one
    of each when its cut-off came, or will have come.
    """
    stmt = person_days(viewer, Where(span))
    if stmt is None:
        return []
    row = stmt.subquery("person_day").c
    halves = ((row.morning_until, row.morning_at), (row.evening_until, row.evening_at))
    said = [at.is_not(None) for _until, at in halves]
    missed = [or_(at.is_(None), at > until) for until, at in halves]
    keys = (row.organisation_id, row.area_id, row.unit_id, row.team_id)
    sums = [func.sum(case((each, 1), else_=0)) for each in (or_(*said), *said, *missed)]
    grouped = select(*keys, func.count(), *(cast(each, Integer) for each in sums)).group_by(*keys)
    return [tuple(found) for found in db.session.execute(covered_by(grouped, stmt))]


def person_days(viewer: Viewer, where: Where) -> Rows | None:
    """Every day on which somebody owed an update: where he was, when each session's cut-off was, when it was reported.

    What was corrected since was reported when it was first said.
    """
    days = known_days(where.span)
    if not days:
        return None
    meant, seen = spells_meant(viewer, days, where.limits)
    if where.case_ids is not None:
        meant = meant.where(FollowUpSpell.follow_up_id.in_(where.case_ids))
    said_select, team_select, day = _said(meant, where.span), _teams(), _days(days)
    owed, said, team = meant.subquery("owed"), said_select.subquery("said"), team_select.subquery("of_team")
    stmt = (
        select(owed.c.follow_up_id, owed.c.organisation_id, owed.c.area_id, owed.c.unit_id, team.c.team_id, day.c.day)
        .add_columns(day.c.morning_until, day.c.evening_until, said.c.morning_at, said.c.evening_at)
        .join(day, and_(owed.c.from_on <= day.c.day, or_(owed.c.until_on.is_(None), owed.c.until_on > day.c.day)))
        .outerjoin(said, and_(said.c.follow_up_id == owed.c.follow_up_id, said.c.day == day.c.day))
        .outerjoin(
            team,
            and_(
                team.c.follow_up_id == owed.c.follow_up_id,
                team.c.area_id == owed.c.area_id,
                owed.c.unit_id.is_(None),
            ),
        )
    )
    if where.leaf:
        stmt = stmt.where(
            owed.c.area_id == where.leaf.area_id,
            owed.c.unit_id.is_not_distinct_from(where.leaf.unit_id),
            team.c.team_id.is_not_distinct_from(where.leaf.team_id),
        )
    return covered_by(stmt, meant, seen, said_select, team_select)


def _days(days: Sequence[date]) -> CTE:
    columns = (column("day", Date), column("morning_until", UtcDateTime), column("evening_until", UtcDateTime))
    rows = [(day, *(clock.at(day, cut_off_hour(session, day)) for session in Session)) for day in days]
    return values(*columns, name="listed_day").data(rows).cte("cut_offs")


def _said(meant: Rows, span: Span) -> Rows:
    """When each session of each person and day was reported first, as known at the instant."""
    report = DailyReport
    times = [
        func.min(case((report.session == session, report.reported_at)), type_=UtcDateTime()).label(
            f"{session.value}_at"
        )
        for session in Session
    ]
    people = meant.with_only_columns(FollowUpSpell.follow_up_id)
    said: Rows = belonging_to(meant, people, report).with_only_columns(report.follow_up_id, report.day, *times)
    said = said.where(report.day.between(span.first, span.last), report.reported_at <= span.at)
    return said.group_by(report.follow_up_id, report.day)


def _teams() -> Rows:
    stmt = select(FollowUp.id.label("follow_up_id"), Team.id.label("team_id"), Team.area_id)
    return unscoped(stmt.join(Team, Team.id == FollowUp.team_id), because=WITH_THEM)


def _of_days(viewer: Viewer, where: Where) -> list[tuple[Leaf, Indicators]]:
    stmt, at = person_days(viewer, where), where.span.at
    if stmt is None:
        return []
    row = stmt.subquery("person_day").c
    has_said = or_(row.morning_at.is_not(None), row.evening_at.is_not(None))
    halves = ((row.morning_until, row.morning_at), (row.evening_until, row.evening_at))
    is_due = [until <= at for until, _said in halves]
    is_missed = [and_(until <= at, or_(said.is_(None), said > until)) for until, said in halves]
    is_there = [and_(until <= at, said.is_not(None)) for until, said in halves]
    sums = (
        func.count(),
        *(func.sum(case((each, 1), else_=0)) for each in (has_said, *is_due, *is_there, *is_missed)),
    )
    keys = (row.area_id, row.unit_id, row.team_id)
    grouped = select(*keys, *(cast(each, Integer) for each in sums)).group_by(*keys)
    return [
        (
            Leaf(*found[:3]),
            Indicators(
                days_due=found[3],
                days_updated=found[4],
                sessions_due=found[5] + found[6],
                sessions_received=found[7] + found[8],
                missed_mornings=found[9],
                missed_evenings=found[10],
            ),
        )
        for found in db.session.execute(covered_by(grouped, stmt))
    ]


def _of_first_reports(viewer: Viewer, where: Where) -> list[tuple[Leaf, Indicators]]:
    found: list[tuple[Leaf, Indicators]] = []
    for line in first_reports(viewer, where):
        hours = (line.hours,)
        part = Indicators(first_hours=hours) if line.reported_at else Indicators(waiting_hours=hours)
        found.append((line.leaf, part))
    return found


@dataclass(frozen=True)
class FirstReport:
    """How long somebody's first report took, or has taken so far."""

    follow_up_id: int
    organisation_id: int
    leaf: Leaf
    ordered_at: datetime
    reported_at: datetime | None
    hours: float


def first_reports(viewer: Viewer, where: Where) -> list[FirstReport]:
    """Of everybody whose isolation began in the span: who waited longest first.

    Who left before anything was due, or is in hospital without having reported, waits for nothing.
    """
    span, row = where.span, FollowUp
    stmt = within(viewer, row).where(row.started_on.between(span.first, span.last), *_at_leaf(where))
    columns = (row.area_id, row.unit_id, row.team_id, row.opened_at, row.started_on, row.first_report_at)
    listed = covered_by(stmt.with_only_columns(row.id, row.organisation_id, *columns, row.ended_on, row.place), stmt)
    found = []
    for id_, body_id, *where_, opened_at, started_on, first_at, ended_on, place in db.session.execute(listed):
        area_id, unit_id, team_id = where_
        reported_at = first_at if first_at and first_at <= span.at else None
        if opened_at > span.at or (reported_at is None and (ended_on or place is Place.HOSPITAL)):
            continue
        since = ordered_at(opened_at, clock.day_start(started_on + timedelta(1)))
        leaf = Leaf(area_id, unit_id, None if unit_id else team_id)
        found.append(FirstReport(id_, body_id, leaf, since, reported_at, hours_between(since, reported_at or span.at)))
    return sorted(found, key=lambda line: (-line.hours, line.follow_up_id))


def _of_needs(viewer: Viewer, where: Where) -> list[tuple[Leaf, Indicators]]:
    need, row = FollowUpNeed, FollowUp
    stmt = _needs(viewer, where)
    stmt = stmt.with_only_columns(row.area_id, row.unit_id, row.team_id, need.kind, need.asked_at, need.answered_at)
    waiting, urgent, hours = Counter[Leaf](), Counter[Leaf](), defaultdict[Leaf, list[float]](list)
    for area_id, unit_id, team_id, kind, asked_at, answered_at in db.session.execute(stmt):
        leaf = Leaf(area_id, unit_id, None if unit_id else team_id)
        if answered_at and answered_at <= where.span.at:
            hours[leaf].append(hours_between(asked_at, answered_at))
        else:
            waiting[leaf] += 1
            urgent[leaf] += kind in URGENT_NEEDS
    answered = [(leaf, Indicators(needs_answered=len(each), answer_hours=tuple(each))) for leaf, each in hours.items()]
    return answered + [(leaf, Indicators(needs_waiting=n, needs_urgent=urgent[leaf])) for leaf, n in waiting.items()]


def needs_of(viewer: Viewer, where: Where) -> Sequence[FollowUpNeed]:
    """What families wait for, and what was answered in the span: the longest waiting first, then the answered."""
    need = FollowUpNeed
    stmt = _needs(viewer, where).options(contains_eager(need.follow_up), joinedload(need.answered_by))
    return db.session.scalars(stmt.order_by(need.answered_at.is_not(None), need.asked_at, need.id)).all()


def _needs(viewer: Viewer, where: Where) -> Rows:
    first, last = clock.day_start(where.span.first), clock.day_start(where.span.last + timedelta(1))
    need = FollowUpNeed
    stmt: Rows = within(viewer, need, FollowUp).join(need.follow_up)
    waits = and_(
        or_(need.answered_at.is_(None), need.answered_at > where.span.at),
        need.asked_at < last,
        FollowUp.ended_on.is_(None),
    )
    answered = and_(need.answered_at >= first, need.answered_at < last, need.answered_at <= where.span.at)
    return stmt.where(need.asked_at <= where.span.at, or_(waits, answered), *_at_leaf(where))


def _at_leaf(where: Where) -> list[ColumnElement[bool]]:
    """The same limits, of the case as it is now."""
    row, limits, leaf = FollowUp, where.limits, where.leaf
    found: list[ColumnElement[bool]] = []
    if limits.organisation_ids is not None:
        found.append(row.organisation_id.in_(sorted(limits.organisation_ids)))
    if limits.area_ids is not None:
        found.append(row.area_id.in_(sorted(limits.area_ids)))
    if leaf:
        found += [row.area_id == leaf.area_id, row.unit_id.is_not_distinct_from(leaf.unit_id)]
        found += [] if leaf.unit_id else [row.team_id.is_not_distinct_from(leaf.team_id)]
    return found
