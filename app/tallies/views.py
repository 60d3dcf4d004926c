"""A unit's days: today, four weeks, and the manager's word that nobody came."""

from flask import Blueprint, Response, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.clock import local_day, now
from app.door import Permission, requires, viewer
from app.tallies import actions, queries
from app.tallies.exports import days_sheet
from app.tallies.forms import NoVisitorsForm
from app.tallies.labels import APP_LABELS
from app.tallies.rules import may_declare
from app.tallies.strips import strip
from app.units.queries import get_unit
from app.web.pages import render, see_other
from app.web.sheets import answer_sheet, file_of

bp = Blueprint("tallies", __name__, url_prefix="/units/<int:unit_id>/days", template_folder="templates")


@bp.get("")
@requires(Permission.UNIT_READ)
def show(unit_id: int) -> Response:
    """The page; for htmx the panel «Hôm nay» of the unit's page."""
    return _page(unit_id, NoVisitorsForm())


@file_of(bp, "")
@requires(Permission.UNIT_READ)
def export(unit_id: int, suffix: str) -> Response:
    """The same days as a file."""
    return answer_sheet(days_sheet(strip(viewer(), get_unit(viewer(), unit_id), local_day())), suffix)


@bp.post("")
@requires(Permission.DAY_DECLARE)
def declare(unit_id: int) -> AnyResponse:
    """Nobody came on the day."""
    form = NoVisitorsForm()
    if not form.validate():
        return _page(unit_id, form, status=422)
    day = form.values()["day"]
    actions.declare_no_visitors(viewer(), get_unit(viewer(), unit_id), day)
    flash(_("Đã ghi: không có khách (bổ sung muộn).") if queries.is_late(day, now()) else _("Đã ghi: không có khách."))
    return see_other("tallies.show", unit_id=unit_id)


def _page(unit_id: int, form: NoVisitorsForm, status: int = 200) -> Response:
    unit, today = get_unit(viewer(), unit_id), local_day()
    days = strip(viewer(), unit, today)
    return render(
        "tallies/days.html",
        fragment="today_panel",
        status=status,
        unit=unit,
        days=days,
        declarable=[each.day for each in days if may_declare(each.day, today=today) and not (each.row or each.apps)],
        app_labels=APP_LABELS,
        form=form,
        is_late=queries.is_late,
        now=now,
    )
