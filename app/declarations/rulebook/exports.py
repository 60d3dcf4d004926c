"""Lists of the health department as files."""

from collections.abc import Sequence

from flask_babel import gettext as _

from app.declarations.models import EpidemicArea
from app.declarations.rulebook.queries import Station
from app.web.filters import day
from app.web.sheets import Sheet
from app.web.short import Columns


def epidemic_sheet(areas: Sequence[EpidemicArea]) -> Sheet:
    """Epidemic areas with their days."""
    header = [_("Vùng dịch"), _("Tên gọi khác"), _("Mã"), _("Từ ngày"), _("Thôi áp dụng từ"), _("Căn cứ")]
    rows = (
        (area.name, area.other_names, area.code, day(area.from_on), day(area.until_on), area.basis) for area in areas
    )
    return Sheet(_("Vùng dịch"), "vung-dich", header, rows, Columns(0, 3, 4))


def stations_sheet(stations: Sequence[Station]) -> Sheet:
    """Health stations by district and commune."""
    header = [
        _("Huyện, thành phố"),
        _("Xã, phường, thị trấn"),
        _("Trạm y tế"),
        _("Địa chỉ"),
        _("Điện thoại"),
        _("Tình trạng"),
    ]
    return Sheet(_("Trạm y tế"), "tram-y-te", header, map(_station, stations), Columns(2, 0, 4))


def _station(station: Station) -> Sequence[object]:
    row = station.row
    told = (
        (row.name, row.address, row.phone) if row else (_("Trạm y tế %(commune)s", commune=station.area.name), "", "")
    )
    return station.district, station.area.name, *told, _("đã xác minh") if station.is_verified else _("chưa xác minh")
