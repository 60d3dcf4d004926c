"""What columns, verdicts, mistakes and states of must-register lists are called on screen."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.units.coverage.rules import MOST_ENTRIES, CallStatus, Column, MatchedBy, Verdict, Wrong

COLUMN_LABELS: Mapping[Column, LazyString] = {
    Column.NAME: _l("Tên cơ sở"),
    Column.KIND: _l("Loại hình"),
    Column.ADDRESS: _l("Địa chỉ"),
    Column.COMMUNE: _l("Xã, phường, thị trấn"),
    Column.DISTRICT: _l("Huyện, thành phố"),
    Column.TAX_CODE: _l("Mã số thuế"),
    Column.LICENSE_NUMBER: _l("Số giấy phép"),
    Column.PHONE: _l("Điện thoại"),
    Column.SOURCE: _l("Nguồn"),
}
# verdict: (word, colour of its tag)
VERDICTS: Mapping[Verdict, tuple[LazyString, str]] = {
    Verdict.NEW: (_l("Mới"), "green"),
    Verdict.SAME: (_l("Đã có"), "grey"),
    Verdict.CHANGED: (_l("Thay đổi"), "yellow"),
    Verdict.WRONG: (_l("Sai"), "red"),
}
WRONG_LABELS: Mapping[Wrong, LazyString] = {
    Wrong.NO_NAME: _l("Không có tên cơ sở."),
    Wrong.UNKNOWN_KIND: _l("Không nhận ra loại hình. Hãy ghi như danh mục của cổng, ví dụ Khách sạn, Quán ăn."),
    Wrong.UNKNOWN_PLACE: _l("Không tìm thấy xã, phường, thị trấn này."),
    Wrong.AMBIGUOUS_PLACE: _l("Có nhiều xã cùng tên. Hãy ghi thêm huyện, ví dụ “Xã Bình An, huyện Kiên Lương”."),
    Wrong.NOT_YOURS: _l("Ngoài địa bàn và phạm vi quản lý của ông/bà."),
    Wrong.WRONG_TAX_CODE: _l("Mã số thuế phải có 10 chữ số, của chi nhánh 13 chữ số."),
    Wrong.WRONG_PHONE: _l("Số điện thoại không đúng."),
    Wrong.TWICE: _l("Trùng với một dòng ở trên."),
}
CALL_STATUSES: Mapping[CallStatus, tuple[LazyString, str]] = {
    CallStatus.OPEN: (_l("Chưa liên hệ"), "red"),
    CallStatus.CALLED: (_l("Đã liên hệ"), "yellow"),
    CallStatus.NOT_APPLICABLE: (_l("Không thuộc diện"), "grey"),
}
CALL_STATUS_LABELS: Mapping[CallStatus, LazyString] = {status: word for status, (word, _) in CALL_STATUSES.items()}
MATCHED_LABELS: Mapping[MatchedBy, LazyString] = {
    MatchedBy.TAX_CODE: _l("theo mã số thuế"),
    MatchedBy.NAME: _l("theo tên và địa bàn"),
    MatchedBy.PHONE: _l("theo số điện thoại"),
}
TOO_MANY_ENTRIES = _l("Mỗi lần nhập được %(n)s dòng. Hãy chia thành nhiều tệp.", n=MOST_ENTRIES)
