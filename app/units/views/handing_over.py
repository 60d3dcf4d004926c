"""A body offers a unit to another, which accepts it or refuses."""

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.door import Permission, requires, viewer
from app.units import actions, exports, queries, waiting
from app.units.forms import OwnerForm, ReasonForm
from app.units.models import Unit, UnitTransfer
from app.units.rules import Outcome
from app.units.views.blueprint import bp
from app.units.waiting import Direction
from app.web.pages import asked, render, see_other
from app.web.pagination import wished_page
from app.web.sheets import answer_sheet, file_of


@bp.get("/units/transfers")
@requires(Permission.UNIT_APPROVE)
def transfers() -> Response:
    direction = _direction()
    page = waiting.list_transfers(viewer(), direction, wished_page())
    return render("units/transfers.html", page=page, direction=direction, address=asked())


@file_of(bp, "/units/transfers")
@requires(Permission.UNIT_APPROVE)
def export_transfers(suffix: str) -> Response:
    """The same transfers as a file."""
    return answer_sheet(exports.transfers_sheet(waiting.list_all_transfers(viewer(), _direction())), suffix)


def _direction() -> Direction:
    return Direction.ALL if request.args.get("show") == Direction.ALL.value else Direction.INCOMING


@bp.get("/units/<int:unit_id>/transfer")
@requires(Permission.UNIT_APPROVE)
def ask_to_transfer(unit_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    return _propose_page(unit, _form(unit))


@bp.post("/units/<int:unit_id>/transfer")
@requires(Permission.UNIT_APPROVE)
def propose_transfer(unit_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    form = _form(unit)
    if not form.validate():
        return _propose_page(unit, form, status=422)
    actions.propose_transfer(viewer(), unit, **form.details())
    flash(_("Đã đề nghị chuyển %(name)s. Cơ quan tiếp nhận chưa đồng ý thì chưa đổi gì.", name=unit.name))
    return see_other("units.show", unit_id=unit.id)


@bp.post("/units/<int:unit_id>/transfer/withdraw")
@requires(Permission.UNIT_APPROVE)
def withdraw_transfer(unit_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    actions.withdraw_transfer(viewer(), unit)
    flash(_("Đã rút đề nghị chuyển giao %(name)s.", name=unit.name))
    return see_other("units.show", unit_id=unit.id)


@bp.get("/units/transfers/<int:transfer_id>")
@requires(Permission.UNIT_APPROVE)
def transfer(transfer_id: int) -> Response:
    return _page(waiting.get_transfer(viewer(), transfer_id), ReasonForm())


@bp.post("/units/transfers/<int:transfer_id>/accept")
@requires(Permission.UNIT_APPROVE)
def accept_transfer(transfer_id: int) -> Response:
    found = waiting.get_transfer(viewer(), transfer_id)
    actions.accept_transfer(viewer(), found)
    flash(_("Đã tiếp nhận %(name)s, quản lý từ hôm nay.", name=found.unit.name))
    return see_other("units.show", unit_id=found.unit_id)


@bp.post("/units/transfers/<int:transfer_id>/refuse")
@requires(Permission.UNIT_APPROVE)
def refuse_transfer(transfer_id: int) -> Response:
    found, form = waiting.get_transfer(viewer(), transfer_id), ReasonForm()
    if not form.validate():
        return _page(found, form, status=422)
    actions.refuse_transfer(viewer(), found, **form.values())
    flash(_("Đã từ chối tiếp nhận %(name)s.", name=found.unit.name))
    return see_other("units.transfers")


def _form(unit: Unit) -> OwnerForm:
    form = OwnerForm()
    others = [body for body in queries.list_possible_owners(unit.area) if body.id != unit.organisation_id]
    form.organisation.offer({None: others})
    return form


def _propose_page(unit: Unit, form: OwnerForm, *, status: int = 200) -> Response:
    last = waiting.find_transfer(viewer(), unit)
    return render(
        "units/propose_transfer.html",
        unit=unit,
        form=form,
        open_transfer=last if last and last.outcome is Outcome.OPEN else None,
        is_owner=queries.is_owner(viewer(), unit),
        status=status,
    )


def _page(found: UnitTransfer, form: ReasonForm, *, status: int = 200) -> Response:
    may_decide = found.outcome is Outcome.OPEN and waiting.is_receiver(viewer(), found)
    return render("units/transfer.html", transfer=found, form=form, may_decide=may_decide, status=status)
