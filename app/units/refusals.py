"""What is said when the register refuses an act."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.units.actions import LastCheckpoint, LinkSpent, StatusRefused, UnitNotPending

REFUSALS: Mapping[type[Exception], LazyString] = {
    UnitNotPending: _l("Đơn vị này đã được người khác duyệt hoặc từ chối. Hãy tải lại trang."),
    StatusRefused: _l("Trạng thái của đơn vị không cho phép việc này vào ngày đó. Hãy tải lại trang của đơn vị."),
    LastCheckpoint: _l("Đơn vị phải còn ít nhất một điểm kiểm soát. Hãy thêm điểm khác trước."),
    LinkSpent: _l("Phiếu này vừa được dùng hoặc vừa được cấp lại. Hãy mở lại đường dẫn trên phiếu mới nhất."),
}
