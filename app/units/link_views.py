"""The pages behind a slip's link: the slip itself, first use, signing in with the PIN, the forgotten PIN."""

from typing import Any

from flask import abort, current_app, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access import devices
from app.access.guard import keep_signed_in
from app.access.queries import find_account, find_pin
from app.access.signing_in import Outcome
from app.clock import now
from app.door import Permission, public, viewer
from app.notices.one_time_codes import offers_codes
from app.units import actions, queries
from app.units.labels import UNIT_STATUS_LABELS
from app.units.models import ManagementLink, Unit
from app.units.printed_codes import codes_of
from app.units.public_forms import ManagerAccountForm, NewPinForm, PinForm, ResetPinForm
from app.units.public_views import bp
from app.units.rules import USABLE_LINKS, LinkStatus, link_status, shows_slip
from app.units.slips import Slip, slip_of, slip_pdf, slip_png
from app.units.trying import tries_at
from app.web.dispatch import thinks_first
from app.web.forms import PublicForm
from app.web.limits import limiter
from app.web.pages import render, see_other
from app.web.sheets import answer_file
from app.web.stamps import find_stamp, new_stamp, refuse_foreign_origin

# Which slip this browser signed in with last: opens nothing without the PIN.
COOKIE = "point"
COOKIE_SECONDS = 365 * 86400


@bp.get("/manage")
@public
def start() -> Response:
    """The way in for who has the slip on paper, or signed in on this device before."""
    token = request.cookies.get(COOKIE, "")
    link = queries.find_management_link(token)
    if link and link_status(link, at=now()) in USABLE_LINKS:
        return see_other("units_public.manage", token=token)
    return render("units/public_manage_start.html")


@bp.get("/manage/<token>")
@public
def manage(token: str) -> Response:
    link = queries.get_management_link(token)
    if link.unit_id in viewer().unit_ids and link_status(link, at=now()) in USABLE_LINKS:
        return see_other("units.show", unit_id=link.unit_id)
    return _page(token, link)


@bp.post("/manage/<token>")
@public
@thinks_first
@limiter.limit("120 per hour")
def sign_in(token: str) -> Response:
    refuse_foreign_origin()
    link, form = queries.get_management_link(token), PinForm(request.form)
    if link_status(link, at=now()) is not LinkStatus.USED:
        return _page(token, link)
    if not form.validate() or not _is_fresh(form, link):
        return _page(token, link, form=form, status=422)
    outcome = actions.sign_in_by_link(link, form.pin.data or "", tries=tries_at(link))
    if outcome.user is None:
        return _refused(token, link, form, outcome, [_("Mã PIN không đúng.")])
    return _welcome(token, outcome, link)


@bp.post("/manage/<token>/pin")
@public
@thinks_first
@limiter.limit("60 per hour")
def choose_pin(token: str) -> Response:
    refuse_foreign_origin()
    link = queries.get_management_link(token)
    form = NewPinForm(request.form, known=_known_numbers(link))
    if link_status(link, at=now()) is not LinkStatus.OPEN:
        return _page(token, link)
    if not form.validate() or not _is_fresh(form, link):
        return _page(token, link, form=form, status=422)
    return _welcome(token, actions.choose_pin(link, form.new_pin.data or ""), link)


@bp.post("/manage/<token>/account")
@public
@thinks_first
@limiter.limit("60 per hour")
def open_account(token: str) -> Response:
    refuse_foreign_origin()
    link, form = queries.get_management_link(token), ManagerAccountForm(request.form)
    if link_status(link, at=now()) is not LinkStatus.OPEN:
        return _page(token, link)
    if not form.validate() or not _is_free(form) or not _is_fresh(form, link):
        return _page(token, link, account_form=form, status=422)
    actions.open_manager_account(link, username=form.username.data or "", password=form.password.data or "")
    return see_other("units_public.account_opened", token=token)


@bp.get("/manage/<token>/done")
@public
def account_opened(token: str) -> Response:
    link = queries.get_management_link(token)
    if link_status(link, at=now()) is not LinkStatus.USED:
        return redirect(url_for("units_public.manage", token=token), 303)
    return render("units/public_manage_done.html", unit=queries.get_unit(queries.holder_of(link), link.unit_id))


@bp.get("/manage/<token>/reset")
@public
def ask_to_reset(token: str) -> Response:
    link = queries.get_management_link(token)
    if link_status(link, at=now()) is not LinkStatus.USED:
        return _page(token, link)
    return _reset_page(token, link, ResetPinForm())


@bp.post("/manage/<token>/code")
@public
@limiter.limit("20 per hour")
def send_reset_code(token: str) -> Response:
    refuse_foreign_origin()
    link = queries.get_management_link(token)
    if link_status(link, at=now()) is not LinkStatus.USED:
        return _page(token, link)
    actions.send_reset_code(link)
    return see_other("units_public.ask_to_reset", token=token, sent="yes")


@bp.post("/manage/<token>/reset")
@public
@thinks_first
@limiter.limit("60 per hour")
def reset_pin(token: str) -> Response:
    refuse_foreign_origin()
    link = queries.get_management_link(token)
    form = ResetPinForm(request.form, known=_known_numbers(link))
    if link_status(link, at=now()) is not LinkStatus.USED:
        return _page(token, link)
    if not form.validate() or not _is_fresh(form, link):
        return _reset_page(token, link, form, status=422)
    code, pin = form.recovery_code.data or "", form.new_pin.data or ""
    outcome = actions.reset_pin(link, token, code, pin, tries=tries_at(link))
    if outcome.user is None:
        wrong = _("Mã khôi phục không đúng. Hãy xem lại trên phiếu hoặc trong tin nhắn.")
        return _refused(token, link, form, outcome, [wrong])
    return _welcome(token, outcome, link)


