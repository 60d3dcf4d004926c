"""Counting ahead: the worker of a large installation adds up each day's facts, so that pages need not.

A small one has no use for it: there every figure is counted from its facts when somebody looks.
"""

import json
import secrets
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from hashlib import blake2b

from sqlalchemy import delete, func, select

from app import clock
from app.access.ahead.counting import count_topics, is_due
from app.access.scope import counting, covered_by, unscoped
from app.areas.models import Area
from app.db import Mode, db, transaction
from app.directives.measures import Cut, Limits, Span, UnitFacts
from app.directives.measures.lead import LEAD, LeadSource
from app.directives.models import Directive, Obligation
from app.directives.periods import period_of
from app.directives.rules import MeasureKey, Period
from app.door import office_viewer
from app.monitoring import desk
from app.monitoring.changes import Changes, changed_days, take_changes
from app.monitoring.models import FigureDay, RolledPeriod
from app.monitoring.queries.cells import NONE, NOWHERE, Cells, Key, cells_of, read, with_places, write
from app.monitoring.queries.figures import closes_at
from app.monitoring.queries.rolled import AREAS, ROLLED, ROLLED_FOR, tells_period
from app.monitoring.queries.written import WRITTEN
from app.monitoring.queries.written_people import people_sheet
from app.monitoring.rules import RECENT_DAYS, rolls_next, usual_periods
from app.monitoring.silence import keep_silent_units
from app.organisations.models import Organisation, Relation
from app.publicity.measure import PUBLICISE, PublicitySource
from app.safety.grades.measure import OF_AREAS
from app.units.models import Unit

# Fewer units are counted in less time than a page takes to be written.
FROM_UNITS = 5000
SUMMED_UP = frozenset({*(facts.measure for facts in ROLLED), MeasureKey.PUBLICISE})
EVERYTHING = Limits()
BECAUSE = "parts of all figures are counted by the worker, who sees them is asked when they are read"


def roll_next() -> bool:
    """Count the day whose turn it is, or what changed of an earlier one; false when all is as it was counted."""
    at = clock.now()
    with transaction():
        day = _next(at) if _is_large() else None
        if day is not None:
            roll_day(day, at, only_changes=not _is_due(day, at))
    return day is not None


def _is_large() -> bool:
    stmt = unscoped(select(Unit.id).order_by(Unit.id).offset(FROM_UNITS - 1).limit(1), because=BECAUSE)
    return db.session.scalar(stmt) is not None


def _next(at: datetime) -> date | None:
    today, period = clock.local_day(at), RolledPeriod
    days = clock.days(today - ROLLED_FOR, today)
    rows = db.session.execute(select(period.last_on, period.rolled_at).where(period.first_on == period.last_on))
    rolled = {row.last_on: row.rolled_at for row in rows}
    return rolls_next({day: rolled.get(day) for day in days}, at=at, today=today, changed=changed_days())


def _is_due(day: date, at: datetime) -> bool:
    row = db.session.get(RolledPeriod, (day, day))
    return rolls_next({day: row.rolled_at if row else None}, at=at, today=clock.local_day(at)) is not None


def roll_day(day: date, at: datetime, *, only_changes: bool = False) -> None:
    """Count a day, or what was noted as changed of it; with the running one the longer periods that end now."""
    today, frame, span = clock.local_day(at), _frame(), _closing(day, at)
    changed, known = take_changes(day), db.session.get(RolledPeriod, (day, day))
    if only_changes and known is not None:
        rows = _rows(span, at) if WRITTEN.measure in changed else known.rows
        _keep(Period(day, day), known.rolled_at, frame, _with_changes(read(known.cells), span, changed), rows)
    else:
        _keep(Period(day, day), at, frame, {**_of_day(span, SUMMED_UP), **_of_period(span, today)}, _rows(span, at))
    if day == today:
        for period in usual_periods(today=day, week=period_of(day)):
            _keep(period, at, frame, _of_period(Span(period.first_on, period.last_on, at), today))
    if not only_changes:
        keep_silent_units(day, at)
    elif MeasureKey.ENTRY in changed:
        keep_silent_units(day, at, area_ids=changed[MeasureKey.ENTRY])
    _forget(day)


def _closing(day: date, at: datetime) -> Span:
    """A day as if its door closed now: while it is open, readers of longer periods leave it out."""
    return Span(day, day, max(at, closes_at(day)))


def _with_changes(known: Mapping[str, Cells], span: Span, changed: Changes) -> Mapping[str, Cells]:
    """What was counted of a day with what was noted as changed: of whole measures, or of some places' units."""
    whole = {measure for measure, area_ids in changed.items() if area_ids is None}
    found = {**known, **_of_day(span, whole)}
    for facts in ROLLED:
        area_ids = changed.get(facts.measure)
        if area_ids is not None:
            there = _cells(facts, span, Limits(area_ids=area_ids))
            found[facts.measure.value] = with_places(known.get(facts.measure, NONE), area_ids, there)
    return found


