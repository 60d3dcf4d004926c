"""What is said when the register refuses an act."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.units.actions import (
    HolidayOver,
    LastCheckpoint,
    LinkSpent,
    MergeRefused,
    NothingAsked,
    NotItsHoliday,
    NotSchoolsAuthority,
    NotTheOwner,
    NotTheReceiver,
    OpenAlready,
    OwnerDecided,
    OwnerUndecided,
    ProposalDecided,
    QuestionOpen,
    StatusRefused,
    TransferDecided,
    TransferOpen,
    UnitNotPending,
)
from app.units.intake.actions import ColumnsMissing, ImportNotOpen
from app.units.intake.undoing import ImportHeld

REFUSALS: Mapping[type[Exception], LazyString] = {
    UnitNotPending: _l("Đơn vị này đã được người khác duyệt hoặc từ chối. Hãy tải lại trang."),
    StatusRefused: _l("Trạng thái của đơn vị không cho phép việc này vào ngày đó. Hãy tải lại trang của đơn vị."),
    LastCheckpoint: _l("Đơn vị phải còn ít nhất một điểm kiểm soát. Hãy thêm điểm khác trước."),
    LinkSpent: _l("Phiếu này vừa được dùng hoặc vừa được cấp lại. Hãy mở lại đường dẫn trên phiếu mới nhất."),
    NotTheOwner: _l("Chỉ cơ quan đang quản lý đơn vị, hoặc cơ quan cấp trên của cơ quan đó, làm được việc này."),
    NotTheReceiver: _l("Chỉ cơ quan được đề nghị tiếp nhận quyết định việc này."),
    NothingAsked: _l("Không có câu hỏi nào đang chờ đơn vị trả lời. Hãy tải lại trang của đơn vị."),
    OwnerDecided: _l("Cơ quan quản lý của đơn vị này đã được xác định. Hãy tải lại trang của đơn vị."),
    OwnerUndecided: _l("Văn phòng UBND tỉnh đang xem xét cơ quan quản lý, hoặc đơn vị không còn hoạt động."),
    ProposalDecided: _l("Thay đổi này đã được người khác quyết định hoặc đơn vị đã rút lại. Hãy tải lại trang."),
    QuestionOpen: _l("Đơn vị chưa trả lời câu hỏi trước. Hãy chờ câu trả lời."),
    TransferDecided: _l("Đề nghị chuyển giao này đã được quyết định hoặc rút lại. Hãy tải lại trang."),
    TransferOpen: _l("Đơn vị đang được chuyển giao, hoặc không thể chuyển giao. Hãy tải lại trang của đơn vị."),
    MergeRefused: _l(
        "Không gộp được: đơn vị được giữ phải đang hoạt động (hoặc cùng chờ duyệt), "
        "đơn vị kia chưa bị từ chối, chưa gộp."
    ),
    HolidayOver: _l("Kỳ nghỉ này đã qua, số liệu của những ngày đó giữ nguyên."),
    NotItsHoliday: _l("Kỳ nghỉ này không áp dụng cho đơn vị."),
    OpenAlready: _l("Trường đã mở cửa trong kỳ nghỉ này. Những ngày còn lại hãy báo đóng cửa."),
    NotSchoolsAuthority: _l("Kỳ nghỉ của trường học do UBND tỉnh hoặc Sở Giáo dục và Đào tạo ghi."),
    ImportNotOpen: _l("Tệp này đang được kiểm tra, đang nhập hoặc đã nhập xong. Hãy mở lại trang của tệp."),
    ColumnsMissing: _l("Chưa chỉ đủ các cột cần có của tệp."),
    ImportHeld: _l("Không hủy nhập được: đã có việc phát sinh với các đơn vị này. Hãy mở lại trang để xem lý do."),
}
