"""What the province sets about levels of safety."""

from flask_babel import lazy_gettext as _l

from app import settings
from app.settings import Setting, define

VALID_DAYS = "safety.valid_days"
EXPIRING_DAYS = "safety.expiring_days"
ANSWER_HOURS = "safety.answer_hours"
REMEDY_DAYS = "safety.remedy_days"
URGENT_DAYS = "safety.urgent_remedy_days"
AREA_DAYS = "safety.area_days"
RENEW_DAYS = "safety.renew_days"
RATING_DAYS = "safety.rating_days"

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
    Setting(
        AREA_DAYS,
        label=_l("Cấp độ của địa bàn phải được xác nhận lại sau"),
        unit=_l("ngày"),
        default=14,
        basis="Mặc định khi cài đặt",
    ),
    Setting(
        RENEW_DAYS,
        label=_l("Khi có bản tiêu chí mới, đơn vị phải đánh giá lại trong"),
        unit=_l("ngày"),
        default=7,
        basis="Mặc định khi cài đặt",
    ),
    Setting(
        RATING_DAYS,
        label=_l("Đánh giá của khách được tính trong"),
        unit=_l("ngày gần nhất"),
        default=28,
        basis="Mặc định khi cài đặt",
    ),
    Setting(
        REMEDY_DAYS,
        label=_l("Hạn khắc phục một tiêu chí chưa đạt"),
        unit=_l("ngày"),
        default=7,
        basis="Mặc định khi cài đặt",
    ),
    Setting(
        URGENT_DAYS,
        label=_l("Hạn khắc phục một tiêu chí bắt buộc, tiêu chí làm đơn vị không an toàn"),
        unit=_l("ngày"),
        default=3,
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


def remedy_days(*, is_urgent: bool) -> int:
    """How many days a unit has to put something right."""
    return int(settings.value(URGENT_DAYS if is_urgent else REMEDY_DAYS))


def area_days() -> int:
    """After how many days the grade of a place is to be confirmed."""
    return int(settings.value(AREA_DAYS))


def renew_days() -> int:
    """How many days after a new version of the criteria a level by the one before still holds at most."""
    return int(settings.value(RENEW_DAYS))


def rating_days() -> int:
    """Of how many days the ratings of visitors are counted."""
    return int(settings.value(RATING_DAYS))