def _of_day(span: Span, measures: Collection[str]) -> Mapping[str, Cells]:
    found = {facts.measure.value: _cells(facts, span) for facts in ROLLED if facts.measure in measures}
    if MeasureKey.PUBLICISE in measures:
        found[MeasureKey.PUBLICISE] = _cells_of_bodies(PUBLICISE, span)
    return found


def _of_period(span: Span, today: date) -> Mapping[str, Cells]:
    """What no day tells; of a period that is long over nobody is told when it changes, so that it is not kept."""
    if not tells_period(span.last, today):
        return {}
    return {MeasureKey.LEAD: _cells_of_bodies(LEAD, span), AREAS: _cells(OF_AREAS, span)}


def _cells(facts: UnitFacts, span: Span, limits: Limits = EVERYTHING) -> Cells:
    found: Counter[Key] = Counter()
    stmt = facts.facts(counting(office_viewer()), span, limits)
    if stmt is None:
        return NONE
    fact = stmt.subquery("fact")
    keys = (fact.c.organisation_id, fact.c.area_id, fact.c.why)
    weight = func.sum(fact.c[facts.weight]) if facts.weight else func.count()
    sums = [func.sum(fact.c[name]) for name in facts.sums]
    grouped = covered_by(select(*keys, weight, *sums).group_by(*keys), stmt)
    for body_id, area_id, why, count, *totals in db.session.execute(grouped):
        found[body_id, area_id, why] += int(count)
        if why not in facts.not_due:
            for name, total in zip(facts.sums, totals, strict=True):
                found[body_id, area_id, name] += int(total or 0)
    return cells_of(found)


def _cells_of_bodies(source: LeadSource | PublicitySource, span: Span) -> Cells:
    figures = source.figures(office_viewer(), Cut.OWNER, span, Limits())
    return cells_of(
        {(body_id, NOWHERE, part): count for body_id, figure in figures.items() for part, count in figure.split.items()}
    )


def _frame() -> str:
    """Another whenever one of the rows is in which figures stand, or to which they are compared."""
    bodies = select(Organisation.id, Organisation.parent_id, Organisation.code, Organisation.name, Organisation.kind)
    bodies = bodies.add_columns(Organisation.sort_key, Organisation.area_id)
    groups = select(Relation.organisation_id, Relation.group, Relation.from_on, Relation.until_on)
    areas = select(Area.id, Area.parent_id, Area.code, Area.name, Area.sort_key, Area.valid_from)
    asked = select(Obligation.id, Obligation.measure, Obligation.target_share, Directive.published_on)
    asked = asked.add_columns(Directive.closed_on).join(Directive)
    kept = select(func.count(), func.sum(FigureDay.numerator), func.sum(FigureDay.denominator))
    kept = unscoped(kept.add_columns(func.max(FigureDay.day)), because=BECAUSE)
    rows = [sorted(map(repr, db.session.execute(stmt))) for stmt in (bodies, groups, areas, asked, kept)]
    return blake2b(repr(rows).encode(), digest_size=8).hexdigest()


def _rows(span: Span, at: datetime) -> str:
    """What is written down of a day besides: rows in the order of their list, and indicators."""
    stmt = WRITTEN.facts(counting(office_viewer()), span, Limits())
    if stmt is None:
        return ""
    fact = stmt.subquery("fact")
    listed = select(fact.c.unit_id, fact.c.organisation_id, fact.c.area_id, fact.c.why, fact.c[WRITTEN.weight])
    listed = listed.outerjoin(Unit, Unit.id == fact.c.unit_id)
    listed = listed.order_by(func.coalesce(Unit.sort_key, ""), fact.c.unit_id, fact.c.why)
    rows = [list(row) for row in db.session.execute(covered_by(listed, stmt))]
    return json.dumps({"rows": rows, **people_sheet(span, at)}, separators=(",", ":"))


def _keep(period: Period, at: datetime, frame: str, sheets: Mapping[str, Cells], rows: str = "") -> None:
    """Write what was found; its version is another if it is."""
    cells, key = write(sheets), (period.first_on, period.last_on)
    row = db.session.get(RolledPeriod, key)
    if row is None:
        row = RolledPeriod(first_on=period.first_on, last_on=period.last_on, cells="", rows="")
        db.session.add(row)
    row.rolled_at, row.frame = at, frame
    if row.cells != cells or row.rows != rows:
        row.cells, row.rows, row.version = cells, rows, secrets.token_hex(8)


def _forget(day: date) -> None:
    """Days that nobody looks back on, and longer periods that end no more."""
    row = RolledPeriod
    ended = (row.first_on != row.last_on) & (row.last_on < day - timedelta(RECENT_DAYS))
    db.session.execute(delete(row).where((row.last_on < day - 2 * ROLLED_FOR) | ended))


def count_next() -> bool:
    """Count what waits for officers if it was not counted lately; false when it was."""
    at = clock.now()
    with transaction(Mode.READ):
        due = _is_large() and is_due(desk.TOPICS, at)
        if due:
            count_topics(desk.TOPICS, at)
    return due
