"""Fields of the register's forms: a week, a tax code."""

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, IntegerField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from app.text.clean import ascii_digits
from app.units.labels import WEEKDAY_LABELS
from app.units.rules import MOST_SEATS
from app.web.forms import TextField

TAX_CODE = re.compile(r"(\d{10})-?(\d{3})?", re.ASCII)


class WeekField(SelectMultipleField):
    """Check boxes of the week's days; `mask` has bit 0 for Monday."""

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        choices = [SelectChoice(str(n), text) for n, text in enumerate(WEEKDAY_LABELS)]
        super().__init__(label, validators, coerce=str, choices=choices, **options)
        self.type = "SelectMultipleField"

    @property
    def mask(self) -> int:
        """The chosen days as a unit keeps them."""
        return sum(1 << int(day) for day in set(self.data or []))

    def show(self, mask: int) -> None:
        """Mark the days of a unit's week."""
        self.data = [str(n) for n in range(len(WEEKDAY_LABELS)) if mask >> n & 1]

    def pre_validate(self, form: BaseForm) -> None:
        if any(day not in map(str, range(len(WEEKDAY_LABELS))) for day in self.data or []):
            raise ValidationError(self.gettext("Not a valid choice."))


class TaxCodeField(TextField):
    """A tax code of 10 digits, a branch's of 13; empty gives an empty string."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = re.sub(r"[\s.]", "", ascii_digits(self.data or ""))

    def pre_validate(self, form: BaseForm) -> None:
        found = TAX_CODE.fullmatch(self.data or "")
        if self.data and not found:
            raise ValidationError(str(_l("Mã số thuế gồm 10 chữ số, của chi nhánh gồm 13 chữ số.")))
        if found:
            self.data = "-".join(part for part in found.groups() if part)


class SeatsField(IntegerField):
    """How many passengers a vehicle takes; empty is None."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        typed = ascii_digits(str(valuelist[0]).strip()) if valuelist else ""
        super().process_formdata([typed] if typed else [])

    def pre_validate(self, form: BaseForm) -> None:
        if self.data is not None and not 1 <= self.data <= MOST_SEATS:
            raise ValidationError(str(_l("Số ghế từ 1 đến %(most)s.", most=MOST_SEATS)))


def legible(_form: BaseForm, field: Field) -> None:
    """A name or address holds letters or digits, not signs alone."""
    if field.data and not any(char.isalnum() for char in field.data):
        raise ValidationError(str(_l("Hãy viết bằng chữ.")))
