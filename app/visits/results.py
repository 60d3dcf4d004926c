"""What the receipt says in one huge word, and what to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from app.declarations.catalogue import catalogue
from app.declarations.questions import Text, Wording
from app.declarations.rules import Handling, RiskLevel
from app.units.rules import ENTRY_ONLY, UnitKind
from app.visits.stays import Stay


@dataclass(frozen=True)
class Result:
    """The word for the guard, its colour, and advice for the visitor."""

    colour: str
    word: Text
    advice: Sequence[Text]


KEEP_DISTANCE = _l("Đeo khẩu trang, giữ khoảng cách, khử khuẩn tay.")
SCAN_OUT = _l("Khi ra về, hãy bấm Ra trên trang này hoặc quét lại mã tại cổng.")

RESULTS: Mapping[RiskLevel, Result] = {
    RiskLevel.GREEN: Result("green", _l("MỜI VÀO"), (KEEP_DISTANCE, SCAN_OUT)),
    RiskLevel.AMBER: Result(
        "amber",
        _l("MỜI GẶP NHÂN VIÊN"),
        (
            _l("Hãy đưa màn hình này cho người kiểm soát tại cổng và trả lời câu hỏi của họ."),
            KEEP_DISTANCE,
            SCAN_OUT,
        ),
    ),
}
HELD: Mapping[Handling, Result] = {
    Handling.CALL: Result(
        "red",
        _l("CHƯA VÀO – GẶP Y TẾ"),
        (
            _l("Xin đứng cách người khác 2 mét và đeo khẩu trang."),
            _l("Hãy gọi đường dây nóng hoặc trạm y tế xã, phường nơi gần nhất và làm theo hướng dẫn."),
            _l("Không đi phương tiện công cộng khi chưa được hướng dẫn."),
        ),
    ),
    Handling.SCREEN: Result(
        "red",
        _l("MỜI SANG KHU SÀNG LỌC"),
        (
            _l("Xin đứng cách người khác 2 mét và đeo khẩu trang."),
            _l("Hãy theo chỉ dẫn đến khu sàng lọc của cơ sở y tế này; không vào khu khám bệnh."),
        ),
    ),
    Handling.SEAT: Result(
        "red",
        _l("MỜI NGỒI RIÊNG"),
        (
            _l("Hãy đưa màn hình này cho người điều khiển hoặc phục vụ trên phương tiện."),
            _l("Xin ngồi riêng, đeo khẩu trang, không ăn uống, giữ khoảng cách đến hết chuyến."),
            _l("Khi đến nơi, hãy gọi đường dây nóng hoặc trạm y tế nơi gần nhất và làm theo hướng dẫn."),
        ),
    ),
}
ERASED = Result("grey", _l("ĐÃ XÓA"), (_l("Tờ khai đã được xóa theo thời hạn lưu."),))
WITHDRAWN = Result("grey", _l("ĐÃ RÚT TỜ KHAI"), (_l("Ông/bà đã rút tờ khai. Muốn vào, xin khai lại."),))
LEFT = _l("ĐÃ RA")


def result_of(stay: Stay) -> Result:
    """The result of the declaration by which the visitor came, in the words of that kind of unit."""
    if stay.withdrawn_at:
        return WITHDRAWN
    if stay.risk is None:
        return ERASED
    result = _said(stay.risk, catalogue().wording(stay.kind))
    if stay.risk is RiskLevel.RED:
        return replace(result, advice=[*_where(stay), *result.advice])
    if stay.vehicle in ENTRY_ONLY:
        return replace(result, advice=[line for line in result.advice if line is not SCAN_OUT])
    return result


def words_at(kind: UnitKind) -> Mapping[RiskLevel, Text]:
    """The huge word for each level at a kind of unit."""
    return {risk: _said(risk, catalogue().wording(kind)).word for risk in RiskLevel}


def _said(risk: RiskLevel, wording: Wording) -> Result:
    if risk is not RiskLevel.RED:
        return replace(RESULTS[risk], word=wording.text(risk.value, RESULTS[risk].word))
    held = HELD[wording.handling]
    own = wording.text("advice", "")
    return Result(held.colour, wording.text("red", held.word), [own, *held.advice] if own else held.advice)


def _where(stay: Stay) -> Sequence[Text]:
    """The room or seat that the unit named, and whom to call there."""
    place = [_l("Nơi mời ông/bà đến: %(place)s.", place=stay.held_place)] if stay.held_place else []
    phone = [_l("Gọi người trực y tế tại đây: %(phone)s.", phone=stay.held_phone)] if stay.held_phone else []
    return [*place, *phone]


def guards_word(stay: Stay) -> str:
    """What the guard has to read, whatever language the visitor chose: Vietnamese."""
    with force_locale("vi"):
        return str(LEFT if stay.checked_out_at else result_of(stay).word)
