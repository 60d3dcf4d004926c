"""Forms parse what browsers send: NFC text, clear messages in the reader's language, typed values out."""

import enum
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    Form,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import Choice, SelectChoice  # type: ignore[attr-defined]
from wtforms.form import BaseForm
from wtforms.validators import StopValidation, ValidationError

from app.text import InvalidPhone, nfc, normalise_phone

# WTForms speaks English; these are the messages of its own that our fields can still cause.
MESSAGES: Mapping[str, LazyString] = {
    "This field is required.": _l("Hãy điền ô này."),
    "Not a valid choice.": _l("Hãy chọn một trong các mục của danh sách."),
    "Not a valid choice": _l("Hãy chọn một trong các mục của danh sách."),
    "'%(value)s' is not a valid choice for this field.": _l("Hãy chọn trong các mục của danh sách."),
    "Invalid Choice: could not coerce.": _l("Hãy chọn một trong các mục của danh sách."),
    "Invalid choice(s): one or more data inputs could not be coerced.": _l("Hãy chọn trong các mục của danh sách."),
    "Not a valid integer value.": _l("Hãy nhập một số nguyên."),
    "Not a valid decimal value.": _l("Hãy nhập một số."),
    "Not a valid date value.": _l("Hãy nhập ngày theo mẫu 31/12/2021."),
    "Not a valid datetime value.": _l("Hãy nhập ngày giờ hợp lệ."),
    "Not a valid time value.": _l("Hãy nhập giờ theo mẫu 08:15."),
    "CSRF token missing.": _l("Trang đã mở quá lâu. Hãy gửi lại."),
}


# Outside lie typing mistakes (31/12/21) and days that no clock of ours can reckon with.
YEARS = range(1900, 2200)


class _Messages:
    """Gives WTForms our wording for its messages; an unknown one is an error, not English on the page."""

    def gettext(self, message: str) -> str:
        return str(MESSAGES[message])

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(MESSAGES[singular])


class PortalForm(FlaskForm):  # type: ignore[misc]
    """A form for people who signed in; its token is bound to their session."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def get_translations(self, form: Form) -> _Messages:
            return _Messages()

    def values(self) -> dict[str, Any]:
        """What was parsed, by field name: the keywords of the action behind the form."""
        return {name: value for name, value in self.data.items() if name != "csrf_token"}


class PublicForm(Form):
    """A form for citizens, without session or cookie; `web/stamps.py` guards it."""

    class Meta:
        def get_translations(self, form: Form) -> _Messages:
            return _Messages()

    def values(self) -> dict[str, Any]:
        """What was parsed, by field name."""
        return dict(self.data)


class TextField(StringField):
    """One line of text: NFC, blanks folded, no control characters."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = nfc(str(valuelist[0])) if valuelist else ""


class ParagraphField(TextAreaField):
    """Several lines of text: NFC, no control characters but line ends."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = nfc(str(valuelist[0]), multiline=True) if valuelist else ""


class PhoneField(TextField):
    """A phone number, kept as typed for the page and normalised in `data`; empty gives an empty string."""

    def pre_validate(self, form: BaseForm) -> None:
        if not self.data:
            return
        try:
            self.data = normalise_phone(self.data)
        except InvalidPhone as error:
            message = _l("Số điện thoại phải có 10 chữ số, bắt đầu bằng số 0; số nước ngoài bắt đầu bằng dấu +.")
            raise StopValidation(str(message)) from error


class DayField(DateField):
    """A day, typed as 31/12/2021 or chosen by the browser (2021-12-31)."""

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, format=["%d/%m/%Y", "%Y-%m-%d"], **options)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        # An empty field is the business of `required`, which knows what to say.
        if not valuelist or not str(valuelist[0]).strip():
            self.data = None
            return
        super().process_formdata([nfc(str(valuelist[0]))])
        if self.data is None or self.data.year not in YEARS:
            self.data = None
            raise ValueError(self.gettext("Not a valid date value."))


class ClockField(TimeField):
    """A time of the day by the province's clocks, typed as 08:15 or chosen by the browser."""

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, format=["%H:%M", "%H:%M:%S"], **options)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        # An empty field is the business of `required`, which knows what to say.
        if not valuelist or not str(valuelist[0]).strip():
            self.data = None
            return
        super().process_formdata([nfc(str(valuelist[0]))])


def enum_choices(members: type[enum.Enum], labels: Mapping[Any, Any]) -> list[SelectChoice]:
    """Choices of a select or radio list: each member's value with its label, in the labels' order."""
    return [SelectChoice(member.value, labels[member]) for member in labels if isinstance(member, members)]


def _marked(field: Any, chosen: Container[str]) -> Iterator[Choice]:
    """The field's choices as its widget draws them, those in `chosen` marked."""
    for choice in field.choices:
        yield Choice(choice.value, choice.label, choice.value in chosen, {})


class _EnumData:
    """Gives `data` as a member of the enum whose labels the field shows; nothing chosen is None."""

    def _coerce(self, members: type[enum.Enum]) -> Callable[[Any], Any]:
        return lambda value: None if value in (None, "", "None") else members(getattr(value, "value", value))


