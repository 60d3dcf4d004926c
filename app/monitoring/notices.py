"""What an officer reminds of by hand: units that have not reported, bodies that owe an answer."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.door import Permission
from app.notices.kinds import NoticeKind, define
from app.notices.rules import Channel
from app.notices.wording import Variable

BY_ALL = (Channel.INBOX, Channel.EMAIL, Channel.SMS, Channel.ZALO)
_EXAMPLE: Mapping[Variable, str | LazyString] = {
    Variable.BODY: _l("Khách sạn Biển Xanh"),
    Variable.PERIOD: "07/5/2021",
    Variable.LINK: "https://portal.example.vn/desk",
}

UNIT_SILENT = NoticeKind(
    key="monitoring.unit_silent",
    label=_l("Nhắc đơn vị chưa có số liệu trong ngày"),
    channels=(Channel.INBOX, Channel.SMS, Channel.ZALO),
    subject=_l("{body} chưa có số liệu vào, ra ngày {period}"),
    long=_l(
        "Đến nay {body} chưa có lượt vào nào được ghi nhận ngày {period}. Đề nghị ông/bà cho khách quét mã QR tại "
        "cổng; nếu không có khách hoặc đóng cửa, hãy báo trên cổng.\n\n{link}"
    ),
    short=_l("{body} chưa có số liệu vào, ra ngày {period}. Không có khách hoặc đóng cửa thì báo tại {link}"),
    example=_EXAMPLE,
    permission=Permission.DAY_DECLARE,
)
BODY_OWES = NoticeKind(
    key="monitoring.body_owes",
    label=_l("Đôn đốc cơ quan còn việc quá hạn"),
    channels=BY_ALL,
    subject=_l("{body}: còn {count} việc quá hạn"),
    long=_l(
        "Đến {period}, {body} còn {count} việc quá hạn theo công văn của Chủ tịch UBND tỉnh. Đề nghị người đứng đầu "
        "thực hiện và xác nhận.\n\n{link}"
    ),
    short=_l("{body} còn {count} việc quá hạn, đề nghị xác nhận tại {link}"),
    example={**_EXAMPLE, Variable.BODY: _l("Sở Du lịch"), Variable.COUNT: "2"},
    permission=Permission.REPORT_COMPILE,
)
UNIT_BEHIND = NoticeKind(
    key="monitoring.unit_behind",
    label=_l("Nhắc đơn vị có nội dung chưa đạt"),
    channels=(Channel.INBOX, Channel.SMS, Channel.ZALO),
    subject=_l("{body}: {title} chưa đạt"),
    long=_l(
        "Kỳ {period}, {body} còn {count} mục chưa đạt về nội dung “{title}”. Đề nghị ông/bà kiểm tra và thực hiện."
        "\n\n{link}"
    ),
    short=_l("{body}: {title} còn {count} mục chưa đạt kỳ {period}. Xem tại {link}"),
    example={**_EXAMPLE, Variable.TITLE: _l("Mã QR tại điểm"), Variable.COUNT: "1"},
    permission=Permission.DAY_DECLARE,
)
BODY_BEHIND = NoticeKind(
    key="monitoring.body_behind",
    label=_l("Đôn đốc cơ quan có nội dung chưa đạt"),
    channels=BY_ALL,
    subject=_l("{body}: {title} chưa đạt"),
    long=_l(
        "Kỳ {period}, {body} còn {count} mục chưa đạt về nội dung “{title}”. Đề nghị người đứng đầu chỉ đạo khắc phục."
        "\n\n{link}"
    ),
    short=_l("{body}: {title} còn {count} mục chưa đạt kỳ {period}. Xem tại {link}"),
    example={**_EXAMPLE, Variable.BODY: _l("Sở Du lịch"), Variable.TITLE: _l("Mã QR tại điểm"), Variable.COUNT: "12"},
    permission=Permission.REPORT_COMPILE,
)
define(UNIT_SILENT, BODY_OWES, UNIT_BEHIND, BODY_BEHIND)
