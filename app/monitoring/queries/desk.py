"""What waits for a viewer: few numbers, each of them the length of a list that he can open."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from app import clock, jobs
from app.access.ahead import Sheet, Tally, Topic
from app.access.ahead.sheets import NOWHERE
from app.access.asking import Question
from app.access.scope import within
from app.admin.rules import Health, job_health
from app.audit import AuditEvent, AuditSeal
from app.db import db
from app.directives import queries as letters
from app.directives.measures import Cut, Figure, LeadStep, Limits, Span, StepState, lead_steps
from app.directives.measures.lead import StepKind
from app.directives.measures.qr import QR
from app.directives.models import Acknowledgement, Directive
from app.directives.queries import BodyPeriod
from app.directives.rules import MeasureKey, Period, PeriodStatus
from app.door import Viewer, office_viewer
from app.monitoring.queries.figures import closes_at, entry_by_day, measured, targets
from app.monitoring.queries.parts import Fresh, fresh_days, of_frame
from app.monitoring.queries.rolled import rolled_days
from app.monitoring.queries.tables import Line, Order, tables
from app.monitoring.queries.trees import organisation_tree
from app.notices.models import Message
from app.notices.rules import MessageStatus
from app.posters.models import Poster
from app.tallies.models import UnitDay
from app.units.models import Unit
from app.units.work import Waiting

WEAKEST = 3
WEEK = timedelta(7)
SEALED_WITHIN = timedelta(minutes=2)
NOT_DISPLAYED = frozenset(QR.reasons) - QR.not_due - QR.counted


def week_ahead(today: date) -> Fresh:
    """What the worker counted ahead of the days of a desk."""
    return fresh_days(Span(today - WEEK, today, clock.now()))


def codes_not_displayed(viewer: Viewer, today: date, fresh: Fresh | None = None) -> int:
    """How many active units have no code whose display was confirmed."""
    days = rolled_days(viewer, Span(today, today, clock.now()), Limits(), QR, fresh=fresh)
    if days is not None:
        return sum(split[why] for split in days.values() for why in NOT_DISPLAYED)
    leaves = measured(viewer, Cut.OWNER, (MeasureKey.QR,), Period(today, today), Limits(), fresh=fresh).leaves
    return sum(leaf[MeasureKey.QR].split.get(why, 0) for leaf in leaves.values() for why in NOT_DISPLAYED)


def target_of_doors(today: date, fresh: Fresh) -> float | None:
    """The share of `entry` that the letters in force ask for."""
    return of_frame(fresh, ("targets", today), lambda: targets(on=today)).get(MeasureKey.ENTRY)


def week_of_doors(viewer: Viewer, today: date, fresh: Fresh | None = None) -> Mapping[date, Figure]:
    """The measure `entry` of the last seven days and today; days whose door is open as if it closed now."""
    return entry_by_day(viewer, Period(today - WEEK, today), Limits(), at=closes_at(today), fresh=fresh)


def weakest_bodies(viewer: Viewer, today: date, *, target_share: float) -> Sequence[Line]:
    """The lowest of each section below the target of `entry` in the last seven days, of those that may be ranked."""
    period = Period(today - WEEK, today - timedelta(1))
    fresh = fresh_days(Span(period.first_on, period.last_on, clock.now()))
    leaves = measured(viewer, Cut.OWNER, (MeasureKey.ENTRY,), period, Limits(), fresh=fresh).leaves
    tree = of_frame(fresh, ("bodies", today), lambda: organisation_tree(on=today))
    found = tables(leaves, (MeasureKey.ENTRY,), viewer.organisation_id, tree, Order())
    lowest = [line for table in found if table.is_ranked for line in table.lines[:WEAKEST]]
    entries = [(line, line.figures[MeasureKey.ENTRY]) for line in lowest]
    return [line for line, entry in entries if entry.is_rankable and entry.is_below(target_share)]


@dataclass(frozen=True)
class Answers:
    """What the head of a body has to answer: letters to acknowledge, periods to confirm (the one due first first)."""

    letters: Sequence[Directive]
    periods: Sequence[BodyPeriod]


def answers_due(viewer: Viewer) -> Answers:
    """What waits for the head of the viewer's own body."""
    rows = letters.list_own_periods(viewer)
    open_now = [row for row in rows if row.status in (PeriodStatus.DUE, PeriodStatus.OVERDUE)]
    in_force = {row.directive.id: row.directive for row in rows if row.directive.closed_on is None}
    stmt = within(viewer, Acknowledgement).where(Acknowledgement.organisation_id == viewer.organisation_id)
    acknowledged = set(db.session.scalars(stmt.with_only_columns(Acknowledgement.directive_id)))
    waiting = [directive for id_, directive in in_force.items() if id_ not in acknowledged]
    return Answers(waiting, sorted(open_now, key=lambda row: row.due_at))


@dataclass(frozen=True)
class Arrears:
    """How many heads have neither acknowledged nor confirmed in time, and in which days that fell due."""

    period: Period
    acknowledgements: int
    confirmations: int


