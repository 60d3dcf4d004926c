"""A wrong result put right: what is right, why, of a positive one what the person is from now on; a wrong record."""

from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError

from app.follow_ups.labels import CLASS_LABELS, KIND_LABELS, RESULT_LABELS, SYMPTOM_LABELS
from app.follow_ups.public_forms import OxygenField, TemperatureField
from app.follow_ups.rules.cases import CaseClass, Correction, SampleResult
from app.follow_ups.rules.reports import Kind, Reading, write_tenths
from app.web.forms import (
    EnumChecksField,
    EnumField,
    EnumRadioField,
    PortalForm,
    TextField,
    at_most,
    enum_choices,
    optional,
    required,
)


class After(StrEnum):
    """What the person is once a positive result was wrong."""

    RESTORE = "restore"
    KEEP = "keep"


class CorrectionForm(PortalForm):
    """What a sample showed in truth; `seen` is what stood there when the page was opened."""

    seen = HiddenField("")
    corrected = EnumField(_l("Kết quả đúng"), RESULT_LABELS, [required(_l("Hãy chọn kết quả đúng."))])
    correction_reason = TextField(
        _l("Lý do sửa"),
        [required(_l("Hãy ghi lý do, ví dụ: ghi nhầm người, theo phiếu trả kết quả số 15.")), at_most(200)],
    )
    after = EnumRadioField(
        _l("Phân loại của người này từ nay"), {After.RESTORE: _l("Trở lại như trước"), After.KEEP: _l("Giữ F0")}
    )

    def __init__(self, stands: SampleResult, class_before: CaseClass | None, **options: Any) -> None:
        super().__init__(**options)
        self._stands, self._class_before = stands, class_before
        if class_before:
            restored = _("Trở lại %(name)s, như trước khi có kết quả dương tính", name=CLASS_LABELS[class_before])
            labels = {After.RESTORE: restored, After.KEEP: _("Giữ F0, vì còn căn cứ khác")}
            self.after.choices = enum_choices(After, labels)
            self.after.flags.required = True
        others = {result: label for result, label in RESULT_LABELS.items() if result is not stands}
        self.corrected.choices = [
            SelectChoice("", _("— Chọn —")),
            *enum_choices(SampleResult, others),
        ]

    @property
    def asks_for_class(self) -> bool:
        """Whether the person is F0 because of this result."""
        return self._class_before is not None

    def correction(self) -> Correction:
        """What was decided."""
        restored = self._class_before if self.after.data is After.RESTORE else None
        seen = SampleResult(self.seen.data) if self.seen.data in set(SampleResult) else self._stands
        return Correction(seen, self.corrected.data, self.correction_reason.data or "", restored)

    def validate_after(self, field: Field) -> None:
        if self.asks_for_class and self.corrected.data and field.data is None:
            raise ValidationError(_("Hãy quyết định phân loại của người này."))


class ReportCorrectionForm(PortalForm):
    """How somebody was in truth in a session that was written down wrongly."""

    kind = EnumRadioField(
        _l("Buổi này"), {**KIND_LABELS, Kind.HEALTH: _l("Có mặt, có số liệu")}, [required(_l("Hãy chọn một mục."))]
    )
    temperature = TemperatureField(_l("Thân nhiệt (°C)"), [optional(), at_most(20)])
    spo2 = OxygenField(_l("SpO2 (%)"), [optional(), at_most(20)])
    symptoms = EnumChecksField(_l("Triệu chứng"), SYMPTOM_LABELS, [optional()])
    note = TextField(_l("Ghi chú"), [optional(), at_most(300)])
    correction_reason = TextField(
        _l("Lý do sửa"), [required(_l("Hãy ghi lý do, ví dụ: ghi nhầm người, gõ nhầm số.")), at_most(200)]
    )

    @classmethod
    def of(cls, reading: Reading | None) -> "ReportCorrectionForm":
        """Filled with what stands."""
        said = reading or Reading()
        return cls(
            formdata=None,
            data={
                "kind": said.kind,
                "temperature": write_tenths(said.tenths) if said.tenths else "",
                "spo2": str(said.spo2 or ""),
                "symptoms": list(said.symptoms),
                "note": said.note,
            },
        )

    def reading(self) -> Reading:
        """What is right."""
        if self.kind.data is not Kind.HEALTH:
            return Reading(self.kind.data)
        found = tuple(sorted(self.symptoms.data or ()))
        return Reading(Kind.HEALTH, self.temperature.tenths, self.spo2.percent, found, self.note.data or "")
