"""The slip of a unit's manager: how it stands, given out again by an officer, and a further unit added by it."""

from typing import Any

from flask import flash, request, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access.queries import names_of
from app.clock import now
from app.door import Permission, requires, viewer
from app.units import actions, queries
from app.units.forms import HoldForm, ReissueForm
from app.units.labels import CHECKED_LABELS
from app.units.models import Unit
from app.units.rules import USABLE_LINKS, link_status
from app.units.slips import Slip, slip_of
from app.units.trying import tries_at
from app.units.views.blueprint import bp
from app.web.dispatch import thinks_first
from app.web.pages import render, see_other

# In the officer's own session until his browser has shown it once.
FRESH_SLIP = "fresh_slip"


@bp.get("/units/<int:unit_id>/slip")
@requires(Permission.UNIT_LINK_REISSUE)
def slip(unit_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    token = _fresh_token(unit_id)
    return render("units/slip.html", slip=_slip(token), token=token, form=ReissueForm(), **_standing(unit))


@bp.post("/units/<int:unit_id>/slip")
@requires(Permission.UNIT_LINK_REISSUE)
def reissue_slip(unit_id: int) -> Response:
    unit, form = queries.get_unit(viewer(), unit_id), ReissueForm()
    if not form.validate():
        return render("units/slip.html", slip=None, token="", form=form, status=422, **_standing(unit))
    session[FRESH_SLIP] = [unit.id, actions.issue_management_link(viewer(), unit, checked=form.checked.data or ())]
    flash(_("Đã cấp phiếu quản lý mới cho %(name)s.", name=unit.name))
    return see_other("units.slip", unit_id=unit.id)


@bp.get("/units/<int:unit_id>/slip/panel")
@requires(Permission.UNIT_READ)
def slip_panel(unit_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    return render("units/slip_panel.html", fragment="slip_panel", **_standing(unit))


@bp.get("/units/add")
@requires(Permission.UNIT_HOLD)
def ask_to_hold() -> Response:
    return render("units/hold.html", form=HoldForm(link=request.args.get("link", "")))


@bp.post("/units/add")
@requires(Permission.UNIT_HOLD)
@thinks_first
def hold() -> Response:
    form = HoldForm()
    if not form.validate():
        return render("units/hold.html", form=form, status=422)
    token, code = form.token, form.recovery_code.data or ""
    link = queries.find_management_link(token)
    if link is None or link_status(link, at=now()) not in USABLE_LINKS:
        form.link.errors = [_("Đường dẫn này không dùng được. Hãy nhập đúng dòng chữ trên phiếu mới nhất.")]
        return render("units/hold.html", form=form, status=422)
    unit_id, heard = link.unit_id, actions.hold_by_slip(viewer(), link, token, code, tries=tries_at(link))
    if not heard.is_right:
        late = _("Đã thử sai nhiều lần. Hãy đợi ít phút rồi thử lại.")
        form.recovery_code.errors = [late if heard.wait else _("Mã khôi phục không đúng. Hãy xem lại trên phiếu.")]
        return render("units/hold.html", form=form, status=429 if heard.wait else 422)
    flash(_("Đã thêm đơn vị vào tài khoản của ông/bà."))
    return see_other("units.show", unit_id=unit_id)


def _standing(unit: Unit) -> dict[str, Any]:
    links = queries.list_links(viewer(), unit)
    last = next(iter(links), None)
    who = names_of([last.issued_by_id]) if last and last.issued_by_id else {}
    return {
        "unit": unit,
        "last": last,
        "found": link_status(last, at=now()) if last else None,
        "issued_by": next(iter(who.values()), None),
        "dead_count": sum(link.revoked_at is not None for link in links),
        "checked_words": [label for kind, label in CHECKED_LABELS.items() if last and kind in (last.checked or ())],
    }


def _fresh_token(unit_id: int) -> str:
    for_unit, token = session.pop(FRESH_SLIP, (None, ""))
    return token if for_unit == unit_id else ""


def _slip(token: str) -> Slip | None:
    link = queries.find_management_link(token) if token else None
    return slip_of(link, token) if link else None
