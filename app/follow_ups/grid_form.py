"""A page of the grid: one field a person, and what stood there when the page was opened."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, HiddenField
from wtforms.validators import ValidationError

from app.follow_ups.rules.reports import BadSpo2, BadTemperature, Kind, Reading, read_cell, write_cell
from app.text.clean import ascii_digits
from app.web.forms import PortalForm, TextField, at_most

TOLD_ELSEWHERE = "t"


class CellField(TextField):
    """What is typed of one person; `reading` is what it says."""

    case_id: int
    reading: Reading = Reading()

    def pre_validate(self, form: Any) -> None:
        # What stood there already may be somebody's own words, which are no shorthand.
        if not form.is_changed(self.case_id):
            return
        try:
            self.reading = read_cell(ascii_digits(self.data or ""))
        except BadTemperature as error:
            raise ValidationError(_("Thân nhiệt từ 35,0 đến 42,0, ví dụ: 36,8.")) from error
        except BadSpo2 as error:
            raise ValidationError(_("SpO2 từ 50% đến 100%, ví dụ: 97%.")) from error


class GridForm(PortalForm):
    """A page of people, one field each; an empty field is a normal one."""

    ids: Sequence[int]

    def cell(self, case_id: int) -> CellField:
        """What was typed of somebody."""
        return self[f"cell-{case_id}"]  # type: ignore[no-any-return]

    def elsewhere(self, case_id: int) -> BooleanField:
        """Whether it was told to tokhaiyte.vn."""
        return self[f"elsewhere-{case_id}"]  # type: ignore[no-any-return]

    def was(self, case_id: int) -> HiddenField:
        """What stood there when the page was opened."""
        return self[f"was-{case_id}"]  # type: ignore[no-any-return]

    def says(self, case_id: int) -> Reading:
        """What the row says now; typed words go before the mark that it was told elsewhere."""
        cell = self.cell(case_id)
        return Reading(Kind.ELSEWHERE) if self.elsewhere(case_id).data and not cell.data else cell.reading

    def is_empty(self, case_id: int) -> bool:
        """Whether neither is anything typed nor the mark set."""
        return not self.cell(case_id).data and not self.elsewhere(case_id).data

    def is_changed(self, case_id: int) -> bool:
        """Whether the row was changed since the page was opened: what others wrote meanwhile is left alone."""
        was = self.was(case_id).data or ""
        stood = ("", True) if was == TOLD_ELSEWHERE else (was, False)
        return (self.cell(case_id).data or "", bool(self.elsewhere(case_id).data)) != stood


def grid_form(labels: Mapping[int, str], stands: Mapping[int, Reading], **options: Any) -> GridForm:
    """The form of these people, named by what stands beside their fields, filled with what stands of them."""
    fields: dict[str, Any] = {"ids": tuple(labels)}
    filled: dict[str, Any] = {}
    for case_id, label in labels.items():
        fields[f"cell-{case_id}"] = CellField(label, [at_most(500)])
        fields[f"elsewhere-{case_id}"] = BooleanField(_("%(name)s đã khai tại tokhaiyte.vn", name=label))
        fields[f"was-{case_id}"] = HiddenField("")
        if reading := stands.get(case_id):
            filled[f"cell-{case_id}"], filled[f"elsewhere-{case_id}"] = (
                write_cell(reading),
                reading.kind is Kind.ELSEWHERE,
            )
            filled[f"was-{case_id}"] = written(reading)
    form: GridForm = type("Form", (GridForm,), fields)(data=filled, **options)
    for case_id in labels:
        form.cell(case_id).case_id = case_id
    return form


def written(reading: Reading) -> str:
    """A record in one word, to see later whether the row was changed."""
    return TOLD_ELSEWHERE if reading.kind is Kind.ELSEWHERE else write_cell(reading)
