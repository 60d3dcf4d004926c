"""What is sent about imports: a file, what its columns hold, what texts mean, mended cells, what becomes of doubles."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError

from app.units.intake.labels import CHANGE_LABELS, COLUMN_LABELS, DUPLICATE_LABELS
from app.units.intake.rules import NEEDED, Choice, Column
from app.web.forms import EnumRadioField, PortalForm, required
from app.web.table_field import TableField


class FileForm(PortalForm):
    """A file of units."""

    file = TableField(_l("Tệp danh sách đơn vị"))


class ReturnedFileForm(PortalForm):
    """The file of wrong rows, mended."""

    file = TableField(_l("Tệp đã sửa"))


class ColumnsForm(PortalForm):
    """For each detail that a file may tell, which column of the file holds it."""

    labels: Mapping[Any, LazyString]

    @classmethod
    def over(
        cls,
        headings: Sequence[str],
        mapping: Mapping[Any, int],
        *,
        labels: Mapping[Any, LazyString] = COLUMN_LABELS,
        needed: Collection[Any] = NEEDED,
    ) -> "ColumnsForm":
        """The form for a file with these headings, as far as they were recognised; `labels` name the details."""
        choices = [SelectChoice("", _l("— Không có —"))]
        choices += [SelectChoice(str(n), f"{n + 1}. {heading}") for n, heading in enumerate(headings)]
        fields: dict[str, Any] = {"labels": labels}
        for column, label in labels.items():
            validators = [required(_l("Hãy chọn cột."))] if column in needed else []
            fields[column.value] = SelectField(label, validators, coerce=str, choices=choices)
        form_class = type("FileColumnsForm", (cls,), fields)
        return form_class(data={name: str(place) for name, place in mapping.items()})  # type: ignore[no-any-return]

    def mapping(self) -> dict[Any, int]:
        """What was chosen."""
        return {column: int(self[column.value].data) for column in self.labels if self[column.value].data}

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        places = list(self.mapping().values())
        self.form_errors = [str(_l("Một cột chỉ chọn được một lần."))] if len(set(places)) < len(places) else []
        return not self.form_errors


class ApplyForm(PortalForm):
    """What becomes of likely doubles and of changed rows, and whether the units are approved at once."""

    duplicates = EnumRadioField(_l("Các dòng có thể trùng"), DUPLICATE_LABELS, [required(_l("Hãy chọn một cách."))])
    changes = EnumRadioField(_l("Các đơn vị đã có, có thay đổi"), CHANGE_LABELS, [required(_l("Hãy chọn một cách."))])
    approves = BooleanField(_l("Duyệt luôn các đơn vị mới"))

    def validate_changes(self, field: Field) -> None:
        if field.data not in CHANGE_LABELS:
            raise ValidationError(self.Meta().get_translations(self).gettext("Not a valid choice."))


def typed_choices(prefix: str, allowed: Iterable[str]) -> dict[int, str]:
    """What was chosen in fields named `prefix` and a number, as far as it is allowed."""
    known = set(allowed)
    sent = ((name.removeprefix(prefix), value) for name, value in request.form.items() if name.startswith(prefix))
    return {int(number): value for number, value in sent if is_id(number) and value in known}


def typed_cells(row_ids: Iterable[int], columns: Iterable[Any] = Column) -> dict[int, dict[str, str]]:
    """The cells of rows as they were typed into the grid; names are `cell-<row>-<column>`."""
    names = [column.value for column in columns]
    cells = {row_id: {name: request.form.get(f"cell-{row_id}-{name}") for name in names} for row_id in row_ids}
    return {row_id: {name: text for name, text in said.items() if text is not None} for row_id, said in cells.items()}


def typed_ids() -> list[int]:
    """The rows that stood in the grid."""
    return [int(text) for text in request.form.getlist("row") if is_id(text)]


def is_id(text: str) -> bool:
    """Whether the text can be a row's id."""
    return text.isascii() and text.isdecimal() and len(text) <= 9


CHOICES = tuple(choice.value for choice in Choice)
