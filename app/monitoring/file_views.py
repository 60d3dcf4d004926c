"""The tables of the drill-down as files, by the addresses of its pages."""

from collections.abc import Callable
from functools import partial

from flask import Response, request

from app.door import Permission, requires, viewer
from app.monitoring import queries
from app.monitoring.figure_sheets import overview_sheet, units_sheet
from app.monitoring.periods import chosen_order, chosen_period
from app.monitoring.queries import UnitList
from app.monitoring.views import bp
from app.web.pagination import Wish, each_page
from app.web.sheets import Sheet, answer_sheet, file_of

__all__ = ["bp"]


@file_of(bp, "")
@requires(Permission.MONITOR_READ)
def export(suffix: str) -> Response:
    """All that the viewer may see, by the body that answers for it."""
    overview = queries.own_overview(viewer(), chosen_period(request.args).period, chosen_order(request.args))
    return answer_sheet(overview_sheet("owner", overview), suffix)


@file_of(bp, "/bodies/<int:organisation_id>")
@requires(Permission.MONITOR_READ)
def export_body(organisation_id: int, suffix: str) -> Response:
    """What one body answers for."""
    period, order = chosen_period(request.args).period, chosen_order(request.args)
    overview = queries.body_overview(viewer(), organisation_id, period, order)
    return answer_sheet(overview_sheet("owner", overview), suffix)


@file_of(bp, "/areas/<code>")
@requires(Permission.MONITOR_READ)
def export_area(code: str, suffix: str) -> Response:
    """What is located in one place."""
    overview = queries.area_overview(viewer(), code, chosen_period(request.args).period, chosen_order(request.args))
    return answer_sheet(overview_sheet("place", overview), suffix)


@file_of(bp, "/bodies/<int:organisation_id>/units")
@requires(Permission.MONITOR_READ)
def export_body_units(organisation_id: int, suffix: str) -> Response:
    """The units that one body itself answers for."""
    find = partial(queries.units_of_body, viewer(), organisation_id, chosen_period(request.args).period)
    return answer_sheet(_sheet(find), suffix)


@file_of(bp, "/areas/<code>/units")
@requires(Permission.MONITOR_READ)
def export_area_units(code: str, suffix: str) -> Response:
    """The units located in one commune."""
    find = partial(queries.units_of_area, viewer(), code, chosen_period(request.args).period)
    return answer_sheet(_sheet(find), suffix)


def _sheet(find: Callable[[Wish], UnitList]) -> Sheet:
    lines = (line for page in each_page(lambda wish: find(wish).page) for line in page.rows)
    return units_sheet(lines, find(Wish(size=1)).withheld_count)
