"""How the standing of a job is said on screen, with its colour; how an entry of the audit log is called."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.admin.judging import Fault, Verdict
from app.admin.rules import Health

HEALTH_LABELS: Mapping[Health, tuple[LazyString, str]] = {
    Health.WELL: (_l("Chạy tốt"), "green"),
    Health.NEVER: (_l("Chưa chạy"), "grey"),
    Health.LATE: (_l("Chậm"), "yellow"),
    Health.FAILING: (_l("Đang lỗi"), "red"),
}

VERDICT_LABELS: Mapping[Verdict, LazyString] = {
    Verdict.NEW: _l("Mới, sẽ mở"),
    Verdict.WRONG: _l("Sai"),
    Verdict.EXISTS: _l("Đã có"),
    Verdict.OPENED: _l("Đã mở"),
}
VERDICT_COLOURS: Mapping[Verdict, str] = {
    Verdict.NEW: "blue",
    Verdict.WRONG: "red",
    Verdict.EXISTS: "grey",
    Verdict.OPENED: "green",
}
FAULT_LABELS: Mapping[Fault, LazyString] = {
    Fault.NO_NAME: _l("Thiếu họ và tên."),
    Fault.LONG_NAME: _l("Họ và tên quá dài."),
    Fault.USERNAME: _l("Tên đăng nhập phải có 3–64 ký tự: chữ không dấu, số, dấu chấm hoặc gạch nối."),
    Fault.TWICE: _l("Tên đăng nhập này có ở một dòng phía trên."),
    Fault.TAKEN: _l("Tên đăng nhập này là của tài khoản khác."),
    Fault.ROLE: _l("Không có vai trò này. Hãy chọn trong danh sách của tệp mẫu."),
    Fault.BODY: _l("Không có cơ quan này. Hãy chọn trong danh sách của tệp mẫu."),
    Fault.UNFIT: _l("Vai trò này không thuộc loại cơ quan đã chọn."),
}

# By the names under which actions record themselves; tests/admin asks that none is missing.
EVENT_LABELS: Mapping[str, LazyString] = {
    "account.created": _l("Mở tài khoản"),
    "account.disabled": _l("Khóa tài khoản"),
    "account.enabled": _l("Mở lại tài khoản"),
    "account.password_changed": _l("Đổi mật khẩu của mình"),
    "account.password_reset": _l("Cấp lại mật khẩu"),
    "account.pin_set": _l("Đặt mã PIN"),
    "account.unit_granted": _l("Giao đơn vị cho tài khoản"),
    "account.unit_released": _l("Thôi giao đơn vị cho tài khoản"),
    "area.listed_as_high_risk": _l("Đưa vào danh sách nguy cơ cao"),
    "area.loaded": _l("Nạp danh mục địa bàn"),
    "area.taken_off_high_risk": _l("Đưa khỏi danh sách nguy cơ cao"),
    "batch.confirmed": _l("Xác nhận mở tài khoản từ tệp"),
    "batch.slips_destroyed": _l("Hủy phiếu giao tài khoản"),
    "batch.slips_downloaded": _l("Tải phiếu giao tài khoản"),
    "day.declared_without_visitors": _l("Báo ngày không có khách"),
    "day.erased": _l("Xóa dữ liệu cá nhân của ngày"),
    "directive.acknowledged": _l("Tiếp nhận công văn"),
    "directive.published": _l("Gửi công văn qua cổng"),
    "holiday.ended": _l("Cho trường học trở lại trước hạn"),
    "holiday.listed": _l("Ghi kỳ nghỉ của trường học"),
    "must_register_entry.noted": _l("Ghi kết quả liên hệ cơ sở chưa đăng ký"),
    "must_register_list.entered": _l("Nhập danh sách phải đăng ký"),
    "must_register_list.loaded": _l("Gửi danh sách phải đăng ký"),
    "national_code.displayed": _l("Xác nhận đã dán mã tokhaiyte.vn"),
    "national_code.ended": _l("Ngừng ghi mã tokhaiyte.vn"),
    "national_code.recorded": _l("Ghi mã tokhaiyte.vn"),
    "obligation.codes_accepted": _l("Đặt loại mã được tính cho yêu cầu"),
    "organisation.appointed": _l("Giao chức vụ"),
    "organisation.created": _l("Thêm cơ quan"),
    "organisation.relieved": _l("Thôi giữ chức vụ"),
    "period.confirmed": _l("Xác nhận kết quả của kỳ"),
    "poster.displayed": _l("Xác nhận đã dán mã"),
    "poster.issued": _l("Cấp mã QR"),
    "poster.printed": _l("Ghi nhận đã in mã"),
    "poster.replaced": _l("Thay mã QR"),
    "poster.retired": _l("Ngừng dùng mã QR"),
    "poster.stands_for": _l("Mã của đơn vị đã gộp mở sang đơn vị được giữ"),
    "print_run.ordered": _l("Yêu cầu in áp phích hàng loạt"),
    "print_run.printed": _l("Ghi nhận đã in cả lượt"),
    "report.commented": _l("Sửa lời nhận xét của báo cáo"),
    "report.compiled": _l("Lập báo cáo"),
    "report.issued": _l("Ban hành báo cáo"),
    "report.recompiled": _l("Tính lại số liệu báo cáo"),
    "session.ended": _l("Kết thúc phiên đăng nhập"),
    "session.opened": _l("Đăng nhập"),
    "setting.changed": _l("Đổi thông số"),
    "unit.active": _l("Cho đơn vị hoạt động lại"),
    "unit.approved": _l("Duyệt đơn vị"),
    "unit.checkpoint_added": _l("Thêm cổng, xe, tàu"),
    "unit.checkpoint_retired": _l("Bỏ cổng, xe, tàu"),
    "unit.closed": _l("Đóng cửa đơn vị"),
    "unit.closure_announced": _l("Báo ngày đóng cửa"),
    "unit.closure_cancelled": _l("Hủy ngày đóng cửa đã báo"),
    "unit.corrected": _l("Sửa thông tin đơn vị"),
    "unit.found_unlike": _l("Ghi không phải trùng với đơn vị khác"),
    "unit.kept_holiday": _l("Trường nghỉ theo kỳ nghỉ"),
    "unit.link_issued": _l("Cấp phiếu quản lý điểm"),
    "unit.link_used": _l("Dùng phiếu quản lý điểm"),
    "unit.merged": _l("Gộp vào đơn vị khác"),
    "unit.opened_in_holiday": _l("Trường mở cửa trong kỳ nghỉ"),
    "unit.refused": _l("Không duyệt đơn vị"),
    "unit.registered": _l("Đăng ký đơn vị"),
    "unit.suspended": _l("Tạm ngừng đơn vị"),
    "unit.took_over": _l("Nhận gộp một đơn vị trùng"),
    "unit.week_changed": _l("Sửa ngày mở cửa trong tuần"),
    "unit.withdrawn": _l("Bỏ đơn vị nhập nhầm từ tệp"),
    "unit_import.applied": _l("Yêu cầu nhập các dòng của tệp"),
    "unit_import.begun": _l("Gửi tệp đơn vị"),
    "unit_import.entered": _l("Nhập xong các dòng của tệp"),
    "unit_import.mended": _l("Sửa các dòng của tệp"),
    "unit_import.undone": _l("Hủy lần nhập từ tệp"),
}

# What an entry is about, before the number of its row.
SUBJECT_LABELS: Mapping[str, LazyString] = {
    "account": _l("Tài khoản"),
    "area": _l("Địa bàn"),
    "batch": _l("Tệp tài khoản"),
    "day": _l("Ngày"),
    "directive": _l("Công văn"),
    "holiday": _l("Kỳ nghỉ"),
    "must_register_entry": _l("Cơ sở trong danh sách phải đăng ký"),
    "must_register_list": _l("Danh sách phải đăng ký"),
    "national_code": _l("Mã tokhaiyte.vn"),
    "obligation": _l("Yêu cầu"),
    "organisation": _l("Cơ quan"),
    "period": _l("Xác nhận"),
    "poster": _l("Mã QR"),
    "print_run": _l("Lượt in"),
    "report": _l("Báo cáo"),
    "session": _l("Tài khoản"),
    "setting": _l("Thông số"),
    "unit": _l("Đơn vị"),
    "unit_import": _l("Tệp đơn vị"),
}
