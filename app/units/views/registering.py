"""An officer enters a unit."""

from typing import Any

from flask import flash, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.codes import new_receipt
from app.db import begin_write
from app.door import Permission, requires, viewer
from app.organisations.models import Organisation
from app.units import actions, queries
from app.units.choices import by_district
from app.units.forms import NewUnitForm
from app.units.rules import ALL_WEEK
from app.units.views.blueprint import bp
from app.units.views.slips import FRESH_SLIP
from app.web.dispatch import thinks_first
from app.web.pages import render, see_other


@bp.get("/units/new")
@requires(Permission.UNIT_REGISTER)
def new() -> Response:
    form = _form()
    form.submission.data = new_receipt()
    form.open_weekdays.show(ALL_WEEK)
    return render("units/new.html", form=form)


@bp.post("/units/new")
@requires(Permission.UNIT_REGISTER)
@thinks_first
def register() -> Response:
    form = _form()
    if not form.validate():
        return render("units/new.html", form=form, status=422)
    details = form.details()
    details["organisation"] = details["organisation"] or _usual_owner(details)
    if details["organisation"] is None:
        form.organisation.errors = [_("Hãy chọn cơ quan quản lý đơn vị.")]
        return render("units/new.html", form=form, status=422)
    likely = queries.list_likely_same(viewer(), queries.compared_details(details))
    if not form.confirms(likely):
        return render("units/new.html", form=form, likely=likely, status=422)
    begin_write()
    unit = actions.register_unit(viewer(), **details)
    session[FRESH_SLIP] = [unit.id, actions.issue_first_link(viewer(), unit)]
    flash(_("Đã đăng ký %(name)s. Cơ quan quản lý: %(body)s.", name=unit.name, body=unit.organisation.name))
    return see_other("units.slip", unit_id=unit.id)


def _usual_owner(details: dict[str, Any]) -> Organisation | None:
    asked = {name: details[name] for name in ("kind", "name", "area", "is_household")}
    return queries.find_usual_owner(viewer(), **asked)


def _form() -> NewUnitForm:
    form = NewUnitForm()
    form.area.offer(by_district(queries.list_communes(viewer())))
    form.organisation.offer({None: queries.list_owners(viewer())}, blank=_("Theo loại hình và địa bàn"))
    return form
