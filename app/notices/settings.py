"""What the province sets about messages: money for SMS, and the hours in which nobody is reminded."""

from flask_babel import lazy_gettext as _l

from app.settings import Setting, between, define

BUDGET = "notices.sms_monthly_budget_dong"
SEGMENT_COST = "notices.sms_segment_cost_dong"
WARNING_PERCENT = "notices.sms_warning_percent"
QUIET_FROM = "notices.quiet_from_hour"
QUIET_UNTIL = "notices.quiet_until_hour"
KEPT_DAYS = "notices.kept_days"
SET_BY_PROVINCE = "Do tỉnh đặt, Công văn 568/UBND-KGVX không quy định"


def _amount(text: str) -> int:
    return between(0, 10**9)(text.replace(".", ""))


define(
    Setting(
        key=BUDGET,
        label=_l("Kinh phí SMS mỗi tháng"),
        unit=_l("đồng"),
        default=2_000_000,
        basis=SET_BY_PROVINCE,
        parse=_amount,
    ),
    Setting(
        key=SEGMENT_COST,
        label=_l("Giá một phần tin SMS"),
        unit=_l("đồng"),
        default=800,
        basis="Giá tạm tính; sửa theo hợp đồng với nhà cung cấp",
        parse=_amount,
    ),
    Setting(
        key=WARNING_PERCENT,
        label=_l("Cảnh báo khi đã dùng bao nhiêu kinh phí SMS của tháng"),
        unit=_l("%"),
        default=80,
        basis=SET_BY_PROVINCE,
        parse=between(1, 100),
    ),
    Setting(
        key=QUIET_FROM,
        label=_l("Không nhắc việc từ giờ này buổi tối"),
        unit=_l("giờ, từ 12 đến 24"),
        default=21,
        basis=SET_BY_PROVINCE,
        parse=between(12, 24),
    ),
    Setting(
        key=QUIET_UNTIL,
        label=_l("Nhắc việc trở lại từ giờ này buổi sáng"),
        unit=_l("giờ, từ 0 đến 11"),
        default=7,
        basis=SET_BY_PROVINCE,
        parse=between(0, 11),
    ),
    Setting(
        key=KEPT_DAYS,
        label=_l("Giữ tin đã gửi bao lâu"),
        unit=_l("ngày, từ 30 đến 3650"),
        default=365,
        basis=SET_BY_PROVINCE,
        parse=between(30, 3650),
    ),
)
