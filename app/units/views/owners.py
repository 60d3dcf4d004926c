"""A body says that a unit is not its to answer for; the province office decides whose it is."""

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.door import Permission, requires, viewer
from app.units import actions, queries
from app.units.forms import OwnerForm, ReasonForm
from app.units.models import Unit
from app.units.views.blueprint import bp
from app.web.pages import render, see_other


@bp.get("/units/<int:unit_id>/disclaim")
@requires(Permission.UNIT_APPROVE)
def ask_to_disclaim(unit_id: int) -> Response:
    return _disclaim_page(queries.get_unit(viewer(), unit_id), ReasonForm())


@bp.post("/units/<int:unit_id>/disclaim")
@requires(Permission.UNIT_APPROVE)
def disclaim(unit_id: int) -> Response:
    unit, form = queries.get_unit(viewer(), unit_id), ReasonForm()
    if not form.validate():
        return _disclaim_page(unit, form, status=422)
    actions.disclaim_unit(viewer(), unit, **form.values())
    flash(_("Đã chuyển Văn phòng UBND tỉnh xác định cơ quan quản lý của %(name)s.", name=unit.name))
    # The unit may be another body's from now on.
    return see_other("units.index")


def _disclaim_page(unit: Unit, form: ReasonForm, *, status: int = 200) -> Response:
    committee = queries.get_district_committee(unit.area)
    is_owner = queries.is_owner(viewer(), unit)
    return render("units/disclaim.html", unit=unit, form=form, committee=committee, is_owner=is_owner, status=status)


@bp.get("/units/<int:unit_id>/owner")
@requires(Permission.UNIT_ASSIGN)
def ask_for_owner(unit_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    return render("units/owner.html", unit=unit, form=_owner_form(unit))


@bp.post("/units/<int:unit_id>/owner")
@requires(Permission.UNIT_ASSIGN)
def decide_owner(unit_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    form = _owner_form(unit)
    if not form.validate():
        return render("units/owner.html", unit=unit, form=form, status=422)
    actions.decide_owner(viewer(), unit, **form.details())
    flash(_("%(body)s quản lý %(name)s từ hôm nay.", body=unit.organisation.name, name=unit.name))
    return see_other("units.show", unit_id=unit.id)


def _owner_form(unit: Unit) -> OwnerForm:
    form = OwnerForm()
    form.organisation.offer({None: queries.list_possible_owners(unit.area)})
    if not form.is_submitted():
        form.organisation.choose(
            queries.find_natural_owner(unit.kind, unit.name, unit.area, is_household=unit.is_household)
        )
    return form
