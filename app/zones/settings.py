"""When rounds are due, who is told when, how long households' names are kept: the province sets them."""

from flask_babel import lazy_gettext as _l

from app.settings import Setting, define

BASIS = "Mặc định khi cài đặt"
MORNING_HOUR = "zones.morning_hour"
EVENING_HOUR = "zones.evening_hour"
DISTRICT_AFTER = "zones.district_after_minutes"
PROVINCE_AFTER = "zones.province_after_minutes"
LINK_DAYS = "zones.link_days"
KEPT_DAYS = "zones.kept_days"

define(
    Setting(MORNING_HOUR, label=_l("Lượt đi buổi sáng chốt lúc"), unit=_l("giờ"), default=10, basis=BASIS),
    Setting(EVENING_HOUR, label=_l("Lượt đi trong ngày chốt lúc"), unit=_l("giờ"), default=17, basis=BASIS),
    Setting(
        DISTRICT_AFTER,
        label=_l("Lượt đi còn thiếu: báo cấp huyện sau giờ chốt"),
        unit=_l("phút"),
        default=60,
        basis=BASIS,
    ),
    Setting(
        PROVINCE_AFTER, label=_l("Lượt đi còn thiếu: báo tỉnh sau giờ chốt"), unit=_l("phút"), default=120, basis=BASIS
    ),
    Setting(
        LINK_DAYS,
        label=_l("Phiếu vào cổng của thành viên tổ phải dùng lần đầu trong"),
        unit=_l("ngày"),
        default=7,
        basis=BASIS,
    ),
    Setting(
        KEPT_DAYS,
        label=_l("Tên, điện thoại, địa chỉ của hộ được giữ sau khi tổ kết thúc hoặc hộ ra khỏi danh sách"),
        unit=_l("ngày"),
        default=28,
        basis=BASIS,
    ),
)
