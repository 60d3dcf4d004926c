"""Inspections as a sheet."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from app.inspections.labels import ORIGIN_LABELS, STATUS_LABELS, reason_words
from app.inspections.models import Inspection
from app.inspections.queries import RiskLine
from app.safety.labels import LEVEL_LABELS
from app.units.labels import UNIT_KIND_LABELS
from app.web.filters import day
from app.web.sheets import Sheet
from app.web.short import Columns


def inspections_sheet(inspections: Iterable[Inspection]) -> Sheet:
    """One line an inspection."""
    header = [
        _("Tên đơn vị"),
        _("Loại hình"),
        _("Địa chỉ"),
        _("Xã, phường, thị trấn"),
        _("Huyện, thành phố"),
        _("Cơ quan kiểm tra"),
        _("Cán bộ được giao"),
        _("Lập theo"),
        _("Ngày theo kế hoạch"),
        _("Tình trạng"),
        _("Ngày kiểm tra"),
        _("Số biên bản"),
        _("Mức độ an toàn"),
        _("Mức theo chấm tiêu chí"),
    ]
    return Sheet(_("Kiểm tra"), "kiem-tra", header, map(_cells, inspections), Columns(0, 8, 9))


def _cells(each: Inspection) -> Sequence[object]:
    unit = each.unit
    return (
        unit.name,
        UNIT_KIND_LABELS[unit.kind],
        unit.address,
        unit.area.name,
        unit.area.parent.name if unit.area.parent else "",
        each.organisation.name,
        ", ".join(officer.full_name for officer in each.officers),
        ORIGIN_LABELS[each.origin],
        day(each.planned_on),
        STATUS_LABELS[each.status][0],
        day(each.inspected_on),
        each.number,
        LEVEL_LABELS[each.level] if each.level else "",
        LEVEL_LABELS[each.scored_level] if each.scored_level else "",
    )


def risks_sheet(lines: Iterable[RiskLine]) -> Sheet:
    """Units by how much a visit would be worth, with why."""
    header = [_("Tên đơn vị"), _("Loại hình"), _("Xã, phường, thị trấn"), _("Huyện, thành phố"), _("Điểm"), _("Vì sao")]
    rows = (
        (
            line.unit.name,
            UNIT_KIND_LABELS[line.unit.kind],
            line.unit.area.name,
            line.unit.area.parent.name if line.unit.area.parent else "",
            line.risk.points,
            "; ".join(map(reason_words, line.risk.reasons)),
        )
        for line in lines
    )
    return Sheet(_("Đơn vị theo mức rủi ro"), "don-vi-theo-muc-rui-ro", header, rows, Columns(0, 2, 4))
