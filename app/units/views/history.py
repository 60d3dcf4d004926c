"""What happened to a unit, as a list and as a file; and the unit as it was on a day."""

from datetime import date

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.admin.labels import EVENT_LABELS
from app.clock import local_day
from app.door import Permission, requires, viewer
from app.units import queries
from app.units.labels import UNIT_STATUS_LABELS
from app.units.models import Unit
from app.units.queries import Event
from app.units.telling import FIELD_LABELS, show_value
from app.units.views.blueprint import bp
from app.web.filters import day, instant
from app.web.pages import is_fragment, render
from app.web.sheets import Sheet, answer_sheet, file_of
from app.web.short import Counted

# What the panel on the unit's page shows.
RECENT_COUNT = 10


@bp.get("/units/<int:unit_id>/history")
@requires(Permission.UNIT_READ)
def history(unit_id: int) -> Response:
    return _page(queries.get_unit(viewer(), unit_id), typed=day(local_day()))


def page_of_wrong_day(unit: Unit, typed: str) -> Response:
    """The history, whose field for a day says that this one cannot be."""
    return _page(unit, typed=typed, error=_("Hãy nhập một ngày đến hôm nay, theo mẫu 31/12/2021."), status=422)


def _page(unit: Unit, *, typed: str, error: str = "", status: int = 200) -> Response:
    return render(
        "units/history.html",
        fragment="history_panel",
        unit=unit,
        typed=typed,
        error=error,
        status=status,
        events=queries.list_history(viewer(), unit),
        recent_count=RECENT_COUNT,
        whole=not is_fragment(),
        merged=queries.list_merged_into(viewer(), unit),
        unsigned=unsigned,
    )


@file_of(bp, "/units/<int:unit_id>/history")
@requires(Permission.UNIT_READ)
def export_history(suffix: str, unit_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    header = [_("Lúc"), _("Người ghi"), _("Nội dung"), _("Trước"), _("Sau")]
    rows = map(_row, queries.list_history(viewer(), unit))
    told = Counted(2, label=_("Số lần"))
    return answer_sheet(Sheet(_("Quá trình"), f"qua-trinh-don-vi-{unit.id}", header, rows, told), suffix)


def page_as_of(unit: Unit, on: date) -> Response:
    """The unit as it was at the end of a day."""
    then = queries.as_of(viewer(), [unit], on)[unit.id]
    return render("units/as_of.html", unit=unit, then=then, on=on)


def unsigned(event: Event) -> str:
    """Who did what nobody signed."""
    if event.by_holder:
        return str(_("Người giữ phiếu"))
    return str(_("Người đăng ký") if event.by_visitor else _("Văn phòng UBND tỉnh"))


def _row(event: Event) -> list[object]:
    who = event.by_name or unsigned(event)
    if event.status:
        since = _("Trạng thái từ %(day)s", day=day(event.status.from_on))
        return [instant(event.at), who, since, "", f"{UNIT_STATUS_LABELS[event.status.status]} {event.status.reason}"]
    if event.change:
        field, values = event.change.field, (event.change.before, event.change.after)
        label = FIELD_LABELS.get(field, field)
        return [instant(event.at), who, label, *(show_value(field, text) for text in values)]
    return [instant(event.at), who, EVENT_LABELS.get(event.act, event.act), "", event.about]
