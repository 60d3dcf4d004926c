"""Which units a visit would be worth most: what is known of each in one statement, judged by the pure rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, func, or_
from sqlalchemy.orm import joinedload

from app.access.scope import Rows, belonging_to, covered_by, within
from app.areas.models import Area
from app.clock import day_start, local_day
from app.db import db
from app.door import Viewer
from app.flags.models import Flag
from app.flags.rules import FlagOutcome
from app.inspections.models import Finding, Inspection
from app.inspections.rules import OPEN, Known, Risk, risk_of
from app.inspections.settings import weights
from app.safety.current import last_said, level_on
from app.safety.models import Assessment
from app.safety.rules import Level
from app.tallies.models import UnitDay
from app.units.models import Unit
from app.units.queries import areas_below
from app.units.rules import UnitKind, UnitStatus
from app.visits.models import Visit

SHOWN = 50
FOOTFALL_DAYS = 7
RATING_DAYS = 14
POOR = 1
# For how long what an officer closed as to be looked at on the spot asks for a visit.
VERIFY_DAYS = 60


@dataclass(frozen=True)
class RiskFilter:
    """Among which units: of a kind, in a district or commune."""

    kind: UnitKind | None = None
    area_id: int | None = None


@dataclass(frozen=True)
class RiskLine:
    """A unit, how urgent a visit is and why."""

    unit: Unit
    risk: Risk


def list_risks(viewer: Viewer, wanted: RiskFilter, *, limit: int = SHOWN) -> Sequence[RiskLine]:
    """The units of the viewer at which nobody is expected, the most urgent first."""
    today, points = local_day(), weights()
    judged = [(unit_id, risk_of(known, points, today=today)) for unit_id, known in _known(viewer, wanted, today)]
    judged.sort(key=lambda each: (-each[1].points, each[0]))
    chosen = {unit_id: risk for unit_id, risk in judged[:limit] if risk.points}
    stmt = within(viewer, Unit).where(Unit.id.in_(sorted(chosen)))
    stmt = stmt.options(joinedload(Unit.area).joinedload(Area.parent))
    units = {unit.id: unit for unit in db.session.scalars(stmt)}
    return [RiskLine(units[unit_id], risk) for unit_id, risk in chosen.items()]


def _known(viewer: Viewer, wanted: RiskFilter, today: date) -> Sequence[tuple[int, Known]]:
    rows = db.session.execute(_statement(viewer, wanted, today))
    return [(row.id, _as_known(row)) for row in rows]


def _statement(viewer: Viewer, wanted: RiskFilter, today: date) -> Rows:
    """The last assessment and the last visit are looked up unit by unit, the rest is counted once and joined.

    Joined as a table of what all units said, it was read through once more for each of 12,000 units.
    """
    expected = within(viewer, Inspection).where(Inspection.status.in_(OPEN)).with_only_columns(Inspection.unit_id)
    meant = within(viewer, Unit).where(Unit.status == UnitStatus.ACTIVE, Unit.id.not_in(expected))
    if wanted.kind:
        meant = meant.where(Unit.kind == wanted.kind)
    if wanted.area_id is not None:
        meant = meant.where(Unit.area_id.in_(areas_below(wanted.area_id)))
    ids = meant.with_only_columns(Unit.id)
    said = last_said(meant, Unit.id, today).correlate(Unit)
    visit = _last_visit(meant).correlate(Unit)
    parts = _parts(viewer, meant, ids, today)
    flags, rated, findings, days = (part.subquery(name) for part, name in zip(parts, _NAMES, strict=True))
    columns = (
        Unit.id,
        level_on(Assessment.__table__, today).label("level"),
        Inspection.level.label("inspected_level"),
        Inspection.inspected_on,
        func.coalesce(flags.c.count, 0).label("flags"),
        func.coalesce(rated.c.count, 0).label("ratings"),
        func.coalesce(rated.c.poor, 0).label("poor"),
        func.coalesce(findings.c.count, 0).label("findings"),
        func.coalesce(days.c.entries, 0).label("entries"),
    )
    stmt = meant.with_only_columns(*columns)
    stmt = stmt.outerjoin(Assessment, Assessment.id == said.scalar_subquery())
    stmt = stmt.outerjoin(Inspection, Inspection.id == visit.scalar_subquery())
    for part in (flags, rated, findings, days):
        stmt = stmt.outerjoin(part, part.c.unit_id == Unit.id)
    return covered_by(stmt, meant, expected, said, visit, *parts)


_NAMES = ("open_flags", "rated", "overdue_findings", "lately")


def _as_known(row: Any) -> Known:
    return Known(
        level=Level(row.level),
        inspected_level=row.inspected_level and Level(row.inspected_level),
        inspected_on=row.inspected_on,
        open_flags=row.flags,
        ratings=row.ratings,
        poor_ratings=row.poor,
        overdue_findings=row.findings,
        entries_a_day=int(row.entries) // FOOTFALL_DAYS,
    )


def _parts(viewer: Viewer, meant: Rows, ids: Rows, today: date) -> tuple[Rows, ...]:
    """Of each unit: signs nobody explained, visitors' ratings, findings past their day, entries."""
    return (
        _flags(viewer, meant, ids, today),
        _ratings(meant, ids, today),
        _findings(meant, ids, today),
        _days(meant, ids, today),
    )


