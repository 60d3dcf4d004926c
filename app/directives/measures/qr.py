"""`qr`: of the points that must have a code on the period's last day, those whose usable code is on display.

Points are units and each of their vehicles. Where a must-register list counts for a commune and kind, who stands on it
is the denominator there ("theo danh sách gốc"), registered or not; elsewhere it is the units that registered.
"""

from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    literal,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy import Date as DateType

from app.access.scope import Rows, belonging_to, covered_by, unscoped, within
from app.directives.measures.calendar import active_spells, as_table, holds_on, known_days, units_meant
from app.directives.measures.figures import Limits, Span
from app.directives.measures.qr_codes import Worth, best_codes, in_use
from app.directives.measures.unit_facts import UnitFacts
from app.directives.rules import MeasureKey
from app.door import Viewer
from app.units.coverage.models import MustRegisterEntry
from app.units.coverage.queries import counts_on
from app.units.coverage.rules import CallStatus
from app.units.models import Checkpoint, UnitStatusChange
from app.units.rules import CheckpointKind, UnitStatus

SAME_FOR_ALL = "whether a list counts for a place, and which unit stands on it, is the same whoever counts"


def facts(viewer: Viewer, span: Span, limits: Limits) -> Rows | None:
    """Every point of the span's last known day, with who answered on it and why it counts or not.

    Where a list counts, units that it does not name are not due.

    Who is on a list and not in the register has no unit: its `unit_id` is the negative of its row in the list.
    """
    days = known_days(span)
    if not days:
        return None
    day = days[-1]
    meant = units_meant(viewer, limits)
    unit, ids = as_table(meant)
    parts = [_units(meant, unit, ids, day), _vehicles(meant, unit, ids, day)]
    if limits.unit_ids is None:
        parts.append(_unregistered(viewer, limits, day))
    return covered_by(select(union_all(*parts).subquery("point")), *parts)


def _units(meant: Rows, unit: FromClause, ids: Select[Any], day: date) -> Rows:
    """Units active on the day; one whose only doors are vehicles is no point beside these."""
    spell_select, code_select = active_spells(meant, ids), best_codes(meant, ids, day)
    spell, code, listed = spell_select.subquery("spell"), code_select.subquery("best_code"), _listed(day)
    doors = belonging_to(meant, unit.c.id, Checkpoint).where(in_use(day))
    has_gate = doors.where(Checkpoint.kind == CheckpointKind.GATE).exists()
    has_vehicle = doors.where(Checkpoint.kind == CheckpointKind.VEHICLE).exists()
    stmt = (
        select(unit.c.id.label("unit_id"), unit.c.organisation_id, unit.c.area_id)
        .add_columns(*_columns(day, unit, code, listed, _text(""), vehicle=0))
        .join(spell, spell.c.unit_id == unit.c.id)
        .outerjoin(code, and_(code.c.unit_id == unit.c.id, code.c.vehicle_id == 0))
        .where(holds_on(spell, day), holds_on(unit, day), or_(has_gate, not_(has_vehicle)))
    )
    return covered_by(stmt, meant, spell_select, code_select, listed, doors)


def _vehicles(meant: Rows, unit: FromClause, ids: Select[Any], day: date) -> Rows:
    """Vehicles, used on the day, of units active on the day."""
    spell_select, code_select = active_spells(meant, ids), best_codes(meant, ids, day)
    spell, code, listed = spell_select.subquery("spell"), code_select.subquery("best_code"), _listed(day)
    vehicle_select: Rows = belonging_to(meant, ids, Checkpoint).where(
        Checkpoint.kind == CheckpointKind.VEHICLE, in_use(day)
    )
    vehicle_select = vehicle_select.with_only_columns(Checkpoint.id, Checkpoint.unit_id, Checkpoint.name)
    vehicle = vehicle_select.subquery("vehicle")
    stmt = (
        select(unit.c.id.label("unit_id"), unit.c.organisation_id, unit.c.area_id)
        .add_columns(*_columns(day, unit, code, listed, vehicle.c.name, vehicle=1))
        .join(spell, spell.c.unit_id == unit.c.id)
        .join(vehicle, vehicle.c.unit_id == unit.c.id)
        .outerjoin(code, and_(code.c.unit_id == unit.c.id, code.c.vehicle_id == vehicle.c.id))
        .where(holds_on(spell, day), holds_on(unit, day))
    )
    return covered_by(stmt, meant, spell_select, code_select, listed, vehicle_select)


