"""`safety`: of the units in operation on the period's last day, those whose level holds on it, wherever it is from.

Units that say they are closed for a time are not due. Levels of areas are not counted.
"""

from sqlalchemy import Date, and_, case, func, literal, select

from app.access.scope import Rows, covered_by
from app.directives.measures import Limits, Span, UnitFacts
from app.directives.measures.calendar import active_spells, as_table, holds_on, known_days, units_meant
from app.directives.rules import MeasureKey
from app.door import Viewer
from app.safety.current import latest, level_on
from app.safety.rules import ASSESSED, Level, Source

EXPIRED, NOT_ASSESSED = "level_expired", "not_assessed"


def facts(viewer: Viewer, span: Span, limits: Limits) -> Rows | None:
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
        .add_columns(why.label("why"), case((elsewhere, 1), else_=0).label("level_national"))
        .join(spell, spell.c.unit_id == unit.c.id)
        .outerjoin(said, said.c.unit_id == unit.c.id)
        .where(holds_on(spell, day), holds_on(unit, day))
    )
    return covered_by(stmt, meant, spell_select, said_select)


SAFETY = UnitFacts(
    measure=MeasureKey.SAFETY,
    facts=facts,
    reasons=(*(f"level_{level.value}" for level in ASSESSED), EXPIRED, NOT_ASSESSED, "level_closed"),
    counted=frozenset(f"level_{level.value}" for level in ASSESSED),
    not_due=frozenset({"level_closed"}),
    sums=("level_national",),
)
