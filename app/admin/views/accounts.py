"""Accounts: who has one, opening, closing, and new first passwords."""

from collections.abc import Mapping, Sequence

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access import actions, queries
from app.access.passwords import first_password
from app.access.policy import LABELS, Role
from app.admin.blueprint import bp
from app.admin.exports import accounts_sheet
from app.admin.forms import AccountForm
from app.clock import local_day
from app.db import begin_write
from app.door import Permission, requires, viewer
from app.organisations.labels import KIND_LABELS
from app.organisations.models import Organisation
from app.organisations.queries import list_organisations
from app.organisations.rules import OrganisationKind
from app.web.converters import row_id
from app.web.dispatch import thinks_first
from app.web.pages import render, see_other
from app.web.pagination import Page, Wish, each_page, wished_page
from app.web.sheets import answer_sheet, file_of

STATUSES: Mapping[str, bool] = {"open": False, "disabled": True}
ROLES: Mapping[str, Role] = {role.value: role for role in Role}


@bp.get("/admin/accounts")
@requires(Permission.ACCOUNT_MANAGE)
def list_accounts() -> Response:
    page = _accounts(wished_page())
    return render("admin/accounts.html", "accounts_table", page=page, labels=LABELS, bodies=_bodies())


@file_of(bp, "/admin/accounts")
@requires(Permission.ACCOUNT_MANAGE)
def export_accounts(suffix: str) -> Response:
    """The same accounts as a file."""
    return answer_sheet(accounts_sheet(each_page(_accounts)), suffix)


def _accounts(wish: Wish) -> Page:
    return queries.list_accounts(
        viewer(),
        wish,
        search=request.args.get("q", ""),
        role=ROLES.get(request.args.get("role", "")),
        organisation_id=request.args.get("organisation", type=row_id),
        disabled=STATUSES.get(request.args.get("status", "")),
    )


@bp.get("/admin/accounts/new")
@requires(Permission.ACCOUNT_MANAGE)
def new_account() -> Response:
    return render("admin/new_account.html", form=_form())


@bp.post("/admin/accounts/new")
@requires(Permission.ACCOUNT_MANAGE)
@thinks_first
def open_account() -> Response:
    form = _form()
    if not form.validate():
        return render("admin/new_account.html", form=form, status=422)
    password, values = first_password(), form.values()
    begin_write()
    user = actions.create_account(viewer(), password=password, **values)
    return render("admin/first_password.html", user=user, password=password)


@bp.get("/admin/accounts/<int:user_id>")
@requires(Permission.ACCOUNT_MANAGE)
def show_account(user_id: int) -> Response:
    user = queries.get_account(viewer(), user_id)
    return render("admin/account.html", user=user, labels=LABELS, today=local_day())


@bp.post("/admin/accounts/<int:user_id>/reset-password")
@requires(Permission.ACCOUNT_MANAGE)
@thinks_first
def reset_password(user_id: int) -> Response:
    user = queries.get_account(viewer(), user_id)
    begin_write()
    password = actions.reset_password(viewer(), user)
    return render("admin/first_password.html", user=user, password=password)


@bp.post("/admin/accounts/<int:user_id>/disable")
@requires(Permission.ACCOUNT_MANAGE)
def disable_account(user_id: int) -> Response:
    user = queries.get_account(viewer(), user_id)
    actions.disable_account(viewer(), user)
    flash(_("Đã khóa tài khoản %(name)s.", name=user.username))
    return see_other("admin.show_account", user_id=user.id)


@bp.post("/admin/accounts/<int:user_id>/enable")
@requires(Permission.ACCOUNT_MANAGE)
def enable_account(user_id: int) -> Response:
    user = queries.get_account(viewer(), user_id)
    actions.enable_account(viewer(), user)
    flash(_("Đã mở lại tài khoản %(name)s.", name=user.username))
    return see_other("admin.show_account", user_id=user.id)


def _form() -> AccountForm:
    return AccountForm(_bodies(), is_taken=lambda name: queries.find_account(name) is not None)


def _bodies() -> Mapping[str | None, Sequence[Organisation]]:
    """All bodies of today under their kinds, for drop-downs."""
    bodies = list_organisations(on=local_day())
    return {str(KIND_LABELS[kind]): [body for body in bodies if body.kind is kind] for kind in OrganisationKind}
