"""Opening cases outside one's duty: the log of it, and asking a second officer, who agrees or does not."""

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.door import Permission, requires, viewer
from app.follow_ups import actions, queries
from app.follow_ups.forms import AskForm, LookForm, PlainForm
from app.follow_ups.queries import looks
from app.follow_ups.settings import looks_an_hour
from app.follow_ups.views.blueprint import bp
from app.follow_ups.views.sheets import looks_sheet
from app.follow_ups.views.showing import case_page
from app.units.rules import Outcome
from app.web.forms import PortalForm
from app.web.pages import asked, render, see_other
from app.web.pagination import each_row, wished_page
from app.web.sheets import answer_sheet, file_of


@bp.post("/isolation/<int:follow_up_id>/look")
@requires(Permission.PERSON_READ)
def look(follow_up_id: int) -> Response:
    """Open a case outside one's duty, with a purpose and a reason that are kept."""
    row, form = queries.get_case(viewer(), follow_up_id), LookForm()
    if not form.validate():
        return case_page(row, form, status=422)
    actions.look_at(viewer(), row, **form.values())
    return see_other("follow_ups.show", follow_up_id=row.id)


@bp.get("/isolation/looks")
@requires(Permission.PERSON_READ)
def list_looks() -> Response:
    """Who opened which case, and what colleagues ask."""
    return _page(AskForm())


@file_of(bp, "/isolation/looks")
@requires(Permission.PERSON_READ)
def export_looks(suffix: str) -> Response:
    """The same log as a file."""
    return answer_sheet(looks_sheet(each_row(lambda wish: looks.list_looks(viewer(), wish).rows)), suffix)


@bp.post("/isolation/looks")
@requires(Permission.PERSON_READ)
def ask_for_second() -> Response:
    form = AskForm()
    if not form.validate():
        return _page(form, status=422)
    actions.ask_for_second(viewer(), form.ask_reason.data or "")
    flash(_("Đã báo cho cán bộ thứ hai. Khi có người đồng ý, ông/bà mở xem tiếp được."))
    return see_other("follow_ups.list_looks")


@bp.post("/isolation/looks/<int:follow_up_look_request_id>/release")
@requires(Permission.PERSON_READ)
def release_looks(follow_up_look_request_id: int) -> Response:
    """The second officer agrees."""
    return _decide(follow_up_look_request_id, Outcome.ACCEPTED, _("Đã đồng ý."))


@bp.post("/isolation/looks/<int:follow_up_look_request_id>/refuse")
@requires(Permission.PERSON_READ)
def refuse_looks(follow_up_look_request_id: int) -> Response:
    """He does not."""
    return _decide(follow_up_look_request_id, Outcome.REFUSED, _("Đã ghi là không đồng ý."))


def _decide(request_id: int, outcome: Outcome, told: str) -> Response:
    row, form = looks.get_request(viewer(), request_id), PlainForm()
    if not form.validate():
        return _page(form, status=422)
    actions.decide_request(viewer(), row, outcome)
    flash(told)
    return see_other("follow_ups.list_looks")


def _page(form: PortalForm, status: int = 200) -> Response:
    return render(
        "follow_ups/looks.html",
        form=form,
        ask=form if isinstance(form, AskForm) else AskForm(),
        opened=looks.count_opened(viewer()),
        most=looks_an_hour(),
        may_open=looks.may_open(viewer()),
        own_request=looks.find_open_request(viewer()),
        requests=looks.list_requests(viewer()),
        page=looks.list_looks(viewer(), wished_page()),
        address=asked(),
        status=status,
    )
