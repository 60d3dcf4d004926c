"""The list of places at high risk."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.areas import actions, queries
from app.areas.exports import high_risk_sheet
from app.areas.forms import EndForm, HighRiskForm
from app.areas.models import Area
from app.areas.rules import AreaLevel
from app.clock import local_day
from app.door import Permission, requires, viewer
from app.web.pages import render, see_other
from app.web.sheets import answer_sheet, file_of

bp = Blueprint("areas", __name__, template_folder="templates")


@bp.get("/areas")
@requires(Permission.ORGANISATION_READ)
def index() -> Response:
    return _page(_form())


@file_of(bp, "/areas")
@requires(Permission.ORGANISATION_READ)
def export(suffix: str) -> Response:
    """The same list as a file."""
    return answer_sheet(high_risk_sheet(queries.list_high_risk(), today=local_day()), suffix)


@bp.post("/areas/high-risk")
@requires(Permission.AREA_MANAGE)
def add_high_risk() -> Response:
    form = _form()
    if not form.validate():
        return _page(form, status=422)
    listing = actions.list_as_high_risk(viewer(), **form.values())
    flash(_("%(name)s là địa bàn nguy cơ cao.", name=listing.area.name))
    return see_other("areas.index")


@bp.get("/areas/high-risk/<int:listing_id>/end")
@requires(Permission.AREA_MANAGE)
def ask_to_end(listing_id: int) -> Response:
    return render("areas/end.html", listing=queries.get_high_risk_listing(listing_id), form=EndForm())


@bp.post("/areas/high-risk/<int:listing_id>/end")
@requires(Permission.AREA_MANAGE)
def end_high_risk(listing_id: int) -> Response:
    listing, form = queries.get_high_risk_listing(listing_id), EndForm()
    if not form.validate():
        return render("areas/end.html", listing=listing, form=form, status=422)
    actions.end_high_risk(viewer(), listing, **form.values())
    flash(_("Đã ghi ngày thôi áp dụng cho %(name)s.", name=listing.area.name))
    return see_other("areas.index")


def _page(form: HighRiskForm, *, status: int = 200) -> Response:
    return render("areas/index.html", listings=queries.list_high_risk(), form=form, today=local_day(), status=status)


def _form() -> HighRiskForm:
    return HighRiskForm(_places())


def _places() -> Mapping[str | None, Sequence[Area]]:
    """Districts first, then every district's communes under its name."""
    today = local_day()
    districts = queries.list_areas(AreaLevel.DISTRICT, on=today)
    communes = queries.list_areas(AreaLevel.COMMUNE, on=today)
    below = {each.name: [area for area in communes if area.parent_id == each.id] for each in districts}
    return {_("Huyện, thành phố"): districts, **below}
