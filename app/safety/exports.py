"""Levels and assessments as files."""

from collections.abc import Iterable, Sequence
from itertools import chain

from flask_babel import gettext as _

from app.safety.grades.queries import GradeLine
from app.safety.labels import LEVEL_LABELS, SOURCE_LABELS
from app.safety.levels import LevelLine
from app.safety.models import Assessment
from app.safety.rules import Level
from app.units.labels import UNIT_KIND_LABELS
from app.units.work_labels import withheld_words
from app.web.filters import day, percent
from app.web.sheets import Sheet
from app.web.short import Columns


def levels_sheet(lines: Iterable[LevelLine], withheld: int) -> Sheet:
    """The units with their levels, one a row; those that are only counted in a last line."""
    last = [[withheld_words(withheld)]] if withheld else []
    return Sheet(_("Mức độ an toàn"), "muc-do-an-toan", _header(), chain(map(_cells, lines), last), Columns(0, 3, 6))


def _header() -> list[str]:
    return [
        _("Tên đơn vị"),
        _("Loại hình"),
        _("Địa chỉ"),
        _("Xã, phường, thị trấn"),
        _("Huyện, thành phố"),
        _("Cơ quan quản lý"),
        _("Mức độ an toàn"),
        _("Theo"),
        _("Đơn vị tự đánh giá"),
        _("Nguồn"),
        _("Ngày đánh giá"),
        _("Có hiệu lực đến hết ngày"),
        _("Đường dẫn"),
        _("Kết quả kiểm tra"),
        _("Ngày kiểm tra"),
    ]


def _cells(line: LevelLine) -> Sequence[object]:
    unit, said, found = line.unit, line.assessment, line.found
    return (
        unit.name,
        UNIT_KIND_LABELS[unit.kind],
        unit.address,
        unit.area.name,
        unit.area.parent.name if unit.area.parent else "",
        unit.organisation.name,
        LEVEL_LABELS[line.level],
        _("kiểm tra") if line.is_found else _("tự đánh giá"),
        LEVEL_LABELS[said.level] if said and said.level else "",
        SOURCE_LABELS[said.source] if said else "",
        day(said.assessed_on) if said else "",
        day(said.last_on) if said else "",
        said.link if said else "",
        LEVEL_LABELS[found.level] if found else "",
        day(found.inspected_on) if found else "",
    )


def published_sheet(lines: Iterable[LevelLine]) -> Sheet:
    """What everybody may look up, one unit a row."""
    header = [
        *_header()[:5],
        _("Mức độ an toàn"),
        _("Theo"),
        _("Ngày"),
        _("Có hiệu lực đến hết ngày"),
    ]
    return Sheet(_("Mức độ an toàn"), "tra-cuu-an-toan", header, map(_published_cells, lines))


def _published_cells(line: LevelLine) -> Sequence[object]:
    on, last, by = "", "", ""
    if line.is_found and line.found:
        on, last, by = day(line.found.inspected_on), day(line.found.last_on), _("đã kiểm tra")
    elif line.level is not Level.NONE and line.assessment:
        on, last, by = day(line.assessment.assessed_on), day(line.assessment.last_on), _("đơn vị tự đánh giá")
    return *_cells(line)[:5], LEVEL_LABELS[line.level], by, on, last


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
    return Sheet(_("Phiếu tự đánh giá"), "phieu-tu-danh-gia", header, rows, Columns(2, 4))


def grades_sheet(lines: Iterable[GradeLine]) -> Sheet:
    """The grades of places, with the ratio of safe units beside, one place a row."""
    header = [
        _("Địa bàn"),
        _("Cấp độ"),
        _("Từ ngày"),
        _("Căn cứ"),
        _("Người ký"),
        _("Cơ quan quyết định"),
        _("Cần xác nhận lại"),
        _("Tỷ lệ đơn vị an toàn"),
        *(str(label) for label in LEVEL_LABELS.values()),
    ]
    return Sheet(_("Cấp độ an toàn của địa bàn"), "cap-do-dia-ban", header, map(_grade_cells, lines), Columns(0, 1, 7))


def _grade_cells(line: GradeLine) -> Sequence[object]:
    row = line.grading
    counts = [line.counts.get(level, 0) for level in LEVEL_LABELS]
    share = "" if line.share is None else percent(line.share)
    if row is None:
        return line.area.name, "", "", "", "", "", _("có"), share, *counts
    body = row.organisation.name if row.organisation else ""
    again = _("có") if line.is_old else _("không")
    return line.area.name, row.grade.name, day(row.from_on), row.basis, row.signer, body, again, share, *counts
