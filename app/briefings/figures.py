"""The figures of the chairman's page as they are frozen: from the same measures as the drill-down, plain values."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from app import clock
from app.access.scope import counting, within
from app.areas.queries import PROVINCE_CODE, list_high_risk_area_ids
from app.briefings.rules import FigureKey, told
from app.db import db
from app.directives.measures import Cut, Figure, Limits, Span, StepState, lead_steps, total, totals
from app.directives.measures.lead import StepKind
from app.directives.models import Confirmation
from app.directives.queries import last_over
from app.directives.rules import MeasureKey, Period
from app.door import Viewer
from app.monitoring import queries as monitor
from app.monitoring.queries import Line, Order
from app.monitoring.queries.figures import Leaves
from app.monitoring.queries.tables import tables
from app.monitoring.rules import Section
from app.organisations.models import Appointment
from app.organisations.rules import Position
from app.reports import schedule
from app.safety.grades.measure import OF_AREAS
from app.safety.measure import OF_UNITS
from app.units.models import Unit
from app.units.rules import UnitStatus

WEAKEST = 3
WEAK_DAYS = 7
OF_PLACES = (MeasureKey.QR, MeasureKey.ENTRY, MeasureKey.SAFETY, MeasureKey.ISOLATION, MeasureKey.ZONES)
OF_DOORS = (MeasureKey.ENTRY, MeasureKey.QR)
COMPARED = (Section.DISTRICTS, Section.DIRECT)


def compile_figures(viewer: Viewer, organisation_id: int) -> dict[str, Any]:
    """All that the page says in numbers, as of now: doors of yesterday, the rest of today."""
    today = clock.local_day()
    yesterday = Period(today - timedelta(1), today - timedelta(1))
    places = monitor.figures(viewer, Cut.PLACE, OF_PLACES, yesterday, Limits())
    isolation = monitor.figures(viewer, Cut.PLACE, (MeasureKey.ISOLATION,), Period(today, today), Limits())
    answers = _answers(viewer, today)
    return {
        "day": today.isoformat(),
        "five": _five(totals(places, OF_PLACES), totals(isolation, (MeasureKey.ISOLATION,)), answers),
        "graded": _graded(viewer, today),
        "answers_from": answers["from"],
        "places": _places(places, today),
        "weakest": _weakest(viewer, organisation_id, today),
        "urgent": _urgent(viewer, answers),
    }


def _five(whole: Mapping[MeasureKey, Figure], isolation: Mapping[MeasureKey, Figure], answers: Any) -> dict[str, Any]:
    watched = isolation[MeasureKey.ISOLATION]
    silent = None if watched.is_absent else (watched.denominator or 0) - (watched.numerator or 0)
    return {
        FigureKey.CODES: _counted(whole[MeasureKey.QR]),
        FigureKey.DOORS: _counted(whole[MeasureKey.ENTRY]),
        FigureKey.SAFETY: _counted(_of_units(whole[MeasureKey.SAFETY])),
        FigureKey.ISOLATION: {"count": silent, "total": watched.denominator},
        FigureKey.UNCONFIRMED: {"count": answers["silent_bodies"], "total": answers["asked_bodies"]},
    }


def _of_units(safety: Figure) -> Figure:
    """Of the measure the units alone: places are due in a week, and the page is about a day."""
    return OF_UNITS.figure(safety.split)


def _graded(viewer: Viewer, today: date) -> dict[str, int | None]:
    """The communes whose grade was set or confirmed in the last days."""
    span = Span(today - timedelta(WEAK_DAYS), today - timedelta(1), clock.now())
    leaves = OF_AREAS.figures(viewer, Cut.PLACE, span, Limits())
    return _counted(total(leaves.values(), measure=MeasureKey.SAFETY))


def _counted(figure: Figure) -> dict[str, int | None]:
    return {"count": figure.numerator, "total": figure.denominator}


def _answers(viewer: Viewer, today: date) -> dict[str, Any]:
    """What heads owe for the last period that could be confirmed."""
    first_on = last_over().first_on
    steps = lead_steps(viewer, Span(first_on, today, clock.now()))
    confirm = [step for step in steps if step.kind is StepKind.CONFIRM]
    missing = [step for step in steps if step.state is StepState.MISSING]
    return {
        "from": first_on.isoformat(),
        # A body that has several letters is one body that has not confirmed.
        "asked_bodies": len({step.organisation_id for step in confirm}),
        "silent_bodies": len({step.organisation_id for step in missing if step.kind is StepKind.CONFIRM}),
        "unconfirmed": sum(step.kind is StepKind.CONFIRM for step in missing),
        "unacknowledged": sum(step.kind is StepKind.ACKNOWLEDGE for step in missing),
    }


def _places(leaves: Leaves, today: date) -> list[dict[str, Any]]:
    """The districts at high risk, as their own table, by name."""
    risky, tree = list_high_risk_area_ids(on=today), monitor.area_tree()
    root_id = next(node.id for node in tree.values() if node.code == PROVINCE_CODE)
    found = tables(leaves, OF_PLACES, root_id, tree, Order(None))
    lines = [line for table in found for line in table.lines if line.node.id in risky]
    return [
        {
            "code": line.node.code,
            "name": line.node.name,
            "measures": _pairs(line, OF_PLACES) | {"safety": _counted(_of_units(line.figures[MeasureKey.SAFETY]))},
        }
        for line in lines
    ]


def _pairs(line: Line, measures: Collection[MeasureKey]) -> dict[str, Any]:
    return {key.value: _counted(line.figures[key]) for key in measures}


def _weakest(viewer: Viewer, organisation_id: int, today: date) -> list[dict[str, Any]]:
    """Of districts and of departments the three lowest that are below the target, with why and who answers."""
    period = Period(today - timedelta(WEAK_DAYS), today - timedelta(1))
    leaves = monitor.figures(viewer, Cut.OWNER, OF_DOORS, period, Limits())
    tree, target = monitor.organisation_tree(on=today), monitor.targets(on=today).get(MeasureKey.ENTRY)
    found = tables(leaves, OF_DOORS, organisation_id, tree, Order())
    lines = {
        table.section: [line for line in table.lines if not line.is_own and _is_weak(line, target)][:WEAKEST]
        for table in found
        if table.section in COMPARED
    }
    ids = [line.node.id for section in lines.values() for line in section]
    heads, reasons = _heads(ids, today), _reasons(viewer, ids)
    return [
        {
            "section": section.value,
            "lines": [_weak(line, heads, reasons) for line in lines.get(section, [])],
        }
        for section in COMPARED
    ]


def _is_weak(line: Line, target: float | None) -> bool:
    entry = line.figures[MeasureKey.ENTRY]
    return entry.is_rankable and (target is None or entry.is_below(target))


def _weak(line: Line, heads: Mapping[int, Appointment], reasons: Mapping[int, str]) -> dict[str, Any]:
    head, entry, qr = heads.get(line.node.id), line.figures[MeasureKey.ENTRY], line.figures[MeasureKey.QR]
    return {
        "id": line.node.id,
        "name": line.node.name,
        "measures": _pairs(line, OF_DOORS),
        "silent_days": (entry.denominator or 0) - (entry.numerator or 0),
        "without_code": (qr.denominator or 0) - (qr.numerator or 0),
        "stated": reasons.get(line.node.id, ""),
        "in_charge": f"{head.full_name}, {head.title}" if head else "",
    }


def _heads(ids: Sequence[int], today: date) -> dict[int, Appointment]:
    stmt = select(Appointment).where(
        Appointment.organisation_id.in_(ids),
        Appointment.position == Position.HEAD,
        Appointment.from_on <= today,
        (Appointment.until_on.is_(None)) | (Appointment.until_on > today),
    )
    return {each.organisation_id: each for each in db.session.scalars(stmt.order_by(Appointment.from_on))}


def _reasons(viewer: Viewer, ids: Sequence[int]) -> dict[int, str]:
    """What each head himself gave as reason in his last confirmation."""
    stmt = within(viewer, Confirmation).where(Confirmation.organisation_id.in_(ids))
    rows = db.session.scalars(stmt.order_by(Confirmation.first_on))
    return {row.organisation_id: told(row.reasons) for row in rows}


def _urgent(viewer: Viewer, answers: Mapping[str, Any]) -> dict[str, int]:
    """Counts of what cannot wait; those that are zero are not said."""
    pending = within(counting(viewer), Unit).where(Unit.status == UnitStatus.PENDING)
    found = {
        "unacknowledged": answers["unacknowledged"],
        "unconfirmed": answers["unconfirmed"],
        "pending": db.session.scalar(pending.with_only_columns(func.count())) or 0,
        "missed_reports": len(schedule.missed(viewer)),
    }
    return {key: int(count) for key, count in found.items() if count}
