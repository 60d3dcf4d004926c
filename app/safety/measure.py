"""`safety`: (a) of the units in operation on the period's last day, those whose level holds on it, wherever it is from;
(b) of the communes, those whose grade was set or confirmed in the period (`grades/measure.py`).

Units that say they are closed for a time are not due.
"""

from sqlalchemy import Date, and_, case, func, literal, select, union_all

from app.access.scope import Rows, covered_by
from app.directives.measures import Limits, Span, UnitFacts
from app.directives.measures.calendar import active_spells, as_table, holds_on, known_days, units_meant
from app.directives.rules import MeasureKey
from app.door import Viewer
from app.safety.current import latest, level_on
from app.safety.grades.measure import HAMLETS, OF_AREAS
from app.safety.rules import ASSESSED, Level, Source

EXPIRED, NOT_ASSESSED = "level_expired", "not_assessed"
_SHARED = ("unit_id", "organisation_id", "area_id", "day", "point", "why")


def facts(viewer: Viewer, span: Span, limits: Limits) -> Rows | None:
    """The units and the communes: a row each."""
    units, areas = facts_of_units(viewer, span, limits), OF_AREAS.facts(viewer, span, limits)
    if units is None or areas is None:
        return None if units is None else units.add_columns(literal(0).label(HAMLETS))
    unit, area = units.subquery("fact_of_unit"), areas.subquery("fact_of_area")
    both = union_all(
        select(*(unit.c[name] for name in _SHARED), unit.c.level_national, literal(0).label(HAMLETS)),
        select(*(area.c[name] for name in _SHARED), literal(0).label("level_national"), area.c[HAMLETS]),
    )
    fact = both.subquery("fact_of_safety")
    return covered_by(select(fact), units, areas)


def facts_of_units(viewer: Viewer, span: Span, limits: Limits) -> Rows | None:
    """Every unit of the span's last known day, with who answered for it and the level that held, or why none did."""
    days = known_days(span)
    if not days:
        return None
    day = days[-1]
    meant = units_meant(viewer, limits)
    unit, ids = as_table(meant)
    spell_select, said_select = active_spells(meant, ids), latest(meant, ids, day)
    spell, said = spell_select.subquery("spell"), said_select.subquery("last_said")
    level = level_on(said, day)
    why = case(
        (said.c.id.is_(None), literal(NOT_ASSESSED)), (level == Level.NONE, literal(EXPIRED)), else_="level_" + level
    )
    elsewhere = and_(level.in_([each.value for each in ASSESSED]), func.coalesce(said.c.source, "") != Source.PORTAL)
    stmt = (
        select(unit.c.id.label("unit_id"), unit.c.organisation_id, unit.c.area_id, literal(day, Date).label("day"))
        .add_columns(
            literal("").label("point"), why.label("why"), case((elsewhere, 1), else_=0).label("level_national")
        )
        .join(spell, spell.c.unit_id == unit.c.id)
        .outerjoin(said, said.c.unit_id == unit.c.id)
        .where(holds_on(spell, day), holds_on(unit, day))
    )
    return covered_by(stmt, meant, spell_select, said_select)


_OF_UNITS = tuple(f"level_{level.value}" for level in ASSESSED)

OF_UNITS = UnitFacts(
    measure=MeasureKey.SAFETY,
    facts=facts_of_units,
    reasons=(*_OF_UNITS, EXPIRED, NOT_ASSESSED, "level_closed"),
    counted=frozenset(_OF_UNITS),
    not_due=frozenset({"level_closed"}),
    sums=("level_national",),
    is_answered_for=True,
)
SAFETY = UnitFacts(
    measure=MeasureKey.SAFETY,
    facts=facts,
    reasons=(*OF_UNITS.reasons, *OF_AREAS.reasons),
    counted=OF_UNITS.counted | OF_AREAS.counted,
    not_due=OF_UNITS.not_due,
    sums=(*OF_UNITS.sums, *OF_AREAS.sums),
    is_answered_for=True,
)
