"""What is typed about a letter: its words and obligations, and what bodies write back."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, IntegerField
from wtforms.validators import NumberRange, ValidationError

from app.clock import local_day
from app.directives.labels import ACCEPTED_CODES, DEFINITIONS, RHYTHMS
from app.directives.rules import MeasureKey
from app.documents.papers import KeptPaper
from app.organisations.labels import KIND_LABELS
from app.organisations.rules import OrganisationKind
from app.units.labels import UNIT_KIND_LABELS
from app.web.forms import (
    DayField,
    EnumChecksField,
    EnumField,
    EnumRadioField,
    ParagraphField,
    PortalForm,
    TextField,
    at_most,
    optional,
    required,
)
from app.web.paper_field import PaperField

NUMBER_CHARACTERS, TITLE_CHARACTERS, SIGNER_CHARACTERS, REASON_CHARACTERS = 40, 300, 120, 300
WORDING_CHARACTERS, TEXT_CHARACTERS = 2000, 20_000
MEASURES = {key: DEFINITIONS[key].name for key in MeasureKey}
# A letter goes to bodies below the office, which itself issues it.
ADDRESSED = {kind: label for kind, label in KIND_LABELS.items() if kind is not OrganisationKind.PROVINCE_OFFICE}


class AcceptedCodesForm(PortalForm):
    """Which codes fulfil the letter's order to have one."""

    accepted_codes = EnumRadioField(_l("Mã được công nhận"), ACCEPTED_CODES, [required(_l("Hãy chọn loại mã."))])


class DraftForm(PortalForm):
    """What stands above the obligations of a letter."""

    number = TextField(
        _l("Số, ký hiệu"), [required(_l("Hãy nhập số, ký hiệu của công văn.")), at_most(NUMBER_CHARACTERS)]
    )
    title = TextField(_l("Trích yếu"), [required(_l("Hãy nhập trích yếu.")), at_most(TITLE_CHARACTERS)])
    signed_on = DayField(_l("Ngày ký"), [required(_l("Hãy nhập ngày ký."))])
    effective_on = DayField(_l("Có hiệu lực từ ngày"), [required(_l("Hãy nhập ngày có hiệu lực."))])
    signer = TextField(
        _l("Người ký (chức vụ, họ tên)"), [required(_l("Hãy nhập người ký.")), at_most(SIGNER_CHARACTERS)]
    )
    target_basis = TextField(
        _l("Căn cứ của chỉ tiêu"), [required(_l("Hãy ghi chỉ tiêu do ai đặt, theo văn bản nào.")), at_most(200)]
    )
    because = TextField(_l("Lý do sửa đổi, thay thế"), [at_most(REASON_CHARACTERS)])
    text = ParagraphField(_l("Toàn văn công văn"), [required(_l("Hãy nhập toàn văn.")), at_most(TEXT_CHARACTERS)])
    file = PaperField(_l("Bản đã ký (PDF hoặc ảnh quét)"))

    def __init__(self, *, amends: bool, content: Mapping[str, Any] | None = None) -> None:
        days = {name: date.fromisoformat(value) for name, value in (content or {}).items() if name in DAYS}
        super().__init__(data={**(content or {}), **days})
        self._amends = amends

    def validate_signed_on(self, field: Field) -> None:
        if field.data > local_day():
            raise ValidationError(str(_l("Ngày ký không thể sau hôm nay.")))

    def validate_effective_on(self, field: Field) -> None:
        if self.signed_on.data and field.data < self.signed_on.data:
            raise ValidationError(str(_l("Ngày có hiệu lực không thể trước ngày ký.")))

    def validate_because(self, field: Field) -> None:
        if self._amends and not field.data:
            raise ValidationError(str(_l("Hãy ghi vì sao công văn được sửa đổi.")))

    def head(self) -> dict[str, Any]:
        """What was typed, by name."""
        return {name: value for name, value in self.values().items() if name != "file"}

    def paper(self) -> tuple[str, KeptPaper] | None:
        """The signed letter, if a file came."""
        return (self.file.file_name, self.file.kept) if self.file.kept else None


DAYS = frozenset({"signed_on", "effective_on"})


