"""What the province can set about posters."""

from flask_babel import lazy_gettext as _l

from app.settings import Setting, define

HOTLINE = "posters.hotline"
GRACE_DAYS = "posters.grace_days"
FILE_DAYS = "posters.file_days"

define(
    Setting(
        HOTLINE,
        label=_l("Đường dây nóng"),
        unit=_l("số điện thoại"),
        default="1900 9095",
        basis="Đường dây nóng của Bộ Y tế",
        parse=str,
    ),
    Setting(
        GRACE_DAYS,
        label=_l("Mã đã thay còn dùng được"),
        unit=_l("ngày"),
        default=7,
        basis="Thời gian in và dán áp phích mới",
    ),
    Setting(
        FILE_DAYS,
        label=_l("Giữ tệp áp phích in hàng loạt"),
        unit=_l("ngày"),
        default=7,
        basis="Đủ để tải về và in",
    ),
)
