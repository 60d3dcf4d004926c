"""What is said when an act on an inspection is refused."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.inspections import actions

REFUSALS: Mapping[type[Exception], LazyString] = {
    actions.NotOperating: _l("Chỉ kiểm tra đơn vị đang hoạt động, đã được duyệt."),
    actions.AlreadyPlanned: _l("Đơn vị đã có trong kế hoạch kiểm tra của cơ quan ông/bà."),
    actions.OtherBody: _l("Cuộc kiểm tra này do cơ quan khác thực hiện."),
    actions.NotOpen: _l("Việc này đã kết thúc nên không sửa được. Hãy tải lại trang."),
    actions.NotSigned: _l("Biên bản chưa ký. Việc này chỉ làm được sau khi ký biên bản."),
    actions.Changed: _l("Biên bản vừa được lưu từ máy khác. Hãy tải lại trang rồi làm tiếp."),
    actions.Incomplete: _l("Biên bản còn thiếu nội dung nên chưa ký được. Hãy ghi cho đủ."),
    actions.TooManyPhotos: _l("Mỗi biên bản có tối đa 12 ảnh. Hãy bỏ bớt ảnh rồi lưu lại."),
}
