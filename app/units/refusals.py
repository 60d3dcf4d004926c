"""What is said when the register refuses an act."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.units.actions import (
    LastCheckpoint,
    LinkSpent,
    NothingAsked,
    NotTheOwner,
    NotTheReceiver,
    OwnerDecided,
    OwnerUndecided,
    ProposalDecided,
    QuestionOpen,
    StatusRefused,
    TransferDecided,
    TransferOpen,
    UnitNotPending,
)

REFUSALS: Mapping[type[Exception], LazyString] = {
    UnitNotPending: _l("Đơn vị này đã được người khác duyệt hoặc từ chối. Hãy tải lại trang."),
    StatusRefused: _l("Trạng thái của đơn vị không cho phép việc này vào ngày đó. Hãy tải lại trang của đơn vị."),
    LastCheckpoint: _l("Đơn vị phải còn ít nhất một điểm kiểm soát. Hãy thêm điểm khác trước."),
    NotTheOwner: _l("Chỉ cơ quan đang quản lý đơn vị, hoặc cơ quan cấp trên của cơ quan đó, làm được việc này."),
    NotTheReceiver: _l("Chỉ cơ quan được đề nghị tiếp nhận quyết định việc này."),
    NothingAsked: _l("Không có câu hỏi nào đang chờ đơn vị trả lời. Hãy tải lại trang của đơn vị."),
    OwnerDecided: _l("Cơ quan quản lý của đơn vị này đã được xác định. Hãy tải lại trang của đơn vị."),
    OwnerUndecided: _l("Văn phòng UBND tỉnh đang xem xét cơ quan quản lý, hoặc đơn vị không còn hoạt động."),
    ProposalDecided: _l("Thay đổi này đã được người khác quyết định hoặc đơn vị đã rút lại. Hãy tải lại trang."),
    QuestionOpen: _l("Đơn vị chưa trả lời câu hỏi trước. Hãy chờ câu trả lời."),
    TransferDecided: _l("Đề nghị chuyển giao này đã được quyết định hoặc rút lại. Hãy tải lại trang."),
    TransferOpen: _l("Đơn vị đang được chuyển giao, hoặc không thể chuyển giao. Hãy tải lại trang của đơn vị."),
    LinkSpent: _l("Đơn vị này đã được đăng ký và đã có tài khoản quản lý. Hãy đăng nhập bằng tài khoản đó."),
}
