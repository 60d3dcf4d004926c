"""What is said when an act on a list is refused."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.units.coverage.actions import ColumnsMissing, EntryRegistered, ListChanged, ListGone

REFUSALS: Mapping[type[Exception], LazyString] = {
    ListGone: _l("Danh sách này đã được nhập. Hãy mở lại trang."),
    ListChanged: _l("Danh sách vừa được sửa. Hãy mở lại trang và xem lại trước khi nhập."),
    ColumnsMissing: _l("Chưa chỉ đủ các cột cần có."),
    EntryRegistered: _l("Cơ sở này đã đăng ký, hoặc không còn trong danh sách. Hãy tải lại trang."),
}
