"""What is said when an act at a door is refused."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.gate.actions import DoorChanged, TooLateToUndo
from app.gate.machines import LinkOver

REFUSALS: Mapping[type[Exception], LazyString] = {
    DoorChanged: _l("Mã của cổng này vừa thay đổi hoặc đơn vị đã tạm ngừng. Hãy tải lại trang."),
    TooLateToUndo: _l("Đã quá 30 giây nên không hoàn tác được. Hãy ghi lượt ra nếu khách đã về."),
    LinkOver: _l("Đường dẫn này đã được dùng hoặc đã hết hạn. Hãy xin quản lý đơn vị đường dẫn mới."),
}
