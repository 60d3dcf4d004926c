"""What officers are told: where they are sent; what managers are told: a record about their unit was signed."""

from flask_babel import lazy_gettext as _l

from app.door import Permission
from app.notices.kinds import NoticeKind, define
from app.notices.rules import Channel
from app.notices.wording import Variable

SIGNED = NoticeKind(
    key="inspections.signed",
    label=_l("Đơn vị có biên bản kiểm tra"),
    channels=(Channel.INBOX,),
    subject=_l("Biên bản kiểm tra {body}"),
    long=_l(
        "Biên bản kiểm tra {body} của {title} đã ký. Đề nghị ông/bà xem biên bản, gửi ý kiến của đơn vị và minh chứng "
        "khắc phục các kiến nghị (nếu có) trước hết ngày {deadline}.\n\n{link}"
    ),
    short=_l("{body}: đã ký biên bản kiểm tra của {title}, khắc phục đến hết {deadline}. {link}"),
    example={
        Variable.BODY: _l("Khách sạn Biển Xanh"),
        Variable.TITLE: _l("UBND thành phố Phú Quốc"),
        Variable.DEADLINE: "11/5/2021",
        Variable.LINK: "https://portal.example.vn/inspections/1",
    },
    permission=Permission.INSPECTION_ANSWER,
)
ASSIGNED = NoticeKind(
    key="inspections.assigned",
    label=_l("Cán bộ được giao kiểm tra"),
    channels=(Channel.INBOX,),
    subject=_l("Được giao kiểm tra {body}"),
    long=_l("Ông/bà được giao kiểm tra {body} ngày {deadline}.\n\n{link}"),
    short=_l("Kiểm tra {body} ngày {deadline}. {link}"),
    example={
        Variable.BODY: _l("Khách sạn Biển Xanh"),
        Variable.DEADLINE: "11/5/2021",
        Variable.LINK: "https://portal.example.vn/inspections/1",
    },
    permission=Permission.INSPECTION_WORK,
)
define(SIGNED, ASSIGNED)
