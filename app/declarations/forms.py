"""The national declaration form, "Khai báo toàn dân" of tokhaiyte.vn, on one page."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import LazyString, get_locale
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, Form
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from app.clock import local_day
from app.declarations.choices import HOME_COUNTRY, Group, country_names, is_place, places
from app.declarations.labels import ANSWER_LABELS, GENDER_LABELS
from app.declarations.rules import OLDEST_BIRTH_YEAR, Answer, Question
from app.text import InvalidIdNumber, nfc, normalise_id_number
from app.web.forms import EnumRadioField, ParagraphField, PhoneField, PublicForm, TextField, at_most, optional, required

_EMAIL = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+\.[^@\s<>\"',;.]{2,}")
_NOT_IN_NAMES = frozenset({"So", "Sk", "Cn", "Co", "Me"})
_EMOJI_STYLE = "\ufe0f"
_DIGITS = re.compile(r"\d{4}")

ASK: LazyString = _l("Hãy trả lời Có hoặc Không cho từng câu hỏi sức khỏe.")
PERSON_FIELDS = (
    *("full_name", "id_number", "birth_year", "gender", "nationality", "place", "address", "phone", "email"),
    "other_user",
)
DETAILS = {Question.TRAVELLED: "travelled_details", Question.SYMPTOMS: "symptoms_details"}


class NameField(TextField):
    """A person's name: without emoji and the marks that style them."""

    def process_formdata(self, valuelist: Any) -> None:
        typed = str(valuelist[0]) if valuelist else ""
        self.data = nfc("".join(char for char in typed if _may_stand_in_name(char)))


class IdNumberField(TextField):
    """CCCD, CMND or passport; kept as typed for the page and normalised in `data`."""

    def pre_validate(self, form: BaseForm) -> None:
        if not self.data:
            return
        try:
            self.data = normalise_id_number(self.data)
        except InvalidIdNumber:
            # Not `from`: the chain would carry what was typed.
            raise ValidationError(
                str(_l("Số giấy tờ gồm 12 số (CCCD), 9 số (CMND) hoặc số hộ chiếu; có thể bỏ trống."))
            ) from None


class YearField(TextField):
    """A year of four digits of any script, as a number; what was typed stays for the page."""

    year: int | None = None

    def pre_validate(self, form: BaseForm) -> None:
        # `\d` takes the digits of every script, and so does int().
        self.year = int(self.data) if self.data and _DIGITS.fullmatch(self.data) else None


class GroupedField(TextField):
    """A drop-down with groups; the template draws it."""

    def groups(self) -> Sequence[Group]:
        return places().groups


class CountryField(TextField):
    """A drop-down of countries; the template draws it."""

    def groups(self) -> Mapping[str, str]:
        return country_names(str(get_locale() or "vi"))


def _may_stand_in_name(char: str) -> bool:
    return char.isalpha() or (char != _EMOJI_STYLE and unicodedata.category(char) not in _NOT_IN_NAMES)


def _has_a_letter(_form: Form, field: Field) -> None:
    if not any(char.isalpha() for char in field.data):
        raise ValidationError(str(_l("Hãy ghi họ tên bằng chữ.")))


def _is_birth_year(_form: Form, field: Any) -> None:
    if field.year is None or not OLDEST_BIRTH_YEAR <= field.year <= local_day().year:
        message = _l(
            "Năm sinh gồm 4 chữ số, từ %(first)s đến %(last)s.", first=OLDEST_BIRTH_YEAR, last=local_day().year
        )
        raise ValidationError(str(message))


def _is_known_place(_form: Form, field: Field) -> None:
    if not is_place(field.data):
        raise ValidationError(str(_l("Hãy chọn nơi ở trong danh sách.")))


def _is_country(_form: Form, field: Field) -> None:
    if field.data not in country_names("vi"):
        raise ValidationError(str(_l("Hãy chọn quốc tịch trong danh sách.")))


