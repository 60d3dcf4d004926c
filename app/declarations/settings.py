"""What the province sets about declarations: days, hours, and who keeps them."""

from flask_babel import lazy_gettext as _l

from app.settings import Setting, define

WINDOW_DAYS = "declarations.window_days"
VALID_HOURS = "declarations.valid_hours"
RETENTION_DAYS = "declarations.retention_days"
KEEPER = "declarations.keeper"

define(
    Setting(WINDOW_DAYS, _l("Số ngày được hỏi trong tờ khai"), _l("ngày"), 14, "Tờ khai toàn dân, tokhaiyte.vn"),
    Setting(VALID_HOURS, _l("Tờ khai dùng lại được trong"), _l("giờ"), 24, "Mặc định khi cài đặt"),
    Setting(RETENTION_DAYS, _l("Xóa tờ khai và lượt vào ra sau"), _l("ngày"), 28, "Mặc định khi cài đặt"),
    Setting(
        KEEPER,
        _l("Cơ quan giữ dữ liệu khai báo"),
        _l("tên cơ quan"),
        "Ban Chỉ đạo phòng, chống dịch Covid-19 tỉnh Kiên Giang",
        "568/UBND-KGVX",
        str,
    ),
)
