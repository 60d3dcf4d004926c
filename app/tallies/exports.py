"""A unit's days as a file."""

from collections.abc import Mapping, Sequence

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.tallies.queries import is_late
from app.tallies.rules import DayState
from app.tallies.strips import StripDay
from app.web.filters import day, instant
from app.web.sheets import Sheet
from app.web.short import Columns

LATE = _l("bổ sung muộn")
REMARKS: Mapping[DayState, LazyString] = {
    DayState.MISSING: _l("chưa có số liệu"),
    DayState.CLOSED: _l("không phải ngày mở cửa"),
}


def days_sheet(days: Sequence[StripDay]) -> Sheet:
    """The days that the page shows, the newest first."""
    header = [_("Ngày"), _("Vào"), _("Ra"), _("Ra (ước tính)"), _("Tờ khai"), _("Ghi chú")]
    return Sheet(_("Sổ ngày"), "so-ngay", header, map(_cells, reversed(days)), Columns(0, 1, 5))


def _cells(each: StripDay) -> Sequence[object]:
    row = each.row
    counts = (row.exit_count, row.estimated_exit_count, row.declaration_count) if row else (0, 0, 0)
    return day(each.day), each.entry_count, *counts, _remark(each)


def _remark(each: StripDay) -> str | LazyString:
    declared_at = each.row.no_visitors_at if each.row else None
    if declared_at is None:
        return REMARKS.get(each.state, "")
    remark: str = _("Không có khách, khai lúc %(at)s", at=instant(declared_at))
    return f"{remark}, {LATE}" if is_late(each.day, declared_at) else remark
