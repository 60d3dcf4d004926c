"""What the province sets about gates."""

from flask_babel import lazy_gettext as _l

from app.settings import Setting, define

LATE_HOURS = "gate.late_hours"

define(
    Setting(
        LATE_HOURS,
        label=_l("Danh sách chưa ra: nhắc sau khi vào"),
        unit=_l("giờ"),
        default=4,
        basis="Mặc định khi cài đặt",
    ),
)
