"""A unit's page."""

from datetime import timedelta

from werkzeug.wrappers import Response

from app.clock import local_day
from app.door import Permission, requires, viewer
from app.units import queries
from app.units.labels import WEEKDAY_LABELS
from app.units.rules import is_open
from app.units.views.blueprint import bp
from app.web.pages import render

COMING_DAYS = 92


@bp.get("/units/<int:unit_id>")
@requires(Permission.UNIT_READ)
def show(unit_id: int) -> Response:
    unit, today = queries.get_unit(viewer(), unit_id), local_day()
    closures = queries.closures(viewer(), unit, today, today + timedelta(COMING_DAYS))
    spans = [(closure.from_on, closure.until_on) for closure in closures]
    return render(
        "units/show.html",
        unit=unit,
        today=today,
        is_owner=queries.is_owner(viewer(), unit),
        is_open=is_open(unit.open_weekdays, spans, today),
        open_days=[label for n, label in enumerate(WEEKDAY_LABELS) if unit.open_weekdays >> n & 1],
        closures=closures,
        history=queries.list_history(viewer(), unit),
    )
