"""Each commune's health station."""

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import local_day
from app.declarations.rulebook import actions, queries
from app.declarations.rulebook.exports import stations_sheet
from app.declarations.rulebook.forms import StationForm
from app.declarations.rulebook.views.blueprint import bp
from app.door import Permission, requires, viewer
from app.web.pages import render, see_other
from app.web.sheets import answer_sheet, file_of


@bp.get("/rulebook/stations")
@requires(Permission.RULEBOOK_MANAGE)
def stations() -> Response:
    return render("declarations/stations.html", stations=queries.list_stations(on=local_day()))


@file_of(bp, "/rulebook/stations")
@requires(Permission.RULEBOOK_MANAGE)
def export_stations(suffix: str) -> Response:
    """The same list as a file."""
    return answer_sheet(stations_sheet(queries.list_stations(on=local_day())), suffix)


@bp.get("/rulebook/stations/<commune>")
@requires(Permission.RULEBOOK_MANAGE)
def show_station(commune: str) -> Response:
    station = queries.get_station(commune, on=local_day())
    return render("declarations/station.html", station=station, form=_form_of(station))


@bp.post("/rulebook/stations/<commune>")
@requires(Permission.RULEBOOK_MANAGE)
def correct_station(commune: str) -> Response:
    station = queries.get_station(commune, on=local_day())
    form = _form_of(station)
    if not form.validate():
        return render("declarations/station.html", station=station, form=form, status=422)
    actions.correct_station(viewer(), station.area, **form.values())
    flash(_("Đã lưu %(name)s.", name=form.name.data))
    return see_other("rulebook.stations")


def _form_of(station: queries.Station) -> StationForm:
    """As somebody corrected it, else the usual name."""
    row = station.row
    if row is None:
        return StationForm(data={"name": _("Trạm y tế %(commune)s", commune=station.area.name)})
    return StationForm(obj=row, is_verified=row.verified_at is not None)
