"""Signing in and out, and the page of one's own account."""

from flask import Blueprint, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.access import changing, devices, keeping, queries, sessions, sign_in_page
from app.access.forms import ChangePasswordForm
from app.access.guard import CHANGE_PASSWORD, keep_signed_in, knows_session
from app.access.models import User
from app.access.policy import LABELS
from app.access.public_forms import PinAgainForm, SignInForm
from app.access.signing_in import Outcome
from app.access.signing_in import sign_in as try_to_sign_in
from app.access.signing_in import sign_in_by_pin as try_pin
from app.door import public, signed_in, viewer
from app.web import csrf
from app.web.destinations import own_path
from app.web.dispatch import thinks_first
from app.web.forms import PortalForm
from app.web.pages import render, see_other
from app.web.stamps import refuse_foreign_origin

DESK = "/desk"
bp = Blueprint("access", __name__, template_folder="templates")


@bp.get("/login")
@public
def sign_in() -> Response:
    if viewer().user_id:
        return redirect(_after_sign_in(), 303)
    was_machine = knows_session() and sessions.is_of_closed_machine(str(session["_user_id"]))
    back = own_path(request.args.get("next"))
    return sign_in_page.plain(back=back, was_machine=was_machine)


@bp.post("/login")
@public
@thinks_first
def sign_in_with_password() -> Response:
    csrf.protect()
    form = SignInForm()
    if not form.validate():
        return _sign_in_again(form)
    outcome = try_to_sign_in(**form.values(), place_of=devices.place_of)
    if outcome.user is None:
        return _refused(form, outcome, _("Tên đăng nhập hoặc mật khẩu không đúng."))
    return _welcome(outcome.user, outcome.token)


@bp.post("/login/pin")
@public
@thinks_first
def sign_in_with_pin() -> Response:
    """Who has no password goes on with the PIN where the session ran out; a new browser needs the slip."""
    csrf.protect()
    past, form = keeping.past_session(), PinAgainForm()
    if past is None or past.was_ended or not keeping.signs_in_by_pin(past.user):
        return see_other("access.sign_in")
    user = past.user
    if not form.validate():
        return _sign_in_again(form)
    outcome = try_pin(user, form.pin.data or "", place_of=devices.place_of, is_known=devices.is_known(user))
    if outcome.user is None:
        return _refused(form, outcome, _("Mã PIN không đúng."))
    return _welcome(outcome.user, outcome.token)


@bp.post("/login/kept")
@public
@thinks_first
def send_kept() -> Response:
    """Who signed in by another slip goes on with what he had typed; nothing is changed yet."""
    refuse_foreign_origin()
    if not viewer().user_id:
        return sign_in_page.by_slip(keeping.sent_along(), is_out=True, status=422)
    return _first_page(current_user.user)


@bp.get("/logout")
@public
def ask_to_sign_out() -> Response:
    return render("access/sign_out.html")


@bp.post("/logout")
@signed_in
def sign_out() -> Response:
    sessions.end_session(viewer(), current_user.token)
    session.clear()
    return see_other("home.show")


def _refused(form: PortalForm, outcome: Outcome, sentence: str) -> Response:
    form.form_errors.append(sentence)
    if not outcome.wait:
        return _sign_in_again(form)
    form.form_errors.append(_wait_message(outcome))
    response = _sign_in_again(form, status=429)
    response.headers["Retry-After"] = str(outcome.wait_seconds)
    return response


def _sign_in_again(form: PortalForm, *, status: int = 422) -> Response:
    back = own_path(request.form.get("next"))
    return sign_in_page.again(form, keeping.sent_along(), back=back, status=status)


def _wait_message(outcome: Outcome) -> str:
    return str(_("Đã thử sai nhiều lần. Hãy đợi %(n)s giây rồi thử lại.", n=outcome.wait_seconds))


def _welcome(user: User, token: str) -> Response:
    keep_signed_in(user, token)
    response = _first_page(user)
    devices.remember(response, user)
    return response


def _first_page(user: User) -> Response:
    """Where somebody is led who has just signed in; first to what he typed before his session ran out."""
    if user.must_change_password:
        if keeping.sent_along():
            return sign_in_page.first_password(user, keeping.sent_along(), back=own_path(request.values.get("next")))
        return redirect(url_for(CHANGE_PASSWORD), 303)
    kept = keeping.kept_for(user)
    if kept:
        return render("access/send_again.html", kept=kept)
    if keeping.sent_along():
        flash(_("Nội dung đã nhập trước đó không gửi được: của tài khoản khác, hoặc đã quá lâu."))
    return redirect(_after_sign_in(), 303)


def _after_sign_in() -> str:
    return own_path(request.values.get("next")) or DESK


@bp.get("/account")
@signed_in
def account() -> Response:
    return render(
        "access/account.html",
        user=current_user.user,
        role=LABELS[current_user.user.role],
        pin=queries.find_pin(current_user.user.id),
        sessions=queries.list_sessions(viewer()),
        this_digest=sessions.digest(current_user.token),
    )


@bp.get("/account/password")
@signed_in
def change_password() -> Response:
    return sign_in_page.change_password(current_user.user)


@bp.post("/account/password")
@signed_in
@thinks_first
def set_password() -> Response:
    form = ChangePasswordForm(username=current_user.user.username)
    if not form.validate():
        return _change_password_again(form)
    chosen = form.values()
    outcome = changing.change_password(
        viewer(), chosen["current_password"], chosen["new_password"], place=devices.place_of(current_user.user)
    )
    if outcome.user is None:
        return _current_password_wrong(form, outcome)
    keep_signed_in(outcome.user, outcome.token)
    flash(_("Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất."))
    # What was typed before the session ran out waits behind the new password.
    return _first_page(outcome.user) if keeping.sent_along() else see_other("access.account")


@bp.post("/account/sessions/<int:session_id>/end")
@signed_in
def revoke(session_id: int) -> Response:
    sessions.revoke(viewer(), session_id)
    flash(_("Đã đăng xuất thiết bị đó."))
    return see_other("access.account")


def _current_password_wrong(form: ChangePasswordForm, outcome: Outcome) -> Response:
    form.current_password.errors = [_("Mật khẩu hiện tại không đúng.")]
    if outcome.wait:
        form.form_errors.append(_wait_message(outcome))
    return _change_password_again(form)


def _change_password_again(form: ChangePasswordForm) -> Response:
    back = own_path(request.form.get("next"))
    return sign_in_page.change_password(current_user.user, form, kept=keeping.sent_along(), back=back, status=422)
