"""What the province sets about levels of safety."""

from flask_babel import lazy_gettext as _l

from app import settings
from app.settings import Setting, define

VALID_DAYS = "safety.valid_days"
EXPIRING_DAYS = "safety.expiring_days"
ANSWER_HOURS = "safety.answer_hours"

define(
    Setting(
        VALID_DAYS,
        label=_l("Mức độ an toàn của đơn vị có hiệu lực kể từ ngày đánh giá"),
        unit=_l("ngày"),
        default=30,
        basis="Mặc định khi cài đặt",
    ),
    Setting(
        EXPIRING_DAYS,
        label=_l("Mức độ an toàn được coi là sắp hết hiệu lực trước"),
        unit=_l("ngày"),
        default=7,
        basis="Mặc định khi cài đặt",
    ),
    Setting(
        ANSWER_HOURS,
        label=_l("Kết quả kiểm tra “Không an toàn” được công khai sau khi đơn vị có thời gian trả lời"),
        unit=_l("giờ"),
        default=48,
        basis="Mặc định khi cài đặt",
    ),
)


def valid_days() -> int:
    """How many days a level holds that is said today."""
    return int(settings.value(VALID_DAYS))


def expiring_days() -> int:
    """How many days before its end a level is about to end."""
    return int(settings.value(EXPIRING_DAYS))


def answer_hours() -> int:
    """How many hours a unit has to answer before the public is told that an inspection found it unsafe."""
    return int(settings.value(ANSWER_HOURS))
