"""What managers see before they have an account: registering a unit in three screens."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.db import begin_write
from app.door import VISITOR, Permission, Viewer, public, viewer
from app.units import actions, queries
from app.units.choices import by_district
from app.units.labels import UNIT_KIND_LABELS
from app.units.models import Unit
from app.units.public_forms import UNKNOWN_OWNER, RegisterForm, Screen
from app.units.rules import usual_weekdays
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
    details, who = form.details(), _who_registers()
    begin_write()
    known, weekdays = details.pop("organisation"), usual_weekdays(details["kind"])
    unit = actions.register_unit(
        who,
        **details,
        organisation=known or queries.get_district_committee(details["area"]),
        owner_unclear=known is None,
        open_weekdays=weekdays,
        submission_id=_submission_id(stamp, form.values()),
    )
    if unit.id in who.unit_ids:
        return see_other("units.show", unit_id=unit.id)
    token = actions.issue_first_link(who, unit)
    if who.can(Permission.UNIT_HOLD):
        actions.hold_new_unit(who, unit)
        flash(_("Đã đăng ký %(name)s và thêm vào tài khoản của ông/bà.", name=unit.name))
    return see_other("units_public.slip", token=token)


def _who_registers() -> Viewer:
    """A manager who signed in adds the unit to those she has; everybody else is a visitor here."""
    return viewer() if viewer().can(Permission.UNIT_HOLD) else VISITOR


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
        likely=_likely(form) if screen is Screen.CHECK else (),
        stamp=new_stamp(REGISTER) if stale or request.method == "GET" else request.form[FIELD],
        stale=stale,
        status=status,
    )


def _likely(form: RegisterForm) -> Sequence[Unit]:
    """What stands in the register already; by then the screens before have nothing wrong."""
    return queries.list_public_likes(queries.compared_details(form.details()))
