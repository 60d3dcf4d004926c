"""The call list, the gap and the template as files."""

from collections.abc import Iterable

from flask import Response
from flask_babel import force_locale
from flask_babel import gettext as _

from app.text import show_phone
from app.units.coverage.labels import CALL_STATUSES, COLUMN_LABELS, WRONG_LABELS
from app.units.coverage.models import MustRegisterEntry
from app.units.coverage.queries import Gap
from app.units.coverage.rules import Judged
from app.units.labels import UNIT_KIND_LABELS
from app.web.sheets import Sheet, answer_sheet
from app.web.short import Columns


def gaps(found: Iterable[Gap], suffix: str) -> Response:
    """The gap by commune and kind."""
    header = [_("Huyện, thành phố"), _("Xã, phường, thị trấn"), _("Loại hình")]
    header += [_("Theo danh sách"), _("Đã đăng ký"), _("Chưa đăng ký"), _("Không thuộc diện")]
    rows = (
        (
            gap.area.parent.name if gap.area.parent else "",
            gap.area.name,
            UNIT_KIND_LABELS[gap.kind],
            gap.listed,
            gap.registered,
            gap.missing,
            gap.not_applicable,
        )
        for gap in found
    )
    return answer_sheet(Sheet(_("Độ phủ"), "do-phu-dang-ky", header, rows, Columns(1, 2, 5)), suffix)


def missing(entries: Iterable[MustRegisterEntry], suffix: str) -> Response:
    """The call list."""
    header = [*map(str, COLUMN_LABELS.values()), _("Cơ quan quản lý dự kiến"), _("Tình trạng"), _("Ghi chú, lý do")]
    rows = (
        (
            entry.name,
            UNIT_KIND_LABELS[entry.kind],
            entry.address,
            entry.area.name,
            entry.area.parent.name if entry.area.parent else "",
            entry.tax_code,
            entry.license_number,
            show_phone(entry.phone),
            entry.source,
            entry.organisation.name,
            CALL_STATUSES[entry.call_status][0],
            entry.call_note,
        )
        for entry in entries
    )
    told = Columns(0, 3, len(COLUMN_LABELS) + 1)
    return answer_sheet(Sheet(_("Chưa đăng ký"), "chua-dang-ky", header, rows, told), suffix)


def judged(rows: Iterable[Judged], suffix: str) -> Response:
    """A list as it was sent, with what is wrong in front; Vietnamese, in which its headings are known again."""
    with force_locale("vi"):
        header = [_("Dòng"), _("Lỗi"), *map(str, COLUMN_LABELS.values())]
        marked = [
            [
                row.line,
                WRONG_LABELS[row.wrong] if row.wrong else "",
                *(row.texts.get(name, "") for name in COLUMN_LABELS),
            ]
            for row in rows
        ]
        return answer_sheet(Sheet(_("Danh sách"), "danh-sach-phai-dang-ky", header, marked, Columns(2, 0, 1)), suffix)


def template() -> Response:
    """An empty list with the headings that are recognised: Vietnamese ones, whatever its reader has chosen."""
    with force_locale("vi"):
        header = [str(each) for each in COLUMN_LABELS.values()]
    return answer_sheet(Sheet(_("Danh sách"), "mau-danh-sach-phai-dang-ky", header, []), "xlsx")
