"""What the province sets about declarations: days, hours, the hotline and the table by which answers are judged."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app import settings
from app.declarations.rules import LEVELS, Question, RiskLevel
from app.settings import Setting, define

WINDOW_DAYS = "declarations.window_days"
VALID_HOURS = "declarations.valid_hours"
RETENTION_DAYS = "declarations.retention_days"
HEALTH_DEPARTMENT = "Bảng phân loại của ngành y tế"

_RISK_LABELS: Mapping[Question, LazyString] = {
    Question.TRAVELLED: _l("Phân loại khi trả lời Có: đã đến nơi khác"),
    Question.SYMPTOMS: _l("Phân loại khi trả lời Có: có triệu chứng"),
    Question.CONTACT_CASE: _l("Phân loại khi trả lời Có: tiếp xúc ca bệnh"),
    Question.CONTACT_COUNTRY: _l("Phân loại khi trả lời Có: tiếp xúc người từ nước có dịch"),
    Question.CONTACT_SYMPTOMS: _l("Phân loại khi trả lời Có: tiếp xúc người có triệu chứng"),
}


_LEVELS: Mapping[str, LazyString] = {
    RiskLevel.GREEN.value: _l("Xanh"),
    RiskLevel.AMBER.value: _l("Vàng"),
    RiskLevel.RED.value: _l("Đỏ"),
}


def _level(text: str) -> str:
    return RiskLevel(text.strip().lower()).value


def _risk_key(question: Question) -> str:
    return f"declarations.risk_{question.value}"


define(
    Setting(WINDOW_DAYS, _l("Số ngày được hỏi trong tờ khai"), _l("ngày"), 14, "Tờ khai toàn dân, tokhaiyte.vn"),
    Setting(VALID_HOURS, _l("Tờ khai dùng lại được trong"), _l("giờ"), 24, "Mặc định khi cài đặt"),
    Setting(RETENTION_DAYS, _l("Xóa tờ khai và lượt vào ra sau"), _l("ngày"), 28, "Mặc định khi cài đặt"),
    *(
        Setting(_risk_key(question), label, _l("mức"), LEVELS[question].value, HEALTH_DEPARTMENT, _level, _LEVELS)
        for question, label in _RISK_LABELS.items()
    ),
)


def risk_levels() -> Mapping[Question, RiskLevel]:
    """The table by which answers are judged today."""
    return {question: RiskLevel(settings.value(_risk_key(question))) for question in Question}
