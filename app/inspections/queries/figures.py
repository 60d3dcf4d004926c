"""How many: what waits for the viewer today, and what was inspected in a span of days."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, case, distinct, func

from app.access.asking import Question
from app.access.scope import Rows, counting, covered_by, within
from app.clock import day_start, local_day
from app.db import db
from app.door import Viewer
from app.inspections.models import Finding, Inspection, Referral
from app.inspections.queries.listing import visible
from app.inspections.rules import OPEN, FindingOutcome
from app.safety.rules import ASSESSED, Level
from app.units.models import Unit


@dataclass(frozen=True)
class Standings:
    """How many inspections wait: the body's own due by today, with findings past their day, with evidence that the body
    has to look at, with findings that have time until `next_due_on` and later.
    """

    due: int
    overdue: int
    to_check: int
    to_fix: int
    next_due_on: date | None


def question_of_standings(viewer: Viewer) -> Question[Standings]:
    """How the viewer's inspections and their findings stand today, as `Need` and `is_ours` narrow the list."""
    today, is_ours = local_day(), Inspection.organisation_id == viewer.organisation_id
    due = visible(viewer).where(Inspection.status.in_(OPEN), Inspection.planned_on <= today, is_ours)
    found: Rows = within(viewer, Finding, Inspection).join(Inspection, Inspection.id == Finding.inspection_id)
    waits, is_late = Finding.answered_at.is_(None), Finding.due_on < today
    columns = (
        due.with_only_columns(func.count()).scalar_subquery(),
        _inspections(and_(waits, is_late)),
        _inspections(and_(~waits, is_ours)),
        _inspections(waits),
        func.min(case((and_(waits, ~is_late), Finding.due_on))),
    )
    stmt = found.where(Finding.outcome.is_(None)).with_only_columns(*columns)
    return Question([covered_by(stmt, found, due)], lambda rows: Standings(*rows[0]))


def _inspections(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many inspections have a finding like that."""
    return func.count(distinct(case((condition, Finding.inspection_id))))


@dataclass(frozen=True)
class Counted:
    """What was done from one day to another, both included; findings and fines by the day of paper.

    `by_level` are the levels found; `unfixed` of the findings fell due in these days and are not put right.
    """

    inspections: int
    units: int
    revisits: int
    by_level: Mapping[Level, int]
    overruled: int
    findings: int
    fixed: int
    unfixed: int
    referrals: int


def counted(viewer: Viewer, since: date, until: date, *, organisation_ids: Collection[int] | None = None) -> Counted:
    """The figures of the section *Kiểm tra, xử lý* of a report; units that are withheld count like any other.

    Of the units of some bodies only, where these are named.
    """
    viewer = counting(viewer)
    units = within(viewer, Unit).with_only_columns(Unit.id)
    meant = units if organisation_ids is None else units.where(Unit.organisation_id.in_(sorted(organisation_ids)))
    signed: Rows = within(viewer, Inspection).where(
        Inspection.unit_id.in_(meant),
        Inspection.signed_at.is_not(None),
        Inspection.inspected_on.between(since, until),
    )
    columns = [
        func.count(),
        func.count(distinct(Inspection.unit_id)),
        func.count(Inspection.follows_id),
        func.count(case((and_(Inspection.level.is_not(None), Inspection.level != Inspection.scored_level), 1))),
        *(func.count(case((Inspection.level == level, 1))) for level in ASSESSED),
    ]
    visits = db.session.execute(signed.with_only_columns(*columns)).one()
    findings = db.session.execute(_findings(viewer, since, until).where(Inspection.unit_id.in_(meant))).one()
    referred: Rows = within(viewer, Referral).where(
        Referral.unit_id.in_(meant), Referral.referred_on.between(since, until)
    )
    return Counted(
        inspections=visits[0],
        units=visits[1],
        revisits=visits[2],
        overruled=visits[3],
        by_level=dict(zip(ASSESSED, visits[4:], strict=True)),
        findings=findings[0],
        fixed=findings[1],
        unfixed=findings[2],
        referrals=db.session.scalar(referred.with_only_columns(func.count())) or 0,
    )


def _findings(viewer: Viewer, since: date, until: date) -> Rows:
    made = Inspection.inspected_on.between(since, until)
    first, end = day_start(since), day_start(until + timedelta(1))
    is_fixed = Finding.outcome == FindingOutcome.FIXED
    fixed = and_(is_fixed, Finding.checked_at >= first, Finding.checked_at < end)
    unfixed = and_(Finding.due_on.between(since, until), func.coalesce(Finding.outcome, "") != FindingOutcome.FIXED)
    stmt: Rows = within(viewer, Finding, Inspection).join(Inspection, Inspection.id == Finding.inspection_id)
    return stmt.with_only_columns(
        func.count(case((made, 1))), func.count(case((fixed, 1))), func.count(case((unfixed, 1)))
    )
