"""The list of units, and the same list as a file."""

from enum import StrEnum
from typing import Any, TypeVar

from flask import Response, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.clock import local, local_day, now
from app.documents import sheets
from app.door import Permission, requires, viewer
from app.text import show_phone
from app.units import queries
from app.units.labels import UNIT_KIND_LABELS, UNIT_STATUS_LABELS
from app.units.models import Unit
from app.units.queries import Need, UnitFilter, UnitOrder
from app.units.rules import UnitKind, UnitStatus
from app.units.views.blueprint import bp
from app.units.work_labels import NEED_LABELS, withheld_words
from app.web.filters import day
from app.web.pages import asked, render
from app.web.pagination import wished_page

LARGEST_ID = 2**31 - 1
Choice = TypeVar("Choice", bound=StrEnum)


@bp.get("/units")
@requires(Permission.UNIT_READ)
def index() -> AnyResponse:
    wanted = wanted_units()
    page = queries.list_units(viewer(), wanted, wish=wished_page())
    return render(
        "units/index.html",
        fragment="unit_list",
        page=page,
        withheld=queries.count_withheld(viewer(), wanted, listed=page.total),
        need_labels=NEED_LABELS,
        wanted=wanted,
        today=local_day(),
        updated_at=now(),
        address=asked(),
        **_choices(),
    )


@bp.get("/units.xlsx")
@requires(Permission.UNIT_READ)
def export_xlsx() -> AnyResponse:
    return _file(sheets.xlsx(_("Đơn vị"), _header(), _rows()), sheets.XLSX, "xlsx")


@bp.get("/units.csv")
@requires(Permission.UNIT_READ)
def export_csv() -> AnyResponse:
    return _file(sheets.csv_file(_header(), _rows()), sheets.CSV, "csv")


def wanted_units() -> UnitFilter:
    """The filter that the address asks for; what cannot be read is left out."""
    return UnitFilter(
        search=request.args.get("q", "")[:200],
        status=_member(UnitStatus, "status"),
        kind=_member(UnitKind, "kind"),
        area_id=_row_id("area"),
        organisation_id=_row_id("owner"),
        need=_member(Need, "need"),
        order=_member(UnitOrder, "sort") or UnitOrder.NAME,
    )


def _member(members: type[Choice], name: str) -> Choice | None:
    value = request.args.get(name)
    return members(value) if value in tuple(members) else None


def _row_id(name: str) -> int | None:
    number = request.args.get(name, type=int)
    return number if number and 0 < number <= LARGEST_ID else None


def _choices() -> dict[str, Any]:
    communes = queries.list_areas_with_units(viewer())
    districts = {commune.parent.id: commune.parent for commune in communes if commune.parent}
    return {
        "districts": districts.values(),
        "communes": communes,
        "owners": queries.list_owners_of_units(viewer()),
    }


def _header() -> list[str]:
    return [
        _("Tên đơn vị"),
        _("Loại hình"),
        _("Trạng thái"),
        _("Địa chỉ"),
        _("Xã, phường, thị trấn"),
        _("Huyện, thành phố"),
        _("Cơ quan quản lý"),
        _("Người đứng đầu đơn vị"),
        _("Điện thoại người đứng đầu"),
        _("Điện thoại của đơn vị"),
        _("Mã số thuế"),
        _("Ngày đăng ký"),
    ]


def _rows() -> list[list[object]]:
    """What the list shows, the units that it only counts in a last line."""
    wanted = wanted_units()
    units = queries.list_all_units(viewer(), wanted)
    withheld = queries.count_withheld(viewer(), wanted, listed=len(units))
    rows = [_row(unit) for unit in units]
    return [*rows, [withheld_words(withheld)]] if withheld else rows


def _row(unit: Unit) -> list[object]:
    return [
        unit.name,
        UNIT_KIND_LABELS[unit.kind],
        UNIT_STATUS_LABELS[unit.status],
        unit.address,
        unit.area.name,
        unit.area.parent.name if unit.area.parent else "",
        unit.organisation.name,
        unit.manager_name,
        show_phone(unit.manager_phone),
        show_phone(unit.phone),
        unit.tax_code,
        day(local(unit.registered_at).date()),
    ]


def _file(content: bytes, mimetype: str, ending: str) -> AnyResponse:
    name = f"don-vi-{local_day():%Y-%m-%d}.{ending}"
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'})
