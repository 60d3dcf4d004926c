"""What is said when an act on a case is refused."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.follow_ups.actions import (
    CaseEnded,
    EndTooEarly,
    InTransfer,
    NoProtocol,
    ProtocolInPast,
    ResultKnown,
    SessionClosed,
    TooManyLooks,
)

REFUSALS: Mapping[type[Exception], LazyString] = {
    NoProtocol: _l("Chưa có quy định cách ly cho ngày bắt đầu này."),
    ResultKnown: _l("Lần lấy mẫu này đã có kết quả; kết quả đó được giữ."),
    CaseEnded: _l("Trường hợp này đã kết thúc nên không sửa được."),
    EndTooEarly: _l("Chưa đến ngày kết thúc dự kiến. Nếu cho về sớm, hãy chọn kết thúc sớm và ghi lý do."),
    InTransfer: _l("Trường hợp này đang chờ nơi nhận tiếp nhận."),
    ProtocolInPast: _l("Quy định mới chỉ áp dụng từ hôm nay trở đi và sau mọi quy định đã có."),
    TooManyLooks: _l("Ông/bà đã mở xem đủ số người được phép trong một giờ. Cần cán bộ thứ hai đồng ý."),
    SessionClosed: _l("Buổi này chưa bắt đầu hoặc đã quá hạn ghi."),
}
