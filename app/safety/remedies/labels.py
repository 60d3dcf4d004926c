"""What the states and sources of things to put right are called on screen."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.safety.remedies.rules import RemedySource, RemedyStatus

STATUS_LABELS: Mapping[RemedyStatus, LazyString] = {
    RemedyStatus.OVERDUE: _l("Quá hạn"),
    RemedyStatus.OPEN: _l("Trong hạn"),
    RemedyStatus.DONE: _l("Đã khắc phục"),
}
STATUS_COLOURS: Mapping[RemedyStatus, str] = {
    RemedyStatus.OVERDUE: "red",
    RemedyStatus.OPEN: "yellow",
    RemedyStatus.DONE: "green",
}
SOURCE_LABELS: Mapping[RemedySource, LazyString] = {
    RemedySource.ASSESSMENT: _l("tự đánh giá"),
    RemedySource.INSPECTION: _l("kiểm tra"),
}
