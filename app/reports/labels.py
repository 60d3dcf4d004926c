"""What pages call the states of a report and its rhythm."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.reports.rules import ReportStatus, Schedule

STATUS_LABELS: Mapping[ReportStatus, LazyString] = {
    ReportStatus.COMPILING: _l("Đang tính số liệu"),
    ReportStatus.DRAFT: _l("Dự thảo"),
    ReportStatus.CHECKED: _l("Đã kiểm tra"),
    ReportStatus.ISSUING: _l("Đang ban hành"),
    ReportStatus.ISSUED: _l("Đã ban hành"),
}
SCHEDULE_LABELS: Mapping[Schedule, LazyString] = {
    Schedule.DAILY: _l("Báo cáo ngày"),
    Schedule.WEEKLY: _l("Báo cáo tuần"),
}
