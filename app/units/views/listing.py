"""The list of units, and the same list as a file."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from itertools import chain, islice, starmap
from typing import Any, TypeVar

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.clock import local, local_day, now
from app.door import Permission, requires, viewer
from app.text import show_phone
from app.units import queries
from app.units.labels import UNIT_KIND_LABELS, UNIT_STATUS_LABELS
from app.units.models import Unit
from app.units.queries import AsOf, Need, UnitFilter, UnitOrder
from app.units.rules import UnitKind, UnitStatus
from app.units.views.blueprint import bp
from app.units.work_labels import NEED_LABELS, withheld_words
from app.web.days import read_day
from app.web.filters import day
from app.web.pages import asked, render
from app.web.pagination import wished_page
from app.web.sheets import Sheet, answer_sheet, file_of
from app.web.short import Columns

LARGEST_ID = 2**31 - 1
# Of how many units the past is read in one go.
AT_ONCE = 500
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
        withheld=queries.count_withheld(viewer(), wanted),
        need_labels=NEED_LABELS,
        then=queries.as_of(viewer(), page.rows, wanted.on) if wanted.on else {},
        wanted=wanted,
        today=local_day(),
        updated_at=now(),
        address=asked(),
        **choices(),
    )


@file_of(bp, "/units")
@requires(Permission.UNIT_READ)
def export(suffix: str) -> AnyResponse:
    """The same units as a file, those that are only counted in a last line."""
    wanted = wanted_units()
    rows = starmap(_row, _with_then(queries.list_all_units(viewer(), wanted), wanted.on))
    withheld = queries.count_withheld(viewer(), wanted)
    last = [[withheld_words(withheld)]] if withheld else []
    return answer_sheet(Sheet(_("Đơn vị"), "don-vi", _header(), chain(rows, last), Columns(0, 4, 2)), suffix)


def _with_then(units: Iterable[Unit], on: date | None) -> Iterator[tuple[Unit, AsOf | None]]:
    """Each unit with how it stood on the day that was asked for."""
    rest = iter(units)
    while some := list(islice(rest, AT_ONCE)):
        then = queries.as_of(viewer(), some, on) if on else {}
        yield from ((unit, then.get(unit.id)) for unit in some)


def wanted_units() -> UnitFilter:
    """The filter that the address asks for; what cannot be read is left out."""
    return UnitFilter(
        search=request.args.get("q", "")[:200],
        status=chosen_member(UnitStatus, "status"),
        kind=chosen_member(UnitKind, "kind"),
        area_id=row_id("area"),
        organisation_id=row_id("owner"),
        need=chosen_member(Need, "need"),
        order=chosen_member(UnitOrder, "sort") or UnitOrder.NAME,
        on=wished_day(),
    )


def wished_day() -> date | None:
    """`?on=` of the address, typed or chosen, up to today; anything else is as if it were not there."""
    wished = read_day(request.args.get("on", ""))
    return wished if wished and wished <= local_day() else None


def chosen_member(members: type[Choice], name: str) -> Choice | None:
    """The member of an enum that the address names."""
    value = request.args.get(name)
    return members(value) if value in tuple(members) else None


def row_id(name: str) -> int | None:
    """The id of a row that the address names."""
    number = request.args.get(name, type=int)
    return number if number and 0 < number <= LARGEST_ID else None


def choices() -> dict[str, Any]:
    """The places and owners of the viewer's units, to filter by."""
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


def _row(unit: Unit, then: AsOf | None) -> list[object]:
    then = then or AsOf(local_day(), unit.status, {})
    return [
        then.text("name", unit.name),
        UNIT_KIND_LABELS[UnitKind(then.text("kind", unit.kind))],
        UNIT_STATUS_LABELS[then.status or unit.status],
        then.text("address", unit.address),
        then.text("area", unit.area.name),
        unit.area.parent.name if unit.area.parent else "",
        then.text("organisation", unit.organisation.name),
        then.text("manager_name", unit.manager_name),
        show_phone(then.text("manager_phone", unit.manager_phone)),
        show_phone(then.text("phone", unit.phone)),
        then.text("tax_code", unit.tax_code),
        day(local(unit.registered_at).date()),
    ]