@bp.get("/manage/<token>/slip")
@public
def slip(token: str) -> Response:
    link = queries.get_management_link(token)
    if not shows_slip(link, at=now()):
        return see_other("units_public.manage", token=token)
    return render("units/public_slip.html", slip=slip_of(link, token), token=token)


@bp.get("/manage/<token>/slip.pdf")
@public
@limiter.limit("60 per hour")
def pdf(token: str) -> Response:
    return _file(slip_pdf(_shown_slip(token)), "application/pdf", "pdf")


@bp.get("/manage/<token>/slip.png")
@public
@limiter.limit("60 per hour")
def picture(token: str) -> Response:
    return _file(slip_png(_shown_slip(token)), "image/png", "png")


def _shown_slip(token: str) -> Slip:
    link = queries.get_management_link(token)
    if not shows_slip(link, at=now()):
        abort(404)
    return slip_of(link, token)


def _file(content: bytes, mimetype: str, ending: str) -> Response:
    return answer_file(content, mimetype, f"phieu-quan-ly-diem.{ending}")


def _page(
    token: str,
    link: ManagementLink,
    *,
    form: PublicForm | None = None,
    account_form: ManagerAccountForm | None = None,
    status: int = 200,
) -> Response:
    """What the link opens now: the choice of a PIN, the PIN, or why it opens nothing."""
    found = link_status(link, at=now())
    unit = queries.get_unit(queries.holder_of(link), link.unit_id)
    if found not in USABLE_LINKS:
        return _closed_page(unit, found)
    shown: dict[str, Any] = {
        "unit": unit,
        "token": token,
        "link": link,
        "stamp": new_stamp(_purpose(link)),
        "status": status,
    }
    if found is LinkStatus.USED:
        has_pin = find_pin(link.user_id) is not None
        return render("units/public_manage_pin.html", form=form or PinForm(), has_pin=has_pin, **shown)
    return render(
        "units/public_manage.html",
        form=account_form or form or NewPinForm(),
        pin_form=form or NewPinForm(),
        account_form=account_form or ManagerAccountForm(),
        unit_status=UNIT_STATUS_LABELS[unit.status],
        shows_slip=shows_slip(link, at=now()),
        may_hold=viewer().can(Permission.UNIT_HOLD),
        **shown,
    )


def _closed_page(unit: Unit, found: LinkStatus) -> Response:
    """Why the link opens nothing; of a unit that was merged, where its manager goes on."""
    return render("units/public_manage_closed.html", found=found, unit=unit, into=queries.find_last(unit), status=410)


def _reset_page(token: str, link: ManagementLink, form: ResetPinForm, *, status: int = 200) -> Response:
    unit, stamp = queries.get_unit(queries.holder_of(link), link.unit_id), new_stamp(_purpose(link))
    return render(
        "units/public_manage_reset.html",
        form=form,
        link=link,
        unit=unit,
        offers_sms=offers_codes() and bool(unit.manager_phone),
        was_sent="sent" in request.args,
        token=token,
        stamp=stamp,
        status=status,
    )


def _refused(
    token: str, link: ManagementLink, form: PinForm | ResetPinForm, outcome: Outcome, wrong: list[str]
) -> Response:
    """The form again: what was typed is `wrong`, or nobody has looked at it because too many tries came before."""
    status = 429 if outcome.wait else 422
    if outcome.wait:
        wrong = [_("Đã thử sai nhiều lần. Hãy đợi %(n)s giây rồi thử lại.", n=outcome.wait_seconds)]
    (form.recovery_code if isinstance(form, ResetPinForm) else form.pin).errors = wrong
    if isinstance(form, ResetPinForm):
        response = _reset_page(token, link, form, status=status)
    else:
        response = _page(token, link, form=form, status=status)
    if outcome.wait:
        response.headers["Retry-After"] = str(outcome.wait_seconds)
    return response


def _welcome(token: str, outcome: Outcome, link: ManagementLink) -> Response:
    assert outcome.user is not None  # noqa: S101 - who was refused does not come here
    keep_signed_in(outcome.user, outcome.token)
    response = see_other("units.show", unit_id=link.unit_id)
    devices.remember(response, outcome.user)
    response.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    return response


def _is_free(form: ManagerAccountForm) -> bool:
    if find_account(form.username.data or ""):
        form.username.errors = [_("Tên đăng nhập này đã có người dùng. Hãy chọn tên khác.")]
    return not form.errors


def _is_fresh(form: PublicForm, link: ManagementLink) -> bool:
    if find_stamp(_purpose(link)) is None:
        form.form_errors.append(_("Trang đã mở quá lâu. Hãy nhập lại rồi bấm gửi."))
    return not form.errors


def _known_numbers(link: ManagementLink) -> list[str]:
    """Numbers that everybody at the unit knows: no PIN is made of them."""
    holder = queries.holder_of(link)
    unit = queries.get_unit(holder, link.unit_id)
    return [unit.manager_phone, unit.phone, unit.tax_code, *codes_of(holder, unit)]


def _purpose(link: ManagementLink) -> str:
    return f"manage-{link.id}"
