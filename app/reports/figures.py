"""The figures of a report as they are frozen: plain values, from the same leaves as the pages of the drill-down."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from app import clock
from app.access.scope import counting, covered_by, unscoped, within
from app.areas.queries import PROVINCE_CODE
from app.db import db
from app.directives.measures import Cut, Figure, LeadStep, Limits, Span, count_visits, lead_steps, totals
from app.directives.measures.calendar import count_active_units
from app.directives.measures.lead import StepKind
from app.directives.models import Confirmation
from app.directives.queries import list_directives, standing
from app.directives.rules import ConfirmationOutcome, MeasureKey, Period
from app.door import Viewer
from app.inspections.queries import counted
from app.monitoring import queries as monitor
from app.monitoring.queries import Line, Order, Overview, SectionTable
from app.monitoring.queries.tables import tables
from app.monitoring.rules import Section, ids_of_subtree, previous
from app.organisations.models import Organisation
from app.organisations.rules import OrganisationKind
from app.reports.rules import full_name, reasons_told
from app.units.models import Unit, UnitStatusChange
from app.units.rules import UnitStatus

BY_NAME = Order(None)
OF_COUNTED = "what was decided of units that are counted within the viewer's scope"
# What the lines of an annex are called in the report; Vietnamese, whatever language the compiler reads.
SECTION_NAMES: Mapping[Section, str] = {
    Section.DIRECT: "Cơ quan trực thuộc Ủy ban nhân dân tỉnh",
    Section.DISTRICTS: "Huyện, thành phố",
    Section.COMMUNES: "Xã, phường, thị trấn",
    Section.PARTY: "Khối Đảng",
    Section.MASS: "Mặt trận, đoàn thể",
    Section.PLACES: "Địa bàn",
    Section.VERTICAL: "Ngành dọc, lực lượng vũ trang",
}
SHOWN = monitor.MEASURES
COUNTED_BEFORE = (MeasureKey.SAFETY, MeasureKey.ISOLATION, MeasureKey.ZONES, MeasureKey.PUBLICISE)
BY_THE_HOUR = (MeasureKey.ISOLATION, MeasureKey.ZONES)
# Told after each step how many of how many are done.
Teller = Callable[[int, int], None]


def quietly(_done: int, _total: int) -> None:
    """Tell nobody."""


def compile_figures(viewer: Viewer, body: Organisation, period: Period, *, tell: Teller = quietly) -> dict[str, Any]:
    """All that a report of a body and period says in numbers, as of now."""
    overview = monitor.body_overview(viewer, body.id, period, BY_NAME)
    found = {
        "body": _body(body, overview),
        "period": _days(period),
        "previous_period": _days(previous(period)),
        "measures": _measures(overview),
        "nothing_due": not any(figure.denominator for figure in overview.figures.values()),
        "sections": [_section(table) for table in overview.sections],
    }
    steps: Sequence[Callable[[], Mapping[str, Any]]] = (
        lambda: {"letters": _letters(period.last_on)},
        lambda: {"units": _units(viewer, overview)},
        lambda: {"visits": _visits(viewer, overview)},
        lambda: {"previous": _previous(viewer, overview)},
        lambda: _confirmations(viewer, overview),
        lambda: {"running_day": _running_day(viewer, overview)},
        lambda: {"places": _places(viewer, body, overview)},
        lambda: {"inspections": _inspections(viewer, overview)},
    )
    # The measures above are a step of their own.
    tell(1, 1 + len(steps))
    for number, step in enumerate(steps, start=2):
        found |= step()
        tell(number, 1 + len(steps))
    return found


def _inspections(viewer: Viewer, overview: Overview) -> dict[str, Any]:
    days, ids = overview.period, overview.limits.organisation_ids
    found = asdict(counted(viewer, days.first_on, days.last_on, organisation_ids=ids))
    return found | {"by_level": {level.value: number for level, number in found["by_level"].items()}}


def _body(body: Organisation, overview: Overview) -> dict[str, Any]:
    return {
        "id": body.id,
        "code": body.code,
        "name": body.name,
        "kind": body.kind.value,
        "full_name": full_name(body.kind, body.name),
        "section": overview.path[-1].section.value,
        "above": full_name(body.parent.kind, body.parent.name) if body.parent else None,
    }


def _days(period: Period) -> dict[str, str]:
    return {"first": period.first_on.isoformat(), "last": period.last_on.isoformat()}


def _letters(on: date) -> list[dict[str, str]]:
    """The letters in force on a day, oldest first; one that was sent later orders nothing of it."""
    sent = (each for each in list_directives() if each.published_on <= on)
    in_force = (each for each in sent if each.closed_on is None or each.closed_on > on)
    return [{"number": each.number, "signed_on": each.signed_on.isoformat()} for each in reversed(list(in_force))]


def _units(viewer: Viewer, overview: Overview) -> dict[str, int]:
    stmt = within(counting(viewer), Unit).where(
        Unit.organisation_id.in_(sorted(overview.limits.organisation_ids or ()))
    )
    # At the period's end, or as of the moment before it: registered by then, and nothing decided by then.
    moment = min(clock.now(), clock.day_start(overview.period.last_on + timedelta(1)))
    decided = select(UnitStatusChange.unit_id).where(
        UnitStatusChange.unit_id == Unit.id,
        UnitStatusChange.status != UnitStatus.PENDING,
        UnitStatusChange.at <= moment,
    )
    undecided = stmt.where(Unit.registered_at <= moment, ~decided.exists()).with_only_columns(func.count())
    pending = covered_by(undecided, stmt, unscoped(decided, because=OF_COUNTED))
    active = count_active_units(viewer, overview.limits, overview.period.last_on)
    return {"active": active, "pending": db.session.scalar(pending) or 0}


def _visits(viewer: Viewer, overview: Overview) -> dict[str, int]:
    """What came after a day had closed stands apart: it changes no figure of that day."""
    counts = count_visits(viewer, overview.period, overview.limits)
    return {"entries": counts.entries - counts.late, "exits": counts.exits, "late": counts.late}


def _measures(overview: Overview) -> dict[str, Any]:
    return {
        key.value: {**figure.as_json(), "target": overview.targets.get(key)} for key, figure in overview.figures.items()
    }


def _previous(viewer: Viewer, overview: Overview) -> dict[str, Any]:
    """The period before, counted as this one. Heads' steps of another period are other steps."""
    found = monitor.figures(viewer, Cut.OWNER, COUNTED_BEFORE, previous(overview.period), overview.limits)
    before = {**overview.previous, **totals(found, COUNTED_BEFORE)}
    return {key.value: figure.as_json() for key, figure in before.items()}


