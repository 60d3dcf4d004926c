"""What columns, groups and periods are called on screen."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.directives.measures import LeadStep, StepState
from app.directives.rules import MeasureKey, Period
from app.monitoring.queries import Show
from app.monitoring.rules import Band, PeriodChoice, Section, Step
from app.web.filters import day, number

# Short names for heads of columns and cards; the definitions are those of app/directives/labels.py.
MEASURE_LABELS: Mapping[MeasureKey, LazyString] = {
    MeasureKey.LEAD: _l("Quán triệt, chỉ đạo"),
    MeasureKey.QR: _l("Mã QR tại điểm"),
    MeasureKey.ENTRY: _l("Kiểm soát vào, ra"),
    MeasureKey.SAFETY: _l("Mức độ an toàn"),
    MeasureKey.ISOLATION: _l("Người được cách ly cập nhật"),
    MeasureKey.ZONES: _l("Khu vực cách ly, Tổ Covid"),
    MeasureKey.PUBLICISE: _l("Tuyên truyền"),
}

# Where no body or place is named.
WHOLE = _l("Toàn tỉnh")

STEPS: Mapping[str, LazyString] = {
    "acknowledge": _l("Tiếp nhận, quán triệt công văn"),
    "document": _l("Ghi văn bản triển khai"),
    "below": _l("Mọi cơ quan cấp dưới tiếp nhận"),
    "confirm": _l("Xác nhận kết quả của tuần"),
}

# What the numbers of a figure count.
COLUMNS: Mapping[MeasureKey, LazyString] = {
    MeasureKey.LEAD: _l("bước"),
    MeasureKey.QR: _l("điểm"),
    MeasureKey.ENTRY: _l("ngày mở cửa"),
    MeasureKey.SAFETY: _l("đơn vị, xã"),
    MeasureKey.ISOLATION: _l("ngày cách ly"),
    MeasureKey.PUBLICISE: _l("hoạt động"),
    MeasureKey.ZONES: _l("hộ, tổ mỗi ngày"),
}

SECTION_LABELS: Mapping[Section, LazyString] = {
    Section.DIRECT: _l("Cơ quan trực thuộc UBND tỉnh"),
    Section.DISTRICTS: _l("Huyện, thành phố"),
    Section.COMMUNES: _l("Xã, phường, thị trấn"),
    Section.PARTY: _l("Khối Đảng"),
    Section.MASS: _l("Mặt trận, đoàn thể"),
    Section.PLACES: _l("Theo địa bàn"),
    Section.VERTICAL: _l("Ngành dọc, lực lượng vũ trang"),
}

PERIOD_LABELS: Mapping[PeriodChoice, LazyString] = {
    PeriodChoice.TODAY: _l("Hôm nay"),
    PeriodChoice.YESTERDAY: _l("Hôm qua"),
    PeriodChoice.WEEK: _l("Tuần này"),
    PeriodChoice.LAST_7_DAYS: _l("7 ngày qua"),
    PeriodChoice.LAST_14_DAYS: _l("14 ngày qua"),
    PeriodChoice.LAST_28_DAYS: _l("28 ngày qua"),
}

SHOW_LABELS: Mapping[Show, LazyString] = {
    Show.DUE: _l("Tất cả phải có"),
    Show.MISSING: _l("Chưa đạt"),
    Show.COUNTED: _l("Đã đạt"),
    Show.ALL: _l("Kể cả không tính"),
}

STEP_STATES: Mapping[StepState, LazyString] = {
    StepState.IN_TIME: _l("Đúng hạn"),
    StepState.LATE: _l("Chậm"),
    StepState.DECLINED: _l("Chưa đủ cơ sở xác nhận"),
    StepState.MISSING: _l("Chưa thực hiện"),
}

# A step done after its day counts as late in the week of that day, and as done from the next week on.
DONE_BEFORE = _l("Đã làm, chậm từ kỳ trước")

STEP_LABELS: Mapping[Step, LazyString] = {
    Step.DAY: _l("Theo ngày"),
    Step.WEEK: _l("Theo tuần"),
    Step.MONTH: _l("Theo tháng"),
}

BAND_LABELS: Mapping[Band, LazyString] = {
    Band.HIGHEST: _l("từ 95%"),
    Band.HIGH: _l("85% – dưới 95%"),
    Band.MIDDLE: _l("70% – dưới 85%"),
    Band.LOW: _l("50% – dưới 70%"),
    Band.LOWEST: _l("dưới 50%"),
    Band.FEW: _l("dưới 5 mục phải có"),
    Band.NONE: _l("không phát sinh"),
}


def point_short(step: Step, period: Period) -> str:
    """What stands under a bar: its day, the first day of its week, its month."""
    return f"{period.first_on:%m/%y}" if step is Step.MONTH else f"{period.first_on:%d/%m}"


def point_words(step: Step, period: Period) -> str:
    """The same in a table."""
    match step:
        case Step.DAY:
            return day(period.first_on)
        case Step.MONTH:
            return f"{period.first_on:%m/%Y}"
        case Step.WEEK:
            return f"{day(period.first_on)} – {day(period.last_on)}"


def step_words(step: LeadStep) -> str:
    """What a head had to do, and for which week."""
    words = str(STEPS[step.kind.value])
    return f"{words} {period_words(step.period)}" if step.period else words


def step_result(step: LeadStep) -> str:
    """How a step stands; never "in time" beside a later day."""
    was_late = step.state is StepState.IN_TIME and step.done_at is not None and step.done_at > step.due_at
    return str(DONE_BEFORE if was_late else STEP_STATES[step.state])


def period_words(period: Period) -> str:
    """The days of a period within a sentence."""
    if period.first_on == period.last_on:
        return str(_("ngày %(day)s", day=day(period.first_on)))
    return str(_("từ %(first)s đến %(last)s", first=day(period.first_on), last=day(period.last_on)))


def withheld_rows(count: int) -> str:
    """What stands under rows for those of units that are counted and not named."""
    return str(_("và %(count)s dòng của đơn vị hạn chế công khai", count=number(count)))
