"""What citizens type into the declaration, cleaned and checked field by field."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from app.areas.places import province_names
from app.clock import local_day
from app.declarations.choices import Group, country_names, is_place, places
from app.declarations.rules import OLDEST_BIRTH_YEAR
from app.text import InvalidIdNumber, nfc, normalise_id_number
from app.web.forms import TextField, at_most, optional

_EMAIL = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+\.[^@\s<>\"',;.]{2,}")
_NOT_IN_NAMES = frozenset({"So", "Sk", "Cn", "Co", "Me"})
_EMOJI_STYLE = "\ufe0f"
LONGEST_SEAT = 8
_DIGITS = re.compile(r"\d{4}")


class NameField(TextField):
    """A person's name: without emoji and the marks that style them."""

    def process_formdata(self, valuelist: Any) -> None:
        typed = str(valuelist[0]) if valuelist else ""
        if not typed.replace(" ", "").isalpha():
            typed = "".join(char for char in typed if _may_stand_in_name(char))
        self.data = nfc(typed)


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


def seat_field() -> TextField:
    """Where a passenger sits."""
    return TextField(_l("Số ghế hoặc hàng ghế"), [optional(), at_most(LONGEST_SEAT)])


class ProvinceField(TextField):
    """A drop-down of the country's provinces; the template draws it."""

    def groups(self) -> Mapping[str, str]:
        return province_names()


class CountryField(TextField):
    """A drop-down of countries; the template draws it."""

    def groups(self) -> Mapping[str, str]:
        return country_names(str(get_locale() or "vi"))


def _may_stand_in_name(char: str) -> bool:
    return char.isalpha() or (char != _EMOJI_STYLE and unicodedata.category(char) not in _NOT_IN_NAMES)


def has_a_letter(_form: Form, field: Field) -> None:
    """Refuse a name without any letter."""
    if not any(char.isalpha() for char in field.data):
        raise ValidationError(str(_l("Hãy ghi họ tên bằng chữ.")))


def is_birth_year(_form: Form, field: Any) -> None:
    """Refuse what is no year in which somebody alive can be born."""
    if field.year is None or not OLDEST_BIRTH_YEAR <= field.year <= local_day().year:
        message = _l(
            "Năm sinh gồm 4 chữ số, từ %(first)s đến %(last)s.", first=OLDEST_BIRTH_YEAR, last=local_day().year
        )
        raise ValidationError(str(message))


def is_known_place(_form: Form, field: Field) -> None:
    """Refuse what the list of places does not have."""
    if not is_place(field.data):
        raise ValidationError(str(_l("Hãy chọn nơi ở trong danh sách.")))


def is_province(_form: Form, field: Field) -> None:
    """Refuse what the list of provinces does not have."""
    if field.data not in province_names():
        raise ValidationError(str(_l("Hãy chọn tỉnh, thành phố trong danh sách.")))


def is_country(_form: Form, field: Field) -> None:
    """Refuse what the list of countries does not have."""
    if field.data not in country_names("vi"):
        raise ValidationError(str(_l("Hãy chọn quốc tịch trong danh sách.")))


def is_email(_form: Form, field: Field) -> None:
    """Refuse what nobody could write to."""
    if not _EMAIL.fullmatch(field.data):
        raise ValidationError(str(_l("Email phải có dạng ten@vidu.vn; có thể bỏ trống.")))
