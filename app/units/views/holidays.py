"""The holidays of schools, kept by the province and its education department; and what one school says of them."""

from collections.abc import Mapping, Sequence

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.areas.models import Area
from app.areas.queries import list_areas
from app.areas.rules import AreaLevel
from app.clock import local_day
from app.door import Permission, requires, viewer
from app.units import actions, queries
from app.units.choices import by_district
from app.units.forms import HolidayForm
from app.units.views.blueprint import bp
from app.web.filters import day
from app.web.pages import render, see_other
from app.web.sheets import Sheet, answer_sheet, file_of
from app.web.short import Columns


@bp.get("/holidays")
@requires(Permission.UNIT_READ)
def holidays() -> Response:
    return _page(_form())


@file_of(bp, "/holidays")
@requires(Permission.UNIT_READ)
def export_holidays(suffix: str) -> Response:
    header = [_("Kỳ nghỉ"), _("Địa bàn"), _("Từ ngày"), _("Đến hết ngày"), _("Căn cứ")]
    rows = (
        [each.name, each.area.name if each.area else _("Toàn tỉnh"), day(each.from_on), day(each.last_on), each.basis]
        for each in queries.list_holidays()
    )
    told = Columns(0, 1, 2)
    return answer_sheet(Sheet(_("Kỳ nghỉ của trường học"), "ky-nghi-truong-hoc", header, rows, told), suffix)


@bp.post("/holidays")
@requires(Permission.HOLIDAY_MANAGE)
def add_holiday() -> Response:
    form = _form()
    if not form.validate():
        return _page(form, status=422)
    listing = actions.add_holiday(viewer(), **form.details())
    flash(_("Đã ghi kỳ nghỉ %(name)s.", name=listing.name))
    return see_other("units.holidays")


@bp.get("/holidays/<int:holiday_id>/end")
@requires(Permission.HOLIDAY_MANAGE)
def ask_to_end_holiday(holiday_id: int) -> Response:
    return render("units/end_holiday.html", holiday=queries.get_holiday(holiday_id), today=local_day())


@bp.post("/holidays/<int:holiday_id>/end")
@requires(Permission.HOLIDAY_MANAGE)
def end_holiday(holiday_id: int) -> Response:
    listing = queries.get_holiday(holiday_id)
    actions.end_holiday(viewer(), listing)
    flash(_("Từ hôm nay trường học không nghỉ theo kỳ %(name)s.", name=listing.name))
    return see_other("units.holidays")


@bp.post("/units/<int:unit_id>/holidays/<int:holiday_id>/open")
@requires(Permission.DAY_DECLARE)
def open_in_holiday(unit_id: int, holiday_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    actions.open_in_holiday(viewer(), unit, queries.get_holiday(holiday_id))
    flash(_("Đã ghi: trường mở cửa trong kỳ nghỉ này."))
    return see_other("units.calendar", unit_id=unit.id)


@bp.post("/units/<int:unit_id>/holidays/<int:holiday_id>/keep")
@requires(Permission.DAY_DECLARE)
def keep_holiday(unit_id: int, holiday_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    actions.keep_holiday(viewer(), unit, queries.get_holiday(holiday_id))
    flash(_("Đã ghi: trường nghỉ theo kỳ nghỉ này."))
    return see_other("units.calendar", unit_id=unit.id)


def _page(form: HolidayForm, *, status: int = 200) -> Response:
    return render("units/holidays.html", holidays=queries.list_holidays(), form=form, today=local_day(), status=status)


def _form() -> HolidayForm:
    return HolidayForm(_places())


def _places() -> Mapping[str | None, Sequence[Area]]:
    """Districts first, then every district's communes under its name."""
    today = local_day()
    districts = {_("Huyện, thành phố"): list_areas(AreaLevel.DISTRICT, on=today)}
    return districts | by_district(list_areas(AreaLevel.COMMUNE, on=today))
