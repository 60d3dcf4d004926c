"""What a manager answers to criteria, and says of an assessment made elsewhere."""

from collections.abc import Callable, Container, Mapping
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from app.safety.fields import PictureField
from app.safety.labels import ASSESSED_LABELS, NATIONAL_LABELS
from app.safety.rules import HOSTS, Criterion, Section, is_address_at
from app.units.fields import legible
from app.web.filters import day
from app.web.forms import DayField, EnumRadioField, PortalForm, TextField, at_most, optional, required

NOTE_CHARACTERS = 300


def _value(chosen: Any) -> int | None:
    return None if chosen in (None, "", "None") else int(chosen)


class AnswerField(RadioField):
    """The options of a criterion; while the assessment is a draft none need be chosen."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, coerce=_value, validate_choice=False, **options)
        # Drawn by `ui.field` as any radio buttons.
        self.type = "RadioField"
        # Before it is submitted, not before it is saved.
        self.flags.required = True

    def pre_validate(self, form: BaseForm) -> None:
        offered = {value for value, _text, _chosen, _attributes in self.iter_choices()}
        if self.data is not None and self.data not in offered:
            raise ValidationError(self.gettext("Not a valid choice."))


class SectionForm(PortalForm):
    """The criteria of one section; `form_of` makes the class with their fields."""

    def answers(self, section: Section) -> dict[int, dict[str, Any]]:
        """Value and note by the number of the criterion."""
        return {
            each.number: {"value": self[f"answer_{each.number}"].data, "note": self[f"note_{each.number}"].data}
            for each in section.criteria
        }

    def photos(self, section: Section) -> dict[int, bytes]:
        """The pictures that were sent, by the number of the criterion."""
        sent = {each.number: self[f"photo_{each.number}"].picture for each in section.criteria}
        return {number: picture for number, picture in sent.items() if picture is not None}

    def dropped(self, section: Section) -> list[int]:
        """The criteria whose pictures are to be taken away."""
        return [each.number for each in section.criteria if self[f"drop_{each.number}"].data]


def form_of(section: Section, values: Mapping[int, int], notes: Mapping[int, str]) -> SectionForm:
    """The form of a section with what is known already."""
    fields: dict[str, Any] = {}
    for each in section.criteria:
        fields[f"answer_{each.number}"] = AnswerField(
            _label(each), choices=[SelectChoice(option.value, option.text) for option in each.options]
        )
        fields[f"note_{each.number}"] = TextField(
            _l("Ghi chú cho tiêu chí %(number)s", number=each.number), [optional(), at_most(NOTE_CHARACTERS)]
        )
        fields[f"photo_{each.number}"] = PictureField(_l("Ảnh cho tiêu chí %(number)s", number=each.number))
        fields[f"drop_{each.number}"] = BooleanField(_l("Bỏ ảnh của tiêu chí %(number)s", number=each.number))
    known: dict[str, Any] = {f"answer_{number}": value for number, value in values.items()}
    known |= {f"note_{number}": note for number, note in notes.items()}
    made: SectionForm = type("SectionForm", (SectionForm,), fields)(data=known)
    return made


def _label(criterion: Criterion) -> str:
    if criterion.is_mandatory:
        return str(_("%(number)s. %(text)s (tiêu chí bắt buộc)", number=criterion.number, text=criterion.text))
    return f"{criterion.number}. {criterion.text}"


def among(offered: Container[Any]) -> Callable[[BaseForm, Field], None]:
    """Of an enum only these members are offered."""

    def validate(_form: BaseForm, field: Field) -> None:
        if field.data not in offered:
            raise ValidationError(field.gettext("Not a valid choice."))

    return validate


class NationalForm(PortalForm):
    """An assessment made in a national system: where, when, what came of it."""

    source = EnumRadioField(
        _l("Đã đánh giá tại"),
        NATIONAL_LABELS,
        [required(_l("Hãy chọn hệ thống đã dùng để đánh giá.")), among(NATIONAL_LABELS)],
    )
    link = TextField(
        _l("Đường dẫn đến kết quả"), [required(_l("Hãy dán đường dẫn đến kết quả đánh giá.")), at_most(300)]
    )
    assessed_on = DayField(_l("Ngày đánh giá"), [required(_l("Hãy nhập ngày theo mẫu 31/12/2021."))])
    level = EnumRadioField(
        _l("Kết quả"),
        ASSESSED_LABELS,
        [required(_l("Hãy chọn mức độ an toàn mà hệ thống đã đánh giá.")), among(ASSESSED_LABELS)],
    )
    photo = PictureField(_l("Ảnh chụp kết quả"))

    def __init__(self, *, today: date, valid_days: int) -> None:
        super().__init__()
        self._today, self._first = today, today - timedelta(valid_days - 1)

    def result(self) -> dict[str, Any]:
        """What was typed, and the picture as it is kept: the keywords of the action."""
        return {**self.values(), "photo": self.photo.picture}

    def validate_link(self, field: Field) -> None:
        source = self.source.data
        if source in HOSTS and not is_address_at(source, field.data):
            raise ValidationError(str(_l("Đường dẫn phải bắt đầu bằng https://%(host)s", host=HOSTS[source])))

    def validate_assessed_on(self, field: Field) -> None:
        if field.data > self._today:
            raise ValidationError(str(_l("Ngày này chưa tới.")))
        if field.data < self._first:
            message = _l("Kết quả trước ngày %(day)s đã hết hiệu lực. Hãy đánh giá lại.", day=day(self._first))
            raise ValidationError(str(message))


class ClosedForm(PortalForm):
    """Why a unit is closed for a time."""

    reason = TextField(
        _l("Lý do tạm ngừng"),
        [
            required(_l("Hãy ghi lý do, ví dụ: tạm dừng đón khách theo yêu cầu phòng, chống dịch.")),
            legible,
            at_most(300),
        ],
    )


class SubmitForm(PortalForm):
    """Nothing but the token: the answers are stored already."""