def _is_email(_form: Form, field: Field) -> None:
    if not _EMAIL.fullmatch(field.data):
        raise ValidationError(str(_l("Email phải có dạng ten@vidu.vn; có thể bỏ trống.")))


def _places_if_travelled(form: Any, field: Field) -> None:
    if form.travelled.data is Answer.YES and not field.data:
        raise ValidationError(str(_l("Hãy ghi những nơi đã đến hoặc đi qua.")))


class DeclarationForm(PublicForm):
    """Who declares, where he lives, and five questions without default answers."""

    other_user = BooleanField(_l("Tôi khai hộ người khác (người già, trẻ em, người không có điện thoại)"))
    full_name = NameField(_l("Họ và tên"), [required(_l("Hãy ghi họ và tên.")), at_most(120), _has_a_letter])
    id_number = IdNumberField(_l("Số CCCD, CMND hoặc hộ chiếu"), [optional()])
    birth_year = YearField(_l("Năm sinh"), [required(_l("Hãy ghi năm sinh.")), _is_birth_year])
    gender = EnumRadioField(_l("Giới tính"), GENDER_LABELS, [required(_l("Hãy chọn giới tính."))])
    nationality = CountryField(
        _l("Quốc tịch"), [required(_l("Hãy chọn quốc tịch.")), _is_country], default=HOME_COUNTRY
    )
    place = GroupedField(
        _l("Nơi ở: xã, phường, thị trấn (Kiên Giang) hoặc tỉnh, thành phố"),
        [required(_l("Hãy chọn nơi ở.")), _is_known_place],
    )
    address = TextField(
        _l("Số nhà, đường, ấp, tổ dân phố"), [required(_l("Hãy ghi số nhà, đường hoặc ấp.")), at_most(200)]
    )
    phone = PhoneField(_l("Điện thoại"), [required(_l("Hãy ghi số điện thoại."))])
    email = TextField(_l("Email"), [optional(), at_most(120), _is_email])
    travelled = EnumRadioField("", ANSWER_LABELS, [required(_l("Hãy trả lời: có đến nơi khác không?"))])
    travelled_details = ParagraphField(_l("Nếu có, ghi những nơi đã đến"), [at_most(1000), _places_if_travelled])
    symptoms = EnumRadioField("", ANSWER_LABELS, [required(_l("Hãy trả lời: có dấu hiệu bệnh không?"))])
    symptoms_details = ParagraphField(_l("Nếu có, ghi dấu hiệu và ngày bắt đầu"), [at_most(1000)])
    contact_case = EnumRadioField(
        _l("Người mắc hoặc nghi mắc COVID-19"),
        ANSWER_LABELS,
        [required(_l("Hãy trả lời: có tiếp xúc với người mắc hoặc nghi mắc COVID-19 không?"))],
    )
    contact_country = EnumRadioField(
        _l("Người từ nước có bệnh COVID-19"),
        ANSWER_LABELS,
        [required(_l("Hãy trả lời: có tiếp xúc với người từ nước có bệnh không?"))],
    )
    contact_symptoms = EnumRadioField(
        _l("Người có biểu hiện (sốt, ho, khó thở, viêm phổi)"),
        ANSWER_LABELS,
        [required(_l("Hãy trả lời: có tiếp xúc với người có biểu hiện bệnh không?"))],
    )
    remember = BooleanField(_l("Nhớ thông tin của tôi trên điện thoại này để lần sau chỉ cần một lần chạm"))

    def person(self) -> dict[str, Any]:
        """Who declares, normalised, to be sealed."""
        person = {name: self[name].data for name in PERSON_FIELDS}
        return {**person, "gender": self.gender.data.value, "birth_year": self.birth_year.year}

    def answers(self) -> dict[Question, Answer]:
        """What was answered to the five questions."""
        return {question: self[question.value].data for question in Question}

    def details(self) -> dict[str, str]:
        """What was written beside a «Có»; beside a «Không» it is left out."""
        answers = self.answers()
        return {name: self[name].data for question, name in DETAILS.items() if answers[question] is Answer.YES}
