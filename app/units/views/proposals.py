"""An officer accepts or refuses what managers of approved units propose, one or many."""

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.door import Permission, requires, viewer
from app.units import actions, exports, queries, waiting
from app.units.differences import differences
from app.units.forms import ReasonForm
from app.units.models import UnitProposal
from app.units.views.blueprint import bp
from app.units.views.deciding import chosen_ids
from app.web.pages import asked, render, see_other
from app.web.pagination import wished_page
from app.web.sheets import answer_sheet, file_of


@bp.get("/units/proposals")
@requires(Permission.UNIT_APPROVE)
def proposals() -> Response:
    page = waiting.list_proposals(viewer(), wished_page())
    return render("units/proposals.html", page=page, differences=differences, address=asked())


@file_of(bp, "/units/proposals")
@requires(Permission.UNIT_APPROVE)
def export_proposals(suffix: str) -> Response:
    """All changes that wait, as a file."""
    return answer_sheet(exports.proposals_sheet(waiting.list_all_proposals(viewer())), suffix)


@bp.get("/units/proposals/accept")
@requires(Permission.UNIT_APPROVE)
def choose_proposals() -> Response:
    """What will be accepted, and how many: the button stands under the differences."""
    chosen = waiting.list_all_proposals(viewer(), chosen_ids(request.args.getlist("unit")))
    return render("units/accept_proposals.html", proposals=chosen, differences=differences)


@bp.post("/units/proposals/accept")
@requires(Permission.UNIT_APPROVE)
def accept_proposals() -> Response:
    chosen = waiting.list_all_proposals(viewer(), chosen_ids(request.form.getlist("unit")))
    count = actions.accept_proposals(viewer(), chosen)
    flash(_("Đã chấp nhận thay đổi của %(count)s đơn vị.", count=count))
    return see_other("units.proposals")


@bp.get("/units/<int:unit_id>/proposal")
@requires(Permission.UNIT_APPROVE)
def proposal(unit_id: int) -> Response:
    return _page(unit_id, ReasonForm())


@bp.post("/units/<int:unit_id>/proposal/accept")
@requires(Permission.UNIT_APPROVE)
def accept_proposal(unit_id: int) -> Response:
    actions.accept_proposal(viewer(), _last(unit_id))
    flash(_("Đã chấp nhận thay đổi. Áp phích cần được in và dán lại nếu tên, địa chỉ hoặc địa bàn đổi."))
    return see_other("units.show", unit_id=unit_id)


@bp.post("/units/<int:unit_id>/proposal/refuse")
@requires(Permission.UNIT_APPROVE)
def refuse_proposal(unit_id: int) -> Response:
    last, form = _last(unit_id), ReasonForm()
    if not form.validate():
        return _page(unit_id, form, status=422)
    actions.refuse_proposal(viewer(), last, **form.values())
    flash(_("Đã từ chối thay đổi của %(name)s.", name=last.unit.name))
    return see_other("units.show", unit_id=unit_id)


def _last(unit_id: int) -> UnitProposal:
    found = waiting.find_proposal(viewer(), queries.get_unit(viewer(), unit_id))
    if found is None:
        raise actions.ProposalDecided
    return found


def _page(unit_id: int, form: ReasonForm, *, status: int = 200) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    found = waiting.find_proposal(viewer(), unit)
    return render("units/proposal.html", unit=unit, proposal=found, differences=differences, form=form, status=status)
