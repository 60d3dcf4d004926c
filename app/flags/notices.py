"""What managers are told: their unit's data need a word of explanation."""

from flask_babel import lazy_gettext as _l

from app.door import Permission
from app.notices.kinds import NoticeKind, define
from app.notices.rules import Channel
from app.notices.wording import Variable

OPENED = NoticeKind(
    key="flags.opened",
    label=_l("Đề nghị đơn vị giải trình số liệu"),
    channels=(Channel.INBOX,),
    subject=_l("Đề nghị giải trình số liệu của {body}"),
    long=_l(
        "Số liệu của {body} có điểm cần làm rõ: {title}. Đây chưa phải là kết luận và không thay đổi chỉ số nào. Đề "
        "nghị ông/bà cho biết lý do trước hết ngày {deadline}.\n\n{link}"
    ),
    short=_l("{body}: số liệu cần làm rõ ({title}), giải trình đến hết {deadline}. {link}"),
    example={
        Variable.BODY: _l("Khách sạn Biển Xanh"),
        Variable.TITLE: _l("Báo “không có khách” nhiều ngày"),
        Variable.DEADLINE: "11/5/2021",
        Variable.LINK: "https://portal.example.vn/flags/1",
    },
    permission=Permission.FLAG_EXPLAIN,
)
define(OPENED)
