"""`qr`: of the units active on the period's last day, those whose code is usable and confirmed to be on display."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date as DateType
from sqlalchemy import Select, and_, case, func, literal, or_, select

from app import clock
from app.access.scope import Rows, belonging_to, covered_by
from app.directives.measures.calendar import active_spells, holds_on, ids_of, known_days, units_meant
from app.directives.measures.figures import Limits, Span
from app.directives.measures.unit_facts import UnitFacts
from app.directives.rules import MeasureKey
from app.door import Viewer
from app.posters.models import Poster
from app.posters.rules import DisplaySource
from app.units.models import Checkpoint

# What the best of a unit's codes is worth.
NOT_DISPLAYED, SEEN_BY_MANAGER, SEEN_BY_OFFICER = 1, 2, 3


def facts(viewer: Viewer, span: Span, limits: Limits) -> Rows | None:
    """Every unit active on the span's last known day, with the best of its codes on that day."""
    days = known_days(span)
    if not days:
        return None
    day = days[-1]
    meant = units_meant(viewer, limits)
    unit = meant.subquery("unit_meant")
    ids = ids_of(meant)
    spell_select, code_select = active_spells(meant, ids), _best_codes(meant, ids, day)
    spell, code = spell_select.subquery("spell"), code_select.subquery("best_code")
    why = case(
        (code.c.worth == SEEN_BY_OFFICER, "displayed_officer"),
        (code.c.worth == SEEN_BY_MANAGER, "displayed_manager"),
        (code.c.worth == NOT_DISPLAYED, "not_displayed"),
        else_="no_code",
    )
    return covered_by(
        select(unit.c.id.label("unit_id"), unit.c.organisation_id, unit.c.area_id)
        .add_columns(literal(day, DateType).label("day"), why.label("why"))
        .join(spell, spell.c.unit_id == unit.c.id)
        .outerjoin(code, code.c.unit_id == unit.c.id)
        .where(holds_on(spell, day), holds_on(unit, day)),
        *(meant, spell_select, code_select),
    )


def _best_codes(meant: Rows, unit_ids: Select[Any], day: date) -> Rows:
    """The worth of each unit's best code that was in use at the end of the day."""
    ended_at = clock.day_start(day + timedelta(1))
    displayed = and_(Poster.displayed_on.is_not(None), Poster.displayed_on <= day)
    worth = case(
        (and_(displayed, Poster.display_source == DisplaySource.OFFICER), SEEN_BY_OFFICER),
        (displayed, SEEN_BY_MANAGER),
        else_=NOT_DISPLAYED,
    )
    return (
        belonging_to(meant, unit_ids, Poster, Checkpoint)
        .with_only_columns(Poster.unit_id, func.max(worth).label("worth"))
        .join(Checkpoint, Checkpoint.id == Poster.checkpoint_id)
        .where(
            Poster.issued_at < ended_at,
            or_(Poster.replaced_at.is_(None), Poster.replaced_at >= ended_at),
            or_(Checkpoint.retired_at.is_(None), Checkpoint.retired_at >= ended_at),
        )
        .group_by(Poster.unit_id)
    )


QR = UnitFacts(
    measure=MeasureKey.QR,
    facts=facts,
    reasons=("displayed_officer", "displayed_manager", "not_displayed", "no_code"),
    counted=frozenset({"displayed_officer", "displayed_manager"}),
)