def _running_day(viewer: Viewer, overview: Overview) -> dict[str, Any] | None:
    """Isolation and teams of the day that has begun, beside the doors of the day that is over: the daily bulletin."""
    today = clock.local_day()
    if overview.period != Period(today - timedelta(1), today - timedelta(1)):
        return None
    found = monitor.figures(viewer, Cut.OWNER, BY_THE_HOUR, Period(today, today), overview.limits)
    measures = {key.value: figure.as_json() for key, figure in totals(found, BY_THE_HOUR).items()}
    return {
        "day": today.isoformat(),
        "time": clock.local(clock.now()).time().isoformat("minutes"),
        "measures": measures,
    }


def _confirmations(viewer: Viewer, overview: Overview) -> dict[str, Any]:
    """What heads said of the periods that fell due, and who said nothing; the reasons that they gave."""
    period = overview.period
    span = Span(period.first_on, period.last_on, clock.now())
    steps = [step for step in lead_steps(viewer, span, overview.limits) if step.kind is StepKind.CONFIRM]
    said = _said(viewer, steps)
    outcomes = {key: row.outcome for key, row in said.items()}
    given = Counter(outcomes.get(_key(step)) for step in steps)
    counts = {
        "due": len(steps),
        "confirmed": given[ConfirmationOutcome.CONFIRMED],
        "with_shortfall": given[ConfirmationOutcome.CONFIRMED_WITH_SHORTFALL],
        "declined": given[ConfirmationOutcome.NOT_CONFIRMED],
        "missing": given[None],
        "missing_names": list(dict.fromkeys(step.organisation_name for step in steps if _key(step) not in outcomes)),
    }
    answered = ((step.organisation_name, said[_key(step)].reasons) for step in steps if _key(step) in said)
    reasons = [{"name": name, "text": text} for name, each in answered if (text := reasons_told(each))]
    return {"confirmations": counts, "reasons": reasons}


def _key(step: LeadStep) -> tuple[int, int, date | None]:
    return step.directive_id, step.organisation_id, step.period.first_on if step.period else None


def _said(viewer: Viewer, steps: Sequence[LeadStep]) -> dict[tuple[int, int, date | None], Confirmation]:
    ids = sorted({step.organisation_id for step in steps})
    stmt = standing(viewer).where(Confirmation.organisation_id.in_(ids))
    return {(row.directive_id, row.organisation_id, row.first_on): row for row in db.session.scalars(stmt)}


def _section(table: SectionTable) -> dict[str, Any]:
    return {
        "section": table.section.value,
        "label": SECTION_NAMES[table.section],
        "is_ranked": table.is_ranked,
        "lines": [_line(line) for line in table.lines],
        "total": _pairs(table.total),
    }


def _line(line: Line) -> dict[str, Any]:
    entry = line.figures[MeasureKey.ENTRY]
    return {
        "id": line.node.id,
        "code": line.node.code,
        "name": line.node.name,
        "is_own": line.is_own,
        "is_rankable": entry.is_rankable,
        "measures": _pairs(line.figures),
    }


def _pairs(figures: Mapping[MeasureKey, Figure]) -> dict[str, Any]:
    shown = {key: figures[key] for key in SHOWN if key in figures}
    return {key.value: _pair(each) for key, each in shown.items()}


def _pair(figure: Figure) -> dict[str, Any]:
    by_list = {"by_list": figure.split["by_list"]} if figure.split.get("by_list") else {}
    return {"numerator": figure.numerator, "denominator": figure.denominator, **by_list}


def _places(viewer: Viewer, body: Organisation, overview: Overview) -> dict[str, Any]:
    """By place: all units in a committee's place, whoever answers for them; of a department its own units."""
    if body.kind in (OrganisationKind.DISTRICT, OrganisationKind.COMMUNE) and body.area:
        found = monitor.area_overview(viewer, body.area.code, overview.period, BY_NAME)
        return {"covers": "place", "sections": [_section(table) for table in found.sections]}
    tree = monitor.area_tree()
    root_id = next(node.id for node in tree.values() if node.code == PROVINCE_CODE)
    limits = Limits(area_ids=ids_of_subtree(root_id, tree), organisation_ids=overview.limits.organisation_ids)
    measures = (MeasureKey.QR, MeasureKey.ENTRY)
    leaves = monitor.figures(viewer, Cut.PLACE, measures, overview.period, limits)
    found_tables = tables(leaves, measures, root_id, tree, BY_NAME)
    return {"covers": "body", "sections": [_section(table) for table in found_tables]}
