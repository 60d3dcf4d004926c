"""The manager's one-time link, given out again by an officer."""

from flask import flash, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now
from app.door import Permission, requires, viewer
from app.units import actions, queries
from app.units.rules import link_status
from app.units.views.blueprint import bp
from app.web.pages import render, see_other

# In the officer's own session until his browser has shown it once.
FRESH_LINK = "fresh_link"


@bp.get("/units/<int:unit_id>/link")
@requires(Permission.UNIT_LINK_REISSUE)
def link(unit_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    last = next(iter(queries.list_links(viewer(), unit)), None)
    found = link_status(last, at=now()) if last else None
    return render("units/link.html", unit=unit, last=last, found=found, fresh=_fresh(unit_id))


@bp.post("/units/<int:unit_id>/link")
@requires(Permission.UNIT_LINK_REISSUE)
def reissue_link(unit_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    session[FRESH_LINK] = [unit.id, actions.issue_management_link(viewer(), unit)]
    flash(_("Đã cấp đường dẫn quản lý mới cho %(name)s.", name=unit.name))
    return see_other("units.link", unit_id=unit.id)


def _fresh(unit_id: int) -> str | None:
    for_unit, token = session.pop(FRESH_LINK, (None, ""))
    return url_for("units_public.manage", token=token, _external=True) if for_unit == unit_id else None
