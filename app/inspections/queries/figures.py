"""How many: what waits for the viewer today, and what was inspected in a span of days."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, case, distinct, func

from app.access.ahead import Sheet, Tally, Topic
from app.access.ahead.topics import day, of_key, tallies, tally
from app.access.asking import Question
from app.access.scope import Rows, counting, covered_by, within
from app.clock import day_start, local_day
from app.db import db
from app.door import Viewer, office_viewer
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
    is_ours = Inspection.organisation_id == viewer.organisation_id
    due, found = _due(viewer).where(is_ours), _open_findings(viewer)
    overdue, to_fix, next_due_on = _waiting()
    columns = (due.with_only_columns(func.count()).scalar_subquery(), overdue, _inspections(and_(_ANSWERED, is_ours)))
    stmt = found.with_only_columns(*columns, to_fix, next_due_on)
    return Question([covered_by(stmt, found, due)], lambda rows: Standings(*rows[0]))


_ANSWERED = Finding.answered_at.is_not(None)


def _due(viewer: Viewer) -> Rows:
    return visible(viewer).where(Inspection.status.in_(OPEN), Inspection.planned_on <= local_day())


def _open_findings(viewer: Viewer) -> Rows:
    found: Rows = within(viewer, Finding, Inspection).join(Inspection, Inspection.id == Finding.inspection_id)
    return found.where(Finding.outcome.is_(None))


def _waiting() -> tuple[ColumnElement[int], ColumnElement[int], ColumnElement[date]]:
    """How many inspections have findings past their day, how many have any that wait, and until when the first may."""
    is_late = Finding.due_on < local_day()
    first = func.min(case((and_(~_ANSWERED, ~is_late), Finding.due_on)))
    return _inspections(and_(~_ANSWERED, is_late)), _inspections(~_ANSWERED), first


FINDINGS, DUE, TO_CHECK = "findings", "due", "to_check"


def _count_standings() -> Sheet:
    """Each inspection has one unit, so that those of all units together are the sum of those of each owner."""
    everybody, unit_of = office_viewer(), Unit.id == Inspection.unit_id
    open_ones = _open_findings(everybody).join(Unit, unit_of)
    ours, to_check = Inspection.organisation_id, open_ones.with_only_columns(_inspections(_ANSWERED))
    return {
        FINDINGS: tally(open_ones.with_only_columns(*_waiting()), Unit),
        **tallies(DUE, _due(everybody).join(Unit, unit_of).with_only_columns(func.count()), Unit, ours),
        **tallies(TO_CHECK, to_check, Unit, ours),
    }


def _read_standings(viewer: Viewer, sheet: Sheet) -> Standings:
    own = {name: sheet.get(of_key(name, viewer.organisation_id), NONE).of(viewer)[0] or 0 for name in (DUE, TO_CHECK)}
    overdue, to_fix, next_due_on = sheet[FINDINGS].of(viewer)
    return Standings(own[DUE], overdue or 0, own[TO_CHECK], to_fix or 0, day(next_due_on))


NONE = Tally((), width=1)
STANDINGS: Topic[Standings] = Topic("inspections", question_of_standings, _count_standings, _read_standings)


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
