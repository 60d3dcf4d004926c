"""What the province sets about the day book."""

from flask_babel import lazy_gettext as _l

from app.settings import Setting, define

DOOR_CLOSES = "tallies.door_closes_hour"

define(
    Setting(
        DOOR_CLOSES,
        label=_l("Hạn nhận số liệu của một ngày: giờ của ngày hôm sau"),
        unit=_l("giờ"),
        default=10,
        basis="568/UBND-KGVX",
    ),
)
