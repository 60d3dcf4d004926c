"""The plan by risk: which units a visit would be worth most, and why; planned, moved, called off."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.clock import local_day, now
from app.door import Permission, requires, viewer
from app.inspections import actions, queries
from app.inspections.exports import risks_sheet
from app.inspections.forms import CancelForm, PlanForm, RiskPlanForm
from app.inspections.models import Inspection
from app.inspections.queries import RiskFilter, RiskLine
from app.inspections.settings import WEIGHTS, weights
from app.inspections.views.blueprint import bp
from app.units.rules import UnitKind
from app.units.views.listing import choices, chosen_member, row_id
from app.web.pages import asked, render, see_other
from app.web.sheets import answer_sheet, file_of


@bp.get("/inspections/plan")
@requires(Permission.INSPECTION_WORK)
def risks() -> Response:
    """The most urgent units first; for htmx the list alone."""
    lines = _lines()
    return _risk_page(lines, _risk_form(lines))


@file_of(bp, "/inspections/plan")
@requires(Permission.INSPECTION_WORK)
def export_risks(suffix: str) -> Response:
    """The same units as a file."""
    return answer_sheet(risks_sheet(_lines()), suffix)


@bp.post("/inspections/plan")
@requires(Permission.INSPECTION_WORK)
def plan_risks() -> Response:
    """The chosen units come into the plan, each with the reasons for which it was chosen."""
    lines = _lines()
    form = _risk_form(lines)
    if not form.validate():
        return _risk_page(lines, form, status=422)
    chosen = [line for line in lines if line.unit.id in (form.units.data or ())]
    for line in chosen:
        actions.plan_inspection(viewer(), line.unit, reasons=line.risk.reasons, **form.plan())
    told = ngettext("Đã đưa %(num)s đơn vị vào kế hoạch.", "Đã đưa %(num)s đơn vị vào kế hoạch.", len(chosen))
    flash(told)
    return see_other("inspections.index", status="planned")


def _lines() -> list[RiskLine]:
    return list(queries.list_risks(viewer(), wanted_places()))


def wanted_places() -> RiskFilter:
    return RiskFilter(kind=chosen_member(UnitKind, "kind"), area_id=row_id("area"))


def _risk_form(lines: list[RiskLine]) -> RiskPlanForm:
    officers = queries.list_officers(viewer())
    known = {"planned_on": local_day(), "officers": [str(viewer().user_id)]}
    return RiskPlanForm(officers, [line.unit.id for line in lines], today=local_day(), data=known)


def _risk_page(lines: list[RiskLine], form: RiskPlanForm, status: int = 200) -> Response:
    points = weights()
    return render(
        "inspections/risks.html",
        fragment="risk_list",
        status=status,
        lines=lines,
        form=form,
        wanted=wanted_places(),
        weights=[(label, points[sign]) for sign, (label, _points) in WEIGHTS.items()],
        updated_at=now(),
        address={name: value for name, value in asked().items() if name in ("kind", "area")},
        **choices(),
    )


@bp.get("/inspections/<int:inspection_id>/plan")
@requires(Permission.INSPECTION_WORK)
def ask_to_change(inspection_id: int) -> Response:
    inspection = queries.get_inspection(viewer(), inspection_id)
    return _plan_page(inspection, change_form(inspection), CancelForm(formdata=None))


@bp.post("/inspections/<int:inspection_id>/plan")
@requires(Permission.INSPECTION_WORK)
def change(inspection_id: int) -> Response:
    inspection = queries.get_inspection(viewer(), inspection_id)
    form = change_form(inspection)
    if not form.validate():
        return _plan_page(inspection, form, CancelForm(formdata=None), form=form, status=422)
    actions.change_plan(viewer(), inspection, **form.plan())
    flash(_("Đã đổi kế hoạch kiểm tra."))
    return see_other("inspections.show", inspection_id=inspection.id)


@bp.post("/inspections/<int:inspection_id>/cancel")
@requires(Permission.INSPECTION_WORK)
def cancel(inspection_id: int) -> Response:
    inspection, form = queries.get_inspection(viewer(), inspection_id), CancelForm()
    if not form.validate():
        return _plan_page(inspection, change_form(inspection, sent=False), form, form=form, status=422)
    actions.cancel_inspection(viewer(), inspection, **form.values())
    flash(_("Đã hủy cuộc kiểm tra %(name)s.", name=inspection.unit.name))
    return see_other("inspections.index")


def change_form(inspection: Inspection, *, sent: bool = True) -> PlanForm:
    """The plan as it stands."""
    known = {
        "planned_on": inspection.planned_on,
        "officers": [str(officer.id) for officer in inspection.officers],
        "note": inspection.note,
    }
    options: dict[str, Any] = {} if sent and request.method == "POST" else {"formdata": None}
    earliest = min(local_day(), inspection.planned_on)
    return PlanForm(queries.list_officers(viewer()), today=earliest, data=known, **options)


def _plan_page(
    inspection: Inspection, plan: PlanForm, cancelling: CancelForm, *, form: Any = None, status: int = 200
) -> Response:
    return render(
        "inspections/plan.html", status=status, inspection=inspection, plan=plan, cancelling=cancelling, form=form
    )
