"""What ways, standings, faults and gateways are called on screen, with their colours."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.notices.gateways import ContentKind, Method, PhoneForm, SuccessRule
from app.notices.rules import Channel, Fault, MessageStatus, Slot
from app.notices.wording import Variable

CHANNELS: Mapping[Channel, LazyString | str] = {
    Channel.INBOX: _l("Hộp thư trên cổng"),
    Channel.EMAIL: _l("Thư điện tử"),
    Channel.SMS: "SMS",
    Channel.ZALO: "Zalo",
}
STATUSES: Mapping[MessageStatus, tuple[LazyString, str]] = {
    MessageStatus.WAITING: (_l("Chờ gửi"), "yellow"),
    MessageStatus.SENT: (_l("Đã gửi"), "green"),
    MessageStatus.FAILED: (_l("Không gửi được"), "red"),
    MessageStatus.UNCLEAR: (_l("Chưa rõ đã gửi"), "orange"),
    MessageStatus.DROPPED: (_l("Thôi gửi"), "grey"),
}
FAULTS: Mapping[Fault, LazyString] = {
    Fault.UNREACHABLE: _l("Không kết nối được máy chủ gửi tin"),
    Fault.SILENT: _l("Máy chủ gửi tin không trả lời"),
    Fault.REFUSED: _l("Máy chủ gửi tin từ chối"),
    Fault.ADDRESS: _l("Địa chỉ không tồn tại"),
    Fault.OFF: _l("Chưa cấu hình hoặc đang tắt"),
    Fault.BUDGET: _l("Hết kinh phí SMS của tháng"),
    Fault.EXPIRED: _l("Mã đã hết hạn"),
    Fault.SETTLED: _l("Việc đã xong, không cần nhắc"),
    Fault.LOST: _l("Tiến trình gửi tin dừng khi máy chủ đang nhận tin"),
}
SLOTS: Mapping[Slot, LazyString | str] = {
    Slot.SMS_FIRST: _l("Cổng SMS chính"),
    Slot.SMS_SECOND: _l("Cổng SMS dự phòng"),
    Slot.ZALO: "Zalo OA/ZNS",
}
METHODS: Mapping[Method, str] = {method: method.value for method in Method}
CONTENT_KINDS: Mapping[ContentKind, LazyString | str] = {ContentKind.JSON: "JSON", ContentKind.FORM: _l("Biểu mẫu web")}
PHONE_FORMS: Mapping[PhoneForm, str] = {
    PhoneForm.NATIONAL: "0912345678",
    PhoneForm.COUNTRY: "84912345678",
    PhoneForm.PLUS: "+84912345678",
}
SUCCESS_RULES: Mapping[SuccessRule, LazyString] = {
    SuccessRule.STATUS: _l("Trả lời HTTP 2xx"),
    SuccessRule.JSON_FIELD: _l("Trả lời HTTP 2xx và một trường JSON bằng giá trị đã cho"),
    SuccessRule.TEXT: _l("Trả lời HTTP 2xx và có đoạn chữ đã cho"),
}
VARIABLES: Mapping[Variable, LazyString] = {
    Variable.BODY: _l("tên cơ quan"),
    Variable.BODIES: _l("tên các cơ quan"),
    Variable.COUNT: _l("số cơ quan"),
    Variable.LETTER: _l("số, ký hiệu công văn"),
    Variable.TITLE: _l("trích yếu công văn"),
    Variable.PERIOD: _l("kỳ"),
    Variable.DEADLINE: _l("hạn"),
    Variable.ASKS: _l("“yêu cầu” hoặc “đề nghị”, theo khối"),
    Variable.LINK: _l("đường dẫn"),
    Variable.CODE: _l("mã dùng một lần"),
    Variable.MINUTES: _l("số phút mã còn dùng được"),
    Variable.MONTH: _l("tháng"),
    Variable.SPENT: _l("số tiền đã dùng"),
    Variable.BUDGET: _l("kinh phí của tháng"),
}
