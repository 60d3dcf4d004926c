"""What people are told of isolation: alerts that nobody has taken, a second officer who is asked. Never of whom."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.door import Permission
from app.notices.kinds import NoticeKind, define
from app.notices.rules import Channel
from app.notices.wording import Variable

BY_SCREEN = (Channel.INBOX, Channel.EMAIL)
BY_ALL = (*BY_SCREEN, Channel.SMS, Channel.ZALO)
_ALERTS: Mapping[Variable, str | LazyString] = {
    Variable.COUNT: "3",
    Variable.TITLE: _l("sốt: 1, chưa cập nhật: 2"),
    Variable.LINK: "https://portal.example.vn/isolation/alerts",
}

ALERT_RAISED = NoticeKind(
    key="follow_ups.alert_raised",
    label=_l("Cảnh báo sức khỏe mới của người được cách ly"),
    channels=BY_SCREEN,
    subject=_l("{count} cảnh báo sức khỏe cần xử lý ({title})"),
    long=_l(
        "Có {count} cảnh báo sức khỏe của người được cách ly do ông/bà theo dõi ({title}). Đề nghị liên hệ ngay và "
        "bấm “Tôi nhận” trên cổng.\n\n{link}"
    ),
    short=_l("{count} cảnh báo sức khỏe người cách ly ({title}). {link}"),
    example=_ALERTS,
    permission=Permission.FOLLOW_UP_REPORT,
    is_urgent=True,
)
ALERT_RISEN = NoticeKind(
    key="follow_ups.alert_risen",
    label=_l("Cảnh báo sức khỏe chưa ai nhận được chuyển lên cấp trên"),
    channels=BY_ALL,
    subject=_l("{count} cảnh báo sức khỏe sau {minutes} phút chưa ai nhận ({title})"),
    long=_l(
        "Sau {minutes} phút, {count} cảnh báo sức khỏe của người được cách ly chưa ai nhận xử lý ({title}). Đề nghị "
        "ông/bà chỉ đạo xử lý và bấm “Tôi nhận” trên cổng.\n\n{link}"
    ),
    short=_l("Sau {minutes} phút, {count} cảnh báo sức khỏe người cách ly chưa ai nhận ({title}). {link}"),
    example={**_ALERTS, Variable.MINUTES: "30"},
    permission=Permission.FOLLOW_UP_REPORT,
    is_urgent=True,
)
LOOKS_ASKED = NoticeKind(
    key="follow_ups.looks_asked",
    label=_l("Đề nghị cán bộ thứ hai đồng ý mở xem thêm trường hợp"),
    channels=BY_SCREEN,
    subject=_l("Đồng nghiệp đề nghị được mở xem thêm trường hợp cách ly"),
    long=_l(
        "Một cán bộ đã mở xem đủ số người được phép trong một giờ và đề nghị được mở thêm. Đề nghị ông/bà xem lý do, "
        "đồng ý hoặc không đồng ý.\n\n{link}"
    ),
    short=_l("Có đề nghị mở xem thêm trường hợp cách ly, cần ông/bà đồng ý. {link}"),
    example={Variable.LINK: "https://portal.example.vn/isolation/looks"},
    permission=Permission.PERSON_READ,
)
define(ALERT_RAISED, ALERT_RISEN, LOOKS_ASKED)