def _last_visit(meant: Rows) -> Rows:
    """The id of the visit whose record was signed last, for the unit of the statement around it."""
    signed: Rows = belonging_to(meant, Unit.id, Inspection).with_only_columns(Inspection.id)
    signed = signed.where(Inspection.signed_at.is_not(None))
    return signed.order_by(Inspection.inspected_on.desc(), Inspection.id.desc()).limit(1)


def _flags(viewer: Viewer, meant: Rows, ids: Rows, today: date) -> Rows:
    """Open ones past their time; for the bodies that judge them also those to be looked at on the spot."""
    unexplained = Flag.closed_at.is_(None) & Flag.explained_at.is_(None) & (Flag.explain_by < today)
    since = day_start(today - timedelta(VERIFY_DAYS))
    to_verify = (Flag.outcome == FlagOutcome.TO_VERIFY) & (Flag.closed_at >= since)
    stmt: Rows = belonging_to(meant, ids, Flag)
    stmt = stmt.where(unexplained if viewer.sees_all else or_(unexplained, to_verify)).group_by(Flag.unit_id)
    return stmt.with_only_columns(Flag.unit_id, func.count().label("count"))


def _ratings(meant: Rows, ids: Rows, today: date) -> Rows:
    stmt: Rows = belonging_to(meant, ids, Visit)
    stmt = stmt.where(Visit.rating.is_not(None), Visit.day >= today - timedelta(RATING_DAYS)).group_by(Visit.unit_id)
    poor = func.sum(case((Visit.rating == POOR, 1), else_=0)).label("poor")
    return stmt.with_only_columns(Visit.unit_id, func.count().label("count"), poor)


def _findings(meant: Rows, ids: Rows, today: date) -> Rows:
    stmt: Rows = belonging_to(meant, ids, Finding)
    stmt = stmt.where(Finding.outcome.is_(None), Finding.answered_at.is_(None), Finding.due_on < today)
    return stmt.group_by(Finding.unit_id).with_only_columns(Finding.unit_id, func.count().label("count"))


def _days(meant: Rows, ids: Rows, today: date) -> Rows:
    stmt: Rows = belonging_to(meant, ids, UnitDay)
    stmt = stmt.where(UnitDay.day >= today - timedelta(FOOTFALL_DAYS), UnitDay.day < today).group_by(UnitDay.unit_id)
    return stmt.with_only_columns(UnitDay.unit_id, func.sum(UnitDay.entry_count).label("entries"))
