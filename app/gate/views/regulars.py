"""Staff and pupils: the guard confirms whole groups on one screen, the manager keeps the list of groups."""

from datetime import date, timedelta
from typing import Any

from flask import Response, flash, jsonify, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.clock import local_day, now
from app.db import begin_write
from app.door import Permission, requires, viewer
from app.gate.actions import Moment
from app.gate.queries import Door
from app.gate.regulars import actions, queries
from app.gate.regulars.exports import turnouts_sheet
from app.gate.regulars.forms import GroupsForm, ShiftForm, shift_form
from app.gate.regulars.queries import SHOWN_DAYS, Turnout
from app.gate.rules.acts import Clock
from app.gate.rules.regulars import Group
from app.gate.views.blueprint import asked_door, bp, refused
from app.gate.views.console import limit_guard
from app.units.models import Unit
from app.units.queries import get_unit
from app.web.converters import id_in
from app.web.pages import render, see_other
from app.web.sheets import answer_sheet, file_of


@bp.get("/gate/regulars")
@requires(Permission.GATE_WORK)
def shift() -> Response:
    """All groups of the unit; what was confirmed today stands beside each."""
    door = asked_door()
    return _shift_page(door, _form(door, formdata=None))


@bp.post("/gate/regulars")
@requires(Permission.GATE_WORK)
def confirm_shift() -> AnyResponse:
    """The group whose button was pressed; by the button of the whole page, all that are not confirmed yet."""
    door = asked_door()
    limit_guard()
    form = _form(door, hold=True)
    if not form.validate():
        return _shift_page(door, form, status=422)
    wanted = _wanted(door, form, local_day())
    actions.confirm_groups(viewer(), door.unit_id, form.said(wanted), at=now())
    names = ", ".join(form.shown[group_id].name for group_id in wanted)
    flash(_("Đã xác nhận %(groups)s.", groups=names) if wanted else _("Các nhóm đã được xác nhận."))
    return see_other("gate.shift", at=door.checkpoint_id)


@bp.get("/gate/regulars/offline")
@requires(Permission.GATE_WORK)
def offline_shift() -> Response:
    """The page that the worker keeps in the place of the shift's and shows without network."""
    door = asked_door()
    form = _form(door, formdata=None, meta={"csrf": False})
    return render("gate/offline_shift.html", door=door, form=form, known={})


def confirm_noted(door: Door, when: Moment) -> Response:
    """The same as was noted without network; sent twice it says the same twice."""
    begin_write()
    form = _form(door, hold=True, meta={"csrf": False})
    if not form.validate():
        return refused(" ".join(str(each) for messages in form.errors.values() for each in messages))
    wanted = _wanted(door, form, local_day(when.at))
    if id_in(request.form.get("only", "")) and not wanted:
        return refused("groups")
    if when.clock is Clock.UNKNOWN:
        # Nobody knows whether this was said before or after what is known.
        known = queries.days_of(viewer(), door.unit_id, local_day(when.at))
        wanted = [group_id for group_id in wanted if group_id not in known]
    actions.confirm_groups(viewer(), door.unit_id, form.said(wanted), at=when.at)
    return jsonify(state="stored", kind="shift", clock=when.clock.value)


def _form(door: Door, *, hold: bool = False, **options: Any) -> ShiftForm:
    rows = queries.list_groups(viewer(), door.unit_id, hold=hold)
    return shift_form({row.id: Group(row.name, row.people) for row in rows}, **options)


def _wanted(door: Door, form: ShiftForm, day: date) -> list[int]:
    """The group whose button was pressed, else all that are not confirmed yet on that day."""
    only, known = id_in(request.form.get("only", "")), queries.days_of(viewer(), door.unit_id, day)
    return [group_id for group_id in form.shown if (group_id == only if only else group_id not in known)]


@bp.get("/units/<int:unit_id>/gate/regulars")
@requires(Permission.UNIT_READ)
def regulars(unit_id: int) -> Response:
    """How many of those who come every day came; for htmx the panel of the unit's page."""
    unit = get_unit(viewer(), unit_id)
    lines = "\n".join(f"{group.name}: {group.people}" for group in queries.list_groups(viewer(), unit.id))
    return _groups_page(unit, GroupsForm(formdata=None, data={"lines": lines}))


@file_of(bp, "/units/<int:unit_id>/gate/regulars")
@requires(Permission.UNIT_READ)
def export_regulars(unit_id: int, suffix: str) -> Response:
    """The same days as a file."""
    return answer_sheet(turnouts_sheet(_turnouts(get_unit(viewer(), unit_id))), suffix)


@bp.post("/units/<int:unit_id>/gate/regulars")
@requires(Permission.UNIT_READ, Permission.GATE_MANAGE)
def keep_groups(unit_id: int) -> AnyResponse:
    unit, form = get_unit(viewer(), unit_id), GroupsForm()
    if not form.validate():
        return _groups_page(unit, form, status=422)
    actions.keep_groups(viewer(), unit, form.groups)
    flash(_("Đã ghi %(n)s nhóm người thường xuyên.", n=len(form.groups)))
    return see_other("gate.regulars", unit_id=unit.id)


def _shift_page(door: Door, form: ShiftForm, status: int = 200) -> Response:
    known = queries.days_of(viewer(), door.unit_id, local_day())
    return render("gate/shift.html", status=status, door=door, form=form, known=known, today=local_day())


def _groups_page(unit: Unit, form: GroupsForm, status: int = 200) -> Response:
    groups, turnouts = queries.list_groups(viewer(), unit.id), _turnouts(unit)
    return render(
        "gate/regulars.html",
        fragment="regulars_panel",
        status=status,
        unit=unit,
        form=form,
        groups=groups,
        people=sum(group.people for group in groups),
        turnouts=turnouts,
        today=next((each for each in turnouts if each.day == local_day()), None),
        days=SHOWN_DAYS,
    )


def _turnouts(unit: Unit) -> list[Turnout]:
    today = local_day()
    return list(queries.list_turnouts(viewer(), unit.id, today - timedelta(SHOWN_DAYS - 1), today))
