"""When the clock compiles the province's reports."""

from flask_babel import lazy_gettext as _l

from app.settings import Setting, between, define

DAILY_HOUR, WEEKLY_HOUR = "reports.daily_hour", "reports.weekly_hour"
NOT_IN_LETTER = "Nhịp báo cáo do tỉnh đặt, Công văn 568/UBND-KGVX không quy định"


define(
    Setting(
        key=DAILY_HOUR,
        label=_l("Giờ lập báo cáo ngày của ngày hôm trước"),
        unit=_l("giờ, từ 0 đến 23"),
        default=16,
        basis=NOT_IN_LETTER,
        parse=between(0, 23),
    ),
    Setting(
        key=WEEKLY_HOUR,
        label=_l("Giờ lập báo cáo tuần, vào ngày đến hạn xác nhận kỳ"),
        unit=_l("giờ, từ 0 đến 23"),
        default=15,
        basis=NOT_IN_LETTER,
        parse=between(0, 23),
    ),
)
