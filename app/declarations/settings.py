"""What the province sets about declarations: days, hours, and who keeps them."""

from flask_babel import lazy_gettext as _l

from app import settings
from app.settings import Setting, define

WINDOW_DAYS = "declarations.window_days"
VALID_HOURS = "declarations.valid_hours"
RETENTION_DAYS = "declarations.retention_days"
KEEPER = "declarations.keeper"

# Who keeps what is declared until the province names somebody else; this name is known in every language.
_COMMITTEE = "Ban Chỉ đạo phòng, chống dịch Covid-19 tỉnh Kiên Giang"
_IN_WORDS = _l("Ban Chỉ đạo phòng, chống dịch Covid-19 tỉnh Kiên Giang")

define(
    Setting(WINDOW_DAYS, _l("Số ngày được hỏi trong tờ khai"), _l("ngày"), 14, "Tờ khai toàn dân, tokhaiyte.vn"),
    Setting(VALID_HOURS, _l("Tờ khai dùng lại được trong"), _l("giờ"), 24, "Mặc định khi cài đặt"),
    Setting(RETENTION_DAYS, _l("Xóa tờ khai và lượt vào ra sau"), _l("ngày"), 28, "Mặc định khi cài đặt"),
    Setting(
        KEEPER,
        _l("Cơ quan giữ dữ liệu khai báo"),
        _l("tên cơ quan"),
        _COMMITTEE,
        "568/UBND-KGVX",
        str,
    ),
)


def keeper() -> str:
    """Who keeps what is declared, as its readers call it."""
    name = str(settings.value(KEEPER))
    return str(_IN_WORDS) if name == _COMMITTEE else name
