"""What is done to a case: put off, converted, given to a team, sent on, ended."""

from collections.abc import Callable

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import local_day
from app.door import Absent, Permission, requires, viewer
from app.follow_ups import actions, queries
from app.follow_ups.forms import ConvertForm, EndForm, ExtendForm, HouseholdForm, PlainForm
from app.follow_ups.models import FollowUp
from app.follow_ups.rules.cases import Place
from app.follow_ups.views.blueprint import bp
from app.follow_ups.views.showing import case_page, protocol_form, team_form, transfer_form
from app.units.queries import find_committee
from app.web.forms import PortalForm
from app.web.pages import see_other

Act = Callable[[FollowUp], None]


@bp.post("/isolation/<int:follow_up_id>/extend")
@requires(Permission.FOLLOW_UP_WORK)
def extend(follow_up_id: int) -> Response:
    row = queries.get_own_case(viewer(), follow_up_id)
    form = ExtendForm(row.planned_end_on)
    act: Act = lambda row: actions.extend_case(viewer(), row, **form.extension())  # noqa: E731
    return _do(row, form, act, _("Đã gia hạn."))


@bp.post("/isolation/<int:follow_up_id>/protocol")
@requires(Permission.FOLLOW_UP_WORK)
def change_protocol(follow_up_id: int) -> Response:
    """A new protocol changes no open case by itself; an officer changes it by an order."""
    row = queries.get_own_case(viewer(), follow_up_id)
    form = protocol_form(row)
    act: Act = lambda row: actions.follow_protocol(  # noqa: E731
        viewer(), row, form.protocol.row, order_number=form.protocol_number.data or ""
    )
    return _do(row, form, act, _("Đã áp dụng quy định khác cho trường hợp này."))


@bp.post("/isolation/<int:follow_up_id>/convert")
@requires(Permission.FOLLOW_UP_WORK)
def convert(follow_up_id: int) -> Response:
    form = ConvertForm()
    act: Act = lambda row: actions.convert_case(viewer(), row, form.case_class.data)  # noqa: E731
    return _do(queries.get_own_case(viewer(), follow_up_id), form, act, _("Đã chuyển phân loại."))


@bp.post("/isolation/<int:follow_up_id>/team")
@requires(Permission.FOLLOW_UP_WORK)
def assign(follow_up_id: int) -> Response:
    row = queries.get_own_case(viewer(), follow_up_id)
    form = team_form(row)
    act: Act = lambda row: actions.assign_team(viewer(), row, form.team.row)  # noqa: E731
    return _do(row, form, act, _("Đã giao tổ theo dõi."))


@bp.post("/isolation/<int:follow_up_id>/household")
@requires(Permission.FOLLOW_UP_WORK)
def join_household(follow_up_id: int) -> Response:
    """Whose link reports for the person from now on."""
    row, form = queries.get_own_case(viewer(), follow_up_id), HouseholdForm()
    head = None
    if form.validate() and form.head_id:
        head = queries.find_head(viewer(), form.head_id, but=row)
        if head is None:
            form.head_number.errors = [
                _("Không thấy trường hợp đang theo dõi mang số này, hoặc người đó cũng do người khác khai thay.")
            ]
    if form.errors:
        return case_page(row, form, status=422)
    actions.report_for(viewer(), row, head)
    flash(_("Đã ghi người khai thay.") if head else _("Đã ghi: người này tự khai."))
    return see_other("follow_ups.show", follow_up_id=row.id)


@bp.post("/isolation/<int:follow_up_id>/link")
@requires(Permission.FOLLOW_UP_REPORT)
def renew_link(follow_up_id: int) -> Response:
    """A new link in place of one that came into wrong hands."""
    row, form = queries.get_own_case(viewer(), follow_up_id), PlainForm()
    if not form.validate():
        return case_page(row, form, status=422)
    actions.renew_link(viewer(), row)
    flash(_("Đã cấp đường dẫn mới; đường dẫn cũ không dùng được nữa."))
    return see_other("follow_ups.link", follow_up_id=row.id)


@bp.post("/isolation/<int:follow_up_id>/hospital")
@requires(Permission.FOLLOW_UP_WORK)
def hospital(follow_up_id: int) -> Response:
    """Into hospital, or back from it."""
    row = queries.get_own_case(viewer(), follow_up_id)
    if row.place is Place.HOSPITAL:
        return _do(
            row, PlainForm(), lambda row: actions.return_from_hospital(viewer(), row), _("Đã ghi từ bệnh viện về.")
        )
    return _do(row, PlainForm(), lambda row: actions.move_to_hospital(viewer(), row), _("Đã ghi chuyển đi bệnh viện."))


@bp.post("/isolation/<int:follow_up_id>/end")
@requires(Permission.FOLLOW_UP_WORK)
def end(follow_up_id: int) -> Response:
    row = queries.get_own_case(viewer(), follow_up_id)
    form = EndForm(is_over=local_day() >= row.planned_end_on)
    act: Act = lambda row: actions.end_case(viewer(), row, end=form.end.data, reason=form.end_reason.data or "")  # noqa: E731
    told = _("Đã kết thúc; đường dẫn của người này không dùng được nữa.")
    if members := _members_of(row):
        told += " " + _(
            "Người cùng hộ từ nay tự khai (trường hợp số %(numbers)s): hãy giao đường dẫn riêng cho từng người, "
            "hoặc ghi chủ hộ mới.",
            numbers=members,
        )
    return _do(row, form, act, told)


def _members_of(row: FollowUp) -> str:
    """The numbers of those whom this one's link reports."""
    return ", ".join(str(member.id) for member in queries.list_household(viewer(), row))


@bp.post("/isolation/<int:follow_up_id>/transfer")
@requires(Permission.FOLLOW_UP_WORK)
def transfer(follow_up_id: int) -> Response:
    """Offer the case to a site or a commune; it stays here until it is accepted there."""
    row, form = queries.get_own_case(viewer(), follow_up_id), transfer_form()
    if not form.validate():
        return case_page(row, form, status=422)
    site, area = form.to_site.row, form.to_site.row.area if form.to_site.row else form.to_commune.row
    body = site.organisation if site else find_committee(area)
    if body is None:
        raise Absent(area.id)
    reason = form.transfer_reason.data or ""
    actions.propose_transfer(viewer(), row, organisation=body, area=area, unit=site, reason=reason)
    flash(_("Đã đề nghị chuyển. Đến khi nơi nhận tiếp nhận, cơ quan của ông/bà vẫn chịu trách nhiệm."))
    if members := _members_of(row):
        flash(
            _(
                "Khi được tiếp nhận, người này không khai thay cho ai nữa: hãy giao đường dẫn riêng cho người cùng hộ "
                "(trường hợp số %(numbers)s), hoặc ghi chủ hộ mới.",
                numbers=members,
            )
        )
    return see_other("follow_ups.show", follow_up_id=row.id)


@bp.post("/isolation/<int:follow_up_id>/transfer/withdraw")
@requires(Permission.FOLLOW_UP_WORK)
def withdraw(follow_up_id: int) -> Response:
    act: Act = lambda row: actions.withdraw_transfer(viewer(), row)  # noqa: E731
    return _do(queries.get_own_case(viewer(), follow_up_id), PlainForm(), act, _("Đã rút đề nghị chuyển."))


def _do(row: FollowUp, form: PortalForm, act: Act, told: str) -> Response:
    if not form.validate():
        return case_page(row, form, status=422)
    act(row)
    flash(told)
    return see_other("follow_ups.show", follow_up_id=row.id)