class EnumField(_EnumData, SelectField):
    """A drop-down over an enum; begins with an empty choice so that nothing is chosen by default."""

    def __init__(self, label: Any, labels: Mapping[Any, Any], validators: Any = None, **options: Any) -> None:
        members = type(next(iter(labels)))
        choices = [SelectChoice("", _l("— Chọn —")), *enum_choices(members, labels)]
        super().__init__(label, validators, coerce=self._coerce(members), choices=choices, **options)

    def iter_choices(self) -> Any:
        return _marked(self, {self.data.value if isinstance(self.data, enum.Enum) else ""})

    def pre_validate(self, form: BaseForm) -> None:
        offered = {choice.value for choice in self.iter_choices()}
        if self.raw_data and self.raw_data[0] not in offered:
            raise ValidationError(self.gettext("Not a valid choice."))


class RowField(SelectField):
    """A drop-down over rows; `row` is the chosen one, `data` its id as text. Nothing is chosen by default."""

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, coerce=str, choices=[], **options)
        # Drawn by `ui.field` as any drop-down.
        self.type = "SelectField"
        self._rows: dict[str, Any] = {}

    def offer(self, groups: Mapping[str | None, Iterable[Any]], *, blank: Any = None) -> None:
        """Let these rows (with `id` and `name`) be the choices, under the headings given; `blank` says none of them."""
        self._rows = {str(row.id): row for rows in groups.values() for row in rows}
        self.choices = [SelectChoice("", blank or _l("— Chọn —"))]
        for heading, rows in groups.items():
            self.choices += [SelectChoice(str(row.id), row.name, optgroup=heading) for row in rows]

    def choose(self, row: Any) -> None:
        """Show this row as the chosen one; None chooses nothing."""
        self.data = "" if row is None else str(row.id)

    @property
    def rows(self) -> Iterable[Any]:
        """What may be chosen."""
        return self._rows.values()

    @property
    def row(self) -> Any:
        """The chosen row, or None."""
        return self._rows.get(self.data or "")

    def pre_validate(self, form: BaseForm) -> None:
        if self.data and self.row is None:
            raise ValidationError(self.gettext("Not a valid choice."))


class EnumRadioField(_EnumData, RadioField):
    """Radio buttons over an enum, none chosen by default."""

    def __init__(self, label: Any, labels: Mapping[Any, Any], validators: Any = None, **options: Any) -> None:
        members = type(next(iter(labels)))
        super().__init__(
            label,
            validators,
            coerce=self._coerce(members),
            choices=enum_choices(members, labels),
            validate_choice=False,
            **options,
        )

    def iter_choices(self) -> Any:
        return _marked(self, {self.data.value} if isinstance(self.data, enum.Enum) else ())


class EnumChecksField(SelectMultipleField):
    """Check boxes over an enum; `data` is the list of chosen members."""

    def __init__(self, label: Any, labels: Mapping[Any, Any], validators: Any = None, **options: Any) -> None:
        members = type(next(iter(labels)))
        super().__init__(
            label,
            validators,
            coerce=lambda value: members(getattr(value, "value", value)),
            choices=enum_choices(members, labels),
            **options,
        )

    def iter_choices(self) -> Any:
        return _marked(self, {member.value for member in self.data or []})

    def pre_validate(self, form: BaseForm) -> None:
        """Nothing more to see: an unknown value was refused when it was coerced."""


def required(message: LazyString) -> Callable[[Form, Field], None]:
    """The field must hold something; `message` says what to do."""

    def validate(_form: Form, field: Field) -> None:
        if field.data in (None, "", []):
            if field.raw_data is not None and not any(str(each).strip() for each in field.raw_data):
                # Nothing typed is not a wrong number or day.
                field.errors = []
            if not field.errors:
                raise StopValidation(str(message))
            raise StopValidation()

    # Marks the field as required for the templates, without the browser's own bubbles (forms are `novalidate`).
    validate.field_flags = {"required": True}  # type: ignore[attr-defined]
    return validate


def optional() -> Callable[[Form, Field], None]:
    """An empty field is right, and the validators behind this one are not asked."""

    def validate(_form: Form, field: Field) -> None:
        empty = not field.raw_data or not str(field.raw_data[0]).strip()
        if empty:
            field.errors = []
            raise StopValidation()

    return validate


def at_most(characters: int) -> Callable[[Form, Field], None]:
    """The text must fit its column."""

    def validate(_form: Form, field: Field) -> None:
        if len(field.data or "") > characters:
            raise ValidationError(str(_l("Chỉ được dài đến %(n)s ký tự.", n=characters)))

    return validate


def at_least(characters: int) -> Callable[[Form, Field], None]:
    """The text must have this many characters."""

    def validate(_form: Form, field: Field) -> None:
        if len(field.data or "") < characters:
            raise ValidationError(str(_l("Phải có ít nhất %(n)s ký tự.", n=characters)))

    return validate
