"""The drill-down: province → district → commune → unit, body → unit, and the rows behind every figure."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from flask import Blueprint, Response, abort, request
from markupsafe import Markup

from app.areas.queries import PROVINCE_CODE
from app.clock import now
from app.directives.labels import DEFINITIONS, SPLIT
from app.directives.measures.lead import StepKind
from app.directives.rules import MeasureKey
from app.door import Permission, requires, viewer
from app.monitoring import exports, labels, queries
from app.monitoring.addresses import node_address, rows_address, sort_address
from app.monitoring.cards import overview_card, rows_card
from app.monitoring.drawn import Drawer
from app.monitoring.maps import map_of
from app.monitoring.periods import Chosen, chosen_order, chosen_period
from app.monitoring.queries import Line, Overview, Show, UnitList, Wanted
from app.monitoring.rules import PeriodChoice, length_days, previous
from app.notices.cards import SUFFIXES, Card, answer
from app.units.labels import UNIT_STATUS_COLOURS, UNIT_STATUS_LABELS
from app.units.rules import UnitStatus
from app.units.work_labels import withheld_words
from app.web.converters import row_id
from app.web.languages import language
from app.web.pages import render
from app.web.pagination import Wish, wished_page
from app.web.sheets import Sheet, file_of

bp = Blueprint("monitoring", __name__, url_prefix="/monitor", template_folder="templates")
NO_BODY = 0
ROWS_AT_MOST = 100_000
# The list of units shows these; its file has all.
IN_LIST = (MeasureKey.QR, MeasureKey.ENTRY)


@bp.get("")
@requires(Permission.MONITOR_READ)
def show() -> Response:
    """All that the viewer may see, by the body that answers for it."""
    chosen = chosen_period(request.args)
    overview = queries.own_overview(viewer(), chosen.period, chosen_order(request.args))
    return _overview("owner", overview, chosen)


@bp.get("/bodies/<int:organisation_id>")
@requires(Permission.MONITOR_READ)
def body(organisation_id: int) -> Response:
    """What one body answers for."""
    chosen = chosen_period(request.args)
    overview = queries.body_overview(viewer(), organisation_id, chosen.period, chosen_order(request.args))
    return _overview("owner", overview, chosen)


@bp.get("/bodies/<int:organisation_id>/units")
@requires(Permission.MONITOR_READ)
def body_units(organisation_id: int) -> Response:
    """The units that one body itself answers for; for htmx the list alone."""
    chosen = chosen_period(request.args)
    found = queries.units_of_body(viewer(), organisation_id, chosen.period, wished_page(), IN_LIST)
    return _units("owner", found, chosen)


@bp.get("/areas/<code>")
@requires(Permission.MONITOR_READ)
def area(code: str) -> Response:
    """What is located in one place."""
    chosen = chosen_period(request.args)
    overview = queries.area_overview(viewer(), code, chosen.period, chosen_order(request.args))
    return _overview("place", overview, chosen)


@bp.get("/areas/<code>/units")
@requires(Permission.MONITOR_READ)
def area_units(code: str) -> Response:
    """The units located in one commune; for htmx the list alone."""
    chosen = chosen_period(request.args)
    return _units("place", queries.units_of_area(viewer(), code, chosen.period, wished_page(), IN_LIST), chosen)


@bp.get("/rows/<measure>")
@requires(Permission.MONITOR_READ)
def rows(measure: str) -> Response:
    """The rows behind a figure."""
    chosen, found = chosen_period(request.args), wanted_rows(measure)
    page = queries.page_of_rows(viewer(), found, wished_page())
    withheld = queries.count_withheld(viewer(), found, listed=page.total)
    return render("monitoring/rows.html", rows=found, page=page, withheld=withheld, chosen=chosen, **words(chosen))


@file_of(bp, "/rows/<measure>", SUFFIXES)
@requires(Permission.MONITOR_READ)
def export_rows(measure: str, suffix: str) -> Response:
    """The same rows as a file."""
    found = wanted_rows(measure)
    return answer(suffix, lambda: _rows_sheet(found), lambda: _rows_card(found))


def _rows_sheet(found: queries.Rows) -> Sheet:
    listed = queries.all_rows(viewer(), found, limit=ROWS_AT_MOST)
    return exports.rows_sheet(found, listed, queries.count_withheld(viewer(), found))


def _rows_card(found: queries.Rows) -> Card:
    page = queries.page_of_rows(viewer(), found, Wish())
    return rows_card(found, page.rows, page.total)


def wanted_rows(measure: str) -> queries.Rows:
    if measure not in list(MeasureKey):
        abort(404)
    shown, task = request.args.get("show", ""), request.args.get("task", "")
    wanted = Wanted(
        MeasureKey(measure),
        chosen_period(request.args).period,
        # What is no id names no body, instead of all of them.
        body_id=request.args.get("body", NO_BODY if request.args.get("body") else None, type=row_id),
        only_own="own" in request.args,
        area_code=request.args.get("area", ""),
        show=Show(shown) if shown in list(Show) else Show.DUE,
        task=StepKind(task) if task in list(StepKind) else None,
        only_open="open" in request.args,
    )
    return queries.wanted_rows(viewer(), wanted)


def _overview(by: str, overview: Overview, chosen: Chosen) -> Response:
    address = rows_address(by, overview.period, overview.node, is_limited=overview.limits.organisation_ids is not None)
    return render(
        "monitoring/overview.html",
        by=by,
        overview=overview,
        map=map_of(overview, request.args.get("map", "")),
        chosen=chosen,
        order=chosen_order(request.args),
        rows_address=address,
        cells=_row_drawer(address),
        sort_address=sort_address(chosen),
        node_address=node_address(by, chosen),
        place_code=_place_code(overview),
        **words(chosen),
    )


def _row_drawer(address: Callable[..., str]) -> Callable[[Line, Sequence[MeasureKey]], Markup]:
    """Draws the figures of a line."""
    drawer = Drawer()
    return lambda line, measures: drawer.row([(line.figures[each], address(each, line)) for each in measures])


def card_of(by: str, overview: Overview) -> Card:
    """The page's tables for a chat, with the measure by which they are sorted."""
    name = overview.node.name if overview.node else str(labels.WHOLE)
    measure = chosen_order(request.args).measure or MeasureKey.ENTRY
    return overview_card(overview, name, measure, by_place=by == "place")


