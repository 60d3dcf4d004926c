"""Keeping the figures of days that are over, so that looking back over months costs no more than over a week."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import Any

from sqlalchemy import Integer, case, cast, delete, func, insert, literal, select

from app import clock
from app.access.scope import counting, covered_by, unscoped
from app.areas.models import Area
from app.areas.rules import AreaLevel
from app.db import db
from app.directives.measures import Cut, Figure, Limits, Span, UnitFacts
from app.directives.measures.entry import ENTRY
from app.directives.measures.lead import LEAD
from app.directives.measures.qr import QR
from app.directives.measures.zones import ZONES
from app.directives.periods import period_of
from app.directives.rules import Period, months_ending_in
from app.door import office_viewer
from app.follow_ups.measure import ISOLATION
from app.monitoring.changes import forget_changes
from app.monitoring.models import FigureDay
from app.monitoring.queries.figures import closes_at
from app.monitoring.queries.kept import kept_days
from app.monitoring.rules import SAFETY_LOOKS_BACK
from app.organisations.models import Organisation
from app.publicity.measure import PUBLICISE
from app.safety.measure import SAFETY

KEPT: Sequence[UnitFacts] = (QR, ENTRY, ISOLATION, ZONES)
# What is entered late, or dated back, changes days that are no older.
CHANGES_WITHIN = timedelta(7)
# A worker that was down makes up for so long.
MADE_UP_FOR = timedelta(35)
BECAUSE = "figures of all bodies are kept by the job, who sees them is asked when they are read"


def keep_figures(today: date) -> int:
    """Keep the days before `today` whose door has closed: the last ones anew, older ones that are missing.

    Returns how many days that were; doing it again changes nothing.
    """
    period = Period(today - MADE_UP_FOR, today - timedelta(1))
    known, days = kept_days(period), clock.days(period.first_on, period.last_on)
    wanted = [day for day in days if day not in known or day >= today - CHANGES_WITHIN]
    closed = [day for day in wanted if closes_at(day) <= clock.now()]
    for day in closed:
        keep_day(day)
    forget_changes(today)
    return len(closed)


def keep_day(day: date) -> None:
    """Write one day anew."""
    db.session.execute(unscoped(delete(FigureDay).where(FigureDay.day == day), because=BECAUSE))
    # Places are graded in a week, so that a day of `safety` is the week that ends with it.
    week = Span(day - SAFETY_LOOKS_BACK, day, clock.now())
    of_units = chain.from_iterable(_rows(facts, Span(day, day, clock.now())) for facts in KEPT)
    rows = [*of_units, *_rows(SAFETY, week), *_weeks_of_heads(day), *_months_of_publicity(day)]
    if rows:
        db.session.execute(insert(FigureDay), rows)


def _weeks_of_heads(day: date) -> Iterator[dict[str, Any]]:
    """What heads did in a week stands on its last day; bodies without a place of their own stand in the province."""
    week = period_of(day)
    if week.last_on != day:
        return
    span = Span(week.first_on, week.last_on, clock.now())
    yield from _rows_of_bodies(day, LEAD.figures(office_viewer(), Cut.OWNER, span, Limits()))


def _months_of_publicity(day: date) -> Iterator[dict[str, Any]]:
    """What bodies planned in a month stands on its last day."""
    for month in months_ending_in(day, day):
        span = Span(month.first_on, month.last_on, clock.now())
        yield from _rows_of_bodies(day, PUBLICISE.figures(office_viewer(), Cut.OWNER, span, Limits()))


def _rows_of_bodies(day: date, figures: Mapping[int, Figure]) -> Iterator[dict[str, Any]]:
    areas = _areas_of_bodies()
    for body_id, figure in figures.items():
        key = {"day": day, "measure": figure.measure, "organisation_id": body_id, "area_id": areas[body_id]}
        yield {**key, "numerator": figure.numerator, "denominator": figure.denominator}


def _areas_of_bodies() -> Mapping[int, int]:
    province = select(Area.id).where(Area.level == AreaLevel.PROVINCE).order_by(Area.id).limit(1).scalar_subquery()
    rows = db.session.execute(select(Organisation.id, func.coalesce(Organisation.area_id, province)))
    return {row[0]: row[1] for row in rows}


def _rows(facts: UnitFacts, span: Span) -> Iterator[dict[str, Any]]:
    stmt = facts.facts(counting(office_viewer()), span, Limits())
    if stmt is None:
        return
    fact = stmt.subquery("fact")
    weight = fact.c[facts.weight] if facts.weight else literal(1)
    done = cast(func.sum(case((fact.c.why.in_(sorted(facts.counted)), weight), else_=0)), Integer)
    grouped = select(fact.c.organisation_id, fact.c.area_id, done, cast(func.sum(weight), Integer))
    grouped = grouped.where(fact.c.why.not_in(sorted(facts.not_due)))
    grouped = grouped.group_by(fact.c.organisation_id, fact.c.area_id)
    for body_id, area_id, numerator, denominator in db.session.execute(covered_by(grouped, stmt)):
        key = {"day": span.last, "measure": facts.measure, "organisation_id": body_id, "area_id": area_id}
        yield {**key, "numerator": numerator, "denominator": denominator}
