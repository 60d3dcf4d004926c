"""The seven measures: definitions over facts of a day, equal at every level because each level sums its leaves.

Others call `figures_by`, `figures_of_body`, `total`, `totals`, `unit_day_rows`, `count_unit_days`, `lead_steps`;
a later chapter brings its measure with `register(MeasureKey.X, source)` and no change here.
"""

from app.directives.measures.figures import Basis, Cut, Figure, Limits, Span, nothing, total
from app.directives.measures.lead import LeadStep, StepState, lead_steps
from app.directives.measures.registry import (
    count_unit_days,
    figures_by,
    figures_of_body,
    register,
    totals,
    unit_day_rows,
)
from app.directives.measures.unit_facts import UnitDayRow, UnitFacts
from app.directives.measures.visits import VisitCounts, count_visits

__all__ = [
    "Basis",
    "Cut",
    "Figure",
    "LeadStep",
    "Limits",
    "Span",
    "StepState",
    "UnitDayRow",
    "UnitFacts",
    "VisitCounts",
    "count_unit_days",
    "count_visits",
    "figures_by",
    "figures_of_body",
    "lead_steps",
    "nothing",
    "register",
    "total",
    "totals",
    "unit_day_rows",
]
