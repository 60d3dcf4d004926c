"""From when on something is odd, and how long a unit may explain: the province sets both."""

from flask_babel import lazy_gettext as _l

from app.settings import Setting, define

BASIS = "Mặc định khi cài đặt"
EXPLAIN_DAYS = "flags.explain_working_days"
BULK_ENTRIES = "flags.bulk_entries"
PHONE_ENTRIES = "flags.phone_entries"
NIGHT_ENTRIES = "flags.night_entries"
EXIT_ENTRIES = "flags.exit_entries"
RUN_DAYS = "flags.run_days"
QUIET_DAYS = "flags.quiet_days"
MISSING_DAYS = "flags.missing_days"
MUTED_DAYS = "flags.muted_days"
ROSTER_PEOPLE = "flags.roster_people"

define(
    Setting(
        EXPLAIN_DAYS,
        label=_l("Số liệu cần kiểm tra: thời gian đơn vị giải trình"),
        unit=_l("ngày làm việc"),
        default=2,
        basis=BASIS,
    ),
    Setting(
        BULK_ENTRIES,
        label=_l("Số liệu cần kiểm tra: lượt vào trong cùng một phút, từ"),
        unit=_l("lượt"),
        default=20,
        basis=BASIS,
    ),
    Setting(
        PHONE_ENTRIES,
        label=_l("Số liệu cần kiểm tra: lượt vào trong ngày bằng một số điện thoại, từ"),
        unit=_l("lượt"),
        default=15,
        basis=BASIS,
    ),
    Setting(
        NIGHT_ENTRIES,
        label=_l("Số liệu cần kiểm tra: lượt vào ngoài giờ hoặc trong ngày đóng cửa, từ"),
        unit=_l("lượt"),
        default=5,
        basis=BASIS,
    ),
    Setting(
        EXIT_ENTRIES,
        label=_l("Số liệu cần kiểm tra: lượt vào trong 7 ngày mà không có lượt ra, từ"),
        unit=_l("lượt"),
        default=20,
        basis=BASIS,
    ),
    Setting(
        RUN_DAYS,
        label=_l("Số liệu cần kiểm tra: số ngày liền có số lượt vào như nhau"),
        unit=_l("ngày"),
        default=7,
        basis=BASIS,
    ),
    Setting(
        QUIET_DAYS,
        label=_l("Số liệu cần kiểm tra: báo “không có khách” trong 7 ngày, quá"),
        unit=_l("ngày"),
        default=4,
        basis=BASIS,
    ),
    Setting(
        MISSING_DAYS,
        label=_l("Số liệu cần kiểm tra: số ngày mở cửa không có số liệu trong 7 ngày, từ"),
        unit=_l("ngày"),
        default=5,
        basis=BASIS,
    ),
    Setting(
        ROSTER_PEOPLE,
        label=_l("Số liệu cần kiểm tra: danh sách cách ly, lượt đi từng hộ được xét khi có từ"),
        unit=_l("người, hộ"),
        default=10,
        basis=BASIS,
    ),
    Setting(
        MUTED_DAYS,
        label=_l("Số liệu cần kiểm tra: sau khi kết luận, cùng một dấu hiệu không nêu lại trong"),
        unit=_l("ngày"),
        default=14,
        basis=BASIS,
    ),
)
