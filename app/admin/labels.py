"""How the standing of a job is said on screen, with its colour; how an entry of the audit log is called."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.admin.rules import Health

HEALTH_LABELS: Mapping[Health, tuple[LazyString, str]] = {
    Health.WELL: (_l("Chạy tốt"), "green"),
    Health.NEVER: (_l("Chưa chạy"), "grey"),
    Health.LATE: (_l("Chậm"), "yellow"),
    Health.FAILING: (_l("Đang lỗi"), "red"),
}

# By the names under which actions record themselves; tests/admin asks that none is missing.
EVENT_LABELS: Mapping[str, LazyString] = {
    "account.created": _l("Mở tài khoản"),
    "account.disabled": _l("Khóa tài khoản"),
    "account.enabled": _l("Mở lại tài khoản"),
    "account.password_changed": _l("Đổi mật khẩu của mình"),
    "account.password_reset": _l("Cấp lại mật khẩu"),
    "account.unit_granted": _l("Giao đơn vị cho tài khoản"),
    "account.unit_taken": _l("Thôi giao đơn vị cho tài khoản"),
    "area.listed_as_high_risk": _l("Đưa vào danh sách nguy cơ cao"),
    "area.loaded": _l("Nạp danh mục địa bàn"),
    "area.taken_off_high_risk": _l("Đưa khỏi danh sách nguy cơ cao"),
    "day.declared_without_visitors": _l("Báo ngày không có khách"),
    "day.erased": _l("Xóa dữ liệu cá nhân của ngày"),
    "directive.acknowledged": _l("Tiếp nhận công văn"),
    "directive.published": _l("Gửi công văn qua cổng"),
    "holiday.ended": _l("Cho trường học trở lại trước hạn"),
    "holiday.listed": _l("Ghi kỳ nghỉ của trường học"),
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
    "unit.link_issued": _l("Cấp đường dẫn quản lý"),
    "unit.link_used": _l("Tạo tài khoản bằng đường dẫn quản lý"),
    "unit.merged": _l("Gộp vào đơn vị khác"),
    "unit.opened_in_holiday": _l("Trường mở cửa trong kỳ nghỉ"),
    "unit.refused": _l("Không duyệt đơn vị"),
    "unit.registered": _l("Đăng ký đơn vị"),
    "unit.suspended": _l("Tạm ngừng đơn vị"),
    "unit.took_over": _l("Nhận gộp một đơn vị trùng"),
    "unit.week_changed": _l("Sửa ngày mở cửa trong tuần"),
}

# What an entry is about, before the number of its row.
SUBJECT_LABELS: Mapping[str, LazyString] = {
    "account": _l("Tài khoản"),
    "area": _l("Địa bàn"),
    "day": _l("Ngày"),
    "directive": _l("Công văn"),
    "holiday": _l("Kỳ nghỉ"),
    "organisation": _l("Cơ quan"),
    "period": _l("Xác nhận"),
    "poster": _l("Mã QR"),
    "report": _l("Báo cáo"),
    "session": _l("Tài khoản"),
    "setting": _l("Thông số"),
    "unit": _l("Đơn vị"),
}
