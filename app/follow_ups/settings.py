"""What the province sets about isolation: thresholds, cut-offs, the ladder of alerts, how long a case is kept."""

from datetime import date

from flask_babel import lazy_gettext as _l

from app import settings
from app.follow_ups.rules.alerts import Thresholds
from app.follow_ups.rules.reports import Session
from app.settings import Setting, between, define

FEVER = "follow_ups.fever_tenths"
SPO2 = "follow_ups.least_spo2"
MORNING = "follow_ups.morning_cut_off_hour"
EVENING = "follow_ups.evening_cut_off_hour"
TO_COMMUNE = "follow_ups.minutes_to_commune"
TO_DISTRICT = "follow_ups.minutes_to_district"
TO_PROVINCE = "follow_ups.minutes_to_province"
KEPT_DAYS = "follow_ups.kept_days"
LOOKS = "follow_ups.looks_an_hour"
CONTACT_DAYS = "follow_ups.contact_days"
_INSTALLED = "Mặc định khi cài đặt"
_SHEET = "Mẫu theo dõi cách ly, Quyết định 879/QĐ-BYT ngày 12/3/2020"

define(
    Setting(
        FEVER,
        label=_l("Thân nhiệt của người được cách ly coi là sốt, từ"),
        unit=_l("phần mười °C"),
        default=375,
        basis=_SHEET,
        parse=between(370, 390),
    ),
    Setting(
        SPO2,
        label=_l("Độ bão hòa oxy (SpO2) của người được cách ly cần xử lý, dưới"),
        unit=_l("phần trăm"),
        default=95,
        basis=_INSTALLED,
        parse=between(80, 99),
    ),
    Setting(
        MORNING,
        label=_l("Giờ chốt cập nhật sức khỏe buổi sáng của người được cách ly"),
        unit=_l("giờ"),
        default=10,
        basis=_INSTALLED,
        parse=between(6, 12),
    ),
    Setting(
        EVENING,
        label=_l("Giờ chốt cập nhật sức khỏe buổi chiều của người được cách ly"),
        unit=_l("giờ"),
        default=17,
        basis=_INSTALLED,
        parse=between(13, 23),
    ),
    Setting(
        TO_COMMUNE,
        label=_l("Cảnh báo chưa ai nhận được chuyển lên cấp xã sau"),
        unit=_l("phút"),
        default=30,
        basis=_INSTALLED,
        parse=between(1, 1440),
    ),
    Setting(
        TO_DISTRICT,
        label=_l("Cảnh báo chưa ai nhận được chuyển lên cấp huyện sau"),
        unit=_l("phút"),
        default=60,
        basis=_INSTALLED,
        parse=between(1, 1440),
    ),
    Setting(
        TO_PROVINCE,
        label=_l("Cảnh báo chưa ai nhận được chuyển lên cấp tỉnh sau"),
        unit=_l("phút"),
        default=120,
        basis=_INSTALLED,
        parse=between(1, 2880),
    ),
    Setting(
        KEPT_DAYS,
        label=_l("Dữ liệu cá nhân của người đã hoàn thành cách ly được xóa sau"),
        unit=_l("ngày"),
        default=28,
        basis=_INSTALLED,
        parse=between(1, 365),
    ),
    Setting(
        LOOKS,
        label=_l("Số người được mở xem ngoài nhiệm vụ trong một giờ trước khi cần cán bộ thứ hai đồng ý"),
        unit=_l("người"),
        default=20,
        basis=_INSTALLED,
        parse=between(1, 200),
    ),
)
define(
    Setting(
        CONTACT_DAYS,
        label=_l("Khi có mẫu dương tính, nêu người cùng phòng, cùng hộ trong số ngày trước khi lấy mẫu"),
        unit=_l("ngày"),
        default=3,
        basis="Sổ tay truy vết, Quyết định 5053/QĐ-BYT ngày 03/12/2020",
        parse=between(0, 21),
    )
)


def thresholds(on: date | None = None) -> Thresholds:
    """What raises an alert on a day."""
    return Thresholds(settings.value(FEVER, on=on), settings.value(SPO2, on=on))


def cut_off_hour(session: Session, on: date | None = None) -> int:
    """By which hour a session's records are due."""
    return int(settings.value(MORNING if session is Session.MORNING else EVENING, on=on))


def ladder_minutes() -> tuple[int, int, int]:
    """After how many minutes an alert goes up to each next step."""
    commune, district, province = (int(settings.value(key)) for key in (TO_COMMUNE, TO_DISTRICT, TO_PROVINCE))
    return commune, district, province


def looks_an_hour() -> int:
    """How many people somebody may open outside his duty in an hour by himself."""
    return int(settings.value(LOOKS))


def contact_days() -> int:
    """How many days before his sample who was near somebody is named."""
    return int(settings.value(CONTACT_DAYS))


def kept_days() -> int:
    """How long what is personal is kept after a case ended."""
    return int(settings.value(KEPT_DAYS))
