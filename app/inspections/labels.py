"""What inspections, what is looked at there and what was found are called on screen and on paper."""

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.inspections.queries import Need
from app.inspections.rules import (
    CodeVerdict,
    EntryPoint,
    FindingOutcome,
    FindingStatus,
    InspectionStatus,
    Lack,
    Origin,
    Party,
    PosterPoint,
    Seen,
    Sign,
)
from app.web.filters import number

# status: (word, colour of its tag)
STATUS_LABELS: Mapping[InspectionStatus, tuple[LazyString, str]] = {
    InspectionStatus.PLANNED: (_l("Đã lên kế hoạch"), "blue"),
    InspectionStatus.UNDER_WAY: (_l("Đang kiểm tra"), "yellow"),
    InspectionStatus.RECORDED: (_l("Đã ký biên bản, còn kiến nghị"), "orange"),
    InspectionStatus.CLOSED: (_l("Đã kết thúc"), "green"),
    InspectionStatus.CANCELLED: (_l("Đã hủy"), "grey"),
}
ORIGIN_LABELS: Mapping[Origin, LazyString] = {
    Origin.HAND: _l("Cơ quan tự chọn"),
    Origin.RISK: _l("Theo mức rủi ro"),
    Origin.REVISIT: _l("Kiểm tra lại"),
}
NEED_LABELS: Mapping[Need, LazyString] = {
    Need.TODAY: _l("Đến ngày kiểm tra"),
    Need.OVERDUE: _l("Có kiến nghị quá hạn"),
    Need.TO_CHECK: _l("Có minh chứng chờ xem"),
    Need.TO_FIX: _l("Có kiến nghị phải khắc phục"),
}
SEEN_LABELS: Mapping[Seen, LazyString] = {
    Seen.YES: _l("Có"),
    Seen.NO: _l("Không"),
    Seen.NOT_SEEN: _l("Không kiểm tra"),
}
POSTER_LABELS: Mapping[PosterPoint, LazyString] = {
    PosterPoint.PRESENT: _l("Có dán áp phích mã QR"),
    PosterPoint.VISIBLE: _l("Dán nơi dễ thấy, không bị che"),
    PosterPoint.LIT: _l("Đủ sáng để quét, kể cả buổi tối"),
    PosterPoint.HEIGHT: _l("Dán vừa tầm mắt, người ngồi xe lăn quét được"),
    PosterPoint.SCANS: _l("Mã quét được bằng điện thoại"),
}
ENTRY_LABELS: Mapping[EntryPoint, LazyString] = {
    EntryPoint.GUARD: _l("Có người kiểm soát tại cổng"),
    EntryPoint.DECLARES: _l("Khách được yêu cầu khai báo trước khi vào"),
    EntryPoint.TEMPERATURE: _l("Có đo thân nhiệt"),
    EntryPoint.MASKS: _l("Khách và nhân viên đeo khẩu trang"),
    EntryPoint.SANITISER: _l("Có dung dịch sát khuẩn tay"),
    EntryPoint.EXITS: _l("Lượt ra được ghi nhận"),
}
# verdict: (words, colour of its tag)
CODE_LABELS: Mapping[CodeVerdict, tuple[LazyString, str]] = {
    CodeVerdict.GENUINE: (_l("mã thật, đang dùng"), "green"),
    CodeVerdict.ENDING: (_l("mã đã thay, còn dùng tạm"), "yellow"),
    CodeVerdict.REPLACED: (_l("mã đã thay, không còn dùng"), "red"),
    CodeVerdict.OUT_OF_USE: (_l("mã đã ngừng"), "red"),
    CodeVerdict.OTHER_UNIT: (_l("mã của đơn vị khác"), "red"),
    CodeVerdict.UNKNOWN: (_l("không phải mã của cổng"), "red"),
}
PARTY_LABELS: Mapping[Party, LazyString] = {
    Party.TEAM: _l("Đại diện đoàn kiểm tra"),
    Party.UNIT: _l("Đại diện đơn vị"),
}
OUTCOME_LABELS: Mapping[FindingOutcome, LazyString] = {
    FindingOutcome.FIXED: _l("Đã khắc phục"),
    FindingOutcome.NOT_FIXED: _l("Chưa khắc phục"),
}
# status: (word, colour of its tag)
FINDING_LABELS: Mapping[FindingStatus, tuple[LazyString, str]] = {
    FindingStatus.OVERDUE: (_l("Quá hạn khắc phục"), "red"),
    FindingStatus.ANSWERED: (_l("Đã có minh chứng, chờ xem"), "yellow"),
    FindingStatus.WAITING: (_l("Trong hạn khắc phục"), "blue"),
    FindingStatus.FIXED: (_l("Đã khắc phục"), "green"),
    FindingStatus.NOT_FIXED: (_l("Chưa khắc phục, chuyển lần kiểm tra sau"), "orange"),
}
LACK_LABELS: Mapping[Lack, tuple[LazyString, str]] = {
    Lack.DAY: (_l("Ngày kiểm tra"), "inspected_on"),
    Lack.TEAM: (_l("Thành phần đoàn kiểm tra"), "team"),
    Lack.UNIT_SIDE: (_l("Người đại diện đơn vị"), "unit_side"),
    Lack.POSTERS: (_l("Áp phích mã QR: có dán hay không, ở từng cổng"), "posters"),
    Lack.ENTRY: (_l("Việc kiểm soát khách vào, ra: ít nhất một nội dung"), "entry"),
    Lack.EARLIER: (_l("Kết quả khắc phục của từng kiến nghị lần trước"), "earlier"),
    Lack.LEVEL_REASON: (_l("Lý do xếp mức khác với kết quả chấm tiêu chí"), "level_because"),
}
_SIGN_LABELS: Mapping[Sign, LazyString] = {
    Sign.UNSAFE: _l("đang ở mức Không an toàn"),
    Sign.AT_RISK: _l("đang ở mức Có rủi ro"),
    Sign.NOT_ASSESSED: _l("chưa đánh giá hoặc đã hết hiệu lực"),
    Sign.GAP: _l("lần kiểm tra trước thấp hơn mức đơn vị tự đánh giá"),
    Sign.NEVER: _l("chưa kiểm tra lần nào"),
}


def reason_words(reason: Any) -> str:
    """A reason of the risk plan in words with its points; `reason` is a Reason or what a plan kept of it."""
    kept = reason if isinstance(reason, dict) else reason.as_json()
    return str(
        _("%(sign)s (%(points)s điểm)", sign=_sign_words(Sign(kept["sign"]), kept["seen"]), points=kept["points"])
    )


def _sign_words(sign: Sign, seen: int) -> str:
    count = number(seen)
    match sign:
        case Sign.FLAGS:
            return str(_("%(count)s số liệu cần kiểm tra chưa được giải trình", count=count))
        case Sign.RATINGS:
            return str(_("%(count)s khách đánh giá kém trong 14 ngày", count=count))
        case Sign.FINDINGS:
            return str(_("%(count)s kiến nghị quá hạn khắc phục", count=count))
        case Sign.FOOTFALL:
            return str(_("%(count)s lượt khách một ngày", count=count))
        case Sign.LONG_AGO:
            return str(_("kiểm tra lần trước cách đây %(count)s ngày", count=count))
        case _:
            return str(_SIGN_LABELS[sign])
