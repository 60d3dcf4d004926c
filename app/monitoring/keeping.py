"""Keeping the figures of days that are over, so that looking back over months costs no more than over a week."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import Any

from sqlalchemy import case, delete, func, insert, select

from app import clock
from app.access.scope import counting, covered_by, unscoped
from app.areas.models import Area
from app.areas.rules import AreaLevel
from app.db import db
from app.directives.measures import Cut, Limits, Span, UnitFacts
from app.directives.measures.entry import ENTRY
from app.directives.measures.lead import LEAD
from app.directives.measures.qr import QR
from app.directives.periods import period_of
from app.directives.rules import MeasureKey, Period
from app.door import office_viewer
from app.monitoring.models import FigureDay
from app.monitoring.queries.figures import closes_at
from app.monitoring.queries.kept import kept_days
from app.organisations.models import Organisation

KEPT: Sequence[UnitFacts] = (QR, ENTRY)
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
    return len(closed)


def keep_day(day: date) -> None:
    """Write one day anew."""
    db.session.execute(unscoped(delete(FigureDay).where(FigureDay.day == day), because=BECAUSE))
    rows = [*chain.from_iterable(_rows(facts, day) for facts in KEPT), *_weeks_of_heads(day)]
    if rows:
        db.session.execute(insert(FigureDay), rows)


def _weeks_of_heads(day: date) -> Iterator[dict[str, Any]]:
    """What heads did in a week stands on its last day; bodies without a place of their own stand in the province."""
    week = period_of(day)
    if week.last_on != day:
        return
    span, areas = Span(week.first_on, week.last_on, clock.now()), _areas_of_bodies()
    for body_id, figure in LEAD.figures(office_viewer(), Cut.OWNER, span, Limits()).items():
        key = {"day": day, "measure": MeasureKey.LEAD, "organisation_id": body_id, "area_id": areas[body_id]}
        yield {**key, "numerator": figure.numerator, "denominator": figure.denominator}


def _areas_of_bodies() -> Mapping[int, int]:
    province = select(Area.id).where(Area.level == AreaLevel.PROVINCE).order_by(Area.id).limit(1).scalar_subquery()
    rows = db.session.execute(select(Organisation.id, func.coalesce(Organisation.area_id, province)))
    return {row[0]: row[1] for row in rows}


def _rows(facts: UnitFacts, day: date) -> Iterator[dict[str, Any]]:
    stmt = facts.facts(counting(office_viewer()), Span(day, day, clock.now()), Limits())
    if stmt is None:
        return
    fact = stmt.subquery("fact")
    done = func.sum(case((fact.c.why.in_(sorted(facts.counted)), 1), else_=0))
    grouped = select(fact.c.organisation_id, fact.c.area_id, done, func.count())
    grouped = grouped.where(fact.c.why.not_in(sorted(facts.not_due)))
    grouped = grouped.group_by(fact.c.organisation_id, fact.c.area_id)
    for body_id, area_id, numerator, denominator in db.session.execute(covered_by(grouped, stmt)):
        key = {"day": day, "measure": facts.measure, "organisation_id": body_id, "area_id": area_id}
        yield {**key, "numerator": int(numerator), "denominator": denominator}