def _place_code(overview: Overview) -> str | None:
    """The place that shows the same by place: a committee's own; at the viewer's top, else the whole province."""
    if overview.node and overview.node.place_code and overview.is_whole:
        return overview.node.place_code
    return PROVINCE_CODE if overview.limits.organisation_ids is None else None


def _units(by: str, found: UnitList, chosen: Chosen) -> Response:
    return render(
        "monitoring/units.html",
        fragment="unit_list",
        by=by,
        node=found.node,
        units=found.page,
        withheld=found.withheld_count,
        withheld_words=withheld_words,
        chosen=chosen,
        UnitStatus=UnitStatus,
        UNIT_STATUS_LABELS=UNIT_STATUS_LABELS,
        UNIT_STATUS_COLOURS=UNIT_STATUS_COLOURS,
        **words(chosen),
    )


@cache
def _split_words(_language: str) -> Mapping[str, str]:
    """The words of all parts of figures: a page has hundreds, each of them would be looked for anew."""
    return {name: str(label) for name, label in SPLIT.items()}


@cache
def _definitions(_language: str) -> Mapping[MeasureKey, Mapping[str, str]]:
    """The definitions of all measures in the same way."""
    return {measure: {name: str(text) for name, text in vars(each).items()} for measure, each in DEFINITIONS.items()}


def words(chosen: Chosen) -> dict[str, Any]:
    return {
        "labels": labels,
        "cell": Drawer().cell,
        "definitions": _definitions(language()),
        "split_labels": _split_words(language()),
        "now": now,
        "MeasureKey": MeasureKey,
        "PeriodChoice": PeriodChoice,
        "Show": Show,
        "before": previous(chosen.period),
        "length_days": length_days(chosen.period),
        "is_provisional": queries.is_provisional(chosen.period),
        "closes_at": queries.closes_at(chosen.period.last_on),
    }