def arrears(viewer: Viewer, today: date) -> Arrears:
    """What heads in the viewer's scope owe for the last period that could be confirmed."""
    missing = [step.kind for step in missing_steps(viewer, today)]
    return _arrears(today, missing.count(StepKind.ACKNOWLEDGE), missing.count(StepKind.CONFIRM))


def arrears_period(today: date) -> Period:
    """The days in which all that is missing fell due."""
    return Period(letters.last_over().first_on, today)


def _arrears(today: date, acknowledgements: int, confirmations: int) -> Arrears:
    return Arrears(arrears_period(today), acknowledgements, confirmations)


def _count_arrears() -> Sheet:
    found: dict[int, Counter[StepKind]] = defaultdict(Counter)
    for step in missing_steps(office_viewer(), clock.local_day()):
        found[step.organisation_id][step.kind] += 1
    kinds = (StepKind.ACKNOWLEDGE, StepKind.CONFIRM)
    rows = [[body, NOWHERE, 0, *(counts[kind] for kind in kinds)] for body, counts in sorted(found.items())]
    return {"heads": Tally(rows, width=len(kinds))}


def _read_arrears(viewer: Viewer, sheet: Sheet) -> Arrears:
    acknowledgements, confirmations = (count or 0 for count in sheet["heads"].of(viewer))
    return _arrears(clock.local_day(), acknowledgements, confirmations)


ARREARS: Topic[Arrears] = Topic(
    "arrears",
    lambda viewer: Question((), lambda _rows: arrears(viewer, clock.local_day())),
    _count_arrears,
    _read_arrears,
)


def missing_steps(viewer: Viewer, today: date) -> Sequence[LeadStep]:
    """Each thing that a head in the viewer's scope owes, the one due first first."""
    steps = lead_steps(viewer, Span(letters.last_over().first_on, today, clock.now()))
    missing = [step for step in steps if step.state is StepState.MISSING]
    return sorted(missing, key=lambda step: (step.due_at, step.organisation_id))


@dataclass(frozen=True)
class OwnUnit:
    """A unit of a manager or guard today: its counts, and what its codes still need."""

    unit: Unit
    entry_count: int
    exit_count: int
    is_declared_empty: bool
    codes_to_print: int
    codes_to_display: int


def own_units(viewer: Viewer, today: date) -> Sequence[OwnUnit]:
    """The units that an account manages or guards, by name."""
    units = db.session.scalars(within(viewer, Unit).order_by(Unit.sort_key, Unit.id)).all()
    days = {row.unit_id: row for row in db.session.scalars(within(viewer, UnitDay).where(UnitDay.day == today))}
    codes = db.session.scalars(within(viewer, Poster).where(Poster.replaced_at.is_(None))).all()
    return [_own_unit(unit, days.get(unit.id), [code for code in codes if code.unit_id == unit.id]) for unit in units]


def _own_unit(unit: Unit, row: UnitDay | None, codes: Sequence[Poster]) -> OwnUnit:
    return OwnUnit(
        unit,
        row.entry_count if row else 0,
        row.exit_count if row else 0,
        row is not None and row.no_visitors_at is not None,
        sum(code.printed_at is None for code in codes),
        sum(code.printed_at is not None and code.displayed_on is None for code in codes),
    )


def week_of_counts(viewer: Viewer, today: date) -> Mapping[date, int]:
    """Entries at the viewer's units, day by day for a week that ends today."""
    first = today - timedelta(6)
    stmt = within(viewer, UnitDay).where(UnitDay.day.between(first, today))
    rows = db.session.execute(stmt.with_only_columns(UnitDay.day, func.sum(UnitDay.entry_count)).group_by(UnitDay.day))
    counts = {row.day: int(row[1]) for row in rows}
    return {day: counts.get(day, 0) for day in clock.days(first, today)}


@dataclass(frozen=True)
class Machines:
    """Names of the jobs whose last run failed, and of those that should have run again long ago; what ran last when."""

    failing: Sequence[str]
    late: Sequence[str]
    last_at: datetime | None


def machines() -> Machines:
    """How the jobs stand. Nothing runs to say that the worker is down: who looks is told."""
    runs, at = jobs.runs(), clock.now()
    found: defaultdict[Health, list[str]] = defaultdict(list)
    for job in jobs.jobs():
        if run := runs.get(job.name):
            health = job_health(job.every, succeeded_at=run.succeeded_at, failed_at=run.failed_at, at=at)
            found[health].append(job.name)
    last_at = max((run.started_at for run in runs.values()), default=None)
    return Machines(found[Health.FAILING], found[Health.LATE], last_at)


def count_unclear_messages() -> int:
    """Messages of which nobody knows whether they were sent: somebody decides."""
    stmt = select(func.count()).select_from(Message).where(Message.status == MessageStatus.UNCLEAR)
    return db.session.scalar(stmt) or 0


def unsealed_since() -> Waiting:
    """Acts of officers that should be in the sealed chain by now and are not."""
    sealed = select(AuditSeal.event_id).where(AuditSeal.event_id == AuditEvent.id)
    stmt = select(func.count(), func.min(AuditEvent.at)).where(~sealed.exists())
    return Waiting(*db.session.execute(stmt.where(AuditEvent.at < clock.now() - SEALED_WITHIN)).one())
