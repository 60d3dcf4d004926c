"""What committees are told of rounds: due soon, missing at the cut-off, still missing below."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.door import Permission
from app.notices.kinds import NoticeKind, define
from app.notices.rules import Channel
from app.notices.wording import Variable

BY_SCREEN = (Channel.INBOX, Channel.EMAIL)
BY_ALL = (*BY_SCREEN, Channel.SMS, Channel.ZALO)
_ROUND: Mapping[Variable, str | LazyString] = {
    Variable.BODY: _l("UBND phường Dương Đông"),
    Variable.PERIOD: _l("Buổi sáng 10/5/2021"),
    Variable.DEADLINE: "10:00, 10/5/2021",
    Variable.LINK: "https://portal.example.vn/zones/missing",
}
_ABOVE: Mapping[Variable, str | LazyString] = {
    **{name: value for name, value in _ROUND.items() if name is not Variable.BODY},
    Variable.COUNT: "2",
    Variable.BODIES: _l("UBND thành phố Phú Quốc, UBND thành phố Hà Tiên"),
}

BEFORE = NoticeKind(
    key="zones.round.before",
    label=_l("Tổ Covid sắp đến giờ nộp lượt đi"),
    channels=BY_SCREEN,
    subject=_l("Sắp đến giờ chốt lượt đi: {period}"),
    long=_l("{body} có tổ Covid cộng đồng chưa nộp lượt đi {period}, chốt lúc {deadline}.\n\n{link}"),
    short=_l("{body}: có tổ chưa nộp lượt đi {period}, chốt {deadline}. {link}"),
    example=_ROUND,
    permission=Permission.TEAM_MANAGE,
)
DUE = NoticeKind(
    key="zones.round.due",
    label=_l("Tổ Covid chưa nộp lượt đi đúng giờ"),
    channels=BY_ALL,
    subject=_l("Còn tổ chưa nộp lượt đi: {period}"),
    long=_l(
        "Đã quá {deadline} mà {body} còn tổ Covid cộng đồng chưa nộp lượt đi {period}. Đề nghị ông/bà đôn đốc và ghi "
        "nhận trên cổng.\n\n{link}"
    ),
    short=_l("Quá {deadline}: {body} còn tổ chưa nộp lượt đi {period}. {link}"),
    example=_ROUND,
    permission=Permission.TEAM_MANAGE,
)
ESCALATION = NoticeKind(
    key="zones.round.escalation",
    label=_l("Báo cáo cấp trên: tổ Covid chưa nộp lượt đi"),
    channels=BY_ALL,
    subject=_l("{count} nơi còn tổ chưa nộp lượt đi: {period}"),
    long=_l(
        "Quá {deadline}, còn {count} nơi có tổ Covid cộng đồng chưa nộp lượt đi {period}: {bodies}. Đề nghị ông/bà chỉ "
        "đạo và ghi nhận trên cổng.\n\n{link}"
    ),
    short=_l("Quá {deadline}: {count} nơi còn tổ chưa nộp lượt đi {period}. {link}"),
    example=_ABOVE,
    permission=Permission.ROUND_READ,
)
define(BEFORE, DUE, ESCALATION)
