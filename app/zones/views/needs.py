"""What households lack, as rounds said: what cannot wait first; who gave it says so by name."""

from flask import Response, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.access.queries import names_of
from app.clock import now
from app.door import Permission, requires, viewer
from app.web.converters import row_id
from app.web.forms import PortalForm
from app.web.pages import asked, render, see_other
from app.web.pagination import each_row, wished_page
from app.web.sheets import answer_sheet, file_of
from app.zones import actions, queries
from app.zones.duty import is_on_duty
from app.zones.exports import needs_sheet
from app.zones.queries import NeedFilter
from app.zones.rules import URGENT_NEEDS
from app.zones.sealing import details_of
from app.zones.views.areas import words
from app.zones.views.blueprint import bp


@bp.get("/needs")
@requires(Permission.ROUND_READ)
def needs() -> Response:
    """The queue; heads of households are named to whose daily work they are."""
    return _page(PortalForm())


@file_of(bp, "/needs")
@requires(Permission.ROUND_READ)
def export_needs(suffix: str) -> Response:
    """The same needs as a file."""
    rows = each_row(lambda wish: queries.list_needs(viewer(), wanted_needs(), wish).rows)
    return answer_sheet(needs_sheet(viewer(), rows), suffix)


@bp.post("/needs/<int:household_need_id>")
@requires(Permission.ROUND_READ, Permission.HOUSEHOLD_READ)
def answer_need(household_need_id: int) -> AnyResponse:
    """The household has got what it lacked."""
    need, form = queries.get_need(viewer(), household_need_id), PortalForm()
    if not form.validate():
        return _page(form, status=422)
    actions.answer_need(viewer(), need)
    flash(_("Đã ghi là đã giải quyết."))
    return see_other("zones.needs", **asked())


def wanted_needs() -> NeedFilter:
    area, team = request.args.get("area", "")[:5], request.args.get("team", None, type=row_id)
    return NeedFilter("done" in request.args, area, team)


def _page(form: PortalForm, *, status: int = 200) -> Response:
    wanted = wanted_needs()
    page = queries.list_needs(viewer(), wanted, wished_page())
    # Of whom the viewer has no daily work he reads a number.
    named = {
        need.id: details_of(need.household, need.household.team)
        for need in page.rows
        if is_on_duty(viewer(), need.household.team)
    }
    return render(
        "zones/needs.html",
        form=form,
        page=page,
        wanted=wanted,
        places=queries.needs_by_place(viewer(), wanted),
        named=named,
        times=queries.answer_times(viewer(), wanted),
        names=names_of({need.answered_by_id for need in page.rows if need.answered_by_id}),
        urgent_needs=URGENT_NEEDS,
        at=now(),
        address=asked(),
        status=status,
        **words(),
    )
