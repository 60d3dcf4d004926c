"""What others send: accepted or sent back."""

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.door import Permission, requires, viewer
from app.follow_ups import actions, queries
from app.follow_ups.forms import PlainForm
from app.follow_ups.views.blueprint import bp
from app.web.pages import render, see_other


@bp.get("/isolation/transfers")
@requires(Permission.FOLLOW_UP_REPORT)
def list_transfers() -> Response:
    return _page(PlainForm())


@bp.post("/isolation/transfers/<int:follow_up_transfer_id>/accept")
@requires(Permission.FOLLOW_UP_REPORT)
def accept(follow_up_transfer_id: int) -> Response:
    transfer, form = queries.get_transfer(viewer(), follow_up_transfer_id), PlainForm()
    if not form.validate():
        return _page(form, status=422)
    row = actions.accept_transfer(viewer(), transfer)
    flash(_("Đã tiếp nhận. Từ hôm nay cơ quan, cơ sở của ông/bà chịu trách nhiệm."))
    return see_other("follow_ups.show", follow_up_id=row.id)


@bp.post("/isolation/transfers/<int:follow_up_transfer_id>/refuse")
@requires(Permission.FOLLOW_UP_REPORT)
def refuse(follow_up_transfer_id: int) -> Response:
    transfer, form = queries.get_transfer(viewer(), follow_up_transfer_id), PlainForm()
    if not form.validate():
        return _page(form, status=422)
    actions.refuse_transfer(viewer(), transfer)
    flash(_("Đã trả lại nơi gửi."))
    return see_other("follow_ups.list_transfers")


def _page(form: PlainForm, status: int = 200) -> Response:
    return render("follow_ups/transfers.html", form=form, transfers=queries.list_transfers(viewer()), status=status)
