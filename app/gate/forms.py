"""What guards type: an entry by hand, a count, a decision; and what managers say about their machines."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError

from app.clock import local_day
from app.declarations.choices import HOME_COUNTRY
from app.declarations.fields import IdNumberField, NameField, YearField, has_a_letter, is_birth_year
from app.declarations.labels import GENDER_LABELS
from app.declarations.questions import AskedForm
from app.declarations.rules import Answer, Gender
from app.gate.labels import DECISION_LABELS, SHORT_QUESTIONS
from app.gate.rules.counts import Counted, Problem, read_counts
from app.gate.rules.scans import Card
from app.tallies.rules import DECLARING, NationalApp
from app.web.forms import (
    EnumRadioField,
    PhoneField,
    PortalForm,
    RowField,
    TextField,
    at_most,
    optional,
    required,
)
from app.web.table_field import TableField

LONGEST_SCAN = 4000


class Said(StrEnum):
    """What the visitor answered to the questions of the form, which the guard reads out."""

    NONE = "none"
    SOME = "some"


SAID_LABELS = {Said.NONE: _l("Không, tất cả các câu"), Said.SOME: _l("Có ít nhất một câu")}


def _phone_or_home(form: Any, field: Field) -> None:
    if not form.phone.data and not field.data:
        raise ValidationError(str(_l("Hãy ghi số điện thoại, hoặc nơi ở nếu khách không có điện thoại.")))


def _names_some(form: Any, field: Field) -> None:
    if form.said.data is Said.SOME and not field.data:
        raise ValidationError(str(_l("Hãy đánh dấu những câu trả lời Có.")))


class ScanForm(PortalForm):
    """The one field of the scanner; `submission` makes what follows happen once."""

    text = TextField(
        _l("Quét mã hoặc gõ số điện thoại"), [required(_l("Hãy quét mã hoặc gõ số điện thoại.")), at_most(LONGEST_SCAN)]
    )
    submission = HiddenField("")


class HandForm(PortalForm):
    """Somebody without a phone: name, where to find him, and what he answers to the questions that are asked there."""

    full_name = NameField(_l("Họ và tên"), [required(_l("Hãy ghi họ và tên.")), at_most(120), has_a_letter])
    phone = PhoneField(_l("Điện thoại"), [optional()])
    address = TextField(_l("Nơi ở"), [_phone_or_home, at_most(200)])
    said = EnumRadioField(_l("Các câu hỏi sức khỏe"), SAID_LABELS, [required(_l("Hãy hỏi khách và chọn câu trả lời."))])
    yes = SelectMultipleField(_l("Câu trả lời Có"), [_names_some])
    details = TextField(_l("Nơi đã đến, dấu hiệu bệnh"), [optional(), at_most(500)])
    birth_year = YearField(_l("Năm sinh"), [optional(), is_birth_year])
    gender = EnumRadioField(_l("Giới tính"), GENDER_LABELS, [optional()])
    id_number = IdNumberField(_l("Số CCCD, CMND hoặc hộ chiếu"), [optional()])
    submission = HiddenField("")

    def __init__(self, asked: AskedForm, **options: Any) -> None:
        super().__init__(**options)
        self.asked = asked
        # The portal's own questions have a short name; of others their text says what is meant.
        self.yes.choices = [
            SelectChoice(each.key, SHORT_QUESTIONS.get(each.key, each.text)) for each in asked.questions
        ]

    def fill(self, card: Card) -> None:
        """Take from a card what was not typed."""
        known: Mapping[str, Any] = {
            "full_name": card.full_name,
            "phone": card.phone,
            "address": card.address,
            "birth_year": card.birth_year,
            "gender": card.gender,
            "id_number": card.id_number,
        }
        for name, value in known.items():
            if value and not self[name].data:
                self[name].data = value

    def go_to_what_is_missing(self) -> None:
        """Let typing begin at the first thing that a card or number did not tell."""
        first = self.phone if self.full_name.data else self.full_name
        first.render_kw = {"autofocus": True}

    def said_of(self) -> dict[str, str]:
        """The answers, as the citizen's own form names them."""
        yes = set(self.yes.data or ()) if self.said.data is Said.SOME else set()
        answers = {key: (Answer.YES if key in yes else Answer.NO).value for key in self.asked.keys}
        if not self.details.data:
            return answers
        beside = [each.details_key for each in self.asked.questions if each.details and each.key in yes]
        return {**answers, **dict.fromkeys(beside, str(self.details.data))}

    def person(self) -> dict[str, Any]:
        """Who it is, with the fields of a declaration; what the guard did not ask stays empty."""
        return {
            "full_name": self.full_name.data,
            "id_number": self.id_number.data,
            "birth_year": self.birth_year.year,
            "gender": self.gender.data.value if isinstance(self.gender.data, Gender) else "",
            "nationality": HOME_COUNTRY,
            "place": "",
            "address": self.address.data,
            "phone": self.phone.data,
            "email": "",
            "other_user": True,
        }


