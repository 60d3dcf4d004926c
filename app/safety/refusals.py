"""What is said when an act on an assessment is refused."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.safety.actions import NoCriteria, NotOperating, SetReplaced, Submitted
from app.safety.grades.actions import GradesBegin, NotYourArea, Overruled
from app.safety.remedies.actions import DueNotLater, NoEvidence, RemedyClosed
from app.safety.rules import Unanswered
from app.safety.sets.actions import NotTried, SetBegins, Unsound

REFUSALS: Mapping[type[Exception], LazyString] = {
    NotOperating: _l("Chỉ đơn vị đang hoạt động, đã được duyệt, mới đánh giá mức độ an toàn."),
    NoCriteria: _l("Chưa có bộ tiêu chí cho loại hình này. Hãy ghi kết quả đánh giá tại hệ thống quốc gia."),
    SetReplaced: _l("Bộ tiêu chí đã có bản mới hoặc loại hình của đơn vị đã đổi. Hãy bắt đầu đánh giá lại."),
    Submitted: _l("Bản đánh giá này đã nộp nên không sửa được. Hãy đánh giá lại nếu có thay đổi."),
    NotYourArea: _l("Cấp độ của địa bàn này do cơ quan khác đặt."),
    Overruled: _l("UBND tỉnh đã quyết định cấp độ khác cho địa bàn này. Hãy xác nhận cấp độ đó hoặc đề nghị tỉnh."),
    GradesBegin: _l("Bảng cấp độ mới phải bắt đầu sau bảng đang dùng."),
    NotTried: _l("Bản nháp chưa được thử từ lần sửa cuối. Hãy thử rồi áp dụng."),
    Unsound: _l("Trả lời tốt nhất phải là an toàn, kém nhất phải là không an toàn. Hãy sửa cách xếp mức."),
    SetBegins: _l("Bản mới phải áp dụng từ hôm nay hoặc sau, và sau ngày áp dụng bản đang dùng."),
    NoEvidence: _l("Chưa có gì cho thấy đã khắc phục. Hãy ghi cách khắc phục hoặc gửi ảnh."),
    RemedyClosed: _l("Việc này đã được ghi là khắc phục xong."),
    DueNotLater: _l("Hạn mới phải sau hạn hiện tại."),
    Unanswered: _l("Còn tiêu chí chưa trả lời. Hãy trả lời hết rồi nộp."),
}
