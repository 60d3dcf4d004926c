"""What is to be put right as a file."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from app.clock import local_day
from app.safety.remedies.labels import SOURCE_LABELS, STATUS_LABELS
from app.safety.remedies.models import Remedy
from app.units.labels import UNIT_KIND_LABELS
from app.web.filters import day
from app.web.sheets import Sheet
from app.web.short import Columns


def remedies_sheet(rows: Iterable[Remedy]) -> Sheet:
    """One thing to put right a row."""
    header = [
        _("Tên đơn vị"),
        _("Loại hình"),
        _("Xã, phường, thị trấn"),
        _("Huyện, thành phố"),
        _("Cơ quan quản lý"),
        _("Nội dung phải khắc phục"),
        _("Phát hiện khi"),
        _("Người thực hiện"),
        _("Hạn"),
        _("Tình trạng"),
        _("Ngày khắc phục"),
        _("Minh chứng"),
    ]
    return Sheet(_("Việc cần khắc phục"), "viec-can-khac-phuc", header, map(_cells, rows), Columns(0, 8, 9))


def _cells(row: Remedy) -> Sequence[object]:
    unit = row.unit
    return (
        unit.name,
        UNIT_KIND_LABELS[unit.kind],
        unit.area.name,
        unit.area.parent.name if unit.area.parent else "",
        unit.organisation.name,
        row.subject,
        SOURCE_LABELS[row.source],
        row.responsible,
        day(row.due_on),
        STATUS_LABELS[row.status],
        day(local_day(row.closed_at)) if row.closed_at else "",
        ", ".join(filter(None, (row.evidence, _("có ảnh") if row.has_photo else ""))),
    )