class DecisionForm(PortalForm):
    """What the guard does about somebody who is held."""

    decision = EnumRadioField(_l("Đã làm gì?"), DECISION_LABELS, [required(_l("Hãy chọn một cách xử lý."))])
    submission = HiddenField("")


class DeviceForm(PortalForm):
    """A machine to come: at which door, and what it is called."""

    label = TextField(_l("Tên máy"), [required(_l("Hãy đặt tên cho máy.")), at_most(60)])
    checkpoint = RowField(_l("Cổng"), [required(_l("Hãy chọn cổng."))])

    def __init__(self, doors: Sequence[Any]) -> None:
        super().__init__()
        self.checkpoint.offer({None: doors})


class PlaceForm(PortalForm):
    """Where the unit takes who is held, and whom the guard calls."""

    place = TextField(_l("Phòng, chỗ ngồi hoặc nơi chờ"), [at_most(120)])
    phone = PhoneField(_l("Số điện thoại người trực y tế"), [optional()])


class CountsForm(PortalForm):
    """A file with a national system's counts by day; `counted` are its rows."""

    file = TableField(_l("Tệp Excel hoặc CSV"))
    counted: Sequence[Counted] = ()

    def validate_file(self, field: TableField) -> None:
        today = local_day()
        counted, problems = read_counts(field.table, first=today - timedelta(7), today=today)
        if problems:
            raise ValidationError(" ".join(sentence_of(problem) for problem in problems[:5]))
        self.counted = counted


_SENTENCES: Mapping[Problem, Any] = {
    Problem.NO_COLUMNS: lambda _row: _l("Dòng đầu phải có các cột Ngày, Lượt vào, Lượt ra (và Ứng dụng nếu có)."),
    Problem.NO_ROWS: lambda _row: _l("Tệp không có dòng số liệu nào."),
    Problem.BAD_DAY: lambda row: _l("Dòng %(row)s: ngày phải trong 7 ngày qua, ghi như 07/5/2021.", row=row),
    Problem.BAD_NUMBER: lambda row: _l("Dòng %(row)s: lượt vào, lượt ra phải là số từ 0 đến 100.000.", row=row),
    Problem.BAD_APP: lambda row: _l("Dòng %(row)s: ứng dụng phải là Tờ khai y tế, NCOVI hoặc Bluezone.", row=row),
    Problem.TWICE: lambda row: _l("Dòng %(row)s: ngày này đã có ở dòng trên.", row=row),
}


def sentence_of(problem: tuple[int, Problem]) -> str:
    """What is wrong with a row, in words."""
    row, kind = problem
    return str(_SENTENCES[kind](row))


def app_of(text: str) -> NationalApp | None:
    """The app of a button; heads that declared nothing are not counted here."""
    return next((app for app in DECLARING if app.value == text), None)
