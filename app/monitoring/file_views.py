"""The tables of the drill-down as files, by the addresses of its pages."""

from collections.abc import Callable
from functools import partial

from flask import Response, request

from app.door import Permission, requires, viewer
from app.monitoring import queries
from app.monitoring.cards import units_card
from app.monitoring.figure_sheets import overview_sheet, units_sheet
from app.monitoring.periods import chosen_order, chosen_period
from app.monitoring.queries import Overview, UnitList
from app.monitoring.views import bp, card_of
from app.notices.cards import SUFFIXES, Card, answer
from app.web.pagination import Wish, each_page
from app.web.sheets import Sheet, file_of

__all__ = ["bp"]


@file_of(bp, "", SUFFIXES)
@requires(Permission.MONITOR_READ)
def export(suffix: str) -> Response:
    """All that the viewer may see, by the body that answers for it."""
    overview = queries.own_overview(viewer(), chosen_period(request.args).period, chosen_order(request.args))
    return _tables("owner", overview, suffix)


@file_of(bp, "/bodies/<int:organisation_id>", SUFFIXES)
@requires(Permission.MONITOR_READ)
def export_body(organisation_id: int, suffix: str) -> Response:
    """What one body answers for."""
    period, order = chosen_period(request.args).period, chosen_order(request.args)
    overview = queries.body_overview(viewer(), organisation_id, period, order)
    return _tables("owner", overview, suffix)


@file_of(bp, "/areas/<code>", SUFFIXES)
@requires(Permission.MONITOR_READ)
def export_area(code: str, suffix: str) -> Response:
    """What is located in one place."""
    overview = queries.area_overview(viewer(), code, chosen_period(request.args).period, chosen_order(request.args))
    return _tables("place", overview, suffix)


@file_of(bp, "/bodies/<int:organisation_id>/units", SUFFIXES)
@requires(Permission.MONITOR_READ)
def export_body_units(organisation_id: int, suffix: str) -> Response:
    """The units that one body itself answers for."""
    find = partial(queries.units_of_body, viewer(), organisation_id, chosen_period(request.args).period)
    return answer(suffix, lambda: _sheet(find), lambda: _card(find))


@file_of(bp, "/areas/<code>/units", SUFFIXES)
@requires(Permission.MONITOR_READ)
def export_area_units(code: str, suffix: str) -> Response:
    """The units located in one commune."""
    find = partial(queries.units_of_area, viewer(), code, chosen_period(request.args).period)
    return answer(suffix, lambda: _sheet(find), lambda: _card(find))


def _tables(by: str, overview: Overview, suffix: str) -> Response:
    return answer(suffix, lambda: overview_sheet(by, overview), lambda: card_of(by, overview))


def _card(find: Callable[[Wish], UnitList]) -> Card:
    found = find(Wish())
    period = chosen_period(request.args).period
    return units_card(found.node.name, period, found.page.rows, found.page.total)


def _sheet(find: Callable[[Wish], UnitList]) -> Sheet:
    lines = (line for page in each_page(lambda wish: find(wish).page) for line in page.rows)
    return units_sheet(lines, find(Wish(size=1)).withheld_count)
