"""Figures of bodies and places, the rows behind them, and what waits for whom."""

from app.monitoring.queries.figures import (
    MEASURES,
    OF_UNITS,
    Figures,
    closes_at,
    entry_by_day,
    figures,
    is_provisional,
    measured_at,
    targets,
)
from app.monitoring.queries.overviews import Overview, area_overview, body_overview, own_overview
from app.monitoring.queries.rows import (
    Rows,
    Show,
    Wanted,
    all_rows,
    count_withheld,
    has_rows,
    page_of_rows,
    wanted_rows,
)
from app.monitoring.queries.tables import Line, Order, SectionTable
from app.monitoring.queries.trees import area_tree, organisation_tree
from app.monitoring.queries.trends import Point, trend
from app.monitoring.queries.units import UnitLine, UnitList, units_of_area, units_of_body

__all__ = [
    "MEASURES",
    "OF_UNITS",
    "Figures",
    "Line",
    "Order",
    "Overview",
    "Point",
    "Rows",
    "SectionTable",
    "Show",
    "UnitLine",
    "UnitList",
    "Wanted",
    "all_rows",
    "area_overview",
    "area_tree",
    "body_overview",
    "closes_at",
    "count_withheld",
    "entry_by_day",
    "figures",
    "has_rows",
    "is_provisional",
    "measured_at",
    "organisation_tree",
    "own_overview",
    "page_of_rows",
    "targets",
    "trend",
    "units_of_area",
    "units_of_body",
    "wanted_rows",
]
