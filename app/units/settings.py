"""What the province can set about the register."""

from flask_babel import lazy_gettext as _l

from app.settings import Setting, define

LINK_DAYS = "units.link_days"

define(
    Setting(
        LINK_DAYS,
        label=_l("Đường dẫn quản lý của đơn vị có hiệu lực"),
        unit=_l("ngày"),
        default=30,
        basis="Mặc định khi cài đặt",
    ),
)
