"""How long isolation takes, by the day on which it starts."""

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.door import Permission, requires, viewer
from app.follow_ups import actions, queries
from app.follow_ups.forms import ProtocolForm
from app.follow_ups.refusals import REFUSALS
from app.follow_ups.views.blueprint import bp
from app.web.pages import render, see_other


@bp.get("/isolation/protocols")
@requires(Permission.FOLLOW_UP_READ)
def list_protocols() -> Response:
    return _page(ProtocolForm())


@bp.post("/isolation/protocols")
@requires(Permission.PROTOCOL_MANAGE)
def add_protocol() -> Response:
    form = ProtocolForm()
    if form.validate() and form.from_on.data and actions.is_in_past(form.from_on.data):
        form.from_on.errors = [str(REFUSALS[actions.ProtocolInPast])]
    if form.errors:
        return _page(form, status=422)
    actions.add_protocol(viewer(), **form.values())
    flash(_("Đã thêm quy định. Trường hợp đang theo dõi vẫn theo quy định cũ."))
    return see_other("follow_ups.list_protocols")


def _page(form: ProtocolForm, status: int = 200) -> Response:
    return render("follow_ups/protocols.html", form=form, protocols=queries.list_protocols(), status=status)
