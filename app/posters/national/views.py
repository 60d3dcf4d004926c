"""A unit's national codes: on its page, recorded, on display, no longer used."""

from urllib.parse import urlsplit

from flask import current_app, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import settings
from app.clock import local_day
from app.db import begin_write
from app.documents.codes_in import LARGEST_BYTES
from app.door import Permission, requires, viewer
from app.posters.blueprint import bp
from app.posters.forms import DisplayForm
from app.posters.national import actions, queries
from app.posters.national.forms import NationalCodeForm
from app.posters.national.labels import CODE_OF_ANOTHER
from app.posters.national.models import NationalCode
from app.posters.national.rules import CodeKind, kind_of
from app.posters.national.settings import NATIONAL_HOSTS
from app.units.forms import ConfirmForm
from app.units.models import Unit
from app.units.queries import get_unit
from app.web.dispatch import takes_files, thinks_first
from app.web.pages import render, see_other


@bp.get("/units/<int:unit_id>/national/panel")
@requires(Permission.UNIT_READ)
def national_panel(unit_id: int) -> Response:
    unit = get_unit(viewer(), unit_id)
    codes = queries.list_national_codes(viewer(), unit)
    return render("posters/national_panel.html", fragment="national_panel", unit=unit, codes=codes)


@bp.get("/units/<int:unit_id>/national")
@requires(Permission.UNIT_CORRECT)
def national(unit_id: int) -> Response:
    unit = get_unit(viewer(), unit_id)
    return _page(unit, _form(unit))


@bp.post("/units/<int:unit_id>/national")
@requires(Permission.UNIT_CORRECT)
@takes_files(LARGEST_BYTES + 100_000)
@thinks_first
def record_national(unit_id: int) -> Response:
    unit = get_unit(viewer(), unit_id)
    form = _form(unit)
    if not form.validate():
        return _page(unit, form, status=422)
    content, vehicle_id = form.content, form["vehicle"].data
    begin_write()
    unit = get_unit(viewer(), unit_id)
    vehicle = next((each for each in queries.vehicles_of(unit) if str(each.id) == vehicle_id), None)
    if queries.is_of_another(viewer(), unit, content, vehicle):
        form.refuse(CODE_OF_ANOTHER)
        return _page(unit, form, status=422)
    actions.record_national_code(viewer(), unit, content=content, text_source=form.text_source, vehicle=vehicle)
    flash(_("Đã ghi mã tokhaiyte.vn của %(name)s. Khi mã đã dán, hãy xác nhận.", name=unit.name))
    return see_other("posters.national", unit_id=unit.id)


@bp.get("/units/<int:unit_id>/national/<int:national_code_id>")
@requires(Permission.POSTER_DISPLAY)
def show_national(unit_id: int, national_code_id: int) -> Response:
    unit = get_unit(viewer(), unit_id)
    code = queries.get_national_code(viewer(), unit, national_code_id)
    return _code_page(unit, code, _display_form(unit, code))


@bp.post("/units/<int:unit_id>/national/<int:national_code_id>/displayed")
@requires(Permission.POSTER_DISPLAY)
def confirm_national(unit_id: int, national_code_id: int) -> Response:
    unit = get_unit(viewer(), unit_id)
    code = queries.get_national_code(viewer(), unit, national_code_id)
    form = _display_form(unit, code)
    if not form.validate():
        return _code_page(unit, code, form, status=422)
    actions.confirm_national_display(viewer(), code, **form.day())
    flash(_("Đã ghi: mã tokhaiyte.vn của %(name)s đã dán.", name=unit.name))
    return see_other("units.show", unit_id=unit.id)


@bp.post("/units/<int:unit_id>/national/<int:national_code_id>/end")
@requires(Permission.POSTER_DISPLAY)
def end_national(unit_id: int, national_code_id: int) -> Response:
    unit, form = get_unit(viewer(), unit_id), ConfirmForm()
    code = queries.get_national_code(viewer(), unit, national_code_id)
    if not form.validate():
        return _code_page(unit, code, _display_form(unit, code), status=422)
    actions.end_national_code(viewer(), code)
    flash(_("Đã bỏ mã tokhaiyte.vn của %(name)s.", name=unit.name))
    return see_other("units.show", unit_id=unit.id)


def _form(unit: Unit) -> NationalCodeForm:
    form = NationalCodeForm(kind_of=_kind_of)
    form["vehicle"].offer({None: queries.vehicles_of(unit)})
    return form


def _kind_of(text: str) -> CodeKind:
    hosts = str(settings.value(NATIONAL_HOSTS)).split(", ")
    own_host = urlsplit(current_app.config["BASE_URL"]).hostname or ""
    return kind_of(text, national_hosts=hosts, own_host=own_host)


def _display_form(unit: Unit, code: NationalCode) -> DisplayForm:
    # It may have hung there long before anybody told us.
    return DisplayForm(earliest=min(unit.opened_on, local_day(code.recorded_at)), today=local_day())


def _page(unit: Unit, form: NationalCodeForm, *, status: int = 200) -> Response:
    codes, vehicles = queries.list_national_codes(viewer(), unit), queries.vehicles_of(unit)
    return render("posters/national.html", unit=unit, form=form, codes=codes, vehicles=vehicles, status=status)


def _code_page(unit: Unit, code: NationalCode, form: DisplayForm, *, status: int = 200) -> Response:
    return render("posters/national_code.html", unit=unit, code=code, form=form, status=status)
