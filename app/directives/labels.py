"""How measures, reasons, rhythms and statuses are named on screen, and the definition shown behind every figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from app.directives.measures.figures import Basis, Figure
from app.directives.measures.lead import StepKind, StepState
from app.directives.models import Obligation
from app.directives.rules import AcceptedCodes, ConfirmationOutcome, MeasureKey, PeriodStatus, ReceiptStatus, Rhythm
from app.organisations.labels import KIND_LABELS
from app.organisations.rules import OrganisationKind, RelationGroup
from app.units.labels import UNIT_KIND_LABELS
from app.units.rules import UnitKind
from app.web.filters import number, percent


@dataclass(frozen=True)
class Definition:
    """What a measure counts: its short name, numerator, denominator, and what is left out or shown apart."""

    name: LazyString
    counted: LazyString
    due: LazyString
    notes: LazyString


DEFINITIONS: Mapping[MeasureKey, Definition] = {
    MeasureKey.PUBLICISE: Definition(
        _l("Truyền thông, vận động khai báo bằng mã QR"),
        _l("hoạt động truyền thông trong kế hoạch đã làm, có minh chứng"),
        _l("hoạt động có trong kế hoạch của kỳ, đã đến ngày"),
        _l(
            "Cơ quan nhận công văn mà cả tháng không có kế hoạch thì tính một hoạt động chưa thực hiện. Hoạt động ghi "
            "sau ngày làm là ngoài kế hoạch, được nêu riêng. Minh chứng là ảnh hoặc đường dẫn."
        ),
    ),
    MeasureKey.QR: Definition(
        _l("Mã QR tại đơn vị, phương tiện"),
        _l(
            "điểm (đơn vị và từng phương tiện) có mã dùng được, của tokhaiyte.vn hoặc của cổng, đã xác nhận dán kể từ "
            "lần thay đổi gần nhất, tính đến ngày cuối kỳ"
        ),
        _l(
            "nơi có danh sách phải đăng ký: mọi điểm theo danh sách gốc, kể cả chưa đăng ký; nơi khác: điểm đang hoạt "
            "động, theo số đã đăng ký"
        ),
        _l(
            "Tách riêng: mã của tokhaiyte.vn, chỉ có mã của cổng, không có mã; đơn vị tự xác nhận đã dán, cán bộ đã "
            "nhìn thấy. Hai loại mẫu số không xếp thứ tự chung. Đơn vị ngoài danh sách gốc được nêu riêng, không tính."
        ),
    ),
    MeasureKey.ENTRY: Definition(
        _l("Kiểm soát vào, ra hằng ngày"),
        _l(
            "ngày mở cửa có khách vào được ghi nhận, có khách dùng ứng dụng quốc gia, hoặc đơn vị báo “không có khách” "
            "đúng hạn"
        ),
        _l("ngày mở cửa của từng đơn vị đang hoạt động, theo lịch của chính đơn vị"),
        _l(
            "Không tính ngày nghỉ trong tuần, ngày đã báo đóng cửa và ngày chưa hết hạn nhận số liệu (10 giờ sáng hôm "
            "sau); xe, tàu chạy theo chuyến chỉ tính ngày có chuyến. Lượt bị nghi vấn và lượt bổ sung muộn không được "
            "tính. Tách riêng: lượt ra được ghi nhận trên số lượt vào đã kết thúc (không gồm khách của taxi, xe ôm); "
            "lượt vào, ra dùng ứng dụng quốc gia; đóng cửa báo sau ngày đóng là số liệu cần kiểm tra."
        ),
    ),
    MeasureKey.SAFETY: Definition(
        _l("Cập nhật mức độ an toàn Covid-19"),
        _l(
            "(a) đơn vị có mức độ an toàn còn hiệu lực vào ngày cuối kỳ, tự đánh giá trên cổng này hoặc tại "
            "antoancovid.vn, safe.tourism.com.vn; (b) xã, phường, thị trấn được cấp huyện đặt hoặc xác nhận lại cấp "
            "độ trong kỳ"
        ),
        _l("(a) đơn vị đang hoạt động vào ngày cuối kỳ; (b) mọi xã, phường, thị trấn"),
        _l(
            "Không tính đơn vị tự khai tạm ngừng hoạt động. Tách riêng: từng mức độ, kết quả từ hệ thống quốc gia, đã "
            "hết hiệu lực, chưa đánh giá. Cấp độ của xã do UBND cấp huyện chịu trách nhiệm, tính theo ngày ghi trên "
            "cổng; cấp độ chỉ do tỉnh quyết định và cấp độ đặt từ trước kỳ được nêu riêng, không tính là đạt. Ấp, khu "
            "phố chưa có danh mục chung nên chỉ nêu số đã đặt. Tỷ lệ đơn vị an toàn không phải là cấp độ của khu vực."
        ),
    ),
    MeasureKey.ISOLATION: Definition(
        _l("Người được cách ly cập nhật sức khỏe hằng ngày"),
        _l("ngày cách ly có ít nhất một lần cập nhật sức khỏe"),
        _l("ngày cách ly phải cập nhật, kể từ ngày sau ngày tiếp nhận"),
        _l(
            "Không tính người đang nằm viện, đã chuyển đi hoặc đã hoàn thành. Đang chuyển giao thì tính cho nơi gửi "
            "đến khi nơi nhận tiếp nhận. Tách riêng: ai cập nhật, đã khai tại tokhaiyte.vn, ghi nhận vắng mặt (là một "
            "lần cập nhật và là một cảnh báo). Cả cách ly tập trung và tại nhà."
        ),
    ),
    MeasureKey.ZONES: Definition(
        _l("Khu vực cách ly y tế và Tổ Covid cộng đồng"),
        _l(
            "(a) hộ trong khu vực cách ly y tế được tổ ghi tình hình trong ngày; (b) tổ ở địa bàn nguy cơ cao đã nộp "
            "ít nhất một lượt đi trong ngày"
        ),
        _l(
            "(a) hộ trong danh sách của tổ phụ trách khu vực đang cách ly, mỗi ngày; (b) tổ ở địa bàn nguy cơ cao, "
            "mỗi ngày"
        ),
        _l(
            "Số liệu của một ngày được nhận đến 10 giờ hôm sau; ghi muộn hơn thì nêu riêng, không tính. Hộ đã khai tại "
            "tokhaiyte.vn được tính và nêu riêng. Danh sách địa bàn nguy cơ cao theo ngày. Tách riêng: số hộ trong "
            "danh sách của các tổ trên tổng số hộ, vào ngày cuối kỳ."
        ),
    ),
    MeasureKey.LEAD: Definition(
        _l("Quán triệt, chỉ đạo và trách nhiệm người đứng đầu"),
        _l(
            "việc đã làm đúng hạn: xác nhận tiếp nhận công văn, ghi văn bản triển khai có số, ngày và tệp, mọi cơ quan "
            "cấp dưới tiếp nhận, xác nhận kết quả kỳ"
        ),
        _l("việc đến hạn trong kỳ của từng cơ quan nhận công văn"),
        _l(
            "Cơ quan không có cấp dưới chỉ có ba việc. Làm muộn và “chưa đủ cơ sở xác nhận” được tách riêng; kỳ được "
            "mở lại tính theo lần xác nhận đầu."
        ),
    ),
}

SPLIT: Mapping[str, LazyString] = {
    "entries": _l("có khách vào"),
    "app_tally": _l("chỉ có khách dùng ứng dụng quốc gia"),
    "no_visitors": _l("báo không có khách"),
    "none": _l("không có số liệu"),
    "late": _l("bổ sung muộn"),
    "door_open": _l("chưa hết hạn nhận số liệu"),
    "announced_late": _l("báo đóng cửa sau ngày đóng"),
    "exits_recorded": _l("lượt ra được ghi nhận"),
    "entries_ended": _l("lượt vào đã kết thúc"),
    "apps_in": _l("lượt vào dùng ứng dụng quốc gia"),
    "apps_out": _l("lượt ra dùng ứng dụng quốc gia"),
    "national_officer": _l("mã tokhaiyte.vn, cán bộ đã nhìn thấy"),
    "national_manager": _l("mã tokhaiyte.vn, đơn vị tự xác nhận đã dán"),
    "displayed_officer": _l("chỉ mã của cổng, cán bộ đã nhìn thấy"),
    "displayed_manager": _l("chỉ mã của cổng, đơn vị tự xác nhận đã dán"),
    "not_accepted": _l("đã dán, không phải loại mã công văn yêu cầu"),
    "national_not_displayed": _l("có mã tokhaiyte.vn, chưa xác nhận dán"),
    "not_displayed": _l("chỉ có mã của cổng, chưa xác nhận dán"),
    "no_code": _l("đã đăng ký, chưa có mã"),
    "unregistered": _l("có trong danh sách gốc, chưa đăng ký hoặc chưa được duyệt"),
    "off_list": _l("ngoài danh sách gốc, không tính"),
    "by_list": _l("số điểm tính theo danh sách gốc"),
    "vehicles": _l("trong đó phương tiện"),
    "carried_out": _l("đã làm, có minh chứng"),
    "publicity_without_evidence": _l("đã làm, chưa có minh chứng"),
    "publicity_not_done": _l("chưa làm"),
    "no_plan": _l("tháng không có kế hoạch"),
    "unplanned": _l("ngoài kế hoạch, không tính"),
    "level_safe": _l("an toàn"),
    "level_at_risk": _l("có rủi ro"),
    "level_unsafe": _l("không an toàn"),
    "level_expired": _l("đánh giá đã hết hiệu lực"),
    "not_assessed": _l("chưa đánh giá"),
    "level_closed": _l("tự khai tạm ngừng hoạt động, không tính"),
    "level_national": _l("trong đó kết quả từ hệ thống quốc gia"),
    "area_set": _l("cấp độ của xã đặt hoặc xác nhận trong kỳ"),
    "area_by_province": _l("trong kỳ chỉ tỉnh quyết định cấp độ"),
    "area_before": _l("cấp độ đặt từ trước kỳ, chưa xác nhận lại"),
    "area_never": _l("chưa đặt cấp độ"),
    "hamlets_graded": _l("ấp, khu phố đặt hoặc xác nhận trong kỳ"),
    "isolation_self": _l("tự cập nhật"),
    "isolation_head": _l("chủ hộ cập nhật"),
    "isolation_staff": _l("cơ sở cách ly cập nhật"),
    "isolation_team": _l("Tổ Covid cộng đồng cập nhật"),
    "isolation_officer": _l("cán bộ cập nhật"),
    "isolation_absent": _l("ghi nhận vắng mặt"),
    "isolation_elsewhere": _l("đã khai tại tokhaiyte.vn"),
    "isolation_silent": _l("chưa cập nhật"),
    "isolation_sessions": _l("số buổi đã cập nhật"),
    "household_reported": _l("hộ trong khu vực cách ly đã ghi"),
    "household_late": _l("hộ ghi muộn, không tính"),
    "household_missing": _l("hộ chưa ghi"),
    "household_national": _l("trong đó hộ đã khai tại tokhaiyte.vn"),
    "round_filed": _l("tổ đã nộp lượt đi"),
    "round_late": _l("tổ nộp muộn, không tính"),
    "round_missing": _l("tổ chưa nộp"),
    "households_listed": _l("hộ trong danh sách của các tổ, ngày cuối kỳ"),
    "households_known": _l("tổng số hộ của các xã có tổ"),
    StepState.IN_TIME.split_name: _l("đúng hạn"),
    StepState.LATE.split_name: _l("làm muộn"),
    StepState.DECLINED.split_name: _l("chưa đủ cơ sở xác nhận"),
    StepState.MISSING.split_name: _l("chưa làm"),
    f"{StepKind.ACKNOWLEDGE.value}_due": _l("việc tiếp nhận đến hạn"),
    f"{StepKind.DOCUMENT.value}_due": _l("văn bản triển khai đến hạn"),
    f"{StepKind.BELOW.value}_due": _l("việc tiếp nhận của cấp dưới đến hạn"),
    f"{StepKind.CONFIRM.value}_due": _l("việc xác nhận kỳ đến hạn"),
}


@dataclass(frozen=True)
class Part:
    """A part of a measure that has a numerator and a denominator of its own: the reasons of both."""

    name: LazyString
    counted: Sequence[str]
    due: Sequence[str]


_OF_UNITS = ("level_safe", "level_at_risk", "level_unsafe")
PARTS: Mapping[MeasureKey, Sequence[Part]] = {
    MeasureKey.SAFETY: (
        Part(_l("(a) đơn vị"), _OF_UNITS, (*_OF_UNITS, "level_expired", "not_assessed")),
        Part(
            _l("(b) xã, phường, thị trấn"), ("area_set",), ("area_set", "area_by_province", "area_before", "area_never")
        ),
    ),
}

BASES: Mapping[Basis, LazyString] = {
    Basis.LIST: _l("theo danh sách gốc"),
    Basis.REGISTERED: _l("theo số đã đăng ký"),
}

ACCEPTED_CODES: Mapping[AcceptedCodes, LazyString] = {
    AcceptedCodes.ANY: _l("mã của tokhaiyte.vn hoặc của cổng"),
    AcceptedCodes.NATIONAL: _l("chỉ mã của tokhaiyte.vn"),
    AcceptedCodes.PORTAL: _l("chỉ mã của cổng"),
}

RHYTHMS: Mapping[Rhythm, LazyString] = {
    Rhythm.ONCE: _l("một lần"),
    Rhythm.DAILY: _l("hằng ngày, xác nhận hằng tuần"),
    Rhythm.WEEKLY: _l("hằng tuần"),
    Rhythm.MONTHLY: _l("hằng tháng"),
}

OUTCOMES: Mapping[ConfirmationOutcome, LazyString] = {
    ConfirmationOutcome.CONFIRMED: _l("Xác nhận"),
    ConfirmationOutcome.CONFIRMED_WITH_SHORTFALL: _l("Xác nhận, có nội dung chưa đạt"),
    ConfirmationOutcome.NOT_CONFIRMED: _l("Chưa đủ cơ sở xác nhận"),
}

# status: (word, colour of its tag)
PERIOD_STATUSES: Mapping[PeriodStatus, tuple[LazyString, str]] = {
    PeriodStatus.RUNNING: (_l("Chưa kết thúc"), "grey"),
    PeriodStatus.DUE: (_l("Đến hạn"), "yellow"),
    PeriodStatus.OVERDUE: (_l("Chậm"), "red"),
    PeriodStatus.CONFIRMED: (_l("Đã xác nhận"), "green"),
}
RECEIPT_STATUSES: Mapping[ReceiptStatus, tuple[LazyString, str]] = {
    ReceiptStatus.NOT_PASSED_ON: (_l("Cấp trên chưa triển khai"), "grey"),
    ReceiptStatus.UNOPENED: (_l("Chưa mở"), "red"),
    ReceiptStatus.OPENED: (_l("Đã mở, chưa tiếp nhận"), "yellow"),
    ReceiptStatus.ACKNOWLEDGED: (_l("Đã tiếp nhận"), "green"),
}
GROUPS: Mapping[RelationGroup, LazyString] = {
    RelationGroup.DIRECT: _l("Trực thuộc UBND tỉnh"),
    RelationGroup.PARTY: _l("Khối Đảng"),
    RelationGroup.MASS: _l("Đoàn thể"),
    RelationGroup.VERTICAL: _l("Ngành dọc, lực lượng vũ trang"),
}


def is_ordered(group: RelationGroup | None) -> bool:
    """Whether the chairman requires of this group; of the others he asks for cooperation."""
    return group is RelationGroup.DIRECT


def limits_words(obligation: Obligation) -> str:
    """Whom and what an obligation is limited to, when it is due, what is to come with it."""
    return _limits(obligation.high_risk_only, obligation.unit_kinds, obligation.cut_off_hour, obligation.evidence)


def obligation_words(row: Mapping[str, Any]) -> str:
    """An obligation that is being composed, in a line."""
    kinds = ", ".join(str(KIND_LABELS[OrganisationKind(kind)]) for kind in row["addressee_kinds"])
    words = gettext(
        "Gửi: %(kinds)s. Chỉ tiêu: %(share)s. Nhịp theo dõi: %(rhythm)s.",
        kinds=kinds,
        share=percent(row["target_share"]),
        rhythm=RHYTHMS[Rhythm(row["rhythm"])],
    )
    limits = _limits(row["high_risk_only"], row["unit_kinds"], row["cut_off_hour"], row["evidence"])
    return f"{words} {limits}".strip()


def _limits(high_risk_only: bool, unit_kinds: Sequence[str], cut_off_hour: int | None, evidence: str) -> str:
    kinds = ", ".join(str(UNIT_KIND_LABELS[UnitKind(kind)]) for kind in unit_kinds)
    words = (
        gettext("Chỉ với địa phương có nguy cơ cao.") if high_risk_only else "",
        gettext("Chỉ đo loại hình: %(kinds)s.", kinds=kinds) if kinds else "",
        gettext("Chốt lúc %(hour)s giờ.", hour=cut_off_hour) if cut_off_hour is not None else "",
        gettext("Minh chứng: %(evidence)s.", evidence=evidence) if evidence else "",
    )
    return " ".join(each for each in words if each)


def figure_words(figure: Figure) -> str:
    """A figure in a line: its share with numerator and denominator, of `qr` which denominator; or why there is none."""
    if figure.is_absent:
        return str(gettext("chưa có số liệu"))
    if figure.is_nothing_due:
        return str(gettext("không phát sinh"))
    basis = f", {basis_words(figure)}" if figure.measure is MeasureKey.QR else ""
    return f"{percent(figure.share)} ({number(figure.numerator)}/{number(figure.denominator)}{basis})"


def parts_of(figure: Figure) -> list[tuple[LazyString, Figure]]:
    """The parts of a figure by name, those of which something was due; of most measures none.

    A figure that was frozen before a part was counted has nothing due of it.
    """
    parts = [
        (part.name, Figure(figure.measure, _sum(figure, part.counted), _sum(figure, part.due)))
        for part in PARTS.get(figure.measure, ())
    ]
    return [(name, part) for name, part in parts if not part.is_nothing_due]


def _sum(figure: Figure, names: Sequence[str]) -> int:
    return sum(figure.split.get(name, 0) for name in names)


def basis_words(figure: Figure) -> str:
    """By which count the denominator of `qr` was taken."""
    if figure.basis is Basis.MIXED:
        return str(
            gettext("%(n)s điểm theo danh sách gốc, còn lại theo số đã đăng ký", n=number(figure.split["by_list"]))
        )
    return str(BASES[figure.basis])
