"""What managers and districts are told: a level is about to end, the grades of places are to be confirmed."""

from flask_babel import lazy_gettext as _l

from app.door import Permission
from app.notices.kinds import NoticeKind, define
from app.notices.rules import Channel
from app.notices.wording import Variable

EXPIRING = NoticeKind(
    key="safety.expiring",
    label=_l("Mức độ an toàn của đơn vị sắp hết hiệu lực"),
    channels=(Channel.INBOX,),
    subject=_l("Mức độ an toàn của {body} sắp hết hiệu lực"),
    long=_l(
        "Mức độ an toàn của {body} có hiệu lực đến hết ngày {deadline}. Đề nghị đánh giá lại trước ngày đó, hoặc ghi "
        "kết quả đã đánh giá tại hệ thống quốc gia.\n\n{link}"
    ),
    short=_l("Mức độ an toàn của {body} hết hiệu lực ngày {deadline}, đề nghị đánh giá lại. {link}"),
    example={
        Variable.BODY: _l("Khách sạn Biển Xanh"),
        Variable.DEADLINE: "20/5/2021",
        Variable.LINK: "https://portal.example.vn/units/1/safety",
    },
    permission=Permission.ASSESSMENT_MAKE,
)
AREAS_OLD = NoticeKind(
    key="safety.areas_old",
    label=_l("Cấp độ của địa bàn cần đặt hoặc xác nhận lại"),
    channels=(Channel.INBOX, Channel.EMAIL),
    subject=_l("{count} xã, phường, thị trấn cần đặt hoặc xác nhận lại cấp độ"),
    long=_l(
        "{count} xã, phường, thị trấn của {body} chưa được đặt cấp độ an toàn, hoặc đã lâu chưa xác nhận lại: {bodies}."
        "\n\n{link}"
    ),
    short=_l("{body}: {count} địa bàn cần đặt hoặc xác nhận lại cấp độ. {link}"),
    example={
        Variable.COUNT: "2",
        Variable.BODY: _l("UBND thành phố Phú Quốc"),
        Variable.BODIES: _l("Phường Dương Đông, Xã Dương Tơ"),
        Variable.LINK: "https://portal.example.vn/assessments/areas",
    },
    permission=Permission.AREA_GRADE,
)
define(EXPIRING, AREAS_OLD)