def _unregistered(viewer: Viewer, limits: Limits, day: date) -> Rows:
    """Who is on a list that counts on the day and whose unit, if there is one, was never active until then."""
    entry = MustRegisterEntry
    was_active = unscoped(
        select(UnitStatusChange.id).where(
            UnitStatusChange.unit_id == entry.unit_id,
            UnitStatusChange.status == UnitStatus.ACTIVE,
            UnitStatusChange.from_on <= day,
        ),
        because=SAME_FOR_ALL,
    )
    set_aside = and_(entry.call_status == CallStatus.NOT_APPLICABLE, entry.called_on <= day, entry.unit_id.is_(None))
    stmt: Rows = within(viewer, entry).with_only_columns((-entry.id).label("unit_id"), entry.organisation_id)
    stmt = stmt.add_columns(entry.area_id, literal(day, DateType).label("day"), _text("unregistered").label("why"))
    stmt = stmt.add_columns(entry.name.label("point"), _number(1).label("by_list"), _number(0).label("vehicles"))
    stmt = stmt.where(counts_on(day), not_(set_aside), not_(was_active.exists()))
    pairs = (
        (entry.organisation_id, limits.organisation_ids),
        (entry.area_id, limits.area_ids),
        (entry.kind, limits.unit_kinds),
    )
    for limited, ids in pairs:
        if ids is not None:
            stmt = stmt.where(limited.in_(sorted(ids)))
    return covered_by(stmt, stmt, was_active)


def _listed(day: date) -> Rows:
    """The rows of lists that count on the day, whoever loaded them."""
    stmt = select(MustRegisterEntry.area_id, MustRegisterEntry.kind, MustRegisterEntry.unit_id).where(counts_on(day))
    return unscoped(stmt, because=SAME_FOR_ALL)


def _columns(
    day: date, unit: FromClause, code: Subquery, listed: Rows, point: ColumnElement[Any], *, vehicle: int
) -> list[ColumnElement[Any]]:
    row = MustRegisterEntry
    has_list = listed.where(row.area_id == unit.c.area_id, row.kind == unit.c.kind).exists()
    stands_on_it = listed.where(row.unit_id == unit.c.id).exists()
    worths = [(code.c.worth == worth.value, _text(worth.name.lower())) for worth in Worth]
    why = case((and_(has_list, not_(stands_on_it)), _text("off_list")), *worths, else_=_text("no_code"))
    by_list = case((has_list, 1), else_=0)
    named = {"why": why, "point": point, "by_list": by_list, "vehicles": _number(vehicle)}
    return [literal(day, DateType).label("day"), *(column.label(name) for name, column in named.items())]


def _text(value: str) -> ColumnElement[str]:
    # PostgreSQL gives a column of a union no type when a part is a bare parameter.
    return cast(literal(value), String)


def _number(value: int) -> ColumnElement[int]:
    return cast(literal(value), Integer)


QR = UnitFacts(
    measure=MeasureKey.QR,
    facts=facts,
    reasons=(
        "national_officer",
        "national_manager",
        "displayed_officer",
        "displayed_manager",
        "not_accepted",
        "national_not_displayed",
        "not_displayed",
        "no_code",
        "unregistered",
        "off_list",
    ),
    counted=frozenset({"national_officer", "national_manager", "displayed_officer", "displayed_manager"}),
    not_due=frozenset({"off_list"}),
    sums=("by_list", "vehicles"),
    is_answered_for=True,
)
