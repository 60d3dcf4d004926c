"""A wrong result put right: what is right, why, and of a positive one what the person is from now on."""

from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError

from app.follow_ups.labels import CLASS_LABELS, RESULT_LABELS
from app.follow_ups.rules.cases import CaseClass, Correction, SampleResult
from app.web.forms import EnumField, EnumRadioField, PortalForm, TextField, at_most, enum_choices, required


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
