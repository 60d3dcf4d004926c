"""An officer refuses or asks many registrations at once, each for the reason or with the question that he types."""

from collections.abc import Sequence

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.door import Permission, requires, viewer
from app.units import actions, queries
from app.units.forms import QuestionForm, RefuseForm
from app.units.models import Unit
from app.units.rules import UnitStatus
from app.units.views.blueprint import bp
from app.units.views.deciding import chosen_ids
from app.web.pages import render, see_other


@bp.get("/units/refuse")
@requires(Permission.UNIT_APPROVE)
def choose_to_refuse() -> Response:
    return _refuse_page(_chosen(request.args.getlist("unit")), RefuseForm())


@bp.post("/units/refuse")
@requires(Permission.UNIT_APPROVE)
def refuse_many() -> Response:
    chosen, form = _chosen(request.form.getlist("unit")), RefuseForm()
    if not form.validate():
        return _refuse_page(chosen, form, status=422)
    waiting = _waiting(chosen)
    for unit in waiting:
        actions.refuse_unit(viewer(), unit, **form.values())
    flash(_("Đã từ chối %(count)s đăng ký.", count=len(waiting)))
    return see_other("units.index", status=UnitStatus.PENDING.value)


@bp.get("/units/ask")
@requires(Permission.UNIT_APPROVE)
def choose_to_ask() -> Response:
    return _ask_page(_chosen(request.args.getlist("unit")), QuestionForm())


@bp.post("/units/ask")
@requires(Permission.UNIT_APPROVE)
def ask_many() -> Response:
    chosen, form = _chosen(request.form.getlist("unit")), QuestionForm()
    if not form.validate():
        return _ask_page(chosen, form, status=422)
    waiting = _waiting(chosen)
    for unit in waiting:
        actions.ask_unit(viewer(), unit, **form.values())
    flash(_("Đã gửi câu hỏi cho %(count)s đơn vị.", count=len(waiting)))
    return see_other("units.index", status=UnitStatus.PENDING.value)


def _chosen(values: list[str]) -> Sequence[Unit]:
    return queries.list_units_by_id(viewer(), chosen_ids(values))


def _waiting(units: Sequence[Unit]) -> list[Unit]:
    """Those on which an officer has still to decide: others have decided, or a question is open."""
    return [unit for unit in units if unit.status is UnitStatus.PENDING and unit.asked_at is None]


def _refuse_page(chosen: Sequence[Unit], form: RefuseForm, *, status: int = 200) -> Response:
    waiting = _waiting(chosen)
    return render(
        "units/refuse_many.html", units=waiting, left_out=len(chosen) - len(waiting), form=form, status=status
    )


def _ask_page(chosen: Sequence[Unit], form: QuestionForm, *, status: int = 200) -> Response:
    waiting = _waiting(chosen)
    return render("units/ask_many.html", units=waiting, left_out=len(chosen) - len(waiting), form=form, status=status)
