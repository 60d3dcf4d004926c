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
    ReportChanged,
    ResultChanged,
    ResultStands,
    SessionClosed,
    TooManyLooks,
    TransferDecided,
)

REFUSALS: Mapping[type[Exception], LazyString] = {
    NoProtocol: _l("Chưa có quy định cách ly cho ngày bắt đầu này."),
    CaseEnded: _l("Trường hợp này đã kết thúc nên không sửa được."),
    EndTooEarly: _l("Chưa đến ngày kết thúc dự kiến. Nếu cho về sớm, hãy chọn kết thúc sớm và ghi lý do."),
    InTransfer: _l("Trường hợp này đang chờ nơi nhận tiếp nhận."),
    TransferDecided: _l("Việc chuyển này đã được tiếp nhận, trả lại hoặc rút. Hãy mở lại danh sách chờ tiếp nhận."),
    ProtocolInPast: _l("Quy định mới chỉ áp dụng từ hôm nay trở đi và sau mọi quy định đã có."),
    TooManyLooks: _l("Ông/bà đã mở xem đủ số người được phép trong một giờ. Cần cán bộ thứ hai đồng ý."),
    ResultStands: _l("Kết quả của lần lấy mẫu này đã được ghi. Nếu sai, hãy mở trang của người đó và sửa kết quả."),
    ResultChanged: _l("Người khác vừa sửa kết quả này. Hãy mở lại trang và xem kết quả hiện tại."),
    ReportChanged: _l("Buổi này vừa được ghi lại. Hãy mở lại trang của người đó và xem nội dung hiện tại."),
    SessionClosed: _l("Buổi này chưa bắt đầu hoặc đã quá hạn ghi."),
}
