"""The list of tokhaiyte.vn: who is on it has reported there."""

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import local, local_day, now
from app.documents.tables_in import LARGEST_FILE_BYTES
from app.door import Permission, requires, viewer
from app.follow_ups import actions
from app.follow_ups.forms import ListForm
from app.follow_ups.labels import SESSION_LABELS
from app.follow_ups.rules.reports import session_at
from app.follow_ups.views.blueprint import bp
from app.web.dispatch import takes_files
from app.web.filters import number
from app.web.pages import render, see_other
from app.zones.actions import take_national_list as take_households


@bp.get("/isolation/tokhaiyte")
@requires(Permission.FOLLOW_UP_REPORT)
def national_list() -> Response:
    return _page(ListForm())


@bp.post("/isolation/tokhaiyte")
@requires(Permission.FOLLOW_UP_REPORT)
@takes_files(LARGEST_FILE_BYTES)
def upload_national_list() -> Response:
    """Note of everybody on the list, and every household, found by phone, that he reported there in this session."""
    form = ListForm()
    if not form.validate():
        return _page(form, status=422)
    people, phones = actions.take_national_list(viewer(), form.phones), number(len(form.phones))
    flash(_("Đã đối chiếu %(all)s số điện thoại: %(n)s người được cách ly đã khai.", all=phones, n=number(people)))
    if viewer().can(Permission.ROUND_WRITE):
        households = number(take_households(viewer(), form.phones))
        flash(_("Lượt đi từng hộ: %(n)s hộ đã khai tại tokhaiyte.vn được ghi.", n=households))
    return see_other("follow_ups.national_list")


def _page(form: ListForm, status: int = 200) -> Response:
    session = SESSION_LABELS[session_at(local(now()))]
    return render("follow_ups/national_list.html", form=form, session=session, day=local_day(), status=status)
