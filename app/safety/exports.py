"""Levels and assessments as files."""

from collections.abc import Iterable, Sequence
from itertools import chain

from flask_babel import gettext as _

from app.safety.labels import LEVEL_LABELS, SOURCE_LABELS
from app.safety.models import Assessment
from app.safety.queries import LevelLine
from app.units.labels import UNIT_KIND_LABELS
from app.units.work_labels import withheld_words
from app.web.filters import day
from app.web.sheets import Sheet


def levels_sheet(lines: Iterable[LevelLine], withheld: int) -> Sheet:
    """The units with their levels, one a row; those that are only counted in a last line."""
    last = [[withheld_words(withheld)]] if withheld else []
    return Sheet(_("Mức độ an toàn"), "muc-do-an-toan", _header(), chain(map(_cells, lines), last))


def _header() -> list[str]:
    return [
        _("Tên đơn vị"),
        _("Loại hình"),
        _("Địa chỉ"),
        _("Xã, phường, thị trấn"),
        _("Huyện, thành phố"),
        _("Cơ quan quản lý"),
        _("Mức độ an toàn"),
        _("Nguồn"),
        _("Ngày đánh giá"),
        _("Có hiệu lực đến hết ngày"),
        _("Đường dẫn"),
    ]


def _cells(line: LevelLine) -> Sequence[object]:
    unit, said = line.unit, line.assessment
    return (
        unit.name,
        UNIT_KIND_LABELS[unit.kind],
        unit.address,
        unit.area.name,
        unit.area.parent.name if unit.area.parent else "",
        unit.organisation.name,
        LEVEL_LABELS[line.level],
        SOURCE_LABELS[said.source] if said else "",
        day(said.assessed_on) if said else "",
        day(said.last_on) if said else "",
        said.link if said else "",
    )


def assessment_sheet(assessment: Assessment) -> Sheet:
    """The answers of an assessment in the order of the form, one a row."""
    scoring = assessment.criteria_set.scoring if assessment.criteria_set else None
    values, notes = assessment.values, assessment.notes
    header = [_("Phần"), _("Số"), _("Tiêu chí"), _("Bắt buộc"), _("Trả lời"), _("Điểm"), _("Ghi chú")]
    rows = [
        (
            section.name,
            each.number,
            each.text,
            _("có") if each.is_mandatory else "",
            next((option.text for option in each.options if option.value == values.get(each.number)), ""),
            values.get(each.number, ""),
            notes.get(each.number, ""),
        )
        for section in (scoring.sections if scoring else ())
        for each in section.criteria
    ]
    return Sheet(_("Phiếu tự đánh giá"), "phieu-tu-danh-gia", header, rows)
