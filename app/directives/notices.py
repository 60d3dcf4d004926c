"""What heads are told: a letter has come, its receipt or a period is due, or is missing in the bodies below."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.door import Permission
from app.notices.kinds import NoticeKind, define
from app.notices.rules import Channel
from app.notices.wording import Variable

BY_SCREEN = (Channel.INBOX, Channel.EMAIL)
BY_ALL = (*BY_SCREEN, Channel.SMS, Channel.ZALO)
# Observers read of it where they look; a reminder is for who works on it.
WORKS_ON_IT = Permission.REPORT_COMPILE

_LETTER: Mapping[Variable, str | LazyString] = {
    Variable.LETTER: "568/UBND-KGVX",
    Variable.DEADLINE: "15:00, 14/5/2021",
    Variable.LINK: "https://portal.example.vn/directives/1",
}
_BODY: Mapping[Variable, str | LazyString] = {
    **_LETTER,
    Variable.ASKS: _l("yêu cầu"),
    Variable.BODY: _l("Sở Du lịch"),
}
_ABOVE: Mapping[Variable, str | LazyString] = {
    **_LETTER,
    Variable.COUNT: "2",
    Variable.BODIES: _l("Sở Du lịch, UBND thành phố Hà Tiên"),
}
_PERIOD = {Variable.PERIOD: "07/5/2021 – 13/5/2021"}
_TITLE: Mapping[Variable, str | LazyString] = {Variable.TITLE: _l("Đẩy mạnh khai báo y tế điện tử bằng mã QR")}
_ALL_BODIES: Mapping[Variable, str | LazyString] = {
    variable: value for variable, value in _BODY.items() if variable is not Variable.BODY
}

LETTER = NoticeKind(
    key="directives.letter",
    label=_l("Có công văn mới"),
    channels=BY_ALL,
    subject=_l("Công văn số {letter}"),
    long=_l(
        "Chủ tịch UBND tỉnh {asks} người đứng đầu cơ quan tiếp nhận, quán triệt và tổ chức thực hiện Công văn số "
        "{letter}: {title}. Hạn xác nhận tiếp nhận: {deadline}.\n\n{link}"
    ),
    short=_l("Công văn {letter}: {asks} người đứng đầu xác nhận tiếp nhận, hạn {deadline}. {link}"),
    example={**_ALL_BODIES, **_TITLE},
    permission=WORKS_ON_IT,
)
AMENDMENT = NoticeKind(
    key="directives.amendment",
    label=_l("Công văn sửa đổi, thay thế"),
    channels=BY_ALL,
    subject=_l("Sửa đổi, thay thế Công văn số {replaced}"),
    long=_l(
        "Công văn số {letter}: {title} sửa đổi, thay thế Công văn số {replaced}. Chủ tịch UBND tỉnh {asks} người đứng "
        "đầu cơ quan xem nội dung sửa đổi và xác nhận tiếp nhận lại, kể cả nơi đã tiếp nhận bản trước. Hạn xác nhận "
        "tiếp nhận: {deadline}.\n\n{link}"
    ),
    short=_l(
        "Công văn {letter} thay thế {replaced}: {asks} người đứng đầu xác nhận tiếp nhận lại, hạn {deadline}. {link}"
    ),
    example={**_ALL_BODIES, **_TITLE, Variable.LETTER: _l("568/UBND-KGVX (bản 2)"), Variable.REPLACED: "568/UBND-KGVX"},
    permission=WORKS_ON_IT,
)
RECEIPT_BEFORE_DUE = NoticeKind(
    key="directives.receipt.before",
    label=_l("Sắp đến hạn tiếp nhận công văn"),
    channels=BY_SCREEN,
    subject=_l("Sắp đến hạn xác nhận tiếp nhận Công văn số {letter}"),
    long=_l(
        "UBND tỉnh {asks} {body} xác nhận tiếp nhận Công văn số {letter}, hạn {deadline}. Đến nay chưa có xác nhận của "
        "người đứng đầu.\n\n{link}"
    ),
    short=_l("{body} chưa tiếp nhận Công văn {letter}, hạn {deadline}. {link}"),
    example=_BODY,
    permission=WORKS_ON_IT,
)
RECEIPT_DUE = NoticeKind(
    key="directives.receipt.due",
    label=_l("Đến hạn tiếp nhận công văn"),
    channels=BY_ALL,
    subject=_l("Đã đến hạn xác nhận tiếp nhận Công văn số {letter}"),
    long=_l(
        "Đã đến hạn {deadline} mà {body} chưa xác nhận tiếp nhận Công văn số {letter}. UBND tỉnh {asks} người đứng đầu "
        "xác nhận ngay.\n\n{link}"
    ),
    short=_l("Đến hạn {deadline}: {body} chưa tiếp nhận Công văn {letter}. {link}"),
    example=_BODY,
    permission=WORKS_ON_IT,
)
RECEIPT_ESCALATION = NoticeKind(
    key="directives.receipt.escalation",
    label=_l("Báo cáo cấp trên: cơ quan chưa tiếp nhận công văn"),
    channels=BY_ALL,
    subject=_l("{count} cơ quan chưa tiếp nhận Công văn số {letter}"),
    long=_l(
        "Quá hạn {deadline}, còn {count} cơ quan cấp dưới chưa xác nhận tiếp nhận Công văn số {letter}: {bodies}."
        "\n\n{link}"
    ),
    short=_l("Quá hạn {deadline}: {count} cơ quan chưa tiếp nhận Công văn {letter}. {link}"),
    example=_ABOVE,
    permission=WORKS_ON_IT,
)
PERIOD_BEFORE = NoticeKind(
    key="directives.period.before",
    label=_l("Sắp đến hạn xác nhận kỳ"),
    channels=BY_SCREEN,
    subject=_l("Sắp đến hạn xác nhận kỳ {period}"),
    long=_l(
        "UBND tỉnh {asks} {body} xác nhận kết quả thực hiện Công văn số {letter} kỳ {period}, hạn {deadline}.\n\n{link}"
    ),
    short=_l("{body} chưa xác nhận kỳ {period}, hạn {deadline}. {link}"),
    example={**_BODY, **_PERIOD},
    permission=WORKS_ON_IT,
)
PERIOD_DUE = NoticeKind(
    key="directives.period.due",
    label=_l("Đến hạn xác nhận kỳ"),
    channels=BY_ALL,
    subject=_l("Đã đến hạn xác nhận kỳ {period}"),
    long=_l(
        "Đã đến hạn {deadline} mà {body} chưa xác nhận kết quả thực hiện Công văn số {letter} kỳ {period}. UBND tỉnh "
        "{asks} người đứng đầu xác nhận ngay, hoặc nêu lý do chưa đủ cơ sở xác nhận.\n\n{link}"
    ),
    short=_l("Đến hạn {deadline}: {body} chưa xác nhận kỳ {period}. {link}"),
    example={**_BODY, **_PERIOD},
    permission=WORKS_ON_IT,
)
PERIOD_ESCALATION = NoticeKind(
    key="directives.period.escalation",
    label=_l("Báo cáo cấp trên: cơ quan chưa xác nhận kỳ"),
    channels=BY_ALL,
    subject=_l("{count} cơ quan chưa xác nhận kỳ {period}"),
    long=_l(
        "Quá hạn {deadline}, còn {count} cơ quan cấp dưới chưa xác nhận kết quả thực hiện Công văn số {letter} kỳ "
        "{period}: {bodies}.\n\n{link}"
    ),
    short=_l("Quá hạn {deadline}: {count} cơ quan chưa xác nhận kỳ {period}. {link}"),
    example={**_ABOVE, **_PERIOD},
    permission=WORKS_ON_IT,
)
_ASKED = {variable: _BODY[variable] for variable in (Variable.LETTER, Variable.BODY, Variable.LINK)}
_OF_PERIOD = {Variable.LETTER: _LETTER[Variable.LETTER], Variable.LINK: _LETTER[Variable.LINK], **_PERIOD}
INSTRUCTION = NoticeKind(
    key="directives.instruction",
    label=_l("Cấp trên chỉ đạo thêm về công văn"),
    channels=BY_SCREEN,
    subject=_l("{body} chỉ đạo thêm về Công văn số {letter}"),
    long=_l("Người đứng đầu {body} chỉ đạo thêm về việc thực hiện Công văn số {letter}.\n\n{link}"),
    short=_l("{body} chỉ đạo thêm về Công văn {letter}. {link}"),
    example=_ASKED,
    permission=WORKS_ON_IT,
)
QUESTION = NoticeKind(
    key="directives.question",
    label=_l("Cơ quan hỏi về công văn"),
    channels=BY_SCREEN,
    subject=_l("{body} hỏi về Công văn số {letter}"),
    long=_l("{body} hỏi về Công văn số {letter}. Câu trả lời hiện cho mọi cơ quan nhận công văn.\n\n{link}"),
    short=_l("{body} hỏi về Công văn {letter}. {link}"),
    example=_ASKED,
    permission=Permission.DIRECTIVE_ISSUE,
)
ANSWER = NoticeKind(
    key="directives.answer",
    label=_l("Đã trả lời câu hỏi về công văn"),
    channels=BY_SCREEN,
    subject=_l("Đã trả lời câu hỏi về Công văn số {letter}"),
    long=_l("Văn phòng UBND tỉnh đã trả lời câu hỏi của cơ quan ông/bà về Công văn số {letter}.\n\n{link}"),
    short=_l("Đã trả lời câu hỏi về Công văn {letter}. {link}"),
    example={name: _LETTER[name] for name in (Variable.LETTER, Variable.LINK)},
    permission=WORKS_ON_IT,
)
PREPARED = NoticeKind(
    key="directives.prepared",
    label=_l("Cán bộ đầu mối trình xác nhận kỳ"),
    channels=BY_SCREEN,
    subject=_l("Đã trình xác nhận kỳ {period}"),
    long=_l(
        "Cán bộ đầu mối đã trình ông/bà nội dung xác nhận kết quả thực hiện Công văn số {letter} kỳ {period}. Ông/bà "
        "xem và phê duyệt trên một trang.\n\n{link}"
    ),
    short=_l("Đã trình xác nhận kỳ {period}. {link}"),
    example=_OF_PERIOD,
    permission=Permission.PERIOD_CONFIRM,
)
REOPENED = NoticeKind(
    key="directives.reopened",
    label=_l("Kỳ đã xác nhận được mở lại"),
    channels=BY_SCREEN,
    subject=_l("Kỳ {period} được mở lại để xác nhận lại"),
    long=_l(
        "Cấp trên đã mở lại kỳ {period} của Công văn số {letter} và nêu lý do. Bản đã xác nhận được giữ nguyên; đề "
        "nghị xác nhận lại, hạn {deadline}.\n\n{link}"
    ),
    short=_l("Kỳ {period} được mở lại, đề nghị xác nhận lại, hạn {deadline}. {link}"),
    example={**_OF_PERIOD, Variable.DEADLINE: _LETTER[Variable.DEADLINE]},
    permission=WORKS_ON_IT,
)
define(LETTER, AMENDMENT, RECEIPT_BEFORE_DUE, RECEIPT_DUE, RECEIPT_ESCALATION)
define(PERIOD_BEFORE, PERIOD_DUE, PERIOD_ESCALATION)
define(INSTRUCTION, QUESTION, ANSWER, PREPARED, REOPENED)
