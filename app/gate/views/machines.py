"""A unit's machines: invited by a link, shut out, and where the unit takes who is held."""

from flask import Response, current_app, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.clock import now
from app.documents.qr import qr_svg
from app.door import Permission, requires, viewer
from app.gate import machines, queries
from app.gate.forms import DeviceForm, PlaceForm
from app.gate.links import token_of
from app.gate.rules.acts import LINK_HOURS, is_link_alive
from app.gate.views.blueprint import bp
from app.units.models import Unit
from app.units.queries import get_unit
from app.web.pages import render, see_other

QR_WIDTH_MM = 62


@bp.get("/units/<int:unit_id>/gate")
@requires(Permission.GATE_MANAGE)
def devices(unit_id: int) -> Response:
    """The page; for htmx the panel of the unit's page."""
    return _page(get_unit(viewer(), unit_id))


@bp.post("/units/<int:unit_id>/gate")
@requires(Permission.GATE_MANAGE)
def invite(unit_id: int) -> AnyResponse:
    unit = get_unit(viewer(), unit_id)
    form = DeviceForm([each for each in unit.checkpoints if each.retired_at is None])
    if not form.validate():
        return _page(unit, inviting=form, status=422)
    device = machines.invite_device(viewer(), unit, checkpoint=form.checkpoint.row, label=str(form.label.data))
    return see_other("gate.invitation", unit_id=unit.id, device_id=device.id)


@bp.get("/units/<int:unit_id>/gate/<int:device_id>")
@requires(Permission.GATE_MANAGE)
def invitation(unit_id: int, device_id: int) -> Response:
    """The link and its QR code, as long as nobody used it."""
    unit = get_unit(viewer(), unit_id)
    device = queries.get_device(viewer(), unit, device_id)
    alive = not device.enrolled_at and not device.revoked_at and is_link_alive(device.invited_at, now=now())
    address = current_app.config["BASE_URL"] + url_for("gate_public.enrol", device_token=token_of(device))
    picture = qr_svg(address, size_mm=QR_WIDTH_MM, error_correction="M", label=_("Đường dẫn ghi danh máy"))
    return render(
        "gate/invitation.html",
        unit=unit,
        device=device,
        address=address if alive else "",
        picture=picture if alive else "",
        hours=LINK_HOURS,
    )


@bp.post("/units/<int:unit_id>/gate/<int:device_id>/revoke")
@requires(Permission.GATE_MANAGE)
def revoke(unit_id: int, device_id: int) -> AnyResponse:
    unit = get_unit(viewer(), unit_id)
    device = queries.get_device(viewer(), unit, device_id)
    machines.revoke_device(viewer(), device)
    flash(_("Đã thu hồi %(label)s; máy không ghi được gì nữa.", label=device.label))
    return see_other("gate.devices", unit_id=unit.id)


@bp.post("/units/<int:unit_id>/gate/place")
@requires(Permission.GATE_MANAGE)
def set_place(unit_id: int) -> AnyResponse:
    unit, form = get_unit(viewer(), unit_id), PlaceForm()
    if not form.validate():
        return _page(unit, placing=form, status=422)
    machines.set_place(viewer(), unit, **form.values())
    flash(_("Đã ghi nơi mời khách có nguy cơ."))
    return see_other("gate.devices", unit_id=unit.id)


def _page(
    unit: Unit, *, inviting: DeviceForm | None = None, placing: PlaceForm | None = None, status: int = 200
) -> Response:
    doors = [each for each in unit.checkpoints if each.retired_at is None]
    invited, place = queries.list_devices(viewer(), unit), queries.find_place(viewer(), unit.id)
    return render(
        "gate/devices.html",
        fragment="gate_panel",
        status=status,
        unit=unit,
        devices=invited,
        seen=queries.last_seen(invited),
        inviting=inviting or DeviceForm(doors),
        placing=placing or PlaceForm(obj=place),
        form=inviting or placing,
        link_alive=lambda device: is_link_alive(device.invited_at, now=now()),
    )
