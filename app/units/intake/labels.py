"""What columns, verdicts and reasons of an import are called on screen."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.units.intake.rules import Choice, Column, ImportStatus, Likeness, Reason, Verdict

COLUMN_LABELS: Mapping[Column, LazyString] = {
    Column.NAME: _l("Tên đơn vị"),
    Column.KIND: _l("Loại hình"),
    Column.COMMUNE: _l("Xã, phường, thị trấn"),
    Column.DISTRICT: _l("Huyện, thành phố"),
    Column.ADDRESS: _l("Địa chỉ"),
    Column.ORGANISATION: _l("Cơ quan quản lý"),
    Column.MANAGER_NAME: _l("Người đứng đầu đơn vị"),
    Column.MANAGER_PHONE: _l("Điện thoại người đứng đầu"),
    Column.PHONE: _l("Điện thoại của đơn vị"),
    Column.TAX_CODE: _l("Mã số thuế"),
    Column.HOUSEHOLD: _l("Hộ kinh doanh"),
    Column.CODE: _l("Mã QR"),
}

STATUS_LABELS: Mapping[ImportStatus, LazyString] = {
    ImportStatus.COLUMNS: _l("Chờ chỉ cột"),
    ImportStatus.CHECKING: _l("Đang kiểm tra"),
    ImportStatus.CHECKED: _l("Chờ nhập"),
    ImportStatus.APPLYING: _l("Đang nhập"),
    ImportStatus.APPLIED: _l("Đã nhập"),
    ImportStatus.UNDONE: _l("Đã hủy nhập"),
    ImportStatus.EXPIRED: _l("Hết hạn"),
}
STATUS_COLOURS: Mapping[ImportStatus, str] = {
    ImportStatus.COLUMNS: "yellow",
    ImportStatus.CHECKING: "blue",
    ImportStatus.CHECKED: "yellow",
    ImportStatus.APPLYING: "blue",
    ImportStatus.APPLIED: "green",
    ImportStatus.UNDONE: "grey",
    ImportStatus.EXPIRED: "grey",
}

VERDICT_LABELS: Mapping[Verdict, LazyString] = {
    Verdict.NEW: _l("Mới"),
    Verdict.SAME: _l("Đã có, giống hệt"),
    Verdict.CHANGED: _l("Đã có, có thay đổi"),
    Verdict.DUPLICATE: _l("Có thể trùng"),
    Verdict.WRONG: _l("Sai"),
}
VERDICT_COLOURS: Mapping[Verdict, str] = {
    Verdict.NEW: "green",
    Verdict.SAME: "grey",
    Verdict.CHANGED: "blue",
    Verdict.DUPLICATE: "orange",
    Verdict.WRONG: "red",
}

DUPLICATE_LABELS: Mapping[Choice, LazyString] = {
    Choice.SKIP: _l("Bỏ qua"),
    Choice.NEW: _l("Nhập thành đơn vị mới"),
    Choice.UPDATE: _l("Cập nhật đơn vị đã có"),
}
CHANGE_LABELS: Mapping[Choice, LazyString] = {
    Choice.UPDATE: _l("Cập nhật theo tệp"),
    Choice.SKIP: _l("Giữ nguyên như đã đăng ký"),
}

LIKENESS_LABELS: Mapping[Likeness, LazyString] = {
    Likeness.NAME: _l("cùng tên, cùng xã"),
    Likeness.PHONE: _l("cùng số điện thoại"),
    Likeness.TAX_CODE: _l("cùng mã số thuế"),
}

# %(text)s is what stands in the file.
REASON_LABELS: Mapping[Reason, str] = {
    Reason.NAME_MISSING: _l("Thiếu tên đơn vị."),
    Reason.NAME_ILLEGIBLE: _l("Tên đơn vị “%(text)s” không có chữ nào."),
    Reason.NAME_LONG: _l("Tên đơn vị dài quá %(text)s ký tự."),
    Reason.KIND_MISSING: _l("Thiếu loại hình."),
    Reason.KIND_UNKNOWN: _l("Không rõ loại hình “%(text)s”."),
    Reason.COMMUNE_MISSING: _l("Thiếu xã, phường, thị trấn."),
    Reason.COMMUNE_UNKNOWN: _l("Không tìm thấy xã, phường, thị trấn “%(text)s”."),
    Reason.COMMUNE_AMBIGUOUS: _l("Có nhiều nơi tên “%(text)s”; hãy ghi thêm huyện."),
    Reason.COMMUNE_ELSEWHERE: _l("“%(text)s” không thuộc địa bàn của ông/bà."),
    Reason.ADDRESS_MISSING: _l("Thiếu địa chỉ."),
    Reason.ADDRESS_ILLEGIBLE: _l("Địa chỉ “%(text)s” không có chữ nào."),
    Reason.ADDRESS_LONG: _l("Địa chỉ dài quá %(text)s ký tự."),
    Reason.ORGANISATION_UNKNOWN: _l("Không tìm thấy cơ quan “%(text)s”."),
    Reason.ORGANISATION_AMBIGUOUS: _l("Có nhiều cơ quan tên “%(text)s”."),
    Reason.ORGANISATION_NOT_YOURS: _l(
        "Ông/bà không nhập đơn vị cho “%(text)s” được: hãy để trống, nhập xong thì chuyển cơ quan quản lý."
    ),
    Reason.MANAGER_NAME_MISSING: _l("Thiếu họ và tên người đứng đầu."),
    Reason.MANAGER_NAME_ILLEGIBLE: _l("Tên người đứng đầu “%(text)s” không có chữ nào."),
    Reason.MANAGER_NAME_LONG: _l("Tên người đứng đầu dài quá %(text)s ký tự."),
    Reason.MANAGER_PHONE_MISSING: _l("Thiếu điện thoại người đứng đầu."),
    Reason.MANAGER_PHONE_WRONG: _l(
        "Điện thoại người đứng đầu “%(text)s” không đúng: cần 10 chữ số, bắt đầu bằng số 0."
    ),
    Reason.PHONE_WRONG: _l("Điện thoại của đơn vị “%(text)s” không đúng: cần 10 chữ số, bắt đầu bằng số 0."),
    Reason.TAX_CODE_WRONG: _l("Mã số thuế “%(text)s” không đúng: cần 10 hoặc 13 chữ số."),
    Reason.HOUSEHOLD_UNKNOWN: _l("“%(text)s” không nói rõ có phải hộ kinh doanh không: ghi “x” hoặc để trống."),
    Reason.CODE_UNKNOWN: _l("Không tìm thấy mã QR “%(text)s” trong các đơn vị của ông/bà."),
}
