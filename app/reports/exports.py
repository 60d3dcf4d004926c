"""The list of reports as a file."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from app.reports.labels import STATUS_LABELS
from app.reports.models import Report
from app.web.filters import day, instant
from app.web.sheets import Sheet
from app.web.short import Columns


def reports_sheet(reports: Iterable[Report]) -> Sheet:
    """Reports with number, day and signer where they were issued."""
    header = [
        _("Cơ quan báo cáo"),
        _("Từ ngày"),
        _("Đến ngày"),
        _("Tình trạng"),
        _("Lần"),
        _("Số, ký hiệu"),
        _("Ngày ban hành"),
        _("Người ký"),
        _("Số liệu lúc"),
    ]
    return Sheet(_("Báo cáo"), "bao-cao", header, map(_cells, reports), Columns(0, 1, 3))


def _cells(report: Report) -> Sequence[object]:
    return (
        report.figures["body"]["full_name"],
        day(report.first_on),
        day(report.last_on),
        str(STATUS_LABELS[report.status]),
        report.edition,
        report.number,
        day(report.issued_on),
        report.signer_name,
        instant(report.as_of),
    )
