"""Bảng kết quả thực hiện: the bodies of one group side by side. Internal."""

from flask import Response, request

from app.directives.rules import MeasureKey
from app.door import Permission, requires, viewer
from app.monitoring.addresses import node_address, rows_address, sort_address
from app.monitoring.cards import results_card
from app.monitoring.figure_sheets import results_sheet
from app.monitoring.periods import Chosen, chosen_order, chosen_period
from app.monitoring.queries.results import Results, results
from app.monitoring.rules import Section
from app.monitoring.views import bp, words
from app.notices.cards import SUFFIXES, answer
from app.web.pages import render
from app.web.sheets import file_of


@bp.get("/results")
@requires(Permission.MONITOR_READ)
def results_table() -> Response:
    chosen = chosen_period(request.args)
    found, order = _results(chosen), chosen_order(request.args)
    return render(
        "monitoring/results.html",
        found=found,
        chosen=chosen,
        order=order,
        rows_address=rows_address("owner", chosen.period, None, is_limited=False),
        node_address=node_address("owner", chosen),
        sort_address=sort_address(chosen),
        **words(chosen),
    )


@file_of(bp, "/results", SUFFIXES)
@requires(Permission.MONITOR_READ)
def export_results(suffix: str) -> Response:
    """The same table as a file."""
    chosen = chosen_period(request.args)
    found = _results(chosen)
    return answer(suffix, lambda: results_sheet(found), lambda: results_card(found, chosen.period, _measure()))


def _results(chosen: Chosen) -> Results:
    wish = request.args.get("group", "")
    section = Section(wish) if wish in list(Section) else None
    return results(viewer(), section, chosen.period, chosen_order(request.args))


def _measure() -> MeasureKey:
    """What a short form of the table shows: the measure by which it is sorted."""
    return chosen_order(request.args).measure or MeasureKey.ENTRY
