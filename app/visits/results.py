"""What the receipt says in one huge word, and what to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import LazyString, force_locale
from flask_babel import lazy_gettext as _l

from app.declarations.rules import RiskLevel
from app.units.rules import ENTRY_ONLY, UnitKind
from app.visits.stays import Stay


@dataclass(frozen=True)
class Result:
    """The word for the guard, its colour, and advice for the visitor."""

    colour: str
    word: LazyString
    advice: Sequence[LazyString]


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
    RiskLevel.RED: Result(
        "red",
        _l("CHƯA VÀO – GẶP Y TẾ"),
        (
            _l("Xin đứng cách người khác 2 mét và đeo khẩu trang."),
            _l("Hãy gọi đường dây nóng hoặc trạm y tế xã, phường nơi gần nhất và làm theo hướng dẫn."),
            _l("Không đi phương tiện công cộng khi chưa được hướng dẫn."),
        ),
    ),
}
SCREENING = Result(
    "red",
    _l("MỜI SANG KHU SÀNG LỌC"),
    (
        _l("Xin đứng cách người khác 2 mét và đeo khẩu trang."),
        _l("Hãy theo chỉ dẫn đến khu sàng lọc của cơ sở y tế này; không vào khu khám bệnh."),
    ),
)
ERASED = Result("grey", _l("ĐÃ XÓA"), (_l("Tờ khai đã được xóa theo thời hạn lưu."),))
LEFT = _l("ĐÃ RA")


def result_of(stay: Stay) -> Result:
    """The result of the declaration by which the visitor came; at health facilities red has words of its own."""
    if stay.risk is None:
        return ERASED
    if stay.risk is RiskLevel.RED and stay.kind is UnitKind.HOSPITAL:
        return SCREENING
    result = RESULTS[stay.risk]
    if stay.vehicle in ENTRY_ONLY:
        return replace(result, advice=[line for line in result.advice if line is not SCAN_OUT])
    return result


def guards_word(stay: Stay) -> str:
    """What the guard has to read, whatever language the visitor chose: Vietnamese."""
    with force_locale("vi"):
        return str(LEFT if stay.checked_out_at else result_of(stay).word)