class ObligationForm(PortalForm):
    """One numbered obligation of a letter."""

    wording = ParagraphField(
        _l("Nội dung yêu cầu"), [required(_l("Hãy ghi nội dung yêu cầu.")), at_most(WORDING_CHARACTERS)]
    )
    source = TextField(_l("Điểm, mục trong công văn"), [required(_l("Hãy ghi điểm, mục.")), at_most(120)])
    measure = EnumField(_l("Chỉ số đo"), MEASURES, [required(_l("Hãy chọn chỉ số đo."))])
    addressee_kinds = EnumChecksField(
        _l("Cơ quan phải thực hiện"), ADDRESSED, [required(_l("Hãy chọn ít nhất một loại cơ quan."))]
    )
    high_risk_only = BooleanField(_l("Chỉ với địa phương có nguy cơ cao"))
    unit_kinds = EnumChecksField(_l("Loại hình đơn vị được đo"), UNIT_KIND_LABELS, [optional()])
    target_percent = IntegerField(
        _l("Chỉ tiêu (%)"), [required(_l("Hãy nhập chỉ tiêu.")), NumberRange(1, 100, _l("Từ 1 đến 100."))]
    )
    rhythm = EnumRadioField(_l("Nhịp theo dõi"), RHYTHMS, [required(_l("Hãy chọn nhịp theo dõi."))])
    cut_off_hour = IntegerField(
        _l("Giờ chốt xác nhận trong ngày đến hạn"), [optional(), NumberRange(0, 23, _l("Từ 0 đến 23 giờ."))]
    )
    evidence = TextField(_l("Minh chứng kèm theo"), [at_most(TITLE_CHARACTERS)])

    def __init__(self, *, opens_hour: int, row: Mapping[str, Any] | None = None, taken: Collection[str] = ()) -> None:
        super().__init__(data=_typed(row) if row else None)
        self._taken, self._opens_hour = taken, opens_hour

    def validate_cut_off_hour(self, field: Field) -> None:
        """A period that closed before it opened could only be confirmed late."""
        if field.data is not None and field.data <= self._opens_hour:
            told = _("Kỳ mở để xác nhận từ %(n)s giờ của ngày đến hạn: giờ chốt phải sau đó.", n=self._opens_hour)
            raise ValidationError(told)

    def validate_measure(self, field: Field) -> None:
        if field.data and field.data.value in self._taken:
            raise ValidationError(str(_l("Công văn đã có nội dung đo bằng chỉ số này.")))

    def row(self) -> dict[str, Any]:
        """The obligation as letters are loaded."""
        return {
            "measure": self.measure.data.value,
            "wording": self.wording.data,
            "source": self.source.data,
            "addressee_kinds": [kind.value for kind in self.addressee_kinds.data or []],
            "high_risk_only": self.high_risk_only.data,
            "unit_kinds": [kind.value for kind in self.unit_kinds.data or []],
            "target_share": (self.target_percent.data or 0) / 100,
            "rhythm": self.rhythm.data.value,
            "cut_off_hour": self.cut_off_hour.data,
            "evidence": self.evidence.data,
        }


def _typed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "target_percent": round(row["target_share"] * 100), "measure": MeasureKey(row["measure"])}


class InstructionForm(PortalForm):
    """What a head adds for the bodies below."""

    instruction = ParagraphField(
        _l("Chỉ đạo thêm cho cấp dưới"), [required(_l("Hãy ghi nội dung chỉ đạo.")), at_most(WORDING_CHARACTERS)]
    )


class DocumentForm(PortalForm):
    """The document by which a body carries the letter out."""

    number = TextField(_l("Số, ký hiệu"), [required(_l("Hãy nhập số, ký hiệu.")), at_most(NUMBER_CHARACTERS)])
    title = TextField(_l("Tên loại, trích yếu"), [required(_l("Hãy nhập trích yếu.")), at_most(TITLE_CHARACTERS)])
    signed_on = DayField(_l("Ngày ký"), [required(_l("Hãy nhập ngày ký."))])
    file = PaperField(_l("Tệp văn bản (PDF hoặc ảnh quét)"), missing=_l("Hãy chọn tệp văn bản."))

    def validate_signed_on(self, field: Field) -> None:
        if field.data > local_day():
            raise ValidationError(str(_l("Ngày ký không thể sau hôm nay.")))

    def document(self) -> dict[str, Any]:
        """The keywords of the action."""
        typed = {name: value for name, value in self.values().items() if name != "file"}
        return {**typed, "file_name": self.file.file_name, "kept": self.file.kept}


class QuestionForm(PortalForm):
    """What a body asks back."""

    question = ParagraphField(_l("Câu hỏi"), [required(_l("Hãy ghi câu hỏi.")), at_most(WORDING_CHARACTERS)])


class AnswerForm(PortalForm):
    """The office's answer for all."""

    answer = ParagraphField(_l("Trả lời"), [required(_l("Hãy ghi câu trả lời.")), at_most(WORDING_CHARACTERS)])
