"""What acts, decisions and refused codes are called on screen, and the huge word for each."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.declarations.questions import Text, Wording
from app.declarations.rules import Handling, Question, RiskLevel
from app.gate.models import GateAct
from app.gate.rules.acts import ActKind, Clock, Decision
from app.gate.rules.scans import Unfit

ACT_LABELS: Mapping[ActKind, LazyString] = {
    ActKind.ENTERED: _l("Vào"),
    ActKind.LEFT: _l("Ra"),
    ActKind.HELD: _l("Mời dừng lại"),
    ActKind.KEPT_OUT: _l("Chưa cho vào"),
    ActKind.REFUSED_SCAN: _l("Mã không dùng được"),
    ActKind.APP_IN: _l("Đếm vào"),
    ActKind.APP_OUT: _l("Đếm ra"),
}
ACT_WORDS: Mapping[ActKind, LazyString] = {
    ActKind.ENTERED: _l("MỜI VÀO"),
    ActKind.LEFT: _l("ĐÃ RA"),
    ActKind.HELD: _l("MỜI DỪNG LẠI"),
    ActKind.KEPT_OUT: _l("CHƯA VÀO"),
    ActKind.REFUSED_SCAN: _l("MÃ KHÔNG DÙNG ĐƯỢC"),
    ActKind.APP_IN: _l("ĐÃ ĐẾM VÀO"),
    ActKind.APP_OUT: _l("ĐÃ ĐẾM RA"),
}
DECISION_WORDS: Mapping[Decision, LazyString] = {
    Decision.ADMITTED: _l("MỜI VÀO"),
    Decision.SCREENED: _l("MỜI SANG KHU SÀNG LỌC"),
    Decision.SEATED: _l("MỜI NGỒI RIÊNG"),
    Decision.KEPT_OUT: _l("CHƯA VÀO – GẶP Y TẾ"),
}
DECISION_LABELS: Mapping[Decision, LazyString] = {
    Decision.ADMITTED: _l("Đã hỏi lại, cho vào"),
    Decision.SCREENED: _l("Đã đưa sang khu sàng lọc"),
    Decision.SEATED: _l("Đã xếp chỗ ngồi riêng"),
    Decision.KEPT_OUT: _l("Chưa cho vào, chờ y tế"),
}
HANDLING_ADVICE: Mapping[Handling, LazyString] = {
    Handling.SCREEN: _l("Không từ chối người đến khám, điều trị, cách ly. Mời sang khu sàng lọc."),
    Handling.SEAT: _l("Không cho xuống giữa đường. Mời ngồi riêng, đeo khẩu trang, báo người điều khiển phương tiện."),
    Handling.CALL: _l("Mời đứng cách 2 mét, đeo khẩu trang, hỏi lại; nếu cần thì gọi y tế."),
}
UNFIT_LABELS: Mapping[Unfit, LazyString] = {
    Unfit.POSTER: _l("Đây là mã dán tại cổng để khách tự quét. Hãy quét mã trên biên nhận hoặc căn cước của khách."),
    Unfit.OTHER_PAGE: _l("Đây là một trang khác của cổng khai báo, không phải mã của khách."),
    Unfit.NATIONAL_PLACE: _l("Đây là mã địa điểm của tokhaiyte.vn. Hãy bấm nút đếm của ứng dụng mà khách dùng."),
    Unfit.PAYMENT: _l("Đây là mã chuyển tiền, không phải mã khai báo y tế."),
    Unfit.FOREIGN: _l("Đây là đường dẫn của trang khác, không phải mã khai báo y tế."),
    Unfit.MISTYPED: _l("Mã biên nhận bị gõ sai. Hãy tắt bộ gõ tiếng Việt và Caps Lock trên máy này rồi quét lại."),
    Unfit.BROKEN: _l("Thẻ đọc chưa đủ. Hãy quét lại hoặc nhập tay."),
    Unfit.UNKNOWN: _l("Không nhận ra mã này. Hãy quét lại, gõ số điện thoại hoặc nhập tay."),
}
CLOCK_LABELS: Mapping[Clock, LazyString] = {
    Clock.SERVER: _l("giờ máy chủ"),
    Clock.DEVICE: _l("giờ của máy ở cổng"),
    Clock.CORRECTED: _l("giờ của máy ở cổng, đã sửa sai lệch"),
    Clock.UNKNOWN: _l("giờ gửi, đồng hồ của máy không tin được"),
}
SHORT_QUESTIONS: Mapping[str, LazyString] = {
    Question.TRAVELLED.value: _l("Đã đến nơi khác"),
    Question.SYMPTOMS.value: _l("Sốt, ho, khó thở, đau họng, mệt mỏi"),
    Question.CONTACT_CASE.value: _l("Tiếp xúc người mắc hoặc nghi mắc COVID-19"),
    Question.CONTACT_COUNTRY.value: _l("Tiếp xúc người từ nước có bệnh"),
    Question.CONTACT_SYMPTOMS.value: _l("Tiếp xúc người có biểu hiện bệnh"),
}
_COLOURS: Mapping[ActKind, str] = {
    ActKind.HELD: RiskLevel.AMBER.value,
    ActKind.KEPT_OUT: RiskLevel.RED.value,
    ActKind.REFUSED_SCAN: RiskLevel.AMBER.value,
}


def word_of(act: GateAct, wording: Wording) -> Text:
    """What the guard has to read two metres away; what was done with who is held, as that kind of unit says it."""
    if act.decision is None:
        return ACT_WORDS[act.kind]
    usual = DECISION_WORDS[act.decision]
    return usual if act.decision is Decision.ADMITTED else wording.text("red", usual)


def colour_of(act: GateAct) -> str:
    """The colour that goes with the word."""
    if act.decision in (Decision.SCREENED, Decision.SEATED):
        return RiskLevel.AMBER.value
    return _COLOURS.get(act.kind, RiskLevel.GREEN.value)
