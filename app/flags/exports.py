"""Flags as a sheet."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from app.clock import local_day
from app.flags.labels import KIND_LABELS, STATUS_LABELS, row_words
from app.flags.models import Flag
from app.web.filters import day
from app.web.sheets import Sheet
from app.web.short import Columns


def flags_sheet(flags: Iterable[Flag]) -> Sheet:
    """One line a flag, its rows in one cell."""
    header = [
        _("Đơn vị"),
        _("Địa bàn"),
        _("Dấu hiệu"),
        _("Ngày"),
        _("Số liệu"),
        _("Tình trạng"),
        _("Hạn giải trình"),
        _("Giải trình của đơn vị"),
        _("Ghi chú"),
    ]
    return Sheet(_("Số liệu cần kiểm tra"), "so-lieu-can-kiem-tra", header, map(_cells, flags), Columns(0, 2, 5))


def _cells(flag: Flag) -> Sequence[object]:
    status = flag.status_on(local_day())
    seen = " · ".join(map(row_words, flag.rows))
    named = (flag.subject.name, flag.area.name, KIND_LABELS[flag.kind], day(flag.day), seen)
    return *named, STATUS_LABELS[status][0], day(flag.explain_by), flag.explanation, flag.note
