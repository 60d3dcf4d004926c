"""How kinds, levels, sessions, needs and rungs are named."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.zones.rules import Answer, DecisionLevel, LookReason, Need, RoundSession, ZoneKind, ZoneStatus

KINDS: Mapping[ZoneKind, LazyString] = {
    ZoneKind.NEIGHBOURHOOD: _l("Tổ dân phố, khu phố"),
    ZoneKind.HAMLET: _l("Xóm, ấp"),
    ZoneKind.COMMUNE: _l("Toàn xã, phường, thị trấn"),
}
LEVELS: Mapping[DecisionLevel, LazyString] = {
    DecisionLevel.COMMUNE: _l("UBND cấp xã"),
    DecisionLevel.DISTRICT: _l("UBND cấp huyện"),
    DecisionLevel.PROVINCE: _l("UBND tỉnh"),
}
# status: (word, colour of its tag)
STATUSES: Mapping[ZoneStatus, tuple[LazyString, str]] = {
    ZoneStatus.IN_FORCE: (_l("Đang cách ly"), "red"),
    ZoneStatus.COMING: (_l("Sắp áp dụng"), "yellow"),
    ZoneStatus.LIFTED: (_l("Đã dỡ bỏ"), "grey"),
}
SESSIONS: Mapping[RoundSession, LazyString] = {
    RoundSession.MORNING: _l("Buổi sáng"),
    RoundSession.AFTERNOON: _l("Buổi chiều"),
}
NEEDS: Mapping[Need, LazyString] = {
    Need.FOOD: _l("Lương thực, thực phẩm"),
    Need.MEDICINE: _l("Thuốc"),
    Need.CARE: _l("Khám, chạy thận, tiêm"),
    Need.BIRTH: _l("Thai sản, sinh con"),
    Need.OTHER: _l("Việc khác"),
}
REASONS: Mapping[LookReason, LazyString] = {
    LookReason.TRACING: _l("Truy vết, điều tra dịch tễ"),
    LookReason.SUPPORT: _l("Hỗ trợ hộ có nhu cầu"),
    LookReason.CHECKING: _l("Kiểm tra số liệu của tổ"),
    LookReason.COMPLAINT: _l("Giải quyết kiến nghị của người dân"),
}


def answer_words(answer: Answer) -> str:
    """What a round says of a household, in a line."""
    parts = [
        _("%(n)s người có biểu hiện", n=answer.symptom_count) if answer.symptom_count else "",
        _("%(n)s người vắng", n=answer.absent_count) if answer.absent_count else "",
        _("cần %(need)s", need=NEEDS[answer.need].lower()) if answer.need else "",
        _("đã khai tại tokhaiyte.vn") if answer.is_national else "",
    ]
    return "; ".join(part for part in parts if part) or _("bình thường")
