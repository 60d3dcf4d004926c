"""What the province sets about trips."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from app import settings
from app.settings import Setting, define

BOARDING_MINUTES = "trips.boarding_minutes"
LONGEST_HOURS = "trips.longest_hours"

define(
    Setting(
        BOARDING_MINUTES,
        label=_l("Hành khách được ghi vào chuyến từ trước giờ khởi hành"),
        unit=_l("phút"),
        default=60,
        basis="Mặc định khi cài đặt",
    ),
    Setting(
        LONGEST_HOURS,
        label=_l("Chuyến không xác nhận đến nơi thôi nhận hành khách sau giờ khởi hành"),
        unit=_l("giờ"),
        default=12,
        basis="Mặc định khi cài đặt",
    ),
)


def opens_before() -> timedelta:
    """How long before the planned departure a trip's boarding opens."""
    return timedelta(minutes=int(settings.value(BOARDING_MINUTES)))


def longest() -> timedelta:
    """How long after the planned departure a trip whose arrival nobody confirmed takes passengers."""
    return timedelta(hours=int(settings.value(LONGEST_HOURS)))
