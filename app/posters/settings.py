"""What the province can set about posters."""

from flask_babel import lazy_gettext as _l

from app.settings import Setting, define

HOTLINE = "posters.hotline"

define(
    Setting(
        HOTLINE,
        label=_l("Đường dây nóng"),
        unit=_l("số điện thoại"),
        default="1900 9095",
        basis="Đường dây nóng của Bộ Y tế",
        parse=str,
    ),
)
