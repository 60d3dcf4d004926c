"""What the province sets about weeks and deadlines; letter 568 sets none of it."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.directives.rules import parse_holidays
from app.organisations.rules import RelationGroup
from app.settings import Setting, between, define
from app.units.labels import WEEKDAY_LABELS

NOT_IN_LETTER = "Chỉ tiêu do tỉnh đặt, Công văn 568/UBND-KGVX không quy định"
FRIDAY = 4

YES_NO = {"yes": _l("Có"), "no": _l("Không")}
# Only of those who stand directly below it does the province require; it sets the others when it wants to.
ESCALATES: Mapping[RelationGroup, str] = {
    RelationGroup.DIRECT: "yes",
    RelationGroup.PARTY: "no",
    RelationGroup.MASS: "no",
    RelationGroup.VERTICAL: "no",
}


def _yes_or_no(text: str) -> str:
    if text not in YES_NO:
        raise ValueError(text)
    return text


def _escalation(group: RelationGroup, label: LazyString) -> Setting:
    return Setting(
        key=f"directives.escalates_{group.value}",
        label=label,
        unit=_l("có hoặc không"),
        default=ESCALATES[group],
        basis=NOT_IN_LETTER,
        parse=_yes_or_no,
        choices=YES_NO,
    )


define(
    _escalation(RelationGroup.DIRECT, _l("Báo cáo cấp trên khi cơ quan trực thuộc UBND tỉnh chậm")),
    _escalation(RelationGroup.PARTY, _l("Báo cáo cấp trên khi cơ quan khối Đảng chậm")),
    _escalation(RelationGroup.MASS, _l("Báo cáo cấp trên khi đoàn thể chậm")),
    _escalation(RelationGroup.VERTICAL, _l("Báo cáo cấp trên khi cơ quan ngành dọc, lực lượng vũ trang chậm")),
    Setting(
        key="directives.remind_before_hours",
        label=_l("Nhắc trước hạn xác nhận kỳ"),
        unit=_l("giờ"),
        default=3,
        basis=NOT_IN_LETTER,
        parse=between(0, 240),
    ),
    Setting(
        key="directives.escalate_after_hours",
        label=_l("Báo cáo cấp trên sau hạn"),
        unit=_l("giờ"),
        default=2,
        basis=NOT_IN_LETTER,
        parse=between(0, 240),
    ),
    Setting(
        key="directives.week_first_weekday",
        label=_l("Ngày đầu của tuần xác nhận"),
        unit=_l("ngày trong tuần"),
        default=FRIDAY,
        basis=NOT_IN_LETTER,
        parse=between(0, 6),
        choices={str(number): label for number, label in enumerate(WEEKDAY_LABELS)},
    ),
    Setting(
        key="directives.confirmation_due_hour",
        label=_l("Hạn xác nhận trong ngày làm việc sau khi hết tuần"),
        unit=_l("giờ"),
        default=15,
        basis=NOT_IN_LETTER,
        parse=between(0, 23),
    ),
    Setting(
        key="directives.acknowledgement_days",
        label=_l("Hạn xác nhận tiếp nhận công văn, kể từ ngày gửi"),
        unit=_l("ngày"),
        default=3,
        basis=NOT_IN_LETTER,
    ),
    Setting(
        key="directives.below_days",
        label=_l("Hạn để mọi cơ quan cấp dưới tiếp nhận công văn, kể từ ngày gửi"),
        unit=_l("ngày"),
        default=5,
        basis=NOT_IN_LETTER,
    ),
    Setting(
        key="directives.document_days",
        label=_l("Hạn ghi văn bản triển khai, kể từ ngày gửi"),
        unit=_l("ngày"),
        default=7,
        basis=NOT_IN_LETTER,
    ),
    Setting(
        key="directives.holidays",
        label=_l("Ngày nghỉ lễ, hạn xác nhận chuyển sang ngày làm việc tiếp theo"),
        unit=_l("ngày/tháng hoặc ngày/tháng/năm, cách nhau bằng dấu phẩy"),
        default="01/01, 30/04, 01/05, 02/09",
        basis="Điều 112 Bộ luật Lao động 2019; ngày Tết do tỉnh bổ sung hằng năm",
        parse=parse_holidays,
    ),
)
