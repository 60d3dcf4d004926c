"""What somebody in isolation says of himself, morning and evening."""

from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import ValidationError

from app.follow_ups.labels import HOUSEHOLD_NEEDS, SYMPTOM_LABELS
from app.follow_ups.rules.reports import (
    BadSpo2,
    BadTemperature,
    Kind,
    Reading,
    Symptom,
    read_spo2,
    read_temperature,
)
from app.text.clean import ascii_digits
from app.web.forms import EnumChecksField, EnumRadioField, PublicForm, TextField, at_most, optional, required


class Feeling(StrEnum):
    """Asked without a default: a health question is answered, not left as it was."""

    WELL = "well"
    ILL = "ill"


FEELING_LABELS = {Feeling.WELL: _l("Sức khỏe bình thường"), Feeling.ILL: _l("Có triệu chứng")}


class TemperatureField(TextField):
    """Degrees with comma or dot; `tenths` is the number."""

    tenths: int | None = None

    def pre_validate(self, form: Any) -> None:
        try:
            self.tenths = read_temperature(ascii_digits(self.data or ""))
        except BadTemperature as error:
            raise ValidationError(_("Thân nhiệt từ 35,0 đến 42,0, ví dụ: 36,8.")) from error


class OxygenField(TextField):
    """SpO2; `percent` is the number."""

    percent: int | None = None

    def pre_validate(self, form: Any) -> None:
        try:
            self.percent = read_spo2(ascii_digits(self.data or ""))
        except BadSpo2 as error:
            raise ValidationError(_("SpO2 từ 50% đến 100%, ví dụ: 97%.")) from error


class HealthForm(PublicForm):
    """Temperature, how one feels, what one needs."""

    temperature = TemperatureField(_l("Thân nhiệt (°C)"), [at_most(20)])
    feeling = EnumRadioField(
        _l("Ông/bà thấy trong người thế nào?"), FEELING_LABELS, [required(_l("Hãy chọn một mục."))]
    )
    symptoms = EnumChecksField(_l("Triệu chứng"), SYMPTOM_LABELS, [optional()])
    spo2 = OxygenField(_l("SpO2 (%), nếu có máy đo"), [at_most(20)])
    note = TextField(_l("Ghi chú"), [optional(), at_most(300)])
    needs = EnumChecksField(_l("Gia đình cần hỗ trợ"), HOUSEHOLD_NEEDS, [optional()])

    def validate_feeling(self, field: Field) -> None:
        if field.data is Feeling.ILL and not self.symptoms.data and not self.note.data:
            raise ValidationError(_("Hãy chọn triệu chứng, hoặc ghi vào ô Ghi chú."))

    def reading(self) -> Reading:
        """What it says."""
        symptoms = set(self.symptoms.data or [])
        if self.feeling.data is Feeling.ILL and not symptoms:
            symptoms = {Symptom.OTHER}
        found = tuple(sorted(symptoms))
        return Reading(Kind.HEALTH, self.temperature.tenths, self.spo2.percent, found, self.note.data or "")
