"""The day's list at the gate as a file: names masked as on screen."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from app.visits.stays import ListedVisit
from app.web.filters import instant
from app.web.sheets import Sheet
from app.web.short import Counted


def visits_sheet(visits: Iterable[ListedVisit]) -> Sheet:
    """Entries, latest first; nothing in it tells how to reach anybody."""
    header = [_("Vào"), _("Ra"), _("Ghi chú"), _("Họ tên"), _("Đơn vị")]
    return Sheet(_("Lượt vào hôm nay"), "luot-vao", header, map(_cells, visits), Counted(4, label=_("Số lượt")))


def _cells(visit: ListedVisit) -> Sequence[object]:
    return (
        instant(visit.checked_in_at),
        instant(visit.checked_out_at),
        _("ước tính") if visit.checked_out_at and visit.is_estimated else "",
        visit.masked_name or _("đã xóa"),
        visit.unit_name,
    )
