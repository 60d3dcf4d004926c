"""What managers see before they have an account: registering a unit, and the one-time link that opens an account."""

import hashlib
import json
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access.queries import find_account
from app.clock import now
from app.db import begin_write
from app.door import VISITOR, public
from app.units import actions, queries
from app.units.choices import by_district
from app.units.labels import UNIT_KIND_LABELS, UNIT_STATUS_LABELS
from app.units.models import ManagementLink, Unit
from app.units.public_forms import UNKNOWN_OWNER, ManagerAccountForm, RegisterForm, Screen
from app.units.rules import LinkStatus, link_status, usual_weekdays
from app.web.dispatch import thinks_first
from app.web.limits import limiter
from app.web.pages import render, see_other
from app.web.stamps import FIELD, Stamp, find_stamp, new_stamp, refuse_foreign_origin

bp = Blueprint("units_public", __name__, template_folder="templates")
REGISTER = "register-unit"
SEND = "send"


@bp.get("/register")
@public
def register() -> Response:
    return _screen(Screen.PLACE, _register_form())


@bp.post("/register")
@public
@thinks_first
@limiter.limit("120 per hour")
def register_next() -> Response:
    refuse_foreign_origin()
    form, stamp = _register_form(), find_stamp(REGISTER)
    wanted = request.form.get("to", Screen.MANAGER)
    before = Screen(wanted) if wanted in tuple(Screen) else None
    wrong = form.first_wrong(before)
    if wrong:
        return _screen(wrong, form, status=422)
    if before or stamp is None:
        return _screen(before or Screen.CHECK, form, status=200 if stamp else 422)
    return _store(form, stamp)


def _store(form: RegisterForm, stamp: Stamp) -> Response:
    details = form.details()
    begin_write()
    known, weekdays = details.pop("organisation"), usual_weekdays(details["kind"])
    unit = actions.register_unit(
        VISITOR,
        **details,
        organisation=known or queries.get_district_committee(details["area"]),
        owner_unclear=known is None,
        open_weekdays=weekdays,
        submission_id=_submission_id(stamp, form.values()),
    )
    token = actions.issue_first_link(VISITOR, unit)
    return see_other("units_public.manage", token=token)


def _submission_id(stamp: Stamp, values: dict[str, Any]) -> str:
    """One unit for one form sent twice; another for the same form sent back with another unit's details."""
    content = json.dumps([stamp.submission_id, values], sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def _register_form() -> RegisterForm:
    form = RegisterForm(request.form)
    form.area.offer(by_district(queries.list_communes(VISITOR)))
    if form.area.row is not None:
        form.organisation.offer({None: [UNKNOWN_OWNER, *queries.list_possible_owners(form.area.row)]})
    return form


def _screen(screen: Screen, form: RegisterForm, *, status: int = 200) -> Response:
    stale = request.method == "POST" and find_stamp(REGISTER) is None
    if screen is Screen.MANAGER and form.organisation.row is None and form.kind.data:
        form.organisation.choose(
            queries.find_natural_owner(
                form.kind.data, form.name.data or "", form.area.row, is_household=form.is_household.data
            )
        )
    return render(
        f"units/public_register_{screen.value}.html",
        form=form,
        screen=screen,
        kind_labels=UNIT_KIND_LABELS,
        stamp=new_stamp(REGISTER) if stale or request.method == "GET" else request.form[FIELD],
        stale=stale,
        status=status,
    )


@bp.get("/manage/<token>")
@public
def manage(token: str) -> Response:
    link = queries.get_management_link(token)
    return _manage_page(token, link, ManagerAccountForm())


@bp.post("/manage/<token>")
@public
@thinks_first
@limiter.limit("60 per hour")
def open_account(token: str) -> Response:
    refuse_foreign_origin()
    link = queries.get_management_link(token)
    form = ManagerAccountForm(request.form)
    if link_status(link, at=now()) is not LinkStatus.OPEN:
        return _manage_page(token, link, form)
    if not _is_acceptable(form, link):
        return _manage_page(token, link, form, status=422)
    actions.open_manager_account(link, username=form.username.data or "", password=form.password.data or "")
    return see_other("units_public.account_opened", token=token)


def _is_acceptable(form: ManagerAccountForm, link: ManagementLink) -> bool:
    form.validate()
    if not form.errors and find_account(form.username.data or ""):
        form.username.errors = [_("Tên đăng nhập này đã có người dùng. Hãy chọn tên khác.")]
    if not form.errors and find_stamp(_purpose(link)) is None:
        form.form_errors.append(_("Trang đã mở quá lâu. Hãy nhập lại mật khẩu rồi bấm gửi."))
    return not form.errors


@bp.get("/manage/<token>/done")
@public
def account_opened(token: str) -> Response:
    link = queries.get_management_link(token)
    if link_status(link, at=now()) is not LinkStatus.USED:
        return redirect(url_for("units_public.manage", token=token), 303)
    return render("units/public_manage_done.html", unit=_unit_of(link))


def _manage_page(token: str, link: ManagementLink, form: ManagerAccountForm, *, status: int = 200) -> Response:
    found = link_status(link, at=now())
    if found is not LinkStatus.OPEN:
        return render("units/public_manage_closed.html", found=found, status=410)
    unit = _unit_of(link)
    return render(
        "units/public_manage.html",
        form=form,
        unit=unit,
        unit_status=UNIT_STATUS_LABELS[unit.status],
        link=link,
        address=url_for("units_public.manage", token=token, _external=True),
        token=token,
        stamp=new_stamp(_purpose(link)),
        status=status,
    )


def _unit_of(link: ManagementLink) -> Unit:
    return queries.get_unit(queries.holder_of(link), link.unit_id)


def _purpose(link: ManagementLink) -> str:
    return f"manage-{link.id}"
