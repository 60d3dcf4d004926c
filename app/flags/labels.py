"""How signs, findings and counts are called: fair words, none of which is a verdict."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.flags.rules import FlagKind, FlagOutcome, FlagStatus
from app.web.filters import day, number

KIND_LABELS: Mapping[FlagKind, LazyString] = {
    FlagKind.BULK_MINUTE: _l("Nhiều lượt vào trong cùng một phút"),
    FlagKind.SAME_PHONE: _l("Phần lớn lượt vào trong ngày dùng một số điện thoại"),
    FlagKind.NEVER_EXIT: _l("Có lượt vào, không có lượt ra trong 7 ngày"),
    FlagKind.CLOSED_HOURS: _l("Có lượt vào ngoài giờ hoặc trong ngày đóng cửa"),
    FlagKind.CONSTANT_COUNTS: _l("Số lượt vào như nhau nhiều ngày liền"),
    FlagKind.QUIET_RUN: _l("Báo “không có khách” nhiều ngày"),
    FlagKind.LATE_CLOSURE: _l("Báo đóng cửa sau ngày đóng"),
    FlagKind.IMPLAUSIBLE: _l("Số lượt khác thường"),
    FlagKind.DUPLICATES: _l("Nhiều lượt vào lặp lại của cùng người"),
    FlagKind.MISSING: _l("Nhiều ngày mở cửa không có số liệu"),
    FlagKind.ROUND_BULK: _l("Lượt đi của cả tổ ghi trong một phút, nhiều ngày liền"),
    FlagKind.ROUND_SAME: _l("Mọi hộ của tổ giống nhau nhiều ngày liền"),
    FlagKind.ROUND_AT_NIGHT: _l("Lượt đi nộp từ 0 đến 4 giờ"),
    FlagKind.ROUND_AFTERWARDS: _l("Lượt đi nộp sau ngày đi"),
    FlagKind.HEALTH_SAME: _l("Thân nhiệt ghi như nhau cho mọi người trong một buổi"),
    FlagKind.HEALTH_UNCHANGED: _l("Thân nhiệt của phần lớn người được cách ly không đổi nhiều ngày liền"),
    FlagKind.HEALTH_BULK: _l("Sức khỏe của mọi người ghi trong một phút, nhiều ngày liền"),
    FlagKind.HEALTH_AFTERWARDS: _l("Phần lớn số liệu sức khỏe ghi sau ngày theo dõi"),
}

# What often explains it: the unit reads it first, and so does who judges.
OFTEN_BECAUSE: Mapping[FlagKind, LazyString] = {
    FlagKind.BULK_MINUTE: _l("Thường do đoàn khách vào cùng lúc, hoặc ghi lại sổ giấy sau khi mất mạng."),
    FlagKind.SAME_PHONE: _l("Thường do người gác cổng khai hộ khách không có điện thoại."),
    FlagKind.NEVER_EXIT: _l("Thường do lối ra không có người hoặc không dán mã ở lối ra."),
    FlagKind.CLOSED_HOURS: _l("Thường do lịch mở cửa trên cổng chưa đúng."),
    FlagKind.CONSTANT_COUNTS: _l("Thường do khách quen, hoặc ghi số ước lượng."),
    FlagKind.QUIET_RUN: _l("Thường do ít khách hoặc khách chưa quen quét mã."),
    FlagKind.LATE_CLOSURE: _l("Thường do nghỉ đột xuất hoặc quên báo."),
    FlagKind.IMPLAUSIBLE: _l("Thường do nhập nhầm số hoặc ngày hội, lễ."),
    FlagKind.DUPLICATES: _l("Thường do nhân viên, người giao hàng ra vào nhiều lần."),
    FlagKind.MISSING: _l("Thường do đóng cửa chưa báo, mất mạng hoặc áp phích bị mất."),
    FlagKind.ROUND_BULK: _l("Thường do tổ đi xong mới nhập một lần mà chưa đánh dấu nhập từ phiếu giấy."),
    FlagKind.ROUND_SAME: _l("Thường do mọi hộ đều khỏe thật, hoặc tổ chỉ ghi khi có người ốm."),
    FlagKind.ROUND_AT_NIGHT: _l("Thường do có mạng lại vào ban đêm, hoặc ghi bổ sung cho lượt trong ngày."),
    FlagKind.ROUND_AFTERWARDS: _l("Thường do nhập lại phiếu giấy mà chưa đánh dấu, hoặc mất mạng trong ngày đi."),
    FlagKind.HEALTH_SAME: _l("Thường do ghi một số ước lượng cho người không sốt; người bình thường có thể để trống."),
    FlagKind.HEALTH_UNCHANGED: _l("Thường do chép lại số đo hôm trước cho người không sốt, hoặc nhiệt kế hỏng."),
    FlagKind.HEALTH_BULK: _l("Thường do đo xong cả danh sách rồi mới nhập một lần từ sổ giấy."),
    FlagKind.HEALTH_AFTERWARDS: _l("Thường do mất mạng, hoặc người trực ghi sổ giấy rồi hôm sau mới nhập."),
}

OUTCOME_LABELS: Mapping[FlagOutcome, LazyString] = {
    FlagOutcome.JUSTIFIED: _l("Có lý do"),
    FlagOutcome.TO_VERIFY: _l("Cần kiểm tra"),
}

# status: (word, colour of its tag)
STATUS_LABELS: Mapping[FlagStatus, tuple[LazyString, str]] = {
    FlagStatus.UNEXPLAINED: (_l("Quá hạn giải trình"), "red"),
    FlagStatus.EXPLAINED: (_l("Đã giải trình, chờ kết luận"), "yellow"),
    FlagStatus.WAITING: (_l("Chờ đơn vị giải trình"), "blue"),
    FlagStatus.TO_VERIFY: (_l("Cần kiểm tra"), "orange"),
    FlagStatus.JUSTIFIED: (_l("Có lý do"), "green"),
}

# What the numbers of a row are, in the order in which they are shown.
COLUMNS: Mapping[str, LazyString] = {
    "first_day": _l("Từ ngày"),
    "day": _l("Ngày"),
    "announced_on": _l("Ngày báo"),
    "minute": _l("Lúc"),
    "together": _l("Lượt trong phút đó"),
    "by_one_phone": _l("Lượt cùng số điện thoại"),
    "repeated": _l("Lượt lặp lại"),
    "on_closed_day": _l("Lượt trong ngày đóng cửa"),
    "at_night": _l("Lượt từ 0 đến 4 giờ"),
    "quiet_days": _l("Số ngày báo “không có khách”"),
    "entries": _l("Lượt vào"),
    "exits": _l("Lượt ra"),
    "usual": _l("Trung bình của loại hình"),
    "rounds": _l("Số lượt đi"),
    "households": _l("Số hộ"),
    "filed": _l("Nộp lúc"),
    "session": _l("Buổi"),
    "temperature": _l("Thân nhiệt"),
    "people": _l("Số người"),
    "sessions": _l("Số buổi"),
    "afterwards": _l("Số liệu ghi sau ngày"),
    "records": _l("Số liệu trong ngày"),
    "written_on": _l("Ghi ngày"),
}
CLOCKS = frozenset({"minute", "filed", "temperature"})
DAYS = frozenset({"first_day", "day", "announced_on", "written_on"})
HALF_DAYS: Mapping[str, LazyString] = {
    "morning": _l("Buổi sáng"),
    "afternoon": _l("Buổi chiều"),
    "evening": _l("Buổi chiều"),
}


def columns_of(rows: list[Mapping[str, Any]]) -> list[str]:
    """Which columns the rows of a flag have."""
    return [name for name in COLUMNS if any(name in row for row in rows)]


def cell(name: str, row: Mapping[str, Any]) -> str:
    """One number of a row as it is read."""
    found = row.get(name)
    if found is None:
        return ""
    if name in DAYS:
        return day(date.fromisoformat(found))
    if name == "session":
        return str(HALF_DAYS[found])
    return found if name in CLOCKS else number(found)


def row_words(row: Mapping[str, Any]) -> str:
    """A row in a line: each number with what it is."""
    return "; ".join(f"{COLUMNS[name]} {cell(name, row)}" for name in columns_of([row]))
