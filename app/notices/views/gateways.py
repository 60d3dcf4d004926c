"""What messages leave by: the mail server, the gateways and how each is asked; tests of each."""

from flask import current_app, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.door import Absent, Permission, requires, viewer
from app.notices import actions, budget, queries
from app.notices.forms import EmailTestForm, GatewayForm, PhoneTestForm
from app.notices.installation import has_mail
from app.notices.rules import Channel, Slot
from app.notices.views.blueprint import bp
from app.web.pages import render, see_other


@bp.get("/gateways")
@requires(Permission.SETTING_READ)
def list_gateways() -> Response:
    return _overview(EmailTestForm(None))


@bp.post("/gateways/email/test")
@requires(Permission.SETTING_READ, Permission.SETTING_MANAGE)
def test_email() -> Response:
    form = EmailTestForm()
    if not form.validate():
        return _overview(form, status=422)
    actions.send_test(viewer(), Channel.EMAIL, form.email.data or "")
    return _test_is_waiting()


@bp.get("/gateways/<slot_name>")
@requires(Permission.SETTING_READ)
def show_gateway(slot_name: str) -> Response:
    plan = queries.get_gateway(_slot(slot_name))
    return _page(_slot(slot_name), GatewayForm.showing(plan), PhoneTestForm(None))


@bp.post("/gateways/<slot_name>")
@requires(Permission.SETTING_READ, Permission.SETTING_MANAGE)
def change_gateway(slot_name: str) -> Response:
    slot, form = _slot(slot_name), GatewayForm()
    if not form.validate():
        return _page(slot, form, PhoneTestForm(None), status=422)
    actions.change_gateway(viewer(), slot, form.values())
    flash(_("Đã lưu cách gọi cổng gửi tin."))
    return see_other("notices.show_gateway", slot_name=slot.value)


@bp.post("/gateways/<slot_name>/test")
@requires(Permission.SETTING_READ, Permission.SETTING_MANAGE)
def test_gateway(slot_name: str) -> Response:
    slot, form = _slot(slot_name), PhoneTestForm()
    if not form.validate():
        return _page(slot, GatewayForm.showing(queries.get_gateway(slot)), form, status=422)
    channel = Channel.ZALO if slot is Slot.ZALO else Channel.SMS
    actions.send_test(viewer(), channel, form.phone.data or "", slot=slot)
    return _test_is_waiting()


def _test_is_waiting() -> Response:
    flash(_("Đã đưa tin thử vào danh sách chờ gửi. Bấm vào tin để xem kết quả."))
    return see_other("notices.list_messages", kind="notices.test")


def _slot(name: str) -> Slot:
    if name not in {slot.value for slot in Slot}:
        raise Absent(name)
    return Slot(name)


def _overview(form: EmailTestForm, *, status: int = 200) -> Response:
    return render(
        "notices/gateways.html",
        has_mail=has_mail(),
        sender=current_app.config["MAIL_FROM"],
        gateways=queries.list_gateways(),
        spending=budget.spending(),
        months=budget.list_months(),
        form=form,
        status=status,
    )


def _page(slot: Slot, form: GatewayForm, test_form: PhoneTestForm, *, status: int = 200) -> Response:
    has_address = bool(queries.get_gateway(slot).url)
    return render(
        "notices/gateway.html", slot=slot, form=form, test_form=test_form, has_address=has_address, status=status
    )
