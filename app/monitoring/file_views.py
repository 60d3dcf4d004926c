"""The tables of the drill-down as files, by the addresses of its pages."""

from flask import Response, request

from app.door import Permission, requires, viewer
from app.monitoring import queries
from app.monitoring.figure_sheets import overview_sheet, units_sheet
from app.monitoring.periods import chosen_order, chosen_period
from app.monitoring.views import bp
from app.web.pagination import each_page
from app.web.sheets import answer_sheet, file_of

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
    reader, period = viewer(), chosen_period(request.args).period
    pages = each_page(lambda wish: queries.units_of_body(reader, organisation_id, period, wish).page)
    return answer_sheet(units_sheet(line for page in pages for line in page.rows), suffix)


@file_of(bp, "/areas/<code>/units")
@requires(Permission.MONITOR_READ)
def export_area_units(code: str, suffix: str) -> Response:
    """The units located in one commune."""
    reader, period = viewer(), chosen_period(request.args).period
    pages = each_page(lambda wish: queries.units_of_area(reader, code, period, wish).page)
    return answer_sheet(units_sheet(line for page in pages for line in page.rows), suffix)
