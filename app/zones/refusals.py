"""What is said when an act on an area, a team, a household or a round is refused."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.zones.actions import (
    AlreadyEntered,
    AlreadyListed,
    EndsTooEarly,
    LinkSpent,
    NobodyListed,
    NoCommittee,
    NoLongerListed,
    NotMissing,
    NotTyped,
    TeamEnded,
    TeamExists,
)
from app.zones.actions.teams import NobodyAnswers

REFUSALS: Mapping[type[Exception], LazyString] = {
    AlreadyEntered: _l("Khu vực này đã được ghi theo quyết định đó."),
    EndsTooEarly: _l("Ngày dỡ bỏ không thể trước ngày bắt đầu cách ly."),
    NoCommittee: _l("Chưa có UBND xã, phường, thị trấn phụ trách địa bàn này."),
    NobodyAnswers: _l("Chưa có UBND xã, phường, thị trấn phụ trách địa bàn này."),
    TeamExists: _l("Xã, phường, thị trấn này đã có tổ mang tên đó."),
    TeamEnded: _l("Tổ đã kết thúc hoạt động nên không thay đổi được nữa."),
    AlreadyListed: _l("Hộ này đã có trong danh sách của tổ."),
    NoLongerListed: _l("Hộ này không còn trong danh sách của tổ. Hãy mở lại danh sách."),
    NobodyListed: _l("Danh sách của tổ trong ngày này không có hộ nào, nên không có lượt đi để nộp."),
    NotMissing: _l("Lượt đi này đã nộp, hoặc đã sang ngày khác. Hãy mở lại trang."),
    NotTyped: _l("Chỉ ghi được lượt đi của hôm nay và 7 ngày trước."),
    LinkSpent: _l("Đường dẫn này đã được dùng hoặc đã thay bằng đường dẫn khác. Hãy mở lại trang."),
}
